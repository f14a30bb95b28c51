"""Which questions a proposal is likely to answer differently: to show their answers before and after."""

from collections.abc import Iterable, Iterator

from bot.editing.proposals import ProposedRow, TextRow

MOST_ASKED = 3
_ORDER = ("strengths", "mandates", "incidents", "accounts", "events", "deployments", "places", "sources")


def questions_about(rows: Iterable[ProposedRow], most: int = MOST_ASKED) -> list[str]:
    """Commands about what the completed rows name, the most telling first, each once."""
    in_order = sorted(rows, key=lambda row: _ORDER.index(row.table))
    asked = [question for row in in_order for question in _about(row.table, row.values or row.before or {})]
    return list(dict.fromkeys(asked))[:most]


def _about(table: str, values: TextRow) -> Iterator[str]:
    where = values.get("places", "").split("|")[0]
    mission = values.get("deployment", "")
    if table == "strengths":
        yield f"status {mission or where}"
        yield f"status {where}"
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
