"""Ordinary words, from a plain data file: those that may be left unread because they cannot change what a question asks."""

from collections import defaultdict
from pathlib import Path

FILE = Path(__file__).with_name("ordinary.txt")


def _sections() -> dict[str, list[str]]:
    """The lines of the file by the section that they stand in, comments left out."""
    found: dict[str, list[str]] = defaultdict(list)
    section = ""
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            found[section].append(line)
    return found


_FILE = _sections()


def _words(section: str) -> frozenset[str]:
    return frozenset(word for line in _FILE[section] for word in line.split())


ORDINARY = _words("anywhere")
UNCOUNTED = _words("uncounted")  # ordinary, unless they are what is counted
CHANGING = _words("changing")
ADDRESSING = _words("addressing")
DEADLINE = _words("deadline")
PHRASES = frozenset(tuple(line.split()) for line in _FILE["phrases"])
LONGEST_PHRASE = max(map(len, PHRASES))
PHRASE_OPENERS = frozenset(phrase[0] for phrase in PHRASES)
