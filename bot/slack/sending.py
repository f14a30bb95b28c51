"""Sending one digest, so that it stands in its channel once: look where it may be already, post, write down how it ended."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from http.client import HTTPException
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.answer import Answer, Warning
from bot.digest.once import Once
from bot.digest.plan import Point, Subscription, missed
from bot.edtf import say_day
from bot.errors import BotError, StoreError
from bot.render.blocks import Block, escape, message
from bot.slack.history import Found, History, Unreadable
from bot.slack.pacing import Pacer, Timer, retry_after
from bot.slack.replies import BAD_BLOCKS
from bot.store.digests import pause
from bot.store.ledger import Claim, Terms, release, renew, resolve
from bot.store.store import FactStore

log = logging.getLogger(__name__)

Content = Callable[[str, Point | None, Point], Answer]

EVENT = "nzdf_digest"
MORE = "digest more"
LATE_AFTER = timedelta(minutes=15)
LONGEST_WAIT = timedelta(minutes=15)
SECONDS_FOR_ALL = 60.0

PAUSING = {
    "channel_not_found": "Slack does not know the channel any more, or the bot was removed from it",
    "not_in_channel": "the bot is not in the channel; invite it with /invite",
    "is_archived": "the channel is archived",
    "restricted_action": "this workspace does not let the bot post there",
    "messages_tab_disabled": "this app's Messages tab is switched off",
    "user_not_found": "Slack does not know the person any more",
    "cannot_dm_bot": "the direct message is with another app",
}
GONE = ("channel_not_found", "not_in_channel")  # where the history says so a post would be refused as well
_TOKEN = (
    "invalid_auth",
    "not_authed",
    "token_revoked",
    "token_expired",
    "account_inactive",
    "missing_scope",
    "team_access_not_granted",
)
_LIMITS = ("ratelimited", "rate_limited", "message_limit_exceeded")
_UNSURE = ("fatal_error", "internal_error", "service_unavailable", "request_timeout", "team_added_to_org")


@dataclass(frozen=True, slots=True)
class Post:
    """What a try at posting came to. `kind` is posted, limited, unsure, refused; `code` is Slack's error."""

    kind: str
    ts: str = ""
    code: str = ""
    seconds: float = 0.0


class Sender:
    """Sends claimed digests. Safe to share between threads."""

    def __init__(
        self, client: WebClient, store: FactStore, content: Content, command: str, timer: Timer, terms: Terms, pacer: Pacer
    ) -> None:
        """`client` must try nothing twice by itself; `content` says what changed between two points for a subject."""
        self._client, self._store, self._content, self._command = client, store, content, command
        self.timer, self.terms, self.pacer = timer, terms, pacer
        self._history = History(client, timer)
        self._answers: Once[Answer] = Once()
        self._messages: Once[Block] = Once()

    def send(self, claim: Claim, stop: threading.Event) -> None:
        """Bring a claimed digest to its end, or leave it for later. Whatever fails in the store is left to the next claim."""
        began = self.timer.elapsed()
        try:
            found = self._history.find(claim.sub.channel, claim.key, claim.slot.at) if claim.doubt else None
        except Unreadable as problem:
            return self._hold(claim, problem)
        if found:
            return self._found(claim, found)
        claim = replace(claim, doubt=False)
        now = self.timer.now()
        if claim.slot.end <= now:
            return self._skip(claim)
        if claim.sub.state != "on" and not claim.slot.key.startswith("now-"):
            return self._end(claim, "skipped", f"the digest was {claim.sub.state}")
        try:
            shown = self.message(claim)
        except StoreError:
            raise
        except BotError as problem:
            return self._end(claim, "failed", str(problem))
        if shown is None:
            return self._end(claim, "silent", "nothing is new")
        return self._post(claim, shown, stop, began)

    def answer(self, subject: str, before: Point | None, now: Point) -> Answer:
        """What a digest says, worked out once for all channels that share its subject and its two points.

        A store put back from a backup gives the numbers of changes out again, so its mark belongs to what is shared.
        """
        return self._answers.get((self._store.mark(), subject, before, now), lambda: self._content(subject, before, now))

    def message(self, claim: Claim) -> Block | None:
        """The post of a digest; None where nothing is new and the channel wants silence then."""
        # A change that alters no answer about the subject is no news, so at once it is told to nobody.
        may_be_silent = (claim.sub.quiet or claim.sub.at is None) and not claim.slot.key.startswith("now-")
        if may_be_silent and self.is_silent(claim.sub, claim.now, claim.before):
            return None
        return self.shown(claim.sub.subject, claim.before, claim.now, self._late(claim))

    def is_silent(self, sub: Subscription, now: Point, before: Point | None) -> bool:
        """Whether nothing is new."""
        return not self.answer(sub.subject, before, now).rows

    def shown(self, subject: str, before: Point | None, now: Point, late: str = "", *, page: int = 1, more: str = MORE) -> Block:
        """A page of a digest as a message, made once for all channels that it is the same for. `more` shows what does not fit.

        A question about the same days would not: it compares what was known by them, and not what the store held.
        """

        def made() -> Block:
            answer = self.answer(subject, before, now)
            marked = replace(answer, warnings=(Warning("late", late), *answer.warnings)) if late else answer
            signed = f"{self._command} digest shows and changes when this comes"
            return message(marked, self._command, page, signed=signed, more=f"{more} {page + 1}")

        return self._messages.get((self._store.mark(), subject, before, now, late, page, more), made)

    def _late(self, claim: Claim) -> str:
        if self.timer.now() - claim.slot.at < LATE_AFTER:
            return ""
        if claim.sub.at is None or claim.slot.key.startswith("now-"):
            return "This comes late: the bot could not post it sooner."
        return f"This comes late: it was due at {claim.sub.at:%H:%M} on {say_day(claim.slot.day)} ({claim.sub.zone})."

    def _found(self, claim: Claim, found: Found) -> None:
        resolve(self._store, claim, "posted", self.timer.now(), ts=found.ts, note="found in the channel's history", to=found.to)
        log.info("Digest %s was posted before: found in the channel's history at %s", claim.key, found.ts)

    def _skip(self, claim: Claim) -> None:
        count = missed(claim.sub, claim.slot, self.timer.now())
        more = f", and {count - 1} after it" if count > 1 else ""
        self._end(claim, "skipped", f"its day was over before it could be sent{more}")

    def _end(self, claim: Claim, state: Any, note: str) -> None:
        resolve(self._store, claim, state, self.timer.now(), note=note)
        log.log(logging.INFO if state == "silent" else logging.WARNING, "Digest %s %s: %s", claim.key, state, note)

    def _hold(self, claim: Claim, problem: Unreadable) -> None:
        if problem.code in GONE:
            return self._refused(claim, problem.code)
        now = self.timer.now()
        if claim.slot.end <= now and not problem.seconds:
            return self._end(claim, "failed", f"held to the end of its day: {problem}")
        wait = max(self._backoff(claim), timedelta(seconds=problem.seconds))
        release(self._store, claim, now + wait, now, str(problem), doubt=True, held=True)
        log.warning("Digest %s is held and not posted, since it may have been posted before: %s", claim.key, problem)
        return None

    def _backoff(self, claim: Claim) -> timedelta:
        return max(self.terms.lifetime, min(LONGEST_WAIT, self.terms.lifetime * (1 << min(claim.attempts - 1, 10))))

    def _post(self, claim: Claim, shown: Block, stop: threading.Event, began: float) -> None:
        """`began` is when the claim was taken, in seconds that go on whatever the clock is set to."""
        for blocks in (True, False):
            if not self.pacer.permit(stop):
                now = self.timer.now()
                return release(self._store, claim, now, now, "the process stopped before it was posted", doubt=False)
            # A request may be begun only so long before the claim is free that it cannot outlive it, whatever the clock says.
            waited = self.timer.elapsed() - began > self.terms.sending.total_seconds()
            if waited or self.timer.now() > claim.free_at - self.terms.lifetime:
                began = self.timer.elapsed()
                renewed = renew(self._store, claim, self.timer.now(), self.terms)
                if renewed is None:
                    return log.warning("Digest %s was taken over by another process", claim.key)
                claim = renewed
            done = self._try(claim, shown if blocks else {**shown, "blocks": None})
            if not (blocks and done.code in BAD_BLOCKS):
                break
            log.error("Slack refused the blocks of digest %s (%s); sent again as plain text", claim.key, done.code)
        return self._conclude(claim, done)

    def _try(self, claim: Claim, shown: Block) -> Post:
        to = {"digest": claim.key, "day": claim.now.day.isoformat(), "change": claim.now.change}
        try:
            reply = self._client.chat_postMessage(
                channel=claim.sub.channel, metadata={"event_type": EVENT, "event_payload": to}, **shown
            )
            return Post("posted", ts=str(reply["ts"]))
        except SlackApiError as error:
            return _refusal(error)
        except (OSError, HTTPException, ValueError) as error:
            return Post("unsure", code=type(error).__name__)

    def _conclude(self, claim: Claim, done: Post) -> None:
        now, channel = self.timer.now(), claim.sub.channel
        if done.kind == "posted":
            self.pacer.passed(channel)
            resolve(self._store, claim, "posted", now, ts=done.ts)
            return log.info("Digest %s posted at %s", claim.key, done.ts)
        if done.kind == "limited":
            self.pacer.limited(channel, done.seconds)
            log.warning("Slack limits the rate; digest %s is tried again in %.0f s", claim.key, done.seconds)
            return release(self._store, claim, now + timedelta(seconds=done.seconds), now, "Slack limits the rate", doubt=False)
        if done.kind == "unsure":
            note = f"no sure reply from Slack ({done.code})"
            log.warning("Digest %s: %s; the channel's history is read before it is tried again", claim.key, note)
            return release(self._store, claim, now + self._backoff(claim), now, note, doubt=True)
        if done.code in _TOKEN:
            self.pacer.hold(SECONDS_FOR_ALL)
            log.error("Slack refuses the bot token (%s); no digest can be posted", done.code)
            return release(self._store, claim, now + timedelta(seconds=SECONDS_FOR_ALL), now, done.code, doubt=False)
        return self._refused(claim, done.code)

    def _refused(self, claim: Claim, code: str) -> None:
        reason = PAUSING.get("restricted_action" if code.startswith("restricted_action") else code)
        paused = pause(self._store, claim.sub.channel, reason) if reason else None
        self._end(claim, "failed", f"Slack refused the post ({code})")
        if paused and reason:
            log.warning("The digests of %s are paused: %s", claim.sub.channel, reason)
            self._tell_maker(paused.made_by, paused.channel, reason)

    def _tell_maker(self, maker: str, channel: str, reason: str) -> None:
        said = (
            f"The digest of <#{channel}> is paused: {escape(reason)}. Put that right, then type {self._command} digest on there."
        )
        try:
            self._client.chat_postMessage(channel=maker, text=said, unfurl_links=False, unfurl_media=False)
        except (SlackApiError, OSError, HTTPException) as error:
            log.warning("Who set up the digest of %s could not be told (%s)", channel, type(error).__name__)


def _refusal(error: SlackApiError) -> Post:
    code, status = str(error.response["error"]), error.response.status_code
    if status == 429 or code in _LIMITS:
        return Post("limited", code=code, seconds=retry_after(error.response.headers))
    if status >= 500 or code in _UNSURE or not code.replace("_", "").isalnum():
        return Post("unsure", code=f"status {status}" if status >= 500 else code[:60])
    return Post("refused", code=code)
