"""The rows about a subject, with all that they refer to: a sound package of its own."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable

from bot.package import description
from bot.store.keeping import TextRow, export
from bot.store.store import FactStore

Holds = Callable[[Iterable[str], Collection[str]], bool]


def export_about(store: FactStore, holds: Holds, sources: Collection[str] = ()) -> dict[str, list[TextRow]]:
    """Standing rows as CSV text by table: those whose places and missions are in scope by `holds`, or that rest on `sources`."""
    tables = export(store)
    chosen: dict[str, set[str]] = defaultdict(set)
    for table in ("strengths", "mandates", "events", "incidents"):
        chosen[table] = {row["id"] for row in tables[table] if holds(*_named(row)) or row.get("source") in sources}
    told = [row for row in tables["accounts"] if row["incident"] in chosen["incidents"] or _rests_on(row, sources)]
    chosen["accounts"] = {row["id"] for row in told}
    chosen["sources"] = set(sources)
    _follow(tables, chosen)
    return {table: [row for row in rows if row["id"] in chosen[table]] for table, rows in tables.items()}


def _named(row: TextRow) -> tuple[list[str], list[str]]:
    """The places and the missions that a row names."""
    places = [*row.get("places", "").split("|"), row.get("place", "")]
    missions = [*row.get("deployments", "").split("|"), row.get("deployment", "")]
    return [id for id in places if id], [id for id in missions if id]


def _rests_on(row: TextRow, sources: Collection[str]) -> bool:
    return not set(row["sources"].split("|")).isdisjoint(sources)


def _follow(tables: dict[str, list[TextRow]], chosen: dict[str, set[str]]) -> None:
    """Choose what the chosen rows refer to, and what that refers to, until nothing is missing."""
    shapes = description()
    rows = {(table, row["id"]): row for table, each in tables.items() for row in each}
    waiting = [(table, id) for table, ids in chosen.items() for id in ids]
    while waiting:
        table, id = waiting.pop()
        for field in shapes[table].fields:
            for named in field.items(rows[table, id][field.name]) if field.references else ():
                target = field.references or ""
                if named not in chosen[target]:
                    chosen[target].add(named)
                    waiting.append((target, named))
