"""Rule 5: missions known only for a wider area, and missions present without a number."""

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
    {"id": "mid-town", "kind": "city", "within": "landa"},
    {"id": "far-town", "kind": "city", "within": "landa"},
    {"id": "otria"},
]
MISSIONS = [{"id": "whole"}, {"id": "alpha", "part_of": "whole"}, {"id": "relief"}]
OLD = {"id": "old", "deployment": "relief", "places": "mid-town", "from": "2020-01-01", "count": 8}
NEW = {"id": "new", "deployment": "relief", "places": "landa|otria", "from": "2020-02-01", "count": 8, "source": "s2"}


def rows(answer: Answer) -> list[tuple[str, str, Any]]:
    """What each row shows: its mission, state and count."""
    return [(row["deployment"], row["state"], row["count"]) for row in as_dict(answer)["rows"]]


def test_a_newer_word_for_the_container_is_shown_as_wider_outside_the_total(world: World) -> None:
    """Once counted in the town, now only across the countries: shown as wider, with no number for the town."""
    answer = world(places=PLACES, deployments=MISSIONS, strengths=[OLD, NEW])("status mid town on 2020-03-01")
    assert rows(answer) == [("relief", "wider", 8)]
    told = as_dict(answer)
    assert told["rows"][0]["strength"] == "new"
    assert (told["total"]["min"], told["total"]["max"], told["total"]["complete"]) == (0, None, False)


def test_the_same_word_counts_where_it_touches(world: World) -> None:
    """Asked about the country that the newest report names, the same mission is current there."""
    assert rows(world(places=PLACES, deployments=MISSIONS, strengths=[OLD, NEW])("status landa on 2020-03-01")) == [
        ("relief", "current", 8)
    ]


@pytest.mark.parametrize("day", ["2020-01-15", "2020-01-31"])
def test_before_the_wider_word_the_town_itself_is_counted(world: World, day: str) -> None:
    """Until the wider report begins, the older one speaks for the town."""
    assert rows(world(places=PLACES, deployments=MISSIONS, strengths=[OLD, NEW])(f"status mid town on {day}")) == [
        ("relief", "current", 8)
    ]


def test_a_place_never_named_is_not_wider(world: World) -> None:
    """A town in which no report of the mission ever lay gets no line from a report of the whole country."""
    answer = world(places=PLACES, deployments=MISSIONS, strengths=[OLD, NEW])("status far town on 2020-03-01")
    assert not as_dict(answer)["rows"]


def test_an_older_report_that_had_not_begun_makes_nothing_wider(world: World) -> None:
    """The report that lay in the town must be older than the speaking one, not one still to come."""
    later = {**OLD, "from": "2020-06-01"}
    answer = world(places=PLACES, deployments=MISSIONS, strengths=[later, NEW])("status mid town on 2020-03-01")
    assert not as_dict(answer)["rows"]


@pytest.mark.parametrize(
    ("event", "day", "present"),
    [
        ({"occurred": "2020-01-18"}, "2020-01-17", False),
        ({"occurred": "2020-01-18"}, "2020-01-18", True),
        ({"occurred": "2020-01-18"}, "2021-01-18", True),  # exactly 12 months
        ({"occurred": "2020-01-18"}, "2021-01-19", False),
        ({"occurred": "2020-01"}, "2020-01-01", True),  # first days of vague dates
        ({"occurred": "2020-01"}, "2021-01-01", True),
        ({"occurred": "2020-01"}, "2021-01-02", False),
        ({"occurred": "2020-01-18~"}, "2020-01-17", False),
        ({"occurred": "2020-01-18", "kind": "posture"}, "2020-02-01", True),
        ({"occurred": "2020-01-18", "kind": "decision"}, "2020-02-01", False),
        ({"occurred": "2020-01-18", "kind": "planning"}, "2020-02-01", False),
        ({"occurred": "2020-01-18", "kind": "milestone"}, "2020-02-01", False),
    ],
)
def test_a_recent_deployment_or_posture_shows_presence_without_a_number(
    world: World, event: Row, day: str, present: bool
) -> None:
    """A mission never counted is unnumbered for 12 months after it was deployed or changed its posture."""
    ask = world(places=PLACES, deployments=MISSIONS, events=[{"id": "e", "deployment": "relief", "places": "landa", **event}])
    for question in (f"status landa on {day}", f"status relief on {day}"):
        assert rows(ask(question)) == ([("relief", "unnumbered", None)] if present else [])


@pytest.mark.parametrize(
    ("day", "present"), [("2020-01-31", False), ("2020-02-01", True), ("2022-06-30", True), ("2022-07-01", False)]
)
def test_a_running_mandate_shows_presence_without_a_number(world: World, day: str, present: bool) -> None:
    """A mission never counted is unnumbered from the decision of its mandate to the last day that its end can mean."""
    mandates = [{"id": "m", "deployment": "relief", "places": "landa", "ends": "2022-06", "decided": "2020-02"}]
    ask = world(places=PLACES, deployments=MISSIONS, mandates=mandates)
    assert rows(ask(f"status landa on {day}")) == ([("relief", "unnumbered", None)] if present else [])


@pytest.mark.parametrize(("day", "present"), [("2020-02-10", True), ("2020-02-11", False), ("2020-03-01", False)])
def test_a_withdrawal_ends_presence(world: World, day: str, present: bool) -> None:
    """No withdrawal since: once withdrawn, neither the deployment nor a mandate still running shows presence."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        events=[
            {"id": "in", "deployment": "relief", "places": "landa", "occurred": "2020-01-18"},
            {"id": "out", "deployment": "relief", "places": "landa", "occurred": "2020-02-11", "kind": "withdrawn"},
        ],
        mandates=[{"id": "m", "deployment": "relief", "places": "landa", "ends": "2022-06", "decided": "2020-01-10"}],
    )
    assert bool([row for row in rows(ask(f"status landa on {day}")) if row[1] == "unnumbered"]) is present


def test_a_mission_deployed_again_after_a_withdrawal_is_present(world: World) -> None:
    """Only a withdrawal after the deployment ends it."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        events=[
            {"id": "out", "deployment": "relief", "places": "landa", "occurred": "2019-12-01", "kind": "withdrawn"},
            {"id": "in", "deployment": "relief", "places": "landa", "occurred": "2020-01-18"},
        ],
    )
    assert rows(ask("status landa on 2020-03-01")) == [("relief", "unnumbered", None)]


def test_an_unnumbered_mission_leaves_the_total_incomplete(world: World) -> None:
    """Beside a mission that is counted, an unnumbered one marks the total as incomplete and adds nothing to it."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[{"id": "a", "deployment": "alpha", "places": "landa", "count": 5}],
        events=[{"id": "e", "deployment": "relief", "places": "landa", "occurred": "2020-01-18"}],
    )
    answer = ask("status landa on 2020-03-01")
    assert rows(answer) == [("alpha", "current", 5), ("relief", "unnumbered", None)]
    total = as_dict(answer)["total"]
    assert (total["min"], total["max"], total["complete"]) == (5, 5, False)
    assert "incomplete" in [warning.code for warning in answer.warnings]


@pytest.mark.parametrize(
    ("day", "state"), [("2020-01-31", "unnumbered"), ("2020-02-01", "current"), ("2021-02-02", "last-known")]
)
def test_no_report_at_all_means_none_begun(world: World, day: str, state: str) -> None:
    """Before its first report begins a mission is unnumbered; afterwards it never is, however old the report."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[{"id": "r", "deployment": "relief", "places": "landa", "from": "2020-02-01"}],
        events=[
            {"id": "e1", "deployment": "relief", "places": "landa", "occurred": "2020-01-18"},
            {"id": "e2", "deployment": "relief", "places": "landa", "occurred": "2021-02-01"},
        ],
    )
    assert [row[1] for row in rows(ask(f"status landa on {day}"))] == [state]


def test_a_mission_that_has_parts_is_never_unnumbered(world: World) -> None:
    """The umbrella of other missions is not a presence of its own."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        events=[{"id": "e", "deployment": "whole", "places": "landa", "occurred": "2020-01-18"}],
        mandates=[{"id": "m", "deployment": "whole", "places": "landa", "decided": "2020-01-10"}],
    )
    assert not rows(ask("status landa on 2020-02-01"))


def test_presence_is_of_the_place_that_the_event_names(world: World) -> None:
    """A deployment to one country shows no presence in another."""
    ask = world(
        places=PLACES,
        deployments=MISSIONS,
        events=[{"id": "e", "deployment": "relief", "places": "otria", "occurred": "2020-01-18"}],
    )
    assert not rows(ask("status landa on 2020-02-01"))
    assert rows(ask("status otria on 2020-02-01")) == [("relief", "unnumbered", None)]
