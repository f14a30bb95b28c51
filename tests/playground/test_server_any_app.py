"""Any Bolt app works against the playground, and one that breaks Slack's rules is refused in Slack's words."""

from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.playground.delivery import Timing
from bot.playground.people import Actor
from bot.playground.server import Playground
from bot.playground.standing import ActionError

from .server_parts import (
    FULL_MANIFEST,
    Clock,
    Json,
    button,
    client,
    drained,
    modal,
    over_http,
    over_socket,
    plain,
    tiny_app,
    until,
)


@pytest.fixture
def clock() -> Clock:
    """The playground's clock where a test moves it."""
    return Clock()


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground that serves, for an app with every part that the tiny app uses."""
    made = Playground(timing=Timing(ack=2, retries=(0.05, 0.2, 0.5)), manifest=FULL_MANIFEST)
    made.start()
    yield made
    made.stop()


@pytest.fixture
def slow(clock: Clock) -> Iterator[Playground]:
    """A playground whose clock the test moves."""
    made = Playground(clock, manifest=FULL_MANIFEST)
    made.start()
    yield made
    made.stop()


def _walk_through(playground: Playground) -> None:
    editor, reader = Actor(playground), Actor(playground, "reader")
    editor.command("newsroom", "/tiny some words")
    answer = editor.messages()[-1]
    assert (answer["text"], answer["ephemeral"]) == ("heard some words", True)
    assert answer["underneath"]["ack_ms"] > 0
    assert [message for message in reader.messages() if message["ts"] == answer["ts"]] == []
    editor.press(answer["ts"], "form")
    playground.run(until(playground, lambda: bool(playground.workspace.stacks.get(editor.who.id))))
    view = editor.state()["modals"][-1]
    assert editor.submit(view["id"], _values("wrong")) == {"said": "Another word, please."}
    assert editor.submit(view["id"], _values("right")) is None
    assert editor.state()["modals"] == []
    asked = editor.say("newsroom", "@nzdf hello")
    assert reader.wait_for(lambda body: body.get("text") == "mentioned")["thread_ts"] == asked
    reader.open_home()
    playground.run(until(playground, lambda: reader.who.id in playground.workspace.homes))
    assert reader.state()["home"]["blocks"][0]["text"]["text"] == "At home"


def _values(word: str) -> Json:
    return {"said": {"word": {"type": "plain_text_input", "value": word}}}


def test_an_unmodified_app_works_over_socket_mode(playground: Playground) -> None:
    """Command, button, form with an error, mention and Home tab go through a socket."""
    with over_socket(tiny_app(playground)):
        _walk_through(playground)
        assert Actor(playground).state()["app"]["transport"] == "socket"


def test_an_unmodified_app_works_over_signed_http(playground: Playground) -> None:
    """The same goes through requests whose signature Bolt checks."""
    with over_http(tiny_app(playground), playground) as seen:
        _walk_through(playground)
    assert all(each["x-slack-signature"].startswith("v0=") for each in seen)


def test_a_wrong_signature_is_refused_by_the_app(playground: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the secrets differ the person sees that the command failed."""
    monkeypatch.setattr(
        "bot.playground.delivery.signature", lambda *_: {"x-slack-request-timestamp": "1", "x-slack-signature": "v0="}
    )
    editor = Actor(playground)
    with over_http(tiny_app(playground), playground):
        editor.command("newsroom", "/tiny x")
    assert editor.messages()[-1]["text"] == "/tiny failed with the error “dispatch_failed”."


def test_an_event_refused_over_http_is_sent_again(playground: Playground) -> None:
    """An event that the app does not take comes three times more, with its number and reason in the headers."""
    app = App(client=client(playground), signing_secret="0" * 32)
    with over_http(app, playground) as seen:
        Actor(playground).say("dm", "hello")
        playground.run(drained(playground))
    assert [each.get("x-slack-retry-num") for each in seen] == [None, "1", "2", "3"]
    assert {each.get("x-slack-retry-reason") for each in seen[1:]} == {"http_error"}


SECTION = {"type": "section", "text": plain("x")}
BAD_MESSAGES = [
    ({"text": "t", "blocks": [SECTION] * 51}, "invalid_blocks", "50"),
    (
        {"text": "t", "blocks": [{"type": "section", "text": plain("x" * 3001)}]},
        "invalid_blocks",
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ),
    (
        {"text": "t", "blocks": [{"type": "table", "rows": [[{"type": "raw_text", "text": ""}]]}]},
        "invalid_blocks",
        "must be more than 0 characters [json-pointer:/blocks/0/rows/0/0/text]",
    ),
    ({"text": "t", "blocks": [{"type": "nothing"}]}, "invalid_blocks", "unsupported type"),
    ({"text": "t", "blocks": [{"type": "section", "text": 7}]}, "invalid_blocks", "/blocks"),
    ({"text": "t", "blocks": [{"type": "header", "text": plain("")}]}, "invalid_blocks", "must be more than 0 characters"),
    ({"text": "t", "blocks": [{"type": ["section"]}]}, "invalid_blocks", "failed to match all allowed schemas"),
    ({"text": "t", "blocks": [{"type": "rich_text", "elements": [5]}]}, "invalid_blocks", "/blocks"),
    ({"text": "t", "blocks": [{"type": "actions", "elements": [{"type": ["button"]}]}]}, "invalid_blocks", "/blocks"),
    (
        {"text": "t", "blocks": [{"type": "table", "rows": [[{"type": "rich_text", "elements": [5]}]]}]},
        "invalid_blocks",
        "/blocks/0",
    ),
    ({"text": "t", "blocks": "no blocks"}, "invalid_blocks_format", ""),
    ({"text": "t", "attachments": 5}, "invalid_attachments", ""),
    ({"text": "t", "attachments": [5]}, "invalid_attachments", ""),
    ({"text": "t", "attachments": [{"blocks": [{"type": "nothing"}]}]}, "invalid_blocks", "unsupported type"),
    ({"text": "t", "thread_ts": {"a": 1}}, "invalid_thread_ts", ""),
    ({"markdown_text": "x" * 12_001}, "msg_too_long", ""),
    ({"text": ""}, "no_text", ""),
    ({"text": "x" * 40_001}, "msg_too_long", ""),
]


@pytest.mark.parametrize(("message", "error", "reason"), BAD_MESSAGES)
def test_a_message_beyond_the_limits_is_refused(playground: Playground, message: Json, error: str, reason: str) -> None:
    """A bad app's message is refused with Slack's error and its reasons, and nobody sees it."""
    with pytest.raises(SlackApiError) as refused:
        client(playground).api_call("chat.postMessage", json={"channel": "newsroom", **message})
    reply = refused.value.response.data
    assert isinstance(reply, dict)
    assert reply["error"] == error
    assert reason in str(reply.get("response_metadata"))
    assert Actor(playground).messages() == []


def test_a_good_table_is_taken(playground: Playground) -> None:
    """A table of filled cells is no fault."""
    table = {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]]}
    assert client(playground).chat_postMessage(channel="newsroom", text="t", blocks=[table])["ok"]


BAD_CALLS = [
    ("chat.postMessage", {"channel": "nowhere", "text": "t"}, "channel_not_found"),
    ("chat.postMessage", {"channel": "press-desk", "text": "t"}, "not_in_channel"),
    ("chat.postMessage", {"channel": "old-desk", "text": "t"}, "is_archived"),
    ("chat.update", {"channel": "newsroom", "ts": "1.1", "text": "t"}, "message_not_found"),
    ("users.info", {"user": "U0EDITOR"}, "missing_scope"),
    ("conversations.open", {"users": "U0EDITOR"}, "missing_scope"),
    ("conversations.info", {"channel": "C0NEWSROOM"}, "missing_scope"),
    ("conversations.replies", {"channel": "C0NEWSROOM", "ts": "1.1"}, "thread_not_found"),
    ("conversations.history", {"channel": "C0PRESSDESK"}, "not_in_channel"),
    ("views.open", {"trigger_id": "x", "view": modal()}, "invalid_trigger_id"),
    ("views.open", {"trigger_id": "x", "view": modal(blocks=5)}, "invalid_arguments"),
    ("views.open", {"trigger_id": "x", "view": modal(blocks={"type": "divider"})}, "invalid_arguments"),
    ("blocks.validate", {"message": "words"}, "invalid_arguments"),
    ("blocks.validate", {"blocks": "words"}, "invalid_arguments"),
    ("views.publish", {"user_id": "U0EDITOR", "view": modal()}, "invalid_arguments"),
    ("chat.meMessage", {}, "unknown_method"),
    ("apps.connections.open", {}, "not_allowed_token_type"),
]


@pytest.mark.parametrize(("method", "asked", "error"), BAD_CALLS)
def test_a_wrong_call_is_refused(playground: Playground, method: str, asked: Json, error: str) -> None:
    """A call that Slack would refuse is refused with the same error string."""
    with pytest.raises(SlackApiError) as refused:
        client(playground).api_call(method, json=asked)
    assert refused.value.response["error"] == error


@pytest.mark.parametrize(("token", "error"), [("", "not_authed"), ("xoxb-other", "invalid_auth")])
def test_a_wrong_token_is_refused(playground: Playground, token: str, error: str) -> None:
    """Without a token, or with another app's, nothing is done."""
    stranger = client(playground)
    stranger.token = token
    with pytest.raises(SlackApiError) as refused:
        stranger.auth_test()
    assert refused.value.response["error"] == error


def test_a_form_and_an_empty_body_are_read(playground: Playground) -> None:
    """Arguments come as JSON, as a form with JSON inside, or not at all; auth.test tells the scopes."""
    web = client(playground)
    assert "chat:write" in web.auth_test().headers["x-oauth-scopes"]
    assert web.api_call("chat.postMessage", data={"channel": "newsroom", "blocks": '[{"type":"divider"}]'})["ok"]
    assert web.api_call("chat.postMessage", json={"channel": "newsroom", "blocks": '[{"type":"divider"}]'})["ok"]
    assert web.api_call("chat.postMessage", data={"channel": "newsroom", "text": "[1]"})["message"]["text"] == "[1]"
    history = web.conversations_history(channel="C0NEWSROOM", limit=3)["messages"][1:]
    assert [[block["type"] for block in message["blocks"]] for message in history] == [["divider"]] * 2


def test_a_trigger_is_good_once_and_for_three_seconds(slow: Playground, clock: Clock) -> None:
    """A second use and a late use of a trigger are refused, and a modal with an input needs a submit text."""
    web = client(slow)
    first, second, third = (slow.workspace.trigger("U0EDITOR") for _ in range(3))
    with pytest.raises(SlackApiError, match="must define `submit` to use `input` block"):
        web.views_open(trigger_id=first, view={**modal(), "submit": None})
    web.views_open(trigger_id=first, view=modal())
    with pytest.raises(SlackApiError, match="exchanged_trigger_id"):
        web.views_open(trigger_id=first, view=modal())
    clock.now += 3
    web.views_open(trigger_id=second, view=modal())
    clock.now += 0.1
    with pytest.raises(SlackApiError, match="expired_trigger_id"):
        web.views_open(trigger_id=third, view=modal())


def test_a_stack_holds_three_views_and_an_old_hash_is_refused(playground: Playground) -> None:
    """The fourth view is refused; an update with an old hash too; closing takes one or all."""
    web, editor = client(playground), Actor(playground)
    view = web.views_open(trigger_id=playground.workspace.trigger("U0EDITOR"), view=modal())["view"]
    old = view["hash"]
    for _ in range(2):
        view = web.views_push(trigger_id=playground.workspace.trigger("U0EDITOR", view["id"]), view=modal())["view"]
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        web.views_push(trigger_id=playground.workspace.trigger("U0EDITOR", view["id"]), view=modal())
    with pytest.raises(SlackApiError, match="hash_conflict"):
        web.views_update(view_id=view["id"], hash=old, view=modal())
    with pytest.raises(SlackApiError, match="private_metadata"):
        web.views_update(view_id=view["id"], view=modal(private_metadata="x" * 3001))
    assert [len(editor.state()["modals"]), view["root_view_id"] == editor.state()["modals"][0]["id"]] == [3, True]
    editor.close(view["id"])
    assert len(editor.state()["modals"]) == 2
    editor.close(editor.state()["modals"][0]["id"], every=True)
    assert editor.state()["modals"] == []


def test_a_response_url_is_good_five_times_in_thirty_minutes(slow: Playground, clock: Clock) -> None:
    """The sixth use and a use after thirty minutes are refused; replacing and deleting work on the app's own answer."""
    url, _hook = slow.hooks.url("C0NEWSROOM", "U0EDITOR")
    number = url.rsplit("/", 1)[1]
    editor, reader = Actor(slow), Actor(slow, "reader")

    async def use(body: Json, number: str = number) -> tuple[int, str]:
        return slow.hooks.use(number, body)

    assert slow.run(use({"text": "one"})) == (200, "ok")
    assert slow.run(use({"text": "two", "replace_original": True})) == (200, "ok")
    assert [message["text"] for message in editor.messages()] == ["two"]
    assert slow.run(use({"text": "for all", "response_type": "in_channel"})) == (200, "ok")
    assert [message["text"] for message in reader.messages()] == ["for all"]
    assert slow.run(use({"delete_original": True})) == (200, "ok")
    assert slow.run(use({"text": "x", "blocks": [{"type": "nothing"}]})) == (400, "invalid_blocks")
    assert slow.run(use({"text": "six"})) == (404, "used_url")
    late = slow.hooks.url("C0NEWSROOM", "U0EDITOR")[0].rsplit("/", 1)[1]
    clock.now += 1801
    assert slow.run(use({"text": "late"}, late)) == (404, "expired_url")
    assert [message["text"] for message in editor.messages()] == ["for all"]


def test_a_command_that_nobody_takes_fails_for_the_person(playground: Playground) -> None:
    """Without an app the person is told what Slack would tell them; an archived channel takes nothing."""
    editor = Actor(playground)
    editor.command("newsroom", "/tiny x")
    assert editor.messages()[-1]["text"] == "/tiny failed with the error “dispatch_failed”."
    with pytest.raises(ActionError, match="#old-desk is archived"):
        editor.say("old-desk", "hello")


def test_a_press_of_what_is_not_there_is_named(playground: Playground) -> None:
    """A button that the message does not have cannot be pressed, nor a message that another person alone sees."""
    web, editor, reader = client(playground), Actor(playground), Actor(playground, "reader")
    ts = web.chat_postEphemeral(channel="newsroom", user="U0EDITOR", text="t", blocks=[button("form")])["message_ts"]
    with pytest.raises(ActionError, match="not there any more"):
        editor.press(ts, "other")
    with pytest.raises(ActionError, match="not there any more"):
        reader.press(ts, "form")
