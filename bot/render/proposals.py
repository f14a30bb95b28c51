"""A proposal as the message in the review channel: what would change, who proposes it and why, and what became of it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.answer import Row
from bot.editing.kinds import KINDS, NOUNS
from bot.editing.proposals import Difference, Proposal, ProposedRow
from bot.render.blocks import Block, escape, mention, source_links
from bot.render.forms import Looks
from bot.render.text import clean

MOST_ROWS, MOST_LINES, LINE, LOOK, WHY, TEXT = 6, 14, 300, 500, 500, 3_000
MOST_DETAILED, DETAIL = 50, 220

_DOING = {"add": "Add", "correct": "Correct", "retract": "Retract"}
_KINDS = {"confirm": "checked, unchanged", "undo": "undo", "import": "import"}


@dataclass(frozen=True, slots=True)
class Review:
    """What the message shows of a proposal. `labels` names ids; `decided` is when it was decided, in words.

    `editable`: whether a form can show it; `note` is a sentence on what happened to it meanwhile.
    """

    proposal: Proposal
    labels: Mapping[str, str]
    looks: Sequence[Looks] = ()
    sources: Sequence[Row] = ()
    decided: str = ""
    editable: bool = True
    note: str = ""


def review(shown: Review) -> Block:
    """The message of a proposal, with its buttons while it is open and Undo once it was approved."""
    proposal = shown.proposal
    blocks: list[Block] = [_markup(f"*{escape(title(proposal))}*, proposed by {mention(proposal.author)}")]
    if proposal.why:
        blocks.append(_words(f"Why: {_cut(proposal.why, WHY)}"))
    for row in proposal.rows[:MOST_ROWS]:
        blocks.append(_row(row, shown.labels))
    if len(proposal.rows) > MOST_ROWS:
        blocks.append(_words(f"and {len(proposal.rows) - MOST_ROWS} more rows"))
    blocks += [_look(look) for look in shown.looks]
    if shown.sources:
        blocks.append(source_links(shown.sources))
    if shown.note:
        blocks.append(_words(f"⚠ {shown.note}"[:TEXT]))
    if verdict := _verdict(proposal, shown.decided):
        blocks.append(_markup(verdict))
    if buttons := _buttons(shown):
        blocks.append({"type": "actions", "block_id": f"proposal-{proposal.number}-{proposal.state}", "elements": buttons})
    return {"text": _spoken(shown), "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def details(shown: Review) -> Block:
    """The same as a form without buttons, for whoever cannot see the message; of many rows each on one line."""
    blocks = [block for block in review(shown)["blocks"] if block["type"] != "actions"]
    if len(shown.proposal.rows) > MOST_ROWS:
        lines = [_one_line(row, shown.labels) for row in shown.proposal.rows[:MOST_DETAILED]]
        items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": line}]} for line in lines]
        blocks = [
            blocks[0],
            {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}]},
        ]
        if (left := len(shown.proposal.rows) - MOST_DETAILED) > 0:
            blocks.append(_words(f"and {left} more"))
    face = {"type": "plain_text", "text": f"Proposal {shown.proposal.number}", "emoji": False}
    return {"type": "modal", "title": face, "close": {**face, "text": "Close"}, "blocks": blocks}


def title(proposal: Proposal) -> str:
    """A proposal in a few words: Proposal 12: add a count of people."""
    what = _KINDS.get(proposal.kind)
    nouns = list(dict.fromkeys(NOUNS[KINDS[row.table]] for row in proposal.rows))
    if proposal.kind in ("add", "correct", "retract"):
        main = [noun for noun in nouns if noun != NOUNS["source"]] or nouns
        what = f"{proposal.kind} {main[0] if main else 'nothing'}"
        what += " with a new source" if len(nouns) > 1 and NOUNS["source"] in nouns else ""
    elif proposal.kind == "undo":
        what = f"undo change {proposal.undoes}"
    elif proposal.kind == "import":
        what = f"import {len(proposal.rows)} {'row' if len(proposal.rows) == 1 else 'rows'}"
    return f"Proposal {proposal.number}: {what}"


def moved(differences: Sequence[Difference]) -> str:
    """What moved since a proposal was made, a line for each column."""
    lines = []
    for each in differences[:MOST_LINES]:
        was, now, wanted = (_value(part) for part in (each.before, each.now, each.proposed))
        lines.append(f"{each.table} {each.id}, {each.column}: was {was}, is now {now}, proposed {wanted}")
    return "\n".join(lines)


def _one_line(row: ProposedRow, labels: Mapping[str, str]) -> str:
    return _cut(f"{_DOING[row.action]} {row.table} {row.id}: {'; '.join(row_lines(row, labels))}", DETAIL)


def row_lines(row: ProposedRow, labels: Mapping[str, str]) -> Iterator[str]:
    """A proposed row in lines: each column that it sets, with what stood there before where it corrects."""
    before, after = dict(row.before or {}), dict(row.values)
    for column in dict.fromkeys([*after, *before]):
        old, new = before.get(column, ""), after.get(column, "")
        if column == "id" or (not old and not new):
            continue
        if row.action == "retract":
            yield f"{column}: {_named(old, labels)}"
        elif row.action == "add" or not row.before:
            yield f"{column}: {_named(new, labels)}"
        elif old != new:
            yield f"{column}: {_named(old, labels) or '(empty)'} → {_named(new, labels) or '(empty)'}"


def _row(row: ProposedRow, labels: Mapping[str, str]) -> Block:
    lines = [_cut(line, LINE) for line in row_lines(row, labels)]
    if len(lines) > MOST_LINES:
        lines = [*lines[:MOST_LINES], f"and {len(lines) - MOST_LINES} more"]
    head: list[Block] = [
        {"type": "text", "text": f"{_DOING[row.action]} {row.table} {_cut(row.id, 100)}", "style": {"bold": True}}
    ]
    parts: list[Block] = [{"type": "rich_text_section", "elements": head}]
    if lines:
        items = [{"type": "rich_text_section", "elements": [{"type": "text", "text": line}]} for line in lines]
        parts.append({"type": "rich_text_list", "style": "bullet", "elements": items})
    return {"type": "rich_text", "elements": parts}


def _look(look: Looks) -> Block:
    changed = f"\nBefore: {_cut(look.before, LOOK)}\nAfter: {_cut(look.after, LOOK)}"
    same = f"\nThe answer stays: {_cut(look.before, LOOK)}"
    elements = [
        {"type": "text", "text": _cut(look.question, LINE), "style": {"bold": True}},
        {"type": "text", "text": same if look.before == look.after else changed},
    ]
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def _verdict(proposal: Proposal, when: str) -> str:
    if proposal.state == "open":
        return ""
    who = mention(proposal.decided_by or "")
    said = f"{proposal.state.capitalize()} by {who}{f', {escape(when)}' if when else ''}."
    if proposal.change is not None:
        said += f" Change {proposal.change}."
    return said + (f" Reason: {escape(_cut(proposal.verdict_why, WHY))}" if proposal.verdict_why else "")


def _buttons(shown: Review) -> list[Block]:
    proposal = shown.proposal
    if proposal.state == "open":
        wanted = [("approve", "Approve", "primary"), ("reject", "Reject", "danger")]
        wanted += [("edit", "Edit", "")] if shown.editable else []
        wanted += [("show", "Show all rows", "")] if len(proposal.rows) > MOST_ROWS else []
    elif proposal.state == "approved" and proposal.change is not None:
        wanted = [("undo", "Undo", "")]
    else:
        wanted = []
    value = str(proposal.change) if proposal.state == "approved" else proposal_value(proposal)
    return [button(f"{action}", label, value, style) for action, label, style in wanted]


def proposal_value(proposal: Proposal) -> str:
    """What a button on an open proposal carries: its number, and how often it had been edited when the button was shown."""
    return f"{proposal.number}:{proposal.edits}"


def button(action_id: str, label: str, value: str, style: str = "") -> Block:
    """A button."""
    face = {"type": "plain_text", "text": label, "emoji": False}
    return {"type": "button", "action_id": action_id, "text": face, "value": value} | ({"style": style} if style else {})


def _spoken(shown: Review) -> str:
    """The whole in plain words, for a notification and a screen reader."""
    proposal = shown.proposal
    lines = [f"{escape(title(proposal))}, proposed by {mention(proposal.author)}."]
    lines += [f"Why: {escape(_cut(proposal.why, WHY))}"] if proposal.why else []
    for row in proposal.rows[:MOST_ROWS]:
        said = "; ".join(_cut(line, LINE) for line in row_lines(row, shown.labels))
        lines.append(escape(f"{_DOING[row.action]} {row.table} {_cut(row.id, 100)}: {said}"))
    lines += [escape(f"{look.question}: {_cut(look.after, LOOK)}") for look in shown.looks if look.before != look.after]
    lines += [_verdict(proposal, shown.decided)]
    return _fitting(lines)


def _fitting(lines: Iterable[str]) -> str:
    kept: list[str] = []
    size = 0
    for line in filter(None, lines):
        size += len(line) + 1
        if size > TEXT:
            return "\n".join([*kept, "…"])
        kept.append(line)
    return "\n".join(kept)


def _named(value: str, labels: Mapping[str, str]) -> str:
    """A cell with the names of the ids in it beside them."""
    items = value.split("|")
    if not any(item in labels for item in items):
        return value
    return ", ".join(f"{labels[item]} ({item})" if labels.get(item, item) != item else item for item in items)


def _value(value: str | None) -> str:
    return "no row" if value is None else f"“{_cut(value, 80)}”" if value else "(empty)"


def _cut(text: str, most: int) -> str:
    text = clean(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _markup(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _words(text: str) -> Block:
    return {"type": "section", "text": {"type": "plain_text", "text": text, "emoji": False}}
