"""What became of digests: the ledger as people and health pages read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.digest.plan import Point
from bot.store import statements
from bot.store.digests import instant_of, point, rows
from bot.store.store import FactStore, in_words


@dataclass(frozen=True, slots=True)
class Entry:
    """What became of a digest."""

    channel: str
    slot: str
    at: datetime
    state: str
    ts: str
    note: str
    changed_at: datetime
    attempts: int


def last_tick(store: FactStore) -> datetime | None:
    """When a clock last looked for what is due."""
    with in_words(store.path):
        found = rows(store.connection(), "clock")
    return instant_of(found[0]["tick"]) if found else None


def entries(store: FactStore) -> dict[str, Entry]:
    """The last digest of each channel."""
    with in_words(store.path):
        return {row["channel"]: _entry(row) for row in rows(store.connection(), "last_entries")}


def last_entry(store: FactStore, channel: str) -> Entry | None:
    """The last digest of a channel; None where it had none."""
    with in_words(store.path):
        found = rows(store.connection(), "last_entry", channel=channel)
    return _entry(found[0]) if found else None


def last_points(store: FactStore, channel: str) -> tuple[Point | None, Point] | None:
    """What the last digest that a channel got compared, from and to; None where it got none."""
    with in_words(store.path):
        found = rows(store.connection(), "last_posted", channel=channel)
    if not found:
        return None
    row = found[0]
    return point(row["from_day"], row["from_change"]), Point(date.fromisoformat(row["to_day"]), row["to_change"])


def entry(store: FactStore, channel: str, slot: str) -> Entry | None:
    """What became of one digest; None where it was not begun."""
    with in_words(store.path):
        found = rows(store.connection(), "entry", channel=channel, slot=slot)
    return _entry(found[0]) if found else None


def anyone_subscribed(store: FactStore) -> bool:
    """Whether a channel wants digests."""
    with in_words(store.path):
        ((count,),) = statements.run(store.connection(), "digests_on", {}).fetchall()
    return bool(count)


def _entry(row: dict[str, Any]) -> Entry:
    return Entry(
        row["channel"],
        row["slot"],
        instant_of(row["at"]),
        row["state"],
        row["ts"] or "",
        row["note"],
        instant_of(row["changed_at"]),
        row["attempts"],
    )
