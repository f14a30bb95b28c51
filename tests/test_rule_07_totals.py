"""Rule 7: what is added, what is not, and what a reported total says of the sum."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [
    {"id": "region", "kind": "region"},
    {"id": "landa", "within": "region"},
    {"id": "fort-one", "kind": "base", "within": "landa"},
    {"id": "fort-two", "kind": "base", "within": "landa"},
    {"id": "otria", "within": "region"},
]
MISSIONS = [{"id": "alpha"}, {"id": "bravo"}, {"id": "relief"}]


def asked(world: World, *rows: Row, **more: list[Row]) -> Ask:
    """A world with these counts: of alpha, of bravo, then of what they say; in landa unless they say otherwise."""
    named = zip(rows, ("alpha", "bravo", "", ""), strict=False)
    strengths = [{"id": f"c{at}", "places": "landa", "deployment": who, **row} for at, (row, who) in enumerate(named)]
    return world(places=PLACES, deployments=MISSIONS, strengths=strengths, **more)


def total(ask: Ask, question: str = "status landa on 2020-02-01") -> tuple[Any, Any, Any, Any]:
    """Least, most, about and complete."""
    found = as_dict(ask(question))["total"]
    return found["min"], found["max"], found["about"], found["complete"]


def count(number: int, qualifier: str = "exactly", **more: str) -> Row:
    """A count with its qualifier."""
    return {"count": number, "qualifier": qualifier, **more}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([count(45), count(5)], (50, 50, False, True)),
        ([count(45), count(5, "up-to")], (45, 50, False, True)),
        ([count(28, "up-to"), count(5, "up-to")], (0, 33, False, True)),
        ([count(45), count(5, "at-least")], (50, None, False, True)),
        ([count(45, "up-to"), count(5, "at-least")], (5, None, False, True)),
        ([count(45), count(5, "about")], (50, 50, True, True)),
        ([count(0), count(5)], (5, 5, False, True)),
        ([count(0)], (0, 0, False, True)),
    ],
)
def test_each_qualifier_adds_what_it_can_mean(world: World, counts: list[Row], expected: tuple[Any, ...]) -> None:
    """Exactly adds itself, up-to 0 to N, at-least leaves the top open, and about marks the total as about."""
    assert total(asked(world, *counts)) == expected


@pytest.mark.parametrize(
    ("qualifier", "inside", "outside"),
    [
        ("exactly", (4, 4, False, True), (0, 4, False, True)),
        ("up-to", (0, 4, False, True), (0, 4, False, True)),
        ("at-least", (4, None, False, True), (0, None, False, True)),
        ("about", (4, 4, True, True), (0, 4, True, True)),
    ],
)
def test_a_shared_number_counts_once_only_where_all_its_places_lie(
    world: World, qualifier: str, inside: tuple[Any, ...], outside: tuple[Any, ...]
) -> None:
    """Four shared between two countries are four in their region and in both together, and none to four in either."""
    ask = asked(world, count(4, qualifier, places="landa|otria"))
    assert total(ask, "status region on 2020-02-01") == inside
    assert total(ask, "status landa otria on 2020-02-01") == inside
    assert total(ask, "status alpha on 2020-02-01") == inside
    assert total(ask, "status on 2020-02-01") == inside
    assert total(ask, "status landa on 2020-02-01") == outside
    assert total(ask, "status otria on 2020-02-01") == outside
    assert total(ask, "status alpha landa on 2020-02-01") == outside


def test_a_number_shared_within_the_place_counts_in_full(world: World) -> None:
    """Two forts of one country: the country holds them both, one of them does not."""
    ask = asked(world, count(6, places="fort-one|fort-two"), count(10))
    assert total(ask) == (16, 16, False, True)
    assert total(ask, "status fort one on 2020-02-01") == (0, 6, False, True)
    assert as_dict(ask("status fort one on 2020-02-01"))["rows"][0]["shared"] is True


def test_only_live_counts_are_added(world: World) -> None:
    """Last-known and ended counts and details stay outside the sum."""
    ask = asked(
        world,
        count(45),
        {**count(20), "from": "2018-06-01", "source": "old"},
        {**count(7), "deployment": "alpha", "covers": "part"},
        {**count(9), "deployment": "relief", "to": "2020-01-20"},
        sources=[{"id": "old", "published": "2018-06-01"}],
    )
    states = sorted(row["state"] for row in as_dict(ask("status landa on 2020-02-01"))["rows"])
    assert states == ["current", "detail", "ended", "last-known"]
    assert total(ask) == (45, 45, False, True)


def test_where_nothing_is_counted_the_top_is_open(world: World) -> None:
    """With no live count the total is no number: 0 to open, incomplete."""
    ask = asked(world, {**count(20), "from": "2018-06-01", "source": "old"}, sources=[{"id": "old", "published": "2018-06-01"}])
    answer = ask("status landa on 2020-02-01")
    assert total(ask) == (0, None, False, False)
    assert answer.absence is None


def test_where_all_have_ended_there_is_no_total(world: World) -> None:
    """An absence has no total at all."""
    answer = asked(world, {**count(20), "to": "2020-01-20"})("status landa on 2020-02-01")
    assert (answer.absence, answer.total) == ("all-ended", None)


def reported(ask: Ask, question: str = "status landa on 2020-02-01") -> list[tuple[str, bool]]:
    """The totals reported beside the sum, and whether each agrees."""
    return [(one["strength"], one["agrees"]) for one in as_dict(ask(question))["total"]["reported"]]


def place_total(number: int, qualifier: str = "exactly", **more: str) -> Row:
    """A reported total of all there."""
    return {"id": "t", "deployment": "", "covers": "place", "source": "st", **count(number, qualifier), **more}


@pytest.mark.parametrize(
    ("summed", "said", "agrees"),
    [
        (count(50), place_total(50), True),
        (count(50), place_total(51), False),
        (count(50), place_total(50, "up-to"), True),
        (count(50), place_total(49, "up-to"), False),
        (count(50), place_total(40, "at-least"), True),
        (count(50), place_total(51, "at-least"), False),
        (count(50), place_total(55, "about"), True),
        (count(50), place_total(56, "about"), False),
        (count(50, "up-to"), place_total(30), True),
        (count(50, "at-least"), place_total(300), True),
        (count(50, places="landa|otria"), place_total(30), True),
    ],
)
def test_a_reported_total_is_shown_with_whether_it_agrees(world: World, summed: Row, said: Row, agrees: bool) -> None:
    """A total reported for exactly this place stands beside the sum; a mismatch is said in a warning with both numbers."""
    ask = asked(world, summed, count(0), said)
    assert reported(ask) == [("t", agrees)]
    answer = ask("status landa on 2020-02-01")
    mismatches = [warning.text for warning in answer.warnings if str(said["count"]) in warning.text]
    assert bool(mismatches) is not agrees
    assert "st" in {source["id"] for source in as_dict(answer)["sources"]}


def test_a_total_reported_for_another_place_is_not_compared(world: World) -> None:
    """A total of the region or of a fort says nothing beside the country's sum."""
    for place in ("region", "fort-one", "landa|otria"):
        assert reported(asked(world, count(50), count(0), place_total(50, places=place))) == []


@pytest.mark.parametrize(
    ("more", "day", "shown"),
    [
        ({"from": "2020-01-01"}, "2021-01-01", True),  # exactly 12 months
        ({"from": "2020-01-01"}, "2021-01-02", False),
        ({"from": "2020-01-01", "to": "2020-03"}, "2020-03-31", True),
        ({"from": "2020-01-01", "to": "2020-03"}, "2020-04-01", False),
        ({"from": "2020-03-02"}, "2020-03-01", False),
    ],
)
def test_a_reported_total_is_shown_only_while_it_lives(world: World, more: Row, day: str, shown: bool) -> None:
    """A reported total ages and ends as a count does."""
    ask = asked(world, {**count(50), "to": "2030"}, count(0), place_total(50, **more))
    assert bool(reported(ask, f"status landa on {day}")) is shown


def test_a_reported_total_that_still_lives_is_shown_though_a_newer_one_has_ended(world: World) -> None:
    """Of two reported totals the one still live is shown: one that has ended does not hide it."""
    over = {**place_total(13, to="2020-03"), "id": "over", "from": "2020-01-02", "source": "so"}
    ask = asked(world, {**count(50), "to": "2030"}, count(0), place_total(13, "up-to", to="2020-12"), over)
    assert reported(ask, "status landa on 2020-06-01") == [("t", False)]


def test_the_reported_total_that_speaks_is_the_newest(world: World) -> None:
    """A newer total for the place takes the older one's place."""
    newer = {**place_total(50), "id": "newer", "from": "2020-01-20", "source": "sn"}
    assert reported(asked(world, count(50), count(0), place_total(30), newer)) == [("newer", True)]


STALE = {"id": "old", "published": "2018-06-01"}


def test_nothing_counted_does_not_contradict_a_reported_total(world: World) -> None:
    """Where no live count is held the sum is open, not 0: a reported total of 13 is shown beside it and is no mismatch."""
    ask = asked(
        world, {**count(20), "from": "2018-06-01", "source": "old"}, count(0, covers="part"), place_total(13), sources=[STALE]
    )
    answer = ask("status landa on 2020-02-01")
    assert reported(ask) == [("t", True)]
    assert not [warning.text for warning in answer.warnings if "sum is 0" in warning.text]


def test_a_reported_total_where_all_missions_have_ended_is_not_compared_with_zero(world: World) -> None:
    """A total that is still live, beside missions that have all ended, is told, and not against a sum of 0."""
    ask = asked(world, {**count(20), "to": "2020-01-20"}, count(0, covers="part"), place_total(13))
    answer = ask("status landa on 2020-02-01")
    assert not [warning.text for warning in answer.warnings if "sum is 0" in warning.text]
    assert "st" in {source["id"] for source in as_dict(answer)["sources"]}


def test_a_reported_total_alone_is_told(world: World) -> None:
    """A place of which only a total of all there is held is not said to have no count."""
    answer = world(places=PLACES, strengths=[{"places": "landa", **place_total(13)}])("status landa on 2020-02-01")
    assert answer.absence is None
    assert "13" in answer.headline
    assert "st" in {source["id"] for source in as_dict(answer)["sources"]}
