"""Days, years and decades in words or in short, written in digits: the twentieth of May, nineteen ninety-nine, ’11."""

import re
from collections.abc import Callable

from bot.phrases import MONTH_NAMES
from bot.spans import WEEKDAYS

Rule = tuple[re.Pattern[str], str | Callable[[re.Match[str]], str], str]


def rule(pattern: str, into: str | Callable[[re.Match[str]], str], hint: str = "") -> Rule:
    """What is written for what matches, in capitals or not; a text without the `hint`, in small letters, cannot match."""
    return re.compile(pattern, re.IGNORECASE | re.ASCII), into, hint


def written(rules: tuple[Rule, ...], text: str) -> str:
    """The text after every rule, one after the other."""
    lowered = text.lower()
    for pattern, into, hint in rules:
        if hint in lowered:
            text = pattern.sub(into, text)
            lowered = text.lower()
    return text


MONTH = rf"(?:{MONTH_NAMES})\b"
DAY = r"\d{1,2}(?:st|nd|rd|th)?"
FULL_YEAR = r"(?:19|20)\d\d\b"
_UNITS = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9,
}  # fmt: skip
_TEENS = {
    "ten": 10, "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
    "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {
    "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
_ORDINALS = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9,
    "tenth": 10, "eleventh": 11, "twelfth": 12, "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16,
    "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20, "twenty-first": 21, "twenty-second": 22,
    "twenty-third": 23, "twenty-fourth": 24, "twenty-fifth": 25, "twenty-sixth": 26, "twenty-seventh": 27, "twenty-eighth": 28,
    "twenty-ninth": 29, "thirtieth": 30, "thirty-first": 31,
}  # fmt: skip
_NUMBERS = {**_UNITS, **_TEENS, **_TENS, **_ORDINALS, "oh": 0, "o": 0, "hundred": 0}
_DECADES = {
    **{"noughties": 2000, "naughties": 2000},
    **{"fifties": 1950, "sixties": 1960, "seventies": 1970, "eighties": 1980, "nineties": 1990},
}
_BELOW_100 = rf"(?:{'|'.join(_TENS)})(?:[ -](?:{'|'.join(_UNITS)}))?|{'|'.join(_TEENS)}"
_ORDINAL, _LATE_ORDINAL = (
    "|".join(each.replace("-", "[ -]") for each in reversed(some)) for some in ([*_ORDINALS], [*_ORDINALS][4:])
)
_SHORT_DAY = "mon|tues?|weds?|thu(?:rs?)?|fri|sat|sun"
# Where a year can stand: in ’11, by twenty nineteen, 8 Mar ’16, ’03-’13.
_BEFORE_A_YEAR = (
    r"(?:^|- ?|\b(?:in|during|of|since|from|until|till|to|by|before|after|between|and|through|into|around|circa|early|mid|late"
    rf"|year|fy|{MONTH_NAMES}),? )"
)
_NO_COUNT = (
    r"(?! (?:years?|months|days|hours|troops|soldiers|people|personnel|others|of|or|more|staff|nz|nzdf|new|kiwis?|men|women)\b)"
)
_SHORT_YEAR = re.compile(rf"({_BEFORE_A_YEAR})'(\d\d)\b(?!['/-]\d)(?!')", re.IGNORECASE | re.ASCII)
_ALONE = re.compile(r"(\w |^)'(\d\d)(?=[?.!]*$| ?- ?'\d)", re.ASCII)  # troops taji ’16? Taji ’15-’19


def in_digits(text: str, this_year: int) -> str:
    """The text with such dates in digits, and short names of weekdays in full; a short year reaches ten years ahead at most."""

    def full(short: re.Match[str]) -> str:
        year = 2000 + int(short[2])
        return f"{short[1]}{year if year <= this_year + 10 else year - 100}"

    return written(_RULES, _SHORT_YEAR.sub(full, _ALONE.sub(full, text)) if "'" in text else text)


def _below_100(said: str) -> int:
    return sum(_NUMBERS[word] for word in re.split("[ -]", said.lower()) if word)


def _ordinal(said: str) -> str:
    return f"{_NUMBERS[said.lower().replace(' ', '-')]}th"


def _weekday(said: str) -> str:
    return next(day for day in WEEKDAYS if day.startswith(said[:3].lower()))


_RULES: tuple[Rule, ...] = (
    rule(rf"\b({_ORDINAL})(?: day)? of (?={MONTH}|(?:this|last) month)", lambda said: f"{_ordinal(said[1])} of "),
    rule(rf"\b({_LATE_ORDINAL}) (?={MONTH})", lambda said: f"{_ordinal(said[1])} "),
    rule(
        rf"\b({MONTH}) (?:the ({_ORDINAL})\b|({_ORDINAL})(?=,? {FULL_YEAR}))",
        lambda said: f"{said[1]} {_ordinal(said[2] or said[3])}",
    ),
    rule(r"\b(?:the )?twenty[ -]t(?:e|ee)ns\b", "the 2010s"),
    rule(
        rf"\bthe ((?:early|mid|late)[ -])?({'|'.join(_DECADES)})\b",
        lambda said: f"the {said[1] or ''}{_DECADES[said[2].lower()]}s",
    ),
    rule(r"\bthe ((?:early|mid|late)[ -])?(\d{3}0)'s\b", r"the \1\2s"),
    rule(r"\bthe ((?:early|mid|late)[ -])?'?([5-9]0)'?s\b", r"the \g<1>19\2s"),
    rule(
        rf"({_BEFORE_A_YEAR})(nineteen|twenty)[ -](hundred|oh?[ -](?:{'|'.join(_UNITS)})|{_BELOW_100})\b{_NO_COUNT}",
        lambda said: f"{said[1]}{100 * _NUMBERS[said[2].lower()] + _below_100(said[3])}",
    ),
    rule(
        rf"({_BEFORE_A_YEAR})two thousand(?:(?: and)? ({_BELOW_100}|{'|'.join(_UNITS)}))?\b{_NO_COUNT}",
        lambda said: f"{said[1]}{2000 + _below_100(said[2] or '')}",
        "two thousand",
    ),
    rule(rf"\b(?:the (?:calendar )?|calendar |(?<=\bin ))year (?={FULL_YEAR})", ""),
    rule(
        rf"\b({_SHORT_DAY})\.?,? (?=(?:the )?{DAY}[ /.-](?:of )?(?:{MONTH}|\d))",
        lambda said: f"{_weekday(said[1])} ",
    ),
    rule(rf"\b(on|last|since|before|after|this|next) ({_SHORT_DAY})\b", lambda said: f"{said[1]} {_weekday(said[2])}"),
)
