"""The workspace of the playground, kept in memory: people, channels, messages and views. Used only in the server's own thread."""

import asyncio
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

Json = dict[str, Any]
Clock = Callable[[], float]

TEAM, APP_ID, BOT_USER, BOT_ID, SLACKBOT = "T0PLAY", "A0PLAY", "U0APP", "B0APP", "USLACKBOT"
BOT_TOKEN, APP_TOKEN = "xoxb-playground-bot", "xapp-1-playground-app"
SIGNING_SECRET = "706c617967726f756e6420736563726574"
TRIGGER_SECONDS = 3.0
STACK = 3
MANIFEST = Path(__file__).resolve().parents[2] / "manifest.json"


class SlackError(Exception):
    """A refusal in Slack's own words; `more` is what stands beside the error in the reply."""

    def __init__(self, error: str, **more: Any) -> None:
        """`error` is Slack's error string, as channel_not_found."""
        super().__init__(error)
        self.error, self.more = error, more


@dataclass
class Person:
    """Somebody to act as."""

    key: str
    id: str
    name: str


@dataclass
class Channel:
    """A channel, or with kind im a direct message between the app and one person."""

    id: str
    name: str
    members: set[str]
    kind: str = "channel"
    archived: bool = False
    person: str = ""


@dataclass
class Message:
    """A message as Slack's `body`; `seen_by` is the one person who sees an ephemeral one."""

    channel: str
    body: Json
    seen_by: str = ""
    under: Json = field(default_factory=dict)

    @property
    def ts(self) -> str:
        """Its place in time, unique in the workspace."""
        return str(self.body["ts"])


@dataclass
class Trigger:
    """A trigger_id: whose press it was, and the open view from which it came."""

    person: str
    until: float
    view: str = ""
    used: bool = False


def _people() -> dict[str, Person]:
    named = (("editor", "U0EDITOR", "Editor"), ("second", "U0SECOND", "Second editor"), ("reader", "U0READER", "Reader"))
    return {key: Person(key, number, name) for key, number, name in named}


def _channels(people: dict[str, Person]) -> dict[str, Channel]:
    all_ids = {one.id for one in people.values()}
    channels = [
        Channel("C0NEWSROOM", "newsroom", {*all_ids, BOT_USER}),
        Channel("C0PRESSDESK", "press-desk", set(all_ids)),
        Channel("C0OLDDESK", "old-desk", {*all_ids, BOT_USER}, archived=True),
    ]
    channels += [Channel(f"D{one.id[1:]}", "nzdf", {one.id, BOT_USER}, "im", person=one.id) for one in people.values()]
    return {channel.id: channel for channel in channels}


class Workspace:
    """Everything that the stand-in remembers. `version` grows with each change, and `changed` wakes who waits for one."""

    def __init__(self, clock: Clock, manifest: Json | None = None) -> None:
        """`clock` gives seconds since 1970; `manifest` is the app's (the repository's own unless given)."""
        self.clock = clock
        self.manifest: Json = manifest or json.loads(MANIFEST.read_text(encoding="utf-8"))
        self.people = _people()
        self.channels = _channels(self.people)
        self.messages: list[Message] = []
        self.homes: dict[str, Json] = {}
        self.stacks: dict[str, list[Json]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.revoked = False
        self.version = 0
        self.changed = asyncio.Event()
        self._last_ts = 0

    @property
    def scopes(self) -> list[str]:
        """The scopes of the bot token, as the manifest asks for them."""
        scopes: list[str] = self.manifest.get("oauth_config", {}).get("scopes", {}).get("bot", [])
        return scopes

    @property
    def commands(self) -> list[Json]:
        """The app's slash commands, with their usage hints."""
        commands: list[Json] = self.manifest.get("features", {}).get("slash_commands", [])
        return commands

    @property
    def shortcuts(self) -> list[Json]:
        """The app's shortcuts: name, type (global or message), callback_id, description."""
        shortcuts: list[Json] = self.manifest.get("features", {}).get("shortcuts", [])
        return shortcuts

    @property
    def app_name(self) -> str:
        """The name of the app's bot user."""
        return str(self.manifest.get("features", {}).get("bot_user", {}).get("display_name", "app"))

    def touch(self) -> None:
        """Something changed: give the state a new version and wake who waits."""
        self.version += 1
        self.changed.set()
        self.changed = asyncio.Event()

    def next_ts(self) -> str:
        """A ts later than every one before it."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        return f"{self._last_ts // 1_000_000}.{self._last_ts % 1_000_000:06d}"

    def person(self, key_or_id: str) -> Person:
        """Somebody by key or id. Raises SlackError user_not_found."""
        for one in self.people.values():
            if key_or_id in (one.key, one.id):
                return one
        raise SlackError("user_not_found")

    def channel(self, number: str) -> Channel:
        """A channel by id or name, or the direct message of a user id. Raises SlackError channel_not_found."""
        for channel in self.channels.values():
            if (number and number in (channel.id, channel.person)) or (channel.kind == "channel" and number == channel.name):
                return channel
        raise SlackError("channel_not_found")

    def add(self, channel: str, body: Json, seen_by: str = "", under: Json | None = None) -> Message:
        """Keep a message, with a new ts and ids for its blocks."""
        body = {"type": "message", **body, "ts": self.next_ts()}
        number_blocks(body)
        message = Message(channel, body, seen_by, under or {})
        self.messages.append(message)
        self.touch()
        return message

    def find(self, channel: str, ts: str) -> Message:
        """A message. Raises SlackError message_not_found."""
        for message in reversed(self.messages):
            if message.ts == ts and channel in ("", message.channel):
                return message
        raise SlackError("message_not_found")

    def remove(self, message: Message) -> None:
        """Forget a message."""
        self.messages.remove(message)
        self.touch()

    def visible(self, channel: str, person: str = "") -> Iterator[Message]:
        """The messages of a channel, oldest first; ephemeral ones only to the person who sees them."""
        return (one for one in self.messages if one.channel == channel and one.seen_by in ("", person))

    def trigger(self, person: str, view: str = "") -> str:
        """A new trigger_id, good for 3 seconds and one use."""
        number = f"{int(self.clock() * 1000)}.{TEAM}.{uuid4().hex}"
        self.triggers[number] = Trigger(person, self.clock() + TRIGGER_SECONDS, view)
        return number

    def take_trigger(self, number: str) -> Trigger:
        """Use a trigger_id. Raises SlackError invalid_trigger_id, exchanged_trigger_id or expired_trigger_id."""
        trigger = self.triggers.get(number)
        if trigger is None:
            raise SlackError("invalid_trigger_id")
        if trigger.used:
            raise SlackError("exchanged_trigger_id")
        if self.clock() > trigger.until:
            raise SlackError("expired_trigger_id")
        trigger.used = True
        return trigger

    def view(self, number: str) -> tuple[str, Json]:
        """The owner and the view of an id, open or on a Home tab. Raises SlackError not_found."""
        every = [(who, view) for who, stack in self.stacks.items() for view in stack] + list(self.homes.items())
        for who, view in every:
            if number and number in (view["id"], view.get("external_id")):
                return who, view
        raise SlackError("not_found")

    def keep_view(self, person: str, view: Json, old: Json | None = None) -> Json:
        """A view with its ids: a new one, or one that takes the place of `old`."""
        number = old["id"] if old else f"V{uuid4().hex[:10].upper()}"
        stack = self.stacks.get(person, []) if view["type"] == "modal" else []
        view = {
            **view,
            "id": number,
            "team_id": TEAM,
            "app_id": APP_ID,
            "bot_id": BOT_ID,
            "hash": f"{int(self.clock())}.{uuid4().hex[:8]}",
            "state": {"values": {}},
            "root_view_id": old["root_view_id"] if old else stack[0]["id"] if stack else number,
            "previous_view_id": old["previous_view_id"] if old else stack[-1]["id"] if stack else None,
        }
        for name, usual in (("private_metadata", ""), ("callback_id", ""), ("external_id", "")):
            view.setdefault(name, usual)
        number_blocks(view)
        if old:
            old.clear()
            old.update(view)
            view = old
        self.touch()
        return view


def number_blocks(body: Json) -> None:
    """Give every block a block_id and every control an action_id where the app gave none, as Slack does."""
    for block in body.get("blocks") or []:
        block.setdefault("block_id", uuid4().hex[:5])
        for control in controls(block):
            control.setdefault("action_id", uuid4().hex[:5])


def controls(block: Json) -> list[Json]:
    """The interactive elements of a block."""
    found = [*(block.get("elements") or []), block.get("accessory"), block.get("element")]
    wanted = block.get("type") in ("actions", "section", "input", "context_actions")
    return [each for each in found if wanted and isinstance(each, dict) and each.get("type") not in (None, "image")]
