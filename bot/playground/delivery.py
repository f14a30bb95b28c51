"""From the workspace to the app: over a socket, or as a signed request where the app has a request URL."""

import asyncio
import contextlib
import hashlib
import hmac
import json
import re
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.playground.faults import Faults
from bot.playground.sockets import Sockets
from bot.playground.state import SIGNING_SECRET, Clock, Json

_SECRETS = re.compile(r"(?<=/response/)[^\"]+|(?<=ticket=)\w+")
FORM, JSON = "application/x-www-form-urlencoded", "application/json"
_HIDDEN = ("token", "trigger_id")


@dataclass(frozen=True)
class Timing:
    """How long an acknowledgement may take, and how long Slack waits before each retry of an event; seconds."""

    ack: float = 3.0
    retries: tuple[float, ...] = (0.0, 60.0, 300.0)


@dataclass
class Outcome:
    """What came of a delivery: `error` is empty where it was acknowledged, `payload` what the acknowledgement carried."""

    payload: Any = None
    error: str = ""
    final: bool = False


@dataclass
class Delivery:
    """Sends envelopes to the app and waits for their acknowledgement. `request_url` makes it signed HTTP, by `clock`."""

    sockets: Sockets
    faults: Faults
    clock: Clock
    timing: Timing
    request_url: str = ""
    session: ClientSession | None = None
    recent: dict[str, Json] = field(default_factory=dict)
    _tasks: set["asyncio.Task[Any]"] = field(default_factory=set)

    async def send(
        self, kind: str, payload: Json, channel: str = "", under: Json | None = None, retry: tuple[int, str] = (0, "")
    ) -> Outcome:
        """Deliver once. `under` is filled with what a person may see underneath: envelope, ack, ack_ms."""
        under = {} if under is None else under
        envelope: Json = {"type": kind, "envelope_id": str(uuid4()), "accepts_response_payload": kind != "events_api"}
        envelope["payload"] = payload
        if kind == "events_api":
            envelope |= {"retry_attempt": retry[0], "retry_reason": retry[1]}
        under["envelope"] = shortened(envelope)
        if channel:
            self.recent[channel] = under
        if self.faults.take_twice():
            self.later(self._attempt({**envelope, "envelope_id": str(uuid4())}, {}))
        return await self._attempt(envelope, under)

    async def event(self, payload: Json, channel: str) -> None:
        """Deliver an event; where it is not acknowledged, again later with the same event_id."""
        outcome = await self.send("events_api", payload, channel)
        if outcome.error and not outcome.final:
            self.later(self._again(payload, channel, outcome.error))

    def later(self, work: Any) -> None:
        """Do this in the background, until the playground ends."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up whatever is still to be delivered."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.session:
            await self.session.close()

    async def _again(self, payload: Json, channel: str, reason: str) -> None:
        for number, wait in enumerate(self.timing.retries, 1):
            await asyncio.sleep(wait)
            outcome = await self.send("events_api", payload, channel, retry=(number, reason))
            if not outcome.error or outcome.final:
                return
            reason = outcome.error

    async def _attempt(self, envelope: Json, under: Json) -> Outcome:
        began = time.perf_counter()
        send = self._post(envelope) if self.request_url else self._over_socket(envelope)
        delay = self.faults.take_delay()
        try:
            outcome = await asyncio.wait_for(self._held(send, delay), self.timing.ack)
        except TimeoutError:
            outcome = Outcome(error="http_timeout" if self.request_url else "timeout")
        if not outcome.error:
            under["ack_ms"] = round((time.perf_counter() - began) * 1000, 2)
            under["ack"] = outcome.payload
        return outcome

    async def _held(self, send: Any, delay: float) -> Outcome:
        outcome: Outcome = await send
        if delay:
            await asyncio.sleep(delay)
        return outcome

    async def _over_socket(self, envelope: Json) -> Outcome:
        try:
            return Outcome(await self.sockets.send(envelope))
        except (ConnectionError, RuntimeError):
            return Outcome(error="connection_failed")

    async def ask_app(self, body: str, *, form: bool) -> tuple[int, str]:
        """A signed request to the request URL; gives the status and the text of the reply. Raises ClientError."""
        kind = FORM if form else JSON
        async with self._request(body, {"content-type": kind}) as reply:
            return reply.status, await reply.text()

    async def _post(self, envelope: Json) -> Outcome:
        body, content_type = _body(envelope)
        headers = {"content-type": content_type}
        if envelope.get("retry_attempt"):
            headers |= {"x-slack-retry-num": str(envelope["retry_attempt"]), "x-slack-retry-reason": envelope["retry_reason"]}
        try:
            async with self._request(body, headers) as reply:
                text = await reply.text()
                if not 200 <= reply.status < 300:
                    return Outcome(error="http_error", final=reply.headers.get("x-slack-no-retry") == "1")
                return Outcome(_answer(text))
        except ClientError:
            return Outcome(error="connection_failed")

    def _request(self, body: str, headers: dict[str, str]) -> Any:
        self.session = self.session or ClientSession(timeout=ClientTimeout(total=60))
        signed = {**headers, **signature(body, int(self.clock()))}
        return self.session.post(self.request_url, data=body.encode(), headers=signed, max_redirects=2)


def signature(body: str, when: int, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """The two headers by which an app knows that a body is Slack's; `when` is seconds since 1970."""
    digest = hmac.new(secret.encode(), f"v0:{when}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"x-slack-request-timestamp": str(when), "x-slack-signature": f"v0={digest}"}


def shortened(envelope: Json) -> Json:
    """An envelope for a person's eyes: tokens, triggers and response addresses cut."""
    text = _SECRETS.sub("…", json.dumps(envelope))
    found: Json = json.loads(text, object_hook=_hide)
    return found


def _hide(node: Json) -> Json:
    return {key: f"{value[:6]}…" if key in _HIDDEN and isinstance(value, str) else value for key, value in node.items()}


def _body(envelope: Json) -> tuple[str, str]:
    payload = envelope["payload"]
    if envelope["type"] == "events_api":
        return json.dumps(payload), JSON
    form = payload if envelope["type"] == "slash_commands" else {"payload": json.dumps(payload)}
    return urlencode(form), FORM


def _answer(text: str) -> Any:
    if not text.strip():
        return None
    with contextlib.suppress(ValueError):
        found = json.loads(text)
        if isinstance(found, dict):
            return found
    return {"text": text}
