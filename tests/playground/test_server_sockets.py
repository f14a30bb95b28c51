"""The Socket Mode endpoint: goodbyes, at most ten connections, each in its turn, acknowledgements on any of them."""

import asyncio
import json
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from slack_sdk.errors import SlackApiError
from websockets.sync.client import connect

from bot.playground.people import Actor
from bot.playground.server import Playground
from bot.playground.state import APP_TOKEN

from .server_parts import Json, client, over_socket, serving, set_up, tiny_app, until


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground that serves, without an app."""
    with serving() as made:
        yield made


def _address(playground: Playground) -> str:
    return str(client(playground).apps_connections_open(app_token=APP_TOKEN)["url"])


@pytest.mark.parametrize("reason", ["too_many_websockets", "warning", "refresh_requested"])
def test_an_app_comes_back_after_a_goodbye(playground: Playground, reason: str) -> None:
    """After each reason that is not the end the app opens another socket and answers over it."""
    with over_socket(tiny_app(playground)):
        before = list(playground.sockets.open)
        set_up(playground, "fault", kind="disconnect", reason=reason)
        open_now = playground.sockets.open
        playground.run(until(playground, lambda: bool(open_now) and before[0] not in open_now))
        editor = Actor(playground)
        editor.command("newsroom", "/tiny again")
        assert editor.messages()[-1]["text"] == "heard again"


def test_ten_sockets_are_the_most(playground: Playground) -> None:
    """With ten open no more addresses are given, and one given before is answered with a goodbye; envelopes go round."""
    with ExitStack() as stack:
        spare = _address(playground)
        sockets = [stack.enter_context(connect(_address(playground))) for _ in range(10)]
        hellos = [json.loads(socket.recv(timeout=5)) for socket in sockets]
        assert [hello["num_connections"] for hello in hellos] == [*range(1, 11)]
        with pytest.raises(SlackApiError, match="too_many_websockets"):
            _address(playground)
        late = stack.enter_context(connect(spare))
        assert json.loads(late.recv(timeout=5))["reason"] == "too_many_websockets"


def test_envelopes_go_to_each_socket_in_turn(playground: Playground) -> None:
    """Two events reach two sockets; an acknowledgement counts on whichever it comes."""

    async def send(number: int) -> Json:
        found: Json = await playground.sockets.send({"envelope_id": str(number)})
        return found

    with connect(_address(playground)) as one, connect(_address(playground)) as other:
        for socket in (one, other):
            socket.recv(timeout=5)
        sent = [asyncio.run_coroutine_threadsafe(send(number), playground._loop) for number in range(2)]
        numbers = [json.loads(socket.recv(timeout=5))["envelope_id"] for socket in (one, other)]
        assert sorted(numbers) == ["0", "1"]
        for number in numbers:
            one.send(json.dumps({"envelope_id": number, "payload": {"took": number}}))
        assert [each.result(5) for each in sent] == [{"took": "0"}, {"took": "1"}]
