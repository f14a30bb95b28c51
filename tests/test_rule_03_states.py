"""Rule 3: the state on a day of the report that speaks."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

World = Callable[..., Callable[..., Answer]]
Row = dict[str, str]
PLACES = [
    {"id": "landa"},
    {"id": "fort-one", "kind": "base", "within": "landa"},
    {"id": "fort-two", "kind": "base", "within": "landa"},
]
MISSIONS = [{"id": "whole"}, {"id": "alpha", "part_of": "whole"}]
JANUARY = {"from": "2020-01-15"}


def state(ask: Callable[..., Answer], day: str) -> Any:
    """The state of the only row of `status alpha` on a day."""
    (row,) = as_dict(ask(f"status alpha on {day}"))["rows"]
    return row["state"]


def asked(world: World, row: Row, published: str = "2020-01-15", **more: list[Row]) -> Callable[..., Answer]:
    """A world with one count of alpha, which is a part of the mission whole."""
    return world(
        sources=[{"id": "s1", "published": published}, {"id": "later", "published": "2020-02-01"}],
        places=PLACES,
        deployments=MISSIONS,
        strengths=[{"id": "a", "deployment": "alpha", "places": "landa", **row}],
        **more,
    )


@pytest.mark.parametrize(
    ("row", "published", "day", "expected"),
    [
        (JANUARY, "2020-01-15", "2020-01-15", "current"),
        (JANUARY, "2020-01-15", "2021-01-15", "current"),  # exactly 12 months
        (JANUARY, "2020-01-15", "2021-01-16", "last-known"),
        (JANUARY, "2020-01-15", "2023-01-15", "last-known"),  # exactly 36 months
        (JANUARY, "2020-01-15", "2023-01-16", "historic"),
        (JANUARY, "2020-03-01", "2021-03-01", "current"),  # the age runs from the later of the two
        (JANUARY, "2020-03-01", "2021-03-02", "last-known"),
        (JANUARY, "2019-11-01", "2021-01-15", "current"),
        (JANUARY, "2021-06-01", "2021-01-16", "last-known"),  # a publication after D does not make it younger
        (JANUARY, "2021-06-01", "2021-06-01", "current"),
        ({"from": "2020-01"}, "2020-01~", "2021-01-01", "current"),  # first days of vague dates
        ({"from": "2020-01"}, "2020-01~", "2021-01-02", "last-known"),
        ({"from": "2020"}, "2020", "2021-01-02", "last-known"),
        ({"from": "2020-02-29"}, "2020-02-29", "2021-02-28", "current"),
        ({"from": "2020-02-29"}, "2020-02-29", "2021-03-01", "last-known"),
    ],
)
def test_a_count_ages_from_current_to_last_known_to_historic(
    world: World, row: Row, published: str, day: str, expected: str
) -> None:
    """Without `to` or mandate a count is current for 12 months, last known up to 36, and historic after that."""
    assert state(asked(world, row, published), day) == expected


@pytest.mark.parametrize(
    ("end", "day", "expected"),
    [
        ("2020-06", "2020-05-31", "current"),
        ("2020-06", "2020-06-01", "ending"),
        ("2020-06", "2020-06-30", "ending"),
        ("2020-06", "2020-07-01", "ended"),
        ("2020-06-15", "2020-06-14", "current"),
        ("2020-06-15", "2020-06-15", "ending"),
        ("2020-06-15", "2020-06-16", "ended"),
        ("2020-06~", "2020-07-01", "ended"),  # `~` and `?` never widen a date
        ("2020-06-15~", "2020-06-16", "ended"),
        ("2020-06?", "2020-05-31", "current"),
        ("2020", "2020-02-01", "ending"),
        ("2027", "2024-06-01", "current"),  # before `to` it is current, however old
    ],
)
def test_to_decides_between_current_ending_and_ended(world: World, end: str, day: str, expected: str) -> None:
    """Before the first day of `to` a count is current, within it ending, after its last day ended."""
    assert state(asked(world, {**JANUARY, "to": end}), day) == expected


@pytest.mark.parametrize(
    ("event", "day", "expected"),
    [
        ({"kind": "withdrawn", "occurred": "2020-03-10"}, "2020-03-09", "current"),
        ({"kind": "withdrawn", "occurred": "2020-03-10"}, "2020-03-10", "ended"),
        ({"kind": "withdrawn", "occurred": "2020-03-10~"}, "2020-03-11", "ended"),
        ({"kind": "withdrawn", "occurred": "2020-03"}, "2020-04-01", "ended"),
        ({"kind": "withdrawn", "occurred": "2020-03"}, "2020-02-28", "current"),
        ({"kind": "withdrawn", "occurred": "2020-01-10"}, "2020-02-01", "current"),  # before `from`
        ({"kind": "withdrawn", "occurred": "2020-03-10", "deployment": "whole"}, "2020-03-11", "ended"),
        ({"kind": "returned", "occurred": "2020-03-10", "count": "10"}, "2020-03-11", "current"),  # some came home
        ({"kind": "decision", "occurred": "2020-03-10"}, "2020-03-11", "current"),
    ],
)
def test_a_withdrawal_of_the_mission_or_of_a_whole_ends_its_count(world: World, event: Row, day: str, expected: str) -> None:
    """A `withdrawn` event of the mission, or of a whole, between `from` and D ends it; a return or a decision does not."""
    events = [{"id": "e", "deployment": "alpha", "places": "landa", "source": "later", **event}]
    assert state(asked(world, JANUARY, events=events), day) == expected


def test_a_withdrawal_of_a_part_does_not_end_the_whole(world: World) -> None:
    """The whole's own count goes on when one of its parts is withdrawn."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[{"id": "w", "deployment": "whole", "places": "landa"}],
        events=[{"id": "e", "deployment": "alpha", "places": "landa", "kind": "withdrawn", "occurred": "2020-01-20"}],
    )
    (row,) = as_dict(ask("status whole on 2020-02-01"))["rows"]
    assert (row["strength"], row["state"]) == ("w", "current")


@pytest.mark.parametrize(
    ("mandates", "day", "expected"),
    [
        ([("alpha", "2021-06")], "2021-01-16", "mandated"),  # older than 12 months, its mandate runs
        ([("alpha", "2021-06")], "2021-06-30", "mandated"),  # it runs to the last day of a vague end
        ([("alpha", "2021-06")], "2021-07-01", "last-known"),
        ([("alpha", "2021-06")], "2023-02-01", "historic"),
        ([("alpha", "2030")], "2025-01-01", "mandated"),  # counted however old, and marked with its age
        ([("whole", "2021-06")], "2021-01-16", "mandated"),  # a mandate of the whole runs for the part
        ([("alpha", "2020-03-31")], "2020-03-31", "current"),
        ([("alpha", "2020-03-31")], "2020-04-01", "last-known"),  # lapsed, though only months old
        ([("alpha", "2020-01-15")], "2020-01-16", "last-known"),  # ended on the day of `from`
        ([("alpha", "2020-01-14")], "2020-01-16", "current"),  # ended before `from`: it says nothing of this count
        ([("alpha", "2020-01")], "2020-02-01", "last-known"),  # the last day of a vague end lies after `from`
        ([("whole", "2020-03-31")], "2020-04-01", "current"),  # a whole's mandate never lapses it
        ([("alpha", "2020-03-31"), ("whole", "2022")], "2020-04-01", "last-known"),
        ([("alpha", "2020-03-31"), ("whole", "2022")], "2021-02-01", "last-known"),
        ([("alpha", "2020-01-14"), ("whole", "2022")], "2021-02-01", "mandated"),
    ],
)
def test_a_running_mandate_carries_an_old_count_and_a_lapsed_own_one_stops_it(
    world: World, mandates: list[tuple[str, str]], day: str, expected: str
) -> None:
    """An older count is mandated while a mandate of the mission or a whole runs; only the mission's own mandate lapses it."""
    rows = [
        {"id": f"m{number}", "deployment": mission, "places": "landa", "ends": ends, "decided": "2020-01-01"}
        for number, (mission, ends) in enumerate(mandates)
    ]
    assert state(asked(world, JANUARY, published="2020-01-02", mandates=rows), day) == expected


def test_only_live_counts_are_added_and_an_old_one_is_marked_with_its_age(world: World) -> None:
    """A mandated count is in the total and carries its age in months; a last-known one stays outside it."""
    ask = asked(
        world,
        JANUARY,
        mandates=[{"id": "m", "deployment": "alpha", "places": "landa", "ends": "2021-06-30", "decided": "2020-01-01"}],
    )
    live = as_dict(ask("status alpha on 2021-06-15"))
    assert (live["rows"][0]["age_months"], live["total"]["min"], live["total"]["max"]) == (17, 10, 10)
    lapsed = as_dict(ask("status alpha on 2021-07-01"))
    assert (lapsed["total"]["min"], lapsed["total"]["max"], lapsed["total"]["complete"]) == (0, None, False)


def test_historic_counts_are_one_line_unless_asked_for(world: World) -> None:
    """Everywhere, a historic count is only counted in one line; `status all` and naming the subject show it."""
    ask = asked(world, JANUARY)
    everywhere = as_dict(ask("status on 2024-01-01"))
    assert [row["state"] for row in everywhere["rows"]] == []
    assert [warning["code"] for warning in everywhere["warnings"]] == ["historic"]
    assert [row["state"] for row in as_dict(ask("status all on 2024-01-01"))["rows"]] == ["historic"]
    assert [row["state"] for row in as_dict(ask("status landa on 2024-01-01"))["rows"]] == ["historic"]


def split_report(world: World, second: Row) -> Callable[..., Answer]:
    """One report of alpha split between two forts, the second with its own end."""
    return world(
        sources=[{"id": "s1", "published": "2020-01-15"}],
        places=PLACES,
        deployments=MISSIONS,
        strengths=[
            {"id": "a1", "deployment": "alpha", "places": "fort-one", "count": "30", **JANUARY},
            {"id": "a2", "deployment": "alpha", "places": "fort-two", "count": "15", **JANUARY, **second},
        ],
        mandates=[{"id": "m", "deployment": "alpha", "places": "landa", "ends": "2030", "decided": "2020-01-01"}],
    )


@pytest.mark.parametrize("question", ["status landa on 2021-06-01", "status on 2021-06-01", "status alpha on 2021-06-01"])
def test_each_row_of_a_split_has_its_own_state(world: World, question: str) -> None:
    """Where one place of a split has ended over a year ago, the other place still counts."""
    answer = as_dict(split_report(world, {"to": "2020-02"})(question))
    assert {row["strength"]: row["state"] for row in answer["rows"]}["a1"] == "mandated"
    assert (answer["total"]["min"], answer["total"]["max"]) == (30, 30)


def test_a_stale_warning_does_not_say_a_year_of_a_count_that_lapsed_sooner(world: World) -> None:
    """A count that is last known because its mandate lapsed after two months is not said to be unconfirmed for a year."""
    mandates = [{"id": "m", "deployment": "alpha", "places": "landa", "ends": "2020-03-15", "decided": "2020-01-01"}]
    answer = asked(world, JANUARY, mandates=mandates)("status alpha on 2020-04-01")
    assert not [warning.text for warning in answer.warnings if "1 year" in warning.text]
