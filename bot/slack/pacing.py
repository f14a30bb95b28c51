"""How fast digests go out: one pace for all workers, and what Slack says about waiting is obeyed."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

USUAL_WAIT = 30.0


@dataclass(frozen=True, slots=True)
class Timer:
    """The time that a clock lives in. `elapsed` counts seconds whatever the clock is set to; `speed` is 1 but in simulations."""

    now: Callable[[], datetime]
    elapsed: Callable[[], float] = time.monotonic
    speed: float = 1.0

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Wait so many seconds of this time, or until the event is set; says whether it is."""
        return event.wait(max(0.0, seconds) / self.speed)


class Pacer:
    """Permits to post, so many a second. Slack's Retry-After holds everybody, or one channel where only that one is limited."""

    def __init__(self, timer: Timer, per_second: float) -> None:
        """Nothing is held."""
        self._timer, self._gap = timer, 1 / per_second
        self._lock = threading.Lock()
        self._next = self._held_until = 0.0
        self._passed = 0
        self._limited: dict[str, int] = {}

    def permit(self, stop: threading.Event) -> bool:
        """Wait for the next permit; false where the process stops first."""
        while not stop.is_set():
            with self._lock:
                now = self._timer.elapsed()
                start = max(self._next, self._held_until)
                if start <= now:
                    self._next = max(self._next, now - 1) + self._gap  # at most a second is made up for
                    return True
            self._timer.wait(stop, start - now)
        return False

    def wait_open(self, stop: threading.Event) -> bool:
        """Wait while everybody is held; false where the process stops first."""
        while not stop.is_set():
            with self._lock:
                left = self._held_until - self._timer.elapsed()
            if left <= 0:
                return True
            self._timer.wait(stop, left)
        return False

    def is_held(self) -> bool:
        """Whether Slack wants everybody to wait."""
        with self._lock:
            return self._held_until > self._timer.elapsed()

    def hold(self, seconds: float) -> None:
        """Give no permits for so long."""
        with self._lock:
            self._held_until = max(self._held_until, self._timer.elapsed() + seconds)

    def passed(self, channel: str) -> None:
        """A post went through."""
        with self._lock:
            self._passed += 1
            self._limited.pop(channel, None)

    def limited(self, channel: str, seconds: float) -> None:
        """Slack refused a post for its rate.

        Its reply does not say whose limit it was: where other posts went through since this channel was last limited, it is the
        channel's own, and only that channel waits; else everybody does.
        """
        with self._lock:
            alone = channel in self._limited and self._passed > self._limited[channel]
            self._limited[channel] = self._passed
        if not alone:
            self.hold(seconds)


def retry_after(headers: Mapping[str, Any]) -> float:
    """The seconds of a Retry-After header, at least one; 30 where there is none that can be read."""
    values = [value for name, value in headers.items() if name.lower() == "retry-after"]
    try:
        return max(1.0, float(values[0][0] if isinstance(values[0], list) else values[0]))
    except (IndexError, TypeError, ValueError):
        return USUAL_WAIT
