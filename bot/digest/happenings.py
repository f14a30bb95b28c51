"""What happened: incidents and their accounts, returns, decisions and other events."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta

from bot.answer import Row
from bot.digest.lines import Change
from bot.digest.looks import View
from bot.edtf import Date, say
from bot.entries import event_entry, incident_entry
from bot.facts import Event, Incident, Source
from bot.rules.casualties import FIELDS, Told, told
from bot.wording import capital, cite_all, number, place_name

_FIELD_WORDS = {
    "nz_killed": "New Zealanders killed",
    "nz_injured": "New Zealanders hurt",
    "others_killed": "others killed",
    "others_injured": "others hurt",
    "distance_km": "kilometres away",
}
_DECIDED, _COUNTED = ("decision", "statement"), ("deployed", "posture", "withdrawn")
_EVENTS = ("withdrawn", "returned", "decision", "deployed", "posture", "planning", "milestone")  # before statements and others
_LATE = timedelta(days=90)  # what happened longer ago than this is said to be newly on record


def incident_changes(before: View, now: View) -> Iterator[Change]:
    """Incidents that are new, told otherwise than before, or taken back."""
    for id, incident in now.incidents.items():
        old = before.incidents.get(id)
        if old is None:
            yield _incident(incident, before, now)
        elif ranges(old) != ranges(incident):
            yield _account(incident, old, now)
    for id, old in before.incidents.items():
        if id not in now.incidents:
            text = f"{old.name}, {say(old.occurred)}: no longer in the record."
            yield Change("retracted", text, _sources(old), incident=id, before=ranges(old))


def _incident(incident: Incident, before: View, now: View) -> Change:
    entry = incident_entry(incident, now.look.facts.names)
    return Change(
        "incident",
        f"{_when(incident.occurred, before)}: {entry.text} ({cite_all(entry.sources)}).",
        entry.sources,
        incident.deployments[0] if incident.deployments else None,
        incident=incident.id,
        now=ranges(incident),
        urgent=_has_casualties(incident),
        order=-incident.occurred.first.toordinal(),
    )


def _account(incident: Incident, old: Incident, now: View) -> Change:
    """What the accounts tell now and told before, for each number that moved."""
    known = set(old.accounts)
    sources = tuple({s.id: s for each in incident.accounts if each not in known for s in each.sources}.values())
    moved = [
        f"{_FIELD_WORDS[field]}: {_span(told(incident.accounts, field))} now, {_span(told(old.accounts, field))} before"
        for field in FIELDS
        if told(incident.accounts, field) != told(old.accounts, field)
    ]
    sources = sources or _sources(incident)
    place = place_name(now.look.facts.names, incident.place)
    return Change(
        "account",
        f"{incident.name} ({place}, {say(incident.occurred)}): {'; '.join(moved)} ({cite_all(sources)}).",
        sources,
        incident.deployments[0] if incident.deployments else None,
        incident=incident.id,
        before=ranges(old),
        now=ranges(incident),
        urgent=_has_casualties(incident) or _has_casualties(old),
        order=-incident.occurred.first.toordinal(),
    )


def event_changes(before: View, now: View, others: Collection[Change]) -> Iterator[Change]:
    """Events that are new and not already told by another line of the digest."""
    told_already = {change.event for change in others}
    decided = {(change.deployment, source.id) for change in others if change.mandate for source in change.sources[:1]}
    counted = {
        (change.deployment, source.id)
        for change in others
        if change.kind in ("count", "first-count") or change.event
        for source in change.sources[:1]
    }
    for id, event in now.events.items():
        key = (event.deployment, event.source.id)
        said = (event.kind in _DECIDED and key in decided) or (event.kind in _COUNTED and key in counted)
        if id not in before.events and id not in told_already and not said:
            yield _event(event, before, now)


def _event(event: Event, before: View, now: View) -> Change:
    entry = event_entry(event, now.look.facts.names)
    return Change(
        "returned" if event.kind == "returned" else "event",
        f"{_when(event.occurred, before)}: {entry.text} ({cite_all(entry.sources)}).",
        entry.sources,
        event.deployment,
        event=event.id,
        order=_event_order(event, before),
    )


def _event_order(event: Event, before: View) -> int:
    """Decisions and movements before plans, milestones and statements, what is old after them; the newest first."""
    kinds = (*_EVENTS, event.kind)  # of any other kind: after those
    rank = len(kinds) if _is_old(event.occurred, before) else kinds.index(event.kind)
    return rank * date.max.toordinal() - event.occurred.first.toordinal()


def _when(occurred: Date, before: View) -> str:
    """The date of a happening; said to be newly on record where it is old."""
    return f"Newly on record, {say(occurred)}" if _is_old(occurred, before) else capital(say(occurred))


def _is_old(occurred: Date, before: View) -> bool:
    return occurred.last < before.day - _LATE


def ranges(incident: Incident) -> Row:
    """What the accounts of an incident tell, as the contract has it: each field's least and most, or null."""
    spans = {field: told(incident.accounts, field) for field in FIELDS}
    return {field: {"min": span.min, "max": span.max} if span else None for field, span in spans.items()}


def _span(span: Told | None) -> str:
    if span is None:
        return "not reported"
    return number(span.min) if span.min == span.max else f"{number(span.min)} to {number(span.max)}"


def _has_casualties(incident: Incident) -> bool:
    """Whether some account tells of a New Zealander killed or hurt."""
    return any(span.max > 0 for field in ("nz_killed", "nz_injured") if (span := told(incident.accounts, field)))


def _sources(incident: Incident) -> tuple[Source, ...]:
    return tuple({source.id: source for account in incident.accounts for source in account.sources}.values())
