"""The facts as CSV files for a person: all, or what concerns some places and missions; no cell starts a formula."""

from collections.abc import Collection, Mapping, Sequence

from bot.package import as_csv, description

TextRow = Mapping[str, str]


def sheets(tables: Mapping[str, Sequence[TextRow]]) -> dict[str, str]:
    """The CSV text of each table that has rows, in the package's order. A text that would be a formula has a ' before it."""
    return {name: as_csv(table, tables[name]) for name, table in description().items() if tables.get(name)}


def concerning(
    tables: Mapping[str, Sequence[TextRow]], places: Collection[str], missions: Collection[str]
) -> dict[str, list[TextRow]]:
    """The rows that name one of these places or missions, with the accounts of their incidents and their sources."""
    kept = {
        name: [
            row
            for row in rows
            if _names(row, ("deployment", "deployments"), missions) or _names(row, ("place", "places"), places)
        ]
        for name, rows in tables.items()
    }
    kept["places"] = [row for row in tables["places"] if row["id"] in places]
    kept["deployments"] = [row for row in tables["deployments"] if row["id"] in missions]
    incidents = {row["id"] for row in kept["incidents"]}
    kept["accounts"] = [row for row in tables["accounts"] if row["incident"] in incidents]
    resting = [row for name in ("strengths", "mandates", "events", "accounts") for row in kept[name]]
    sources = {source for row in resting for source in (row.get("source") or row.get("sources") or "").split("|")}
    kept["sources"] = [row for row in tables["sources"] if row["id"] in sources]
    return kept


def _names(row: TextRow, columns: Sequence[str], ids: Collection[str]) -> bool:
    return any(each in ids for column in columns for each in row.get(column, "").split("|"))
