"""A desk with canned answers, and signed requests as Slack makes them."""

import json
import time
from collections.abc import Callable
from concurrent.futures import Executor, Future
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from slack_bolt import App
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.answer import Answer, Question, Suggestion, Term
from bot.completion import Choice
from bot.errors import StoreError

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "xoxb-1234-bot"
TODAY = date(2026, 11, 21)


class PaperDesk:
    """Answers “status iraq” with as many rows as `rows`, other text as not understood, “fire” and “flood” with errors."""

    def __init__(self, rows: int = 2) -> None:
        """Nothing asked yet."""
        self.rows = rows
        self.asked: list[str] = []
        self.threads: list[str | None] = []
        self.claimed: set[str] = set()
        self.fault: str | None = None

    def warm_up(self) -> None:
        """There is nothing to read."""

    def ask(self, text: str, thread: str | None = None) -> Answer:
        """A canned answer, which repeats the words asked; raises for two of them."""
        self.asked.append(text)
        self.threads.append(thread)
        if text.startswith("fire"):
            raise RuntimeError(f"a fault in {text}")
        if text.startswith("flood"):
            raise StoreError("The fact store /srv/nzdf.db is locked; try again.", Path("/srv/nzdf.db"))
        if not text.startswith("status iraq"):
            question = Question("unclear", TODAY)
            return Answer("unclear", question, f"“{text}” is not understood.", suggestions=(Suggestion("Help", "help"),))
        rows = tuple({"text": f"row {n}", "source": f"s{n % 2}"} for n in range(self.rows))
        sources = tuple(
            {
                "id": f"s{n}",
                "publisher": f"Paper {n}",
                "title": "T",
                "published": "2020-01-09~",
                "url": f"https://example.org/{n}",
            }
            for n in range(2)
        )
        question = Question("status", TODAY, (Term("iraq", ("iraq",)),))
        return Answer("status", question, "50 NZDF personnel are in Iraq.", rows=rows, sources=sources)

    def ready(self) -> str | None:
        """The sentence set as `fault`."""
        return self.fault

    def complete(self, kind: str, typed: str, place: str = "") -> list[Choice]:
        """One choice that repeats what it was asked; raises for “fire”."""
        if typed == "fire":
            raise RuntimeError("a fault")
        return [Choice(f"{kind}-{typed}", f"{kind} {typed}", place)]

    def day_problem(self, text: str) -> str | None:
        """Only “2020” is a day here."""
        return None if text == "2020" else f"“{text}” is not a day."

    def claim(self, key: str) -> bool:
        """True the first time."""
        first = key not in self.claimed
        self.claimed.add(key)
        return first


class AtOnce(Executor):
    """Does every job where it is submitted, so that a test sees its end."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The job, done."""
        future: Future[Any] = Future()
        future.set_result(fn(*args, **kwargs))
        return future


class Never(Executor):
    """Does no job at all, so that a test sees what was done without it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """The job, for ever to come."""
        return Future()


def signed_headers(body: str, when: str | None = None, secret: str = SECRET) -> dict[str, str]:
    """The headers with which Slack sends a body; `when` is seconds since 1970, now unless given."""
    when = when or str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=when, body=body)
    return {
        "content-type": "application/json" if body.startswith("{") else "application/x-www-form-urlencoded",
        "x-slack-request-timestamp": when,
        "x-slack-signature": signature or "",
    }


def send(app: App, body: str, headers: dict[str, str] | None = None) -> BoltResponse:
    """Send a body to the application, signed unless other headers are given."""
    return app.dispatch(BoltRequest(body=body, headers=dict(headers if headers is not None else signed_headers(body))))


def command(text: str, response_url: str = "https://hooks.invalid/x", **other: str) -> str:
    """The form of a slash command."""
    form = {
        "command": "/nzdf",
        "text": text,
        "user_id": "U024BE7LH",
        "user_name": "kiri",
        "channel_id": "C1",
        "channel_name": "press",
        "team_id": "T1",
        "response_url": response_url,
        "trigger_id": "13345224609.738474920.8088930838d88f008e0",
    }
    return urlencode({**form, **other})


def interaction(payload: dict[str, Any]) -> str:
    """The form of an interaction."""
    return urlencode({"payload": json.dumps({"user": {"id": "U024BE7LH"}, "team": {"id": "T1"}, **payload})})


def press(action_id: str, value: str, response_url: str, *, channel: str = "C1", ephemeral: bool = True, **action: Any) -> str:
    """The form of a press of a button under a message of the bot."""
    return interaction(
        {
            "type": "block_actions",
            "channel": {"id": channel},
            "container": {"type": "message", "message_ts": "1700000000.000001", "is_ephemeral": ephemeral},
            "message": {"ts": "1700000000.000001"},
            "response_url": response_url,
            "actions": [
                {"type": "button", "action_id": action_id, "block_id": "b", "value": value, "action_ts": "1.1", **action}
            ],
        }
    )


def event(event_id: str = "Ev1", **fields: Any) -> str:
    """The JSON of an event; a message by a person in a channel unless other fields are given."""
    inner = {"type": "app_mention", "user": "U024BE7LH", "channel": "C1", "ts": "1700000000.000001", **fields}
    outer = {"type": "event_callback", "team_id": "T1", "event_id": event_id, "event_time": 1, "event": inner}
    return json.dumps(outer)
