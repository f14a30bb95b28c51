"""The command line loads the package and writes it back: byte for byte, all or nothing, whatever the cells hold."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.cli import main
from bot.package import read, write
from bot.store import FactStore
from bot.store.keeping import export, load
from tests.conftest import NOW, ROOT, Row, small_package

SHIPPED = sorted(path.name for path in (ROOT / "data").iterdir())


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A copy of the shipped package, to be spoilt."""
    return Path(shutil.copytree(ROOT / "data", tmp_path / "data"))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Where the store of a test is."""
    return tmp_path / "facts.db"


def contents(directory: Path) -> dict[str, bytes]:
    """Every file of a directory by its name."""
    return {path.name: path.read_bytes() for path in directory.iterdir()}


def dump(db: Path) -> list[str]:
    """Everything that the store holds, as SQL."""
    with closing(sqlite3.connect(db)) as connection:
        return list(connection.iterdump())


def test_the_export_of_the_shipped_package_is_the_package_byte_for_byte(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Loading and exporting changes nothing, in any of the eight tables nor in their description."""
    out = tmp_path / "deep" / "out"
    assert main(["load", "--db", str(db)]) == 0
    assert main(["export", str(out), "--db", str(db)]) == 0
    assert len(SHIPPED) == 9
    assert contents(out) == contents(ROOT / "data")
    rows = sum(path.read_bytes().count(b"\n") - 1 for path in out.glob("*.csv"))
    assert capsys.readouterr().out == f"{db}: {rows} rows added\n{out}: {rows} rows written\n"


def test_a_second_load_says_that_there_was_nothing_to_change(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Loading is idempotent, and says so."""
    main(["load", "--db", str(db)])
    capsys.readouterr()
    assert main(["load", "--db", str(db)]) == 0
    assert capsys.readouterr().out == f"{db}: nothing to change\n"


def test_an_export_replaces_an_older_one_and_leaves_other_files_alone(db: Path, data: Path) -> None:
    """Writing over a package leaves the very package, and what else lies there stays."""
    (data / "README.txt").write_text("mine")
    (data / "places.csv").write_text("old")
    main(["load", "--db", str(db)])
    assert main(["export", str(data), "--db", str(db)]) == 0
    assert contents(data) == contents(ROOT / "data") | {"README.txt": b"mine"}


def spoil(data: Path, name: str, old: str, new: str) -> None:
    """Change the first such text in a file of the package."""
    text = (data / name).read_text(encoding="utf-8")
    assert old in text
    (data / name).write_bytes(text.replace(old, new, 1).encode("utf-8", "surrogateescape"))


FAULTS = {
    "a wrong header": ("places.csv", "id,name", "ident,name", "the column is missing"),
    "a byte-order mark": ("places.csv", "id,name", "\ufeffid,name", "byte-order mark"),
    "CRLF": ("events.csv", "\n", "\r\n", "CRLF"),
    "a broken quote": ("sources.csv", '",', ",", "quotation marks"),
    "bytes that are not UTF-8": ("mandates.csv", "disis", "dis\udcffis", "UTF-8"),
    "a date that does not exist": ("mandates.csv", "2015-02-24", "2015-02-31", "does not exist"),
    "a source that is not there": ("strengths.csv", "herald-2020-01-contingency", "herald-2020-01-contingence", "sources.csv"),
    "a count in words": ("strengths.csv", ",50,", ",fifty,", "whole number"),
    "an id twice": ("places.csv", "\nbaghdad,", "\niraq,", "already stands"),
    "a circle": ("deployments.csv", "United States,,", "United States,taji-training,", "circle"),
    "a description of other tables": ("datapackage.json", '"places"', '"spaces"', "datapackage.json"),
    "a description that is no JSON": ("datapackage.json", "{", "{{", "JSON"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_bad_package_leaves_the_store_as_it_was(db: Path, data: Path, capsys: pytest.CaptureFixture[str], fault: str) -> None:
    """Any fault keeps the whole package out: exit status 3, one sentence that names it, not a row of the store changes."""
    main(["load", "--db", str(db)])
    capsys.readouterr()
    before = dump(db)
    name, old, new, says = FAULTS[fault]
    spoil(data, "places.csv", "Camp Taji", "Camp Elsewhere")
    spoil(data, name, old, new)
    assert main(["load", "--db", str(db), "--data", str(data)]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("The package was not loaded, and the store is as it was: ")
    assert says in err
    assert err.count("\n") == 1
    assert dump(db) == before


@pytest.mark.parametrize("missing", SHIPPED)
def test_a_package_without_one_of_its_files_is_not_loaded(
    db: Path, data: Path, capsys: pytest.CaptureFixture[str], missing: str
) -> None:
    """A missing file is named, and no store is begun."""
    (data / missing).unlink()
    assert main(["load", "--db", str(db), "--data", str(data)]) == 3
    assert missing in capsys.readouterr().err
    assert not db.exists()


def test_an_export_to_a_file_is_refused_in_one_sentence(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the export cannot be written, that is said, and what was there stays."""
    main(["load", "--db", str(db)])
    target = tmp_path / "taken"
    target.write_text("mine")
    capsys.readouterr()
    assert main(["export", str(target), "--db", str(db)]) == 3
    assert capsys.readouterr().err.count("\n") == 1
    assert target.read_text() == "mine"


# What a cell of the package may hold: no control or hidden characters, no space at either end, no list separator.
CELLS = st.text(st.characters(exclude_categories=("C", "Z"), exclude_characters="|"), min_size=1, max_size=12)
NUMBERS = st.integers(-90_000_000, 90_000_000).map(lambda n: f"{n / 1_000_000:.6f}".rstrip("0").rstrip("."))


@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=CELLS, aliases=st.lists(CELLS, max_size=3, unique=True), latitude=NUMBERS, note=CELLS, count=st.integers(0, 10**6))
def test_every_sound_cell_comes_back_as_it_was(
    tmp_path: Path, name: str, aliases: list[str], latitude: str, note: str, count: int
) -> None:
    """Whatever the check lets through, the store gives back character for character."""
    latitude = "0" if latitude == "-0" else latitude
    place: Row = {"id": "landa", "name": name, "aliases": "|".join(aliases), "latitude": latitude}
    strength: Row = {"id": "a", "deployment": "alpha", "places": "landa", "count": count, "note": note}
    package = small_package(places=[place], deployments=[{"id": "alpha"}], strengths=[strength])
    before, after, db = tmp_path / "before", tmp_path / "after", tmp_path / "facts.db"
    write(before, {table.name: table.rows for table in package.tables.values()})
    sound, faults = read(before)
    assert sound, [str(fault) for fault in faults]
    db.unlink(missing_ok=True)
    store = FactStore(db, lambda: NOW)
    load(store, sound)
    write(after, export(store))
    store.close()
    assert contents(after) == contents(before)
