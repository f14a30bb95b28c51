"""Step 003: every change of the facts has a number, so that the store can be read as it stood after any of them.

Numbers only rise, so what stood at a change is exact even where the clock was set back or two changes share a second.
"""

from collections.abc import Iterable, Mapping

_CHANGES = """CREATE TABLE changes (
  number INTEGER PRIMARY KEY AUTOINCREMENT,  -- later changes have higher numbers, whatever the clock said
  at TEXT NOT NULL,             -- when it was recorded (UTC)
  by TEXT NOT NULL,             -- who made it; 'package' for a load of the CSV package
  why TEXT NOT NULL,            -- the reason given, empty where none was
  approved_by TEXT,             -- who approved it; empty where it did not go through review
  proposal INTEGER              -- the proposal that it carried out
) STRICT"""


def step(shapes: Mapping[str, str]) -> tuple[str, ...]:
    """The statements that number the changes of the facts; an older store's are told apart by their second and their author."""
    return (
        _CHANGES,
        *(statement for table in shapes for statement in _columns(table)),
        _old_changes(shapes),
        *(_old_numbers(table) for table in shapes),
        *(statement for table in shapes for statement in _indexes(table)),
        *(_view(table, columns) for table, columns in shapes.items()),
    )


def _columns(table: str) -> Iterable[str]:
    yield f"ALTER TABLE {table} ADD COLUMN change INTEGER /* that recorded this revision */ REFERENCES changes(number)"
    yield f"ALTER TABLE {table} ADD COLUMN retracted_in INTEGER /* the change that retracted it */ REFERENCES changes(number)"


def _old_changes(tables: Iterable[str]) -> str:
    made = " UNION ".join(
        f"SELECT recorded_at AS at, recorded_by AS by FROM {table}"
        f" UNION SELECT retracted_at, retracted_by FROM {table} WHERE retracted_at IS NOT NULL"
        for table in tables
    )
    return f"INSERT INTO changes (at, by, why) SELECT at, by, '' FROM ({made}) ORDER BY at, by"


def _old_numbers(table: str) -> str:
    def number(moment: str) -> str:
        return f"(SELECT number FROM changes WHERE at = {moment}_at AND by = {moment}_by)"

    return f"UPDATE {table} SET change = {number('recorded')}, retracted_in = {number('retracted')}"


def _indexes(table: str) -> Iterable[str]:
    yield f"CREATE INDEX {table}_change ON {table}(change)"
    yield f"CREATE INDEX {table}_retracted_in ON {table}(retracted_in) WHERE retracted_in IS NOT NULL"
    yield f"CREATE INDEX {table}_revisions ON {table}(id, rev)"


def _view(table: str, columns: str) -> str:
    """Every revision that ever stood, in the shape of the CSV."""
    return f"CREATE VIEW every_{table} AS SELECT {columns}, rev, position, change, retracted_in FROM {table}"
