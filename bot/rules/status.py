"""Who is where: the reports that speak for a question on one day, and their total (rules 4, 5 and 7)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from bot.edtf import Date, say
from bot.facts import Event, Facts, Mandate, Source, Strength
from bot.names import Gazetteer
from bot.rules.counts import Range, add_up, adds, could_be, rivals
from bot.rules.histories import History, Report, decided
from bot.rules.mandates import speaking_mandate
from bot.rules.periods import PERIODS, months_after
from bot.rules.scope import Scope, touches
from bot.rules.strengths import DETAIL, ENDED, UNNUMBERED, WIDER, State, speaking_report, state_of


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a status answer: a strength row with its state, or for *unnumbered* the event or mandate that shows presence.

    `shared_out`: its number is shared with a place outside the question. `rivals`: the reports that dispute it (rule 6).
    `superseded`: in a period, a later report took its place before the period's end.
    """

    history: History
    state: State
    row: Strength | None = None
    report: Report | None = None
    proof: Event | Mandate | None = None
    shared_out: bool = False
    rivals: tuple[Report, ...] = ()
    superseded: bool = False

    @property
    def since(self) -> Date:
        """Since when it is so: the count's `from`, the event's day, the mandate's decision."""
        if self.row:
            return self.row.start
        if isinstance(self.proof, Mandate):
            return self.proof.decided or self.proof.source.published
        return self._shown().occurred

    @property
    def source(self) -> Source:
        """Who says so."""
        return self.row.source if self.row else self.proof.source if isinstance(self.proof, Mandate) else self._shown().source

    @property
    def proof_words(self) -> str:
        """What shows an unnumbered mission's presence."""
        if isinstance(self.proof, Mandate):
            return f"authorised until {say(self.proof.ends)}"
        return f"{say(self.since)}: {self._shown().summary.rstrip('.')}"

    def is_withdrawn(self, day: date) -> bool:
        """Whether the mission was withdrawn since, by `day`; else only its count ended."""
        return self.history.withdrawn_between(self.since.first, day) is not None

    def withdrawn(self, day: date) -> Date:
        """When the mission was withdrawn since, by `day`, where it was; else when its count ended."""
        event = self.history.withdrawn_between(self.since.first, day)
        return event.occurred if event else self.ended(day)

    def ended(self, day: date) -> Date:
        """When an ended line ended: its `to`, or the withdrawal that ended it, whichever came first."""
        withdrawn = self.history.withdrawn_between(self.since.first, day)
        ends = [end for end in (self.row.end if self.row else None, withdrawn.occurred if withdrawn else None) if end]
        return min((end for end in ends if end.last < day or withdrawn), key=lambda end: end.last, default=self.since)

    def _shown(self) -> Event:
        if isinstance(self.proof, Event):
            return self.proof
        raise TypeError("a line needs a row or a proof")


@dataclass(frozen=True, slots=True)
class Voice:
    """The speaking report of one mission as far as it touches the place asked about."""

    report: Report
    lines: tuple[Line, ...]

    @property
    def is_live(self) -> bool:
        """Whether any of its rows counts."""
        return any(line.state.is_live for line in self.lines)

    @property
    def start(self) -> date:
        """The first day of its `from`."""
        return self.report.start.first


@dataclass(frozen=True, slots=True)
class Picture:
    """The lines of a status answer on one day, and the live wholes that their parts speak for."""

    lines: tuple[Line, ...]
    context: tuple[Report, ...] = ()


def voice_of(history: History, where: frozenset[str] | None, day: date) -> Voice | None:
    """The speaking report of a mission on `day`, cut to the rows that touch `where`; None if none does."""
    report = speaking_report(history, day)
    if report is None:
        return None
    rows = [row for row in report.rows if touches(row.places, where)]
    disputing = rivals(report, history) if rows else ()
    lines = tuple(
        Line(
            history, state_of(row, history, day), row, report,
            shared_out=where is not None and not where.issuperset(row.places), rivals=disputing,
        )
        for row in rows
    )  # fmt: skip
    return Voice(report, lines) if lines else None


def picture(found: Mapping[str, History], scope: Scope, names: Gazetteer, day: date) -> Picture:
    """Every line of the answer on `day`, before any is hidden for its age."""
    voices = {mission: voice_of(history, scope.where(mission), day) for mission, history in found.items()}
    silenced: set[str] = set()
    context: list[Report] = []
    for mission in found:
        if names.missions[mission].part_of not in found:
            _settle(mission, voices, names, silenced, context)
    lines: list[Line] = []
    for mission, history in found.items():
        if mission not in silenced:
            lines += _lines_of(history, voices[mission], scope.where(mission), names, day)
    return Picture(tuple(lines), tuple(context))


def _settle(
    mission: str, voices: dict[str, Voice | None], names: Gazetteer, silenced: set[str], context: list[Report]
) -> list[Voice]:
    """Let a whole or its parts speak, never both (rule 4); gives the voices that speak for the mission.

    A live whole that is newer than every live part there speaks alone; otherwise the live parts speak. If none is live, the
    newer of the two speaks: the whole alone, or its parts together, since parts that one source lists side by side
    (Afghanistan in 2013) would be falsified by showing only one of them.
    """
    parts = [part for part in names.parts(mission) if part in voices]
    of_parts = [voice for part in parts for voice in _settle(part, voices, names, silenced, context)]
    own = voices[mission]
    if own is None or (not own.is_live and not of_parts):
        return [own] if own else of_parts
    live_parts = [voice for voice in of_parts if voice.is_live]
    older = live_parts if own.is_live or live_parts else of_parts
    if (own.is_live or not live_parts) and all(own.start > voice.start for voice in older):
        silenced.update(names.with_parts([mission]) - {mission})
        return [own]
    silenced.add(mission)
    if own.is_live:
        context.append(own.report)
    return of_parts


def _lines_of(history: History, voice: Voice | None, where: frozenset[str] | None, names: Gazetteer, day: date) -> Iterable[Line]:
    """What is shown of one mission: its voice, or else that it is known more widely or without a number; then its details."""
    if where is not None and not where:
        return
    spoken = voice.report if voice else speaking_report(history, day)
    if voice:
        yield from voice.lines
    elif spoken and where is not None:
        yield from wider(history, spoken, where, names, day)
    elif spoken is None and not names.parts(history.mission):
        line = uncounted(history, where, day, day)
        if line:
            yield line
    yield from _details(history, spoken, where, day)


def wider(history: History, spoken: Report, where: frozenset[str], names: Gazetteer, day: date) -> Iterable[Line]:
    """The rows that name only a container of the place asked about, where an older report lay in it (rule 5).

    One that has ended is shown as ended, not as wider: a mission that is over is nowhere.
    """
    if not any(touches(row.places, where) for report in history.reports if report.start.first <= day for row in report.rows):
        return
    for row in spoken.rows:
        if any(names.contains(place, asked) for place in row.places for asked in where):
            state = state_of(row, history, day)
            yield Line(history, state if state.name == ENDED else State(WIDER, state.age_months), row, spoken, shared_out=True)


def presence(history: History, where: frozenset[str] | None, first: date, last: date) -> Event | Mandate | None:
    """What shows that a mission without a report is there on some day from `first` to `last` (rule 5): a deployed or posture
    event in the 12 months before, or a mandate of its own that runs, and no withdrawal since.

    “No report” means none begun by then. A whole's mandate is no sign of each of its parts, so only the mission's own counts.
    """
    events = [
        event
        for event in history.events
        if event.kind in ("deployed", "posture")
        and event.occurred.first <= last
        and first <= months_after(event.occurred.first, PERIODS.fresh_months)
        and touches(event.places, where)
        and not history.withdrawn_between(event.occurred.first, first)
    ]
    if events:
        return max(events, key=lambda event: (event.occurred.first, event.id))
    for day in (last, first):
        mandate = speaking_mandate(history, day)
        if mandate and day <= mandate.ends.last and touches(mandate.places, where):
            return None if history.withdrawn_between(decided(mandate), first) else mandate
    return None


def withdrawal(history: History, where: frozenset[str] | None, day: date) -> Event | None:
    """The last withdrawal, by `day`, of a mission that was never counted but named a place in `where`: it has ended (rule 10).

    None where it was deployed or authorised again afterwards.
    """
    gone = [event for event in history.events if event.kind == "withdrawn" and event.occurred.last <= day]
    if not gone or not history.names_place(where, day):
        return None
    last = max(gone, key=lambda event: (event.occurred.last, event.id))
    again = [event.occurred.first for event in history.events if event.kind in ("deployed", "posture")]
    again += [decided(mandate) for mandate in history.mandates]
    return None if any(last.occurred.last < start <= day for start in again) else last


def uncounted(history: History, where: frozenset[str] | None, first: date, last: date) -> Line | None:
    """The line of a mission without a report: there without a number, or withdrawn; None if neither is known."""
    proof: Event | Mandate | None = presence(history, where, first, last)
    if proof:
        return Line(history, State(UNNUMBERED, 0), proof=proof)
    proof = withdrawal(history, where, last)
    return Line(history, State(ENDED, 0), proof=proof) if proof else None


def _details(history: History, spoken: Report | None, where: frozenset[str] | None, day: date) -> Iterable[Line]:
    """The *part* rows since the speaking report that have not ended: shown as details, never counted."""
    for row in history.details:
        state = state_of(row, history, day)
        begun = row.start.first <= day and (spoken is None or row.start.first >= spoken.start.first)
        if begun and state.name != ENDED and touches(row.places, where):
            yield Line(history, State(DETAIL, state.age_months), row)


def total(lines: Iterable[Line]) -> tuple[Range, bool]:
    """The sum of the live lines (rule 7), and whether any of them is only *about* its number.

    Where nothing is counted the top is open: absence is not zero (rule 10).
    """
    live = [line for line in lines if line.row and line.state.is_live]
    if not live:
        return Range(0, None), False
    ranges = [adds(line.row, shared_out=line.shared_out) for line in live if line.row]
    return add_up(ranges), any(line.row and line.row.qualifier == "about" for line in live)


def place_totals(facts: Facts, asked: frozenset[str], day: date) -> list[Strength]:
    """The *place* total reported for exactly this place that is still live on `day` (rule 7), or none.

    Of several the one that speaks is chosen as for reports: latest `from`, then latest published, then the highest id.
    """
    reported = [row for row in facts.totals(min(asked)) if frozenset(row.places) == asked and row.start.first <= day]
    reported.sort(key=lambda row: (row.start.first, row.source.published.first, row.id), reverse=True)
    nobody = History("")
    return [row for row in reported if state_of(row, nobody, day).is_live][:1]


def agrees(reported: Strength, lines: Iterable[Line]) -> bool:
    """Whether a reported total can be true together with the live lines, *about* allowing 10 % either way on both sides.

    Where nothing is counted there is nothing to contradict it.
    """
    live = [line for line in lines if line.row and line.state.is_live]
    possible = [adds(line.row, shared_out=True) if line.shared_out else could_be(line.row) for line in live if line.row]
    return not live or could_be(reported).meets(add_up(possible))
