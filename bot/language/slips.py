"""Typing errors in the words that ask and in ordinary ones: mandat, happend, mnay, currenlty."""

import re
from collections import defaultdict
from functools import lru_cache

from bot.language.ordinary import CHANGING, ORDINARY
from bot.language.words import ASKING, MISSION_NOUNS, SMALL_WORDS
from bot.phrases import MONTH_NUMBERS
from bot.spans import WEEKDAYS

_SHORTEST_RIGHT = 5  # a shorter word of the language is one slip away from too many others
_SHORTEST_ORDINARY = 7
_LONG_WORD = re.compile(r"\b[A-Za-z]{5,10}\b")
_MOST_WORDS = 200
_CALENDAR = tuple(name for name in (*MONTH_NUMBERS, *WEEKDAYS) if len(name) > 4)
_KEYWORDS = (
    *("how", "what", "when", "which", "where", "many", "since", "until", "before", "after", "between", "during"),
    *("troops", "soldiers", "soldier", "personnel", "peacekeepers"),
)


@lru_cache(maxsize=1)
def _words_to_right() -> dict[str, list[str]]:
    """The words that a slip may have been meant as, by their first letters: those that mean something by themselves."""
    known = {*_KEYWORDS, *MISSION_NOUNS}
    known.update(word for word in ORDINARY if len(word) >= _SHORTEST_ORDINARY)
    for phrase in ASKING:
        known.update(each for each in phrase if len(each) >= _SHORTEST_RIGHT and (len(phrase) == 1 or each in SMALL_WORDS))
    found: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known):
        found[word[0]].append(word)
    return found


def months_righted(text: str) -> dict[str, str]:
    """The words of a text that are a slip away from the name of a month or a weekday, and those names: Janury, Septmber."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415

    found = {}
    for word in _LONG_WORD.findall(text)[:_MOST_WORDS]:
        right = [
            name for name in _CALENDAR if name[0] == word[0].lower() and OSA.distance(name, word.lower(), score_cutoff=1) == 1
        ]
        if len(right) == 1:
            found[word] = right[0]
    return found


def righted(word: str) -> str | None:
    """The one word of the language that a misspelt one is a slip away from, with the same first letter; small words never."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a misspelt word needs it

    if word in CHANGING or word.startswith("decade"):  # a time that was not read, and no slip of decide
        return None
    near = [
        known
        for known in _words_to_right().get(word[:1], ())
        if (min(len(known), len(word) + 1) >= _SHORTEST_RIGHT or sorted(known) == sorted(word))
        and OSA.distance(known, word, score_cutoff=1) <= 1
        and known[:-1] != word[:-1]  # published is no slip of publisher
    ]
    asked = {ASKING.get((known,), known) for known in near}
    return near[0] if len(asked) == 1 else None
