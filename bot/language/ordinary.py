"""Ordinary words, from a plain data file: those that may be left unread because they cannot change what a question asks."""

from collections.abc import Sequence

from bot.language.word_files import sections
from bot.language.words import SMALL_WORDS

_FILE = sections("ordinary.txt")


def _words(section: str) -> frozenset[str]:
    return frozenset(word for line in _FILE[section] for word in line.split())


ORDINARY = _words("anywhere")
UNCOUNTED = _words("uncounted")  # ordinary, unless they are what is counted
COMMON = _words("common")
THINGS = _words("things")
CHANGING = _words("changing") | THINGS
DENYING = _words("denying")
ADDRESSING = _words("addressing")
DEADLINE = _words("deadline")
EVERYWHERE = _words("everywhere")
FIELD = _words("field")
COUNTED = _words("counted")  # what people may be asked for by
TALKING = _words("talking")
CONNECTING, PERSONS, TELLING = _words("connecting"), _words("persons"), _words("telling")
REFUSING, LEADING, INSTRUCTING = _words("refusing"), _words("leading"), _words("instructing")
NUMBERS = _words("numbers")
PHRASES = frozenset(tuple(line.split()) for line in _FILE["phrases"])
LONGEST_PHRASE = max(map(len, PHRASES))
PHRASE_OPENERS = frozenset(phrase[0] for phrase in PHRASES)


def is_ordinary(word: str, *, counted: bool = False) -> bool:
    """Whether a folded word changes nothing of what is asked; “posts” does not, unless they are what is counted."""
    if " " in word:  # up-to-date, footnote-ready
        return tuple(word.split()) in PHRASES or all(is_ordinary(part, counted=counted) for part in word.split())
    return word in SMALL_WORDS or (not counted if word in UNCOUNTED else word in ORDINARY)


def ordinary_phrase(folded: Sequence[str]) -> int:
    """The number of words of the ordinary phrase at the start of folded words, 0 where there is none."""
    return next((size for size in range(min(len(folded), LONGEST_PHRASE), 1, -1) if tuple(folded[:size]) in PHRASES), 0)
