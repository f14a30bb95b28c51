"""Shortcuts, forms that lead to a channel, and joining: what a person does beside commands, messages and presses."""

from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from bot.playground.delivery import Timing
from bot.playground.people import Actor
from bot.playground.server import Playground
from bot.playground.standing import ActionError

from .server_parts import client, modal, over_http, over_socket, plain, serving, tiny_app, until


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground that serves, without an app."""
    with serving(timing=Timing(ack=2)) as made:
        yield made


@pytest.fixture(params=["socket", "http"])
def tiny(request: pytest.FixtureRequest, playground: Playground) -> Iterator[Playground]:
    """The playground with the tiny app in it, over each transport."""
    app = tiny_app(playground)
    with ExitStack() as stack:
        stack.enter_context(over_socket(app) if request.param == "socket" else over_http(app, playground))
        yield playground


def test_a_global_shortcut_opens_a_form(tiny: Playground) -> None:
    """A global shortcut comes with a trigger and the person, without a channel, a message or a response URL."""
    editor = Actor(tiny)
    editor.shortcut("open_form")
    tiny.run(until(tiny, lambda: bool(tiny.workspace.stacks.get(editor.who.id))))
    brought = set(editor.state()["modals"][-1]["private_metadata"].split(","))
    assert {"callback_id", "trigger_id", "user", "team", "action_ts"} <= brought
    assert not brought & {"channel", "message", "message_ts", "response_url"}


def test_a_message_shortcut_brings_the_message(tiny: Playground) -> None:
    """A message shortcut comes with the message, its channel and a response URL that answers for the person alone."""
    editor, reader = Actor(tiny), Actor(tiny, "reader")
    ts = reader.say("newsroom", "some words")
    editor.shortcut("repeat", ts)
    told = editor.wait_for(lambda body: "repeats" in body["text"])
    assert told["text"] == "U0EDITOR repeats some words in C0NEWSROOM: True"
    assert [message["text"] for message in reader.messages()] == ["some words"]


def test_the_page_is_told_of_the_shortcuts(playground: Playground) -> None:
    """The state names each shortcut of the manifest, and which channel is archived."""
    state = Actor(playground).state()
    assert [(each["name"], each["type"], each["callback_id"]) for each in state["shortcuts"]] == [
        ("Tiny form", "global", "open_form"),
        ("Repeat", "message", "repeat"),
    ]
    assert [each["name"] for each in state["channels"] if each["archived"]] == ["old-desk"]


def test_a_shortcut_that_is_not_offered_is_named(playground: Playground) -> None:
    """A shortcut runs only as the manifest offers it, and only on a message that everybody sees."""
    editor = Actor(playground)
    ts = editor.say("newsroom", "hello")
    with pytest.raises(ActionError, match="no global shortcut “repeat”"):
        editor.shortcut("repeat")
    with pytest.raises(ActionError, match="no message shortcut “other”"):
        editor.shortcut("other", ts)
    alone = client(playground).chat_postEphemeral(channel="newsroom", user="U0EDITOR", text="t")["message_ts"]
    with pytest.raises(ActionError, match="everybody in the channel sees"):
        editor.shortcut("repeat", alone)


def test_a_shortcut_that_nobody_takes_fails_for_the_person(playground: Playground) -> None:
    """Where no app acknowledges a shortcut the person is told so."""
    editor = Actor(playground)
    with pytest.raises(ActionError, match="did not answer the shortcut \\(dispatch_failed\\)"):
        editor.shortcut("open_form")
    editor.shortcut("repeat", editor.say("newsroom", "hello"))
    assert editor.messages()[-1]["text"] == "The app did not answer the shortcut (dispatch_failed)."


def test_a_form_can_lead_to_a_channel(tiny: Playground) -> None:
    """A menu of conversations with response_url_enabled gives the submission a response URL for the chosen channel."""
    editor = Actor(tiny)
    menu = {"type": "conversations_select", "action_id": "where", "response_url_enabled": True}
    block = {"type": "input", "block_id": "to", "label": plain("Channel"), "element": menu}
    trigger = tiny.workspace.trigger(editor.who.id)
    view = client(tiny).views_open(trigger_id=trigger, view=modal(callback_id="to_channel", blocks=[block]))["view"]
    chosen = {"type": "conversations_select", "selected_conversation": "C0NEWSROOM"}
    assert editor.submit(view["id"], {"to": {"where": chosen}}) is None
    assert Actor(tiny, "reader").wait_for(lambda body: True)["text"] == "from to and where"


def test_a_person_who_joins_may_write(playground: Playground) -> None:
    """Who is not in a channel may not write in it until joining; nobody joins an archived one."""
    playground.workspace.channels["C0PRESSDESK"].members.discard("U0READER")
    reader = Actor(playground, "reader")
    with pytest.raises(ActionError, match="Reader is not in #press-desk"):
        reader.say("press-desk", "hello")
    reader.join("press-desk")
    reader.say("press-desk", "hello")
    assert reader.messages("press-desk")[-1]["text"] == "hello"
    with pytest.raises(ActionError, match="Nobody can join old-desk"):
        reader.join("old-desk")
