"""Faults on request: what Slack and the network do on a bad day, for tests and for the curious."""

from dataclasses import dataclass, field
from random import Random

KINDS = ("rate_limit", "error", "slow", "never", "lost", "cut")
CHANCED = ("rate_limit", "error", "lost", "cut")


@dataclass
class Fault:
    """What the next `count` calls of a Web API method meet; `seconds` is Retry-After or how long a slow answer takes.

    lost: the call is performed and its reply never comes; cut: the connection ends before anything was done.
    """

    kind: str
    count: int = 1
    seconds: float = 1.0


@dataclass(frozen=True)
class Chances:
    """How often calls meet a fault of each kind, as shares from 0 to 1; `seconds` is the Retry-After of a 429."""

    shares: dict[str, float]
    seconds: float = 1.0


@dataclass
class Faults:
    """The faults still to come. `chances` is by method, “*” for those that are not named; `random` decides, by its seed."""

    methods: dict[str, Fault] = field(default_factory=dict)
    chances: dict[str, Chances] = field(default_factory=dict)
    random: Random = field(default_factory=lambda: Random(1))
    twice: int = 0
    twice_share: float = 0.0
    ack_delay: float = 0.0

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any: one that was ordered, else one by chance."""
        fault = self.methods.get(method)
        if fault:
            fault.count -= 1
            if fault.count <= 0:
                del self.methods[method]
            return fault
        return self._by_chance(self.chances.get(method) or self.chances.get("*"))

    def take_twice(self) -> bool:
        """Whether this delivery is to come twice."""
        if self.twice:
            self.twice -= 1
            return True
        return self.twice_share > 0 and self.random.random() < self.twice_share

    def take_delay(self) -> float:
        """For how many seconds this acknowledgement is held back."""
        delay, self.ack_delay = self.ack_delay, 0.0
        return delay

    def _by_chance(self, chances: Chances | None) -> Fault | None:
        if chances is None:
            return None
        drawn = self.random.random()
        for kind, share in chances.shares.items():
            if drawn < share:
                return Fault(kind, 1, chances.seconds)
            drawn -= share
        return None
