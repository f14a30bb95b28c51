"""The facts as CSV files for a person; no cell starts a formula."""

from collections.abc import Mapping, Sequence

from bot.package import as_csv, description

TextRow = Mapping[str, str]


def sheets(tables: Mapping[str, Sequence[TextRow]]) -> dict[str, str]:
    """The CSV text of each table that has rows, in the package's order. A text that would be a formula has a ' before it."""
    return {name: as_csv(table, tables[name]) for name, table in description().items() if tables.get(name)}
