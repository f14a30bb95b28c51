"""A message's text becomes a form already filled in."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.editing.fill import Link, fill
from bot.facts import Facts
from bot.store import FactStore

from .conftest import NOW

WRITTEN = date(2026, 11, 20)


@pytest.fixture
def facts(shipped_store: Path) -> Iterator[Facts]:
    """The shipped facts."""
    store = FactStore(shipped_store, lambda: NOW)
    with store.reading() as snapshot:
        yield snapshot.facts()
    store.close()


@pytest.mark.parametrize(
    ("text", "kind", "values"),
    [
        (
            "There are about fifty or so NZDF personnel at Camp Taji as of 10 January 2020",
            "strength",
            {"deployment": "taji-training", "places": "camp-taji", "count": "about 50", "covers": "whole", "from": "2020-01-10"},
        ),
        (
            "Up to 60 New Zealand troops are now in Iraq",
            "strength",
            {"places": "iraq", "count": "up to 60", "covers": "place", "from": "2026-11-20"},
        ),
        (
            "Cabinet has extended the Sinai mandate until September 2027",
            "mandate",
            {"places": "sinai", "ends": "2027-09", "covers": "whole"},
        ),
        (
            "At least 12 Kiwi soldiers came home from Qatar on 3 October 2026",
            "event",
            {
                "places": "qatar",
                "occurred": "2026-10-03",
                "kind": "returned",
                "summary": "At least 12 Kiwi soldiers came home from Qatar on 3 October 2026",
            },
        ),
        (
            "Rockets hit Camp Taji on 11 March 2020",
            "incident",
            {
                "occurred": "2020-03-11",
                "place": "camp-taji",
                "kind": "rocket-attack",
                "deployments": "taji-training",
                "account_summary": "Rockets hit Camp Taji on 11 March 2020",
            },
        ),
        (
            "16 NZDF staff with UNTSO in Lebanon, Syria and Israel",
            "strength",
            {"deployment": "untso", "places": "lebanon|syria|israel", "count": "16", "covers": "whole"},
        ),
    ],
)
def test_a_message_is_read_into_the_fields_of_its_kind(facts: Facts, text: str, kind: str, values: dict[str, str]) -> None:
    """Places, missions, counts with their qualifier, and dates are read with the words of the plain questions."""
    filled = fill(text, facts, WRITTEN)
    assert (filled.kind, dict(filled.values)) == (kind, values)


def test_a_link_is_the_source(facts: Facts) -> None:
    """A link to a source that is held picks that source; any other becomes a new one, with the publisher known for its host."""
    held = facts.sources(["rnz-2020-03-30-fulfilled"])[0]
    assert fill(f"45 at Camp Taji {held.url}", facts, WRITTEN).values["source"] == held.id
    fresh = fill("45 at Camp Taji https://www.rnz.co.nz/news/political/999999/fresh.", facts, WRITTEN).values
    assert (fresh["source"], fresh["new_url"]) == ("new", "https://www.rnz.co.nz/news/political/999999/fresh")
    assert (fresh["new_publisher"], fresh["new_kind"]) == ("RNZ", "news")


def test_a_title_that_slack_shows_with_a_link_is_kept(facts: Facts) -> None:
    """The title and the publisher of an unfurled link fill the new source."""
    link = Link("https://news.example/a", "Troops leave", "The Example")
    filled = fill("45 at Camp Taji", facts, WRITTEN, (link,)).values
    assert (filled["new_title"], filled["new_publisher"]) == ("Troops leave", "The Example")


@pytest.mark.parametrize("text", ["", "   ", "hello world", "<!channel> `x` " + "a" * 5000, "on 32 January 2020", "\u202e"])
def test_a_text_that_says_nothing_of_a_fact_fills_nothing_wrong(facts: Facts, text: str) -> None:
    """Whatever a message holds, a form opens, and no place, mission or source is made up."""
    values = fill(text, facts, WRITTEN).values
    assert not {"places", "place", "deployment", "source", "new_url"} & values.keys()


@pytest.mark.parametrize("number", ["3 rockets", "12 km", "30%", "$45", "45 years"])
def test_a_number_of_something_else_is_no_count_of_people(facts: Facts, number: str) -> None:
    """Rockets, kilometres and years are not counted as people."""
    assert "count" not in fill(f"{number} near Camp Taji", facts, WRITTEN, kind="strength").values


def test_the_kind_that_was_asked_for_is_filled(facts: Facts) -> None:
    """/nzdf add mandate reads the text as a mandate, whatever else it looks like."""
    filled = fill("up to 45 at Camp Taji until June 2027", facts, WRITTEN, kind="mandate")
    assert filled.kind == "mandate"
    assert (filled.values["ends"], filled.values["cap"]) == ("2027-06", "45")
