"""Periods and days as New Zealanders name them: seasons of the south, quarters, financial years, parts of a year, weekdays.

Summer is December to February, a financial year July to June. What may mean two things is refused with both to choose from.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot import edtf
from bot.edtf import Date
from bot.phrases import COUNTS, MONTH_NAMES, MONTH_NUMBERS, BadPhrase, outside

Period = tuple[Date, Date]

_SEASONS = {"summer": 12, "autumn": 3, "winter": 6, "spring": 9}
_ORDER = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
_THIRDS = {"early": 0, "mid": 1, "middle": 1, "late": 2}
FIRST_WORDS = frozenset(
    (*_SEASONS, *_ORDER, *_THIRDS, "financial", "fiscal", "fy", "previous", "current")
)  # beside those of dates
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def read_span(text: str, today: date) -> tuple[Period, int] | None:
    """Read a period at the start of lower-cased text: its first and last month or day, and where its words end.

    Raises BadPhrase where it may mean two periods, needs a year, or lies outside 1900 to 2100.
    """
    for shape, reader in _SHAPES:
        match = shape.match(text)
        if match:
            period = reader(match, today)
            return (period, match.end()) if period else None
    return None


def last_weekday(name: str, today: date) -> Date:
    """The last day of that name before today."""
    return edtf.from_day(today - timedelta((today.weekday() - WEEKDAYS.index(name) - 1) % 7 + 1))


def _months(match: re.Match[str], year: int, month: int, length: int) -> Period:
    """So many months from the first of these; a month below 1 or above 12 lies in the year beside."""
    ends = []
    for number in (year * 12 + month - 1, year * 12 + month + length - 2):
        if not 1900 <= number // 12 <= 2100:
            raise outside(match)
        ends.append(edtf.parse(f"{number // 12}-{number % 12 + 1:02}"))
    return ends[0], ends[1]


def _part(match: re.Match[str], today: date) -> Period:
    """Early, mid and late 2020 are its thirds; of a month, its first and second ten days and the rest."""
    third, year = _THIRDS[match["part"]], int(match["year"])
    if not match["month"]:
        return _months(match, year, 1 + 4 * third, 4)
    month = _months(match, year, MONTH_NUMBERS[match["month"].replace(" ", "-")], 1)[0]
    last = month.last if third == 2 else month.first + timedelta(10 * third + 9)
    return edtf.from_day(month.first + timedelta(10 * third)), edtf.from_day(last)


def _season(match: re.Match[str], today: date) -> Period:
    """Winter 2018, summer 2019/20, last spring. One year does not say which summer."""
    name, year, second = match["season"], match["year"] or match["before"], match["second"] or match["beside"]
    start = _SEASONS[name]
    if match["last"] == "this " and not year:
        started = name == "summer" and today.month < 3  # in January, this summer is the one that began in December
        return _months(match, today.year - started, start, 3)
    if match["last"] and not year:
        ends_in = today.year if today.month > (start + 2) % 12 else today.year - 1
        return _months(match, ends_in - (name == "summer"), start, 3)
    if not year:
        latest = today.year - (today.month < start)
        raise _which_year(name, *(f"{name} {each}{_half_of(each, name)}" for each in (latest, latest - 1)))
    if name == "summer" and not second:
        both = [f"summer {first}{_half_of(first, name)}" for first in (int(year) - 1, int(year))]
        raise BadPhrase(f"A summer lies in two years: “{match[0]}” may be either", *both)
    if second and (name != "summer" or not _follows(year, second)):
        raise BadPhrase(f"“{match[0]}” is no season; write summer 2019/20 or winter 2018")
    return _months(match, int(year), start, 3)


def _which_year(said: str, *tries: str) -> BadPhrase:
    return BadPhrase(f"Which year? “{said[0].upper()}{said[1:]}” needs one", *tries)


def _half_of(year: int, season: str) -> str:
    return f"/{(year + 1) % 100:02}" if season == "summer" else ""


def _follows(year: str, second: str) -> bool:
    """Whether the second year of 2019/20 or 2019/2020 is the next one."""
    return str(int(year) + 1).endswith(second)


def _quarter(match: re.Match[str], today: date) -> Period:
    """Q1 2020, 2020 Q1, the first quarter of 2020, the second half of 2020, H1 2020."""
    half = match["kind"][0] == "h"
    size = 6 if half else 3
    count = int(match["number"]) if match["number"] else _ORDER[match["order"]]
    if half and count > 2:
        raise BadPhrase(f"“{match[0]}” is no half of a year")
    year = match["year"] or match["before"]
    if not year:
        raise _which_year(match[0], f"{match[0]} {today.year}")
    return _months(match, int(year), 1 + size * (count - 1), size)


def _months_of(match: re.Match[str], today: date) -> Period | None:
    """The first three months of 2020, the last two months of 2019."""
    count = COUNTS.get(match["count"]) or int(match["count"] if match["count"].isdecimal() else 0)
    if not 0 < count <= 12:
        return None
    return _months(match, int(match["year"]), 1 if match["order"] == "first" else 13 - count, count)


def _named_quarter(match: re.Match[str], today: date) -> Period:
    """The March quarter of 2020, the March 2020 quarter: the three months up to it."""
    year = match["year"] or match["before"]
    if not year:
        raise _which_year(match[0], f"{match[0]} {today.year}")
    return _months(match, int(year), MONTH_NUMBERS[match["month"]] - 2, 3)


def _named_year(match: re.Match[str], today: date) -> Period:
    """The June 2018 year: the twelve months up to it."""
    return _months(match, int(match["year"]), MONTH_NUMBERS[match["month"].replace(" ", "-")] - 11, 12)


def _near_quarter(match: re.Match[str], today: date) -> Period:
    """Last quarter, this quarter: of the calendar year."""
    first = (today.month - 1) // 3 * 3 + 1
    return _months(match, today.year, first - 3 * (match["near"] == "last"), 3)


def _financial(match: re.Match[str], today: date) -> Period | None:
    """FY20, FY2019/20, the 2019/20 financial year, 2019/20: July to June. 2011/12 alone may be a December as well."""
    year, second = match["year"] or match["before"], match["second"] or match["beside"]
    named = bool(match["year"] or match["noun"])
    if not named and (len(second) == 4 or not _follows(year, second) or ("-" in match[0] and int(second) <= 12)):
        return None  # 2011-12 is a month, and 2019-2020 two years
    if second and not _follows(year, second):
        raise BadPhrase(f"“{match[0]}” is no financial year; write 2019/20 or FY20", f"fy{year[-2:]}")
    full = int(year) if len(year) == 4 else 2000 + int(year)
    ends = full + 1 if second else full
    if not named and int(second) <= 12:
        tries = f"{edtf.MONTHS[int(second) - 1].lower()} {full}", f"fy{ends}"
        raise BadPhrase(f"“{match[0]}” may be a month or a financial year", *tries)
    return _months(match, ends - 1, 7, 12)


def _near_financial(match: re.Match[str], today: date) -> Period:
    """Last financial year: the one that has ended."""
    ends = today.year + (today.month > 6) + {"last": -1, "previous": -1, "next": 1}.get(match["near"], 0)
    return _months(match, ends - 1, 7, 12)


def _decade(match: re.Match[str], today: date) -> Period:
    """The 2010s, 201X: one date, as EDTF writes it."""
    if not 190 <= int(match["decade"]) < 210:
        raise outside(match)
    decade = edtf.parse(f"{match['decade']}X")
    if match["part"]:
        raise BadPhrase(f"“{match[0]}” is too vague; name a year", edtf.say(decade))
    return decade, decade


def _week(match: re.Match[str], today: date) -> Period:
    """Last week, this week, next week: Monday to Sunday."""
    monday = today - timedelta(today.weekday()) + timedelta({"last": -7, "this": 0, "next": 7}[match["near"]])
    return edtf.from_day(monday), edtf.from_day(monday + timedelta(6))


def _shape(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?:the )?(?:{pattern})(?= |$)", re.ASCII)


_OF = r"(?: of| in)?(?: the)? "
_SECOND = r"[/-](?P<{}>\d{{4}}|\d\d)"
_BEFORE, _BESIDE = r"(?P<before>\d{4})", _SECOND.format("beside")
_AFTER = rf"(?P<year>\d{{4}})(?:{_SECOND.format('second')})?"
_FY = rf"(?:fy|(?:financial|fiscal) year) ?(?P<year>\d{{4}}|\d\d)(?:{_SECOND.format('second')})?"
_NOUN = r"(?P<noun>(?:financial|fiscal) year)"
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], Period | None]], ...] = (
    (
        _shape(rf"(?P<part>{'|'.join(_THIRDS)})[ -](?:in |of )?(?:(?P<month>{MONTH_NAMES}) (?:of )?)?(?P<year>\d{{4}})"),
        _part,
    ),
    (
        _shape(rf"(?:{_BEFORE}(?:{_BESIDE})? )?(?P<last>last |this )?(?P<season>{'|'.join(_SEASONS)})(?:{_OF}{_AFTER})?"),
        _season,
    ),
    (
        _shape(rf"(?P<order>{'|'.join(_ORDER)}) (?P<kind>quarter|half)(?:{_OF}(?P<year>\d{{4}}))?(?P<number>)(?P<before>)"),
        _quarter,
    ),
    (
        _shape(rf"(?:{_BEFORE}[ -]?)?(?P<kind>[qh])(?P<number>[1-4])(?:(?: of| in)?[ /-](?P<year>\d{{4}}))?(?P<order>)"),
        _quarter,
    ),
    (
        _shape(rf"(?P<month>march|june|september|december)(?: {_BEFORE})? quarter(?:{_OF}(?P<year>\d{{4}}))?"),
        _named_quarter,
    ),
    (_shape("(?P<near>last|this) quarter"), _near_quarter),
    (_shape(r"(?P<order>first|last) (?P<count>\w{1,9}) months of (?P<year>\d{4})"), _months_of),
    (_shape(rf"(?P<month>{MONTH_NAMES}) (?P<year>\d{{4}}) year"), _named_year),
    (_shape("(?P<near>last|previous|this|current|next) (?:financial|fiscal) year"), _near_financial),
    (_shape(rf"{_FY}|{_BEFORE}{_BESIDE}(?: {_NOUN})?"), _financial),
    (_shape(rf"(?:(?P<part>{'|'.join(_THIRDS)})[ -](?:of )?(?:the )?)?(?P<decade>\d{{3}})(?:0s|x)"), _decade),
    (re.compile("(?P<near>last|this|next) week(?= |$)"), _week),
)
