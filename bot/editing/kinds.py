"""The kinds of fact that a person can record, and the fields of the form for each; what a column means is told by the package."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from bot import package
from bot.package import Field

Widget = Literal[
    "line", "text", "date", "count", "choice", "place", "places", "mission", "missions", "source", "sources", "incident"
]

NEW = "new"
"""Chosen as a source, this means the one whose fields stand in the same form."""

TABLES = {
    "strength": "strengths", "mandate": "mandates", "incident": "incidents", "account": "accounts", "event": "events",
    "source": "sources", "place": "places", "mission": "deployments",
}  # fmt: skip
KINDS = {table: kind for kind, table in TABLES.items()}
NOUNS = {
    "strength": "a count of people", "mandate": "a mandate", "incident": "an incident", "account": "an account of an incident",
    "event": "an event", "source": "a source", "place": "a place", "mission": "a mission",
}  # fmt: skip

_WIDGETS: dict[str, dict[str, Widget]] = {
    "strength": {
        "deployment": "mission", "places": "places", "count": "count", "covers": "choice", "from": "date", "to": "date",
        "includes": "line", "source": "source", "note": "text",
    },
    "mandate": {
        "deployment": "mission", "places": "places", "ends": "date", "decided": "date", "cap": "line", "covers": "choice",
        "source": "source", "note": "text",
    },
    "incident": {"occurred": "date", "place": "place", "kind": "choice", "name": "line", "deployments": "missions"},
    "account": {
        "incident": "incident", "summary": "text", "nz_killed": "line", "nz_injured": "line", "others_killed": "line",
        "others_injured": "line", "distance_km": "line", "sources": "sources",
    },
    "event": {
        "deployment": "mission", "places": "places", "occurred": "date", "kind": "choice", "count": "line",
        "summary": "text", "source": "source",
    },
    "source": {"url": "line", "publisher": "line", "title": "line", "published": "date", "kind": "choice", "note": "text"},
    "place": {
        "name": "line", "kind": "choice", "within": "place", "aliases": "line", "country_code": "line", "latitude": "line",
        "longitude": "line",
    },
    "mission": {
        "name": "line", "led_by": "line", "purpose": "text", "part_of": "mission", "operation": "line", "aliases": "line",
    },
}  # fmt: skip
_CHOICES = {
    "whole": "The whole of the mission", "part": "A part of the mission", "place": "All New Zealanders in the place",
    "package": "Another group, for context only", "ied": "Improvised explosive device (IED)",
}  # fmt: skip
_LABELS = {
    "count": "How many",
    "covers": "What it covers",
    "deployment": "Mission",
    "deployments": "Missions",
    "country_code": "Country code (two letters)",
}
_LONGEST_HINT = 150


@dataclass(frozen=True, slots=True)
class Entry:
    """One field of a form: `name` is its own in the form, `column` that of the `part` (source, account or the kind itself)."""

    name: str
    column: str
    part: str
    widget: Widget
    label: str
    hint: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()


def entries(kind: str, *, alone: bool = False) -> tuple[Entry, ...]:
    """The fields of the form for a kind. An incident comes with its first account, unless `alone`."""
    own = tuple(_entry(kind, column, column) for column in _WIDGETS[kind])
    if kind == "incident" and not alone:
        own += tuple(_entry("account", column, f"account_{column}") for column in _WIDGETS["account"] if column != "incident")
    return own


def source_entries() -> tuple[Entry, ...]:
    """The fields of a source that is created in the form of another fact."""
    return tuple(_entry("source", column, f"{NEW}_{column}") for column in _WIDGETS["source"] if column != "note")


@lru_cache(maxsize=1)
def _fields() -> dict[tuple[str, str], Field]:
    return {(name, field.name): field for name, table in package.description().items() for field in table.fields}


@lru_cache(maxsize=128)
def _entry(part: str, column: str, name: str) -> Entry:
    field = _fields()[TABLES[part], column]
    choices = tuple((word, _CHOICES.get(word) or word.replace("-", " ").capitalize()) for word in field.enum)
    label = _LABELS.get(column, field.title)
    label = f"Source: {label.lower()}" if name.startswith(f"{NEW}_") else label
    return Entry(name, column, part, _WIDGETS[part][column], label, _hint(field, column), field.required, choices)


def _hint(field: Field, column: str) -> str:
    if column == "count" and field.required:
        return "45, about 50, up to 60, at least 12"
    if field.kind == "date":
        return "10 January 2020, January 2020, 2020, about March 2021"
    if field.name == "aliases":
        return "Separated by |"
    first = field.description.split(". ")[0].split(": ")[0].split(";")[0].rstrip(".").replace("Id of the", "The")
    return first if len(first) <= _LONGEST_HINT else ""
