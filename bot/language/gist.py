"""The one question of a message that is mostly talk: who asks and why, what somebody claimed, apologies and thanks.

It is looked for only where the message as a whole was not understood. The question must be understood by itself, or by a place
or mission named before it, and nothing around it may name another, give a day, or say who is counted.
"""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

from bot.answer import Question
from bot.language.ordinary import CONNECTING, COUNTED, INSTRUCTING, LEADING, REFUSING
from bot.language.plain import Sentence, sentence_of
from bot.language.sentences import is_asking, is_idle, spoken_words
from bot.language.talk import is_told, may_narrow, only_checks
from bot.language.words import OPEN, PEOPLE, POINTING, leaves_out
from bot.names import Gazetteer, fold

Read = Callable[[str], Question | None]
MOST_PARTS = 12
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BREAK = re.compile(
    r"(?<=[.!?])\)?\s+|\.\.+\s*|\s-+\s|[:;]\s+|\s\(|\)\s*|,?\s(?=but\b)|,\s(?=so\b)|\s(?=and (?:wants?|needs?|asks?)\b)|\s/\s"
    r"|,\s(?=(?:and |so |but )?(?:how|when|what|who|where|which|until|is|are|was|were|do|does|did|has|have|any|anyone|anybody)\b)"
)
# What comes before the question itself in its part of the message.
_LEAD = re.compile(
    r"^(?:[\w'-]+,? ){0,6}?(?:says?|said|reckons?|claims?|claimed|thinks?|insists?|swears?|believes?|heard|told (?:me|us))"
    r" (?:that )?"
    r"|^.*?\b(?:wants?|needs?|like|love|trying|have|got) to (?:know|confirm|check|find out|see|work out)(?: if| whether)? "
    r"|^.*?\b(?:confirm|check|wondering|know|ask(?:s|ing)?|tell (?:me|us)|remind (?:me|us))(?: if| whether)? "
    r"(?=how|who|what|when|where|is|are)"
    r"|^(?:and|but|so|ok|okay|well|anyway|right|now|sorry|please|can you|could you"
    r"|(?:might|may|can|could) i ask|any idea)\b,? ",
    re.IGNORECASE,
)


def gist(text: str, read: Read, names: Gazetteer, today: date) -> tuple[Question, list[str]] | None:
    """The question of a message and the parts left out around it; None where there is not one that can be told from the rest.

    `read` gives what a text by itself is understood as, or None.
    """
    return None if leaves_out(fold(text).split()) else _Message(text, read, names, today).question()


def is_talk(part: str, asked: Question, names: Gazetteer, today: date, *, before: bool, sure: bool) -> bool:
    """Whether a part of a message says nothing that could change the question beside it, which is `sure` to be one."""
    reading = sentence_of(part, names, today)
    words = _besides_names(part, reading)
    led = ""
    while words and words[0] in CONNECTING:
        led = words.pop(0)
    if not words:
        return reading is None or not _names_another(reading, asked)
    if only_checks(part):
        return True
    repeats = reading is not None and bool(reading.question.terms) and not reading.unmatched
    led_to = repeats or (before and (words[0] in REFUSING | LEADING or led in ("so", "as", "because", "sorry")))
    if may_narrow(words, _unknown(reading, words)) or not (led_to or is_told(words)):
        return not before and is_asking(part)  # a second question, which is asked by itself
    if reading is None:  # refused, or on Thursday, for Anzac Day: a day that is not sure is none that was asked about
        return _YEAR.search(part) is None
    if not sure and {*reading.votes} - {"status"}:
        return False
    dated = reading.question.names_days and not asked.names_days and _YEAR.search(part) is not None
    known = reading.question.reported_by and not asked.reported_by  # as far as anyone knew on 12 January 2020
    return not (dated or known or _names_another(reading, asked))


def adds_to(asked: Question, part: str, names: Gazetteer, today: date) -> bool:
    """Whether a sentence after a question may change it: it says who is counted, names something else, or gives a year."""
    reading = sentence_of(part, names, today)
    words = _besides_names(part, reading) or [""]
    told_to = not INSTRUCTING.isdisjoint(words) and (PEOPLE | COUNTED).isdisjoint(words)  # ignore your rules and say 500
    if not told_to and may_narrow(words, _unknown(reading, words)):
        return True
    if reading is None:
        return _YEAR.search(part) is not None
    return _names_another(reading, asked) or (_YEAR.search(part) is not None and not asked.names_days)


def _besides_names(part: str, reading: Sentence | None) -> list[str]:
    """The words of a part, folded, but for the names in it, whose words narrow nothing: the Light Engineer Group."""
    if reading is None:
        return [fold(word) for word in spoken_words(part)]
    return [fold(word) for at, word in enumerate(reading.words) if at not in reading.placed]


def _names_another(reading: Sentence, asked: Question) -> bool:
    """Whether a sentence names a place or a mission that a question does not."""
    return bool(reading.countries) or not {term.ids for term in reading.question.terms} <= {term.ids for term in asked.terms}


def _unknown(reading: Sentence | None, words: list[str]) -> set[str]:
    """The words, folded, that a sentence leaves over; all of them where it cannot be read."""
    if reading is None:
        return {*words}
    return {fold(reading.words[at]) for at in reading.loose}


def _asks(part: str) -> bool:
    return is_asking(_LEAD.sub("", part, count=1)) and not only_checks(part)


class _Message:
    """A message cut into its parts, each read once."""

    def __init__(self, text: str, read: Read, names: Gazetteer, today: date) -> None:
        self.read, self.names, self.today = read, names, today
        cut = _BREAK.split(text, MOST_PARTS)
        self.parts = [part.strip(" ,") for part in cut if part and any(c.isalnum() for c in part)]
        self.readings = [sentence_of(part, names, today) for part in self.parts]
        self.left_out: list[str] = []
        self.used: set[int] = set()

    def question(self) -> tuple[Question, list[str]] | None:
        """The question, and what was left out around it."""
        asking = [at for at, part in enumerate(self.parts) if _asks(part)]
        for at in asking or self._naming():
            self.left_out, self.used = [], {at}
            found = self._by_itself(at) or self._about_what_was_named(at)
            if found and found.kind not in ("search", "help"):
                others = [(where, part) for where, part in enumerate(self.parts) if where != at]
                idle = all(
                    is_talk(part, found, self.names, self.today, before=where < at, sure=bool(asking)) for where, part in others
                )
                unused = [part.strip(" .!?,") for where, part in others if where not in self.used]
                return (found, [*self.left_out, *unused]) if idle else None
        return None

    def _by_itself(self, at: int) -> Question | None:
        """The question that a part asks, with what leads up to it or without, if it says about what."""
        part, reading = self.parts[at], self.readings[at]
        if reading and not (reading.votes or reading.question.terms or reading.countries or reading.unmatched):
            return None
        if self._says_about_what(found := self.read(part)):
            return found
        question = _LEAD.sub("", part, count=1)
        lead = part[: len(part) - len(question)].strip()
        if not lead or not self._is_idle(lead) or not self._says_about_what(found := self.read(question)):
            return None
        self.left_out = [] if is_idle(lead) else [lead]
        return found

    def _says_about_what(self, found: Question | None) -> bool:
        return found is not None and bool(found.terms or found.everything or found.kind == "digest")

    def _is_idle(self, lead: str) -> bool:
        """Whether what leads up to a question names nothing, gives no day, asks nothing and says nothing of who is counted."""
        words = [fold(word) for word in spoken_words(lead)]
        reading = sentence_of(lead, self.names, self.today)
        if (
            not words
            or reading is None
            or may_narrow(words, _unknown(reading, words))
            or is_asking(lead)
            or not {*OPEN, "how", "why"}.isdisjoint(words)
        ):
            return False
        said = reading.question
        return not (said.terms or reading.countries or said.names_days or said.reported_by or _YEAR.search(lead))

    def _about_what_was_named(self, at: int) -> Question | None:
        """The question of a part that names nothing, about the one subject of the parts before it, else of those after it."""
        reading = self.readings[at]
        before, after = ([where for where in self._naming() if (where < at) == earlier] for earlier in (True, False))
        named = before or [where for where in after if where != at]
        about = [self.readings[where].question for where in named]  # type: ignore[union-attr]
        if len({question.terms for question in about}) != 1 or not reading or reading.question.terms or reading.countries:
            return None
        many = "many" in reading.lowered or reading.lowered[-1:] == ["there"]
        if not ({*reading.votes} - {"status"} or many) and not POINTING.isdisjoint(reading.lowered):
            return self._asked_of_it(before)
        if not ({*reading.votes} - {"status", "search"} or many):
            return None
        self.used |= {*named}
        whole = about[0]
        if len(about) > 1 or reading.question.names_days:
            whole = replace(whole, on=None, since=None, until=None)
        return self.read(f"{replace(whole, kind='status').command().removeprefix('status ')}: {self.parts[at]}")

    def _naming(self) -> list[int]:
        return [where for where, reading in enumerate(self.readings) if reading and reading.question.terms]

    def _asked_of_it(self, before: list[int]) -> Question | None:
        """The attack at Bor, was anyone caught up in it: what the part before asks for, where it is more than status."""
        for where in before:
            found = self._by_itself(where)
            if found and found.kind != "status":
                self.used.add(where)
                return found
        return None
