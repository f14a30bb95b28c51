"""An editor at the playground for tests: opens forms, fills them in, sends them off, and waits for what the bot shows."""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from bot.playground.events import interaction_payload
from bot.playground.people import Actor
from bot.playground.server import Playground

from .server_parts import Json, until

REVIEW = "nzdf-review"
STRENGTH: Json = {
    "deployment": "taji-training",
    "places": "camp-taji",
    "count": "12",
    "covers": "whole",
    "from": "1 november 2026",
}
NEW_SOURCE: Json = {
    "source": "new",
    "new_url": "https://example.org/taji-2026",
    "new_publisher": "The Example",
    "new_title": "Twelve return to Taji",
    "new_published": "2 november 2026",
    "new_kind": "news",
}


class Editor(Actor):
    """A person who records facts. `key` is editor, second or reader."""

    def __init__(self, playground: Playground, key: str = "editor") -> None:
        """One of the people whom everybody finds."""
        super().__init__(playground, key)
        self._play = playground

    def modal(self, ready: Callable[[Json], bool] = lambda view: view.get("callback_id") != "" or "submit" in view) -> Json:
        """The form on top, once it is ready."""
        space = self._play.workspace

        def found() -> bool:
            stack = space.stacks.get(self.who.id) or []
            return bool(stack) and ready(stack[-1])

        self._play.run(until(self._play, found))
        view: Json = deepcopy(self.state()["modals"][-1])
        return view

    def form(self) -> Json:
        """The form on top, once its fields are there."""
        return self.modal(lambda view: bool(view.get("submit")))

    def told(self) -> str:
        """What the form on top says, once it has no fields."""
        return words(self.modal(lambda view: not view.get("submit") and "One moment" not in words(view)))

    def send(self, typed: Json) -> Json | None:
        """Fill the form on top and send it off; gives the errors by field, None where there are none."""
        view = self.form()
        return self.submit(view["id"], values(view, typed))

    def refresh(self, name: str, typed: Json) -> Json:
        """Fill the form on top, choose in the field `name`, and give the form as it is then."""
        view = self.form()
        filled = values(view, typed)
        (action_id, state), *_ = filled[name].items()
        self.press_view(view["id"], action_id, filled, **state)
        return self.modal(lambda now: bool(now.get("submit")) and now["hash"] != view["hash"])

    def propose(self, typed: Json, command: str = "/nzdf add strength") -> int:
        """Record a fact as far as its proposal; gives its number."""
        self.command("newsroom", command)
        self.form()
        if typed.get("source") == "new":
            self.refresh("source", typed)
        assert self.send(typed) is None
        assert self.form()["submit"]["text"] == "Propose"
        assert self.send(typed) is None
        said = self.told()
        self.close(self.state()["modals"][-1]["id"])
        return int(said.split("Proposal ")[1].split()[0])

    def options(self, view: Json, name: str, text: str) -> list[tuple[str, str]]:
        """What the menu of a field offers for a text, as label and value."""
        block = next(block for block in view["blocks"] if block.get("block_id") == name)
        place = {"container": {"type": "view", "view_id": view["id"]}, "view": view}
        asked = {"action_id": block["element"]["action_id"], "block_id": name, "value": text}
        found = self._play.run(self._forms.options(self.who, place, asked))
        return [(option["text"]["text"], option["value"]) for option in found["options"]]

    def press_as_seen(self, message: Json, action_id: str) -> None:
        """Press a button of a message as it stood when it was seen, though it may have changed meanwhile."""
        space, channel = self._play.workspace, self._play.workspace.channel(REVIEW)
        buttons = (
            part for block in message["blocks"] for part in block.get("elements", []) if part.get("action_id") == action_id
        )
        now = space.find(channel.id, message["ts"])

        async def press() -> None:
            url, _hook = self._play.hooks.url(channel.id, self.who.id, now)
            payload = interaction_payload(
                "block_actions",
                self.who,
                container={"type": "message", "message_ts": message["ts"], "channel_id": channel.id, "is_ephemeral": False},
                channel={"id": channel.id, "name": channel.name},
                message=message,
                response_url=url,
                trigger_id=space.trigger(self.who.id),
                actions=[{**next(buttons), "block_id": "b", "action_ts": space.next_ts()}],
            )
            await self._play.delivery.send("interactive", payload)

        self._play.run(press())

    def proposal(self, number: int, state: str = "open") -> Json:
        """The message of a proposal in the review channel, once it shows this state."""
        wanted = f"proposal-{number}-{state}" if state in ("open", "approved") else f"{state.capitalize()} by"
        return deepcopy(
            self.wait_for(lambda body: f"Proposal {number}:" in body["text"] and wanted in str(body.get("blocks")), REVIEW)
        )


def words(view: Json) -> str:
    """Every text in a view or a message, in order."""
    found: list[str] = []

    def walk(node: Any) -> None:
        if isinstance(node, dict):
            for key, value in node.items():
                if key == "text" and isinstance(value, str):
                    found.append(value)
                else:
                    walk(value)
        elif isinstance(node, list):
            for each in node:
                walk(each)

    walk(view.get("blocks", []))
    return "\n".join(found)


def values(view: Json, typed: Json) -> Json:
    """Slack's state.values of a view in which these were typed; what is not named stays as the form has it."""
    found: Json = {}
    for block in view["blocks"]:
        if block.get("type") == "input":
            element = block["element"]
            found[block["block_id"]] = {element["action_id"]: _state(element, typed.get(block["block_id"]))}
    return found


def _state(element: Json, typed: str | None) -> Json:
    kind = element["type"]
    if kind.startswith("multi_"):
        chosen = element.get("initial_options", []) if typed is None else [_option(id) for id in typed.split("|") if id]
        return {"type": kind, "selected_options": chosen}
    if kind.endswith("_select"):
        known = {option["value"]: option for option in element.get("options", [])}
        option = element.get("initial_option") if typed is None else known.get(typed, _option(typed)) if typed else None
        return {"type": kind, "selected_option": option}
    return {"type": kind, "value": (element.get("initial_value") if typed is None else typed) or None}


def _option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}
