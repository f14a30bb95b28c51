"""The data package: facts as CSV files, one a table, which datapackage.json describes.

Everything is read from that description: no table and no column is listed in code. Values stay the text of their cells.
"""

import csv
import os
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path

from bot.errors import PackageError
from bot.package.check import check_accounts, check_table
from bot.package.files import DESCRIPTION, SHIPPED, Sheet, cells_of, describe, describe_as_shipped, read_sheet
from bot.package.table import Fault, Field, Package, Table, number_text

__all__ = ["Fault", "Field", "Package", "Table", "as_csv", "description", "number_text", "read", "write"]


def description() -> dict[str, Table]:
    """The tables of the package that comes with the bot, without rows. Raises PackageError where its description is damaged."""
    tables, faults = describe(SHIPPED)
    if tables is None:
        raise PackageError(str(faults[0]))
    return tables


def read(directory: Path) -> tuple[Package | None, list[Fault]]:
    """The package in a directory and every fault that can be found without a question, in the order of files and lines.

    None where a file cannot be read as its table; a row with the wrong number of cells is a fault and is left out.
    Never raises for bad content.
    """
    tables, faults = describe_as_shipped(directory / DESCRIPTION)
    if tables is None:
        return None, faults
    sheets = {name: read_sheet(_csv_file(directory, name), table) for name, table in tables.items()}
    for name, found in _value_faults(directory, sheets).items():
        faults += sorted([*sheets[name].faults, *found], key=lambda fault: fault.line or 0)
    readable = {name: sheet.table for name, sheet in sheets.items() if sheet.table is not None}
    return (Package(readable) if len(readable) == len(tables) else None), faults


def _value_faults(directory: Path, sheets: Mapping[str, Sheet]) -> dict[str, list[Fault]]:
    known = {name: sheet.ids for name, sheet in sheets.items() if sheet.table is not None}
    found: dict[str, list[Fault]] = {}
    for name, sheet in sheets.items():
        file = str(_csv_file(directory, name))
        found[name] = [] if sheet.table is None else list(check_table(file, sheet.table, known))
    incidents, accounts = sheets["incidents"].table, sheets["accounts"].table
    if incidents is not None and accounts is not None:
        found["incidents"] += check_accounts(str(_csv_file(directory, "incidents")), incidents, accounts)
    return found


def write(directory: Path, tables: Mapping[str, Iterable[Mapping[str, str]]]) -> None:
    """Write rows (text by column) as the CSV files of a package, with its description beside them.

    Raises PackageError where the disk refuses; all files are complete on disk before the first old one is replaced.
    """
    try:
        directory.mkdir(parents=True, exist_ok=True)
        _replace_files(directory, tables)
    except OSError as error:
        problem = f"the package cannot be written to {directory} ({error.strerror or error})"
        raise PackageError(f"{problem}; name a directory that can be written to and has room") from error


def _replace_files(directory: Path, tables: Mapping[str, Iterable[Mapping[str, str]]]) -> None:
    fresh: dict[Path, Path] = {}
    try:
        for name, table in description().items():
            final = _csv_file(directory, name)
            fresh[_beside(final)] = final
            _write_table(_beside(final), as_csv(table, tables[name]))
        final = directory / DESCRIPTION
        fresh[_beside(final)] = final
        _beside(final).write_bytes(SHIPPED.read_bytes())
        for temporary, final in fresh.items():
            temporary.replace(final)
    finally:
        for temporary in fresh:
            temporary.unlink(missing_ok=True)


def as_csv(table: Table, rows: Iterable[Mapping[str, str]]) -> str:
    """Rows as the text of their CSV file. What a spreadsheet would compute has a ' before it, which `read` takes off."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.columns)
    writer.writerows(cells_of(table, row) for row in rows)
    return out.getvalue()


def _write_table(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def _csv_file(directory: Path, table: str) -> Path:
    return directory / f"{table}.csv"


def _beside(final: Path) -> Path:
    """A name in the same directory for a file that is still being written."""
    return final.with_name(f".{final.name}.{os.getpid()}")
