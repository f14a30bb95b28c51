"""The methods of the Web API for conversations: which there are, who is in them, and what was said, a page at a time."""

import base64
from collections.abc import Callable, Sequence
from typing import Any

from bot.playground.messages import known
from bot.playground.state import BOT_USER, Channel, Json, Message, SlackError
from bot.playground.workspace import Workspace

USUAL, MOST = 100, 999


class ConversationMethods:
    """Shows conversations to the app, as far as it is in them."""

    def __init__(self, workspace: Workspace) -> None:
        """The workspace whose channels are shown."""
        self._workspace = workspace

    def methods(self) -> dict[str, Callable[[Json], Json]]:
        """The methods by name."""
        return {
            "conversations.open": self._open,
            "conversations.info": lambda asked: {"channel": _shown(self._channel(asked))},
            "conversations.list": self._list,
            "conversations.members": self._members,
            "conversations.join": self._join,
            "conversations.history": self._history,
            "conversations.replies": self._replies,
        }

    def _channel(self, asked: Json) -> Channel:
        return known(self._workspace, asked)

    def _open(self, asked: Json) -> Json:
        who = self._workspace.person(str(asked.get("users", "")).split(",")[0])
        return {"channel": _shown(self._workspace.channel(who.id))}

    def _list(self, asked: Json) -> Json:
        kinds = str(asked.get("types", "public_channel")).split(",")
        without = flag(asked, "exclude_archived")
        every = self._workspace.channels.values()
        channels = [one for one in every if _kind(one) in kinds and not (without and one.archived)]
        page, following = page_of(channels, asked, lambda one: one.id)
        return {"channels": [_shown(one) for one in page], **following}

    def _members(self, asked: Json) -> Json:
        page, following = page_of(sorted(self._channel(asked).members), asked, str)
        return {"members": page, **following}

    def _join(self, asked: Json) -> Json:
        channel = self._channel(asked)
        if channel.archived:
            raise SlackError("is_archived")
        if channel.kind == "im":
            raise SlackError("method_not_supported_for_channel_type")
        channel.members.add(BOT_USER)
        self._workspace.touch()
        return {"channel": _shown(channel)}

    def _readable(self, asked: Json) -> list[Message]:
        channel = self._channel(asked)
        if BOT_USER not in channel.members:
            raise SlackError("not_in_channel")
        return list(self._workspace.visible(channel.id))

    def _history(self, asked: Json) -> Json:
        every = self._readable(asked)
        replies: dict[str, list[Message]] = {}
        for one in every:
            if one.body.get("thread_ts", one.ts) != one.ts:
                replies.setdefault(one.body["thread_ts"], []).append(one)
        top = [one for one in every if one.body.get("thread_ts", one.ts) == one.ts and _within(one.ts, asked)]
        page, following = page_of(top[::-1], asked, lambda one: one.ts)
        shown = [{**_told(one, asked), **_thread(one, replies.get(one.ts, []))} for one in page]
        return {"messages": shown, "has_more": bool(following["response_metadata"]["next_cursor"]), "pin_count": 0, **following}

    def _replies(self, asked: Json) -> Json:
        wanted = str(asked.get("ts", ""))
        thread = [one for one in self._readable(asked) if wanted in (one.ts, one.body.get("thread_ts"))]
        if not thread:
            raise SlackError("thread_not_found")
        page, following = page_of([one for one in thread if _within(one.ts, asked)], asked, lambda one: one.ts)
        shown = [_told(one, asked) for one in page]
        return {"messages": shown, "has_more": bool(following["response_metadata"]["next_cursor"]), **following}


def _kind(channel: Channel) -> str:
    """As conversations.list calls it; a private channel without the app is of no kind, because it is not known to it."""
    if channel.private:
        return "private_channel" if BOT_USER in channel.members else ""
    return "im" if channel.kind == "im" else "public_channel"


def flag(asked: Json, name: str) -> bool:
    """A boolean argument, as JSON or a form brings it."""
    return str(asked.get(name, "")).lower() in ("1", "true")


def page_of(items: Sequence[Any], asked: Json, key: Callable[[Any], str]) -> tuple[list[Any], Json]:
    """One page from the cursor on, and the next cursor: it names the item with which the next page begins.

    Raises SlackError invalid_cursor or invalid_limit.
    """
    start, cursor = 0, str(asked.get("cursor") or "")
    if cursor:
        wanted = _decoded(cursor)
        start = next((at for at, item in enumerate(items) if key(item) == wanted), -1)
        if start < 0:
            raise SlackError("invalid_cursor")
    size = min(_count(asked.get("limit")), MOST)
    following = items[start + size : start + size + 1]
    next_cursor = base64.b64encode(f"next:{key(following[0])}".encode()).decode() if following else ""
    return [*items[start : start + size]], {"response_metadata": {"next_cursor": next_cursor}}


def _decoded(cursor: str) -> str:
    try:
        mark, _, name = base64.b64decode(cursor, validate=True).decode().partition(":")
    except ValueError:
        raise SlackError("invalid_cursor") from None
    return name if mark == "next" else ""


def _count(given: Any) -> int:
    try:
        found = int(given or USUAL)
    except (ValueError, TypeError):
        raise SlackError("invalid_limit") from None
    if found < 1:
        raise SlackError("invalid_limit")
    return found


def _within(ts: str, asked: Json) -> bool:
    oldest, latest = _number(asked.get("oldest") or 0), _number(asked.get("latest") or "Infinity")
    return oldest < _number(ts) < latest or (flag(asked, "inclusive") and _number(ts) in (oldest, latest))


def _number(ts: Any) -> float:
    try:
        return float(ts)
    except (ValueError, TypeError):
        raise SlackError("invalid_arguments") from None


def _told(message: Message, asked: Json) -> Json:
    """A message as history shows it: without include_all_metadata only the kind of its metadata."""
    metadata = message.body.get("metadata")
    if metadata and not flag(asked, "include_all_metadata"):
        return {**message.body, "metadata": {"event_type": metadata["event_type"]}}
    return message.body


def _thread(message: Message, replies: list[Message]) -> Json:
    if not replies:
        return {}
    writers = sorted({str(one.body.get("user", "")) for one in replies})
    counted = {"reply_count": len(replies), "reply_users": writers, "reply_users_count": len(writers)}
    return {"thread_ts": message.ts, **counted, "latest_reply": replies[-1].ts}


def _shown(channel: Channel) -> Json:
    shown = {"id": channel.id, "is_archived": channel.archived, "is_member": BOT_USER in channel.members}
    if channel.kind == "im":
        return {**shown, "is_im": True, "user": channel.person}
    people = {"is_channel": True, "is_im": False, "is_private": channel.private, "num_members": len(channel.members)}
    return {**shown, "name": channel.name, **people}
