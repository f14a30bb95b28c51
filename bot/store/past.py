"""The facts as they stood after a change, read from the revisions."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date

from bot.facts import MOST_FOUND
from bot.names import Gazetteer
from bot.store import statements
from bot.store.reading import Held, Run, StoreFacts, Values, gazetteer
from bot.store.schema import SEARCH

_AT_ONCE = 500  # ids in one statement
_MOST_NAMES = 8  # states of which the names are kept at once; of 20,000 places they take seconds to read


class PastFacts(StoreFacts):
    """The facts as they stood after a change. The question was read with the names of today, so those stay known."""

    def __init__(self, run: Run, held: Held, known_by: date | None, as_of: int) -> None:
        """`run` reads the facts as they stood after the change `as_of`; `held` is what is kept of how they stand now."""
        super().__init__(run, held, known_by)
        self._as_of: int = as_of
        self.names = self._names_then()
        self._sources = {}
        self._is_kept = False

    def _found(self, quoted: str) -> list[Values]:
        """From the index of today what was not changed since, and after it what was, as it stood then."""
        changed = set(self._run("changed_after", since=self._as_of))
        standing = self._run("found", words=quoted, most=MOST_FOUND + 1 + len(changed))
        ids = sorted({id for _table, id in changed})
        parts = [ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)]
        gone = [row for part in parts for row in self._run("searchable_of", ids=part) if (row[0], row[1]) in changed]
        found = [*(row for row in standing if (row[0], row[1]) not in changed), *_matching(gone, quoted)]
        return found[: MOST_FOUND + 1]

    def _names_then(self) -> Gazetteer:
        ((changed, any_later),) = self._run("names_changed_in")
        return self._names_as("then", changed) if any_later else self._held.names

    def _names_as(self, how: str, change: int) -> Gazetteer:
        """The names of this state, read once while the store stays as it is."""
        kept = self._held.names_then
        found = kept.get((how, change))
        if found is None:
            if len(kept) >= _MOST_NAMES:
                kept.clear()
            found = kept[how, change] = gazetteer(self._run, self._held.names)
        return found


class ReviewedFacts(PastFacts):
    """The facts as they would have stood after a change, had no change been that only its own author approved."""

    def _names_then(self) -> Gazetteer:
        return self._names_as("reviewed", self._as_of)

    def _found(self, quoted: str) -> list[Values]:
        left_out = {(table, id) for table, id, *_ in self._run("unreviewed")}
        return [row for row in super()._found(quoted) if (row[0], row[1]) not in left_out]


def _matching(rows: Iterable[Values], quoted: str) -> list[Values]:
    """Those of the rows that the search for these words finds, best match first."""
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.execute(SEARCH)
        connection.executemany("INSERT INTO search VALUES (?, ?, ?, ?, ?, ?)", rows)
        return statements.run(connection, "found", {"words": quoted, "most": MOST_FOUND + 1}).fetchall()
