"""Slack's limits for messages and views, checked before Slack does: one fault too many and it refuses the whole message."""

import re
from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

MESSAGE_BLOCKS, VIEW_BLOCKS = 50, 100
MESSAGE_TEXT, BLOCK_TEXT = 4_000, 13_000
SECTION_FIELDS, CONTEXT_ELEMENTS, ACTIONS_ELEMENTS = 10, 10, 25
BLOCK_ID = ACTION_ID = CALLBACK_ID = 255
BUTTON_TEXT, BUTTON_VALUE, URL = 75, 2_000, 3_000
OPTION_TEXT, OPTION_VALUE, PLACEHOLDER, RADIO_OPTIONS = 75, 150, 150, 10
VIEW_TITLE, VIEW_METADATA = 24, 3_000
TEXT, HEADER, FIELD, ALT_TEXT, LABEL = 3_000, 150, 2_000, 2_000, 2_000
PLAIN, MARKUP = ("plain_text",), ("plain_text", "mrkdwn")

_URL = re.compile(r"(https?|mailto|slack):[^\s<>|\"]+")
_RICH = ("rich_text_section", "rich_text_list", "rich_text_preformatted", "rich_text_quote")
_WORDLESS = ("user", "channel", "usergroup", "team", "emoji", "date", "broadcast", "color")


def faults(message_or_view: Json) -> list[str]:
    """Everything that Slack would refuse in a message or a view, one short sentence each; empty when all is well.

    Knows the blocks that this bot sends (section, header, context, actions, divider, image, input, rich_text) and calls
    any other kind a fault.
    """
    return list(_view(message_or_view) if message_or_view.get("type") in ("modal", "home") else _message(message_or_view))


def _message(message: Json) -> Iterator[str]:
    yield from _length("the message's text", message.get("text"), MESSAGE_TEXT)
    yield from _blocks(message.get("blocks", []), MESSAGE_BLOCKS)


def _view(view: Json) -> Iterator[str]:
    for name in ("title", "submit", "close"):
        if name in view or (name == "title" and view["type"] == "modal"):
            yield from _text(f"the view's {name}", view.get(name), VIEW_TITLE, PLAIN)
    if len(view.get("private_metadata", "")) > VIEW_METADATA:
        yield f"private_metadata has more than {VIEW_METADATA} characters"
    if len(view.get("callback_id", "")) > CALLBACK_ID:
        yield f"callback_id has more than {CALLBACK_ID} characters"
    if not view.get("blocks"):
        yield "the view has no blocks"
    if view["type"] == "modal" and "submit" not in view and any(block.get("type") == "input" for block in view["blocks"]):
        yield "a view with an input needs a submit button"
    yield from _blocks(view.get("blocks", []), VIEW_BLOCKS)


def _blocks(blocks: list[Json], most: int) -> Iterator[str]:
    if len(blocks) > most:
        yield f"{len(blocks)} blocks; at most {most} are allowed"
    total = sum(len(text) for block in blocks for text in _words(block))
    if total > BLOCK_TEXT:
        yield f"{total} characters in all blocks; at most about {BLOCK_TEXT} are allowed"
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(ids) != len(set(ids)):
        yield "two blocks have the same block_id"
    for at, block in enumerate(blocks):
        check = _CHECKS.get(block.get("type", ""))
        found = check(block) if check else [f"the kind {block.get('type')!r} is not one that this bot sends"]
        yield from (f"block {at}: {fault}" for fault in found)
        if not 0 < len(block.get("block_id", "-")) <= BLOCK_ID:
            yield f"block {at}: block_id must have 1 to {BLOCK_ID} characters"


def _words(node: Any) -> Iterator[str]:
    """Every text in a block; the values of buttons are not text."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from _words(value)
    elif isinstance(node, list):
        for value in node:
            yield from _words(value)


def _length(what: str, text: Any, most: int) -> Iterator[str]:
    if not isinstance(text, str) or not text.strip():
        yield f"{what} is empty"
    elif len(text) > most:
        yield f"{what} has {len(text)} characters; at most {most} are allowed"


def _text(what: str, found: Any, most: int, kinds: tuple[str, ...]) -> Iterator[str]:
    if not isinstance(found, dict) or found.get("type") not in kinds:
        yield f"{what} must be a text object of the kind {' or '.join(kinds)}"
        return
    if "emoji" in found and found["type"] != "plain_text":
        yield f"{what}: emoji is only for plain_text"
    if "verbatim" in found and found["type"] != "mrkdwn":
        yield f"{what}: verbatim is only for mrkdwn"
    yield from _length(what, found.get("text"), most)


def _url(what: str, url: Any) -> Iterator[str]:
    if not isinstance(url, str) or not _URL.fullmatch(url):
        yield f"{what} is not a valid URL"
    elif len(url) > URL:
        yield f"{what} has more than {URL} characters"


def _section(block: Json) -> Iterator[str]:
    if "text" not in block and not block.get("fields"):
        yield "a section needs a text or fields"
    if "text" in block:
        yield from _text("the section's text", block["text"], TEXT, MARKUP)
    if len(block.get("fields", [])) > SECTION_FIELDS:
        yield f"a section has at most {SECTION_FIELDS} fields"
    for field in block.get("fields", []):
        yield from _text("a field", field, FIELD, MARKUP)
    if "accessory" in block:
        yield from _element(block["accessory"])


def _header(block: Json) -> Iterator[str]:
    yield from _text("the header", block.get("text"), HEADER, PLAIN)


def _context(block: Json) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= CONTEXT_ELEMENTS:
        yield f"a context has 1 to {CONTEXT_ELEMENTS} elements"
    for element in elements:
        yield from _image(element) if element.get("type") == "image" else _text("a context's text", element, TEXT, MARKUP)


def _actions(block: Json) -> Iterator[str]:
    elements = block.get("elements", [])
    if not 1 <= len(elements) <= ACTIONS_ELEMENTS:
        yield f"an actions block has 1 to {ACTIONS_ELEMENTS} elements"
    ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(ids) != len(set(ids)):
        yield "two elements have the same action_id"
    for element in elements:
        yield from _element(element)


def _element(element: Json) -> Iterator[str]:
    if not 0 < len(element.get("action_id", "-")) <= ACTION_ID:
        yield f"action_id must have 1 to {ACTION_ID} characters"
    if element.get("type") == "image":
        yield from _image(element)
    if "placeholder" in element:
        yield from _text("a placeholder", element["placeholder"], PLACEHOLDER, PLAIN)
    if element.get("type") == "radio_buttons" and not 1 <= len(element.get("options", [])) <= RADIO_OPTIONS:
        yield f"radio buttons have 1 to {RADIO_OPTIONS} options"
    for option in element.get("options", []):
        yield from option_faults(option)
    if element.get("type") != "button":
        return
    yield from _text("a button's text", element.get("text"), BUTTON_TEXT, PLAIN)
    if len(element.get("value", "")) > BUTTON_VALUE:
        yield f"a button's value has more than {BUTTON_VALUE} characters"
    if "url" in element:
        yield from _url("a button's url", element["url"])
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "a button's style is primary or danger"


def option_faults(option: Json) -> Iterator[str]:
    """Everything that Slack would refuse in an option of a menu or of radio buttons."""
    yield from _text("an option's text", option.get("text"), OPTION_TEXT, MARKUP)
    if "description" in option:
        yield from _text("an option's description", option["description"], OPTION_TEXT, MARKUP)
    yield from _length("an option's value", option.get("value"), OPTION_VALUE)


def _divider(_block: Json) -> Iterator[str]:
    yield from ()


def _image(block: Json) -> Iterator[str]:
    yield from _url("an image's address", block.get("image_url"))
    yield from _length("an image's alt_text", block.get("alt_text"), ALT_TEXT)


def _input(block: Json) -> Iterator[str]:
    yield from _text("an input's label", block.get("label"), LABEL, PLAIN)
    if "hint" in block:
        yield from _text("an input's hint", block["hint"], LABEL, PLAIN)
    yield from _element(block.get("element", {}))


def _rich_text(block: Json) -> Iterator[str]:
    if not block.get("elements"):
        yield "a rich text is empty"
    for element in block.get("elements", []):
        yield from _rich_part(element)


def _rich_part(part: Json) -> Iterator[str]:
    if part.get("type") not in _RICH:
        yield f"{part.get('type')!r} is not a part of a rich text"
    elif not part.get("elements"):
        yield f"a {part['type']} is empty"
    elif part["type"] == "rich_text_list":
        if part.get("style") not in ("bullet", "ordered"):
            yield "a list's style is bullet or ordered"
        for item in part["elements"]:
            yield from _rich_part(item)
    else:
        for word in part["elements"]:
            yield from _rich_word(word)


def _rich_word(word: Json) -> Iterator[str]:
    kind = word.get("type")
    if kind == "text" and not word.get("text"):
        yield "a rich text element is empty"
    elif kind == "link":
        yield from _url("a link", word.get("url"))
    elif kind != "text" and kind not in _WORDLESS:
        yield f"{kind!r} is not an element of a rich text"


_CHECKS = {
    "section": _section,
    "header": _header,
    "context": _context,
    "actions": _actions,
    "divider": _divider,
    "image": _image,
    "input": _input,
    "rich_text": _rich_text,
}
