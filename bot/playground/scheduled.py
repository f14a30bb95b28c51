"""The methods of the Web API for messages that Slack posts later."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from uuid import uuid4

from bot.playground.conversations import page_of
from bot.playground.delivery import Delivery
from bot.playground.messages import writable, written
from bot.playground.state import BOT_ID, Json, SlackError
from bot.playground.workspace import Workspace

DAYS, WINDOW_SECONDS, IN_A_WINDOW = 120, 300, 30


@dataclass
class Scheduled:
    """A message to come; `at` and `made` in seconds since 1970."""

    id: str
    channel: str
    at: int
    made: int
    body: Json


class ScheduledMethods:
    """Keeps messages until their time. One with metadata is taken and never posted, as at Slack."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        """`delivery` holds the waiting in the background."""
        self._workspace, self._delivery = workspace, delivery
        self._waiting: dict[str, Scheduled] = {}

    def methods(self) -> dict[str, Callable[[Json], Json]]:
        """The methods by name."""
        return {
            "chat.scheduleMessage": self._schedule,
            "chat.scheduledMessages.list": self._list,
            "chat.deleteScheduledMessage": self._delete,
        }

    def _schedule(self, asked: Json) -> Json:
        channel, body, now = writable(self._workspace, asked), written(asked), int(self._workspace.clock())
        at = _instant(asked.get("post_at"))
        if at <= now:
            raise SlackError("time_in_past")
        if at > now + DAYS * 86_400:
            raise SlackError("time_too_far")
        times = sorted([at, *(one.at for one in self._waiting.values() if one.channel == channel.id)])
        if any(later - first < WINDOW_SECONDS for first, later in zip(times, times[IN_A_WINDOW:], strict=False)):
            raise SlackError("restricted_too_many")
        one = Scheduled(f"Q{uuid4().hex[:10].upper()}", channel.id, at, now, body)
        self._waiting[one.id] = one
        self._delivery.later(self._post(one))
        shown = {"text": body["text"], "bot_id": BOT_ID, "type": "delayed_message", "subtype": "bot_message"}
        return {"channel": channel.id, "scheduled_message_id": one.id, "post_at": str(at), "message": shown}

    async def _post(self, one: Scheduled) -> None:
        while (left := one.at - self._workspace.clock()) > 0:
            changed = self._workspace.changed
            try:  # a clock that was moved wakes it
                await asyncio.wait_for(changed.wait(), left)
            except TimeoutError:
                continue
        if self._waiting.pop(one.id, None) and "metadata" not in one.body and one.channel in self._workspace.channels:
            self._workspace.add(one.channel, one.body)

    def _list(self, asked: Json) -> Json:
        wanted = self._workspace.channel(str(asked["channel"])).id if asked.get("channel") else ""
        oldest, latest = _instant(asked.get("oldest") or 0), _instant(asked.get("latest") or 2**40)
        found = [one for one in self._waiting.values() if wanted in ("", one.channel) and oldest <= one.at <= latest]
        page, following = page_of(sorted(found, key=lambda one: (one.at, one.id)), asked, lambda one: one.id)
        shown = [
            {"id": one.id, "channel_id": one.channel, "post_at": one.at, "date_created": one.made, "text": one.body["text"]}
            for one in page
        ]
        return {"scheduled_messages": shown, **following}

    def _delete(self, asked: Json) -> Json:
        channel = self._workspace.channel(str(asked.get("channel", ""))).id
        one = self._waiting.get(str(asked.get("scheduled_message_id", "")))
        if one is None or one.channel != channel:
            raise SlackError("invalid_scheduled_message_id")
        del self._waiting[one.id]
        self._workspace.touch()
        return {}


def _instant(given: object) -> int:
    try:
        return int(str(given))
    except ValueError:
        raise SlackError("invalid_time") from None
