"""The methods of the Web API for views: modals in a stack of at most three, and the Home tab."""

from collections.abc import Callable
from typing import Any

from bot.playground.blocks import check_view
from bot.playground.state import STACK, Json, SlackError
from bot.playground.workspace import Workspace


class ViewMethods:
    """Opens, changes and publishes views for the app."""

    def __init__(self, workspace: Workspace) -> None:
        """The workspace whose people see the views."""
        self._workspace = workspace

    def methods(self) -> dict[str, Callable[[Json], Json]]:
        """The methods by name."""
        return {"views.open": self._open, "views.push": self._push, "views.update": self._update, "views.publish": self._publish}

    def _open(self, asked: Json) -> Json:
        view = _of_type(asked.get("view"), "modal")
        trigger = self._workspace.take_trigger(str(asked.get("trigger_id", "")))
        self._workspace.stacks[trigger.person] = []
        return {"view": push_view(self._workspace, trigger.person, view)}

    def _push(self, asked: Json) -> Json:
        view = _of_type(asked.get("view"), "modal")
        trigger = self._workspace.take_trigger(str(asked.get("trigger_id", "")))
        if not any(open_view["id"] == trigger.view for open_view in self._workspace.stacks.get(trigger.person, [])):
            raise SlackError("not_found")
        return {"view": push_view(self._workspace, trigger.person, view)}

    def _update(self, asked: Json) -> Json:
        view = check_view(asked.get("view"))
        _who, old = self._workspace.view(str(asked.get("view_id") or asked.get("external_id") or ""))
        if view["type"] != old["type"]:
            raise SlackError("invalid_arguments")
        _same_hash(asked, old)
        return {"view": self._workspace.keep_view(_who, view, old)}

    def _publish(self, asked: Json) -> Json:
        view = _of_type(asked.get("view"), "home")
        who = self._workspace.person(str(asked.get("user_id", "")))
        if not self._workspace.manifest.get("features", {}).get("app_home", {}).get("home_tab_enabled"):
            raise SlackError("not_enabled")
        old = self._workspace.homes.get(who.id)
        if old:
            _same_hash(asked, old)
        self._workspace.homes[who.id] = self._workspace.keep_view(who.id, view, old)
        return {"view": self._workspace.homes[who.id]}


def push_view(workspace: Workspace, person: str, view: Json) -> Json:
    """Lay a view on top of a person's stack. Raises SlackError push_limit_reached above three."""
    stack = workspace.stacks.setdefault(person, [])
    if len(stack) >= STACK:
        raise SlackError("push_limit_reached")
    stack.append(workspace.keep_view(person, view))
    return stack[-1]


def _of_type(view: Any, wanted: str) -> Json:
    checked = check_view(view)
    if checked["type"] != wanted:
        raise SlackError("invalid_arguments", response_metadata={"messages": [f"[ERROR] view must be of type {wanted}"]})
    return checked


def _same_hash(asked: Json, old: Json) -> None:
    if asked.get("hash") and asked["hash"] != old["hash"]:
        raise SlackError("hash_conflict")
