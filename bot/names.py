"""What people call things: places, missions, operations, lead bodies, sources; by any alias, in any case, without macrons.

Place words reach down, not up (rule 9): Iraq includes Taji. A mission includes its parts. A lead body (“UN missions”, “led by
Australia”) means the missions that it leads; a bare country name never does.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from csv import DictReader
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from bot.answer import Term
from bot.spelling import Spelling

_QUOTES = str.maketrans(dict.fromkeys("'’‘`ʻʼ´\"“”", None))
_NOT_WORD = re.compile(r"[\W_]+")
_LONG_NAME = 9  # letters
_SHORTEST_SLIP = 5  # letters of another name of a country
_BODY_ALIASES = {
    "un": "united nations",
    "us": "united states",
    "usa": "united states",
    "america": "united states",
    "uk": "united kingdom",
    "britain": "united kingdom",
    "nz": "new zealand",
}
_BODY_BREAKS = re.compile(r"[,;/()-]|\b(?:then|under|with|in|jointly|led|coordinated)\b")


@lru_cache(maxsize=8192)
def fold(text: str) -> str:
    """A name as it is compared: lower case, no macrons or other marks, no quotes, punctuation as single spaces."""
    if not text.isascii():
        text = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return _NOT_WORD.sub(" ", text.translate(_QUOTES).casefold()).strip()


class Place(NamedTuple):
    """One place and the place that it lies in."""

    id: str
    name: str
    aliases: tuple[str, ...]
    kind: str
    within: str | None
    country_code: str | None


class Mission(NamedTuple):
    """One deployment and the whole that it is a part of."""

    id: str
    name: str
    aliases: tuple[str, ...]
    operation: str | None
    led_by: str
    part_of: str | None


class Country(NamedTuple):
    """A country of the world by its ISO 3166 code, whether the store holds it or not."""

    code: str
    name: str


class Near(NamedTuple):
    """A known name that is close to what was typed: how many letters differ, and what it means (None: a country not held)."""

    distance: int
    name: str
    term: Term | None


LED_BY = "missions led by "  # before the name of the body, in the words for what it leads


@lru_cache(maxsize=1)
def countries() -> dict[str, Country]:
    """Every country of the world by each of its folded names."""
    named: dict[str, Country] = {}
    with Path(__file__).with_name("countries.csv").open(encoding="utf-8", newline="") as lines:
        for row in DictReader(lines):
            country = Country(row["code"], row["name"])
            for name in (row["name"], *row["aliases"].split("|")):
                if name:
                    named[fold(name)] = country
    return named


class Gazetteer:
    """The names of one state of the store, and which place lies in which."""

    def __init__(self, places: Iterable[Place], missions: Iterable[Mission], sources: Iterable[tuple[str, str]] = ()) -> None:
        """Index the names; `sources` are (id, publisher)."""
        self.places = {place.id: place for place in places}
        self.missions = {mission.id: mission for mission in missions}
        self.sources = dict(sources)
        self._places_in: dict[str, list[str]] = defaultdict(list)
        self._parts_of: dict[str, list[str]] = defaultdict(list)
        for place in self.places.values():
            if place.within:
                self._places_in[place.within].append(place.id)
        for mission in self.missions.values():
            if mission.part_of:
                self._parts_of[mission.part_of].append(mission.id)
        self._held_codes = {
            place.country_code: place.id for place in self.places.values() if place.country_code and place.kind == "country"
        }
        self._names: dict[str, tuple[set[str], set[str], set[str]]] = {}
        self._shown: dict[str, str] = {}
        self._index_names()
        self._body_names: dict[str, str] = {}
        self._bodies = self._index_bodies()
        self.longest_name = max((name.count(" ") + 1 for name in self._names), default=1)

    def _index_names(self) -> None:
        for place in self.places.values():
            for name in (place.id, place.name, *place.aliases):
                self._name(name)[0].add(place.id)
        for mission in self.missions.values():
            for name in (mission.id, mission.name, *mission.aliases, *_operations(mission.operation)):
                self._name(name)[1].add(mission.id)
        for name in [name for name in self._names if name.startswith("operation ")]:
            short = name.replace("operation", "op", 1)
            self._names.setdefault(short, self._names[name])
            self._shown.setdefault(short, self._shown[name])
        for source, publisher in self.sources.items():
            self._name(source)[2].add(source)
            self._name(publisher)[2].add(source)

    def _name(self, name: str) -> tuple[set[str], set[str], set[str]]:
        folded = fold(name)
        self._shown.setdefault(folded, name)
        return self._names.setdefault(folded, (set(), set(), set()))

    def _index_bodies(self) -> dict[str, set[str]]:
        bodies: dict[str, set[str]] = defaultdict(set)
        for mission in self.missions.values():
            for name in self._bodies_in(mission.led_by):
                body = _BODY_ALIASES.get(fold(name), fold(name))
                bodies[body].add(mission.id)
                if body == fold(name):
                    self._body_names.setdefault(body, name)
        return bodies

    def _bodies_in(self, led_by: str) -> set[str]:
        """The bodies that a `led_by` names: each part of it that starts with a capital, up to its first small word."""
        found = {led_by}
        for part in _BODY_BREAKS.split(led_by):
            words: list[str] = []
            for word in part.split():
                if word[0].isupper() or (words and word == "and" and fold(" ".join(words)) not in self._names):
                    words.append(word)
                else:
                    break
            if words and not (len(words) == 1 and words[0] == "Rotates"):
                found.add(" ".join(words))
        return found

    def term(self, name: str, kinds: str = "place mission") -> Term | None:
        """What a folded name means among `kinds` (place, mission, source), or None. One word may mean a place and a mission."""
        hit = self._names.get(name)
        if hit is None:
            return None
        places = tuple(sorted(hit[0])) if "place" in kinds else ()
        missions = tuple(sorted(hit[1])) if "mission" in kinds else ()
        sources = tuple(sorted(hit[2])) if "source" in kinds and not (places or missions) else ()
        said = sources[0] if len(sources) == 1 else name
        return Term(said, places, missions, sources) if places or missions or sources else None

    def opens_name(self, folded: str) -> bool:
        """Whether the first of these words can be the first of a name, of a lead body or of a country."""
        first, _space, _rest = folded.partition(" ")
        return not first or first in self._first_words

    @cached_property
    def _first_words(self) -> frozenset[str]:
        named = (*self._names, *countries(), *self._bodies, *_BODY_ALIASES, "led")
        return frozenset(name.partition(" ")[0] for name in named)

    def called(self, kind: str) -> Iterator[tuple[str, set[str]]]:
        """Each folded name of a place or of a mission (`kind`), with the ids that it means."""
        at = 0 if kind == "place" else 1
        return ((name, ids[at]) for name, ids in self._names.items() if ids[at])

    def body(self, name: str, *, bare: bool = False) -> Term | None:
        """The missions that a lead body leads, or None. `bare`: said alone, where the name of a country never means them."""
        name = _BODY_ALIASES.get(name, name)
        missions = self._bodies.get(name)
        if not missions or (bare and (name in countries() or self.term(name, "place"))):
            return None
        body = self._body_names.get(name, name)
        the = "the " if body.startswith("United ") else ""
        return Term(f"{LED_BY}{the}{body}", missions=tuple(sorted(missions)))

    def country(self, name: str) -> tuple[Country, Term | None] | None:
        """The country of a folded name, with the place that the store holds for it, or None."""
        country = countries().get(name)
        if country is None:
            return None
        held = self._held_codes.get(country.code)
        return country, Term(name, places=(held,)) if held else None

    @cached_property
    def _spelling(self) -> Spelling:
        """Every name that may have been meant: short ones first, of places before those of missions; then countries."""
        terms = {name: term for name in self._names if (term := self.term(name))}
        return Spelling(sorted(terms, key=lambda name: (not terms[name].places, len(name))), countries())

    def near(self, name: str, most: int = 3) -> list[Near]:
        """Known names within a few typing errors of a folded name, nearest first; countries not held are among them."""
        found: dict[object, Near] = {}
        for distance, hit in self._spelling.slips(name):
            world = self.country(hit)
            term = self.term(hit) or (world and world[1])
            if world and not term and len(hit) < _SHORTEST_SLIP and hit != fold(world[0].name):
                continue  # dark is no slip of DPRK
            key = term.ids if term else world and world[0].code
            found.setdefault(key, Near(distance, self.label(term) if term else world[0].name if world else hit, term))
        return list(found.values())[:most]

    def meant(self, name: str) -> list[Near]:
        """Known names that a folded one is a slip of: one error, or two in a long name of that length, near to nothing else."""
        near = self.near(name)
        best = [each for each in near if each.distance == 1]
        if best or len(near) != 1 or len(name) < _LONG_NAME:
            return best
        return near if any((slips, len(hit)) == (2, len(name)) for slips, hit in self._spelling.slips(name)) else []

    def containing(self, name: str, most: int = 3) -> list[Near]:
        """Known names that hold a folded name as whole words (Korea: South Korea), places and short names first."""
        found: dict[tuple[str, ...], Near] = {}
        for hit in self._spelling.holding(name):
            term = self.term(hit)
            if term:
                found.setdefault(term.ids, Near(0, self.label(term), term))
            if len(found) == most:
                break
        return list(found.values())

    @cached_property
    def mission_names(self) -> list[tuple[str, list[str], str]]:
        """Each mission with each of its names: as words, an “op” or “operation” before them left out, and in full."""
        found = []
        for mission in self.missions.values():
            for name in dict.fromkeys((mission.name, *mission.aliases, *_operations(mission.operation))):
                words = fold(name).split()
                bare = words[1:] if words[:1] in (["op"], ["operation"]) else words
                found.append((mission.id, bare or words, fold(name)))
        return found

    def inside(self, places: Iterable[str]) -> frozenset[str]:
        """These places and every place that lies in one of them (rule 9)."""
        return _reach(places, self._places_in)

    def with_parts(self, missions: Iterable[str]) -> frozenset[str]:
        """These missions and their parts (rule 9)."""
        return _reach(missions, self._parts_of)

    def wholes(self, mission: str) -> list[str]:
        """The missions that a mission is a part of, nearest first."""
        found: list[str] = []
        whole = self.missions[mission].part_of if mission in self.missions else None
        while whole and whole not in found:
            found.append(whole)
            whole = self.missions[whole].part_of if whole in self.missions else None
        return found

    def parts(self, mission: str) -> Sequence[str]:
        """The missions that are directly part of a mission."""
        return self._parts_of.get(mission, ())

    def contains(self, container: str, place: str) -> bool:
        """Whether `place` lies in `container` without being it."""
        seen = {place}
        above = self.places[place].within if place in self.places else None
        while above and above not in seen:
            if above == container:
                return True
            seen.add(above)
            above = self.places[above].within if above in self.places else None
        return False

    def label(self, term: Term) -> str:
        """The name shown for a term: its place's name, else its mission's, else what was said."""
        if term.places:
            return " and ".join(self.places[place].name for place in term.places)
        if len(term.missions) == 1:
            return self.missions[term.missions[0]].name
        return self._shown.get(term.said, term.said)


def _operations(operation: str | None) -> list[str]:
    return [operation, *operation.split(", then ")] if operation else []


def _reach(starts: Iterable[str], below: dict[str, list[str]]) -> frozenset[str]:
    found = set(starts)
    todo = list(found)
    while todo:
        for item in below.get(todo.pop(), ()):
            if item not in found:
                found.add(item)
                todo.append(item)
    return frozenset(found)
