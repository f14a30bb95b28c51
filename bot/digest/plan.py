"""When a digest is due: a channel's setting, its days, and the instant of each slot.

Days are local dates in the channel's zone. The instant of a slot follows one rule: an hour that does not exist on a date, since
clocks go forward, means the first instant after the gap; an hour that comes twice, since they go back, means its first time;
a date that a zone leaves out altogether (Samoa, 30 December 2011) has no slot.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr

State = Literal["on", "off", "paused"]

DAILY, WEEKDAYS = "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"
EIGHT = time(8, 0)
ZONE = "Pacific/Auckland"
# Where a day ends sooner than this after its slot, the digest may still be sent so long after it.
LEAST_TIME_TO_SEND = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Point:
    """What a digest compares from or to: a local day, and the newest change of the facts by then."""

    day: date
    change: int


@dataclass(frozen=True, slots=True)
class Change:
    """The newest change of the facts and when it was made (UTC); number 0 where there is none."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Slot:
    """One digest that is due: its key within the channel, the local day, the instant (UTC), and the last one to send it at."""

    key: str
    day: date
    at: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Subscription:
    """The setting of one channel. `at` is None for at once; `days` is an RFC 5545 rule without a start; `zone` an IANA name.

    `last` is what the last digest compared to, `done` the newest change that a digest at once dealt with.
    """

    channel: str
    at: time | None = EIGHT
    days: str = DAILY
    zone: str = ZONE
    subject: str = ""
    quiet: bool = False
    made_by: str = ""
    state: State = "on"
    reason: str = ""
    version: int = 0
    last: Point | None = None
    done: int = 0
    next: Slot | None = None


def instant(day: date, at: time, zone: str) -> datetime | None:
    """The instant (UTC) of a local time by the rule of this module; None on a date that the zone leaves out."""
    tz = ZoneInfo(zone)
    local = datetime.combine(day, at)
    first, second = (local.replace(tzinfo=tz, fold=fold).astimezone(UTC) for fold in (0, 1))
    if second < first:  # in a gap the offset before it gives the later instant
        first = _end_of_gap(second, first, tz)
    return first if first.astimezone(tz).date() == day else None


def _end_of_gap(before: datetime, after: datetime, tz: ZoneInfo) -> datetime:
    """The first whole second with the offset that `after` has."""
    offset = after.astimezone(tz).utcoffset()
    low, high = int(before.timestamp()), int(after.timestamp())
    while high - low > 1:
        middle = (low + high) // 2
        if datetime.fromtimestamp(middle, tz).utcoffset() == offset:
            high = middle
        else:
            low = middle
    return datetime.fromtimestamp(high, UTC)


def today(zone: str, now: datetime) -> date:
    """The local date in a zone."""
    return now.astimezone(ZoneInfo(zone)).date()


def slots(sub: Subscription, first: date) -> Iterator[Slot]:
    """The slots from a local date on, one for each date of the rule, strictly rising; none at once."""
    if sub.at is None:
        return
    for when in rrulestr(sub.days, dtstart=datetime.combine(first, time())):
        at = instant(when.date(), sub.at, sub.zone)
        if at is not None:
            yield Slot(when.date().isoformat(), when.date(), at, _end(when.date(), at, sub.zone))


def _end(day: date, at: datetime, zone: str) -> datetime:
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo(zone)).astimezone(UTC)
    return max(midnight, at + LEAST_TIME_TO_SEND)


def slots_from(sub: Subscription, now: datetime) -> Iterator[Slot]:
    """The slots later than this instant, for a setting made now; none at once."""
    start = today(sub.zone, now) - timedelta(days=1)
    return (slot for slot in slots(sub, start) if slot.at > now)


def following(sub: Subscription, day: date, now: datetime) -> Slot | None:
    """The first slot after this day that may still be sent now: what was missed is missed, but for the last day's."""
    start = max(day + timedelta(days=1), today(sub.zone, now) - timedelta(days=1))
    return next((slot for slot in slots(sub, start) if slot.end > now), None)


def missed(sub: Subscription, slot: Slot, now: datetime) -> int:
    """How many slots, this one among them, can no longer be sent."""
    count = 0
    for each in slots(sub, slot.day):
        if each.end > now:
            return count
        count += 1
    return count


def at_once(sub: Subscription, newest: Change) -> Slot | None:
    """The slot of the newest change, where no digest at once has dealt with it.

    Its key names the instant too, since a store put back from a backup gives a number out again.
    """
    if sub.at is not None or newest.number <= sub.done:
        return None
    key = f"change-{newest.number}-{newest.at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    return Slot(key, today(sub.zone, newest.at), newest.at, newest.at + timedelta(days=1))


def sent_now(sub: Subscription, now: datetime) -> Slot:
    """The slot of a digest that a person asks for this second."""
    now = now.astimezone(UTC).replace(microsecond=0)
    return Slot(f"now-{now:%Y%m%dT%H%M%SZ}", today(sub.zone, now), now, now + LEAST_TIME_TO_SEND)
