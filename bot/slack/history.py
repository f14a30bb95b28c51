"""Whether a digest stands in its channel already: a look for its key in the channel's history."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest.plan import Point
from bot.slack.pacing import Timer, retry_after

# Slack's clock and this machine's may differ, and this machine's may have been wrong when the digest was posted.
BEFORE = timedelta(hours=26)
PAGE, MOST_PAGES = 200, 50
LIMITED = "Slack limits how often history is read"


@dataclass(frozen=True, slots=True)
class Found:
    """A digest that was posted: Slack's name of the message, and the point that it compared to."""

    ts: str
    to: Point | None


class Unreadable(Exception):
    """The history cannot be read now; the message says why. `seconds` is how long Slack wants to be left alone.

    `code` is Slack's error where there was one.
    """

    def __init__(self, why: str, seconds: float = 0.0, code: str = "") -> None:
        """`why` is for the log and for people."""
        super().__init__(why)
        self.seconds, self.code = seconds, code


class History:
    """Looks into channels. Safe to share between threads."""

    def __init__(self, client: WebClient, timer: Timer) -> None:
        """`client` must try nothing twice by itself."""
        self._client, self._timer = client, timer
        self._own, self._open_from = "", timer.elapsed()

    def find(self, channel: str, key: str, since: datetime) -> Found | None:
        """The bot's own post with this digest key, from a day before `since` on. Raises Unreadable; never guesses.

        Slack limits how often history is read for all channels together, so its Retry-After holds for all of them.
        """
        left = self._open_from - self._timer.elapsed()
        if left > 0:
            raise Unreadable(LIMITED, left)
        try:
            return self._find(channel, key, f"{(since - BEFORE).timestamp():.6f}")
        except SlackApiError as error:
            problem = _unreadable(error)
            self._open_from = max(self._open_from, self._timer.elapsed() + problem.seconds)
            raise problem from error
        except (OSError, HTTPException, ValueError) as error:
            raise Unreadable(f"Slack does not answer ({type(error).__name__})") from error

    def _find(self, channel: str, key: str, oldest: str) -> Found | None:
        own, cursor = self._bot_id(), ""
        for _page in range(MOST_PAGES):
            reply = self._client.conversations_history(
                channel=channel, include_all_metadata=True, oldest=oldest, limit=PAGE, cursor=cursor or None
            )
            for message in reply["messages"]:
                if message.get("bot_id") == own and _key(message) == key:
                    return Found(str(message["ts"]), _point(message))
            cursor = (reply.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return None
        raise Unreadable(f"the channel has more than {PAGE * MOST_PAGES:,} messages since the digest was due")

    def _bot_id(self) -> str:
        """The bot's own id: another app could write the same key under its own name."""
        self._own = self._own or str(self._client.auth_test()["bot_id"])
        return self._own


def _unreadable(error: SlackApiError) -> Unreadable:
    code = str(error.response["error"])
    if error.response.status_code == 429:
        return Unreadable(LIMITED, retry_after(error.response.headers))
    if code == "missing_scope":
        needed = error.response.get("needed") or "channels:history"
        return Unreadable(f"the bot may not read the channel's history; add the scope {needed} and install the app again")
    return Unreadable(f"Slack does not show the channel's history ({code[:60]})", code=code)


def _payload(message: dict[str, Any]) -> dict[str, Any]:
    found = (message.get("metadata") or {}).get("event_payload")
    return found if isinstance(found, dict) else {}


def _key(message: dict[str, Any]) -> str:
    return str(_payload(message).get("digest", ""))


def _point(message: dict[str, Any]) -> Point | None:
    payload = _payload(message)
    try:
        return Point(date.fromisoformat(payload["day"]), int(payload["change"]))
    except (KeyError, TypeError, ValueError):
        return None
