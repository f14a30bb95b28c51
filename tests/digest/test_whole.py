"""A digest as a whole: its subject, its headline, the first one, and one store at two times."""

from datetime import date, timedelta
from pathlib import Path

from bot.digest.changes import Look
from bot.store import FactStore
from bot.store.keeping import load
from tests.conftest import NOW, Row, small_package
from tests.digest.parts import JUNE, NEW, PLACES, SOURCES, Worlds, count, digest, kinds, mandate, only, sources


def test_only_the_subject_is_told(facts: Worlds) -> None:
    """A change in Iraq is no line of a digest about Kuwait; one of a mission is a line of that mission's."""
    was, now = facts(strengths=[count(45)], sources=SOURCES), facts(strengths=[count(45), count(12, **NEW)], sources=SOURCES)
    for subject, lines in (("kuwait", []), ("iraq", ["count"]), ("taji", ["count"]), ("m", ["count"]), ("", ["count"])):
        assert kinds(digest(Look(was, JUNE), Look(now, JUNE), subject)) == lines


def test_a_mission_counted_elsewhere_now_has_left_the_place(facts: Worlds) -> None:
    """Asked about Iraq: its newest report names only Kuwait."""
    moved = count(45, **{**NEW, "places": "kuwait"})
    was, now = facts(strengths=[count(45)], sources=SOURCES), facts(strengths=[count(45), moved], sources=SOURCES)
    row = only(digest(Look(was, JUNE), Look(now, JUNE), "iraq"))
    assert row["kind"] == "count"
    assert "its newest count does not name anyone in Iraq: 45 in Kuwait (S2, 20 May 2020)" in row["text"]


def test_nothing_changed_is_one_line_with_the_total(facts: Worlds) -> None:
    """No rows; the headline says since when, and the sources of the total stand below it."""
    held = facts(strengths=[count(45)], sources=SOURCES)
    answer = digest(Look(held, JUNE), Look(held, JUNE + timedelta(days=1)), "iraq")
    assert answer.headline == "Iraq: nothing has changed since 1 June 2020; 45 NZDF personnel counted."
    assert answer.rows == ()
    assert [source["id"] for source in answer.sources] == ["s1"]
    assert answer.total
    assert (answer.total["min"], answer.total["max"], answer.total["complete"]) == (45, 45, True)


def test_a_subject_of_which_nothing_is_known_is_not_zero(facts: Worlds) -> None:
    """Absence is not zero (rule 10)."""
    held = facts(strengths=[count(45)], sources=SOURCES)
    answer = digest(Look(held, JUNE), Look(held, JUNE), "kuwait")
    assert answer.headline == "Kuwait: nothing has changed since 1 June 2020; no live count."
    assert answer.total
    assert answer.total["max"] is None


def test_the_first_digest_is_the_picture_today(facts: Worlds) -> None:
    """Without a digest before: who is there, what ends within 90 days, and what went stale in the last weeks."""
    missions: list[Row] = [{"id": each, "name": f"Mission {each.upper()}"} for each in ("m", "n", "o")]
    held = facts(
        deployments=missions,
        strengths=[
            count(45, source="s2", **{"from": "2020-05-20"}),
            count(5, id="n", deployment="n", source="s4", **{"from": "2019-05-25"}),
            count(3, id="o", deployment="o", source="s3", **{"from": "2018-01-01"}),
        ],
        mandates=[mandate("2020-07-15", source="s3")],
        sources=[*SOURCES, *sources(s4="2019-05-25")],
    )
    answer = digest(None, Look(held, JUNE))
    assert answer.headline == "All deployments: first digest, 1 June 2020: 45 NZDF personnel counted."
    assert kinds(answer) == ["present", "mandate-ending", "stale"]
    assert "Mission M: 45 at Camp Taji" in answer.rows[0]["text"]
    assert "44 days left" in answer.rows[1]["text"]
    assert "Mission N: needs re-checking" in answer.rows[2]["text"]
    assert "2 counts are last-known" in answer.warnings[0].text


def test_a_look_before_that_lies_in_the_future_makes_no_lines(facts: Worlds) -> None:
    """A clock set back undoes nothing: no threshold and no state is announced backwards."""
    held = facts(strengths=[count(45)], mandates=[mandate("2020-06-30", source="s3")], sources=SOURCES)
    assert digest(Look(held, date(2024, 1, 1)), Look(held, JUNE)).rows == ()


def test_one_store_tells_what_came_into_it(tmp_path: Path) -> None:
    """Between a change of the store and now: what was recorded since, corrected since and taken back since, however old."""
    store = FactStore(tmp_path / "facts.db", lambda: NOW)
    common: dict[str, list[Row]] = {
        "places": PLACES,
        "deployments": [{"id": each, "name": f"Mission {each.upper()}"} for each in ("m", "n")],
        "sources": SOURCES,
    }
    other = count(8, id="n", deployment="n", places="kuwait")
    load(store, small_package(**common, strengths=[count(45), other], mandates=[mandate("2021-06")]))
    with store.reading() as snapshot:
        first = snapshot.change
    events: list[Row] = [{"id": "late", "occurred": "2003", "deployment": "m", "places": "iraq", "summary": "The first went."}]
    load(store, small_package(**common, strengths=[count(45), other], mandates=[mandate("2022-06")], events=events))
    load(store, small_package(**common, strengths=[count(54)], mandates=[mandate("2022-06")], events=events))
    with store.reading() as snapshot:
        every = digest(Look(snapshot.facts(as_of=first), JUNE), Look(snapshot.facts(), JUNE))
        last = digest(Look(snapshot.facts(as_of=first + 1), JUNE), Look(snapshot.facts(), JUNE))
        none = digest(Look(snapshot.facts(as_of=first + 2), JUNE), Look(snapshot.facts(), JUNE))
        assert kinds(every) == ["corrected", "retracted", "mandate-extended", "event"]
        assert kinds(last) == ["corrected", "retracted"]
        assert none.rows == ()
    store.close()
