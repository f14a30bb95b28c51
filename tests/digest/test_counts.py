"""Counts in a digest: new, corrected, confirmed, ended, gone stale, disputed; each once, with its source."""

from datetime import date, timedelta

import pytest

from bot.digest.changes import Look
from tests.conftest import Row
from tests.digest.parts import JUNE, NEAR, NEW, RIVAL, SOURCES, WITHDRAWN, Worlds, count, digest, kinds, mandate, only, sources


@pytest.mark.parametrize(
    ("before", "now", "kind", "text"),
    [
        (
            [count(45)],
            [count(45), count(12, **NEW)],
            "count",
            "The mission: now 12 at Camp Taji (S2, 20 May 2020), 45 before (S1, 5 January 2020).",
        ),
        (
            [count(45)],
            [count(45), count(12, **{**NEW, "places": "kuwait"})],
            "count",
            "The mission: now 12 in Kuwait (S2, 20 May 2020), 45 at Camp Taji before (S1, 5 January 2020).",
        ),
        ([], [count(45)], "first-count", "The mission: counted for the first time: 45 at Camp Taji (S1, 5 January 2020)."),
        (
            [count(45)],
            [count(54)],
            "corrected",
            "The mission: corrected to 54 at Camp Taji (S1, 5 January 2020); 45 at Camp Taji was given before.",
        ),
        (
            [count(45)],
            [count(45, **{**NEW, "id": "c"})],
            "corrected",
            "The mission: corrected to 45 at Camp Taji (S2, 20 May 2020); before, 45 at Camp Taji (S1, 5 January 2020).",
        ),
        (
            [count(45), count(12, **NEW)],
            [count(45)],
            "corrected",
            "The mission: 45 at Camp Taji (S1, 5 January 2020) again; 12 at Camp Taji (S2, 20 May 2020) was taken back.",
        ),
        (
            [count(45)],
            [count(45), count(45, **NEW)],
            "checked",
            "The mission: checked, unchanged: still 45 at Camp Taji (S2, 20 May 2020).",
        ),
        (
            [count(45)],
            [],
            "retracted",
            "The mission: no count is held any more: 45 at Camp Taji (S1, 5 January 2020) was taken back.",
        ),
        (
            [count(45)],
            [count(45, to="2020-05-25")],
            "count-ended",
            "The mission: the count of 45 at Camp Taji (S1, 5 January 2020) ended 25 May 2020.",
        ),
    ],
)
def test_a_changed_count_is_told_with_the_number_before(
    facts: Worlds, before: list[Row], now: list[Row], kind: str, text: str
) -> None:
    """A count is new, first, corrected, taken back, confirmed or ended; each with its source, and with what was so before."""
    was, is_ = (Look(facts(strengths=rows, sources=SOURCES), JUNE) for rows in (before, now))
    row = only(digest(was, is_))
    assert (row["kind"], row["text"]) == (kind, text)
    assert row["sources"]
    assert (row["before"] or {}).get("min") == (before[-1]["count"] if before else None)


def test_a_count_that_no_answer_shows_makes_no_line(facts: Worlds) -> None:
    """An older report, newly entered, does not speak; its row alone is no news."""
    was = facts(strengths=[count(45, **NEW)], sources=SOURCES)
    now = facts(strengths=[count(45, **NEW), count(12, id="old", **{"from": "2019-03-01"})], sources=SOURCES)
    assert kinds(digest(Look(was, JUNE), Look(now, JUNE))) == []


def test_a_part_that_its_whole_silences_makes_no_line(facts: Worlds) -> None:
    """Where the whole's newer report speaks alone (rule 4), a count of its part changes no answer."""
    missions: list[Row] = [{"id": "m"}, {"id": "p", "part_of": "m"}]
    whole, part = count(90, **NEW), count(9, id="p", deployment="p")
    was = facts(deployments=missions, strengths=[whole], sources=SOURCES)
    now = facts(deployments=missions, strengths=[whole, part], sources=SOURCES)
    assert kinds(digest(Look(was, JUNE), Look(now, JUNE))) == []


def test_a_count_of_part_of_a_mission_is_told_as_such(facts: Worlds) -> None:
    """A part row never speaks for the mission, so it is no new count of it."""
    part = count(7, **{**NEW, "covers": "part"})
    was, now = (facts(strengths=rows, sources=SOURCES) for rows in ([count(45)], [count(45), part]))
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert (row["kind"], row["text"]) == ("part-count", "The mission: part of it, 7 at Camp Taji (S2, 20 May 2020).")


def test_a_withdrawal_ends_the_deployment_in_one_line(facts: Worlds) -> None:
    """The mission has ended: its withdrawal is told with the count before, and not again as an event."""
    was = facts(strengths=[count(45)], sources=SOURCES)
    now = facts(strengths=[count(45)], sources=SOURCES, events=[{**WITHDRAWN, "summary": "All left.", "source": "s2"}])
    answer = digest(Look(was, JUNE), Look(now, JUNE))
    row = only(answer)
    assert row["text"] == "The mission: ended 30 May 2020; 45 before (S1, 5 January 2020). All left (S2, 20 May 2020)."
    assert (row["kind"], row["event"], row["before"]["min"]) == ("ended", "e", 45)
    assert "1 deployment ended; no live count, 45 before" in answer.headline


def test_a_return_is_told_and_leaves_the_count(facts: Worlds) -> None:
    """Some came home: the mission goes on."""
    event = {**WITHDRAWN, "kind": "returned", "count": 28, "summary": "Landed at Ohakea.", "source": "s2"}
    was, now = facts(strengths=[count(45)], sources=SOURCES), facts(strengths=[count(45)], sources=SOURCES, events=[event])
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert (row["kind"], row["text"]) == (
        "returned",
        "30 May 2020: 28 returned: Landed at Ohakea (The mission) (S2, 20 May 2020).",
    )


@pytest.mark.parametrize(
    ("day", "mandates", "kind", "says"),
    [
        (date(2021, 1, 5), [], None, ""),
        (date(2021, 1, 6), [], "stale", "not confirmed for over 12 months and no mandate runs: 45 at Camp Taji"),
        (date(2021, 1, 6), [mandate("2022-06-30")], None, ""),
        (date(2023, 1, 6), [], "historic", "not confirmed for over 3 years"),
    ],
)
def test_a_count_goes_stale_once(facts: Worlds, day: date, mandates: list[Row], kind: str | None, says: str) -> None:
    """The day on which the rules make a count last-known or historic is told on that day, and on no other."""
    held = facts(strengths=[count(45)], mandates=mandates, sources=SOURCES)
    answer = digest(Look(held, day - timedelta(days=1)), Look(held, day))
    found = [row for row in answer.rows if row["kind"] in ("stale", "historic")]
    assert [row["kind"] for row in found] == ([kind] if kind else [])
    assert all(says in row["text"] for row in found)
    day += timedelta(days=2)
    assert digest(Look(held, day - timedelta(days=1)), Look(held, day)).rows == ()


def test_what_is_stale_is_said_in_one_warning_each_day(facts: Worlds) -> None:
    """Counts that need re-checking are no news after their first day: one line says how many, and what lists them."""
    held = facts(strengths=[count(45)], sources=SOURCES)
    day = date(2021, 3, 1)
    answer = digest(Look(held, day - timedelta(days=1)), Look(held, day), "iraq")
    assert answer.rows == ()
    (warning,) = answer.warnings
    assert (warning.code, warning.text) == ("stale", "1 count is last-known and needs re-checking; “status iraq” lists them.")


@pytest.mark.parametrize("number", [45, 50])
def test_a_stale_count_becomes_live_again(facts: Worlds, number: int) -> None:
    """A last-known count that is counted again is told as such, with another number as a new count."""
    day = date(2021, 3, 1)
    again = count(number, id="d", source="s9", **{"from": "2021-02-20"})
    every = [*SOURCES, *sources(s9="2021-02-21")]
    was, now = facts(strengths=[count(45)], sources=every), facts(strengths=[count(45), again], sources=every)
    row = only(digest(Look(was, day), Look(now, day)))
    assert row["kind"] == ("live-again" if number == 45 else "count")


def test_an_extension_makes_a_stale_count_live_again(facts: Worlds) -> None:
    """An old count under a mandate that runs again counts again (rule 3)."""
    day = date(2021, 3, 1)
    was = facts(strengths=[count(45)], sources=SOURCES)
    now = facts(strengths=[count(45)], mandates=[mandate("2021-12-31", source="s3")], sources=SOURCES)
    answer = digest(Look(was, day), Look(now, day))
    assert kinds(answer) == ["mandate-new", "live-again"]
    assert "counts again under the mandate until 31 December 2021" in answer.rows[1]["text"]


def test_a_disagreement_is_told_once_and_so_is_its_end(facts: Worlds) -> None:
    """Two sources that cannot both be true dispute each other; that is no new count. Where one is taken back it is settled."""
    one, both = facts(strengths=[count(45)], sources=NEAR), facts(strengths=[count(45), RIVAL], sources=NEAR)
    row = only(digest(Look(one, JUNE), Look(both, JUNE)))
    assert row["kind"] == "disagreement"
    assert row["text"] == "Sources disagree on The mission: 17 (S2, 20 May 2020) or 45 (S1, 5 March 2020)."
    assert row["sources"] == ["s2", "s1"]
    assert digest(Look(both, JUNE), Look(both, JUNE + timedelta(days=1))).rows == ()
    alone = facts(strengths=[RIVAL], sources=NEAR)
    row = only(digest(Look(both, JUNE), Look(alone, JUNE)))
    assert (row["kind"], row["text"]) == (
        "settled",
        "Sources no longer disagree on The mission: 17 (S2, 20 May 2020) stands alone.",
    )


def test_a_reported_total_that_no_longer_agrees_is_told_once(facts: Worlds) -> None:
    """A live total reported for the place asked about that cannot be true together with the sum (rule 7)."""
    total: Row = {"id": "t", "places": "iraq", "count": 45, "covers": "place"}
    was = facts(strengths=[count(45), total], sources=SOURCES)
    now = facts(strengths=[count(45), count(12, **NEW), total], sources=SOURCES)
    answer = digest(Look(was, JUNE), Look(now, JUNE), "iraq")
    assert kinds(answer) == ["count", "mismatch"]
    assert answer.rows[1]["text"] == ("A total of 45 reported for Iraq (S1, 5 January 2020) does not agree with the sum, 12.")
    assert digest(Look(now, JUNE), Look(now, JUNE), "iraq").rows == ()


def test_the_withdrawal_of_a_whole_ends_its_parts_in_one_line(facts: Worlds) -> None:
    """What one decision ended is told once, with the names of the parts."""
    missions: list[Row] = [{"id": "m", "name": "The whole"}, *({"id": each, "part_of": "m"} for each in ("north", "south"))]
    counts = [count(9, id=each, deployment=each) for each in ("north", "south")]
    event = {**WITHDRAWN, "summary": "All left.", "source": "s2"}
    was = facts(deployments=missions, strengths=counts, sources=SOURCES)
    now = facts(deployments=missions, strengths=counts, events=[event], sources=SOURCES)
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert row["text"] == "The whole: ended 30 May 2020, with its parts: North and South. All left (S2, 20 May 2020)."
    assert (row["deployment"], row["strengths"]) == ("m", ["north", "south"])


@pytest.mark.parametrize("number", [45, 12])
def test_a_count_after_an_end_is_a_new_count(facts: Worlds, number: int) -> None:
    """A season or a rotation that ended is not “still” there when the next one is counted."""
    season = count(45, to="2020-02-28")
    was = facts(strengths=[season], sources=SOURCES)
    now = facts(strengths=[season, count(number, **NEW)], sources=SOURCES)
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert row["text"] == (
        f"The mission: now {number} at Camp Taji (S2, 20 May 2020), 45 before (S1, 5 January 2020), which had ended."
    )


def test_a_mission_without_a_number_goes_stale_too(facts: Worlds) -> None:
    """Twelve months after the last sign of it, a mission that was never counted needs re-checking."""
    held = facts(events=[{**WITHDRAWN, "kind": "deployed", "summary": "They left.", "source": "s2"}], sources=SOURCES)
    row = only(digest(Look(held, date(2021, 5, 30)), Look(held, date(2021, 5, 31))))
    assert (row["kind"], row["event"]) == ("stale", "e")
    assert row["text"].startswith("The mission: needs re-checking, no sign of it for over 12 months; the last, 30 May 2020")


def test_a_count_with_a_dispute_behind_it_says_so(facts: Worlds) -> None:
    """A newer count ends a disagreement by taking its place; the line of the count says that there was one."""
    newer = count(12, id="n", source="s4", **{"from": "2020-05-28"})
    every = [*NEAR, *sources(s4="2020-05-28")]
    was, now = (facts(strengths=rows, sources=every) for rows in ([count(45), RIVAL], [count(45), RIVAL, newer]))
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert (
        row["text"] == "The mission: now 12 at Camp Taji (S4, 28 May 2020), 17 before (S2, 20 May 2020), when sources disagreed."
    )
