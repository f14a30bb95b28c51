"""A digest's setting in words, both ways: what people type after “digest”, and what is shown to them."""

import re
from dataclasses import dataclass, field, replace
from datetime import time

from bot.digest.plan import DAILY, WEEKDAYS, Subscription
from bot.digest.zones import zone_named
from bot.errors import BotError

HOW = "digest on [at 08:00] [on weekdays | daily | mondays and thursdays] [in Pacific/Auckland] [about SUBJECT] [quiet]"
LONGEST_SUBJECT = 200
DAYS = {
    "MO": "Monday",
    "TU": "Tuesday",
    "WE": "Wednesday",
    "TH": "Thursday",
    "FR": "Friday",
    "SA": "Saturday",
    "SU": "Sunday",
}

_VERBS = ("on", "off", "preview", "now", "more")
_SPANS = {
    "daily": DAILY,
    "day": DAILY,
    "days": DAILY,
    "weekdays": WEEKDAYS,
    "weekday": WEEKDAYS,
    "weekends": "FREQ=WEEKLY;BYDAY=SA,SU",
    "weekend": "FREQ=WEEKLY;BYDAY=SA,SU",
}
_TWICE = {"time": "The time is", "zone": "The time zone is", "days": "The days are", "quiet": "“quiet” is"}
_JOINING = ("and", "every", "each", "on", "the", "&")
_TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*([ap]\.?m\.?)?", re.IGNORECASE)
_CLAUSE = re.compile(r"\b(at|in|about|quiet(?:ly)?|daily|on|every|each|weekdays?|weekends?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks of the digest: `do` is show, on, off, preview, now or more; `setting` has what `on` names.

    `page` is the page of a preview, or of the last digest, to show.
    """

    do: str
    setting: Subscription = field(default_factory=lambda: Subscription(""))
    page: int = 1


def is_setting(text: str) -> bool:
    """Whether the text is about the digest's setting and not a question about what changed."""
    words = text.casefold().split()
    return bool(words) and words[0] == "digest" and (len(words) == 1 or words[1] in (*_VERBS, "at", "help", "every", "daily"))


def read_wish(text: str, before: Subscription | None = None) -> Wish:
    """What `digest …` asks for; `on` alone keeps the setting that there was. Raises BotError with what is possible."""
    words = text.split()[1:]
    if not words:
        return Wish("show")
    verb, rest = words[0].casefold(), " ".join(words[1:])
    if verb in ("preview", "more") and (not rest or re.fullmatch(r"[1-9]\d{0,3}", rest)):
        return Wish(verb, page=int(rest or (1 if verb == "preview" else 2)))
    if verb in ("off", "preview", "now", "more"):
        if rest:
            raise BotError(f"Nothing follows “digest {verb}”; leave out “{rest[:60]}”.")
        return Wish(verb)
    if verb == "on" and not rest and before:
        return Wish("on", before)
    if verb == "help":
        raise BotError(f"Write {HOW}, digest on at once, digest off, digest preview, digest more or digest now.")
    return Wish("on", read_setting(rest if verb == "on" else " ".join(words)))


def read_setting(text: str) -> Subscription:
    """The setting that these words name; what they leave out is usual. Raises BotError with one sentence."""
    setting = Subscription("")
    text, setting = _subject(" ".join(text.split()), setting)
    at_once = re.search(r"\bat once\b", text, re.IGNORECASE)
    if at_once:
        setting = replace(setting, at=None)
        text = text[: at_once.start()] + text[at_once.end() :]
    given: list[str] = []
    for word, rest in _clauses(text):
        setting = _with(setting, word, rest, given, at_once=bool(at_once))
    return setting


def _subject(text: str, setting: Subscription) -> tuple[str, Subscription]:
    """The text without its subject, which runs to the end, and without a last “quiet”."""
    if quiet := re.search(r"\s*\bquiet(ly)?\W*$", text, re.IGNORECASE):
        text, setting = text[: quiet.start()], replace(setting, quiet=True)
    before, about, subject = _partition(text, "about")
    if about and not subject:
        raise BotError("“about” is followed by a subject: about Iraq.")
    if len(subject) > LONGEST_SUBJECT:
        raise BotError(f"The subject is longer than {LONGEST_SUBJECT} letters; name a place or a mission.")
    return before, replace(setting, subject=subject)


def _partition(text: str, word: str) -> tuple[str, bool, str]:
    found = re.search(rf"\b{word}\b", text, re.IGNORECASE)
    return (text[: found.start()].strip(), True, text[found.end() :].strip()) if found else (text, False, "")


def _clauses(text: str) -> list[tuple[str, str]]:
    """The text cut before each word that begins a clause."""
    starts = [found.start() for found in _CLAUSE.finditer(text)]
    if text[: starts[0] if starts else None].strip(" ,."):
        starts.insert(0, 0)
    if not starts:
        return []
    parts = [text[start:end].strip(" ,.") for start, end in zip(starts, [*starts[1:], len(text)], strict=True)]
    return [(word.casefold(), rest) for word, _, rest in (part.partition(" ") for part in parts)]


def _with(setting: Subscription, word: str, rest: str, given: list[str], *, at_once: bool) -> Subscription:
    """The setting with one clause; `given` are the kinds of clauses that came before."""
    kind = {"at": "time", "in": "zone", "quiet": "quiet", "quietly": "quiet"}.get(word, "days")
    if kind == "days" and word in _JOINING and not rest:
        return setting  # “on” or “every” before a word that begins a clause itself
    if kind in given:
        raise BotError(f"{_TWICE[kind]} given twice; say it once.")
    given.append(kind)
    if kind == "quiet":
        return replace(setting, quiet=True)
    if kind == "zone":
        return replace(setting, zone=zone_named(rest))
    if at_once:
        raise BotError("“at once” posts each change as it is approved, so it goes without a time and without days.")
    if kind == "time":
        return replace(setting, at=read_time(rest))
    return replace(setting, days=read_days(f"{word} {rest}".strip()))


def read_time(said: str) -> time:
    """A time of day: 08:00, 8am, 8.30, 0800, noon. Raises BotError."""
    if said.casefold() in ("noon", "midday"):
        return time(12)
    if said.casefold() == "midnight":
        return time(0)
    found = _TIME.fullmatch(said.strip())
    if not found:
        raise BotError(f"“{said[:40]}” is not a time of day; write it as 08:00 or 8am.")
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").casefold().replace(".", "")
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    elif half:
        hour = 24
    if hour > 23 or minute > 59:
        raise BotError(f"“{said[:40]}” is not a time of day; write one from 00:00 to 23:59.")
    return time(hour, minute)


def read_days(said: str) -> str:
    """The rule of the days named: daily, weekdays, mondays and thursdays. Raises BotError with what is possible."""
    words = [word for word in re.split(r"[\s,&]+", said.casefold()) if word and word not in _JOINING]
    if len(words) == 1 and words[0] in _SPANS:
        return _SPANS[words[0]]
    found = {code for word in words for code in [_day(word)] if code}
    if not found or len([word for word in words if _day(word)]) != len(words):
        raise BotError(
            f"“{said[:60]}” is not possible; a digest comes daily, on weekdays, or on days of every week such as mondays."
        )
    return f"FREQ=WEEKLY;BYDAY={','.join(code for code in DAYS if code in found)}"


def _day(word: str) -> str:
    """The code of a day's name, short or long, one or many; empty for another word."""
    word = word.rstrip(".")
    for code, name in DAYS.items():
        if len(word) >= 3 and name.casefold().startswith(word.removesuffix("s") if len(word) > 4 else word):
            return code
    return ""


def days_of(rule: str) -> list[str]:
    """The codes of the days of a rule, Monday first; all seven for a daily one."""
    return list(DAYS) if rule == DAILY else rule.rpartition("BYDAY=")[2].split(",")


def rule_of(codes: list[str]) -> str:
    """The rule of these days. Raises BotError where there is none."""
    if not codes:
        raise BotError("Choose one day of the week or more.")
    return DAILY if len(codes) == 7 else f"FREQ=WEEKLY;BYDAY={','.join(code for code in DAYS if code in codes)}"


def command_of(sub: Subscription) -> str:
    """The words that would make the same setting: digest on at 08:00 on weekdays in Pacific/Auckland about Iraq quiet."""
    when = "at once" if sub.at is None else f"at {sub.at:%H:%M} {_days_words(sub.days)}"
    about = f" about {sub.subject}" if sub.subject else ""
    return f"digest on {when} in {sub.zone}{about}{' quiet' if sub.quiet else ''}"


def _days_words(rule: str) -> str:
    if rule == DAILY:
        return "daily"
    if rule == WEEKDAYS:
        return "on weekdays"
    names = [f"{DAYS[code]}s" for code in days_of(rule)]
    return "on " + (f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else names[0])


def described(sub: Subscription) -> str:
    """The setting for people: at 08:00 on weekdays (Pacific/Auckland), about Iraq; silent when nothing is new."""
    when = "at once, as each change is approved" if sub.at is None else f"at {sub.at:%H:%M} {_days_words(sub.days)}"
    about = f", about {sub.subject}" if sub.subject else ""
    return f"{when} ({sub.zone}){about}{'; silent when nothing is new' if sub.quiet else ''}"
