"""From the text of a message to a form already filled in: what it is about, where, how many, when, and who says so.

The words are those of the plain questions. A guess stands in a form where the person sees it and may change it, so a word that is
not understood is passed over here, unlike in a question.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from urllib.parse import urlsplit

from bot.answer import Question
from bot.editing.counts import Count, count_at, split
from bot.edtf import Date
from bot.facts import Facts, Source
from bot.language.plain import Sentence
from bot.language.replies import Unclear
from bot.language.sentences import spoken_words
from bot.language.words import LEAVING, PEOPLE
from bot.names import Gazetteer
from bot.phrases import BadPhrase
from bot.rewording import with_years
from bot.spoken import When, placed, read_when
from bot.wording import counted

LONGEST_SUMMARY = 400

_LINK = re.compile(r"https?://[^\s<>|\"“”]+")
_OURS = frozenset(("nz", "nzdf", "new", "zealand", "kiwi", "kiwis", "our", "more", "additional", "extra", "defence", "of", "its"))
_NOT_PEOPLE = re.compile(
    r"(?:rockets?|mortars?|missiles?|rounds|km|kms|kilometres?|metres?|miles|years?|months?|weeks?|days?|hours?|minutes?|am|pm|"
    r"percent|per|%|million|billion|dollars|nzt|nzdt|nzst|countries|nations|times|times|aircraft|ships?|helicopters?|others?)$"
)
_INCIDENTS = (
    ("rocket-attack", "rocket rockets mortar mortars katyusha"), ("missile-strike", "missile missiles"),
    ("drone-strike", "drone drones uav"), ("air-strike", "airstrike airstrikes"), ("ied", "ied ieds bomb bombs bombing roadside"),
    ("small-arms", "shooting shot ambush ambushed gunfire gunmen"), ("accident", "accident accidents crash crashed rollover"),
)  # fmt: skip
_EVENTS = (
    ("withdrawn", "withdraw withdrew withdrawn withdrawing pulled closed"), ("returned", "return returned returning home back"),
    ("deployed", "deploy deployed deploying arrive arrived sent send sending leaves departed flew"),
    ("decision", "decided decision cabinet announced approved agreed extends extended"), ("planning", "plan plans planned"),
)  # fmt: skip
_NOW = frozenset(("now", "currently", "today", "tonight"))


@dataclass(frozen=True, slots=True)
class Filled:
    """A kind of fact and the values of its form, each as a person would type it; ids for what the store holds, | between them."""

    kind: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """A web address in a message, with the title and the publisher that Slack shows with it, where it does."""

    url: str
    title: str = ""
    publisher: str = ""


def fill(text: str, facts: Facts, today: date, links: Sequence[Link] = (), kind: str = "") -> Filled:
    """What a text (cleaned as a question is) says, as the values of a form; `today` is the day on which it was written.

    `links` are the addresses in the text, or else they are looked for. `kind` is the kind of fact, guessed unless given.
    """
    names = facts.names
    links = links or tuple(Link(url.rstrip(".,;:!?)]'")) for url in _LINK.findall(text))
    said = " ".join(_LINK.sub(" ", text).split())
    scan = _Scan(said, names, today)
    scan.read()
    kind = kind or scan.guess(linked=bool(links))
    values = {name: value for name, value in _values(kind, scan, said, facts).items() if value}
    values |= _source_values(kind, links[0], facts.sources()) if links and kind not in ("place", "mission") else {}
    return Filled(kind, values)


def _values(kind: str, scan: "_Scan", said: str, facts: Facts) -> dict[str, str]:
    places, missions = "|".join(scan.places), scan.missions or _only_mission(scan.places, facts)
    mission = missions[0] if len(missions) == 1 else ""
    lower = [word.lower() for word in scan.words]
    if kind == "strength":
        start = scan.day("since") or scan.day("on") or (scan.today.isoformat() if _NOW & set(lower) else "")
        covers = "whole" if mission else "place" if places else ""
        count = counted(*scan.count) if scan.count else ""
        return {"deployment": mission, "places": places, "count": count, "covers": covers, "from": start, "to": scan.day("until")}
    if kind == "mandate":
        ends = scan.day("until") or scan.day("on")
        cap = scan.plain("exactly", "up-to")
        return {"deployment": mission, "places": places, "ends": ends, "cap": cap, "covers": "whole"}
    if kind == "incident":
        place = scan.places[-1] if scan.places else ""
        values = {"occurred": scan.day("on"), "place": place, "kind": _first_kind(_INCIDENTS, lower) or "other"}
        return values | {"deployments": "|".join(missions), "account_summary": _summary(said)}
    if kind == "event":
        count = scan.plain("exactly")
        values = {"deployment": mission, "places": places, "occurred": scan.day("on") or scan.day("since"), "count": count}
        return values | {"kind": _first_kind(_EVENTS, lower), "summary": _summary(said)}
    return (
        {"summary": _summary(said)} if kind == "account" else {"name": _summary(said, 80)} if kind in ("place", "mission") else {}
    )


def _only_mission(places: list[str], facts: Facts) -> list[str]:
    """The mission of these places, where there is one and no other."""
    found = facts.missions_touching(facts.names.inside(places)) if places else set()
    wholes = {whole for mission in found for whole in facts.names.wholes(mission)}
    own = sorted(found - wholes)
    return own if len(own) == 1 else []


def _source_values(kind: str, link: Link, sources: list[Source]) -> dict[str, str]:
    """The source of a link: the one that is held, or the fields of a new one."""
    column = {"incident": "account_sources", "account": "sources"}.get(kind, "source")
    held = next((source for source in sources if _bare(source.url) == _bare(link.url)), None)
    prefix = "" if kind == "source" else "new_"
    if held and prefix:
        return {column: held.id}
    host = _host(link.url)
    publishers = Counter((source.publisher, source.kind) for source in sources if host and _host(source.url) == host)
    (publisher, sort) = publishers.most_common(1)[0][0] if publishers else (link.publisher, "news")
    values = {"url": link.url, "publisher": publisher, "title": link.title, "kind": sort}
    shown = {f"{prefix}{name}": value for name, value in values.items() if value}
    return shown | ({column: "new"} if prefix else {})


def _bare(url: str) -> str:
    parts = urlsplit(url)
    return f"{_host(url)}{parts.path.rstrip('/')}?{parts.query}"


def _host(url: str) -> str:
    try:
        return (urlsplit(url).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


def _first_kind(table: Sequence[tuple[str, str]], words: Sequence[str]) -> str:
    return next((kind for kind, marks in table if set(marks.split()) & set(words)), "")


def _summary(said: str, longest: int = LONGEST_SUMMARY) -> str:
    return said if len(said) <= longest else said[: longest - 1].rsplit(" ", 1)[0] + "…"


class _Scan(Sentence):
    """A reading that keeps every count and every date it meets, and stops at nothing."""

    def __init__(self, said: str, names: Gazetteer, today: date) -> None:
        super().__init__(spoken_words(with_years(said, today)), names, Question("status", today))
        self.today = today
        self.counts: list[tuple[Count, bool]] = []
        self.dates: list[tuple[str, Date]] = []

    @property
    def places(self) -> list[str]:
        """The places named, each once, without those that hold another one named."""
        found = [place for term in self.question.terms for place in term.places if place != "world"]
        return [place for place in dict.fromkeys(found) if not any(self.names.contains(place, other) for other in found)]

    @property
    def missions(self) -> list[str]:
        """The missions named, by their own names where there are such, without the wholes of others named."""
        own = [term for term in self.question.terms if not term.places]
        found = dict.fromkeys(mission for term in own or self.question.terms for mission in term.missions)
        wholes = {whole for mission in found for whole in self.names.wholes(mission)}
        return [mission for mission in found if mission not in wholes]

    @property
    def count(self) -> Count | None:
        """The count that speaks of people, else the first one."""
        ranked = sorted(self.counts, key=lambda each: not each[1])
        return ranked[0][0] if ranked else None

    def plain(self, *qualifiers: str) -> str:
        """The count as a plain number, where it has one of these qualifiers; nothing where a number alone would say too much."""
        return str(self.count.number) if self.count and self.count.qualifier in qualifiers else ""

    def day(self, clause: str) -> str:
        """The first date said with that clause, as EDTF text, or nothing."""
        return next((when.text for said, when in self.dates if said == clause), "")

    def read(self) -> None:
        """Read every word."""
        readers = (self._count, self._date_clause, self._year, self._phrase, self._name, self._rest)
        at = 0
        while at < len(self.words):
            at += next(taken for reader in readers if (taken := self._tried(reader, at)))

    def guess(self, *, linked: bool) -> str:
        """The kind of fact that the text is most likely to tell of."""
        words = set(self.lowered)
        if "incidents" in self.votes and not (self.count and words & PEOPLE and "killed" not in words and not self._is_attack()):
            return "incident"
        if "mandate" in self.votes and (self.day("until") or self.day("on")):
            return "mandate"
        if words & LEAVING - {"back", "out", "up", "left"} or (_first_kind(_EVENTS, self.lowered) and not self.count):
            return "event"
        if self.count or not linked or self.question.terms:
            return "strength" if self.count or not self.question.terms else "event"
        return "source"

    def _is_attack(self) -> bool:
        return bool(_first_kind(_INCIDENTS, self.lowered))

    def _tried(self, reader: Callable[[int], int], at: int) -> int:
        try:
            return reader(at)
        except Unclear:
            return 0 if reader != self._rest else 1

    def _count(self, at: int) -> int:
        """A count of people, or of nothing named; a number that begins a date or measures something is left to the others."""
        if self._is_date(at):
            return 0
        words: list[str] = []
        owners: list[int] = []
        for place in range(at, min(at + 9, len(self.words))):
            parts = split(self.words[place])
            words += parts
            owners += [place] * len(parts)
        found = count_at(words, 0) if owners[:1] == [at] else None
        if found is None:
            return 0
        count, end = found
        following = words[end : end + 4]
        if following and _NOT_PEOPLE.match(following[0]):
            return 0
        people = _are_people(following)
        vague = words[0] in ("one", "no", "none", "nobody", "single", "a", "an", "over", "under", "some", "about", "more")
        if not people and (vague and not any(word.isdigit() for word in words[:end])):
            return 0
        self.counts.append((count, people))
        return (owners[end] if end < len(owners) else owners[-1] + 1) - at or 1

    def _is_date(self, at: int) -> bool:
        try:
            return read_when(self.lowered[at : at + 12], self.today) is not None and not self.is_before_people(at + 1)
        except BadPhrase:
            return True

    def _set(self, clause: str, when: When, start: int, end: int) -> None:
        for said, meant in placed(when, when.clause or clause):
            self.dates.append(("on" if said in ("reported_by", "recorded_by") else said, meant))


def _are_people(following: Sequence[str]) -> bool:
    for word in following:
        if word in PEOPLE or word in ("strong", "kiwis", "zealanders", "engineers", "medics"):
            return True
        if word not in _OURS:
            return False
    return False
