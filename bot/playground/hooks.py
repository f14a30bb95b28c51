"""Response URLs: five uses within thirty minutes, to answer where a command was given or a control was pressed."""

from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from bot.playground.blocks import check_message
from bot.playground.state import BOT_ID, BOT_USER, Json, Message, SlackError, number_blocks
from bot.playground.workspace import Workspace

USES, SECONDS, MOST = 5, 1_800, 10_000
KEPT = ("text", "blocks", "attachments", "metadata")


@dataclass
class Hook:
    """Where a response URL leads: to a person in a channel, and to the message that it may replace."""

    channel: str
    person: str
    until: float
    message: Message | None = None
    under: Json = field(default_factory=dict)
    uses: int = 0


class Hooks:
    """The response URLs that were given out."""

    def __init__(self, workspace: Workspace) -> None:
        """None given out."""
        self._workspace = workspace
        self._hooks: dict[str, Hook] = {}
        self.base = ""

    def url(self, channel: str, person: str, message: Message | None = None) -> tuple[str, Hook]:
        """A new response URL, and the hook behind it."""
        number = uuid4().hex
        if len(self._hooks) >= MOST:
            del self._hooks[next(iter(self._hooks))]
        hook = self._hooks[number] = Hook(channel, person, self._workspace.clock() + SECONDS, message)
        return f"{self.base}/response/{number}", hook

    def use(self, number: str, body: Any) -> tuple[int, str]:
        """Answer through a response URL; gives the status and the words of the reply."""
        hook = self._hooks.get(number)
        if hook is None:
            return 404, "no_service"
        if hook.uses >= USES:
            return 404, "used_url"
        if self._workspace.clock() > hook.until:
            return 404, "expired_url"
        if not isinstance(body, dict):
            return 400, "invalid_payload"
        hook.uses += 1
        try:
            self.answer(hook, body)
        except SlackError as refused:
            return 400 if refused.error != "is_archived" else 403, refused.error
        return 200, "ok"

    def answer(self, hook: Hook, body: Json) -> None:
        """Show an answer as `response_type`, `replace_original` and `delete_original` say. Raises SlackError."""
        original = hook.message if self._workspace.holds(hook.message) else None
        if body.get("delete_original"):
            if original:
                self._workspace.remove(original)
            return
        check_message(body)
        kept = {name: body[name] for name in KEPT if body.get(name)}
        if body.get("replace_original") and original:
            self._replace(original, kept, hook.under)
            return
        public = body.get("response_type") == "in_channel"
        if public and self._workspace.channel(hook.channel).archived:
            raise SlackError("is_archived")
        written = {"user": BOT_USER, "bot_id": BOT_ID, "text": "", **kept}
        if body.get("thread_ts"):
            written["thread_ts"] = str(body["thread_ts"])
        shown = self._workspace.add(hook.channel, written, "" if public else hook.person, hook.under)
        hook.message = hook.message or shown

    def _replace(self, message: Message, kept: Json, under: Json) -> None:
        rest = {name: value for name, value in message.body.items() if name not in KEPT}
        message.body = {**rest, "text": "", **kept}
        message.under = under
        number_blocks(message.body)
        self._workspace.touch()
