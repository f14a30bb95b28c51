"""The App Home is published on opening and after changes, and no oftener than need be."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.desk import Desk, open_desk
from bot.office import Office
from bot.settings import Settings
from bot.slack.app import Bot
from bot.slack.home import BETWEEN_SECONDS, LATELY_SECONDS, Homes
from bot.slack.who import People
from tests.conftest import NOW, TODAY

from .papers import TOKEN, AtOnce
from .stand_in import StandIn


class Hand:
    """Time, and jobs for later, moved by hand."""

    def __init__(self) -> None:
        """Nothing waits."""
        self.now = 0.0
        self.waiting: list[tuple[float, Callable[[], None]]] = []

    def clock(self) -> float:
        """The seconds now."""
        return self.now

    def later(self, seconds: float, job: Callable[[], None]) -> None:
        """Keep the job."""
        self.waiting.append((self.now + seconds, job))

    def move(self, seconds: float) -> None:
        """Let time pass, and do what fell due."""
        self.now += seconds
        due, self.waiting = [each for each in self.waiting if each[0] <= self.now], []
        for _when, job in due:
            job()


@pytest.fixture
def hand() -> Hand:
    """Time moved by hand."""
    return Hand()


@pytest.fixture
def homes(settings: Settings, slack: StandIn, desk: Desk, hand: Hand) -> Homes:
    """The Homes of a bot on the shipped facts."""
    slack.fail["views.publish"] = (200, '{"ok": true, "view": {}}')
    named = replace(settings, editors=("U0KIRI",), reviewers=("U0KIRI",))
    client = WebClient(token=TOKEN, base_url=slack.api_url)
    bot = Bot("/nzdf", desk, client, AtOnce(), People(named), named)
    return Homes(bot, Office(desk), hand.clock, hand.later)


@pytest.fixture
def desk(shipped_store: Path) -> Iterator[Desk]:
    """The desk on the shipped facts."""
    one = open_desk(shipped_store, lambda: NOW, TODAY)
    yield one
    one.store.close()


def test_an_opening_publishes_and_the_same_again_does_not(homes: Homes, slack: StandIn, hand: Hand) -> None:
    """The Home is published when it is opened; as long as it would look the same it is not sent again."""
    homes.opened("U0KIRI")
    assert [call.method for call in slack.all()] == ["views.publish"]
    hand.move(BETWEEN_SECONDS + 1)
    homes.opened("U0KIRI")
    homes.changed()
    hand.move(BETWEEN_SECONDS + 1)
    assert slack.all() == []


def test_many_changes_are_published_once(homes: Homes, slack: StandIn, hand: Hand, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much changes within some seconds, one person's Home is published once at their end."""
    homes.opened("U0KIRI")
    slack.all()
    monkeypatch.setattr("bot.slack.home.home", lambda *_: {"type": "home", "blocks": [{"type": "divider"}]})
    for _ in range(50):
        homes.changed()
    assert slack.all() == []
    assert len(hand.waiting) == 1
    hand.move(BETWEEN_SECONDS)
    assert [call.method for call in slack.all()] == ["views.publish"]


def test_only_those_who_looked_lately_are_served(homes: Homes, slack: StandIn, hand: Hand) -> None:
    """A Home that nobody has opened for long is left alone."""
    homes.changed()
    homes.opened("U0KIRI")
    slack.all()
    hand.move(LATELY_SECONDS + 1)
    homes.changed()
    assert hand.waiting == []
    assert slack.all() == []


def test_many_people_at_once_do_no_harm(homes: Homes, slack: StandIn) -> None:
    """Homes are opened from several threads at once."""
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(homes.opened, [f"U0READER{number}" for number in range(20)]))
    assert len(slack.all()) == 20
