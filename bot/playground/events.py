"""The payloads that an app gets, in Slack's shapes."""

import json
import re
from collections.abc import Iterator
from uuid import uuid4

from bot.playground.state import APP_ID, BOT_USER, TEAM, Channel, Json, Person
from bot.playground.workspace import Workspace

TOKEN = "playground-verification"
# A link ends before closing punctuation and before a quote.
_LINK = re.compile(r"""(https?://[^\s<>"“”]*[^\s<>"“”.,;:!?)\]}'’])""")


def event_payload(workspace: Workspace, event: Json) -> Json:
    """The outer envelope of an event, with an event_id of its own."""
    allowed = {"enterprise_id": None, "team_id": TEAM, "user_id": BOT_USER, "is_bot": True, "is_enterprise_install": False}
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": f"Ev{uuid4().hex[:10].upper()}",
        "event_time": int(workspace.clock()),
        "event_context": uuid4().hex,
        "authorizations": [allowed],
    }


def rate_limited_payload(workspace: Workspace) -> Json:
    """The word that more events happened than Slack delivers in an hour."""
    minute = int(workspace.clock()) // 60 * 60
    return {
        "token": TOKEN,
        "type": "app_rate_limited",
        "team_id": TEAM,
        "minute_rate_limited": minute,
        "api_app_id": APP_ID,
    }


def verification_payload() -> str:
    """The question whether a request URL is the app's, as JSON; the answer is its challenge."""
    return json.dumps({"token": TOKEN, "challenge": uuid4().hex, "type": "url_verification"})


def message_events(workspace: Workspace, channel: Channel, body: Json) -> Iterator[Json]:
    """The events that a message causes: a mention, a message, or both, as far as the app has subscribed to them."""
    if BOT_USER not in channel.members:
        return
    wanted = workspace.manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
    place = {"channel": channel.id, "event_ts": body["ts"], **_home(workspace, body)}
    if channel.kind == "channel" and "app_mention" in wanted and f"<@{BOT_USER}>" in body.get("text", ""):
        yield event_payload(workspace, {**body, **place, "type": "app_mention"})
    kind = "group" if channel.private else channel.kind
    if f"message.{kind if kind == 'im' else kind + 's'}" in wanted:
        yield event_payload(workspace, {**body, **place, "type": "message", "channel_type": kind})


def _home(workspace: Workspace, body: Json) -> Json:
    """Whose organisation the writer of a message belongs to."""
    writer = workspace.people.get(str(body.get("user")))
    team = writer.team if writer else TEAM
    return {"team": team, "user_team": team, "source_team": team} if team != TEAM else {"team": team}


def named(channel: Channel) -> Json:
    """A channel as payloads name it."""
    return {"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name}


def command_payload(person: Person, channel: Channel, command: str, text: str, addresses: Json) -> Json:
    """A slash command; `addresses` holds its response_url and trigger_id."""
    return {
        "token": TOKEN,
        "team_id": TEAM,
        "team_domain": "playground",
        "channel_id": channel.id,
        "channel_name": named(channel)["name"],
        "user_id": person.id,
        "user_name": person.key,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        **addresses,
    }


def interaction_payload(kind: str, person: Person, **parts: object) -> Json:
    """An interaction: block_actions, view_submission, view_closed, block_suggestion, shortcut or message_action."""
    user = {"id": person.id, "username": person.key, "name": person.key, "team_id": person.team}
    outer = {"type": kind, "team": {"id": TEAM, "domain": "playground"}, "user": user, "api_app_id": APP_ID, "token": TOKEN}
    return {**outer, "enterprise": None, "is_enterprise_install": False, **parts}


def as_typed(text: str, app_name: str) -> str:
    """A person's words as Slack hands them on: three characters escaped, links and @name of the app in angle brackets."""
    pieces = [each.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for each in _LINK.split(text)]
    text = "".join(f"<{each}>" if at % 2 else each for at, each in enumerate(pieces))
    return re.sub(rf"@{re.escape(app_name)}\b", f"<@{BOT_USER}>", text)
