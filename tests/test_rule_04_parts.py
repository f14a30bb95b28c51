"""Rule 4: a whole and its parts never speak in one total."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [
    {"id": "greater-landa", "kind": "region"},
    {"id": "landa", "within": "greater-landa"},
    {"id": "fort-one", "kind": "base", "within": "landa"},
    {"id": "otria", "within": "greater-landa"},
]
MISSIONS = [{"id": "whole"}, {"id": "alpha", "part_of": "whole"}, {"id": "bravo", "part_of": "whole"}, {"id": "lonely"}]


def shown(answer: Answer) -> dict[str, str]:
    """The state of each count shown."""
    return {row["strength"]: row["state"] for row in as_dict(answer)["rows"]}


def most(answer: Answer) -> Any:
    """The top of the total."""
    return as_dict(answer)["total"]["max"]


def asked(world: World, *rows: Row, **more: list[Row]) -> Ask:
    """A world of one whole with two parts; each row is (id, mission, from …) and lies in landa unless it says otherwise."""
    return world(places=PLACES, deployments=MISSIONS, strengths=[{"places": "landa", **row} for row in rows], **more)


def whole(start: str, **more: str) -> Row:
    """A count of the whole: 100 people."""
    return {"id": "w", "deployment": "whole", "count": 100, "from": start, "source": "sw", **more}


def part(name: str, start: str, **more: str) -> Row:
    """A count of a part: 10 people."""
    return {"id": name[0], "deployment": name, "count": 10, "from": start, "source": f"s-{name}", **more}


@pytest.mark.parametrize("question", ["status landa on 2020-06-01", "status whole on 2020-06-01", "status on 2020-06-01"])
@pytest.mark.parametrize(
    ("starts", "expected", "total"),
    [
        (("2020-03-02", "2020-03-01", "2020-02-01"), {"w": "current"}, 100),  # newer than every live part
        (("2020-02-15", "2020-03-01", "2020-02-01"), {"a": "current", "b": "current"}, 20),  # newer than one only
        (("2020-03-01", "2020-03-01", "2020-02-01"), {"a": "current", "b": "current"}, 20),  # as new as one is not newer
        (("2020-03", "2020-03-01", "2020-02-01"), {"a": "current", "b": "current"}, 20),  # first days
        (("2020-01-01", "2020-03-01", "2020-02-01"), {"a": "current", "b": "current"}, 20),
    ],
)
def test_a_live_whole_speaks_alone_when_newer_than_every_live_part(
    world: World, question: str, starts: tuple[str, str, str], expected: dict[str, str], total: int
) -> None:
    """A live whole that is newer than every live part speaks alone; otherwise the live parts speak and the whole is context."""
    answer = asked(world, whole(starts[0]), part("alpha", starts[1]), part("bravo", starts[2]))(question)
    assert shown(answer) == expected
    assert most(answer) == total


def test_a_part_that_is_not_live_does_not_hold_the_whole_back(world: World) -> None:
    """Only live parts are compared: one that began later but has ended leaves the word to the whole."""
    answer = asked(world, whole("2020-03-01"), part("alpha", "2020-02-01"), part("bravo", "2020-03-05", to="2020-04"))(
        "status landa on 2020-06-01"
    )
    assert most(answer) == 100
    assert "w" in shown(answer)


def test_a_whole_with_no_live_part_speaks_alone(world: World) -> None:
    """A live whole speaks, whether its parts were never counted or are long past."""
    assert shown(asked(world, whole("2020-03-01"))("status landa on 2020-06-01")) == {"w": "current"}
    answer = asked(world, whole("2020-03-01"), part("alpha", "2018-01-01"))("status landa on 2020-06-01")
    assert (shown(answer), most(answer)) == ({"w": "current"}, 100)


def test_parts_speak_when_the_whole_is_no_longer_live(world: World) -> None:
    """A whole that has ended or gone stale does not speak beside its live parts."""
    answer = asked(world, whole("2020-03-05", to="2020-04"), part("alpha", "2020-02-01"))("status landa on 2020-06-01")
    assert most(answer) == 10
    assert shown(answer).get("a") == "current"


def test_newness_is_judged_at_the_place_asked_about(world: World) -> None:
    """A newer part elsewhere says nothing of this place; asked about both, it brings the parts to speak."""
    ask = asked(
        world, whole("2020-03-01", places="landa|otria"), part("alpha", "2020-02-01"), part("bravo", "2020-04-01", places="otria")
    )
    assert shown(ask("status landa on 2020-06-01")) == {"w": "current"}
    assert shown(ask("status otria on 2020-06-01")) == {"b": "current"}
    both = ask("status greater landa on 2020-06-01")
    assert (shown(both), most(both)) == ({"a": "current", "b": "current"}, 20)


def test_a_whole_counted_for_a_wider_area_says_nothing_of_a_camp_in_it(world: World) -> None:
    """Asked about the camp, a newer count of the whole package in the region does not touch it: the part speaks."""
    ask = asked(world, whole("2020-03-01", places="greater-landa"), part("alpha", "2020-02-01", places="fort-one"))
    camp = ask("status fort one on 2020-06-01")
    assert (shown(camp), most(camp)) == ({"a": "current"}, 10)
    region = ask("status greater landa on 2020-06-01")
    assert (shown(region), most(region)) == ({"w": "current"}, 100)


@pytest.mark.parametrize("covers", ["package", "place"])
def test_a_count_without_a_mission_is_never_added_to_the_missions(world: World, covers: str) -> None:
    """A package or a place total is never added to its parts, nor shown as a row."""
    answer = asked(
        world, part("alpha", "2020-02-01"), {"id": "t", "count": 143, "covers": covers, "from": "2020-02-01", "source": "st"}
    )("status landa on 2020-06-01")
    assert (shown(answer), most(answer)) == ({"a": "current"}, 10)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("2017-04-01", {"w": "last-known"}),  # newer than every part
        ("2017-03-01", {"a": "last-known", "b": "last-known"}),  # as new as the newest part
        ("2017-01-15", {"a": "last-known", "b": "last-known"}),
    ],
)
def test_where_nothing_is_live_the_newer_of_whole_and_parts_is_shown(world: World, start: str, expected: dict[str, str]) -> None:
    """If neither is live, the newer of the whole and its parts together is shown, outside any total."""
    sources = [{"id": one, "published": "2017-01-01"} for one in ("sw", "s-alpha", "s-bravo")]
    ask = asked(world, whole(start), part("alpha", "2017-03-01"), part("bravo", "2017-01-01"), sources=sources)
    answer = ask("status landa on 2019-06-01")
    assert shown(answer) == expected
    assert most(answer) is None


def test_a_mission_asked_for_by_a_part_does_not_bring_its_whole(world: World) -> None:
    """Naming a part asks for that part only."""
    ask = asked(world, whole("2020-03-01"), part("alpha", "2020-02-01"), part("bravo", "2020-02-01"))
    assert shown(ask("status alpha on 2020-06-01")) == {"a": "current"}


def test_unrelated_missions_are_added_to_a_whole(world: World) -> None:
    """A mission outside the family is added, whichever of whole and parts speaks."""
    ask = asked(world, whole("2020-03-01"), part("alpha", "2020-02-01"), part("lonely", "2020-02-01"))
    answer = ask("status landa on 2020-06-01")
    assert (shown(answer), most(answer)) == ({"w": "current", "l": "current"}, 110)


def test_a_silent_whole_is_told_as_context_outside_the_rows(world: World) -> None:
    """A live whole that its parts outspeak is said beside the answer with its number and source, never as a row."""
    answer = asked(world, whole("2020-01-15"), part("alpha", "2020-02-01"))("status landa on 2020-06-01")
    assert shown(answer) == {"a": "current"}
    assert [warning.text for warning in answer.warnings if "100" in warning.text and "The Paper" in warning.text]
