"""Forms as typed, read into rows of the package."""

from datetime import date

import pytest

from bot.editing.days import read_day
from bot.editing.forms import Base, as_typed, fields, from_rows, read_form
from bot.editing.kinds import TABLES, entries
from bot.editing.proposals import ProposedRow, RowFault
from bot.package import description

from .conftest import TODAY

STRENGTH = {
    "deployment": "taji-training",
    "places": "camp-taji",
    "count": "about fifty or so",
    "covers": "whole",
    "from": "10 january 2020",
    "source": "rnz-2020",
}
SOURCE = {
    "new_url": "https://example.org/a",
    "new_publisher": "The Paper",
    "new_title": "A report",
    "new_published": "yesterday",
    "new_kind": "news",
}


def test_a_form_becomes_a_row_with_its_readings() -> None:
    """Count and dates are kept as the package writes them, and the form says how each was read."""
    form = read_form("strength", STRENGTH, TODAY)
    (row,) = form.rows
    assert (row.table, row.action, row.id) == ("strengths", "add", "")
    assert (row.values["count"], row.values["qualifier"], row.values["from"]) == ("50", "about", "2020-01-10")
    assert form.readings == {"count": "about 50", "from": "10 January 2020 (2020-01-10)"}


def test_a_new_source_stands_before_the_row_that_rests_on_it() -> None:
    """A source made in the same form is a row of its own, named by its place until the store gives it an id."""
    form = read_form("strength", STRENGTH | SOURCE | {"source": "new"}, TODAY)
    source, strength = form.rows
    assert (source.table, source.values["published"]) == ("sources", "2026-11-20")
    assert strength.values["source"] == "new:0"


def test_an_incident_comes_with_its_first_account() -> None:
    """An incident without an account would never be shown, so one form makes both."""
    typed = {"occurred": "2020-03-11", "place": "camp-taji", "kind": "rocket-attack", "name": "Rockets"}
    typed |= {"account_summary": "18 rockets.", "account_sources": "rnz-2020|bbc-2020", "account_distance_km": "3.50 km"}
    incident, account = read_form("incident", typed, TODAY).rows
    assert (incident.table, account.table, account.values["incident"]) == ("incidents", "accounts", "new:0")
    assert (account.values["sources"], account.values["distance_km"]) == ("rnz-2020|bbc-2020", "3.5")


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("count", "-1", "-1 is less than none; write 0 or more."),
        ("count", "", "Fill this in."),
        (
            "from",
            "2020-05/2020-01",
            "“2020-05/2020-01” runs backwards: 2020-05 comes after 2020-01. Give one date in each field.",
        ),
        ("from", "2020-01/2020-05", "“2020-01/2020-05” is a period; write 2020-01 here, and 2020-05 in the field for the end."),
        ("from", "january", "Which year? “January” needs one. Write january 2026 or january 2025."),
        ("from", "soon", "“soon” is not a date; write 10 January 2020, January 2020, 2020 or an EDTF date such as 2020-01~."),
        ("source", "", "Choose a source, or “A new source” to add one here."),
        ("places", "", "Choose one."),
    ],
)
def test_what_is_wrong_stands_beside_its_field(field: str, text: str, said: str) -> None:
    """Each field that is wrong has one sentence, and no row is made."""
    form = read_form("strength", STRENGTH | {field: text}, TODAY)
    assert form.errors == {field: said}
    assert form.rows == ()


@pytest.mark.parametrize(
    ("kind", "field", "text", "said"),
    [
        ("event", "count", "up to 30", "A plain number alone can be kept here; write 30, and “up to 30” in the summary."),
        ("account", "nz_injured", "about three", "A plain number alone can be kept here; write 3, and “about 3” in the summary."),
        ("mandate", "cap", "at least 30", "A plain number alone can be kept here; write 30, and “at least 30” in the note."),
    ],
)
def test_no_qualifier_is_lost_unseen(kind: str, field: str, text: str, said: str) -> None:
    """Where a column holds a bare number, one that was typed with “about” is not kept as if it had been exact."""
    assert read_form(kind, {field: text}, TODAY).errors[field] == said
    assert field not in read_form(kind, {field: "30"}, TODAY).errors


def test_a_cap_is_what_it_is_at_most() -> None:
    """“Up to 30” of a mandate is its cap of 30."""
    assert "cap" not in read_form("mandate", {"cap": "up to 30"}, TODAY).errors


def test_no_source_is_published_in_days_to_come() -> None:
    """An answer as of today could not rest on it; a report published today can be recorded."""
    typed = STRENGTH | SOURCE | {"source": "new"}
    late = read_form("strength", typed | {"new_published": "22 november 2026"}, TODAY)
    assert late.errors == {"new_published": "A source cannot have been published on a day that is still to come."}
    assert not read_form("strength", typed | {"new_published": "today"}, TODAY).errors


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("", "A source needs a link; write its address, beginning with http:// or https://."),
        ("ftp://x", "That is not a link that can be kept; write an address that begins with http:// or https://."),
        ("javascript:alert(1)", "That is not a link that can be kept; write an address that begins with http:// or https://."),
    ],
)
def test_a_source_needs_a_link_over_http(url: str, said: str) -> None:
    """A source without a link, or with one that no browser should follow, is refused beside the address."""
    form = read_form("strength", STRENGTH | SOURCE | {"source": "new", "new_url": url}, TODAY)
    assert form.errors == {"new_url": said}


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("10 January 2020", "2020-01-10"),
        ("10/1/2020", "2020-01-10"),
        ("January 2020", "2020-01"),
        ("about 2020", "2020~"),
        ("possibly June 2019", "2019-06?"),
        ("possibly about June 2019", "2019-06%"),
        ("2020-01~", "2020-01~"),
        ("201x", "201X"),
        ("end of 2022", "2022-12-31"),
        ("yesterday", "2026-11-20"),
    ],
)
def test_dates_accept_what_people_type(text: str, edtf: str) -> None:
    """A date is read as it is spoken, or as EDTF, at its own precision."""
    assert read_day(text, TODAY).text == edtf


@pytest.mark.parametrize("kind", TABLES)
def test_every_column_of_a_table_has_its_field(kind: str) -> None:
    """A correction goes through the form, so no column may be missing from it: it would be emptied."""
    form = {entry.column for entry in entries(kind, alone=True)} | {"id"} | ({"qualifier"} if kind == "strength" else set())
    row = read_form(kind, {}, TODAY, Base({kind: "x"}, "correct", 1, alone=True))
    assert row.errors
    assert form == {"id", "qualifier"} & form | set(_columns(kind)) - {"id"} | {"id"}


def _columns(kind: str) -> list[str]:
    return description()[TABLES[kind]].columns


def test_a_proposal_opens_in_its_form_again() -> None:
    """Rows become the values that would make them again, and keep their ids."""
    made = read_form("strength", STRENGTH | SOURCE | {"source": "new"}, TODAY).rows
    kept = (
        ProposedRow("sources", "paper-2026", "add", {**made[0].values, "id": "paper-2026"}),
        ProposedRow("strengths", "taji-2020", "add", {**made[1].values, "id": "taji-2020", "source": "paper-2026"}),
    )
    found = from_rows(kept)
    assert found
    kind, typed, base = found
    assert (kind, typed["source"], typed["count"], typed["new_url"]) == ("strength", "new", "about 50", "https://example.org/a")
    assert read_form(kind, typed, TODAY, base).rows == kept


def test_a_fault_of_the_store_stands_beside_the_field_that_holds_its_column() -> None:
    """The qualifier is typed with the count; a fault of a column that no field holds stands beside the first."""
    form = read_form("strength", STRENGTH, TODAY)
    faults = [RowFault(0, "strengths", "", "qualifier", "Wrong."), RowFault(0, "strengths", "", "id", "Twice.")]
    assert form.beside(faults) == {"count": "Wrong.", "deployment": "Twice."}


def test_a_new_source_opens_its_fields() -> None:
    """The fields of a new source are there once it is chosen, after the source."""
    plain = [entry.name for entry in fields("event", {})]
    opened = [entry.name for entry in fields("event", {"source": "new"})]
    assert set(opened) - set(plain) == set(SOURCE)
    assert opened.index("new_url") == opened.index("source") + 1


def test_a_row_is_shown_as_it_would_be_typed() -> None:
    """A count stands with its qualifier."""
    values = {"count": "50", "qualifier": "up-to", "from": "2020-01", "places": "a|b"}
    assert as_typed("strengths", values) == {"count": "up to 50", "from": "2020-01", "places": "a|b"}


def test_today_is_given() -> None:
    """A date said from today is read by the day passed in."""
    assert read_day("today", date(2020, 2, 29)).text == "2020-02-29"
