"""The pace at which digests go out, and what many channels share."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count

import pytest

from bot.digest.once import Once
from bot.slack.pacing import Pacer, Timer, retry_after

GO = threading.Event()


class Seconds:
    """Seconds that pass only when somebody waits."""

    def __init__(self) -> None:
        """None has passed."""
        self.passed = 100.0

    def __call__(self) -> float:
        """How many have passed."""
        return self.passed


class Waiting(Timer):
    """A timer whose waits take no real time."""

    __slots__ = ()

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Let so many seconds pass."""
        assert isinstance(self.elapsed, Seconds)
        self.elapsed.passed += max(seconds, 0.0)
        return event.is_set()


@pytest.fixture
def seconds() -> Seconds:
    """The seconds of the test."""
    return Seconds()


def pacer(seconds: Seconds, per_second: float) -> Pacer:
    """A pacer in the time of the test."""
    return Pacer(Waiting(lambda: datetime(2026, 11, 21, tzinfo=UTC), seconds), per_second)


def test_permits_come_at_their_rate(seconds: Seconds) -> None:
    """A hundred permits at ten a second take ten seconds, but for the first second's worth."""
    pace, start = pacer(seconds, 10), seconds()
    assert all(pace.permit(GO) for _ in range(100))
    assert 8.8 <= seconds() - start <= 10


def test_a_limit_holds_everybody(seconds: Seconds) -> None:
    """What Slack says to wait after a refused post is waited by every channel."""
    pace, start = pacer(seconds, 1000), seconds()
    pace.limited("C1", 30)
    assert pace.permit(GO)
    assert seconds() - start >= 30


def test_one_channel_that_is_limited_again_and_again_holds_nobody_else(seconds: Seconds) -> None:
    """Where others got through between two refusals of one channel, the limit is that channel's own."""
    pace = pacer(seconds, 1000)
    pace.limited("C1", 30)
    pace.permit(GO)
    pace.passed("C2")
    start = seconds()
    pace.limited("C1", 30)
    assert pace.permit(GO)
    assert seconds() - start < 1


def test_a_stop_ends_every_wait(seconds: Seconds) -> None:
    """A process that stops waits for no permit."""
    pace, stop = pacer(seconds, 10), threading.Event()
    stop.set()
    pace.hold(600)
    assert (pace.permit(stop), pace.wait_open(stop)) == (False, False)


@pytest.mark.parametrize(
    ("headers", "wanted"),
    [
        ({"Retry-After": "7"}, 7.0),
        ({"retry-after": ["3"]}, 3.0),
        ({"Retry-After": "0"}, 1.0),
        ({"Retry-After": "soon"}, 30.0),
        ({}, 30.0),
    ],
)
def test_retry_after_is_read_as_slack_sends_it(headers: dict[str, object], wanted: float) -> None:
    """The header counts in any case, at least a second, and where it cannot be read half a minute is waited."""
    assert retry_after(headers) == wanted


def test_what_many_ask_for_at_once_is_made_once() -> None:
    """Sixteen threads that ask for the same thing get it, made by one of them."""
    once: Once[object] = Once()
    made: list[object] = []
    barrier = threading.Barrier(16)

    def make() -> object:
        made.append(object())
        return made[-1]

    def ask(_number: int) -> object:
        barrier.wait(5)
        return once.get("key", make)

    with ThreadPoolExecutor(16) as pool:
        assert len(set(pool.map(ask, range(16)))) == len(made) == 1


def test_what_failed_is_tried_again_by_the_next() -> None:
    """An error is raised to whoever waited, and not kept."""
    once: Once[int] = Once()
    with pytest.raises(ZeroDivisionError):
        once.get("key", lambda: 1 // 0)
    assert once.get("key", lambda: 1) == 1


def test_only_the_last_ones_are_kept() -> None:
    """Memory does not grow with the number of settings."""
    once: Once[int] = Once(most=2)
    counter = count(1)
    assert [once.get(key, lambda: next(counter)) for key in (1, 2, 2, 3, 1)] == [1, 2, 2, 3, 4]
