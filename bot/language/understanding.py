"""From what a person typed to a Question, or to an Answer that says what was not understood.

The grammar is `VERB [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE] [recorded by DATE]`, in any order after the
verb. It would rather ask than guess: a word that it does not know is left out only where it cannot change the answer, and what it
leaves out or corrects is always said.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from bot.answer import Question, Warning
from bot.language.helping import asks_elsewhere, asks_for_help
from bot.language.ordinary import is_ordinary
from bot.language.plain import sentence
from bot.language.reading import Reading, verb_named
from bot.language.replies import (
    LONGEST_TEXT,
    Unclear,
    not_a_question,
    offers,
    quoted,
    unclear,
)
from bot.language.searching import looked_for
from bot.language.sentences import spoken_words
from bot.language.settling import checked, settle
from bot.language.slips import months_righted
from bot.language.speech import in_speech
from bot.language.words import ASKING, CLAUSES, LEAVING, NOUNS
from bot.names import Gazetteer, fold
from bot.rewording import with_years
from handlers import verbs

LONGEST_COMMAND = 4  # words; more of them that are not all understood may be a sentence

__all__ = ["Unclear", "day_problem", "understand"]

_PART = re.compile(r"[,.;:!?]+ | - ")
_EMOJI = re.compile(r"(?<!\S)(?::[a-z][\w+'-]*:)+(?!\S)", re.ASCII)  # as Slack sends them: :thumbsup:
_STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " "})


def clean(text: str) -> str:
    """The text as it is read: NFC, straight quotes and dashes, single spaces; no emoji, control or direction marks, no /nzdf."""
    text = unicodedata.normalize("NFC", text[: LONGEST_TEXT * 10]).translate(_STRAIGHT)
    text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return re.sub(r"^/\w+(\s+|$)", "", _unquoted(" ".join(_EMOJI.sub(" ", text).split())))


def _unquoted(text: str) -> str:
    """A question that was typed in quotes as a whole, without them."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def understand(text: str, names: Gazetteer, today: date, previous: Question | None = None) -> Question:
    """Read a question, a command or as people speak; what a follow-up leaves out comes from the `previous` question.

    Raises Unclear with the reply where it cannot, or where it names only what the store does not hold. A reply offers only what
    would be understood.
    """
    try:
        return _read(text, names, today, previous)
    except Unclear as reply:
        if (question := _with_months_righted(text, names, today, previous)) is not None:
            return question
        offered = tuple(each for each in reply.answer.suggestions if _is_understood(each.command, names, today))
        raise Unclear(replace(reply.answer, suggestions=offered or tuple(offers(("status", "mandate", "help"))))) from None


def _with_months_righted(text: str, names: Gazetteer, today: date, previous: Question | None) -> Question | None:
    """The question of a text in which the name of a month or a weekday is misspelt, which is said; None where none is."""
    wrong = months_righted(text)
    if not wrong:
        return None
    for word, right in wrong.items():
        text = text.replace(word, right)
    try:
        question = _read(text, names, today, previous)
    except Unclear:
        return None
    notes = [Warning("corrected", f"{quoted(word)} is read as {quoted(right.title())}.") for word, right in wrong.items()]
    return replace(question, notes=(*question.notes, *notes))


def day_problem(text: str, today: date) -> str | None:
    """What is wrong with a text that should be a day or a period and nothing else, as a sentence; None where it is one."""
    said = clean(text)
    words = with_years(said, today).split()
    reading = Reading(verbs()["status"], words, Gazetteer((), ()), Question("status", today))
    try:
        if not any(verb_named(word) for word in words):
            reading.read()
            asked = checked(reading.question)
            if (asked.names_days or asked.reported_by) and not (reading.unmatched or reading.countries or asked.everything):
                return None
    except Unclear as reply:
        return reply.answer.headline
    return f"{quoted(said)} is not a day or a period known here; write it like 10 January 2020, last month or since 2019."


def _is_understood(command: str, names: Gazetteer, today: date) -> bool:
    try:
        _read(command, names, today)
    except Unclear as reply:
        return reply.answer.kind != "unclear"
    return True


def _read(text: str, names: Gazetteer, today: date, previous: Question | None = None) -> Question:
    said = clean(text)
    if not any(c.isalnum() for c in said):
        raise unclear(today, "Nothing was asked. Try one of these, or help.")
    if len(said) > LONGEST_TEXT:
        raise unclear(today, f"That is longer than {LONGEST_TEXT:,} letters; ask one short question.")
    if _wants_help(said, names, today):
        return Question("help", today)
    folded = fold(said)
    verb = verb_named(said.split()[0]) if not said.lower().startswith(NOUNS) else None
    if verb is None:
        if (words_of_it := asks_elsewhere(folded)) is not None:
            raise not_a_question(Question("status", today), [words_of_it])
        return in_speech(said, names, today, previous)
    literal = verb.takes == "words" and CLAUSES.keys().isdisjoint(said.lower().split())  # with no date to be read
    words = (said if literal else with_years(said, today)).split()
    if verb.takes == "verb" and len(words) > 2 and verb_named(words[1]) is None:
        return in_speech(said, names, today, previous)  # help me with something
    if verb.takes == "verb":
        return Question(verb.name, today, words=" ".join(words[1:]))
    reading = Reading(verb, words[1:], names, Question(verb.name, today))
    try:
        return _question(reading)
    except Unclear as reply:
        loose = [fold(reading.words[at]) for at in reading.loose]
        asks = len(words) > LONGEST_COMMAND or any((word,) in ASKING or word in LEAVING or is_ordinary(word) for word in loose)
        spoken = asks and _spoken(said, names, today)
        if not spoken or spoken.kind != verb.name:
            raise reply from None
        return spoken


def _wants_help(said: str, names: Gazetteer, today: date) -> bool:
    """Whether a text asks what the bot can do; beside that it may say who asks (I'm lost, what do I type), and names nothing."""
    parts = _PART.split(said, 4)
    others = [part for part in parts if not asks_for_help(fold(part))]
    if len(others) == len(parts):
        return asks_for_help(fold(said))
    try:
        readings = [sentence(spoken_words(part), names, today) for part in others]
    except Unclear:
        return False
    return not any(reading.question.terms or reading.countries or reading.question.names_days for reading in readings)


def _spoken(said: str, names: Gazetteer, today: date) -> Question | None:
    """A text that begins with a verb, read as a sentence; None where it is none."""
    try:
        return in_speech(said, names, today, None)
    except Unclear:
        return None


def _question(reading: Reading) -> Question:
    reading.read()
    reading.add_notes(*reading.dates_read)
    if reading.takes_words:
        words = looked_for([reading.words[at] for at in reading.free])
        if not words:
            raise unclear(
                reading.question.today, f"{reading.verb.name} needs words to look for.", offers(reading.verb.examples[:3])
            )
        return checked(replace(reading.question, words=words))
    settle(reading)
    return checked(replace(reading.question, everything=reading.question.everything and not reading.question.terms))
