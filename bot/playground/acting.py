"""What a person does in a channel: commands, messages, presses, shortcuts, joining."""

from bot.playground.delivery import Delivery
from bot.playground.events import as_typed, command_payload, interaction_payload, message_events, named
from bot.playground.hooks import Hooks
from bot.playground.standing import ActionError, Standing
from bot.playground.state import BOT_USER, Json, Message, Person, SlackError
from bot.playground.workspace import Workspace

LONGEST = 40_000


class Acting:
    """Does what people do, and delivers it to the app."""

    def __init__(self, workspace: Workspace, delivery: Delivery, hooks: Hooks, standing: Standing) -> None:
        """Works on the workspace; `hooks` gives the response URLs."""
        self._workspace, self._delivery, self._hooks, self._standing = workspace, delivery, hooks, standing

    async def command(self, who: Person, channel_id: str, typed: str) -> None:
        """A slash command, “/nzdf status iraq”. Its answer, or Slack's word that there was none, is shown in the channel."""
        channel = self._standing.place(who, channel_id)
        name, _, text = typed.strip().partition(" ")
        if name not in [each["command"] for each in self._workspace.commands]:
            self._standing.notice(channel, who, f"{name} is not a command of any app here.")
            return
        url, hook = self._hooks.url(channel.id, who.id)
        payload = command_payload(
            who, channel, name, text.strip(), {"response_url": url, "trigger_id": self._workspace.trigger(who.id)}
        )
        outcome = await self._delivery.send("slash_commands", payload, under=hook.under)
        if outcome.error:
            self._standing.notice(channel, who, f"{name} failed with the error “{self._standing.failure(outcome)}”.", hook.under)
            return
        answer = {"text": outcome.payload} if isinstance(outcome.payload, str) else outcome.payload
        if not isinstance(answer, dict) or not (answer.get("text") or answer.get("blocks")):
            return
        if answer.get("response_type") == "in_channel":
            self._workspace.add(channel.id, {"user": who.id, "text": as_typed(typed, self._workspace.app_name)})
        try:
            self._hooks.answer(hook, answer)
        except SlackError as refused:
            self._standing.notice(channel, who, f"{name} failed with the error “{refused.error}”.", hook.under)

    async def say(self, who: Person, channel_id: str, text: str, thread_ts: str | None = None) -> str:
        """A message in a channel or a thread; gives its ts. The app hears of it as far as it has subscribed."""
        channel = self._standing.place(who, channel_id)
        if not text.strip() or len(text) > LONGEST:
            raise ActionError(f"A message has 1 to {LONGEST:,} characters.")
        body: Json = {"user": who.id, "text": as_typed(text, self._workspace.app_name)}
        if thread_ts:
            body["thread_ts"] = self._standing.find(channel.id, thread_ts, who).body.get("thread_ts", thread_ts)
        message = self._workspace.add(channel.id, body)
        mentioned = f"<@{BOT_USER}>" in body["text"]
        if mentioned and BOT_USER not in channel.members:
            self._standing.notice(channel, who, f"{self._workspace.app_name} is not in this channel, so it does not hear this.")
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
            channel=named(channel),
            message=message.body,
            state={"values": values or {}},
            response_url=url,
            trigger_id=self._workspace.trigger(who.id),
            actions=[self._standing.action(message.body, action)],
        )
        self._delivery.recent[channel.id] = hook.under
        outcome = await self._delivery.send("interactive", payload, under=hook.under)
        if outcome.error:
            self._standing.notice(
                channel, who, f"The app did not answer the press ({self._standing.failure(outcome)}).", hook.under
            )

    async def shortcut(self, who: Person, callback_id: str) -> None:
        """A global shortcut, which knows neither channel nor response URL."""
        self._offered(callback_id, "global")
        payload = interaction_payload(
            "shortcut",
            who,
            callback_id=callback_id,
            trigger_id=self._workspace.trigger(who.id),
            action_ts=self._workspace.next_ts(),
        )
        outcome = await self._delivery.send("interactive", payload)
        if outcome.error:
            raise ActionError(f"The app did not answer the shortcut ({self._standing.failure(outcome)}).")

    async def message_shortcut(self, who: Person, callback_id: str, message: Message) -> None:
        """A shortcut run on a message that everybody in the channel sees."""
        self._offered(callback_id, "message")
        if message.seen_by:
            raise ActionError("A shortcut runs only on a message that everybody in the channel sees.")
        channel = self._workspace.channel(message.channel)
        url, hook = self._hooks.url(channel.id, who.id)
        payload = interaction_payload(
            "message_action",
            who,
            callback_id=callback_id,
            trigger_id=self._workspace.trigger(who.id),
            message=message.body,
            message_ts=message.ts,
            channel=named(channel),
            response_url=url,
            action_ts=self._workspace.next_ts(),
        )
        outcome = await self._delivery.send("interactive", payload, channel.id, hook.under)
        if outcome.error:
            sentence = f"The app did not answer the shortcut ({self._standing.failure(outcome)})."
            self._standing.notice(channel, who, sentence, hook.under)

    def _offered(self, callback_id: str, kind: str) -> None:
        if not any((each["callback_id"], each["type"]) == (callback_id, kind) for each in self._workspace.shortcuts):
            raise ActionError(f"The app has no {kind} shortcut “{callback_id[:40]}”.")

    def dismiss(self, who: Person, ts: str) -> None:
        """Put an ephemeral message away."""
        message = self._standing.find("", ts, who)
        if message.seen_by != who.id:
            raise ActionError("Only a message that you alone see can be put away.")
        self._workspace.remove(message)

    def join(self, who: Person, channel_id: str, *, bot: bool = False) -> None:
        """The person joins a channel, or takes the app into it."""
        channel = self._standing.channel(channel_id)
        if channel.archived or channel.kind == "im":
            raise ActionError(f"Nobody can join {channel.name}.")
        channel.members.add(BOT_USER if bot else who.id)
        self._workspace.touch()
