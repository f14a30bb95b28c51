"""Dates as they are said in a sentence: an end, a feast day, “the last two years”, a month whose year comes later."""

import re
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from bot import edtf, phrases, spans
from bot.edtf import Date
from bot.phrases import FIRST_YEAR, LAST_YEAR, MONTH_NAMES, BadPhrase, read_date
from bot.spans import WEEKDAYS, last_weekday, read_span

_FEASTS = {
    "christmas day": "12-25", "christmas eve": "12-24", "boxing day": "12-26", "anzac day": "04-25", "waitangi day": "02-06",
    "xmas day": "12-25", "xmas eve": "12-24",
    "new years day": "01-01", "new years eve": "12-31", "new year day": "01-01", "new year eve": "12-31",
    "christmas": "12", "xmas": "12",
}  # fmt: skip
_EASTER = {"good friday": (-2, -2), "easter sunday": (0, 0), "easter monday": (1, 1), "easter": (-2, 1)}  # days from the Sunday
_FEAST = re.compile(
    rf"(?P<last>last )?(?P<name>{'|'.join((*_FEASTS, *_EASTER))})(?:(?: of| in)? (?P<year>\d{{4}}))?(?= |$)", re.ASCII
)
_WEEKDAY = re.compile(rf"(?P<which>last |this |next )?(?P<name>{'|'.join(WEEKDAYS)})(?= |$)", re.ASCII)
_FIRST_WORDS = (  # of letters only, with which a date can begin
    phrases.FIRST_WORDS
    | spans.FIRST_WORDS
    | {*WEEKDAYS, *(name.split()[0] for name in (*_FEASTS, *_EASTER)), "end", "start", "beginning", "very", "past"}
)
_NEAR_MONTH = re.compile(rf"(?:the )?(?:last|this|next) (?P<month>{MONTH_NAMES})(?= |$)(?! (?:be|have|well|not)\b)", re.ASCII)
_EDGE = re.compile(r"(?:the )?(?:very )?(end|start|beginning) of (?:the )?", re.ASCII)
_PAST = re.compile(r"(?:the )?(last|past|next) ((?:\w+ )?(?:day|week|fortnight|month|year)s?)(?= |$)", re.ASCII)
_LATER = re.compile(r"((?:\w+ )(?:day|week|fortnight|month|year)s?) (later|after|on|earlier|before)(?: that)?$", re.ASCII)
_MONTH = rf"(?:{MONTH_NAMES})\b"
_DAY_MONTH = rf"(?:\d{{1,2}}(?:st|nd|rd|th)? )?{_MONTH}"
_NOUNS = r"(?:attacks?|rockets?|strikes?|bombings?|incidents?|ambush|deployment|extension|announcement|decision|report|count)"
# “between March and June 2020”: the year belongs to both. “the March attack in 2020”: the year belongs to the month.
_CARRIED = re.compile(rf"\b({_DAY_MONTH}) (and|to|until|till|-) ({_DAY_MONTH} (\d{{4}}))\b", re.IGNORECASE)
_DAYS = re.compile(rf"\b(from|between) (\d{{1,2}}(?:st|nd|rd|th)?) (and|to|until|till|-) ({_DAY_MONTH} \d{{4}})\b", re.IGNORECASE)
_BETWEEN = r"(?: (?!in\b|of\b)[a-z']+| (?:at|on|in|near) [a-z']+){0,3}"
_APART = re.compile(
    rf"(^|\bthe |\bin |\b(?!may|march)(?={_MONTH}))({_MONTH}) ({_NOUNS}{_BETWEEN}) (?:in|of) (\d{{4}})\b", re.IGNORECASE
)


_NEAR_YEAR = re.compile(rf"\b({_DAY_MONTH})(?: of)? (last|this|next) year\b", re.IGNORECASE)
# What ends by Christmas: the coming one, as nothing that has ended ends.
_ENDING = re.compile(
    r"\b(?:ends?|ending|expires?|expiring|lapses?|lapsing|finish|runs? out|due|coming up|up for)\b", re.IGNORECASE
)
_COMING_FEAST = re.compile(rf"\b(?:by|before|until|till) (?P<name>{'|'.join(_FEASTS)})\b(?! (?:in |of )?\d{{4}})", re.IGNORECASE)
_SHORT_YEAR = re.compile(rf"\b({_MONTH}) '([0-3]\d)\b", re.IGNORECASE)  # Jan '20
_YEAR_BEFORE_LAST = re.compile(r"\bthe year before last\b", re.IGNORECASE)
_A_YEAR_AGO = re.compile(
    r"\b(?:at )?(?:this|the same|same|this same) (?:time|day|date) last year\b|\ba year ago today\b", re.IGNORECASE
)
_YEARS = re.compile(r"(?<![\w/.-])((?:19|20)\d\d) ?- ?((?:19|20)\d\d)(?![\w/-])", re.ASCII)
_SHORT_DAY = re.compile(r"(?<![\d/.-])(\d{1,2}([/.-])\d{1,2}\2)([0-3]\d)(?![\d/.-]\d|\d)", re.ASCII)
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


def with_years(text: str, today: date) -> str:
    """The text with the full year beside each month that it belongs to: in June next year. Takes time in proportion to it."""
    text = _NEAR_YEAR.sub(lambda near: f"{near[1]} {today.year + {'last': -1, 'this': 0, 'next': 1}[near[2].lower()]}", text)
    if _ENDING.search(text):
        text = _COMING_FEAST.sub(lambda feast: f"{feast[0]} {_coming(feast['name'].lower(), today)}", text)
    text = _SHORT_YEAR.sub(r"\1 20\2", text)
    text = _YEAR_BEFORE_LAST.sub(str(today.year - 2), _A_YEAR_AGO.sub("a year ago", text))
    text = _DAYS.sub(lambda days: f"{days[1]} {days[2]} {days[4].split(maxsplit=1)[1]} {days[3]} {days[4]}", text)
    text = _YEARS.sub(r"\1 to \2", text)
    return _APART.sub(r"\1\2 \4 \3", _CARRIED.sub(r"\1 \4 \2 \3", text))


def _coming(feast: str, today: date) -> int:
    return today.year + (_FEASTS[feast] < f"{today:%m-%d}"[: len(_FEASTS[feast])])


def full_years(text: str) -> str:
    """The text with the year of 8/1/20 in full, where that is at most ten years from now: 2020."""
    return _SHORT_DAY.sub(lambda day: f"{day[1]}20{day[3]}", text)


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
        return found and replace(found, used=skipped + found.used, edge="end" if edge[1] == "end" else "start")
    special = _past(head, today) or _feast(head, today, clause) or _weekday(words, head, today, clause)
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


def _past(head: str, today: date) -> When | None:
    """The last two years, the past month: since then; the next two months: from today. “Last month” is the calendar's."""
    past = _PAST.match(head)
    if past is None or re.match("(?:last|next) (?:week|month|year)\\b", head):
        return None
    span, used = past[2] if " " in past[2] else f"a {past[2]}", past[0].count(" ") + 1
    back = _span_back(span, today)
    if past[1] != "next":
        return When(back, used, clause="since")
    ahead = today + relativedelta(today, back.first)
    if ahead.year > LAST_YEAR:
        raise BadPhrase(f"“{past[0]}” leads beyond the year {LAST_YEAR}")
    return When(edtf.from_day(today), used, last=edtf.from_day(ahead), inferred=True)


def _feast(head: str, today: date, clause: str) -> When | None:
    """Christmas Day 2017, last Christmas, Easter 2018; over Christmas is its month, by Christmas the day, Easter four days.

    Raises BadPhrase where the year is missing.
    """
    feast = _FEAST.match(head)
    if feast is None:
        return None
    name, year = feast["name"], feast["year"]
    if year and not FIRST_YEAR <= int(year) <= LAST_YEAR:
        raise phrases.outside(feast)
    recent = not year and (feast["last"] or clause == "since")
    if not year and not recent:
        raise BadPhrase(f"Which year? “{name.title()}” needs one", f"{name} {today.year - 1}")
    if name in _EASTER:
        return _easter(feast, today)
    day = "12-25" if name in ("christmas", "xmas") and clause != "on" else _FEASTS[name]
    year = year or str(today.year - (f"{today:%m-%d}" <= day))
    return When(edtf.parse(f"{year}-{day}"), feast[0].count(" ") + 1, inferred=bool(recent))


def _easter(feast: re.Match[str], today: date) -> When:
    """Good Friday 2018, over Easter 2018; the last Easter is the last one that has begun."""
    year = int(feast["year"] or today.year)
    begins, ends = _EASTER[feast["name"]]
    if not feast["year"] and easter(year) + timedelta(begins) > today:
        year -= 1
    first, last = (edtf.from_day(easter(year) + timedelta(days)) for days in (begins, ends))
    return When(first, feast[0].count(" ") + 1, last=None if first == last else last, inferred=True)


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
