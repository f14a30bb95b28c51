"""Forms on the screen: opened within the three seconds of a trigger, and changed once what belongs in them is known."""

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.render import forms
from bot.render.blocks import Block
from bot.slack.failures import sentence_for
from bot.slack.replies import where

if TYPE_CHECKING:
    from bot.slack.app import Bot

log = logging.getLogger(__name__)

PATIENCE = 3
_LATE = ("expired_trigger_id", "exchanged_trigger_id", "invalid_trigger_id", "trigger_expired", "trigger_exchanged")
_GONE = ("not_found", "hash_conflict", "view_not_found")
_TOO_LATE = "Slack had closed the door for a form before it could be opened; ask for it once more."

Body = dict[str, Any]


class Modals:
    """Opens and changes the forms of one bot."""

    def __init__(self, bot: "Bot") -> None:
        """Forms are opened by a client that waits for nothing: a second try would come after the trigger's end."""
        self._bot = bot
        self._quick = WebClient(token=bot.client.token, base_url=bot.client.base_url, timeout=PATIENCE)
        self._quick.retry_handlers = []

    def open(self, body: Body, title: str, job: Callable[[], Block]) -> None:
        """Open a light form at once, and put what `job` makes in its place.

        The store is not asked before the form is open. Whatever goes wrong in the job is said in the form.
        """
        if opened := self.show(body, forms.loading(title)):
            self._bot.executor.submit(self._fill, opened, title, job)

    def show(self, body: Body, view: Block) -> str:
        """Open a form that is known already; gives its id, or nothing where Slack refused, which the person is told."""
        try:
            return str(self._quick.views_open(trigger_id=body["trigger_id"], view=view)["view"]["id"])
        except SlackApiError as error:
            code = str(error.response["error"])
            log.warning("A form could not be opened (%s)", code)
            self._bot.say(where(body), _TOO_LATE if code in _LATE else f"Slack refused to open the form ({code}); try again.")
        except OSError as error:
            log.warning("A form could not be opened (%s)", type(error).__name__)
            self._bot.say(where(body), "Slack did not answer in time to open the form; try again.")
        return ""

    def taken(self, view: Body, job: Callable[[], Body]) -> Body:
        """The acknowledgement of a form that was sent off: what the job gives.

        Where the job fails, its sentence stands beside the first field, so that nothing that was typed is lost.
        """
        try:
            return job()
        except Exception as error:
            return beside(view, {"": sentence_for(error)})

    def refresh(self, body: Body, job: Callable[[], Block]) -> None:
        """Change the form from which a payload came, unless it changed or was closed meanwhile."""
        view = body["view"]
        self._bot.executor.submit(self._fill, view["id"], view["title"]["text"], job, view.get("hash"))

    def _fill(self, view_id: str, title: str, job: Callable[[], Block], hash: str | None = None) -> None:
        try:
            view = job()
        except Exception as error:
            sentence = sentence_for(error)
            if hash:  # what was typed stays on the screen
                return
            view = forms.notice(title, sentence)
        if self._update(view_id, view, hash) == "invalid_arguments":
            self._update(view_id, forms.notice(title, "Slack did not take this form; the log says why."))

    def _update(self, view_id: str, view: Block, hash: str | None = None) -> str:
        """Slack's error, or nothing where it took the view."""
        try:
            self._bot.client.views_update(view_id=view_id, view=view, hash=hash)
        except SlackApiError as error:
            code = str(error.response["error"])
            reasons = (error.response.get("response_metadata") or {}).get("messages")
            log.log(logging.INFO if code in _GONE else logging.ERROR, "A form could not be changed (%s) %s", code, reasons or "")
            return code
        except OSError as error:
            log.error("A form could not be changed (%s)", type(error).__name__)
        return ""


def beside(view: Body, errors: dict[str, str]) -> Body:
    """Errors for the fields of a view; one for a field that it lacks stands beside its first."""
    inputs = [block["block_id"] for block in view.get("blocks", []) if block.get("type") == "input"]
    found: dict[str, str] = {}
    for name, sentence in errors.items():
        at = name if name in inputs else inputs[0] if inputs else name
        found[at] = f"{found[at]} {sentence}" if at in found else sentence
    return {"response_action": "errors", "errors": found}
