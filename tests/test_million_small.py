"""The generator of the benchmark's large store, in a small size: what it adds is sound and changes no answer about Iraq."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.desk import Desk, open_desk
from bot.package import Package
from bot.render.contract import as_dict
from tests.bench.million import Size, make

from .conftest import NOW, TODAY

SIZE = Size(countries=4, places_each=20, sources=60, missions=40, strengths_each=50)
ADDED = {"strengths": 2000, "places": 80, "deployments": 40, "sources": 60, "mandates": 80, "events": 120}


@pytest.fixture(scope="module")
def grown_store(shipped: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package with some thousands of synthetic rows beside it."""
    path = tmp_path_factory.mktemp("grown") / "grown.db"
    make(path, shipped, SIZE, lambda: NOW)
    return path


@pytest.fixture
def grown(grown_store: Path) -> Iterator[Desk]:
    """The desk on that store."""
    desk = open_desk(grown_store, lambda: NOW, TODAY)
    yield desk
    desk.store.close()


@pytest.mark.parametrize(
    "text",
    [
        "status iraq",
        "status iraq on 2020-01-10",
        "status iraq on 2016",
        "status taji reported by 2020-01-12",
        "mandate iraq",
        "incidents iraq",
        "timeline iraq",
        "sources iraq",
        "status iran",
    ],
)
def test_iraq_is_answered_alike(desk: Desk, grown: Desk, text: str) -> None:
    """A question about Iraq has the same answer, to the last word, whatever else the store holds."""
    assert as_dict(grown.ask(text)) == as_dict(desk.ask(text))


def test_what_is_added_is_sound(grown_store: Path, shipped: Package) -> None:
    """The store has the rows asked for, every reference holds, and each synthetic row that stands is in its view."""
    with closing(sqlite3.connect(grown_store)) as connection:
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        for table, added in ADDED.items():
            (count,) = connection.execute(f"SELECT count(*) FROM current_{table}").fetchone()
            assert count == len(shipped.tables[table].rows) + added, table


def test_what_is_added_can_be_asked(grown: Desk) -> None:
    """Synthetic places are found by name, and their missions have counts, some of them shared between places."""
    answer = grown.ask("status Babababa Country from 2001 to 2025")
    assert answer.question.subject == ("synthetic-place-0",)
    assert {row["deployment"] for row in answer.rows} <= {f"synthetic-deployment-{n}" for n in range(SIZE.missions)}
    assert {True, False} == {row["shared"] for row in answer.rows}


def test_a_second_store_is_alike(grown_store: Path, shipped: Package, tmp_path: Path) -> None:
    """Everything synthetic follows from its number alone: a store made again holds the same rows."""
    make(tmp_path / "again.db", shipped, SIZE, lambda: NOW)
    with closing(sqlite3.connect(grown_store)) as first, closing(sqlite3.connect(tmp_path / "again.db")) as second:
        for table in (*ADDED, "strength_places", "mandate_places", "event_places", "mission_places"):
            assert first.execute(f"SELECT * FROM {table}").fetchall() == second.execute(f"SELECT * FROM {table}").fetchall()
