"""What Slack refuses in messages and views: by the limits of bot.render.limits, and by those of the blocks that it leaves out."""

import json
import re
from collections.abc import Iterator
from typing import Any

from bot.playground.elements import block_element_faults
from bot.playground.state import Json, SlackError
from bot.render import limits

MESSAGE_TEXT, UPDATE_TEXT, MARKDOWN = 40_000, 4_000, 12_000
VIEW_BYTES = 250_000
TABLE_ROWS, TABLE_CELLS, TABLE_CHARACTERS = 100, 20, 10_000
_TABLES = ("table", "data_table")
_OTHERS = ("alert", "card", "carousel", "container", "context_actions", "task_card", "plan", "video", "file", "call", "markdown")
_PLACES = {"the section's text": "/text/text", "the header": "/text/text"}
_CHECKED = ("section", "header", "context", "actions", "divider", "image", "input", "rich_text")


def check_message(body: Json, most_text: int = MESSAGE_TEXT) -> None:
    """Raises SlackError where Slack would refuse the message: no_text, msg_too_long, invalid_blocks with its reasons."""
    text, blocks, attachments = body.get("text") or "", body.get("blocks") or [], body.get("attachments") or []
    if not isinstance(text, str):
        raise SlackError("invalid_arguments")
    if not isinstance(blocks, list):
        raise SlackError("invalid_blocks_format")
    if not isinstance(attachments, list) or not all(isinstance(each, dict) for each in attachments):
        raise SlackError("invalid_attachments")
    if not (text.strip() or blocks or attachments):
        raise SlackError("no_text")
    if len(text) > most_text:
        raise SlackError("msg_too_long")
    if len(attachments) > 100:
        raise SlackError("too_many_attachments")
    held = [each["blocks"] for each in attachments if each.get("blocks")]
    _refuse([fault for each in (blocks, *held) for fault in block_faults(each)])
    if sum(block["type"] in _TABLES for each in (blocks, *held) for block in _every(each)) > 1:
        raise SlackError("invalid_attachments", response_metadata={"messages": ["[ERROR] only_one_table_allowed"]})


def _every(blocks: list[Json]) -> Iterator[Json]:
    """The blocks, and those in containers."""
    for block in blocks:
        yield block
        yield from _every([each for each in block.get("child_blocks") or [] if isinstance(each, dict) and "type" in each])


def check_view(view: Any) -> Json:
    """The view, read from JSON where it came as text. Raises SlackError where Slack would refuse it."""
    if isinstance(view, str):
        view = _parsed(view)
    if not isinstance(view, dict) or view.get("type") not in ("modal", "home"):
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] must be a view of type modal or home"]})
    if len(json.dumps(view, ensure_ascii=False).encode()) > VIEW_BYTES:
        raise SlackError("view_too_large")
    blocks = view.get("blocks") or []
    if not isinstance(blocks, list):
        raise SlackError(
            "invalid_arguments", response_metadata={"messages": ["[ERROR] must be an array [json-pointer:/view/blocks]"]}
        )
    placed = [fault.replace("json-pointer:/blocks", "json-pointer:/view/blocks") for fault in block_faults(blocks, view["type"])]
    found = [*placed, *_view_faults(view, blocks)]
    if found:
        raise SlackError("invalid_arguments", response_metadata={"messages": found})
    return view


def _view_faults(view: Json, blocks: list[Json]) -> list[str]:
    # The view's own rules, without its blocks: those were judged one by one.
    inputs = [at for at, each in enumerate(blocks) if isinstance(each, dict) and each.get("type") == "input"]
    placed: list[Json] = [{"type": "divider"}] if blocks else []
    try:
        found = limits.faults({**view, "blocks": placed})
    except (AttributeError, TypeError):
        return ["[ERROR] failed to match all allowed schemas [json-pointer:/view]"]
    faults = [f"[ERROR] {_in_slacks_words(fault)} [json-pointer:/view]" for fault in found]
    if view["type"] == "modal" and inputs and not view.get("submit"):
        faults.append(f"[ERROR] must define `submit` to use `input` block [json-pointer:/view/blocks/{inputs[0]}/input]")
    return faults


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        raise SlackError("invalid_arguments", response_metadata={"messages": ["[ERROR] view must be JSON"]}) from None


def _refuse(found: list[str]) -> None:
    if any("characters in all blocks" in each for each in found):
        raise SlackError("msg_blocks_too_long")
    if found:
        bare = [each.removeprefix("[ERROR] ") for each in found]
        raise SlackError("invalid_blocks", errors=bare, response_metadata={"messages": found})


def block_faults(blocks: Any, surface: str = "message") -> list[str]:
    """What Slack would say of these blocks in a message, a modal or a home, one line a fault with the place of it."""
    most = limits.MESSAGE_BLOCKS if surface == "message" else limits.VIEW_BLOCKS
    if not isinstance(blocks, list) or not all(isinstance(block, dict) for block in blocks):
        return ["[ERROR] must be an array of blocks [json-pointer:/blocks]"]
    found = _known_faults(blocks)
    if len(blocks) > most:
        found.append(f"[ERROR] no more than {most} items allowed [json-pointer:/blocks]")
    for at, block in enumerate(blocks):
        found += [f"[ERROR] {fault} [json-pointer:/blocks/{at}{where}]" for where, fault in _block(block, surface)]
    if sum(len(str(block.get("text", ""))) for block in blocks if block.get("type") == "markdown") > MARKDOWN:
        found.append(f"[ERROR] must be less than {MARKDOWN + 1} characters [json-pointer:/blocks]")
    return found


def _block(block: Json, surface: str) -> list[tuple[str, str]]:
    """What is wrong in one block beside what limits finds; a part of a wholly wrong shape stops the reading of it."""
    try:
        found = [*block_element_faults(block, surface)]
        if block.get("type") in _TABLES:
            found += _table(block)
        elif block.get("type") not in (*_CHECKED, *_OTHERS):
            found.append(("/type", f"unsupported type: {block.get('type')}"))
    except (AttributeError, TypeError, KeyError, ValueError):
        return [("", "failed to match all allowed schemas")]
    return found


def _known_faults(blocks: list[Json]) -> list[str]:
    # A block that limits does not judge leaves a divider in its place, so that the numbers stay right.
    placed = [block if block.get("type") in _CHECKED else {"type": "divider"} for block in blocks[: limits.VIEW_BLOCKS]]
    try:
        found = limits.faults({"type": "home", "blocks": placed}) if placed else []
    except (AttributeError, TypeError, KeyError):
        return ["[ERROR] failed to match all allowed schemas [json-pointer:/blocks]"]
    return [_pointed(fault) for fault in found]


def _pointed(fault: str) -> str:
    numbered = re.match(r"block (\d+): (.*)", fault, re.DOTALL)
    if numbered:
        place = next((place for name, place in _PLACES.items() if numbered[2].startswith(name)), "")
        return f"[ERROR] {_in_slacks_words(numbered[2])} [json-pointer:/blocks/{numbered[1]}{place}]"
    return f"[ERROR] {fault} [json-pointer:/blocks]"


def _in_slacks_words(fault: str) -> str:
    """What limits says of a length, as Slack says it."""
    long = re.fullmatch(r"[^0-9]* has \d+ characters; at most (\d+) are allowed", fault)
    if long:
        return f"must be less than {int(long[1]) + 1} characters"
    return "must be more than 0 characters" if fault.endswith(" is empty") else fault


def _table(block: Json) -> Iterator[tuple[str, str]]:
    rows = block.get("rows")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, list) for row in rows):
        yield "/rows", "must be an array of rows"
        return
    most = TABLE_ROWS if block["type"] == "table" else 201
    if len(rows) > most:
        yield "/rows", f"no more than {most} items allowed"
    characters = 0
    for at, row in enumerate(rows):
        if not 1 <= len(row) <= TABLE_CELLS:
            yield f"/rows/{at}", f"must have 1 to {TABLE_CELLS} cells"
        for place, cell in enumerate(row):
            text = _cell_text(cell)
            characters += len(text)
            if not text:
                yield f"/rows/{at}/{place}/text", "must be more than 0 characters"
    if characters > TABLE_CHARACTERS * (1 if block["type"] == "table" else 2):
        yield "/rows", "too many characters in the table"


def _cell_text(cell: Any) -> str:
    if not isinstance(cell, dict):
        return ""
    if cell.get("type") == "raw_text":
        return str(cell.get("text") or "")
    return "".join(_texts(cell)) or str(cell.get("value", ""))


def _texts(node: Any) -> Iterator[str]:
    """Every text within a cell of rich text; what is no text but shows something, as a mention, counts as a letter."""
    for element in node.get("elements", []):
        yield from _texts(element)
    if not node.get("elements") and node.get("type") != "rich_text":
        yield str(node.get("text", "" if node.get("type") == "text" else "-"))
