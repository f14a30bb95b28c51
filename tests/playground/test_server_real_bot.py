"""The real bot at the playground, over both transports: nothing is lost, nothing comes twice."""

import asyncio
import json
from collections.abc import Iterator, Sequence

import pytest

from bot.desk import Desk
from bot.errors import BotError
from bot.playground.admin import inject
from bot.playground.command import connect, settings_for
from bot.playground.delivery import Timing
from bot.playground.faults import Fault
from bot.playground.people import Actor
from bot.playground.server import Playground
from bot.slack.app import build_app
from bot.slack.socket import Line, Stop

from .server_parts import Json, until

ASKED = "status iraq on 2020-01-10"
SAID = "50 NZDF personnel were in Iraq on 10 January 2020."


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground with the repository's own manifest, whose retries come soon."""
    made = Playground(timing=Timing(ack=2, retries=(0.2, 3, 5)))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def socket_bot(playground: Playground, own_desk: Desk) -> Iterator[Playground]:
    """The playground with the real bot in it, over Socket Mode, which looks after its socket more often than usual."""
    line = Line(settings_for(playground), build_app(settings_for(playground), own_desk), Stop())
    client = line._handler.client
    client.current_app_monitor.interval_seconds = client.ping_interval = 0.2
    line.open()
    playground.run(_first_pong(line))
    yield playground
    line.close()


async def _first_pong(line: Line) -> None:
    """Wait for it: before it the SDK does not notice that a socket is silent."""
    async with asyncio.timeout(10):
        while not (line._handler.client.current_session and line._handler.client.current_session.last_ping_pong_time):
            await asyncio.sleep(0.01)


def _bring_on(playground: Playground, **fault: object) -> None:
    playground.run(inject(playground.workspace, playground.delivery, dict(fault)))


def _come_back(playground: Playground, lost: Sequence[object]) -> bool:
    return bool(playground.sockets.open) and not any(socket in lost for socket in playground.sockets.open)


def _shared(body: Json) -> bool:
    return "Shared by" in str(body.get("blocks"))


def _answers(playground: Playground, channel: str) -> list[Json]:
    return [message for message in Actor(playground).messages(channel) if message.get("bot_id") == "B0APP"]


async def _quiet(playground: Playground) -> None:
    """Wait until nothing more is under way."""
    async with asyncio.timeout(10):
        while playground.delivery._tasks:
            await asyncio.sleep(0.01)


def test_a_command_is_answered_for_one_person_and_shared_with_all(bot: Playground) -> None:
    """The answer is the asker's alone, with what lies underneath, until Share shows it to the channel."""
    editor, reader = Actor(bot), Actor(bot, "reader")
    editor.command("newsroom", f"/nzdf {ASKED}")
    answer = editor.messages()[-1]
    assert answer["text"].startswith(SAID)
    assert answer["underneath"]["ack"]["response_type"] == "ephemeral"
    assert answer["underneath"]["envelope"]["payload"]["response_url"].endswith("/response/…")
    assert reader.messages() == []
    editor.press(answer["ts"], "share")
    assert reader.wait_for(_shared)["text"].startswith(SAID)


def test_show_more_turns_the_page_in_place(bot: Playground) -> None:
    """Show more puts the next page in the place of the ephemeral answer."""
    editor = Actor(bot)
    editor.command("newsroom", "/nzdf timeline afghanistan")
    first = editor.messages()[-1]
    assert '"more"' in json.dumps(first["blocks"])
    editor.press(first["ts"], "more")
    editor.wait_for(lambda body: "more:back" in str(body.get("blocks")))
    assert [message["ts"] for message in editor.messages()] == [first["ts"]]


def test_a_suggestion_is_pressed_and_answered(bot: Playground) -> None:
    """What was not understood offers a button, and pressing it gives an answer."""
    editor = Actor(bot)
    editor.command("newsroom", "/nzdf statsu iraq")
    offered = editor.messages()[-1]
    editor.press(offered["ts"], "ask:0")
    assert "Iraq" in editor.wait_for(lambda body: "share" in str(body.get("blocks")))["text"]


def test_mentions_and_direct_messages_are_answered_where_they_were_written(bot: Playground) -> None:
    """A mention is answered in its thread, a direct message below it."""
    editor = Actor(bot)
    ts = editor.say("newsroom", f"@nzdf {ASKED}")
    assert editor.wait_for(lambda body: body.get("thread_ts") == ts and body.get("bot_id") == "B0APP")["text"].startswith(SAID)
    editor.say("dm", ASKED)
    assert editor.wait_for(lambda body: body.get("bot_id") == "B0APP", "dm")["text"].startswith(SAID)


def test_a_share_that_slack_refuses_is_told_to_the_person(bot: Playground) -> None:
    """Where the post is refused the person reads what to do, and nobody else sees anything."""
    editor = Actor(bot)
    editor.command("press-desk", f"/nzdf {ASKED}")
    answer = editor.messages("press-desk")[-1]
    bot.workspace.channels["C0PRESSDESK"].archived = True
    editor.press(answer["ts"], "share")
    told = editor.wait_for(lambda body: "archived" in body["text"], "press-desk")
    assert told["text"] == "This channel is archived, so nothing can be posted in it."
    assert Actor(bot, "reader").messages("press-desk") == []


def test_a_delivery_that_comes_twice_is_answered_once(bot: Playground) -> None:
    """The same event in two envelopes gives one answer, the same press of Share one post."""
    editor = Actor(bot)
    _bring_on(bot, kind="twice")
    editor.say("dm", ASKED)
    bot.run(_quiet(bot))
    editor.wait_for(lambda body: body.get("bot_id") == "B0APP", "dm")
    editor.command("newsroom", f"/nzdf {ASKED}")
    _bring_on(bot, kind="twice")
    editor.press(editor.messages()[-1]["ts"], "share")
    editor.wait_for(_shared)
    # A second answer would be written before that to a later question.
    editor.say("dm", "help")
    editor.wait_for(lambda body: "verbs" in body["text"].lower() or "help" in body["text"].lower(), "dm")
    assert sum(message["text"].startswith(SAID) for message in _answers(bot, "dm")) == 1
    assert sum(map(_shared, _answers(bot, "newsroom"))) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"kind": "drop"},
        {"kind": "silence"},
        {"kind": "disconnect"},
        {"kind": "disconnect", "reason": "warning"},
        {"kind": "disconnect", "reason": "too_many_websockets"},
    ],
    ids=str,
)
def test_a_lost_socket_loses_and_doubles_nothing(socket_bot: Playground, fault: Json) -> None:
    """What is asked while the socket is gone is answered once after the bot has come back."""
    editor = Actor(socket_bot)
    lost = list(socket_bot.sockets.open)
    _bring_on(socket_bot, **fault)
    editor.say("dm", ASKED)
    assert editor.wait_for(lambda body: body.get("bot_id") == "B0APP", "dm", 15)["text"].startswith(SAID)
    # After a warning the old socket stays open until the bot leaves it; nobody sends a command again that goes down with it.
    socket_bot.run(until(socket_bot, lambda: _come_back(socket_bot, lost)))
    editor.command("newsroom", f"/nzdf {ASKED}")
    assert editor.messages()[-1]["text"].startswith(SAID)
    socket_bot.run(_quiet(socket_bot))
    assert len(_answers(socket_bot, "dm")) == 1


def test_switching_socket_mode_off_ends_the_bot(playground: Playground, own_desk: Desk) -> None:
    """At link_disabled the bot ends with a sentence instead of reconnecting for ever."""
    stop = Stop()
    line = connect(playground, own_desk, stop)
    _bring_on(playground, kind="disconnect", reason="link_disabled")
    with pytest.raises(BotError, match="Socket Mode was switched off"):
        stop.wait()
    line.close()


def test_a_socket_is_looked_after_often_enough(playground: Playground, own_desk: Desk) -> None:
    """Five looks, after which the SDK gives up a broken socket, take less than three seconds; silence is noticed within ten."""
    line = connect(playground, own_desk, Stop())
    client = line._handler.client
    assert 5 * client.current_app_monitor.interval_seconds < 3
    assert 4 * client.ping_interval + 1 + client.current_app_monitor.interval_seconds < 10
    line.close()


def test_a_late_acknowledgement_is_an_error_and_a_retry(playground: Playground, own_desk: Desk) -> None:
    """An ack held back too long fails a command for its person, and brings an event again, which is answered once."""
    playground.delivery.timing = Timing(ack=0.5, retries=(0.1,))
    line = connect(playground, own_desk, Stop())
    editor = Actor(playground)
    _bring_on(playground, kind="delay_ack", seconds=5)
    editor.command("newsroom", f"/nzdf {ASKED}")
    assert editor.messages()[-1]["text"] == "/nzdf failed with the error “dispatch_failed”."
    _bring_on(playground, kind="delay_ack", seconds=5)
    editor.say("dm", ASKED)
    editor.wait_for(lambda body: body.get("bot_id") == "B0APP", "dm")
    playground.run(_quiet(playground))
    assert len(_answers(playground, "dm")) == 1
    line.close()


def test_a_rate_limit_is_waited_out(bot: Playground) -> None:
    """A post that meets 429 is made after Retry-After; one that meets 500 is not made twice."""
    bot.faults.methods["chat.postMessage"] = Fault("rate_limit", 1, 0)
    editor = Actor(bot)
    editor.say("dm", ASKED)
    assert editor.wait_for(lambda body: body.get("bot_id") == "B0APP", "dm")["text"].startswith(SAID)
    assert len(_answers(bot, "dm")) == 1


def test_the_form_of_the_shortcut_asks_and_answers(bot: Playground) -> None:
    """Shortcut, place, missions of that place, a day that is none, an answer in the form: as Slack would carry it."""
    editor = Actor(bot)
    editor.shortcut("ask")
    bot.run(until(bot, lambda: bool(bot.workspace.stacks.get(editor.who.id))))
    view = editor.state()["modals"][-1]

    def offered(block_id: str, action_id: str, typed: str) -> list[Json]:
        asked = {"block_id": block_id, "action_id": action_id, "value": typed}
        place = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        found: list[Json] = bot.run(bot.forms.options(editor.who, place, asked))["options"]
        return found

    chosen = {"form_place": {"type": "external_select", "selected_option": offered("place", "form_place", "iraq")[0]}}
    editor.press_view(view["id"], "form_place", {"place": chosen}, block_id="place", **chosen["form_place"])
    bot.run(until(bot, lambda: "mission:iraq" in str(bot.workspace.stacks[editor.who.id])))
    assert "Camp Taji training mission" in str(offered("mission:iraq", "form_mission", "taji"))
    verb = {"form_verb": {"type": "radio_buttons", "selected_option": {"value": "status"}}}
    day = {"form_day": {"type": "plain_text_input", "value": "31 february 2020"}}
    values = {"place": chosen, "verb": verb, "day": day}
    assert editor.submit(view["id"], values) == {"day": "31 February 2020 does not exist; that month has 29 days."}
    day["form_day"]["value"] = "10 january 2020"
    assert editor.submit(view["id"], values) is None
    shown = str(editor.state()["modals"][-1])
    assert SAID in shown
    assert "/nzdf status iraq on 2020-01-10" in shown
