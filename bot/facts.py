"""The facts as plain rows, and what a handler may ask of them.

A `Facts` is one consistent look at the store, limited to what was known by K (rule: a row is known by K when the last day that
its source's publication date can mean is on or before K, and the row was not retracted).
"""

from collections.abc import Callable, Collection, Hashable, Mapping
from datetime import date, datetime
from typing import NamedTuple, Protocol, TypeVar

from bot.edtf import Date
from bot.names import Gazetteer


class Source(NamedTuple):
    """One publication."""

    id: str
    publisher: str
    title: str
    published: Date
    url: str
    kind: str
    note: str


class Strength(NamedTuple):
    """“This many were there then”, according to one source. `end` is None unless a source says that the count ended."""

    id: str
    deployment: str | None
    places: tuple[str, ...]
    count: int  # type: ignore[assignment] # the column's name; nothing here needs tuple.count
    qualifier: str
    covers: str
    includes: str
    start: Date
    end: Date | None
    source: Source
    note: str


class Mandate(NamedTuple):
    """“Authorised until”, according to one source. `cap` is the most people allowed, None where no source says."""

    id: str
    deployment: str
    places: tuple[str, ...]
    covers: str
    ends: Date
    cap: int | None
    decided: Date | None
    source: Source
    note: str


class Event(NamedTuple):
    """A decision, movement or change of posture."""

    id: str
    occurred: Date
    deployment: str | None
    places: tuple[str, ...]
    kind: str
    count: int | None  # type: ignore[assignment] # likewise
    summary: str
    source: Source


class Account(NamedTuple):
    """What some sources say of one incident. None is “not reported”, 0 is “reported as none”; distance in kilometres."""

    id: str
    nz_killed: int | None
    nz_injured: int | None
    others_killed: int | None
    others_injured: int | None
    distance_km: float | None
    summary: str
    sources: tuple[Source, ...]


class Incident(NamedTuple):
    """Something that happened to, at or near the missions, with every account of it that was known."""

    id: str
    occurred: Date
    place: str
    deployments: tuple[str, ...]
    kind: str
    name: str
    accounts: tuple[Account, ...]


class Found(NamedTuple):
    """One row found by full-text search: its table and id, its text, the ids of its sources, and the days that it speaks of."""

    table: str
    id: str
    text: str
    sources: tuple[str, ...]
    first: date | None
    last: date | None


class Recorded(NamedTuple):
    """One row of one change of the store: what was done, when, by whom and why, its content, and what it replaced.

    `action` is add, correct, retract, or load: then it stands for `rows` rows that a load of the package changed together, and
    has no table and no id. `at` is in New Zealand. `unreviewed`: who approved it had written it.
    """

    change: int
    at: datetime
    by: str
    approved_by: str | None
    why: str
    proposal: int | None
    unreviewed: bool
    table: str
    id: str
    action: str
    values: Mapping[str, str] | None
    before: Mapping[str, str] | None
    rows: int = 1


MOST_FOUND = 200
MOST_CHANGES = 500

Ids = Collection[str]
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")
Read = Callable[[list[Key]], Mapping[Key, Value]]


class Facts(Protocol):
    """One look at the store as known by K.

    Each list can be limited: `of` these missions, `at` these places, `resting_on` these sources; it comes in no particular order.
    """

    names: Gazetteer
    known_by: date | None
    straddling: dict[str, Source]

    def remembered(
        self, kind: str, keys: Collection[Key], read: Callable[[list[Key]], Mapping[Key, Value]]
    ) -> Mapping[Key, Value]:
        """What `read` makes of these keys from the facts alone, kept while the store stays as it is; as known by K, made anew."""

    def as_known_by(self, day: date) -> "Facts":
        """The same look at the store, limited to what was known by another day."""

    def missions_touching(self, places: Ids) -> set[str]:
        """The missions with a strength, a mandate or an event that names, or once named, one of these places."""

    def strengths(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Strength]:
        """Strengths; those at a place hold place totals and packages too."""

    def totals(self, place: str) -> list[Strength]:
        """The *place* totals that name this place, alone or with others."""

    def mandates(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Mandate]:
        """Mandates."""

    def events(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Event]:
        """Events, also those of no mission."""

    def moves(self, of: Ids | None = None) -> list[Event]:
        """The events that tell whether a mission is there: deployed, posture, returned, withdrawn."""

    def incidents(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Incident]:
        """Incidents with their known accounts; one without a known account is left out."""

    def sources(self, ids: Ids | None = None) -> list[Source]:
        """These sources, or all, as far as published by K."""

    def history(self, about: tuple[Ids, Ids, Ids] | None = None) -> list[Recorded]:
        """The changes of the store's rows, newest first: of rows about these places, missions and sources, or of the newest
        MOST_CHANGES changes. A load of the package that changed many of them is one.
        """

    def search(self, words: str) -> list[Found]:
        """The rows whose names, summaries, notes or titles hold all these words, best match first; at most MOST_FOUND and one."""
