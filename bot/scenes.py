"""One day's picture as an answer shows it: which lines stand in it, which are left out, their sum and the reported totals."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from bot.answer import Question, Row
from bot.facts import Facts, Strength
from bot.rules.counts import Range
from bot.rules.histories import History, Report
from bot.rules.periods import PERIODS, months_after
from bot.rules.scope import Scope
from bot.rules.status import Line, agrees, picture, place_totals, total
from bot.rules.strengths import CURRENT, DETAIL, ENDED, ENDING, HISTORIC, LAST_KNOWN, MANDATED, UNNUMBERED, WIDER
from bot.wording import (
    capital,
    cite,
    counted,
    known_words,
    listed,
    mission_name,
    ranged,
    subject_name,
    subject_places,
    when_words,
)

_ORDER_OF_STATES = (CURRENT, ENDING, MANDATED, UNNUMBERED, LAST_KNOWN, WIDER, HISTORIC, ENDED, DETAIL)


@dataclass(frozen=True, slots=True)
class Scene:
    """What one day's status answer is made from: the lines shown and hidden, their sum, the reported totals, silent wholes.

    `drawn` are all the lines that those shown were chosen from.
    """

    question: Question
    facts: Facts
    scope: Scope
    shown: tuple[Line, ...]
    hidden: tuple[Line, ...]
    summed: Range
    about: bool
    totals: tuple[Strength, ...]
    context: tuple[Report, ...]
    drawn: tuple[Line, ...]

    def of(self, *states: str) -> list[Line]:
        """The shown lines in these states."""
        return [line for line in self.shown if line.state.name in states]

    @property
    def live(self) -> list[Line]:
        """The shown lines that count."""
        return [line for line in self.shown if line.state.is_live]

    @property
    def mismatched(self) -> list[Strength]:
        """The reported totals that cannot be true together with what is counted."""
        return [row for row in self.totals if not agrees(row, self.shown)]

    @property
    def sum_words(self) -> str:
        """The sum in words; “up to” where only ceilings make it a range."""
        ceiling = all(line.row and (line.row.qualifier == "up-to" or not line.shared_out) for line in self.live)
        return ranged(self.summed, about=self.about, ceiling=ceiling)

    @property
    def others(self) -> str:
        """Who else the sum holds: Police; empty for nobody. “Police and other agencies” says “Police” too."""
        named = dict.fromkeys(line.row.includes for line in self.live if line.row and line.row.includes)
        return listed(one for one in named if not any(one != other and one in other for other in named))

    @property
    def people(self) -> str:
        """The sum with its noun: 50 NZDF personnel, up to 110 people."""
        said, one = self.sum_words, self.summed.high == 1
        noun = ("person" if one else "people") if self.others else ("NZDF person" if one else "NZDF personnel")
        return f"{said} of {noun}" if said == "an unknown number" else f"{said} {noun}"

    @property
    def where(self) -> str | None:
        """Where, for a question about places only."""
        return subject_places(self.question, self.scope, self.facts.names)

    @property
    def when(self) -> str:
        """The day asked about, and the knowledge day if one was asked for."""
        return f"{when_words(self.question)}{known_words(self.question)}"

    @property
    def label(self) -> str:
        """What was asked about, as the start of a sentence."""
        return capital(subject_name(self.question, self.facts.names))

    def missions(self, lines: Iterable[Line]) -> str:
        """The names of these lines' missions, each once."""
        return listed(dict.fromkeys(mission_name(self.facts.names, line.history.mission) for line in lines))


def scene_on(question: Question, facts: Facts, scope: Scope, found: Mapping[str, History], day: date) -> Scene:
    """The scene of a question on one day."""
    drawn = picture(found, scope, facts.names, day)
    totals = place_totals(facts, scope.asked or frozenset(["world"]), day) if not scope.missions else []
    shown, hidden = _to_show(drawn.lines, day, everywhere=scope.everywhere, everything=question.everything)
    summed, about = total(shown)
    return Scene(question, facts, scope, tuple(shown), tuple(hidden), summed, about, tuple(totals), drawn.context, drawn.lines)


def total_row(scene: Scene) -> Row:
    """The total of the contract. Where nothing is counted its top stays open: absence is not zero."""
    counted_any = any(line.state.is_live for line in scene.shown)
    unnumbered = any(line.state.name == UNNUMBERED for line in scene.shown)
    reported = [
        {
            "strength": row.id,
            "count": row.count,
            "qualifier": row.qualifier,
            "source": row.source.id,
            "agrees": agrees(row, scene.shown),
        }
        for row in scene.totals
    ]
    return {
        "min": _whole(scene.summed.low),
        "max": _whole(scene.summed.high) if counted_any else None,
        "about": scene.about,
        "complete": counted_any and not unnumbered,
        "reported": reported,
        "text": _total_words(scene, counted_any=counted_any),
    }


def _whole(value: float | None) -> int | None:
    return None if value is None else int(value)


def _total_words(scene: Scene, *, counted_any: bool) -> str:
    said = [f"Sum {scene.sum_words}" if counted_any else "Nothing is counted, so there is no sum"]
    for row in scene.totals:
        verdict = "" if not counted_any else ", which agrees" if agrees(row, scene.shown) else ", which does not agree"
        said.append(f"{cite(row.source)}, reports {counted(row.count, row.qualifier)} in all{verdict}")
    return f"{'; '.join(said)}."


def _to_show(lines: Sequence[Line], day: date, *, everywhere: bool, everything: bool) -> tuple[list[Line], list[Line]]:
    """The lines to show in order, and the historic ones left out: `status all` or naming the subject shows those (rule 3).

    A mission that ended over a year ago is left out beside others that have not, and any ended one is left out of everywhere;
    where all have ended, all are shown. With a mission go its details.
    """
    ordered = sorted(lines, key=weight)
    if everything or all(line.state.name == ENDED for line in lines):
        return ordered, []

    def is_out(line: Line) -> bool:
        if line.state.name == ENDED:
            return everywhere or _long_over(line, day)
        return everywhere and line.state.name == HISTORIC

    hidden = [line for line in ordered if is_out(line) and line.state.name == HISTORIC]
    kept = [line for line in ordered if not is_out(line)]
    gone = {line.history.mission for line in ordered} - {line.history.mission for line in kept if line.state.name != DETAIL}
    out = gone & {line.history.mission for line in ordered if is_out(line)}
    return [line for line in kept if line.history.mission not in out], hidden


def weight(line: Line) -> tuple[int, int, str, str]:
    """The order of lines: by state, the larger count first."""
    count, id = (line.row.count, line.row.id) if line.row else (0, "")
    return _ORDER_OF_STATES.index(line.state.name), -count, line.history.mission, id


def _long_over(line: Line, day: date) -> bool:
    return months_after(line.ended(day).last, PERIODS.fresh_months) < day
