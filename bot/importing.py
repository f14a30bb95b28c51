"""`import`: the rows of a CSV file proposed in bulk, and every row that cannot be, with why."""

import csv
import re
import sys
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import NamedTuple

from rich.console import Console
from rich.progress import Progress

from bot.editing.proposals import Draft, ProposedRow, RowFault, RowFaults
from bot.errors import PackageError
from bot.package import Table, description
from bot.package.files import read_text
from bot.package.table import quote, unguarded
from bot.store import FactStore
from bot.store.proposals import check, propose
from bot.store.revisions import standing
from bot.wording import plural

AT_ONCE = 50  # rows in one proposal: as many as one person reviews in one go
_USER = re.compile(r"[UW][A-Z0-9]{2,}")


class Line(NamedTuple):
    """One row of the file: the number of the line where it starts, and its values by column."""

    number: int
    values: dict[str, str]


class Wrong(NamedTuple):
    """Why a row was refused: the line where it starts, the column if one is at fault, and a sentence."""

    line: int
    column: str
    sentence: str


class Imported(NamedTuple):
    """What became of the rows: the proposals that hold them, how many, how many stand already, and every fault by line."""

    proposals: tuple[int, ...]
    rows: int
    held: int
    refused: tuple[Wrong, ...]


def import_and_tell(store: FactStore, file: Path, table: str, author: str) -> Imported:
    """Propose the rows of a file, with a progress bar where there is a terminal, and print every row refused and why."""
    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task(file.name, total=None)
        done = import_rows(store, file, table, author, lambda gone, rows: bar.update(task, completed=gone, total=rows))
    for wrong in done.refused:
        print(f"{file}:{wrong.line}: {f'{wrong.column}: ' if wrong.column else ''}{wrong.sentence}")
    numbers = f" in {plural(len(done.proposals), 'proposal')} ({', '.join(map(str, done.proposals))})" if done.proposals else ""
    held = f", {done.held} already held" if done.held else ""
    print(f"{file}: {plural(done.rows, 'row')} proposed{numbers}{held}, {len(done.refused)} refused")
    return done


def import_rows(store: FactStore, file: Path, table: str, author: str, tell: Callable[[int, int], None]) -> Imported:
    """Propose the rows of a file in the name of a person; `tell` hears how many of how many rows were gone through.

    A row without an id gets one; one whose id stands corrects that row, or is left out where it says the same. Columns may be
    left out but for those that must be filled. Raises PackageError where the file is not such a table, Refused or StoreError
    where nothing can be proposed.
    """
    if not _USER.fullmatch(author):
        raise PackageError(
            f"{quote(author)} is not the id of a Slack user; write it as in the person's profile, such as U012AB3CD."
        )
    shape = _shape(table)
    lines, refused = _lines(file, shape)
    proposals: list[int] = []
    count = held = 0
    for start in range(0, len(lines), AT_ONCE):
        batch = lines[start : start + AT_ONCE]
        changed = [line for line in batch if not _stands(store, table, line)]
        held += len(batch) - len(changed)
        sound, wrong = _sound(store, table, changed)
        refused += [Wrong(line.number, fault.column, fault.sentence) for line, fault in wrong]
        if sound:
            made = propose(store, _draft(store, table, sound, f"Imported from {file.name}."), author)
            proposals.append(made.number)
            count += len(made.rows)
        tell(start + len(batch), len(lines))
    return Imported(tuple(proposals), count, held, tuple(sorted(refused)))


def _shape(table: str) -> Table:
    tables = description()
    if table not in tables:
        raise PackageError(f"{quote(table)} is not a table; write one of {', '.join(tables)}.")
    return tables[table]


def _lines(file: Path, shape: Table) -> tuple[list[Line], list[Wrong]]:
    """The rows of the file, and the faults of those that are none. Line ends, a byte-order mark and quotes are as they come."""
    text, faults = read_text(file)
    if text is None:
        raise PackageError(f"{faults[0]}.")
    found: list[Line] = []
    wrong: list[Wrong] = []
    reader = csv.reader(StringIO(text), strict=True)
    try:
        header = [name.strip() for name in next(reader, [])]
        _check_header(file, shape, header)
        number = reader.line_num + 1
        for cells in reader:
            if len(cells) == len(header):
                found.append(Line(number, dict(_values(shape, header, cells))))
            elif cells:
                wrong.append(Wrong(number, "", f"The row has {len(cells)} cells; write {len(header)}, as the header has."))
            number = reader.line_num + 1
    except csv.Error:
        raise PackageError(f"{file}:{reader.line_num}: the quotation marks do not match; nothing was proposed.") from None
    return found, wrong


def _check_header(file: Path, shape: Table, header: list[str]) -> None:
    unknown = [name for name in header if name not in shape.columns]
    missing = [field.name for field in shape.fields if field.required and field.name != "id" and field.name not in header]
    if unknown or len(set(header)) < len(header):
        said = quote(unknown[0]) if unknown else "A column that stands there twice"
        raise PackageError(f"{file}: {said} is not a column of {shape.name}; its columns are {', '.join(shape.columns)}.")
    if missing:
        raise PackageError(f"{file}: the column {missing[0]} is missing; {shape.name} need {', '.join(missing)}.")


def _values(shape: Table, header: list[str], cells: list[str]) -> Iterator[tuple[str, str]]:
    kinds = {field.name: field.kind for field in shape.fields}
    for column, cell in zip(header, cells, strict=True):
        yield column, unguarded(cell.strip()) if kinds[column] == "text" else cell.strip()


def _stands(store: FactStore, table: str, line: Line) -> bool:
    """Whether the row stands just as the file has it."""
    with store.looking() as connection:
        now = standing(connection, table, line.values.get("id", ""))
    return now is not None and all(now.row[column] == value for column, value in line.values.items())


def _draft(store: FactStore, table: str, lines: list[Line], why: str) -> Draft:
    with store.looking() as connection:
        rows = tuple(
            ProposedRow(table, id, "correct" if id and standing(connection, table, id) else "add", line.values)
            for line in lines
            for id in (line.values.get("id", ""),)
        )
    return Draft("import", rows, why)


def _sound(store: FactStore, table: str, lines: list[Line]) -> tuple[list[Line], list[tuple[Line, RowFault]]]:
    """The rows that may stand, and the faults of the others; without those the rest is looked at again."""
    wrong: list[tuple[Line, RowFault]] = []
    while lines:
        try:
            check(store, _draft(store, table, lines, ""), [line.number for line in lines])
            break
        except RowFaults as refused:
            wrong += [(lines[fault.row], fault) for fault in refused.faults]
            bad = {fault.row for fault in refused.faults}
            lines = [line for at, line in enumerate(lines) if at not in bad]
    return lines, wrong
