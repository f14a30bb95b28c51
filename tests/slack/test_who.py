"""Who may edit and review: named by id or by group, and nobody where that is in doubt."""

import json
from dataclasses import replace

import pytest

from bot.settings import Settings
from bot.slack.who import KEPT_SECONDS, RETRY_SECONDS, NotAllowed, People, is_from_elsewhere

from .stand_in import StandIn


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        """It is noon."""
        self.now = 1000.0

    def __call__(self) -> float:
        """The seconds now."""
        return self.now


@pytest.fixture
def group(slack: StandIn) -> StandIn:
    """Slack with a group of one editor."""
    slack.fail["usergroups.users.list"] = (200, json.dumps({"ok": True, "users": ["U0KIRI"]}))
    return slack


def test_a_person_is_named_by_their_id(settings: Settings, slack: StandIn) -> None:
    """An editor named by id may edit without anything being asked of Slack; nobody else may."""
    people = People(replace(settings, editors=("U0KIRI",), reviewers=("U0KIRI", "U0TAMA")))
    assert people.is_editor("U0KIRI")
    assert people.is_reviewer("U0TAMA")
    assert not people.is_editor("U0TAMA")
    assert not people.is_editor("")
    assert people.reviewers() == ["U0KIRI", "U0TAMA"]
    assert slack.all() == []


def test_a_group_is_read_once_and_kept_for_some_minutes(settings: Settings, group: StandIn) -> None:
    """A group is asked for once in a while, and whoever left it loses the role then."""
    clock = Clock()
    people = People(replace(settings, editors=("S0DESK",), reviewers=("S0DESK",)), clock)
    assert not people.seems_editor("U0KIRI")
    assert people.is_editor("U0KIRI")
    assert people.is_reviewer("U0KIRI")
    assert people.seems_editor("U0KIRI")
    assert len(group.all()) == 1
    group.fail["usergroups.users.list"] = (200, json.dumps({"ok": True, "users": []}))
    clock.now += KEPT_SECONDS + 1
    assert not people.is_editor("U0KIRI")


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        ((200, json.dumps({"ok": False, "error": "missing_scope"})), "could not be read (missing_scope)"),
        ((500, "Internal Server Error"), "could not be read"),
    ],
)
def test_a_group_that_cannot_be_read_holds_nobody(settings: Settings, slack: StandIn, reply: tuple[int, str], said: str) -> None:
    """In doubt nobody may; soon the group is asked for again."""
    slack.fail["usergroups.users.list"] = reply
    clock = Clock()
    people = People(replace(settings, editors=("S0DESK",)), clock)
    with pytest.raises(NotAllowed, match="counts as empty") as refused:
        people.check_editor("U0KIRI")
    assert said in str(refused.value)
    slack.fail["usergroups.users.list"] = (200, json.dumps({"ok": True, "users": ["U0KIRI"]}))
    clock.now += RETRY_SECONDS + 1
    assert people.is_editor("U0KIRI")


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({}, "set NZDF_EDITORS"),
        ({"editors": ("U0KIRI",), "disk_is_wiped": True}, "set NZDF_DISK=kept"),
        ({"editors": ("U0TAMA",)}, "NZDF_EDITORS does not name you (U0KIRI)"),
    ],
)
def test_a_refusal_says_what_to_set(settings: Settings, setting: dict[str, object], said: str) -> None:
    """Each refusal is a sentence with the setting that would change it."""
    with pytest.raises(NotAllowed) as refused:
        People(replace(settings, **setting)).check_editor("U0KIRI")  # type: ignore[arg-type]
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("body", "elsewhere"),
    [
        ({"team_id": "T1", "event": {"user": "U1", "team": "T1"}}, False),
        ({"team_id": "T1", "event": {"user": "U1", "user_team": "T2"}}, True),
        ({"team_id": "T2", "authorizations": [{"team_id": "T1"}], "event": {"user_team": "T2"}}, True),
        ({"authorizations": [{"team_id": "T1", "enterprise_id": "E1"}], "event": {"user_team": "E1"}}, False),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T2"}}, True),
        ({"team": {"id": "T1"}, "user": {"id": "U1", "team_id": "T1"}}, False),
        ({"team": {"id": "T2"}, "user": {"team_id": "T2"}, "view": {"app_installed_team_id": "T1"}}, True),
        ({"command": "/nzdf", "team_id": "T1", "user_id": "U1"}, False),
        ({"type": "view_closed"}, False),
    ],
)
def test_payloads_tell_who_comes_from_elsewhere(body: dict[str, object], elsewhere: bool) -> None:
    """A person whose team is not the one where the bot is installed belongs to another organisation."""
    assert is_from_elsewhere(body) is elsewhere
