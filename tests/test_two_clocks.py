"""What holds of every answer on the shipped facts, for any subject, any day and any knowledge day."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Answer
from bot.desk import Desk, open_desk
from bot.edtf import parse
from bot.package import Package, Table, read
from bot.render.contract import as_dict
from bot.store import FactStore
from bot.store.keeping import load

Ask = Callable[[str], Answer]
Row = dict[str, Any]
LIVE = {"current", "ending", "mandated"}
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)

_PACKAGE, _FAULTS = read(Path(__file__).parent.parent / "data")
TABLES = {name: table.rows for name, table in _PACKAGE.tables.items()} if _PACKAGE else {}
WITHIN = {row["id"]: row["within"] for row in TABLES["places"]}
PART_OF = {row["id"]: row["part_of"] for row in TABLES["deployments"]}
CALLED = {row["id"]: {row["id"], *row["aliases"].lower().split("|")} for row in TABLES["deployments"]}
PUBLISHED = {row["id"]: parse(row["published"]) for row in TABLES["sources"]}

subjects = st.sampled_from(["", *WITHIN, *PART_OF])
days = st.dates(date(2003, 1, 1), date(2027, 6, 30))
verbs = st.sampled_from(["status", "mandate", "incidents", "timeline", "sources"])
many = settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="session")
def desk_of_all(shipped_store: Path) -> Iterator[Desk]:
    """One desk on the shipped facts for all examples."""
    desk = open_desk(shipped_store, lambda: NOW, TODAY)
    yield desk
    desk.store.close()


def above(thing: str, parents: dict[str, str]) -> set[str]:
    """The thing and all that holds it."""
    found: set[str] = set()
    while thing:
        found.add(thing)
        thing = parents[thing]
    return found


def named_sources(answer: Row) -> set[str]:
    """Every source that an answer of the contract names, anywhere in it."""
    found = {source["id"] for source in answer["sources"]}
    for row in [*answer["rows"], *answer["movements"]]:
        found |= {row["source"]} if "source" in row else set()
        found |= {one["source"] for one in row.get("disputed_by", [])}
        found |= set(row.get("sources", []))
        found |= {source for account in row.get("accounts", []) for source in account["sources"]}
    return found | {one["source"] for one in ((answer["total"] or {}).get("reported") or [])}


@given(verbs, subjects, days, days)
@many
def test_nothing_rests_on_a_source_published_after_k(desk_of_all: Desk, verb: str, subject: str, day: date, known: date) -> None:
    """No answer names a source that may have been published after K."""
    on = f"on {day}" if verb in ("status", "mandate") else ""
    answer = as_dict(desk_of_all.ask(f"{verb} {subject} {on} reported by {known}"))
    assert not [source for source in named_sources(answer) if PUBLISHED[source].last > known]


@given(subjects, days, days)
@many
def test_no_count_begins_after_the_day(desk_of_all: Desk, subject: str, day: date, known: date) -> None:
    """Every count shown had begun by D, by the first day that its `from` can mean."""
    rows = as_dict(desk_of_all.ask(f"status {subject} on {day} reported by {known}"))["rows"]
    assert all(parse(row["from"]).first <= day for row in rows)


@given(subjects, st.integers(2003, 2026), st.integers(1, 12))
@many
def test_no_count_of_a_period_begins_after_it(desk_of_all: Desk, subject: str, year: int, month: int) -> None:
    """In a month or a year too, every report listed had begun by its last day, and there is no total."""
    for period in (f"{year}", f"{year}-{month:02}"):
        answer = as_dict(desk_of_all.ask(f"status {subject} on {period}"))
        last = min(parse(period).last, TODAY) if parse(period).first <= TODAY else parse(period).first
        assert all(parse(row["from"]).first <= last for row in answer["rows"])
        assert answer["total"] is None


@given(verbs, subjects, days, st.data())
@many
def test_raising_k_changes_nothing_until_a_source_is_published(
    desk_of_all: Desk, verb: str, subject: str, day: date, data: st.DataObject
) -> None:
    """Between two knowledge days with no publication between them, the rows on a day are the same."""
    steps = sorted({when.last for when in PUBLISHED.values()})
    at = data.draw(st.integers(0, len(steps) - 2))
    low, high = steps[at], steps[at + 1]
    when = f"on {day}" if verb in ("status", "mandate") else f"until {day}"
    known = low, high - timedelta(days=1)
    early, late = (as_dict(desk_of_all.ask(f"{verb} {subject} {when} reported by {each}"))["rows"] for each in known)
    assert early == late


@given(subjects, days)
@many
def test_the_total_is_the_sum_of_the_live_rows(desk_of_all: Desk, subject: str, day: date) -> None:
    """The total, added up anew from the rows by the rule, is the one given; its least is never above its most."""
    answer = as_dict(desk_of_all.ask(f"status {subject} on {day}"))
    total, live = answer["total"], [row for row in answer["rows"] if row["state"] in LIVE]
    if total is None:
        assert not live
        return
    low, high = 0, 0 if live else None
    for row in live:
        least, most = counted(row, subject)
        low += least
        high = None if high is None or most is None else high + most
    assert (total["min"], total["max"]) == (low, high)
    assert total["about"] is any(row["qualifier"] == "about" for row in live)
    assert total["complete"] is (bool(live) and all(row["state"] != "unnumbered" for row in answer["rows"]))
    assert total["max"] is None or total["min"] <= total["max"]


def counted(row: Row, subject: str) -> tuple[int, int | None]:
    """What one row adds: nothing to its count where it is up-to or shared outside the place, no top where it is at-least."""
    anywhere = not subject or any(subject in CALLED[mission] for mission in above(row["deployment"], PART_OF))
    contained = anywhere or all(subject in above(place, WITHIN) for place in row["places"])
    least = row["count"] if contained and row["qualifier"] != "up-to" else 0
    return least, None if row["qualifier"] == "at-least" else row["count"]


@given(subjects, days, days)
@many
def test_each_mission_speaks_once_and_never_beside_its_whole(desk_of_all: Desk, subject: str, day: date, known: date) -> None:
    """The rows of a mission come from one report, and a live whole never stands beside a live part of it."""
    rows = [
        row
        for row in as_dict(desk_of_all.ask(f"status {subject} on {day} reported by {known}"))["rows"]
        if row["strength"] and row["state"] != "detail"
    ]
    reports = {(row["deployment"], row["source"], row["from"]) for row in rows}
    assert len(reports) == len({row["deployment"] for row in rows})
    live = {row["deployment"] for row in rows if row["state"] in LIVE}
    assert not [mission for mission in live if (above(mission, PART_OF) - {mission}) & live]


@given(verbs, subjects, days)
@many
def test_every_row_says_who_says_so(desk_of_all: Desk, verb: str, subject: str, day: date) -> None:
    """Every row names a source, and the answer lists it with its publisher and date."""
    on = f"on {day}" if verb in ("status", "mandate") else ""
    answer = as_dict(desk_of_all.ask(f"{verb} {subject} {on}"))
    listed = {source["id"] for source in answer["sources"]}
    assert named_sources(answer) <= listed
    for row in answer["rows"] if verb != "sources" else []:
        assert row.get("source") or row.get("sources") or all(account["sources"] for account in row["accounts"])


@given(verbs, subjects, days, days)
@many
def test_absence_is_never_a_number(desk_of_all: Desk, verb: str, subject: str, day: date, known: date) -> None:
    """An answer with an absence has no total and gives no 0 in its headline or warnings."""
    answer = desk_of_all.ask(f"{verb} {subject} on {day} reported by {known}")
    if answer.absence:
        assert answer.total is None
        said = [answer.headline, *(warning.text for warning in answer.warnings)]
        assert not [text for text in said if re.search(r"(?<![\d-])0(?![\d-])|no NZDF personnel", text)]


def known_only(known: date) -> Package:
    """The shipped package without the sources that were not surely published by K, and without what rests on them alone."""
    kept = {source for source, when in PUBLISHED.items() if when.last <= known}
    tables: dict[str, Table] = {}
    for name, table in _PACKAGE.tables.items() if _PACKAGE else ():
        rows = []
        for row in table.rows:
            sources = [one for one in row.get("sources", "").split("|") if one in kept]
            names = row["id"] if name == "sources" else row.get("source")
            if names in kept or name in ("places", "deployments", "incidents"):
                rows.append(row)
            elif sources:
                rows.append({**row, "sources": "|".join(sources)})
        told = {row["incident"] for row in rows} if name == "accounts" else set()
        if told:
            incidents = tables["incidents"]
            here = tuple(row for row in incidents.rows if row["id"] in told)
            tables["incidents"] = Table("incidents", incidents.fields, here, tuple(range(2, len(here) + 2)))
        tables[name] = Table(name, table.fields, tuple(rows), tuple(range(2, len(rows) + 2)))
    return Package(tables)


@pytest.mark.parametrize("known", ["2012-08-15", "2016-06-30", "2018-06-20", "2020-01-12", "2022-11-30"])
def test_an_answer_by_k_is_the_answer_of_a_store_that_never_heard_more(desk_of_all: Desk, tmp_path: Path, known: str) -> None:
    """Going by K, every subject gets the very rows and total that a store holding only what was published by K gives."""
    store = FactStore(tmp_path / "then.db", lambda: NOW)
    load(store, known_only(date.fromisoformat(known)))
    then = Desk(store, lambda: TODAY)
    year = int(known[:4])
    asked = (
        "status {}",
        f"status {{}} on {year - 1}-03-01",
        f"status {{}} on {year}",
        "mandate {}",
        "incidents {}",
        "timeline {}",
    )
    for subject in ["", *WITHIN, *PART_OF]:
        for verb in asked:
            question = f"{verb.format(subject)} reported by {known}"
            now_told, then_told = as_dict(desk_of_all.ask(question)), as_dict(then.ask(question))
            for part in ("kind", "rows", "total", "absence", "movements", "headline"):
                assert now_told[part] == then_told[part], question
    store.close()
