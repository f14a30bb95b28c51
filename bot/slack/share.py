"""Sharing an answer with the channel."""

import logging
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.errors import BotError
from bot.render.blocks import Block
from bot.slack.replies import Where, post, respond

log = logging.getLogger(__name__)

_AGAIN = "and press Share again"
_WHY = {
    "not_in_channel": f"The bot is not in this channel: invite it with /invite {_AGAIN}.",
    "channel_not_found": f"The bot cannot see this channel: invite it with /invite {_AGAIN}.",
    "is_archived": "This channel is archived, so nothing can be posted in it.",
    "restricted_action": "This workspace does not let the bot post in this channel; a workspace admin can allow it.",
    "ratelimited": f"Slack is taking no more posts here just now: wait a minute {_AGAIN}.",
    "messages_tab_disabled": "This app's Messages tab is switched off, so nothing can be posted here.",
}
_UNSURE = (
    "Slack did not answer, so the post may or may not have arrived: "
    "look in the channel, and press Share again if it is not there."
)


def share_key(body: dict[str, Any], action: dict[str, Any]) -> str:
    """What one press of Share is known by, so that a delivery that comes twice posts once."""
    message = (body.get("container") or {}).get("message_ts", "")
    return f"share:{(body.get('user') or {}).get('id', '')}:{action.get('action_ts', '')}:{message}"


def publish(client: WebClient, to: Where, message: Block) -> None:
    """Show the message to all in the channel, through the response URL or else as a post. Raises BotError with what to do."""
    try:
        if not (to.response_url and respond(to.response_url, message, "in_channel")):
            post(client, to.channel, message, to.thread)
    except SlackApiError as error:
        code = error.response["error"]
        log.warning("Slack refused a shared answer (%s)", code)
        refused = f"Slack refused the post ({code}); ask the question again and share that answer."
        raise BotError(_WHY.get(code, refused)) from error
    except OSError as error:
        raise BotError(_UNSURE) from error
