"""The words of an answer: New Zealand English, day-month-year, plain and exact."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from bot.answer import Question, Row, Term, Warning
from bot.edtf import Date, say, say_day
from bot.facts import Facts, Source, Strength
from bot.names import Gazetteer
from bot.rules.counts import Range
from bot.rules.histories import Report
from bot.rules.scope import Scope

_QUALIFIERS = {"exactly": "", "about": "about ", "up-to": "up to ", "at-least": "at least "}
_TAKES_THE = re.compile(
    r"(East|Kingdom|Sea|Heights|Emirates|Peninsula|Islands|Zone|river|Pacific|area|reef|Asia|Area|Province)$|^(Korean|Waters)\b",
    re.I,
)
_NO_THE = re.compile(r"^(Bamyan|Wardak)\b|-Pacific$|^(Cova|Vanua)\b")


def listed(items: Iterable[str], last: str = "and") -> str:
    """Items as English lists them: a, b and c."""
    each = list(items)
    return f"{', '.join(each[:-1])} {last} {each[-1]}" if len(each) > 1 else "".join(each)


def capital(sentence: str) -> str:
    """The sentence with its first letter as a capital; the rest untouched."""
    return sentence[:1].upper() + sentence[1:]


def plural(count: int, one: str, many: str | None = None) -> str:
    """A number with its noun: 1 mission, 2 missions."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def number(value: float) -> str:
    """A whole number with commas from a thousand up, a fraction with its decimals."""
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


@lru_cache(maxsize=4096)
def the(name: str) -> str:
    """A place's name with the article that English gives it: the Middle East, Iraq."""
    return f"the {name}" if _TAKES_THE.search(name) and not _NO_THE.search(name) else name


def place_name(names: Gazetteer, place: str) -> str:
    """The name of a place by its id, with its article."""
    name = names.places[place].name if place in names.places else place
    return "the world" if name == "World" else the(name)


def mission_name(names: Gazetteer, mission: str | None) -> str:
    """The name of a mission by its id."""
    return names.missions[mission].name if mission in names.missions else mission or ""


def at_places(names: Gazetteer, places: Sequence[str]) -> str:
    """Where: at Camp Taji, in Iraq and Kuwait."""
    if list(places) == ["world"]:
        return "worldwide"
    preposition = "at" if all(names.places[p].kind == "base" for p in places if p in names.places) else "in"
    return f"{preposition} {listed(place_name(names, place) for place in places)}"


def counted(count: int, qualifier: str) -> str:
    """A count with its qualifier: 45, about 90, up to 12, at least 170."""
    return f"{_QUALIFIERS[qualifier]}{number(count)}"


def ranged(span: Range, *, about: bool = False, ceiling: bool = False) -> str:
    """A total in words: 50, 0 to 4, at least 12. `ceiling`: its range comes from ceilings only, so “up to 110”."""
    roughly = "about " if about else ""
    if span.high is None:
        return f"at least {roughly}{number(span.low)}" if span.low else "an unknown number"
    if span.low == span.high:
        return f"{roughly}{number(span.high)}"
    if span.low == 0:
        return f"{'up' if ceiling else '0'} to {roughly}{number(span.high)}"
    return f"{roughly}{number(span.low)} to {number(span.high)}"


def cite(source: Source) -> str:
    """A source with its date: NZ Herald, about 9 January 2020."""
    return f"{source.publisher}, {say(source.published)}"


def cite_all(sources: Iterable[Source]) -> str:
    """Several sources with their dates."""
    return "; ".join(cite(source) for source in sources)


def source_row(source: Source) -> Row:
    """A source as the answer's contract lists it."""
    return {
        "id": source.id,
        "publisher": source.publisher,
        "title": source.title,
        "published": source.published.text,
        "url": source.url,
    }


def source_rows(sources: Iterable[Source]) -> tuple[Row, ...]:
    """The sources of an answer, each once, in the order in which the rows need them."""
    return tuple(source_row(source) for source in {source.id: source for source in sources}.values())


def when_words(question: Question) -> str:
    """The day or period asked about: on 10 January 2020, in January 2020, between January 2019 and March 2020."""
    if question.on:
        return _on(question.on)
    since, until = question.since, question.until
    if since and until:
        if since == until:
            return _on(since)
        within = since.first < until.first and until.last < since.last  # what ended this year, asked in November
        return f"{_on(since)} up to {say(until)}" if within else f"between {say(since)} and {say(until)}"
    if question.since:
        return f"since {say(question.since)}"
    if question.until:
        return f"until {say(question.until)}"
    return f"on {say_day(question.day[1] or question.today)}"


def _on(when: Date) -> str:
    return f"{'on' if when.first == when.last else 'in'} {say(when)}"


def known_words(question: Question) -> str:
    """The knowledge day and the day of the store, if asked for: “, going by what had been published by 12 January 2020”."""
    known = f", going by what had been published by {say(question.reported_by)}" if question.reported_by else ""
    return f"{known}, as the store stood on {say_day(question.recorded_by.last)}" if question.recorded_by else known


def are(question: Question, count: float | None) -> str:
    """The verb at the day asked about: is, are, was, were; on a day to come, “on record as”."""
    day = question.day[1] or question.today
    if day > question.today:
        return "on record as"
    return {(True, True): "is", (True, False): "are", (False, True): "was", (False, False): "were"}[
        day == question.today, count == 1
    ]


def subject_name(question: Question, names: Gazetteer) -> str:
    """What was asked about, by its names: Iraq, Camp Taji training mission; “all deployments” for everywhere.

    A word for a place and a mission is shown as both, since a number may be of the mission and not in the place.
    """
    return listed(_label(term, names) for term in question.terms) or "all deployments"


def _label(term: Term, names: Gazetteer) -> str:
    missions = listed(mission_name(names, mission) for mission in term.missions) if term.places else ""
    return f"{names.label(term)} ({missions})" if missions else names.label(term)


def subject_places(question: Question, scope: Scope, names: Gazetteer) -> str | None:
    """Where, if the question names places only: in Iraq; None if it names a mission too."""
    if scope.all_missions or scope.everywhere:
        return None
    return at_places(names, [place for term in question.terms for place in term.places])


def straddling_warnings(facts: Facts, question: Question) -> list[Warning]:
    """The sources left out because K falls inside what their date can mean."""
    if not facts.straddling or not question.reported_by:
        return []
    left_out = listed(f"{cite(source)} ({source.id})" for source in sorted(facts.straddling.values()))
    return [Warning("straddles", f"Left out, since they may have been published after {say(question.reported_by)}: {left_out}.")]


def future_warnings(question: Question) -> list[Warning]:
    """Says so where the day asked about is still to come."""
    last = question.day[1]
    if last and last > question.today and question.kind in ("status", "mandate"):
        return [
            Warning(
                "future", f"This looks past today, {say_day(question.today)}: it is what the facts held now say of that time."
            )
        ]
    return []


def claimed(report: Report) -> str:
    """What a report says in all, with its source: 143 (Maori Television, about June 2016)."""
    return f"{listed(counted(row.count, row.qualifier) for row in report.rows)} ({cite(report.source)})"


def strength_words(row: Strength, names: Gazetteer) -> str:
    """A count with its places: 45 at Camp Taji; 4 shared between Iraq and Kuwait, no split reported."""
    said = counted(row.count, row.qualifier)
    if len(row.places) == 1:
        return f"{said} {at_places(names, row.places)}"
    among = "between" if len(row.places) == 2 else "among"
    return f"{said} shared {among} {listed(elsewhere(place, row.places, names) for place in row.places)}, no split reported"


def elsewhere(place: str, places: Sequence[str], names: Gazetteer) -> str:
    """The name of one of several places: “the rest of Europe” beside the United Kingdom."""
    name = place_name(names, place)
    return f"the rest of {name}" if any(names.contains(place, other) for other in places) else name


def age_words(months: int) -> str:
    """An age in words: under a month, 1 month, 16 months, 3 years."""
    if months < 1:
        return "under a month"
    return plural(months, "month") if months < 36 else plural(months // 12, "year")
