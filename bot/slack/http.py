"""The bot over signed HTTP: Slack's requests, the health pages, and the server that takes them."""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterable
from http import HTTPStatus
from multiprocessing.util import Finalize
from typing import TYPE_CHECKING

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from slack_bolt import App
from slack_bolt.adapter.wsgi import SlackRequestHandler

from bot import logs
from bot.desk import open_desk
from bot.errors import BotError
from bot.settings import DEFAULT_PORT, Settings, forget_proxies, read_settings
from bot.slack.app import build_app
from bot.slack.checks import UnreachableError, check_token, warn_of_wiped_disk
from bot.slack.clock import build_clock, silence
from bot.slack.health import TEXT, Ready, health

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = logging.getLogger(__name__)

EVENTS = "/slack/events"
MOST_BYTES = 1_000_000
THREADS = 8


class Door:
    """The WSGI application: hands Slack's requests to Bolt, answers the health pages, and refuses all else cheaply."""

    def __init__(self, app: App, ready: Ready) -> None:
        """Serve this Bolt application; `ready` gives None or the sentence of what is wrong."""
        self._slack = SlackRequestHandler(app, EVENTS)
        self._ready = ready

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        path, method = environ.get("PATH_INFO", ""), environ.get("REQUEST_METHOD", "GET")
        if path == EVENTS and method == "POST":
            status = _refused(environ)
            if status is None:
                return self._to_slack(environ, start_response)
            return _plain(start_response, status, HTTPStatus(status).phrase, method)
        status, text = self._page(path, method, environ.get("QUERY_STRING", ""))
        return _plain(start_response, status, text, method)

    def _to_slack(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        try:
            return self._slack(environ, start_response)
        except Exception as error:
            # Bolt parses a body before it checks the signature: whatever breaks there is not Slack's.
            log.warning("A request that cannot be read was refused (%s)", type(error).__name__)
            return _plain(start_response, 400, "Bad Request", "POST")

    def _page(self, path: str, method: str, query: str) -> tuple[int, str]:
        if method not in ("GET", "HEAD"):
            return 404, "Not Found"
        if path == EVENTS and "ssl_check=1" in query.split("&"):
            return 200, ""
        return health(path, self._ready) or (404, "Not Found")


def _refused(environ: "WSGIEnvironment") -> int | None:
    """The status for a request that is too long or cannot be signed rightly; None for one that Bolt may check."""
    length, when = environ.get("CONTENT_LENGTH") or "", environ.get("HTTP_X_SLACK_REQUEST_TIMESTAMP") or "0"
    if not (length.isascii() and length.isdigit()):
        return 411
    if int(length) > MOST_BYTES:
        return 413
    return None if when.isascii() and when.isdigit() and len(when) < 20 else 401


def _plain(start_response: "StartResponse", status: int, text: str, method: str) -> Iterable[bytes]:
    body = text.encode()
    start_response(f"{status} {HTTPStatus(status).phrase}", [("content-type", TEXT), ("content-length", str(len(body)))])
    return [b"" if method == "HEAD" else body]


def application() -> Door:
    """The application of a server's worker process, from its environment. Raises SettingsError."""
    settings = read_settings(os.environ, "http")
    logs.set_up(settings.log_level)
    forget_proxies(settings)
    desk = open_desk(settings.db)
    desk.warm_up()
    threading.Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    clock = build_clock(settings, desk) if settings.clock else None

    def fault() -> str | None:
        return desk.ready() or (clock.fault() if clock else None) or silence(desk.store, desk.store.clock())

    if clock:
        clock.start()
        # A worker is a process of multiprocessing, which runs these at its end but not what `atexit` knows.
        Finalize(None, clock.stop, exitpriority=10)
    return Door(build_app(settings, desk), fault)


def _end_with(parent: int) -> None:
    """End this worker when the process that supervises it was killed: nothing else would free its port."""
    while os.getppid() == parent:
        time.sleep(0.5)
    log.error("The supervising process is gone; ending")
    os._exit(1)


def serve(settings: Settings, host: str, port: int | None = None) -> None:
    """Serve until SIGTERM or SIGINT, on PORT or 3000 where no port is given.

    Raises SettingsError where Slack refuses the token, BotError where the port is taken.
    """
    port = port if port is not None else settings.port or DEFAULT_PORT
    forget_proxies(settings)
    warn_of_wiped_disk(settings)
    try:
        check_token(settings)
    except UnreachableError as error:
        log.warning("%s Commands are answered all the same.", error)
    _claim_port(host, port)
    threads = min(THREADS, 2 * (os.cpu_count() or 1) + 1)
    Granian(
        "bot.slack.http:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        factory=True,
        workers=1,
        blocking_threads=threads,
        http=HTTPModes.http1,
        websockets=False,
    ).serve()


def _claim_port(host: str, port: int) -> None:
    """Fail early and in words where the port cannot be had."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
    except OSError as error:
        raise BotError(f"Port {port} on {host} cannot be used ({error.strerror}); choose another with --port.") from None
