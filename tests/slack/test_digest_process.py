"""The digest clock as the processes that people start."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bot.desk import wall_clock
from bot.digest.plan import Subscription
from bot.playground.server import Playground
from bot.playground.state import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from bot.store import FactStore
from bot.store.digests import subscribe
from bot.store.keeping import load
from tests.conftest import small_package

ROOT = Path(__file__).resolve().parents[2]
NEWSROOM = "C0NEWSROOM"


@pytest.fixture
def slack() -> Iterator[Playground]:
    """Slack."""
    playground = Playground()
    playground.start()
    yield playground
    playground.stop()


@pytest.fixture
def environment(slack: Playground, tmp_path: Path) -> dict[str, str]:
    """The settings of a process, whose store holds a change that a channel is to have at once."""
    store = FactStore(tmp_path / "facts.db", wall_clock)
    load(store, small_package(places=[{"id": "x"}]))
    subscribe(store, Subscription(NEWSROOM, None), "U0EDITOR", wall_clock())
    store.close()
    ours = {"SLACK_API_URL": slack.api_url, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    ours |= {"SLACK_SIGNING_SECRET": SIGNING_SECRET, "NZDF_DB": str(store.path)}
    return {name: value for name, value in os.environ.items() if not name.startswith(("NZDF_", "SLACK_"))} | ours


def posts(slack: Playground) -> list[str]:
    """What stands in the newsroom."""
    return [message.body["text"] for message in slack.workspace.visible(NEWSROOM)]


def end(process: "subprocess.Popen[str]") -> str:
    """Ask a process to end, which it does well; gives what it logged."""
    process.send_signal(signal.SIGTERM)
    log = process.communicate(timeout=20)[1]
    assert process.returncode == 0, log
    return log


def start(environment: dict[str, str], *words: str) -> "subprocess.Popen[str]":
    """Start the bot with these words."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *words],
        cwd=ROOT,
        env=environment,
        text=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )


def wait_for(come: Callable[[], object]) -> None:
    """Wait until something has come, half a minute at most."""
    deadline = time.monotonic() + 30
    while not come() and time.monotonic() < deadline:
        time.sleep(0.05)


@pytest.mark.parametrize("words", [("clock",), ("run",), ("serve", "--port", "0")], ids=lambda words: str(words[0]))
def test_each_way_to_run_sends_digests(slack: Playground, environment: dict[str, str], words: tuple[str, ...]) -> None:
    """The package loaded at the start is a change that a digest at once tells; SIGTERM ends the process when that is posted."""
    words = words if words[0] != "serve" else ("serve", "--port", str(_free_port()))
    process = start(environment, *words)
    wait_for(lambda: posts(slack))
    log = end(process)
    (post,) = posts(slack)
    assert post.startswith("All deployments")
    assert f"Digest {NEWSROOM}:change-2-" in log
    assert "posted at" in log
    assert BOT_TOKEN not in log


def test_a_bot_told_to_leave_the_clock_out_sends_nothing(slack: Playground, environment: dict[str, str]) -> None:
    """With NZDF_CLOCK=off the bot only answers: beside a clock of its own no second one runs."""
    bot = start({**environment, "NZDF_CLOCK": "off"}, "run")
    wait_for(lambda: slack.sockets.open)  # it ends well only once it has begun
    clock = start(environment, "clock")
    wait_for(lambda: posts(slack))
    assert "Digest" not in end(bot)
    assert f"Digest {NEWSROOM}:change-2-" in end(clock)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
