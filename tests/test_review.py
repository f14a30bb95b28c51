"""What an editor is told of a sound package: totals that disagree, counts without a mandate, mandates with no later word."""

from datetime import date
from pathlib import Path

import pytest

from bot.package import Package
from bot.review import review
from tests.conftest import NOW, TODAY, Row, small_package

HERE = Path("somewhere")
PLACES: list[Row] = [{"id": "landa"}, {"id": "fort", "kind": "base", "within": "landa"}]


def warned(today: date = TODAY, **tables: list[Row]) -> list[str]:
    """The warnings on a small package with two places and two missions, without their remedies."""
    world: dict[str, list[Row]] = {"places": PLACES, "deployments": [{"id": "alpha"}, {"id": "bravo"}], **tables}
    package = small_package(**world)
    return [str(fault).partition("; ")[0] for fault in review(package, HERE, NOW, today)]


def count(id: str, of: str, number: int, place: str = "landa", **more: str) -> Row:
    """A count of a mission with a mandate of its own below."""
    return {"id": id, "deployment": of, "places": place, "count": number, **more}


MANDATES: list[Row] = [
    {"id": f"{of}-mandate", "deployment": of, "places": "landa", "ends": "2030", "decided": "2019"} for of in ("alpha", "bravo")
]
TOTAL: Row = {"id": "all", "covers": "place", "places": "landa", "count": 40}


def test_a_total_that_its_parts_cannot_make_is_named_with_both_numbers() -> None:
    """The line of the reported total, what it reports, and what the counts of that day add up to."""
    rows = [count("a", "alpha", 10), count("b", "bravo", 20), TOTAL]
    assert warned(date(2020, 2, 1), strengths=rows, mandates=MANDATES) == [
        "somewhere/strengths.csv:4: count: all reports 40 in all in Landa, but the counts there add up to 30"
    ]


@pytest.mark.parametrize(
    ("number", "qualifier"), [(30, "exactly"), (40, "up-to"), (20, "at-least"), (32, "about"), (28, "about")]
)
def test_a_total_that_can_be_true_together_with_its_parts_is_no_warning(number: int, qualifier: str) -> None:
    """Exactly the sum, a ceiling above it, a floor below it, or about it."""
    rows = [count("a", "alpha", 10), count("b", "bravo", 20), {**TOTAL, "count": number, "qualifier": qualifier}]
    assert warned(date(2020, 2, 1), strengths=rows, mandates=MANDATES) == []


def test_a_total_where_nothing_is_counted_is_no_disagreement() -> None:
    """With no live count of its own, a reported total stands alone."""
    assert warned(date(2020, 2, 1), strengths=[TOTAL], mandates=MANDATES) == []


def test_a_mission_with_counts_and_no_mandate_is_named() -> None:
    """Neither its own nor of a whole that it is part of."""
    missions: list[Row] = [{"id": "alpha"}, {"id": "bravo", "part_of": "whole"}, {"id": "whole"}]
    mandate = {**MANDATES[0], "deployment": "whole"}
    rows = [count("a", "alpha", 10), count("b", "bravo", 20)]
    assert warned(deployments=missions, strengths=rows, mandates=[mandate]) == [
        "somewhere/deployments.csv:2: id: alpha has counts but no mandate"
    ]


LAPSED: Row = {"id": "old", "deployment": "alpha", "places": "landa", "ends": "2020-06-30", "decided": "2019"}


def test_a_lapsed_mandate_with_no_later_word_is_named() -> None:
    """Its end, and that nothing later is held."""
    assert warned(strengths=[count("a", "alpha", 10)], mandates=[LAPSED]) == [
        "somewhere/mandates.csv:2: ends: old of alpha ended 30 June 2020 and nothing later is held"
    ]


LATER: dict[str, dict[str, list[Row]]] = {
    "it still runs": {"mandates": [{**LAPSED, "ends": "2026-12"}]},
    "it was extended": {"mandates": [LAPSED, {**LAPSED, "id": "new", "ends": "2030", "decided": "2020-05"}]},
    "a later count": {
        "mandates": [LAPSED],
        "strengths": [count("a", "alpha", 10), count("b", "alpha", 9, **{"from": "2020-08"})],
    },
    "the count ended": {"mandates": [LAPSED], "strengths": [count("a", "alpha", 10, to="2020-06")]},
    "they were withdrawn": {
        "mandates": [LAPSED],
        "events": [{"id": "out", "deployment": "alpha", "places": "landa", "occurred": "2020-07", "kind": "withdrawn"}],
    },
    "they came home": {
        "mandates": [LAPSED],
        "events": [{"id": "home", "deployment": "alpha", "places": "landa", "occurred": "2020-08", "kind": "returned"}],
    },
}


@pytest.mark.parametrize("why", LATER)
def test_a_mandate_with_a_later_word_is_no_warning(why: str) -> None:
    """Anything dated after its end that tells what became of the mission is enough."""
    world: dict[str, list[Row]] = {"strengths": [count("a", "alpha", 10)], **LATER[why]}
    assert warned(TODAY, **world) == []


def test_warnings_stand_in_the_order_of_files_and_lines() -> None:
    """So that an editor can go through them from top to bottom."""
    rows = [count("a", "alpha", 10), count("b", "bravo", 20), TOTAL]
    lines = [warning.split(":")[:2] for warning in warned(date(2020, 8, 1), strengths=rows, mandates=[LAPSED])]
    assert lines == sorted(lines)
    assert len(lines) == 3


def test_the_shipped_package_can_be_reviewed(shipped: Package) -> None:
    """Every warning on the shipped facts names a line that is there, and says what to do."""
    warnings = review(shipped, HERE, NOW, TODAY)
    assert warnings
    for each in warnings:
        table = shipped.tables[Path(each.file).stem]
        assert each.level == "warning"
        assert each.line in table.lines
        assert each.column in table.columns
        assert each.remedy
