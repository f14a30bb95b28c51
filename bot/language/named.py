"""Names in speech: plural, as an adjective, whose soldiers are meant, and a mission by a place and a noun."""

from bot.answer import Question, Term, Warning
from bot.language.ordinary import THINGS, UNCOUNTED
from bot.language.part_names import partly
from bot.language.reading import Reading
from bot.language.words import ADJECTIVES, CLAUSES, MISSION_NOUNS, OURSELVES, PLACE_WORDS, SMALL_WORDS
from bot.names import LED_BY, Gazetteer, fold
from handlers import Verb

_DOING = ("do", "does", "did", "has", "have", "will")
_DONE = (
    *("have", "got", "send", "sent", "contribute", "lose", "lost", "say", "leave", "left", "withdraw", "withdrew"),
    *("pull", "pulled", "extend", "extended", "deploy", "deployed", "bomb", "attack", "invade"),
)


class NamedInSpeech(Reading):
    """A reading that knows the names of a command in the forms that they take in a sentence."""

    def __init__(self, verb: Verb, words: list[str], names: Gazetteer, question: Question) -> None:
        """`placed` holds where the names stand, `named` what ends just before a word, `starts` where that begins."""
        super().__init__(verb, words, names, question)
        self.placed: set[int] = set()
        self.refused: set[int] = set()  # where a country stands that acts by itself
        self.named: dict[int, Term] = {}
        self.starts: dict[int, int] = {}

    def _name(self, at: int) -> int:
        found = self._longest_name(at) or self._plural(at) or self._adjective(at)
        if found is None or (found[0] == 1 and fold(self.words[at]) in SMALL_WORDS and not self._is_foreign(at)):
            return 0
        size, term, name = found
        if self._is_ourselves(at, size, name) or self._is_a_thing_of(at + size, term):
            return size
        if self._is_foreign(at) or (not (term and term.missions and not term.places) and self._acts(at, at + size)):
            return 0
        self.placed.update(range(at, at + size))
        if term is None:
            self.countries.append(name)
        else:
            longer = self._mission_of(at, at + size, term)
            self.add_term(longer or term)
            self.named[at + size] = longer or term
            self.starts[at + size] = at
            size += bool(longer)
        return size

    def _is_a_thing_of(self, end: int, term: Term | None) -> bool:
        """The UN convoy, the UN says: whose it was or who told, and not that body's missions."""
        body = term is not None and term.said.startswith(LED_BY)
        return body and not (
            THINGS | {"says", "said", "reckons", "claims", "compound", "compounds", "base", "camp", "post", "position"}
        ).isdisjoint(self.lowered[end : end + 1])

    def _mission_of(self, at: int, end: int, term: Term) -> Term | None:
        """The one mission that a place and the word after it name: the Red Sea team."""
        if term.missions or end >= len(self.words) or self.lowered[end] not in UNCOUNTED:
            return None
        return partly(self.names, fold(" ".join(self.words[at : end + 1])).split())

    def _acts(self, start: int, end: int) -> bool:
        """Whether a country is said to do something (does Australia have …): then its own troops are meant, not ours there."""
        start -= self.lowered[start - 1 : start] == ["the"]
        acts = start > 0 and self.lowered[start - 1] in _DOING and (self.lowered[end : end + 1] or [""])[0] in _DONE
        if acts:
            self.refused.update(range(start, end))
        return acts

    def _plural(self, at: int) -> tuple[int, Term | None, str] | None:
        """The name of something, said in the plural."""
        name = fold(self.words[at])
        term = self.names.term(name[:-1]) if len(name) > 4 and name.endswith("s") and name not in SMALL_WORDS else None
        return (1, term, name) if term else None

    def _adjective(self, at: int) -> tuple[int, Term | None, str] | None:
        """Afghan, Korean: the country's, unless it says whose soldiers are meant."""
        for size in (2, 1):
            country = ADJECTIVES.get(" ".join(self.lowered[at : at + size]))
            term = self.names.term(country, "place mission") if country else None
            if term and not self.is_before_people(at + size):
                if self.lowered[at] == "korea":
                    self.add_notes(Warning("corrected", "Showing South Korea, as “Korea” is read."))
                return size, term, country or ""
        return None

    def stands_for_a_place(self, at: int) -> bool:
        """Whether the word stands where a place or a mission would: in …, at the …"""
        before = self.lowered[at - 1] if at else ""
        if before == "the" and at > 1:
            before = self.lowered[at - 2]
        return before in PLACE_WORDS

    def _is_ourselves(self, at: int, size: int, name: str) -> bool:
        """New Zealand is a place only after in or at, or alone; elsewhere it is whose troops are asked about."""
        if name not in OURSELVES or self.lowered[at - 1 : at] == ["hmnzs"]:
            return False
        alone = at == 0 and (size == len(self.words) or (self.lowered[size] in CLAUSES and not self._names_something(size + 1)))
        placed = at and self.lowered[at - 1] in ("in", "at", "within", "inside")
        return self.is_before_people(at + size) or not (alone or placed)

    def _names_something(self, at: int) -> bool:
        """Whether a name stands there, after an article or not: in the Sinai, in Korea."""
        at += self.lowered[at : at + 1] == ["the"]
        return at < len(self.words) and (self.lowered[at] in ADJECTIVES or self._longest_name(at) is not None)

    def _is_foreign(self, at: int) -> bool:
        """US troops are not ours."""
        after = self.lowered[at + 1 : at + 2]
        return self.words[at] in ("US", "U.S") and bool(after) and after[0] not in MISSION_NOUNS
