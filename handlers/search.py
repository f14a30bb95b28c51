"""search: full-text search over every summary, note, title and name; macrons need not be typed."""

from bot.answer import Answer, Question, Row, Suggestion, no_rows
from bot.facts import MOST_FOUND, Facts, Found, Source
from bot.wording import cite_all, known_words, plural, source_rows, straddling_warnings, when_words

ORDER = 6
USAGE = "search WORDS [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]"
PURPOSE = "full-text search over every summary, note, title and name"
EXAMPLES = ("search besmaya", "search rockets since 2020", "search kokako", "find mentions of besmaya")
TAKES = "words"

_NOUNS = {
    "sources": "source", "places": "place", "deployments": "mission", "strengths": "count",
    "mandates": "mandate", "incidents": "incident", "accounts": "account", "events": "event",
}  # fmt: skip


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with the rows that hold all the words, best match first; dates keep those that can speak of the days asked about."""
    every = facts.search(question.words)
    found = [row for row in every[:MOST_FOUND] if _within(row, question)]
    known = {source.id: source for source in facts.sources({source for row in found for source in row.sources})}
    notes = (*question.notes, *straddling_warnings(facts, question))
    when = f" {when_words(question)}" if question.names_days else ""
    if not found:
        return no_rows(
            question,
            f"Nothing in the store mentions “{question.words[:60]}”{when}{known_words(question)}.",
            notes,
            *tuple(
                Suggestion(f"Search for {word}"[:70], f"search {word}")
                for word in question.words.split()[:3]
                if " " in question.words
            ),
        )
    first = "The first " if len(every) > MOST_FOUND else ""
    mention = plural(len(found), "row mentions", "rows mention")
    return Answer(
        kind="search",
        question=question,
        headline=f"{first}{mention} “{question.words[:60]}”{when}{known_words(question)}.",
        rows=tuple(_row(row, known) for row in found),
        warnings=notes,
        sources=source_rows(known.values()),
    )


def _within(row: Found, question: Question) -> bool:
    """Whether the row can speak of the days asked about; names of places and missions have no date and always do."""
    if row.first is None or row.last is None:
        return True
    return row.first <= question.window.last and question.window.first <= row.last


def _row(row: Found, known: dict[str, Source]) -> Row:
    sources = [known[source] for source in dict.fromkeys(row.sources) if source in known]
    said = f" ({cite_all(sources)})" if sources and row.table != "sources" else ""
    return {
        "table": row.table,
        "id": row.id,
        "text": f"{_NOUNS[row.table].capitalize()} {row.id}: {row.text.rstrip('.')}{said}.",
        "sources": [source.id for source in sources],
    }
