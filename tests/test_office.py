"""From a wish to a proposal without Slack: forms, what they would change, and views within Slack's limits."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.desk import Desk, open_desk
from bot.editing.kinds import TABLES
from bot.editing.proposals import Draft, ProposedRow, Refused
from bot.office import Office
from bot.playground.blocks import check_message, check_view
from bot.render.forms import form, metadata
from bot.render.home import Picture, home
from bot.render.menus import chosen, menu
from bot.render.proposals import details, review
from bot.store.proposals import approve, propose

from .conftest import NOW, TODAY


@pytest.fixture
def desk(shipped_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy of the shipped facts."""
    one = open_desk(Path(shutil.copy(shipped_store, tmp_path / "facts.db")), lambda: NOW, TODAY)
    yield one
    one.store.close()


@pytest.fixture
def office(desk: Desk) -> Office:
    """The office beside it."""
    return Office(desk)


@pytest.mark.parametrize("kind", TABLES)
def test_every_form_keeps_slacks_limits(office: Office, kind: str) -> None:
    """Each form, empty, with a new source, and filled from a long hostile text, is one that Slack takes; it carries ids alone."""
    hostile = "<!channel> `*_~ " + "45 troops at camp taji on 10 january 2020 https://example.org/ " * 60
    for shown in (office.new("", kind), office.new(hostile, kind)):
        view = check_view(form(shown))
        assert set(metadata(view)) == {"do", "kind"}
        source = next((entry.name for entry in shown.fields if entry.widget in ("source", "sources")), None)
        if source:
            check_view(form(office.again(shown.metadata, {**shown.typed, source: "new"})))


@pytest.mark.parametrize(
    "table", ["strengths", "mandates", "incidents", "accounts", "events", "sources", "places", "deployments"]
)
def test_every_row_of_the_store_opens_in_its_form(office: Office, desk: Desk, table: str) -> None:
    """Whatever row is to be corrected or retracted, its form is one that Slack takes, and says nothing new unchanged."""
    with desk.store.looking() as connection:
        ids = [id for (id,) in connection.execute(f"SELECT id FROM {table} WHERE retracted_in IS NULL")]
    for id in ids:
        shown = office.change("correct", table, id)
        check_view(form(shown))
        judged = office.judge(shown.metadata, {**shown.typed, "why": "None"}, "U0KIRI")
        assert "Nothing of" in str(judged.errors), (id, judged.errors)
    check_view(form(office.change("retract", table, ids[0])))


def test_a_place_cannot_come_to_lie_in_itself(office: Office) -> None:
    """A correction that closes a circle of places is refused beside “Lies within”."""
    shown = office.change("correct", "places", "iraq")
    judged = office.judge(shown.metadata, {**shown.typed, "within": "camp-taji", "why": "x"}, "U0KIRI")
    assert "is a circle" in judged.errors["within"]


def test_an_account_rests_on_a_held_and_a_new_source_together(office: Office) -> None:
    """Several sources of one account may be held already or be made in the same form."""
    source = {"new_url": "https://example.org/a", "new_publisher": "The Paper", "new_title": "T", "new_published": "2020-03"}
    typed = {"incident": "taji-2020-03-11", "summary": "Thirty.", "sources": "herald-2020-01-contingency|new", "new_kind": "news"}
    first = office.judge({"do": "add", "kind": "account"}, typed | source, "U0KIRI")
    assert first.shown, first.errors
    made = office.judge(first.shown.metadata, typed | source, "U0KIRI").proposal
    assert made
    assert made.rows[1].values["sources"] == f"herald-2020-01-contingency|{made.rows[0].id}"


def test_a_row_that_was_retracted_or_changed_meanwhile_is_not_corrected(office: Office, desk: Desk) -> None:
    """A form that was opened before the row changed says so, and one on a retracted row does not open."""
    shown = office.change("correct", "strengths", "taji-2020-01")
    draft = Draft("retract", (ProposedRow("strengths", "taji-2020-01", "retract"),), "Never so")
    number = propose(desk.store, draft, "U0KIRI").number
    approve(desk.store, number, "U0TAMA")
    with pytest.raises(Refused, match="does not stand any more"):
        office.judge(shown.metadata, {**shown.typed, "count": "46", "why": "x"}, "U0KIRI")
    with pytest.raises(Refused, match="does not stand any more"):
        office.change("correct", "strengths", "taji-2020-01")


def test_what_was_checked_is_what_is_proposed(office: Office) -> None:
    """A form that was changed after it was checked is checked again before it is proposed."""
    shown = office.change("correct", "strengths", "taji-2020-01")
    typed = {**shown.typed, "count": "46", "why": "Counted again"}
    first = office.judge(shown.metadata, typed, "U0KIRI").shown
    assert first
    assert first.looks
    again = office.judge(first.metadata, {**typed, "count": "47"}, "U0KIRI")
    assert again.shown
    assert again.proposal is None
    made = office.judge(again.shown.metadata, {**typed, "count": "47"}, "U0KIRI").proposal
    assert made
    assert made.rows[0].values["count"] == "47"


def test_a_large_proposal_is_a_message_that_slack_takes(office: Office, desk: Desk) -> None:
    """200 rows with long notes are shown as far as they fit, in a message and in a form."""
    with desk.store.reading() as snapshot:
        ids = sorted(row.id for row in snapshot.facts().strengths())[:150]
    rows = tuple(ProposedRow("strengths", id, "correct", {"note": f"<!here> {'x' * 900} {id}"}) for id in ids)
    shown = office.review(propose(desk.store, Draft("import", rows, "y" * 3000), "U0KIRI"))
    message = review(shown)
    check_message(message, 4_000)
    check_view(details(shown))
    assert json.dumps(details(shown)).count("Correct strengths") == 50
    assert "and 144 more rows" in json.dumps(message)


def test_the_home_keeps_slacks_limits(office: Office, desk: Desk) -> None:
    """With many proposals and every menu the Home is a view that Slack takes."""
    with desk.store.reading() as snapshot:
        ids = sorted(row.id for row in snapshot.facts().strengths())[:40]
    made = [propose(desk.store, Draft("retract", (ProposedRow("strengths", id, "retract"),), "x"), "U0KIRI") for id in ids]
    picture = Picture(desk.ask("status all"), desk.ask("mandate"), True, True, made, made, ["line"] * 40)
    check_view(home(picture, "/nzdf", menu))


@pytest.mark.parametrize(
    "question", ["status all", "mandate", "incidents", "timeline taji", "sources taji", "search taji", "help"]
)
def test_menus_name_rows_that_stand(office: Office, desk: Desk, question: str) -> None:
    """Every menu on a row of an answer leads to the form of a row that stands."""
    answer = desk.ask(question)
    for row in answer.rows[:20]:
        made = menu(answer.kind, row)
        for option in made["options"] if made else ():
            doing, table, id = chosen(option["value"])
            assert office.change(doing, table, id).fields or doing == "retract"


def test_a_day_checked_before_the_count_is_refused_beside_it(office: Office) -> None:
    """Nobody can have confirmed a count before it was made."""
    shown = office.change("confirm", "strengths", "st-ukr-2025")
    typed = {**shown.typed, "from": "2020-01-10", "source": "herald-2020-01-contingency"}
    judged = office.judge(shown.metadata, typed, "U0KIRI")
    assert judged.errors.keys() == {"from"}
    assert "lies before it" in judged.errors["from"]


def test_a_day_checked_that_is_still_to_come_is_refused_beside_it(office: Office) -> None:
    """Nobody can have looked tomorrow; a count would otherwise stay fresh for years."""
    shown = office.change("confirm", "strengths", "st-ukr-2025")
    judged = office.judge(shown.metadata, {"from": "1 march 2031", "source": "herald-2020-01-contingency"}, "U0KIRI")
    assert judged.errors == {"from": "Nobody can have looked on a day that is still to come; give the day on which somebody did."}


def test_an_edited_correction_keeps_a_reason(office: Office, desk: Desk) -> None:
    """Editing a proposal to correct a row cannot take its reason away."""
    rows = (ProposedRow("strengths", "taji-2020-01", "correct", {"count": "46"}),)
    number = propose(desk.store, Draft("correct", rows, "Counted again"), "U0KIRI").number
    shown = office.edit(number)
    assert (shown.why, shown.why_required) == ("Reason", True)
    assert office.judge(shown.metadata, {**shown.typed, "why": " "}, "U0KIRI").errors.keys() == {"why"}


def test_a_new_source_is_named_once(office: Office, desk: Desk) -> None:
    """Before its approval, when only the proposal holds it, and after, when the store does too."""
    source = {"url": "https://example.org/a", "publisher": "RNZ", "title": "T", "published": "2026-11-20", "kind": "news"}
    count = {"deployment": "taji-training", "places": "camp-taji", "count": "12", "qualifier": "exactly", "covers": "whole"}
    rows = (
        ProposedRow("sources", "", "add", source),
        ProposedRow("strengths", "", "add", count | {"from": "2026-11", "source": "new:0"}),
    )
    made = propose(desk.store, Draft("add", rows), "U0KIRI")
    assert [each["url"] for each in office.review(made).sources] == ["https://example.org/a"]
    approved = approve(desk.store, made.number, "U0TAMA").proposal
    assert [each["url"] for each in office.review(approved).sources] == ["https://example.org/a"]


def test_a_form_read_anew_must_be_checked_again(office: Office) -> None:
    """A date read back after the check takes the preview away, so the button that says Check checks and proposes nothing."""
    typed = {"deployment": "taji-training", "places": "camp-taji", "count": "12", "covers": "whole", "from": "1 nov 2026"}
    typed |= {"source": "herald-2020-01-contingency"}
    checked = office.judge({"do": "add", "kind": "strength"}, typed, "U0KIRI").shown
    assert checked
    again = office.again(checked.metadata, typed)
    assert form(again)["submit"]["text"] == "Check"
    judged = office.judge(again.metadata, typed, "U0KIRI")
    assert judged.shown
    assert judged.proposal is None


def test_of_two_who_edit_one_proposal_the_second_overwrites_nothing(office: Office) -> None:
    """A form opened before another's edit is refused, checked or not."""
    typed = {"deployment": "taji-training", "places": "camp-taji", "count": "12", "covers": "whole", "from": "1 nov 2026"}
    typed |= {"source": "herald-2020-01-contingency"}
    checked = office.judge({"do": "add", "kind": "strength"}, typed, "U0KIRI").shown
    assert checked
    made = office.judge(checked.metadata, typed, "U0KIRI").proposal
    assert made
    one, other = office.edit(made.number), office.edit(made.number)
    late = office.judge(other.metadata, {**other.typed, "count": "14"}, "U0TAMA").shown
    soon = office.judge(one.metadata, {**one.typed, "count": "13"}, "U0KIRI").shown
    assert soon
    assert late
    assert office.judge(soon.metadata, {**one.typed, "count": "13"}, "U0KIRI").proposal
    for form_of in (late, other):
        with pytest.raises(Refused, match="was edited since"):
            office.judge(form_of.metadata, {**other.typed, "count": "14"}, "U0TAMA")
    assert office.proposal(made.number).rows[0].values["count"] == "13"
