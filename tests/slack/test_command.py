"""The slash command: one request, and the answer in its acknowledgement."""

import json
import logging
import time
from typing import Any

import pytest
from slack_bolt import App

from bot.render.limits import faults

from .papers import PaperDesk, command, send, signed_headers
from .stand_in import StandIn


def acknowledged(app: App, body: str) -> dict[str, Any]:
    """The message in the acknowledgement of a signed request."""
    response = send(app, body)
    assert response.status == 200
    message: dict[str, Any] = json.loads(response.body)
    return message


def test_the_answer_travels_in_the_acknowledgement(app: App, slack: StandIn) -> None:
    """A command is answered for the asker alone in its acknowledgement, and nothing is asked of Slack for it."""
    message = acknowledged(app, command("status iraq", slack.response_url))
    assert message["response_type"] == "ephemeral"
    assert message["text"].startswith("50 NZDF personnel are in Iraq.\n• row 0")
    assert faults(message) == []
    assert slack.all() == []


def test_the_word_payload_in_a_command_is_only_a_word(app: App, desk: PaperDesk) -> None:
    """A command whose form holds the letters “payload” reaches the desk with its text and its place whole."""
    acknowledged(app, command("status iraq max payload & C-130", channel_name="payload-ops"))
    assert desk.asked == ["status iraq max payload & C-130"]


def test_a_failing_command_with_the_word_payload_is_still_told(app: App) -> None:
    """The error handler too sees a command that Bolt had taken for an interaction."""
    assert "Reference" in acknowledged(app, command("fire payload"))["text"]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("status  Iraq ", "status  Iraq"),
        ("status iraq &amp; kuwait", "status iraq & kuwait"),
        ("&amp;lt;b&amp;gt;", "&lt;b&gt;"),
        ("status <#C024BE7LR|iraq>", "status iraq"),
        ("sources <https://example.org/a|example.org>", "sources example.org"),
        ("sources <https://example.org/a>", "sources https://example.org/a"),
        ("status iraq <@U024BE7LH|kiri>", "status iraq"),
        ("status <!channel>", "status <!channel>"),
        ("", ""),
    ],
)
def test_markup_is_undone_once(app: App, desk: PaperDesk, typed: str, meant: str) -> None:
    """The desk gets the words as their writer saw them; a broadcast stays a word that nobody understands."""
    acknowledged(app, command(typed))
    assert desk.asked == [meant]


@pytest.mark.parametrize(
    "text", ["<!channel> <!here> <@U024BE7LH>", "x" * 40_000, "a\x00b\u202ec\r\n", "‘status’ “iraq”", "'; DROP TABLE facts --"]
)
def test_hostile_text_comes_back_harmless(app: App, text: str) -> None:
    """Whatever was typed, the reply keeps Slack's limits and holds no markup of the asker."""
    message = acknowledged(app, command(text))
    assert faults(message) == []
    assert "<" not in message["text"]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda headers: {**headers, "x-slack-signature": "v0=" + "0" * 64},
        lambda headers: {name: value for name, value in headers.items() if name != "x-slack-signature"},
        lambda headers: {name: value for name, value in headers.items() if not name.startswith("x-slack")},
        lambda headers: {**headers, "x-slack-request-timestamp": "soon"},
    ],
    ids=["wrong", "missing", "unsigned", "no number"],
)
def test_a_request_that_is_not_signed_is_refused(app: App, desk: PaperDesk, slack: StandIn, spoil: Any) -> None:
    """Without a right signature nothing is answered, nor is the response URL in the request believed."""
    body = command("status iraq", slack.response_url)
    assert send(app, body, spoil(signed_headers(body))).status == 401
    assert desk.asked == []
    assert slack.all() == []


def test_an_old_request_is_refused(app: App, desk: PaperDesk) -> None:
    """A request that was signed more than five minutes ago may be a replay."""
    body = command("status iraq")
    assert send(app, body, signed_headers(body, when=str(int(time.time()) - 301))).status == 401
    assert desk.asked == []


def test_a_fault_of_ours_is_told_with_a_reference(app: App, caplog: pytest.LogCaptureFixture) -> None:
    """An unforeseen error gives the asker a reference, and the log the trace under the same reference."""
    text = acknowledged(app, command("fire"))["text"]
    reference = text.removesuffix(".").split()[-1]
    assert text == f"Something went wrong here, not with your question. Reference {reference}."
    (record,) = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert record.getMessage() == f"Reference {reference}"
    assert record.exc_info and "a fault in fire" in str(record.exc_info[1])


def test_a_store_that_cannot_be_used_says_so_itself(app: App) -> None:
    """The sentence of a StoreError is shown without a reference, and without where the store is on the host."""
    assert acknowledged(app, command("flood"))["text"] == "The fact store is locked; try again."


def test_another_command_is_named(app: App) -> None:
    """A command that this bot does not have is acknowledged with the one that it has."""
    text = acknowledged(app, command("x", command="/nzdf<2>"))["text"]
    assert text == "/nzdf&lt;2&gt; is not a command of this bot; ask with /nzdf help."
