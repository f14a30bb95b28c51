"""The App Home: today's picture, what ends next, what went stale, the proposals that concern the reader, and the digests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.answer import Answer, Row
from bot.editing.proposals import Proposal
from bot.render.blocks import Block, Menu, escape, mention
from bot.render.menus import STALE
from bot.render.proposals import button, proposal_value, title
from bot.render.text import clean

MOST_CURRENT, MOST_ENDING, MOST_STALE, MOST_PROPOSALS, MOST_DIGESTS, LINE = 8, 5, 8, 8, 10, 400

_LIVE = ("current", "ending", "mandated", "unnumbered")


@dataclass(frozen=True, slots=True)
class Picture:
    """What the App Home of one person shows. `digests` are lines of markup."""

    status: Answer
    mandates: Answer
    editor: bool = False
    reviewer: bool = False
    mine: Sequence[Proposal] = ()
    waiting: Sequence[Proposal] = ()
    digests: Sequence[str] = ()


def home(picture: Picture, command: str, menu: Menu | None) -> Block:
    """The Home tab's view. `menu` makes an editor's menu on a row."""
    status = picture.status
    blocks = [_header("Today"), _words(status.headline)]
    live = [row for row in status.rows if row.get("state") in _LIVE]
    stale = [row for row in status.rows if row.get("state") in STALE]
    blocks += _rows("Current missions", live, MOST_CURRENT, f"{command} status", None)
    ending = [row for row in picture.mandates.rows if row.get("days_left") is not None]
    blocks += _rows("What ends next", ending, MOST_ENDING, f"{command} mandate", None)
    blocks += _rows("What went stale", stale, MOST_STALE, f"{command} status all", menu and _for(menu, status.kind))
    if picture.editor:
        blocks.append(
            {"type": "actions", "block_id": "record", "elements": [button("record", "Record a fact", "new", "primary")]}
        )
    if picture.editor or picture.mine:
        blocks += _proposals("My proposals", picture.mine, "You have proposed nothing yet.", decide=False)
    if picture.reviewer:
        blocks += _proposals("Waiting for you", picture.waiting, "Nothing waits for your review.", decide=True)
    if picture.digests:
        blocks += [_header("Digests"), *(_markup(line) for line in picture.digests[:MOST_DIGESTS])]
    return {"type": "home", "blocks": [*blocks, _words(f"Ask with {command} help, or write to this bot under Messages.")]}


def _for(menu: Menu, kind: str) -> Callable[[Row], Block | None]:
    return lambda row: menu(kind, row)


def _rows(title: str, rows: Sequence[Row], most: int, more: str, menu: Callable[[Row], Block | None] | None) -> list[Block]:
    if not rows:
        return []
    blocks = [_header(title)]
    for row in rows[:most]:
        block = _words(f"• {_cut(row['text'])}")
        made = menu(row) if menu else None
        blocks.append(block | ({"accessory": made} if made else {}))
    return [*blocks, _words(f"and {len(rows) - most} more: ask {more}")] if len(rows) > most else blocks


def _proposals(head: str, found: Sequence[Proposal], none: str, *, decide: bool) -> list[Block]:
    blocks = [_header(head)]
    if not found:
        return [*blocks, _words(none)]
    for proposal in found[:MOST_PROPOSALS]:
        said = _cut(title(proposal))
        who = "" if not decide else f", by {mention(proposal.author)}"
        verdict = "" if proposal.state == "open" else f", {proposal.state} by {mention(proposal.decided_by or '')}"
        blocks.append(_markup(f"{escape(said)}{who}{verdict}"))
        if proposal.state == "open":
            wanted = [("show", "Show", "")]
            wanted += [("approve", "Approve", ""), ("reject", "Reject", "")] if decide else [("withdraw", "Withdraw", "")]
            buttons = [button(action, label, proposal_value(proposal), style) for action, label, style in wanted]
            blocks.append({"type": "actions", "block_id": f"{'w' if decide else 'm'}-{proposal.number}", "elements": buttons})
    if len(found) > MOST_PROPOSALS:
        blocks.append(_words(f"and {len(found) - MOST_PROPOSALS} more"))
    return blocks


def _header(text: str) -> Block:
    return {"type": "header", "text": {"type": "plain_text", "text": text, "emoji": False}}


def _markup(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def _words(text: str) -> Block:
    return {"type": "section", "text": {"type": "plain_text", "text": _cut(text), "emoji": False}}


def _cut(text: str) -> str:
    text = clean(text)
    return text if len(text) <= LINE else text[: LINE - 1].rstrip() + "…"
