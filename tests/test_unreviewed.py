"""Where one editor approves their own changes, every answer that rests on such a fact says “unreviewed”, and no other does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.desk import Desk
from bot.digest.plan import Point
from bot.editing.proposals import Draft, ProposedRow
from bot.store import FactStore
from bot.store.keeping import load
from bot.store.proposals import approve, propose
from tests.conftest import NOW, TODAY, Row, small_package

EDITOR, OTHER = "U0EDITOR", "U0OTHER"


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A store of two missions at two places."""
    second: Row = {"source": "s2"}
    store = FactStore(tmp_path / "facts.db", lambda: NOW)
    load(
        store,
        small_package(
            sources=[
                {"id": "s1", "published": "2026-10-01"},
                {"id": "s2", "published": "2026-10-02", "url": "https://example.org/2"},
            ],
            places=[{"id": "landa"}, {"id": "farland"}, {"id": "harbour", "within": "farland", "kind": "city"}],
            deployments=[{"id": "alpha"}, {"id": "beta"}],
            strengths=[
                {"id": "a", "deployment": "alpha", "places": "landa", "count": 10, "from": "2026-10", "source": "s1"},
                {
                    "id": "b",
                    "deployment": "beta",
                    "places": "harbour",
                    "count": 20,
                    "from": "2026-10",
                    "note": "Divers.",
                    **second,
                },
            ],
            events=[
                {"id": "out", "deployment": "beta", "places": "harbour", "kind": "withdrawn", "occurred": "2026-11-10", **second}
            ],
        ),
    )
    yield Desk(store, lambda: TODAY)
    store.close()


def change(desk: Desk, *rows: ProposedRow, reviewer: str = EDITOR) -> None:
    """A change that the editor proposes, and approves too unless another reviewer is named."""
    made = propose(desk.store, Draft("correct", rows, "Because."), EDITOR)
    approve(desk.store, made.number, reviewer, single_editor=True)


def unreviewed(answer: Answer) -> list[str]:
    """The warnings of that code."""
    return [warning.text for warning in answer.warnings if warning.code == "unreviewed"]


def corrected(id: str, table: str = "strengths", **values: str) -> ProposedRow:
    """A correction of some columns."""
    return ProposedRow(table, id, "correct", values)


def test_an_answer_that_rests_on_it_names_the_row_and_its_change(desk: Desk) -> None:
    """The warning says which row no second person has checked; an answer about elsewhere has none."""
    change(desk, corrected("a", count="12"))
    assert unreviewed(desk.ask("status landa")) == ["Unreviewed: no second person has checked a (change 2 by U0EDITOR)."]
    assert unreviewed(desk.ask("status farland")) == []
    assert unreviewed(desk.ask("status landa on 2026-09-01")) == []


def test_a_change_that_another_approved_is_not_marked(desk: Desk) -> None:
    """The setting that lets authors approve marks only what they approve themselves."""
    change(desk, corrected("a", count="12"), reviewer=OTHER)
    assert unreviewed(desk.ask("status landa")) == []


def test_a_later_correction_that_another_approved_ends_the_mark(desk: Desk) -> None:
    """The row that stands was reviewed as a whole; what stood between is history."""
    change(desk, corrected("a", count="12"))
    change(desk, corrected("a", count="13"), reviewer=OTHER)
    answer = desk.ask("status landa")
    assert unreviewed(answer) == [] and answer.total and answer.total["max"] == 13
    change(desk, corrected("a", count="14"))
    assert unreviewed(desk.ask("status landa")) == ["Unreviewed: no second person has checked a (change 4 by U0EDITOR)."]


@pytest.mark.parametrize(
    ("row", "question"),
    [
        (ProposedRow("events", "out", "retract"), "status farland"),
        (ProposedRow("strengths", "b", "retract"), "status farland on 2026-10-20"),
        (corrected("harbour", "places", within="landa"), "status landa on 2026-10-20"),
        (corrected("s2", "sources", published="2026-10-20"), "status farland on 2026-10-20"),
        (corrected("beta", "deployments", name="Beta Force"), "status farland on 2026-10-20"),
        (corrected("b", note="Frogmen."), "search frogmen"),
    ],
    ids=["event", "count", "place", "source", "mission", "search"],
)
def test_whatever_kind_of_row_changes_the_answer_marks_it(desk: Desk, row: ProposedRow, question: str) -> None:
    """A retraction, a place moved, a source dated anew, a name: the answer rests on each where it would be another without it."""
    before = desk.ask(question)
    change(desk, row)
    after = desk.ask(question)
    assert after.rows != before.rows or after.headline != before.headline
    assert len(unreviewed(after)) == 1 and row.id in unreviewed(after)[0]


def test_the_store_as_it_stood_before_was_not_marked(desk: Desk) -> None:
    """As of a day before the change there is nothing unreviewed."""
    change(desk, corrected("a", count="12"))
    with desk.store.reading() as snapshot:
        assert snapshot.unreviewed(1) == []
        assert [(row.table, row.id, row.change) for row in snapshot.unreviewed()] == [("strengths", "a", 2)]


def test_a_digest_that_tells_of_it_says_so(desk: Desk) -> None:
    """What changed by a change that nobody reviewed is told with that warning; a digest of elsewhere has none."""
    change(desk, corrected("a", count="12"))
    before, now = Point(TODAY, 1), Point(TODAY, 2)
    assert len(unreviewed(desk.digest("landa", before, now))) == 1
    assert unreviewed(desk.digest("farland", before, now)) == []


def test_many_rows_are_named_in_part(desk: Desk) -> None:
    """Five rows are named and the others counted."""
    count = {
        "deployment": "alpha",
        "places": "landa",
        "qualifier": "exactly",
        "covers": "part",
        "from": "2026-10",
        "source": "s1",
    }
    change(desk, *(ProposedRow("strengths", f"p{n}", "add", {**count, "count": str(n)}) for n in range(1, 8)))
    (text,) = unreviewed(desk.ask("timeline landa"))
    assert text.startswith("Unreviewed: ") and text.endswith("and 2 more.")
