"""Rules 1 and 2: what one source says of one mission at one time is a report, and one report speaks for each mission."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

World = Callable[..., Callable[..., Answer]]
PLACES = [
    {"id": "landa"},
    {"id": "fort-one", "kind": "base", "within": "landa"},
    {"id": "fort-two", "kind": "base", "within": "landa"},
    {"id": "otria"},
]
MISSIONS = [{"id": "alpha"}, {"id": "bravo"}]


def told(answer: Answer) -> dict[str, Any]:
    """The answer as its contract has it."""
    return as_dict(answer)


def spoke(answer: Answer) -> list[str]:
    """The ids of the counts that the answer shows."""
    return sorted(row["strength"] for row in told(answer)["rows"] if row["strength"])


def test_a_split_by_place_from_one_source_adds_up_to_one_report(world: World) -> None:
    """All whole rows of one source and one `from` are one report: 30 at one fort and 15 at the other are 45."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "a1", "deployment": "alpha", "places": "fort-one", "count": 30},
            {"id": "a2", "deployment": "alpha", "places": "fort-two", "count": 15},
        ],
    )
    answer = told(ask("status landa on 2020-02-01"))
    assert [(row["strength"], row["count"], row["state"]) for row in answer["rows"]] == [
        ("a1", 30, "current"),
        ("a2", 15, "current"),
    ]
    assert (answer["total"]["min"], answer["total"]["max"], answer["total"]["complete"]) == (45, 45, True)


@pytest.mark.parametrize(
    ("other", "speaks"),
    [
        ({"source": "s2"}, "b"),  # another source
        ({"from": "2020-01-15"}, "b"),  # the same source, of another time
    ],
)
def test_reports_are_never_added_to_one_another(world: World, other: dict[str, str], speaks: str) -> None:
    """Another source, or another time of the same source, is another report: 10 and 10 stay 10."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "a", "deployment": "alpha", "places": "fort-one"},
            {"id": "b", "deployment": "alpha", "places": "fort-two", **other},
        ],
    )
    answer = ask("status landa on 2020-02-01")
    assert spoke(answer) == [speaks]
    assert told(answer)["total"]["max"] == 10


def test_the_reports_of_two_missions_are_added(world: World) -> None:
    """Each mission has its own speaking report, and a place's total adds them."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "a", "deployment": "alpha", "places": "landa", "count": 3},
            {"id": "b", "deployment": "bravo", "places": "landa", "count": 4, "from": "2020-01-20", "source": "s2"},
        ],
    )
    answer = ask("status landa on 2020-02-01")
    assert spoke(answer) == ["a", "b"]
    assert told(answer)["total"]["min"] == told(answer)["total"]["max"] == 7


def test_a_part_row_is_a_detail_and_never_speaks_for_the_mission(world: World) -> None:
    """A row that covers only part of the mission is shown as a detail beside the report and is not added, even when newer."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "a", "deployment": "alpha", "places": "landa", "count": 30},
            {"id": "p", "deployment": "alpha", "places": "fort-one", "count": 4, "covers": "part", "from": "2020-01-20"},
        ],
    )
    answer = told(ask("status landa on 2020-02-01"))
    assert {row["strength"]: row["state"] for row in answer["rows"]} == {"a": "current", "p": "detail"}
    assert (answer["total"]["min"], answer["total"]["max"]) == (30, 30)


@pytest.mark.parametrize(
    ("first", "second", "speaks"),
    [
        ({"from": "2020-01-01"}, {"from": "2020-01-02"}, "b"),
        ({"from": "2020-01-02"}, {"from": "2020-01-01"}, "a"),
        ({"from": "2020-01-02"}, {"from": "2020-01"}, "a"),  # January 2020 begins on its first day
        ({"from": "2020-01-31~"}, {"from": "2020-01-30"}, "a"),  # `~` widens nothing
        ({"from": "2020-01-31"}, {"from": "2020-02-01?"}, "b"),
        ({"from": "2020-01-31"}, {"from": "2020-02-02"}, "a"),  # not begun on 1 February
    ],
)
def test_the_latest_begun_report_speaks(world: World, first: dict[str, str], second: dict[str, str], speaks: str) -> None:
    """Among reports whose `from` has begun (first day) by D, the one with the latest `from` speaks."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "a", "deployment": "alpha", "places": "landa", "source": "s1", **first},
            {"id": "b", "deployment": "alpha", "places": "landa", "source": "s2", **second},
        ],
    )
    assert spoke(ask("status landa on 2020-02-01")) == [speaks]


@pytest.mark.parametrize(
    ("published", "speaks"),
    [
        (("2020-01-05", "2020-01-04"), "a"),
        (("2020-01-04", "2020-01-05"), "b"),
        (("2020-01-05", "2020-01"), "a"),  # the first day of the publication date decides
        (("2020", "2020-01"), "b"),  # both begin on 1 January 2020: the higher id
        (("2020-01-05~", "2020-01-05"), "b"),
    ],
)
def test_a_tie_goes_to_the_latest_published_then_to_the_highest_id(world: World, published: tuple[str, str], speaks: str) -> None:
    """Reports with one `from`: the latest published (first day) speaks, and of two published together the highest id."""
    ask = world(
        sources=[{"id": "s1", "published": published[0]}, {"id": "s2", "published": published[1]}],
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "a", "deployment": "alpha", "places": "landa", "source": "s1"},
            {"id": "b", "deployment": "alpha", "places": "landa", "source": "s2"},
        ],
    )
    assert spoke(ask("status landa on 2020-02-01")) == [speaks]


def test_an_older_report_of_another_place_is_history(world: World) -> None:
    """Eight in a fort and, later, eight across two countries are the same eight: the older place is not counted besides."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "old", "deployment": "alpha", "places": "otria", "count": 8, "from": "2020-01-01"},
            {"id": "new", "deployment": "alpha", "places": "landa|otria", "count": 8, "from": "2020-01-10", "source": "s2"},
        ],
    )
    answer = told(ask("status alpha on 2020-02-01"))
    assert [row["strength"] for row in answer["rows"]] == ["new"]
    assert answer["total"]["max"] == 8


def test_an_older_report_does_not_keep_a_place_that_the_newer_one_left(world: World) -> None:
    """Once the mission is reported in another country, no one is counted where it was before."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "old", "deployment": "alpha", "places": "landa", "from": "2020-01-01"},
            {"id": "new", "deployment": "alpha", "places": "otria", "from": "2020-01-10", "source": "s2"},
        ],
    )
    answer = told(ask("status landa on 2020-02-01"))
    assert not [row for row in answer["rows"] if row["state"] in ("current", "ending", "mandated")]
    assert answer["total"] is None or answer["total"]["max"] is None
