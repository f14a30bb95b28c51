"""Dates as people in New Zealand type them, read into EDTF at the precision spoken.

Days come before months, always. A phrase that may mean two things is refused with what to write instead, never guessed.
"""

import re
import unicodedata
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date

from dateutil.relativedelta import relativedelta

from bot import edtf

FIRST_YEAR, LAST_YEAR = 1900, 2100
_LONGEST_PHRASE, _TRAILING = 16, ",.;:!?)\"'"

_MONTHS_NAMED = (
    "january jan hanuere kohitatea",
    "february feb pepuere huitanguru",
    "march mar maehe poututerangi",
    "april apr aperira paengawhawha",
    "may mei haratua",
    "june jun hune pipiri",
    "july jul hurae hongongoi",
    "august aug akuhata hereturikoka",
    "september sept sep hepetema mahuru",
    "october oct oketopa whiringa-a-nuku",
    "november nov noema whiringa-a-rangi",
    "december dec tihema hakihea",
)
MONTH_NUMBERS = {name: number for number, names in enumerate(_MONTHS_NAMED, 1) for name in names.split()}
MONTH_NAMES = "|".join(MONTH_NUMBERS).replace("-", "[ -]")
_ENGLISH_VERBS = ("may", "march")
COUNTS = {
    "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
}  # fmt: skip
_NEAR_AHEAD = 1  # months within which a month without a year may well be the coming one
_NEAR_DAYS = {"yesterday": -1, "today": 0, "now": 0, "tomorrow": 1, "day before yesterday": -2, "day after tomorrow": 2}
_NEAR = {"last": -1, "this": 0, "next": 1}
FIRST_WORDS = frozenset((*MONTH_NUMBERS, *COUNTS, *_NEAR_DAYS, *_NEAR, "in", "the", "early", "mid", "late", "whiringa"))


class BadPhrase(ValueError):
    """Meant as a date, but not one; `str(error)` says what is wrong, `tries` holds up to two texts that would be understood."""

    def __init__(self, message: str, *tries: str) -> None:
        super().__init__(message)
        self.tries: tuple[str, ...] = tries


def read_date(words: Sequence[str], today: date) -> tuple[edtf.Date, int] | None:
    """Read the longest date at the very start of lower-cased words, with an “in” before it if there is one.

    Gives the date and how many words it took, or None where the words do not start with a date. A trailing “?” is an EDTF mark
    only after an ISO month or day that is not the last word. Raises BadPhrase for what is meant as a date but is not one.
    """
    head = words[:_LONGEST_PHRASE]
    text = " ".join(_clean(word, number == len(words)) for number, word in enumerate(head, 1))
    start = 3 if text.startswith("in ") else 0
    vague = _VAGUE.match(text, start)
    found = _read(text, vague.end() if vague else start, today)
    if found is None:
        return None
    when, end = found
    if vague:
        plain = edtf.parse(when.text.rstrip("~?%"))
        raise BadPhrase(f"“{text[start:end]}” is too vague; name a day, a month or a year", edtf.say(plain).lower())
    return when, text.count(" ", 0, end) + 1


def _clean(word: str, last: bool) -> str:
    """A word without macrons and without the punctuation after it; an EDTF “?” stays."""
    folded = word if word.isascii() else _MACRON.sub(r"\1", unicodedata.normalize("NFD", word))
    bare = folded.rstrip(_TRAILING)
    if not last and folded[len(bare) :].startswith("?") and _MARKABLE.fullmatch(bare):
        return bare + "?"
    return bare


def _read(text: str, start: int, today: date) -> tuple[edtf.Date, int] | None:
    """The date that the first fitting shape reads at `start`, and where it ends."""
    for shape, reader in _SHAPES:
        match = shape.match(text, start)
        if match:
            when = reader(match, today)
            return (when, match.end()) if when else None
    return None


def _iso_day(match: re.Match[str], today: date) -> edtf.Date:
    """2020-01-10, 2020-1-9, 2020-01-10~."""
    year, month, day = _year(match["year"], match), int(match["month"]), int(match["day"])
    if not 1 <= month <= 12:
        raise BadPhrase(f"{_quote(match)} has no month {month}; the month comes second", *_swapped(year, month, day))
    return edtf.parse(_day(year, month, day).text + match["mark"])


def _year_and_month(match: re.Match[str], today: date) -> edtf.Date:
    """2020-01, 2020-01?, 1/2020."""
    year, month = _year(match["year"], match), int(match["month"])
    if not 1 <= month <= 12:
        raise BadPhrase(f"{_quote(match)} has no month {month}; months run from 1 to 12", str(year))
    return edtf.parse(f"{year}-{month:02}{match.groupdict().get('mark', '')}")


def _bare_year(match: re.Match[str], today: date) -> edtf.Date | None:
    """2020, 2020~; any other number of four digits is a count."""
    return edtf.parse(match[0]) if FIRST_YEAR <= int(match["year"]) <= LAST_YEAR else None


def _day_first(match: re.Match[str], today: date) -> edtf.Date:
    """10/1/2020, 10-1-2020, 10.1.2020."""
    month, day = int(match["month"]), int(match["day"])
    if 1 <= month <= 12:
        return _spoken(match, day, month, today)
    swapped = _swapped(year, month, day) if (year := _guess_year(match["year"], today)) else ()
    raise BadPhrase(f"{_quote(match)} has no month {month}; days come first", *swapped)


def _day_and_month(match: re.Match[str], today: date) -> edtf.Date | None:
    """10 january 2020, january 10 2020; without a year it is asked for."""
    day, month = int(match["day"]), _month(match)
    if match["year"]:
        return _spoken(match, day, month, today)
    days = monthrange(2000, month)[1]
    if 1 <= day <= days:
        raise _which_year(month, day, today)
    if match["month"] in _ENGLISH_VERBS and not 1 <= day <= 31:
        return None
    length = f"{'at most ' if month == 2 else ''}{days} days"
    raise BadPhrase(f"{day} {edtf.MONTHS[month - 1]} does not exist; that month has {length}", *_recent(month, None, today))


def _month_and_year(match: re.Match[str], today: date) -> edtf.Date:
    """january 2020, jan of 2020."""
    month = _month(match)
    if len(match["year"]) == 4:
        return edtf.parse(f"{_year(match['year'], match)}-{month:02}")
    raise _short_year(match, month, None, today)


def _month_alone(match: re.Match[str], today: date) -> None:
    """january; “may” and “march” alone are everyday verbs."""
    if match["month"] not in _ENGLISH_VERBS:
        raise _which_year(_month(match), None, today)


def _near_day(match: re.Match[str], today: date) -> edtf.Date:
    """today, now, yesterday, tomorrow, the day before yesterday."""
    return _shift(match, today, relativedelta(days=_NEAR_DAYS[match["day"]]))


def _near_span(match: re.Match[str], today: date) -> edtf.Date:
    """last month, this month, next month; last year, this year, next year."""
    step = _NEAR[match["near"]]
    if match["unit"] == "year":
        return edtf.parse(str(_year(str(today.year + step), match)))
    year, month = divmod(today.year * 12 + today.month - 1 + step, 12)
    return edtf.parse(f"{_year(str(year), match)}-{month + 1:02}")


def _ago(match: re.Match[str], today: date) -> edtf.Date:
    """30 days ago, 1 year and 3 months ago: the exact day, or the month's last where it is shorter."""
    # Seven digits of anything lead out of the calendar, and int() refuses very long texts.
    back: Counter[str] = Counter()
    for count, unit in _SPAN_PART.findall(match[0]):
        back[unit] += COUNTS.get(count) or int(count.lstrip("0")[:7] or 0)
    years, weeks = back["year"] + 10 * back["decade"], back["week"] + 2 * back["fortnight"]
    return _shift(match, today, relativedelta(years=-years, months=-back["month"], weeks=-weeks, days=-back["day"]))


def _shift(match: re.Match[str], today: date, by: relativedelta) -> edtf.Date:
    """The exact day that far from today."""
    try:
        day = today + by
    except (OverflowError, ValueError):
        raise outside(match) from None
    _year(str(day.year), match)
    return edtf.from_day(day)


def _spoken(match: re.Match[str], day: int, month: int, today: date) -> edtf.Date:
    """A day first date whose year may be too short, too long or too far."""
    if len(match["year"]) < 4:
        raise _short_year(match, month, day, today)
    return _day(_year(match["year"], match), month, day)


def _day(year: int, month: int, day: int) -> edtf.Date:
    """The exact date; raises BadPhrase where the month has no such day."""
    days = monthrange(year, month)[1]
    if 1 <= day <= days:
        return edtf.from_day(date(year, month, day))
    nearest = min(max(day, 1), days)
    message = f"{day} {edtf.MONTHS[month - 1]} {year} does not exist; that month has {days} days"
    raise BadPhrase(message, _typed(year, month, nearest), _typed(year, month, None))


def _year(digits: str, match: re.Match[str]) -> int:
    """The year as a number; raises BadPhrase outside 1900 to 2100."""
    if len(digits) == 4 and FIRST_YEAR <= int(digits) <= LAST_YEAR:
        return int(digits)
    raise outside(match)


def _month(match: re.Match[str]) -> int:
    """The number of a month that was named."""
    return MONTH_NUMBERS[match["month"].replace(" ", "-")]


def outside(match: re.Match[str]) -> BadPhrase:
    """The refusal of a date that is too far away, in the words of the match."""
    return BadPhrase(f"{_quote(match)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")


def _short_year(match: re.Match[str], month: int, day: int | None, today: date) -> BadPhrase:
    """The request to write a year in full."""
    year = _guess_year(match["year"], today)
    message = f"{_quote(match)} does not give the year in full; write all four digits"
    if year is None:
        return BadPhrase(message)
    exists = day is not None and 1 <= day <= monthrange(year, month)[1]
    return BadPhrase(message, _typed(year, month, day if exists else None))


def _guess_year(digits: str, today: date) -> int | None:
    """The year that a person is likely to mean, to suggest it: two digits reach ten years ahead at most."""
    if len(digits) == 2:
        year = 2000 + int(digits)
        return year - 100 if year > today.year + 10 else year
    return int(digits) if len(digits) == 4 and FIRST_YEAR <= int(digits) <= LAST_YEAR else None


def _which_year(month: int, day: int | None, today: date) -> BadPhrase:
    """The request for the year of a month, or of a day in it."""
    name = edtf.MONTHS[month - 1] if day is None else f"{day} {edtf.MONTHS[month - 1]}"
    return BadPhrase(f"Which year? “{name}” needs one", *_recent(month, day, today))


def _recent(month: int, day: int | None, today: date) -> tuple[str, ...]:
    """The two most recent such months or days, today's included; the coming one instead of the older where it is near."""
    latest = min(today.year, LAST_YEAR)
    # Twelve years always hold two past leap days.
    years = (
        year
        for year in range(latest, max(latest - 12, FIRST_YEAR - 1), -1)
        if (day or 1) <= monthrange(year, month)[1] and date(year, month, day or 1) <= today
    )
    recent = [year for year, _ in zip(years, range(2), strict=False)]
    ahead = (month - today.month) % 12
    coming = today.year + (month < today.month)
    near = 0 < ahead <= _NEAR_AHEAD or (ahead == 0 and (day or 0) > today.day)
    if near and coming <= LAST_YEAR and (day or 1) <= monthrange(coming, month)[1]:
        recent[1:] = [coming]
    return tuple(_typed(year, month, day) for year in recent)


def _swapped(year: int, month: int, day: int) -> tuple[str, ...]:
    """The date with its day and its month exchanged, if that exists."""
    return (_typed(year, day, month),) if 1 <= day <= 12 and 1 <= month <= monthrange(year, day)[1] else ()


def _typed(year: int, month: int, day: int | None) -> str:
    """A date as a person types it: 10 january 2020, january 2020."""
    return f"{f'{day} ' if day else ''}{edtf.MONTHS[month - 1].lower()} {year}"


def _quote(match: re.Match[str]) -> str:
    """What was typed, in quotes, cut where it is very long."""
    return f"“{match[0]}”" if len(match[0]) <= 40 else f"“{match[0][:40]}…”"


def _whole(pattern: str) -> re.Pattern[str]:
    """The pattern, matching whole words only."""
    return re.compile(f"(?:{pattern})(?= |$)", re.ASCII)


_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_MONTH = f"(?P<month>{MONTH_NAMES})"
_YEAR = r"'?(?P<year>\d\d(?:\d\d)?)"
_JOINT = "[ ./-]"
_MARK = "(?P<mark>[~?%]?)"
_PART = rf"({'|'.join(COUNTS)}|\d+) (day|week|fortnight|month|year|decade)s?"
_SPAN_PART = re.compile(_PART, re.ASCII)
_MACRON = re.compile("([aeiou])\u0304")
_MARKABLE = re.compile(r"\d{4}-\d{1,2}(?:-\d{1,2})?", re.ASCII)
_VAGUE = re.compile("(?:early|mid|late)[ -](?:in )?")
# The first shape that fits is read, so a longer one stands before those that it begins with.
_SHAPES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], date], edtf.Date | None]], ...] = (
    (_whole(rf"{_PART}(?:(?: and)? {_PART})* (?:ago|back(?! (?:in|at|to|home|from|here)\b))"), _ago),
    (_whole(rf"(?P<year>\d{{4,}})([-/.])(?P<month>\d{{1,2}})\2(?P<day>\d{{1,2}}){_MARK}"), _iso_day),
    (_whole(rf"(?P<year>\d{{4}})[-/](?P<month>\d{{1,2}}){_MARK}"), _year_and_month),
    (_whole(r"(?P<day>\d{1,2})([-/.])(?P<month>\d{1,2})\2(?P<year>\d+)"), _day_first),
    (_whole(r"(?P<month>\d{1,2})[-/](?P<year>\d{4})"), _year_and_month),
    (_whole(r"(?P<year>\d{4})[~%]?"), _bare_year),
    (_whole(f"(?:the )?{_DAY}{_JOINT}?(?:of )?{_MONTH}(?:{_JOINT}?(?:of )?{_YEAR})?"), _day_and_month),
    (_whole(rf"{_MONTH}{_JOINT}?(?:of )?'?(?P<year>\d{{4}}|(?<=')\d\d)"), _month_and_year),
    (_whole(f"{_MONTH}{_JOINT}?(?:the )?{_DAY}(?:{_JOINT}(?:of )?{_YEAR})?"), _day_and_month),
    (_whole(_MONTH), _month_alone),
    (_whole(f"(?:the )?(?P<day>{'|'.join(_NEAR_DAYS)})"), _near_day),
    (_whole(f"(?P<near>{'|'.join(_NEAR)}) (?P<unit>month|year)"), _near_span),
)
