"""What the workspace is made of: people, groups, channels, messages, triggers, and the words that name the app."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

Json = dict[str, Any]
Clock = Callable[[], float]

TEAM, APP_ID, BOT_USER, BOT_ID, SLACKBOT = "T0PLAY", "A0PLAY", "U0APP", "B0APP", "USLACKBOT"
BOT_TOKEN, APP_TOKEN = "xoxb-playground-bot", "xapp-1-playground-app"
SIGNING_SECRET = "706c617967726f756e6420736563726574"
STACK = 3


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
    tz: str = "Pacific/Auckland"
    team: str = TEAM


@dataclass
class Group:
    """A user group: its handle, and the ids of those who are in it."""

    id: str
    handle: str
    users: list[str]


@dataclass
class Channel:
    """A channel, or with kind im a direct message between the app and one person."""

    id: str
    name: str
    members: set[str]
    kind: str = "channel"
    archived: bool = False
    person: str = ""
    private: bool = False


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


def first_people() -> list[Person]:
    """Those whom everybody finds in the workspace."""
    return [
        Person("editor", "U0EDITOR", "Editor"),
        Person("second", "U0SECOND", "Second editor", "Pacific/Chatham"),
        Person("reader", "U0READER", "Reader", "Europe/London"),
    ]


def first_channels(people: Iterable[Person]) -> list[Channel]:
    """Those which everybody finds: with the app, without it, for the review of proposals, archived."""
    all_ids = {one.id for one in people}
    return [
        Channel("C0NEWSROOM", "newsroom", {*all_ids, BOT_USER}),
        Channel("C0PRESSDESK", "press-desk", set(all_ids)),
        Channel("C0REVIEW", "nzdf-review", {*all_ids, BOT_USER}),
        Channel("C0OLDDESK", "old-desk", {*all_ids, BOT_USER}, archived=True),
    ]


def direct(person: Person) -> Channel:
    """The direct message between the app and a person."""
    return Channel(f"D{person.id[1:]}", "nzdf", {person.id, BOT_USER}, "im", person=person.id)


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
