"""What is asked of Slack at the start."""

import json
import logging
from dataclasses import replace

import pytest

from bot.errors import SettingsError
from bot.settings import Settings
from bot.slack.checks import UnreachableError, check_token, warn_of_wiped_disk

from .papers import TOKEN
from .stand_in import StandIn


def test_a_good_token_passes(settings: Settings, slack: StandIn) -> None:
    """A token that Slack knows and that has every scope is tried once and found good."""
    check_token(settings)
    (call,) = slack.all()
    assert (call.method, call.token) == ("auth.test", f"Bearer {TOKEN}")


@pytest.mark.parametrize(
    ("granted", "named"),
    [
        ("app_mentions:read,chat:write,commands", "the scope im:history; add it"),
        ("commands", "app_mentions:read, chat:write, im:history"),
    ],
)
def test_missing_scopes_are_named(settings: Settings, slack: StandIn, granted: str, named: str) -> None:
    """Each scope that the token lacks is named, with what to do."""
    slack.scopes = granted
    with pytest.raises(SettingsError, match=f"^SLACK_BOT_TOKEN lacks .*{named}"):
        check_token(settings)


@pytest.mark.parametrize(
    ("code", "said"),
    [("invalid_auth", "does not accept"), ("token_revoked", "has been revoked"), ("account_inactive", "has been revoked")],
)
def test_a_refused_token_is_explained(settings: Settings, slack: StandIn, code: str, said: str) -> None:
    """The sentence says which setting it is and where the right value stands, and does not show the token."""
    slack.fail["auth.test"] = (200, json.dumps({"ok": False, "error": code}))
    with pytest.raises(SettingsError, match=said) as refused:
        check_token(settings)
    assert "OAuth & Permissions" in str(refused.value)
    assert TOKEN not in str(refused.value)


@pytest.mark.parametrize("reply", [(503, "busy"), (200, "<html>A captive portal</html>")])
def test_something_else_at_the_address_is_no_slack(settings: Settings, slack: StandIn, reply: tuple[int, str]) -> None:
    """A page of something else is not taken for a refusal of the token."""
    slack.fail["auth.test"] = reply
    with pytest.raises(UnreachableError, match=r"does not answer at http://127.0.0.1"):
        check_token(settings)


def test_an_address_where_nobody_answers_is_named(settings: Settings) -> None:
    """Where nothing listens the sentence names the address and the setting."""
    with pytest.raises(UnreachableError, match=r"http://127.0.0.1:9/api/; check the network and SLACK_API_URL"):
        check_token(replace(settings, api_url="http://127.0.0.1:9/api/"))


@pytest.mark.parametrize("wiped", [True, False])
def test_a_wiped_disk_is_warned_of(settings: Settings, caplog: pytest.LogCaptureFixture, wiped: bool) -> None:
    """On a host that forgets its files the start says once that added facts will be lost, and elsewhere nothing."""
    caplog.set_level(logging.INFO)
    warn_of_wiped_disk(replace(settings, disk_is_wiped=wiped))
    assert [record.levelno for record in caplog.records] == ([logging.WARNING] if wiped else [])
