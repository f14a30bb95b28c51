"""status: where they are and how many, on a day or within a period (rules 1 to 7, 9 and 10)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.answer import Answer, Question, Suggestion, no_rows
from bot.edtf import say_day
from bot.entries import entries
from bot.facts import Event, Facts, Source
from bot.headlines import headline, next_counted, warnings
from bot.lines import line_row, movement_row, rival_rows
from bot.rules.histories import History, histories_in
from bot.rules.scope import Scope, scope_of
from bot.rules.spells import lines_within, over_before
from bot.rules.status import Line
from bot.rules.strengths import (
    ENDED,
    UNNUMBERED,
)
from bot.scenes import scene_on, total_row
from bot.wording import (
    capital,
    future_warnings,
    known_words,
    listed,
    plural,
    source_rows,
    straddling_warnings,
    subject_name,
    subject_places,
    when_words,
)

ORDER = 1
USAGE = "status [SUBJECT | all] [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]"
PURPOSE = "where New Zealand's troops are and how many, on any day"
EXAMPLES = (
    "status",
    "status iraq on 10 january 2020",
    "status kuwait on 2020-04-15",
    "status taji reported by 2020-01-12",
    "how many were at taji in january 2020",
)
TAKES = "subject"


def answer(question: Question, facts: Facts) -> Answer:
    """Answer a status question on a day with a total, or on a period without one."""
    scope = scope_of(question, facts.names)
    found = histories_in(facts, scope)
    if question.asks_period:
        return _within_period(question, facts, scope, found)
    return _on_day(question, facts, scope, found)


def _on_day(question: Question, facts: Facts, scope: Scope, found: Mapping[str, History]) -> Answer:
    day = question.day[1] or question.today
    scene = scene_on(question, facts, scope, found, day)
    shown, drawn = scene.shown, scene.drawn
    if not drawn and not scene.totals:
        return _nothing(question, facts, scope)
    moved = movements(shown, day)
    absence = "all-ended" if drawn and all(line.state.name == ENDED for line in drawn) else None
    return Answer(
        kind="status",
        question=question,
        headline=headline(scene),
        rows=tuple(line_row(line, facts, day) for line in shown),
        total=None if absence else total_row(scene),
        absence=absence,
        warnings=(*question.notes, *warnings(scene)),
        suggestions=(Suggestion("Show the old ones too", f"status all {when_words(question)}"),) if scene.hidden else (),
        sources=source_rows([*_sources_of(shown), *(row.source for row in scene.totals), *(event.source for event in moved)]),
        movements=tuple(movement_row(event, facts) for event in moved),
    )


def _within_period(question: Question, facts: Facts, scope: Scope, found: Mapping[str, History]) -> Answer:
    """Every report while it spoke in the period, newest first, with its state on the period's last day, or today if earlier."""
    first, last = question.day[0] or date.min, question.day[1] or question.today
    end = max(first, min(last, question.today))
    lines = [
        line
        for history in found.values()
        for line in lines_within(history, scope.where(history.mission), facts.names, first, end)
    ]
    if not lines:
        return _nothing(question, facts, scope)
    lines.sort(key=lambda line: (line.since.first, line.history.mission), reverse=True)
    spoke = [line for line in lines if not over_before(line, first, end)]
    moved = movements(spoke, end, since=first)
    return Answer(
        kind="status",
        question=question,
        headline=_period_headline(question, facts, spoke, end) if spoke else _over(question, facts, lines, end),
        rows=tuple(line_row(line, facts, end) for line in spoke),
        absence=None if spoke else "all-ended",
        warnings=(*question.notes, *future_warnings(question), *straddling_warnings(facts, question)),
        sources=source_rows([*_sources_of(spoke or lines), *(event.source for event in moved)]),
        movements=tuple(movement_row(event, facts) for event in moved),
    )


def _period_headline(question: Question, facts: Facts, spoke: Sequence[Line], end: date) -> str:
    label, when = capital(subject_name(question, facts.names)), f"{when_words(question)}{known_words(question)}"
    reports = len({line.report.rank for line in spoke if line.report})
    uncounted = len({line.history.mission for line in spoke if line.state.name == UNNUMBERED})
    said = [plural(reports, "report") + " spoke"] if reports else []
    if uncounted:
        said.append(f"{plural(uncounted, 'mission')} {'was' if uncounted == 1 else 'were'} there with no number held")
    return f"{label}: {listed(said)} {when}, shown with the state on {say_day(end)}; a period has no total."


def _over(question: Question, facts: Facts, lines: Sequence[Line], end: date) -> str:
    """All had ended before the period; a count that ended is not called the end of its mission, and the next one is named."""
    label, when = capital(subject_name(question, facts.names)), f"{when_words(question)}{known_words(question)}"
    if all(line.is_withdrawn(end) for line in lines):
        return f"{label}: every mission held there had ended before the period asked about, {when}."
    return f"{label}: every count held there had ended before the period asked about, {when}{next_counted(lines, end)}."


def movements(lines: Iterable[Line], day: date, since: date | None = None) -> list[Event]:
    """The returns and withdrawals of the missions shown, from each one's count (or `since`) to `day`, oldest first."""
    starts: dict[str, tuple[History, date]] = {}
    for line in lines:
        start = since or line.since.first
        known = starts.get(line.history.mission)
        if not known or start < known[1]:
            starts[line.history.mission] = (line.history, start)
    moved = {
        event.id: event
        for history, start in starts.values()
        for each in (history, *history.wholes)
        for event in each.events
        if event.kind in ("returned", "withdrawn") and start <= event.occurred.last and event.occurred.first <= day
    }
    return sorted(moved.values(), key=lambda event: (event.occurred.first, event.id))


def _nothing(question: Question, facts: Facts, scope: Scope) -> Answer:
    """A place or mission that the store holds, with nothing to say of it on the day or in the period asked about (rule 10)."""
    where = subject_places(question, scope, facts.names) or f"for {subject_name(question, facts.names)}"
    if entries(facts, scope):
        when = f"{when_words(question)}{known_words(question)}"
        said = f"The store has no count and no sign of a mission {where} {when}; it holds facts of other times or kinds there."
        suggestion = Suggestion("Show the timeline", f"timeline {' '.join(question.subject)}".strip())
    else:
        said = (
            f"The store knows {subject_name(question, facts.names)} by name, but holds no facts {where}{known_words(question)}."
        )
        suggestion = Suggestion("Search for the name", f"search {subject_name(question, facts.names)}")
    return no_rows(
        question, said, (*question.notes, *future_warnings(question), *straddling_warnings(facts, question)), suggestion
    )


def _sources_of(lines: Iterable[Line]) -> list[Source]:
    return [source for line in lines for source in (line.source, *(row.source for row in rival_rows(line)))]
