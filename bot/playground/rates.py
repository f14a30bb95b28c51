"""How many messages Slack takes: so many a second in a channel, so many a minute in the workspace. Off until it is set."""

import math
from dataclasses import dataclass, field

from bot.playground.state import Clock

LIMITED = ("chat.postMessage",)


@dataclass
class _Bucket:
    tokens: float
    at: float


@dataclass
class Rates:
    """The limits, as token buckets: `per_second` and `burst` for each channel, `per_minute` for the workspace; 0 is no limit.

    The workspace may fall behind by one second's worth before it refuses.
    """

    clock: Clock
    per_second: float = 0.0
    burst: int = 1
    per_minute: float = 0.0
    _buckets: dict[str, _Bucket] = field(default_factory=dict)

    def set(self, per_second: float, burst: int, per_minute: float) -> None:
        """New limits, every bucket full."""
        self.per_second, self.burst, self.per_minute = per_second, burst, per_minute
        self._buckets.clear()

    def wait(self, method: str, channel: str) -> int:
        """0 where this call may be made now, and it is counted; else after how many whole seconds, as Retry-After says."""
        if method not in LIMITED:
            return 0
        wanted = [(channel, self.per_second, float(self.burst)), ("", self.per_minute / 60, max(1.0, self.per_minute / 60))]
        filled = [(self._filled(name, rate, most), rate) for name, rate, most in wanted if rate > 0]
        lacking = [(1 - bucket.tokens) / rate for bucket, rate in filled if bucket.tokens < 1]
        if lacking:
            return max(1, math.ceil(max(lacking)))
        for bucket, _rate in filled:
            bucket.tokens -= 1
        return 0

    def _filled(self, name: str, rate: float, most: float) -> _Bucket:
        now = self.clock()
        bucket = self._buckets.setdefault(name, _Bucket(most, now))
        bucket.tokens = min(most, bucket.tokens + max(0.0, now - bucket.at) * rate)
        bucket.at = now
        return bucket
