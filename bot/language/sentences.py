"""Cutting a message into its questions, and a question into its words."""

import re
from itertools import pairwise

from bot.language.ordinary import is_ordinary
from bot.language.words import ASKING, ASKING_FIRST, SHORT_FORMS, SMALL_WORDS
from bot.names import fold
from bot.rewording import outside_quotes

_ENDINGS = re.compile(r"'(?:s|ve|re|d|ll|m)?$")
_NEXT_QUESTION = re.compile(
    r"(?<![?!])[?!]+ (?!\()|(?<=[a-z]{4}|[0-9]{4})\. (?=[A-Z])|\.\.+ "
    r"|(?:;|,? and) (?=(?:how|when|what|who|until|where|which)(?:'?s)? )"
    r"|,? and (?=since when\b|(?:was|were|is|are|did|has|have) (?:any(?:one|body)?|there|the|it|they|we)\b)",
    re.IGNORECASE,
)

_STATING = {"reckon", "reckons", "says", "said", "swears", "claims", "told", "heard", "reported", "reports", "thinks", "believes"}
_OPENING = {"how", "when", "what", "who", "where", "which", "until", "whose"}
_HOW_LONG = re.compile(r"\b(how long)'s(?=.*? (been)\b)?", re.IGNORECASE)
_FROM = re.compile(r" from, ", re.IGNORECASE)  # where did you get it from, January 2020
_POLITELY = re.compile(
    r"\b(?:if (?:it|that)(?:'s| is)?(?:n't| not| no) too much (?:of )?(?:an? )?\w+|when(?:ever)? you"
    r" (?:get|have|'ve got) an? \w+)\b,? ?",
    re.IGNORECASE,
)
_RIGHT = {"teh": "the", "hte": "the", "adn": "and", "nad": "and", "taht": "that", "wiht": "with", "dose": "does"}
_SMALL_SLIPS = re.compile(r"\b(teh|hte|adn|nad|taht|wiht|(?<=(?i:when|here|what) )dose)\b", re.IGNORECASE)
_FORM = re.compile(r"\b(come|comes|came|get|got) form\b", re.IGNORECASE)
_NO_ONE = re.compile(r"\bno[ -]one\b", re.IGNORECASE)
_OATH = re.compile(r"\b(who|what|where|when|how) (?:on earth|the (?:hell|heck|devil))\b", re.IGNORECASE)
_STH = re.compile(r"\b([SN])th\b\.?(?= (?:korea|sudan|camp|pacific|island)\b)", re.IGNORECASE)  # Sth Korea
_EXACTLY = re.compile(
    r"\b(who|what|where|when|which|how (?:many|much|long)) (?:exactly|precisely|actually|really|specifically|apparently)\b",
    re.IGNORECASE,
)
_THE_US = re.compile(
    r"\b((?i:in|from|to|within|inside|under)) the (?:US|U\.S\.?|USA)(?![\w'])(?! (?!as\b|is\b|was\b)[a-z]+s\b)"
    r"(?! (?i:army|military|force|coalition|command|navy|embassy|base)\b)"
)
_UNTIL = re.compile(r"\b((?:until|till)), ", re.IGNORECASE)  # authorised until, as things stood a year ago
_FIND = re.compile(r"\b(?:can|could) you find(?= ?$)", re.IGNORECASE)
_NUMBER_OF = re.compile(r"\bno(?:\. ?|s\.? | )(?=of\b)", re.IGNORECASE)


def in_full(text: str) -> str:
    """The text with short forms that a question turns on written out: how long's, no. of; not in double quotes."""
    return outside_quotes(text, _in_full)


def _in_full(text: str) -> str:
    text = text.replace("search and rescue", "search-and-rescue")
    text = _OATH.sub(r"\1", text)
    text = _THE_US.sub(r"\1 the United States", text)
    text = _EXACTLY.sub(r"\1", _POLITELY.sub("", text))
    text = _SMALL_SLIPS.sub(lambda slip: _RIGHT[slip[1].lower()], text)
    text = _FORM.sub(r"\1 from", text)
    text = _NO_ONE.sub("nobody", text)
    text = _HOW_LONG.sub(lambda how: f"{how[1]} {'has' if how[2] else 'is'}", text)
    text = _STH.sub(lambda short: {"s": "South", "n": "North"}[short[1].lower()], text)
    text = _UNTIL.sub(r"\1 when ", _FROM.sub(" ", text))
    return _FIND.sub("find", _NUMBER_OF.sub("number ", text))


def spoken_words(text: str) -> list[str]:
    """The words of a sentence, without the endings of possessives and short forms: Qatar's, who's, we've."""
    stripped = (word.rstrip(',.:;!?)"]').lstrip("([\"'") for word in text.split())
    bare = (_ENDINGS.sub("", word) or word for word in stripped if any(c.isalnum() for c in word))
    return [SHORT_FORMS.get(word.lower(), word) for word in bare]


def sentences(text: str) -> list[str]:
    """The questions of a message, leaving out greetings and other sentences of small words only."""
    found = [part.strip() for part in _NEXT_QUESTION.split(text)]
    return [part for part in found if not is_idle(part) or _asks(part)] or [text]


def is_idle(text: str) -> bool:
    """Whether a text holds ordinary words only, which say nothing of what is asked."""
    return all(is_ordinary(fold(word)) for word in spoken_words(text))


def _asks(text: str) -> bool:
    words = [fold(word) for word in spoken_words(text)]
    return any(word in ("who", "where") for word in words) or ("how", "many") in pairwise(words)


def is_question(text: str) -> bool:
    """Whether a sentence asks, rather than says what somebody has heard: it reckons, says, there were."""
    words = [fold(word) for word in spoken_words(text)]
    return _STATING.isdisjoint(words) or not _OPENING.isdisjoint(words)


def is_asking(text: str) -> bool:
    """Whether a sentence begins as questions do: who, how many, is anyone, any attacks, show me."""
    words = [fold(word) for word in spoken_words(text)]
    while words and words[0] in ("and", "so", "but", "also", "then", "ok", "okay"):
        del words[0]
    return bool(words) and (words[0] in ASKING_FIRST or words[:2] == ["since", "when"])


def is_speech(text: str) -> bool:
    """Whether a text is a person's sentence rather than a command gone wrong."""
    words = [fold(word) for word in spoken_words(text)]
    return "?" in text or len(words) > 4 or bool(words and (words[0] in SMALL_WORDS or (words[0],) in ASKING))
