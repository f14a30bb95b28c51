"""The app's manifest, the files of the Slack CLI and of the host, against the code."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.render import ask_form
from bot.render.blocks import APP_NAME, message
from bot.settings import Settings
from bot.slack.checks import SCOPES, WANTED
from tests.conftest import Ask

ROOT = Path(__file__).resolve().parents[2]
MANIFEST: dict[str, Any] = json.loads((ROOT / "manifest.json").read_text(encoding="utf-8"))
# What each call and each event of the code needs, from Slack's reference.
NEEDS = {
    "chat_postMessage": {"chat:write"},
    "chat_postEphemeral": {"chat:write"},
    "conversations_history": {"channels:history", "groups:history", "im:history"},
    "chat_update": {"chat:write"},
    "conversations_open": {"im:write"},
    "files_upload_v2": {"files:write"},
    "usergroups_users_list": {"usergroups:read"},
    "views_open": set(),
    "views_update": set(),
    "views_publish": set(),
    "app_home_opened": set(),
    "app_mention": {"app_mentions:read"},
    "message": {"im:history"},
}


def code() -> str:
    """The Slack side of the bot as text."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "bot" / "slack").glob("*.py")))


def test_the_manifest_asks_for_the_scopes_that_the_code_uses() -> None:
    """No scope too few and none too many."""
    calls = set(re.findall(r"client\.((?:chat|conversations|files|reactions|usergroups|users|views)_\w+)\(", code()))
    events = set(re.findall(r"@app\.event\(\"(\w+)\"\)", code()))
    used = {"commands"}.union(*(NEEDS[name] for name in calls | events))
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == used == {*SCOPES, *WANTED}
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_the_manifest_subscribes_to_the_events_that_the_code_takes() -> None:
    """Each subscribed event has a listener, and each listener its event."""
    assert {name.split(".")[0] for name in MANIFEST["settings"]["event_subscriptions"]["bot_events"]} == set(
        re.findall(r"@app\.event\(\"(\w+)\"\)", code())
    )


def test_the_manifest_names_the_command() -> None:
    """The command of the manifest is the one that the bot answers unless told otherwise."""
    (command,) = MANIFEST["features"]["slash_commands"]
    assert command["command"] == Settings("local").command


def test_the_manifest_offers_the_shortcuts_that_the_code_takes() -> None:
    """Each shortcut has a listener, and each listener its shortcut."""
    offered = MANIFEST["features"]["shortcuts"]
    assert {each["callback_id"] for each in offered} == {ask_form.CALLBACK, *re.findall(r"app\.shortcut\(\"(\w+)\"\)", code())}
    assert all(len(each["name"]) <= 24 and len(each["description"]) <= 150 for each in offered)


def test_help_names_the_app_and_its_command(ask: Ask) -> None:
    """Commands of several apps may share a name, so that help says whose this one is."""
    assert MANIFEST["display_information"]["name"] == APP_NAME
    shown = message(ask("help"), "/facts")
    assert shown["text"].startswith("NZDF deployments answers /facts. Ask where New Zealand")


@pytest.mark.parametrize(
    ("path", "least", "most"),
    [
        (("display_information", "name"), 1, 35),
        (("display_information", "description"), 1, 140),
        (("display_information", "background_color"), 4, 7),
        (("features", "bot_user", "display_name"), 1, 80),
        (("features", "slash_commands", 0, "command"), 2, 32),
        (("features", "slash_commands", 0, "description"), 1, 2_000),
        (("features", "slash_commands", 0, "usage_hint"), 1, 1_000),
        (("features", "shortcuts"), 1, 5),
        (("features", "shortcuts", 0, "name"), 1, 24),
        (("features", "shortcuts", 0, "callback_id"), 1, 255),
        (("features", "shortcuts", 0, "description"), 1, 150),
        (("oauth_config", "scopes", "bot"), 1, 255),
        (("settings", "event_subscriptions", "bot_events"), 1, 100),
    ],
)
def test_the_manifest_keeps_the_limits_of_its_schema(path: tuple[str | int, ...], least: int, most: int) -> None:
    """Lengths are those of Slack's schema for manifests."""
    value: Any = MANIFEST
    for key in path:
        value = value[key]
    assert least <= len(value) <= most


def test_the_manifest_is_for_socket_mode_with_a_writable_messages_tab() -> None:
    """People can write to the bot, nothing needs a public address, and the home tab is there."""
    assert MANIFEST["settings"]["socket_mode_enabled"] is True
    assert "request_url" not in json.dumps(MANIFEST)
    assert MANIFEST["features"]["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    assert MANIFEST["settings"]["interactivity"]["is_enabled"] is True


def test_the_slack_cli_finds_the_manifest() -> None:
    """The hook that `slack run` calls prints manifest.json."""
    hooks = json.loads((ROOT / ".slack" / "hooks.json").read_text(encoding="utf-8"))["hooks"]
    assert hooks["start"] == "python3 -m bot run"
    found = _run(hooks["get-hooks"].removeprefix("python3 -m "))
    assert "slack_cli_hooks.hooks.get_manifest" in found["hooks"]["get-manifest"]
    assert _run("slack_cli_hooks.hooks.get_manifest") == MANIFEST


def _run(module: str) -> Any:
    done = subprocess.run([sys.executable, "-m", module], cwd=ROOT, capture_output=True, text=True, check=True, timeout=30)
    return json.loads(done.stdout)


def test_the_procfile_starts_one_process_for_everything() -> None:
    """The first two lines of the Procfile are the two ways to run, never both; the third is the clock beside one of them."""
    lines = (ROOT / "Procfile").read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if line and not line.startswith("#")] == [
        "bot: python -m bot run",
        "web: python -m bot serve --host 0.0.0.0 --port $PORT",
        "clock: python -m bot clock",
    ]
    assert "never both" in lines[0]
