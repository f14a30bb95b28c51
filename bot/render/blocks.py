"""An answer as a Slack message: blocks for the eye, and the same in plain words for a screen reader.

Words from the store or from a person go only where Slack reads no markup (rich text, plain text), or are escaped once.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any

from bot.answer import Answer, Row, Suggestion
from bot.edtf import BadDate, parse, say
from bot.render.text import DASH, clean, spoken

Block = dict[str, Any]

APP_NAME = "NZDF deployments"  # as in the manifest: several apps of a workspace may have a command of the same name

PAGE_ROWS, PAGE_CHARACTERS = 20, 2_400
LIST_ROWS, LIST_CHARACTERS = 10, 1_200
LINE, HEADLINE, LABEL, AGAIN = 1_200, 600, 75, 300
MOST_MOVEMENTS, MOVEMENT = 8, 250
MOST_WARNINGS, WARNING = 5, 400
MOST_SOURCES, SOURCES_CHARACTERS, LINK = 25, 2_500, 1_000
TEXT, VALUE, MOST_SUGGESTIONS = 3_000, 2_000, 5

_URL = re.compile(r"https?://[^\s<>|\"`\\]+", re.ASCII)
_encode = json.JSONEncoder(ensure_ascii=False).encode
_MEMBER = re.compile(r"[UW][A-Z0-9]{2,30}", re.ASCII)


Menu = Callable[[str, Row], Block | None]
"""Makes the menu of an editor on a row of an answer of some kind."""


def message(
    answer: Answer,
    command: str,
    page: int = 1,
    shared_by: str | None = None,
    *,
    share: bool = True,
    signed: str = "",
    more: str = "",
    menu: Menu | None = None,
) -> Block:
    """The Slack message of one page of an answer, for an ack, a response URL or chat.postMessage.

    `command` is the slash command (/nzdf). `shared_by` is the user id of who shares it: a public message has no buttons and
    names them; one that nobody shares is `signed` with plain words instead, and `more` is what to type for its next page, where
    its question would be answered otherwise. `share` adds the Share button, `menu` a menu to each row. Rows that do not fit stand
    on the next page, which “Show more” asks for.
    """
    if answer.kind == "help":
        more = f"Editors record facts with {command} add; {command} export sends the facts as files."
        answer = replace(answer, headline=f"{APP_NAME} answers {command}. {answer.headline} {more}")
    start, end, page = _span(answer.rows, page)
    left = len(answer.rows) - end
    part = answer if not start and not left else _part(answer, start, end)
    question = answer.question.pinned().command()
    again = f"{command} {more or question}"
    blocks = _body(part, menu)
    public = bool(signed) or shared_by is not None
    if public:
        by = _plain(_cut(signed, AGAIN)) if signed else {"type": "mrkdwn", "text": f"Shared by {_who(shared_by or '')}"}
        rest = f"{again} ({left} more)" if left else again
        shown = [by] if more and not left else [by, _plain(f"· {_cut(rest, AGAIN)}")]
        blocks.append({"type": "context", "elements": shown})
    elif buttons := _buttons(answer.suggestions, question, page, left, share and answer.kind != "unclear"):
        blocks.append({"type": "actions", "elements": buttons})
    text = _text(part, left, f"ask {again}" if public else _how(left))
    return {"text": text, "blocks": blocks, "unfurl_links": False, "unfurl_media": False}


def in_a_view(answer: Answer) -> tuple[list[Block], int]:
    """The first page of an answer for a modal, without buttons, and how many rows it leaves out."""
    _start, end, _page = _span(answer.rows, 1)
    left = len(answer.rows) - end
    return _body(_part(answer, 0, end) if left else answer), left


def _body(part: Answer, menu: Menu | None = None) -> list[Block]:
    named = _members(part.rows[0]) if part.kind == "history" and part.rows else []
    blocks = [_rich([_section(_cut(part.headline, HEADLINE), bold=True, members=named)])]
    blocks += _with_menus(part, menu) if menu else _lists(part.rows)
    if part.total and "text" in part.total and len(part.rows) > 1:
        blocks.append(_rich([_section(_cut(part.total["text"], HEADLINE))]))
    if part.movements:
        blocks += [_rich([_section("Returned or withdrawn")]), *_lists(part.movements, MOST_MOVEMENTS, MOVEMENT)]
    if part.cautions:
        blocks.append(_warnings([each.text for each in part.cautions]))
    if part.sources and part.kind != "sources":
        blocks.append(source_links(part.sources))
    return blocks


def asked(value: str) -> tuple[str, int]:
    """The question and the page in the value of a button. Raises ValueError for anything that no button of ours holds."""
    found = json.loads(value)
    if not isinstance(found, dict) or not isinstance(found.get("q"), str) or not isinstance(found.get("p", 1), int):
        raise ValueError("not the value of a button of this bot")
    return found["q"], found.get("p", 1)


def escape(text: str) -> str:
    """The text with the three characters that Slack reads as markup escaped. To be done once."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _cut(text: str, most: int) -> str:
    text = clean(text)
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _span(rows: Sequence[Row], page: int) -> tuple[int, int, int]:
    """The first row of the page, the row after its last, and its number; a page that is not there is the last one."""
    number, start, size = 1, 0, 0
    for at, row in enumerate(rows):
        size += min(len(row["text"]), LINE)
        if at > start and (at - start == PAGE_ROWS or size > PAGE_CHARACTERS):
            if number >= page:
                return start, at, number
            number, start, size = number + 1, at, min(len(row["text"]), LINE)
    return start, len(rows), number


def _part(answer: Answer, start: int, end: int) -> Answer:
    rows = answer.rows[start:end]
    wanted = set(_cited(rows))
    sources = tuple(source for source in answer.sources if source["id"] in wanted) or answer.sources
    return replace(answer, rows=rows, sources=sources, movements=() if start else answer.movements)


def _cited(rows: Iterable[Row]) -> Iterator[str]:
    """The ids of the sources that rows name, and of those that the rows within them name."""
    for row in rows:
        yield row.get("source") or ""
        yield from row.get("sources") or ()
        for nested in (row.get("disputed_by"), row.get("accounts")):
            yield from _cited(nested or ())


def _rich(elements: list[Block]) -> Block:
    return {"type": "rich_text", "elements": elements}


def _section(text: str, *, bold: bool = False, members: Sequence[str] = ()) -> Block:
    """A text; the ids of members in it are shown as their names."""
    parts = re.split(f"({'|'.join(members)})", text) if members else [text]
    elements: list[Block] = [
        {"type": "user", "user_id": part} if part in members else {"type": "text", "text": part} for part in parts if part
    ]
    if bold:
        elements[0]["style"] = {"bold": True}
    return {"type": "rich_text_section", "elements": elements}


def _members(row: Row) -> list[str]:
    """The people of Slack that a row of the history names."""
    named = dict.fromkeys(str(row.get(part) or "") for part in ("by", "approved_by"))
    return [each for each in named if _MEMBER.fullmatch(each) and any(letter.isdigit() for letter in each)]


def _lists(rows: Sequence[Row], most: int = PAGE_ROWS, line: int = LINE) -> list[Block]:
    lists: list[list[Block]] = []
    size = LIST_CHARACTERS
    texts = [(_cut(row["text"], line), _members(row)) for row in rows[:most]]
    if len(rows) > most:
        texts.append((f"and {len(rows) - most} more", []))
    for text, members in texts:
        size += len(text)
        if size > LIST_CHARACTERS or len(lists[-1]) == LIST_ROWS:
            lists.append([])
            size = len(text)
        lists[-1].append(_section(text, members=members))
    return [_rich([{"type": "rich_text_list", "style": "bullet", "elements": items}]) for items in lists]


def _with_menus(part: Answer, menu: Menu) -> list[Block]:
    """The rows one by one, each with its menu; those that have none stand in lists."""
    blocks: list[Block] = []
    for row in part.rows:
        made = menu(part.kind, row)
        if made is None:
            blocks += _lists([row])
        else:
            said = escape(f"• {_cut(row['text'], LINE)}")
            for member in _members(row):
                said = said.replace(member, mention(member))
            words = {"type": "mrkdwn", "text": said, "verbatim": True}
            blocks.append({"type": "section", "text": words, "accessory": made})
    return blocks


def _warnings(texts: Sequence[str]) -> Block:
    lines = [f"⚠ {_cut(text, WARNING)}" for text in texts[:MOST_WARNINGS]]
    if len(texts) > MOST_WARNINGS:
        lines.append(f"⚠ and {len(texts) - MOST_WARNINGS} more; ask again with a narrower subject to read them")
    return _rich([_section("\n".join(lines))])


def source_links(sources: Sequence[Row]) -> Block:
    """The sources as links in small print, as many as fit."""
    links: list[str] = []
    size = 0
    for source in sources[:MOST_SOURCES]:
        link = _link(source["publisher"], source["published"], source["url"])
        size += len(link) + 3
        if links and size > SOURCES_CHARACTERS:
            break
        links.append(link)
    unseen = len(sources) - len(links)
    text = ("Source: " if len(sources) == 1 else "Sources: ") + " · ".join(links) + (f" · and {unseen} more" if unseen else "")
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": text, "verbatim": True}]}


@lru_cache(maxsize=4096)
def _link(publisher: str, published: str, url: str) -> str:
    try:
        when = say(parse(published))
    except BadDate:
        when = published
    said = _cut(", ".join(part for part in (publisher, when) if part), 200)
    label = escape(said.replace("|", "/").replace("`", "'"))
    link = f"<{escape(url)}|{label}>"
    return link if len(link) <= LINK and _URL.fullmatch(url) else label


def mention(member: str) -> str:
    """A person by their id, as markup; somebody without one by what stands there."""
    return f"<@{member}>" if _MEMBER.fullmatch(member) else escape(_cut(member, 60))


def _who(member: str) -> str:
    return f"<@{member}>" if _MEMBER.fullmatch(member) else "a member"


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text, "emoji": False}


def _buttons(suggestions: Sequence[Suggestion], question: str, page: int, left: int, share: bool) -> list[Block]:
    wanted = [("share", "Share", question, page)] if share else []
    if page > 1:
        wanted.append(("more:back", "Back", question, page - 1))
    if left:
        wanted.append(("more", "Show more", question, page + 1))
    for at, suggestion in enumerate(suggestions[:MOST_SUGGESTIONS]):
        wanted.append((f"ask:{at}", suggestion.label, suggestion.command, 1))
    buttons = []
    for action, label, asks, number in wanted:
        value = _encode({"q": asks, "p": number})
        if len(value) <= VALUE:
            face = {"type": "plain_text", "text": _cut(label, LABEL), "emoji": False}
            buttons.append({"type": "button", "action_id": action, "text": face, "value": value})
    return buttons


def _how(left: int) -> str:
    return "use Show more, or ask again with a narrower subject" if left else "ask again with a narrower subject"


def _text(part: Answer, left: int, how: str) -> str:
    lines = escape(spoken(part)).split("\n")
    if not left and sum(map(len, lines)) + len(lines) <= TEXT:
        return "\n".join(lines).strip() or DASH
    # Sources and rows can be had by asking again; warnings must be known before.
    lines[1:] = sorted(lines[1:], key=lambda line: not line.startswith("⚠"))
    how = escape(_cut(how, AGAIN))
    kept, size = 0, len(how) + 60
    for line in lines:
        size += len(line) + 1
        if size > TEXT:
            break
        kept += 1
    unseen = len(lines) - kept + left
    head = lines[:kept] or [escape(_cut(part.headline, HEADLINE // 2))]
    return "\n".join([*head, f"… {unseen} more {'line' if unseen == 1 else 'lines'}: {how}."])
