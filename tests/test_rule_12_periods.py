"""How the rules read D and K: knowledge days that a source straddles, and periods instead of days."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [{"id": "landa"}, {"id": "mid-town", "kind": "city", "within": "landa"}]
MISSIONS = [{"id": "alpha"}, {"id": "relief"}]
SPRING = {"id": "spring", "deployment": "alpha", "places": "landa", "count": 5, "from": "2020-03-01"}
WINTER = {"id": "winter", "deployment": "alpha", "places": "landa", "count": 7, "from": "2020-07-01", "source": "s2"}
FIRST = {"id": "first", "deployment": "alpha", "places": "landa", "count": 3, "from": "2019-06-01", "source": "s3"}


def shown(answer: Answer) -> list[tuple[Any, str]]:
    """Each row's count id and state, in order."""
    return [(row["strength"], row["state"]) for row in as_dict(answer)["rows"]]


@pytest.mark.parametrize(
    ("published", "known_by", "known", "straddles"),
    [
        ("2020-01-12", "2020-01-12", True, False),
        ("2020-01-13", "2020-01-12", False, False),
        ("2020-01-12~", "2020-01-12", True, False),  # `~` and `?` never widen a date
        ("2020-01-12?", "2020-01-12", True, False),
        ("2020-01", "2020-01-31", True, False),
        ("2020-01", "2020-01-30", False, True),
        ("2020-01", "2020-01-01", False, True),
        ("2020-01", "2019-12-31", False, False),
        ("2020", "2020-06-30", False, True),
        ("2020", "2020-12", True, False),  # K is the last day that it can mean
    ],
)
def test_a_row_is_known_when_its_source_was_surely_published(
    world: World, published: str, known_by: str, known: bool, straddles: bool
) -> None:
    """A row is known by K when the last day of its source's date is by K; a source that straddles K is left out and named."""
    row = {"id": "a", "deployment": "alpha", "places": "landa", "from": "2019-06-01"}
    ask = world(sources=[{"id": "s1", "published": published}], places=PLACES, deployments=MISSIONS, strengths=[row])
    answer = ask(f"status landa on 2019-12-01 reported by {known_by}")
    assert [name for name, _state in shown(answer)] == (["a"] if known else [])
    assert bool([warning for warning in answer.warnings if "s1" in warning.text]) is straddles


def test_reported_by_alone_sets_the_day_and_the_headline_says_so(world: World) -> None:
    """`reported by K` without `on` asks about the day K, going by what was known on it."""
    sources = [{"id": "s2", "published": "2020-07-02"}, {"id": "s3", "published": "2019-06-01"}]
    ask = world(sources=sources, places=PLACES, deployments=MISSIONS, strengths=[FIRST, SPRING, WINTER])
    answer = ask("status landa reported by 2020-07-01")
    assert shown(answer) == [("spring", "current")]
    assert as_dict(answer)["question"]["day"] == {"from": "2020-07-01", "to": "2020-07-01"}
    assert "on 1 July 2020" in answer.headline
    assert "published by 1 July 2020" in answer.headline


def test_both_clocks_work_together(world: World) -> None:
    """`on` chooses the day of the world and `reported by` the knowledge: what was later learnt of a day is left out."""
    sources = [{"id": "s2", "published": "2021-01-01"}]
    ask = world(sources=sources, places=PLACES, deployments=MISSIONS, strengths=[SPRING, WINTER])
    assert shown(ask("status landa on 2020-08-01")) == [("winter", "current")]
    assert shown(ask("status landa on 2020-08-01 reported by 2020-12-31")) == [("spring", "current")]


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("on 2020", [("winter", "current"), ("spring", "current"), ("first", "last-known")]),
        ("on 2020-03", [("spring", "current")]),  # on 1 March itself the newer one already speaks
        ("on 2020-04", [("spring", "current")]),
        ("on 2020-07", [("winter", "current")]),
        ("since 2020-02-28 until 2020-03-01", [("spring", "current"), ("first", "current")]),
        ("since 2020-06-30 until 2020-07-01", [("winter", "current"), ("spring", "current")]),
        ("since 2019-01-01 until 2019-12-31", [("first", "current")]),
    ],
)
def test_a_period_lists_every_report_that_spoke_newest_first_without_a_total(
    world: World, period: str, expected: list[tuple[str, str]]
) -> None:
    """A month, a year or a span lists every report while it spoke, with its state on the last day, and no total."""
    sources = [{"id": "s2", "published": "2020-07-01"}, {"id": "s3", "published": "2019-06-01"}]
    ask = world(sources=sources, places=PLACES, deployments=MISSIONS, strengths=[FIRST, SPRING, WINTER])
    answer = ask(f"status landa {period}")
    assert shown(answer) == expected
    assert answer.total is None


@pytest.mark.parametrize(
    ("today", "state"), [(date(2020, 5, 31), "current"), (date(2020, 6, 15), "ending"), (date(2021, 1, 1), "ended")]
)
def test_a_periods_states_are_of_its_last_day_or_of_today_if_earlier(world: World, today: date, state: str) -> None:
    """Asked in mid-year about the year, states are of today."""
    ask = world(places=PLACES, deployments=MISSIONS, strengths=[{**SPRING, "to": "2020-06"}])
    assert shown(ask("status landa on 2020", today)) == [("spring", state)]


@pytest.mark.parametrize(("end", "listed"), [("2019-12-31", False), ("2020-01-01", True), ("2020-01", True)])
def test_a_report_that_ended_before_the_period_is_not_listed(world: World, end: str, listed: bool) -> None:
    """A report speaks in a period only if it had not ended before its first day."""
    ask = world(places=PLACES, deployments=MISSIONS, strengths=[{**FIRST, "to": end}])
    assert bool(shown(ask("status landa on 2020"))) is listed


def test_a_count_that_ended_before_the_period_is_not_called_the_end_of_its_mission(world: World) -> None:
    """Only a withdrawal ends a mission; of a count that ended, the next one held is named."""
    ask = world(places=PLACES, deployments=MISSIONS, strengths=[{**FIRST, "to": "2019-07-01"}, {**WINTER, "from": "2021-02"}])
    assert ask("status landa on 2020").headline == (
        "Landa: every count held there had ended before the period asked about, in 2020; the next count held is of February 2021."
    )
    left = {"id": "left", "deployment": "alpha", "places": "landa", "kind": "withdrawn", "occurred": "2019-07-01"}
    ask = world(places=PLACES, deployments=MISSIONS, strengths=[{**FIRST, "to": "2019-07-01"}], events=[left])
    assert ask("status landa on 2020").headline == (
        "Landa: every mission held there had ended before the period asked about, in 2020."
    )


def test_a_period_shows_the_returns_and_withdrawals_within_it(world: World) -> None:
    """The movements home within the period stand beside the reports; those before and after it do not."""
    events = [
        {"id": name, "deployment": "alpha", "places": "landa", "kind": kind, "occurred": day}
        for name, kind, day in (
            ("early", "returned", "2020-03-31"),
            ("some", "returned", "2020-04-10"),
            ("all", "withdrawn", "2020-04-30"),
            ("late", "returned", "2020-05-01"),
            ("talk", "statement", "2020-04-12"),
        )
    ]
    answer = as_dict(world(places=PLACES, deployments=MISSIONS, strengths=[SPRING], events=events)("status landa on 2020-04"))
    assert [move["event"] for move in answer["movements"]] == ["some", "all"]
    assert [(row["strength"], row["state"]) for row in answer["rows"]] == [("spring", "ended")]


@pytest.mark.parametrize("period", ["on 2020", "on 2020-02", "since 2020-01-01 until 2020-06-30", "on 2020-01"])
def test_a_mission_present_without_a_number_within_a_period_is_told(world: World, period: str) -> None:
    """A mission never counted that came and went within the period was present in it, and the answer says so."""
    events = [
        {"id": "in", "deployment": "relief", "places": "landa", "occurred": "2020-01-18"},
        {"id": "out", "deployment": "relief", "places": "landa", "occurred": "2020-02-11", "kind": "withdrawn"},
    ]
    answer = world(places=PLACES, deployments=MISSIONS, events=events)(f"status landa {period}")
    assert [row["deployment"] for row in as_dict(answer)["rows"]] == ["relief"]
    assert answer.kind == "status"


def test_a_mission_counted_in_a_period_is_not_unnumbered_too(world: World) -> None:
    """A mission with a report in the period is listed by its report alone, though an event shows its presence as well."""
    events = [{"id": "in", "deployment": "alpha", "places": "landa", "occurred": "2020-02-20"}]
    answer = world(places=PLACES, deployments=MISSIONS, strengths=[SPRING], events=events)("status landa on 2020")
    assert shown(answer) == [("spring", "current")]


def test_a_mission_known_only_for_the_wider_area_is_told_in_a_period_too(world: World) -> None:
    """Rule 5 holds in a period: a town named by an older report gets the newer, wider one as wider."""
    town = {"id": "town", "deployment": "alpha", "places": "mid-town", "from": "2019-01-01"}
    answer = world(places=PLACES, deployments=MISSIONS, strengths=[town, SPRING])("status mid town on 2020-06")
    assert shown(answer) == [("spring", "wider")]


LISTED = {
    "strengths": [SPRING, WINTER],
    "mandates": [{"id": "m", "deployment": "alpha", "places": "landa", "decided": "2020-02-01", "ends": "2020-12"}],
    "events": [{"id": "e", "deployment": "alpha", "places": "landa", "occurred": "2020-08-01", "summary": "Landa plan."}],
    "incidents": [{"id": "i", "occurred": "2020-09-01", "place": "landa"}],
    "accounts": [{"id": "x", "incident": "i"}],
}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("timeline landa", ["m", "spring", "winter", "e", "i"]),
        ("timeline landa on 2020-08-01", ["e"]),
        ("timeline landa on 2020-07", ["winter"]),
        ("timeline landa on 2020-03-02", []),
        ("timeline landa since 2020-03-01 until 2020-08-01", ["spring", "winter", "e"]),
        ("timeline landa reported by 2020-07-31", ["m", "spring", "winter"]),
        ("incidents landa reported by 2020-07-31", []),
        ("incidents landa", ["i"]),
    ],
)
def test_lists_keep_to_the_dates_asked_or_run_until_today_or_k(world: World, question: str, expected: list[str]) -> None:
    """An explicit date limits a list to that day or period; without one it holds all until today, or until K."""
    answer = world(places=PLACES, deployments=MISSIONS, **LISTED)(question)
    assert [row["id"] for row in as_dict(answer)["rows"]] == expected


def test_a_list_without_a_date_ends_today(world: World) -> None:
    """What is dated after today is not in a timeline that names no date."""
    answer = world(places=PLACES, deployments=MISSIONS, **LISTED)("timeline landa", date(2020, 7, 31))
    assert [row["id"] for row in as_dict(answer)["rows"]] == ["m", "spring", "winter"]


@pytest.mark.parametrize(
    ("question", "supported"),
    [
        ("sources landa", {"m", "spring", "winter"}),
        ("sources landa on 2020-03-01", {"m", "spring"}),  # the mandate speaks of every day until its end
        ("sources landa since 2020-07-01 until 2020-07-31", {"m", "winter"}),
    ],
)
def test_sources_keep_to_the_dates_asked_or_run_until_today(world: World, question: str, supported: set[str]) -> None:
    """The rows behind a subject are those that speak of the days asked about; without a date, of all until today."""
    answer = world(places=PLACES, deployments=MISSIONS, **LISTED)(question, date(2020, 7, 31))
    assert {support["id"] for row in as_dict(answer)["rows"] for support in row["supports"]} == supported


@pytest.mark.parametrize(("today", "found"), [(date(2020, 7, 31), False), (date(2020, 8, 1), True)])
def test_a_search_without_a_date_ends_today(world: World, today: date, found: bool) -> None:
    """A search that names no date finds nothing that is dated after today."""
    answer = world(places=PLACES, deployments=MISSIONS, **LISTED)("search plan", today)
    assert ("e" in [row["id"] for row in as_dict(answer)["rows"]]) is found
