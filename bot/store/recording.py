"""Writing revisions of the facts: every one belongs to a numbered change."""

import sqlite3
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot import edtf
from bot.store import statements
from bot.store.schema import now_text

SINGULAR = {
    "sources": "source", "places": "place", "deployments": "deployment", "strengths": "strength",
    "mandates": "mandate", "incidents": "incident", "accounts": "account", "events": "event",
}  # fmt: skip
REFERRED = ("sources", "places", "deployments", "incidents")
_DATES = ("published", "from", "to", "ends", "decided", "occurred")


class Change:
    """One change of the facts inside the caller's transaction; it takes its number with the first row that it records."""

    def __init__(
        self,
        connection: sqlite3.Connection,
        at: datetime,
        by: str,
        why: str = "",
        approved_by: str | None = None,
        proposal: int | None = None,
        *,
        unreviewed: bool = False,
    ) -> None:
        """`by` is who made it, `approved_by` who let it stand, None where it went through no review.

        `unreviewed`: who approved it had written it.
        """
        self.connection, self.at, self.by = connection, now_text(at), by
        self._about = {"why": why, "approved_by": approved_by, "proposal": proposal, "unreviewed": unreviewed}
        self._number: int | None = None

    @property
    def number(self) -> int:
        """The number of the change, taken when it is first needed."""
        if self._number is None:
            made = statements.run(self.connection, "new_change", {"at": self.at, "by": self.by, **self._about})
            self._number = int(made.lastrowid or 0)
        return self._number


class Recorder:
    """Adds and retracts revisions of one table as part of a change."""

    def __init__(self, change: Change, table: str) -> None:
        """Rows are recorded at the instant and under the name of the change."""
        connection = change.connection
        self.connection, self.table, self.change = connection, table, change
        lists = connection.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB ?", (f"{SINGULAR[table]}_*",)
        ).fetchall()
        self.lists = {name.split("_")[1]: name for (name,) in lists if not name.endswith("_ids")}

    def is_referred_to(self, id: str) -> bool:
        """Whether a standing row refers to this id."""
        if self.table not in REFERRED:
            return False
        return statements.run(self.connection, f"refers_to_{self.table}", {"id": id}).fetchone() is not None

    def retract(self, rev: int) -> None:
        """Retract one revision; it stays readable."""
        self.connection.execute(
            f"UPDATE {self.table} SET retracted_at = ?, retracted_by = ?, retracted_in = ? WHERE rev = ?",
            (self.change.at, self.change.by, self.change.number, rev),
        )

    def adopt(self, rev: int, position: int | None) -> None:
        """Mark what a person recorded as the package's, which has come to say the same."""
        self.connection.execute(
            f"UPDATE {self.table} SET adopted_at = ?, position = coalesce(?, position) WHERE rev = ?",
            (self.change.at, position, rev),
        )

    def add(self, row: Mapping[str, str], position: int | None, replaces: int | None = None) -> None:
        """Add a revision of `row`, given as CSV text."""
        if self.table in REFERRED:
            self.connection.execute(
                f"INSERT INTO {SINGULAR[self.table]}_ids (id) VALUES (?) ON CONFLICT DO NOTHING", (row["id"],)
            )
        values: dict[str, Any] = {column: value or None for column, value in row.items() if column not in self.lists}
        for column in _DATES:
            if row.get(column):
                when = edtf.parse(row[column])
                values |= {f"{column}_first": when.first.isoformat(), f"{column}_last": when.last.isoformat()}
        values |= {"recorded_at": self.change.at, "recorded_by": self.change.by, "change": self.change.number}
        values |= {"position": position, "replaces": replaces}
        columns = ", ".join(f'"{column}"' for column in values)
        marks = ", ".join("?" * len(values))
        rev = self.connection.execute(f"INSERT INTO {self.table} ({columns}) VALUES ({marks})", list(values.values())).lastrowid
        for column, table in self.lists.items():
            items = row[column].split("|") if row[column] else []
            self.connection.executemany(
                f"INSERT INTO {table} VALUES (?, ?, ?)", [(rev, number, item) for number, item in enumerate(items)]
            )
