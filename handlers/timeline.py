"""timeline: strengths, mandates, events and incidents in one dated list, oldest first."""

from bot.answer import Answer, Question, Suggestion, no_rows
from bot.edtf import say
from bot.entries import Entry, entries, event_entry, in_order
from bot.facts import Facts
from bot.rules.scope import Scope, scope_of
from bot.wording import capital, cite_all, known_words, plural, source_rows, straddling_warnings, subject_name, when_words

ORDER = 4
USAGE = "timeline [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]"
PURPOSE = "counts, mandates, events and incidents in one dated list"
EXAMPLES = (
    "timeline taji since 2019-06 until 2020-04",
    "timeline operation gallant phoenix",
    "timeline sinai since 2024",
    "what has changed in south korea since 2023",
)
TAKES = "subject"

_KINDS = {"strengths": "strength", "mandates": "mandate", "events": "event", "incidents": "incident"}


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with every dated row in scope whose date can fall in the days asked about."""
    scope = scope_of(question, facts.names)
    dated = {(entry.table, entry.id): entry for entry in (*entries(facts, scope), *_came_home(facts, scope))}
    found = in_order(entry for entry in dated.values() if entry.when.overlaps(question.window))
    notes = (*question.notes, *straddling_warnings(facts, question))
    label = subject_name(question, facts.names)
    when = f" {when_words(question)}" if question.names_days else ""
    if not found:
        return no_rows(
            question,
            f"The store holds nothing dated for {label}{when}{known_words(question)}.",
            notes,
            Suggestion("Search for the name", f"search {label}"),
        )
    span = f"{say(found[0].when)} to {say(found[-1].when)}" if say(found[0].when) != say(found[-1].when) else say(found[0].when)
    return Answer(
        kind="timeline",
        question=question,
        headline=f"{capital(label)}: {plural(len(found), 'dated entry', 'dated entries')}{when}, {span}{known_words(question)}.",
        rows=tuple(_row(entry) for entry in found),
        warnings=notes,
        sources=source_rows(source for entry in found for source in entry.sources),
    )


def _came_home(facts: Facts, scope: Scope) -> list[Entry]:
    """The returns of the missions of a place: those who came home from it left it, though the row names where they arrived."""
    missions = facts.missions_touching(scope.all_places) if not scope.missions else set()
    return [event_entry(event, facts.names) for event in facts.moves(missions) if event.kind == "returned"]


def _row(entry: Entry) -> dict[str, object]:
    return {
        "date": entry.when.text,
        "kind": _KINDS[entry.table],
        "id": entry.id,
        "text": f"{capital(say(entry.when))}: {entry.text} ({cite_all(entry.sources)}).",
        "sources": [source.id for source in entry.sources],
    }
