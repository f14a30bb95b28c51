"""history: who recorded, corrected or retracted what in the store, when and why, newest first."""

from bot.answer import Answer, Question, Row, Suggestion, Warning, no_rows
from bot.edtf import from_day, say_day
from bot.facts import Facts, Recorded
from bot.rules.scope import scope_of
from bot.wording import capital, known_words, listed, plural, source_rows, subject_name, when_words

ORDER = 8
USAGE = "history [SUBJECT or SOURCE] [on DATE] [since DATE] [until DATE] [recorded by DATE]"
PURPOSE = "who recorded, corrected or retracted what in the store, and why"
EXAMPLES = ("history taji", "history since 2026-11-01", "who changed taji")
TAKES = "subject"

_DONE = {"add": "added", "correct": "corrected", "retract": "retracted"}
_LEFT_OUT = ("id", "note")


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with the changes of the rows about the subject, or of all, recorded in the days asked about, newest first.

    `on`, `since` and `until` are days of recording here. What the package said when the store was built is one change.
    """
    days = question.window if question.names_days else None  # what is recorded after a fixed “today” is history too
    found = [row for row in facts.history(_about(question, facts)) if not days or from_day(row.at.date()).overlaps(days)]
    notes = (*question.notes, *_not_used(question))
    label = subject_name(question, facts.names) if question.terms else "the store"
    when = f" {when_words(question)}" if question.names_days else ""
    if not found:
        return no_rows(
            question,
            f"No change is recorded for {label}{when}{known_words(question)}.",
            notes,
            Suggestion("All changes", "history"),
        )
    named = {id for row in found for id in _sources_of(row)}
    return Answer(
        kind="history",
        question=question,
        headline=_headline(capital(label), found, when, known_words(question)),
        rows=tuple(_row(row) for row in found),
        warnings=notes,
        sources=source_rows(facts.sources(sorted(named))),
    )


def _about(question: Question, facts: Facts) -> tuple[frozenset[str], frozenset[str], frozenset[str]] | None:
    """The places, missions and sources asked about; None for everything."""
    if not question.terms:
        return None
    scope = scope_of(question, facts.names)
    sources = frozenset(source for term in question.terms for source in term.sources)
    return scope.all_places, scope.all_missions, sources


def _not_used(question: Question) -> list[Warning]:
    if not question.reported_by:
        return []
    return [Warning("not-used", "“reported by” is about what was published, not about when it was recorded, and was not used.")]


def _headline(label: str, found: list[Recorded], when: str, known: str) -> str:
    changes = plural(len({row.change for row in found}), "change")
    latest = found[0]
    by = "a load of the package" if latest.action == "load" else latest.by
    return f"{label}: {changes}{when}{known}, the latest on {say_day(latest.at.date())} by {by}."


def _row(row: Recorded) -> Row:
    return {
        "change": row.change,
        "at": row.at.isoformat(),
        "by": row.by,
        "approved_by": row.approved_by,
        "why": row.why,
        "proposal": row.proposal,
        "unreviewed": row.unreviewed,
        "table": row.table,
        "id": row.id,
        "action": row.action,
        "values": dict(row.values) if row.values else None,
        "before": dict(row.before) if row.before else None,
        "rows": row.rows,
        "sources": _sources_of(row),
        "text": _words(row),
    }


def _sources_of(row: Recorded) -> list[str]:
    """The sources that the row rests on, now or before; a source itself is one."""
    ids: dict[str, None] = {}
    for values in (row.values or {}, row.before or {}):
        cell = values["id"] if row.table == "sources" and values else values.get("source") or values.get("sources") or ""
        ids.update(dict.fromkeys(id for id in cell.split("|") if id))
    return list(ids)


def _words(row: Recorded) -> str:
    """The change in a sentence: when, who, what, what it replaced, who approved it, and why."""
    when = f"{say_day(row.at.date())}, {row.at:%H:%M} (change {row.change})"
    approved = f"; approved by {row.approved_by}" if row.approved_by else ""
    alone = ", who wrote it: unreviewed" if row.unreviewed else ""
    why = f": “{row.why}”" if row.why else ""
    if row.action == "load":
        return f"{when}: a load of the package changed {plural(row.rows, 'row')} here."
    return f"{when}: {row.by} {_DONE[row.action]} {row.id} in {row.table} ({_content(row)}){approved}{alone}{why}."


def _content(row: Recorded) -> str:
    values, before = row.values or {}, row.before or {}
    if row.action == "correct":
        changed = [column for column in values if values[column] != before.get(column)]
        if not changed:
            return "the same again"
        return listed(f"{column} {before.get(column) or 'empty'} → {values[column] or 'empty'}" for column in changed)
    said = values or before
    return ", ".join(f"{column} {said[column].replace('|', ', ')}" for column in said if said[column] and column not in _LEFT_OUT)
