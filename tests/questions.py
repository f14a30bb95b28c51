"""The questions in people's own words: how many are read right, are unclear, or are read wrong. `python -m tests.questions`."""

import csv
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from pathlib import Path
from typing import NamedTuple

from bot.language.understanding import Unclear, understand
from bot.names import Gazetteer
from bot.package import read
from bot.store import FactStore
from bot.store.keeping import load
from tests.bench import million

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)
HUNDRED = "how many New Zealand troops did we have at Taji in January 2020, going by what was known by May 2020"
UNKNOWN = "were any frobni{0} seen at lork{0}by, with the quux{0}er or near Taji in January 2020"
VERDICTS = ("right", "unclear", "wrong")
FIRST = 217  # the questions that were there before the grammar; those after them came with the words that they ask for
ROUNDS = 200
WRITTEN = tuple(sorted(file.stem for file in (ROOT / "tests" / "written").glob("*.csv")))


class Asked(NamedTuple):
    """A question with what it should be read as; every third of the first was not looked at while the grammar was made."""

    text: str
    expected: tuple[str, ...]
    unseen: bool


def asked() -> Iterator[Asked]:
    """The questions of questions.csv, in its order."""
    with (ROOT / "tests" / "questions.csv").open(encoding="utf-8", newline="") as lines:
        for number, row in enumerate(csv.DictReader(lines), 1):
            yield _asked(row, unseen=number % 3 == 0 and number <= FIRST)


def written(name: str) -> list[Asked]:
    """The questions of a file of tests/written, made without a look at the grammar; its header tells how the first run went."""
    with (ROOT / "tests" / "written" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(line for line in lines if not line.startswith("#"))
        return [_asked(row, unseen=True) for row in rows]


def _asked(row: dict[str, str], *, unseen: bool) -> Asked:
    text, kind, subject, *rest = row.values()
    return Asked(text, (kind, " ".join(sorted(subject.split())), *rest), unseen)


def reading(text: str, names: Gazetteer) -> tuple[str, ...]:
    """What a text is read as: kind, subject, on, reported by, since, until, words."""
    try:
        question = understand(text, names, TODAY)
    except Unclear as reply:
        return (reply.answer.kind, "", "", "", "", "", "")
    dates = (question.on, question.reported_by, question.since, question.until)
    said = (when.text if when else "" for when in dates)
    return (question.kind, " ".join(sorted(question.subject)), *said, question.words)


def verdict(one: Asked, names: Gazetteer) -> str:
    """right, unclear, or wrong: understood as something else than was meant."""
    found = reading(one.text, names)
    if found == one.expected:
        return "right"
    return "unclear" if found[0] in ("unclear", "unknown") else "wrong"


def main(arguments: list[str]) -> int:
    """Print the figures; with --tuned, every tuned question that is not right."""
    package, faults = read(ROOT / "data")
    if package is None:
        print(faults[0])
        return 1
    with tempfile.TemporaryDirectory() as directory:
        store = FactStore(Path(directory) / "facts.db", lambda: datetime.now(UTC))
        load(store, package)
        with store.reading() as snapshot:
            names = snapshot.names
        if "--tuned" in arguments:
            for one in asked():
                if not one.unseen and (found := verdict(one, names)) != "right":
                    print(f"{found:8} {one.text}\n    {reading(one.text, names)}\n    {one.expected}")
        counts = Counter((one.unseen, verdict(one, names)) for one in asked() if not (one.unseen and "--tuned" in arguments))
        for unseen in (False, True):
            print(f"{'unseen' if unseen else 'tuned'}: {_shown(Counter({each: counts[unseen, each] for each in VERDICTS}))}")
        for name in WRITTEN:
            shown = _shown(Counter(verdict(one, names) for one in written(name)))
            print(f"{name}: {shown}; see the file's header for its first run")
        if "--tuned" not in arguments:
            _print_milliseconds(names)
            large = Path(directory) / "large.db"
            million.make(large, package, million.Size(missions=200, strengths_each=1, sources=100), lambda: datetime.now(UTC))
            with FactStore(large, lambda: datetime.now(UTC)).reading() as snapshot:
                _print_milliseconds(snapshot.names)
    return 0


def _shown(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[each]} {each}" for each in VERDICTS)


def _print_milliseconds(names: Gazetteer) -> None:
    known, unknown = _milliseconds(names, HUNDRED), _milliseconds(names, UNKNOWN)
    print(f"{known:.2f} ms for a question of {len(HUNDRED)} letters with {len(names.places):,} places")
    print(f"{unknown:.2f} ms for one with three unknown words, never seen before")


def _milliseconds(names: Gazetteer, text: str) -> float:
    """The median time of one reading, in milliseconds; unknown words are new each time, since those seen are kept."""
    taken = []
    for number in range(ROUNDS):
        asked = text.format("abcdefghij"[number % 10] + "klmnopqrst"[number // 10 % 10] + "uv"[number // 100])
        began = time.perf_counter()
        with suppress(Unclear):
            understand(asked, names, TODAY)
        taken.append(time.perf_counter() - began)
    return sorted(taken)[ROUNDS // 2] * 1000


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
