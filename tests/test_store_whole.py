"""A load is all or nothing: killed at any moment, out of disk, beside other loads, or read meanwhile."""

import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.errors import StoreError
from bot.package import Package, write
from bot.store import FactStore
from bot.store.keeping import export, load
from tests.conftest import NOW, ROOT, TODAY, Row, small_package

Dump = dict[str, list[tuple[object, ...]]]

# Loads the package in argv[2] into the store in argv[1]; kills itself before the statement of number argv[3]. It loads
# another store first, so that a kill from outside meets the writing and not an import.
LOAD_AND_DIE = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from bot.package import read
from bot.store import FactStore
from bot.store.keeping import load
def store_at(path):
    return FactStore(Path(path), lambda: datetime(2026, 11, 21, 1, tzinfo=UTC))
left = int(sys.argv[3])
def count(statement):
    global left
    left -= 1
    if left == 0:
        os.kill(os.getpid(), 9)
package, faults = read(Path(sys.argv[2]))
load(store_at(sys.argv[1] + ".first"), package)
store = store_at(sys.argv[1])
store.connection(create=True).set_trace_callback(count)
print("loading", flush=True)
load(store, package)
print(int(sys.argv[3]) - left)
"""
# Runs the command line with no file allowed to grow beyond argv[1] bytes, as on a disk that is full.
ON_A_FULL_DISK = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
from bot.cli import main
sys.exit(main(sys.argv[2:]))
"""


def python(*arguments: object) -> subprocess.Popen[str]:
    """A process of its own."""
    command = [sys.executable, *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def failure(work: Callable[[], None]) -> Exception | None:
    """What went wrong in a piece of work done in a thread, or None."""
    try:
        work()
    except Exception as error:
        return error
    return None


def many_rows(count: int) -> Package:
    """A package whose strengths all say `count`, under a mission named after it."""
    strengths: list[Row] = [
        {"id": f"s{n}", "deployment": f"m{n % 3}", "places": "landa", "count": count, "from": f"20{n % 20:02}"} for n in range(60)
    ]
    missions: list[Row] = [{"id": f"m{n}", "name": f"Mission {n} of {count}"} for n in range(3)]
    return small_package(places=[{"id": "landa"}], deployments=missions, strengths=strengths)


def dump(path: Path) -> Dump:
    """Every row of the store but the mark, which is drawn anew for each change."""
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        named = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'").fetchall()
        tables = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for (name,) in named if name != "store_info"}
        return tables | {"search": connection.execute("SELECT * FROM search").fetchall()} if tables else {}


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path, Path]:
    """A store as it was before a load, the same store after it, and the package between them."""
    home = tmp_path_factory.mktemp("worlds")
    before, after = FactStore(home / "before.db", lambda: NOW), FactStore(home / "after.db", lambda: NOW)
    for store in (before, after):
        load(store, many_rows(10))
    load(after, many_rows(20))
    before.close()
    after.close()
    write(home / "data", {table.name: table.rows for table in many_rows(20).tables.values()})
    return home / "before.db", home / "after.db", home / "data"


@pytest.fixture
def live(worlds: tuple[Path, Path, Path], tmp_path: Path) -> Path:
    """A copy of the store as it was before."""
    return Path(shutil.copy(worlds[0], tmp_path / "facts.db"))


def test_a_load_killed_before_any_statement_leaves_the_store_as_before(
    worlds: tuple[Path, Path, Path], live: Path, tmp_path: Path
) -> None:
    """SIGKILL at any statement of the load, up to its COMMIT, leaves every row as it was; a next load does all of it."""
    whole = python("-c", LOAD_AND_DIE, shutil.copy(worlds[0], tmp_path / "whole.db"), worlds[2], 10**9)
    statements = int(whole.communicate(timeout=60)[0].split()[-1])
    moments = [1, 2, 3, *random.Random(7).sample(range(4, statements - 1), 6), statements - 1, statements]
    killed = [(python("-c", LOAD_AND_DIE, shutil.copy(worlds[0], tmp_path / f"{n}.db"), worlds[2], n), n) for n in moments]
    for process, moment in killed:
        process.communicate(timeout=60)
        assert process.returncode == -signal.SIGKILL
        assert dump(tmp_path / f"{moment}.db") == dump(worlds[0])
    store = FactStore(tmp_path / f"{statements}.db", lambda: NOW)
    load(store, many_rows(20))
    store.close()
    assert dump(store.path) == dump(worlds[1])


def test_a_load_killed_at_a_random_moment_leaves_the_store_as_before_or_as_after(
    worlds: tuple[Path, Path, Path], live: Path
) -> None:
    """SIGKILL from outside, also in the middle of the COMMIT: never a store in between."""
    chance = random.Random(11)
    for _turn in range(20):
        process = python("-c", LOAD_AND_DIE, live, worlds[2], 10**9)
        assert process.stdout is not None
        process.stdout.readline()
        for _moment in range(chance.randrange(600_000)):
            pass
        process.kill()
        process.communicate(timeout=60)
        assert dump(live) in (dump(worlds[0]), dump(worlds[1]))


def test_a_first_load_that_is_killed_leaves_no_half_store(worlds: tuple[Path, Path, Path], tmp_path: Path) -> None:
    """Killed on a fresh path, it leaves nothing that answers, and the next load builds the store."""
    fresh = tmp_path / "fresh.db"
    process = python("-c", LOAD_AND_DIE, fresh, worlds[2], 150)
    process.communicate(timeout=60)
    assert process.returncode == -signal.SIGKILL
    store = FactStore(fresh, lambda: NOW)
    with pytest.raises(StoreError, match="run `python -m bot load`"):
        Desk(store, lambda: TODAY).ask("status")
    load(store, many_rows(10))
    store.close()
    assert dump(fresh) == dump(worlds[0])


@pytest.mark.parametrize("room", [0, 4096, 30_000])
def test_a_load_on_a_full_disk_leaves_the_store_as_it_was(worlds: tuple[Path, Path, Path], live: Path, room: int) -> None:
    """No room for the write-ahead log: exit status 3, one sentence, every row as before."""
    process = python("-c", ON_A_FULL_DISK, room, "load", "--db", live, "--data", worlds[2])
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out, err.count("\n")) == (3, "", 1), err
    assert dump(live) == dump(worlds[0])


def test_a_backup_on_a_full_disk_leaves_no_file(live: Path, tmp_path: Path) -> None:
    """A backup appears whole or not at all."""
    process = python("-c", ON_A_FULL_DISK, 8192, "backup", tmp_path / "copy.db", "--db", live)
    _out, err = process.communicate(timeout=60)
    assert (process.returncode, err.count("\n")) == (3, 1), err
    assert not [path for path in tmp_path.iterdir() if "copy.db" in path.name]


def test_a_full_store_is_said_to_be_full(worlds: tuple[Path, Path, Path], live: Path) -> None:
    """Where SQLite itself finds no page left, the sentence says that the disk is full and that nothing was changed."""
    store = FactStore(live, lambda: NOW)
    connection = store.connection()
    connection.execute(f"PRAGMA max_page_count = {connection.execute('PRAGMA page_count').fetchone()[0]}")
    with pytest.raises(StoreError, match="disk is full; nothing was changed"):
        load(store, small_package(places=[{"id": f"p{n}", "name": "x" * 400} for n in range(400)]))
    store.close()
    assert dump(live) == dump(worlds[0])


def test_four_processes_loading_a_fresh_path_at_once_all_succeed(tmp_path: Path) -> None:
    """Whichever comes first builds the store, the others find nothing to change, and the result is the package."""
    path = tmp_path / "fresh.db"
    processes = [python("-m", "bot", "load", "--db", path) for _ in range(4)]
    said = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0, 0], said
    assert sorted("nothing to change" in out for out, _err in said) == [False, True, True, True]
    store = FactStore(path, lambda: NOW)
    write(tmp_path / "out", export(store))
    store.close()
    assert all((tmp_path / "out" / file.name).read_bytes() == file.read_bytes() for file in (ROOT / "data").iterdir())


def test_a_reader_never_meets_a_half_loaded_store_nor_an_error(live: Path) -> None:
    """While loads replace every row and every name, each answer is wholly of one load or wholly of the other."""
    desk = Desk(FactStore(live, lambda: NOW), lambda: TODAY)
    texts: list[str] = []
    done = threading.Event()

    def read() -> None:
        while not done.is_set():
            answer = desk.ask("timeline landa")
            texts.extend(f"{answer.rows[0]['text']} {row['text']}" for row in answer.rows)
            assert len(answer.rows) == 60
        desk.store.close()

    failures: list[object] = []
    reader = threading.Thread(target=lambda: failures.append(failure(read)))
    reader.start()
    for count in (20, 10) * 6:
        load(desk.store, many_rows(count))
    done.set()
    reader.join()
    desk.store.close()
    assert failures == [None]
    assert texts
    assert all(("of 10" in text) != ("of 20" in text) and (": 10 " in text) != (": 20 " in text) for text in texts)
    assert all(("of 10" in text) == (": 10 " in text) for text in texts)
