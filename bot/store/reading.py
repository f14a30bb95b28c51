"""One look at the store: rows become facts, limited to what was known by K."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any, Protocol, TypeVar

from bot.edtf import Date, parse
from bot.facts import MOST_FOUND, Account, Event, Found, Ids, Incident, Key, Mandate, Read, Recorded, Source, Strength, Value
from bot.names import Gazetteer, Mission, Place

# The missions, or places, of which something is kept in memory at once.
MOST_KEPT = 2000

Values = Sequence[Any]
Sourced = TypeVar("Sourced", Strength, Mandate, Event)


class Run(Protocol):
    """Runs a named statement and gives its rows."""

    def __call__(self, name: str, **values: Any) -> list[Values]: ...


def _split(text: str | None) -> tuple[str, ...]:
    return tuple(text.split("|")) if text else ()


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _date(text: str | None) -> Date | None:
    return parse(text) if text else None


class Held:
    """What is kept in memory of one state of the store: its names, its sources, and what follows from its facts alone.

    Facts, never answers: the rules work on every question anew. A change of the store begins another one.
    """

    def __init__(self, names: Gazetteer) -> None:
        """Nothing is kept yet but the names."""
        self.names = names
        self.names_then: dict[tuple[str, int], Gazetteer] = {}
        self.sources: dict[str, Source] = {}
        self._kept: dict[str, dict[Any, Any]] = {}

    def get(self, kind: str, keys: Collection[Key], read: Read[Key, Value]) -> dict[Key, Value]:
        """The values of these keys; those that are not kept are read together. Several threads may ask at once."""
        kept = self._kept.setdefault(kind, {})
        found: dict[Key, Any] = {key: kept.get(key) for key in keys}
        missing = [key for key, value in found.items() if value is None]
        if missing:
            fresh = read(missing)
            found.update((key, fresh[key]) for key in missing)
            if len(kept) + len(fresh) <= MOST_KEPT:
                kept.update(fresh)
            elif len(fresh) <= MOST_KEPT:
                self._kept[kind] = dict(fresh)
        return found


class StoreFacts:
    """The facts of one snapshot of the store, as known by K; see `bot.facts.Facts` for what each question means."""

    def __init__(self, run: Run, held: Held, known_by: date | None) -> None:
        """`run` reads one snapshot, `held` is what is kept of its state; `known_by` is K, None for all."""
        self._run = run
        self._held = held
        self._sources = held.sources
        self.names = held.names
        self.known_by = known_by
        self._is_kept = known_by is None
        self._as_of: int | None = None
        self.straddling: dict[str, Source] = {}

    def remembered(
        self, kind: str, keys: Collection[Key], read: Callable[[list[Key]], Mapping[Key, Value]]
    ) -> Mapping[Key, Value]:
        """What `read` makes of these keys, kept while the store stays as it is; as known by K or as of a change, made anew."""
        return self._held.get(kind, keys, read) if self._is_kept else read(list(keys))

    def as_known_by(self, day: date) -> "StoreFacts":
        """The same look at the store, limited to what was known by another day."""
        other = copy(self)
        other.known_by, other.straddling, other._is_kept = day, {}, False
        return other

    def missions_touching(self, places: Collection[str]) -> set[str]:
        """The missions with a row that names, or once named, one of these places."""

        def read(asked: list[frozenset[str]]) -> dict[frozenset[str], set[str]]:
            return {each: {mission for (mission,) in self._run("missions_touching", ids=each)} for each in asked}

        asked = frozenset(places)
        return self._held.get("touching", [asked], read)[asked] if asked else set()

    def strengths(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Strength]:
        """Strengths, limited as asked."""
        return self._strengths(self._rows("strengths", of, at, resting_on))

    def totals(self, place: str) -> list[Strength]:
        """The reported totals that name this place."""

        def read(places: list[str]) -> dict[str, list[Strength]]:
            return {each: self._strengths(self._run("totals_at", place=each)) for each in places}

        return self.remembered("totals", [place], read)[place]

    def mandates(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Mandate]:
        """Mandates, limited as asked."""
        return self._mandates(self._rows("mandates", of, at, resting_on))

    def events(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Event]:
        """Events, limited as asked."""
        return self._events(self._rows("events", of, at, resting_on))

    def moves(self, of: Ids | None = None) -> list[Event]:
        """The events that tell whether a mission is there."""
        return self._events(self._rows("moves", of, None, None))

    def incidents(self, *, of: Ids | None = None, at: Ids | None = None, resting_on: Ids | None = None) -> list[Incident]:
        """Incidents with their known accounts, limited as asked."""
        return self._incidents(self._rows("incidents", of, at, resting_on))

    def sources(self, ids: Collection[str] | None = None) -> list[Source]:
        """These sources, or all, as far as published by K."""
        if ids is None:
            found = [_source(row) for row in self._run("sources_all")]
            self._sources.update((source.id, source) for source in found)
        else:
            self._learn(ids)
            found = [self._sources[source] for source in ids if source in self._sources]
        return [source for source in found if self._is_known(source)]

    def history(self, about: tuple[Ids, Ids, Ids] | None = None) -> list[Recorded]:
        """The changes of rows about these places, missions and sources, or of all; newest first."""
        from bot.store.history import history  # noqa: PLC0415 - no other question needs it

        return history(self._run, about, self._as_of)

    def search(self, words: str) -> list[Found]:
        """The rows that hold all these words, best match first. The words are quoted, so none is read as an operator."""
        quoted = " ".join(f'"{word}"' for word in words.replace('"', " ").split())
        rows = self._found(quoted) if quoted else []
        found = [
            Found(table, id, text, _split(sources), _day(first), _day(last)) for table, id, text, sources, first, last in rows
        ]
        known = {source.id for source in self.sources({source for row in found for source in row.sources})}
        return [row for row in found if not row.sources or not known.isdisjoint(row.sources)]

    def _found(self, quoted: str) -> list[Values]:
        return self._run("found", words=quoted, most=MOST_FOUND + 1)

    def _rows(self, table: str, of: Ids | None, at: Ids | None, resting_on: Ids | None) -> list[Values]:
        for limit, ids in (("of", of), ("at", at), ("resting_on", resting_on)):
            if ids is not None:
                return self._run(f"{table}_{limit}", ids=ids) if ids else []
        return self._run(f"{table}_all")

    def _learn(self, ids: Iterable[str]) -> None:
        missing = {source for source in ids if source not in self._sources}
        if missing:
            self._sources.update((row[0], _source(row)) for row in self._run("sources_of", ids=missing))

    def _is_known(self, source: Source) -> bool:
        if self.known_by is None or source.published.last <= self.known_by:
            return True
        if source.published.first <= self.known_by:
            self.straddling[source.id] = source
        return False

    def _known(self, rows: list[Sourced]) -> list[Sourced]:
        return rows if self.known_by is None else [row for row in rows if self._is_known(row.source)]

    def _strengths(self, rows: list[Values]) -> list[Strength]:
        self._learn(row[9] for row in rows)
        return self._known([
            Strength(
                id, mission, _split(places), count, qualifier, covers, includes or "", parse(start), _date(end),
                self._sources[source], note or "",
            )
            for id, mission, places, count, qualifier, covers, includes, start, end, source, note, *_ in rows
        ])  # fmt: skip

    def _mandates(self, rows: list[Values]) -> list[Mandate]:
        self._learn(row[7] for row in rows)
        return self._known(
            [
                Mandate(id, mission, _split(places), covers, parse(ends), cap, _date(decided), self._sources[source], note or "")
                for id, mission, places, covers, ends, cap, decided, source, note, *_ in rows
            ]
        )

    def _events(self, rows: list[Values]) -> list[Event]:
        self._learn(row[7] for row in rows)
        return self._known(
            [
                Event(id, parse(occurred), mission, _split(places), kind, count, summary, self._sources[source])
                for id, occurred, mission, places, kind, count, summary, source, *_ in rows
            ]
        )

    def _incidents(self, rows: list[Values]) -> list[Incident]:
        accounts = self._accounts([row[0] for row in rows])
        return [
            Incident(id, parse(occurred), place, _split(missions), kind, name, tuple(accounts[id]))
            for id, occurred, place, missions, kind, name, *_ in rows
            if accounts[id] or self.known_by is None
        ]

    def _accounts(self, incidents: Collection[str]) -> dict[str, list[Account]]:
        rows = self._run("accounts_of", ids=incidents) if incidents else []
        self._learn(source for row in rows for source in _split(row[8]))
        found: dict[str, list[Account]] = defaultdict(list)
        for id, incident, killed, hurt, others_killed, others_hurt, distance, summary, sources, *_ in rows:
            known = tuple(s for s in (self._sources[source] for source in _split(sources)) if self._is_known(s))
            if known:
                found[incident].append(Account(id, killed, hurt, others_killed, others_hurt, distance, summary, known))
        return found


def gazetteer(run: Run, besides: Gazetteer | None = None) -> Gazetteer:
    """The names of the state that `run` reads; `besides` adds those of ids that it does not hold."""
    places = {id: Place(id, name, _split(aliases), *rest) for id, name, aliases, *rest in run("places")}
    missions = {id: Mission(id, name, _split(aliases), *rest) for id, name, aliases, *rest in run("missions")}
    sources = dict(map(tuple, run("source_names")))
    if besides:
        places, missions, sources = besides.places | places, besides.missions | missions, besides.sources | sources
    return Gazetteer(places.values(), missions.values(), sources.items())


def _source(row: Values) -> Source:
    id, publisher, title, published, url, kind, note, *_ = row
    return Source(id, publisher, title, parse(published), url, kind, note or "")
