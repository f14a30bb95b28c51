"""Socket Mode: envelopes in, acknowledgements out, and an end when Slack or the host wants one."""

import json
import os
import signal
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from queue import Queue
from typing import Any

import pytest
from slack_bolt import App
from websockets.exceptions import ConnectionClosed
from websockets.sync.server import ServerConnection, serve

from bot.errors import BotError, SettingsError
from bot.settings import Settings
from bot.slack import socket
from bot.slack.socket import Line, Stop, open_pages

from .papers import TOKEN, PaperDesk
from .stand_in import StandIn

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class SocketStandIn:
    """Slack's side of the sockets: the connections as they come, and what the bot sends over any of them."""

    connections: "Queue[ServerConnection]" = field(default_factory=Queue)
    received: "Queue[dict[str, Any]]" = field(default_factory=Queue)

    def connection(self) -> ServerConnection:
        """The next connection of the bot; waits for it."""
        return self.connections.get(timeout=10)

    def sent(self) -> dict[str, Any]:
        """The next frame of the bot; waits for it."""
        return self.received.get(timeout=10)

    def handle(self, connection: ServerConnection) -> None:
        """Say hello, then listen until the other side goes."""
        connection.send(json.dumps({"type": "hello", "num_connections": 1}))
        self.connections.put(connection)
        try:
            for message in connection:
                self.received.put(json.loads(message))
        except ConnectionClosed:
            return


@pytest.fixture
def sockets(slack: StandIn) -> Iterator[SocketStandIn]:
    """A server of sockets, whose address the stand-in gives out."""
    stand_in = SocketStandIn()
    with serve(stand_in.handle, "127.0.0.1", 0) as server:
        slack.socket_url = f"ws://127.0.0.1:{server.socket.getsockname()[1]}/link?ticket=1"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield stand_in
        server.shutdown()
        thread.join()


@pytest.fixture
def stop() -> Stop:
    """The wish to end."""
    return Stop()


@pytest.fixture
def line(settings: Settings, app: App, stop: Stop) -> Iterator[Line]:
    """The bot's side, not yet connected."""
    line = Line(settings, app, stop)
    yield line
    line.close()


def envelope(kind: str, number: str, payload: dict[str, Any], **other: Any) -> str:
    """An envelope as Slack sends it."""
    accepts = kind != "events_api"
    return json.dumps({"type": kind, "envelope_id": number, "accepts_response_payload": accepts, "payload": payload, **other})


SLASH = {"command": "/nzdf", "text": "status iraq", "user_id": "U024BE7LH", "channel_id": "C1", "team_id": "T1"}
MENTION = {"type": "app_mention", "user": "U024BE7LH", "channel": "C1", "ts": "1.1", "text": "<@U0BOT> status iraq"}
EVENT = {"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": MENTION}


def test_a_command_is_answered_in_its_acknowledgement(line: Line, sockets: SocketStandIn) -> None:
    """The answer to a slash command goes back over the socket with the envelope's number."""
    line.open()
    sockets.connection().send(envelope("slash_commands", "e1", SLASH))
    frame = sockets.sent()
    assert frame["envelope_id"] == "e1"
    assert frame["payload"]["text"].startswith("50 NZDF personnel")
    assert line.fault() is None


def test_an_event_delivered_twice_is_answered_once(line: Line, sockets: SocketStandIn, slack: StandIn) -> None:
    """Each delivery is acknowledged, a retry under a new envelope too; one answer is posted."""
    line.open()
    connection = sockets.connection()
    connection.send(envelope("events_api", "e1", EVENT, retry_attempt=0, retry_reason=""))
    assert sockets.sent() == {"envelope_id": "e1"}
    connection.send(envelope("events_api", "e2", EVENT, retry_attempt=1, retry_reason="timeout"))
    assert sockets.sent() == {"envelope_id": "e2"}
    assert [call.method for call in slack.all()] == ["apps.connections.open", "chat.postMessage"]


def test_faults_and_unknown_requests_are_acknowledged(line: Line, sockets: SocketStandIn) -> None:
    """Over a socket an error or an unknown request is acknowledged too: silence would make Slack send it again."""
    line.open()
    connection = sockets.connection()
    connection.send(envelope("slash_commands", "e1", {**SLASH, "text": "fire"}))
    assert "Reference" in sockets.sent()["payload"]["text"]
    connection.send(envelope("interactive", "e2", {"type": "view_closed", "view": {"callback_id": "x"}, "user": {"id": "U2"}}))
    assert sockets.sent() == {"envelope_id": "e2"}


def test_a_disconnect_brings_a_new_connection(line: Line, sockets: SocketStandIn) -> None:
    """When Slack asks for a fresh socket the bot opens one and goes on answering over it."""
    line.open()
    sockets.connection().send(json.dumps({"type": "disconnect", "reason": "refresh_requested"}))
    sockets.connection().send(envelope("slash_commands", "e2", SLASH))
    assert sockets.sent()["envelope_id"] == "e2"


def test_socket_mode_switched_off_ends_the_bot(line: Line, sockets: SocketStandIn, stop: Stop) -> None:
    """When the app's Socket Mode is switched off the bot ends with a sentence instead of reconnecting for ever."""
    line.open()
    sockets.connection().send(json.dumps({"type": "disconnect", "reason": "link_disabled"}))
    with pytest.raises(BotError, match="Socket Mode was switched off"):
        stop.wait()


def test_a_token_revoked_later_ends_the_bot(line: Line, sockets: SocketStandIn, slack: StandIn, stop: Stop) -> None:
    """When Slack refuses the token for a new socket the bot ends with a sentence."""
    line.open()
    slack.fail["apps.connections.open"] = (200, json.dumps({"ok": False, "error": "token_revoked"}))
    sockets.connection().send(json.dumps({"type": "disconnect", "reason": "warning"}))
    with pytest.raises(SettingsError, match="SLACK_APP_TOKEN has been revoked"):
        stop.wait()


def test_a_refused_app_token_is_named(line: Line, slack: StandIn) -> None:
    """Where Slack does not know the app token the start ends with a sentence that names it."""
    slack.fail["apps.connections.open"] = (200, json.dumps({"ok": False, "error": "invalid_auth"}))
    with pytest.raises(SettingsError, match="Slack does not accept SLACK_APP_TOKEN"):
        line.open()


def test_a_socket_that_refuses_is_named(line: Line, slack: StandIn) -> None:
    """Where Slack gives an address at which nobody answers the start ends with a sentence."""
    slack.socket_url = "ws://127.0.0.1:9/link?ticket=1"
    with pytest.raises(BotError, match="refused the connection"):
        line.open()


def test_a_silent_connection_is_not_ready(settings: Settings, app: App, sockets: SocketStandIn, stop: Stop) -> None:
    """A socket that looks open but from which nothing has come for a minute does not count as alive."""
    now = [1e12]
    line = Line(settings, app, stop, clock=lambda: now[0])
    assert line.fault() == "The socket to Slack is not connected."
    line.open()
    connection = sockets.connection()
    connection.send(envelope("slash_commands", "e1", SLASH))
    sockets.sent()
    assert line.fault() is None
    now[0] += 61
    assert line.fault() == "Slack has given no sign of life for more than 60 seconds."
    line.close()


def test_health_pages_are_served_beside_the_socket() -> None:
    """The health pages answer on a port of their own; a port that is taken is named."""
    pages = open_pages(0, lambda: "Not yet.")
    port = pages.server_address[1]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as reply:
        assert reply.read() == b"alive"
    with pytest.raises(urllib.error.HTTPError) as refused, urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
        pass
    with refused.value as reply:
        assert (reply.code, reply.read()) == (503, b"Not yet.")
    with pytest.raises(BotError, match=f"Port {port} cannot be used"):
        open_pages(port, lambda: None)
    pages.shutdown()
    pages.server_close()


def test_a_refused_bot_token_ends_the_start(settings: Settings, slack: StandIn, desk: PaperDesk) -> None:
    """Where Slack has revoked the bot token nothing is connected."""
    slack.fail["auth.test"] = (200, json.dumps({"ok": False, "error": "account_inactive"}))
    with pytest.raises(SettingsError, match="SLACK_BOT_TOKEN has been revoked"):
        socket.run(settings, desk)  # type: ignore[arg-type]


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_bot_ends_when_told(slack: StandIn, sockets: SocketStandIn, tmp_path: Path, number: int) -> None:
    """The real process connects, answers, and ends with status 0 at SIGTERM or SIGINT; a proxy in its way is passed by."""
    code = (
        "import os; from bot.desk import open_desk; from bot.settings import read_settings; from bot.slack.socket import run;"
        "s = read_settings(os.environ, 'socket'); run(s, open_desk(s.db))"
    )
    environ = {
        **os.environ,
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_APP_TOKEN": "xapp-1-app",
        "SLACK_API_URL": slack.api_url,
        "HTTPS_PROXY": "http://127.0.0.1:9",
        "http_proxy": "http://127.0.0.1:9",
        "NZDF_DB": str(tmp_path / "missing.db"),
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, "-c", code], env=environ, cwd=tmp_path)
    try:
        sockets.connection().send(envelope("slash_commands", "e1", SLASH))
        assert sockets.sent()["payload"]["text"] == "There is no fact store; run `python -m bot load` to build it."
        process.send_signal(number)
        assert process.wait(timeout=10) == 0
    finally:
        process.kill()
        process.wait()
