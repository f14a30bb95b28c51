"""A store of a million strengths: the package, and beside it synthetic missions that lie all over the world but not in Iraq.

Everything synthetic follows from its number alone, so that two stores of one size are alike.
"""

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path

from bot.package import Package
from bot.store import FactStore, schema, schema_changes
from bot.store import statements as named
from bot.store.keeping import load

AT, BY = "2026-01-01T00:00:00+00:00", "benchmark"
_SYLLABLES = ("ba", "de", "fi", "go", "hu", "ka", "le", "mi", "no", "pu", "ra", "se", "ti", "vo", "wu", "za")
_FIRST_DAY = date(2001, 1, 1)
_BATCH = 10_000
_BODIES = ("New Zealand", "United Nations", "United States", "Australia", "a coalition of neighbours", "regional police forces")
_KINDS = ("decision", "deployed", "returned")
_COLUMNS = {
    "sources": "id, publisher, title, published, published_first, published_last, url, kind",
    "places": "id, name, kind, within, latitude, longitude",
    "deployments": "id, name, operation, led_by, part_of, purpose",
    "strengths": 'rev, id, deployment, count, qualifier, covers, "from", from_first, from_last, source, note',
    "mandates": "rev, id, deployment, covers, ends, ends_first, ends_last, cap, decided, decided_first, decided_last, source",
    "events": "rev, id, occurred, occurred_first, occurred_last, deployment, kind, count, summary, source",
}

Row = tuple[object, ...]
Placed = tuple[Row, tuple[str, ...]]


@dataclass(frozen=True)
class Size:
    """How much is added: countries with their places, sources, missions, and the strengths of each mission."""

    countries: int = 200
    places_each: int = 100
    sources: int = 50_000
    missions: int = 20_000
    strengths_each: int = 50

    @property
    def places(self) -> int:
        """All synthetic places."""
        return self.countries * self.places_each


def cached(build: Path, data: Path, package: Package, clock: Callable[[], datetime]) -> Path:
    """The store of full size, built under `build` unless one for this package, these tables and this generator is there."""
    path = build / f"million-{_key(data)}.db"
    if not path.exists():
        build.mkdir(exist_ok=True)
        for old in build.glob("million-*.db*"):
            old.unlink()
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        make(part, package, Size(), clock)
        part.rename(path)
    return path


def make(path: Path, package: Package, size: Size, clock: Callable[[], datetime]) -> None:
    """A new store at `path` of the package and synthetic rows. The file is whole when this returns."""
    store = FactStore(path, clock)
    load(store, package)
    with store.writing() as connection:
        add(connection, size)
        named.run(connection, "forget_search", {})
        named.run(connection, "fill_search", {})
    store.connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    store.close()


def add(connection: sqlite3.Connection, size: Size) -> None:
    """Add synthetic rows to a loaded store, inside the caller's transaction."""
    regions = [id for (id,) in connection.execute("SELECT id FROM places WHERE kind = 'region' AND within = 'world' ORDER BY id")]
    connection.execute("INSERT INTO changes (at, by, why) VALUES (?, ?, '')", (AT, BY))
    for noun, number, rows in (
        ("source", size.sources, _sources(size)),
        ("place", size.places, _places(size, regions)),
        ("deployment", size.missions, _missions(size)),
    ):
        _insert(connection, f"{noun}_ids", ((f"synthetic-{noun}-{n}",) for n in range(number)))
        _record(connection, f"{noun}s", rows)
    _record_placed(connection, "strength", _strengths(size))
    _record_placed(connection, "mandate", _mandates(size))
    _record_placed(connection, "event", _events(size))


def _key(data: Path) -> str:
    """What the store depends on, as the name of its file."""
    digest = hashlib.sha256()
    for path in (Path(schema.__file__), Path(schema_changes.__file__), Path(__file__), *sorted(data.glob("*.csv"))):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _insert(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    width = len(connection.execute(f"SELECT * FROM {table} LIMIT 0").description)
    connection.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", rows)


def _record(connection: sqlite3.Connection, table: str, rows: Iterable[Row]) -> None:
    """Insert revisions, recorded by the benchmark; like rows that people add they have no position in a CSV file."""
    columns = _COLUMNS[table]
    marks = ", ".join("?" * len(columns.split(",")))
    recorded = f"'{AT}', '{BY}', (SELECT max(number) FROM changes)"
    connection.executemany(
        f"INSERT INTO {table} ({columns}, recorded_at, recorded_by, change) VALUES ({marks}, {recorded})", rows
    )


def _record_placed(connection: sqlite3.Connection, noun: str, rows: Iterator[Placed]) -> None:
    """Insert revisions with their lists of places, in batches."""
    (rev,) = connection.execute(f"SELECT coalesce(max(rev), 0) FROM {noun}s").fetchone()
    while batch := list(islice(rows, _BATCH)):
        numbered = list(enumerate(batch, rev + 1))
        _record(connection, f"{noun}s", ((number, *row) for number, (row, _places_named) in numbered))
        places = ((number, at, place) for number, (_row, named_places) in numbered for at, place in enumerate(named_places))
        _insert(connection, f"{noun}_places", places)
        rev += len(batch)


def _name(number: int, least: int = 4) -> str:
    """An invented name for a number: four syllables or more, unlike any name in the package."""
    syllables: list[str] = []
    while number or len(syllables) < least:
        number, rest = divmod(number, len(_SYLLABLES))
        syllables.append(_SYLLABLES[rest])
    return "".join(syllables).capitalize()


def _place(number: int) -> str:
    return f"synthetic-place-{number}"


def _mission(number: int) -> str:
    return f"synthetic-deployment-{number}"


def _source(number: int, size: Size) -> str:
    return f"synthetic-source-{number % size.sources}"


def _day(number: int) -> str:
    return (_FIRST_DAY + timedelta(days=number)).isoformat()


def _sources(size: Size) -> Iterator[Row]:
    for n in range(size.sources):
        day = _day(n * 9_000 // size.sources)
        publisher = f"The {_name(n % 60)} Times"
        yield f"synthetic-source-{n}", publisher, f"Report {n} on {_name(n)}", day, day, day, f"https://example.org/{n}", "news"


def _places(size: Size, regions: list[str]) -> Iterator[Row]:
    """Each country lies in a region, has provinces (one place in ten), and every other place of it lies in one of these."""
    for n in range(size.places):
        country, local = divmod(n, size.places_each)
        provinces = max(1, size.places_each // 10)
        if local == 0:
            kind, within = "country", regions[country % len(regions)]
        elif local <= provinces:
            kind, within = "region", _place(n - local)
        else:
            kind, within = ("city", "base")[local % 2], _place(n - local + 1 + local % provinces)
        yield _place(n), f"{_name(n)} {kind.capitalize()}", kind, within, n % 180 - 90, n % 360 - 180


def _missions(size: Size) -> Iterator[Row]:
    """Each seventh mission is a part of the one before it."""
    for n in range(size.missions):
        whole = _mission(n - 1) if n % 7 == 6 else None
        yield _mission(n), f"{_name(n)} Training Team", f"Operation {_name(n)}", _BODIES[n % len(_BODIES)], whole, "Training."


def _places_of(mission: int, row: int, size: Size) -> tuple[str, ...]:
    """Mostly one place of the mission's country, now and then two or three."""
    start = mission * size.countries // size.missions * size.places_each
    several = 1 + (row % 10 == 9) + (row % 20 == 19)
    return tuple(dict.fromkeys(_place(start + (mission * 7 + row % 8 + each) % size.places_each) for each in range(several)))


def _strengths(size: Size) -> Iterator[Placed]:
    """Counts half a year apart; some are split by place, some count only a part, some have a note."""
    for mission in range(size.missions):
        for row in range(size.strengths_each):
            number = mission * size.strengths_each + row
            day = _day((row - (row % 5 == 4)) * 9_000 // size.strengths_each)
            qualifier = ("exactly", "exactly", "about", "up-to", "at-least")[number % 5]
            covers = "part" if row % 12 == 11 else "whole"
            note = f"Counted by {_name(number)}." if number % 20 == 0 else None
            source = _source(mission + row // 2 * 17, size)
            id = f"synthetic-strength-{number}"
            values = (id, _mission(mission), number % 150, qualifier, covers, day, day, day, source, note)
            yield values, _places_of(mission, row, size)


def _mandates(size: Size) -> Iterator[Placed]:
    """Two for each mission, the second of which may still run."""
    for n in range(size.missions * 2):
        mission, second = divmod(n, 2)
        decided, ends = _day(4_000 * (1 + second)), _day(4_500 * (1 + second) + n % 1_000)
        id = f"synthetic-mandate-{n}"
        values = (id, _mission(mission), "whole", ends, ends, ends, n % 200, decided, decided, decided, _source(n, size))
        yield values, _places_of(mission, 0, size)


def _events(size: Size) -> Iterator[Placed]:
    """Three for each mission: decided, deployed, some returned."""
    for n in range(size.missions * 3):
        mission, turn = divmod(n, 3)
        day = _day(1_000 + 2_500 * turn + mission % 400)
        summary = f"{_name(n)}: what was announced was done."
        values = (f"synthetic-event-{n}", day, day, day, _mission(mission), _KINDS[turn], n % 90, summary, _source(n, size))
        yield values, _places_of(mission, turn, size)
