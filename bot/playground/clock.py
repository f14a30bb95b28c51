"""A clock that can be put to another time, for tests that live through a month."""

from bot.playground.state import Clock


class MovableClock:
    """Another clock, so many seconds ahead or behind."""

    def __init__(self, source: Clock) -> None:
        """As the source goes, until it is moved."""
        self._source, self._ahead = source, 0.0

    def __call__(self) -> float:
        """Seconds since 1970."""
        return self._source() + self._ahead

    def move(self, at: float) -> None:
        """Go on from this instant, in seconds since 1970."""
        self._ahead = at - self._source()
