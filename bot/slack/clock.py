"""The clock of the digests: wakes when something is due and has it sent by a few workers. Any number may run on one store."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from queue import Queue
from typing import TYPE_CHECKING

from slack_sdk import WebClient

from bot.errors import BotError, StoreError
from bot.office import Office
from bot.settings import Settings
from bot.slack.board import Board
from bot.slack.pacing import Pacer, Timer
from bot.slack.sending import Sender
from bot.store.ledger import Terms, due, take, tick
from bot.store.sent import anyone_subscribed, last_tick
from bot.store.store import FactStore

if TYPE_CHECKING:
    from bot.desk import Desk

log = logging.getLogger(__name__)

REQUEST_SECONDS = 10
# Slack takes some hundred posts a minute from an app; where it takes fewer, its Retry-After says so.
POSTS_A_SECOND = 10.0
STUCK = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a clock works, in seconds of its time: how often it looks and ticks, and with how many workers it sends."""

    look: float = 1.0
    tick: float = 15.0
    workers: int = 8
    ahead: int = 64


@dataclass(slots=True)
class _Busy:
    """The channels that the workers have in hand, and those to leave alone for a moment."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    channels: set[str] = field(default_factory=set)
    resting: dict[str, float] = field(default_factory=dict)


def build_sender(settings: Settings, desk: "Desk") -> Sender:
    """What sends digests with these settings, from this desk's store and by its clock."""
    client = WebClient(token=settings.bot_token, base_url=settings.api_url, timeout=REQUEST_SECONDS)
    client.retry_handlers = []  # a second try after a lost reply would post twice
    timer = Timer(desk.store.clock)
    return Sender(client, desk.store, desk.digest, settings.command, timer, Terms(), Pacer(timer, POSTS_A_SECOND))


def build_clock(settings: Settings, desk: "Desk") -> "Clock":
    """The clock of a process with these settings; not yet running."""
    sender = build_sender(settings, desk)
    client = WebClient(token=settings.bot_token, base_url=settings.api_url, timeout=REQUEST_SECONDS)
    client.retry_handlers = []
    return Clock(desk.store, sender, sender.timer, chore=Board(client, settings, Office(desk)).post_waiting)


class Clock:
    """One clock: a thread that looks for what is due, and workers that send it."""

    def __init__(
        self, store: FactStore, sender: Sender, timer: Timer, pace: Pace | None = None, chore: Callable[[], None] | None = None
    ) -> None:
        """Not yet running. `chore` is done at every tick."""
        self._chore = chore
        self._store, self._sender, self._timer, self._pace = store, sender, timer, pace or Pace()
        self.owner = secrets.token_hex(8)
        self._stop, self._wake = threading.Event(), threading.Event()
        self._queue: Queue[str | None] = Queue()
        self._busy = _Busy()
        self._known: datetime | None = None
        self._beat = self._moved = timer.elapsed()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Run until `stop`."""
        jobs: list[tuple[str, Callable[[], None]]] = [("clock", self._run)]
        jobs += [(f"digest-{number}", self._work) for number in range(self._pace.workers)]
        self._threads = [threading.Thread(target=job, name=name, daemon=True) for name, job in jobs]
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 15.0) -> None:
        """Begin nothing more, and wait until what is being posted is posted and written down, but no longer than so."""
        self._stop.set()
        self._wake.set()
        for _ in self._threads:
            self._queue.put(None)
        for thread in self._threads:
            thread.join(seconds)
        log.info("The digest clock stopped")

    def fault(self) -> str | None:
        """None while the clock looks for what is due and its workers get on with it; else what is wrong."""
        if self._stop.is_set():
            return None
        now, longest = self._timer.elapsed(), STUCK.total_seconds()
        if self._busy.channels and now - self._moved > longest and not self._sender.pacer.is_held():
            return f"The digest clock is stuck: no digest has got anywhere for {now - self._moved:.0f} seconds."
        if now - self._beat > longest:
            return f"The digest clock is stuck: it has not looked for what is due for {now - self._beat:.0f} seconds."
        return None

    def _run(self) -> None:
        ticked = None
        while not self._stop.is_set():
            self._wake.clear()
            busy, rest = False, self._pace.look
            try:
                now = self._timer.elapsed()
                if ticked is None or now - ticked >= self._pace.tick or self._known is None:
                    self._known = tick(self._store, self._known, self._timer.now(), self._sender.terms)
                    ticked = now
                    if self._chore:
                        self._chore()
                busy = self._feed()
            except StoreError as problem:
                log.warning("The digest clock cannot use the store: %s", problem)
                rest = self._pace.tick
            except Exception:
                log.exception("The digest clock stumbled")
                rest = self._pace.tick
            self._beat = self._timer.elapsed()
            self._timer.wait(self._wake if busy else self._stop, rest)
        self._store.close()

    def _feed(self) -> bool:
        """Hand out what is due; true where there is more than the workers have in hand."""
        now = self._timer.elapsed()
        with self._busy.lock:
            self._busy.resting = {channel: until for channel, until in self._busy.resting.items() if until > now}
            taken = self._busy.channels | self._busy.resting.keys()
        if len(self._busy.channels) >= self._pace.ahead:
            return True
        found = due(self._store, self._timer.now(), len(taken) + self._pace.ahead)
        fresh = [channel for channel in found if channel not in taken]
        with self._busy.lock:
            if not self._busy.channels:
                self._moved = now
            self._busy.channels |= set(fresh)
        for channel in fresh:
            self._queue.put(channel)
        return bool(fresh)

    def _work(self) -> None:
        while (channel := self._next()) is not None:
            idle = True
            try:
                idle = not self._send(channel)
            except BotError as problem:
                log.warning("The digest of %s is left for later: %s", channel, problem)
            except Exception:
                log.exception("The digest of %s is left for later", channel)
            with self._busy.lock:
                self._moved = self._timer.elapsed()
                self._busy.channels.discard(channel)
                if idle:
                    self._busy.resting[channel] = self._timer.elapsed() + self._pace.look
                few = len(self._busy.channels) <= self._pace.ahead // 2
            if few:
                self._wake.set()
        self._store.close()

    def _next(self) -> str | None:
        channel = self._queue.get()
        return None if self._stop.is_set() else channel

    def _send(self, channel: str) -> bool:
        """Send what a channel has due; false where there was nothing after all."""
        if self._known is None or not self._sender.pacer.wait_open(self._stop):
            return False
        claim = take(self._store, channel, self.owner, self._timer.now(), self._known, self._sender.terms)
        if claim is None:
            return False
        self._sender.send(claim, self._stop)
        return True


def silence(store: FactStore, now: datetime) -> str | None:
    """None while some clock ticks, in whatever process, or where no channel wants digests; else what is wrong."""
    try:
        if not anyone_subscribed(store):
            return None
        last = last_tick(store)
    except StoreError:
        return None  # the store's own trouble is told elsewhere
    if last is None:
        return "No digest clock has run yet; start one with `python -m bot clock`, or leave NZDF_CLOCK unset."
    if now - last > STUCK:
        return f"The digest clock last ticked at {last:%d-%m-%Y %H:%M} UTC."
    return None
