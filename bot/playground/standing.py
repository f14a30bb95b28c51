"""Where a person stands in the workspace: the channels, messages, views and controls that they may use."""

from bot.playground.delivery import Delivery, Outcome
from bot.playground.state import SLACKBOT, Channel, Json, Message, Person, SlackError, controls
from bot.playground.workspace import Workspace


class ActionError(Exception):
    """A person asked for what cannot be done; the message is the sentence to show."""


class Standing:
    """Finds what a person may use, and tells them what Slack would."""

    def __init__(self, workspace: Workspace, delivery: Delivery) -> None:
        """Works on the workspace."""
        self._workspace, self._delivery = workspace, delivery

    def channel(self, channel_id: str) -> Channel:
        """A channel by id or name. Raises ActionError."""
        try:
            return self._workspace.channel(channel_id)
        except SlackError:
            raise ActionError(f"There is no channel “{channel_id[:40]}”.") from None

    def place(self, who: Person, channel_id: str) -> Channel:
        """A channel in which this person may write. Raises ActionError."""
        channel = self.channel(channel_id)
        if channel.archived:
            raise ActionError(f"#{channel.name} is archived; nothing can be written in it.")
        if who.id not in channel.members:
            raise ActionError(f"{who.name} is not in #{channel.name}.")
        return channel

    def find(self, channel_id: str, ts: str, who: Person) -> Message:
        """A message that this person sees; an empty channel_id stands for any channel. Raises ActionError."""
        try:
            message = self._workspace.find(self.channel(channel_id).id if channel_id else "", ts)
        except SlackError:
            raise ActionError("That message is not there any more.") from None
        if message.seen_by not in ("", who.id):
            raise ActionError("That message is not there any more.")
        return message

    def view(self, who: Person, view_id: str) -> Json:
        """A view that this person has open, or on the Home tab. Raises ActionError."""
        try:
            owner, view = self._workspace.view(view_id)
        except SlackError:
            raise ActionError("That form is not open any more.") from None
        if owner != who.id:
            raise ActionError("That form is not open any more.")
        return view

    def action(self, body: Json, given: Json) -> Json:
        """The action as the app gets it; what a button carries is read from the message, not from the page."""
        for block in body.get("blocks") or []:
            for control in controls(block):
                same = control["action_id"] == given.get("action_id")
                if same and given.get("block_id") in (None, block["block_id"]):
                    own: Json = {
                        name: control[name] for name in ("type", "action_id", "text", "value", "style") if name in control
                    }
                    chosen = {name: value for name, value in given.items() if name.startswith("selected_") or name == "value"}
                    if control["type"] == "button":
                        chosen = {}
                    return {**chosen, **own, "block_id": block["block_id"], "action_ts": self._workspace.next_ts()}
        raise ActionError("That button or menu is not there any more.")

    def notice(self, channel: Channel, who: Person, sentence: str, under: Json | None = None) -> None:
        """What Slack would show this person alone."""
        body = {"user": SLACKBOT, "bot_id": "B0PLAY", "username": "Playground", "text": sentence}
        self._workspace.add(channel.id, body, who.id, under)

    def failure(self, outcome: Outcome) -> str:
        """Slack's word to the person whose command or press was not acknowledged."""
        return "operation_timeout" if self._delivery.request_url and "timeout" in outcome.error else "dispatch_failed"
