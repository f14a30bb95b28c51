"""Buttons: sharing, turning pages, asking what was suggested."""

import json

import pytest
from slack_bolt import App

from bot.settings import Settings
from bot.slack.app import build_app

from .papers import TOKEN, AtOnce, PaperDesk, press, send
from .stand_in import StandIn

VALUE = json.dumps({"q": "status iraq on 2026-11-21", "p": 1})


def test_share_shows_the_answer_to_all(app: App, slack: StandIn, desk: PaperDesk) -> None:
    """Share asks the question again and posts its answer beside the private one, without buttons, with the sharer's name."""
    assert send(app, press("share", VALUE, slack.response_url)).status == 200
    (call,) = slack.all()
    assert desk.asked == ["status iraq on 2026-11-21"]
    assert (call.method, call.body["response_type"], call.body["replace_original"]) == ("response/T1/secret", "in_channel", False)
    assert "actions" not in [block["type"] for block in call.body["blocks"]]
    assert call.body["blocks"][-1]["elements"][0]["text"] == "Shared by <@U024BE7LH>"


def test_a_press_that_is_delivered_twice_is_shared_once(app: App, slack: StandIn) -> None:
    """Slack may deliver one press again; the channel sees one post."""
    for _ in range(2):
        assert send(app, press("share", VALUE, slack.response_url)).status == 200
    assert len(slack.all()) == 1


def test_a_used_response_url_falls_back_to_a_post(app: App, slack: StandIn) -> None:
    """Where the response URL is used up the answer is posted in the channel as the bot."""
    slack.fail["response/T1/secret"] = (404, "used_url")
    send(app, press("share", VALUE, slack.response_url))
    refused, posted = slack.all()
    assert (refused.method, posted.method) == ("response/T1/secret", "chat.postMessage")
    assert (posted.body["channel"], posted.token) == ("C1", f"Bearer {TOKEN}")


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("not_in_channel", "invite it with /invite"),
        ("is_archived", "This channel is archived"),
        ("restricted_action", "a workspace admin can allow it"),
        ("odd_error", "Slack refused the post (odd_error)"),
    ],
)
def test_a_share_that_is_refused_says_what_to_do(app: App, slack: StandIn, code: str, advice: str) -> None:
    """Where Slack takes the post in no way the sharer is told the reason and what would help, by the way still open."""
    slack.fail["response/T1/secret"] = (404, "expired_url")
    slack.fail["chat.postMessage"] = (200, json.dumps({"ok": False, "error": code}))
    send(app, press("share", VALUE, slack.response_url))
    told = slack.all()[-1]
    assert (told.method, told.body["user"]) == ("chat.postEphemeral", "U024BE7LH")
    assert advice in told.body["text"]


def test_where_nothing_in_the_channel_works_the_person_is_written_to(app: App, slack: StandIn) -> None:
    """A sharer whose channel the bot cannot enter is told in a direct message."""
    slack.fail["response/T1/secret"] = (404, "expired_url")
    slack.fail["chat.postEphemeral"] = (200, json.dumps({"ok": False, "error": "not_in_channel"}))
    send(app, press("share", json.dumps({"q": "flood"}), slack.response_url))
    told = slack.all()[-1]
    assert (told.method, told.body["channel"], told.body["text"]) == (
        "chat.postMessage",
        "U024BE7LH",
        "The fact store is locked; try again.",
    )


def test_refused_blocks_are_sent_again_as_text(app: App, slack: StandIn) -> None:
    """Where Slack refuses the blocks the answer still arrives, in words, by either way."""
    slack.refuse_blocks = True
    send(app, press("share", VALUE, slack.response_url))
    first, second = slack.all()
    assert "blocks" in first.body
    assert "blocks" not in second.body
    assert second.body["text"].startswith("50 NZDF personnel")


@pytest.mark.parametrize(("channel", "ephemeral", "replaced"), [("C1", True, True), ("D1", False, True), ("C1", False, False)])
def test_a_page_replaces_only_what_one_person_sees(
    app: App, slack: StandIn, channel: str, ephemeral: bool, replaced: bool
) -> None:
    """“Show more” turns the page of a private answer in place, and never changes a message that a channel sees."""
    send(app, press("more", VALUE, slack.response_url, channel=channel, ephemeral=ephemeral))
    (call,) = slack.all()
    assert (call.body["response_type"], call.body["replace_original"]) == ("ephemeral", replaced)


def test_show_more_shows_the_page_in_its_value(settings: Settings, slack: StandIn) -> None:
    """The second page goes on after the last row of the first, and leads back."""
    app = build_app(settings, PaperDesk(rows=30), AtOnce())  # type: ignore[arg-type]
    send(app, press("more", json.dumps({"q": "status iraq", "p": 2}), slack.response_url))
    (call,) = slack.all()
    assert "• row 20\n" in call.body["text"]
    assert "• row 19\n" not in call.body["text"]
    assert [button["action_id"] for button in call.body["blocks"][-1]["elements"]] == ["share", "more:back"]


def test_a_suggestion_asks_its_question(app: App, slack: StandIn, desk: PaperDesk) -> None:
    """The button of a suggestion asks the command that it holds."""
    send(app, press("ask:3", json.dumps({"q": "status iraq"}), slack.response_url))
    assert desk.asked == ["status iraq"]
    assert slack.all()[0].body["text"].startswith("50 NZDF personnel")


@pytest.mark.parametrize("action_id", ["share", "more", "ask:0"])
@pytest.mark.parametrize("value", ["", "nonsense", "[1]", '{"q": 1}', '{"q": "x", "p": "2"}'])
def test_a_button_of_another_version_is_explained(app: App, slack: StandIn, desk: PaperDesk, action_id: str, value: str) -> None:
    """A button whose value is not one of ours is told to be old, whoever made it."""
    assert send(app, press(action_id, value, slack.response_url)).status == 200
    assert slack.all()[0].body["text"] == "That button is from an older version of this bot; ask the question again."
    assert desk.asked == []


def test_a_fault_behind_a_button_is_told(app: App, slack: StandIn) -> None:
    """An unforeseen error after the acknowledgement still reaches the person, as a reference."""
    assert send(app, press("ask:0", json.dumps({"q": "fire"}), slack.response_url)).status == 200
    (call,) = slack.all()
    assert (call.body["response_type"], call.body["replace_original"]) == ("ephemeral", False)
    assert call.body["text"].startswith("Something went wrong here")


def test_a_person_who_cannot_be_told_is_not_told(app: App, slack: StandIn, caplog: pytest.LogCaptureFixture) -> None:
    """Where every way to the person is closed the log says so and nothing breaks."""
    slack.fail["response/T1/secret"] = (404, "expired_url")
    for method in ("chat.postEphemeral", "chat.postMessage"):
        slack.fail[method] = (200, json.dumps({"ok": False, "error": "account_inactive"}))
    assert send(app, press("ask:0", json.dumps({"q": "flood"}), slack.response_url)).status == 200
    assert "The person could not be told (SlackApiError)" in caplog.text


def test_a_slack_that_does_not_answer_leaves_the_share_open(app: App, slack: StandIn) -> None:
    """Where Slack cannot be reached the bot does not claim to know whether the post arrived."""
    send(app, press("share", VALUE, "http://127.0.0.1:9/nobody"))
    told = [call for call in slack.all() if call.method == "chat.postEphemeral"]
    assert "may or may not have arrived" in told[0].body["text"]


def test_slow_work_is_done_after_the_acknowledgement(settings: Settings, slack: StandIn) -> None:
    """With the pool of the real application a press is acknowledged by itself and answered from a thread of its own."""
    app = build_app(settings, PaperDesk())  # type: ignore[arg-type]
    response = send(app, press("more", VALUE, slack.response_url))
    assert (response.status, response.body) == (200, "")
    assert slack.next().body["response_type"] == "ephemeral"
    app.listener_runner.listener_executor.shutdown()
