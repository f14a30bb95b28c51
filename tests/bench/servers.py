"""Servers under test: each a process of its own, with the server software and the settings of the product."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

from tests.slack.papers import SECRET, TOKEN

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
PRODUCT, BARE_DEFAULTS, BARE_FAST = "bot.slack.http:application", "tests.bench.bare:defaults", "tests.bench.bare:fast"
# At its start the bot asks itself a question about everywhere, which takes long where the store holds a million rows.
_STARTING_SECONDS, _STOPPING_SECONDS = 90, 10


def serve(target: str, port: int) -> None:
    """Serve `target` (module:function) exactly as the product is served, until SIGTERM. Runs in the server's own process."""
    from granian import Granian  # noqa: PLC0415 - the benchmark itself serves nothing

    from bot.settings import read_settings  # noqa: PLC0415
    from bot.slack import http  # noqa: PLC0415

    with mock.patch.object(http, "Granian", lambda _product, **settings: Granian(target, **settings)):
        http.serve(read_settings(os.environ, "http"), HOST, port)


class Server:
    """One running server."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        """`process` supervises the worker that answers."""
        self._process = process
        self.port = port

    def is_alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def resident(self) -> tuple[float, float]:
        """The resident memory of the worker and of its supervisor, in MB."""
        supervisor = self._process.pid
        workers = Path(f"/proc/{supervisor}/task/{supervisor}/children").read_text(encoding="ascii").split()
        return max((_resident(int(worker)) for worker in workers), default=0.0), _resident(supervisor)

    def stop(self) -> None:
        """End it and the worker that it started."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(_STOPPING_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()


@contextmanager
def running(target: str, api_url: str, store: Path | None = None, **environ: str) -> Iterator[Server]:
    """A server for `target` on a free port, with Slack's Web API at `api_url`; it ends with the block."""
    port = _free_port()
    settings = {"SLACK_API_URL": api_url, "NZDF_DB": str(store or ""), "NZDF_LOG_LEVEL": "ERROR", **environ}
    code = f"from tests.bench.servers import serve; serve({target!r}, {port})"
    process = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, env=_environ(settings), stdout=subprocess.DEVNULL, start_new_session=True
    )
    server = Server(process, port)
    try:
        _wait_for(server)
        yield server
    finally:
        server.stop()


def _environ(settings: Mapping[str, str]) -> dict[str, str]:
    ours = ("SLACK_", "NZDF_")
    kept = {name: value for name, value in os.environ.items() if "proxy" not in name.lower() and not name.startswith(ours)}
    return {**kept, "SLACK_BOT_TOKEN": TOKEN, "SLACK_SIGNING_SECRET": SECRET, **settings}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(server: Server) -> None:
    """Until it takes connections. Raises RuntimeError where it ends or does not start in time."""
    give_up = time.monotonic() + _STARTING_SECONDS
    while time.monotonic() < give_up and server.is_alive():
        try:
            socket.create_connection((HOST, server.port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.02)
    raise RuntimeError("A server under test did not start.")


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmRSS"))
