"""Rule 11: casualties are summed over incidents, never over accounts, and are a range where accounts differ."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
World = Callable[..., Ask]
Row = dict[str, Any]
PLACES = [{"id": "landa"}, {"id": "fort-one", "kind": "base", "within": "landa"}, {"id": "otria"}]
MISSIONS = [{"id": "alpha"}, {"id": "bravo"}]
RAID = {"id": "raid", "occurred": "2020-01-10", "place": "fort-one", "deployments": "alpha"}
CRASH = {"id": "crash", "occurred": "2020-02", "place": "landa", "deployments": "bravo"}
NEARBY = {"id": "nearby", "occurred": "2020-03-01", "place": "landa"}


def told(world: World, incidents: list[Row], accounts: list[Row], question: str = "incidents landa", **more: list[Row]) -> Row:
    """The answer of the contract in a world of these incidents and accounts."""
    ask = world(places=PLACES, deployments=MISSIONS, incidents=incidents, accounts=accounts, **more)
    return as_dict(ask(question))


def account(name: str, incident: str, source: str = "s1", **numbers: Any) -> Row:
    """What one source says of an incident."""
    return {"id": name, "incident": incident, "sources": source, **numbers}


def span(low: int, high: int) -> Row:
    """A range of the contract."""
    return {"min": low, "max": high}


def test_accounts_of_one_incident_are_a_range_and_never_a_sum(world: World) -> None:
    """One account counts 12 hurt and another 17: the incident has 12 to 17, not 29."""
    accounts = [
        account("x", "raid", nz_killed=1, nz_injured=12, others_injured=3),
        account("y", "raid", "s2", nz_killed=1, nz_injured=17),
    ]
    answer = told(world, [RAID], accounts)
    (row,) = answer["rows"]
    assert (row["nz_killed"], row["nz_injured"], row["others_injured"]) == (span(1, 1), span(12, 17), span(3, 3))
    assert answer["total"] == {"incidents": 1, "nz_killed": span(1, 1), "nz_injured": span(12, 17)}
    assert [one["id"] for one in row["accounts"]] == ["x", "y"]
    assert row["accounts"][1]["sources"] == ["s2"]


def test_incidents_are_summed_least_with_least_and_most_with_most(world: World) -> None:
    """Two incidents of 2 to 3 and of 4 hurt are 6 to 7 in all."""
    accounts = [
        account("x", "raid", nz_killed=2, nz_injured=2),
        account("y", "raid", "s2", nz_killed=2, nz_injured=3),
        account("z", "crash", nz_killed=1, nz_injured=4),
    ]
    assert told(world, [RAID, CRASH], accounts)["total"] == {"incidents": 2, "nz_killed": span(3, 3), "nz_injured": span(6, 7)}


def test_not_reported_is_not_none(world: World) -> None:
    """An empty number is “not reported” and stays out of the range; 0 is “reported as none” and is in it."""
    accounts = [
        account("x", "raid", nz_killed=0, nz_injured=""),
        account("y", "raid", "s2", nz_killed="", nz_injured=""),
        account("z", "crash", nz_killed=1, others_injured=5),
    ]
    answer = told(world, [RAID, CRASH], accounts)
    by_id = {row["id"]: row for row in answer["rows"]}
    assert by_id["raid"]["nz_killed"] == span(0, 0)
    assert by_id["raid"]["nz_injured"] is None
    assert by_id["crash"]["others_injured"] == span(5, 5)
    assert answer["total"] == {"incidents": 2, "nz_killed": span(1, 1), "nz_injured": None}


def test_an_incident_that_nobody_counted_gives_no_zero(world: World) -> None:
    """Where no account gives a number the total is null and the headline says that none is reported."""
    answer = told(world, [RAID], [account("x", "raid")])
    assert answer["total"] == {"incidents": 1, "nz_killed": None, "nz_injured": None}
    assert "0 New Zealander" not in answer["headline"]


def test_distances_are_a_range_over_the_accounts_that_state_one(world: World) -> None:
    """Three kilometres away by one account and on the base by another: 0 to 3."""
    accounts = [account("x", "raid", distance_km=3), account("y", "raid", "s2", distance_km=0), account("z", "raid", "s3")]
    (row,) = told(world, [RAID], accounts)["rows"]
    assert row["distance_km"] == span(0, 3)


def test_incidents_stand_newest_first_and_those_nearby_are_among_them(world: World) -> None:
    """Incidents at a place are listed newest first, whether they touched a mission or only happened near."""
    accounts = [account("x", "raid"), account("y", "crash"), account("z", "nearby")]
    answer = told(world, [RAID, CRASH, NEARBY], accounts)
    assert [row["id"] for row in answer["rows"]] == ["nearby", "crash", "raid"]
    assert [row["deployments"] for row in answer["rows"]] == [[], ["bravo"], ["alpha"]]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("incidents fort one", ["raid"]),
        ("incidents otria", []),
        ("incidents alpha", ["raid"]),
        ("incidents bravo", ["crash"]),
        ("incidents", ["nearby", "crash", "raid"]),
        ("incidents landa on 2020-01-10", ["raid"]),
        ("incidents landa on 2020-01-11", []),
        ("incidents landa on 2020-02-15", ["crash"]),  # February 2020 can be the 15th
        ("incidents landa on 2020-02", ["crash"]),
        ("incidents landa since 2020-02-01", ["nearby", "crash"]),
        ("incidents landa since 2020-02-29 until 2020-03-01", ["nearby", "crash"]),
        ("incidents landa until 2020-02-01", ["crash", "raid"]),
        ("incidents landa until 2020-01-31", ["raid"]),
        ("incidents landa since 2020-03-02", []),
    ],
)
def test_places_missions_and_dates_choose_the_incidents(world: World, question: str, expected: list[str]) -> None:
    """A place reaches down to its bases; a period bounds when incidents occurred, and vague dates match on overlap."""
    accounts = [account("x", "raid"), account("y", "crash"), account("z", "nearby")]
    assert [row["id"] for row in told(world, [RAID, CRASH, NEARBY], accounts, question)["rows"]] == expected


def test_an_account_published_after_k_is_left_out_of_the_range(world: World) -> None:
    """Going by what was known by K, only the accounts published by then tell the casualties."""
    sources = [
        {"id": "s1", "published": "2020-01-11"},
        {"id": "s2", "published": "2020-02-01"},
        {"id": "s3", "published": "2020-01"},
    ]
    accounts = [
        account("x", "raid", nz_injured=1),
        account("y", "raid", "s2", nz_injured=5),
        account("z", "raid", "s3", nz_injured=9),
    ]
    answer = told(world, [RAID], accounts, "incidents landa reported by 2020-01-15", sources=sources)
    assert answer["total"]["nz_injured"] == span(1, 1)
    assert [one["id"] for one in answer["rows"][0]["accounts"]] == ["x"]
    assert [warning["text"] for warning in answer["warnings"] if "s3" in warning["text"]]


def test_an_incident_without_a_known_account_is_not_known(world: World) -> None:
    """An incident that nobody had told by K is not in the answer."""
    answer = told(world, [RAID], [account("x", "raid")], "incidents landa reported by 2019-12-31")
    assert (answer["kind"], answer["absence"], answer["rows"]) == ("unknown", "no-rows", [])
