"""Dated rows of every kind in one shape, for the verbs that list them side by side."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from bot.edtf import Date, say
from bot.facts import Account, Event, Facts, Incident, Mandate, Source, Strength
from bot.names import Gazetteer
from bot.rules.casualties import told
from bot.rules.scope import Scope
from bot.wording import listed, mission_name, number, place_name, plural, strength_words

# The kinds of events whose number the summary may leave out; one up to twelve may stand in it as a word.
_NUMBERED, _SPELT = ("milestone", "planning", "statement"), 12

Fact = TypeVar("Fact", Strength, Mandate, Event, Incident)


class Entry(NamedTuple):
    """One dated row: its table and id, its date, the first and last day that it speaks of, its text and who says so."""

    table: str
    id: str
    when: Date
    first: date
    last: date
    text: str
    sources: tuple[Source, ...]

    def within(self, window: Date) -> bool:
        """Whether it can speak of a day in the window; vague dates match on overlap."""
        return self.first <= window.last and window.first <= self.last


def rows_in(fetch: Callable[..., list[Fact]], scope: Scope) -> list[Fact]:
    """The rows of one table that are in scope."""
    if scope.everywhere:
        return fetch()
    rows: list[Fact] = []
    if scope.all_missions:
        rows += fetch(of=scope.all_missions)
    if scope.all_places:
        rows += fetch(at=scope.all_places)
    return [row for row in {row.id: row for row in rows}.values() if scope.holds(*_names_of(row))]


def _names_of(row: Strength | Mandate | Event | Incident) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if isinstance(row, Incident):
        return (row.place,), row.deployments
    return row.places, (row.deployment,) if row.deployment else ()


def entries(facts: Facts, scope: Scope) -> list[Entry]:
    """Every strength, mandate, event and incident in scope."""
    names = facts.names
    counts = rows_in(facts.strengths, scope)
    starts: dict[str, list[date]] = defaultdict(list)
    for row in counts:
        if row.covers == "whole":
            starts[row.deployment or ""].append(row.start.first)
    return [
        *(strength_entry(row, names, _until(row, starts[row.deployment or ""])) for row in counts),
        *(mandate_entry(row, names) for row in rows_in(facts.mandates, scope)),
        *(event_entry(row, names) for row in rows_in(facts.events, scope)),
        *(incident_entry(row, names) for row in rows_in(facts.incidents, scope)),
    ]


def _until(row: Strength, starts: Iterable[date]) -> date:
    """The last day before a later count of the same mission begins."""
    return min((start - timedelta(days=1) for start in starts if start > row.start.last), default=date.max)


def strength_entry(row: Strength, names: Gazetteer, until: date = date.max) -> Entry:
    """A strength: the count, its places, its mission or what kind of total it is. One without an end speaks `until` a day."""
    whose = (
        mission_name(names, row.deployment) if row.deployment else {"place": "all NZDF there"}.get(row.covers, "a wider group")
    )
    part = ", part of it" if row.covers == "part" else ""
    counting = f", counting {row.includes}" if row.includes else ""
    ended = f", to {say(row.end)}" if row.end else ""
    text = f"{strength_words(row, names)}: {whose}{part}{counting}{ended}"
    return Entry("strengths", row.id, row.start, row.start.first, row.end.last if row.end else until, text, (row.source,))


def mandate_entry(row: Mandate, names: Gazetteer) -> Entry:
    """A mandate, dated by its decision or, where none is given, by its source; it speaks of every day until its end."""
    when = row.decided or row.source.published
    cap = f", at most {plural(row.cap, 'person', 'people')}" if row.cap is not None else ""
    part = ", for part of it" if row.covers == "part" else ""
    text = f"{mission_name(names, row.deployment)} authorised until {say(row.ends)}{part}{cap}"
    return Entry("mandates", row.id, when, when.first, max(row.ends.last, when.last), text, (row.source,))


def event_entry(row: Event, names: Gazetteer) -> Entry:
    """An event, by its summary and its mission."""
    whose = f" ({mission_name(names, row.deployment)})" if row.deployment else ""
    moved = f"{number(row.count)} {row.kind}: " if row.count is not None and row.kind in ("returned", "withdrawn") else ""
    told = number(row.count) if row.count is not None and row.kind in _NUMBERED and row.count > _SPELT else ""
    unsaid = f" ({told})" if told and told not in row.summary else ""
    text = f"{moved}{row.summary.rstrip('.')}{unsaid}{whose}"
    return Entry("events", row.id, row.occurred, row.occurred.first, row.occurred.last, text, (row.source,))


def incident_entry(row: Incident, names: Gazetteer) -> Entry:
    """An incident with its place and what its accounts tell of casualties."""
    sources = tuple({source.id: source for account in row.accounts for source in account.sources}.values())
    text = f"{row.name} ({place_name(names, row.place)}): {casualty_words(row)}"
    return Entry("incidents", row.id, row.occurred, row.occurred.first, row.occurred.last, text, sources)


def account_entry(incident: Incident, account: Account) -> Entry:
    """One account of an incident."""
    when = incident.occurred
    return Entry(
        "accounts", account.id, when, when.first, when.last, f"{incident.name}: {account.summary.rstrip('.')}", account.sources
    )


def casualty_words(incident: Incident) -> str:
    """What the accounts tell, as ranges where they differ: 1 New Zealander killed, 2 to 3 hurt; “not reported” is said."""
    ours = _pair(incident, "nz_killed", "nz_injured", "New Zealander")
    others = _pair(incident, "others_killed", "others_injured", "other")
    return listed(part for part in (ours, others) if part) or "casualties not reported"


def _pair(incident: Incident, killed: str, hurt: str, noun: str) -> str:
    parts: list[str] = []
    for field, verb in ((killed, "killed"), (hurt, "hurt")):
        span = told(incident.accounts, field)
        if span:
            parts.append(f"{_span(span.min, span.max, noun if not parts else '')} {verb}")
    return ", ".join(parts)


def _span(low: float, high: float, noun: str) -> str:
    said = ("no" if noun and high == 0 else number(low)) if low == high else f"{number(low)} to {number(high)}"
    return f"{said} {noun}{'' if high == 1 else 's'}" if noun else said


def in_order(found: Iterable[Entry]) -> list[Entry]:
    """Oldest first; by the first day that each can mean, then the last, then the id."""
    return sorted(found, key=lambda entry: (entry.when.first, entry.when.last, entry.table, entry.id))
