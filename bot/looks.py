"""What a change does to the answers: the questions that it bears on, asked of the facts before it and after it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from bot.answer import Answer, Question, Term
from bot.editing.proposals import ProposedRow
from bot.edtf import BadDate, parse
from bot.facts import Facts
from bot.names import Gazetteer
from bot.render.forms import Looks
from bot.wording import subject_name, when_words
from handlers import verbs

MOST = 4

_VERBS = {"strengths": "status", "mandates": "mandate", "events": "status", "incidents": "incidents", "accounts": "incidents"}
_DAYS = {"strengths": "from", "events": "occurred"}
_NOTHING = "The store holds nothing on it."


def looks(before: Facts, after: Facts, rows: Sequence[ProposedRow], today: date) -> tuple[Looks, ...]:
    """The answers that these rows change, most telling first; where none changes, the one that they bear on most."""
    incidents = {row.id: row for row in rows if row.table == "incidents"}
    found: list[Looks] = []
    for question in dict.fromkeys(_questions(rows, incidents, before, after, today)):
        first, then = _asked(question, before), _asked(question, after)
        found.append(Looks(_named(question, after.names), *_told(first, then)))
    changed = [look for look in found if look.before != look.after]
    return tuple((changed or found[:1])[:MOST])


def _questions(
    rows: Sequence[ProposedRow], incidents: Mapping[str, ProposedRow], before: Facts, after: Facts, today: date
) -> Iterator[Question]:
    """About each row's own mission or place, today and on its own day, then about everywhere."""
    kinds: list[str] = []
    for row in rows:
        kind = _VERBS.get(row.table)
        values = row.values or row.before or {}
        if kind is None or len(kinds) >= MOST:
            continue
        kinds.append(kind)
        terms = tuple(_terms(row, values, incidents, before, after))
        asked = Question(kind, today, terms)
        if terms:
            yield asked
        yield from _on_its_day(asked, values.get(_DAYS.get(row.table, ""), ""), today) if terms else ()
    if "status" in kinds:
        yield Question("status", today)


def _on_its_day(asked: Question, day: str, today: date) -> Iterator[Question]:
    try:
        when = parse(day)
    except BadDate:
        return
    if when.last < today and asked.kind == "status":
        yield replace(asked, on=when)


def _terms(
    row: ProposedRow, values: Mapping[str, str], incidents: Mapping[str, ProposedRow], before: Facts, after: Facts
) -> Iterable[Term]:
    if row.table == "accounts":
        place = incidents[values["incident"]].values["place"] if values["incident"] in incidents else ""
        places = [place] if place else [each.place for each in after.incidents() if each.id == values["incident"]]
    else:
        places = [place for place in (values.get("places") or values.get("place") or "").split("|") if place]
    mission = values.get("deployment", "")
    names = after.names if mission in after.names.missions or not mission else before.names
    if mission in names.missions:
        yield Term(names.missions[mission].name, missions=(mission,))
    elif places and places[0] in after.names.places:
        yield Term(after.names.places[places[0]].name, places=(places[0],))


def _asked(question: Question, facts: Facts) -> Answer | None:
    """The answer, or None where these facts do not know what is asked about."""
    known = facts.names
    if not all(id in known.places or id in known.missions for id in question.subject):
        return None
    return verbs()[question.kind].answer(question, facts)


def _named(question: Question, names: Gazetteer) -> str:
    when = f" {when_words(question)}" if question.on else ""
    return f"{question.kind} of {subject_name(question, names)}{when}"


def _told(before: Answer | None, after: Answer | None) -> tuple[str, str]:
    """Both answers in words: their headlines, or where those are the same the first rows that differ."""
    one, other = (answer.headline if answer else _NOTHING for answer in (before, after))
    if one != other or before is None or after is None:
        return one, other
    old, new = ([str(row["text"]) for row in answer.rows] for answer in (before, after))
    gone = next((text for text in old if text not in new), "")
    come = next((text for text in new if text not in old), "")
    return f"{one} {gone}".strip(), f"{other} {come}".strip()
