"""The Slack application: which request goes to which answer. The same for Socket Mode and for signed HTTP."""

import logging
import re
from collections.abc import Callable
from concurrent.futures import Executor, ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.http_retry.builtin_handlers import RateLimitErrorRetryHandler

from bot.editing.proposals import Refused
from bot.errors import BotError
from bot.render.blocks import Menu, asked, message
from bot.render.menus import menu
from bot.settings import Settings
from bot.slack import ask_form, digests, editing
from bot.slack.arriving import OneWorkspace, RepairPayload
from bot.slack.failures import sentence_for, to_person, untaken
from bot.slack.replies import Where, post, respond, tell, where
from bot.slack.share import publish, share_key
from bot.slack.who import OwnPeople, People
from bot.slack.words import unwrap

if TYPE_CHECKING:
    from bot.desk import Desk

log = logging.getLogger(__name__)

WORKERS = 16
_SPOKEN = (None, "file_share", "thread_broadcast")
_OLD_BUTTON = "That button is from an older version of this bot; ask the question again."

Body = dict[str, Any]


def build_app(settings: Settings, desk: "Desk", executor: Executor | None = None) -> App:
    """The Bolt application. Reaches no network until a button or a mention is answered.

    A command is answered inside its acknowledgement, in the thread that brought it. Everything that has to call Slack is
    acknowledged first and then done by `executor` (a pool of its own unless given), so that no listener can take 3 seconds.
    """
    executor = executor or ThreadPoolExecutor(WORKERS, thread_name_prefix="slack")
    app = App(
        name="nzdf",
        token=settings.bot_token,
        signing_secret=settings.signing_secret,
        authorize=OneWorkspace(settings.bot_token),
        before_authorize=RepairPayload(),
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
        listener_executor=executor,
    )
    app.client.base_url = settings.api_url
    # Not the SDK's own retry of a broken connection: after a lost reply it would post twice.
    app.client.retry_handlers = [RateLimitErrorRetryHandler(max_retry_count=1)]
    bot = Bot(settings.command, desk, app.client, executor, People(settings), settings)
    if not settings.others_may_ask:
        app.use(OwnPeople(lambda body, sentence: bot.say(where(body), sentence)))
    editing.listen(app, bot)
    digests.listen(app, bot.command, digests.Digests(settings, desk, app.client, bot.people.is_editor), bot.later)
    _listen_to_command(app, bot)
    _listen_to_buttons(app, bot)
    _listen_to_messages(app, bot)
    ask_form.listen(app, desk, settings.command, bot.later)
    _catch_the_rest(app, bot)
    return app


@dataclass(frozen=True, slots=True)
class Bot:
    """What every listener works with."""

    command: str
    desk: "Desk"
    client: WebClient
    executor: Executor
    people: People
    settings: Settings

    def later(self, to: Where, job: Callable[[], None]) -> None:
        """Do the job after the acknowledgement; the person is told of whatever goes wrong in it."""
        self.executor.submit(self._guarded, to, job)

    def attempt(self, body: Body, job: Callable[[], None]) -> None:
        """Do the job before the acknowledgement; what a BotError says is told to the person."""
        try:
            job()
        except Refused as error:
            self.say(where(body), str(error), people=True)
        except BotError as error:
            self.say(where(body), sentence_for(error))

    def _guarded(self, to: Where, job: Callable[[], None]) -> None:
        try:
            job()
        except Exception as error:
            self._tell(to, sentence_for(error))

    def _tell(self, to: Where, sentence: str, *, people: bool = False) -> None:
        try:
            tell(self.client, to, sentence, people=people)
        except Exception as error:
            log.error("The person could not be told (%s)", type(error).__name__)

    def say(self, to: Where, sentence: str, *, people: bool = False) -> None:
        """Tell the person one sentence after the acknowledgement; `people`: ids of members in it are shown as their names."""
        self.executor.submit(self._tell, to, sentence, people=people)

    def reply(self, body: Body) -> None:
        """Answer a mention or a direct message where it was written; a message that was answered before is left alone."""
        event, to = body["event"], where(body)
        claims = (f"event:{body.get('event_id')}", f"message:{body.get('team_id')}:{to.channel}:{event.get('ts')}")
        if all(self.desk.claim(key) for key in claims):
            conversation = ":".join((body.get("team_id", ""), to.channel, to.thread or "", to.user))
            answer = self.desk.ask(unwrap(event.get("text", "")), conversation)
            alone = self.menu(to.user) if event.get("channel_type") == "im" else None
            post(self.client, to.channel, message(answer, self.command, share=False, menu=alone), to.thread)

    def menu(self, user: str) -> Menu | None:
        """The menus on the rows of an answer that this person alone sees: for those who seem to be editors."""
        if not self.settings.editors:
            return None
        if self.people.seems_editor(user):
            return menu
        self.executor.submit(self.people.read_groups)
        return None

    def turn(self, body: Body, action: Body) -> None:
        """Answer the question of a button: in place of a message that one person sees, beside one that several see."""
        to = where(body)
        question, page = _asked(action)
        alone = to.ephemeral or to.channel.startswith("D")
        shown = message(self.desk.ask(question), self.command, page, menu=self.menu(to.user) if to.ephemeral else None)
        if not (to.response_url and respond(to.response_url, shown, "ephemeral", replace=alone)):
            raise BotError(f"Slack takes no more answers to that message; ask again with {self.command} {question}.")

    def share(self, body: Body, action: Body) -> None:
        """Ask the question again and show its answer to all in the channel."""
        if self.desk.claim(share_key(body, action)):
            to = where(body)
            question, page = _asked(action)
            publish(self.client, to, message(self.desk.ask(question), self.command, page, shared_by=to.user))


def _asked(action: Body) -> tuple[str, int]:
    try:
        return asked(action["value"])
    except (KeyError, ValueError) as error:
        raise BotError(_OLD_BUTTON) from error


def _listen_to_command(app: App, bot: Bot) -> None:
    @app.command(bot.command)
    def on_command(ack: Ack, command: Body) -> None:
        answer = bot.desk.ask(unwrap(command.get("text", "")))
        ack(response_type="ephemeral", **message(answer, bot.command, menu=bot.menu(command.get("user_id", ""))))


def _listen_to_buttons(app: App, bot: Bot) -> None:
    @app.action("share")
    def on_share(ack: Ack, body: Body, action: Body) -> None:
        ack()
        bot.later(where(body), lambda: bot.share(body, action))

    @app.action(re.compile(r"^(more|ask:)"))
    def on_question(ack: Ack, body: Body, action: Body) -> None:
        ack()
        bot.later(where(body), lambda: bot.turn(body, action))


def _listen_to_messages(app: App, bot: Bot) -> None:
    @app.event("app_mention")
    def on_mention(event: Body, body: Body) -> None:
        if _is_question(event):
            bot.later(where(body), lambda: bot.reply(body))

    @app.event("message")
    def on_message(event: Body, body: Body) -> None:
        if event.get("channel_type") == "im" and _is_question(event):
            bot.later(where(body), lambda: bot.reply(body))


def _is_question(event: Body) -> bool:
    """Whether a person wrote it just now: not a bot, not an edit, not a deletion."""
    return bool(event.get("user")) and "bot_id" not in event and "edited" not in event and event.get("subtype") in _SPOKEN


def _catch_the_rest(app: App, bot: Bot) -> None:
    @app.error
    def on_error(error: Exception, request: BoltRequest) -> BoltResponse:
        if request.context.authorize_result is None:
            # Nothing in such a request is known to come from Slack, its response URL least of all.
            log.warning("A request failed before its signature was checked (%s)", type(error).__name__)
            return BoltResponse(status=401, body={"error": "invalid request"})
        if isinstance(error, BoltUnhandledRequestError):
            response, sentence = untaken(request.body, bot.command)
        elif "command" in request.body:
            return to_person(sentence_for(error))
        else:
            response, sentence = BoltResponse(status=200), sentence_for(error)
        if sentence:
            bot.say(where(request.body), sentence)
        return response
