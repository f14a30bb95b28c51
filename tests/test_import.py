"""`import` proposes the rows of a CSV file in bulk; an approved change goes to git and comes back as the package's own."""

import csv
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.editing.proposals import Draft, ProposedRow
from bot.errors import PackageError
from bot.importing import AT_ONCE, Imported, import_rows
from bot.package import Package, as_csv, description, read, write
from bot.store import FactStore
from bot.store.keeping import export, load
from bot.store.proposals import approve, proposal, proposals, propose, undo
from tests.conftest import NOW, ROOT

AROHA, BEN = "U0AROHA", "U0BEN"
HEADER = "deployment,places,count,qualifier,covers,from,source,note"
HERALD = "herald-2020-01-contingency"


@pytest.fixture
def store(shipped_store: Path, tmp_path: Path) -> Iterator[FactStore]:
    """A copy of the shipped facts, to be changed."""
    one = FactStore(Path(shutil.copy(shipped_store, tmp_path / "facts.db")), lambda: NOW)
    yield one
    one.close()


def count(number: int, note: str = "", when: str = "2020-02") -> str:
    """A line of a file of strengths."""
    return f"taji-training,camp-taji,{number},exactly,whole,{when},{HERALD},{note}"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file to be imported stands."""
    return tmp_path / "new.csv"


def imported(store: FactStore, file: Path, *lines: str, header: str = HEADER, table: str = "strengths") -> Imported:
    """Import a file of these lines."""
    file.write_text("\n".join((header, *lines, "")), encoding="utf-8")
    return import_rows(store, file, table, AROHA, lambda gone, rows: None)


def test_sound_rows_are_proposed_and_the_others_named_by_line_and_column(store: FactStore, file: Path) -> None:
    """One bad row stops no other; each says its line, its column and what would be right."""
    done = imported(store, file, count(44), count(-1), count(46).replace("camp-taji", "camp-tajy"), "a,b", count(44))
    assert [(wrong.line, wrong.column) for wrong in done.refused] == [(3, "count"), (4, "places"), (5, ""), (6, "id")]
    assert "write camp-taji" in done.refused[1].sentence and "another row proposed here" in done.refused[3].sentence
    (number,) = done.proposals
    made = proposal(store, number)
    assert (made.kind, made.author, made.why) == ("import", AROHA, "Imported from new.csv.")
    assert [row.values["count"] for row in made.rows] == ["44"]


def test_a_row_that_stands_is_left_out_or_corrected(store: FactStore, file: Path) -> None:
    """By its id: the same again is counted as held, another content is a correction."""
    rows = [row for row in export(store)["strengths"] if row["id"] in ("taji-2020-01", "baghdad-2020-01")]
    rows[1]["count"] = "6"
    file.write_text(as_csv(description()["strengths"], rows), encoding="utf-8")
    done = import_rows(store, file, "strengths", AROHA, lambda gone, rows: None)
    assert (done.rows, done.held, done.refused) == (1, 1, ())
    assert [(row.action, row.id) for row in proposal(store, done.proposals[0]).rows] == [("correct", "baghdad-2020-01")]


def test_a_long_file_is_proposed_in_parts_that_can_be_reviewed(store: FactStore, file: Path) -> None:
    """At most fifty rows a proposal, and the bar hears of each part."""
    heard: list[tuple[int, int]] = []
    file.write_text("\n".join((HEADER, *(count(n) for n in range(1, 121)), "")), encoding="utf-8")
    done = import_rows(store, file, "strengths", AROHA, lambda gone, rows: heard.append((gone, rows)))
    assert [len(proposal(store, number).rows) for number in done.proposals] == [AT_ONCE, AT_ONCE, 20]
    assert heard == [(50, 120), (100, 120), (120, 120)]
    assert len({row.id for each in proposals(store) for row in each.rows}) == 120


@pytest.mark.parametrize(
    ("header", "said"),
    [
        ("deployment,size", "“size” is not a column of strengths"),
        ("deployment,places", "the column count is missing"),
        ("count,count", "stands there twice"),
        ("", "the column places is missing"),
    ],
)
def test_a_file_that_is_not_the_table_is_refused_as_a_whole(store: FactStore, file: Path, header: str, said: str) -> None:
    """The sentence names the file and the column; nothing is proposed."""
    with pytest.raises(PackageError, match=said):
        imported(store, file, count(44), header=header)
    assert proposals(store) == []


@pytest.mark.parametrize("author", ["package", "aroha", "", "U0 AROHA", "S0GROUP"])
def test_rows_are_proposed_by_a_person_of_the_workspace(store: FactStore, file: Path, author: str) -> None:
    """The author must be someone whom the review can tell from its approver."""
    file.write_text(f"{HEADER}\n{count(44)}\n")
    with pytest.raises(PackageError, match="is not the id of a Slack user"):
        import_rows(store, file, "strengths", author, lambda gone, rows: None)


def test_a_file_as_a_spreadsheet_saves_it_is_read(store: FactStore, file: Path) -> None:
    """A byte-order mark, CRLF, needless quotes, spaces about cells and another order of columns are no fault here."""
    header = "count,places,deployment,covers,qualifier,source,from"
    file.write_bytes(f'\ufeff{header}\r\n"44", camp-taji ,taji-training,whole,exactly,{HERALD},2020-02\r\n'.encode())
    done = import_rows(store, file, "strengths", AROHA, lambda gone, rows: None)
    assert (done.rows, done.refused) == (1, ())


def test_the_command_reports_and_exits_by_what_it_refused(
    store: FactStore, file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Refused rows stand one a line; without a terminal there is no bar."""
    store.close()
    arguments = ["import", str(file), "--table", "strengths", "--as", AROHA, "--db", str(store.path)]
    file.write_text(f"{HEADER}\n{count(44)}\n{count(-1)}\n")
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert told.out.splitlines() == [
        f"{file}:3: count: “-1” is out of range; write a number from 0 to 1000000.",
        f"{file}: 1 row proposed in 1 proposal (1), 1 refused",
    ]
    assert told.err == ""
    file.write_text(f"{HEADER}\n{count(45)}\n")
    assert main(arguments) == 0
    assert main(["import", str(file), "--table", "troops", "--as", AROHA, "--db", str(store.path)]) == 3
    assert "is not a table" in capsys.readouterr().err


# To git and back


def changed(store: FactStore) -> None:
    """An addition, a correction and a retraction, each approved."""
    new = {
        "deployment": "taji-training",
        "places": "camp-taji",
        "count": "44",
        "qualifier": "exactly",
        "covers": "whole",
        "from": "2020-02",
        "source": HERALD,
    }
    for row in (
        ProposedRow("strengths", "", "add", {**new, "note": "=HYPERLINK(1)"}),
        ProposedRow("strengths", "taji-2020-01", "correct", {"count": "46"}),
        ProposedRow("strengths", "baghdad-2020-01", "retract"),
    ):
        approve(store, propose(store, Draft("correct", (row,), "Because."), AROHA).number, BEN)


def package_of(store: FactStore, directory: Path) -> Package:
    """What `export` writes, read again as `load` reads it."""
    write(directory, export(store))
    package, faults = read(directory)
    assert package and faults == []
    return package


def test_approved_changes_are_in_the_export_and_touch_no_other_line(store: FactStore, tmp_path: Path) -> None:
    """The diff in git is what was approved: a line added, a line changed in its place, a line gone."""
    changed(store)
    package_of(store, tmp_path / "out")
    diff = subprocess.run(
        ["diff", ROOT / "data", tmp_path / "out"], capture_output=True, text=True, check=False
    ).stdout.splitlines()
    lines = [line for line in diff if line[:1] in "<>"]
    touched = sorted(line.split(",")[0] for line in lines)
    assert touched == ["< baghdad-2020-01", "< taji-2020-01", "> taji-2020-01", "> taji-training-2020-02"]


def test_a_package_that_came_back_changes_nothing_here(store: FactStore, tmp_path: Path) -> None:
    """Its rows are recognised: no revision is made, and nothing is reported as kept."""
    changed(store)
    before, package = export(store), package_of(store, tmp_path / "out")
    revisions = store.connection().execute("SELECT count(*) FROM strengths").fetchone()
    assert str(load(store, package)) == "nothing to change"
    assert (export(store), store.connection().execute("SELECT count(*) FROM strengths").fetchone()) == (before, revisions)
    with store.reading() as snapshot:
        assert snapshot.change == 4


def test_once_back_the_rows_are_the_packages(store: FactStore, tmp_path: Path, shipped: Package) -> None:
    """After it came back git changes them as any other row; before, what people recorded here stood against the package."""
    changed(store)
    assert sorted(load(store, shipped).kept) == ["strengths baghdad-2020-01", "strengths taji-2020-01"]
    package = package_of(store, tmp_path / "out")
    load(store, package)
    done = load(store, shipped)
    assert (done.added, done.changed, done.retracted, done.kept) == ({"strengths": 1}, {"strengths": 1}, {"strengths": 1}, [])
    assert export(store) == {name: list(table.rows) for name, table in shipped.tables.items()}


def test_a_change_made_after_it_came_back_is_a_persons_again(store: FactStore, tmp_path: Path) -> None:
    """The next correction in Slack stands against the package until that has it too."""
    changed(store)
    package = package_of(store, tmp_path / "out")
    load(store, package)
    approve(
        store,
        propose(
            store, Draft("correct", (ProposedRow("strengths", "taji-2020-01", "correct", {"count": "47"}),), ""), AROHA
        ).number,
        BEN,
    )
    assert load(store, package).kept == ["strengths taji-2020-01"]


def test_on_another_store_the_package_brings_the_same_facts(store: FactStore, tmp_path: Path, shipped: Package) -> None:
    """A store that knows nothing of the review gets the rows as the package's, and exports the same bytes."""
    changed(store)
    package = package_of(store, tmp_path / "out")
    other = FactStore(tmp_path / "other.db", lambda: NOW)
    load(other, shipped)
    load(other, package)
    package_of(other, tmp_path / "again")
    for path in sorted((tmp_path / "out").iterdir()):
        assert (tmp_path / "again" / path.name).read_bytes() == path.read_bytes()
    other.close()


def test_an_undone_change_leaves_no_trace_in_the_export(store: FactStore, tmp_path: Path) -> None:
    """After the undo the package is byte for byte what it was, and loading it makes its row the package's."""
    row = ProposedRow("strengths", "taji-2020-01", "correct", {"count": "46"})
    change = approve(store, propose(store, Draft("correct", (row,), ""), AROHA).number, BEN).proposal.change or 0
    approve(store, undo(store, change, AROHA, "").number, BEN)
    package = package_of(store, tmp_path / "out")
    assert (tmp_path / "out" / "strengths.csv").read_bytes() == (ROOT / "data" / "strengths.csv").read_bytes()
    assert load(store, package).kept == []


# Formulas


@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1+2", "@SUM(A1)", "'=1", "''=1", "'plain", "-", "plain"])
def test_no_text_cell_of_an_export_is_a_formula(store: FactStore, tmp_path: Path, text: str) -> None:
    """What a spreadsheet would compute has a ' before it in the file, and comes back without: every text makes the round trip."""
    row = ProposedRow(
        "sources",
        "",
        "add",
        {"publisher": "RNZ", "title": text, "published": "2026", "url": "https://example.org/f", "kind": "news"},
    )
    made = approve(store, propose(store, Draft("add", (row,), ""), AROHA).number, BEN).proposal
    package = package_of(store, tmp_path / "out")
    back = next(row for row in package.tables["sources"].rows if row["id"] == made.rows[0].id)
    assert back["title"] == text
    with (tmp_path / "out" / "sources.csv").open(encoding="utf-8", newline="") as lines:
        cells = [cell for line in csv.reader(lines) for cell in line]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]


def test_numbers_are_data_and_stay_as_they_are(shipped: Package) -> None:
    """A latitude of -41.3 is a number in any spreadsheet, and no ' stands before it."""
    text = as_csv(description()["places"], shipped.tables["places"].rows)
    assert ",-41" in text and ",'-" not in text


def test_a_formula_in_the_package_is_a_fault(tmp_path: Path) -> None:
    """A cell that a person put into git unguarded is named with what to write."""
    data = Path(shutil.copytree(ROOT / "data", tmp_path / "data"))
    path = data / "sources.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("NBR,Key takes", "=NBR,Key takes"), encoding="utf-8")
    _package, faults = read(data)
    assert [(fault.column, fault.remedy) for fault in faults] == [("publisher", "write '=NBR")]


def test_an_imported_cell_is_read_as_the_export_wrote_it(store: FactStore, file: Path) -> None:
    """The ' before a formula is not part of the text, in either direction."""
    done = imported(store, file, count(44, note="'=1+1"), count(45, note="=2+2", when="2020-02-03"))
    assert [row.values["note"] for row in proposal(store, done.proposals[0]).rows] == ["=1+1", "=2+2"]
