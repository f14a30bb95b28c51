"""Dates of a form: as people type them, or as EDTF, with “about” and “possibly” before them."""

import re
from datetime import date

from bot import edtf
from bot.edtf import BadDate, Date
from bot.phrases import BadPhrase
from bot.spoken import placed, read_when

_INTERVAL = re.compile(r"\s*([\dX~?%-]+)\s*/\s*([\dX~?%-]+)\s*", re.IGNORECASE)
_LEAD = re.compile(r"(?:(about|around|circa|approximately|c\.?|~)|(possibly|perhaps|probably|maybe))\s+", re.IGNORECASE)


class BadDay(ValueError):
    """Not one date; `str(error)` is the sentence to show."""


def read_day(text: str, today: date) -> Date:
    """A date as people type it, or as EDTF. Raises BadDay with a sentence that says what would be right."""
    if interval := _INTERVAL.fullmatch(text):
        _refuse_interval(text, *interval.groups())
    try:
        return edtf.parse(text.strip().upper())
    except BadDate:
        pass
    mark, rest = "", text.strip()
    while lead := _LEAD.match(rest):
        mark += "~" if lead[1] else "?"
        rest = rest[lead.end() :]
    words = rest.lower().split()
    try:
        when = read_when(words, today)
    except BadPhrase as wrong:
        tries = f" Write {' or '.join(wrong.tries)}." if wrong.tries else ""
        raise BadDay(f"{str(wrong).rstrip('.')}.{tries}") from None
    if when is None or when.used < len(words):
        raise BadDay(f"“{text[:40]}” is not a date; write 10 January 2020, January 2020, 2020 or an EDTF date such as 2020-01~.")
    (_clause, day), *more = placed(when, "on")
    if more or when.clause:
        raise BadDay(f"“{text[:40]}” is a period; give one date.")
    both = "%" if {"~", "?"} <= set(mark) else mark[:1]
    return edtf.parse(day.text.rstrip("~?%") + both) if both else day


def _refuse_interval(text: str, first: str, last: str) -> None:
    """A period is no date: a row has two fields for its two dates. Raises BadDay."""
    try:
        backwards = edtf.parse(first.upper()).first > edtf.parse(last.upper()).last
    except BadDate:
        return
    if backwards:
        raise BadDay(f"“{text.strip()[:40]}” runs backwards: {first} comes after {last}. Give one date in each field.")
    raise BadDay(f"“{text.strip()[:40]}” is a period; write {first} here, and {last} in the field for the end.")
