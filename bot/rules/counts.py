"""What a count can mean: ranges, disputes and totals (rules 6 and 7)."""

from collections.abc import Iterable
from typing import NamedTuple

from bot.facts import Strength
from bot.rules.histories import History, Report
from bot.rules.periods import PERIODS

_ABOUT = 10  # per cent either way


class Range(NamedTuple):
    """A least and a most number; `high` is None where the top is open."""

    low: float
    high: float | None

    def meets(self, other: "Range") -> bool:
        """Whether both can be true together."""
        return (other.high is None or self.low <= other.high) and (self.high is None or other.low <= self.high)


def could_be(row: Strength) -> Range:
    """The true numbers that a count allows (rule 6): *about* N allows 10 % either way."""
    if row.qualifier == "about":
        return Range(row.count * (100 - _ABOUT) / 100, row.count * (100 + _ABOUT) / 100)
    return adds(row)


def adds(row: Strength, *, shared_out: bool = False) -> Range:
    """What a count adds to a total (rule 7): up-to adds 0 to N, at-least leaves the top open, about adds N.

    `shared_out`: the row shares its one number with a place outside the question, so it adds 0 to its count.
    """
    low = 0 if shared_out or row.qualifier == "up-to" else row.count
    return Range(low, None if row.qualifier == "at-least" else row.count)


def add_up(ranges: Iterable[Range]) -> Range:
    """The sum of ranges."""
    low, high = 0.0, 0.0
    is_open = False
    for each in ranges:
        low += each.low
        if each.high is None:
            is_open = True
        else:
            high += each.high
    return Range(low, None if is_open else high)


def rivals(report: Report, history: History) -> tuple[Report, ...]:
    """The reports that dispute this one (rule 6): another source's, of what can be the same time, published within 90 days
    of it, whose count cannot be true together with it. A later, different count is a change, not a dispute."""
    first = report.rows[0].id
    found = history.rivals.get(first)
    if found is None:
        found = history.rivals[first] = tuple(other for other in history.reports if _dispute(report, other))
    return found


def _dispute(report: Report, other: Report) -> bool:
    return (
        other.source.id != report.source.id
        and other.start.overlaps(report.start)
        and other.source.published.gap_days(report.source.published) <= PERIODS.dispute_days
        and not _claim(report).meets(_claim(other))
    )


def _claim(report: Report) -> Range:
    return add_up(could_be(row) for row in report.rows)
