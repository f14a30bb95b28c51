"""The digest of a channel in Slack: the command and the form that set it, its preview, and sending one now."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.digest.plan import Point, Subscription, today
from bot.digest.status import last_words, next_words, setting_words
from bot.digest.words import HOW, command_of, described, is_setting, read_wish, rule_of
from bot.digest.zones import zone_named
from bot.errors import BotError
from bot.render.blocks import Block, escape
from bot.render.digests import AT_ONCE, FORM, OFF, OPEN, done, form, setting_message, wished
from bot.settings import Settings
from bot.slack.clock import build_sender, silence
from bot.slack.replies import Where, where
from bot.slack.sending import Sender
from bot.slack.words import unwrap
from bot.store.digests import MovedError, newest_change, subscribe, subscription
from bot.store.ledger import take_now
from bot.store.sent import last_entry, last_points

if TYPE_CHECKING:
    from bot.desk import Desk

log = logging.getLogger(__name__)

Body = dict[str, Any]

_WIPED = (
    "This host wipes its disk at each restart, so a digest set here would be forgotten or come twice. Put the fact store on a "
    "volume that lasts, name it in NZDF_DB, and set NZDF_DISK=kept."
)
_INVITE = "The bot is not in this channel, so its digest cannot be posted: invite it with /invite and its name."
_BLIND = (
    "The digest is set, but the bot may not read this channel's history ({}): after a crash it could not tell whether a digest "
    "was posted, and would hold it instead. Add the scope and install the app again."
)


class Later(Protocol):
    """Does work after the acknowledgement and tells the person of whatever goes wrong in it."""

    def __call__(self, to: Where, job: Callable[[], None]) -> None: ...


class Digests:
    """What people do with the digest of their channel."""

    def __init__(
        self, settings: Settings, desk: "Desk", client: WebClient, may_send: Callable[[str], bool], sender: Sender | None = None
    ) -> None:
        """`may_send` says who may have a digest sent now, beside the person who set it up. Touches no store yet."""
        self._settings, self._desk, self._client, self._may_send = settings, desk, client, may_send
        self._command, self._given = settings.command, sender
        self._owner = secrets.token_hex(8)

    @cached_property
    def sender(self) -> Sender:
        """What sends a digest that is asked for now, and what previews show: the same as the clock's."""
        return self._given or build_sender(self._settings, self._desk)

    def reply(self, channel: str, user: str, text: str, later: Callable[[Callable[[], None]], None]) -> Block:
        """The answer to `digest …`, for the acknowledgement. Raises BotError; what needs Slack is handed to `later`."""
        store = self._desk.store
        before = subscription(store, channel)
        wish = read_wish(text, before)
        if wish.do == "on":
            kept, replaced = self._switch_on(replace(wish.setting, channel=channel), user)
            later(lambda: self.check_channel(channel))
            lines = [escape(_now_on(kept))]
            if replaced and replaced.state == "on" and replaced.made_by != user:
                lines.append(f"It replaces what <@{replaced.made_by}> had set: {escape(command_of(replaced))}.")
            return setting_message(lines)
        if wish.do == "off":
            return setting_message([self._switch_off(before, user)])
        if wish.do == "preview":
            return self._preview(before or Subscription(channel), wish.page)
        if wish.do == "more":
            return self._more(before, channel, wish.page)
        if wish.do == "now":
            self._check_may_send(before, user)
            later(lambda: self._send_now(channel))
            return setting_message(["The digest is being posted."], button=False)
        return setting_message(self.status(channel))

    def status(self, channel: str) -> list[str]:
        """How the digest of a channel is set, when it comes and came, and what is wrong with it."""
        store = self._desk.store
        sub = subscription(store, channel)
        if sub is None:
            return ["This channel has no digest.", f"Switch it on with `{self._command} {escape(HOW)}`."]
        last = last_entry(store, channel)
        lines = [setting_words(sub), next_words(sub)]
        lines.append(last_words(last.state, last.changed_at, last.note, sub.zone) if last else "")
        lines.append(silence(store, store.clock()) or "")
        how = "on" if sub.state != "on" else "off"
        shown = [escape(line) for line in lines if line]
        return [*shown, f"Set by <@{sub.made_by}>. `{self._command} digest {how}` switches it {how}."]

    def _switch_on(self, wanted: Subscription, user: str, version: int | None = None) -> tuple[Subscription, Subscription | None]:
        if self._settings.disk_is_wiped:
            raise BotError(_WIPED)
        if wanted.subject:
            self._desk.check_subject(wanted.subject)
        store = self._desk.store
        return subscribe(store, replace(wanted, state="on"), user, store.clock(), version)

    def _switch_off(self, before: Subscription | None, user: str, version: int | None = None) -> str:
        if before is None or before.state == "off":
            return "This channel has no digest, so there is nothing to switch off."
        subscribe(self._desk.store, replace(before, state="off"), user, self._desk.store.clock(), version)
        return f"The digest is off. `{self._command} digest on` brings it back as it was."

    def _preview(self, sub: Subscription, page: int) -> Block:
        store = self._desk.store
        now = Point(today(sub.zone, store.clock()), newest_change(store).number)
        shown = self.sender.shown(sub.subject, sub.last, now, page=page, more="digest preview")
        silent = sub.quiet and self.sender.is_silent(sub, now, sub.last)
        said = "A preview that you alone see." + (" Nothing is new, so this channel would get no post." if silent else "")
        return _headed(said, shown)

    def _more(self, sub: Subscription | None, channel: str, page: int) -> Block:
        """A page of the channel's last digest, for one person."""
        points = last_points(self._desk.store, channel)
        if sub is None or points is None:
            raise BotError("This channel has had no digest yet.")
        return _headed("The last digest, for you alone.", self.sender.shown(sub.subject, *points, page=page))

    def _check_may_send(self, sub: Subscription | None, user: str) -> None:
        if sub is None or sub.state == "off":
            raise BotError(f"This channel has no digest; switch it on first with {self._command} digest on.")
        if user != sub.made_by and not self._may_send(user):
            raise BotError(
                "A digest is sent now only by an editor (NZDF_EDITORS) or by the person who set it up; "
                f"{self._command} digest preview shows it to you alone."
            )

    def _send_now(self, channel: str) -> None:
        store = self._desk.store
        claim = take_now(store, channel, self._owner, store.clock(), self.sender.terms)
        if claim is None:
            return
        self.sender.send(claim, threading.Event())
        last = last_entry(store, channel)
        if last and last.state != "posted":
            raise BotError(f"The digest could not be posted yet: {last.note}.")

    def check_channel(self, channel: str) -> None:
        """Whether the bot is in a channel and may read its history. Raises BotError with what to do."""
        try:
            self._client.conversations_history(channel=channel, limit=1)
        except SlackApiError as error:
            code = error.response["error"]
            if code in ("not_in_channel", "channel_not_found"):
                raise BotError(_INVITE) from None
            if code == "missing_scope":
                raise BotError(_BLIND.format(error.response.get("needed") or "channels:history")) from None
            log.warning("Whether the bot is in %s could not be seen (%s)", channel, code)

    def open_form(self, channel: str, trigger: str) -> None:
        """Show the form of a channel's setting. Raises SlackApiError."""
        self._client.views_open(trigger_id=trigger, view=form(channel, subscription(self._desk.store, channel)))

    def save_form(self, view: Block, user: str) -> tuple[str, dict[str, str]]:
        """Keep what a form says; gives a sentence, or what is wrong by the name of the field."""
        channel, version, values = wished(view)
        wanted = Subscription(channel, subject=values["subject"], quiet=values["quiet"])
        try:
            if values["when"] == OFF:
                before = subscription(self._desk.store, channel)
                return self._switch_off(before, user, version).replace("`", ""), {}
            wanted, wrong = _filled(wanted, values)
            return ("", wrong) if wrong else (_now_on(self._switch_on(wanted, user, version)[0]), {})
        except MovedError as moved:
            return "", {"when": f"{moved} It is now: {command_of(moved.now) if moved.now.state == 'on' else moved.now.state}."}
        except BotError as problem:
            return "", {"subject" if values["subject"] else "when": str(problem)}


def _headed(said: str, shown: Block) -> Block:
    """A digest that one person sees, with a line above it that says so."""
    head: Block = {"type": "context", "elements": [{"type": "plain_text", "text": said, "emoji": False}]}
    return {**shown, "text": f"{said}\n{shown['text']}", "blocks": [head, *shown["blocks"]]}


def _now_on(sub: Subscription) -> str:
    return f"The digest is on: it comes {described(sub)}. {next_words(sub)}"


def _filled(wanted: Subscription, values: dict[str, Any]) -> tuple[Subscription, dict[str, str]]:
    """The setting with the fields of the form, and what is wrong with them."""
    wrong: dict[str, str] = {}
    wanted = replace(wanted, at=None if values["when"] == AT_ONCE else values["at"])
    try:
        wanted = replace(wanted, zone=zone_named(values["zone"]))
    except BotError as problem:
        wrong["zone"] = str(problem)
    try:
        wanted = wanted if wanted.at is None else replace(wanted, days=rule_of(values["days"]))
    except BotError as problem:
        wrong["days"] = str(problem)
    return wanted, wrong


def listen(app: App, command: str, digests: Digests, later: Later) -> None:
    """Take `digest …`, its button and its form. To be called before the listener that takes every other command."""

    def about_digest(command: Body) -> bool:
        return is_setting(unwrap(command.get("text", "")))

    @app.command(command, matchers=[about_digest])
    def on_digest(ack: Ack, command: Body) -> None:
        to = where(command)
        shown = digests.reply(to.channel, to.user, unwrap(command.get("text", "")), lambda job: later(to, job))
        ack(response_type="ephemeral", **shown)

    @app.action(OPEN)
    def on_open(ack: Ack, body: Body) -> None:
        ack()
        to = where(body)
        later(to, lambda: digests.open_form(to.channel, body["trigger_id"]))

    @app.view(FORM)
    def on_save(ack: Ack, view: Block, body: Body) -> None:
        sentence, wrong = digests.save_form(view, body["user"]["id"])
        if wrong:
            ack(response_action="errors", errors=wrong)
            return
        ack(response_action="update", view=done(sentence))
        channel = wished(view)[0]
        later(Where(body["user"]["id"], channel), lambda: digests.check_channel(channel))
