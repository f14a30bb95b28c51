"""Which channel wants digests and when: the settings, written so that of two people at once the second is told of the first."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from bot.digest.plan import Change, Point, Slot, Subscription, slots_from, today
from bot.errors import BotError
from bot.store import statements
from bot.store.schema import now_text
from bot.store.store import FactStore, in_words

GIVEN_UP = ("skipped", "failed")  # the states of a digest that was surely not posted
NO_CHANGE = Change(0, datetime(1970, 1, 1, tzinfo=UTC))


class MovedError(BotError):
    """The setting was changed by another person meanwhile; `now` is how it stands."""

    def __init__(self, now: Subscription) -> None:
        """`now` is the setting that stands."""
        super().__init__("The digest of this channel was changed by somebody else meanwhile; open the form again.")
        self.now = now


@contextmanager
def changing(store: FactStore) -> Iterator[sqlite3.Connection]:
    """One change of the digests: all or nothing, and readers of the facts need not look again. Raises StoreError."""
    connection = store.connection()
    with in_words(store.path):
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield connection
            connection.execute("COMMIT")
        except BaseException:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            raise


def rows(connection: sqlite3.Connection, name: str, **values: Any) -> list[dict[str, Any]]:
    """The rows of a named statement, by column."""
    cursor = statements.run(connection, name, values)
    columns = [column[0] for column in cursor.description]
    return [dict(zip(columns, row, strict=True)) for row in cursor]


def subscription(store: FactStore, channel: str) -> Subscription | None:
    """The setting of a channel, or None."""
    with in_words(store.path):
        return subscription_in(store.connection(), channel)


def subscriptions(store: FactStore) -> list[Subscription]:
    """Every setting: those that are on first, in the order in which they are due."""
    with in_words(store.path):
        return [_subscription(row) for row in rows(store.connection(), "subscriptions")]


def subscribe(
    store: FactStore, wanted: Subscription, by: str, now: datetime, version: int | None = None
) -> tuple[Subscription, Subscription | None]:
    """Keep a setting; gives it as it stands, and the one before. Raises MovedError where that is not of this `version`.

    Its first slot is the first one from now on whose day had no digest yet, and it compares from where the channel's last digest
    ended. One at once goes on from the changes that it dealt with; after a pause, from those that were told.
    """
    with changing(store) as connection:
        before = subscription_in(connection, wanted.channel)
        if version is not None and version != (before.version if before else 0):
            raise MovedError(before or replace(wanted, state="off"))
        newest = newest_in(connection)
        last = before.last if before else None
        if wanted.at is None and last is None:
            last = Point(today(wanted.zone, now), newest.number)
        kept = replace(
            wanted,
            made_by=by,
            reason="",
            version=(before.version if before else 0) + 1,
            last=last,
            done=_dealt_with(wanted, before, newest),
            next=_first_open(connection, wanted, now) if wanted.state == "on" else None,
        )
        statements.run(connection, "subscribe", {**_values(kept), "made_at": now_text(now)})
    return kept, before


def _dealt_with(wanted: Subscription, before: Subscription | None, newest: Change) -> int:
    if before is None or before.state == "off" or before.at is not None or wanted.at is not None:
        return newest.number
    return min(before.done, before.last.change) if before.state == "paused" and before.last else before.done


def _first_open(connection: sqlite3.Connection, sub: Subscription, now: datetime) -> Slot | None:
    """The first slot from now on whose day had no digest yet, so that none is promised which the ledger would refuse."""
    for slot in slots_from(sub, now):
        found = rows(connection, "entry", channel=sub.channel, slot=slot.key)
        if not found or found[0]["state"] in GIVEN_UP:
            return slot
    return None


def bring_forward(connection: sqlite3.Connection, now: datetime) -> None:
    """Where the clock was set back, no channel waits for a slot that a clock in advance chose, while a sooner one is open."""
    for row in rows(connection, "subscriptions"):
        sub = _subscription(row)
        slot = _first_open(connection, sub, now) if sub.state == "on" and sub.next else None
        if slot and sub.next and slot.at < sub.next.at:
            statements.run(connection, "advance", {"channel": sub.channel, "slot": sub.next.key, **slot_values(slot)})


def pause(store: FactStore, channel: str, reason: str) -> Subscription | None:
    """Stop the digests of a channel; gives its setting to whoever stopped it, None where it was stopped before."""
    with changing(store) as connection:
        if statements.run(connection, "pause", {"channel": channel, "reason": reason}).rowcount:
            return subscription_in(connection, channel)
    return None


def newest_change(store: FactStore) -> Change:
    """The newest change of the facts."""
    with in_words(store.path):
        return newest_in(store.connection())


def newest_in(connection: sqlite3.Connection) -> Change:
    """The newest change of the facts, within a transaction."""
    found = rows(connection, "newest")
    return Change(found[0]["number"], instant_of(found[0]["at"])) if found else NO_CHANGE


def subscription_in(connection: sqlite3.Connection, channel: str) -> Subscription | None:
    """The setting of a channel, within a transaction."""
    found = rows(connection, "subscription", channel=channel)
    return _subscription(found[0]) if found else None


def instant_of(text: str) -> datetime:
    """An instant as the store wrote it."""
    return datetime.fromisoformat(text)


def slot_values(slot: Slot | None) -> dict[str, str | None]:
    """A next slot as the store keeps it."""
    if slot is None:
        return {"next_slot": None, "next_day": None, "next_at": None, "next_end": None}
    day, at, end = slot.day.isoformat(), now_text(slot.at), now_text(slot.end)
    return {"next_slot": slot.key, "next_day": day, "next_at": at, "next_end": end}


def _values(sub: Subscription) -> dict[str, Any]:
    return {
        "channel": sub.channel,
        "at": f"{sub.at:%H:%M}" if sub.at else None,
        "days": sub.days,
        "zone": sub.zone,
        "subject": sub.subject,
        "quiet": int(sub.quiet),
        "made_by": sub.made_by,
        "state": sub.state,
        "reason": sub.reason,
        "version": sub.version,
        **slot_values(sub.next),
        "last_day": sub.last.day.isoformat() if sub.last else None,
        "last_change": sub.last.change if sub.last else None,
        "done_change": sub.done,
    }


def _subscription(row: Mapping[str, Any]) -> Subscription:
    coming = None
    if row["next_slot"]:
        day, at, end = date.fromisoformat(row["next_day"]), instant_of(row["next_at"]), instant_of(row["next_end"])
        coming = Slot(row["next_slot"], day, at, end)
    return Subscription(
        channel=row["channel"],
        at=time.fromisoformat(row["at"]) if row["at"] else None,
        days=row["days"],
        zone=row["zone"],
        subject=row["subject"],
        quiet=bool(row["quiet"]),
        made_by=row["made_by"],
        state=row["state"],
        reason=row["reason"],
        version=row["version"],
        last=point(row["last_day"], row["last_change"]),
        done=row["done_change"],
        next=coming,
    )


def point(day: str | None, change: int | None) -> Point | None:
    """A day and a change as the store keeps them."""
    return Point(date.fromisoformat(day), change or 0) if day else None
