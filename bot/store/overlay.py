"""The facts as they would stand if proposed rows were approved: laid over one reading snapshot, with nothing written."""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from typing import Any

from bot.editing.proposals import ProposedRow
from bot.store.checking import shapes
from bot.store.reading import Held, Run, StoreFacts, Values, gazetteer

_OF = ("deployment", "deployments", "incident", "id")  # the first of these that a table has is what “of” limits
_MOVES = ("deployed", "posture", "returned", "withdrawn")
_NAMES = {
    "places": "id name aliases kind within country_code",
    "missions": "id name aliases operation led_by part_of",
    "source_names": "id publisher",
}
_TABLES = {"totals": "strengths", "moves": "events", "missions": "deployments", "source_names": "sources"}

Cells = dict[str, Any]


class ProposedFacts(StoreFacts):
    """The facts with proposed rows among them. Search looks through what stands, without the rows that would go."""

    def __init__(self, run: Run, held: Held, known_by: date | None, rows: Sequence[ProposedRow]) -> None:
        """`run` reads the snapshot that the completed `rows` are laid over; nothing of it is kept."""
        super().__init__(_Overlay(run, rows), held, known_by)
        self._sources = {}
        self._is_kept = False
        # A new source gives no name that a question about anything else could use.
        if any(row.table in ("places", "deployments") or (row.table == "sources" and row.action != "add") for row in rows):
            self.names = gazetteer(self._run)

    def missions_touching(self, places: Collection[str]) -> set[str]:
        """The missions with a row, proposed or not, that names or once named one of these places."""
        return {mission for (mission,) in self._run("missions_touching", ids=frozenset(places))} if places else set()


class _Overlay:
    """Runs a named statement and gives its rows without those that would go, and with those that would come."""

    def __init__(self, run: Run, rows: Iterable[ProposedRow]) -> None:
        self._run = run
        self._gone = {(row.table, row.id) for row in rows}
        self._come = [(row.table, _cells(row)) for row in rows if row.action != "retract"]

    def __call__(self, name: str, **values: Any) -> list[Values]:
        found = self._run(name, **values)
        if name == "missions_touching":
            return [*found, *((cells["deployment"],) for cells in self._touching(values["ids"]))]
        if name == "found":
            return [row for row in found if (row[0], row[1]) not in self._gone]
        kind, _, limit = name.partition("_") if name not in _NAMES else (name, "", "all")
        table = _TABLES.get(kind, kind)
        fits = self._limit(kind, limit, values)
        if name == "incidents_resting_on":
            fits = self._resting_incident({row[0] for row in found}, values["ids"])
        columns = _NAMES[name].split() if name in _NAMES else shapes()[table].columns
        come = [[cells[column] for column in columns] for at, cells in self._come if at == table and fits(cells)]
        return [*(row for row in found if (table, row[0]) not in self._gone or self._only_looked_up(name)), *come]

    def _only_looked_up(self, name: str) -> bool:
        """A source is looked up by its id even after it was retracted, as other rows may rest on it; the last one wins."""
        return name == "sources_of"

    def _touching(self, places: Collection[str]) -> list[Cells]:
        named = [cells for table, cells in self._come if table in ("strengths", "mandates", "events") and cells["deployment"]]
        return [cells for cells in named if _shares(cells["places"], places)]

    def _resting_incident(self, found: set[str], sources: Collection[str]) -> Callable[[Cells], bool]:
        """An incident rests on what its accounts, standing or proposed, rest on."""
        told = {cells["incident"] for table, cells in self._come if table == "accounts" and _shares(cells["sources"], sources)}
        return lambda cells: cells["id"] in found | told

    def _limit(self, kind: str, limit: str, values: dict[str, Any]) -> Callable[[Cells], bool]:
        """What a proposed row must be to belong to the statement's rows."""
        ids: Collection[str] = values.get("ids", ())
        limits: dict[str, Callable[[Cells], bool]] = {
            "all": lambda cells: True,
            "of": lambda cells: _shares(next(cells[column] for column in _OF if column in cells), ids),
            "at": lambda cells: _shares(cells.get("places", cells.get("place")), ids or (values.get("place"),)),
            "resting_on": lambda cells: cells.get("source") in ids,
        }
        fits = limits[limit]
        if kind == "totals":
            return lambda cells: cells["covers"] == "place" and fits(cells)
        return (lambda cells: cells["kind"] in _MOVES and fits(cells)) if kind == "moves" else fits


def _shares(cell: str | None, ids: Collection[str | None]) -> bool:
    return bool(cell) and not set((cell or "").split("|")).isdisjoint(ids)


def _cells(row: ProposedRow) -> Cells:
    """The row as the store would give it: numbers as numbers, nothing as None."""
    kinds = {field.name: field.kind for field in shapes()[row.table].fields}
    made = {"integer": int, "number": float}
    return {column: made.get(kinds[column], str)(value) if value else None for column, value in row.values.items()}
