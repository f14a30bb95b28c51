"""Rule 9: what the words of a subject reach."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [
    {"id": "landa", "aliases": "Land of A|Lānda"},
    {"id": "fort-one", "kind": "base", "within": "landa"},
    {"id": "tent-row", "kind": "base", "within": "fort-one"},
    {"id": "otria"},
    {"id": "borealia", "name": "Borealia", "kind": "region"},
]
MISSIONS = [
    {"id": "whole", "name": "Umbrella mission"},
    {"id": "alpha", "part_of": "whole", "aliases": "First team|FT", "led_by": "United Nations"},
    {"id": "bravo", "led_by": "Australia, then United Nations"},
    {"id": "charlie", "led_by": "Australia", "operation": "Operation Tīeke"},
    {"id": "borealia-support", "aliases": "Borealia", "led_by": "New Zealand"},
]
COUNTS = [
    {"id": "tents", "deployment": "alpha", "places": "tent-row", "count": 1},
    {"id": "forts", "deployment": "bravo", "places": "fort-one", "count": 2},
    {"id": "lands", "deployment": "charlie", "places": "landa", "count": 4},
    {"id": "others", "deployment": "charlie", "places": "otria", "count": 8},
    {"id": "norths", "deployment": "borealia-support", "places": "otria", "count": 16},
    {"id": "visits", "deployment": "bravo", "places": "borealia", "count": 32},
]


@pytest.fixture
def ask(world: World) -> Ask:
    """A world of nested places, a whole with a part, lead bodies, and a word that means a place and a mission."""
    return world(places=PLACES, deployments=MISSIONS, strengths=COUNTS)


def shown(answer: Answer) -> set[str]:
    """The counts shown."""
    return {row["strength"] for row in as_dict(answer)["rows"]}


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("landa", {"tents", "forts", "lands"}),  # a place reaches down
        ("fort one", {"tents", "forts"}),  # and not up
        ("tent row", {"tents"}),
        ("otria", {"others", "norths"}),
        ("landa otria", {"tents", "forts", "lands", "others", "norths"}),  # several places unite
        ("tent row and otria", {"tents", "others", "norths"}),
        ("alpha", {"tents"}),
        ("umbrella mission", {"tents"}),  # a mission includes its parts
        ("whole", {"tents"}),
        ("charlie", {"lands", "others"}),
        ("charlie landa", {"lands"}),  # a place and a mission intersect
        ("landa charlie", {"lands"}),
        ("bravo fort one", {"forts"}),
        ("alpha charlie", {"tents", "lands", "others"}),
        ("borealia", {"visits", "norths"}),  # one word that names both means both
        ("un missions", {"tents", "forts", "visits"}),  # a lead body means what it leads
        ("united nations", {"tents", "forts", "visits"}),
        ("led by australia", {"forts", "visits", "lands", "others"}),
        ("led by australia landa", {"forts", "lands"}),
    ],
)
def test_a_subject_reaches_down_unites_and_intersects(ask: Ask, subject: str, expected: set[str]) -> None:
    """Places reach what lies in them, missions their parts; places unite, a place and a mission intersect."""
    assert shown(ask(f"status {subject} on 2020-02-01")) == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("landa", {"tents", "forts", "lands"}),
        ("charlie landa", {"lands"}),
        ("bravo fort one", {"forts"}),
        ("landa otria", {"tents", "forts", "lands", "others", "norths"}),
        ("borealia", {"visits", "norths"}),
    ],
)
def test_lists_read_a_subject_as_status_does(ask: Ask, subject: str, expected: set[str]) -> None:
    """In a dated list too, places unite, a place and a mission intersect, and one word for both means both."""
    assert {row["id"] for row in as_dict(ask(f"timeline {subject}"))["rows"]} == expected


@pytest.mark.parametrize("country", ["australia", "new zealand"])
def test_a_bare_country_name_never_means_the_missions_that_it_leads(ask: Ask, country: str) -> None:
    """The name of a country asks about the country, not about the missions that it leads."""
    assert not shown(ask(f"status {country} on 2020-02-01"))


@pytest.mark.parametrize("name", ["LANDA", "Land of A", "land of a", "Landa", "lānda", "LĀNDA", "  landa  ", "“landa”"])
def test_a_name_is_found_in_any_case_by_any_alias_with_or_without_macrons(ask: Ask, name: str) -> None:
    """Letter case, macrons, aliases and quotes make no difference to what is asked about."""
    assert as_dict(ask(f"status {name} on 2020-02-01"))["question"]["subject"] == ["landa"]


@pytest.mark.parametrize("name", ["operation tieke", "Operation Tīeke", "charlie"])
def test_an_operations_name_means_its_missions(ask: Ask, name: str) -> None:
    """An operation is asked about by its name, with or without its macron."""
    assert as_dict(ask(f"status {name} on 2020-02-01"))["question"]["subject"] == ["charlie"]


def test_one_near_name_is_taken_and_said(ask: Ask) -> None:
    """A single name at one typing error is taken, with a warning of code `corrected` that gives both."""
    answer = ask("status otrai on 2020-02-01")
    (warning,) = [one for one in answer.warnings if one.code == "corrected"]
    assert shown(answer) == {"others", "norths"}
    assert "otrai" in warning.text
    assert "Otria" in warning.text


def test_a_name_two_errors_away_is_offered_and_not_taken(ask: Ask) -> None:
    """A name further off is never answered as if it had been meant."""
    answer = ask("status oatrai on 2020-02-01")
    assert answer.kind in ("unclear", "unknown")
    assert not answer.rows


def test_a_word_that_is_not_known_is_never_dropped(ask: Ask) -> None:
    """A subject with one word known and one unknown is not answered as if only the first had been said."""
    answer = ask("status landa zzzzzz on 2020-02-01")
    assert answer.kind in ("unclear", "unknown")
    assert "zzzzzz" in answer.headline


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("status landa on 10 jan 2020", "2020-01-10"),
        ("status landa on 2020-01-10", "2020-01-10"),
        ("status landa on 10/1/2020", "2020-01-10"),
        ("status landa on 10 January 2020", "2020-01-10"),
    ],
)
def test_the_day_understood_is_echoed(ask: Ask, text: str, day: str) -> None:
    """Days are written as New Zealanders write them, day first, and the answer says which day was understood."""
    answer = ask(text)
    assert as_dict(answer)["question"]["on"] == day
    assert "10 January 2020" in answer.headline
