"""What is wrong with a damaged data package, and what its editor is told."""

import csv
import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.package import Fault, description, read
from bot.package.check import find_circles

SHIPPED = Path(__file__).parent.parent / "data"
MISMATCH = "the quotation marks of the row that starts here do not match"
ENDLESS = "a cell of the row that starts here never ends, or is longer than 131072 characters"
QUOTES = 'put a cell that needs them between two ", and write each " inside it twice'
COPY = "copy the datapackage.json that comes with the bot over it"
ONE_LINE = "take it out, and keep each row on one line"
STRANGE = "the file does not describe the tables as a data package does"
OTHER = "the file describes other tables than this version reads"
Edit = Callable[[bytes], bytes]


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the shipped package in `data`, seen from the directory that holds it."""
    shutil.copytree(SHIPPED, tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    return Path("data")


def change_line(path: Path, number: int, old: str, new: str) -> None:
    """Replace `old` by `new` once in one line (counted from 1) of a file; it must stand there."""
    lines = path.read_text(encoding="utf-8").split("\n")
    assert old in lines[number - 1], lines[number - 1]
    lines[number - 1] = lines[number - 1].replace(old, new, 1)
    path.write_bytes("\n".join(lines).encode())


def say(faults: list[Fault]) -> list[str]:
    """The faults as people read them."""
    return [str(fault) for fault in faults]


# One damaged line each: where it is, what stands there, what takes its place, and the sentence that must come back.
VALUES = [
    ("strengths.csv:3", ",45,", ",x,", "count: “x” is not a whole number; write digits only, such as 45"),
    ("strengths.csv:3", ",45,", ",4.5,", "count: “4.5” is not a whole number; write digits only, such as 45"),
    ("strengths.csv:3", ",45,", ",+45,", "count: “+45” is not a whole number; write digits only, such as 45"),
    ("strengths.csv:3", ",45,", ",045,", "count: “045” is not the shortest way to write the number; write 45"),
    ("strengths.csv:3", ",45,", ",-45,", "count: “-45” is out of range; write a number from 0 to 1000000"),
    ("strengths.csv:3", ",45,", ",,", "count: the cell is empty; write a value such as 45"),
    ("places.csv:4", "33.31", "33.310", "latitude: “33.310” is not the shortest way to write the number; write 33.31"),
    ("places.csv:3", ",33,", ",33.0,", "latitude: “33.0” is not the shortest way to write the number; write 33"),
    ("places.csv:4", "33.31", "91", "latitude: “91” is out of range; write a number from -90 to 90"),
    ("places.csv:4", "44.37", "nan", "longitude: “nan” is not a decimal number; "
     "write digits, with a point if need be, such as 44.26"),
    ("places.csv:3", ",IQ,", ",Iraq,", "country_code: “Iraq” does not have the form of this column; "
     "write the two capital letters of ISO 3166-1, such as IQ"),
    ("places.csv:55", "camp-humphreys", "Camp_H", "id: “Camp_H” does not have the form of this column; "
     "write lower-case letters, digits and single hyphens, such as camp-taji"),
    ("places.csv:55", "camp-humphreys", "al-asad", "id: “al-asad” already stands in line 9; "
     "give this row another id, or take it out"),
    ("strengths.csv:3", ",exactly,", ",Exactly,", "qualifier: “Exactly” is none of the words for this column; write exactly"),
    ("strengths.csv:3", ",exactly,", ",up to,", "qualifier: “up to” is none of the words for this column; write up-to"),
    ("strengths.csv:3", ",exactly,", ",~,", "qualifier: “~” is none of the words for this column; "
     "write exactly, about, up-to or at-least"),
    ("strengths.csv:3", "2020-01,,", "10/1/2020,,", "from: “10/1/2020” is not an EDTF date; "
     "write 2020, 2020-01 or 2020-01-09, with ~ or ? at the end if unsure"),
    ("strengths.csv:3", "2020-01,,", "2020-02-31,,", "from: “2020-02-31” does not exist; February 2020 has 29 days"),
    ("strengths.csv:3", "2020-01,,", "1066,,", "from: “1066” lies outside the years 1800 to 2200; write a date such as 2020-01"),
    ("strengths.csv:3", "2020-01,,", "2020-01,2019,", "to: “from” (2020-01) lies after “to” (2019); "
     "write a date on or after 2020-01"),
    ("mandates.csv:2", "2015-02-24,", "2018,", "ends: “decided” (2018) lies after “ends” (2017~); write a date on or after 2018"),
    ("strengths.csv:3", "camp-taji", "camp-tajj", "places: “camp-tajj” is not the id of a row in places.csv; "
     "write camp-taji, or add a row with that id"),
    ("strengths.csv:3", "camp-taji", "camp-taji|qqq", "places: “qqq” is not the id of a row in places.csv; "
     "add a row with that id"),
    ("strengths.csv:3", "camp-taji", "", "places: the cell is empty; write a value such as iraq|kuwait"),
    ("strengths.csv:3", "camp-taji", "camp-taji|iraq|camp-taji", "places: “camp-taji” stands in the list twice; "
     "write camp-taji|iraq"),
    ("strengths.csv:3", "camp-taji", "camp-taji||iraq", "places: “camp-taji||iraq” has an empty item; write camp-taji|iraq"),
    ("strengths.csv:3", "camp-taji", "camp-taji| iraq", "places: “camp-taji| iraq” has a space at the start or end of an item; "
     "write camp-taji|iraq"),
    ("strengths.csv:3", "herald-2020-01-contingency", "zzzzzz", "source: “zzzzzz” is not the id of a row in sources.csv; "
     "add a row with that id"),
    ("accounts.csv:2", "canal-hotel-2003,canal-hotel-2003", "canal-hotel-2003,canal-hotel", "incident: "
     "“canal-hotel” is not the id of a row in incidents.csv; write canal-hotel-2003, or add a row with that id"),
    ("strengths.csv:3", ",taji-training,", ",,", "deployment: the row covers the whole of a deployment but names none; "
     "name it, or write place or package as covers"),
    ("strengths.csv:2", ",,iraq", ",defeat-isis,iraq", "deployment: the row covers a place but names a deployment; "
     "leave it empty, or write whole or part as covers"),
    ("places.csv:3", "Iraq", "Iraq ", "name: “Iraq ” has a space at its start or end; write Iraq"),
    ("strengths.csv:3", "contingency,", "contingency, ", "note: “ ” has a space at its start or end; leave it empty"),
    ("places.csv:3", "Iraq", "Ir\x00aq", f"name: the cell holds the hidden character U+0000; {ONE_LINE}"),
    ("places.csv:3", "Iraq", "Ir\u202eaq", f"name: the cell holds the hidden character U+202E; {ONE_LINE}"),
    ("places.csv:3", "Iraq", '"Ir\naq"', f"name: the cell holds the hidden character U+000A; {ONE_LINE}"),
    ("places.csv:3", "Iraq", '"Iraq"', "name: the cell has needless quotes, or lacks some; write Iraq"),
    ("places.csv:3", "Iraq", 'Ir"aq', 'name: the cell has needless quotes, or lacks some; write "Ir""aq"'),
    ("places.csv:1", "name", '"name"', "name: the cell has needless quotes, or lacks some; write name"),
    ("events.csv:165", ",nzdf-2025", ',"",nzdf-2025', "the row has 9 cells; write 8, one for each column of the header"),
    ("places.csv:3", ",33,44", "", "the row has 6 cells; write 8, one for each column of the header"),
    ("places.csv:3", "iraq,", "\niraq,", "the line is empty; take it out"),
    ("places.csv:3", "middle-east", "baghdad", "within: iraq → baghdad → iraq is a circle; "
     "change or empty within in one of these rows"),
    ("places.csv:3", "middle-east", "iraq", "within: iraq → iraq is a circle; change or empty within in one of these rows"),
    ("deployments.csv:2", "States,", "States,taji-training", "part_of: defeat-isis → taji-training → defeat-isis is a circle; "
     "change or empty part_of in one of these rows"),
]  # fmt: skip


@pytest.mark.parametrize(("where", "old", "new", "sentence"), VALUES)
def test_a_damaged_row_is_named_with_what_would_be_right(data: Path, where: str, old: str, new: str, sentence: str) -> None:
    """One damaged row gives one fault: its file, its line, its column, what is wrong and what would be right."""
    file, line = where.split(":")
    change_line(data / file, int(line), old, new)
    package, faults = read(data)
    assert say(faults) == [f"data/{where}: {sentence}"]
    assert package is not None


@pytest.mark.parametrize(
    "url", ["www.rnz.co.nz/1", "ftp://rnz.co.nz/1", "https://", "https://rnz.co.nz/a b", "https://a|b", "https://a/<b>"]
)
def test_an_address_that_cannot_be_linked_is_refused(data: Path, url: str) -> None:
    """The address of a source starts with http:// or https:// and holds nothing that would break a link."""
    change_line(data / "sources.csv", 4, "https://www.nbr.co.nz/key-takes-new-zealand-to-war-in-iraq/", url)
    right = "an address that starts with http:// or https:// and has no spaces, |, < or > in it"
    remedy = f"write {right}, such as https://www.rnz.co.nz/news/world/1"
    assert say(read(data)[1]) == [f"data/sources.csv:4: url: “{url}” does not have the form of this column; {remedy}"]


def test_an_incident_of_which_nobody_tells_is_a_warning(data: Path) -> None:
    """An incident without an account can be loaded, but the editor is told."""
    path = data / "accounts.csv"
    rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(row for row in rows if not row.startswith("mila-")), encoding="utf-8")
    package, faults = read(data)
    assert [fault.level for fault in faults] == ["warning"]
    assert say(faults) == ["data/incidents.csv:5: id: no account tells of “mila-2011”; add one to accounts.csv"]
    assert package is not None


HEADER = "make the first line id,name,aliases,kind,within,country_code,latitude,longitude"
FORMS: list[tuple[Edit, list[str], bool]] = [
    (lambda raw: b"\xef\xbb\xbf" + raw, ["1: the file starts with a byte-order mark; save it without one"], True),
    (lambda raw: raw.replace(b"\n", b"\r\n"), ["1: the line ends in CR or CRLF; save the file with LF line ends"], True),
    (lambda raw: raw.replace(b"\n", b"\r", 1), ["1: the line ends in CR or CRLF; save the file with LF line ends"], True),
    (lambda raw: raw.removesuffix(b"\n"), ["88: the last line has no line end; end the file with a newline"], True),
    (lambda raw: raw.replace(b"Noum\xc3\xa9a", b"Noum\xe9a"), ["82: byte 0xE9 is not UTF-8; save the file as UTF-8"], False),
    (lambda raw: raw.replace(b",Iraq,", b',"Iraq,'), [f"3: {MISMATCH}; {QUOTES}"], False),
    (lambda raw: raw.replace(b",Iraq,", b',"Ir"aq",'), [f"3: {MISMATCH}; {QUOTES}"], False),
    (lambda raw: b"", [f"1: the first line is not the header; {HEADER}"], False),
    (lambda raw: raw.replace(b",", b";"), [f"1: the first line is not the header; {HEADER}"], False),
    (lambda raw: raw.replace(b",kind", b"", 1), [f"1: kind: the column is missing; {HEADER}"], False),
    (lambda raw: raw.replace(b"kind", b"colour", 1), [f"1: kind: the column is missing; {HEADER}",
     f"1: “colour” is not a column of this table; {HEADER}"], False),
    (lambda raw: raw.replace(b"kind", b"kind,kind", 1), [f"1: kind: the column stands there twice; {HEADER}"], False),
    (lambda raw: raw.replace(b"latitude,longitude", b"longitude,latitude"),
     [f"1: longitude: the columns stand in another order from here on; {HEADER}"], False),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "sentences", "readable"), FORMS)
def test_a_damaged_file_is_named_with_what_would_be_right(data: Path, edit: Edit, sentences: list[str], readable: bool) -> None:
    """A damaged file gives its own faults and no others, and there is no package where a table cannot be read at all."""
    path = data / "places.csv"
    path.write_bytes(edit(path.read_bytes()))
    package, faults = read(data)
    assert say(faults) == [f"data/places.csv:{sentence}" for sentence in sentences]
    assert (package is not None) is readable


DESCRIPTIONS: list[tuple[Edit, str]] = [
    (lambda raw: b"", f":1: the file is not JSON (Expecting value); {COPY}"),
    (lambda raw: raw.replace(b'"name": "id",', b'"name": "id"', 1),
     f":42: the file is not JSON (Expecting ',' delimiter); {COPY}"),
    (lambda raw: b"[" * 100_000, f": {STRANGE}; {COPY}"),
    (lambda raw: b"[]", f": {STRANGE}; {COPY}"),
    (lambda raw: b'{"resources": [{"name": "sources"}]}', f": {STRANGE}; {COPY}"),
    (lambda raw: raw.replace(b'"events.csv"', b'"other.csv"'), f": {STRANGE}; {COPY}"),
    (lambda raw: raw.replace(b'"type": "integer"', b'"type": "geojson"'),
     f": {STRANGE}; {COPY}"),
    (lambda raw: raw.replace(b'"cap"', b'"limit"'), f": {OTHER}; {COPY}"),
    (lambda raw: raw.replace(b'"required": true', b'"required": false'), f": {OTHER}; {COPY}"),
    (lambda raw: b"\xff\xfe" + raw, ":1: byte 0xFF is not UTF-8; save the file as UTF-8"),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "sentence"), DESCRIPTIONS)
def test_a_damaged_description_is_named(data: Path, edit: Edit, sentence: str) -> None:
    """Without a description of the tables that the store is made for, nothing is read."""
    path = data / "datapackage.json"
    path.write_bytes(edit(path.read_bytes()))
    assert (read(data)[0], say(read(data)[1])) == (None, [f"data/datapackage.json{sentence}"])


def test_another_wording_of_the_description_is_no_fault(data: Path) -> None:
    """A package may have its own title, version and descriptions, as long as its tables are the same."""
    path = data / "datapackage.json"
    described = json.loads(path.read_text(encoding="utf-8")) | {"title": "Other", "version": "2.0.0"}
    described["resources"][0]["schema"]["fields"][0]["description"] = "Something else."
    path.write_text(json.dumps(described), encoding="utf-8")
    assert read(data)[1] == []


def test_what_is_not_there_is_named(data: Path) -> None:
    """A missing directory, a file in place of one, a missing description, a missing table: each is one sentence."""
    where = "name the directory that holds datapackage.json and its tables"
    assert say(read(Path("nowhere"))[1]) == [f"nowhere: there is no such directory; {where}"]
    assert say(read(data / "places.csv")[1]) == [f"data/places.csv: there is no such directory; {where}"]
    (data / "accounts.csv").unlink()
    (data / "places.csv").unlink()
    (data / "places.csv").mkdir()
    package, faults = read(data)
    assert (package, say(faults)) == (None, ["data/places.csv: the file cannot be read (Is a directory); make it readable",
        "data/accounts.csv: the file is missing; put accounts.csv into data"])  # fmt: skip
    (data / "datapackage.json").unlink()
    assert say(read(data)[1]) == ["data/datapackage.json: the file is missing; put datapackage.json into data"]


def test_all_faults_come_at_once_in_the_order_of_files_and_lines(data: Path) -> None:
    """An editor sees everything that is wrong in one run."""
    change_line(data / "events.csv", 2, "leg-out-2004", "LEG")
    change_line(data / "strengths.csv", 3, ",45,exactly,", ",x,y,")
    change_line(data / "strengths.csv", 2, "iraq-total-2020-01", '"iraq-total-2020-01"')
    found = [(fault.file, fault.line, fault.column) for fault in read(data)[1]]
    assert found == [
        ("data/strengths.csv", 2, "id"), ("data/strengths.csv", 3, "count"), ("data/strengths.csv", 3, "qualifier"),
        ("data/events.csv", 2, "id"),
    ]  # fmt: skip


def test_every_unknown_item_of_a_list_is_named(data: Path) -> None:
    """Two unknown places in one list are two faults, also where the table that they should stand in is empty."""
    change_line(data / "strengths.csv", 3, "camp-taji", "qqq|zzz")
    assert [fault.problem[:5] for fault in read(data)[1]] == ["“qqq”", "“zzz”"]
    (data / "sources.csv").write_text("id,publisher,title,published,url,kind,note\n", encoding="utf-8")
    assert {fault.column for fault in read(data)[1]} == {"source", "sources", "places"}


def test_a_cell_that_never_ends_is_named(data: Path) -> None:
    """A cell too long to be one, as a quotation mark left open makes it, is named by the line where its row starts."""
    usual = csv.field_size_limit(131_072)
    path = data / "places.csv"
    path.write_bytes(path.read_bytes().replace(b",Iraq,", b',"' + b"x\n" * 70_000))
    try:
        assert say(read(data)[1]) == [f"data/places.csv:3: {ENDLESS}; {QUOTES}"]
    finally:
        csv.field_size_limit(usual)


def test_a_long_or_unprintable_value_is_shown_short_and_harmless(data: Path) -> None:
    """What a message quotes cannot flood or command the terminal that shows it."""
    change_line(data / "strengths.csv", 3, ",45,", f",{'9' * 40_000}x,")
    change_line(data / "strengths.csv", 3, "2020-01,,", f"{'2' * 40_000},,")
    change_line(data / "strengths.csv", 2, "iraq,", '"iraq' + "\n" * 40_000 + '",')
    change_line(data / "places.csv", 1, "kind", "\x1b[2Jkind")
    places, extra, places_cell, count, when = say(read(data)[1])
    assert (places, extra) == (f"data/places.csv:1: kind: the column is missing; {HEADER}",
        f"data/places.csv:1: “\ufffd[2Jkind” is not a column of this table; {HEADER}")  # fmt: skip
    assert places_cell.startswith("data/strengths.csv:2: places: the cell holds the hidden character U+000A")
    assert count.startswith(f"data/strengths.csv:40003: count: “{'9' * 60}…” is not a whole number; ")
    assert when.startswith(f"data/strengths.csv:40003: from: “{'2' * 60}…” is not an EDTF date; ")


def test_each_circle_is_found_once() -> None:
    """A chain that comes back to itself is one circle, whatever leads into it."""
    parents = {"x": "a", "b": "c", "a": "b", "c": "a", "y": "x", "s": "s", "top": "", "z": "top", "w": "elsewhere"}
    assert list(find_circles(parents)) == [["b", "c", "a"], ["s"]]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from([*(f"{name}.csv" for name in description()), "datapackage.json"]), st.data())
def test_no_damage_is_an_exception(file: str, draws: st.DataObject) -> None:
    """Whatever bytes stand anywhere in a file, reading gives a package or says what is wrong, and never fails."""
    with tempfile.TemporaryDirectory() as place:
        directory = Path(shutil.copytree(SHIPPED, Path(place) / "data"))
        raw = (directory / file).read_bytes()
        start = draws.draw(st.integers(0, len(raw)))
        end = draws.draw(st.integers(start, min(start + 40, len(raw))))
        new = draws.draw(st.binary(max_size=20) | st.text('"\n\r,|;-X{}[]', max_size=20).map(str.encode))
        (directory / file).write_bytes(raw[:start] + new + raw[end:])
        package, faults = read(directory)
    assert package is not None or faults
    assert all(fault.problem and fault.remedy and "\n" not in str(fault) for fault in faults)
