"""The Socket Mode endpoint: tickets for one connection each, envelopes in turn, acknowledgements by number on any connection."""

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from aiohttp import WSMsgType, web

from bot.playground.state import APP_ID, Json, SlackError

log = logging.getLogger(__name__)

MOST_CONNECTIONS = 10
REASONS = ("warning", "refresh_requested", "link_disabled", "too_many_websockets")
_HOST = "playground"


class Sockets:
    """The open connections of the app, and the envelopes that wait for an acknowledgement."""

    def __init__(self, touch: Callable[[], None]) -> None:
        """None open; `touch` is called whenever a connection comes or goes."""
        self._touch = touch
        self.open: list[web.WebSocketResponse] = []
        self._tickets: set[str] = set()
        self._waiting: dict[str, asyncio.Future[Any]] = {}
        self._turn = 0

    def ticket(self) -> str:
        """The ticket for one connection. Raises SlackError too_many_websockets where ten are open."""
        if len(self.open) >= MOST_CONNECTIONS:
            raise SlackError("too_many_websockets")
        number = uuid4().hex
        self._tickets.add(number)
        return number

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One connection, from its ticket to its end; a ping is answered with a pong of the same words."""
        number = request.query.get("ticket", "")
        if number not in self._tickets:
            return web.Response(status=403, text="This address was used before or was never given.")
        self._tickets.discard(number)
        socket = web.WebSocketResponse(max_msg_size=4_000_000)
        await socket.prepare(request)
        if len(self.open) >= MOST_CONNECTIONS:
            await _say_goodbye(socket, "too_many_websockets")
            return socket
        self.open.append(socket)
        try:
            await self._hello(socket)
            self._touch()
            async for frame in socket:
                if frame.type is WSMsgType.TEXT:
                    self._acknowledged(frame.data)
        finally:
            self._forget(socket)
            self._touch()
        return socket

    async def send(self, envelope: Json) -> Any:
        """Send an envelope over the next connection; gives its acknowledgement. Raises ConnectionError where none is open."""
        waiting = asyncio.get_running_loop().create_future()
        self._waiting[envelope["envelope_id"]] = waiting
        try:
            await self._next().send_str(json.dumps(envelope))
            return await waiting
        finally:
            self._waiting.pop(envelope["envelope_id"], None)

    async def disconnect(self, reason: str) -> None:
        """Ask every connection to go, as Slack does; except after a warning they are closed."""
        for socket in list(self.open):
            if reason == "warning":
                await socket.send_json(_goodbye(reason))
            else:
                self._forget(socket)
                await _say_goodbye(socket, reason)

    def drop(self) -> None:
        """Break every connection without a word."""
        for socket in list(self.open):
            self._forget(socket)
            transport = socket._req.transport if socket._req else None
            if transport:
                transport.close()

    def silence(self) -> None:
        """Let nothing through the open connections any more, as where a network has gone: the app still sees them open."""
        for socket in list(self.open):
            self._forget(socket)
            transport = socket._req.transport if socket._req else None
            if isinstance(transport, asyncio.Transport):
                transport.pause_reading()

    def _next(self) -> web.WebSocketResponse:
        alive = [socket for socket in self.open if not socket.closed]
        if not alive:
            raise ConnectionError("no connection is open")
        self._turn += 1
        return alive[self._turn % len(alive)]

    def _forget(self, socket: web.WebSocketResponse) -> None:
        if socket in self.open:
            self.open.remove(socket)

    def _acknowledged(self, text: str) -> None:
        try:
            frame = json.loads(text)
            waiting = self._waiting.get(frame["envelope_id"])
        except (ValueError, KeyError, TypeError):
            log.info("A frame that acknowledges nothing was passed over")
            return
        if waiting and not waiting.done():
            waiting.set_result(frame.get("payload"))

    async def _hello(self, socket: web.WebSocketResponse) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self.open),
            "connection_info": {"app_id": APP_ID},
            "debug_info": {"host": _HOST, "build_number": 1, "approximate_connection_time": 18060},
        }
        await socket.send_json(hello)


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": _HOST}}


async def _say_goodbye(socket: web.WebSocketResponse, reason: str) -> None:
    await socket.send_json(_goodbye(reason))
    await socket.close()
