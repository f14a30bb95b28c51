"""Rule 6: reports of one time that cannot be true together are shown side by side."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [
    {"id": "landa"},
    {"id": "fort-one", "kind": "base", "within": "landa"},
    {"id": "fort-two", "kind": "base", "within": "landa"},
]


def asked(world: World, *rows: Row, published: tuple[str, str] = ("2020-01-05", "2020-01-05")) -> Ask:
    """A world with two sources that count one mission; the first speaks unless dates say otherwise."""
    return world(
        sources=[{"id": "sz", "published": published[0]}, {"id": "sa", "published": published[1]}],
        places=PLACES,
        deployments=[{"id": "alpha"}],
        strengths=[{"deployment": "alpha", "places": "landa", **row} for row in rows],
    )


def says(name: str, count: int, qualifier: str = "exactly", **more: Any) -> Row:
    """What a source says; `z` sorts after `a` and so speaks in a tie."""
    return {"id": name, "count": count, "qualifier": qualifier, "source": f"s{name[0]}", **more}


def disputes(ask: Ask, day: str = "2020-02-01") -> dict[str, list[tuple[str, int, str]]]:
    """Who disputes each row shown: the id, count and source of each rival."""
    return {
        row["strength"]: [(rival["strength"], rival["count"], rival["source"]) for rival in row["disputed_by"]]
        for row in as_dict(ask(f"status landa on {day}"))["rows"]
    }


@pytest.mark.parametrize(
    ("one", "other", "disputed"),
    [
        ((8, "exactly"), (7, "exactly"), True),
        ((8, "exactly"), (8, "exactly"), False),
        ((28, "up-to"), (26, "exactly"), False),
        ((28, "up-to"), (28, "exactly"), False),
        ((28, "up-to"), (29, "exactly"), True),
        ((26, "exactly"), (28, "up-to"), False),
        ((50, "at-least"), (60, "exactly"), False),
        ((50, "at-least"), (50, "exactly"), False),
        ((50, "at-least"), (49, "exactly"), True),
        ((50, "at-least"), (49, "up-to"), True),
        ((100, "about"), (110, "exactly"), False),  # 10 % either way, inclusive
        ((100, "about"), (111, "exactly"), True),
        ((100, "about"), (90, "exactly"), False),
        ((100, "about"), (89, "exactly"), True),
        ((15, "about"), (17, "exactly"), True),  # 13.5 to 16.5
        ((100, "about"), (122, "about"), False),  # 90 to 110 and 109.8 to 134.2
        ((100, "about"), (123, "about"), True),
        ((100, "about"), (89, "up-to"), True),
        ((28, "up-to"), (10, "up-to"), False),
        ((0, "exactly"), (5, "exactly"), True),
        ((0, "exactly"), (5, "up-to"), False),
    ],
)
def test_counts_dispute_when_they_cannot_be_true_together(
    world: World, one: tuple[int, str], other: tuple[int, str], disputed: bool
) -> None:
    """Exactly 8 and exactly 7 dispute; a ceiling, a floor or an *about* within 10 % that holds the other count does not."""
    expected = [("a", other[0], "sa")] if disputed else []
    assert disputes(asked(world, says("z", *one), says("a", *other))) == {"z": expected}


@pytest.mark.parametrize(
    ("published", "disputed"),
    [
        (("2020-01-01", "2020-03-31"), True),  # exactly 90 days
        (("2020-01-01", "2020-04-01"), False),
        (("2020-03-31", "2020-01-01"), True),
        (("2020-04-01", "2020-01-01"), False),
        (("2020-01-01~", "2020-04-01~"), False),  # `~` never widens
    ],
)
def test_only_reports_published_within_90_days_dispute(world: World, published: tuple[str, str], disputed: bool) -> None:
    """A contradiction published more than 90 days before or after is not shown as a dispute."""
    found = disputes(asked(world, says("z", 8), says("a", 7), published=published), "2020-05-01")
    assert [len(rivals) for rivals in found.values()] == [int(disputed)]


@pytest.mark.parametrize(
    ("starts", "disputed"),
    [
        (("2020-01", "2020-01-15"), True),  # January 2020 can mean the 15th
        (("2020", "2020-01"), True),
        (("2020-01-15", "2020-01-15"), True),
        (("2020-01-15~", "2020-01-16"), False),  # `~` never widens
        (("2020-01-15", "2020-01-16"), False),  # a later, different count is a change
        (("2020-01", "2020-02"), False),
        (("2019", "2020-01"), False),
    ],
)
def test_only_reports_of_what_can_be_the_same_time_dispute(world: World, starts: tuple[str, str], disputed: bool) -> None:
    """Counts dispute only when their `from` can mean the same day; a later, different count is a change."""
    rows = says("z", 8, **{"from": starts[0]}), says("a", 7, **{"from": starts[1]})
    found = disputes(asked(world, *rows), "2020-03-01")
    assert [len(rivals) for rivals in found.values()] == [int(disputed)]


def test_a_source_does_not_dispute_itself(world: World) -> None:
    """Two counts of one source, of times that can be the same, are its own correction and not a dispute."""
    ask = asked(world, says("a", 7, **{"from": "2020-01"}), says("a2", 8, **{"from": "2020-01-15"}))
    assert disputes(ask) == {"a2": []}


def test_a_split_is_compared_as_a_whole(world: World) -> None:
    """30 and 15 at two forts and 45 in the country do not dispute; 30 and 15 and 50 do."""
    split = says("z1", 30, places="fort-one"), says("z2", 15, places="fort-two")
    assert disputes(asked(world, *split, says("a", 45))) == {"z1": [], "z2": []}
    rival = [("a", 50, "sa")]
    assert disputes(asked(world, *split, says("a", 50))) == {"z1": rival, "z2": rival}


def test_a_part_row_disputes_nothing(world: World) -> None:
    """A detail counts some of the mission, so a smaller number is no contradiction."""
    found = disputes(asked(world, says("z", 8), says("a", 3, covers="part")))
    assert found["z"] == []


def test_a_disputed_count_is_shown_beside_and_never_added(world: World) -> None:
    """The disputing report is named with its source and date, and the total is the speaking report's alone."""
    answer = asked(world, says("z", 8), says("a", 7))("status landa on 2020-02-01")
    told = as_dict(answer)
    assert (told["total"]["min"], told["total"]["max"]) == (8, 8)
    assert told["rows"][0]["disputed_by"] == [
        {"strength": "a", "count": 7, "qualifier": "exactly", "from": "2020-01-01", "source": "sa"}
    ]
    assert {source["id"] for source in told["sources"]} == {"sz", "sa"}
    assert "disputed" in [warning.code for warning in answer.warnings]


def test_another_missions_count_disputes_nothing(world: World) -> None:
    """Only reports of the same mission can dispute one another."""
    ask = world(
        places=PLACES,
        deployments=[{"id": "alpha"}, {"id": "bravo"}],
        strengths=[
            {"id": "a", "deployment": "alpha", "places": "landa", "count": 7, "source": "sa"},
            {"id": "b", "deployment": "bravo", "places": "landa", "count": 8, "source": "sb"},
        ],
    )
    assert disputes(ask) == {"a": [], "b": []}
