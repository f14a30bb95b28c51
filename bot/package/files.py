"""The files of a data package: datapackage.json, which describes the tables, and one CSV file for each of them.

Nothing here raises for bad content: what is wrong comes back as faults beside what could be read.
"""

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

from bot.package.table import Fault, Field, Kind, Table, guarded, is_formula, quote, shorten, unguarded

DESCRIPTION = "datapackage.json"
SHIPPED = Path(__file__).resolve().parents[2] / "data" / DESCRIPTION

_KINDS: dict[str, Kind] = {"string": "text", "integer": "integer", "number": "number"}
_COPY = f"copy the {DESCRIPTION} that comes with the bot over it"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True)
class Sheet:
    """One CSV file as read: `table` is None where it is not that table at all; `ids` are those of every row, sound or not."""

    table: Table | None
    ids: frozenset[str]
    faults: list[Fault]


class _Line(NamedTuple):
    """One row of a CSV file: the number of the line where it starts, its cells, and the text as it stands in the file."""

    number: int
    cells: list[str]
    text: str


def read_text(path: Path) -> tuple[str | None, list[Fault]]:
    """The text of a UTF-8 file with its line ends made LF, and the faults of its form; None where it cannot be read."""
    try:
        raw = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None, [_missing(path)]
    except OSError as error:
        return None, [Fault("error", str(path), None, None, f"the file cannot be read ({error.strerror})", "make it readable")]
    faults = []
    if raw.startswith(_BYTE_ORDER_MARK):
        faults.append(Fault("error", str(path), 1, None, "the file starts with a byte-order mark", "save it without one"))
        raw = raw.removeprefix(_BYTE_ORDER_MARK)
    if b"\r" in raw:
        line = raw[: raw.index(b"\r")].count(b"\n") + 1
        faults.append(Fault("error", str(path), line, None, "the line ends in CR or CRLF", "save the file with LF line ends"))
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        return raw.decode("utf-8"), faults
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problem = f"byte 0x{raw[error.start]:02X} is not UTF-8"
        return None, [*faults, Fault("error", str(path), line, None, problem, "save the file as UTF-8")]


def _missing(path: Path) -> Fault:
    if path.parent.is_dir():
        return Fault("error", str(path), None, None, "the file is missing", f"put {path.name} into {path.parent}")
    remedy = f"name the directory that holds {DESCRIPTION} and its tables"
    return Fault("error", str(path.parent), None, None, "there is no such directory", remedy)


def describe(path: Path) -> tuple[dict[str, Table] | None, list[Fault]]:
    """The tables that a datapackage.json describes, without rows; None where it describes none that can be understood."""
    text, faults = read_text(path)
    if text is None:
        return None, faults
    try:
        tables = [_table(resource) for resource in json.loads(text)["resources"]]
    except json.JSONDecodeError as error:
        return None, [*faults, Fault("error", str(path), error.lineno, None, f"the file is not JSON ({error.msg})", _COPY)]
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        problem = "the file does not describe the tables as a data package does"
        return None, [*faults, Fault("error", str(path), None, None, problem, _COPY)]
    return {table.name: table for table in tables}, faults


def describe_as_shipped(path: Path) -> tuple[dict[str, Table] | None, list[Fault]]:
    """As `describe`, but only for the very tables of the package that comes with the bot, since the store is made for those."""
    tables, faults = describe(path)
    shipped, shipped_faults = describe(SHIPPED)
    if tables is None or shipped is None:
        return None, faults or shipped_faults
    if list(tables.items()) != list(shipped.items()):
        faults.append(Fault("error", str(path), None, None, "the file describes other tables than this version reads", _COPY))
        return None, faults
    return tables, faults


def _table(resource: dict[str, Any]) -> Table:
    name, schema = resource["name"], resource["schema"]
    if resource["path"] != f"{name}.csv":
        raise ValueError(f"the table {name} is kept in {name}.csv")
    targets = {key["fields"]: key["reference"]["resource"] or name for key in schema.get("foreignKeys", [])}
    return Table(name, tuple(_field(one, targets.get(one["name"])) for one in schema["fields"]))


def _field(described: dict[str, Any], target: str | None) -> Field:
    constraints = described.get("constraints", {})
    return Field(
        name=described["name"],
        kind="date" if described.get("dates") == "edtf" else _KINDS[described["type"]],
        required=constraints.get("required", False),
        unique=constraints.get("unique", False),
        enum=tuple(constraints.get("enum", ())),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        pattern=constraints.get("pattern"),
        separator=described.get("separator"),
        references=target or described.get("references"),
        not_before=described.get("notBefore"),
        title=described.get("title", ""),
        description=described.get("description", ""),
        example=described.get("example", ""),
        expects=described.get("expects", ""),
    )


def read_sheet(path: Path, table: Table) -> Sheet:
    """Read the CSV file of a table: its rows, and every fault of its form (quotes, header, cells, canonical writing)."""
    text, faults = read_text(path)
    if text is None:
        return Sheet(None, frozenset(), faults)
    if text and not text.endswith("\n"):
        last = text.count("\n") + 1
        faults.append(Fault("error", str(path), last, None, "the last line has no line end", "end the file with a newline"))
    lines, broken = _split(text, str(path))
    wrong = _header_faults(str(path), table.columns, lines[0].cells if lines else []) if lines or not broken else []
    if broken or wrong:
        return Sheet(None, frozenset(), [*faults, *wrong, *broken])
    for line in lines:
        faults += _line_faults(str(path), table, line)
    sound = [line for line in lines[1:] if len(line.cells) == len(table.columns)]
    rows = tuple(texts(table, line.cells) for line in sound)
    ids = frozenset(line.cells[0] for line in lines[1:] if line.cells)
    return Sheet(replace(table, rows=rows, lines=tuple(line.number for line in sound)), ids, faults)


def texts(table: Table, cells: Iterable[str]) -> dict[str, str]:
    """The cells of a row by their columns, without what keeps a spreadsheet from taking a text for a formula."""
    fields = zip(table.fields, cells, strict=True)
    return {field.name: unguarded(cell) if field.kind == "text" else cell for field, cell in fields}


def cells_of(table: Table, row: Mapping[str, str]) -> list[str]:
    """The cells that hold a row, in the order of the columns; a text that a spreadsheet would compute has a ' before it."""
    return [guarded(row[field.name]) if field.kind == "text" else row[field.name] for field in table.fields]


def _split(text: str, file: str) -> tuple[list[_Line], list[Fault]]:
    physical = text.split("\n")
    reader = csv.reader(StringIO(text), strict=True)
    lines: list[_Line] = []
    start = 1
    try:
        for cells in reader:
            lines.append(_Line(start, cells, "\n".join(physical[start - 1 : reader.line_num])))
            start = reader.line_num + 1
    except csv.Error as error:
        problem = "the quotation marks of the row that starts here do not match"
        if str(error).startswith("field larger"):
            problem = f"a cell of the row that starts here never ends, or is longer than {csv.field_size_limit()} characters"
        remedy = 'put a cell that needs them between two ", and write each " inside it twice'
        return lines, [Fault("error", file, start, None, problem, remedy)]
    return lines, []


def _header_faults(file: str, columns: list[str], header: list[str]) -> list[Fault]:
    remedy = f"make the first line {','.join(columns)}"
    if not set(header) & set(columns):
        return [Fault("error", file, 1, None, "the first line is not the header", remedy)]
    wrong: list[tuple[str | None, str]] = [(name, "the column is missing") for name in columns if name not in header]
    wrong += [(None, f"{quote(name)} is not a column of this table") for name in header if name not in columns]
    wrong += [(name, "the column stands there twice") for name in columns if header.count(name) > 1]
    if not wrong and header != columns:
        first = next(name for name, right in zip(header, columns, strict=True) if name != right)
        wrong = [(first, "the columns stand in another order from here on")]
    return [Fault("error", file, 1, name, problem, remedy) for name, problem in wrong]


def _line_faults(file: str, table: Table, line: _Line) -> Iterator[Fault]:
    count, columns = len(line.cells), table.columns
    if not line.cells:
        yield Fault("error", file, line.number, None, "the line is empty", "take it out")
    elif count != len(columns):
        remedy = f"write {len(columns)}, one for each column of the header"
        yield Fault("error", file, line.number, None, f"the row has {count} cell{'s' * (count != 1)}", remedy)
    elif line.text != row_text(line.cells):
        column, right = _unusual_cell(columns, line)
        yield Fault("error", file, line.number, column, "the cell has needless quotes, or lacks some", f"write {shorten(right)}")
    else:
        for field, cell in zip(table.fields, line.cells, strict=True):
            if field.kind == "text" and is_formula(cell):
                remedy = f"write {shorten(guarded(cell))}"
                yield Fault("error", file, line.number, field.name, "a spreadsheet takes the cell for a formula", remedy)


def _unusual_cell(columns: list[str], line: _Line) -> tuple[str, str]:
    """The first column whose cell does not stand in the file as it would be written, and how it would be written."""
    rest = line.text
    for column, cell in zip(columns, line.cells, strict=True):
        right = row_text([cell, ""])
        if not f"{rest},".startswith(right):
            return column, right.removesuffix(",")
        rest = rest[len(right) :]
    raise AssertionError("only called for a row that differs")


def row_text(cells: Iterable[str]) -> str:
    """One row as the package writes it, without its line end: commas, and quotes only where a cell needs them."""
    out = StringIO()
    csv.writer(out, lineterminator="\n").writerow(cells)
    return out.getvalue().removesuffix("\n")
