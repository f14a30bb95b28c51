"""What the store holds on each mission, sorted for the rules: reports, details, mandates and movements."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from bot.edtf import Date
from bot.facts import Event, Facts, Mandate, Source, Strength
from bot.rules.scope import Scope, touches


class Report(NamedTuple):
    """What one source says of one mission at one time (rule 1): its whole rows with the same source and `from`, together."""

    start: Date
    source: Source
    rows: tuple[Strength, ...]

    @property
    def rank(self) -> tuple[date, date, str]:
        """Which report speaks (rule 2): latest `from`, then latest published, then the highest id."""
        return self.start.first, self.source.published.first, max(row.id for row in self.rows)


def decided(mandate: Mandate) -> date:
    """From when a mandate counts (rule 8): the first day of `decided`, or where none is given that of its source's date."""
    return (mandate.decided or mandate.source.published).first


@dataclass(slots=True)
class History:
    """Everything known of one mission: its reports and its mandates, those that would speak first; its details and movements.

    `wholes` are the histories of the missions that it is a part of, nearest first; `withdrawals` are its own and theirs, by
    their last day. It is kept between questions, and nothing changes it but `rivals`: the disputes worked out so far, by the
    first row of the report.
    """

    mission: str
    reports: list[Report] = field(default_factory=list)
    details: list[Strength] = field(default_factory=list)
    mandates: list[Mandate] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    wholes: list["History"] = field(default_factory=list)
    withdrawals: list[Event] = field(default_factory=list)
    rivals: dict[str, tuple[Report, ...]] = field(default_factory=dict)

    def names_place(self, where: frozenset[str] | None, by: date = date.max) -> bool:
        """Whether some row of the mission, begun or decided by a day, names a place in `where`; None is anywhere."""
        counts = [row for report in self.reports for row in report.rows] + self.details
        return (
            any(row.start.first <= by and touches(row.places, where) for row in counts)
            or any(decided(mandate) <= by and touches(mandate.places, where) for mandate in self.mandates)
            or any(event.occurred.first <= by and touches(event.places, where) for event in self.events)
        )

    def counted_after(self, day: date) -> Date | None:
        """The `from` of the first report begun after `day`, or None."""
        return min(
            (report.start for report in self.reports if report.start.first > day), key=lambda start: start.first, default=None
        )

    def withdrawn_between(self, start: date, day: date) -> Event | None:
        """The first withdrawal of the mission or of a whole that can lie on or after `start` and surely lies on or before `day`.

        Rule 3 says “between”. A vague withdrawal counts once its last day has passed, and from the first day on which it
        and the count can stand in that order: a withdrawal in the month of the count came after it.
        """
        for event in self.withdrawals:
            if event.occurred.last > day:
                return None
            if event.occurred.last >= start:
                return event
        return None


def histories(facts: Facts, missions: Collection[str] | None) -> Mapping[str, History]:
    """The histories of these missions and of the wholes that they are part of; with None, of every mission."""
    names = facts.names
    if missions is None:
        return facts.remembered("histories", names.missions, lambda missing: _read(facts, missing))
    wanted = {*missions, *(whole for mission in missions for whole in names.wholes(mission))}
    return facts.remembered("histories", wanted, lambda missing: _read(facts, missing))


def histories_in(facts: Facts, scope: Scope) -> Mapping[str, History]:
    """The histories of the missions that a question may be about, and of the wholes that they are part of."""
    if scope.everywhere:
        return histories(facts, None)
    return histories(facts, (facts.missions_touching(scope.all_places) | scope.all_missions) & facts.names.missions.keys())


def _read(facts: Facts, missions: Collection[str]) -> dict[str, History]:
    """The histories of these missions, and of their wholes, from the store."""
    names = facts.names
    wanted = {*missions, *(whole for mission in missions for whole in names.wholes(mission))}
    of = None if len(wanted) == len(names.missions) else wanted
    found = {mission: History(mission) for mission in wanted}
    for history in found.values():
        history.wholes = [found[whole] for whole in names.wholes(history.mission)]
    _add_reports(found, facts.strengths(of=of))
    for mandate in sorted(facts.mandates(of=of)):
        if mandate.deployment in found:
            found[mandate.deployment].mandates.append(mandate)
    for event in sorted(facts.moves(of)):
        if event.deployment in found:
            found[event.deployment].events.append(event)
    for history in found.values():
        history.mandates.sort(key=lambda each: (decided(each), each.source.published.first, each.id), reverse=True)
        every = [event for each in (history, *history.wholes) for event in each.events if event.kind == "withdrawn"]
        history.withdrawals = sorted(every, key=lambda event: (event.occurred.last, event.id))
    return found


def _add_reports(found: dict[str, History], strengths: Iterable[Strength]) -> None:
    rows: dict[tuple[str, str, str], list[Strength]] = defaultdict(list)
    for row in strengths:
        if row.deployment not in found:
            continue
        if row.covers == "whole":
            rows[row.deployment, row.source.id, row.start.text].append(row)
        elif row.covers == "part":
            found[row.deployment].details.append(row)
    for (mission, _source, _start), together in rows.items():
        found[mission].reports.append(Report(together[0].start, together[0].source, tuple(sorted(together))))
    for history in found.values():
        history.reports.sort(key=lambda report: report.rank, reverse=True)
