"""Changes are proposed, checked, decided once by someone else, and can be taken back; nothing shows before it is approved."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.editing.ids import new_id
from bot.editing.proposals import Draft, Moved, Proposal, ProposedRow, Refused, RowFaults
from bot.package import Package
from bot.store import FactStore, statements
from bot.store.keeping import export, load
from bot.store.proposals import (
    amend,
    approve,
    audit_trail,
    check,
    posted,
    proposal,
    proposals,
    propose,
    reject,
    undo,
    withdraw,
)
from tests.conftest import NOW, TODAY, small_package

AROHA, BEN, CLEO = "U0AROHA", "U0BEN", "U0CLEO"
SOURCE = {
    "publisher": "RNZ",
    "title": "Six more to Landa",
    "published": "2026-11-20",
    "url": "https://example.org/six",
    "kind": "news",
}
COUNT = {
    "deployment": "alpha",
    "places": "landa",
    "count": "16",
    "qualifier": "exactly",
    "covers": "whole",
    "from": "2026-11",
    "source": "s1",
}

Propose = Callable[..., Proposal]


def world() -> Package:
    """A mission at a place, counted once; and a place with nothing."""
    return small_package(
        sources=[{"id": "s1", "published": "2026-01-02", "url": "https://example.org/s1"}],
        places=[{"id": "landa"}, {"id": "port-landa", "within": "landa", "kind": "city"}, {"id": "farland"}],
        deployments=[{"id": "alpha"}, {"id": "beta", "part_of": "alpha"}, {"id": "gamma", "part_of": "beta"}],
        strengths=[
            {"id": "a", "deployment": "alpha", "places": "landa", "count": 10, "from": "2026-01", "note": "Ten engineers."}
        ],
        mandates=[{"id": "m", "deployment": "alpha", "places": "landa", "ends": "2027-06", "decided": "2026-01-01"}],
        incidents=[{"id": "fall", "occurred": "2026-02-03", "place": "landa", "deployments": "alpha"}],
        accounts=[{"id": "fall-s1", "incident": "fall", "nz_injured": 1}],
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[FactStore]:
    """A store of that world."""
    one = FactStore(tmp_path / "facts.db", lambda: NOW)
    load(one, world())
    yield one
    one.close()


@pytest.fixture
def add(store: FactStore) -> Propose:
    """Propose to add one row: `add("strengths", count="16")`, by Aroha unless said otherwise."""

    def proposed(table: str, by: str = AROHA, **values: str) -> Proposal:
        usual = {"strengths": COUNT, "sources": SOURCE}.get(table, {})
        return propose(store, Draft("add", (ProposedRow(table, "", "add", {**usual, **values}),), "A new count."), by)

    return proposed


def correct(store: FactStore, id: str, by: str = AROHA, table: str = "strengths", **values: str) -> Proposal:
    """Propose to correct some columns of a row."""
    return propose(store, Draft("correct", (ProposedRow(table, id, "correct", values),), "A slip."), by)


def retract(store: FactStore, id: str, by: str = AROHA, table: str = "strengths") -> Proposal:
    """Propose to retract a row."""
    return propose(store, Draft("retract", (ProposedRow(table, id, "retract"),), "It is wrong."), by)


def total(store: FactStore, text: str = "status landa") -> int | None:
    """How many the store answers."""
    found = Desk(store, lambda: TODAY).ask(text).total
    return found["max"] if found else None


def stands(store: FactStore) -> dict[str, list[dict[str, str]]]:
    """Everything that stands."""
    return export(store)


# Proposing


def test_a_proposal_shows_in_no_answer_until_it_is_approved(store: FactStore, add: Propose) -> None:
    """Ten are counted while sixteen are proposed; sixteen from the next question after the approval."""
    made = add("strengths")
    assert total(store) == 10
    decision = approve(store, made.number, BEN)
    assert decision.first and decision.proposal.state == "approved" and decision.proposal.decided_by == BEN
    assert total(store) == 16


def test_a_count_and_its_new_source_are_one_proposal(store: FactStore) -> None:
    """A row may refer to one before it in the same draft; both get readable ids, and both stand together."""
    rows = (ProposedRow("sources", "", "add", SOURCE), ProposedRow("strengths", "", "add", {**COUNT, "source": "new:0"}))
    made = propose(store, Draft("add", rows), AROHA)
    assert [row.id for row in made.rows] == ["rnz-2026-11-20-six-more-to", "alpha-2026-11"]
    assert made.rows[1].values["source"] == "rnz-2026-11-20-six-more-to"
    approve(store, made.number, BEN)
    assert Desk(store, lambda: TODAY).ask("status landa").sources[0]["id"] == "rnz-2026-11-20-six-more-to"


@pytest.mark.parametrize(
    ("table", "values", "id"),
    [
        ("strengths", {"deployment": "taji-training", "from": "2020-01"}, "taji-training-2020-01"),
        ("strengths", {"places": "iraq|kuwait", "covers": "place", "from": "2020-01-09~"}, "iraq-total-2020-01-09"),
        ("mandates", {"deployment": "alpha", "ends": "2027-06"}, "alpha-until-2027-06"),
        ("events", {"places": "landa", "kind": "returned", "occurred": "201X"}, "landa-returned-201x"),
        ("incidents", {"place": "camp-taji", "occurred": "2020-01-08"}, "camp-taji-2020-01-08"),
        ("accounts", {"incident": "mila-2011", "sources": "stuff-2011|nzdf-2012"}, "mila-2011-stuff"),
        ("places", {"name": "Ōhākea"}, "ohakea"),
        (
            "sources",
            {"publisher": "NZ Herald", "published": "2020", "title": "A, “b” – and the rest of it"},
            "nz-herald-2020-a-b-and",
        ),
        ("sources", {"publisher": "部", "published": "", "title": ""}, "source"),
    ],
)
def test_ids_say_what_the_row_is(table: str, values: dict[str, str], id: str) -> None:
    """An id is made of what tells the row from others, in lower case with single hyphens."""
    assert new_id(table, values, lambda taken: False) == id


def test_an_id_is_never_given_twice(store: FactStore, add: Propose) -> None:
    """Neither to a row beside one in an open proposal, nor to one after a retracted row."""
    first, second = add("strengths"), add("strengths", count="17")
    assert [one.rows[0].id for one in (first, second)] == ["alpha-2026-11", "alpha-2026-11-2"]
    approve(store, first.number, BEN)
    approve(store, retract(store, "alpha-2026-11").number, BEN)
    assert add("strengths", count="18").rows[0].id == "alpha-2026-11-3"


@pytest.mark.parametrize(
    ("table", "values", "column", "said"),
    [
        ("strengths", {"count": "-1"}, "count", "out of range"),
        ("strengths", {"count": "about fifty"}, "count", "not a whole number"),
        ("strengths", {"qualifier": "roughly"}, "qualifier", "none of the words"),
        ("strengths", {"places": "lande"}, "places", "write landa"),
        ("strengths", {"source": "nobody"}, "source", "not the id of a row in sources"),
        ("strengths", {"from": "2026-11", "to": "2026-03"}, "to", "lies after"),
        ("strengths", {"from": "2026-02-30"}, "from", "February 2026 has 28 days"),
        ("strengths", {"from": "2026-13"}, "from", "month"),
        ("strengths", {"deployment": ""}, "deployment", "names none"),
        ("strengths", {"note": "a\u202eb"}, "note", "hidden character"),
        ("strengths", {"id": "a"}, "id", "already stands"),
        ("strengths", {"id": "Not An Id"}, "id", "lower-case letters"),
        ("strengths", {"count": "10", "from": "2026-01"}, "id", "already holds this fact as “a”"),
        ("sources", {"url": "ftp://example.org/x"}, "url", "http:// or https://"),
        ("sources", {"url": ""}, "url", "is empty"),
        ("sources", {"url": "javascript:alert(1)"}, "url", "http:// or https://"),
        ("sources", {"url": "https://example.org/s1", "published": "2026-01-02"}, "id", "already holds this fact as “s1”"),
        ("places", {"name": "LANDA", "kind": "country"}, "id", "already holds this fact as “landa”"),
        ("strengths", {"size": "5"}, "size", "is not a column of strengths"),
        ("troops", {}, "", "is not a table"),
        ("strengths", {"source": "new:0"}, "source", "not an earlier row"),
        ("strengths", {"source": "new:x"}, "source", "not an earlier row"),
    ],
)
def test_a_row_that_may_not_stand_is_refused_beside_its_column(
    store: FactStore, add: Propose, table: str, values: dict[str, str], column: str, said: str
) -> None:
    """Each fault names its column and says in a sentence what is wrong and what would be right; nothing is kept."""
    with pytest.raises(RowFaults) as refused:
        add(table, **values)
    fault = refused.value.faults[0]
    assert (fault.row, fault.column) == (0, column)
    assert said in fault.sentence and fault.sentence.endswith(".")
    assert proposals(store) == [] and audit_trail(store) == []


def test_every_fault_of_every_row_is_named_at_once(store: FactStore) -> None:
    """So that a form can show them all beside their fields."""
    rows = (
        ProposedRow("strengths", "", "add", {**COUNT, "count": "-1", "from": "soon"}),
        ProposedRow("sources", "", "add", {**SOURCE, "url": "x"}),
    )
    with pytest.raises(RowFaults) as refused:
        propose(store, Draft("add", rows), AROHA)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(0, "count"), (0, "from"), (1, "url")]
    assert "There are 2 more." in str(refused.value)


@pytest.mark.parametrize(
    ("table", "id", "values"),
    [
        ("places", "landa", {"within": "port-landa"}),
        ("places", "landa", {"within": "landa"}),
        ("deployments", "alpha", {"part_of": "beta"}),
    ],
)
def test_a_circle_is_refused_with_the_way_round(store: FactStore, table: str, id: str, values: dict[str, str]) -> None:
    """No place lies in itself and no mission is part of itself, by whatever way."""
    with pytest.raises(RowFaults, match="is a circle"):
        correct(store, id, table=table, **values)


def test_a_circle_made_by_two_proposals_is_found_when_the_second_is_approved(store: FactStore) -> None:
    """Rows are checked again against what stands at the approval."""
    one, other = (
        correct(store, id, table="places", within=within) for id, within in (("landa", "farland"), ("farland", "port-landa"))
    )
    approve(store, one.number, BEN)
    with pytest.raises(RowFaults, match="is a circle"):
        approve(store, other.number, BEN)
    assert proposal(store, other.number).state == "open"
    assert [line.what for line in audit_trail(store, other.number)] == ["proposed", "conflict"]


@pytest.mark.parametrize(
    ("table", "id", "needing"),
    [
        ("sources", "s1", "a in strengths"),
        ("places", "landa", "a in strengths, m in mandates, fall in incidents and 1 more"),
        ("deployments", "beta", "gamma in deployments"),
        ("incidents", "fall", "fall-s1 in accounts"),
    ],
)
def test_a_row_that_others_refer_to_is_not_retracted(store: FactStore, table: str, id: str, needing: str) -> None:
    """The sentence names what refers to it."""
    with pytest.raises(RowFaults, match=needing):
        retract(store, id, table=table)


def test_a_row_may_be_retracted_together_with_all_that_refers_to_it(store: FactStore) -> None:
    """An incident and its only account go in one proposal."""
    rows = tuple(ProposedRow(table, id, "retract") for table, id in (("incidents", "fall"), ("accounts", "fall-s1")))
    made = propose(store, Draft("retract", rows, "It never happened."), AROHA)
    approve(store, made.number, BEN)
    assert stands(store)["incidents"] == [] == stands(store)["accounts"]


def test_nothing_is_proposed_on_a_retracted_row(store: FactStore) -> None:
    """It is said who retracted it and when."""
    approve(store, retract(store, "a").number, BEN)
    with pytest.raises(RowFaults, match="“a” was retracted by U0AROHA on 21 November 2026"):
        correct(store, "a", count="11")
    with pytest.raises(RowFaults, match="is not the id of a row"):
        correct(store, "zzz", count="11")


def test_a_correction_that_changes_nothing_is_refused(store: FactStore) -> None:
    """There would be nothing to review."""
    with pytest.raises(RowFaults, match="Nothing of “a” would change"):
        correct(store, "a", count="10")


@pytest.mark.parametrize("rows", [(), (ProposedRow("strengths", "a", "retract"),) * 201], ids=["none", "201"])
def test_a_proposal_holds_a_few_rows(store: FactStore, rows: tuple[ProposedRow, ...]) -> None:
    """At least one, and no more than a person can review."""
    with pytest.raises(Refused, match=r"at least one|at most 200"):
        propose(store, Draft("retract", rows), AROHA)


def test_no_one_proposes_under_the_name_of_the_package(store: FactStore) -> None:
    """What is recorded by “package” is what the CSV files say."""
    with pytest.raises(Refused, match="name the person"):
        propose(store, Draft("retract", (ProposedRow("strengths", "a", "retract"),)), "package")


def test_a_draft_can_be_checked_while_the_store_is_locked(store: FactStore, tmp_path: Path) -> None:
    """The form needs the checks within three seconds, whoever is writing."""
    reader = FactStore(store.path, lambda: NOW)
    with store.writing():
        assert check(reader, Draft("add", (ProposedRow("strengths", "", "add", COUNT),)))[0].id == "alpha-2026-11"
        with pytest.raises(RowFaults):
            check(reader, Draft("add", (ProposedRow("strengths", "", "add", {**COUNT, "count": "-1"}),)))
    reader.close()


# Deciding


def test_who_wrote_it_may_not_approve_it(store: FactStore, add: Propose) -> None:
    """Neither its author nor whoever amended it, but anyone else."""
    made = add("strengths")
    amend(store, made.number, [replace(made.rows[0], values={**made.rows[0].values, "count": "15"})], BEN)
    for writer in (AROHA, BEN):
        with pytest.raises(Refused, match="another reviewer"):
            approve(store, made.number, writer)
    approve(store, made.number, CLEO)
    assert total(store) == 15


def test_an_amended_proposal_keeps_what_it_said_before(store: FactStore, add: Propose) -> None:
    """The earlier rows stand in the audit trail, and a faulty amendment changes nothing."""
    made = add("strengths")
    again = amend(store, made.number, [replace(made.rows[0], values={**made.rows[0].values, "count": "15"})], AROHA, "Recounted.")
    assert again.rows[0].id == made.rows[0].id and again.why == "Recounted."
    with pytest.raises(RowFaults):
        amend(store, made.number, [replace(made.rows[0], values={**made.rows[0].values, "count": "-1"})], AROHA)
    assert [(line.what, line.rows[0].values["count"]) for line in audit_trail(store, made.number)] == [
        ("proposed", "16"),
        ("amended", "15"),
    ]


def test_what_was_edited_since_it_was_seen_is_not_decided(store: FactStore, add: Propose) -> None:
    """Who approves or edits a proposal as it stood before another's edit is refused, and may do so once they saw that."""
    made = add("strengths")
    amend(store, made.number, [replace(made.rows[0], values={**made.rows[0].values, "count": "99"})], AROHA, seen=0)
    with pytest.raises(Refused, match="was edited since you looked at it"):
        approve(store, made.number, BEN, seen=made.edits)
    with pytest.raises(Refused, match="was edited since you looked at it"):
        amend(store, made.number, made.rows, CLEO, seen=made.edits)
    assert total(store) == 10 and proposal(store, made.number).rows[0].values["count"] == "99"
    assert approve(store, made.number, BEN, seen=proposal(store, made.number).edits).first


def test_a_decision_is_made_once(store: FactStore, add: Propose) -> None:
    """A second click of the same person is no second decision; another's comes too late and is told who decided and when."""
    made = add("strengths")
    assert approve(store, made.number, BEN).first
    assert not approve(store, made.number, BEN).first
    too_late: list[Callable[[], object]] = [
        lambda: approve(store, made.number, CLEO),
        lambda: reject(store, made.number, BEN, "No."),
        lambda: withdraw(store, made.number, AROHA),
    ]
    for late in too_late:
        with pytest.raises(Refused, match=f"Proposal {made.number} was already approved by U0BEN at 14:00 on 21 November 2026"):
            late()
    with pytest.raises(Refused, match="already approved"):
        amend(store, made.number, made.rows, AROHA)
    assert [line.what for line in audit_trail(store, made.number)] == ["proposed", "approved"]


def test_a_rejection_has_a_reason_and_changes_no_fact(store: FactStore, add: Propose) -> None:
    """Without a reason it is refused; with one it is kept for the author."""
    made, before = add("strengths"), stands(store)
    with pytest.raises(Refused, match="Say why"):
        reject(store, made.number, BEN, "  ")
    assert reject(store, made.number, BEN, "The source says six.").proposal.verdict_why == "The source says six."
    assert stands(store) == before
    with store.reading() as snapshot:
        assert snapshot.change == 1


def test_only_its_author_withdraws_a_proposal(store: FactStore, add: Propose) -> None:
    """Another is told to reject it."""
    made = add("strengths")
    with pytest.raises(Refused, match="Only U0AROHA"):
        withdraw(store, made.number, BEN)
    assert withdraw(store, made.number, AROHA).proposal.state == "withdrawn"


def test_a_change_is_recorded_by_its_author_and_names_its_approver(store: FactStore, add: Propose) -> None:
    """The revision has the author's name, the change both, and the proposal's number and reason."""
    made = approve(store, add("strengths").number, BEN).proposal
    row = store.connection().execute("SELECT recorded_by, change FROM strengths WHERE id = 'alpha-2026-11'").fetchone()
    change = (
        store.connection()
        .execute("SELECT number, by, approved_by, why, proposal, unreviewed FROM changes WHERE number = 2")
        .fetchone()
    )
    assert tuple(row) == (AROHA, 2) and made.change == 2
    assert tuple(change) == (2, AROHA, BEN, "A new count.", made.number, 0)


def test_a_correction_keeps_both_and_its_place(store: FactStore) -> None:
    """The old revision is retracted and replaced, and the row keeps its place in the CSV."""
    before = [row["id"] for row in stands(store)["places"]]
    approve(store, correct(store, "landa", table="places", aliases="The Land").number, BEN)
    assert [row["id"] for row in stands(store)["places"]] == before
    old, new = (
        store.connection().execute("SELECT rev, replaces, retracted_by FROM places WHERE id = 'landa' ORDER BY rev").fetchall()
    )
    assert (old[2], new[1], new[2]) == (AROHA, old[0], None)


def test_a_proposal_whose_base_moved_shows_the_difference(store: FactStore) -> None:
    """Of two corrections of one row the second is not approved: it is told what stood, what stands, and what was proposed."""
    one, other = correct(store, "a", count="11"), correct(store, "a", count="12", note="Twelve.")
    approve(store, one.number, CLEO)
    with pytest.raises(Moved, match="a in strengths") as moved:
        approve(store, other.number, BEN)
    assert [tuple(each) for each in moved.value.differences] == [("strengths", "a", "count", "10", "11", "12")]
    assert (proposal(store, other.number).state, total(store)) == ("open", 11)
    assert audit_trail(store, other.number)[-1].what == "conflict"


def test_a_moved_proposal_can_be_amended_onto_what_stands(store: FactStore) -> None:
    """Edited anew it rests on the revision that stands now and can be approved."""
    one, other = correct(store, "a", count="11"), correct(store, "a", count="12")
    approve(store, one.number, CLEO)
    amend(store, other.number, [ProposedRow("strengths", "a", "correct", {"count": "12"})], AROHA)
    approve(store, other.number, CLEO)
    assert total(store) == 12


def test_a_base_retracted_meanwhile_is_a_difference_in_every_column(store: FactStore) -> None:
    """Nothing stands where the proposal rests on something."""
    made = correct(store, "a", count="11")
    approve(store, retract(store, "a").number, BEN)
    with pytest.raises(Moved) as moved:
        approve(store, made.number, BEN)
    assert {each.now for each in moved.value.differences} == {None}


def test_search_finds_what_was_approved_and_not_what_was_retracted(store: FactStore, add: Propose) -> None:
    """The index follows each change; what did not change is found as before."""
    desk = Desk(store, lambda: TODAY)
    approve(store, add("strengths", note="Sixteen carpenters.").number, BEN)
    assert [row["id"] for row in desk.ask("search carpenters").rows] == ["alpha-2026-11"]
    approve(store, correct(store, "a", note="Ten sappers.").number, BEN)
    assert desk.ask("search engineers").kind == "unknown"
    assert [row["id"] for row in desk.ask("search sappers").rows] == ["a"]
    approve(store, correct(store, "fall-s1", table="accounts", summary="A trip.").number, BEN)
    filled = sorted(store.connection().execute("SELECT * FROM search").fetchall())
    with store.writing() as connection:
        connection.execute("DELETE FROM search")
        statements.run(connection, "fill_search", {})
    assert sorted(store.connection().execute("SELECT * FROM search").fetchall()) == filled


def test_proposals_are_listed_newest_first_by_state_and_author(store: FactStore, add: Propose) -> None:
    """What waits, and what one person made; where it was posted is kept."""
    one, two = add("strengths"), add("strengths", by=BEN, count="17")
    posted(store, one.number, "C0REVIEW", "1700000000.000100")
    approve(store, two.number, AROHA)
    assert [each.number for each in proposals(store)] == [two.number, one.number]
    assert [each.number for each in proposals(store, state="open")] == [one.number]
    assert [each.number for each in proposals(store, author=BEN)] == [two.number]
    assert (proposal(store, one.number).channel, proposal(store, one.number).ts) == ("C0REVIEW", "1700000000.000100")
    with pytest.raises(Refused, match="no proposal 99"):
        proposal(store, 99)


def test_proposing_does_not_make_readers_look_again(store: FactStore, add: Propose) -> None:
    """Only a change of the facts gives the store a new mark; what readers keep in memory stays good beside proposals."""

    def mark() -> Any:
        return store.connection().execute("SELECT value FROM store_info WHERE key = 'state'").fetchone()

    before = mark()
    made = add("strengths")
    assert mark() == before
    approve(store, made.number, BEN)
    assert mark() != before


@pytest.mark.parametrize("sql", ["UPDATE audit SET who = 'U0NOBODY'", "DELETE FROM audit"])
def test_the_audit_trail_is_only_added_to(store: FactStore, add: Propose, sql: str) -> None:
    """The store itself refuses to alter or drop a line of it."""
    add("strengths")
    with pytest.raises(Exception, match="only added to"):
        store.connection().execute(sql)


# Undoing


@pytest.mark.parametrize(
    "make",
    [lambda s, a: a("strengths"), lambda s, a: correct(s, "a", count="11"), lambda s, a: retract(s, "a")],
    ids=["add", "correct", "retract"],
)
def test_an_undone_change_leaves_what_stood_before_and_can_be_redone(store: FactStore, add: Propose, make: Any) -> None:
    """Undo goes through the same review; undoing the undo gives what the change had made, to the letter and in its place."""
    before = stands(store)
    change = approve(store, make(store, add).number, BEN).proposal.change
    after = stands(store)
    assert change and after != before
    taken_back = approve(store, undo(store, change, CLEO, "Not so.").number, BEN).proposal
    assert stands(store) == before and taken_back.undoes == change and taken_back.kind == "undo"
    approve(store, undo(store, taken_back.change or 0, CLEO, "So after all.").number, BEN)
    assert stands(store) == after


def test_an_undo_conflicts_where_rows_moved_since(store: FactStore) -> None:
    """A change is undone as a whole or not at all, and the rows that moved are named."""
    change = approve(store, correct(store, "a", count="11").number, BEN).proposal.change
    approve(store, correct(store, "a", count="12").number, BEN)
    with pytest.raises(Moved, match="a in strengths") as moved:
        undo(store, change or 0, AROHA, "Wrong.")
    assert [tuple(each) for each in moved.value.differences] == [("strengths", "a", "count", "11", "12", "10")]


def test_an_undo_is_reviewed_and_asked_for_once(store: FactStore) -> None:
    """Its author may not approve it, and a second undo of the same change is refused while the first waits."""
    change = approve(store, correct(store, "a", count="11").number, BEN).proposal.change or 0
    made = undo(store, change, BEN, "Wrong.")
    with pytest.raises(Refused, match="another reviewer"):
        approve(store, made.number, BEN)
    with pytest.raises(Refused, match=f"Proposal {made.number} already asks"):
        undo(store, change, AROHA, "Wrong.")


@pytest.mark.parametrize(("change", "said"), [(1, "was a load of the package"), (99, "There is no change 99")])
def test_some_changes_are_not_undone_here(store: FactStore, change: int, said: str) -> None:
    """A load of the package is undone in git, and what never was cannot be."""
    with pytest.raises(Refused, match=said):
        undo(store, change, AROHA, "Wrong.")


def test_the_store_as_it_stood_before_an_approval_can_still_be_asked(tmp_path: Path) -> None:
    """An approved change is in answers from its instant on, and not in those of the day before."""
    now = [NOW - timedelta(days=3)]
    store = FactStore(tmp_path / "facts.db", lambda: now[0])
    load(store, world())
    now[0] = datetime.fromisoformat("2026-11-21T01:00:00+00:00")
    approve(store, correct(store, "a", count="11").number, BEN)
    assert (total(store), total(store, "status landa recorded by 2026-11-19")) == (11, 10)
    store.close()
