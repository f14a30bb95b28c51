"""incidents: what happened to, at or near them, newest first, with every account side by side (rules 9 to 11)."""

from bot.answer import Answer, Question, Row, Suggestion, no_rows
from bot.edtf import say
from bot.entries import casualty_words, rows_in
from bot.facts import Account, Facts, Incident
from bot.rules.casualties import FIELDS, Told, told, toll
from bot.rules.scope import scope_of
from bot.wording import (
    capital,
    cite_all,
    known_words,
    listed,
    mission_name,
    number,
    place_name,
    plural,
    source_rows,
    straddling_warnings,
    subject_name,
    when_words,
)

ORDER = 3
USAGE = "incidents [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]"
PURPOSE = "what happened to them or near them, newest first"
EXAMPLES = (
    "incidents taji since 2020-01-01 until 2020-04-01",
    "incidents afghanistan",
    "incidents iraq on january 2020",
    "what happened at taji in march 2020",
)
TAKES = "subject"


def answer(question: Question, facts: Facts) -> Answer:
    """Answer with the incidents that can have occurred in the days asked about; without any, all until today or K."""
    scope = scope_of(question, facts.names)
    found = [incident for incident in rows_in(facts.incidents, scope) if incident.occurred.overlaps(question.window)]
    if not found:
        return _nothing(question, facts)
    found.sort(key=lambda incident: (incident.occurred.first, incident.occurred.last, incident.id), reverse=True)
    sources = [source for incident in found for account in incident.accounts for source in account.sources]
    return Answer(
        kind="incidents",
        question=question,
        headline=_headline(question, found, facts),
        rows=tuple(_row(incident, facts) for incident in found),
        total={
            "incidents": len(found),
            "nz_killed": _span(toll(found, "nz_killed")),
            "nz_injured": _span(toll(found, "nz_injured")),
        },
        warnings=(*question.notes, *straddling_warnings(facts, question)),
        sources=source_rows(sources),
    )


def _span(span: Told | None) -> Row | None:
    return {"min": _plain(span.min), "max": _plain(span.max)} if span else None


def _plain(value: float) -> float:
    return int(value) if value == int(value) else value


def _headline(question: Question, found: list[Incident], facts: Facts) -> str:
    label = capital(subject_name(question, facts.names))
    when = f" {when_words(question)}" if question.names_days else ""
    parts = [plural(len(found), "incident")]
    for field, verb in (("nz_killed", "killed"), ("nz_injured", "hurt")):
        span = toll(found, field)
        silent = sum(told(incident.accounts, field) is None for incident in found)
        if span is None:
            parts.append(f"no report says whether New Zealanders were {verb}")
            continue
        said = number(span.min) if span.min == span.max else f"{number(span.min)} to {number(span.max)}"
        said = "no" if span.max == 0 else said
        deadly = sum((one := told(incident.accounts, field)) is not None and one.max > 0 for incident in found)
        where = f" in {deadly} of them" if span.max and deadly < len(found) else ""
        unsaid = f" ({silent} without a report of it)" if silent else ""
        whom = "New Zealander" if said == "1" else "New Zealanders reported" if said == "no" else "New Zealanders"
        parts.append(f"{said} {whom} {verb}{where}{unsaid}")
    return f"{label}: {'; '.join(parts)}{when}{known_words(question)}."


def _row(incident: Incident, facts: Facts) -> Row:
    return {
        "incident": incident.id,
        "id": incident.id,
        "occurred": incident.occurred.text,
        "place": incident.place,
        "deployments": list(incident.deployments),
        "kind": incident.kind,
        "name": incident.name,
        **{field: _span(told(incident.accounts, field)) for field in FIELDS},
        "accounts": [_account(account) for account in incident.accounts],
        "text": _words(incident, facts),
    }


def _account(account: Account) -> Row:
    numbers = {field: getattr(account, field) for field in FIELDS}
    return {"id": account.id, **numbers, "summary": account.summary, "sources": [source.id for source in account.sources]}


def _words(incident: Incident, facts: Facts) -> str:
    """The incident in a sentence or two, then who says what."""
    touched = listed(mission_name(facts.names, mission) for mission in incident.deployments)
    near = f"involved {touched}" if touched else "near them, involving none of the missions held here"
    distance = told(incident.accounts, "distance_km")
    far = f"; {_distance(distance)} from them" if distance else ""
    accounts = " ".join(f"{account.summary.rstrip('.')} ({cite_all(account.sources)})." for account in incident.accounts)
    place = place_name(facts.names, incident.place)
    return f"{capital(say(incident.occurred))}, {place}: {incident.name}; {casualty_words(incident)}{far}; {near}. {accounts}"


def _distance(span: Told) -> str:
    if span.max == 0:
        return "on the base, 0 km"
    return f"{number(span.min)} km" if span.min == span.max else f"{number(span.min)} to {number(span.max)} km"


def _nothing(question: Question, facts: Facts) -> Answer:
    """Nothing on record, which is not the same as nothing having happened (rule 10)."""
    label = subject_name(question, facts.names)
    when = f" {when_words(question)}" if question.names_days else ""
    return no_rows(
        question,
        f"The store holds no incident for {label}{when}{known_words(question)}.",
        (*question.notes, *straddling_warnings(facts, question)),
        Suggestion("All incidents", "incidents"),
    )
