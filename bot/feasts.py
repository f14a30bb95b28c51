"""Feasts and public holidays of New Zealand by their rules: Labour Weekend 2024, the last Easter, since Guy Fawkes.

A long weekend is the days off in a row. The days of Matariki are fixed by law, year by year; those not held here are asked for.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.easter import easter

from bot import edtf
from bot.edtf import Date
from bot.phrases import FIRST_YEAR, LAST_YEAR, BadPhrase, outside

_MONDAY = 0
# Te Kāhui o Matariki Public Holiday Act 2022, schedule 1.
_MATARIKI = {
    year: date(year, month, day)
    for year, month, day in (
        *((2022, 6, 24), (2023, 7, 14), (2024, 6, 28), (2025, 6, 20)),
        *((2026, 7, 10), (2027, 6, 25), (2028, 7, 14), (2029, 7, 6)),
    )
}


def _fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def _monday(month: int, count: int) -> Callable[[int], date]:
    """The first, second … Monday of a month."""
    return lambda year: date(year, month, 1) + timedelta((_MONDAY - date(year, month, 1).weekday()) % 7 + 7 * (count - 1))


def _nearest_monday(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day) + timedelta((_MONDAY - date(year, month, day).weekday() + 3) % 7 - 3)


def _from_easter(days: int) -> Callable[[int], date]:
    return lambda year: easter(year) + timedelta(days)


def _matariki(year: int) -> date:
    if year not in _MATARIKI:
        raise BadPhrase(f"The day of Matariki in {year} is not held here; name the date")
    return _MATARIKI[year]


# A feast, the rule for its day, and how many days from that its first and its last lie; what begins like another stands after it.
_FEASTS: tuple[tuple[str, Callable[[int], date], int, int], ...] = (
    ("(?:christmas|xmas) day", _fixed(12, 25), 0, 0),
    ("(?:christmas|xmas) eve", _fixed(12, 24), 0, 0),
    ("christmas|xmas", _fixed(12, 25), 0, 0),
    ("boxing day", _fixed(12, 26), 0, 0),
    ("new year'?s? day", _fixed(1, 1), 0, 0),
    ("new year'?s? eve", _fixed(12, 31), 0, 0),
    ("waitangi day", _fixed(2, 6), 0, 0),
    ("(?:st|saint) (?:patrick|paddy)'?s? day", _fixed(3, 17), 0, 0),
    ("anzac day", _fixed(4, 25), 0, 0),
    ("halloween", _fixed(10, 31), 0, 0),
    ("guy fawkes(?:'? day|'? night)?", _fixed(11, 5), 0, 0),
    ("(?:armistice|remembrance) day", _fixed(11, 11), 0, 0),
    ("good friday", _from_easter(-2), 0, 0),
    ("easter sunday", _from_easter(0), 0, 0),
    ("easter monday", _from_easter(1), 0, 0),
    ("easter(?: long)?(?: weekend)?", _from_easter(0), -2, 1),
    ("labour(?: day)?(?: long)? weekend", _monday(10, 4), -2, 0),
    ("labour day", _monday(10, 4), 0, 0),
    ("(?:king|queen)'?s? birthday(?: long)? weekend", _monday(6, 1), -2, 0),
    ("(?:king|queen)'?s? birthday(?: day)?", _monday(6, 1), 0, 0),
    ("auckland anniversary(?: day)?(?: long)? weekend", _nearest_monday(1, 29), -2, 0),
    ("auckland anniversary(?: day)?", _nearest_monday(1, 29), 0, 0),
    ("wellington anniversary(?: day)?(?: long)? weekend", _nearest_monday(1, 22), -2, 0),
    ("wellington anniversary(?: day)?", _nearest_monday(1, 22), 0, 0),
    ("matariki(?: long)? weekend", _matariki, 0, 2),
    ("matariki(?: day)?", _matariki, 0, 0),
)
NAMES = "|".join(name for name, *_rule in _FEASTS)
FIRST_WORDS = frozenset(
    (
        *(
            "christmas",
            "xmas",
            "boxing",
            "new",
            "waitangi",
            "st",
            "saint",
            "anzac",
            "halloween",
            "guy",
            "armistice",
            "remembrance",
        ),
        *("good", "easter", "labour", "king", "kings", "queen", "queens", "auckland", "wellington", "matariki"),
    )
)
# What is named for a feast is no date: the Anzac Day edition, Christmas Island.
_NAMED_FOR_IT = (
    "islands?|editions?|special|issue|feature|story|piece|supplement|service|parade|commemorations?|address|speech|party"
)
_FEAST = re.compile(
    rf"(?:the )?(?P<last>last )?(?P<name>{NAMES})(?: (?:public )?holiday)?(?:(?: of| in)? (?P<year>\d{{4}}))?(?= |$)"
    rf"(?! (?:{_NAMED_FOR_IT})\b)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Feast:
    """A feast in one year: its first and its last day, how many words named it, and whether its year was inferred."""

    first: Date
    last: Date
    used: int
    inferred: bool


def read_feast(head: str, today: date, clause: str) -> Feast | None:
    """Christmas Day 2017, last Christmas, Labour Weekend 2024; since Guy Fawkes is since the last one before today.

    Over Christmas is its month, by Christmas the day. Raises BadPhrase where the year is missing.
    """
    said = _FEAST.match(head)
    if said is None:
        return None
    name, year = said["name"], said["year"]
    recent = not year and bool(said["last"] or clause == "since")
    if year and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise outside(said)
    if not year and not recent:
        raise BadPhrase(f"Which year? “{name.title()}” needs one", f"{name} {today.year - 1}")
    first, last = _days(name, int(year or today.year))
    if recent and first >= today:
        if today.year == FIRST_YEAR:
            raise outside(said)
        first, last = _days(name, today.year - 1)
    if name in ("christmas", "xmas") and clause == "on":
        month = edtf.parse(f"{first.year}-12")
        return Feast(month, month, said[0].count(" ") + 1, recent)
    return Feast(edtf.from_day(first), edtf.from_day(last), said[0].count(" ") + 1, recent)


def coming(name: str, today: date) -> int:
    """The year of the next such feast, today's included. Raises BadPhrase where its day is not held."""
    return today.year + (_days(name, today.year)[0] < today)


def _days(name: str, year: int) -> tuple[date, date]:
    """The first and the last day of a feast in a year."""
    rule, begins, ends = next((rule, begins, ends) for each, rule, begins, ends in _FEASTS if re.fullmatch(each, name))
    day = rule(year)
    return day + timedelta(begins), day + timedelta(ends)
