"""One look at the facts on one day: what the rules answer there, mission by mission."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from bot.answer import Question
from bot.entries import rows_in
from bot.facts import Event, Facts, Incident, Mandate, Strength
from bot.rules.authorised import Held, held_within
from bot.rules.histories import History, Report, histories_in
from bot.rules.mandates import speaking_mandate
from bot.rules.scope import Scope, scope_of
from bot.rules.status import Line, voice_of
from bot.rules.strengths import DETAIL, ENDED, speaking_report
from bot.scenes import Scene, scene_on, weight

Key = tuple[str, str]


class Look(NamedTuple):
    """The facts as they stood or were known at some time, and the day on which they are looked at."""

    facts: Facts
    today: date


def key_of(report: Report) -> Key:
    """What makes a report the same report (rule 1): its source and its `from`."""
    return report.source.id, report.start.text


@dataclass(frozen=True, slots=True)
class Standing:
    """What the answer says of one mission: the lines of its speaking report that concern the subject, or the line that shows
    it without a number. `speaks` is False where a whole or its parts speak in its place (rule 4).
    """

    history: History
    report: Report | None
    lines: tuple[Line, ...]
    speaks: bool

    @property
    def rows(self) -> tuple[Strength, ...]:
        """The rows of the speaking report that concern the subject."""
        return tuple(line.row for line in self.lines if line.row)

    @property
    def state(self) -> str | None:
        """The state of the most alive of its lines; None without a line."""
        return min(self.lines, key=weight).state.name if self.lines else None

    @property
    def is_live(self) -> bool:
        """Whether any of its lines counts."""
        return any(line.state.is_live for line in self.lines)

    @property
    def has_ended(self) -> bool:
        """Whether it has lines and all of them have ended."""
        return bool(self.lines) and all(line.state.name == ENDED for line in self.lines)

    @property
    def rivals(self) -> tuple[Report, ...]:
        """The reports that dispute the speaking one (rule 6)."""
        return self.lines[0].rivals if self.lines else ()

    @property
    def disputes(self) -> set[frozenset[Key]]:
        """The pairs of reports that dispute each other, the speaking one in each."""
        return {frozenset((key_of(self.report), key_of(rival))) for rival in self.rivals} if self.report else set()

    def holds(self, report: Report) -> bool:
        """Whether the mission still has this report."""
        return any(key_of(each) == key_of(report) for each in self.history.reports)


@dataclass(frozen=True, slots=True)
class View:
    """Everything that the rules answer for a subject at one look. `held` is by the mission that owns the mandate."""

    look: Look
    scope: Scope
    scene: Scene
    found: Mapping[str, History]
    standings: dict[str, Standing]
    details: dict[str, Line]
    held: dict[str, Held]
    incidents: dict[str, Incident]
    events: dict[str, Event]

    @property
    def day(self) -> date:
        """The day looked at."""
        return self.look.today

    def mandate_of(self, mission: str) -> Mandate | None:
        """The mandate that speaks for a mission on the day."""
        return speaking_mandate(self.found[mission], self.day) if mission in self.found else None


def view_of(look: Look, question: Question) -> View:
    """What the rules answer for the question's subject at one look: one pass over the missions concerned."""
    facts, day = look
    scope = scope_of(question, facts.names)
    found = histories_in(facts, scope)
    scene = scene_on(question, facts, scope, found, day)
    incidents = {each.id: each for each in rows_in(facts.incidents, scope) if each.occurred.first <= day}
    return View(
        look=look,
        scope=scope,
        scene=scene,
        found=found,
        standings=_standings(scene, found, day),
        details={line.row.id: line for line in scene.drawn if line.row and line.state.name == DETAIL},
        held={one.owner.mission: one for one in held_within(found, scope, day, day)},
        incidents=incidents,
        events=_events(facts, scope, found, day),
    )


def _standings(scene: Scene, found: Mapping[str, History], day: date) -> dict[str, Standing]:
    shown: dict[str, list[Line]] = {}
    for line in scene.drawn:
        if line.state.name != DETAIL:
            shown.setdefault(line.history.mission, []).append(line)
    standings = {}
    for mission, history in found.items():
        where = scene.scope.where(mission)
        lines = shown.get(mission, ())
        if not lines and (where is None or where):
            voice = voice_of(history, where, day)
            lines = list(voice.lines) if voice else []
        standings[mission] = Standing(history, speaking_report(history, day), tuple(lines), speaks=mission in shown)
    return standings


def _events(facts: Facts, scope: Scope, found: Mapping[str, History], day: date) -> dict[str, Event]:
    """The events begun by the day, with the returns of a place's missions, which name where people arrived."""
    moved = (event for history in found.values() for event in history.events if event.kind == "returned")
    in_place = [event for event in moved if found[event.deployment or ""].names_place(scope.where(event.deployment or ""), day)]
    return {event.id: event for event in (*rows_in(facts.events, scope), *in_place) if event.occurred.first <= day}
