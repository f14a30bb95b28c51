"""The data package: what the shipped one holds, that it is a standard one, and how one is written."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.edtf import parse
from bot.errors import PackageError
from bot.package import Package, description, number_text, read, write

SHIPPED = Path(__file__).parent.parent / "data"
ORDER = ["sources", "places", "deployments", "strengths", "mandates", "incidents", "accounts", "events"]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped package in `data`, seen from the directory that holds it."""
    shutil.copytree(SHIPPED, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return Path("data")


def test_the_shipped_package_has_no_faults() -> None:
    """Every row that comes with the bot is sound, without so much as a warning."""
    package, faults = read(SHIPPED)
    assert faults == []
    assert package is not None
    assert list(package.tables) == ORDER
    assert [len(table.rows) for table in package.tables.values()] == [261, 87, 58, 196, 95, 34, 55, 164]


def test_rows_are_the_text_of_their_cells_with_the_line_where_they_start() -> None:
    """A row keeps its CSV text: nothing is converted, and an empty cell is an empty string."""
    package, _ = read(SHIPPED)
    assert package is not None
    strengths = package.tables["strengths"]
    assert strengths.lines[:2] == (2, 3)
    assert strengths.rows[1] == {
        "id": "taji-2020-01", "deployment": "taji-training", "places": "camp-taji", "count": "45", "qualifier": "exactly",
        "covers": "whole", "includes": "", "from": "2020-01", "to": "", "source": "herald-2020-01-contingency", "note": "",
    }  # fmt: skip


def test_every_column_is_described_with_an_example_that_is_right() -> None:
    """A reader of datapackage.json finds a title, a meaning and a sound example for every column, and a header that agrees."""
    for table in description().values():
        assert (SHIPPED / f"{table.name}.csv").read_text(encoding="utf-8").split("\n")[0].split(",") == table.columns
        for field in table.fields:
            assert field.title and field.description.endswith("."), (table.name, field.name)
            assert field.example and not (field.enum and field.example not in field.enum), (table.name, field.name)
            if field.kind == "date":
                assert parse(field.example).text == field.example


def test_lists_and_references_are_described() -> None:
    """The description says which columns are lists, whose ids they hold, and which date must not lie before which."""
    fields = {(table.name, field.name): field for table in description().values() for field in table.fields}
    assert {key for key, field in fields.items() if field.separator == "|"} == {
        ("places", "aliases"), ("deployments", "aliases"), ("strengths", "places"), ("mandates", "places"),
        ("incidents", "deployments"), ("accounts", "sources"), ("events", "places"),
    }  # fmt: skip
    assert fields["places", "within"].references == "places"
    assert fields["accounts", "sources"].references == "sources"
    assert fields["strengths", "to"].not_before == "from"
    assert fields["strengths", "places"].items("iraq|kuwait") == ["iraq", "kuwait"]
    assert fields["strengths", "note"].items("one|two") == ["one|two"]
    assert fields["strengths", "places"].items("") == []


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, ""), (0, "0"), (45, "45"), (29.0, "29"), (-0.0, "0"), (33.31, "33.31"), (-175.2, "-175.2"), (0.00001, "0.00001")],
)
def test_numbers_have_one_way_to_be_written(value: float | None, text: str) -> None:
    """A number is written as short as it can be, in plain digits."""
    assert number_text(value) == text


@given(st.floats(-180, 180))
def test_a_written_number_is_the_same_number(value: float) -> None:
    """Writing a coordinate loses nothing and never uses an exponent."""
    assert float(number_text(value)) == value
    assert set(number_text(value)) <= set("-.0123456789")


STANDARD = [
    ("strengths", "camp-taji,45,", "camp-taji,x,", "type-error"),
    ("strengths", "camp-taji,45,", "camp-taji,-45,", "constraint-error"),
    ("strengths", "camp-taji,45,", "camp-taji,,", "constraint-error"),
    ("strengths", "2020-01,,herald", "2020-13,,herald", "constraint-error"),
    ("strengths", ",exactly,", ",precisely,", "constraint-error"),
    ("strengths", "herald-2020-01-contingency", "nobody", "foreign-key"),
    ("strengths", "taji-2019-12,", "taji-2020-01,", "primary-key"),
    ("places", "iraq,Iraq", "Iraq,Iraq", "constraint-error"),
    ("places", ",region,world,", ",region,nowhere,", "foreign-key"),
    ("places", ",IQ,33,44", ",IQ,91,44", "constraint-error"),
    ("sources", "https://nzherald", "nzherald", "type-error"),
]


def standard_errors(directory: Path) -> set[str]:
    """The kinds of error that the frictionless library finds in the package of a directory, its description included."""
    frictionless = pytest.importorskip("frictionless")
    report = frictionless.validate(str(directory / "datapackage.json"))
    return {kind for (kind,) in report.flatten(["type"])}


def test_the_shipped_package_is_a_standard_data_package() -> None:
    """The frictionless library finds no fault in the description and none in the data."""
    assert standard_errors(SHIPPED) == set()


@pytest.mark.parametrize(("table", "old", "new", "kind"), STANDARD)
def test_the_description_alone_tells_other_tools_what_is_wrong(data: Path, table: str, old: str, new: str, kind: str) -> None:
    """Types, constraints and keys are written so that any reader of data packages finds these faults, as ours does."""
    path = data / f"{table}.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert kind in standard_errors(data)
    assert read(data)[1]


def rows_of(package: Package | None) -> dict[str, tuple[dict[str, str], ...]]:
    """The rows by table, as `write` takes them."""
    assert package is not None
    return {name: table.rows for name, table in package.tables.items()}


def everything_in(directory: Path) -> dict[str, bytes]:
    """Every file of a directory with its bytes."""
    return {path.name: path.read_bytes() for path in directory.iterdir() if not path.is_symlink()}


def test_writing_what_was_read_changes_nothing(tmp_path: Path) -> None:
    """A round trip through the reader and the writer is byte-identical, and leaves no other file behind."""
    write(tmp_path / "new" / "place", rows_of(read(SHIPPED)[0]))
    assert everything_in(tmp_path / "new" / "place") == everything_in(SHIPPED)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r"), max_size=30), min_size=2, max_size=4))
def test_any_text_survives_writing(notes: list[str]) -> None:
    """Commas, quotes and line ends in a cell come back as they were."""
    with tempfile.TemporaryDirectory() as place:
        directory = Path(place)
        rows = rows_of(read(SHIPPED)[0])
        changed = [row | {"note": note} for row, note in zip(rows["sources"], notes, strict=False)]
        write(directory, rows | {"sources": [*changed, *rows["sources"][len(notes) :]]})
        package, _ = read(directory)
        assert [row["note"] for row in rows_of(package)["sources"]][: len(notes)] == notes


def test_a_full_disk_leaves_the_old_files_as_they_were(data: Path) -> None:
    """Where the disk takes no more, the old package stays whole, nothing is left beside it, and one sentence says so."""
    if not Path("/dev/full").exists():
        pytest.skip("this system has no /dev/full to stand for a full disk")
    rows = rows_of(read(data)[0]) | {"sources": ()}
    (data / f".events.csv.{os.getpid()}").symlink_to("/dev/full")
    with pytest.raises(PackageError, match=r"cannot be written to data \(No space left on device\); name a directory that"):
        write(data, rows)
    assert everything_in(data) == everything_in(SHIPPED)
    assert len(list(data.iterdir())) == len(everything_in(SHIPPED))


def test_rows_that_fail_half_way_leave_the_old_files_as_they_were(data: Path) -> None:
    """Where the store fails while its rows are written, the package that was there stays whole."""

    def breaking() -> Iterator[dict[str, str]]:
        yield rows_of(read(SHIPPED)[0])["events"][0]
        raise LookupError("the store went away")

    with pytest.raises(LookupError):
        write(data, rows_of(read(data)[0]) | {"events": breaking()})
    assert everything_in(data) == everything_in(SHIPPED)


def test_a_file_is_no_directory_to_write_to(tmp_path: Path) -> None:
    """Writing over a file is refused with a sentence."""
    (tmp_path / "file").write_text("mine", encoding="utf-8")
    with pytest.raises(PackageError, match="cannot be written"):
        write(tmp_path / "file", rows_of(read(SHIPPED)[0]))
    assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"
