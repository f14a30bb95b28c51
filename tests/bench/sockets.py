"""Socket Mode round trips through the playground: the bot beside bare Bolt, in rounds that take turns."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.desk import open_desk
from bot.playground.people import Actor
from bot.playground.server import Playground
from bot.playground.state import APP_TOKEN, BOT_TOKEN
from tests.bench.bare import GREETING
from tests.bench.client import WrongReplyError
from tests.bench.numbers import median, percentile, table
from tests.bench.servers import ROOT

WARM_UP, ROUNDS, IN_A_ROW = 30, 8, 50
QUESTION = "status iraq"
_STARTING_SECONDS, _STOPPING_SECONDS = 20, 10
_BARE = "from tests.bench.bare import over_socket; over_socket(process_before_response={fast})"


@dataclass
class Contender:
    """One app in a process of its own, at a playground of its own: what it says, and the ms from envelope to acknowledgement."""

    letter: str
    name: str
    playground: Playground
    says: str
    taken: list[float] = field(default_factory=list)


def measure(store: Path) -> str:
    """Run all in turns, and report. Raises WrongReplyError for any wrong answer, RuntimeError where an app does not connect."""
    desk = open_desk(store)
    said = desk.ask(QUESTION).headline
    desk.store.close()
    with ExitStack() as stack:
        contenders = [
            Contender(
                "s", "bare Bolt, its defaults", stack.enter_context(_connected(["-c", _BARE.format(fast=False)])), GREETING
            ),
            Contender(
                "t",
                "bare Bolt, process_before_response",
                stack.enter_context(_connected(["-c", _BARE.format(fast=True)])),
                GREETING,
            ),
            Contender(
                "u", f"the bot: {QUESTION}", stack.enter_context(_connected(["-m", "bot", "run"], NZDF_DB=str(store))), said
            ),
        ]
        for each in contenders:
            _ask(each, WARM_UP)
            each.taken.clear()
        for _ in range(ROUNDS):
            for each in contenders:
                _ask(each, IN_A_ROW)
    return _report(contenders)


@contextmanager
def _connected(command: list[str], **more: str) -> Iterator[Playground]:
    """A playground, and a process of Python connected to it; both end with the block."""
    playground = Playground()
    playground.start()
    kept = {
        name: value
        for name, value in os.environ.items()
        if "proxy" not in name.lower() and not name.startswith(("SLACK_", "NZDF_", "PORT"))
    }
    tokens = {"SLACK_API_URL": playground.api_url, "SLACK_BOT_TOKEN": BOT_TOKEN, "SLACK_APP_TOKEN": APP_TOKEN}
    settings = {**kept, **tokens, "NZDF_LOG_LEVEL": "ERROR", **more}
    process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=settings, stdout=subprocess.DEVNULL)
    try:
        playground.run(_connection(playground))
        yield playground
    finally:
        process.terminate()
        process.wait(_STOPPING_SECONDS)
        playground.stop()


async def _connection(playground: Playground) -> None:
    try:
        async with asyncio.timeout(_STARTING_SECONDS):
            while not playground.sockets.open:
                await playground.workspace.changed.wait()
    except TimeoutError:
        raise RuntimeError("An app under test did not connect.") from None


def _ask(contender: Contender, times: int) -> None:
    actor = Actor(contender.playground)
    for _ in range(times):
        actor.command("newsroom", f"/nzdf {QUESTION}")
        answer = contender.playground.workspace.messages[-1]
        if not answer.body["text"].startswith(contender.says):
            raise WrongReplyError(f"“{QUESTION}” is answered with {answer.body['text'][:100]!r}.")
        contender.taken.append(answer.under["ack_ms"])


def _report(contenders: list[Contender]) -> str:
    rows = [["ms from envelope to acknowledgement", "median", "p99"]]
    rows += [
        [f"({each.letter}) {each.name}", f"{median(each.taken):.2f}", f"{percentile(each.taken, 99):.2f}"] for each in contenders
    ]
    middle = {each.letter: median(each.taken) for each in contenders}
    return "\n".join(
        [
            f"Slash commands over Socket Mode through the playground: {ROUNDS * IN_A_ROW:,} replies of each app, every one right",
            table(rows),
            f"(u) / (s): {middle['u'] / middle['s']:.2f}; (u) / (t): {middle['u'] / middle['t']:.2f}",
        ]
    )
