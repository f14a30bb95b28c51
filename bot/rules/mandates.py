"""Which mandate speaks, and its state on a day (rule 8)."""

from datetime import date
from typing import NamedTuple

from bot.facts import Mandate
from bot.rules.histories import History, decided
from bot.rules.periods import PERIODS

RUNNING, ENDING, LAPSED, ENDED_EARLY = "running", "ending", "lapsed", "ended-early"


class DaysLeft(NamedTuple):
    """The days until a mandate ends: a range where its end is vague."""

    min: int
    max: int


def speaking_mandate(history: History, day: date) -> Mandate | None:
    """The mandate of the mission that speaks on `day` (rule 8): the latest decided by then, part mandates aside.

    One without `decided` counts from its source's date, but never before a dated one from the same source.
    Where two were decided on the same day, the later published speaks, then the higher id.
    """
    for mandate in history.mandates:
        made = mandate.covers == "whole" and decided(mandate) <= day
        if made and (mandate.decided or not _has_dated_twin(mandate, history, day)):
            return mandate
    return None


def _has_dated_twin(mandate: Mandate, history: History, day: date) -> bool:
    """Whether the source of an undated mandate gives a dated one of the same mission, decided by `day`."""
    return any(
        other.decided and other.covers == "whole" and other.source.id == mandate.source.id and decided(other) <= day
        for other in history.mandates
    )


def part_mandates(history: History, day: date) -> list[Mandate]:
    """The mandates for only part of the mission that were decided by `day` and still run."""
    return [m for m in history.mandates if m.covers == "part" and decided(m) <= day <= m.ends.last]


def running_mandate(history: History, day: date) -> Mandate | None:
    """The mandate under which the mission runs on `day` (rule 3): its own, else that of a whole that it is part of."""
    for each in (history, *history.wholes):
        mandate = speaking_mandate(each, day)
        if mandate and day <= mandate.ends.last:
            return mandate
    return None


def mandate_for(history: History, day: date) -> Mandate | None:
    """The mandate to show beside a count: the mission's own, running or not; else a whole's that runs.

    A whole's that has lapsed is not shown there, since it says nothing of this mission (rule 3).
    """
    return speaking_mandate(history, day) or running_mandate(history, day)


def mandate_state(mandate: Mandate, history: History, day: date) -> str:
    """The state of a speaking mandate on `day` (rule 8): running, ending, lapsed or ended-early.

    Ended early: the mission was withdrawn after the decision and surely before the last day that the end can mean.
    """
    withdrawn = history.withdrawn_between(decided(mandate), day)
    if withdrawn and withdrawn.occurred.last < mandate.ends.last:
        return ENDED_EARLY
    if day > mandate.ends.last:
        return LAPSED
    return RUNNING if day < mandate.ends.first else ENDING


def days_left(mandate: Mandate, state: str, day: date) -> DaysLeft | None:
    """The days left of a running or ending mandate, or None. A vague end gives a range: June 2022 from 31 May is 1 to 30 days."""
    if state not in (RUNNING, ENDING):
        return None
    return DaysLeft(max((mandate.ends.first - day).days, 0), (mandate.ends.last - day).days)


def rival_mandates(mandate: Mandate, history: History) -> list[Mandate]:
    """The mandates that dispute this one (rule 8): decided at what can be the same time, published within 90 days of it,
    with an end that cannot be the same."""
    return [
        other
        for other in history.mandates
        if other.covers == "whole"
        and other.id != mandate.id
        and (other.decided or other.source.published).overlaps(mandate.decided or mandate.source.published)
        and other.source.published.gap_days(mandate.source.published) <= PERIODS.dispute_days
        and not other.ends.overlaps(mandate.ends)
    ]
