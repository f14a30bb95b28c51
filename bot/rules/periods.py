"""The lengths of time on which the rules turn, in one place."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True, slots=True)
class Periods:
    """How long a count stays fresh and is kept in sight, in months; how close two reports must be to dispute, in days."""

    fresh_months: int = 12
    kept_months: int = 36
    dispute_days: int = 90


PERIODS = Periods()


@lru_cache(maxsize=4096)
def months_after(day: date, months: int) -> date:
    """The same day of the month, so many months later; the month's last day where it is shorter."""
    return day + relativedelta(months=months)


@lru_cache(maxsize=4096)
def whole_months(start: date, end: date) -> int:
    """The whole months from `start` to `end`; 0 where `end` comes first."""
    if end <= start:
        return 0
    span = relativedelta(end, start)
    return span.years * 12 + span.months
