"""A stale count is confirmed without being overwritten, and the facts about a subject leave as a package of their own."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.editing.proposals import Refused, RowFaults
from bot.errors import BotError
from bot.package import read, write
from bot.store import FactStore
from bot.store.confirming import confirmation
from bot.store.keeping import load
from bot.store.proposals import approve, propose
from tests.conftest import NOW, Row, small_package

AROHA, BEN = "U0AROHA", "U0BEN"
TODAY = date(2026, 11, 21)
SITE = {
    "publisher": "NZDF",
    "title": "Where we are",
    "published": "2026-11-20",
    "url": "https://example.org/site",
    "kind": "government",
}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A mission counted in two places by one report in 2024, which is stale."""
    store = FactStore(tmp_path / "facts.db", lambda: NOW)
    rows: list[Row] = [
        {
            "id": "north",
            "deployment": "alpha",
            "places": "northland",
            "count": 3,
            "from": "2024-05",
            "note": "From the annual report.",
        },
        {"id": "south", "deployment": "alpha", "places": "southland", "count": 4, "from": "2024-05"},
        {"id": "mess", "deployment": "alpha", "places": "southland", "count": 1, "from": "2024-05", "covers": "part"},
        {"id": "before", "deployment": "alpha", "places": "northland", "count": 9, "from": "2022"},
    ]
    load(
        store,
        small_package(
            sources=[{"id": "s1", "published": "2024-05-02"}],
            places=[{"id": "landa"}, {"id": "northland", "within": "landa"}, {"id": "southland", "within": "landa"}],
            deployments=[{"id": "alpha"}],
            strengths=rows,
        ),
    )
    yield Desk(store, lambda: TODAY)
    store.close()


@pytest.fixture
def shipped_desk(shipped_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """The shipped facts."""
    one = Desk(FactStore(Path(shutil.copy(shipped_store, tmp_path / "shipped.db")), lambda: NOW), lambda: TODAY)
    yield one
    one.store.close()


def test_a_confirmed_count_is_fresh_and_the_old_one_is_history(desk: Desk) -> None:
    """The whole report speaks again from the day checked, resting on the source given; nothing is retracted."""
    assert {row["state"] for row in desk.ask("status landa").rows} == {"last-known", "detail"}
    made = propose(desk.store, confirmation(desk.store, "north", "2026-11-20", SITE), AROHA)
    assert [(row.table, row.values.get("count", "")) for row in made.rows] == [
        ("sources", ""),
        ("strengths", "3"),
        ("strengths", "4"),
    ]
    approve(desk.store, made.number, BEN)
    answer = desk.ask("status landa")
    assert answer.total and answer.total["max"] == 7
    assert {(row["count"], row["state"], row["from"]) for row in answer.rows if row["state"] == "current"} == {
        (3, "current", "2026-11-20"),
        (4, "current", "2026-11-20"),
    }
    assert desk.store.connection().execute("SELECT count(*) FROM strengths WHERE retracted_at IS NOT NULL").fetchone() == (0,)
    assert [row["id"] for row in desk.ask("timeline landa").rows if row["date"] == "2024-05"] == ["mess", "north", "south"]


def test_a_confirmation_may_rest_on_a_source_that_is_held(desk: Desk) -> None:
    """Then no source is proposed with it; a part is confirmed by itself."""
    draft = confirmation(desk.store, "mess", "2026-11", "s1")
    assert [(row.table, row.values["source"]) for row in draft.rows] == [("strengths", "s1")]
    assert draft.kind == "confirm" and propose(desk.store, draft, AROHA).rows[0].id == "alpha-2026-11"


@pytest.mark.parametrize(("day", "said"), [("soon", "soon"), ("2023-01", "lies before it"), ("2026-02-30", "28 days")])
def test_a_confirmation_needs_a_day_after_the_count_began(desk: Desk, day: str, said: str) -> None:
    """The fault stands beside the date."""
    with pytest.raises(RowFaults, match=said) as refused:
        confirmation(desk.store, "north", day, "s1")
    assert refused.value.faults[0].column == "from"


def test_a_count_that_does_not_stand_is_not_confirmed(desk: Desk) -> None:
    """One retracted meanwhile, or that never was."""
    with pytest.raises(Refused, match="is not a count that stands"):
        confirmation(desk.store, "nothing", "2026-11-20", "s1")


@pytest.mark.parametrize(
    "subject", ["taji", "taji-training", "united kingdom", "un missions", "antarctica", "herald-2020-01-contingency"]
)
def test_the_export_of_a_subject_is_a_sound_package(shipped_desk: Desk, tmp_path: Path, subject: str) -> None:
    """It holds the rows about it with all that they refer to, so that it can be checked and loaded by itself."""
    tables = shipped_desk.export(subject)
    assert 0 < sum(map(len, tables.values())) < 500
    write(tmp_path / "out", tables)
    package, faults = read(tmp_path / "out")
    assert package and [fault for fault in faults if fault.level == "error"] == []
    store = FactStore(tmp_path / "out.db", lambda: NOW)
    load(store, package)
    store.close()


def test_the_export_of_a_place_answers_alike_there(shipped_desk: Desk, tmp_path: Path) -> None:
    """What happened at Taji is told alike by a store of that export."""
    write(tmp_path / "out", shipped_desk.export("taji"))
    package, _faults = read(tmp_path / "out")
    assert package
    other = Desk(FactStore(tmp_path / "out.db", lambda: NOW), lambda: TODAY)
    load(other.store, package)
    assert other.ask("incidents taji").rows == shipped_desk.ask("incidents taji").rows
    other.store.close()


def test_the_export_of_everything_is_the_package(shipped_desk: Desk) -> None:
    """Without a subject every row that stands is in it."""
    assert sum(map(len, shipped_desk.export().values())) == 950


@pytest.mark.parametrize("subject", ["narnia", "taji on 2020", "status"])
def test_an_export_of_what_is_no_subject_is_refused(shipped_desk: Desk, subject: str) -> None:
    """In one sentence that says what was not understood."""
    with pytest.raises(BotError, match=r"\w"):
        shipped_desk.export(subject)
