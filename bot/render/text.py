"""An Answer in plain words: for a terminal, for the top-level text of a Slack message, for a screen reader."""

from bot.answer import Answer, Row
from bot.edtf import parse, say


def lines(answer: Answer) -> list[str]:
    """The answer but for its sources, a line for each thing said: headline, rows, sum, movements, warnings, what to ask next."""
    found = [answer.headline]
    found += [f"• {row['text']}" for row in answer.rows]
    if answer.total and "text" in answer.total and len(answer.rows) > 1:
        found.append(answer.total["text"])
    if answer.movements:
        found.append("Returned or withdrawn:")
        found += [f"• {row['text']}" for row in answer.movements]
    found += [f"⚠ {warning.text}" for warning in answer.cautions]
    if answer.suggestions:
        found.append("You could ask: " + "; ".join(suggestion.command for suggestion in answer.suggestions))
    return found


def plain(answer: Answer) -> str:
    """The whole answer in lines, its sources with their addresses."""
    found = lines(answer)
    if answer.sources and answer.kind != "sources":
        found += ["Sources:", *(f"  {cited(row)}: {row['url']}" for row in answer.sources)]
    return "\n".join(found)


def spoken(answer: Answer) -> str:
    """The whole answer in lines, its sources without addresses, which nobody wants read to them."""
    found = lines(answer)
    if answer.sources and answer.kind != "sources":
        found.append("Sources: " + "; ".join(cited(row) for row in answer.sources))
    return "\n".join(found)


def cited(row: Row) -> str:
    """A source of the answer with its date: NZ Herald, about 9 January 2020."""
    return f"{row['publisher']}, {say(parse(row['published']))}"
