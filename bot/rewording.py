"""Dates in a sentence, written out so that spoken.py can read them from left to right: ranges, the year that two months share.

Every pattern takes time in proportion to the text. What stands in double quotes is left as it is.
"""

import re
from collections.abc import Callable
from datetime import date, timedelta

from bot import feasts
from bot.edtf import MONTHS
from bot.numerals import DAY, FULL_YEAR, MONTH, Rule, in_digits, rule, written
from bot.phrases import COUNTS, MONTH_NUMBERS, BadPhrase

_DAY_MONTH = rf"(?:{DAY} (?:of )?)?{MONTH}"
_NOUNS = r"(?:attacks?|rockets?|strikes?|bombings?|incidents?|ambush|deployment|extension|announcement|decision|report|count)"
_JOINT = r"(?: (?P<joint>and|to|until|till|through to|through|thru|into|-) |-)"
# “between March and June 2020”: the year belongs to both. “the March attack in 2020”: the year belongs to the month.
_CARRIED = re.compile(
    rf"\b(?P<between>between )?(?P<first>{_DAY_MONTH}){_JOINT}(?:the )?"
    rf"(?P<last>{_DAY_MONTH} (?:of )?(?P<year>\d{{4}}))\b",
    re.IGNORECASE,
)
_DAYS = re.compile(
    rf"(?<![\w/.-])(?P<between>(?:from|between) )?(?:the )?(?P<first>{DAY}){_JOINT}(?:the )?"
    rf"(?P<last>{DAY} (?P<month>(?:of )?{MONTH} (?:of )?\d{{4}}))\b",
    re.IGNORECASE,
)
_BETWEEN = r"(?: (?!in\b|of\b)[a-z']+| (?:at|on|in|near) [a-z']+){0,3}"
_APART = re.compile(
    rf"(^|\bthe |\bin |\b(?!may|march)(?={MONTH}))({MONTH}) ({_NOUNS}{_BETWEEN}) (?:in|of) (\d{{4}})\b", re.IGNORECASE
)
_NEAR_YEAR = re.compile(rf"\b({_DAY_MONTH})(?: of)? (last|this|next) year\b", re.IGNORECASE)
_THIS_DECADE = re.compile(r"\b(?:this|the (?:current|present)) decade\b", re.IGNORECASE)
_NEAR_MONTH = re.compile(rf"\b({DAY}) of (last|this|next) month\b", re.IGNORECASE)
# What ends by Christmas: the coming one, as nothing that has ended ends.
_ENDING = re.compile(
    r"\b(?:ends?|ending|expires?|expiring|lapses?|lapsing|finish|runs? out|due|coming up|up for)\b", re.IGNORECASE
)
_COMING_FEAST = re.compile(rf"\b(?:by|before|until|till) (?P<name>(?>{feasts.NAMES}))\b(?! (?:in |of )?\d{{4}})", re.IGNORECASE)
_WAS = re.compile(r"\b(?:was|were|did|had|happened|went)\b", re.IGNORECASE)
_THIS_FEAST = re.compile(rf"\bthis (?:coming )?(?P<name>(?>{feasts.NAMES}))\b(?! (?:in |of )?\d{{4}})", re.IGNORECASE)
_MONTH_BEFORE_LAST = re.compile(r"\b(?:in )?the month before last\b", re.IGNORECASE)
_YEAR_BEFORE_LAST = re.compile(r"\bthe year before last\b", re.IGNORECASE)
_SHORT_DAY = re.compile(r"(?<![\d/.-])(\d{1,2}([/.-])\d{1,2}\2)([0-3]\d)(?![\d/.-]\d|\d)", re.ASCII)
_DATED = rf"(?:(?:{_DAY_MONTH} (?:of )?)?{FULL_YEAR}|\d\d?[/.]\d\d?[/.](?:{FULL_YEAR}|\d\d\b))"
_AGO = r"\w+ (?:years?|months?|weeks?|days?|decades?|fortnights?) ago"
_DATE_AHEAD = rf"(?={_DAY_MONTH} (?:of )?\d{{4}}|\d\d?[/.]\d\d?[/.]\d\d|(?:early|mid|late)[ -]{FULL_YEAR})"
_NEXT_DATE = rf"early|mid|late|end|start|{DAY}|{MONTH}"
_WHOLE_DAYS = {"24": 1, "twenty-four": 1, "48": 2, "forty-eight": 2, "72": 3, "seventy-two": 3}
_RULES: tuple[Rule, ...] = (
    rule(r"\b(\d+|an?|one|two|three) ?yr(s?)\b", r"\1 year\2", "yr"),
    rule(r"\b(\d+|an?|one|two|three) ?m(?:th|o)(s?)\b", r"\1 month\2"),
    rule(r"\b(\d+|an?|one|two|three) ?wk(s?)\b", r"\1 week\2", "wk"),
    rule(r"\bend of the (year|month)\b(?! (?:before|after))", r"end of this \1", "end of"),
    rule(
        r"\b(?<!between )(?<!from )((?:19|20)\d\d) and ((?:19|20)\d\d)\b",
        lambda said: f"{said[1]} {'to' if int(said[2]) == int(said[1]) + 1 else 'and'} {said[2]}",
        " and ",
    ),
    rule(r"\bback half of\b", "second half of", "half of"),
    rule(r"\bfront half of\b", "first half of", "half of"),
    rule(
        r"\b(?:leaving out|ignoring|excluding|disregarding|not counting) (?:anything|everything|what|any reports?|reports?)"
        r"(?: that)?(?: was| came| has been| were)?(?: published| reported| released| printed| out| known| written) after\b",
        "reported by",
        " after",
    ),
    rule(r"\b(?:(?:\w+ing|based)(?: by| on)? )?only (?:the )?reports\b", "reports", "reports"),
    rule(r"\b(?:at )?(?:this|the same|same|this same) (?:time|day|date) last year\b|\ba year ago today\b", "a year ago", "year"),
    rule(rf"\b(?:on |at )?(?:this|the same|this same|this very) (?:day|date|time),? (?={_AGO}\b)", "", "ago"),
    rule(rf"\b({_AGO}) (?:today|to the day|to this day)\b", r"\1", "ago"),
    rule(r"\b(?:in |for )?(?:the |this )?(?:year to date|ytd)\b", "since this year"),
    rule(r"\b(?:in |for )?(?:this|the) (year|month|week) so far\b", r"since this \1"),
    rule(r"\b(?:so far (?:in )?|earlier (?:in )?)(?:this|the) (year|month|week)\b", r"since this \1"),
    rule(
        r"\b(?:later (?:in )?|(?:(?:for|in|over|during) )?(?:the )?(?:rest|remainder) of )(?:this|the) (year|month|week)\b",
        r"from today until this \1",
    ),
    rule(
        rf"\b(last|past|next) ({'|'.join(_WHOLE_DAYS).replace('-', '[ -]')}) (?:hours|hrs)\b",
        lambda said: f"{said[1]} {_WHOLE_DAYS[said[2].lower().replace(' ', '-')]} days",
        " h",
    ),
    rule(r"(?<![\w/.-])((?:19|20)\d\d) ?- ?((?:19|20)\d\d)(?![\w/-])", r"\1 to \2"),
    rule(rf"(?<![\w/.-])({_DATED}) ?- ?{_DATE_AHEAD}", r"\1 to ", "-"),
    rule(rf"\b({FULL_YEAR}-\d\d(?:-\d\d)?) - (?={FULL_YEAR})", r"\1 to "),
    rule(
        rf"({FULL_YEAR}) (?:right )?(?:through to|through|thru|into|up to) (?=(?:the )?(?:{_NEXT_DATE}))",
        r"\1 to ",
    ),
    rule(r"\b(?:from )?((?:last )?(?:mon|tues|wednes|thurs|fri|satur|sun)day) onwards?\b", r"since \1", "onward"),
    rule(
        rf"(?:\b(?:from|since|in) )?(?<![\w/.-])({_DATED}|{FULL_YEAR}-\d\d(?:-\d\d)?)"
        r" (?:(?:and )?onwards?|(?:and|or) (?:after|later|beyond))\b",
        r"since \1",
    ),
    rule(r"\b(?:no|not) later than\b", "by"),
    rule(r"(?<![\w/.-])((?:19|20)\d\d)(0[1-9]|1[0-2])([0-3]\d)(?![\w/-])", r"\1-\2-\3"),
    rule(rf"\bpre[ -](?={FULL_YEAR})", "before "),
    rule(rf"\bpost[ -](?={FULL_YEAR})", "after "),
)


# Of what happened these are days; of a number, when the answer is wanted: for tonight's bulletin.
_HAPPENING = re.compile(
    r"\b(?:happen\w*|attack\w*|incidents?|hit|hurt|kill\w*|injur\w*|wounded|shell\w*|rockets?|changed?|anything"
    r"|new(?! (?:zealand|caledonia|guinea)))\b",
    re.IGNORECASE,
)
_JUST_NOW = (
    rule(r"\bthis (?:morning|afternoon|evening)\b", "today"),
    rule(r"\b(?:overnight|last night)\b", "since yesterday"),
)
_WEEKEND = re.compile(r"\b(?:(?:over|at|on|during) )?(?:the|last|the last|the past) weekend\b", re.IGNORECASE)
_WITHIN = re.compile(
    rf"\bwithin (?:the )?(?:next )?(?=(?:\d+|{'|'.join(COUNTS)}) (?:days?|weeks?|months?|years?)\b)", re.IGNORECASE
)


def with_years(text: str, today: date) -> str:
    """The text with dates written out: full years, beside each month that they belong to, and “to” in a range."""
    try:
        return outside_quotes(text, lambda part: _written_out(part, today))
    except OverflowError:  # the month before the first one of the calendar
        return text


def outside_quotes(text: str, change: Callable[[str], str]) -> str:
    """The text changed, but for what stands in double quotes."""
    return '"'.join(change(part) if number % 2 == 0 else part for number, part in enumerate(text.split('"')))


def _written_out(text: str, today: date) -> str:
    text = in_digits(text, today.year)
    text = _THIS_DECADE.sub(f"the {today.year // 10}0s", text)
    if " year" in text.lower():
        text = _NEAR_YEAR.sub(lambda near: f"{near[1]} {today.year + {'last': -1, 'this': 0, 'next': 1}[near[2].lower()]}", text)
    text = _NEAR_MONTH.sub(lambda near: f"{near[1]} {_near_month(near[2].lower(), today)}", text)
    if _HAPPENING.search(text):
        text = written(_JUST_NOW, text)
        text = _WEEKEND.sub(lambda _said: _last_weekend(today), text)
    text = _THIS_FEAST.sub(lambda feast: f"{feast[0]} {today.year}" if _WAS.search(text) else _coming(feast, today), text)
    if _ENDING.search(text):
        text = _WITHIN.sub("in the next ", text)
        text = _COMING_FEAST.sub(lambda feast: _coming(feast, today), text)
    text = written(_RULES, _YEAR_BEFORE_LAST.sub(str(today.year - 2), text))
    text = _MONTH_BEFORE_LAST.sub(lambda _said: _near_month("before last", today), text)
    return _APART.sub(r"\1\2 \4 \3", _CARRIED.sub(_months, _DAYS.sub(_days, text)))


def _near_month(near: str, today: date) -> str:
    first = today.replace(day=1)
    last = first - timedelta(1)
    day = {"last": last, "this": first, "next": first + timedelta(31), "before last": last.replace(day=1) - timedelta(1)}[near]
    return f"{MONTHS[day.month - 1]} {day.year}"


def _coming(feast: re.Match[str], today: date) -> str:
    try:
        return f"{feast[0]} {feasts.coming(feast['name'].lower(), today)}"
    except BadPhrase:
        return feast[0]


def _last_weekend(today: date) -> str:
    """Saturday and Sunday before today's week."""
    sunday = today - timedelta(today.weekday() + 1)
    return f"between {(sunday - timedelta(1)).isoformat()} and {sunday.isoformat()}"


def _days(said: re.Match[str]) -> str:
    """Between 10 and 20 January 2020, 1-17 March 2020, 5 and 6 March 2020; any other two days with “and” are no period."""
    first, last = (int(re.sub(r"\D", "", each)) for each in (said["first"], said["last"].split()[0]))
    joint = said["joint"] or "-"
    if joint.lower() == "and" and not said["between"]:
        if last != first + 1:
            return said[0]
        joint = "to"
    return f"{said['between'] or ''}{said['first']} {said['month']} {_to(joint)} {said['last']}"


def _months(said: re.Match[str]) -> str:
    """Between March and June 2020, Aug-Dec 2023, April and May 2024; any other two months with “and” are two dates."""
    joint = said["joint"] or "-"
    if joint.lower() == "and" and not said["between"] and _follow(said["first"], said["last"]):
        joint = "to"
    return f"{said['between'] or ''}{said['first']} {said['year']} {_to(joint)} {said['last']}"


def _follow(first: str, last: str) -> bool:
    """Whether the second of two months without days is the one after the first."""
    one, other = MONTH_NUMBERS.get(first.lower()), MONTH_NUMBERS.get(last.lower().split()[0])
    return one is not None and other == one + 1


def _to(joint: str) -> str:
    return joint if joint.lower() in ("and", "until", "till") else "to"


def full_years(text: str) -> str:
    """The text with the year of 8/1/20 in full, where that is at most ten years from now: 2020."""
    return outside_quotes(text, lambda part: _SHORT_DAY.sub(lambda day: f"{day[1]}20{day[3]}", part))
