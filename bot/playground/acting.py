"""What a person does in the workspace: commands, messages, presses, modals, the Home tab."""

from typing import Any

from bot.playground.blocks import check_view
from bot.playground.delivery import Delivery, Outcome
from bot.playground.events import as_typed, command_payload, event_payload, interaction_payload, message_events
from bot.playground.hooks import Hooks
from bot.playground.state import BOT_USER, SLACKBOT, Channel, Json, Message, Person, SlackError, Workspace, controls
from bot.playground.views import push_view

LONGEST = 40_000


class ActionError(Exception):
    """A person asked for what cannot be done; the message is the sentence to show."""


class Acting:
    """Does what people do, and delivers it to the app."""

    def __init__(self, workspace: Workspace, delivery: Delivery, hooks: Hooks) -> None:
        """Works on the workspace; `hooks` gives the response URLs."""
        self._workspace, self._delivery, self._hooks = workspace, delivery, hooks

    async def command(self, who: Person, channel_id: str, typed: str) -> None:
        """A slash command, “/nzdf status iraq”. Its answer, or Slack's word that there was none, is shown in the channel."""
        channel = self._place(who, channel_id)
        name, _, text = typed.strip().partition(" ")
        if name not in [each["command"] for each in self._workspace.commands]:
            self._notice(channel, who, f"{name} is not a command of any app here.")
            return
        url, hook = self._hooks.url(channel.id, who.id)
        payload = command_payload(
            who, channel, name, text.strip(), {"response_url": url, "trigger_id": self._workspace.trigger(who.id)}
        )
        outcome = await self._delivery.send("slash_commands", payload, under=hook.under)
        if outcome.error:
            self._notice(channel, who, f"{name} failed with the error “{self._failure(outcome)}”.", hook.under)
            return
        answer = {"text": outcome.payload} if isinstance(outcome.payload, str) else outcome.payload
        if not isinstance(answer, dict) or not (answer.get("text") or answer.get("blocks")):
            return
        if answer.get("response_type") == "in_channel":
            self._workspace.add(channel.id, {"user": who.id, "text": as_typed(typed, self._workspace.app_name)})
        try:
            self._hooks.answer(hook, answer)
        except SlackError as refused:
            self._notice(channel, who, f"{name} failed with the error “{refused.error}”.", hook.under)

    async def say(self, who: Person, channel_id: str, text: str, thread_ts: str | None = None) -> str:
        """A message in a channel or a thread; gives its ts. The app hears of it as far as it has subscribed."""
        channel = self._place(who, channel_id)
        if not text.strip() or len(text) > LONGEST:
            raise ActionError(f"A message has 1 to {LONGEST:,} characters.")
        body: Json = {"user": who.id, "text": as_typed(text, self._workspace.app_name)}
        if thread_ts:
            body["thread_ts"] = self._find(channel.id, thread_ts, who).body.get("thread_ts", thread_ts)
        message = self._workspace.add(channel.id, body)
        mentioned = f"<@{BOT_USER}>" in body["text"]
        if mentioned and BOT_USER not in channel.members:
            self._notice(channel, who, f"{self._workspace.app_name} is not in this channel, so it does not hear this.")
        for payload in message_events(self._workspace, channel, message.body):
            await self._delivery.event(payload, channel.id)
        return message.ts

    async def press(self, who: Person, message: Message, action: Json, values: Json | None = None) -> None:
        """A control of a message: a button pressed, an option or a date chosen."""
        channel = self._workspace.channel(message.channel)
        url, hook = self._hooks.url(channel.id, who.id, message)
        payload = interaction_payload(
            "block_actions",
            who,
            container={
                "type": "message",
                "message_ts": message.ts,
                "channel_id": channel.id,
                "is_ephemeral": bool(message.seen_by),
            },
            channel={"id": channel.id, "name": "directmessage" if channel.kind == "im" else channel.name},
            message=message.body,
            state={"values": values or {}},
            response_url=url,
            trigger_id=self._workspace.trigger(who.id),
            actions=[self._action(message.body, action)],
        )
        self._delivery.recent[channel.id] = hook.under
        outcome = await self._delivery.send("interactive", payload, under=hook.under)
        if outcome.error:
            self._notice(channel, who, f"The app did not answer the press ({self._failure(outcome)}).", hook.under)

    async def press_view(self, who: Person, view_id: str, action: Json, values: Json | None = None) -> None:
        """A control of a modal or of the Home tab."""
        view = self._view(who, view_id)
        view["state"] = {"values": values or {}}
        payload = interaction_payload(
            "block_actions",
            who,
            container={"type": "view", "view_id": view["id"]},
            view=view,
            trigger_id=self._workspace.trigger(who.id, view["id"]),
            actions=[self._action(view, action)],
        )
        outcome = await self._delivery.send("interactive", payload)
        if outcome.error:
            raise ActionError(f"The app did not answer ({self._failure(outcome)}).")

    async def submit(self, who: Person, view_id: str, values: Json) -> Json | None:
        """A modal sent off; gives the app's errors by block_id, or None where it took it."""
        view = self._view(who, view_id)
        view["state"] = {"values": values}
        payload = interaction_payload(
            "view_submission", who, view=view, trigger_id=self._workspace.trigger(who.id, view["id"]), response_urls=[]
        )
        outcome = await self._delivery.send("interactive", payload)
        if outcome.error:
            raise ActionError(f"The app did not take the form ({self._failure(outcome)}); try again.")
        return self._after_submission(who, view, outcome.payload)

    def _after_submission(self, who: Person, view: Json, answer: Any) -> Json | None:
        stack = self._workspace.stacks.get(who.id, [])
        if not answer:
            if view in stack:
                stack.remove(view)
        else:
            action = answer.get("response_action") if isinstance(answer, dict) else None
            if action == "errors":
                errors: Json = answer.get("errors") or {}
                return errors
            try:
                self._respond_with_view(who, view, action, answer)
            except SlackError as refused:
                raise ActionError(f"The app's answer to the form was refused ({refused.error}).") from None
        self._workspace.touch()
        return None

    def _respond_with_view(self, who: Person, view: Json, action: Any, answer: Any) -> None:
        if action == "clear":
            self._workspace.stacks[who.id] = []
        elif action == "update":
            self._workspace.keep_view(who.id, check_view(answer.get("view")), view)
        elif action == "push":
            push_view(self._workspace, who.id, check_view(answer.get("view")))
        else:
            raise SlackError("invalid_response_action")

    async def close(self, who: Person, view_id: str, every: bool = False) -> None:
        """A modal closed, or with `every` the whole stack. The app hears of it where the view asks for that."""
        view = self._view(who, view_id)
        stack = self._workspace.stacks.get(who.id, [])
        gone = list(stack) if every else [view]
        self._workspace.stacks[who.id] = [each for each in stack if each not in gone]
        self._workspace.touch()
        for each in gone:
            if each.get("notify_on_close"):
                await self._delivery.send("interactive", interaction_payload("view_closed", who, view=each, is_cleared=every))

    async def open_home(self, who: Person, tab: str = "home") -> None:
        """The App Home opened on a tab, home or messages."""
        event: Json = {"type": "app_home_opened", "user": who.id, "channel": self._workspace.channel(who.id).id, "tab": tab}
        if who.id in self._workspace.homes:
            event["view"] = self._workspace.homes[who.id]
        event["event_ts"] = self._workspace.next_ts()
        wanted = self._workspace.manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", [])
        if "app_home_opened" in wanted:
            await self._delivery.event(event_payload(self._workspace, event), "")

    async def options(self, who: Person, place: Json, asked: Json) -> Json:
        """What the app suggests for the letters typed into an external select, as options or option_groups."""
        payload = interaction_payload("block_suggestion", who, **place, **asked)
        outcome = await self._delivery.send("interactive", payload)
        if outcome.error or not isinstance(outcome.payload, dict):
            raise ActionError("The app suggests nothing; it may not answer menus.")
        return {name: outcome.payload[name] for name in ("options", "option_groups") if name in outcome.payload}

    def dismiss(self, who: Person, ts: str) -> None:
        """Put an ephemeral message away."""
        message = self._find("", ts, who)
        if message.seen_by != who.id:
            raise ActionError("Only a message that you alone see can be put away.")
        self._workspace.remove(message)

    def join(self, who: Person, channel_id: str, *, bot: bool = False) -> None:
        """The person joins a channel, or takes the app into it."""
        channel = self._channel(channel_id)
        if channel.archived or channel.kind == "im":
            raise ActionError(f"Nobody can join {channel.name}.")
        channel.members.add(BOT_USER if bot else who.id)
        self._workspace.touch()

    def message(self, who: Person, channel_id: str, ts: str) -> Message:
        """A message that the person sees. Raises ActionError."""
        return self._find(channel_id, ts, who)

    def _channel(self, channel_id: str) -> Channel:
        try:
            return self._workspace.channel(channel_id)
        except SlackError:
            raise ActionError(f"There is no channel “{channel_id[:40]}”.") from None

    def _place(self, who: Person, channel_id: str) -> Channel:
        channel = self._channel(channel_id)
        if channel.archived:
            raise ActionError(f"#{channel.name} is archived; nothing can be written in it.")
        if who.id not in channel.members:
            raise ActionError(f"{who.name} is not in #{channel.name}.")
        return channel

    def _find(self, channel_id: str, ts: str, who: Person) -> Message:
        try:
            message = self._workspace.find(self._channel(channel_id).id if channel_id else "", ts)
        except SlackError:
            raise ActionError("That message is not there any more.") from None
        if message.seen_by not in ("", who.id):
            raise ActionError("That message is not there any more.")
        return message

    def _view(self, who: Person, view_id: str) -> Json:
        try:
            owner, view = self._workspace.view(view_id)
        except SlackError:
            raise ActionError("That form is not open any more.") from None
        if owner != who.id:
            raise ActionError("That form is not open any more.")
        return view

    def _action(self, body: Json, given: Json) -> Json:
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

    def _notice(self, channel: Channel, who: Person, sentence: str, under: Json | None = None) -> None:
        body = {"user": SLACKBOT, "bot_id": "B0PLAY", "username": "Playground", "text": sentence}
        self._workspace.add(channel.id, body, who.id, under)

    def _failure(self, outcome: Outcome) -> str:
        return "operation_timeout" if self._delivery.request_url and "timeout" in outcome.error else "dispatch_failed"
