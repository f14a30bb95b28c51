"""sources: who says so: the sources behind a subject, or one source and all that rests on it."""

from collections import defaultdict
from collections.abc import Iterable

from bot.answer import Answer, Question, Row, Suggestion, no_rows
from bot.edtf import say
from bot.entries import Entry, account_entry, entries, event_entry, mandate_entry, rows_in, strength_entry
from bot.facts import Facts, Source
from bot.rules.scope import scope_of
from bot.wording import capital, cite, known_words, plural, source_row, straddling_warnings, subject_name, when_words

ORDER = 5
USAGE = "sources [SUBJECT or SOURCE] [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]"
PURPOSE = "who says so: the sources behind a subject, or what rests on one source"
EXAMPLES = (
    "sources taji on 10 january 2020",
    "sources gallant phoenix",
    "sources herald-2020-01-contingency",
    "who reported the casualties at bamyan",
)
TAKES = "subject"


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with the sources, newest first, each with the rows that rest on it and speak of the days asked about."""
    named = {source for term in question.terms for source in term.sources}
    found = _resting_on(facts, named) if named else _behind(facts, question)
    supports: dict[str, list[Entry]] = defaultdict(list)
    for entry in found:
        if entry.within(question.window):
            for source in entry.sources:
                supports[source.id].append(entry)
    wanted = named if named and not question.names_days else supports.keys() & named if named else supports.keys()
    sources = facts.sources(wanted)
    notes = (*question.notes, *straddling_warnings(facts, question))
    publishers = sorted({source.publisher for source in sources}) if named else []
    label = " and ".join(publishers) or subject_name(question, facts.names)
    when = f" {when_words(question)}" if question.names_days else ""
    if not sources:
        return no_rows(
            question,
            f"The store holds no source for {label}{when}{known_words(question)}.",
            notes,
            Suggestion("Without the dates", f"sources {' '.join(question.subject)}".strip()),
        )
    sources.sort(key=lambda source: (source.published.first, source.id), reverse=True)
    facts_held = len({(entry.table, entry.id) for rows in supports.values() for entry in rows})
    return Answer(
        kind="sources",
        question=question,
        headline=f"{capital(label)}: {plural(len(sources), 'source')} behind {plural(facts_held, 'fact')}{when}"
        f"{known_words(question)}.",
        rows=tuple(_row(source, supports[source.id]) for source in sources),
        warnings=notes,
        sources=tuple(source_row(source) for source in sources),
    )


def _behind(facts: Facts, question: Question) -> list[Entry]:
    """The rows of a subject; an incident stands for its accounts, which are what sources say."""
    scope = scope_of(question, facts.names)
    dated = [entry for entry in entries(facts, scope) if entry.table != "incidents"]
    accounts = [account_entry(incident, account) for incident in rows_in(facts.incidents, scope) for account in incident.accounts]
    return dated + accounts


def _resting_on(facts: Facts, sources: Iterable[str]) -> list[Entry]:
    """The rows that rest on these sources."""
    ids, names = set(sources), facts.names
    return [
        *(strength_entry(row, names) for row in facts.strengths(resting_on=ids)),
        *(mandate_entry(row, names) for row in facts.mandates(resting_on=ids)),
        *(event_entry(row, names) for row in facts.events(resting_on=ids)),
        *(
            account_entry(incident, account)
            for incident in facts.incidents(resting_on=ids)
            for account in incident.accounts
            if ids.intersection(source.id for source in account.sources)
        ),
    ]


def _row(source: Source, rows: list[Entry]) -> Row:
    rows = sorted(rows, key=lambda entry: (entry.when.first, entry.table, entry.id))
    supports = [{"table": entry.table, "id": entry.id, "text": f"{capital(say(entry.when))}: {entry.text}"} for entry in rows]
    said = "; ".join(support["text"] for support in supports) or "nothing rests on it here"
    note = f" Note: {source.note}" if source.note else ""
    return {
        **source_row(source),
        "kind": source.kind,
        "note": source.note,
        "supports": supports,
        "text": f"{cite(source)}: “{source.title}”. {capital(said)}.{note}",
    }
