"""status: where they are and how many, on a day or within a period (rules 1 to 7, 9 and 10)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from bot.answer import Answer, Question, Row, Suggestion
from bot.edtf import say_day
from bot.entries import entries
from bot.facts import Event, Facts, Source
from bot.headlines import Scene, headline, warnings
from bot.lines import line_row, movement_row, rival_rows
from bot.rules.histories import History, histories
from bot.rules.periods import PERIODS, months_after
from bot.rules.scope import Scope, scope_of
from bot.rules.spells import lines_within, over_before
from bot.rules.status import Line, agrees, picture, place_totals, total
from bot.rules.strengths import (
    CURRENT,
    DETAIL,
    ENDED,
    ENDING,
    HISTORIC,
    LAST_KNOWN,
    MANDATED,
    UNNUMBERED,
    WIDER,
)
from bot.wording import (
    capital,
    cite,
    counted,
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
USAGE = "status [SUBJECT | all] [on DATE] [since DATE] [until DATE] [reported by DATE]"
PURPOSE = "where New Zealand's troops are and how many, on any day"
EXAMPLES = (
    "status",
    "status iraq on 10 january 2020",
    "status kuwait on 2020-04-15",
    "status taji reported by 2020-01-12",
    "how many were at taji in january 2020",
)
TAKES = "subject"

_ORDER_OF_STATES = (CURRENT, ENDING, MANDATED, UNNUMBERED, LAST_KNOWN, WIDER, HISTORIC, ENDED, DETAIL)


def answer(question: Question, facts: Facts) -> Answer:
    """Answer a status question on a day with a total, or on a period without one."""
    scope = scope_of(question, facts.names)
    candidates = None if scope.everywhere else facts.missions_touching(scope.all_places) | scope.all_missions
    found = histories(facts, candidates)
    if question.asks_period:
        return _within_period(question, facts, scope, found)
    return _on_day(question, facts, scope, found)


def _on_day(question: Question, facts: Facts, scope: Scope, found: Mapping[str, History]) -> Answer:
    day = question.day[1] or question.today
    drawn = picture(found, scope, facts.names, day)
    totals = place_totals(facts, scope.asked or frozenset(["world"]), day) if not scope.missions else []
    if not drawn.lines and not totals:
        return _nothing(question, facts, scope)
    shown, hidden = _to_show(drawn.lines, day, everywhere=scope.everywhere, everything=question.everything)
    summed, about = total(shown)
    scene = Scene(question, facts, scope, tuple(shown), tuple(hidden), summed, about, tuple(totals), drawn.context)
    moved = movements(shown, day)
    absence = "all-ended" if drawn.lines and all(line.state.name == ENDED for line in drawn.lines) else None
    return Answer(
        kind="status",
        question=question,
        headline=headline(scene),
        rows=tuple(line_row(line, facts, day) for line in shown),
        total=None if absence else _total(scene),
        absence=absence,
        warnings=(*question.notes, *warnings(scene)),
        suggestions=(Suggestion("Show the old ones too", f"status all {when_words(question)}"),) if hidden else (),
        sources=source_rows([*_sources_of(shown), *(row.source for row in totals), *(event.source for event in moved)]),
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
        headline=_period_headline(question, facts, spoke, end),
        rows=tuple(line_row(line, facts, end) for line in spoke),
        absence=None if spoke else "all-ended",
        warnings=(*question.notes, *future_warnings(question), *straddling_warnings(facts, question)),
        sources=source_rows([*_sources_of(spoke or lines), *(event.source for event in moved)]),
        movements=tuple(movement_row(event, facts) for event in moved),
    )


def _period_headline(question: Question, facts: Facts, spoke: Sequence[Line], end: date) -> str:
    label, when = capital(subject_name(question, facts.names)), f"{when_words(question)}{known_words(question)}"
    if not spoke:
        return f"{label}: everything held there had ended before the period asked about, {when}."
    reports = len({line.report.rank for line in spoke if line.report})
    uncounted = len({line.history.mission for line in spoke if line.state.name == UNNUMBERED})
    said = [plural(reports, "report") + " spoke"] if reports else []
    if uncounted:
        said.append(f"{plural(uncounted, 'mission')} {'was' if uncounted == 1 else 'were'} there with no number held")
    return f"{label}: {listed(said)} {when}, shown with the state on {say_day(end)}; a period has no total."


def _to_show(lines: Sequence[Line], day: date, *, everywhere: bool, everything: bool) -> tuple[list[Line], list[Line]]:
    """The lines to show in order, and the historic ones left out: `status all` or naming the subject shows those (rule 3).

    A mission that ended over a year ago is left out beside others that have not, and any ended one is left out of everywhere;
    where all have ended, all are shown. With a mission go its details.
    """
    ordered = sorted(lines, key=_weight)
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


def _weight(line: Line) -> tuple[int, int, str, str]:
    """The order of lines: by state, the larger count first."""
    count, id = (line.row.count, line.row.id) if line.row else (0, "")
    return _ORDER_OF_STATES.index(line.state.name), -count, line.history.mission, id


def _long_over(line: Line, day: date) -> bool:
    return months_after(line.ended(day).last, PERIODS.fresh_months) < day


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
    return Answer(
        kind="unknown",
        question=question,
        headline=said,
        absence="no-rows",
        warnings=(*question.notes, *future_warnings(question), *straddling_warnings(facts, question)),
        suggestions=(suggestion,),
    )


def _total(scene: Scene) -> Row:
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


def _sources_of(lines: Iterable[Line]) -> list[Source]:
    return [source for line in lines for source in (line.source, *(row.source for row in rival_rows(line)))]
