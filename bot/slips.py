"""Typing errors in the words that ask: mandat, happend, mnay."""

from functools import lru_cache

from bot.ordinary import CHANGING, ORDINARY
from bot.words import ASKING, MISSION_NOUNS

_SHORTEST_RIGHT = 5  # a shorter word of the language is one slip away from too many others
_SHORTEST_ORDINARY = 7


@lru_cache(maxsize=1)
def _asking_words() -> frozenset[str]:
    long = (word for phrase in ASKING for word in phrase if len(word) >= _SHORTEST_RIGHT)
    ordinary = (word for word in ORDINARY if len(word) >= _SHORTEST_ORDINARY)
    return frozenset(("many", "troops", "soldiers", "soldier", "personnel", "peacekeepers", *MISSION_NOUNS, *ordinary, *long))


def righted(word: str) -> str | None:
    """The one word of the language that a misspelt one is a slip away from, with the same first letter; small words never."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415 - only a misspelt word needs it

    if word in CHANGING:
        return None
    near = [
        known
        for known in _asking_words()
        if known[0] == word[:1]
        and (len(word) >= _SHORTEST_RIGHT or sorted(known) == sorted(word))
        and OSA.distance(known, word, score_cutoff=1) <= 1
    ]
    asked = {ASKING.get((known,), known) for known in near}
    return near[0] if len(asked) == 1 else None
