"""The application under test, with the stand-in for Slack on the other side."""

from collections.abc import Iterator

import pytest
from slack_bolt import App

from bot.settings import Settings
from bot.slack.app import build_app

from .papers import SECRET, TOKEN, AtOnce, PaperDesk
from .stand_in import StandIn, start


@pytest.fixture
def slack() -> Iterator[StandIn]:
    """Slack's Web API and response URLs, recording."""
    stand_in = StandIn()
    server = start(stand_in)
    yield stand_in
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(slack: StandIn) -> Settings:
    """The settings of the bot over HTTP, with the stand-in as Slack."""
    return Settings(mode="http", bot_token=TOKEN, app_token="xapp-1-app", signing_secret=SECRET, api_url=slack.api_url)


@pytest.fixture
def desk() -> PaperDesk:
    """A desk with canned answers."""
    return PaperDesk()


@pytest.fixture
def app(settings: Settings, desk: PaperDesk) -> App:
    """The application, which does at once what it otherwise does after its acknowledgement."""
    return build_app(settings, desk, AtOnce())  # type: ignore[arg-type]
