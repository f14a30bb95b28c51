"""The one question of a message that is mostly talk: who asks and why, what somebody claimed, apologies and thanks.

It is looked for only where the message as a whole was not understood. The question must be understood by itself, or by a place
or mission named before it, and nothing around it may name another, give a day, or say who is counted.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.answer import Question
from bot.language.ordinary import (
    ADDRESSING,
    CHANGING,
    CONNECTING,
    COUNTED,
    DENYING,
    LEADING,
    PERSONS,
    REFUSING,
    TELLING,
    is_ordinary,
    ordinary_phrase,
)
from bot.language.plain import Sentence
from bot.language.replies import Unclear
from bot.language.sentences import is_asking, spoken_words
from bot.language.words import OPEN, PEOPLE, POINTING, leaves_out
from bot.names import Gazetteer, fold
from bot.rewording import with_years

Read = Callable[[str], Question | None]
MOST_PARTS = 12
_SPEAKING = frozenset(("i", "im", "ive", "id", "me", "my"))
_STATING = frozenset(("is", "was", "has", "had", "does", "did", "will", "would", "can", "could"))
_EASED = frozenset(("rush", "hurry", "stress", "worries", "pressure", "drama", "need", "offence", "bother", "idea"))
_BREAK = re.compile(
    r"(?<=[.!?])\)?\s+|\.\.+\s*|\s-+\s|[:;]\s+|\s\(|\)\s*|,?\s(?=but\b)|,\s(?=so\b)|\s(?=and (?:wants?|needs?|asks?)\b)|\s/\s"
    r"|,\s(?=(?:and |so |but )?(?:how|when|what|who|where|which|until|is|are|was|were|do|does|did|has|have|any|anyone|anybody)\b)"
)
# Is that still right? It asks what was said before it.
_CHECKING = re.compile(
    r"(?:and |so |but )?(?:is|are|was|were|does|do|did|can|could|has|have) (?:that|this|it|they|those|you|i)\b.{0,20}"
    r"\b(?:right|correct|true|accurate|current|up to date|the case|stack up|hold up|hold|confirm|check)\b",
    re.IGNORECASE,
)
# What comes before the question itself in its part of the message.
_LEAD = re.compile(
    r"^(?:[\w'-]+ ){0,6}?(?:says?|said|reckons?|claims?|claimed|thinks?|insists?|swears?|believes?|heard|told (?:me|us))"
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
    if leaves_out(fold(text).split()):
        return None
    parts = [part.strip(" ,") for part in _BREAK.split(text, MOST_PARTS) if part and any(c.isalnum() for c in part)]
    asking = [at for at, part in enumerate(parts) if is_asking(_LEAD.sub("", part, count=1)) and not _CHECKING.match(part)]
    for at in asking or range(len(parts)):
        found = _by_itself(parts[at], read) or _about_what_was_named(parts, at, read, names, today)
        if found and found.kind not in ("search", "help"):
            others = [(where, part) for where, part in enumerate(parts) if where != at]
            idle = all(_is_talk(part, found, names, today, before=where < at, sure=bool(asking)) for where, part in others)
            return (found, [part.strip(" .!?,") for _where, part in others]) if idle else None
    return None


def _by_itself(part: str, read: Read) -> Question | None:
    """The question that a part asks, with what leads up to it or without, if it says about what."""
    question = _LEAD.sub("", part, count=1)
    led = [fold(word) for word in spoken_words(part[: len(part) - len(question)])]
    if led and (_may_narrow(led) or not {*OPEN, "how", "why"}.isdisjoint(led)):
        question = part
    for text in dict.fromkeys((part, question)):
        found = read(text)
        if found and (found.terms or found.everything or found.kind == "digest"):
            return found
    return None


def _about_what_was_named(parts: Sequence[str], at: int, read: Read, names: Gazetteer, today: date) -> Question | None:
    """The question of a part that names nothing, about the one subject of the parts before it, else of those after it."""
    named = _named(parts[:at], names, today) or _named(parts[at + 1 :], names, today)
    reading = _reading(parts[at], names, today)
    if len({question.terms for question in named}) != 1 or not reading or reading.question.terms or reading.countries:
        return None
    plain = not ({*reading.votes} - {"status"} or "many" in reading.lowered)
    if plain and not POINTING.isdisjoint(reading.lowered):  # the attack at Bor: was anyone caught up in it
        return next((found for part in parts[:at] if (found := _by_itself(part, read)) and found.kind != "status"), None)
    if not ({*reading.votes} - {"status", "search"} or "many" in reading.lowered):
        return None
    about = (
        named[0] if len(named) == 1 and not reading.question.names_days else replace(named[0], on=None, since=None, until=None)
    )
    return read(f"{parts[at].rstrip(' ?.!')}: {replace(about, kind='status').command().removeprefix('status ')}")


def _named(parts: Sequence[str], names: Gazetteer, today: date) -> list[Question]:
    """What each of the parts names, with its day, where it names something."""
    readings = [reading for part in parts if (reading := _reading(part, names, today))]
    return [reading.question for reading in readings if reading.question.terms]


def _reading(text: str, names: Gazetteer, today: date) -> Sentence | None:
    reading = Sentence(spoken_words(with_years(text, today)), names, Question("status", today))
    try:
        reading.read()
    except Unclear:
        return None
    return reading


def _is_talk(part: str, asked: Question, names: Gazetteer, today: date, *, before: bool, sure: bool) -> bool:
    """Whether a part of a message says nothing that could change the question beside it, which is `sure` to be one."""
    words = [fold(word) for word in spoken_words(part)]
    led = ""
    while words and words[0] in CONNECTING:
        led = words.pop(0)
    if not words or _CHECKING.match(part):
        return True
    reading = _reading(part, names, today)
    repeats = reading is not None and bool(reading.question.terms) and not reading.unmatched
    led_to = repeats or (before and (words[0] in REFUSING | LEADING or led in ("so", "as", "because")))
    if _may_narrow(words) or not (led_to or _is_told(words)):
        return not before and is_asking(part)  # a second question, which is asked by itself
    if reading is None:  # on Thursday, for Anzac Day: a day that is not sure is none that was asked about
        return not re.search(r"\b(?:19|20)\d\d\b", part)
    said = reading.question
    if not sure and {*reading.votes} - {"status"}:
        return False
    same = {term.ids for term in said.terms} <= {term.ids for term in asked.terms} and not reading.countries
    return same and (not said.names_days or asked.names_days or not re.search(r"\b(?:19|20)\d\d\b", part))


def _may_narrow(words: Sequence[str]) -> bool:
    """Whether words hold one that says who or what is counted, or refuse something that is."""
    at = 0
    while at < len(words):
        if size := ordinary_phrase(words[at : at + 6]):
            at += size
        elif words[at] in CHANGING and words[at] not in DENYING:
            return True
        else:
            at += 1
    refuses = words[0] in REFUSING or "only" in words
    return refuses and not (PEOPLE | COUNTED).isdisjoint(words)


def _is_told(words: Sequence[str]) -> bool:
    """Whether words say what a person does, thinks or wants, or nothing: I was told, my boss has a meeting, surely not."""
    if words[0] in PERSONS or words[0].endswith("ing") or not {*words}.isdisjoint(_SPEAKING | ADDRESSING):
        return True
    states = not _STATING.isdisjoint(words[1:4]) or not TELLING.isdisjoint(words[1:])
    eased = words[0] == "no" and not _EASED.isdisjoint(words[1:2])
    return states or eased or all(is_ordinary(word) or word in DENYING for word in words)
