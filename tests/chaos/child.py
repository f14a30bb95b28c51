"""The real clock in a process of its own, on simulated time."""

import logging
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from slack_sdk import WebClient

from bot.answer import Answer, Question
from bot.digest.plan import Point
from bot.playground.state import BOT_TOKEN
from bot.slack.clock import Clock, Pace
from bot.slack.pacing import Pacer, Timer
from bot.slack.sending import Sender
from bot.store import FactStore
from bot.store.ledger import Terms


@dataclass(frozen=True)
class Simulation:
    """Time that runs `speed` times as fast since the instant `began` (seconds since 1970 of this machine), from `start` on.

    `lifetime` is how long a request can live, `timeout` how long the client waits for one, `look` and `tick` are the clock's
    pace: all in real seconds.
    """

    start: datetime
    began: float
    speed: float
    lifetime: float = 1.2
    timeout: float = 0.8
    look: float = 0.02
    tick: float = 0.1
    workers: int = 4

    def now(self) -> datetime:
        """The simulated instant."""
        return self.start + timedelta(seconds=(time.time() - self.began) * self.speed)

    def elapsed(self) -> float:
        """Simulated seconds."""
        return time.monotonic() * self.speed

    @property
    def timer(self) -> Timer:
        """The time that the clock lives in."""
        return Timer(self.now, self.elapsed, self.speed)

    @property
    def terms(self) -> Terms:
        """Claims as long as the requests of this machine need."""
        real = timedelta(seconds=self.lifetime * self.speed)
        return Terms(sending=real / 2, lifetime=real)

    @property
    def pace(self) -> Pace:
        """How often it looks and ticks, in its own time."""
        return Pace(look=self.look * self.speed, tick=self.tick * self.speed, workers=self.workers)


def content(_subject: str, _before: Point | None, now: Point) -> Answer:
    """A digest of one line."""
    return Answer("digest", Question("status", now.day), f"A digest of {now.day}.", rows=({"text": "Something is new."},))


def clock(simulation: Simulation, db: Path, api: str, per_second: float = 1000.0) -> tuple[Clock, FactStore]:
    """The clock as it runs for real, but for its time and its content."""
    store = FactStore(db, simulation.now)
    client = WebClient(token=BOT_TOKEN, base_url=api, retry_handlers=[])
    client.timeout = simulation.timeout  # type: ignore[assignment]  # urllib takes parts of a second too
    pacer = Pacer(simulation.timer, per_second / simulation.speed)
    sender = Sender(client, store, content, "/nzdf", simulation.timer, simulation.terms, pacer)
    return Clock(store, sender, simulation.timer, simulation.pace), store


def run(simulation: Simulation, db: Path, api: str, log: Path) -> None:
    """Run until SIGTERM; a kill ends it anywhere."""
    for name in ("http_proxy", "https_proxy", "all_proxy"):
        os.environ.pop(name, None)
        os.environ.pop(name.upper(), None)
    stream = log.open("a", encoding="utf-8")
    logging.basicConfig(stream=stream, level=logging.INFO, format="%(process)d %(message)s", force=True)
    running, _store = clock(simulation, db, api)
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    running.start()
    stopped.wait()
    running.stop()
    stream.flush()
    sys.stdout.flush()


START = datetime(2026, 9, 20, 12, 0, tzinfo=UTC)
