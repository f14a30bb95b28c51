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
from bot.language.refusing import refuse
from bot.language.replies import Unclear, quoted, unclear
from bot.language.sentences import spoken_words
from bot.language.votes import PAST, Votes
from bot.language.words import (
    AGED,
    ARRIVING,
    BEGINNING,
    BEING,
    COMPARING,
    DECIDING,
    FROM_A_TIME,
    INSIDE,
    LEAVING,
    LISTED,
    PEOPLE,
    POSTS,
    STARTING,
    TOLD_APART,
    TRADES,
    YEAR_WORDS,
    leaves_out,
)
from bot.names import Gazetteer, fold
from bot.rewording import with_years

_TIME = re.compile(r"\d{1,2}(?: \d\d)?[ap]m")
_NUMBER = re.compile(r"\d[\d,]*")


class Sentence(Votes):
    """A reading of one sentence, which also gathers what the sentence asks for."""

    def __init__(self, words: list[str], names: Gazetteer, question: Question) -> None:
        """Nothing is read yet."""
        super().__init__(words, names, question)
        self.head: tuple[str, ...] = ()
        self.telling_at = min(self._first("what"), self._first("we"))
        self.told_apart: list[int] = []
        self._single = (
            *(self._move, self._asking_word, self._comparing, self._hour, self._number),
            *(self._told_wider, self._told_apart_word, self._aged, self._silent, self._held, self._small),
        )
        self.compared: list[int] = []

    def read(self) -> None:
        """Read every word. Raises Unclear where a date is wrong, or where the sentence cannot be answered as it stands."""
        readers = (
            *(self._then, self._store_says, self._that_time, self._time_left, self._phrase, self._ordinary_phrase),
            *(self._date_clause, self._name, self._year, self._rest),
        )
        if phrase := leaves_out(self.lowered):
            sentence = f"“{' '.join(phrase)}” leaves something out; ask for each place or mission by itself."
            raise unclear(self.question.today, sentence)
        at = 0
        while at < len(self.words):
            at += next(taken for reader in readers if (taken := reader(at)))
        refuse(self)
        loose = [] if any(term.missions for term in self.question.terms) else self.told_apart  # with a mission, its people
        if len(self.question.terms) + len(self.countries) < 2:
            loose = [*loose, *self.compared]
        self.unmatched = sorted([*self.unmatched, *((at, at + 1) for at in loose)])

    def _phrase(self, at: int) -> int:
        return self._asking(at, 2)

    def _ordinary_phrase(self, at: int) -> int:
        """Several words that change nothing: off the top of your head."""
        if self.lowered[at] not in PHRASE_OPENERS:
            return 0
        return ordinary_phrase([fold(word) for word in self.lowered[at : at + LONGEST_PHRASE]])

    def _rest(self, at: int) -> int:
        """A word by itself: one that asks, a number, a small word, or one that must not be dropped."""
        return next(taken for reader in self._single if (taken := reader(at)))

    def _move(self, at: int) -> int:
        """Leaving, beginning, arriving: which of them, when, and how many, are dates of each and no count."""
        word = fold(self.lowered[at])
        listed = word in BEGINNING and not LISTED.isdisjoint(self.lowered[:at])  # which deployments began in 2022
        if word in LEAVING:
            self._vote_on_leaving(at)
        elif listed or (word in STARTING and self.when_at < at) or (word in ARRIVING and self.many_at < at):
            self.votes["timeline"] = None
        else:
            return 0
        return 1

    def _asking_word(self, at: int) -> int:
        return self._asking(at, 1)

    def _comparing(self, at: int) -> int:
        if self.lowered[at] not in COMPARING:
            return 0
        self.votes["status"] = None
        if self.lowered[max(0, at - 1)] != "any":
            self.compared.append(at)
        return 1

    def _hour(self, at: int) -> int:
        """At 3pm, by 4pm: a day is as fine as anything here is known."""
        return self._note(at, "nothing here is known to the hour") if _TIME.fullmatch(fold(self.lowered[at])) else 0

    def _number(self, at: int) -> int:
        """A number that is no date, by which nothing is looked up. Raises Unclear for one that is meant as a year."""
        word = fold(self.lowered[at])
        if word not in NUMBERS and not _NUMBER.fullmatch(self.lowered[at]):
            return 0
        as_year = at and len(word) == 4 and word.isdigit() and self.lowered[at - 1] in YEAR_WORDS
        figure = "sources" in self.votes and self.lowered[at - 1] == "for"  # the evidence for 1100
        if as_year and not (figure or self.is_before_people(at + 1)):
            raise unclear(self.question.today, f"“{word}” lies outside the years 1900 to 2100.")
        self.numbers.append(self.words[at])
        return 1

    def _told_wider(self, at: int) -> int:
        """A trade or a service that no count tells from the others, posts that are people: answered, and said."""
        word, before = fold(self.lowered[at]), self.lowered[at - 1] if at else ""
        if word in TRADES and before == "many":
            return self._note(at, "the counts do not tell them from the others")
        if word == "army" and (before == "many" or self.is_before_people(at + 1)):
            return self._note(at, "the counts do not tell services apart")
        if (before, word) == ("air", "force"):
            return self._note(at, "the counts do not tell services apart", "air force")
        if word in POSTS and before == "many":
            self.add_notes(Warning("corrected", f"{quoted(self.words[at])} are read as people."))
            return 1
        return 0

    def _note(self, at: int, why: str, said: str = "") -> int:
        self.add_notes(Warning("left-out", f"Left out: {quoted(said or self.words[at])}; {why}."))
        return 1

    def _told_apart_word(self, at: int) -> int:
        if not self._is_told_apart(at):
            return 0
        self.told_apart.append(at)
        return 1

    def _aged(self, at: int) -> int:
        """How old is the figure, which counts are stale, when was the number last confirmed: the status says of each."""
        if self.lowered[at] not in AGED or FROM_A_TIME.isdisjoint(self.lowered):
            return 0
        self.votes["status"] = None
        self.asks_age = True
        return 1

    def _silent(self, at: int) -> int:
        """A word that says nothing by itself where it stands, or only how the others are read."""
        word, last = fold(self.lowered[at]), at == len(self.words) - 1
        if word == "when":
            self.asks_when = True
        elif word in ("known", "knew", "know") and self.telling_at < at:
            if word == "knew" or not PAST.isdisjoint(self.lowered[:at]):  # what is known about March 2020 is known today
                self.next_clause = "reported_by"
        elif self._ends_until(at):
            self.votes["mandate"] = None
        else:
            how_long = word == "long" and self.lowered[at - 2 : at] == ["for", "how"]  # when was it approved, and for how long
            of_mandate = "mandate" in self.votes and (how_long or word in ("until", "till"))  # how many days until it ends
            said_of = INSIDE | FROM_A_TIME | {"strength"}  # injuries reported at Erbil, the reported strength
            reported = word == "reported" and (last or self.lowered[at + 1] in said_of)  # by which papers was it reported
            alone = word == "only" and (at - 1 in self.placed if at else self._longest_name(1) is not None)  # only Taji
            return int(of_mandate or reported or alone or (word == "during" and self._longest_name(at + 1) is not None))
        return 1

    def _held(self, at: int) -> int:
        """Was an observer held in Syria: what happened to one."""
        before = self.lowered[max(0, at - 5) : at]
        after = self.lowered[at + 1 : at + 2]
        if (
            self.lowered[at] != "held"
            or after in (["back"], ["up"], ["off"])
            or {"was", "were", "been"}.isdisjoint(before)
            or FIELD.isdisjoint(before)
        ):
            return 0
        self.votes["incidents"] = None
        return 1

    def _small(self, at: int) -> int:
        """A small or ordinary word goes unread; any other is left over."""
        word, beside = fold(self.lowered[at]), self.lowered[max(0, at - 1) : at + 2]
        opinion = word == "should" and (not at or "do" in self.lowered[at:] or not DECIDING.isdisjoint(beside))
        opinion = opinion or (word == "good" and beside[:1] == ["any"])
        timed = word in ("after", "before") and self._is_after_what_happened(at)
        unknown = bool(word) and not is_ordinary(word, counted=self._is_counted(at))
        if opinion or timed or unknown or self._is_foreign(at):
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
        dated = self.question.names_days  # on 8 March 2016 after the cyclone
        return named and not dated and "status" in self.votes and "incidents" not in self.votes

    def _leave_over(self, at: int) -> None:
        if word := fold(self.lowered[at]):
            if word in ("all", "everything"):
                self.question = replace(self.question, everything=True)
            elif self.unmatched and self.unmatched[-1][1] == at:
                self.unmatched[-1] = self.unmatched[-1][0], at + 1
            else:
                self.unmatched.append((at, at + 1))


def sentence(words: Sequence[str], names: Gazetteer, today: date) -> Sentence:
    """Words read as one sentence. Raises Unclear where a date is wrong, or the sentence cannot be answered as it stands."""
    reading = Sentence(list(words), names, Question("status", today))
    reading.read()
    return reading


def sentence_of(text: str, names: Gazetteer, today: date) -> Sentence | None:
    """A text read as one sentence, its dates written out; None where it cannot be."""
    try:
        return sentence(spoken_words(with_years(text, today)), names, today)
    except Unclear:
        return None
