"""A store that cannot be used: one sentence and exit status 3, whatever is wrong with it; reading never waits for a writer."""

import ctypes
import os
import random
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from bot.cli import main
from bot.desk import Desk, open_desk
from bot.errors import StoreError
from bot.store import FactStore
from bot.store.keeping import load
from tests.conftest import NOW, ROOT, TODAY, small_package

QUESTIONS = ("status", "timeline", "sources", "incidents", "mandate", "search camp", "status iraq on 2020-01-10")
DROP_CAPABILITY, OVERRIDE_PERMISSIONS = 24, 1
# Runs the command line so that permissions bind root too: without the capability that overrides them.
AS_ANYONE = f"""
import ctypes, os, sys
if os.geteuid() == 0:
    ctypes.CDLL(None).prctl({DROP_CAPABILITY}, {OVERRIDE_PERMISSIONS}, 0, 0, 0)
os.execv(sys.executable, [sys.executable, "-m", "bot", *sys.argv[1:]])
"""


@pytest.fixture
def db(shipped_store: Path, tmp_path: Path) -> Path:
    """A copy of the shipped store, to be ill-treated."""
    return Path(shutil.copy(shipped_store, tmp_path / "facts.db"))


def step(db: Path, change: str) -> None:
    """Change the record of the steps that a store has had."""
    with closing(sqlite3.connect(db)) as connection:
        connection.execute(change)
        connection.commit()


def missing(db: Path) -> None:
    """Take the store away."""
    db.unlink()


def a_directory(db: Path) -> None:
    """Put a directory in its place."""
    db.unlink()
    db.mkdir()


def text(db: Path) -> None:
    """Put a text in its place."""
    db.write_text("Where are our troops?\n" * 400)


def cut_short(db: Path) -> None:
    """Leave only its first pages."""
    os.truncate(db, 5 * 4096)


def overwritten(db: Path) -> None:
    """Leave only its header."""
    with db.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xa5" * (db.stat().st_size - 4096))


def newer(db: Path) -> None:
    """Let a later version have had it."""
    step(db, "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('facts', '999_later', '2030-01-01')")


def older(db: Path) -> None:
    """Take a step back, as far as the record says."""
    step(db, "DELETE FROM _sqlite_migrations")


def foreign(db: Path) -> None:
    """Put the database of another program in its place."""
    db.unlink()
    step(db, "CREATE TABLE bookmarks (url TEXT)")


TROUBLES: dict[str, tuple[Callable[[Path], object], str]] = {
    "missing": (missing, "run `python -m bot load`"),
    "empty": (lambda db: os.truncate(db, 0), "is empty or not a fact store; run `python -m bot load`"),
    "a directory": (a_directory, "There is no fact store at"),
    "a text": (text, "is not a fact store; restore a backup"),
    "cut short": (cut_short, "is damaged; restore a backup"),
    "overwritten": (overwritten, "is damaged; restore a backup"),
    "newer": (newer, "was made by a newer version of this bot; update the bot"),
    "older": (older, "is from an older version; run `python -m bot load`"),
    "foreign": (foreign, "is empty or not a fact store"),
}


@pytest.mark.parametrize("kind", TROUBLES)
@pytest.mark.parametrize("command", [["ask", "status"], ["export", "out"], ["backup", "copy.db"]], ids=lambda each: each[0])
def test_a_store_that_cannot_be_used_is_said_in_one_sentence(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, kind: str, command: list[str]
) -> None:
    """Asking, exporting and backing up end with exit status 3 and a sentence with what to do; nothing is written."""
    spoil, sentence = TROUBLES[kind]
    spoil(db)
    monkeypatch.chdir(tmp_path)
    assert main([*command, "--db", str(db)]) == 3
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1), err
    assert sentence in err
    assert str(db) in err
    assert not (tmp_path / "out").exists()
    assert not (tmp_path / "copy.db").exists()


@pytest.mark.parametrize("kind", ["a directory", "a text", "overwritten", "newer", "foreign"])
def test_a_load_into_what_is_no_store_of_this_version_is_refused(db: Path, capsys: pytest.CaptureFixture[str], kind: str) -> None:
    """A load never writes over a file that it cannot read as a fact store, nor into another program's database."""
    TROUBLES[kind][0](db)
    before = db.read_bytes() if db.is_file() else None
    assert main(["load", "--db", str(db)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert (db.read_bytes() if db.is_file() else None) == before


@pytest.mark.parametrize("kind", ["missing", "empty"])
def test_a_load_builds_the_store_where_there_is_none(db: Path, kind: str) -> None:
    """The remedy that the sentence names works."""
    TROUBLES[kind][0](db)
    assert main(["load", "--db", str(db)]) == 0
    assert main(["ask", "status", "--db", str(db)]) == 0


def flip(raw: bytes, chance: random.Random) -> bytes:
    """The bytes with some of them changed, as a failing disk does."""
    spoilt = bytearray(raw)
    for _byte in range(chance.choice((1, 4, 30, 300))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt[: chance.randrange(len(spoilt))] if chance.random() < 0.2 else spoilt)


@pytest.mark.parametrize("seed", range(6))
def test_what_sqlite_says_of_a_damaged_store_is_one_sentence(shipped_store: Path, tmp_path: Path, seed: int) -> None:
    """Whichever bytes a disk has changed, what SQLite says of it is a StoreError, also where its own words are no text any more.

    A byte that turns a word of a fact into another word is damage that SQLite cannot see; this does not speak of it.
    """
    chance, raw, escaped = random.Random(seed), shipped_store.read_bytes(), []
    for turn in range(12):
        path = tmp_path / f"{turn}.db"
        path.write_bytes(flip(raw, chance))
        desk = open_desk(path, lambda: NOW, TODAY)
        for question in QUESTIONS:
            try:
                desk.ask(question)
            except (sqlite3.Error, UnicodeError) as error:
                escaped.append(f"{question}: {error!r}")
            except Exception as error:
                assert str(error).isprintable()
        desk.store.close()
    assert escaped == []


@pytest.fixture
def writer(db: Path) -> Iterator[sqlite3.Connection]:
    """Another process's connection that has begun to write and does not end."""
    with closing(sqlite3.connect(db, isolation_level=None)) as connection:
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("UPDATE deployments SET name = 'half done'")
        yield connection


def test_reading_does_not_wait_for_a_writer(db: Path, writer: sqlite3.Connection, capsys: pytest.CaptureFixture[str]) -> None:
    """While another process writes, questions are answered from what stood before."""
    assert main(["ask", "status iraq on 2020-01-10", "--db", str(db)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("50 NZDF personnel were in Iraq")
    assert "half done" not in out


def test_a_load_beside_a_long_writer_says_that_the_store_is_locked(
    db: Path, writer: sqlite3.Connection, capsys: pytest.CaptureFixture[str]
) -> None:
    """A second writer gives up in one sentence, and the first loses nothing."""
    assert main(["load", "--db", str(db)]) == 3
    assert "is locked by another process; try again in a moment" in capsys.readouterr().err
    writer.execute("ROLLBACK")
    assert main(["load", "--db", str(db)]) == 0


def test_a_delivery_that_cannot_be_recorded_is_answered_all_the_same(
    db: Path, writer: sqlite3.Connection, caplog: pytest.LogCaptureFixture
) -> None:
    """A claim on a locked store is granted with a warning in the log: an answer matters more."""
    desk = open_desk(db, lambda: NOW, TODAY)
    assert desk.claim("delivery")
    assert "is locked by another process" in caplog.text
    desk.store.close()


def test_a_delivery_is_claimed_once_a_day_by_any_process(db: Path) -> None:
    """The second claim of the same delivery is refused, through another connection too, until a day has passed."""
    now = [NOW]
    first, second = FactStore(db, lambda: now[0]), FactStore(db, lambda: now[0])
    assert [first.claim("a"), second.claim("a"), second.claim("b")] == [True, False, True]
    now[0] += timedelta(hours=23, minutes=59)
    assert not first.claim("a")
    now[0] += timedelta(minutes=2)
    assert second.claim("a")
    first.close()
    second.close()


def as_anyone(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the command line where permissions bind."""
    return subprocess.run(
        [sys.executable, "-c", AS_ANYONE, *map(str, arguments)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture
def read_only(db: Path, tmp_path: Path) -> Iterator[Path]:
    """A store whose file and directory nobody may write to."""
    if os.geteuid() == 0 and not hasattr(ctypes.CDLL(None), "prctl"):
        pytest.skip("root is bound by no permission on this system; run the tests as another user")
    db.chmod(0o444)
    tmp_path.chmod(0o555)
    yield db
    tmp_path.chmod(0o755)


def test_a_load_into_a_read_only_store_is_one_sentence(read_only: Path) -> None:
    """Exit status 3, and the sentence names permissions."""
    done = as_anyone("load", "--db", read_only)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (3, "", 1), done.stderr
    assert "permissions" in done.stderr


def test_a_read_only_store_answers_or_says_in_one_sentence_why_not(read_only: Path) -> None:
    """SQLite needs to write beside a file in WAL even to read it: where it cannot, the sentence names permissions."""
    done = as_anyone("ask", "status iraq on 2020-01-10", "--db", read_only)
    answered = done.returncode == 0 and done.stdout.startswith("50 NZDF personnel")
    assert answered or (done.returncode == 3 and done.stderr.count("\n") == 1 and "permissions" in done.stderr), done.stderr


def test_a_file_that_may_only_be_read_is_answered_from_in_a_directory_that_may_be_written(
    read_only: Path, tmp_path: Path
) -> None:
    """Reading needs no right to write to the store itself; a claim then is granted with a warning."""
    tmp_path.chmod(0o755)
    done = as_anyone("ask", "status iraq on 2020-01-10", "--db", read_only)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("50 NZDF personnel")


def test_a_claim_that_sqlite_refuses_as_read_only_is_granted(db: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Simulated with query_only: the warning names permissions, the answer goes out."""
    desk = Desk(FactStore(db, lambda: NOW), lambda: TODAY)
    desk.store.connection().execute("PRAGMA query_only = ON")
    assert desk.claim("delivery")
    assert "cannot be written to; check the file's permissions" in caplog.text
    with pytest.raises(StoreError, match="permissions"):
        load(desk.store, small_package(places=[{"id": "landa"}]))
    desk.store.close()
