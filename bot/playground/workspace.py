"""The workspace of the playground, kept in memory: people, channels, messages and views. Used only in the server's own thread."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from bot.playground.state import (
    APP_ID,
    BOT_ID,
    TEAM,
    Channel,
    Clock,
    Group,
    Json,
    Message,
    Person,
    SlackError,
    Trigger,
    direct,
    first_channels,
    first_people,
    number_blocks,
)

TRIGGER_SECONDS, TRIGGERS = 3.0, 10_000
HISTORY = 100_000
MANIFEST = Path(__file__).resolve().parents[2] / "manifest.json"


class Workspace:
    """Everything that the stand-in remembers. `version` grows with each change, and `changed` wakes who waits for one."""

    def __init__(self, clock: Clock, manifest: Json | None = None, history: int = HISTORY) -> None:
        """`clock` gives seconds since 1970; `manifest` is the app's (the repository's own unless given).

        A channel keeps its newest `history` messages.
        """
        self.clock, self.history = clock, history
        self.manifest: Json = manifest or json.loads(MANIFEST.read_text(encoding="utf-8"))
        self.homes: dict[str, Json] = {}
        self.stacks: dict[str, list[Json]] = {}
        self.triggers: dict[str, Trigger] = {}
        self.revoked = False
        self.version = 0
        self.changed = asyncio.Event()
        self._last_ts = 0
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self._named: dict[str, Channel] = {}
        self._kept: dict[str, list[Message]] = {}
        self._by_ts: dict[str, Message] = {}
        for channel in first_channels(first_people()):
            self.add_channel(channel)
        for person in first_people():
            self.add_person(person)
        editors = [self.people[key].id for key in ("editor", "second")]
        self.groups = {"S0EDITORS": Group("S0EDITORS", "editors", editors)}

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

    def add_person(self, person: Person) -> None:
        """Somebody more, in a direct message with the app and in every channel that is not archived."""
        self.people[person.key] = self.people[person.id] = person
        for channel in [*self.channels.values()]:
            if channel.kind == "channel" and not channel.archived:
                channel.members.add(person.id)
        self.add_channel(direct(person))

    def add_channel(self, channel: Channel) -> None:
        """A channel more; it is known by its id and its name, a direct message by its person."""
        self.channels[channel.id] = self._named[channel.person or channel.name] = channel

    def remove_channel(self, channel: Channel) -> None:
        """Delete a channel and all that was said in it."""
        for message in self._kept.pop(channel.id, []):
            del self._by_ts[message.ts]
        del self.channels[channel.id], self._named[channel.person or channel.name]
        self.touch()

    def everybody(self) -> list[Person]:
        """The people, each once."""
        return [person for name, person in self.people.items() if name == person.key]

    def person(self, key_or_id: str) -> Person:
        """Somebody by key or id. Raises SlackError user_not_found."""
        if key_or_id in self.people:
            return self.people[key_or_id]
        raise SlackError("user_not_found")

    def channel(self, number: str) -> Channel:
        """A channel by id or name, or the direct message of a user id. Raises SlackError channel_not_found."""
        found = self.channels.get(number) or self._named.get(number)
        if found is None:
            raise SlackError("channel_not_found")
        return found

    @property
    def messages(self) -> list[Message]:
        """Every message, oldest first."""
        return [*self._by_ts.values()]

    def add(self, channel: str, body: Json, seen_by: str = "", under: Json | None = None) -> Message:
        """Keep a message, with a new ts and ids for its blocks."""
        body = {"type": "message", **body, "ts": self.next_ts()}
        number_blocks(body)
        message = self._by_ts[body["ts"]] = Message(channel, body, seen_by, under or {})
        kept = self._kept.setdefault(channel, [])
        kept.append(message)
        if len(kept) > self.history:
            del self._by_ts[kept.pop(0).ts]
        self.touch()
        return message

    def find(self, channel: str, ts: str) -> Message:
        """A message, of any channel where none is named. Raises SlackError message_not_found."""
        message = self._by_ts.get(ts)
        if message is None or channel not in ("", message.channel):
            raise SlackError("message_not_found")
        return message

    def holds(self, message: Message | None) -> bool:
        """Whether the message is still there."""
        return message is not None and self._by_ts.get(message.ts) is message

    def remove(self, message: Message) -> None:
        """Forget a message."""
        del self._by_ts[message.ts]
        self._kept[message.channel].remove(message)
        self.touch()

    def visible(self, channel: str, person: str = "") -> Iterator[Message]:
        """The messages of a channel, oldest first; ephemeral ones only to the person who sees them."""
        return (one for one in self._kept.get(channel, ()) if one.seen_by in ("", person))

    def trigger(self, person: str, view: str = "") -> str:
        """A new trigger_id, good for 3 seconds and one use."""
        number = f"{int(self.clock() * 1000)}.{TEAM}.{uuid4().hex}"
        if len(self.triggers) >= TRIGGERS:
            del self.triggers[next(iter(self.triggers))]
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
