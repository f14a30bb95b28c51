"""The file of the store: sound by SQLite's own checks, complete, explained, and legible to other tools."""

import json
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.package import Package, description
from bot.store import FactStore
from bot.store.keeping import export
from tests.conftest import NOW

TABLES = list(description())
REVISION = {"rev", "recorded_at", "recorded_by", "retracted_at", "retracted_by", "replaces", "position", "change", "retracted_in"}
# A column of this name means the same everywhere, and what its name says.
PLAIN = {"rev", "id", "deployment", "source", "incident", "note", "place", "count", "kind", "name", "summary"}


@pytest.fixture(scope="module")
def path(shipped_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the shipped store of this file's own."""
    return Path(shutil.copy(shipped_store, tmp_path_factory.mktemp("schema") / "facts.db"))


@pytest.fixture
def connection(path: Path) -> Iterator[sqlite3.Connection]:
    """A plain connection, as any tool opens one."""
    with closing(sqlite3.connect(path)) as opened:
        yield opened


def created(connection: sqlite3.Connection, table: str) -> str:
    """The statement that made a table, as the file keeps it."""
    ((sql,),) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,))
    return str(sql)


def columns(connection: sqlite3.Connection, table: str) -> list[str]:
    """The columns of a table or a view, in order."""
    return [name for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def test_the_file_is_sound_and_kept_in_wal(connection: sqlite3.Connection) -> None:
    """WAL, every page sound, every reference met."""
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.execute("INSERT INTO search (search) VALUES ('integrity-check')")


def test_every_table_of_the_store_is_strict(connection: sqlite3.Connection) -> None:
    """No table of ours takes a text for a number; only the index of the full-text search and the migrations are SQLite's way."""
    lax = {
        name
        for name, strict in connection.execute("SELECT name, strict FROM pragma_table_list WHERE type = 'table'")
        if not strict
    }
    assert lax <= {"sqlite_schema", "sqlite_temp_schema", "_sqlite_migrations", "sqlite_sequence"}


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO strength_places VALUES (999999, 0, 'iraq')",
        "INSERT INTO strength_places VALUES ((SELECT min(rev) FROM strengths), 99, 'narnia')",
        "UPDATE strengths SET source = 'nobody' WHERE id = 'taji-2020-01'",
        "UPDATE places SET within = 'narnia' WHERE id = 'iraq'",
        "UPDATE accounts SET incident = 'never'",
        "DELETE FROM source_ids",
        "UPDATE strengths SET count = 'many'",
        "UPDATE strengths SET count = -1",
        "UPDATE strengths SET retracted_at = '2026-01-01'",
        "INSERT INTO places SELECT * FROM places WHERE id = 'iraq'",
        "INSERT INTO deployment_ids VALUES ('alpha'), ('alpha')",
    ],
)
def test_the_stores_own_connection_refuses_what_breaks_the_facts(path: Path, statement: str) -> None:
    """The file itself refuses a reference to nothing, a text for a number, a count below nothing and half a retraction."""
    store = FactStore(path, lambda: NOW)
    connection = store.connection()
    connection.execute("BEGIN")
    with pytest.raises(sqlite3.IntegrityError):
        connection.execute(statement)
    connection.execute("ROLLBACK")
    store.close()


def test_one_id_stands_once(path: Path) -> None:
    """Two revisions of one id cannot both stand."""
    store = FactStore(path, lambda: NOW)
    names = ", ".join(f'"{name}"' for name in columns(store.connection(), "strengths") if name != "rev")
    with pytest.raises(sqlite3.IntegrityError, match="UNIQUE"):
        store.connection().execute(f"INSERT INTO strengths ({names}) SELECT {names} FROM strengths WHERE id = 'taji-2020-01'")
    store.close()


@pytest.mark.parametrize("table", TABLES)
def test_every_column_of_the_package_has_its_column_and_its_words(connection: sqlite3.Connection, table: str) -> None:
    """A field is a column, or a join table where it is a list; where its name does not say it all, a comment does."""
    own, sql = columns(connection, table), created(connection, table)
    for field in description()[table].fields:
        if field.separator:
            listed = f"{'deployment' if table == 'deployments' else table.removesuffix('s')}_{field.name}"
            assert columns(connection, listed)[1:2] == ["position"]
            assert "-- " in created(connection, listed)
            continue
        assert field.name in own
        line = next(line for line in sql.splitlines() if re.match(rf'\s*"?{field.name}"? ', line))
        assert field.name in PLAIN or "--" in line or "likewise below" in sql, f"{table}.{field.name} has no comment"
        if field.kind == "date":
            assert {f"{field.name}_first", f"{field.name}_last"} <= set(own)
    assert set(own) >= REVISION


@pytest.mark.parametrize("table", TABLES)
def test_what_stands_is_shown_in_the_shape_of_the_csv(connection: sqlite3.Connection, shipped: Package, table: str) -> None:
    """The view current_TABLE has the columns of the CSV in their order, and its rows."""
    wanted = description()[table].columns
    assert columns(connection, f"current_{table}") == [*wanted, "rev", "position"]
    ((count,),) = connection.execute(f"SELECT count(*) FROM current_{table}")
    assert count == len(shipped.tables[table].rows)


def test_no_table_keeps_blobs(connection: sqlite3.Connection, path: Path) -> None:
    """Every value of the facts is text or a number that any tool shows."""
    for table in TABLES:
        assert not any(isinstance(value, bytes) for row in connection.execute(f"SELECT * FROM {table}") for value in row)


def test_the_first_and_the_last_day_of_each_date_are_days(connection: sqlite3.Connection) -> None:
    """Beside the EDTF text stand two ISO days, the first not after the last."""
    for table in TABLES:
        for name in columns(connection, table):
            if name.endswith("_first"):
                date = name.removesuffix("_first")
                shape = f"{date}_first <= {date}_last AND {date}_first GLOB '????-??-??' AND {date}_last GLOB '????-??-??'"
                bad = f'NOT ({shape}) OR ({date}_first IS NULL) <> ("{date}" IS NULL)'
                assert connection.execute(f"SELECT id FROM {table} WHERE {bad}").fetchall() == []


def tool(*arguments: str | Path) -> str:
    """What the sqlite-utils command says."""
    command = [sys.executable, "-m", "sqlite_utils", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout


def test_the_sqlite_utils_command_reads_the_file(path: Path) -> None:
    """Another tool sees the tables, their comments and the facts, with lists as the CSV writes them."""
    counted = {row["table"]: row["count"] for row in json.loads(tool("tables", path, "--counts"))}
    assert counted["strengths"] == 196
    assert "-- exactly, about, up-to or at-least" in tool("schema", path, "strengths")
    (row,) = json.loads(tool("rows", path, "current_deployments", "--where", "id = 'taji-training'"))
    assert row["aliases"] == "Building Partner Capacity mission|BPC|Task Group Taji|Operation Manawa"


@pytest.mark.parametrize(
    ("typed", "written"), [("kokako", "Kōkako"), ("noumea", "Nouméa|Noumea"), ("tieke", "T[īi]eke"), ("rocket", "[Rr]ocket")]
)
def test_full_text_search_finds_names_without_their_macrons(path: Path, typed: str, written: str) -> None:
    """The index folds macrons and word endings for any tool, both ways."""
    found = json.loads(tool("query", path, "SELECT words FROM search WHERE search MATCH :words", "-p", "words", typed))
    assert found
    assert all(re.search(written, row["words"]) for row in found)
    again = json.loads(tool("query", path, "SELECT words FROM search WHERE search MATCH :words", "-p", "words", typed.upper()))
    assert again == found


def test_an_export_of_the_file_is_what_its_views_show(path: Path, connection: sqlite3.Connection) -> None:
    """There is one account of what stands now: the export and the views agree on every id and its place."""
    store = FactStore(path, lambda: NOW)
    for table, rows in export(store).items():
        shown = connection.execute(f"SELECT id FROM current_{table} ORDER BY position").fetchall()
        assert [row["id"] for row in rows] == [id for (id,) in shown]
    store.close()
