"""What Slack refuses in menus, pickers, inputs, confirmations and the newer blocks: the limits that bot.render leaves out."""

import re
from collections.abc import Iterator
from typing import Any

from bot.playground.state import Json, controls

Faults = Iterator[tuple[str, str]]

OPTION, OPTION_VALUE, PLACEHOLDER, OPTIONS = 75, 150, 150, 100
CARD_TITLE, CARD_BODY, ALERT = 150, 200, 200
_MENUS = ("static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons")
_MOST = {"overflow": 5, "checkboxes": 10, "radio_buttons": 10}
_PICKED = {
    "datepicker": ("initial_date", r"\d{4}-\d{2}-\d{2}"),
    "timepicker": ("initial_time", r"\d{2}:\d{2}"),
    "datetimepicker": ("initial_date_time", r"\d{10}"),
}
_TYPED = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "file_input", "rich_text_input")
_MODAL = ("email_text_input", "url_text_input", "number_input", "file_input")
_CHOSEN = ("users", "conversations", "channels", "external")
_SELECTS = tuple(f"{many}{kind}_select" for many in ("", "multi_") for kind in _CHOSEN)
_PRESSED = ("button", "image", "workflow_button", "icon_button", "feedback_buttons")
_KNOWN = (*_MENUS, *_PICKED, *_TYPED, *_SELECTS, *_PRESSED)
_NOT_TYPED_INTO = ("button", "overflow", "image", "workflow_button")
_MESSAGE_ONLY = ("table", "data_table", "markdown", "card", "carousel", "container", "context_actions", "task_card", "plan")


def block_element_faults(block: Json, surface: str) -> Faults:
    """Where in a block something is wrong, and what; `surface` is message, modal or home."""
    kind = block.get("type")
    if kind == "alert" and surface == "message":
        yield "", "alert is not allowed in a message"
    if kind in _MESSAGE_ONLY and surface != "message":
        yield "", f"{kind} is not allowed in a view"
    for control in controls(block):
        yield from _element(control, "input" if kind == "input" else "block", surface)
    if kind in _NEWER:
        yield from _NEWER[str(kind)](block)


def _element(element: Json, place: str, surface: str) -> Faults:
    kind = element["type"]
    if kind not in _KNOWN:
        yield "/element/type", f"unsupported type: {kind}"
    if place == "input" and kind in _NOT_TYPED_INTO:
        yield "/element", f"{kind} is not allowed in an input"
    if place != "input" and kind in _TYPED:
        yield "/element", f"{kind} is only allowed in an input"
    if (kind in _MODAL and surface != "modal") or (kind == "datetimepicker" and surface == "home"):
        yield "/element", f"{kind} is not allowed on this surface"
    if kind in _MENUS:
        yield from _menu(element)
    if kind in _PICKED:
        yield from _picker(element)
    if kind == "plain_text_input":
        yield from _typed(element)
    if "placeholder" in element:
        yield from _words("placeholder", element["placeholder"], PLACEHOLDER, "plain_text")
    if "confirm" in element:
        yield from _confirm(element["confirm"])
    if kind.startswith("multi_") and not _is_count(element.get("max_selected_items", 1), 1):
        yield "/max_selected_items", "must be 1 or more"


def _menu(element: Json) -> Faults:
    groups = element.get("option_groups")
    if (groups is None) == (element.get("options") is None):
        yield "/options", "exactly one of options and option_groups must be given"
        return
    if groups is None:
        yield from _options(element["options"], _MOST.get(element["type"], OPTIONS))
        return
    if "static_select" not in element["type"]:
        yield "/option_groups", f"{element['type']} has no option_groups"
    yield from _groups(groups)


def _groups(groups: Any) -> Faults:
    if not isinstance(groups, list) or not 1 <= len(groups) <= OPTIONS:
        yield "/option_groups", f"must have 1 to {OPTIONS} items"
        return
    for group in groups:
        if isinstance(group, dict):
            yield from _words("label", group.get("label"), OPTION, "plain_text")
            yield from _options(group.get("options"), OPTIONS)
        else:
            yield "/option_groups", "must be an object"


def _options(options: Any, most: int) -> Faults:
    if not isinstance(options, list) or not 1 <= len(options) <= most:
        yield "/options", f"must have 1 to {most} items"
        return
    for at, option in enumerate(options):
        for where, fault in _option(option):
            yield f"/options/{at}{where}", fault


def _option(option: Any) -> Faults:
    if not isinstance(option, dict):
        yield "", "must be an object"
        return
    yield from _words("text", option.get("text"), OPTION)
    value = option.get("value")
    if not isinstance(value, str) or not 0 < len(value) <= OPTION_VALUE:
        yield "/value", f"must have 1 to {OPTION_VALUE} characters"
    if "description" in option:
        yield from _words("description", option["description"], OPTION)


def _picker(element: Json) -> Faults:
    name, form = _PICKED[element["type"]]
    if name in element and not re.fullmatch(form, str(element[name])):
        yield f"/{name}", "has the wrong form"


def _typed(element: Json) -> Faults:
    least, most = element.get("min_length", 0), element.get("max_length", 3_000)
    if not _is_count(least, 0, 3_000) or not _is_count(most, 1, 3_000) or least > most:
        yield "/max_length", "min_length and max_length must be in order and at most 3000"


def _confirm(confirm: Any) -> Faults:
    if not isinstance(confirm, dict):
        yield "/confirm", "must be an object"
        return
    yield from _words("confirm/title", confirm.get("title"), 100, "plain_text")
    yield from _words("confirm/text", confirm.get("text"), 300)
    for name in ("confirm", "deny"):
        yield from _words(f"confirm/{name}", confirm.get(name), 30, "plain_text")


def _card(block: Json) -> Faults:
    if not any(block.get(name) for name in ("hero_image", "title", "actions", "body")):
        yield "", "a card needs one of hero_image, title, actions, body"
    for name, most in (("title", CARD_TITLE), ("subtitle", CARD_TITLE), ("body", CARD_BODY)):
        if name in block:
            yield from _words(name, block[name], most)


def _carousel(block: Json) -> Faults:
    cards = block.get("elements")
    if not isinstance(cards, list) or not 1 <= len(cards) <= 10:
        yield "/elements", "must have 1 to 10 cards"
        return
    for at, card in enumerate(cards):
        if not isinstance(card, dict) or card.get("type") != "card":
            yield f"/elements/{at}", "must be a card"
        else:
            yield from ((f"/elements/{at}{where}", fault) for where, fault in _card(card))


def _container(block: Json) -> Faults:
    inside = block.get("child_blocks")
    if not isinstance(inside, list) or not 1 <= len(inside) <= 10:
        yield "/child_blocks", "must have 1 to 10 blocks"
    if not block.get("title") and not block.get("rich_text_title"):
        yield "/title", "a container needs a title or a rich_text_title"
    for name in ("title", "subtitle"):
        if name in block:
            yield from _words(name, block[name], CARD_TITLE)


def _context_actions(block: Json) -> Faults:
    elements = block.get("elements")
    if not isinstance(elements, list) or not 1 <= len(elements) <= 5:
        yield "/elements", "must have 1 to 5 items"


def _alert(block: Json) -> Faults:
    yield from _words("text", block.get("text"), ALERT)
    if block.get("level", "default") not in ("default", "info", "warning", "error", "success"):
        yield "/level", "must be default, info, warning, error or success"


def _data_table(block: Json) -> Faults:
    rows = [row for row in block.get("rows") or [] if isinstance(row, list)]
    if not block.get("caption"):
        yield "/caption", "must be given"
    if len(rows) < 2:
        yield "/rows", "must have 2 or more rows, the first of them the header"
    if len({len(row) for row in rows}) > 1:
        yield "/rows", "must have as many cells in each row"
    if not _is_count(block.get("page_size", 5), 1, 100):
        yield "/page_size", "must be 1 to 100"


def _table(block: Json) -> Faults:
    columns = block.get("column_settings") or []
    if not isinstance(columns, list) or len(columns) > 20:
        yield "/column_settings", "must be an array of at most 20 items"
        return
    for at, column in enumerate(columns):
        if not isinstance(column, dict):
            yield f"/column_settings/{at}", "must provide an object"
        elif column.get("align", "left") not in ("left", "center", "right"):
            yield f"/column_settings/{at}/align", "must be left, center or right"


def _words(where: str, text: Any, most: int, kind: str = "") -> Faults:
    if isinstance(text, dict) and kind and text.get("type") != kind:
        yield f"/{where}", f"must be a {kind} object"
    said = text.get("text") if isinstance(text, dict) else text
    if not isinstance(said, str) or not 0 < len(said) <= most:
        yield f"/{where}", f"must have 1 to {most} characters"


def _is_count(found: Any, least: int, most: int = 1_000_000) -> bool:
    return isinstance(found, int) and not isinstance(found, bool) and least <= found <= most


_NEWER = {
    "card": _card,
    "carousel": _carousel,
    "container": _container,
    "context_actions": _context_actions,
    "alert": _alert,
    "data_table": _data_table,
    "table": _table,
}
