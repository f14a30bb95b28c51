"""The forms in which facts are recorded, as Slack's modal views; and what stands in one that was sent off.

What people typed and what the store holds goes only where Slack reads no markup. The private_metadata of a view holds ids alone.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.editing.kinds import NEW, NOUNS, Entry
from bot.render.blocks import Block
from bot.render.text import clean

TITLE, OPTION, VALUE, LABEL, HINT = 24, 75, 150, 150, 300
LONGEST_WHY, LONGEST_TEXT, LONGEST_PREVIEW = 500, 3_000, 900
NEW_SOURCE = "A new source, added below"
WHY, KIND = "why", "is"

Labels = Mapping[str, str]
_MANY = ("places", "missions", "sources")
_PICKED = {"place": "place", "places": "place", "mission": "mission", "missions": "mission", "source": "source",
           "sources": "source", "incident": "incident"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Looks:
    """One answer before and after a change, as sentences; `question` is what would be asked."""

    question: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A form as it is to be shown. `labels` names each id that is chosen; `looks` is None until the form was checked.

    `readings` tells how fields were read, `wrong` what is wrong with others; `kinds`: the kind of fact can be chosen.
    """

    title: str
    kind: str
    fields: Sequence[Entry]
    typed: Mapping[str, str]
    metadata: Mapping[str, Any]
    labels: Labels = field(default_factory=dict)
    readings: Mapping[str, str] = field(default_factory=dict)
    wrong: Mapping[str, str] = field(default_factory=dict)
    looks: Sequence[Looks] | None = None
    says: str = ""
    kinds: bool = False
    why: str = "Why"
    why_required: bool = False


def loading(title: str) -> Block:
    """What is shown at once, before anything is known."""
    return _modal(title, [_words("One moment: the form is being made.")])


def notice(title: str, *sentences: str) -> Block:
    """A form that only says something."""
    return _modal(title, [_words(sentence) for sentence in sentences])


def form(shown: Shown) -> Block:
    """The form. Its button says Check until what is in it was checked, then Propose."""
    blocks: list[Block] = [_words(shown.says)] if shown.says else []
    blocks += _looks(shown) if shown.looks is not None else []
    if shown.kinds:
        blocks.append(_kinds(shown.kind))
    blocks += [_field(entry, shown) for entry in shown.fields]
    why = {"type": "plain_text_input", "action_id": "v", "multiline": True, "max_length": LONGEST_WHY}
    blocks.append(_input(WHY, shown.why, why | _initial(shown.typed.get(WHY, "")), optional=not shown.why_required))
    return {
        **_modal(shown.title, blocks),
        "callback_id": "fact",
        "submit": _plain("Check" if shown.looks is None else "Propose"),
        "private_metadata": json.dumps(dict(shown.metadata), separators=(",", ":")),
    }


def reason(title: str, callback_id: str, says: str, label: str, metadata: Mapping[str, Any], *, submit: str) -> Block:
    """A form that asks for a reason and nothing else."""
    element = {"type": "plain_text_input", "action_id": "v", "multiline": True, "max_length": LONGEST_WHY, "focus_on_load": True}
    return {
        **_modal(title, [_words(says), _input(WHY, label, element, optional=False)]),
        "callback_id": callback_id,
        "submit": _plain(submit),
        "private_metadata": json.dumps(dict(metadata), separators=(",", ":")),
    }


def typed(view: Mapping[str, Any]) -> dict[str, str]:
    """What stands in a view: the text of each field by its block_id, ids with | between them. Never raises for a strange view."""
    found: dict[str, str] = {}
    values = (view.get("state") or {}).get("values") or {}
    for block, actions in values.items():
        for element in actions.values():
            chosen = element.get("selected_options") or [element.get("selected_option") or {}]
            ids = "|".join(str(option["value"]) for option in chosen if option.get("value"))
            found[block] = ids or str(element.get("value") or "")
    return found


def metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """The ids that a form of this bot carries. Raises ValueError for any other."""
    found = json.loads(view.get("private_metadata") or "{}")
    if not isinstance(found, dict):
        raise ValueError("not a form of this bot")
    return found


def option(label: str, value: str) -> Block | None:
    """One option of a menu; None for a value that is too long for Slack."""
    return {"text": _plain(_cut(label, OPTION)), "value": value} if 0 < len(value) <= VALUE else None


def _modal(title: str, blocks: list[Block]) -> Block:
    return {"type": "modal", "title": _plain(_cut(title, TITLE)), "close": _plain("Close"), "blocks": blocks}


def _field(entry: Entry, shown: Shown) -> Block:
    value = shown.typed.get(entry.name, "")
    reading = shown.readings.get(entry.name, "")
    hint = shown.wrong.get(entry.name) or (f"Read as: {reading}" if reading else entry.hint)
    dispatch = entry.widget in ("date", "count", "source", "sources")
    element = _element(entry, value, shown.labels)
    return _input(entry.name, entry.label, element, optional=not entry.required, hint=hint, dispatch=dispatch)


def _element(entry: Entry, value: str, labels: Labels) -> Block:
    if entry.widget == "choice":
        options = [each for word, label in entry.choices if (each := option(label, word))]
        first = [each for each in options if each["value"] == value]
        chosen = {"initial_option": first[0]} if first else {}
        # Another kind of fact has other words under the same name: Slack must not keep the choice made before.
        return {"type": "static_select", "action_id": f"v:{entry.part}", "options": options, **chosen}
    if entry.widget in _PICKED:
        return _select(entry, value, labels)
    element: Block = {"type": "plain_text_input", "action_id": "v", "max_length": LONGEST_TEXT, **_initial(value)}
    if entry.widget == "text":
        element["multiline"] = True
    if entry.widget in ("date", "count"):
        element |= {"action_id": "read", "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]}}
    return element


def _select(entry: Entry, value: str, labels: Labels) -> Block:
    """A menu that the bot completes as one types."""
    named = {NEW: NEW_SOURCE} | dict(labels)
    chosen = [each for id in value.split("|") if id and (each := option(named.get(id, id), id))]
    many = entry.widget in _MANY
    element: Block = {
        "type": "multi_external_select" if many else "external_select",
        "action_id": f"pick:{_PICKED[entry.widget]}",
        "min_query_length": 1,
        "placeholder": _plain("Type a part of the name"),
    }
    if chosen:
        element["initial_options" if many else "initial_option"] = chosen if many else chosen[0]
    return element


def _kinds(kind: str) -> Block:
    options = [each for name, noun in NOUNS.items() if (each := option(noun.capitalize(), name))]
    chosen = next(each for each in options if each["value"] == kind)
    element = {"type": "static_select", "action_id": "kind", "options": options, "initial_option": chosen}
    return _input(KIND, "What is recorded", element, optional=False, dispatch=True)


def _looks(shown: Shown) -> list[Block]:
    """What was understood and what the rules answer before and after, above the fields."""
    lines = [f"{entry.label}: {shown.readings[entry.name]}" for entry in shown.fields if shown.readings.get(entry.name)]
    blocks = [_rich([("Read as", True), ("\n" + "\n".join(lines), False)])] if lines else []
    for look in shown.looks or ():
        parts = [(look.question, True)]
        if look.before == look.after:
            parts.append((f"\nThe answer stays: {_cut(look.before, LONGEST_PREVIEW)}", False))
        else:
            parts.append((f"\nBefore: {_cut(look.before, LONGEST_PREVIEW)}\nAfter: {_cut(look.after, LONGEST_PREVIEW)}", False))
        blocks.append(_rich(parts))
    if not shown.looks:
        blocks.append(_words("No answer changes by this alone."))
    return [*blocks, _words("Press Propose to send this to review. Whatever is changed below is checked again first.")]


def _input(block_id: str, label: str, element: Block, *, optional: bool, hint: str = "", dispatch: bool = False) -> Block:
    block: Block = {"type": "input", "block_id": block_id, "label": _plain(_cut(label, LABEL)), "element": element}
    block |= {"optional": True} if optional else {}
    block |= {"hint": _plain(_cut(hint, HINT))} if hint else {}
    return block | ({"dispatch_action": True} if dispatch else {})


def _initial(value: str) -> Block:
    return {"initial_value": value} if value else {}


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _words(text: str) -> Block:
    return _rich([(text, False)])


def _rich(parts: Sequence[tuple[str, bool]]) -> Block:
    elements = [
        {"type": "text", "text": _kept(text) or "–", **({"style": {"bold": True}} if bold else {})} for text, bold in parts
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _kept(text: str) -> str:
    """The text cleaned line by line, so that its line breaks stay."""
    return "\n".join(clean(line) if line else "" for line in text.split("\n"))


def _cut(text: str, most: int) -> str:
    text = clean(text)
    return (text if len(text) <= most else text[: most - 1].rstrip() + "…") or "–"
