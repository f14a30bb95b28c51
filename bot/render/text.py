"""An Answer in plain words: for a terminal, for the top-level text of a Slack message, for a screen reader."""

import re

from bot.answer import Answer, Row
from bot.edtf import parse, say

DASH = "–"
_INVISIBLE = re.compile("[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def clean(text: str) -> str:
    """The text on one line, without control characters or marks that turn its direction; a dash where nothing is left."""
    if not text.isprintable():
        text = _CONTROL.sub(" ", _INVISIBLE.sub("", text)).replace("\n", " ")
    return text.strip() or DASH


def lines(answer: Answer) -> list[str]:
    """The answer but for its sources, a line for each thing said: headline, rows, sum, movements, warnings, what to ask next."""
    found = [clean(answer.headline)]
    found += [f"• {clean(row['text'])}" for row in answer.rows]
    if answer.total and "text" in answer.total and len(answer.rows) > 1:
        found.append(clean(answer.total["text"]))
    if answer.movements:
        found.append("Returned or withdrawn:")
        found += [f"• {clean(row['text'])}" for row in answer.movements]
    found += [f"⚠ {clean(warning.text)}" for warning in answer.cautions]
    if answer.suggestions:
        found.append("You could ask: " + clean("; ".join(suggestion.command for suggestion in answer.suggestions)))
    return found


def plain(answer: Answer) -> str:
    """The whole answer in lines, its sources with their addresses."""
    found = lines(answer)
    if answer.sources and answer.kind != "sources":
        found += ["Sources:", *(f"  {cited(row)}: {clean(row['url'])}" for row in answer.sources)]
    return "\n".join(found)


def spoken(answer: Answer) -> str:
    """The whole answer in lines, its sources without addresses, which nobody wants read to them."""
    found = lines(answer)
    if answer.sources and answer.kind != "sources":
        found.append("Sources: " + "; ".join(cited(row) for row in answer.sources))
    return "\n".join(found)


def cited(row: Row) -> str:
    """A source of the answer with its date: NZ Herald, about 9 January 2020."""
    return clean(f"{row['publisher']}, {say(parse(row['published']))}")
