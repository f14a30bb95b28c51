"""Mandates in a digest: what was decided, and each threshold before an end once."""

from datetime import date, timedelta

import pytest

from bot.digest.changes import Look
from tests.conftest import Row
from tests.digest.parts import JUNE, NEAR, SOURCES, WITHDRAWN, Worlds, count, digest, mandate, only


@pytest.mark.parametrize(
    ("before", "now", "kind", "says"),
    [
        ([], [mandate("2021-06")], "mandate-new", "new mandate, authorised until June 2021; decided 1 January 2019"),
        ([mandate("2021-06")], [mandate("2022-06")], "mandate-extended", "until June 2022, extended from June 2021"),
        ([mandate("2022-06")], [mandate("2021-06")], "mandate-shortened", "until June 2021, shortened from June 2022"),
        ([mandate("2021-06", cap=12)], [mandate("2021-06", cap=53)], "mandate-changed", "at most 53 people, 12 before"),
        ([mandate("2021-06")], [mandate("2021-06-30")], "mandate-changed", "until 30 June 2021, given before as June 2021"),
        ([mandate("2021-06")], [], "retracted", "no mandate is held any more; the one until June 2021 was taken back"),
    ],
)
def test_a_changed_mandate_is_told_with_its_end_before(
    facts: Worlds, before: list[Row], now: list[Row], kind: str, says: str
) -> None:
    """New, extended, shortened, its cap changed, its end said more exactly, or taken back."""
    was, is_ = (Look(facts(mandates=rows, sources=SOURCES), JUNE) for rows in (before, now))
    row = only(digest(was, is_))
    assert row["kind"] == kind
    assert says in row["text"]
    assert (row["before"] or {}).get("ends") == (before[0]["ends"] if before else None)


def test_a_mandate_confirmed_by_another_source_makes_no_line(facts: Worlds) -> None:
    """The same end and the same cap, said again: nothing is known that was not."""
    twin = mandate("2021-06", id="b", source="s2")
    was, now = (facts(mandates=rows, sources=SOURCES) for rows in ([mandate("2021-06")], [mandate("2021-06"), twin]))
    assert digest(Look(was, JUNE), Look(now, JUNE)).rows == ()


def test_mandates_that_dispute_each_other_are_a_disagreement(facts: Worlds) -> None:
    """Ends that cannot be the same, decided at what can be one time: both are shown, neither is an extension of the other."""
    rival = mandate("2022-09", id="b", source="s2")
    was, now = (facts(mandates=rows, sources=NEAR) for rows in ([mandate("2022-06")], [mandate("2022-06"), rival]))
    row = only(digest(Look(was, JUNE), Look(now, JUNE)))
    assert row["kind"] == "disagreement"
    assert "September 2022 (S2, 20 May 2020) or June 2022 (S1, 5 March 2020)" in row["text"]


@pytest.mark.parametrize(
    ("ends", "day", "threshold"),
    [
        ("2022-06", date(2022, 3, 3), 90),
        ("2022-06", date(2022, 5, 2), 30),
        ("2022-06", date(2022, 5, 25), 7),
        ("2022-06", date(2022, 6, 1), 0),
        ("2022-06", date(2022, 7, 1), None),
        ("2022-06-30", date(2022, 6, 30), 0),
        ("2022-06-30", date(2022, 7, 1), None),
    ],
)
def test_each_threshold_has_its_day(facts: Worlds, ends: str, day: date, threshold: int | None) -> None:
    """90, 30, 7 and 0 days are counted to the first day that an end can mean, and it lapses after the last."""
    held = facts(mandates=[mandate(ends)], sources=SOURCES)
    row = only(digest(Look(held, day - timedelta(days=1)), Look(held, day)))
    assert (row["kind"], row["threshold"]) == ("mandate-lapsed" if threshold is None else "mandate-ending", threshold)
    for other in (day - timedelta(days=1), day + timedelta(days=1)):
        rows = digest(Look(held, other - timedelta(days=1)), Look(held, other)).rows
        assert threshold not in [row["threshold"] for row in rows]


def test_of_several_thresholds_crossed_at_once_only_the_tightest_is_told(facts: Worlds) -> None:
    """A digest after a long silence says where the mandate stands, not each step that it took."""
    held = facts(mandates=[mandate("2022-06")], sources=SOURCES)
    row = only(digest(Look(held, date(2022, 1, 1)), Look(held, date(2022, 5, 28))))
    assert row["threshold"] == 7
    assert "4 to 33 days left" in row["text"]


@pytest.mark.parametrize(("day", "threshold", "says"), [
    (date(2022, 1, 1), None, "until June 2022;"),
    (date(2022, 4, 1), 90, "until June 2022 (61 to 90 days left)"),
    (date(2022, 6, 3), 0, "until June 2022 (ending this month)"),
    (date(2022, 8, 1), None, "until June 2022 (which has passed)"),
])  # fmt: skip
def test_a_mandate_added_late_has_one_line_at_its_tightest_threshold(
    facts: Worlds, day: date, threshold: int | None, says: str
) -> None:
    """A mandate that was not known before is announced once, with the threshold that it has reached."""
    row = only(digest(Look(facts(sources=SOURCES), day), Look(facts(mandates=[mandate("2022-06")], sources=SOURCES), day)))
    assert (row["kind"], row["threshold"]) == ("mandate-new", threshold)
    assert says in row["text"]


def test_an_extension_cancels_the_thresholds_of_the_old_end(facts: Worlds) -> None:
    """Once extended, the old end is announced no more; the new end has its own thresholds."""
    longer = mandate("2023-06", id="b", source="s2", decided="2022-05-20")
    was, now = (facts(mandates=rows, sources=SOURCES) for rows in ([mandate("2022-06")], [mandate("2022-06"), longer]))
    row = only(digest(Look(was, date(2022, 4, 30)), Look(now, date(2022, 5, 26))))
    assert (row["kind"], row["threshold"]) == ("mandate-extended", None)
    assert digest(Look(now, date(2022, 5, 26)), Look(now, date(2022, 8, 1))).rows == ()
    assert only(digest(Look(now, date(2022, 8, 1)), Look(now, date(2023, 3, 3))))["threshold"] == 90


def test_the_mandate_of_an_ended_mission_is_silent(facts: Worlds) -> None:
    """What was withdrawn needs no word on the end of its mandate."""
    held = facts(strengths=[count(45)], mandates=[mandate("2022-06")], events=[WITHDRAWN], sources=SOURCES)
    assert digest(Look(held, date(2021, 1, 1)), Look(held, date(2022, 12, 1))).rows == ()


def test_a_lapse_and_the_count_that_goes_stale_with_it_are_one_line(facts: Worlds) -> None:
    """The mandate lapses, and so the count is no longer live (rule 3): one line says both."""
    held = facts(strengths=[count(45)], mandates=[mandate("2020-06-30", source="s3")], sources=SOURCES)
    row = only(digest(Look(held, date(2020, 6, 30)), Look(held, date(2020, 7, 1))))
    assert (row["kind"], row["strengths"], row["sources"]) == ("mandate-lapsed", ["c"], ["s3", "s1"])
    assert row["text"].endswith("Its count needs re-checking: 45 at Camp Taji (S1, 5 January 2020).")
