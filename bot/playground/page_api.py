"""What the page asks of the server. All of it is JSON on the playground's own port; `as` is editor, second or reader.

GET  /                      the page; GET /play/page/NAME the files beside it
GET  /play/state?as=editor  everything that this person sees:
  {"version": 12, "me": "U0EDITOR", "as": "editor",
   "people": [{"key": "editor", "id": "U0EDITOR", "name": "Editor"}, ...],
   "app": {"name": "nzdf", "user": "U0APP", "bot": "B0APP", "connected": true, "connections": 1, "transport": "socket"|"http"|""},
   "commands": [{"command": "/nzdf", "description": "...", "usage_hint": "[status | ...] ..."}],
   "shortcuts": [{"name": "Record a fact", "type": "global"|"message", "callback_id": "record", "description": "..."}],
   "channels": [{"id": "C0NEWSROOM", "name": "newsroom", "kind": "channel"|"im", "archived": false,
                 "private": false, "member": true, "bot_member": true, "messages": [MESSAGE, ...]}],
   "home": VIEW|null, "modals": [VIEW, ...]}                         the modal on top stands last
  MESSAGE: {"ts", "channel", "user", "bot_id"?, "username"?, "text", "blocks"?, "attachments"?, "thread_ts"?, "reply_count"?,
            "edited"?, "reactions"?, "ephemeral": bool,
            "files"?: [{"id", "name", "title", "mimetype", "size", "url_private_download"}],
            "underneath": {"envelope"?: {...}, "ack"?: {...}|null, "ack_ms"?: 1.8}}
    oldest first, replies among them (thread_ts is there and is not ts); every block has a block_id, every control an action_id.
    An error that Slack would show a person is an ephemeral message of user USLACKBOT with "username": "Playground".
    In the envelope tokens, tickets and response addresses are shortened.
  VIEW: as the app sent it, with "id", "hash", "state", "root_view_id", "previous_view_id", "underneath"
GET  /play/events?as=editor server-sent events: data: {"version": 13}; one at once, one for each change; fetch the state again

POST with content-type application/json; each gives 200 {"ok": true, "version": 13, ...} when the app has acknowledged (or 3
seconds have passed), or 4xx {"ok": false, "error": "a sentence for the person"}:
  /play/command  {"as", "channel": id, "text": "/nzdf status iraq"}
  /play/say      {"as", "channel": id, "text", "thread_ts"?}           @nzdf in the text becomes a mention of the app
  /play/press    {"as", "channel", "message_ts", "action", "values"?}  a control of a message
                 {"as", "view_id", "action", "values"?}                a control of a modal or of the Home tab
     action: {"type", "action_id", "block_id", "value" | "selected_option" | "selected_date" | ... as in Slack's block_actions};
     values: Slack's state.values, {block_id: {action_id: {"type", "value" | "selected_..."}}}
  /play/shortcut {"as", "callback_id"}                                 a global shortcut
                 {"as", "callback_id", "channel", "message_ts"}        a message shortcut, not on an ephemeral message
  /play/options  {"as", "channel", "message_ts" | "view_id", "block_id", "action_id", "value": "typed"}
                 gives {"options": [...]} or {"option_groups": [...]}
  /play/submit   {"as", "view_id", "values"}                           gives "errors": {block_id: sentence} or null
  /play/close    {"as", "view_id", "all"?: false}                      all: the whole stack
  /play/home     {"as", "tab"?: "home"|"messages"}                     the App Home was opened
  /play/dismiss  {"as", "ts"}                                          an ephemeral message is put away
  /play/join     {"as", "channel", "who"?: "bot"}                      the person, or the app where who is bot, joins
Beside these, what admin.py lists.
"""

import json
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.playground.acting import Acting
from bot.playground.admin import Admin
from bot.playground.asked import mapping, text
from bot.playground.delivery import Delivery
from bot.playground.forms import Forms
from bot.playground.standing import ActionError, Standing
from bot.playground.state import BOT_ID, BOT_USER, Json, Message, Person, SlackError
from bot.playground.workspace import Workspace

LOOPBACK = ("127.0.0.1", "localhost", "::1")
SHOWN = 100

Doing = Callable[[Person, Json], Awaitable[Json | None]]


class PageApi:
    """The page's questions and doings, over HTTP."""

    def __init__(
        self, workspace: Workspace, acting: Acting, forms: Forms, standing: Standing, delivery: Delivery, admin: Admin
    ) -> None:
        """What the page shows and changes."""
        self._workspace, self._delivery = workspace, delivery
        self._acting, self._forms, self._standing, self._admin = acting, forms, standing, admin
        self.doings: dict[str, Doing] = {
            "command": self._command,
            "say": self._say,
            "press": self._press,
            "shortcut": self._shortcut,
            "options": self._options,
            "submit": self._submit,
            "close": self._close,
            "home": self._home,
            "dismiss": self._dismiss,
            "join": self._join,
            **admin.doings(),
        }

    def routes(self) -> list[web.RouteDef]:
        """The routes below /play/."""
        return [
            web.get("/play/state", self._state),
            web.get("/play/events", self._events),
            web.get("/play/posts", self._admin.posts),
            web.get("/play/calls", self._admin.calls),
            web.post("/play/{doing:[a-z]+}", self._do),
        ]

    async def _state(self, request: web.Request) -> web.Response:
        try:
            return web.json_response(self.state(self._person(request.query)))
        except ActionError as refused:
            return _refused(400, str(refused))

    def state(self, who: Person) -> Json:
        """Everything that a person sees."""
        space, sockets = self._workspace, self._delivery.sockets
        transport = "http" if self._delivery.request_url else "socket" if sockets.open else ""
        app = {"name": space.app_name, "user": BOT_USER, "bot": BOT_ID, "connected": bool(transport), "transport": transport}
        return {
            "version": space.version,
            "me": who.id,
            "as": who.key,
            "people": [{"key": one.key, "id": one.id, "name": one.name} for one in space.everybody()],
            "app": {**app, "connections": len(sockets.open)},
            "commands": space.commands,
            "shortcuts": space.shortcuts,
            "channels": self._channels(who),
            "home": space.homes.get(who.id),
            "modals": space.stacks.get(who.id, []),
        }

    def _channels(self, who: Person) -> list[Json]:
        """The first hundred channels, private ones to their members alone, and the person's own direct message."""
        channels = (one for one in self._workspace.channels.values() if not one.person)
        known = [one for one in channels if not one.private or who.id in one.members][
            :SHOWN
        ]  # of ten thousand nobody looks at more
        return [self._channel(one.id, who) for one in (*known, self._workspace.channel(who.id))]

    def _channel(self, number: str, who: Person) -> Json:
        channel = self._workspace.channel(number)
        messages = list(self._workspace.visible(number, who.id))
        replies: dict[str, int] = {}
        for message in messages:
            thread = message.body.get("thread_ts", message.ts)
            if thread != message.ts and not message.seen_by:
                replies[thread] = replies.get(thread, 0) + 1
        shown = {"id": channel.id, "name": channel.name, "kind": channel.kind, "archived": channel.archived}
        shown |= {"private": channel.private, "member": who.id in channel.members, "bot_member": BOT_USER in channel.members}
        return {**shown, "messages": [_message(message, replies.get(message.ts, 0)) for message in messages]}

    async def _events(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"content-type": "text/event-stream", "cache-control": "no-store"})
        await response.prepare(request)
        while True:
            changed = self._workspace.changed
            try:
                await response.write(f'data: {{"version": {self._workspace.version}}}\n\n'.encode())
            except ConnectionError:
                return response
            await changed.wait()

    async def _do(self, request: web.Request) -> web.Response:
        doing = self.doings.get(request.match_info["doing"])
        if doing is None:
            return _refused(404, "The page asked for something that the playground does not do.")
        if request.content_type != "application/json":
            return _refused(415, "The request must be JSON, with the content type application/json.")
        try:
            asked = json.loads(await request.text())
            if not isinstance(asked, dict):
                raise ActionError("The request must be a JSON object.")
            found = await doing(self._person(asked), asked)
        except (ValueError, RecursionError):
            return _refused(400, "The request is not well-formed JSON.")
        except (ActionError, SlackError) as refused:
            return _refused(400, str(refused))
        return web.json_response({"ok": True, "version": self._workspace.version, **(found or {})})

    def _person(self, asked: Any) -> Person:
        try:
            return self._workspace.person(str(asked.get("as", "editor")))
        except SlackError:
            raise ActionError("Act as editor, second or reader.") from None

    async def _command(self, who: Person, asked: Json) -> None:
        await self._acting.command(who, text(asked, "channel"), text(asked, "text"))

    async def _say(self, who: Person, asked: Json) -> Json:
        thread = text(asked, "thread_ts") if asked.get("thread_ts") else None
        return {"ts": await self._acting.say(who, text(asked, "channel"), text(asked, "text"), thread)}

    async def _press(self, who: Person, asked: Json) -> None:
        action, values = mapping(asked, "action"), mapping(asked, "values", {})
        if "view_id" in asked:
            await self._forms.press_view(who, text(asked, "view_id"), action, values)
        else:
            message = self._standing.find(text(asked, "channel"), text(asked, "message_ts"), who)
            await self._acting.press(who, message, action, values)

    async def _shortcut(self, who: Person, asked: Json) -> None:
        if "message_ts" in asked:
            message = self._standing.find(text(asked, "channel"), text(asked, "message_ts"), who)
            await self._acting.message_shortcut(who, text(asked, "callback_id"), message)
        else:
            await self._acting.shortcut(who, text(asked, "callback_id"))

    async def _options(self, who: Person, asked: Json) -> Json:
        if "view_id" in asked:
            view = self._workspace.view(text(asked, "view_id"))[1]
            place: Json = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        else:
            message = self._standing.find(text(asked, "channel"), text(asked, "message_ts"), who)
            container = {"type": "message", "message_ts": message.ts, "channel_id": message.channel}
            place = {"container": container, "message": message.body, "channel": {"id": message.channel}}
        return await self._forms.options(who, place, {name: text(asked, name) for name in ("action_id", "block_id", "value")})

    async def _submit(self, who: Person, asked: Json) -> Json:
        return {"errors": await self._forms.submit(who, text(asked, "view_id"), mapping(asked, "values", {}))}

    async def _close(self, who: Person, asked: Json) -> None:
        await self._forms.close(who, text(asked, "view_id"), bool(asked.get("all")))

    async def _home(self, who: Person, asked: Json) -> None:
        await self._forms.open_home(who, "messages" if asked.get("tab") == "messages" else "home")

    async def _dismiss(self, who: Person, asked: Json) -> None:
        self._acting.dismiss(who, text(asked, "ts"))

    async def _join(self, who: Person, asked: Json) -> None:
        self._acting.join(who, text(asked, "channel"), bot=asked.get("who") == "bot")


def _message(message: Message, replies: int) -> Json:
    shown = {**message.body, "channel": message.channel, "ephemeral": bool(message.seen_by), "underneath": message.under}
    return {**shown, "reply_count": replies} if replies else shown


def is_own_page(request: web.Request) -> bool:
    """Whether the request comes from a page of this server, or from no page at all."""
    origin = request.headers.get("origin")
    return origin is None or urlsplit(origin).netloc == request.host


def _refused(status: int, sentence: str) -> web.Response:
    return web.json_response({"ok": False, "error": sentence}, status=status)
