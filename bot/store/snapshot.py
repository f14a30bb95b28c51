"""The store as it stood when a reading began: its names, and its facts now, then, reviewed or as proposed."""

import sqlite3
from collections.abc import Sequence
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from bot.store import statements
from bot.store.past import PastFacts, ReviewedFacts
from bot.store.reading import Held, StoreFacts, gazetteer
from bot.store.schema import now_text

if TYPE_CHECKING:
    from bot.editing.proposals import ProposedRow


class Unreviewed(NamedTuple):
    """A row that rests on its author's word alone: the change that recorded or retracted it, and who made that."""

    table: str
    id: str
    change: int
    by: str


class Snapshot:
    """The store as it stood when the reading began."""

    def __init__(self, connection: sqlite3.Connection, held: Held) -> None:
        """`connection` is inside its read transaction."""
        self._connection = connection
        self._held = held
        self.names = held.names

    @property
    def change(self) -> int:
        """The number of the newest change; 0 before the first."""
        return int(self._run("newest_change")[0][0])

    def change_by(self, instant: datetime) -> int:
        """The number of the newest change recorded at or before an instant; 0 where nothing had been recorded."""
        return int(self._run("change_by", at=now_text(instant))[0][0])

    def first_recorded(self) -> datetime | None:
        """The instant of the first change, None where nothing was ever recorded."""
        found = self._run("first_change")
        return datetime.fromisoformat(found[0][0]) if found else None

    def facts(self, known_by: date | None = None, as_of: int | None = None) -> StoreFacts:
        """The facts as known by K, or all; as they stood after the change `as_of`, or now."""
        if as_of is None or as_of >= self.change:
            return StoreFacts(self._run, self._held, known_by)
        return PastFacts(partial(self._run, as_of=as_of), self._held, known_by, as_of)

    def unreviewed(self, as_of: int | None = None) -> list[Unreviewed]:
        """The rows that were last recorded or retracted, up to a change, by one that only its own author approved."""

        def read(points: list[int | None]) -> dict[int | None, list[Unreviewed]]:
            return {point: [Unreviewed(*row) for row in self._run("unreviewed", until=until(point))] for point in points}

        def until(point: int | None) -> int:
            return self.change if point is None else point

        # What is kept belongs to one state of the store, so that “now” is a point like any change.
        return self._held.get("unreviewed", [as_of], read)[as_of]

    def reviewed_facts(self, known_by: date | None = None, as_of: int | None = None) -> StoreFacts:
        """The facts as they would stand without what only its own author approved."""
        number = self.change if as_of is None else as_of
        return ReviewedFacts(partial(self._run, as_of=number, until=number, reviewed=True), self._held, known_by, number)

    def proposed(self, rows: "Sequence[ProposedRow]", known_by: date | None = None) -> StoreFacts:
        """The facts as they would stand if these completed rows were approved; nothing is written and no lock is needed."""
        from bot.store.overlay import ProposedFacts  # noqa: PLC0415 - the checks of the package, which no question needs

        return ProposedFacts(self._run, self._held, known_by, rows)

    def _run(self, name: str, **values: Any) -> list[Any]:
        return statements.run(self._connection, name, values).fetchall()


def first_held(connection: sqlite3.Connection) -> Held:
    """What is kept of a state of the store when it is first read: its names."""

    def run(name: str, **values: Any) -> list[Any]:
        return statements.run(connection, name, values).fetchall()

    return Held(gazetteer(run))
