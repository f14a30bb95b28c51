"""When digests come and came, in words: for the command in Slack and for the terminal."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.digest.plan import Subscription
from bot.digest.words import described
from bot.edtf import say_day


def instant_words(at: datetime, zone: str) -> str:
    """An instant in a zone, with the zone named: 08:00 NZDT on 23 November 2026; one without letters by its offset, UTC+13:45."""
    local = at.astimezone(ZoneInfo(zone))
    name = local.tzname() or ""
    named = name if name.isalpha() else f"UTC{local.isoformat()[-6:]}"
    return f"{local:%H:%M} {named} on {say_day(local.date())}"


def setting_words(sub: Subscription) -> str:
    """Whether the digest is on, and how it is set."""
    if sub.state == "off":
        return "The digest is off."
    if sub.state == "paused":
        return f"The digest is paused: {sub.reason}. It is set to come {described(sub)}."
    return f"The digest comes {described(sub)}."


def next_words(sub: Subscription) -> str:
    """When the next one comes; empty where none does."""
    if sub.state != "on":
        return ""
    if sub.next is None:
        return "Next: with the next approved change." if sub.at is None else ""
    return f"Next: {instant_words(sub.next.at, sub.zone)} ({sub.zone})."


def last_words(state: str, at: datetime, note: str, zone: str) -> str:
    """What became of the last one. `at` is when that was known."""
    when = instant_words(at, zone)
    said = {
        "posted": f"Last: posted at {when}",
        "silent": f"Last: nothing was new at {when}, so nothing was posted",
        "claimed": "Last: being sent",
        "held": f"Held since {when}, and not posted",
        "skipped": f"Last: skipped at {when}",
        "failed": f"Last: not posted, at {when}",
    }[state]
    return f"{said}: {note}." if note and state not in ("silent", "posted") else f"{said}."
