"""Loading the package into the store, writing it back, and copies of the whole store."""

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import StoreError
from bot.package import Package, number_text
from bot.store import statements
from bot.store.recording import SINGULAR, Change, Recorder
from bot.store.store import BUSY_MS, FactStore, in_words, trouble

PACKAGE = "package"
TextRow = dict[str, str]


@dataclass
class Loaded:
    """What a load changed: rows by table, and the ids that were kept because a person had changed them here."""

    added: dict[str, int] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)
    retracted: dict[str, int] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        """One line for people."""
        parts = [
            f"{sum(counts.values())} {'row' if sum(counts.values()) == 1 else 'rows'} {verb}"
            for verb, counts in (("added", self.added), ("changed", self.changed), ("retracted", self.retracted))
            if counts
        ]
        line = ", ".join(parts) or "nothing to change"
        return f"{line}; kept as people changed them here: {', '.join(self.kept)}" if self.kept else line


def load(store: FactStore, package: Package) -> Loaded:
    """Bring the store to what the package says: all or nothing, and rows that people added or changed stay as they are.

    Where the package has come to say what they recorded here, the row is the package's from then on, and later loads change it.
    Raises StoreError when the store cannot be written; it is then as it was before.
    """
    done = Loaded()
    with store.writing(create=True) as connection:
        connection.execute("PRAGMA defer_foreign_keys = ON")
        before = connection.total_changes
        change = Change(connection, store.clock(), PACKAGE)
        recorders = [Recorder(change, table) for table in package.tables]
        gone = [_load_table(recorder, package.tables[recorder.table].rows, done) for recorder in recorders]
        _retract_gone(list(zip(recorders, gone, strict=True)), done)
        if connection.total_changes != before:
            statements.run(connection, "forget_search", {})
            statements.run(connection, "fill_search", {})
    return done


def export(store: FactStore) -> dict[str, list[TextRow]]:
    """The rows that stand now as CSV text, by table: the package's in their order, then those that people added."""
    connection = store.connection()
    with in_words(store.path):
        connection.execute("BEGIN")
        try:
            return {table: [row for _rev, _position, row in _standing(connection, table)] for table in SINGULAR}
        finally:
            connection.execute("ROLLBACK")


def backup(store: FactStore, target: Path) -> None:
    """Copy the store to a file while the bot runs; the file appears whole or not at all. Raises StoreError."""
    source = store.connection()
    if _is_same_file(store.path, target):
        raise StoreError("The backup and the store are the same file; nothing was copied.")
    part = target.with_name(f".{target.name}.part")
    try:
        _copy(source, part, target)
        part.replace(target)
    except OSError as error:
        raise StoreError(f"The backup {target} could not be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def restore(store: FactStore, backup_file: Path) -> None:
    """Put a backup in the store's place while the bot runs. Raises StoreError, changing nothing, if it is not a sound store.

    A store that is damaged beyond reading is replaced as a file: a bot that still has it open must be started again.
    """
    if not backup_file.is_file():
        raise StoreError(f"There is no backup at {backup_file}.")
    if _is_same_file(store.path, backup_file):
        raise StoreError("The backup and the store are the same file; nothing was restored.")
    candidate = FactStore(backup_file, store.clock)
    with closing_store(candidate), in_words(backup_file):
        source = candidate.connection()
        if source.execute("PRAGMA quick_check").fetchone()[0] != "ok":
            raise trouble(backup_file, sqlite3.DatabaseError("malformed"))
        if store.is_readable():
            _copy(source, store.path, store.path, wal=True)
        else:
            _replace_file(source, store.path)


def _replace_file(source: sqlite3.Connection, path: Path) -> None:
    part = path.with_name(f".{path.name}.part")
    try:
        _copy(source, part, path)
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
        part.replace(path)
    except OSError as error:
        raise StoreError(f"The store {path} could not be replaced: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: sqlite3.Connection, target: Path, named: Path, *, wal: bool = False) -> None:
    """Copy a whole store into `target` as one change, waiting no longer than a write; `named` is what an error names."""
    deadline = time.monotonic() + BUSY_MS / 1000

    def give_up(status: int, _left: int, _pages: int) -> None:
        if status in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) and time.monotonic() > deadline:
            raise sqlite3.OperationalError("database is locked")

    with in_words(named), closing(sqlite3.connect(target)) as copy:
        source.backup(copy, progress=give_up)
        copy.execute(f"PRAGMA journal_mode = {'WAL' if wal else 'DELETE'}")


def _is_same_file(one: Path, other: Path) -> bool:
    return one.exists() and other.exists() and one.samefile(other)


@contextmanager
def closing_store(store: FactStore) -> Iterator[FactStore]:
    """Close this thread's connection to the store at the end."""
    try:
        yield store
    finally:
        store.close()


def _load_table(recorder: Recorder, rows: tuple[TextRow, ...], done: Loaded) -> dict[str, int]:
    """Add and change the rows of one table; gives the package's own rows that it no longer has, as rev by id."""
    connection, table = recorder.connection, recorder.table
    standing = {row["id"]: (rev, position, row) for rev, position, row in _standing(connection, table)}
    by_people = _changed_by_people(connection, table)
    for position, row in enumerate(rows):
        rev, old_position, old = standing.pop(row["id"], (None, None, None))
        if row["id"] in by_people:
            if old != row:
                done.kept.append(f"{table} {row['id']}")
            else:
                recorder.adopt(by_people[row["id"]], position)
        elif rev is None:
            recorder.add(row, position)
            done.added[table] = done.added.get(table, 0) + 1
        elif old != row:
            recorder.retract(rev)
            recorder.add(row, position, replaces=rev)
            done.changed[table] = done.changed.get(table, 0) + 1
        elif old_position != position:
            connection.execute(f"UPDATE {table} SET position = ? WHERE rev = ?", (position, rev))
    here = {row["id"] for row in rows}
    for id in by_people.keys() - here - standing.keys():
        recorder.adopt(by_people[id], None)
    return {id: rev for id, (rev, _position, _row) in standing.items() if id not in by_people}


def _retract_gone(gone: list[tuple[Recorder, dict[str, int]]], done: Loaded) -> None:
    """Retract the rows that the package dropped, but for those that a standing row still refers to, such as one of a person's."""
    moved = True
    while moved:
        moved = False
        for recorder, rows in reversed(gone):
            for id in [id for id in rows if not recorder.is_referred_to(id)]:
                recorder.retract(rows.pop(id))
                done.retracted[recorder.table] = done.retracted.get(recorder.table, 0) + 1
                moved = True
    done.kept += [f"{recorder.table} {id}" for recorder, rows in gone for id in rows]


def _standing(connection: sqlite3.Connection, table: str) -> list[tuple[int, int | None, TextRow]]:
    cursor = connection.execute(f"SELECT * FROM current_{table} ORDER BY position IS NULL, position, rev")
    columns = [column[0] for column in cursor.description][:-2]
    return [
        (rev, position, {column: _text(value) for column, value in zip(columns, values, strict=True)})
        for *values, rev, position in cursor
    ]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else number_text(value)


def _changed_by_people(connection: sqlite3.Connection, table: str) -> dict[str, int]:
    """The newest revisions, by id, that a person recorded or retracted and no package has come to hold so since."""
    newest = connection.execute(
        f"SELECT id, rev, recorded_by, retracted_by FROM {table}"
        f" WHERE rev IN (SELECT max(rev) FROM {table} GROUP BY id) AND adopted_at IS NULL"
    )
    return {id: rev for id, rev, recorded, retracted in newest if recorded != PACKAGE or (retracted or PACKAGE) != PACKAGE}
