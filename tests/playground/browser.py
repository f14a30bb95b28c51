"""A playground in a process of its own and a Chromium to look at it with, for the tests of the page and for README's pictures."""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.request import Request, urlopen

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
TODAY = "2026-11-21"
NO_CHROMIUM = "Chromium is not installed; on Debian: apt-get install chromium"
BOT_TOKEN = "xoxb-playground-bot"

_NAMES = ("chromium", "chromium-browser", "google-chrome")
_QUIET = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run "
    "--disable-background-networking --disable-component-update --disable-sync"
)
_PATIENCE = 30.0


def chromium() -> str | None:
    """The path of the Chromium on this machine, or None."""
    return next((found for found in map(shutil.which, _NAMES) if found), None)


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Chromium without a window. Raises RuntimeError where there is none."""
    path = chromium()
    if path is None:
        raise RuntimeError(NO_CHROMIUM)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=_QUIET.split())
        yield browser
        browser.close()


def free_port() -> int:
    """A loopback port that nothing listens on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class Playground:
    """`python -m bot playground` on a store of its own; as a context it is ready when entered and gone when left."""

    def __init__(self, store: Path, port: int | None = None) -> None:
        """`store` is where the fact store is or will be; `port` is a free one unless given."""
        self.port = port or free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._env = {name: value for name, value in os.environ.items() if not name.startswith(("SLACK_", "NZDF_"))}
        self._env["NZDF_DB"] = str(store)
        self._log = store.with_suffix(".log")

    def __enter__(self) -> "Playground":
        """Start it, and wait until the bot is connected to it. Raises RuntimeError with its output where it does not start."""
        command = [sys.executable, "-m", "bot", "playground", "--port", str(self.port), "--today", TODAY]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._env, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        end = time.monotonic() + _PATIENCE
        while not self._connected():
            if self._process.poll() is not None or time.monotonic() > end:
                self.stop()
                raise RuntimeError(f"The playground did not start:\n{self._log.read_text(encoding='utf-8')}")
            time.sleep(0.05)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """Stop it."""
        self.stop()

    def run(self, *words: str) -> "subprocess.CompletedProcess[str]":
        """Another command of the bot on the same store, while this one runs."""
        command = [sys.executable, "-m", "bot", *words]
        return subprocess.run(command, cwd=ROOT, env=self._env, capture_output=True, text=True, check=False)

    def stop(self) -> None:
        """End the process and wait until it is gone."""
        self._process.terminate()
        self._process.wait(_PATIENCE)

    def api(self, method: str, **body: Any) -> dict[str, Any]:
        """Call a method of the Web API as the bot, and give what it says."""
        headers = {"content-type": "application/json", "authorization": f"Bearer {BOT_TOKEN}"}
        return self._json(Request(f"{self.address}/api/{method}", json.dumps(body).encode(), headers))

    def state(self, person: str) -> dict[str, Any]:
        """What one person sees: the answer of /play/state."""
        return self._json(Request(f"{self.address}/play/state?as={person}"))

    def _connected(self) -> bool:
        try:
            return bool(self.state("editor")["app"]["connected"])
        except OSError:
            return False

    @staticmethod
    def _json(request: Request) -> dict[str, Any]:
        with urlopen(request, timeout=_PATIENCE) as reply:
            found: dict[str, Any] = json.load(reply)
            return found
