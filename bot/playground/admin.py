"""What nobody does in Slack: faults, limits, the clock and the workspace set from outside, for tests and for the curious.

POST with content-type application/json, as page_api says; each gives {"ok": true, ...} or 4xx {"ok": false, "error": sentence}:
  /play/fault    {"kind": "rate_limit"|"error"|"slow"|"never"|"lost"|"cut", "method", "count"?: 1, "seconds"?: 1}
                 what the next calls of a method meet; lost: performed, and the reply never comes; cut: not performed
                 {"kind": "random", "method"?: "*", "rate_limit"?: 0.04, "error"?: 0.03, "lost"?: 0.03, "cut"?: 0, "seconds"?: 1,
                  "seed"?: 7}           shares of the calls that meet each fault; all 0 ends it
                 {"kind": "twice", "share"?: 0.1}    the next delivery comes twice, or this share of all from now on
                 {"kind": "disconnect", "reason"?: "warning"|"refresh_requested"|"link_disabled"|"too_many_websockets"}
                 {"kind": "drop"}       the sockets break without a word
                 {"kind": "silence"}    the sockets look open, and nothing passes through them any more
                 {"kind": "delay_ack", "seconds": 4}    the next acknowledgement is held back so long
                 {"kind": "revoke"|"restore"}           the bot's token
  /play/limits   {"per_second"?: 1, "burst"?: 3, "per_minute"?: 600}    posts by channel and by workspace; 0 is no limit
  /play/clock    {"at": 1790000000}     the workspace's clock goes on from there
  /play/workspace  any of: {"channels": 10000}    so many channels more, each with the app in it; gives their ids
                 {"people": 200}        so many people more, p1 and so on; gives their keys
                 {"person": {"key", "name", "tz"?, "team"?}}    somebody more; another team is another organisation
                 {"group": "S0EDITORS", "users": ["U0EDITOR"]}  who is in a user group
                 {"history": 100}       a channel keeps so many messages
                 {"channel": id, "archived"?: true, "private"?: true, "bot"?: false, "deleted"?: true}
  /play/deliver  {"kind": "ssl_check"|"url_verification"}    gives "status" and "answer" of the app's request URL
                 {"kind": "app_rate_limited"}
GET /play/posts?channel=id   what the app wrote, in one channel or all: {"posts": [{"channel", "ts", "text", "metadata"?, ...}]}
GET /play/calls              what came of the app's calls: {"calls": {"chat.postMessage": {"ok": 7, "lost": 1, "rate_limit": 2}}}
"""

from collections import Counter
from collections.abc import Awaitable, Callable
from random import Random
from urllib.parse import urlencode

from aiohttp import web

from bot.playground.asked import mapping, number, text, whole
from bot.playground.clock import MovableClock
from bot.playground.delivery import Delivery
from bot.playground.events import rate_limited_payload, verification_payload
from bot.playground.faults import CHANCED, KINDS, Chances, Fault
from bot.playground.options import MOST_CHANNELS
from bot.playground.rates import Rates
from bot.playground.sockets import REASONS
from bot.playground.standing import ActionError
from bot.playground.state import BOT_ID, BOT_USER, TEAM, Channel, Group, Json, Person, SlackError
from bot.playground.workspace import Workspace

MOST_SECONDS, MOST_PEOPLE, FURTHEST = 60.0, 10_000, 2.0**40
MOST_HISTORY = 1_000_000

Calls = dict[str, Counter[str]]


class Admin:
    """Sets what surrounds the people and the app."""

    def __init__(self, workspace: Workspace, delivery: Delivery, rates: Rates, clock: MovableClock, calls: Calls) -> None:
        """What it sets, and the calls of the Web API that it tells of."""
        self._workspace, self._delivery, self._rates, self._clock = workspace, delivery, rates, clock
        self._calls = calls

    def doings(self) -> dict[str, Callable[[Person, Json], Awaitable[Json | None]]]:
        """What may be asked below /play/, by name."""
        return {
            "fault": self._fault,
            "limits": self._limits,
            "clock": self._move,
            "workspace": self._furnish,
            "deliver": self._deliver,
        }

    async def posts(self, request: web.Request) -> web.Response:
        """What the app wrote, oldest first, ephemeral messages left out."""
        wanted = request.query.get("channel", "")
        shown = [
            {**one.body, "channel": one.channel}
            for one in self._workspace.messages
            if one.body.get("bot_id") == BOT_ID and not one.seen_by and wanted in ("", one.channel)
        ]
        return web.json_response({"ok": True, "posts": shown})

    async def calls(self, _request: web.Request) -> web.Response:
        """How many calls of each method there were, by what came of them."""
        return web.json_response({"ok": True, "calls": self._calls})

    async def _fault(self, _who: Person, asked: Json) -> None:
        await inject(self._workspace, self._delivery, asked)

    async def _limits(self, _who: Person, asked: Json) -> None:
        most = 1_000_000
        burst = whole(asked, "burst", 1, most, 1)
        self._rates.set(number(asked, "per_second", 0, most), burst, number(asked, "per_minute", 0, most))

    async def _move(self, _who: Person, asked: Json) -> None:
        self._clock.move(number(asked, "at", -1, FURTHEST))
        self._workspace.touch()

    async def _furnish(self, _who: Person, asked: Json) -> Json:
        made: Json = {
            "channels": add_channels(self._workspace, whole(asked, "channels", 0, MOST_CHANNELS)),
            "people": _add_people(self._workspace, whole(asked, "people", 0, MOST_PEOPLE)),
        }
        self._workspace.history = whole(asked, "history", self._workspace.history, MOST_HISTORY, 1)
        if "person" in asked:
            self._add_person(mapping(asked, "person"))
        if "group" in asked:
            self._set_group(text(asked, "group"), asked.get("users"))
        if "channel" in asked:
            self._set_channel(text(asked, "channel"), asked)
        self._workspace.touch()
        return made

    def _add_person(self, given: Json) -> None:
        key = text(given, "key")
        if key in self._workspace.people:
            raise ActionError(f"There is somebody with the key “{key[:40]}” already.")
        tz, team = given.get("tz", "Pacific/Auckland"), given.get("team", TEAM)
        self._workspace.add_person(Person(key, f"U0{key.upper()}", text(given, "name"), str(tz), str(team)))

    def _set_group(self, number: str, users: object) -> None:
        if not isinstance(users, list) or not all(isinstance(each, str) and each in self._workspace.people for each in users):
            raise ActionError("“users” must be a list of the ids of people who are there.")
        self._workspace.groups[number] = Group(number, number.lower(), users)

    def _set_channel(self, number: str, asked: Json) -> None:
        try:
            channel = self._workspace.channel(number)
        except SlackError:
            raise ActionError(f"There is no channel “{number[:40]}”.") from None
        if asked.get("deleted"):
            self._workspace.remove_channel(channel)
            return
        channel.archived = bool(asked.get("archived", channel.archived))
        channel.private = bool(asked.get("private", channel.private))
        if "bot" in asked:
            (channel.members.add if asked["bot"] else channel.members.discard)(BOT_USER)

    async def _deliver(self, _who: Person, asked: Json) -> Json | None:
        kind = asked.get("kind")
        if kind == "app_rate_limited":
            outcome = await self._delivery.send("events_api", rate_limited_payload(self._workspace))
            return {"answer": outcome.error}
        if kind not in ("ssl_check", "url_verification"):
            raise ActionError("That is not something that the playground delivers.")
        if not self._delivery.request_url:
            raise ActionError("Only an app with a request URL is asked this; start the playground with --request-url.")
        if kind == "ssl_check":
            status, answer = await self._delivery.ask_app(urlencode({"ssl_check": "1"}), form=True)
        else:
            status, answer = await self._delivery.ask_app(verification_payload(), form=False)
        return {"status": status, "answer": answer}


def add_channels(workspace: Workspace, count: int) -> list[str]:
    """So many channels more, each with nobody but the app in it; gives their ids."""
    first = len(workspace.channels)
    made = [Channel(f"C0M{at:06d}", f"many-{at:06d}", {BOT_USER}) for at in range(first, first + count)]
    for channel in made:
        workspace.add_channel(channel)
    return [channel.id for channel in made]


def _add_people(workspace: Workspace, count: int) -> list[str]:
    first = len(workspace.everybody())
    made = [Person(f"p{at}", f"U0P{at:05d}", f"Person {at}") for at in range(first, first + count)]
    for person in made:
        workspace.add_person(person)
    return [person.key for person in made]


async def inject(workspace: Workspace, delivery: Delivery, asked: Json) -> None:
    """Bring on a fault, as the contract above lists them. Raises ActionError for one that it does not list."""
    kind, faults = asked.get("kind"), delivery.faults
    seconds = number(asked, "seconds", 1, MOST_SECONDS)
    if kind in KINDS:
        faults.methods[text(asked, "method")] = Fault(kind, whole(asked, "count", 1, 1_000_000, 1), seconds)
    elif kind == "random":
        if "seed" in asked:
            faults.random = Random(whole(asked, "seed", 1, 2**31))
        faults.chances[str(asked.get("method", "*"))] = Chances({each: number(asked, each, 0, 1) for each in CHANCED}, seconds)
    elif kind == "twice" and "share" in asked:
        faults.twice_share = number(asked, "share", 0, 1)
    elif kind == "twice":
        faults.twice += 1
    elif kind == "delay_ack":
        faults.ack_delay = seconds
    elif kind in ("revoke", "restore"):
        workspace.revoked = kind == "revoke"
    else:
        await _break_sockets(delivery, kind, asked.get("reason", "refresh_requested"))


async def _break_sockets(delivery: Delivery, kind: object, reason: str) -> None:
    if kind == "disconnect" and reason in REASONS:
        await delivery.sockets.disconnect(reason)
    elif kind == "drop":
        delivery.sockets.drop()
    elif kind == "silence":
        delivery.sockets.silence()
    else:
        raise ActionError("That is not a fault that the playground can bring on.")
