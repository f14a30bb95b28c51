"""The ways of answering that are not an acknowledgement: a response URL, a post, a word to one person."""

import logging
import re
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.webhook import WebhookClient

from bot.render.blocks import Block, escape

log = logging.getLogger(__name__)

RESPONSE_SECONDS = 10
_MEMBER = re.compile(r"\b[UW](?=[A-Z]*\d)[A-Z0-9]{4,30}\b", re.ASCII)
BAD_BLOCKS = ("invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long")


@dataclass(frozen=True, slots=True)
class Where:
    """Where a request came from, and so where its answer goes. `thread` is a message's ts; `event` marks a post of a person."""

    user: str = ""
    channel: str = ""
    response_url: str = ""
    thread: str | None = None
    ephemeral: bool = False
    event: bool = False


def where(body: dict[str, Any]) -> Where:
    """The place of any payload of Slack's; parts that it lacks are empty."""
    if event := body.get("event"):
        return Where(event.get("user", ""), event.get("channel", ""), thread=_thread(event), event=True)
    user, channel = body.get("user") or {}, body.get("channel") or {}
    return Where(
        body.get("user_id") or user.get("id", ""),
        body.get("channel_id") or channel.get("id", ""),
        body.get("response_url", ""),
        (body.get("message") or {}).get("thread_ts"),
        bool((body.get("container") or {}).get("is_ephemeral")),
    )


def _thread(event: dict[str, Any]) -> str | None:
    thread: str | None = event.get("thread_ts")
    return thread if event.get("channel_type") == "im" else thread or event.get("ts")


def respond(url: str, message: Block, response_type: str, *, replace: bool = False) -> bool:
    """Send a message to a response URL; false where Slack refuses it. Raises OSError where Slack cannot be reached."""
    # No retries: a second try after a lost reply would post twice.
    client = WebhookClient(url, timeout=RESPONSE_SECONDS, retry_handlers=[])
    body = {**message, "response_type": response_type, "replace_original": replace}
    reply = client.send_dict(body)
    if reply.status_code != 200 and any(code in reply.body for code in BAD_BLOCKS):
        log.error("Slack refused the blocks of a message; sent again as plain text")
        del body["blocks"]
        reply = client.send_dict(body)
    if reply.status_code != 200:
        log.warning("Slack refused a reply to a response URL with status %d", reply.status_code)
    return reply.status_code == 200


def post(client: WebClient, channel: str, message: Block, thread: str | None = None) -> None:
    """Post a message for all in the channel, as plain text where Slack refuses its blocks. Raises SlackApiError."""
    try:
        client.chat_postMessage(channel=channel, thread_ts=thread, **message)
    except SlackApiError as error:
        if error.response["error"] not in BAD_BLOCKS:
            raise
        log.error("Slack refused the blocks of a message; sent again as plain text")
        client.chat_postMessage(channel=channel, thread_ts=thread, **{**message, "blocks": None})


def tell(client: WebClient, to: Where, sentence: str, *, people: bool = False) -> None:
    """Say one sentence to the person, by whichever way is still open; `people`: ids of members in it become mentions.

    Raises SlackApiError or OSError when no way is open.
    """
    text = escape(sentence)
    message: Block = {"text": _MEMBER.sub(r"<@\g<0>>", text) if people else text, "unfurl_links": False, "unfurl_media": False}
    if to.event:
        return post(client, to.channel, message, to.thread)
    try:
        if to.response_url and respond(to.response_url, message, "ephemeral"):
            return None
    except OSError as error:
        log.warning("A response URL could not be reached (%s)", type(error).__name__)
    try:
        client.chat_postEphemeral(channel=to.channel, user=to.user, text=message["text"], thread_ts=to.thread)
    except SlackApiError:
        post(client, to.user, message)
    return None
