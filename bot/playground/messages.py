"""The methods of the Web API for messages: posting, changing, deleting, reactions."""

import json
from collections.abc import Callable
from typing import Any

from bot.playground.blocks import MARKDOWN, UPDATE_TEXT, check_message
from bot.playground.delivery import Delivery
from bot.playground.events import message_events
from bot.playground.state import BOT_ID, BOT_USER, Channel, Json, Message, SlackError, number_blocks
from bot.playground.workspace import Workspace

METADATA = 16_000
CONTENT = ("text", "blocks", "attachments", "metadata")


class MessageMethods:
    """Writes and changes messages for the app."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        """`delivery` takes the app's own messages back to it as events, where it listens for them."""
        self._workspace, self._delivery = workspace, delivery

    def methods(self) -> dict[str, Callable[[Json], Json]]:
        """The methods by name."""
        return {
            "chat.postMessage": self._post,
            "chat.postEphemeral": self._ephemeral,
            "chat.update": self._update,
            "chat.delete": self._delete,
            "chat.getPermalink": self._permalink,
            "reactions.add": self._react,
        }

    def _post(self, asked: Json) -> Json:
        channel = writable(self._workspace, asked)
        message = self._workspace.add(channel.id, written(asked), under=self._delivery.recent.get(channel.id))
        for payload in message_events(self._workspace, channel, message.body):
            self._delivery.later(self._delivery.event(payload, ""))
        return {"channel": channel.id, "ts": message.ts, "message": message.body}

    def _ephemeral(self, asked: Json) -> Json:
        channel = writable(self._workspace, asked)
        who = self._workspace.person(str(asked.get("user", "")))
        if who.id not in channel.members:
            raise SlackError("user_not_in_channel")
        message = self._workspace.add(channel.id, written(asked), who.id, self._delivery.recent.get(channel.id))
        return {"message_ts": message.ts}

    def _own(self, asked: Json, refusal: str) -> Message:
        message = self._workspace.find(self._workspace.channel(str(asked.get("channel", ""))).id, str(asked.get("ts", "")))
        if message.seen_by:
            raise SlackError("message_not_found")
        if message.body.get("bot_id") != BOT_ID:
            raise SlackError(refusal)
        return message

    def _update(self, asked: Json) -> Json:
        message = self._own(asked, "cant_update_message")
        content = written(asked, UPDATE_TEXT)
        metadata = {"metadata": message.body["metadata"]} if "metadata" in message.body and "metadata" not in asked else {}
        rest = {name: value for name, value in message.body.items() if name not in CONTENT}
        edited = {"user": BOT_USER, "ts": self._workspace.next_ts()}
        message.body = {**rest, **metadata, **content, "edited": edited, "ts": message.ts}
        number_blocks(message.body)
        self._workspace.touch()
        return {"channel": message.channel, "ts": message.ts, "text": content["text"], "message": message.body}

    def _delete(self, asked: Json) -> Json:
        message = self._own(asked, "cant_delete_message")
        self._workspace.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def _permalink(self, asked: Json) -> Json:
        channel = self._workspace.channel(str(asked.get("channel", ""))).id
        message = self._workspace.find(channel, str(asked.get("message_ts", "")))
        place = f"https://playground.invalid/archives/{channel}/p{message.ts.replace('.', '')}"
        return {"channel": channel, "permalink": place}

    def _react(self, asked: Json) -> Json:
        channel = self._workspace.channel(str(asked.get("channel", "")))
        if channel.archived:
            raise SlackError("is_archived")
        message = self._workspace.find(channel.id, str(asked.get("timestamp", "")))
        reactions: list[Json] = message.body.setdefault("reactions", [])
        name = str(asked.get("name", "")).strip(":")
        if not name:
            raise SlackError("invalid_name")
        if any(each["name"] == name and BOT_USER in each["users"] for each in reactions):
            raise SlackError("already_reacted")
        same = next((each for each in reactions if each["name"] == name), None)
        if same is None:
            reactions.append({"name": name, "users": [BOT_USER], "count": 1})
        else:
            same["users"].append(BOT_USER)
            same["count"] += 1
        self._workspace.touch()
        return {}


def known(workspace: Workspace, asked: Json) -> Channel:
    """The channel asked for; a private one without the app is not known to it. Raises SlackError channel_not_found."""
    channel = workspace.channel(str(asked.get("channel", "")))
    if channel.private and BOT_USER not in channel.members:
        raise SlackError("channel_not_found")
    return channel


def writable(workspace: Workspace, asked: Json) -> Channel:
    """The channel asked for, if the app may write in it. Raises SlackError channel_not_found, is_archived or not_in_channel."""
    channel = known(workspace, asked)
    if channel.archived:
        raise SlackError("is_archived")
    if BOT_USER not in channel.members and "chat:write.public" not in workspace.scopes:
        raise SlackError("not_in_channel")
    return channel


def written(asked: Json, most_text: int = 40_000) -> Json:
    """What the app wrote, judged as Slack judges it. Raises SlackError."""
    if asked.get("markdown_text"):
        if asked.get("text") or asked.get("blocks"):
            raise SlackError("markdown_text_conflict")
        if len(str(asked["markdown_text"])) > MARKDOWN:
            raise SlackError("msg_too_long")
        asked = {**asked, "text": asked["markdown_text"]}
    if not isinstance(asked.get("thread_ts") or "", str):
        raise SlackError("invalid_thread_ts")
    check_message(asked, most_text)
    _check_metadata(asked.get("metadata"))
    kept = {name: asked[name] for name in (*CONTENT, "thread_ts") if asked.get(name)}
    return {"user": BOT_USER, "bot_id": BOT_ID, "text": "", **kept}


def _check_metadata(metadata: Any) -> None:
    if not metadata:
        return
    if not isinstance(metadata, dict) or not isinstance(metadata.get("event_type"), str) or not metadata["event_type"]:
        raise SlackError("invalid_metadata_format")
    if not isinstance(metadata.get("event_payload"), dict):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata)) > METADATA:
        raise SlackError("metadata_too_large")
