"""The messages of proposals in the review channel: each posted once, and always brought to the true state."""

import logging
from itertools import islice
from typing import TYPE_CHECKING, Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.editing.proposals import Proposal
from bot.render.blocks import Block
from bot.render.proposals import review
from bot.settings import Settings
from bot.slack.replies import respond, where

if TYPE_CHECKING:
    from bot.office import Office

log = logging.getLogger(__name__)

MOST_SHOWINGS = 5
MOST_AT_ONCE = 5
_UNPOSTED = {
    "not_in_channel": "the bot is not in the review channel; invite it there with /invite",
    "channel_not_found": "the bot cannot see the review channel; check NZDF_REVIEW_CHANNEL and invite the bot there with /invite",
    "is_archived": "the review channel is archived; name another one in NZDF_REVIEW_CHANNEL",
    "restricted_action": "this workspace does not let the bot post in the review channel; a workspace admin can allow it",
}
_NO_CHANNEL = "NZDF_REVIEW_CHANNEL names no channel to post it in"

Body = dict[str, Any]


class Board:
    """Where reviewers see what waits for them. Any number of processes may keep it."""

    def __init__(self, client: WebClient, settings: Settings, office: "Office") -> None:
        """Posts nothing yet."""
        self._client, self._channel, self._office = client, settings.review_channel, office

    def post_waiting(self) -> None:
        """Post open proposals that nobody posted, such as those from a file, or of a process that died before it could.

        A few at once, since Slack takes one post a second in a channel. One that Slack refused is tried again a day later.
        """
        mine = (number for number in self._office.unposted() if self._office.claim(_key(number)))
        for number in islice(mine, MOST_AT_ONCE if self._channel else 0):
            self._send(self._office.proposal(number))

    def post(self, proposal: Proposal) -> str:
        """Post a proposal for review, unless another process does; gives what kept it from being posted, or nothing."""
        if not self._channel:
            return _NO_CHANNEL
        return self._send(proposal) if self._office.claim(_key(proposal.number)) else ""

    def _send(self, proposal: Proposal) -> str:
        try:
            reply = self._client.chat_postMessage(channel=self._channel, **review(self._office.review(proposal)))
        except SlackApiError as error:
            code = str(error.response["error"])
            log.warning("Proposal %d could not be posted (%s)", proposal.number, code)
            return _UNPOSTED.get(code, f"Slack refused the post ({code})")
        except OSError as error:
            log.warning("Proposal %d could not be posted (%s)", proposal.number, type(error).__name__)
            return "Slack did not answer"
        self._office.posted(proposal.number, str(reply["channel"]), str(reply["ts"]))
        now = self._office.proposal(proposal.number)
        if (now.state, now.edits) != (proposal.state, proposal.edits):
            self.show(proposal.number)
        return ""

    def show(self, number: int, body: Body | None = None, note: str = "") -> None:
        """Bring the message of a proposal up to date for all who see it.

        Where the proposal changed while Slack was being asked, another's newer view may lie beneath this one: show it once more.
        """
        for _ in range(MOST_SHOWINGS):
            proposal = self._office.proposal(number)
            message = review(self._office.review(proposal, note))
            if not self._update(proposal, message) and body is not None:
                to = where(body)
                if to.response_url and body.get("message"):
                    respond(to.response_url, message, "in_channel", replace=True)
            if self._office.proposal(number) == proposal:
                return
            note = ""

    def _update(self, proposal: Proposal, message: Block) -> bool:
        if not (proposal.channel and proposal.ts):
            return False
        try:
            self._client.chat_update(channel=proposal.channel, ts=proposal.ts, text=message["text"], blocks=message["blocks"])
        except SlackApiError as error:
            log.warning("The message of proposal %d could not be changed (%s)", proposal.number, error.response["error"])
            return False
        return True


def _key(number: int) -> str:
    return f"post:{number}"
