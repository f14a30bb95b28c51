"""The headline and the warnings of a status answer: the sentence that answers, and what keeps it from being misread."""

from collections.abc import Iterable
from datetime import date

from bot.answer import Warning
from bot.edtf import say
from bot.facts import Strength
from bot.rules.histories import Report
from bot.rules.periods import PERIODS
from bot.rules.scope import touches
from bot.rules.status import Line
from bot.rules.strengths import DETAIL, ENDED, HISTORIC, LAST_KNOWN, MANDATED, UNNUMBERED, WIDER
from bot.scenes import Scene
from bot.wording import (
    age_words,
    are,
    at_places,
    capital,
    cite,
    claimed,
    counted,
    elsewhere,
    future_warnings,
    listed,
    mission_name,
    plural,
    straddling_warnings,
    strength_words,
    subject_name,
)


def headline(scene: Scene) -> str:
    """The sentence that answers. It never gives absence as a number (rule 10)."""
    if scene.live:
        return _counted(scene)
    return f"{_uncounted(scene)}{_reported(scene)}"


def _uncounted(scene: Scene) -> str:
    if scene.of(UNNUMBERED):
        return f"{scene.label}: present {scene.when}, no number held: {scene.missions(scene.of(UNNUMBERED))}."
    if scene.of(LAST_KNOWN, HISTORIC):
        return _last_known(scene)
    if scene.of(WIDER):
        return _wider(scene)
    if scene.of(ENDED):
        return _ended(scene)
    if scene.of(DETAIL):
        return f"{scene.label}: only parts of missions were counted {scene.when}, no whole."
    return f"{scene.label}: no mission's count is live {scene.when}."


def _reported(scene: Scene) -> str:
    """A live total reported for the place where none of its missions is counted."""
    said = [
        f"{cite(row.source)}, reports {counted(row.count, row.qualifier)} there in all ({say(row.start)})" for row in scene.totals
    ]
    return f" {capital(listed(said))}." if said else ""


def _counted(scene: Scene) -> str:
    people, others = scene.people, scene.others
    counting = f", counting {others}" if others else ""
    verb = are(scene.question, scene.summed.high)
    if scene.where:
        sentence = f"{people} {verb} {scene.where} {scene.when}{counting}"
    elif scene.scope.everywhere:
        sentence = f"{people} {verb} counted on deployments {scene.when}{counting}"
    else:
        sentence = f"{scene.label}: {people} {scene.when}{counting}"
    return f"{capital(sentence)}{_shared(scene)}{_beside(scene)}."


def _shared(scene: Scene) -> str:
    names = scene.facts.names
    places = dict.fromkeys(
        elsewhere(place, line.row.places, names)
        for line in scene.live
        if line.shared_out and line.row
        for place in line.row.places
        if place not in scene.scope.all_places
    )
    return f", a number shared with {listed(places)}" if places else ""


def _beside(scene: Scene) -> str:
    """What keeps the number from being copied alone: its age, missions not in it, sources that disagree with it."""
    unnumbered = len({line.history.mission for line in scene.of(UNNUMBERED)})
    stale = len({line.history.mission for line in scene.of(LAST_KNOWN)})
    parts = [*_away_from_named_place(scene), *_age(scene)]
    parts += [
        f"a total of {counted(row.count, row.qualifier)} reported in {say(row.start)} does not agree" for row in scene.mismatched
    ]
    parts += [_disagreement(line, scene) for line in scene.live if _leads(line) and line.rivals]
    if unnumbered:
        parts.append(f"{plural(unnumbered, 'more mission')} {'has' if unnumbered == 1 else 'have'} no number")
    if stale:
        parts.append(f"{plural(stale, 'last-known count')} {'is' if stale == 1 else 'are'} left out")
    return f"; {listed(parts)}" if parts else ""


def _away_from_named_place(scene: Scene) -> list[str]:
    """For a word that names a place and a mission (Ukraine): says so where none of the counted are in the place itself."""
    places = scene.scope.joined_places
    if not places or any(line.row and touches(line.row.places, places) for line in scene.live):
        return []
    named = [place for term in scene.question.terms if term.missions for place in term.places]
    return [f"none of them recorded {at_places(scene.facts.names, named)} itself"]


def _age(scene: Scene) -> list[str]:
    oldest = max((line.state.age_months for line in scene.of(MANDATED)), default=0)
    return [f"its oldest count is {age_words(oldest)} old"] if oldest else []


def _disagreement(line: Line, scene: Scene) -> str:
    claims = listed(dict.fromkeys(claimed(rival) for rival in line.rivals))
    if len({each.history.mission for each in scene.live}) == 1:
        return f"another source says {claims}"
    own = listed(counted(row.count, row.qualifier) for row in line.report.rows) if line.report else ""
    return f"sources disagree on {mission_name(scene.facts.names, line.history.mission)}: {own} here, or {claims}"


def _last_known(scene: Scene) -> str:
    lines = scene.of(LAST_KNOWN) or scene.of(HISTORIC)
    newest = max(lines, key=lambda line: line.since.first)
    if len({line.history.mission for line in lines}) > 1:
        return (
            f"{scene.label}: no current count {scene.when}; {len(lines)} older counts that nobody has confirmed since, "
            f"the newest of {say(newest.since)}."
        )
    said = listed(strength_words(line.row, scene.facts.names) for line in lines if line.row)
    return (
        f"{scene.label}: no current count {scene.when}; last known {said} as of {say(newest.since)}, "
        f"not confirmed for {age_words(newest.state.age_months)}."
    )


def _wider(scene: Scene) -> str:
    names = scene.facts.names
    spread = listed(
        f"{counted(line.row.count, line.row.qualifier)} with {mission_name(names, line.history.mission)} "
        f"across {listed(elsewhere(place, line.row.places, names) for place in line.row.places)}"
        for line in scene.of(WIDER)
        if line.row
    )
    where = scene.where or "there"
    return f"No one is recorded {where} itself by the newest word {scene.when}, which names the wider area: {spread}."


def _ended(scene: Scene) -> str:
    """All have ended. A count that ended, such as a rotation's or a season's, is not called the end of its mission."""
    lines = scene.of(ENDED)
    day = scene.question.day[1] or scene.question.today
    withdrawn = all(line.is_withdrawn(day) for line in lines)
    # What ends a mission is its withdrawal, not the end of its last count.
    last = say(max((line.withdrawn(day) if withdrawn else line.ended(day) for line in lines), key=lambda when: when.last))
    where = scene.where or f"for {subject_name(scene.question, scene.facts.names)}"
    missions = len({line.history.mission for line in lines})
    every = {1: scene.missions(lines), 2: "both missions there"}.get(missions, f"all {missions} missions there")
    if withdrawn:
        return f"No one is recorded {where} {scene.when}: {every} had ended by {last}{_last_counted(lines)}."
    counted_next = next_counted(lines, day) or _last_counted(lines)
    return (
        f"No one is recorded {where} {scene.when}: every count held there had ended by {last} ({scene.missions(lines)})"
        f"{counted_next}."
    )


def next_counted(lines: Iterable[Line], day: date) -> str:
    """When the missions of ended counts are next counted after `day`, to end a sentence with; empty where they are not."""
    starts = [start for line in lines if (start := line.history.counted_after(day))]
    return f"; the next count held is of {say(min(starts, key=lambda when: when.first))}" if starts else ""


def _last_counted(lines: list[Line]) -> str:
    """The last count of the one mission that ended, which whoever asks of it mostly wants to know."""
    rows = [line.row for line in lines if line.row]
    if len(rows) != 1 or len(lines) != 1:
        return ""
    return f"; its last count is {counted(rows[0].count, rows[0].qualifier)}, of {say(lines[0].since)}"


def warnings(scene: Scene) -> list[Warning]:
    """Everything that the reader must know before relying on the answer; each code at most once but for disputes."""
    found = [*future_warnings(scene.question)]
    if any(scene.facts.names.places[place].country_code == "NZ" for place in scene.scope.asked):
        found.append(Warning("home", "New Zealand is home, not a deployment: only missions that name it are shown."))
    if scene.of(LAST_KNOWN):
        missions = scene.missions(scene.of(LAST_KNOWN))
        why = f"not confirmed for over {plural(PERIODS.fresh_months, 'month')}, or with a mandate that has lapsed"
        found.append(Warning("stale", f"Last known and not added ({why}): {missions}."))
    if scene.of(UNNUMBERED):
        found.append(
            Warning("incomplete", f"The total is incomplete: no number is held for {scene.missions(scene.of(UNNUMBERED))}.")
        )
    if scene.hidden:
        left = plural(len({line.history.mission for line in scene.hidden}), "mission")
        years = plural(PERIODS.kept_months // 12, "year")
        found.append(Warning("historic", f"{left} last counted over {years} ago left out; “status all” shows them."))
    found += [Warning("disputed", _dispute(line, scene)) for line in scene.shown if _leads(line) and line.rivals]
    found += [Warning("mismatch", _mismatch(row, scene)) for row in scene.mismatched]
    found += [Warning("context", _context(report, scene)) for report in scene.context]
    return [*found, *straddling_warnings(scene.facts, scene.question)]


def _leads(line: Line) -> bool:
    """Whether this is the first row of its report, which speaks for the report in a warning."""
    return line.report is not None and line.row is line.report.rows[0]


def _dispute(line: Line, scene: Scene) -> str:
    claims = [line.report, *line.rivals] if line.report else line.rivals
    mission = mission_name(scene.facts.names, line.history.mission)
    return f"Sources disagree on {mission}: {listed(claimed(claim) for claim in claims)}."


def _mismatch(row: Strength, scene: Scene) -> str:
    said = counted(row.count, row.qualifier)
    return f"The sum is {scene.sum_words}, but {cite(row.source)}, reports {said} in all ({say(row.start)})."


def _context(report: Report, scene: Scene) -> str:
    names = scene.facts.names
    said = listed(strength_words(row, names) for row in report.rows)
    mission = mission_name(names, report.rows[0].deployment)
    return f"Not added, since its parts are counted above: {mission}, {said} ({cite(report.source)})."
