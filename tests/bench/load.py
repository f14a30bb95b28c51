"""The signed-HTTP load: the bot beside bare Bolt, in rounds that take turns so that whatever drifts hits all alike."""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import cycle
from pathlib import Path

from bot.desk import open_desk
from bot.render.blocks import message
from tests.bench.bare import GREETING
from tests.bench.client import Check, Line, ask, at_once, says
from tests.bench.numbers import median, percentile, table, verdict
from tests.bench.servers import BARE_DEFAULTS, BARE_FAST, PRODUCT, Server, running
from tests.slack.stand_in import StandIn, start

ONE_PLACE = ("status iraq", "status Iraq now", "STATUS in iraq")
EVERYWHERE = ("status", "status now", "STATUS everywhere")
WARM_UP, ROUNDS, IN_A_ROW, IN_TURNS = 50, 8, 100, 400
CONNECTIONS, CROWD_ROUNDS, CROWD = 8, 3, 300


@dataclass
class Contender:
    """One server under test: its letter and name, what it is asked, what is right, and the seconds that its answers took."""

    letter: str
    name: str
    server: Server
    texts: Sequence[str]
    check: Check
    first: float = 0.0
    in_a_row: list[float] = field(default_factory=list)
    in_turns: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    memory: tuple[float, float] = (0.0, 0.0)


def measure(small: Path, large: Path) -> str:
    """Run the whole load on the small and on the large store, and report it. Raises WrongReplyError for any wrong answer."""
    stand_in = StandIn()
    slack = start(stand_in)
    try:
        with ExitStack() as stack:
            contenders = _start(stack, stand_in.api_url, small, large)
            _one_connection(contenders)
            _many_connections(contenders)
            for each in contenders:
                each.memory = each.server.resident()
    finally:
        slack.shutdown()
        slack.server_close()
    return _report(contenders)


def _start(stack: ExitStack, api_url: str, small: Path, large: Path) -> list[Contender]:
    def run(target: str, store: Path | None = None) -> Server:
        return stack.enter_context(running(target, api_url, store))

    return [
        Contender("a", "bare Bolt, its defaults", run(BARE_DEFAULTS), ("hi",), _greets),
        Contender("b", "bare Bolt, process_before_response", run(BARE_FAST), ("hi",), _greets),
        Contender("c", "the bot: status iraq", run(PRODUCT, small), ONE_PLACE, _right(small, ONE_PLACE)),
        Contender("d", "the bot: status", run(PRODUCT, small), EVERYWHERE, _right(small, EVERYWHERE)),
        Contender("e", "the bot, a million strengths: status iraq", run(PRODUCT, large), ONE_PLACE, _right(small, ONE_PLACE)),
    ]


def _greets(_text: str, body: bytes) -> str | None:
    return None if GREETING.encode() in body else f"is {body[:100]!r}"


def _right(store: Path, texts: Sequence[str]) -> Check:
    """A check against what the desk answers in this process. The large store must give the small one's answers."""
    desk = open_desk(store)
    expected = {}
    for text in texts:
        answer = desk.ask(text)
        if answer.kind != "status" or not answer.rows:
            raise RuntimeError(f"“{text}” is no question to measure with: {answer.headline}")
        shown = json.loads(json.dumps(message(answer, "/nzdf")))
        expected[text] = {"response_type": "ephemeral", "text": shown["text"], "blocks": shown["blocks"]}
    desk.store.close()
    return says(expected)


def _one_connection(contenders: Sequence[Contender]) -> None:
    lines = {each.letter: Line(each.server.port) for each in contenders}
    texts: dict[str, Iterator[str]] = {each.letter: cycle(each.texts) for each in contenders}
    for each in contenders:
        each.first = ask(lines[each.letter], next(texts[each.letter]), each.check)
        for _ in range(WARM_UP):
            ask(lines[each.letter], next(texts[each.letter]), each.check)
    for taken, rounds, number in (("in_a_row", ROUNDS, IN_A_ROW), ("in_turns", IN_TURNS, 1)):
        for _ in range(rounds):
            for each in contenders:
                seconds = [ask(lines[each.letter], next(texts[each.letter]), each.check) for _ in range(number)]
                getattr(each, taken).extend(seconds)
    for line in lines.values():
        line.close()


def _many_connections(contenders: Sequence[Contender]) -> None:
    for each in contenders:
        at_once(each.server.port, cycle(each.texts), CONNECTIONS, WARM_UP, each.check)
    for _ in range(CROWD_ROUNDS):
        for each in contenders:
            each.rates.append(CROWD / at_once(each.server.port, cycle(each.texts), CONNECTIONS, CROWD, each.check))


def _report(contenders: Sequence[Contender]) -> str:
    replies = ROUNDS * IN_A_ROW + IN_TURNS + CROWD_ROUNDS * CROWD
    in_a_row = {each.letter: median(each.in_a_row) for each in contenders}
    in_turns = {each.letter: median(each.in_turns) for each in contenders}
    return "\n".join(
        [
            f"Signed slash commands over HTTP: {replies:,} replies of each server, every one right",
            table([_HEAD, *(_row(each) for each in contenders)]),
            *_verdicts(f"{IN_A_ROW} in a row to each server", in_a_row),
            *_verdicts("one to each server in turns", in_turns),
        ]
    )


_HEAD = ("ms on one connection", "median", "p99", "in turns", "p99", "first", f"per s on {CONNECTIONS}", "worker MB", "parent MB")


def _row(each: Contender) -> list[str]:
    times = [value for taken in (each.in_a_row, each.in_turns) for value in (median(taken), percentile(taken, 99))]
    return [
        f"({each.letter}) {each.name}",
        *(f"{seconds * 1000:.2f}" for seconds in (*times, each.first)),
        f"{median(each.rates):,.0f}",
        *(f"{size:.0f}" for size in each.memory),
    ]


def _verdicts(how: str, middle: dict[str, float]) -> list[str]:
    added = ", ".join(f"({letter}) {(middle[letter] - middle['b']) * 1e6:.0f}" for letter in "cde")
    return [
        f"{how}: medians; microseconds more than (b): {added}",
        "  " + verdict("(c) / (b)", middle["c"] / middle["b"], 2.0),
        "  " + verdict("(a) / (c)", middle["a"] / middle["c"], 5.0, at_least=True),
        "  " + verdict("(e) / (c)", middle["e"] / middle["c"], 1.5),
    ]
