"""Carrying out approved rows as one change of the facts."""

import re
import sqlite3
from collections.abc import Sequence

from bot.editing.proposals import ProposedRow
from bot.store import statements
from bot.store.recording import SINGULAR, Change, Recorder
from bot.store.revisions import revisions

_WORD = re.compile(r"\w+")


def apply(change: Change, rows: Sequence[ProposedRow]) -> None:
    """Retract and add revisions as the rows say, and bring the search index up to date with them."""
    connection = change.connection
    connection.execute("PRAGMA defer_foreign_keys = ON")
    for table in SINGULAR:
        for row in (row for row in rows if row.table == table):
            _apply_row(Recorder(change, table), row)
    refresh_search(connection, change.number - 1)


def _apply_row(recorder: Recorder, row: ProposedRow) -> None:
    """A correction, and a row that comes back, keep their place in the CSV."""
    if row.base is not None:
        recorder.retract(row.base)
    if row.action != "retract":
        earlier = revisions(recorder.connection, row.table, "id = ?", row.id)
        recorder.add(row.values, earlier[-1].position if earlier else None, replaces=row.base)


def refresh_search(connection: sqlite3.Connection, since: int) -> None:
    """Index again what changed after the change `since`; the rest of the index stays as it is."""
    ids = {id for _fact, id in statements.run(connection, "changed_after", {"since": since})}
    for fact, id, words, *_ in statements.run(connection, "searchable_of", {"ids": ids, "as_of": since}).fetchall():
        quoted = " ".join(f'"{word}"' for word in _WORD.findall(words))
        statements.run(connection, "forget_searched" if quoted else "forget_wordless", {"words": quoted, "fact": fact, "id": id})
    fresh = statements.run(connection, "searchable_of", {"ids": ids}).fetchall()
    connection.executemany("INSERT INTO search (fact, id, words, sources, first_day, last_day) VALUES (?, ?, ?, ?, ?, ?)", fresh)
