"""What a load changes and what it leaves: revisions, retractions, order, and rows that people wrote."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.package import Package, description, read, write
from bot.store import FactStore
from bot.store.keeping import PACKAGE, export, load
from bot.store.recording import Change, Recorder
from bot.store.schema import now_text
from tests.conftest import _USUAL, NOW, TODAY, Row, small_package

EDITOR = "U0EDITOR"
WORLD: dict[str, list[Row]] = {
    "places": [{"id": "landa"}, {"id": "otria"}],
    "deployments": [{"id": "alpha"}, {"id": "bravo"}],
    "strengths": [
        {"id": "a", "deployment": "alpha", "places": "landa", "count": 10},
        {"id": "b", "deployment": "bravo", "places": "landa|otria", "count": 20},
    ],
    "incidents": [{"id": "blast", "occurred": "2020", "place": "landa"}],
    "accounts": [{"id": "told", "incident": "blast"}],
}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    """A store loaded from the small world."""
    one = FactStore(tmp_path / "facts.db", lambda: NOW)
    load(one, small_package(**WORLD))
    yield one
    one.close()


def world(**tables: list[Row]) -> Package:
    """The small world with some tables told anew."""
    return small_package(**{**WORLD, **tables})


def rows(store: FactStore, sql: str) -> list[tuple[Any, ...]]:
    """What a query of the store gives."""
    return store.connection().execute(sql).fetchall()


def everything(store: FactStore) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, the state mark included."""
    tables = [name for (name,) in rows(store, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")]
    return {table: rows(store, f'SELECT * FROM "{table}"') for table in tables}


def by_person(store: FactStore, change: Callable[[Callable[[str], Recorder]], None]) -> None:
    """Write to the store as the editor does, with the store's own pieces."""
    with store.writing() as connection:
        made = Change(connection, NOW, EDITOR)
        change(lambda table: Recorder(made, table))


def whole_row(table: str, **values: str) -> dict[str, str]:
    """A row with every column of its table, usual values where none are given."""
    return dict.fromkeys(description()[table].columns, "") | _USUAL[table] | values


def test_loading_the_same_package_again_changes_no_row_and_not_the_mark(store: FactStore) -> None:
    """A second load of the same package is not a change of the facts."""
    before = everything(store)
    assert str(load(store, world())) == "nothing to change"
    assert everything(store) == before


def test_a_changed_row_retracts_the_old_revision_and_adds_one_that_replaces_it(store: FactStore) -> None:
    """Nothing is overwritten: both revisions stay readable, the new one names the old."""
    done = load(store, world(strengths=[{**WORLD["strengths"][0], "count": 12}, WORLD["strengths"][1]]))
    assert (done.added, done.changed, done.retracted) == ({}, {"strengths": 1}, {})
    columns = "rev, count, recorded_by, retracted_by, retracted_at, replaces, position"
    old, new = rows(store, f"SELECT {columns} FROM strengths WHERE id = 'a' ORDER BY rev")
    at = now_text(NOW)
    assert old[1:] == (10, PACKAGE, PACKAGE, at, None, 0)
    assert new[1:] == (12, PACKAGE, None, None, old[0], 0)


def test_a_list_that_changed_is_a_changed_row(store: FactStore) -> None:
    """The places of a count belong to its revision: the old revision keeps its own."""
    load(store, world(strengths=[WORLD["strengths"][0], {**WORLD["strengths"][1], "places": "otria|landa"}]))
    listed = rows(
        store,
        "SELECT s.retracted_at IS NULL, p.place FROM strengths s JOIN strength_places p ON p.strength = s.rev"
        " WHERE s.id = 'b' ORDER BY s.rev, p.position",
    )
    assert listed == [(0, "landa"), (0, "otria"), (1, "otria"), (1, "landa")]


def test_a_row_gone_from_the_package_is_retracted(store: FactStore) -> None:
    """It no longer stands, and stays readable."""
    done = load(store, world(strengths=WORLD["strengths"][:1]))
    assert done.retracted == {"strengths": 1}
    assert [row["id"] for row in export(store)["strengths"]] == ["a"]
    assert rows(store, "SELECT count, retracted_by FROM strengths WHERE id = 'b'") == [(20, PACKAGE)]


def test_a_row_that_comes_back_is_a_new_revision(store: FactStore) -> None:
    """A row that was retracted and is in the package again stands again, beside its retracted revision."""
    load(store, world(strengths=WORLD["strengths"][:1]))
    load(store, world())
    assert [row["id"] for row in export(store)["strengths"]] == ["a", "b"]
    assert rows(store, "SELECT count(*) FROM strengths WHERE id = 'b'") == [(2,)]


def test_reordered_rows_change_only_their_positions(store: FactStore) -> None:
    """The order of a file is no fact: no revision is added or retracted, and the export follows the new order."""
    revisions = rows(store, "SELECT rev, id, retracted_at FROM strengths ORDER BY rev")
    assert str(load(store, world(strengths=WORLD["strengths"][::-1]))) == "nothing to change"
    assert rows(store, "SELECT rev, id, retracted_at FROM strengths ORDER BY rev") == revisions
    assert [row["id"] for row in export(store)["strengths"]] == ["b", "a"]


def test_readers_know_that_a_load_changed_the_facts(store: FactStore) -> None:
    """A desk that has read the names reads them again after a load."""
    desk = Desk(store, lambda: TODAY)
    assert desk.ask("status newland").kind == "unknown"
    load(store, world(places=[*WORLD["places"], {"id": "newland", "name": "Tāwhiti"}]))
    assert desk.ask("status tawhiti").absence == "no-rows"


def test_a_row_that_a_person_added_is_never_touched(store: FactStore) -> None:
    """A row of a person that no package holds stays through loads, and is exported after the package's rows."""
    added = whole_row("strengths", id="mine", deployment="alpha", places="otria", count="7")
    by_person(store, lambda table: table("strengths").add(added, None))
    before = rows(store, "SELECT * FROM strengths WHERE id = 'mine'")
    load(store, world(strengths=WORLD["strengths"][:1]))
    assert rows(store, "SELECT * FROM strengths WHERE id = 'mine'") == before
    assert export(store)["strengths"][-1] == added


@pytest.mark.parametrize("count", [10, 11], ids=["the old row in the package", "a changed row in the package"])
def test_a_row_that_a_person_corrected_is_kept_and_reported(store: FactStore, count: int) -> None:
    """The package does not take back a correction made here, and the load says which row it left."""
    ((rev,),) = rows(store, "SELECT rev FROM strengths WHERE id = 'a'")

    def correct(table: Callable[[str], Recorder]) -> None:
        table("strengths").retract(rev)
        table("strengths").add(whole_row("strengths", id="a", deployment="alpha", places="landa", count="99"), None, rev)

    by_person(store, correct)
    before = everything(store)
    done = load(store, world(strengths=[{**WORLD["strengths"][0], "count": count}, WORLD["strengths"][1]]))
    assert done.kept == ["strengths a"]
    assert "strengths a" in str(done)
    assert everything(store)["strengths"] == before["strengths"]


def test_a_row_that_a_person_retracted_stays_retracted_and_is_reported(store: FactStore) -> None:
    """The package does not bring back what a person took out."""
    by_person(store, lambda table: table("strengths").retract(1))
    done = load(store, world())
    assert done.kept == ["strengths a"]
    assert [row["id"] for row in export(store)["strengths"]] == ["b"]


def test_a_correction_that_says_what_the_package_says_is_no_conflict(store: FactStore) -> None:
    """Where the package has caught up with a person, nothing is reported."""
    by_person(store, lambda table: table("strengths").retract(1))
    by_person(
        store,
        lambda table: table("strengths").add(
            whole_row("strengths", id="a", deployment="alpha", places="landa", count="12"), None
        ),
    )
    assert load(store, world(strengths=[{**WORLD["strengths"][0], "count": 12}, WORLD["strengths"][1]])).kept == []


# What a person's row rests on: the table and the row, the world in which it was written, and the one without its ground.
GONE: dict[str, tuple[str, dict[str, str], dict[str, list[Row]], dict[str, list[Row]]]] = {
    "source": ("strengths", {"deployment": "alpha", "places": "landa", "source": "lone"}, {"sources": [{"id": "lone"}]}, {}),
    "deployment": (
        "strengths",
        {"deployment": "bravo", "places": "landa"},
        {},
        {"deployments": [{"id": "alpha"}], "strengths": []},
    ),
    "place": ("strengths", {"deployment": "alpha", "places": "otria"}, {}, {"places": [{"id": "landa"}], "strengths": []}),
    "incident": ("accounts", {"incident": "blast"}, {}, {"incidents": [], "accounts": []}),
}
VERBS = ("status", "status alpha", "mandate", "incidents", "timeline", "sources", "search happened")


@pytest.fixture(params=GONE)
def bereft(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[FactStore]:
    """A store in which a person's row rests on a row that has left the package since."""
    table, row, before, after = GONE[request.param]
    store = FactStore(tmp_path / "bereft.db", lambda: NOW)
    load(store, world(**before))
    by_person(store, lambda of: of(table).add(whole_row(table, id="mine", **row), None))
    load(store, world(**after))
    yield store
    store.close()


def test_every_verb_answers_after_the_ground_of_a_persons_row_left_the_package(bereft: FactStore) -> None:
    """A load never breaks the answers, whatever a person's row rests on."""
    desk = Desk(bereft, lambda: TODAY)
    assert "unclear" not in [desk.ask(question).kind for question in VERBS]


def test_the_store_stays_a_sound_package_when_the_ground_of_a_persons_row_left_it(bereft: FactStore, tmp_path: Path) -> None:
    """No row that stands refers to one that does not: the export passes the check of the package."""
    write(tmp_path / "out", export(bereft))
    _package, faults = read(tmp_path / "out")
    assert [str(fault) for fault in faults if fault.level == "error"] == []
