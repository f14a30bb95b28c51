"""`/nzdf export`: the facts as CSV files, sent to the person who asks."""

import logging
from typing import TYPE_CHECKING

from slack_sdk.errors import SlackApiError

from bot.editing.sheets import sheets
from bot.errors import BotError
from bot.render.blocks import escape
from bot.slack.modals import Body
from bot.slack.replies import where
from bot.slack.words import unwrap
from bot.wording import plural

if TYPE_CHECKING:
    from slack_bolt import Ack, App

    from bot.slack.app import Bot

log = logging.getLogger(__name__)

_NOTE = "A ' before a text keeps a spreadsheet from running it as a formula; “python -m bot load” takes it off."


class Files:
    """Makes the files and sends them."""

    def __init__(self, bot: "Bot") -> None:
        """Files are made from the store that the bot answers from."""
        self._bot = bot

    def listen(self, app: "App") -> None:
        """Take /nzdf export."""
        app.command(self._bot.command, matchers=[lambda command: _subject(command) is not None])(self._on_export)

    def _on_export(self, ack: "Ack", body: Body, command: Body) -> None:
        ack(response_type="ephemeral", text="The files are being made; they come in a direct message from this bot.")
        self._bot.later(where(body), lambda: self._send(command["user_id"], _subject(command) or ""))

    def _send(self, person: str, subject: str) -> None:
        files = sheets(self._bot.desk.export(subject))
        if not files:
            raise BotError(f"No fact is held on “{subject[:80]}”, so there is no file to send.")
        about = f"on {escape(subject)}" if subject else "held here"
        uploads = [{"content": text, "filename": f"{name}.csv", "title": f"{name}.csv"} for name, text in files.items()]
        said = f"{plural(len(files), 'file')} with the facts {about}. {_NOTE}"
        try:
            channel = self._bot.client.conversations_open(users=person)["channel"]["id"]
            self._bot.client.files_upload_v2(channel=channel, file_uploads=uploads, initial_comment=said)
        except SlackApiError as error:
            code = str(error.response["error"])
            log.warning("Files could not be sent (%s)", code)
            raise BotError(_why(error, code)) from error


def _subject(command: Body) -> str | None:
    """What follows export, nothing for all; None for another command."""
    words = unwrap(command.get("text", "")).split()
    if not words or words[0].lower() != "export":
        return None
    subject = " ".join(words[1:])
    return "" if subject.lower() == "all" else subject


def _why(error: SlackApiError, code: str) -> str:
    if code == "missing_scope":
        scope = str(error.response.get("needed") or "files:write")
        remedy = "add it under OAuth & Permissions and install the app again"
        return f"The files could not be sent: the app lacks the scope {scope}; {remedy}."
    return f"Slack refused the files ({code}); try again, or use “python -m bot export” where the bot runs."
