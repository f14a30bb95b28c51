"""Every change of the facts has a number, and the store can be read as it stood after any of them."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.answer import Answer
from bot.desk import Desk
from bot.errors import StoreError
from bot.language.understanding import understand
from bot.package import Package, Table
from bot.render.contract import as_dict
from bot.store import FactStore, schema
from bot.store.keeping import load
from bot.store.schema import now_text
from handlers import verbs
from tests.conftest import NOW, TODAY, Row, small_package

QUESTIONS = [
    f"{verb} {subject} {on}"
    for verb, on in (
        ("status", ""),
        ("status", "on 2020-01-10"),
        ("status", "on 2016"),
        ("mandate", ""),
        ("mandate", "on 2020-04-15"),
        ("incidents", ""),
        ("timeline", ""),
        ("sources", ""),
    )
    for subject in ("", "iraq", "taji", "taji-training", "middle east", "coalition hq", "unami")
] + [f"search {words}" for words in ("rocket", "Taji", "contingency", "headquarters", "ended", "Baghdad")]


class Clock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """Stands still until a test moves it."""
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[FactStore]:
    """An empty store."""
    one = FactStore(tmp_path / "facts.db", clock)
    yield one
    one.close()


def altered(package: Package, changes: dict[tuple[str, str], dict[str, str] | None]) -> Package:
    """The package with some rows changed, or left out where None."""
    tables = {}
    for name, table in package.tables.items():
        rows = [
            row | (changes.get((name, row["id"]), {}) or {})
            for row in table.rows
            if changes.get((name, row["id"]), {}) is not None
        ]
        tables[name] = Table(name, table.fields, tuple(rows), tuple(range(2, len(rows) + 2)))
    return Package(tables)


def states(shipped: Package) -> list[Package]:
    """The shipped package as it might have been kept over time: the same change never touches what the one before did."""
    first = altered(
        shipped,
        {
            ("strengths", "taji-2020-01"): {"count": "44", "note": "A contingency to be told apart."},
            ("strengths", "baghdad-2020-01"): None,
            ("places", "green-zone"): {"within": "iraq", "name": "Emerald Zone"},
            ("sources", "herald-2020-03-30-coming-home"): {"publisher": "The Herald of Old", "published": "2020-04"},
            ("accounts", "basra-2003-govt"): {"summary": "A rocket in the headquarters.", "nz_injured": "3"},
            ("incidents", "canal-hotel-2003"): {"occurred": "2004-08-19"},
            ("deployments", "coalition-hq"): {"part_of": ""},
            ("events", "unami-end-2013"): None,
        },
    )
    second = altered(
        first, {("deployments", "coalition-hq"): {"name": "Headquarters posts"}, ("mandates", "disis-2016"): {"ends": "2018-10"}}
    )
    return [first, second, shipped]


def told(store: FactStore, text: str, as_of: int | None = None) -> dict[str, Any]:
    """The answer as of a change, without its suggestions, as the contract gives it."""
    with store.reading() as snapshot:
        question = understand(text, snapshot.names, TODAY)
        answer: Answer = verbs()[question.kind].answer(question, snapshot.facts(question.known_by, as_of))
    return as_dict(answer)


def in_any_order(answer: dict[str, Any]) -> dict[str, Any]:
    """A search's answer with its rows and sources sorted; any other as it is."""
    if answer["kind"] != "search":
        return answer
    return {**answer, **{part: sorted(answer[part], key=str) for part in ("rows", "sources", "suggestions")}}


def test_the_store_as_of_a_change_answers_as_the_store_did_then(store: FactStore, tmp_path: Path, shipped: Package) -> None:
    """After each of three loads, every answer is kept; as of that change the same questions get the very same answers."""
    kept: list[dict[str, dict[str, Any]]] = []
    for package in states(shipped):
        load(store, package)
        kept.append({text: told(store, text) for text in QUESTIONS})
    for number, answers in enumerate(kept, 1):
        for text, answer in answers.items():
            now = told(store, text, as_of=number)
            # The index of today and that of then may rank what they find otherwise.
            assert in_any_order(now) == in_any_order(answer), (number, text)


def test_nothing_stood_before_the_first_change(store: FactStore, shipped: Package) -> None:
    """As of change 0 the store holds no fact, no source and nothing to be found."""
    load(store, shipped)
    with store.reading() as snapshot:
        facts = snapshot.facts(as_of=0)
        lists = (facts.strengths(), facts.mandates(), facts.events(), facts.incidents(), facts.sources(), facts.moves())
        assert not any(lists) and not facts.search("rocket")


def test_only_a_load_that_changes_something_is_a_change(store: FactStore, shipped: Package) -> None:
    """The first load is change 1 by the package; loading the same again makes no other, a changed row does."""
    load(store, shipped)
    load(store, shipped)
    with store.reading() as snapshot:
        assert snapshot.change == 1
    load(store, altered(shipped, {("strengths", "taji-2020-01"): {"count": "46"}}))
    assert store.connection().execute("SELECT number, by, approved_by FROM changes").fetchall() == [
        (1, "package", None),
        (2, "package", None),
    ]


def test_every_revision_names_the_changes_that_made_and_retracted_it(store: FactStore, shipped: Package) -> None:
    """No path that writes facts forgets the change, whether it adds, corrects or retracts."""
    for package in states(shipped):
        load(store, package)
    for table in shipped.tables:
        half = "(retracted_in IS NULL) <> (retracted_at IS NULL) OR retracted_in <= change"
        bad = f"SELECT id FROM {table} WHERE change IS NULL OR {half}"
        assert store.connection().execute(bad).fetchall() == []


def test_a_clock_set_back_and_two_changes_in_one_second_leave_the_order(store: FactStore, clock: Clock, shipped: Package) -> None:
    """What stood at a change goes by its number, whatever the clock said."""
    counts = ("41", "42", "43", "44")
    for count, hours in zip(counts, (0, 0, -3, -1), strict=True):
        clock.now = NOW + timedelta(hours=hours)
        load(store, altered(shipped, {("strengths", "taji-2020-01"): {"count": count}}))
    with store.reading() as snapshot:
        found = [
            next(row.count for row in snapshot.facts(as_of=number).strengths() if row.id == "taji-2020-01")
            for number in (1, 2, 3, 4)
        ]
        assert found == [41, 42, 43, 44]
        assert snapshot.change_by(NOW - timedelta(hours=4)) == 0
        assert snapshot.change_by(NOW) == 4


def test_the_newest_state_is_read_the_ordinary_way(store: FactStore, shipped: Package) -> None:
    """As of the newest change is now: the same statements run, and what is kept in memory is used."""
    load(store, shipped)
    ran: list[str] = []
    with store.reading() as snapshot:
        facts = snapshot.facts(as_of=snapshot.change)
        store.connection().set_trace_callback(ran.append)
        facts.strengths(at=["camp-taji"])
        store.connection().set_trace_callback(None)
    assert ran and not [statement for statement in ran if "retracted_in" in statement]


ROWS: dict[str, list[Row]] = {
    "places": [{"id": "landa"}],
    "deployments": [{"id": "alpha"}],
    "strengths": [{"id": "a", "deployment": "alpha", "places": "landa", "count": 10}],
}


def old_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store as the version before made it: a load in 2025, and in 2026 one row corrected by the package and one by a person."""
    first, second, third = (now_text(NOW - timedelta(days=days)) for days in (400, 100, 10))
    with monkeypatch.context() as patch:
        patch.setattr(schema, "STEPS", {name: schema.STEPS[name] for name in ("001_facts", "002_conversations")})
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            connection.execute("PRAGMA journal_mode = WAL")
            schema.migrate(connection)
            add = connection.execute
            add("INSERT INTO source_ids VALUES ('s1')")
            add("INSERT INTO place_ids VALUES ('landa')")
            add("INSERT INTO deployment_ids VALUES ('alpha')")
            source = (
                "'s1', 'The Paper', 'A report', '2020-01-01', '2020-01-01', '2020-01-01', 'https://example.org/a', 'news', NULL"
            )
            add(f"INSERT INTO sources VALUES (1, {source}, '{first}', 'package', NULL, NULL, NULL, 0)")
            place = "'landa', 'Landa', 'country', NULL, NULL, NULL, NULL"
            add(f"INSERT INTO places VALUES (1, {place}, '{first}', 'package', NULL, NULL, NULL, 0)")
            mission = "'alpha', 'Alpha', NULL, 'New Zealand', NULL, 'To help.'"
            add(f"INSERT INTO deployments VALUES (1, {mission}, '{first}', 'package', NULL, NULL, NULL, 0)")
            for rev, count, at, by, gone, gone_by, replaces in (
                (1, 8, first, "package", second, "package", None),
                (2, 9, second, "package", third, "U0ED1", 1),
                (3, 10, third, "U0ED1", None, None, 2),
            ):
                dates = "'2020-01-01', '2020-01-01', '2020-01-01', NULL, NULL, NULL"
                values = f"{rev}, 'a', 'alpha', {count}, 'exactly', 'whole', NULL, {dates}, 's1', NULL"
                add(f"INSERT INTO strengths VALUES ({values}, ?, ?, ?, ?, ?, 0)", (at, by, gone, gone_by, replaces))
                add("INSERT INTO strength_places VALUES (?, 0, 'landa')", (rev,))


def test_a_store_of_the_version_before_is_brought_up_to_date_with_its_history(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Loading numbers the changes that an older store had, by their instant and author; what stood at each can be asked."""
    path = tmp_path / "old.db"
    old_store(path, monkeypatch)
    store = FactStore(path, lambda: NOW)
    with pytest.raises(StoreError, match="from an older version"):
        store.connection()
    assert str(load(store, small_package(**ROWS))) == "nothing to change"
    with store.reading() as snapshot:
        found = [[row.count for row in snapshot.facts(as_of=number).strengths()] for number in (0, 1, 2, 3)]
        assert found == [[], [8], [9], [10]]
        assert snapshot.change_by(NOW - timedelta(days=50)) == 2
    total = Desk(store, lambda: TODAY).ask("status landa on 2020-01-10").total
    assert total and (total["min"], total["max"]) == (10, 10)
    assert [row[0] for row in store.connection().execute("SELECT by FROM changes ORDER BY number")] == [
        "package",
        "package",
        "U0ED1",
    ]
    assert store.connection().execute("PRAGMA foreign_key_check").fetchall() == []
    store.close()


def test_a_store_of_the_version_before_says_what_to_do_until_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Reading an older store is refused in one sentence that names the command."""
    path = tmp_path / "old.db"
    old_store(path, monkeypatch)
    with pytest.raises(Exception, match="python -m bot load"):
        FactStore(path, lambda: NOW).connection()
