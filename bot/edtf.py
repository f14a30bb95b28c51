"""Dates as vague as their source: a small, exact part of EDTF (ISO 8601-2).

A date is a year, a month or a day, unspecified digits may stand as X at its end (`201X`, `2020-XX`, `2020-01-XX`),
and one mark may follow: `~` approximate, `?` uncertain, `%` both. A mark never widens the days that a date can mean.
Intervals, sets and seasons are left out: a row has two columns where it has two dates, and a season means other
months here than in the standard.
"""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

NEW_ZEALAND = ZoneInfo("Pacific/Auckland")  # whose days are meant by a day
EARLIEST_YEAR, LATEST_YEAR = 1800, 2200
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

_SHAPE = re.compile(r"(\d{4}|\d{3}X)(?:-(\d\d|XX)(?:-(\d\d|XX))?)?([~?%]?)", re.ASCII)


class Date(NamedTuple):
    """One EDTF date: its text, and the first and the last day that it can mean."""

    text: str
    first: date
    last: date

    @property
    def approximate(self) -> bool:
        """Whether the source gave it only roughly (`~` or `%`)."""
        return self.text[-1] in "~%"

    @property
    def uncertain(self) -> bool:
        """Whether it is doubtful (`?` or `%`)."""
        return self.text[-1] in "?%"

    def overlaps(self, other: "Date") -> bool:
        """Whether both can mean the same day."""
        return self.first <= other.last and other.first <= self.last

    def gap_days(self, other: "Date") -> int:
        """The fewest days that can lie between the two; 0 where they can mean the same day."""
        return max((other.first - self.last).days, (self.first - other.last).days, 0)


class BadDate(ValueError):
    """Not a date of the kinds above; the message says what is wrong and what would be right."""


@lru_cache(maxsize=16384)
def parse(text: str) -> Date:
    """Read an EDTF date. Raises BadDate with a sentence that says what would be right."""
    shape = _SHAPE.fullmatch(text)
    if shape is None:
        raise BadDate(f"“{text}” is not an EDTF date; write 2020, 2020-01 or 2020-01-09, with ~ or ? at the end if unsure")
    year, month, day, _mark = shape.groups()
    if "X" in year and month:
        raise BadDate(f"“{text}” has a month in an unknown year; write {year} alone")
    if month == "XX" and day and day != "XX":
        raise BadDate(f"“{text}” has a day in an unknown month; write {year} alone")
    first_year, last_year = int(year.replace("X", "0")), int(year.replace("X", "9"))
    if not EARLIEST_YEAR <= first_year <= last_year <= LATEST_YEAR:
        raise BadDate(f"“{text}” lies outside the years {EARLIEST_YEAR} to {LATEST_YEAR}")
    if month in (None, "XX"):
        return Date(text, date(first_year, 1, 1), date(last_year, 12, 31))
    if not 1 <= int(month) <= 12:
        raise BadDate(f"“{text}” has no such month; months run from 01 to 12")
    days = monthrange(first_year, int(month))[1]
    if day in (None, "XX"):
        return Date(text, date(first_year, int(month), 1), date(first_year, int(month), days))
    if not 1 <= int(day) <= days:
        raise BadDate(f"“{text}” does not exist; {MONTHS[int(month) - 1]} {first_year} has {days} days")
    exact = date(first_year, int(month), int(day))
    return Date(text, exact, exact)


def from_day(day: date) -> Date:
    """The exact date of a calendar day."""
    return Date(day.isoformat(), day, day)


def say_day(day: date) -> str:
    """A calendar day in New Zealand words: 9 January 2020."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


@lru_cache(maxsize=16384)
def say(when: Date) -> str:
    """A date in words at its own precision: about 9 January 2020, January 2020, 2020, the 2010s, possibly July 2019."""
    plain = when.text.rstrip("~?%")
    if when.first == when.last:
        words = say_day(when.first)
    elif when.first.year != when.last.year:
        words = f"the {when.first.year}s"
    elif when.first.month == when.last.month:
        words = f"{MONTHS[when.first.month - 1]} {when.first.year}"
    else:
        words = plain[:4]
    return ("possibly " if when.uncertain else "") + ("about " if when.approximate else "") + words
