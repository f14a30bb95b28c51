"""Counts as people write them: 45, about fifty or so, up to 60, at least a dozen, 1,200+."""

import re
from collections.abc import Sequence
from typing import NamedTuple

MOST = 1_000_000

_NUMBERS = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
)
_TENFOLD = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: number for number, word in enumerate(_NUMBERS.split())}
_UNITS |= {"zero": 0, "nil": 0, "none": 0, "nobody": 0, "a": 1, "an": 1, "single": 1}
_TENS = {word: 10 * number for number, word in enumerate(_TENFOLD.split(), 2)}
_SCALES = {"dozen": 12, "hundred": 100, "thousand": 1000}
_DIGITS = re.compile(r"\d{1,3}(?:,\d{3})+|\d+")
_BEFORE = {
    "about": "about around roughly approximately approx some circa c nearly almost ~",
    "up-to": "up to|at most|no more than|not more than|maximum of|a maximum of|as many as|fewer than|less than|under|max",
    "at-least": "at least|more than|over|no fewer than|no less than|not less than|minimum of|a minimum of|upwards of|min",
    "exactly": "exactly precisely",
}
_AFTER = {
    "about": "or so|or thereabouts|ish|approximately|roughly",
    "up-to": "or fewer|or less|at most|maximum|max",
    "at-least": "or more|and more|at least|plus|minimum|min",
}  # fmt: skip


def _phrases(table: dict[str, str]) -> list[tuple[tuple[str, ...], str]]:
    found = [
        (tuple(phrase.split()), qualifier)
        for qualifier, text in table.items()
        for phrase in (text.split("|") if "|" in text else text.split())
    ]
    return sorted(found, key=lambda each: -len(each[0]))


_LEADS, _TRAILS = _phrases(_BEFORE), _phrases(_AFTER)


class Count(NamedTuple):
    """A count and its qualifier: exactly, about, up-to or at-least."""

    number: int
    qualifier: str = "exactly"


class BadCount(ValueError):
    """Not a count; `str(error)` says what would be right."""


def read_count(text: str) -> Count:
    """Read a whole text as a count. Raises BadCount with a sentence."""
    words = split(text)
    found = count_at(words, 0)
    if found and found[1] == len(words):
        if found[0].number > MOST:
            raise BadCount(f"{found[0].number:,} is more than {MOST:,}; write a count of people.")
        return found[0]
    shown = " ".join(text.split())[:40]
    if re.fullmatch(r"[-−]\s*\d[\d,]*", text.strip()):
        raise BadCount(f"{shown} is less than none; write 0 or more.")
    if re.search(r"\d\s*(?:to|-|–|or)\s*\d", text):
        raise BadCount(f"“{shown}” is a range; write one number, such as up to 60 or at least 40.")
    raise BadCount(f"“{shown}” is not a count; write 45, about 50, up to 60 or at least 12.")


def split(text: str) -> list[str]:
    """The words of a text as counts are read from them: lower case, fifty-odd apart, 50+ as 50 plus."""
    text = re.sub(r"(?<=\d)\+", " plus", re.sub(r"([~≈])", r" ~ ", text.lower().replace("≈", "~")))
    text = re.sub(
        r"(?<=[a-z\d])-(?=ish\b|odd\b|plus\b|[a-z])|(?<=[a-z\d])ish\b", lambda at: " " if at[0] == "-" else " ish", text
    )
    stripped = (word.strip(".,;:!?()[]\"'“”’") for word in text.split())
    return [word for word in stripped if word]


def count_at(words: Sequence[str], start: int) -> tuple[Count, int] | None:
    """The count that begins at a word, with its qualifier, and the place after it; None where none begins there."""
    qualifier, at = "exactly", start
    for phrase, meant in _LEADS:
        if tuple(words[start : start + len(phrase)]) == phrase:
            qualifier, at = meant, start + len(phrase)
            break
    found = _number(words, at)
    if found is None:
        return None
    number, end = found
    if words[end : end + 1] == ["odd"]:
        return Count(number, "about" if qualifier == "exactly" else qualifier), end + 1
    for phrase, meant in _TRAILS:
        if tuple(words[end : end + len(phrase)]) == phrase:
            return Count(number, meant if qualifier == "exactly" else qualifier), end + len(phrase)
    return Count(number, qualifier), end


def _number(words: Sequence[str], start: int) -> tuple[int, int] | None:
    """A number in digits, or in words up to the thousands: a hundred and forty three."""
    head = words[start : start + 1]
    if head and _DIGITS.fullmatch(head[0]) and len(head[0]) <= 12:
        number = int(head[0].replace(",", ""))
        scale = _SCALES.get(words[start + 1], 0) if start + 1 < len(words) else 0
        return (number * scale, start + 2) if scale else (number, start + 1)
    total = part = 0
    at, last = start, ""
    while at < len(words):
        word = words[at]
        if word in _UNITS and last in ("", "tens", "scale", "and"):
            part, last = part + _UNITS[word], "units"
        elif word in _TENS and last in ("", "scale", "and"):
            part, last = part + _TENS[word], "tens"
        elif word in _SCALES and last != "scale":
            scale = _SCALES[word]
            part = max(part, 1) * scale
            total, part = (total + part, 0) if scale == 1000 else (total, part)
            last = "scale"
        elif word == "and" and last == "scale" and words[at + 1 : at + 2] and words[at + 1] in _UNITS | _TENS:
            last = "and"
        else:
            break
        at += 1
    if at == start or tuple(words[start:at]) in (("a",), ("an",)):
        return None
    return total + part, at
