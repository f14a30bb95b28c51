"""Rule 8: which mandate speaks, its state, and how long it has left."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict
from bot.render.text import plain

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [{"id": "landa"}, {"id": "fort-one", "kind": "base", "within": "landa"}, {"id": "otria"}]
MISSIONS = [{"id": "whole"}, {"id": "alpha", "part_of": "whole"}, {"id": "bravo"}]


def asked(world: World, *mandates: Row, sources: list[Row] | None = None, **more: list[Row]) -> Ask:
    """A world with these mandates, of alpha in landa and decided on 1 January 2020 unless they say otherwise."""
    usual = {"deployment": "alpha", "places": "landa", "decided": "2020-01-01"}
    return world(
        sources=sources or [], places=PLACES, deployments=MISSIONS, mandates=[{**usual, **one} for one in mandates], **more
    )


def rows(answer: Answer) -> list[Row]:
    """The rows of the contract."""
    return list(as_dict(answer)["rows"])


def ids(answer: Answer) -> list[str]:
    """The mandates shown, in order."""
    return [row["mandate"] for row in rows(answer)]


@pytest.mark.parametrize(
    ("first", "second", "day", "speaks"),
    [
        ("2020-01-01", "2020-02-01", "2020-03-01", "b"),
        ("2020-01-01", "2020-02-01", "2020-01-31", "a"),  # not decided yet
        ("2020-01-01", "2020-02-01", "2020-02-01", "b"),
        ("2020-01-15", "2020-01", "2020-03-01", "a"),  # January 2020 begins on its first day
        ("2020-01-15~", "2020-01-16", "2020-01-15", "a"),
        ("2020-01", "2020-02", "2020-01-01", "a"),
    ],
)
def test_the_latest_decided_mandate_speaks(world: World, first: str, second: str, day: str, speaks: str) -> None:
    """Among mandates decided (first day) by D, the latest decided speaks for the mission, alone."""
    ask = asked(world, {"id": "a", "decided": first}, {"id": "b", "decided": second, "ends": "2021-05-31"})
    assert ids(ask(f"mandate alpha on {day}")) == [speaks]


def test_a_later_decision_speaks_even_when_it_ends_sooner(world: World) -> None:
    """The latest decision replaces the earlier one, also where it shortens it."""
    ask = asked(world, {"id": "a", "ends": "2022"}, {"id": "b", "decided": "2020-02-01", "ends": "2020-06"})
    (row,) = rows(ask("mandate alpha on 2020-07-01"))
    assert (row["mandate"], row["state"], row["days_left"]) == ("b", "lapsed", None)


@pytest.mark.parametrize(("day", "speaks"), [("2020-02-29", []), ("2020-03-01", ["a"])])
def test_a_mandate_without_a_decision_counts_from_its_sources_date(world: World, day: str, speaks: list[str]) -> None:
    """Where no source says when it was decided, a mandate counts from the first day of its source's date."""
    ask = asked(world, {"id": "a", "decided": None}, sources=[{"id": "s1", "published": "2020-03"}])
    assert ids(ask(f"mandate alpha on {day}")) == speaks


@pytest.mark.parametrize("day", ["2020-02-10", "2020-03-01", "2020-06-01"])
def test_an_undated_mandate_never_comes_before_a_dated_one_of_its_source(world: World, day: str) -> None:
    """One source tells of a dated decision and an undated earlier plan: the dated one speaks."""
    ask = asked(
        world,
        {"id": "dated", "decided": "2020-02", "ends": "2020-12"},
        {"id": "undated", "decided": None, "ends": "2021-09"},
        sources=[{"id": "s1", "published": "2020-03-01"}],
    )
    assert ids(ask(f"mandate alpha on {day}")) == ["dated"]


def test_an_undated_mandate_of_a_later_source_speaks(world: World) -> None:
    """Another source's undated mandate counts from that source's date, after an older dated one."""
    ask = asked(
        world,
        {"id": "dated"},
        {"id": "undated", "decided": None, "source": "s2"},
        sources=[{"id": "s2", "published": "2020-03-01"}],
    )
    assert ids(ask("mandate alpha on 2020-04-01")) == ["undated"]


def test_a_part_mandate_never_speaks_for_the_mission(world: World) -> None:
    """Only whole mandates speak: a later one for a single post does not."""
    ask = asked(world, {"id": "a"}, {"id": "post", "decided": "2020-02-01", "covers": "part", "ends": "2025", "cap": 1})
    assert ids(ask("mandate alpha on 2020-04-01")) == ["a"]


@pytest.mark.parametrize(
    ("ends", "day", "state", "left"),
    [
        ("2022-06", "2022-05-31", "running", (1, 30)),
        ("2022-06", "2022-05-01", "running", (31, 60)),
        ("2022-06", "2022-06-01", "ending", (0, 29)),
        ("2022-06", "2022-06-15", "ending", (0, 15)),
        ("2022-06", "2022-06-30", "ending", (0, 0)),
        ("2022-06", "2022-07-01", "lapsed", None),
        ("2022-06-30", "2022-06-29", "running", (1, 1)),
        ("2022-06-30", "2022-06-30", "ending", (0, 0)),
        ("2022-06-30~", "2022-07-01", "lapsed", None),  # `~` never widens
        ("2022-06?", "2022-05-31", "running", (1, 30)),
        ("2022", "2021-12-31", "running", (1, 365)),
    ],
)
def test_state_and_days_left_follow_the_days_that_the_end_can_mean(
    world: World, ends: str, day: str, state: str, left: tuple[int, int] | None
) -> None:
    """Running before the first day of `ends`, ending within it, lapsed after its last; the days left are a range."""
    (row,) = rows(asked(world, {"id": "a", "ends": ends})(f"mandate alpha on {day}"))
    assert row["state"] == state
    assert row["days_left"] == ({"min": left[0], "max": left[1]} if left else None)


@pytest.mark.parametrize(
    ("event", "day", "state"),
    [
        ({}, "2020-03-09", "running"),
        ({}, "2020-03-10", "ended-early"),
        ({}, "2022-01-01", "ended-early"),  # long past its end it is still known to have ended early
        ({"deployment": "whole"}, "2020-04-01", "ended-early"),
        ({"kind": "returned"}, "2020-04-01", "running"),
        ({"occurred": "2019-12-01"}, "2020-04-01", "running"),  # before this mandate was decided
        ({"occurred": "2021-07-10"}, "2021-08-01", "lapsed"),  # withdrawn after its end
    ],
)
def test_a_withdrawal_before_the_end_ends_a_mandate_early(world: World, event: Row, day: str, state: str) -> None:
    """A mandate whose mission was withdrawn before its end is ended-early, with no days left."""
    events = [{"id": "e", "deployment": "alpha", "places": "landa", "kind": "withdrawn", "occurred": "2020-03-10", **event}]
    (row,) = rows(asked(world, {"id": "a"}, events=events)(f"mandate alpha on {day}"))
    assert row["state"] == state
    assert (row["days_left"] is None) is (state != "running")


def test_lapsed_is_not_said_to_be_ended(world: World) -> None:
    """Lapsed is on the record held here: the words say so, and that no later decision is in the store."""
    answer = asked(world, {"id": "a"})("mandate alpha on 2022-01-01")
    assert "lapsed" in answer.headline
    assert "on the record held here; no later decision in the store" in plain(answer)
    assert "ended" not in plain(answer)


@pytest.mark.parametrize(
    ("other", "disputed"),
    [
        ({"ends": "2021-09-30"}, True),
        ({"ends": "2021-06"}, False),  # June 2021 can be 30 June
        ({"ends": "2021"}, False),
        ({"ends": "2021-09-30", "decided": "2020-01"}, True),  # decided at what can be the same time
        ({"ends": "2021-09-30", "decided": "2019-12"}, False),
        ({"ends": "2021-09-30", "covers": "part"}, False),
        ({"ends": "2021-09-30", "source": "late"}, True),  # exactly 90 days
        ({"ends": "2021-09-30", "source": "later"}, False),
        ({"ends": "2021-06-30", "cap": 5}, False),
    ],
)
def test_mandates_of_one_decision_with_other_ends_stand_side_by_side(world: World, other: Row, disputed: bool) -> None:
    """Decided at what can be the same time, published within 90 days, with ends that cannot be the same: shown together."""
    sources = [
        {"id": "s1", "published": "2020-01-05"},
        {"id": "s2", "published": "2020-01-03"},
        {"id": "late", "published": "2020-04-04"},
        {"id": "later", "published": "2020-04-05"},
    ]
    ask = asked(world, {"id": "b", "ends": "2021-06-30"}, {"id": "a", "source": "s2", **other}, sources=sources)
    answer = ask("mandate alpha on 2020-03-01")
    shown = set(ids(answer)) | {rival["mandate"] for row in rows(answer) for rival in row["disputed_by"]}
    assert shown == ({"a", "b"} if disputed else shown & {"a", "b"})
    assert any(row["disputed_by"] for row in rows(answer)) is disputed


def test_a_part_shows_the_mandate_that_it_has_from_its_whole(world: World) -> None:
    """A mission under a whole shows its own mandate and the whole's, which says whose it is."""
    ask = asked(world, {"id": "own", "ends": "2021-03"}, {"id": "wide", "deployment": "whole", "ends": "2021-06"})
    assert [(row["mandate"], row["deployment"], row["inherited_from"]) for row in rows(ask("mandate alpha on 2020-03-01"))] == [
        ("own", "alpha", None),
        ("wide", "alpha", "whole"),
    ]


def test_a_place_brings_the_mandates_of_its_missions_and_of_their_wholes(world: World) -> None:
    """Asked about a fort where only the part was counted, the whole's mandate comes too, though it names no fort."""
    ask = asked(
        world,
        {"id": "wide", "deployment": "whole", "places": "otria"},
        {"id": "other", "deployment": "bravo", "places": "otria"},
        strengths=[{"id": "s", "deployment": "alpha", "places": "fort-one"}],
    )
    assert ids(ask("mandate fort one on 2020-03-01")) == ["wide"]
    assert sorted(ids(ask("mandate otria on 2020-03-01"))) == ["other", "wide"]


def test_the_soonest_end_comes_first_and_lapsed_last(world: World) -> None:
    """Everywhere, mandates stand in the order of their ends, and lapsed ones after all that run."""
    ask = asked(
        world,
        {"id": "late", "ends": "2025"},
        {"id": "soon", "deployment": "bravo", "ends": "2021-06", "cap": 9},
        {"id": "over", "deployment": "whole", "ends": "2020-02"},
    )
    answer = ask("mandate on 2020-03-01")
    assert ids(answer)[:2] == ["soon", "late"]
    assert set(ids(answer)[2:]) == {"over"}
    assert rows(answer)[0]["cap"] == 9


@pytest.mark.parametrize(
    ("bounds", "expected"),
    [
        ("since 2021-06-30", ["june", "year", "july"]),
        ("since 2021-07-01 until 2021-07-31", ["year", "july"]),
        ("until 2021-06-01", ["june", "year"]),
        ("since 2022", []),
        ("since 2021-08 until 2021-09", ["year"]),
    ],
)
def test_since_and_until_bound_the_end_of_a_mandate(world: World, bounds: str, expected: list[str]) -> None:
    """`since` and `until` ask for mandates that end in the period; vague ends match on overlap."""
    ask = world(
        places=PLACES,
        deployments=[{"id": one} for one in ("d1", "d2", "d3")],
        mandates=[
            {"id": name, "deployment": mission, "places": "landa", "ends": ends, "decided": "2020-01-01"}
            for name, mission, ends in (("june", "d1", "2021-06"), ("july", "d2", "2021-07-15"), ("year", "d3", "2021"))
        ],
    )
    assert sorted(ids(ask(f"mandate landa {bounds}"))) == sorted(expected)


@pytest.mark.parametrize(
    ("bounds", "said"),
    [
        ("until 2020", "no mandate held here with an end by 2020 runs; the latest of 2, for Two, lapsed after"),
        (
            "since 2020 until 2020-11-01",
            "no mandate held here with an end in 2020 up to 1 November 2020 runs; the latest, for Two,",
        ),
        ("since 2020 until 2020", "no mandate held here with an end in 2020 runs; the latest, for Two, lapsed after"),
        ("since 2027", "2 mandates with an end from 2027 on run; the soonest to end, for Three, is until"),
        ("", "2 mandates run; the soonest to end, for Three, is until"),
    ],
)
def test_the_headline_says_which_ends_were_asked_for(world: World, bounds: str, said: str) -> None:
    """Where a period bounds the ends, the headline speaks of the mandates within it and not of all."""
    ask = world(
        places=PLACES,
        deployments=[{"id": name.lower(), "name": name} for name in ("One", "Two", "Three", "Four")],
        mandates=[
            {"id": name, "deployment": name, "places": "landa", "ends": ends, "decided": "2019-01-01"}
            for name, ends in (("one", "2019-06"), ("two", "2020-07-15"), ("three", "2027-06"), ("four", "2028-06"))
        ],
    )
    assert said in ask(f"mandate {bounds}").headline


def test_where_none_ends_in_the_period_it_is_not_said_that_none_ran(world: World) -> None:
    """A period bounds the ends; that none lies in it says nothing of what ran then, which is offered."""
    ask = world(
        places=PLACES,
        deployments=[{"id": "d1", "name": "One"}],
        mandates=[{"id": "m1", "deployment": "d1", "places": "landa", "ends": "2019-06", "decided": "2015-01-01"}],
    )
    answer = ask("mandate landa since 2016 until 2017")
    assert answer.headline == (
        "No mandate held for Landa ends between 2016 and 2017; for those that ran then, ask for a day, a month or a year."
    )
    assert [each.command for each in answer.suggestions] == ["mandate landa on 2016", "mandate landa on 2017"]
    assert ids(ask("mandate landa on 2016")) == ["m1"]
