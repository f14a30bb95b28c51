"""An Answer in plain words: for a terminal, for the top-level text of a Slack message, for a screen reader."""

from bot.answer import Answer
from bot.edtf import parse, say


def lines(answer: Answer) -> list[str]:
    """The whole answer, a line for each thing said: headline, rows, sum, movements, warnings, what to ask next, sources."""
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
    if answer.sources and answer.kind != "sources":
        found.append("Sources: " + "; ".join(_source(row) for row in answer.sources))
    return found


def plain(answer: Answer) -> str:
    """The whole answer as text, its lines separated by line ends."""
    return "\n".join(lines(answer))


def _source(row: dict[str, str]) -> str:
    return f"{row['publisher']}, {say(parse(row['published']))} <{row['url']}>"
