"""Mentions and direct messages: asked as events, answered as posts."""

import json
from typing import Any

import pytest
from slack_bolt import App

from .papers import PaperDesk, command, event, send, signed_headers
from .stand_in import StandIn


def test_a_mention_is_answered_in_its_thread(app: App, slack: StandIn, desk: PaperDesk) -> None:
    """Words with a mention of the bot are a question; the answer starts a thread under them and offers no Share."""
    assert send(app, event(text="<@U0BOT> status iraq &amp; kuwait")).status == 200
    (call,) = slack.all()
    assert desk.asked == ["status iraq & kuwait"]
    assert (call.method, call.body["channel"], call.body["thread_ts"]) == ("chat.postMessage", "C1", "1700000000.000001")
    assert (call.body["unfurl_links"], call.body["unfurl_media"]) == (False, False)
    assert "share" not in json.dumps(call.body["blocks"])


def test_a_mention_within_a_thread_stays_in_it(app: App, slack: StandIn) -> None:
    """The answer to a mention in a thread goes to that thread."""
    send(app, event(text="<@U0BOT> status iraq", thread_ts="1600000000.000001"))
    assert slack.all()[0].body["thread_ts"] == "1600000000.000001"


@pytest.mark.parametrize("thread", [None, "1600000000.000001"])
def test_a_direct_message_is_answered_where_it_was_written(app: App, slack: StandIn, thread: str | None) -> None:
    """A direct message gets its answer beside it, in a thread only if it stands in one."""
    fields = {"thread_ts": thread} if thread else {}
    send(app, event(type="message", channel_type="im", channel="D1", text="status iraq", **fields))
    (call,) = slack.all()
    assert (call.body["channel"], call.body.get("thread_ts")) == ("D1", thread)


@pytest.mark.parametrize(
    "again", [event("Ev1", text="status iraq"), event("Ev2", text="status iraq")], ids=["same id", "other id"]
)
def test_a_message_is_answered_once(app: App, slack: StandIn, again: str) -> None:
    """An event delivered again, under the same id or another one, is not answered again."""
    send(app, event("Ev1", text="status iraq"))
    assert send(app, again).status == 200
    assert len(slack.all()) == 1


def test_a_retry_of_an_unseen_event_is_answered(app: App, slack: StandIn) -> None:
    """An event of which only the retry arrives is a question like any other."""
    body = event(text="status iraq")
    send(app, body, {**signed_headers(body), "x-slack-retry-num": "2", "x-slack-retry-reason": "timeout"})
    assert len(slack.all()) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"bot_id": "B2"},
        {"edited": {"user": "U024BE7LH", "ts": "1"}},
        {"type": "message", "channel_type": "im", "bot_id": "B0BOT", "user": "U0BOT"},
        {"type": "message", "channel_type": "im", "subtype": "message_changed", "message": {"text": "status iraq"}},
        {"type": "message", "channel_type": "im", "subtype": "message_deleted"},
        {"type": "message", "channel_type": "im", "subtype": "bot_message"},
        {"type": "message", "channel_type": "channel"},
        {"type": "reaction_added"},
    ],
    ids=["bot's mention", "edited mention", "own message", "edit", "deletion", "bot message", "channel talk", "other event"],
)
def test_what_is_no_question_is_left_alone(app: App, slack: StandIn, desk: PaperDesk, fields: dict[str, Any]) -> None:
    """Messages of bots, edits, deletions and talk not meant for the bot are acknowledged and not answered."""
    assert send(app, event(text="status iraq", **fields)).status == 200
    assert (desk.asked, slack.all()) == ([], [])


@pytest.mark.parametrize(
    ("text", "told"), [("fire", "Something went wrong here"), ("flood", "The fact store is locked; try again.")]
)
def test_a_fault_in_answering_is_told_in_the_thread(app: App, slack: StandIn, text: str, told: str) -> None:
    """Who mentions the bot hears of an error where the answer would have stood."""
    assert send(app, event(text=f"<@U0BOT> {text}")).status == 200
    (call,) = slack.all()
    assert (call.method, call.body["thread_ts"]) == ("chat.postMessage", "1700000000.000001")
    assert call.body["text"].startswith(told)


def test_refused_blocks_of_a_post_are_sent_again_as_text(app: App, slack: StandIn) -> None:
    """Where Slack refuses the blocks of a post the answer is posted in words."""
    slack.refuse_blocks = True
    send(app, event(text="status iraq"))
    first, second = slack.all()
    assert "blocks" in first.body
    assert "blocks" not in second.body
    assert second.body["thread_ts"] == first.body["thread_ts"]


def test_each_person_has_a_conversation_in_each_thread(app: App, slack: StandIn, desk: PaperDesk) -> None:
    """A mention and the replies of the same person in its thread are one conversation; another person's is another."""
    send(app, event("Ev1", text="<@U0BOT> status iraq"))
    send(app, event("Ev2", text="<@U0BOT> and in Kuwait?", ts="1700000009.000001", thread_ts="1700000000.000001"))
    send(app, event("Ev3", text="<@U0BOT> and?", user="U2", ts="1700000010.000001", thread_ts="1700000000.000001"))
    send(app, event("Ev4", text="<@U0BOT> status iraq", ts="1700000011.000001"))
    first, again, other, elsewhere = desk.threads
    assert first == again
    assert len({first, other, elsewhere}) == 3


def test_direct_messages_are_one_conversation(app: App, slack: StandIn, desk: PaperDesk) -> None:
    """Messages written to the bot one after the other lean on each other without a thread."""
    for number in (1, 2):
        fields = {"type": "message", "channel_type": "im", "channel": "D1", "ts": f"170000000{number}.000001"}
        send(app, event(f"Ev{number}", text="status iraq", **fields))
    assert desk.threads[0] == desk.threads[1] is not None


def test_a_command_stands_alone(app: App, desk: PaperDesk) -> None:
    """A slash command leans on nothing and leaves nothing to lean on."""
    send(app, command("status iraq"))
    assert desk.threads == [None]
