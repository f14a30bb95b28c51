"""Everything that no listener takes is still acknowledged, and told where that is possible."""

import json
from typing import Any

import pytest
from slack_bolt import App

from bot.render.limits import faults
from bot.settings import Settings
from bot.slack.app import build_app

from .papers import Never, PaperDesk, command, event, interaction, press, send, signed_headers
from .stand_in import StandIn


def test_an_unknown_button_is_explained(app: App, slack: StandIn) -> None:
    """A button that this bot no longer has is acknowledged, and the person is told what to do."""
    assert send(app, press("vanished", "x", slack.response_url)).status == 200
    (call,) = slack.all()
    assert call.body["text"] == "This bot does not know that button or menu any more; ask with /nzdf help."


def test_an_unknown_form_says_so_in_itself(app: App) -> None:
    """The submission of a form that this bot no longer has turns the form into a sentence."""
    response = send(app, interaction({"type": "view_submission", "view": {"callback_id": "old", "type": "modal"}}))
    reply = json.loads(response.body)
    assert (response.status, reply["response_action"], faults(reply["view"])) == (200, "update", [])


@pytest.mark.parametrize(
    "payload",
    [
        {"type": "message_action", "callback_id": "old", "channel": {"id": "C1"}, "message": {"ts": "1.1"}},
        {"type": "interactive_message", "callback_id": "old", "channel": {"id": "C1"}, "actions": [{"name": "a"}]},
    ],
    ids=["message shortcut", "attachment"],
)
def test_other_old_things_are_explained(app: App, slack: StandIn, payload: dict[str, Any]) -> None:
    """A shortcut or an attachment of an older version is answered through its response URL."""
    assert send(app, interaction({**payload, "response_url": slack.response_url})).status == 200
    assert slack.all()[0].body["text"].startswith("This bot does not know that")


def test_a_global_shortcut_is_explained_to_its_user(app: App, slack: StandIn) -> None:
    """A shortcut without a channel is answered in a direct message."""
    slack.fail["chat.postEphemeral"] = (200, json.dumps({"ok": False, "error": "channel_not_found"}))
    assert send(app, interaction({"type": "shortcut", "callback_id": "old", "trigger_id": "1"})).status == 200
    assert slack.all()[-1].body["channel"] == "U024BE7LH"


@pytest.mark.parametrize(
    ("payload", "reply"),
    [
        ({"type": "view_closed", "view": {"callback_id": "old"}}, ""),
        ({"type": "block_suggestion", "action_id": "x", "block_id": "b", "value": "i"}, '{"options": []}'),
        ({"type": "something_new"}, ""),
    ],
)
def test_the_rest_is_acknowledged(app: App, slack: StandIn, payload: dict[str, Any], reply: str) -> None:
    """What has no place for a sentence is acknowledged quietly."""
    response = send(app, interaction(payload))
    assert (response.status, response.body, slack.all()) == (200, reply, [])


def test_slack_can_verify_the_url(app: App) -> None:
    """Slack's challenge is answered when it is signed, and refused when it is not."""
    body = json.dumps({"type": "url_verification", "challenge": "abc"})
    assert json.loads(send(app, body).body) == {"challenge": "abc"}
    assert send(app, body, {**signed_headers(body), "x-slack-signature": "v0=0"}).status == 401


def test_a_check_of_the_certificate_is_answered(app: App) -> None:
    """Slack's ssl_check wants 200 and nothing else."""
    assert send(app, command("", ssl_check="1"), {}).status == 200


@pytest.mark.parametrize(
    "body",
    [
        press("share", '{"q": "status iraq"}', "https://hooks.invalid/x"),
        press("more", '{"q": "status iraq"}', "https://hooks.invalid/x"),
        press("ask:0", '{"q": "status iraq"}', "https://hooks.invalid/x"),
        press("unknown", "x", "https://hooks.invalid/x"),
        event(text="status iraq"),
        event(type="message", channel_type="im", text="status iraq"),
    ],
    ids=["share", "more", "ask", "unknown", "mention", "direct message"],
)
def test_nothing_slow_comes_before_an_acknowledgement(settings: Settings, slack: StandIn, body: str) -> None:
    """Whatever has to call Slack is acknowledged before the desk is asked or Slack is called, so 3 seconds cannot pass."""
    desk = PaperDesk()
    app = build_app(settings, desk, Never())  # type: ignore[arg-type]
    assert send(app, body).status == 200
    assert (desk.asked, desk.claimed, slack.all()) == ([], set(), [])
