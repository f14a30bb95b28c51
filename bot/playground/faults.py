"""Faults on request: what Slack and the network do on a bad day, for tests and for the curious."""

from dataclasses import dataclass, field


@dataclass
class Fault:
    """What the next `count` calls of a Web API method meet; `seconds` is Retry-After or how long a slow answer takes."""

    kind: str
    count: int = 1
    seconds: float = 1.0


@dataclass
class Faults:
    """The faults still to come."""

    methods: dict[str, Fault] = field(default_factory=dict)
    twice: int = 0
    ack_delay: float = 0.0

    def take(self, method: str) -> Fault | None:
        """The fault that this call meets, if any."""
        fault = self.methods.get(method)
        if fault:
            fault.count -= 1
            if fault.count <= 0:
                del self.methods[method]
        return fault

    def take_twice(self) -> bool:
        """Whether this delivery is to come twice."""
        if self.twice:
            self.twice -= 1
            return True
        return False

    def take_delay(self) -> float:
        """For how many seconds this acknowledgement is held back."""
        delay, self.ack_delay = self.ack_delay, 0.0
        return delay
