"""The ledger of digests: each is claimed by one insert before it is posted, and every doubt about it is kept.

A claim belongs to one process until `free_at`. Whoever takes it later knows that it may have been posted, and reads the channel's
history first. Its owner begins no request later than a request's lifetime before `free_at`, so what the other finds is final.
"""

import sqlite3
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Literal

from bot.digest.plan import Change, Point, Slot, Subscription, at_once, following, sent_now, today
from bot.errors import BotError
from bot.store import statements
from bot.store.digests import GIVEN_UP, bring_forward, changing, instant_of, newest_in, point, rows, slot_values, subscription_in
from bot.store.schema import now_text
from bot.store.store import FactStore, in_words

Outcome = Literal["posted", "silent", "skipped", "failed"]

KEPT = timedelta(days=90)
AHEAD = timedelta(days=2)  # what may have been posted by a clock in advance is no digest of a later day


@dataclass(frozen=True, slots=True)
class Claim:
    """A digest that this process alone may post until `free_at`. `doubt`: it may have been posted, so look before posting."""

    sub: Subscription
    slot: Slot
    owner: str
    free_at: datetime
    doubt: bool
    attempts: int
    before: Point | None
    now: Point

    @property
    def key(self) -> str:
        """The name of the digest in the metadata of its post: unique in the workspace."""
        return f"{self.sub.channel}:{self.slot.key}"


@dataclass(frozen=True, slots=True)
class Terms:
    """How a claim is held: how long its owner may begin requests, and how long a request can live after it was begun."""

    sending: timedelta = timedelta(seconds=60)
    lifetime: timedelta = timedelta(seconds=60)

    @property
    def lease(self) -> timedelta:
        """How long a claim keeps others away."""
        return self.sending + self.lifetime


def tick(store: FactStore, known: datetime | None, now: datetime, terms: Terms) -> datetime:
    """Keep that a clock looked now; gives the instant to pass as `known` the next time (None the first time).

    Where the store may not know what was posted, every slot so far that it has no row for is in doubt: where this process is new,
    nothing ticked for long, or the store holds an older tick than this process wrote, since it was put back from a backup.
    """
    now = now.replace(microsecond=0)
    with changing(store) as connection:
        found = rows(connection, "clock")
        last, doubt, wait = (instant_of(text) for text in found[0].values()) if found else (None, now, now)
        put_back = known is not None and (last is None or last < known)
        broken = put_back or (last is not None and now - last > terms.lease)
        wait = now + terms.lifetime if broken else min(wait, now + terms.lifetime)
        if known is None or broken:
            doubt = max(doubt, now, known or now)
            statements.run(connection, "doubt_claims", {"wait": now_text(wait if broken else now)})
        if last is not None and now < last:
            statements.run(connection, "shorten_claims", {"latest": now_text(now + terms.lease)})
            if last - now > terms.lease:
                bring_forward(connection, now)
                doubt = max(doubt, min(last, now + AHEAD))  # by the clock in advance the ledger may have been forgotten
        values = {"tick": now_text(now), "doubt_until": now_text(doubt), "wait_until": now_text(wait)}
        statements.run(connection, "set_clock", values)
        if last is None or last.date() != now.date():
            statements.run(connection, "forget_ledger", {"before": now_text(now - KEPT)})
    return now


def due(store: FactStore, now: datetime, most: int) -> list[str]:
    """The channels with something to do now, the longest due first, and at most so many."""
    connection = store.connection()
    with in_words(store.path):
        newest = newest_in(connection)
        values = {"now": now_text(now), "change": newest.number, "changed_at": now_text(newest.at), "most": most}
        return [channel for (channel,) in statements.run(connection, "due_channels", values)]


def take(store: FactStore, channel: str, owner: str, now: datetime, known: datetime, terms: Terms) -> Claim | None:
    """Claim what a channel has to send now: its due slot, or a claim that nobody holds any more. None where there is nothing.

    None too where the store has a tick older than `known`, since it was put back, or than a lease, since the clock leapt ahead
    or the process stood still: the next tick will say what is in doubt.
    """
    now = now.replace(microsecond=0)
    with changing(store) as connection:
        clock = rows(connection, "clock")
        if not clock or instant_of(clock[0]["tick"]) < max(known, now - terms.lease):
            return None
        sub = subscription_in(connection, channel)
        left = rows(connection, "open_entry", channel=channel)
        if left:
            return _take_over(connection, left[0], sub or Subscription(channel, state="off"), owner, now, terms)
        slot = _due_slot(sub, newest_in(connection), now) if sub else None
        if sub is None or slot is None:
            return None
        earlier = rows(connection, "entry", channel=channel, slot=slot.key)
        if earlier and earlier[0]["state"] not in GIVEN_UP:
            _move_on(connection, sub, slot, now)
            return None
        doubt = slot.at <= instant_of(clock[0]["doubt_until"]) and slot.end > now
        if doubt and now < instant_of(clock[0]["wait_until"]):
            return None
        if earlier:  # given up, and the digest was set again for later on that day
            doubt = doubt or bool(earlier[0]["doubt"])
            statements.run(connection, "drop_entry", {"channel": channel, "slot": slot.key})
        return _insert(connection, sub, slot, owner, now, terms, doubt=doubt)


def take_now(store: FactStore, channel: str, owner: str, now: datetime, terms: Terms) -> Claim | None:
    """Claim a digest that a person asks for this second; None where it was claimed before. Raises BotError where one is going."""
    now = now.replace(microsecond=0)
    with changing(store) as connection:
        sub = subscription_in(connection, channel)
        if sub is None:
            raise BotError("This channel has no digest; switch it on first.")
        if rows(connection, "open_entry", channel=channel):
            raise BotError("A digest for this channel is being sent already.")
        slot = sent_now(sub, now)
        if rows(connection, "entry", channel=channel, slot=slot.key):
            return None
        return _insert(connection, sub, slot, owner, now, terms, doubt=False)


def renew(store: FactStore, claim: Claim, now: datetime, terms: Terms) -> Claim | None:
    """The claim for a full lease from now; None where it is this process's no more."""
    free_at = now.replace(microsecond=0) + terms.lease
    values = {"channel": claim.sub.channel, "slot": claim.slot.key, "owner": claim.owner}
    with changing(store) as connection:
        kept = statements.run(connection, "renew_claim", {**values, "now": now_text(now), "free_at": now_text(free_at)}).rowcount
    return replace(claim, free_at=free_at) if kept else None


def release(
    store: FactStore, claim: Claim, free_at: datetime, now: datetime, note: str, *, doubt: bool, held: bool = False
) -> None:
    """Leave a digest for later, to whichever clock comes first after `free_at`."""
    values = {"channel": claim.sub.channel, "slot": claim.slot.key, "owner": claim.owner, "doubt": int(doubt), "note": note}
    state = "held" if held else "claimed"
    with changing(store) as connection:
        statements.run(
            connection, "release_claim", {**values, "state": state, "free_at": now_text(free_at), "now": now_text(now)}
        )


def resolve(
    store: FactStore, claim: Claim, state: Outcome, now: datetime, *, ts: str = "", note: str = "", to: Point | None = None
) -> None:
    """Write how a digest ended and go on to the channel's next slot. What was posted counts whoever holds the claim by now.

    `to` is what the post compared to, where that is not what this claim would have; a store put back has no row, and gets one.
    """
    to = to or claim.now
    values: dict[str, Any] = {
        "channel": claim.sub.channel,
        "slot": claim.slot.key,
        "state": state,
        "ts": ts or None,
        "note": note,
    }
    values |= {"to_day": to.day.isoformat(), "to_change": to.change, "now": now_text(now)}
    with changing(store) as connection:
        found = rows(connection, "entry", channel=claim.sub.channel, slot=claim.slot.key)
        if not found:
            _write(connection, claim, now)
        elif state != "posted" and found[0]["owner"] != claim.owner:
            return
        if not statements.run(connection, "resolve_entry", values).rowcount:
            return
        sub = subscription_in(connection, claim.sub.channel)
        if sub is None:
            return
        if state in ("posted", "silent"):
            last = {"channel": sub.channel, "day": to.day.isoformat(), "change": min(to.change, newest_in(connection).number)}
            statements.run(connection, "compared", last)
        _move_on(connection, sub, claim.slot, now, claim.now.change)


def _due_slot(sub: Subscription, newest: Change, now: datetime) -> Slot | None:
    if sub.state != "on":
        return None
    slot = at_once(sub, newest) if sub.at is None else sub.next
    return slot if slot and slot.at <= now else None


def _move_on(connection: sqlite3.Connection, sub: Subscription, slot: Slot, now: datetime, change: int | None = None) -> None:
    values: dict[str, Any] = {"channel": sub.channel, "slot": slot.key}
    if sub.next and sub.next.key == slot.key:
        statements.run(connection, "advance", {**values, **slot_values(following(sub, slot.day, now))})
    if slot.key.startswith("change-"):
        number = int(slot.key.split("-")[1]) if change is None else change
        statements.run(connection, "dealt_with", {"channel": sub.channel, "change": number})


def _insert(
    connection: sqlite3.Connection, sub: Subscription, slot: Slot, owner: str, now: datetime, terms: Terms, *, doubt: bool
) -> Claim:
    to = Point(today(sub.zone, now), newest_in(connection).number)
    claim = Claim(sub, slot, owner, now + terms.lease, doubt, 1, sub.last, to)
    _write(connection, claim, now)
    return claim


def _write(connection: sqlite3.Connection, claim: Claim, now: datetime) -> None:
    before = claim.before
    values: dict[str, Any] = {
        "channel": claim.sub.channel,
        "slot": claim.slot.key,
        "day": claim.slot.day.isoformat(),
        "at": now_text(claim.slot.at),
        "until_end": now_text(claim.slot.end),
        "state": "claimed",
        "owner": claim.owner,
        "free_at": now_text(claim.free_at),
        "doubt": int(claim.doubt),
        "attempts": claim.attempts,
        "ts": None,
        "note": "",
        "from_day": before.day.isoformat() if before else None,
        "from_change": before.change if before else None,
        "to_day": claim.now.day.isoformat(),
        "to_change": claim.now.change,
        "changed_at": now_text(now),
    }
    statements.run(connection, "claim_slot", values)


def _take_over(
    connection: sqlite3.Connection, row: dict[str, Any], sub: Subscription, owner: str, now: datetime, terms: Terms
) -> Claim | None:
    if instant_of(row["free_at"]) > now:
        return None
    doubt = bool(row["doubt"] or row["owner"])
    free_at = now + terms.lease
    values = {"channel": sub.channel, "slot": row["slot"], "owner": owner, "doubt": int(doubt), "now": now_text(now)}
    statements.run(connection, "take_over", {**values, "free_at": now_text(free_at)})
    to = Point(date.fromisoformat(row["to_day"]), row["to_change"])
    slot = Slot(row["slot"], date.fromisoformat(row["day"]), instant_of(row["at"]), instant_of(row["until_end"]))
    before = point(row["from_day"], row["from_change"])
    return Claim(sub, slot, owner, free_at, doubt, row["attempts"] + 1, before, to)
