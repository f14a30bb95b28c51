"""What a person does with forms: controls of modals and of the Home tab, submitting, closing, typing into a menu."""

from typing import Any

from bot.playground.blocks import check_view
from bot.playground.delivery import Delivery
from bot.playground.elements import OPTIONS
from bot.playground.events import event_payload, interaction_payload
from bot.playground.hooks import Hooks
from bot.playground.standing import ActionError, Standing
from bot.playground.state import Json, Person, SlackError, controls
from bot.playground.views import push_view
from bot.playground.workspace import Workspace


class Forms:
    """Does what people do with views, and delivers it to the app."""

    def __init__(self, workspace: Workspace, delivery: Delivery, hooks: Hooks, standing: Standing) -> None:
        """Works on the workspace; `hooks` gives the response URLs of a submission."""
        self._workspace, self._delivery, self._hooks, self._standing = workspace, delivery, hooks, standing

    async def press_view(self, who: Person, view_id: str, action: Json, values: Json | None = None) -> None:
        """A control of a modal or of the Home tab."""
        view = self._standing.view(who, view_id)
        view["state"] = {"values": values or {}}
        payload = interaction_payload(
            "block_actions",
            who,
            container={"type": "view", "view_id": view["id"]},
            view=view,
            trigger_id=self._workspace.trigger(who.id, view["id"]),
            actions=[self._standing.action(view, action)],
        )
        outcome = await self._delivery.send("interactive", payload)
        if outcome.error:
            raise ActionError(f"The app did not answer ({self._standing.failure(outcome)}).")

    async def submit(self, who: Person, view_id: str, values: Json) -> Json | None:
        """A modal sent off; gives the app's errors by block_id, or None where it took it."""
        view = self._standing.view(who, view_id)
        view["state"] = {"values": values}
        payload = interaction_payload(
            "view_submission",
            who,
            view=view,
            trigger_id=self._workspace.trigger(who.id, view["id"]),
            response_urls=self._response_urls(who, view),
        )
        outcome = await self._delivery.send("interactive", payload)
        if outcome.error:
            raise ActionError(f"The app did not take the form ({self._standing.failure(outcome)}); try again.")
        return self._after_submission(who, view, outcome.payload)

    def _response_urls(self, who: Person, view: Json) -> list[Json]:
        """A response URL for each menu of conversations or channels that asks for one and in which one was chosen."""
        found = []
        for block in view["blocks"]:
            for control in controls(block):
                given = view["state"]["values"].get(block["block_id"], {}).get(control["action_id"], {})
                chosen = given.get("selected_conversation") or given.get("selected_channel")
                if control.get("response_url_enabled") and chosen:
                    channel = self._standing.channel(chosen).id
                    ids = {"block_id": block["block_id"], "action_id": control["action_id"], "channel_id": channel}
                    found.append({**ids, "response_url": self._hooks.url(channel, who.id)[0]})
        return found

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
        view = self._standing.view(who, view_id)
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
        found = {name: outcome.payload[name] for name in ("options", "option_groups") if name in outcome.payload}
        if any(len(each) > OPTIONS for each in found.values() if isinstance(each, list)):
            raise ActionError(f"The app suggests more than {OPTIONS} options, which Slack would not show.")
        return found
