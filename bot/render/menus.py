"""The menu of an editor on a row of an answer: correct it, retract it, or say that it was checked and stays."""

from collections.abc import Iterator

from bot.answer import Row
from bot.editing.kinds import KINDS
from bot.render.blocks import Block
from bot.render.forms import option

STALE = ("mandated", "last-known", "historic")
MOST_OPTIONS = 5
ACTION = "row"

_TABLES = {"strength": "strengths", "mandate": "mandates", "event": "events", "incident": "incidents"}
_SEPARATOR = ":"


def menu(kind: str, row: Row) -> Block | None:
    """The overflow menu for a row of an answer of this kind; None where the row stands for no row of the store."""
    found = [each for label, value in _choices(kind, row) if (each := option(label, value))][:MOST_OPTIONS]
    return {"type": "overflow", "action_id": ACTION, "options": found} if found else None


def chosen(value: str) -> tuple[str, str, str]:
    """What a menu's value asks for: correct, retract, confirm or undo; the table and the id. Raises ValueError for any other."""
    doing, table, id = value.split(_SEPARATOR, 2)
    if doing not in ("correct", "retract", "confirm", "undo") or (table not in KINDS and doing != "undo"):
        raise ValueError("not a choice of a menu of this bot")
    return doing, table, id


def _choices(kind: str, row: Row) -> Iterator[tuple[str, str]]:
    if kind == "history":
        if isinstance(row.get("change"), int) and row.get("action") != "load":
            yield f"Undo change {row['change']}", _SEPARATOR.join(("undo", "", str(row["change"])))
        return
    target = _target(kind, row)
    if target is None:
        return
    table, id = target
    if table == "strengths" and row.get("state") in STALE:
        yield "Checked, unchanged", _SEPARATOR.join(("confirm", table, id))
    yield "Correct", _SEPARATOR.join(("correct", table, id))
    yield "Retract", _SEPARATOR.join(("retract", table, id))
    for number, account in enumerate(row.get("accounts") or (), 1):
        label = "Correct its account" if len(row["accounts"]) == 1 else f"Correct account {number}"
        yield label, _SEPARATOR.join(("correct", "accounts", account["id"]))


def _target(kind: str, row: Row) -> tuple[str, str] | None:
    """The table and the id of the row of the store that a row of an answer shows."""
    if kind == "status":
        return ("strengths", row["strength"]) if row.get("strength") else None
    if kind == "mandate":
        return ("mandates", row["mandate"]) if row.get("mandate") else None
    if kind == "incidents":
        return "incidents", row["id"]
    if kind == "timeline":
        return _TABLES[row["kind"]], row["id"]
    if kind == "sources":
        return "sources", row["id"]
    if kind == "search" and row.get("table") in KINDS:
        return row["table"], row["id"]
    return None
