"""The facts as CSV files for a person, none of whose cells a spreadsheet runs."""

import csv
from io import StringIO

import pytest

from bot.editing.sheets import sheets
from bot.package import Package


@pytest.mark.parametrize("cell", ["=cmd|' /C calc'!A0", "+1+1", "@SUM(A1)"])
def test_what_would_be_a_formula_gets_a_quote(shipped: Package, cell: str) -> None:
    """A text that a spreadsheet would run has a single quote before it; a number with its sign stays a number."""
    place = {**shipped.tables["places"].rows[0], "name": cell, "latitude": "-36.85"}
    (row,) = csv.DictReader(StringIO(sheets({"places": [place]})["places"], newline=""))
    assert (row["name"], row["latitude"]) == (f"'{cell}", "-36.85")


def test_every_row_stands_in_its_file(shipped: Package) -> None:
    """The files hold every row of their tables, under the columns of the package."""
    tables = {name: list(table.rows) for name, table in shipped.tables.items()}
    for name, text in sheets(tables).items():
        rows = list(csv.DictReader(StringIO(text, newline="")))
        assert [row["id"] for row in rows] == [row["id"] for row in tables[name]]
