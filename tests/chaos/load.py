"""The load of the digest clock: thousands of channels due in the same minute, against Slack's limit for the workspace."""

import multiprocessing
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from datetime import time as clock_time
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.digest.plan import Subscription
from bot.store import FactStore
from bot.store.digests import subscribe, subscriptions
from tests.chaos.child import Simulation, run
from tests.chaos.harness import ask, numbers, playground, posts

PER_MINUTE = 6_000
ARCHIVED, SLOW, SLOW_SECONDS = 10, 4, 5.0


@dataclass
class Load:
    """What the load came to. Memory in MB, of the clock's process; times in seconds from the first post to the last."""

    channels: int
    posted: int
    doubled: int
    paused: int
    took: float
    allowed: float
    before: float
    after: float

    def __str__(self) -> str:
        """The figures in two lines."""
        times = self.took / self.allowed
        return (
            f"{self.channels:,} channels due at once: {self.posted:,} posted ({self.doubled} twice, {self.paused} paused) in "
            f"{self.took:.1f} s; the limit of {PER_MINUTE:,} a minute allows {self.allowed:.1f} s: {times:.2f} times"
            f"\n  memory of the clock {self.before:.0f} MB with 5 % sent, {self.after:.0f} MB at its most"
        )

    @property
    def is_good(self) -> bool:
        """Whether all that could be posted was, once, in the time allowed, and memory stayed flat."""
        all_there = self.posted == self.channels - self.paused and not self.doubled
        return all_there and self.took <= 1.2 * self.allowed and self.after <= 1.15 * self.before


def load(folder: Path, channels: int) -> Load:
    """So many channels due at the same minute: a few of them archived, a few replies slow."""
    with playground(channels) as address:
        names = [f"C0M{number:06d}" for number in numbers(address, channels)]
        for name in names[:: channels // ARCHIVED][:ARCHIVED]:
            ask(address, "workspace", channel=name, archived=True)
        due = _due_minute(channels)
        store = FactStore(folder / "facts.db", lambda: datetime.now(UTC))
        _subscribe(store, names, due)
        ask(address, "limits", per_minute=PER_MINUTE)
        ask(address, "fault", kind="slow", method="chat.postMessage", count=SLOW, seconds=SLOW_SECONDS)
        process = _clock(folder, f"{address}/api/")
        try:
            before = _watch(store, process, channels, due)
            after = _memory(process, "VmHWM")
        finally:
            process.terminate()
            process.join(20)
        found = _judged(store, address, channels, before, after)
        store.close()
    return found


def _due_minute(channels: int) -> datetime:
    """A whole minute far enough ahead to make that many settings before it."""
    start = datetime.now(UTC) + timedelta(seconds=20 + channels / 1000)
    return start.replace(second=0, microsecond=0) + timedelta(minutes=1)


def _subscribe(store: FactStore, names: list[str], due: datetime) -> None:
    with store.writing(create=True):
        pass
    store.connection().execute("PRAGMA synchronous = OFF")
    for name in names:
        subscribe(store, Subscription(name, clock_time(due.hour, due.minute), zone="UTC"), "U0EDITOR", due - timedelta(minutes=2))


def _clock(folder: Path, api: str) -> ForkServerProcess:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.chaos.child"])
    simulation = Simulation(datetime.now(UTC), time.time(), 1.0, lifetime=60, timeout=10, look=0.5, tick=15, workers=8)
    process = context.Process(target=run, args=(simulation, folder / "facts.db", api, folder / "clock.log"), daemon=True)
    process.start()
    return process


def _watch(store: FactStore, process: ForkServerProcess, channels: int, due: datetime) -> float:
    """Wait until nothing is left to send; gives the memory when a twentieth was sent."""
    before, deadline = 0.0, time.monotonic() + 120 + 3 * 60 * channels / PER_MINUTE
    while time.monotonic() < deadline:
        left = sum(sub.state == "on" and bool(sub.next) and sub.next.at <= due for sub in subscriptions(store) if sub.next)
        if not before and left < channels * 0.95:
            before = _memory(process, "VmHWM")
        if not left:
            break
        time.sleep(1)
    return before


def _memory(process: ForkServerProcess, what: str) -> float:
    text = Path(f"/proc/{process.pid}/status").read_text()
    return next(float(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith(what))


def _judged(store: FactStore, address: str, channels: int, before: float, after: float) -> Load:
    found = [post for post in posts(address) if post.get("metadata")]
    times = [float(post["ts"]) for post in found]
    paused = sum(sub.state == "paused" for sub in subscriptions(store))
    took = max(times) - min(times) if times else 0.0
    once = len({post["channel"] for post in found})
    return Load(channels, once, len(found) - once, paused, took, (channels - paused) / (PER_MINUTE / 60), before, after)
