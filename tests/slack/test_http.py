"""The HTTP side: what reaches Bolt, the health pages, and the server as a process."""

import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from slack_bolt import App

from bot.errors import BotError, SettingsError
from bot.settings import Settings
from bot.slack import http
from bot.slack.http import EVENTS, Door

from .papers import SECRET, TOKEN, PaperDesk, command, signed_headers
from .stand_in import StandIn

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def door(app: App, desk: PaperDesk) -> Door:
    """The WSGI application."""
    return Door(app, desk.ready)


def knock(door: Door, path: str, method: str = "GET", body: bytes = b"", query: str = "", **headers: str) -> tuple[int, str]:
    """The status and the body of the reply to one request."""
    environ: dict[str, Any] = {"PATH_INFO": path, "REQUEST_METHOD": method, "QUERY_STRING": query, "wsgi.input": io.BytesIO(body)}
    setup_testing_defaults(environ)
    environ.update({"CONTENT_LENGTH": str(len(body)), "SERVER_PROTOCOL": "HTTP/1.1"})
    for name, value in headers.items():
        environ[name.upper() if name in ("content_type", "content_length") else f"HTTP_{name.upper()}"] = value
    began: list[str] = []
    chunks = door(environ, lambda status, _headers, _info=None: began.append(status))  # type: ignore[arg-type]
    return int(began[0].split()[0]), b"".join(chunks).decode()


def as_environ(headers: dict[str, str]) -> dict[str, str]:
    """Headers as keyword arguments of `knock`."""
    return {name.replace("-", "_"): value for name, value in headers.items()}


def test_a_signed_command_is_answered(door: Door) -> None:
    """A slash command through the web server's door brings the answer back."""
    body = command("status iraq")
    status, text = knock(door, EVENTS, "POST", body.encode(), **as_environ(signed_headers(body)))
    assert (status, json.loads(text)["response_type"]) == (200, "ephemeral")


@pytest.mark.parametrize("when", ["soon", "-5", "1e9", "١٢٣", "9" * 40, "1.5"])
def test_a_time_that_is_no_number_is_refused(door: Door, desk: PaperDesk, when: str) -> None:
    """A request whose timestamp is not a plain number is refused as unsigned, not answered with a server error."""
    body = command("status iraq")
    headers = as_environ({**signed_headers(body), "x-slack-request-timestamp": when})
    assert knock(door, EVENTS, "POST", body.encode(), **headers)[0] == 401
    assert desk.asked == []


class Untouched(io.BytesIO):
    """A body that must not be read."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Fail."""
        raise AssertionError("the body was read")


@pytest.mark.parametrize(("length", "status"), [("1000001", 413), ("", 411), ("-1", 411), ("many", 411)])
def test_a_body_that_is_too_long_is_not_read(door: Door, length: str, status: int) -> None:
    """A body over a megabyte, or one that does not say its length, is refused unread."""
    environ: dict[str, Any] = {"PATH_INFO": EVENTS, "REQUEST_METHOD": "POST", "CONTENT_LENGTH": length, "wsgi.input": Untouched()}
    began: list[str] = []
    list(door(environ, lambda status, _headers, _info=None: began.append(status)))  # type: ignore[arg-type]
    assert began[0].startswith(str(status))


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"{not json", "application/json"),
        (b"[1]", "application/json"),
        (b"payload=null", "application/x-www-form-urlencoded"),
        (b"payload=[", "application/x-www-form-urlencoded"),
        (b"\xff\xfe", "text/plain"),
        (b"[" * 100_000, "application/json"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused(door: Door, desk: PaperDesk, body: bytes, kind: str) -> None:
    """Junk is refused as a bad request, without a trace and before anything is asked."""
    headers = {"content_type": kind, "x_slack_request_timestamp": "1", "x_slack_signature": "v0=1"}
    assert knock(door, EVENTS, "POST", body, **headers)[0] == 400
    assert desk.asked == []


def test_health_pages(door: Door, desk: PaperDesk) -> None:
    """/healthz says that the process lives; /readyz that it can answer, or in one sentence why not."""
    assert knock(door, "/healthz") == (200, "alive")
    assert knock(door, "/readyz") == (200, "ready")
    desk.fault = "The store is empty."
    assert knock(door, "/readyz") == (503, "The store is empty.")
    assert knock(door, "/healthz") == (200, "alive")


@pytest.mark.parametrize(
    ("path", "method", "query", "reply"),
    [
        ("/healthz", "HEAD", "", (200, "")),
        ("/readyz", "HEAD", "", (200, "")),
        ("/healthz", "POST", "", (404, "Not Found")),
        ("/", "GET", "", (404, "Not Found")),
        (EVENTS, "GET", "", (404, "Not Found")),
        (EVENTS, "GET", "ssl_check=1", (200, "")),
        (EVENTS, "DELETE", "", (404, "Not Found")),
    ],
)
def test_other_pages(door: Door, path: str, method: str, query: str, reply: tuple[int, str]) -> None:
    """Health pages may be asked for without their body, Slack's check of the certificate is answered, all else is not there."""
    assert knock(door, path, method, query=query) == reply


def test_a_taken_port_is_named(settings: Settings, slack: StandIn) -> None:
    """A port that another process has is named at the start, in one sentence."""
    with pytest.raises(BotError, match=rf"^Port {slack.port} on 127.0.0.1 cannot be used \(Address already in use\)"):
        http.serve(settings, "127.0.0.1", slack.port)


def test_a_refused_token_ends_the_start(settings: Settings, slack: StandIn) -> None:
    """Where Slack does not know the token nothing is served."""
    slack.fail["auth.test"] = (200, json.dumps({"ok": False, "error": "invalid_auth"}))
    with pytest.raises(SettingsError, match="Slack does not accept SLACK_BOT_TOKEN"):
        http.serve(settings, "127.0.0.1", slack.port)


@pytest.fixture
def served(slack: StandIn, tmp_path: Path) -> "Iterator[tuple[subprocess.Popen[bytes], int]]":
    """The real server in a process of its own, and its port; there is no store."""
    code = (
        "import os; from bot.settings import read_settings; from bot.slack.http import serve;"
        "s = read_settings(os.environ, 'http'); serve(s, '127.0.0.1')"
    )
    port = _free_port()
    environ = {
        **{name: value for name, value in os.environ.items() if "proxy" not in name.lower()},
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.api_url,
        "NZDF_DB": str(tmp_path / "missing.db"),
        "PORT": str(port),
        "PYTHONPATH": str(ROOT),
    }
    process = subprocess.Popen([sys.executable, "-c", code], env=environ, cwd=tmp_path)
    try:
        yield process, port
    finally:
        process.kill()
        process.wait()


def test_the_server_serves_and_ends_when_told(served: "tuple[subprocess.Popen[bytes], int]") -> None:
    """The real server answers signed commands and health pages from its own process and ends at SIGTERM with status 0."""
    process, port = served
    assert _get(f"http://127.0.0.1:{port}/healthz", process) == (200, "alive")
    assert _get(f"http://127.0.0.1:{port}/readyz", process)[0] == 503
    body = command("status iraq")
    request = urllib.request.Request(f"http://127.0.0.1:{port}{EVENTS}", body.encode(), signed_headers(body))
    with urllib.request.urlopen(request, timeout=10) as reply:
        assert json.loads(reply.read())["text"] == "There is no fact store; run `python -m bot load` to build it."
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=10) == 0


def test_a_killed_server_leaves_its_port_free(served: "tuple[subprocess.Popen[bytes], int]") -> None:
    """When the supervising process is killed outright, its worker ends too, so that the next start finds the port free."""
    process, port = served
    assert _get(f"http://127.0.0.1:{port}/healthz", process) == (200, "alive")
    process.kill()
    process.wait()
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)):
                return
        threading.Event().wait(0.1)
    pytest.fail("the port was still taken")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _get(url: str, process: "subprocess.Popen[bytes]") -> tuple[int, str]:
    """The reply of a server that may still be starting."""
    while True:
        assert process.poll() is None, "the server ended by itself"
        try:
            with urllib.request.urlopen(url, timeout=5) as reply:
                return reply.status, reply.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except urllib.error.URLError:
            continue
