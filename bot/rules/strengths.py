"""Which report speaks for a mission, and the state of each of its rows on a day (rules 2 and 3)."""

from datetime import date
from typing import NamedTuple

from bot.facts import Strength
from bot.rules.histories import History, Report
from bot.rules.mandates import running_mandate, speaking_mandate
from bot.rules.periods import PERIODS, months_after, whole_months

ENDED, ENDING, CURRENT, MANDATED, LAST_KNOWN, HISTORIC = "ended", "ending", "current", "mandated", "last-known", "historic"
WIDER, UNNUMBERED, DETAIL = "wider", "unnumbered", "detail"
LIVE = frozenset((CURRENT, ENDING, MANDATED))


class State(NamedTuple):
    """The state of one row on a day, and its age in whole months."""

    name: str
    age_months: int

    @property
    def is_live(self) -> bool:
        """Whether it counts towards a total."""
        return self.name in LIVE


def speaking_report(history: History, day: date) -> Report | None:
    """The report that speaks on `day` (rule 2): the latest begun by then. Older ones are history, whatever places they name."""
    return next((report for report in history.reports if report.start.first <= day), None)


def aged_from(row: Strength, day: date) -> date:
    """The day from which a count's age runs (rule 3): the later of its `from` and its publication, if that is by `day`.

    First days are meant: a count is never made to look fresher than its source allows.
    """
    published = row.source.published.first
    return max(row.start.first, published) if published <= day else row.start.first


def state_of(row: Strength, history: History, day: date) -> State:
    """The state of a row of the speaking report on `day` (rule 3)."""
    start = aged_from(row, day)
    return State(_state(row, history, day, start), whole_months(start, day))


def _state(row: Strength, history: History, day: date, aged: date) -> str:
    if (row.end and day > row.end.last) or history.withdrawn_between(row.start.first, day):
        return ENDED
    if row.end:
        return CURRENT if day < row.end.first else ENDING
    if not has_lapsed(row, history, day):
        if day <= months_after(aged, PERIODS.fresh_months):
            return CURRENT
        if running_mandate(history, day):
            return MANDATED
    return LAST_KNOWN if day <= months_after(aged, PERIODS.kept_months) else HISTORIC


def has_lapsed(row: Strength, history: History, day: date) -> bool:
    """Whether the mission's own mandate ended on or after the row's `from` and before `day` (rule 3); a whole's does not."""
    own = speaking_mandate(history, day)
    return own is not None and row.start.first <= own.ends.last < day
