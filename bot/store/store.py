"""The fact store on SQLite: one connection a thread, one snapshot a question, BEGIN IMMEDIATE for every change."""

import secrets
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from bot.errors import StoreError
from bot.store import statements
from bot.store.reading import Held
from bot.store.schema import STEPS, migrate, now_text
from bot.store.snapshot import Snapshot, first_held

# The answer must reach Slack within 3 s; readers never wait in WAL, so only a second writer does.
BUSY_MS = 2000
FORGET_DELIVERIES_AFTER = timedelta(hours=24)
FORGET_QUESTIONS_AFTER = timedelta(hours=24)

_TROUBLES = (
    ("locked", "is locked by another process; try again in a moment"),
    ("readonly", "cannot be written to; check the file's permissions"),
    ("read-only", "cannot be written to; check the file's permissions"),
    ("full", "could not be written because the disk is full; nothing was changed"),
    ("not a database", "is not a fact store; restore a backup, or move the file away and run `python -m bot load`"),
    ("Could not decode", "is damaged; restore a backup with `python -m bot restore FILE`"),
    ("malformed", "is damaged; restore a backup with `python -m bot restore FILE`, or move it away and run `python -m bot load`"),
    ("no such table", "is empty or not a fact store; run `python -m bot load`"),
    ("unable to open", "cannot be opened; check the path and its permissions"),
)


def trouble(path: Path, error: sqlite3.Error) -> StoreError:
    """The sentence for what SQLite reports of the store at `path`."""
    said = str(error)
    for sign, sentence in _TROUBLES:
        if sign in said:
            return StoreError(f"The fact store {path} {sentence}.", path)
    return StoreError(f"The fact store {path} could not be used: {said}.", path)


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn SQLite's errors into StoreError with a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        raise trouble(path, error) from error
    except UnicodeDecodeError as error:
        # SQLite puts the damaged bytes into its own message, which Python then cannot read.
        raise trouble(path, sqlite3.DatabaseError("malformed")) from error


class FactStore:
    """The store at one path. Safe to share between threads; every method raises StoreError with a sentence when it cannot."""

    def __init__(self, path: Path, clock: Callable[[], datetime]) -> None:
        """`clock` gives the instant that changes are recorded at, with its time zone. Nothing is opened yet."""
        self.path = path
        self.clock = clock
        self._local = threading.local()
        self._held: tuple[str, Held] | None = None
        self._reading_names = threading.Lock()
        self._turn = threading.Lock()

    def connection(self, *, create: bool = False) -> sqlite3.Connection:
        """This thread's connection. Raises StoreError where there is no store, unless it may `create` one."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None and self._local.file != self._file():
            self.close()  # another file stands at the path now, or none
            connection = None
        if connection is not None and not create:
            return connection
        if not create and not self.path.is_file():
            raise StoreError(f"There is no fact store at {self.path}; run `python -m bot load` to build it.", self.path)
        with in_words(self.path):
            connection = connection or self._connect()
            if create:
                self._refuse_foreign(connection)
            else:
                self._check_version(connection)
        self._local.connection, self._local.file = connection, self._file()
        return connection

    def _file(self) -> tuple[int, int] | None:
        """Which file stands at the path: its device and number, or None."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, cached_statements=256)
        connection.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def _refuse_foreign(self, connection: sqlite3.Connection) -> None:
        """Nothing is built in a database that holds another program's tables. Raises StoreError."""
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
        if tables and not ("_sqlite_migrations" in tables and statements.run(connection, "steps", {}).fetchone()):
            raise StoreError(
                f"The database {self.path} belongs to another program; name a file of its own for the fact store.", self.path
            )

    def is_readable(self) -> bool:
        """Whether SQLite can read what is at the path, or nothing is there yet."""
        try:
            with closing(self._connect()) as connection:
                return str(connection.execute("PRAGMA quick_check(1)").fetchone()[0]) == "ok"
        except (sqlite3.DatabaseError, UnicodeDecodeError):
            return False

    def _check_version(self, connection: sqlite3.Connection) -> None:
        had = {name for (name,) in statements.run(connection, "steps", {})}
        if had - STEPS.keys():
            raise StoreError(
                f"The fact store {self.path} was made by a newer version of this bot; update the bot, or use another store.",
                self.path,
            )
        if STEPS.keys() - had:
            raise StoreError(
                f"The fact store {self.path} is from an older version; run `python -m bot load` to bring it up to date.",
                self.path,
            )

    def close(self) -> None:
        """Close this thread's connection."""
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is not None:
            connection.close()
            self._local.connection = None

    @contextmanager
    def reading(self) -> Iterator["Snapshot"]:
        """One consistent look at the facts, whatever is written meanwhile."""
        with self.looking() as connection:
            yield Snapshot(connection, self._held_now(connection))

    @contextmanager
    def writing(self, *, create: bool = False) -> Iterator[sqlite3.Connection]:
        """One change of the store: all or nothing, and readers look again afterwards if the facts changed."""
        connection = self.connection(create=create)
        with in_words(self.path), self._in_turn():
            if create:
                connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("BEGIN IMMEDIATE")
            try:
                if create:
                    migrate(connection)
                    self._check_version(connection)
                before = _newest_change(connection)
                yield connection
                if _newest_change(connection) != before:
                    statements.run(connection, "set_state", {"state": secrets.token_hex(8)})
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        """The threads of this process write in turn; without that many at once wait for the file by chance, and some too long."""
        if not self._turn.acquire(timeout=BUSY_MS / 1000):
            raise sqlite3.OperationalError("database is locked")
        try:
            yield
        finally:
            self._turn.release()

    def claim(self, key: str) -> bool:
        """True the first time in a day that this delivery is seen, by any process; False for a repeat."""
        connection, now = self.connection(), self.clock()
        with in_words(self.path):
            statements.run(connection, "forget_deliveries", {"before": now_text(now - FORGET_DELIVERIES_AFTER)})
            return (
                statements.run(connection, "claim", {"key": sha256(key.encode()).hexdigest(), "seen_at": now_text(now)}).rowcount
                == 1
            )

    def previous_question(self, thread: str) -> str | None:
        """The question last asked in a thread, as a command; None where there was none in the last day."""
        connection = self.connection()
        with in_words(self.path):
            since = now_text(self.clock() - FORGET_QUESTIONS_AFTER)
            row = statements.run(connection, "previous_question", {"thread": thread, "since": since}).fetchone()
        return str(row[0]) if row else None

    def remember_question(self, thread: str, question: str) -> None:
        """Keep a question, as a command, for the next one in its thread; drop all that are older than a day."""
        connection, now = self.connection(), self.clock()
        with in_words(self.path):
            statements.run(connection, "forget_questions", {"before": now_text(now - FORGET_QUESTIONS_AFTER)})
            values = {"thread": thread, "question": question, "asked_at": now_text(now)}
            statements.run(connection, "remember_question", values)

    @contextmanager
    def looking(self) -> Iterator[sqlite3.Connection]:
        """One consistent look at what is kept beside the facts, such as proposals."""
        connection = self.connection()
        with in_words(self.path):
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def mark(self) -> str:
        """The mark of the facts' state: another one after each change, and after a backup is put back."""
        with in_words(self.path):
            return _mark(self.connection())

    def _held_now(self, connection: sqlite3.Connection) -> Held:
        """What is kept in memory of this state of the store; begun again only when the state's mark has changed."""
        mark = _mark(connection)
        held = self._held
        if held is None or held[0] != mark:
            with self._reading_names:  # one thread reads them, the others wait for it
                held = self._held
                if held is None or held[0] != mark:
                    held = self._held = (mark, first_held(connection))
        return held[1]


def _mark(connection: sqlite3.Connection) -> str:
    row = statements.run(connection, "state", {}).fetchone()
    return str(row[0]) if row else ""


def _newest_change(connection: sqlite3.Connection) -> int:
    return int(statements.run(connection, "newest_change", {}).fetchone()[0])
