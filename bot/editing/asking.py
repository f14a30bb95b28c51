"""Which questions a proposal is likely to answer differently: to show their answers before and after."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.editing.proposals import ProposedRow, TextRow
from bot.edtf import parse

MOST_ASKED = 6
_ORDER = ("strengths", "mandates", "incidents", "accounts", "events", "deployments", "places", "sources")


def questions_about(rows: Iterable[ProposedRow], today: date, most: int = MOST_ASKED) -> list[str]:
    """Commands about what the completed rows name, the most telling first, each once.

    What was so on an earlier day is asked of that day too, and what is counted of everywhere.
    """
    in_order = sorted(rows, key=lambda row: _ORDER.index(row.table))
    asked = [question for row in in_order for question in _about(row.table, row.values or row.before or {}, today)]
    return list(dict.fromkeys(asked))[:most]


def _about(table: str, values: TextRow, today: date) -> Iterator[str]:
    where = values.get("places", "").split("|")[0]
    mission = values.get("deployment", "")
    if table == "strengths":
        yield f"status {mission or where}"
        yield f"status {where}"
        if parse(values["from"]).last < today:
            yield f"status {mission or where} on {values['from']}"
        yield "status"
    elif table == "mandates":
        yield f"mandate {mission}"
    elif table == "events":
        yield f"status {mission or where}"
        yield f"timeline {mission or where}"
    elif table == "incidents":
        yield f"incidents {values.get('place', '')}"
    elif table in ("places", "deployments"):
        yield f"status {values.get('id', '')}"
    elif table == "accounts":
        yield "incidents"
