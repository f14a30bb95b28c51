"""The bot over Socket Mode: one process, no public address."""

import json
import logging
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse

from bot.errors import BotError
from bot.settings import Settings, forget_proxies
from bot.slack.app import WORKERS, build_app
from bot.slack.checks import check_token, is_final, refusal, unreachable, warn_of_wiped_disk
from bot.slack.clock import build_clock, silence
from bot.slack.health import TEXT, Ready, health

if TYPE_CHECKING:
    from bot.desk import Desk

log = logging.getLogger(__name__)

STALE_SECONDS = 60
CLOSING_SECONDS = 0.5
# A socket that broke without a word fails five looks in a row; one that is silent is given up after four pings and a look.
PING_SECONDS, LOOK_SECONDS = 2.0, 0.5


class Stop:
    """The wish to end, and why: `fault` is empty where a person or the host asked for it."""

    def __init__(self) -> None:
        """Nobody wishes it yet."""
        self._wished = threading.Event()
        self.fault: BotError | None = None

    def now(self, fault: BotError | None = None) -> None:
        """End; the first fault given is the one that counts."""
        self.fault = self.fault or fault
        self._wished.set()

    def wait(self) -> None:
        """Until somebody wishes it. Raises the fault, if there is one."""
        self._wished.wait()
        if self.fault:
            raise self.fault


class Line:
    """The connection to Slack, and whether it is really alive."""

    def __init__(self, settings: Settings, app: App, stop: Stop, clock: Callable[[], float] = time.time) -> None:
        """Not yet connected. `clock` gives seconds since 1970, as the pongs of Slack do."""
        self._settings, self._app, self._stop, self._clock = settings, app, stop, clock
        self._last_message = 0.0
        opener = _Opener(settings, stop)
        self._handler = SocketModeHandler(
            app, settings.app_token, web_client=opener, ping_interval=PING_SECONDS, concurrency=WORKERS
        )
        self._handler.client.current_app_monitor.interval_seconds = LOOK_SECONDS
        self._handler.client.on_message_listeners.append(self._on_message)

    def open(self) -> None:
        """Connect. Raises BotError with a sentence where Slack refuses it or cannot be reached."""
        try:
            self._handler.connect()  # type: ignore[no-untyped-call]
        except SlackApiError as error:
            raise refusal(error, "app", self._settings) from None
        except OSError:
            raise unreachable(self._settings) from None
        if not self._handler.client.is_connected():
            raise BotError("Slack's Web API answers, but the socket that it gave refused the connection.")

    def fault(self) -> str | None:
        """None while the socket is connected and Slack gave a sign of life in the last minute; else what is wrong."""
        client = self._handler.client
        session = client.current_session
        if session is None or not client.is_connected():
            return "The socket to Slack is not connected."
        silence = self._clock() - max(self._last_message, session.last_ping_pong_time or 0.0)
        return None if silence <= STALE_SECONDS else f"Slack has given no sign of life for more than {STALE_SECONDS} seconds."

    def close(self) -> None:
        """Take no more work, finish what was begun, disconnect."""
        client = self._handler.client
        client.default_auto_reconnect_enabled = client.auto_reconnect_enabled = False
        client.closed = True
        client.message_workers.shutdown()
        self._app.listener_runner.listener_executor.shutdown()
        # The SDK waits here for its reading thread, for seconds; nothing is lost by not waiting for that.
        closing = threading.Thread(target=self._disconnect, daemon=True)
        closing.start()
        closing.join(CLOSING_SECONDS)

    def _disconnect(self) -> None:
        client = self._handler.client
        with client.connect_operation_lock:
            pass  # a connection that is being opened just now would outlive the end
        for _ in range(2):
            # Where Slack closes the socket at the same moment, the SDK's reading thread does so too, and one of the two fails.
            with suppress(AttributeError):
                self._handler.close()  # type: ignore[no-untyped-call]
                return

    def _on_message(self, message: str) -> None:
        self._last_message = self._clock()
        if '"disconnect"' in message and _is_switched_off(message):
            self._stop.now(BotError("Socket Mode was switched off for this app; switch it on under Socket Mode and start again."))


class _Opener(WebClient):
    """Opens sockets; where Slack will never open one again, ends the process instead of trying for ever."""

    def __init__(self, settings: Settings, stop: Stop) -> None:
        super().__init__(base_url=settings.api_url)
        self._settings, self._stop = settings, stop

    def apps_connections_open(self, *, app_token: str, **kwargs: Any) -> SlackResponse:
        """Ask Slack for the address of a new socket. Raises SlackApiError."""
        try:
            return super().apps_connections_open(app_token=app_token, **kwargs)
        except SlackApiError as error:
            if is_final(error):
                self._stop.now(refusal(error, "app", self._settings))
            raise


def run(settings: Settings, desk: "Desk") -> None:
    """Answer until SIGTERM or SIGINT. Raises SettingsError or BotError with a sentence where Slack will not have the bot."""
    forget_proxies(settings)
    warn_of_wiped_disk(settings)
    check_token(settings)
    desk.warm_up()
    stop = Stop()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.now())
    line = Line(settings, build_app(settings, desk), stop)
    clock = build_clock(settings, desk) if settings.clock else None

    def fault() -> str | None:
        own = clock.fault() if clock else None
        return desk.ready() or line.fault() or own or silence(desk.store, desk.store.clock())

    pages = open_pages(settings.port, fault) if settings.port else None
    try:
        line.open()
        if clock:
            clock.start()
        log.info("Connected to Slack; answering %s", settings.command)
        stop.wait()
    finally:
        line.close()
        if clock:
            clock.stop()
        if pages:
            pages.shutdown()
    log.info("Stopped")


def open_pages(port: int, ready: Ready) -> ThreadingHTTPServer:
    """The health pages on a port of all addresses, in a thread. Raises BotError where the port cannot be had."""

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, text = health(self.path.partition("?")[0], ready) or (404, "Not Found")
            body = text.encode()
            self.send_response(status)
            self.send_header("content-type", TEXT)
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

        do_HEAD = do_GET  # noqa: N815

        def log_message(self, *_args: Any) -> None:
            """Health pages are asked for too often to be logged."""

    try:
        server = ThreadingHTTPServer(("0.0.0.0", port), Pages)
    except OSError as error:
        raise BotError(f"Port {port} cannot be used ({error.strerror}); set PORT to another or leave it out.") from None
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    return server


def _is_switched_off(message: str) -> bool:
    frame = json.loads(message)
    return bool(frame.get("type") == "disconnect" and frame.get("reason") == "link_disabled")
