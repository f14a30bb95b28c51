"""The words in which the data package is described: fields, tables, and faults found in them."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

_SIGNS = ("=", "+", "-", "@")
_FORMULA = re.compile(r"'*[=+\-@]")  # with any ' that stand before it, so that each text has one cell and each cell one text

Kind = Literal["text", "integer", "number", "date"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with a package: where it stands (line counted from 1), what is wrong, and what would be right."""

    level: Literal["error", "warning"]
    file: str
    line: int | None
    column: str | None
    problem: str
    remedy: str

    def __str__(self) -> str:
        """The fault on one line, as `file:line: column: problem; remedy`."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return ": ".join(part for part in (place, self.column, f"{self.problem}; {self.remedy}") if part)


@dataclass(frozen=True, slots=True)
class Field:
    """One column as datapackage.json describes it: a list if it has a separator, ids of a table if it has references."""

    name: str
    kind: Kind
    required: bool = False
    unique: bool = False
    enum: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    pattern: str | None = None
    separator: str | None = None
    references: str | None = None
    not_before: str | None = None
    title: str = field(default="", compare=False)
    description: str = field(default="", compare=False)
    example: str = field(default="", compare=False)
    expects: str = field(default="", compare=False)

    def items(self, value: str) -> list[str]:
        """The values in a cell: its items where the field is a list, else the cell itself; none where it is empty."""
        if not value:
            return []
        return value.split(self.separator) if self.separator else [value]


@dataclass(frozen=True)
class Table:
    """One table: its fields in order, its rows as CSV text by column ("" for empty), and the line where each row starts."""

    name: str
    fields: tuple[Field, ...]
    rows: tuple[dict[str, str], ...] = ()
    lines: tuple[int, ...] = ()

    @property
    def columns(self) -> list[str]:
        """The names of the fields, in order: the header of the CSV file."""
        return [one.name for one in self.fields]


@dataclass(frozen=True)
class Package:
    """The tables of a data package by name, in the order in which datapackage.json lists them."""

    tables: dict[str, Table]


def guarded(value: str) -> str:
    """A text as its cell holds it: with a ' before it where a spreadsheet would take it for a formula."""
    return f"'{value}" if _FORMULA.match(value) else value


def unguarded(cell: str) -> str:
    """The text of a cell: without the ' that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def is_formula(cell: str) -> bool:
    """Whether a spreadsheet would take the cell for a formula."""
    return cell.startswith(_SIGNS)


def shorten(value: str) -> str:
    """A value as a message shows it: at most 60 characters, with nothing that a terminal would obey."""
    shown = "".join(letter if letter.isprintable() else "\ufffd" for letter in value[:60])
    return f"{shown}…" if len(value) > len(shown) else shown


def quote(value: str) -> str:
    """A value, shortened, in quotation marks."""
    return f"“{shorten(value)}”"


def number_text(value: float | int | None) -> str:
    """A number in the one form that the package uses: 29.0 is 29, 33.31 is 33.31, None is empty; never an exponent."""
    if value is None:
        return ""
    if float(value).is_integer():
        return str(int(value))
    return format(Decimal(repr(value)), "f")
