"""Plain questions: what a sentence asks for, told by the words that people use, with its names and dates read as in a command.

A sentence is read from left to right into votes for verbs, terms, dates and words that are none of these. Small and ordinary
words go unread; whatever else is left over is judged by bot/language/left_over.py and bot/language/dropping.py.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot.answer import Question, Warning
from bot.language.ordinary import FIELD, LONGEST_PHRASE, NUMBERS, PHRASE_OPENERS, is_ordinary, ordinary_phrase
from bot.language.replies import Unclear, offers, quoted, unclear
from bot.language.sentences import spoken_words
from bot.language.votes import PAST, Votes
from bot.language.words import (
    ARMS,
    ARRIVING,
    BEGINNING,
    BEING,
    COMPARING,
    CORRECTING,
    GIVING,
    GIVING_NOW,
    HALF,
    HARMED,
    HAVING,
    IN_ALL,
    KNOWN_WORDS,
    LEAVING,
    LISTED,
    ONE_OF_MANY,
    OPEN,
    PASSED,
    PEOPLE,
    PLACE_WORDS,
    PLACES,
    POINTING,
    POSTS,
    STARTING,
    TOLD_APART,
    TRADES,
    YEAR_WORDS,
    leaves_out,
)
from bot.names import LED_BY, Gazetteer, fold
from bot.rewording import with_years

_US = frozenset(("we", "nz", "they", "troops", "government", "zealand", "cabinet"))
_WHOM = frozenset(("nzdf", "stuff", "government", "govt", "un", "nato", "mfo", "defence", "army", "united"))
_TIME = re.compile(r"\d{1,2}(?: \d\d)?[ap]m")
_NUMBER = re.compile(r"\d[\d,]*")


class Sentence(Votes):
    """A reading of one sentence, which also gathers what the sentence asks for."""

    def __init__(self, words: list[str], names: Gazetteer, question: Question) -> None:
        """`numbers` holds those that are no dates, which nothing is looked up by."""
        super().__init__(words, names, question)
        self.head: tuple[str, ...] = ()
        self.telling_at = min(self._first("what"), self._first("we"))
        self.numbers: list[str] = []
        self.told_apart: list[int] = []
        self.compared: list[int] = []

    def read(self) -> None:
        """Read every word. Raises Unclear where a date is wrong."""
        readers = (
            self._then,
            self._store_says,
            self._that_time,
            self._time_left,
            self._phrase,
            self._ordinary_phrase,
            self._date_clause,
            self._name,
            self._year,
            self._rest,
        )
        if phrase := leaves_out(self.lowered):
            sentence = f"“{' '.join(phrase)}” leaves something out; ask for each place or mission by itself."
            raise unclear(self.question.today, sentence)
        at = 0
        while at < len(self.words):
            at += next(taken for reader in readers if (taken := reader(at)))
        if not any(term.missions for term in self.question.terms):  # the officers with UNMISS are those who are there
            self.unmatched = sorted([*self.unmatched, *((at, at + 1) for at in self.told_apart)])
        named = len(self.question.terms) + len(self.countries)
        long_for = self.lowered[-1:] == ["for"] and "long" in self.lowered
        if not named and self.words and self.lowered[-1] in HALF and not (OPEN | PLACES) & {*self.lowered} and not long_for:
            raise unclear(
                self.question.today, f"The question ends at “{self.words[-1]}”; name a place, a mission or a date there."
            )
        if self.lowered[-1:] == ["by"] and self.lowered[-2:-1] and self.lowered[-2] in KNOWN_WORDS:
            raise unclear(self.question.today, "The question ends at “by”; name a date there.")
        self._refuse_one_source()
        self._refuse_twofold()
        self._refuse_foreign()
        self._refuse_corrections()
        if named < 2:
            self.unmatched = sorted([*self.unmatched, *((at, at + 1) for at in self.compared)])

    def _refuse_one_source(self) -> None:
        """According to the UN, to Stuff: an answer names all its sources, and is never of one. Raises Unclear."""
        for at, word in enumerate(self.lowered[:-2]):
            whom = at + 2 + (self.lowered[at + 2] == "the")
            if (word, self.lowered[at + 1]) == ("according", "to") and {*self.lowered[whom : whom + 1]} & _WHOM:
                named = [term.said for term in self.question.terms if not term.said.startswith(LED_BY)]
                sentence = "An answer is never of one source alone; “sources” shows who says what."
                raise unclear(self.question.today, sentence, offers([" ".join((kind, *named)) for kind in ("sources", "status")]))

    def _refuse_twofold(self) -> None:
        """SAS in Ukraine: a mission, and a word for a place and another mission, whose people would be added. Raises Unclear."""
        missions = [term for term in self.question.terms if term.missions and not term.places]
        for end, term in self.named.items():
            start = end - len(term.said.split())
            if missions and term.missions and term.places and start > 0 and self.lowered[start - 1] in ("in", "inside", "within"):
                sentence = f"{quoted(term.said)} is a place and a mission here; ask for one thing at a time."
                tries = [f"status {one.said.removeprefix(LED_BY)}" for one in (*missions[:1], term)]
                raise unclear(self.question.today, sentence, offers(tries))

    def _refuse_foreign(self) -> None:
        """UK troops in Iraq: a country before the people meant, and another place where they are. Raises Unclear."""
        for end, term in self.named.items():
            elsewhere = any(self.stands_for_a_place(at) for at in self.placed if at > end)
            if (
                elsewhere
                and not term.missions
                and self.lowered[end : end + 1]
                and self.lowered[end] in PEOPLE | HARMED | {"numbers"}
            ):
                said = " ".join(self.words[end - len(term.said.split()) : end + 1])
                others = [f"status {other.said}" for other in self.question.terms if other != term]
                sentence = f"{quoted(said)} may be another country's; only New Zealand's are held here."
                raise unclear(self.question.today, sentence, offers(others[:2]))

    def _refuse_corrections(self) -> None:
        """Jordan, sorry, Lebanon: one of them is meant. Raises Unclear."""
        for at, word in enumerate(self.lowered):
            later = [where for where in (at + 1, at + 2, at + 3) if where in self.placed]
            if word in CORRECTING and at - 1 in self.placed and later:
                said = quoted(" ".join(self.words[at - 1 : later[0] + 1]))
                sentence = f"{said} names one place and then another; ask for the one that is meant."
                raise unclear(self.question.today, sentence, offers([f"status {term.said}" for term in self.question.terms][:3]))

    def stands_for_a_place(self, at: int) -> bool:
        """Whether the word stands where a place or a mission would: in …, at the …"""
        before = self.lowered[at - 1] if at else ""
        if before == "the" and at > 1:
            before = self.lowered[at - 2]
        return before in PLACE_WORDS

    def kind(self) -> str | None:
        """The verb that the sentence asks for, None where nothing says so. Raises Unclear where it asks for two."""
        who = self._first("who")
        gives = not GIVING.isdisjoint(self.lowered[who + 1 : who + 2]) or not GIVING_NOW.isdisjoint(
            self.lowered[who + 1 : who + 3]
        )
        if self.numbers and gives:
            return "sources"  # who gives the 660
        return super().kind()

    def points_at_nothing(self) -> str:
        """The word for something said before (who says so, at the base), where the sentence says nothing else about what."""
        where = [*self.lowered[:3]] == ["where", "are", "they"]  # our people, of whom else
        if where or self.question.everything:
            return ""
        pairs = zip(self.lowered, self.lowered[1:], strict=False)
        if one := next(
            (noun for before, noun in pairs if before in ("the", "that", "this", "other") and noun in ONE_OF_MANY), ""
        ):
            return one
        if {*self.votes} & {"digest", "search"} or not FIELD.isdisjoint(self.lowered):
            return ""
        if self.lowered[-2:] == ["how", "many"]:
            return "how many"
        pointing = next((word for word in self.lowered if word in POINTING), "")
        if not pointing and self.lowered[-1:] == ["there"] and BEING.isdisjoint(self.lowered[-2:-1]):
            return "there"
        return pointing or ("who" if "who" in self.lowered and "sources" in self.votes else "")

    def counts_all_ever(self) -> bool:
        """How many have served there in all: a sum over the years, where a count tells only who was there at a time."""
        counted = self.many_at < len(self.words) or "number" in self.lowered
        passed = [at for at, word in enumerate(self.lowered) if word in PASSED]
        if not counted or not passed or self.question.names_days:
            return False
        having = any(not HAVING.isdisjoint(self.lowered[max(0, at - 4) : at]) for at in passed)
        through = any(self.lowered[at + 1 : at + 2] == ["through"] for at in passed)
        in_all = bool(IN_ALL.search(" ".join(self.lowered)))
        return through or (having and in_all) or ("served" in self.lowered and (having or in_all))

    def _phrase(self, at: int) -> int:
        return self._asking(at, 2)

    def _ordinary_phrase(self, at: int) -> int:
        """Several words that change nothing: off the top of your head."""
        if self.lowered[at] not in PHRASE_OPENERS:
            return 0
        return ordinary_phrase([fold(word) for word in self.lowered[at : at + LONGEST_PHRASE]])

    def _rest(self, at: int) -> int:
        """A word by itself: one that asks, a number, a small word, or one that must not be dropped."""
        word = fold(self.lowered[at])
        if word in LEAVING:
            self._vote_on_leaving(at)
        elif word in BEGINNING and not LISTED.isdisjoint(self.lowered[:at]):
            self.votes["timeline"] = None  # which deployments began in 2022
        elif (word in STARTING and self.when_at < at) or (word in ARRIVING and self.many_at < at):
            self.votes["timeline"] = None
        elif taken := self._asking(at, 1):
            return taken
        elif word in COMPARING:
            self.votes["status"] = None
            if self.lowered[at - 1] != "any":
                self.compared.append(at)
        elif _TIME.fullmatch(word):
            note = Warning("left-out", f"Left out: {quoted(self.words[at])}; nothing here is known to the hour.")
            self.question = replace(self.question, notes=(*self.question.notes, note))
        elif word in NUMBERS:
            self.numbers.append(self.words[at])
        elif _NUMBER.fullmatch(self.lowered[at]):
            if (
                len(word) == 4
                and at
                and self.lowered[at - 1] in YEAR_WORDS
                and not ("sources" in self.votes or self.is_before_people(at + 1))
            ):
                raise unclear(self.question.today, f"“{word}” lies outside the years 1900 to 2100.")
            self.numbers.append(self.words[at])
        elif word in TRADES and at and self.lowered[at - 1] == "many":
            note = Warning("left-out", f"Left out: “{self.words[at]}”; the counts do not tell them from the others.")
            self.question = replace(self.question, notes=(*self.question.notes, note))
        elif word in ARMS and (self.lowered[at - 1] in ("many", "air") or self.is_before_people(at + 1)):
            note = Warning("left-out", f"Left out: {quoted(self.words[at])}; the counts do not tell services apart.")
            self.question = replace(self.question, notes=(*self.question.notes, note))
        elif word in POSTS and at and self.lowered[at - 1] == "many":
            note = Warning("corrected", f"{quoted(self.words[at])} are read as people.")
            self.question = replace(self.question, notes=(*self.question.notes, note))
        elif self._is_told_apart(at):
            self.told_apart.append(at)
        elif word == "when":
            self.asks_when = True
        elif word == "long" and "mandate" in self.votes and self.lowered[at - 2 : at] == ["for", "how"]:
            pass  # when was it approved, and for how long
        elif (
            word == "held" and not BEING.isdisjoint(before := self.lowered[max(0, at - 5) : at]) and not FIELD.isdisjoint(before)
        ):
            self.votes["incidents"] = None  # was an observer held in Syria
        elif word == "reported" and at == len(self.words) - 1:
            pass  # by which papers was it reported
        elif word in ("until", "till") and "mandate" in self.votes:
            pass  # how many days until it ends
        elif word == "during" and self._longest_name(at + 1):
            pass  # during Operation Kōkako
        elif word in ("after", "before") and self._is_after_what_happened(at):
            self._leave_over(at)
        elif self._ends_until(at):
            self.votes["mandate"] = None
        elif self.telling_at < at and word in ("known", "knew", "know"):
            if word == "knew" or not PAST.isdisjoint(self.lowered[:at]):  # what is known about March 2020 is known today
                self.next_clause = "reported_by"
        elif (
            self._is_foreign(at)
            or (word == "good" and self.lowered[at - 1] == "any")
            or (word == "should" and (not at or "do" in self.lowered[at:] or not _US.isdisjoint(self.lowered[at - 1 : at + 2])))
            or (word and not is_ordinary(word, counted=self._is_counted(at)))
        ):
            self._leave_over(at)
        return 1

    def _refuse_date(self, at: int, end: int) -> None:
        if not self._ends_until(at):
            super()._refuse_date(at, end)

    def _ends_until(self, at: int) -> bool:
        """Whether a sentence ends by asking for a date: authorised until?"""
        return at > 0 and at == len(self.words) - 1 and self.lowered[at] in ("until", "till")

    def _is_told_apart(self, at: int) -> bool:
        """How many officers; how many of them were trainers: people whom no count tells from the others."""
        before = self.lowered[max(0, at - 2) : at]
        if self.lowered[at] in TOLD_APART and before[-1:] in (["many"], ["any"], ["no"]):
            return True
        said = self.lowered[self.many_at + 1 : self.many_at + 2] == ["of"] and not BEING.isdisjoint(before)
        return said and self.lowered[at] in PEOPLE and at > self.many_at + 3

    def _is_after_what_happened(self, at: int) -> bool:
        """How many the day after the attack: the time of a count, which no row tells, and not what is asked for."""
        named = self.lowered[at + 1 : at + 2] in (["the"], ["that"], ["this"], ["our"], ["their"])
        return named and "status" in self.votes and "incidents" not in self.votes

    def _leave_over(self, at: int) -> None:
        if word := fold(self.lowered[at]):
            if word in ("all", "everything"):
                self.question = replace(self.question, everything=True)
            elif self.unmatched and self.unmatched[-1][1] == at:
                self.unmatched[-1] = self.unmatched[-1][0], at + 1
            else:
                self.unmatched.append((at, at + 1))


def sentence(words: Sequence[str], names: Gazetteer, today: date) -> Sentence:
    """Words read as one sentence. Raises Unclear where a date is wrong."""
    reading = Sentence(list(words), names, Question("status", today))
    reading.read()
    return reading


def sentence_of(text: str, names: Gazetteer, today: date) -> Sentence | None:
    """A text read as one sentence, its dates written out; None where a date in it is wrong."""
    try:
        return sentence(spoken_words(with_years(text, today)), names, today)
    except Unclear:
        return None
