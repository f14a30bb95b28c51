"""What people are told when something goes wrong, and where no listener takes a request."""

import logging
from typing import Any
from uuid import uuid4

from slack_bolt.response import BoltResponse

from bot.errors import BotError, StoreError
from bot.render.blocks import escape

log = logging.getLogger(__name__)

SORRY = "Something went wrong here, not with your question. Reference {}."
_TOLD = ("block_actions", "interactive_message", "message_action", "shortcut")


def sentence_for(error: Exception) -> str:
    """What to tell the person: a BotError's own sentence, else a reference under which the log holds the trace.

    Only a StoreError's sentence is logged, with the path of the store: the others may repeat the person's words.
    """
    if isinstance(error, StoreError):
        log.warning("%s", error)
        return error.told
    if isinstance(error, BotError):
        return str(error)
    reference = uuid4().hex[:8]
    log.error("Reference %s", reference, exc_info=error)
    return SORRY.format(reference)


def to_person(sentence: str) -> BoltResponse:
    """The acknowledgement of a command that shows one sentence to the person alone."""
    return BoltResponse(status=200, body={"response_type": "ephemeral", "text": escape(sentence)})


def untaken(body: dict[str, Any], command: str) -> tuple[BoltResponse, str]:
    """The acknowledgement of a request that no listener takes, and the sentence still to be told; empty where there is none."""
    kind = body.get("type")
    log.info("No listener takes a request of the kind %s", kind)
    if "command" in body:
        return to_person(f"{body['command']} is not a command of this bot; ask with {command} help."), ""
    if kind == "view_submission":
        return BoltResponse(status=200, body={"response_action": "update", "view": _closing(command)}), ""
    if kind == "block_suggestion":
        return BoltResponse(status=200, body={"options": []}), ""
    gone = f"This bot does not know that button or menu any more; ask with {command} help."
    return BoltResponse(status=200), gone if kind in _TOLD else ""


def _closing(command: str) -> dict[str, Any]:
    text = f"This bot does not know that form any more; close it and ask with {command} help."
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "Not in use"},
        "blocks": [{"type": "section", "text": {"type": "plain_text", "text": text}}],
    }
