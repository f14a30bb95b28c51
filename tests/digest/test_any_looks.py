"""What holds of a digest between any two looks at the shipped facts."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.digest.changes import Look
from bot.digest.lines import KINDS
from bot.digest.mandates import tightest
from bot.edtf import parse
from bot.render.blocks import message
from bot.render.limits import faults
from bot.render.text import plain
from tests.digest.parts import (
    digest,
)

DAYS = st.dates(date(2003, 1, 1), date(2026, 12, 31))


SUBJECTS = st.sampled_from(["", "iraq", "afghanistan", "ukraine", "sinai", "south korea", "un missions", "middle east"])


often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@often
@given(day=DAYS, subject=SUBJECTS)
def test_a_look_against_itself_tells_nothing(shipped_look: Callable[[date], Look], day: date, subject: str) -> None:
    """Where neither the facts nor the day moved there is no line."""
    assert digest(shipped_look(day), shipped_look(day), subject).rows == ()


@often
@given(days=st.sets(DAYS, min_size=2, max_size=8), subject=SUBJECTS)
def test_over_any_days_each_threshold_is_told_once(shipped_look: Callable[[date], Look], days: set[date], subject: str) -> None:
    """However a period is cut into digests, no threshold of a mandate's end and no incident is announced twice."""
    seen: list[object] = []
    looks = [shipped_look(day) for day in sorted(days)]
    for before, now in pairwise(looks):
        for row in digest(before, now, subject).rows:
            if row["kind"] == "mandate-lapsed" or row["threshold"] is not None:
                seen.append((row["mandate"], row["threshold"], row["now"]["ends"]))
            elif row["kind"] == "incident":
                seen.append(row["incident"])
    assert len(seen) == len(set(seen))


@often
@given(
    ends=st.sampled_from(["2022-06", "2022-06-30", "2022", "2022-06-15~"]),
    cuts=st.sets(st.integers(0, 500), max_size=12),
)
def test_every_threshold_is_crossed_in_one_part_of_any_partition(ends: str, cuts: set[int]) -> None:
    """Each crossing lies in exactly one part; a part tells its tightest, so the last told is that of the whole."""
    start, end = date(2021, 8, 1), date(2023, 2, 1)
    days = sorted({start, end, *(start + timedelta(days=cut) for cut in cuts)})
    told_in_parts = [found for after, until in pairwise(days) if (found := tightest(parse(ends), after, until))]
    assert len(told_in_parts) == len(set(told_in_parts))
    assert told_in_parts[-1] == tightest(parse(ends), start, end)
    each_day = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    every = [found for after, until in pairwise(each_day) if (found := tightest(parse(ends), after, until))]
    assert [found.threshold for found in every] == [90, 30, 7, 0, None]


@often
@given(days=st.tuples(DAYS, DAYS), subject=SUBJECTS)
def test_every_line_has_its_kind_its_source_and_its_place(
    shipped_look: Callable[[date], Look], days: tuple[date, date], subject: str
) -> None:
    """Every row names sources that the answer lists, ends as a sentence, and stands by its kind; Slack takes the message."""
    first, last = sorted(days)
    answer = digest(shipped_look(first), shipped_look(last), subject)
    held = {source["id"] for source in answer.sources}
    for row in answer.rows:
        assert row["sources"]
        assert set(row["sources"]) <= held
        assert row["kind"] in KINDS
        assert row["text"].endswith(".")
        assert ".." not in row["text"]
    order = [list(KINDS).index(row["kind"]) for row in answer.rows if row["kind"] not in ("incident", "account")]
    assert order == sorted(order)
    assert faults(message(answer, "/nzdf")) == []
    assert plain(answer)
