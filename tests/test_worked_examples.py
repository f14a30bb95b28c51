"""The worked examples of the rules, on the shipped facts."""

from collections.abc import Callable
from typing import Any

from bot.answer import Answer
from bot.render.contract import as_dict
from bot.render.text import plain

Ask = Callable[..., Answer]
Row = dict[str, Any]


def states(answer: Answer) -> dict[str, str]:
    """The state of each count shown, and of each unnumbered mission under its own name."""
    return {row["strength"] or row["deployment"]: row["state"] for row in as_dict(answer)["rows"]}


def total(answer: Answer) -> tuple[Any, Any, Any]:
    """Least, most, and whether it is about."""
    found = as_dict(answer)["total"]
    return found["min"], found["max"], found["about"]


def test_iraq_on_10_january_2020(ask: Ask) -> None:
    """45 at Camp Taji and 5 in Baghdad: sum 50, reported 50, they agree; the row is as the contract has it."""
    answer = ask("status iraq on 2020-01-10")
    told = as_dict(answer)
    row = {
        "strength": "taji-2020-01", "deployment": "taji-training", "places": ["camp-taji"], "count": 45, "qualifier": "exactly",
        "includes": None, "from": "2020-01", "to": None, "state": "current", "reported": "2020-01-09~", "age_months": 0,
        "mandate": "taji-2020-afp", "shared": False, "source": "herald-2020-01-contingency", "disputed_by": [],
    }  # fmt: skip
    assert told["kind"] == "status"
    assert told["headline"] == "50 NZDF personnel were in Iraq on 10 January 2020."
    assert told["rows"][0] == told["rows"][0] | row
    assert states(answer) == {"taji-2020-01": "current", "baghdad-2020-01": "current"}
    assert (told["total"]["min"], told["total"]["max"], told["total"]["about"], told["total"]["complete"]) == (
        50,
        50,
        False,
        True,
    )
    (reported,) = told["total"]["reported"]
    assert reported == reported | {"strength": "iraq-total-2020-01", "count": 50, "qualifier": "exactly", "agrees": True}
    assert told["question"]["subject"] == ["iraq"]
    assert (told["question"]["on"], told["question"]["day"]) == ("2020-01-10", {"from": "2020-01-10", "to": "2020-01-10"})
    assert told["absence"] is None


def test_taji_today(ask: Ask) -> None:
    """The mission ended in 2020: 28 home and the rest due by one source, all 45 left by another; never 17 at Taji."""
    answer = ask("status taji")
    assert (answer.kind, answer.absence, answer.total) == ("status", "all-ended", None)
    moves = {move["event"]: (move["kind"], move["count"], move["source"]) for move in as_dict(answer)["movements"]}
    assert moves == {
        "taji-28-home-2020": ("returned", 28, "herald-2020-03-30-coming-home"),
        "taji-rest-home-2020": ("returned", None, "herald-2020-03-30-coming-home"),
        "taji-all-left-2020": ("withdrawn", 45, "nzdf-2020-03-30-ends"),
    }
    assert "17" not in answer.headline + "".join(row["text"] for row in answer.rows)


def test_the_support_roles_in_qatar(ask: Ask) -> None:
    """On 15 April 2020 the support roles were authorised until June 2022, extended in March 2020."""
    rows = {row["deployment"]: row for row in as_dict(ask("mandate qatar on 2020-04-15"))["rows"] if not row["inherited_from"]}
    row = rows["qatar-support"]
    assert (row["ends"], row["decided"], row["state"], row["days_left"]) == (
        "2022-06",
        "2020-03-30",
        "running",
        {"min": 777, "max": 806},
    )


def test_the_mandate_of_taji_as_known_on_12_january_2020(ask: Ask) -> None:
    """As reported by then, the training mission was to end in June 2020."""
    row = as_dict(ask("mandate taji reported by 2020-01-12"))["rows"][0]
    assert (row["mandate"], row["ends"], row["state"]) == ("taji-2020-afp", "2020-06", "running")


def test_taji_on_15_june_2018(ask: Ask) -> None:
    """106, last counted in June 2016, mandated by the whole package's mandate; another source's 143 is disputed."""
    (row,) = as_dict(ask("status taji on 2018-06-15"))["rows"]
    assert (row["strength"], row["count"], row["state"], row["age_months"]) == ("taji-2016-06", 106, "mandated", 24)
    assert [rival["strength"] for rival in row["disputed_by"]] == ["taji-2016-06-maoritv"]
    assert total(ask("status taji on 2018-06-15")) == (106, 106, False)


def test_kuwait_on_15_april_2020(ask: Ask) -> None:
    """0 to 4: four shared between Iraq and Kuwait, no split reported."""
    answer = ask("status kuwait on 2020-04-15")
    assert states(answer)["coalition-hq-2020-03"] == "current"
    assert total(answer) == (0, 4, False)
    assert "no split reported" in plain(answer)


def test_the_united_kingdom_today(ask: Ask) -> None:
    """Up to 100, shared with the rest of Europe, mandated until December 2026."""
    answer = ask("status united kingdom")
    (row,) = as_dict(answer)["rows"]
    assert (row["strength"], row["state"], row["mandate"], row["shared"]) == ("st-ukr-2025", "mandated", "md-ukr-2026", True)
    assert total(answer) == (0, 100, False)


def test_everywhere_today(ask: Ask) -> None:
    """Up to 110 people counted, one mission unnumbered, nine last known, and six missions last counted over three years ago."""
    answer = ask("status")
    assert states(answer) == {
        "st-ukr-2025": "mandated", "ogp-2025": "mandated", "mideast-evacuation-2026": "unnumbered",
        "st-ant-2025-ice": "last-known", "st-mfo-2024": "last-known", "st-unc-2025": "last-known", "st-untso-2024": "last-known",
        "red-sea-2024-07": "last-known", "st-vanuatu-team": "last-known", "st-unmiss-2024": "last-known",
        "st-prg-2025": "last-known", "st-cmcc-2026": "last-known",
    }  # fmt: skip
    assert total(answer) == (0, 110, False)
    assert as_dict(answer)["total"]["complete"] is False
    assert answer.headline.startswith("Up to 110 people")
    (historic,) = [warning.text for warning in answer.warnings if warning.code == "historic"]
    assert historic.startswith("6 missions")


def test_tonga_in_january_2022(ask: Ask) -> None:
    """The relief mission was present, and no number is held."""
    answer = ask("status tonga on 2022-01-30")
    assert states(answer) == {"tonga-2022": "unnumbered"}
    assert (answer.absence, as_dict(answer)["rows"][0]["count"]) == (None, None)


def test_jerusalem_today(ask: Ask) -> None:
    """No one recorded there by the newest word; eight with UNTSO across five countries."""
    answer = ask("status jerusalem")
    (row,) = as_dict(answer)["rows"]
    assert (row["strength"], row["state"], row["count"], len(row["places"])) == ("st-untso-2024", "wider", 8, 5)


def test_the_attacks_on_taji_in_early_2020(ask: Ask) -> None:
    """The January attack and both March ones; the first in March with five accounts, 12 to 17 hurt, on the base or 3 km away."""
    rows = as_dict(ask("incidents taji since 2020-01-01 until 2020-04-01"))["rows"]
    assert [row["id"] for row in rows] == ["taji-2020-03-14", "taji-2020-03-11", "taji-2020-01-14"]
    first = rows[1]
    assert (len(first["accounts"]), first["others_injured"]) == (5, {"min": 12, "max": 17})
    assert first["distance_km"] == {"min": 0, "max": 3}


def test_the_dead_of_afghanistan(ask: Ask) -> None:
    """Ten New Zealanders were killed, in seven incidents."""
    answer = as_dict(ask("incidents afghanistan"))
    assert answer["total"]["nz_killed"] == {"min": 10, "max": 10}
    assert sum(1 for row in answer["rows"] if row["nz_killed"] and row["nz_killed"]["max"]) == 7
    assert "10 New Zealanders killed in 7" in answer["headline"]
