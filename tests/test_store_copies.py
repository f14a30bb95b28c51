"""Backup and restore while the bot runs: whole or not at all, and refused where the file is no sound store of this version."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.cli import main
from bot.desk import Desk
from bot.errors import StoreError
from bot.package import Package
from bot.store import FactStore
from bot.store.keeping import backup, load, restore
from tests.conftest import NOW, ROOT, TODAY, small_package


def package(name: str, count: int) -> Package:
    """A package of one mission in a place of this name."""
    return small_package(
        places=[{"id": "landa", "name": name}],
        deployments=[{"id": "alpha"}],
        strengths=[{"id": "a", "deployment": "alpha", "places": "landa", "count": count, "from": "2026-11"}],
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    """A store of ten people in Oldland."""
    one = FactStore(tmp_path / "facts.db", lambda: NOW)
    load(one, package("Oldland", 10))
    yield one
    one.close()


def dump(path: Path) -> list[str]:
    """Everything that a store holds, as SQL."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def test_a_backup_is_the_whole_store_in_one_file(store: FactStore, tmp_path: Path) -> None:
    """Also what still stands in the write-ahead log; nothing lies beside it."""
    copy = tmp_path / "copies" / "facts.db"
    copy.parent.mkdir()
    backup(store, copy)
    assert [path.name for path in copy.parent.iterdir()] == ["facts.db"]
    assert dump(copy) == dump(store.path)


def test_a_backup_taken_between_loads_is_of_one_of_them(store: FactStore, tmp_path: Path) -> None:
    """While another thread loads, each copy is sound and wholly before or wholly after."""
    done = threading.Event()

    def change() -> None:
        writer = FactStore(store.path, lambda: NOW)
        for turn in range(30):
            load(writer, package(*(("Newland", 20) if turn % 2 == 0 else ("Oldland", 10))))
        writer.close()
        done.set()

    thread = threading.Thread(target=change)
    thread.start()
    answers, turns = set(), 0
    while not done.is_set() or not turns:
        backup(store, tmp_path / "copy.db")
        copied = FactStore(tmp_path / "copy.db", lambda: NOW)
        answers.add(Desk(copied, lambda: TODAY).ask("status").rows[0]["text"].partition(";")[0])
        copied.close()
        turns += 1
    thread.join()
    assert answers <= {"Alpha: 10 in Oldland", "Alpha: 20 in Newland"}


def test_a_restore_brings_back_the_facts_and_every_running_desk_answers_from_them(store: FactStore, tmp_path: Path) -> None:
    """Threads and processes that had the store open before answer from the restored facts, names included."""
    backup(store, tmp_path / "copy.db")
    load(store, package("Newland", 20))
    desk = Desk(store, lambda: TODAY)
    command = [sys.executable, "-m", "bot", "ask", "-", "--db", str(store.path), "--today", "2026-11-21"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout

        def asked(text: str) -> str:
            print(text, file=process.stdin, flush=True)
            return str(json.loads(process.stdout.readline())["headline"])  # type: ignore[union-attr]

        assert asked("status newland") == desk.ask("status newland").headline
        assert "20" in asked("status newland")
        assert main(["restore", str(tmp_path / "copy.db"), "--db", str(store.path)]) == 0
        assert asked("status newland") == "No place or mission held here is called “newland”."
        assert "10" in asked("status oldland")
        process.stdin.close()
    said: list[str] = [desk.ask("status oldland").headline]
    thread = threading.Thread(target=lambda: said.append(Desk(store, lambda: TODAY).ask("status oldland").headline))
    thread.start()
    thread.join()
    assert said == [said[0], said[0]]
    assert desk.ask("status newland").absence == "not-held"
    assert dump(store.path) == dump(tmp_path / "copy.db")


def test_a_restore_builds_a_store_where_there_is_none(store: FactStore, tmp_path: Path) -> None:
    """The first thing done with a new disk may be a restore."""
    backup(store, tmp_path / "copy.db")
    assert main(["restore", str(tmp_path / "copy.db"), "--db", str(tmp_path / "new.db")]) == 0
    assert dump(tmp_path / "new.db") == dump(store.path)


def bad_backup(kind: str, store: FactStore, tmp_path: Path) -> Path:
    """A file that must not be restored."""
    path = tmp_path / "bad.db"
    if kind == "missing":
        return path
    if kind == "the store itself":
        return store.path
    if kind == "a link to the store":
        os.link(store.path, path)
        return path
    if kind == "a directory":
        path.mkdir()
        return path
    if kind == "empty":
        path.touch()
    elif kind == "a text":
        path.write_text("Where are our troops?\n" * 500)
    else:
        backup(store, path)
    if kind == "cut short":
        os.truncate(path, path.stat().st_size // 2)
    elif kind == "overwritten in the middle":
        raw = path.read_bytes()
        path.write_bytes(raw[:8192] + b"\xa5" * 40_000 + raw[48_192:])
    elif kind in ("newer", "older", "foreign"):
        step = "INSERT INTO _sqlite_migrations (migration_set, name, applied_at)"
        change = {
            "newer": f"{step} VALUES ('facts', '999_later', '2030-01-01')",
            "older": "DELETE FROM _sqlite_migrations",
            "foreign": "DROP TABLE _sqlite_migrations",
        }[kind]
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(change)
            connection.commit()
    return path


BAD = [
    "missing", "the store itself", "a link to the store", "a directory", "empty", "a text", "cut short",
    "overwritten in the middle", "newer", "older", "foreign",
]  # fmt: skip


@pytest.mark.parametrize("kind", BAD)
def test_a_file_that_is_no_sound_store_is_not_restored(
    store: FactStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    """Exit status 3, one sentence, and neither the store nor the file is changed."""
    path = bad_backup(kind, store, tmp_path)
    before, held = dump(store.path), path.read_bytes() if path.is_file() else None
    assert main(["restore", str(path), "--db", str(store.path)]) == 3
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1), err
    assert dump(store.path) == before
    assert (path.read_bytes() if path.is_file() else None) == held


@pytest.mark.parametrize("kind", ["empty", "a text", "cut short", "overwritten in the middle"])
def test_a_backup_can_be_restored_over_a_store_that_is_beyond_use(store: FactStore, tmp_path: Path, kind: str) -> None:
    """What the sentence for a damaged store advises works: restore a backup over it."""
    backup(store, tmp_path / "copy.db")
    broken = bad_backup(kind, store, tmp_path)
    assert main(["restore", str(tmp_path / "copy.db"), "--db", str(broken)]) == 0
    assert dump(broken) == dump(store.path)


def test_a_restore_beside_a_long_writer_says_that_the_store_is_locked(store: FactStore, tmp_path: Path) -> None:
    """It gives up in one sentence and changes nothing, rather than wait without end."""
    backup(store, tmp_path / "copy.db")
    load(store, package("Newland", 20))
    before = dump(store.path)
    with closing(sqlite3.connect(store.path, isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        command = [sys.executable, "-m", "bot", "restore", str(tmp_path / "copy.db"), "--db", str(store.path)]
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True)
        try:
            _out, err = process.communicate(timeout=8)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            pytest.fail("the restore waits for as long as the writer writes")
        writer.execute("ROLLBACK")
    assert (process.returncode, "is locked" in err) == (3, True)
    assert dump(store.path) == before


def test_a_backup_onto_the_store_itself_is_refused(store: FactStore) -> None:
    """It would swap the file under every process that has it open, and lose what they write from then on."""
    desk = Desk(FactStore(store.path, lambda: NOW), lambda: TODAY)
    assert desk.claim("before")
    inode = store.path.stat().st_ino
    with pytest.raises(StoreError, match="same file"):
        backup(store, store.path)
    assert store.path.stat().st_ino == inode
    desk.store.close()


@pytest.mark.parametrize("target", ["no/such/place.db", "."])
def test_a_backup_that_cannot_be_written_is_one_sentence(
    store: FactStore, tmp_path: Path, capsys: pytest.CaptureFixture[str], target: str
) -> None:
    """A missing directory, or a directory in the file's place: exit status 3, and nothing is left behind."""
    before = sorted(tmp_path.iterdir())
    assert main(["backup", str(tmp_path / target), "--db", str(store.path)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert sorted(tmp_path.iterdir()) == before


def test_a_backup_of_a_damaged_store_names_the_store_and_not_the_copy(
    store: FactStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The sentence names the file that is damaged, and no copy of the damage is left."""
    broken = bad_backup("cut short", store, tmp_path)
    assert main(["backup", str(tmp_path / "copy.db"), "--db", str(broken)]) == 3
    assert str(broken) in capsys.readouterr().err
    assert not (tmp_path / "copy.db").exists()


def test_restoring_twice_is_the_same_as_once(store: FactStore, tmp_path: Path) -> None:
    """A restore of what is already there changes nothing that is asked about."""
    copy = Path(shutil.copy(store.path, tmp_path / "plain.db"))
    backup(store, copy)
    restore(store, copy)
    restore(store, copy)
    assert dump(store.path) == dump(copy)
