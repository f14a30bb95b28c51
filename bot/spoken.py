"""Dates as they are said in a sentence: an end, a feast day, “the last two years”, a month whose year comes later."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from bot import edtf, feasts, phrases, spans
from bot.edtf import Date
from bot.feasts import read_feast
from bot.phrases import FIRST_YEAR, LAST_YEAR, MONTH_NAMES, BadPhrase, read_date
from bot.spans import WEEKDAYS, last_weekday, read_span

_WEEKDAY = re.compile(rf"(?P<which>last |this |next )?(?P<name>{'|'.join(WEEKDAYS)})(?= |$)", re.ASCII)
_OTHER_FIRST_WORDS = (
    *("end", "start", "beginning", "very", "past", "day", "week", "fortnight", "month", "quarter", "year", "full", "whole"),
    *("some", "several", "few", "ages", "back"),
)
_FIRST_WORDS = (  # of letters only, with which a date can begin
    phrases.FIRST_WORDS | spans.FIRST_WORDS | feasts.FIRST_WORDS | {*WEEKDAYS, *_OTHER_FIRST_WORDS}
)
_NEAR_MONTH = re.compile(rf"(?:the )?(?:last|this|next) (?P<month>{MONTH_NAMES})(?= |$)(?! (?:be|have|well|not)\b)", re.ASCII)
_EDGE = re.compile(r"(?:the )?(?:very )?(end|start|beginning|last day|first day) of (?:the )?", re.ASCII)
_PAST = re.compile(
    r"(?:the )?(last|past|next) ((?:\w+ )?(?:hour|day|week|fortnight|month|year|decade)s?)(?= |$)(?! of \d)", re.ASCII
)
_OF_THE_CALENDAR = re.compile(r"(?:last|next) (?:week|month|year)\b|(?:the )?(?:last|next) (?:financial|fiscal) year\b")
_VAGUE = re.compile(
    r"(?:a |some |quite a |not )?(?:(?:(?:(?:wee |little |long )?while|(?:long |some )?time|years|ages|(?:few|several) \w+)"
    r" (?:ago|back))|back then)(?= |$)"
)
# The week of 6 January 2020, the year ended 30 June 2018, six months to June 2023.
_STRETCH = re.compile(
    r"(?:the )?(?:full |whole )?(?:(?P<count>\w+) )?(?P<unit>week|fortnight|month|quarter|year)(?P<many>s?) "
    r"(?P<way>of|beginning|starting|commencing|ended|ending|to|up to)(?: on)? (?=\w)",
    re.ASCII,
)
# The day after 30 March 2020, six months after it, the week before it, a month from now.
_BESIDE = re.compile(
    r"(?P<the>the )?(?:(?P<count>\w+) )?(?P<unit>day|week|fortnight|month|year)(?P<many>s?) (?P<way>after|before|from) (?=\w)",
    re.ASCII,
)
_LENGTHS = {"week": (0, 7), "fortnight": (0, 14), "month": (1, 0), "quarter": (3, 0), "year": (12, 0)}  # months and days
_NUMBERED = re.compile(
    r"(?:the )?(\d{1,2})(?:st|nd|rd|th)(?=$| (?:in|at|on|for|with|to|until|and|please|of this month)\b)", re.ASCII
)
_LATER = re.compile(r"((?:\w+ )(?:day|week|fortnight|month|year)s?) (later|after|on|earlier|before)(?: that)?$", re.ASCII)
_MONTH = rf"(?:{MONTH_NAMES})\b"
_SINCE = re.compile(
    rf"(?:(?:the )?\d{{1,2}}(?:st|nd|rd|th)? (?:of )?{_MONTH}|{_MONTH} (?:the )?\d{{1,2}}(?:st|nd|rd|th)?|{_MONTH})(?= |$)"
    r"(?!,? (?:of |in )?'?\d)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class When:
    """A date, or a period from `date` to `last`, with the words it took.

    `edge` is the end or start meant, `clause` the clause that the words themselves name; `inferred`: not to be seen in the words.
    """

    date: Date
    used: int
    edge: str = ""
    clause: str = ""
    last: Date | None = None
    inferred: bool = False

    @property
    def ends(self) -> Date:
        """The date, or the last of the period."""
        return self.last or self.date


def read_when(words: Sequence[str], today: date, clause: str = "on") -> When | None:
    """Read the date at the start of lower-cased words after a `clause`, or None.

    Since Christmas: since the last one. Raises BadPhrase for what is meant as a date but is not one.
    """
    if not words or (words[0].isascii() and words[0].isalpha() and words[0] not in _FIRST_WORDS):
        return None  # most words of a sentence
    head = " ".join(word.rstrip(",.;:!?)\"'").replace("'", "") for word in words[:8])
    if near := _NEAR_MONTH.match(head):
        tries = (f"{near['month']} {today.year - back}" for back in (0, 1))
        raise BadPhrase(f"Which year? “{near[0].capitalize()}” needs one", *tries)
    if edge := _EDGE.match(head):
        skipped = edge[0].count(" ")
        found = read_when(words[skipped:], today)
        return found and replace(found, used=skipped + found.used, edge="end" if edge[1] in ("end", "last day") else "start")
    if vague := _VAGUE.match(head):
        raise BadPhrase(f"“{vague[0]}” does not say when; name a day, a month or a year", str(today.year - 1))
    special = (
        _feast(head, today, clause)
        or _past(head, today)
        or _weekday(words, head, today, clause)
        or _stretch(words, head, today)
        or _beside(words, head, today)
        or (clause == "since" and _numbered(head, today))
    )
    if special:
        return special
    if span := read_span(head, today):
        (first, last), end = span
        used, is_period = head.count(" ", 0, end) + 1, first != last
        return When(first, used, last=last if is_period else None, inferred=is_period)
    if clause == "since" and (dated := _SINCE.match(head)):
        return _latest(dated[0], today)
    plain = read_date(words, today)
    return When(*plain) if plain else None


def _latest(head: str, today: date) -> When | None:
    """Since 1 November, since March: the latest one that has begun."""
    said = head.split()
    for year in (today.year, today.year - 1):
        found = read_date([*said, str(year)], today)
        if found and found[0].first <= today:
            return When(found[0], len(said), inferred=True)
    return None


def _numbered(head: str, today: date) -> When | None:
    """Since the 13th: the last one that has begun."""
    said = _NUMBERED.match(head)
    if said is None or not 1 <= int(said[1]) <= 31:
        return None
    day = today
    while day.day != int(said[1]):
        day -= timedelta(1)
    return When(edtf.from_day(day), said[0].count(" ") + 1, inferred=True)


def _stretch(words: Sequence[str], head: str, today: date) -> When | None:
    """The week of a day, from Monday; so many weeks, months or years from or up to a day or a month.

    Raises BadPhrase where only a year is named, or where it leads outside 1900 to 2100.
    """
    said = _STRETCH.match(head)
    used = said[0].count(" ") if said else 0
    used += said is not None and words[used].lower() in WEEKDAYS
    found = read_date(words[used:], today) if said else None
    if said is None or found is None:
        return None
    when, counted = found[0], said["count"] or "1"
    count = phrases.COUNTS.get(counted) or int(counted[:4] if counted.isdecimal() else 0)
    if said["way"] == "of":
        return _week_of(when, used + found[1]) if said["unit"] == "week" else None
    if not 0 < count < 1000 or (said["many"] and not said["count"]):
        return None
    months, days = (count * each for each in _LENGTHS[said["unit"]])
    if len(when.text) < 7 or (days and when.first != when.last):
        raise BadPhrase(f"“{said[0].strip()} {edtf.say(when)}” needs a day; write it like 30 June 2020")
    length = relativedelta(months=months, days=days)
    if said["way"] in ("ended", "ending", "to", "up to"):
        first, last = when.last + timedelta(1) - length, when.last
    else:
        first, last = when.first, when.first + length - timedelta(1)
    _within_reach(first)
    _within_reach(last)
    size = len(when.text.rstrip("~?%"))
    ends = (edtf.parse(day.isoformat()[:size]) for day in (first, last))
    return When(next(ends), used + found[1], last=next(ends), inferred=True)


def _beside(words: Sequence[str], head: str, today: date) -> When | None:
    """A date by its distance from another: the day after it, two months before it; the week before it is a period.

    Raises BadPhrase where the distance is finer than the date, or leads outside 1900 to 2100.
    """
    said = _BESIDE.match(head)
    if said is None or not (said["the"] or said["count"]) or (said["many"] and not said["count"]):
        return None
    used, way = said[0].count(" "), "before" if said["way"] == "before" else "after"
    base = (edtf.from_day(today), 1) if words[used] in ("now", "today") else read_date(words[used:], today)
    by = _LATER.fullmatch(f"{said['count'] or 'one'} {said['unit']} {way}")
    if base is None or by is None or (said["way"] == "from" and base[0].first != today):
        return None
    when, used = base[0], used + base[1]
    if not (said["the"] and said["count"]) and (said["count"] or said["unit"] == "day" or len(when.text) < 10):
        return When(shift(when, by), used, inferred=True)
    far = shift(when, by).first
    near = when.first + timedelta(1 if way == "after" else -1)
    first, last = sorted((edtf.from_day(far), edtf.from_day(near)), key=lambda each: each.first)
    return When(first, used, last=last, inferred=True)


def _week_of(when: Date, used: int) -> When | None:
    """Monday to Sunday around a day."""
    if when.first != when.last:
        return None
    monday = when.first - timedelta(when.first.weekday())
    return When(edtf.from_day(monday), used, last=edtf.from_day(monday + timedelta(6)), inferred=True)


def _past(head: str, today: date) -> When | None:
    """The last two years, the past month: since then; the next two months: from today. “Last month” is the calendar's.

    Raises BadPhrase for the last decade, for hours, and for what leads beyond 2100.
    """
    past = _PAST.match(head)
    if past is None or _OF_THE_CALENDAR.match(head):
        return None
    if past[2] == "decade" and past[1] == "last":
        both = f"the {(today.year - 10) // 10 * 10}s", "the last ten years"
        raise BadPhrase("“Last decade” may be either of two", *both)
    if past[2].endswith(("hour", "hours")):
        raise BadPhrase(f"“{past[0]}” is finer than a day; name a day", "the past day")
    span, used = past[2] if " " in past[2] else f"a {past[2]}", past[0].count(" ") + 1
    back = _span_back(span, today)
    if past[1] != "next":
        return When(back, used, clause="since")
    ahead = today + relativedelta(today, back.first)
    if ahead.year > LAST_YEAR:
        raise BadPhrase(f"“{past[0]}” leads beyond the year {LAST_YEAR}")
    return When(edtf.from_day(today), used, last=edtf.from_day(ahead), inferred=True)


def _feast(head: str, today: date, clause: str) -> When | None:
    """A feast: a day, a month or a long weekend."""
    found = read_feast(head, today, clause)
    if found is None:
        return None
    last = None if found.first == found.last else found.last
    return When(found.first, found.used, last=last, inferred=found.inferred)


def _weekday(words: Sequence[str], head: str, today: date, clause: str) -> When | None:
    """Friday, last Friday: the last one before today; Friday 13 March 2020: that day. Raises BadPhrase where it is not sure."""
    found = _WEEKDAY.match(head)
    if found is None:
        return None
    name, used = found["name"], found[0].count(" ") + 1
    dated = None if found["which"] else read_date(words[used:], today)
    if dated and dated[0].first == dated[0].last:
        when = dated[0]
        if (real := WEEKDAYS[when.first.weekday()]) != name:
            raise BadPhrase(f"{edtf.say(when)} falls on a {real.title()}, not on a {name.title()}", edtf.say(when).lower())
        return When(when, used + dated[1])
    last = last_weekday(name, today)
    if found["which"] in ("this ", "next ") or clause in ("until", "by", "before"):
        weeks = (1, 2) if found["which"] == "next " else (0, 1)
        both = [edtf.say_day(last.first + timedelta(7 * each)).lower() for each in weeks]
        raise BadPhrase(f"“{found[0].capitalize()}” may be either of two days; name the date", *both)
    return When(last, used, inferred=True)


def _span_back(span: str, today: date) -> Date:
    """The day that lies a span (“two years”) before today. Raises BadPhrase where it is no span or leads too far."""
    found = read_date([*span.split(), "ago"], today)
    if found is None:
        raise BadPhrase(f"“{span}” is no number of days, weeks, months or years")
    return found[0]


def placed(when: When, clause: str) -> list[tuple[str, Date]]:
    """What a date after a clause says of on, since, until, reported_by and recorded_by.

    “In winter 2018” is since June until August; “until the end of 2020” is until 2020, “on the end of 2020” its last day.
    Raises BadPhrase where that lies outside 1900 to 2100.
    """
    first, last = when.date, when.ends
    if clause in ("reported_before", "recorded_before"):
        return [(clause.replace("before", "by"), last if when.edge == "end" else next_to(first, -1))]
    start, end = edtf.from_day(first.first), edtf.from_day(last.last)
    if clause == "before":
        return [("until", last if when.edge == "end" else next_to(first, -1))]
    if clause == "after":
        return [("since", first if when.edge == "start" else next_to(last, 1))]
    if clause == "since":
        return [("since", end if when.edge == "end" else first)]
    if clause in ("until", "by", "reported_by", "recorded_by"):
        return [("until" if clause == "by" else clause, start if when.edge == "start" else last)]
    if when.edge:
        return [("on", start if when.edge == "start" else end)]
    return [("since", first), ("until", last)] if when.last else [("on", first)]


def next_to(when: Date, step: int) -> Date:
    """The day, month or year just before (-1) or after (1) a date, at the same precision.

    Raises BadPhrase where it lies outside 1900 to 2100.
    """
    day = when.first - timedelta(1) if step < 0 else when.last + timedelta(1)
    _within_reach(day)
    return edtf.parse(day.isoformat()[: len(when.text.rstrip("~?%"))])


def _within_reach(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise BadPhrase(f"That leads outside the years {FIRST_YEAR} to {LAST_YEAR}")


def shifted(words: Sequence[str]) -> re.Match[str] | None:
    """“a year later”, “two months before that”: the words at the end of a follow-up that move its date, if there are any."""
    return _LATER.search(" ".join(word.lower().rstrip(",.;:!?") for word in words[-6:]))


def shift(when: Date, by: re.Match[str]) -> Date:
    """The date moved as the words say, at its own precision.

    Raises BadPhrase where that is finer than the date, or leads outside 1900 to 2100.
    """
    text = when.text.rstrip("~?%")
    size = 0 if "X" in text else len(text)
    unit = re.split(r"\s", by[1])[-1].rstrip("s")
    if {"year": 4, "month": 7}.get(unit, 10) > size:
        raise BadPhrase(f"“{by[0]}” is finer than {edtf.say(when)}; name a day, a month or a year")
    gap = relativedelta(when.first, _span_back(by[1], when.first).first)
    day = when.first + gap if by[2] in ("later", "after", "on") else when.first - gap
    _within_reach(day)
    if size == 7:
        return edtf.parse(f"{day.year}-{min(day.month, 12):02}")
    if size == 10 and unit in ("month", "year"):
        day = day.replace(day=min(int(text[8:]), monthrange(day.year, day.month)[1]))
    return edtf.parse(day.isoformat()[:size])
