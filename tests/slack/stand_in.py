"""A stand-in for Slack on this machine: records what the bot sends, and fails as told."""

import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Empty, Queue
from typing import Any
from urllib.parse import parse_qsl

SCOPES = "app_mentions:read,channels:history,chat:write,commands,groups:history,im:history"


@dataclass(frozen=True)
class Call:
    """One request of the bot: the method of the Web API or the path of a response URL, and its body."""

    method: str
    body: dict[str, Any]
    token: str


@dataclass
class StandIn:
    """The Web API and the response URLs. `fail[method]` is the status and body with which a method answers from now on."""

    calls: "Queue[Call]" = field(default_factory=Queue)
    fail: dict[str, tuple[int, str]] = field(default_factory=dict)
    refuse_blocks: bool = False
    scopes: str = SCOPES
    socket_url: str = ""
    port: int = 0

    @property
    def api_url(self) -> str:
        """Where the Web API is."""
        return f"http://127.0.0.1:{self.port}/api/"

    @property
    def response_url(self) -> str:
        """A response URL, as a command or a button brings it."""
        return f"http://127.0.0.1:{self.port}/response/T1/secret"

    def next(self, seconds: float = 5) -> Call:
        """The next call of the bot; waits for it."""
        return self.calls.get(timeout=seconds)

    def all(self) -> list[Call]:
        """Every call that has come so far and was not taken."""
        found = []
        while True:
            try:
                found.append(self.calls.get_nowait())
            except Empty:
                return found

    def answer(self, call: Call) -> tuple[int, str]:
        """The status and the body of the reply to a call."""
        if call.method in self.fail:
            return self.fail[call.method]
        if self.refuse_blocks and call.body.get("blocks"):
            refused = json.dumps({"ok": False, "error": "invalid_blocks"})
            return (200, refused) if not call.method.startswith("response/") else (400, "invalid_blocks")
        if call.method.startswith("response/"):
            return 200, "ok"
        replies: dict[str, dict[str, Any]] = {
            "auth.test": {"user_id": "U0BOT", "bot_id": "B0BOT", "team_id": "T1"},
            "chat.postMessage": {"channel": call.body.get("channel"), "ts": "1700000000.000100"},
            "chat.update": {"channel": call.body.get("channel"), "ts": call.body.get("ts")},
            "chat.postEphemeral": {"message_ts": "1700000000.000200"},
            "views.open": {"view": {"id": "V1", "hash": "1.a"}},
            "views.update": {"view": {"id": "V1", "hash": "2.a"}},
            "apps.connections.open": {"url": self.socket_url},
        }
        if call.method not in replies:
            return 200, json.dumps({"ok": False, "error": "unknown_method"})
        return 200, json.dumps({"ok": True, **replies[call.method]})


def start(stand_in: StandIn) -> ThreadingHTTPServer:
    """Serve the stand-in on a free port of this machine until the server is shut down."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers.get("content-length") or 0)).decode()
            body = json.loads(raw) if raw.startswith("{") else dict(parse_qsl(raw))
            call = Call(self.path.lstrip("/").removeprefix("api/"), body, self.headers.get("authorization", ""))
            stand_in.calls.put(call)
            status, text = stand_in.answer(call)
            self.send_response(status)
            self.send_header("content-type", "application/json" if text.startswith("{") else "text/plain")
            self.send_header("x-oauth-scopes", stand_in.scopes)
            self.send_header("content-length", str(len(text.encode())))
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    return server
