"""From what a person typed to a Question, or to an Answer that says what was not understood.

The grammar is `VERB [SUBJECT] [on DATE] [since DATE] [until DATE] [reported by DATE]`, in any order after the verb. It would
rather ask than guess: a word that it does not know is never dropped, and a name that it corrects is always said.
"""

import re
import unicodedata
from dataclasses import replace
from datetime import date

from bot.answer import Question, Warning
from bot.edtf import say
from bot.names import Gazetteer, fold
from bot.reading import SYNONYMS, Reading, verb_named
from bot.replies import LONGEST_TEXT, Unclear, not_held, offers, partly_known, quoted, several_names, unclear, unknown_verb
from handlers import verbs

__all__ = ["Unclear", "understand"]

_STRAIGHT = str.maketrans({"“": '"', "”": '"', "’": "'", "‘": "'", "–": "-", "—": "-", "‑": "-", "−": "-", "\u00a0": " "})


def clean(text: str) -> str:
    """The text as it is read: NFC, straight quotes and dashes, no control or direction marks, single spaces, no leading /nzdf."""
    text = unicodedata.normalize("NFC", text[: LONGEST_TEXT * 10]).translate(_STRAIGHT)
    text = "".join(c if c.isprintable() else " " if c.isspace() else "" for c in text)
    return re.sub(r"^/\w+(\s+|$)", "", _unquoted(" ".join(text.split())))


def _unquoted(text: str) -> str:
    """A question that was typed in quotes as a whole, without them."""
    return text[1:-1].strip() if len(text) > 1 and text[0] == text[-1] == '"' else text


def understand(text: str, names: Gazetteer, today: date) -> Question:
    """Read a question. Raises Unclear with the reply where it cannot, or where it names only what the store does not hold.

    A reply offers only what would be understood.
    """
    try:
        return _read(text, names, today)
    except Unclear as reply:
        offered = tuple(each for each in reply.answer.suggestions if _is_understood(each.command, names, today))
        raise Unclear(replace(reply.answer, suggestions=offered or tuple(offers(("status", "mandate", "help"))))) from None


def _is_understood(command: str, names: Gazetteer, today: date) -> bool:
    try:
        _read(command, names, today)
    except Unclear as reply:
        return reply.answer.kind != "unclear"
    return True


def _read(text: str, names: Gazetteer, today: date) -> Question:
    said = clean(text)
    if not any(c.isalnum() for c in said):
        raise unclear(today, "Nothing was asked. Try one of these, or help.")
    if len(said) > LONGEST_TEXT:
        raise unclear(today, f"That is longer than {LONGEST_TEXT:,} letters; ask one short question.")
    words = said.split()
    verb = verb_named(words[0])
    if verb is None:
        return _without_verb(words, names, today)
    if verb.takes == "verb":
        return Question(verb.name, today, words=" ".join(words[1:]))
    return _question(Reading(verb, words[1:], names, Question(verb.name, today)))


def _without_verb(words: list[str], names: Gazetteer, today: date) -> Question:
    """A bare subject (“taji on 10 jan 2020”) asks for its status, and the answer says so; anything else is an unknown verb."""
    reading = Reading(verbs()["status"], words, names, Question("status", today))
    try:
        question = _question(reading)
    except Unclear as reply:
        if reading.unmatched or not (reading.question.terms or reading.countries):
            raise unknown_verb(words, today, SYNONYMS) from None
        raise reply from None
    if not question.terms or reading.unmatched:
        raise unknown_verb(words, today, SYNONYMS)
    return replace(question, notes=(Warning("read-as", f"Read as: {question.command()}."), *question.notes))


def _question(reading: Reading) -> Question:
    reading.read()
    if reading.takes_words:
        words = " ".join(reading.words[at] for at in reading.free)
        if not words:
            raise unclear(
                reading.question.today, f"{reading.verb.name} needs words to look for.", offers(reading.verb.examples[:3])
            )
        return _checked(replace(reading.question, words=words))
    _settle(reading)
    return _checked(replace(reading.question, everything=reading.question.everything and not reading.question.terms))


def _settle(reading: Reading) -> None:
    """Take a unique near name and say so; offer several; say plainly what is not held. Never drop a word."""
    absent: list[str] = []
    for start, end in reading.unmatched:
        word = " ".join(reading.words[start:end])
        near = reading.names.near(fold(word))
        best = [each for each in near if each.distance == 1]
        if len(best) != 1:
            offered = [each for each in (near or reading.names.containing(fold(word))) if each.term]
            if offered:
                raise several_names(reading.question, reading.words, start, end, offered)
            absent.append(quoted(word))
        elif best[0].term is None:
            reading.countries.append(best[0].name)
        else:
            reading.add_term(
                best[0].term, Warning("corrected", f"Showing {best[0].name}: nothing here is called {quoted(word)}.")
            )
    if absent and reading.question.terms:
        raise partly_known(reading.question, reading.names, absent)
    absent = [*reading.countries, *absent]
    if absent and not reading.question.terms:
        raise not_held(reading.question, absent)
    notes = [Warning("not-held", f"Nothing in the store about {name}.") for name in reading.countries]
    reading.question = replace(reading.question, notes=(*reading.question.notes, *notes))


def _checked(question: Question) -> Question:
    """The question, if its dates fit together. Raises Unclear if they do not."""
    if question.on and (question.since or question.until):
        tries = [replace(question, since=None, until=None).command(), replace(question, on=None).command()]
        raise unclear(question.today, "A day and a period were both given; give “on”, or “since” and “until”.", offers(tries))
    if question.since and question.until and question.since.first > question.until.last:
        swapped = replace(question, since=question.until, until=question.since).command()
        sentence = f"The period is the wrong way round: {say(question.since)} comes after {say(question.until)}."
        raise unclear(question.today, sentence, offers([swapped]))
    return question
