"""What the crash test does: a workspace, clocks that are killed, and the count of what stands in the channels in the end."""

import json
import multiprocessing
import os
import re
import select
import subprocess
import sys
import time
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock_time
from multiprocessing.context import ForkServerProcess
from pathlib import Path
from random import Random
from typing import Any

from bot.digest.plan import DAILY, WEEKDAYS, Subscription, slots, today
from bot.errors import StoreError
from bot.store import FactStore
from bot.store.digests import subscribe, subscriptions
from bot.store.keeping import backup, restore
from tests.chaos.child import START, Simulation, run

ROOT = Path(__file__).parents[2]
AIM = 0.08  # within so many seconds of a slot its digests are posted here
ZONES = ("Pacific/Auckland", "Europe/London", "America/New_York")


@dataclass
class Figures:
    """What the crash test found."""

    days: float = 0.0
    clocks: int = 0
    kills: int = 0
    put_back: int = 0
    due: int = 0
    sent: int = 0
    missing: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    strays: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    log: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    def __str__(self) -> str:
        """The figures in a few lines."""
        counts = ", ".join(f"{self.log[name]} {name}" for name in _SIGNS)
        return (
            f"{self.clocks} clock(s), {self.days:.1f} days in {self.seconds:.0f} s: {self.kills} kills, "
            f"{self.put_back} times put back from a backup, {self.due} due, "
            f"{self.sent} in their channels; missing {len(self.missing)}, doubled {len(self.doubled)}, "
            f"not asked for {len(self.strays)}, not in the ledger {len(self.unrecorded)}\n  {counts}"
        )

    @property
    def is_good(self) -> bool:
        """Whether every due digest stands in its channel once and is written down."""
        return not (self.missing or self.doubled or self.strays or self.unrecorded)


_SIGNS = {
    "found in history": r"found in the channel's history",
    "429": r"limits the rate|limits how often",
    "500": r"no sure reply from Slack \(status 5",
    "lost replies": r"no sure reply from Slack \((?!status)",
    "held": r"is held and not posted",
    "taken over": r"was taken over",
    "skipped": r" skipped: ",
    "failed": r" failed: ",
    "left for later": r"left for later",
    "stumbles": r"stumbled|Traceback",
}


@contextmanager
def playground(channels: int) -> Iterator[str]:
    """The stand-in for Slack in a process of its own; gives its address."""
    command = [sys.executable, "-m", "bot", "playground", "--no-bot", "--port", "0", "--channels", str(channels)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        try:
            yield _address(process)
        finally:
            process.terminate()


def _address(process: subprocess.Popen[bytes]) -> str:
    assert process.stdout
    said = ""
    deadline = time.monotonic() + 30
    while "SLACK_SIGNING_SECRET" not in said and time.monotonic() < deadline:
        if select.select([process.stdout], [], [], 1)[0]:
            said += os.read(process.stdout.fileno(), 65536).decode()
    found = re.search(r"http://127\.0\.0\.1:\d+", said)
    assert found, "the playground did not start"
    return found[0]


def ask(address: str, doing: str, **asked: Any) -> Any:
    """Set something in the playground."""
    body = json.dumps(asked).encode()
    request = urllib.request.Request(f"{address}/play/{doing}", body, {"content-type": "application/json"})
    with urllib.request.urlopen(request, timeout=60) as reply:
        return json.load(reply)


def posts(address: str) -> list[dict[str, Any]]:
    """Everything that the bot posted."""
    with urllib.request.urlopen(f"{address}/play/posts", timeout=120) as reply:
        found: list[dict[str, Any]] = json.load(reply)["posts"]
    return found


def subscribe_all(store: FactStore, channels: list[str], now: datetime, random: Random) -> None:
    """A setting for each channel: three zones, most of them daily, early, so that most of the day is left to recover in."""
    for number, channel in enumerate(channels):
        at = clock_time(random.randrange(1, 8), random.choice((0, 30)))
        days = WEEKDAYS if number % 5 == 4 else DAILY
        subscribe(store, Subscription(channel, at, days, ZONES[number % len(ZONES)]), "U0EDITOR", now)


def due_keys(subs: list[Subscription], start: datetime, end: datetime) -> set[str]:
    """The keys of the digests whose slots lie in the span, worked out from the settings alone."""
    return {
        f"{sub.channel}:{slot.key}"
        for sub in subs
        for slot in _until(sub, start, end)
    }  # fmt: skip


def _until(sub: Subscription, start: datetime, end: datetime) -> Iterator[Any]:
    for slot in slots(sub, today(sub.zone, start) - timedelta(days=1)):
        if slot.at > end:
            return
        if slot.at > start:
            yield slot


class Herd:
    """Clocks that are killed and started again."""

    def __init__(self, simulation: Simulation, db: Path, api: str, log: Path, count: int) -> None:
        """Start so many."""
        self._context = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.chaos.child"])
        self._arguments = (simulation, db, api, log)
        self._running = [self._start() for _ in range(count)]

    def _start(self) -> ForkServerProcess:
        process = self._context.Process(target=run, args=self._arguments, daemon=True)
        process.start()
        return process

    def kill_one(self, random: Random) -> None:
        """Kill -9, and another in its place."""
        at = random.randrange(len(self._running))
        self._running[at].kill()
        self._running[at].join(10)
        self._running[at] = self._start()

    def stop(self) -> None:
        """End them as a host would."""
        for process in self._running:
            process.terminate()
        for process in self._running:
            process.join(20)


class Backups:
    """A backup of the store now and then, put back a good half of a simulated day later while the clocks run."""

    def __init__(self, store: FactStore, file: Path, simulation: Simulation, days: float, count: int) -> None:
        """So many in so many days."""
        self._store, self._file, self._simulation = store, file, simulation
        every = timedelta(days=days / (count + 1))
        self._marks = [START + every * (number + 1) + timedelta(days=later) for number in range(count) for later in (0, 0.6)]
        self.put_back = 0

    def look(self) -> None:
        """Make the backup, or put it back, where its time has come."""
        if self._marks and self._simulation.now() >= self._marks[0]:
            self._marks.pop(0)
            if len(self._marks) % 2:
                backup(self._store, self._file)
            else:
                self._restore()

    def _restore(self) -> None:
        for _attempt in range(20):
            try:
                restore(self._store, self._file)
            except StoreError:
                continue  # the clocks write as well
            self.put_back += 1
            return


def crash(
    folder: Path,
    *,
    days: float,
    seconds: float,
    channels: int,
    clocks: int,
    kill_every: float,
    faults: float,
    backups: int = 0,
    seed: int = 1,
) -> Figures:
    """Run `days` simulated days in `seconds` real ones, killing a clock about every `kill_every` of them; gives the figures."""
    random, began = Random(seed), time.monotonic()
    db, log = folder / "facts.db", folder / "clock.log"
    with playground(channels) as address:
        figures = Figures(days=days, clocks=clocks)
        names = [f"C0M{number:06d}" for number in numbers(address, channels)]
        simulation = Simulation(START, time.time() + 1, days * 86_400 / seconds)
        store = FactStore(db, simulation.now)
        with store.writing(create=True):
            pass
        subscribe_all(store, names, START, random)
        ask(address, "fault", kind="random", rate_limit=faults * 0.4, error=faults * 0.3, lost=faults * 0.3, seed=seed)
        herd = Herd(simulation, db, f"{address}/api/", log, clocks)
        end = START + timedelta(days=days)
        kept = Backups(store, folder / "backup.db", simulation, days, backups)
        while simulation.now() < end:
            kept.look()
            time.sleep(random.uniform(0.2, 1.4) * kill_every)
            if random.random() < 0.5:
                _await_slot(store, simulation, 0.8 * kill_every)
                time.sleep(random.uniform(0, AIM))
            herd.kill_one(random)
            figures.kills += 1
        last = simulation.now()
        _settle(store, last, simulation)
        herd.stop()
        figures.put_back = kept.put_back
        figures.seconds = time.monotonic() - began
        _judge(figures, store, address, START, last)
        figures.log = Counter({name: len(re.findall(sign, log.read_text())) for name, sign in _SIGNS.items()})
        store.close()
    return figures


def _await_slot(store: FactStore, simulation: Simulation, seconds: float) -> None:
    """Wait until the next digest is due, but no longer than so: every other kill is aimed at the moment of posting."""
    coming = [sub.next.at for sub in subscriptions(store) if sub.next]
    left = (min(coming) - simulation.now()).total_seconds() / simulation.speed if coming else seconds
    time.sleep(min(max(left, 0), seconds))


def numbers(address: str, channels: int) -> list[int]:
    """The numbers in the ids of the channels that the playground made."""
    with urllib.request.urlopen(f"{address}/play/state?as=editor", timeout=30) as reply:
        found = [channel["id"] for channel in json.load(reply)["channels"] if channel["id"].startswith("C0M")]
    first = min(int(name.removeprefix("C0M")) for name in found)
    return list(range(first, first + channels))


def _settle(store: FactStore, last: datetime, simulation: Simulation) -> None:
    """Wait until nothing that was due by then is open, a minute at most."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        behind = [sub for sub in subscriptions(store) if sub.next and sub.next.at <= last]
        if not behind:
            return
        time.sleep(0.1)


def _judge(figures: Figures, store: FactStore, address: str, start: datetime, last: datetime) -> None:
    subs = subscriptions(store)
    wanted = due_keys(subs, start, last)
    stood = Counter(post["metadata"]["event_payload"]["digest"] for post in posts(address) if post.get("metadata"))
    figures.due, figures.sent = len(wanted), sum(stood[key] for key in wanted)
    figures.missing = sorted(wanted - stood.keys())
    figures.doubled = sorted(key for key, count in stood.items() if count > 1)
    later = due_keys(subs, last, last + timedelta(days=2))
    figures.strays = sorted(stood.keys() - wanted - later)
    recorded = {f"{channel}:{slot}" for channel, slot in _posted(store)}
    # A store put back from a backup knows no more of what was posted on a day that is over.
    figures.unrecorded = sorted(wanted - recorded) if not figures.put_back else []


def _posted(store: FactStore) -> list[tuple[str, str]]:
    found = store.connection().execute("SELECT channel, slot FROM digest_ledger WHERE state = 'posted' AND ts IS NOT NULL")
    return [(channel, slot) for channel, slot in found]
