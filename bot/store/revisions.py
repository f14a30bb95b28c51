"""Reading single revisions of the facts, as CSV text."""

import sqlite3
from typing import Any, NamedTuple

from bot.package import number_text

TextRow = dict[str, str]


class Revision(NamedTuple):
    """One revision of a row: its content, its place in the CSV, and the changes that recorded and retracted it."""

    rev: int
    position: int | None
    change: int
    retracted_in: int | None
    row: TextRow


def revisions(connection: sqlite3.Connection, table: str, condition: str, *values: Any) -> list[Revision]:
    """The revisions of a table that meet a condition on its columns, oldest first."""
    cursor = connection.execute(f"SELECT * FROM every_{table} WHERE {condition} ORDER BY rev", values)
    columns = [column[0] for column in cursor.description][:-4]
    return [
        Revision(rev, position, change, retracted_in, {column: text(cell) for column, cell in zip(columns, cells, strict=True)})
        for *cells, rev, position, change, retracted_in in cursor
    ]


def standing(connection: sqlite3.Connection, table: str, id: str) -> Revision | None:
    """The revision of an id that stands, if one does."""
    found = revisions(connection, table, "id = ? AND retracted_in IS NULL", id)
    return found[0] if found else None


def was_used(connection: sqlite3.Connection, table: str, id: str) -> bool:
    """Whether a row has or had this id."""
    return connection.execute(f"SELECT 1 FROM {table} WHERE id = ? LIMIT 1", (id,)).fetchone() is not None


def text(value: Any) -> str:
    """A value as the CSV writes it."""
    return value if isinstance(value, str) else number_text(value)
