"""The Web API: who may call what, and the methods that answer."""

import contextlib
import json
from collections import Counter
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from bot.playground.blocks import block_faults, check_message, check_view
from bot.playground.conversations import ConversationMethods
from bot.playground.delivery import Delivery
from bot.playground.files import Files
from bot.playground.messages import MessageMethods
from bot.playground.scheduled import ScheduledMethods
from bot.playground.sockets import Sockets
from bot.playground.state import APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, TEAM, Json, SlackError
from bot.playground.users import UserMethods
from bot.playground.views import ViewMethods
from bot.playground.workspace import Workspace

Method = Callable[[Json], Json]

# These need a scope of the kind of conversation that they are asked about: channels:history, groups:history, im:history.
_BY_KIND = {
    "conversations.info": "read",
    "conversations.members": "read",
    "conversations.history": "history",
    "conversations.replies": "history",
}
_NESTED = ("attachments", "blocks", "files", "message", "metadata", "payload", "view")
SCOPES: dict[str, tuple[str, ...]] = {
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.delete": ("chat:write",),
    "conversations.open": ("im:write",),
    "conversations.list": ("channels:read", "groups:read", "im:read"),
    "conversations.join": ("channels:join",),
    "users.info": ("users:read",),
    "usergroups.users.list": ("usergroups:read",),
    "reactions.add": ("reactions:write",),
    "chat.scheduleMessage": ("chat:write",),
    "chat.deleteScheduledMessage": ("chat:write",),
    "files.getUploadURLExternal": ("files:write",),
    "files.completeUploadExternal": ("files:write",),
}


class WebApi:
    """Answers the methods of the Web API from the workspace."""

    def __init__(self, workspace: Workspace, sockets: Sockets, delivery: Delivery, files: Files) -> None:
        """The workspace that the methods change; `base` is set to the server's address once it is known.

        `calls` counts what came of the calls of each method: ok, Slack's error, or the fault that they met.
        """
        self._workspace, self._sockets = workspace, sockets
        self.base = ""
        self.calls: dict[str, Counter[str]] = {}
        self._methods: dict[str, Method] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connections_open,
            "blocks.validate": self._validate,
            **ConversationMethods(workspace).methods(),
            **UserMethods(workspace).methods(),
            **MessageMethods(workspace, delivery).methods(),
            **ScheduledMethods(workspace, delivery).methods(),
            **files.methods(),
            **ViewMethods(workspace).methods(),
        }

    def call(self, method: str, token: str, asked: Json) -> Json:
        """The reply of a method; a refusal is a reply with ok false, as Slack gives it."""
        try:
            if method not in self._methods:
                raise SlackError("unknown_method", req_method=method)
            if method != "blocks.validate":
                self._check_token(method, token or str(asked.get("token", "")), asked)
            return {"ok": True, **self._methods[method](asked)}
        except SlackError as refused:
            return {"ok": False, "error": refused.error, **refused.more}

    def count(self, method: str, came: str) -> None:
        """Count a call by what came of it; unknown methods together."""
        self.calls.setdefault(method if method in self._methods else "unknown_method", Counter())[came] += 1

    def _check_token(self, method: str, token: str, asked: Json) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            raise SlackError("invalid_auth")
        if (token == APP_TOKEN) != (method == "apps.connections.open"):
            raise SlackError("not_allowed_token_type")
        if token == BOT_TOKEN and self._workspace.revoked:
            raise SlackError("token_revoked")
        granted, wanted = self._workspace.scopes, SCOPES.get(method, ())
        if method in _BY_KIND:
            wanted = (f"{self._kind(str(asked.get('channel', '')))}:{_BY_KIND[method]}",)
        if wanted and not set(wanted) & set(granted):
            raise SlackError("missing_scope", needed=wanted[0], provided=",".join(granted))

    def _kind(self, number: str) -> str:
        """A conversation as scopes call it."""
        channel = self._workspace.channels.get(number)
        if channel is None or channel.kind != "im":
            return "groups" if channel and channel.private else "channels"
        return "im"

    def _auth_test(self, _asked: Json) -> Json:
        who = {"team": "Playground", "team_id": TEAM, "user": self._workspace.app_name, "user_id": BOT_USER, "bot_id": BOT_ID}
        return {"url": f"{self.base}/", **who, "is_enterprise_install": False}

    def _connections_open(self, _asked: Json) -> Json:
        return {"url": f"ws{self.base.removeprefix('http')}/link?ticket={self._sockets.ticket()}"}

    def _validate(self, asked: Json) -> Json:
        given = [name for name in ("blocks", "message", "view") if asked.get(name)]
        if len(given) != 1 or not isinstance(asked[given[0]], list if given == ["blocks"] else dict):
            raise SlackError("invalid_arguments")
        what = asked[given[0]]
        if given == ["blocks"]:
            return {"errors": [{"message": fault} for fault in block_faults(what)]}
        try:
            (check_view if given == ["view"] else check_message)(what)
        except SlackError as refused:
            reasons = refused.more.get("response_metadata", {}).get("messages", [refused.error])
            return {"errors": [{"message": reason} for reason in reasons]}
        return {"errors": []}


def read_body(body: bytes, content_type: str) -> Json:
    """The arguments of a call, from JSON or a form; an empty body has none. Raises SlackError where neither can be read."""
    if not body.strip():
        return {}
    try:
        text = body.decode()
        if "json" in content_type:
            found: Any = json.loads(text)
        else:
            found = dict(parse_qsl(text, keep_blank_values=True))
    except (ValueError, RecursionError):
        raise SlackError("invalid_json" if "json" in content_type else "invalid_form_data") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return {name: _unfolded(value) if name in _NESTED else value for name, value in found.items()}


def _unfolded(value: Any) -> Any:
    """A nested value, which a form always and a JSON body sometimes carries as JSON in a text."""
    if isinstance(value, str):
        with contextlib.suppress(ValueError, RecursionError):
            return json.loads(value)
    return value
