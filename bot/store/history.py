"""Who changed what, when and why, from the revisions and the numbered changes."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from bot.edtf import NEW_ZEALAND
from bot.facts import MOST_CHANGES, Ids, Recorded
from bot.store.keeping import PACKAGE
from bot.store.reading import Run, Values
from bot.store.recording import SINGULAR
from bot.store.revisions import Revision, text

_MOST_LOADED = 5  # rows that a load changed; of more it is told how many
_NEWEST = 2**62


def history(run: Run, about: tuple[Ids, Ids, Ids] | None, as_of: int | None) -> list[Recorded]:
    """The changes up to `as_of` of rows about these places, missions and sources, or the newest of all; newest first."""
    until = _NEWEST if as_of is None else as_of
    made = {change[0]: change[1:] for change in run("changes_made", until=until, most=MOST_CHANGES if about is None else _NEWEST)}
    if about is None:
        by_people = [number for number, (_at, by, *_) in made.items() if by != PACKAGE]
        found = [row for table in SINGULAR for row in _of(table, run(f"changed_{table}", changes=by_people), made)]
        found = [row for row in found if row.by != PACKAGE] + list(_loads(run, made))
    else:
        places, missions, sources = about
        names = {"places": places, "missions": missions, "sources": sources}
        found = list(_together(row for table in SINGULAR for row in _of(table, _named(run, table, names), made)))
    return sorted(found, key=lambda row: (-row.change, list(SINGULAR).index(row.table) if row.table else 0, row.id))


def _named(run: Run, table: str, names: dict[str, Ids]) -> list[Values]:
    wanted = {"places": ("places",), "deployments": ("missions",), "sources": ("sources",), "incidents": ("places", "missions")}
    return run(f"history_{table}", **{name: names[name] for name in wanted.get(table, names)})


def _of(table: str, rows: Iterable[Values], made: dict[int, Values]) -> Iterator[Recorded]:
    """What was done to each id of a table, as far as the changes are among those made."""
    from bot.store.checking import shapes  # noqa: PLC0415 - reads the description of the package

    columns = shapes()[table].columns
    revisions: dict[str, list[Revision]] = defaultdict(list)
    for *cells, rev, position, change, retracted_in in rows:
        row = {column: text(cell) for column, cell in zip(columns, cells, strict=True)}
        revisions[row["id"]].append(Revision(rev, position, change, retracted_in, row))
    for id, each in revisions.items():
        for one in each:
            before = next((other for other in each if other.retracted_in == one.change), None)
            if one.change in made:
                yield _recorded(one.change, made, table, id, "correct" if before else "add", one.row, before and before.row)
            if one.retracted_in in made and not any(other.change == one.retracted_in for other in each):
                yield _recorded(one.retracted_in or 0, made, table, id, "retract", None, one.row)


def _recorded(change: int, made: dict[int, Values], table: str, id: str, action: str, values: Any, before: Any) -> Recorded:
    at, by, approved_by, why, proposal, unreviewed = made[change]
    when = datetime.fromisoformat(at).astimezone(NEW_ZEALAND)
    return Recorded(change, when, by, approved_by, why, proposal, bool(unreviewed), table, id, action, values, before)


def _together(rows: Iterable[Recorded]) -> Iterator[Recorded]:
    """The rows, with those of a load as one where they are many."""
    loads: dict[int, list[Recorded]] = defaultdict(list)
    for row in rows:
        if row.by == PACKAGE:
            loads[row.change].append(row)
        else:
            yield row
    for each in loads.values():
        yield from each if len(each) <= _MOST_LOADED else [_load(each[0], len(each))]


def _loads(run: Run, made: dict[int, Values]) -> Iterator[Recorded]:
    loads = [number for number, (_at, by, *_) in made.items() if by == PACKAGE]
    counts: dict[int, int] = defaultdict(int)
    for number, count in run("rows_loaded", changes=loads) if loads else ():
        counts[number] += count
    for number, count in counts.items():
        yield _load(_recorded(number, made, "", "", "load", None, None), count)


def _load(row: Recorded, count: int) -> Recorded:
    return row._replace(table="", id="", action="load", values=None, before=None, rows=count)
