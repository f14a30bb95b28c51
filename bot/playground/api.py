"""The Web API: who may call what, and the methods that are neither messages nor views."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

from bot.playground.blocks import block_faults, check_message, check_view
from bot.playground.delivery import Delivery
from bot.playground.messages import MessageMethods
from bot.playground.sockets import Sockets
from bot.playground.state import APP_TOKEN, BOT_ID, BOT_TOKEN, BOT_USER, TEAM, Channel, Json, SlackError, Workspace
from bot.playground.views import ViewMethods

Method = Callable[[Json], Json]

_READING = ("channels:read", "groups:read", "im:read", "mpim:read")
_HISTORY = ("channels:history", "groups:history", "im:history", "mpim:history")
SCOPES: dict[str, tuple[str, ...]] = {
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "chat.postEphemeral": ("chat:write",),
    "chat.delete": ("chat:write",),
    "conversations.open": ("im:write", "chat:write"),
    "conversations.info": (*_READING, "im:history"),
    "conversations.list": (*_READING, "im:history"),
    "conversations.members": (*_READING, "im:history"),
    "conversations.history": _HISTORY,
    "conversations.replies": _HISTORY,
    "conversations.join": ("channels:join",),
    "users.info": ("users:read",),
    "reactions.add": ("reactions:write",),
}


class WebApi:
    """Answers the methods of the Web API from the workspace."""

    def __init__(self, workspace: Workspace, sockets: Sockets, delivery: Delivery) -> None:
        """The workspace that the methods change; `base` is set to the server's address once it is known."""
        self._workspace, self._sockets = workspace, sockets
        self.base = ""
        self._methods: dict[str, Method] = {
            "auth.test": self._auth_test,
            "apps.connections.open": self._connections_open,
            "conversations.open": self._conversations_open,
            "conversations.info": lambda asked: {"channel": self._channel_json(self._channel(asked))},
            "conversations.list": self._conversations_list,
            "conversations.members": lambda asked: {"members": sorted(self._channel(asked).members), **_LAST_PAGE},
            "conversations.join": self._join,
            "users.info": self._users_info,
            "blocks.validate": self._validate,
            **MessageMethods(workspace, delivery).methods(),
            **ViewMethods(workspace).methods(),
        }

    def call(self, method: str, token: str, asked: Json) -> Json:
        """The reply of a method; a refusal is a reply with ok false, as Slack gives it."""
        try:
            if method not in self._methods:
                raise SlackError("unknown_method", req_method=method)
            if method != "blocks.validate":
                self._check_token(method, token or str(asked.get("token", "")))
            return {"ok": True, **self._methods[method](asked)}
        except SlackError as refused:
            return {"ok": False, "error": refused.error, **refused.more}

    def _check_token(self, method: str, token: str) -> None:
        if not token:
            raise SlackError("not_authed")
        if token not in (BOT_TOKEN, APP_TOKEN):
            raise SlackError("invalid_auth")
        if (token == APP_TOKEN) != (method == "apps.connections.open"):
            raise SlackError("not_allowed_token_type")
        if token == BOT_TOKEN and self._workspace.revoked:
            raise SlackError("token_revoked")
        granted, wanted = self._workspace.scopes, SCOPES.get(method, ())
        if wanted and not set(wanted) & set(granted):
            raise SlackError("missing_scope", needed=wanted[0], provided=",".join(granted))

    def _auth_test(self, _asked: Json) -> Json:
        who = {"team": "Playground", "team_id": TEAM, "user": self._workspace.app_name, "user_id": BOT_USER, "bot_id": BOT_ID}
        return {"url": f"{self.base}/", **who, "is_enterprise_install": False}

    def _connections_open(self, _asked: Json) -> Json:
        return {"url": f"ws{self.base.removeprefix('http')}/link?ticket={self._sockets.ticket()}"}

    def _channel(self, asked: Json) -> Channel:
        return self._workspace.channel(str(asked.get("channel", "")))

    def _channel_json(self, channel: Channel) -> Json:
        shown = {"id": channel.id, "is_archived": channel.archived, "is_member": BOT_USER in channel.members}
        if channel.kind == "im":
            return {**shown, "is_im": True, "user": channel.person}
        return {**shown, "name": channel.name, "is_channel": True, "is_im": False, "num_members": len(channel.members)}

    def _conversations_open(self, asked: Json) -> Json:
        who = self._workspace.person(str(asked.get("users", "")).split(",")[0])
        return {"channel": self._channel_json(self._workspace.channel(who.id))}

    def _conversations_list(self, asked: Json) -> Json:
        kinds = str(asked.get("types", "public_channel")).split(",")
        wanted = {"channel": "public_channel" in kinds, "im": "im" in kinds}
        without = str(asked.get("exclude_archived", "")).lower() in ("1", "true")
        channels = [one for one in self._workspace.channels.values() if wanted[one.kind] and not (without and one.archived)]
        return {"channels": [self._channel_json(one) for one in channels], **_LAST_PAGE}

    def _join(self, asked: Json) -> Json:
        channel = self._channel(asked)
        if channel.archived:
            raise SlackError("is_archived")
        if channel.kind == "im":
            raise SlackError("method_not_supported_for_channel_type")
        channel.members.add(BOT_USER)
        self._workspace.touch()
        return {"channel": self._channel_json(channel)}

    def _users_info(self, asked: Json) -> Json:
        number = str(asked.get("user", ""))
        if number == BOT_USER:
            return {"user": {"id": number, "team_id": TEAM, "name": self._workspace.app_name, "is_bot": True, "deleted": False}}
        who = self._workspace.person(number)
        zone = {"tz": "Pacific/Auckland", "tz_label": "New Zealand Time", "tz_offset": 43_200}
        profile = {"real_name": who.name, "display_name": who.name}
        known = {"id": who.id, "team_id": TEAM, "name": who.key, "real_name": who.name, "profile": profile}
        return {"user": {**known, **zone, "is_bot": False, "deleted": False}}

    def _validate(self, asked: Json) -> Json:
        given = [name for name in ("blocks", "message", "view") if asked.get(name)]
        if len(given) != 1:
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


_LAST_PAGE = {"response_metadata": {"next_cursor": ""}}


def read_body(body: bytes, content_type: str) -> Json:
    """The arguments of a call, from JSON or a form; an empty body has none. Raises SlackError where neither can be read."""
    if not body.strip():
        return {}
    try:
        text = body.decode()
        if "json" in content_type:
            found: Any = json.loads(text)
        else:
            found = {name: _from_form(value) for name, value in parse_qsl(text, keep_blank_values=True)}
    except (ValueError, RecursionError):
        raise SlackError("invalid_json" if "json" in content_type else "invalid_form_data") from None
    if not isinstance(found, dict):
        raise SlackError("json_not_object")
    return found


def _from_form(value: str) -> Any:
    """In a form nested values are written as JSON."""
    if value[:1] in "[{" and value:
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value
