"""The shortcut that opens a form for asking, the menus in it, and its answer, which takes the form's place."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_bolt import Ack, App
from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.render import ask_form
from bot.slack.failures import sentence_for
from bot.slack.replies import Where, where

if TYPE_CHECKING:
    from bot.desk import Desk

Body = dict[str, Any]
Later = Callable[[Where, Callable[[], None]], None]

_LATE = "Slack did not open the form ({}); start the shortcut once more, or ask with {}."
_CLOSED = ("not_found", "view_not_found", "hash_conflict")


def listen(app: App, desk: "Desk", command: str, later: Later) -> None:
    """Take the shortcut and everything that comes from its form. `later` does a job after the acknowledgement."""

    @app.shortcut(ask_form.CALLBACK)
    def on_shortcut(ack: Ack, body: Body) -> None:
        ack()
        # The form needs nothing from the store, which might keep it until the trigger has expired.
        later(where(body), lambda: _open(app, body["trigger_id"], command))

    @app.options(ask_form.PLACE)
    def on_place(ack: Ack, options: Body) -> None:
        ack(options=_completed(lambda: desk.complete("place", options.get("value", ""))))

    @app.options(ask_form.MISSION)
    def on_mission(ack: Ack, options: Body) -> None:
        place = ask_form.place_of(options.get("block_id", ""))
        ack(options=_completed(lambda: desk.complete("mission", options.get("value", ""), place)))

    @app.action(ask_form.PLACE)
    def on_choice(ack: Ack, body: Body) -> None:
        ack()
        later(where(body), lambda: _narrow(app, body["view"]))

    @app.view(ask_form.CALLBACK)
    def on_submission(ack: Ack, view: Body) -> None:
        ack(**_reply(desk, command, ask_form.chosen(view)))


def _open(app: App, trigger: str, command: str) -> None:
    try:
        app.client.views_open(trigger_id=trigger, view=ask_form.form())
    except SlackApiError as error:
        raise BotError(_LATE.format(error.response["error"], command)) from error


def _narrow(app: App, view: Body) -> None:
    """Let the menu of missions hold those of the place that was chosen; whatever else was typed stays."""
    changed = ask_form.form(ask_form.chosen(view).place)
    try:
        app.client.views_update(view_id=view["id"], hash=view["hash"], view=changed)
    except SlackApiError as error:
        if error.response["error"] not in _CLOSED:
            raise


def _completed(complete: Callable[[], list[Any]]) -> list[Body]:
    """The options of a menu; none where the store cannot be read, which the log says."""
    try:
        return ask_form.options(complete())
    except Exception as error:
        sentence_for(error)
        return []


def _reply(desk: "Desk", command: str, chosen: ask_form.Chosen) -> Body:
    """The acknowledgement of the form: what is wrong with the day beside it, else the answer in its place."""
    try:
        problem = desk.day_problem(chosen.day) if chosen.day else None
        if problem:
            return {"response_action": "errors", "errors": {"day": problem}}
        view = ask_form.answered(desk.ask(chosen.question), command)
    except Exception as error:
        view = ask_form.notice(sentence_for(error))
    return {"response_action": "update", "view": view}
