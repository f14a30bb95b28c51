"""What moved beneath a proposal since it was made, and the rows that take a change back."""

import sqlite3
from collections.abc import Sequence

from bot.editing.proposals import Difference, ProposedRow, Refused
from bot.store import statements
from bot.store.keeping import PACKAGE
from bot.store.recording import SINGULAR
from bot.store.revisions import Revision, revisions, standing


def differences(connection: sqlite3.Connection, rows: Sequence[ProposedRow]) -> list[Difference]:
    """Where what rows correct or retract is no longer what it was; empty where nothing moved."""
    found: list[Difference] = []
    for row in rows:
        now = standing(connection, row.table, row.id)
        if row.base is None or (now and now.rev == row.base):
            continue
        before = row.before or {}
        for column in before:
            stands = now.row[column] if now else None
            if stands != before[column] or not now:
                found.append(Difference(row.table, row.id, column, before[column], stands, row.values.get(column)))
        if now and now.row == before:  # retracted and added again as it was: still another revision
            found.append(Difference(row.table, row.id, "id", row.id, row.id, row.values.get("id")))
    return found


def check_undoable(connection: sqlite3.Connection, change: int) -> None:
    """Raises Refused for a change that there is not, that the package made, or that an open proposal already takes back."""
    found = statements.run(connection, "change", {"change": change}).fetchone()
    if found is None:
        raise Refused(f"There is no change {change}.")
    if found[0] == PACKAGE:
        raise Refused(f"Change {change} was a load of the package; undo it there, in git, and load again.")
    waiting = statements.run(connection, "open_undo", {"change": change}).fetchone()
    if waiting:
        raise Refused(f"Proposal {waiting[0]} already asks to undo change {change}.")


def reversed_rows(connection: sqlite3.Connection, change: int) -> tuple[list[ProposedRow], list[Difference]]:
    """The rows that take a change back, and where what it left no longer stands."""
    rows: list[ProposedRow] = []
    moved: list[Difference] = []
    for table in SINGULAR:
        added = {one.row["id"]: one for one in revisions(connection, table, "change = ?", change)}
        retracted = {one.row["id"]: one for one in revisions(connection, table, "retracted_in = ?", change)}
        for id in {**added, **retracted}:
            row = _reverse(table, id, added.get(id), retracted.get(id))
            rows.append(row)
            if row.base is not None:
                moved += differences(connection, [row])
            elif now := standing(connection, table, id):
                moved += [Difference(table, id, column, None, value, row.values[column]) for column, value in now.row.items()]
    return rows, moved


def _reverse(table: str, id: str, added: Revision | None, retracted: Revision | None) -> ProposedRow:
    if added is None:
        return ProposedRow(table, id, "add", retracted.row if retracted else {})
    if retracted is None:
        return ProposedRow(table, id, "retract", {}, added.rev, added.row)
    return ProposedRow(table, id, "correct", retracted.row, added.rev, added.row)
