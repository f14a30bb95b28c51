"""`history` tells who changed what when, why, who approved it and what it replaced, newest first."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.desk import Desk
from bot.editing.proposals import Draft, Kind, ProposedRow
from bot.store import FactStore
from bot.store.keeping import load
from bot.store.proposals import approve, propose, undo
from tests.conftest import TODAY, small_package

AROHA, BEN = "U0AROHA", "U0BEN"
START = datetime(2026, 11, 1, 20, 30, tzinfo=UTC)  # 2 November, half past nine, in New Zealand
COUNT = {"deployment": "alpha", "places": "landa", "qualifier": "exactly", "covers": "whole", "from": "2026-11", "source": "s2"}


class Newsroom:
    """A store in which one change is made a day."""

    def __init__(self, path: Path) -> None:
        self.now = START
        self.store = FactStore(path, lambda: self.now)
        self.load(10)

    def load(self, count: int) -> None:
        """The package as it stands in git."""
        load(
            self.store,
            small_package(
                sources=[{"id": "s1"}, {"id": "s2", "publisher": "RNZ", "url": "https://example.org/2"}],
                places=[{"id": "landa"}, {"id": "farland"}],
                deployments=[{"id": "alpha"}, {"id": "beta"}],
                strengths=[
                    {"id": "a", "deployment": "alpha", "places": "landa", "count": count},
                    {"id": "b", "deployment": "beta", "places": "farland"},
                ],
                incidents=[{"id": "fall", "occurred": "2020-02-03", "place": "landa"}],
                accounts=[{"id": "fall-s1", "incident": "fall"}],
            ),
        )

    def change(self, kind: Kind, row: ProposedRow, why: str = "") -> int:
        """Aroha's change, approved by Ben on the next day; gives its number."""
        made = propose(self.store, Draft(kind, (row,), why), AROHA)
        return self._approved(made.number)

    def undo(self, change: int, why: str) -> int:
        """The change taken back."""
        return self._approved(undo(self.store, change, AROHA, why).number)

    def _approved(self, number: int) -> int:
        self.now += timedelta(days=1)
        return approve(self.store, number, BEN).proposal.change or 0

    def ask(self, text: str) -> Answer:
        """Ask the store."""
        return Desk(self.store, lambda: TODAY).ask(text)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Newsroom]:
    """The newsroom with the package loaded, then a count corrected, another added and retracted, and the correction undone."""
    one = Newsroom(tmp_path / "facts.db")
    corrected = one.change("correct", ProposedRow("strengths", "a", "correct", {"count": "12"}), "They miscounted.")
    one.change("add", ProposedRow("strengths", "", "add", {**COUNT, "count": "14"}), "The new rotation.")
    one.change("retract", ProposedRow("strengths", "alpha-2026-11", "retract"), "It did not leave.")
    one.undo(corrected, "They had not.")
    yield one
    one.store.close()


def told(answer: Answer) -> list[tuple[int, str, str]]:
    """Change, action and id of each row."""
    return [(row["change"], row["action"], row["id"]) for row in answer.rows]


def test_changes_are_listed_newest_first_with_who_when_and_why(room: Newsroom) -> None:
    """An undo is a correction like another; what the package brought is oldest."""
    answer = room.ask("history landa")
    recorded = [(5, "correct", "a"), (4, "retract", "alpha-2026-11"), (3, "add", "alpha-2026-11"), (2, "correct", "a")]
    assert told(answer)[:4] == recorded and {change for change, _action, _id in told(answer)[4:]} == {1}
    assert answer.rows[3]["text"] == (
        "3 November 2026, 09:30 (change 2): U0AROHA corrected a in strengths (count 10 → 12); approved by U0BEN:"
        " “They miscounted.”."
    )
    assert "5 changes, the latest on 6 November 2026 by U0AROHA" in answer.headline


def test_a_correction_shows_what_it_replaced(room: Newsroom) -> None:
    """Both contents stand in the row, whole."""
    row = room.ask("history landa").rows[3]
    assert (row["before"]["count"], row["values"]["count"]) == ("10", "12")
    assert set(row["before"]) == set(row["values"])
    assert (row["by"], row["approved_by"], row["proposal"], row["unreviewed"]) == (AROHA, BEN, 1, False)


def test_a_retraction_shows_what_stood(room: Newsroom) -> None:
    """It has no new content, and the sources of the old one are listed."""
    row = room.ask("history landa").rows[1]
    assert row["values"] is None and row["before"]["count"] == "14" and row["sources"] == ["s2"]
    assert "s2" in {source["id"] for source in room.ask("history landa").sources}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("history alpha", {"a", "alpha-2026-11", ""}),
        ("history farland", {"farland", "b"}),
        ("history s2", {"alpha-2026-11", "s2"}),
        ("history beta", {"beta", "b"}),
        ("who changed landa", {"a", "alpha-2026-11", ""}),
        ("what was corrected about alpha since 2 november 2026", {"a", "alpha-2026-11", ""}),
    ],
)
def test_a_subject_brings_the_rows_that_ever_named_it(room: Newsroom, text: str, expected: set[str]) -> None:
    """Places, missions and sources; a few rows of a load are named, many are counted."""
    answer = room.ask(text)
    assert answer.kind == "history"
    assert {row["id"] for row in answer.rows} <= expected | {"landa", "fall", "fall-s1", "alpha"}
    assert {row["id"] for row in answer.rows} & expected


@pytest.mark.parametrize(
    ("when", "changes"),
    [
        ("on 3 november 2026", {2}),
        ("since 5 november 2026", {4, 5}),
        ("until 3 november 2026", {1, 2}),
        ("recorded by 4 november 2026", {1, 2, 3}),
        ("on november 2026", {1, 2, 3, 4, 5}),
    ],
)
def test_days_are_those_of_recording_in_new_zealand(room: Newsroom, when: str, changes: set[int]) -> None:
    """`on`, `since` and `until` choose changes by the day on which they were recorded here; `recorded by` the store of a day."""
    assert {row["change"] for row in room.ask(f"history {when}").rows} == changes


def test_as_the_store_stood_a_later_retraction_is_not_known(room: Newsroom) -> None:
    """History recorded by a day is that of the store of that day."""
    assert told(room.ask("history alpha recorded by 4 november 2026"))[:2] == [(3, "add", "alpha-2026-11"), (2, "correct", "a")]


def test_a_later_load_is_told_row_by_row_while_it_is_small(room: Newsroom) -> None:
    """What git changed stands in the history too, as the package's; of everything, a load is one line with its rows counted."""
    room.now += timedelta(days=1)
    room.load(10)
    with room.store.writing() as connection:
        connection.execute("UPDATE strengths SET adopted_at = 'x' WHERE id = 'a'")
    room.load(9)
    assert told(room.ask("history alpha"))[0] == (6, "correct", "a")
    assert room.ask("history alpha").rows[0]["by"] == "package"
    newest = room.ask("history").rows[0]
    assert (newest["action"], newest["rows"]) == ("load", 2)


def test_history_of_nothing_says_so(room: Newsroom) -> None:
    """No change in the days asked about is an absence, not an empty list."""
    answer = room.ask("history landa on 2020")
    assert (answer.kind, answer.absence) == ("unknown", "no-rows")
    assert answer.headline == "No change is recorded for Landa in 2020."


def test_reported_by_is_said_not_to_be_used(room: Newsroom) -> None:
    """When something was published says nothing of when it was recorded."""
    assert [warning.code for warning in room.ask("history landa reported by 2020").warnings] == ["not-used"]


def test_a_change_that_its_author_approved_is_told_as_unreviewed(room: Newsroom) -> None:
    """The row and its words say so."""
    made = propose(room.store, Draft("correct", (ProposedRow("strengths", "b", "correct", {"count": "7"}),), ""), AROHA)
    approve(room.store, made.number, AROHA, single_editor=True)
    row = room.ask("history beta").rows[0]
    assert row["unreviewed"] and "approved by U0AROHA, who wrote it: unreviewed." in row["text"]


def test_the_shipped_store_was_loaded_in_one_change(desk: Desk) -> None:
    """A thousand rows that the package brought are one line."""
    answer = desk.ask("history")
    assert [row["action"] for row in answer.rows] == ["load"] and answer.rows[0]["rows"] == 950
