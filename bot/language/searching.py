"""What a search looks for: the words in quotes, else those after “find” or “mentions of” without what only leads up to them."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answer import Question, Warning
from bot.language.ordinary import ORDINARY
from bot.language.plain import Sentence
from bot.language.replies import offers, unclear
from bot.language.replies import quoted as in_quotes
from bot.language.sentences import spoken_words
from bot.language.words import SMALL_WORDS
from bot.names import fold

_IN_IT = re.compile(
    r"\b(?:with|has|have|having|contain\w*|using) (?:the )?(?:exact )?(?:words?|phrase|term|name) "
    r"([^,;?!]+?) in (?:it|them|there)\b",
    re.IGNORECASE,
)
# What is said after the words looked for: “, I can't remember which it was”.
_TALK = re.compile(r"(?:, (?:but )?| but )(?:i|we|not sure|no idea|can't|don't|cannot|my|our|it's|it is|if)\b.*$", re.IGNORECASE)
_QUOTED = re.compile(r"\"([^\"]+)\"|(?<![^\s(])'([^']+)'(?![^\s?.,!)])")
_LEADING = re.compile(
    r"(?:(?:in |through )?(?:(?:the|all|your|our|of) )*"
    r"(?:everything|notes?|store|database|records?|facts?|entries|rows|texts?|data|files?|archives?)"
    r"(?: (?:for|about|on|that|which|mentioning|containing|with))+ )?"
    r"(?:for )?(?:(?:anything|everything|something|rows|entries|notes|any|the) (?:that |which )?"
    r"(?:about|on|mentioning|mentions?|containing|contains?|with|saying|says|of|to do with) )?"
    r"(?:(?:the |exact )*(?:words?|phrase|term|string|keywords?) )?",
    re.IGNORECASE,
)
_IDLE = frozenset(("notes", "note", "store", "records", "entries", "turn", "turns", "up", "appears", "occurs", "crops", "pops"))
_POLITE = re.compile(r"(?<=\S),? (?:please|pls|plz|thanks|cheers|ta|in them)[.!?]*$", re.IGNORECASE)


def looked_for(words: Sequence[str]) -> str:
    """The words after the verb search, as they are looked for."""
    said = " ".join(words)
    if held := _IN_IT.search(said):
        return held[1]
    said = _POLITE.sub("", said)
    if quoted := _QUOTED.fullmatch(_LEADING.sub("", said, count=1).strip(" .?!")):
        return quoted[1] or quoted[2]
    led = _LEADING.match(said)
    return (said[led.end() :] if led else said) or said.removeprefix("for ")


def searched(reading: Sentence, text: str) -> Question:
    """The question as a search. Raises Unclear where there is nothing to look for."""
    talk = None
    if quoted := _QUOTED.search(text):
        words = quoted[1] or quoted[2]
    elif held := _IN_IT.search(text):
        words, talk = held[1], _TALK.search(text, held.end())
    else:
        talk = _TALK.search(text)
        words = _after_the_cue(reading, talk[0] if talk else "") or _loose(reading)
    if not words:
        raise unclear(reading.question.today, "search needs words to look for.", offers(reading.verb.examples[:3]))
    reading.place_by("search")
    notes = [Warning("left-out", f"Left out: {in_quotes(talk[0].strip(' ,.?!'))}.")] if talk else []
    return replace(reading.question, kind="search", terms=(), words=words, notes=(*reading.question.notes, *notes))


def _dated(reading: Sentence) -> set[int]:
    return {at for start, end in reading.spans.values() for at in range(start, end)}


def _after_the_cue(reading: Sentence, talk: str) -> str:
    """What follows the last word that asks for a search, without the `talk` after it and ordinary words at either end."""
    dated = _dated(reading)
    said = spoken_words(talk)
    end = len(reading.words) - (len(said) if said and reading.words[-len(said) :] == said else 0)
    kept = [at for at in range(reading.cue_end, end) if at not in dated]
    while kept and _is_idle(reading.words[kept[0]]):
        del kept[0]
    while kept and _is_idle(reading.words[kept[-1]]):
        del kept[-1]
    return " ".join(reading.words[at] for at in kept)


def _is_idle(word: str) -> bool:
    return fold(word) in SMALL_WORDS or fold(word) in ORDINARY or fold(word) in _IDLE


def _loose(reading: Sentence) -> str:
    """The words that are no small words and no dates."""
    loose = {*reading.loose} | reading.placed
    return " ".join(word for at, word in enumerate(reading.words) if at in loose or fold(word) in reading.heard)
