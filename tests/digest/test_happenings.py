"""Incidents and events in a digest: what is new, or told otherwise than before."""

import pytest

from bot.digest.changes import Look
from tests.digest.parts import ATTACK, JUNE, NEW, SOURCES, WITHDRAWN, Worlds, count, digest, kinds, mandate, only, told


def test_a_new_incident_with_our_casualties_comes_first(facts: Worlds) -> None:
    """What happened to New Zealanders leads the digest, before a new count."""
    was = facts(strengths=[count(45)], sources=SOURCES)
    counts = [count(45), count(12, **NEW)]
    for hurt, order in ((1, ["incident", "count"]), (0, ["count", "incident"])):
        now = facts(strengths=counts, incidents=[ATTACK], accounts=[told(nz_injured=hurt)], sources=SOURCES)
        assert kinds(digest(Look(was, JUNE), Look(now, JUNE))) == order


def test_another_account_is_told_where_it_changes_what_is_known(facts: Worlds) -> None:
    """The range of each number before and now; an account that says the same is no news (rule 11)."""
    one, two = told(others_injured=12), told(id="y", others_injured=17, sources="s1")
    same = told(id="y", others_injured=12, sources="s1")
    was, now, again = (
        facts(incidents=[ATTACK], accounts=accounts, sources=SOURCES) for accounts in ([one], [one, two], [one, same])
    )
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert row["text"] == "Rocket attack (Camp Taji, 30 May 2020): others hurt: 12 to 17 now, 12 before (S1, 5 January 2020)."
    assert row["before"]["others_injured"] == {"min": 12, "max": 12}
    assert row["now"]["others_injured"] == {"min": 12, "max": 17}
    assert digest(Look(was, JUNE), Look(again, JUNE)).rows == ()


def test_an_incident_without_an_account_makes_no_line(facts: Worlds) -> None:
    """A line without a source does not exist."""
    was, now = facts(sources=SOURCES), facts(incidents=[ATTACK], sources=SOURCES)
    assert digest(Look(was, JUNE), Look(now, JUNE)).rows == ()


@pytest.mark.parametrize(("occurred", "starts"), [("2020-05-30", "30 May 2020: "), ("2003", "Newly on record, 2003: ")])
def test_an_event_is_told_with_its_date(facts: Worlds, occurred: str, starts: str) -> None:
    """A decision or a movement that no other line tells; one of long ago is said to be only newly on record."""
    event = {**WITHDRAWN, "kind": "deployed", "occurred": occurred, "summary": "They left Auckland."}
    was, now = (facts(strengths=[count(45)], events=rows, sources=SOURCES) for rows in ([], [event]))
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert (row["kind"], row["text"]) == ("event", f"{starts}They left Auckland (The mission) (S1, 5 January 2020).")


def test_a_decision_that_a_mandate_tells_is_not_told_again(facts: Worlds) -> None:
    """The source of an extension also holds the decision as an event: one line."""
    decision = {**WITHDRAWN, "kind": "decision", "summary": "Extended.", "source": "s2"}
    was = facts(sources=SOURCES)
    now = facts(mandates=[mandate("2022-06", source="s2")], events=[decision], sources=SOURCES)
    assert kinds(digest(Look(was, JUNE), Look(now, JUNE))) == ["mandate-new"]


def test_an_incident_taken_back_is_said(facts: Worlds) -> None:
    """A channel that was told of an incident hears that it no longer stands."""
    was, now = facts(incidents=[ATTACK], accounts=[told(nz_injured=1)], sources=SOURCES), facts(sources=SOURCES)
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert (row["kind"], row["text"], row["incident"]) == (
        "retracted",
        "Rocket attack, 30 May 2020: no longer in the record.",
        "i",
    )
