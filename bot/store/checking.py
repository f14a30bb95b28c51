"""Whether proposed rows may stand beside what stands now: by the package's own checks, and what only the store knows."""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from itertools import islice

from bot.editing.ids import new_id
from bot.editing.proposals import ProposedRow, RowFault, RowFaults
from bot.edtf import NEW_ZEALAND, say_day
from bot.names import fold
from bot.package import Table, description
from bot.package.check import check_table, find_circles
from bot.package.table import quote
from bot.store import statements
from bot.store.recording import REFERRED
from bot.store.revisions import Revision, TextRow, revisions, standing, was_used

NEW = "new:"
_MOST_NEAR = 5000  # ids among which a near one is looked for
# What makes two rows the same fact: looked up by the first column, compared by all.
_SAME = {
    "sources": ("url", "published"),
    "places": ("name",),
    "deployments": ("name",),
    "strengths": ("source", "deployment", "places", "count", "qualifier", "covers", "includes", "from", "to"),
    "mandates": ("source", "deployment", "places", "covers", "ends", "cap", "decided"),
    "incidents": ("place", "occurred", "kind"),
    "accounts": ("incident", "sources", "summary"),
    "events": ("source", "deployment", "places", "occurred", "kind", "count", "summary"),
}


@lru_cache(maxsize=1)
def shapes() -> dict[str, Table]:
    """The tables as the package describes them."""
    return description()


def completed(
    connection: sqlite3.Connection, rows: Iterable[ProposedRow], reserved: Collection[tuple[str, str]]
) -> list[ProposedRow]:
    """The rows with their ids, every column, and what stands of those that they correct or retract.

    `reserved` are ids of open proposals. Raises RowFaults for a table, a column or a reference `new:N` that there is not.
    """
    done: list[ProposedRow] = []
    faults: list[RowFault] = []
    for at, row in enumerate(rows):
        if trouble := _shape_trouble(at, row, done):
            faults.append(trouble)
            done.append(row)
            continue
        named = replace(row, values=_with_new_ids(row.values, done))
        done.append(_whole(connection, named, {*reserved, *((one.table, one.id) for one in done)}))
    if faults:
        raise RowFaults(faults)
    return done


def _shape_trouble(at: int, row: ProposedRow, before: Sequence[ProposedRow]) -> RowFault | None:
    if row.table not in shapes():
        return RowFault(at, row.table, row.id, "", f"{quote(row.table)} is not a table; write one of {', '.join(shapes())}.")
    for column, value in row.values.items():
        if column not in shapes()[row.table].columns:
            sentence = (
                f"{quote(column)} is not a column of {row.table}; its columns are {', '.join(shapes()[row.table].columns)}."
            )
            return RowFault(at, row.table, row.id, column, sentence)
        for item in value.split("|") if NEW in value else ():
            if item.startswith(NEW) and not (item.removeprefix(NEW).isdigit() and int(item.removeprefix(NEW)) < len(before)):
                return RowFault(at, row.table, row.id, column, f"{quote(item)} is not an earlier row of this proposal.")
    return None


def _with_new_ids(values: Mapping[str, str], before: Sequence[ProposedRow]) -> TextRow:
    def named(item: str) -> str:
        return before[int(item.removeprefix(NEW))].id if item.startswith(NEW) else item

    return {column: "|".join(map(named, value.split("|"))) if NEW in value else value for column, value in values.items()}


def _whole(connection: sqlite3.Connection, row: ProposedRow, taken: Collection[tuple[str, str]]) -> ProposedRow:
    empty = dict.fromkeys(shapes()[row.table].columns, "")
    if row.action == "add":
        id = row.id or row.values.get("id") or new_id(row.table, row.values, _is_taken(connection, row.table, taken))
        return replace(row, id=id, values={**empty, **row.values, "id": id}, base=None, before=None)
    now = standing(connection, row.table, row.id)
    if now is None:
        return replace(row, values={**empty, **row.values, "id": row.id} if row.action == "correct" else {})
    base, before = (now.rev, now.row) if row.base is None else (row.base, row.before or now.row)
    values = {**before, **row.values, "id": row.id} if row.action == "correct" else {}
    return replace(row, values=values, base=base, before=before)


def _is_taken(connection: sqlite3.Connection, table: str, taken: Collection[tuple[str, str]]) -> Callable[[str], bool]:
    return lambda id: (table, id) in taken or was_used(connection, table, id)


def faults_of(
    connection: sqlite3.Connection, rows: Sequence[ProposedRow], *, restoring: bool = False, lines: Sequence[int] = ()
) -> list[RowFault]:
    """Everything that keeps completed rows from standing, each beside its column, in the order of the rows.

    `restoring`: they may take the ids of retracted rows again. `lines` are where the rows stand, for a fault that names another.
    """
    found = [*_standing_faults(connection, rows, restoring=restoring), *_package_faults(connection, rows, lines)]
    if not found:
        found = [*_circle_faults(connection, rows), *_repeated_facts(connection, rows), *_still_needed(connection, rows)]
    return sorted(dict.fromkeys(found), key=lambda fault: fault.row)


def _standing_faults(connection: sqlite3.Connection, rows: Sequence[ProposedRow], *, restoring: bool) -> Iterator[RowFault]:
    """Rows to correct or retract must stand; rows to add must have an id that was never used."""
    for at, row in enumerate(rows):
        stands = standing(connection, row.table, row.id) is not None
        if row.action != "add":
            if not stands:
                yield RowFault(at, row.table, row.id, "id", _not_standing(connection, row))
            elif row.action == "correct" and row.values == row.before:
                yield RowFault(at, row.table, row.id, "id", f"Nothing of {quote(row.id)} would change; alter it, or leave it.")
        elif stands:
            yield RowFault(
                at, row.table, row.id, "id", f"{quote(row.id)} already stands in {row.table}; correct it, or use another id."
            )
        elif not restoring and was_used(connection, row.table, row.id):
            yield RowFault(
                at, row.table, row.id, "id", f"{quote(row.id)} was the id of a row that was retracted; use another id."
            )


def _not_standing(connection: sqlite3.Connection, row: ProposedRow) -> str:
    gone = connection.execute(
        f"SELECT retracted_by, retracted_at FROM {row.table} WHERE id = ? ORDER BY rev DESC LIMIT 1", (row.id,)
    ).fetchone()
    if gone is None:
        return f"{quote(row.id)} is not the id of a row in {row.table}."
    when = say_day(datetime.fromisoformat(gone[1]).astimezone(NEW_ZEALAND).date())
    return f"{quote(row.id)} was retracted by {gone[0]} on {when}; propose it anew if it is right after all."


class _Known(Collection[str]):
    """The ids that a proposed row may refer to: those that stand, but for those retracted beside it, and those added."""

    def __init__(self, connection: sqlite3.Connection, table: str, rows: Iterable[ProposedRow]) -> None:
        own = [row for row in rows if row.table == table]
        self._connection, self._table = connection, table
        self._added = {row.id for row in own if row.action == "add"}
        self._gone = {row.id for row in own if row.action == "retract"}

    def __contains__(self, id: object) -> bool:
        return id in self._added or (id not in self._gone and self._stands(id))

    def _stands(self, id: object) -> bool:
        sql = f"SELECT 1 FROM {self._table} WHERE id = ? AND retracted_at IS NULL"
        return self._connection.execute(sql, (id,)).fetchone() is not None

    def __iter__(self) -> Iterator[str]:
        """Added ids, then some of those that stand: only what a near id may be looked for among."""
        yield from self._added
        ids = self._connection.execute(f"SELECT id FROM {self._table} WHERE retracted_at IS NULL")
        yield from (id for (id,) in islice(ids, _MOST_NEAR))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _package_faults(connection: sqlite3.Connection, rows: Sequence[ProposedRow], lines: Sequence[int]) -> Iterator[RowFault]:
    """What the check of the package says of the rows: types, words, references, order of dates."""
    at_line = lines or range(1, len(rows) + 1)
    known = {name: _Known(connection, name, rows) for name in shapes()}
    for name, shape in shapes().items():
        own = [(at, row) for at, row in enumerate(rows) if row.table == name and row.action != "retract"]
        table = Table(name, shape.fields, tuple(dict(row.values) for _at, row in own), tuple(at_line[at] for at, _row in own))
        for fault in check_table("", table, known) if own else ():
            at = next(at for at, _row in own if at_line[at] == fault.line)
            sentence = f"{fault.problem[:1].upper()}{fault.problem[1:]}; {fault.remedy}.".replace(".csv", "")
            if "is a circle;" not in sentence:
                yield RowFault(at, name, rows[at].id, fault.column or "", sentence)


def _circle_faults(connection: sqlite3.Connection, rows: Sequence[ProposedRow]) -> Iterator[RowFault]:
    """A place that would lie within itself, a mission that would be part of itself."""
    for table, column in (("places", "within"), ("deployments", "part_of")):
        proposed = {row.id: row.values[column] for row in rows if row.table == table and row.action != "retract"}
        parents = dict(proposed)
        for start in proposed.values():
            here = start
            while here and here not in parents:
                found = connection.execute(
                    f"SELECT {column} FROM {table} WHERE id = ? AND retracted_at IS NULL", (here,)
                ).fetchone()
                parents[here] = (found and found[0]) or ""
                here = parents[here]
        for circle in find_circles(parents):
            id = next(id for id in circle if id in proposed)
            at = next(at for at, row in enumerate(rows) if (row.table, row.id) == (table, id))
            sentence = f"{' → '.join([*circle, circle[0]])} is a circle; name another {column}, or leave it empty."
            yield RowFault(at, table, id, column, sentence)


def _repeated_facts(connection: sqlite3.Connection, rows: Sequence[ProposedRow]) -> Iterator[RowFault]:
    """A row that says what another row says already, in the store or before it in the proposal."""
    touched = {(row.table, row.id) for row in rows}
    said: dict[tuple[str, ...], str] = {}
    for at, row in enumerate(rows):
        if row.action == "retract":
            continue
        key = _fact(row.table, row.values)
        others = [one for one in _alike(connection, row) if (row.table, one.row["id"]) not in touched]
        held = next((one.row["id"] for one in others if _fact(row.table, one.row) == key), None)
        if held:
            sentence = f"The store already holds this fact as {quote(held)} in {row.table}; correct that row, or leave it."
            yield RowFault(at, row.table, row.id, "id", sentence)
        elif key in said:
            sentence = f"The row says the same as {quote(said[key])}, another row proposed here; leave one of them out."
            yield RowFault(at, row.table, row.id, "id", sentence)
        said.setdefault(key, row.id)


def _fact(table: str, values: Mapping[str, str]) -> tuple[str, ...]:
    """What the row says, the order of a list and the spelling of a name apart."""
    return table, *(
        "|".join(sorted(map(fold if column == "name" else str, values[column].split("|")))) for column in _SAME[table]
    )


def _alike(connection: sqlite3.Connection, row: ProposedRow) -> list[Revision]:
    """Standing rows that may say the same."""
    column = _SAME[row.table][0]
    if column == "name":  # spelt with or without its macrons
        return revisions(connection, row.table, "retracted_in IS NULL")
    return revisions(connection, row.table, f'"{column}" = ? AND retracted_in IS NULL', row.values[column])


def _still_needed(connection: sqlite3.Connection, rows: Sequence[ProposedRow]) -> Iterator[RowFault]:
    """A row may be retracted only when no row that stands afterwards refers to it."""
    touched = {(row.table, row.id) for row in rows}
    for at, row in enumerate(rows):
        if row.action != "retract" or row.table not in REFERRED:
            continue
        needing = [
            found for found in statements.run(connection, f"refers_to_{row.table}", {"id": row.id}) if found not in touched
        ]
        if needing:
            named = ", ".join(f"{id} in {table}" for table, id in needing[:3])
            more = f" and {len(needing) - 3} more" if len(needing) > 3 else ""
            sentence = f"{quote(row.id)} cannot be retracted while other rows refer to it: {named}{more}."
            yield RowFault(at, row.table, row.id, "id", sentence)
