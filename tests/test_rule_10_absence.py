"""Rule 10: not held, no rows and all ended are three answers, and none of them is a number."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [{"id": "landa"}, {"id": "fort-one", "kind": "base", "within": "landa"}, {"id": "otria"}, {"id": "emptia"}]
MISSIONS = [{"id": "alpha"}, {"id": "bravo"}, {"id": "relief"}, {"id": "idle", "name": "Idle mission"}]
ENDED = {"id": "a", "deployment": "alpha", "places": "landa", "count": 30, "to": "2020-03"}


@pytest.fixture
def ask(world: World) -> Ask:
    """A world where one mission has ended, one was withdrawn, and a place and a mission have no rows at all."""
    return world(
        places=PLACES,
        deployments=MISSIONS,
        strengths=[ENDED, {"id": "b", "deployment": "bravo", "places": "fort-one", "count": 20}],
        events=[
            {"id": "b-out", "deployment": "bravo", "places": "fort-one", "occurred": "2020-04-01", "kind": "withdrawn"},
            {"id": "r-in", "deployment": "relief", "places": "otria", "occurred": "2020-01-18"},
            {"id": "r-out", "deployment": "relief", "places": "otria", "occurred": "2020-02-11", "kind": "withdrawn"},
        ],
    )


def says_zero(answer: Answer) -> bool:
    """Whether the answer gives 0 as a number anywhere in its words."""
    words = [answer.headline, *(row["text"] for row in answer.rows), *(warning.text for warning in answer.warnings)]
    return any(re.search(r"(?<![\d-])0(?![\d-])|\bno NZDF personnel\b", text) for text in words)


@pytest.mark.parametrize(
    ("question", "kind", "absence"),
    [
        ("status narnia on 2020-06-01", "unknown", "not-held"),
        ("mandate narnia on 2020-06-01", "unknown", "not-held"),
        ("incidents narnia", "unknown", "not-held"),
        ("timeline narnia", "unknown", "not-held"),
        ("status peru on 2020-06-01", "unknown", "not-held"),  # a country of the world that the store does not hold
        ("status emptia on 2020-06-01", "unknown", "no-rows"),
        ("status idle mission on 2020-06-01", "unknown", "no-rows"),
        ("mandate emptia on 2020-06-01", "unknown", "no-rows"),
        ("incidents landa", "unknown", "no-rows"),
        ("timeline emptia", "unknown", "no-rows"),
        ("sources emptia", "unknown", "no-rows"),
        ("status landa on 2020-06-01", "status", "all-ended"),
        ("status fort one on 2020-06-01", "status", "all-ended"),
        ("status alpha on 2020-06-01", "status", "all-ended"),
        ("status fort one on 2030-06-01", "status", "all-ended"),
        ("status otria on 2020-06-01", "status", "all-ended"),  # deployed without a number, and withdrawn
        ("status relief on 2020-06-01", "status", "all-ended"),
    ],
)
def test_the_three_absences_are_three_answers_and_none_is_a_number(ask: Ask, question: str, kind: str, absence: str) -> None:
    """A place not held, a known place with no rows and a place where all have ended differ; none has a total or says 0."""
    answer = ask(question)
    assert (answer.kind, answer.absence) == (kind, absence)
    assert answer.total is None
    assert not says_zero(answer)


def test_a_mission_ends_with_its_withdrawal_and_not_with_its_last_count(world: World) -> None:
    """A count whose end a source gave may be years older than the withdrawal, which is when the mission ended."""
    ask = world(
        places=[{"id": "landa"}],
        deployments=[{"id": "alpha", "name": "Alpha"}],
        strengths=[{"id": "all", "deployment": "alpha", "places": "landa", "count": 35, "from": "2011-04", "to": "2011-08"}],
        events=[{"id": "home", "deployment": "alpha", "places": "landa", "kind": "withdrawn", "occurred": "2013-08"}],
    )
    assert ask("status landa on 2014-01-01").headline == (
        "No one is recorded in Landa on 1 January 2014: Alpha had ended by August 2013; its last count is 35, of April 2011."
    )


def test_where_all_has_ended_the_last_count_is_named(world: World) -> None:
    """Who asks of what is over, without a date, wants the last number and not only that it is over."""
    ask = world(
        places=[{"id": "landa"}],
        deployments=[{"id": "games", "name": "Games"}],
        strengths=[{"id": "all", "deployment": "games", "places": "landa", "count": 90, "from": "2020-03", "to": "2020-04"}],
    )
    assert ask("status games").headline.endswith(
        "every count held there had ended by April 2020 (Games); its last count is 90, of March 2020."
    )


def test_the_three_absences_are_said_in_different_words(ask: Ask) -> None:
    """The reader can tell the three apart from the headline alone, and each names what was asked about."""
    not_held = ask("status narnia on 2020-06-01").headline
    no_rows = ask("status emptia on 2020-06-01").headline
    all_ended = ask("status landa on 2020-06-01").headline
    assert "narnia" in not_held
    assert "Emptia" in no_rows
    assert "Landa" in all_ended
    assert "ended" in all_ended
    assert "ended" not in no_rows + not_held


@pytest.mark.parametrize(
    ("question", "state"),
    [
        ("status landa on 2020-02-01", "current"),
        ("status otria on 2020-02-01", "unnumbered"),
    ],
)
def test_presence_is_no_absence(ask: Ask, question: str, state: str) -> None:
    """A counted or an unnumbered mission is an answer, not an absence."""
    answer = ask(question)
    assert (answer.kind, answer.absence) == ("status", None)
    assert state in [row["state"] for row in as_dict(answer)["rows"]]


def test_an_unconfirmed_count_is_no_absence_and_no_zero(world: World) -> None:
    """A last-known or historic count is said as such, never as nobody being there."""
    ask = world(
        places=PLACES, deployments=MISSIONS, strengths=[{"id": "a", "deployment": "alpha", "places": "landa", "count": 30}]
    )
    for day in ("2021-06-01", "2030-06-01"):
        answer = ask(f"status landa on {day}")
        assert (answer.kind, answer.absence) == ("status", None)
        assert "30" in answer.headline
        assert not says_zero(answer)


def test_one_live_mission_beside_ended_ones_is_no_absence(world: World) -> None:
    """Only where all have ended is it an absence."""
    ask = world(places=PLACES, deployments=MISSIONS, strengths=[ENDED, {"id": "b", "deployment": "bravo", "places": "landa"}])
    answer = ask("status landa on 2020-06-01")
    assert answer.absence is None
    assert {row["strength"]: row["state"] for row in as_dict(answer)["rows"]} == {"a": "ended", "b": "current"}


@pytest.mark.parametrize(
    ("day", "shown"),
    [("2021-03-31", {"a", "b"}), ("2021-04-01", {"b"})],
)
def test_a_mission_over_for_a_year_is_left_out_beside_others(world: World, day: str, shown: set[str]) -> None:
    """An ended mission stands beside live ones for 12 months, then is left out unless all are asked for."""
    live = {"id": "b", "deployment": "bravo", "places": "landa", "to": "2030"}
    ask = world(places=PLACES, deployments=MISSIONS, strengths=[ENDED, live])
    assert {row["strength"] for row in as_dict(ask(f"status landa on {day}"))["rows"]} == shown


def test_everywhere_leaves_out_what_has_ended_unless_all_is_asked(world: World) -> None:
    """`status` shows no ended mission; `status all` does."""
    live = {"id": "b", "deployment": "bravo", "places": "landa", "to": "2030"}
    ask = world(places=PLACES, deployments=MISSIONS, strengths=[ENDED, live])
    assert [row["strength"] for row in as_dict(ask("status on 2020-06-01"))["rows"]] == ["b"]
    assert {row["strength"] for row in as_dict(ask("status all on 2020-06-01"))["rows"]} == {"a", "b"}


def test_a_place_with_rows_of_another_time_is_not_said_to_have_none(ask: Ask) -> None:
    """Before anyone came, the place is known with facts of other times, and the answer says that."""
    answer = ask("status landa on 2019-01-01")
    assert answer.absence == "no-rows"
    assert "other times" in answer.headline
    assert not says_zero(answer)


@pytest.mark.parametrize("mission", ["alpha", None])
@pytest.mark.parametrize("kind", ["decision", "planning", "statement", "milestone"])
def test_a_place_with_an_event_is_not_said_to_have_none(world: World, kind: str, mission: str | None) -> None:
    """A place that the store knows from a decision or a statement only is not said to have no event."""
    event = {"id": "e", "deployment": mission, "places": "emptia", "occurred": "2020-01-18", "kind": kind}
    ask = world(places=PLACES, deployments=MISSIONS, events=[event])
    assert not re.search(r"holds no\b.*\bevent", ask("status emptia on 2020-06-01").headline)


def test_a_withdrawal_before_the_last_deployment_is_not_an_end(world: World) -> None:
    """A mission withdrawn, deployed again and not heard of for over a year is not said to have ended."""
    events = [
        {"id": "out", "deployment": "relief", "places": "otria", "occurred": "2019-12-01", "kind": "withdrawn"},
        {"id": "in", "deployment": "relief", "places": "otria", "occurred": "2020-01-18"},
    ]
    answer = world(places=PLACES, deployments=MISSIONS, events=events)("status otria on 2021-06-01")
    assert answer.absence != "all-ended"
    assert "ended" not in answer.headline
