"""The path of an answer inside one process, in microseconds: reading the question, each statement, the rules, the rendering."""

import json
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any
from unittest import mock

from bot.desk import Desk, open_desk
from bot.language.understanding import understand
from bot.render.blocks import message
from bot.store.reading import StoreFacts
from bot.store.snapshot import Snapshot
from handlers import verbs
from tests.bench.numbers import median, table

RUNS, WARM_UP = 400, 50
_FETCHES = ("missions_touching", "strengths", "mandates", "moves", "events", "incidents", "sources")


def measure(store: Path, texts: Sequence[str]) -> str:
    """The profile of each question, beside each other, then its statements."""
    profiles = [_profile(open_desk(store), text) for text in texts]
    parts = [part for part, _seconds in profiles[0][0]]
    columns = [[f"{seconds * 1e6:.0f}" for _part, seconds in found] for found, _statements in profiles]
    rows = [["", *texts], *([part, *cells] for part, *cells in zip(parts, *columns, strict=True))]
    statements = [f"{text}: {', '.join(said)}" for text, (_parts, said) in zip(texts, profiles, strict=True)]
    return "\n".join([f"Inside one process: microseconds, medians of {RUNS} runs", table(rows), *statements])


def _profile(desk: Desk, text: str) -> tuple[list[tuple[str, float]], list[str]]:
    """Seconds by part, and the statements. Each is measured in runs of its own, so that watching one does not slow another."""
    for _ in range(WARM_UP):
        desk.ask(text)
    today, answer = desk.today(), desk.ask(text)
    shown = message(answer, "/nzdf")
    with desk.store.reading() as snapshot:
        names = snapshot.names
    asked, read, opened = (
        _repeat(lambda: desk.ask(text)),
        _repeat(lambda: understand(text, names, today)),
        _repeat(lambda: _open(desk)),
    )
    fetched, statements = _fetches(desk, text, today), _statements(desk, text, today)
    sql = sum(seconds for _name, _rows, seconds in statements)
    parts = [
        ("ask, the whole", asked),
        ("· read the question", read),
        ("· open a snapshot", opened),
        ("· SQL", sql),
        ("· rows to facts", fetched - sql),
        ("· rules and words", asked - read - opened - fetched),
        ("blocks and text", _repeat(lambda: message(answer, "/nzdf"))),
        ("JSON, as Bolt does", _repeat(lambda: json.dumps(shown))),
    ]
    desk.store.close()
    return parts, [f"{name} {seconds * 1e6:.0f} ({rows} rows)" for name, rows, seconds in statements]


def _repeat(action: Callable[[], object]) -> float:
    taken = []
    for _ in range(RUNS):
        began = time.perf_counter()
        action()
        taken.append(time.perf_counter() - began)
    return median(taken)


def _open(desk: Desk) -> None:
    with desk.store.reading():
        pass


def _fetches(desk: Desk, text: str, today: date) -> float:
    """The seconds in which the facts of one answer are fetched, their statements included."""
    taken: list[float] = []

    def watched(method: Callable[..., Any]) -> Callable[..., Any]:
        def fetch(*arguments: Any, **options: Any) -> Any:
            began = time.perf_counter()
            found = method(*arguments, **options)
            taken.append(time.perf_counter() - began)
            return found

        return fetch

    def answer() -> float:
        taken.clear()
        _answer(desk, text, today)
        return sum(taken)

    with ExitStack() as stack:
        for name in _FETCHES:
            stack.enter_context(mock.patch.object(StoreFacts, name, watched(getattr(StoreFacts, name))))
        return median([answer() for _ in range(RUNS)])


def _statements(desk: Desk, text: str, today: date) -> list[tuple[str, int, float]]:
    """The statements of one answer in their order: name, rows, seconds."""
    taken: list[tuple[str, int, float]] = []
    run = Snapshot._run

    def watched(snapshot: Snapshot, name: str, **values: Any) -> list[Any]:
        began = time.perf_counter()
        rows = run(snapshot, name, **values)
        taken.append((name, len(rows), time.perf_counter() - began))
        return rows

    with mock.patch.object(Snapshot, "_run", watched):
        for _ in range(RUNS):
            _answer(desk, text, today)
    each = len(taken) // RUNS
    return [(*taken[at][:2], median([seconds for _name, _rows, seconds in taken[at::each]])) for at in range(each)]


def _answer(desk: Desk, text: str, today: date) -> None:
    with desk.store.reading() as snapshot:
        question = understand(text, snapshot.names, today)
        verbs()[question.kind].answer(question, snapshot.facts(question.known_by))
