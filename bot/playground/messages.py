"""The methods of the Web API for messages: chat, the history of a conversation, reactions."""

from collections.abc import Callable
from typing import Any

from bot.playground.blocks import UPDATE_TEXT, check_message
from bot.playground.delivery import Delivery
from bot.playground.events import message_events
from bot.playground.state import BOT_ID, BOT_USER, Channel, Json, Message, SlackError, Workspace, number_blocks

CONTENT = ("text", "blocks", "attachments", "metadata")


class MessageMethods:
    """Writes, changes and reads messages for the app."""

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
            "conversations.history": self._history,
            "conversations.replies": self._replies,
            "reactions.add": self._react,
        }

    def _writable(self, asked: Json) -> Channel:
        channel = self._workspace.channel(str(asked.get("channel", "")))
        if channel.archived:
            raise SlackError("is_archived")
        if BOT_USER not in channel.members and "chat:write.public" not in self._workspace.scopes:
            raise SlackError("not_in_channel")
        return channel

    def _post(self, asked: Json) -> Json:
        channel = self._writable(asked)
        message = self._workspace.add(channel.id, _written(asked), under=self._delivery.recent.get(channel.id))
        for payload in message_events(self._workspace, channel, message.body):
            self._delivery.later(self._delivery.event(payload, ""))
        return {"channel": channel.id, "ts": message.ts, "message": message.body}

    def _ephemeral(self, asked: Json) -> Json:
        channel = self._writable(asked)
        who = self._workspace.person(str(asked.get("user", "")))
        if who.id not in channel.members:
            raise SlackError("user_not_in_channel")
        message = self._workspace.add(channel.id, _written(asked), who.id, self._delivery.recent.get(channel.id))
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
        written = _written(asked, UPDATE_TEXT)
        metadata = {"metadata": message.body["metadata"]} if "metadata" in message.body and "metadata" not in asked else {}
        rest = {name: value for name, value in message.body.items() if name not in CONTENT}
        edited = {"user": BOT_USER, "ts": self._workspace.next_ts()}
        message.body = {**rest, **metadata, **written, "edited": edited, "ts": message.ts}
        number_blocks(message.body)
        self._workspace.touch()
        return {"channel": message.channel, "ts": message.ts, "text": written["text"], "message": message.body}

    def _delete(self, asked: Json) -> Json:
        message = self._own(asked, "cant_delete_message")
        self._workspace.remove(message)
        return {"channel": message.channel, "ts": message.ts}

    def _permalink(self, asked: Json) -> Json:
        channel = self._workspace.channel(str(asked.get("channel", ""))).id
        message = self._workspace.find(channel, str(asked.get("message_ts", "")))
        place = f"https://playground.invalid/archives/{channel}/p{message.ts.replace('.', '')}"
        return {"channel": channel, "permalink": place}

    def _readable(self, asked: Json) -> list[Message]:
        channel = self._workspace.channel(str(asked.get("channel", "")))
        if BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        return [one for one in self._workspace.visible(channel.id) if _within(one.ts, asked)]

    def _history(self, asked: Json) -> Json:
        top = [one.body for one in self._readable(asked) if one.body.get("thread_ts", one.ts) == one.ts]
        return _page(top[::-1], asked)

    def _replies(self, asked: Json) -> Json:
        wanted = str(asked.get("ts", ""))
        thread = [one.body for one in self._readable(asked) if wanted in (one.ts, one.body.get("thread_ts"))]
        if not thread:
            raise SlackError("thread_not_found")
        return _page(thread, asked)

    def _react(self, asked: Json) -> Json:
        message = self._workspace.find(str(asked.get("channel", "")), str(asked.get("timestamp", "")))
        reactions: list[Json] = message.body.setdefault("reactions", [])
        name = str(asked.get("name", "")).strip(":")
        if not name:
            raise SlackError("invalid_name")
        if any(each["name"] == name and BOT_USER in each["users"] for each in reactions):
            raise SlackError("already_reacted")
        reactions.append({"name": name, "users": [BOT_USER], "count": 1})
        self._workspace.touch()
        return {}


def _written(asked: Json, most_text: int = 40_000) -> Json:
    """What the app wrote, judged as Slack judges it. Raises SlackError."""
    if asked.get("markdown_text"):
        if asked.get("text") or asked.get("blocks"):
            raise SlackError("markdown_text_conflict")
        asked = {**asked, "text": asked["markdown_text"]}
    check_message(asked, most_text)
    kept = {name: asked[name] for name in (*CONTENT, "thread_ts") if asked.get(name)}
    return {"user": BOT_USER, "bot_id": BOT_ID, "text": "", **kept}


def _within(ts: str, asked: Json) -> bool:
    oldest, latest = str(asked.get("oldest") or "0"), str(asked.get("latest") or "9999999999")
    inclusive = str(asked.get("inclusive", "")).lower() in ("1", "true")
    return _number(oldest) < _number(ts) < _number(latest) or (inclusive and ts in (oldest, latest))


def _number(ts: str) -> float:
    try:
        return float(ts)
    except ValueError:
        raise SlackError("invalid_arguments") from None


def _page(messages: list[Json], asked: Json) -> Json:
    start, size = _count(asked.get("cursor"), 0), min(max(_count(asked.get("limit"), 100), 1), 999)
    more = start + size < len(messages)
    metadata = {"response_metadata": {"next_cursor": str(start + size) if more else ""}}
    return {"messages": messages[start : start + size], "has_more": more, **metadata}


def _count(given: Any, usual: int) -> int:
    try:
        return max(int(given or usual), 0)
    except (ValueError, TypeError):
        raise SlackError("invalid_arguments") from None
