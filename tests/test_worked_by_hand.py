"""Answers on the shipped facts that were worked out by hand from `data/*.csv`, not taken from the program."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from bot.answer import Answer
from bot.render.contract import as_dict

Ask = Callable[..., Answer]
Row = dict[str, Any]


def states(answer: Answer) -> dict[str, str]:
    """The state of each count shown, and of each unnumbered mission under its own name."""
    return {row["strength"] or row["deployment"]: row["state"] for row in as_dict(answer)["rows"]}


def total(answer: Answer) -> tuple[Any, Any, Any]:
    """Least, most, and whether it is about."""
    found = as_dict(answer)["total"]
    return found["min"], found["max"], found["about"]


@pytest.mark.parametrize(
    ("question", "expected", "summed"),
    [
        ("qatar on 2020-04-15", {"qatar-2020-03": "current"}, (5, 5, False)),
        ("al udeid on 2020-04-15", {"qatar-2020-03": "wider"}, (0, None, False)),
        ("jordan on 2023-05-01", {"ogp-2023": "current"}, (0, 9, False)),
        ("jerusalem on 2020-09-01", {"st-untso-2020": "current"}, (8, 8, False)),
        ("south korea on 2025-09-01", {"st-unc-2025": "current", "st-unc-platoon": "current"}, (47, 47, False)),
        ("south korea on 2025-10-15", {"st-unc-2025": "current", "st-unc-platoon": "ending"}, (47, 47, False)),
        ("south korea on 2025-11-01", {"st-unc-2025": "current", "st-unc-platoon": "ended"}, (12, 12, False)),
        ("bamyan on 2012-08-10", {"prt-2012-ibtimes": "current"}, (145, 145, False)),
        ("bamyan on 2012-08-10 reported by 2012-08-15", {"prt-2012-stuff": "current"}, (143, 143, False)),
        ("fiji on 2016-03-10", {"st-winston-a": "current", "st-winston-lau": "detail"}, (530, 530, True)),
        (
            "vanuatu on 2015-03-25",
            {"st-pam-all": "current", "st-pam-ship": "detail", "st-pam-ground": "detail"},
            (0, None, False),
        ),
        ("solomon islands on 2023-11-20", {"st-siaf-2023-11": "current", "st-games-extra": "current"}, (94, 94, True)),
        ("timor-leste on 2000-03-01", {"st-interfet-b": "current"}, (1100, None, False)),
        ("timor-leste on 2002-06-01", {"st-timor-2000": "last-known"}, (0, None, False)),
        ("kabul on 2012-01-15", {"sas-2011-12": "current"}, (35, 35, False)),
        (
            "afghanistan on 2014-05-15",
            dict.fromkeys(("anaoa-2013", "isaf-sof-2013", "isaf-hq-2013", "nse-2013", "unama-2013"), "last-known"),
            (0, None, False),
        ),
        ("mali on 2018-06-01", {"st-minusma-b": "current"}, (1, 1, False)),
        ("africa on 2018-06-01", {"st-unmiss-2018-05": "current", "st-minusma-b": "current"}, (6, 6, False)),
        (
            "egypt on 2018-01-15",
            {"st-mfo-2017-12": "current", "st-untso-2017-12b": "current", "st-mfo-eng-a": "ended"},
            (28, 35, False),
        ),
        ("sinai on 2018-01-15", {"st-mfo-2017-12": "wider", "st-mfo-eng-a": "ended"}, (0, None, False)),
        ("bahrain on 2022-06-01", {"cmf-2022": "current", "cmf-hq-2022": "detail", "ctf150-2019": "last-known"}, (0, 12, False)),
        ("antarctica on 2025-01-15", {"st-ant-2024": "current"}, (140, 140, True)),
        ("honiara on 2022-06-15", {"st-siaf-2022": "current"}, (5, 5, False)),
        ("honiara on 2023-06-15", {"st-siaf-2023-05": "wider"}, (0, None, False)),
        ("lebanon on 2016-10-01", {"st-untso-2016": "current"}, (0, 8, False)),
        ("samoa on 2024-10-05", {"st-chogm": "current", "st-manawanui": "current"}, (335, 335, False)),
        ("samoa on 2024-10-15", {"st-chogm": "current", "st-manawanui": "ended"}, (260, 260, False)),
        ("poland on 2023-06-01", {"st-ukr-2023-pl": "current"}, (2, 2, False)),
        ("germany on 2022-06-10", {"st-ukr-log": "current"}, (8, 8, False)),
        ("belgium on 2022-06-10", {"st-ukr-intel-lo-be": "current"}, (1, 1, False)),
        ("taji on 2015-06-01", {"taji-2015-plan": "current"}, (0, 106, False)),
        ("taji on 2016-01-15", {"taji-2015-second": "current"}, (105, 105, True)),
        ("taji on 2019-06-25", {"taji-2019-06-herald": "current"}, (100, 100, True)),
        ("taji on 2019-07-15", {"taji-2019-ninth": "current"}, (75, 75, False)),
        ("kuwait on 2022-09-15", {"coalition-hq-2022-08": "current", "regional-2019-03": "wider"}, (0, 2, False)),
        ("israel on 2026-02-10", {"st-cmcc-2026": "current", "st-untso-2024": "mandated"}, (1, 9, False)),
        ("south sudan on 2018-06-01", {"st-unmiss-2018-05": "current"}, (5, 5, False)),
        ("juba on 2018-06-01", {"st-unmiss-2018-05": "current"}, (0, 5, False)),
        ("lebanon on 2013-06-01", {"st-untso-2013-tyre": "current"}, (2, 2, False)),
        ("lebanon on 2014-01-15", {"st-untso-2013-tyre": "last-known"}, (0, None, False)),
    ],
)
def test_who_was_where(ask: Ask, question: str, expected: dict[str, str], summed: tuple[Any, ...]) -> None:
    """Counts, their states and the total on a day, as worked out by hand from the shipped rows."""
    answer = ask(f"status {question}")
    assert states(answer) == expected
    assert total(answer) == summed


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("iraq on 2019-04-01", [("iraq-total-2018-06", 123, False)]),  # 88 and 8 are 96
        ("africa on 2018-06-01", [("st-africa-2018", 6, True)]),
        ("afghanistan on 2014-04-15", [("afghan-total-2013", 27, True)]),  # five mandated parts: 27
        ("solomon islands on 2023-11-20", [("st-games-total", 90, True)]),  # about 90 holds 94
        ("afghanistan on 2020-06-01", [("afghan-total-2019-mod", 13, False)]),  # up to 13, until December 2020
        ("kabul on 2013-06-01", []),
    ],
)
def test_what_was_reported_in_all(ask: Ask, question: str, expected: list[tuple[str, int, bool]]) -> None:
    """The total reported for exactly that place beside the sum, and whether it agrees."""
    found = as_dict(ask(f"status {question}"))["total"]["reported"]
    assert [(one["strength"], one["count"], one["agrees"]) for one in found] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("sinai on 2021-01-01", [("2022-09", "running", (608, 637), 28)]),
        ("south sudan on 2020-09-01", [("2022-06", "running", (638, 667), 4)]),
        ("bamyan on 2012-08-10", [("2013", "running", (144, 508), None)]),
        ("bamyan on 2012-10-01", [("2013-04", "running", (182, 211), None)]),
        ("gallant phoenix", [("2027-06", "running", (192, 221), 10)]),
        ("japan on 2025-01-01", [("2026-09", "running", (608, 637), None)]),
        ("untso on 2018-08-01", [("2018-09-30", "running", (60, 60), None)]),
        ("israel on 2026-02-10", [("2026-05-03", "running", (82, 82), 1), ("2026-09", "running", (203, 232), 8)]),
    ],
)
def test_until_when(ask: Ask, question: str, expected: list[tuple[Any, ...]]) -> None:
    """End, state, days left and cap of the mandates that speak, as worked out by hand."""
    rows = as_dict(ask(f"mandate {question}"))["rows"]
    assert [
        (row["ends"], row["state"], (row["days_left"]["min"], row["days_left"]["max"]), row["cap"]) for row in rows
    ] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("timor-leste", (3, {"min": 3, "max": 3}, {"min": 1, "max": 1})),
        ("iraq on 2003", (2, {"min": 0, "max": 0}, {"min": 2, "max": 2})),
        ("samoa", (1, {"min": 0, "max": 0}, {"min": 2, "max": 3})),
        ("besmaya", (1, None, None)),
    ],
)
def test_what_happened(ask: Ask, question: str, expected: tuple[Any, ...]) -> None:
    """Incidents, killed and hurt, as worked out by hand."""
    found = as_dict(ask(f"incidents {question}"))["total"]
    assert (found["incidents"], found["nz_killed"], found["nz_injured"]) == expected


def test_tonga_in_the_year_2022(ask: Ask) -> None:
    """Asked about the year, the relief mission of January and February 2022 was there, without a number."""
    answer = ask("status tonga on 2022")
    assert states(answer) == {"tonga-2022": "unnumbered"}
    assert [move["event"] for move in as_dict(answer)["movements"]] == ["ev-tonga-end"]


@pytest.mark.parametrize(
    ("question", "mission"),
    [
        ("solomon islands on 2012-12-15", "Regional Assistance Mission to Solomon Islands"),  # withdrawn in August 2013
        ("bamyan on 2008-06-01", "Bamyan Provincial Reconstruction Team"),  # counted again in 2011, withdrawn in April 2013
        ("antarctica on 2016-07-01", "Operation Antarctica"),  # a season's count; the next is of December 2017
    ],
)
def test_a_count_that_ended_is_not_called_the_end_of_the_mission(ask: Ask, question: str, mission: str) -> None:
    """Where only a rotation's or a season's count ended, the headline does not say that the mission had ended."""
    assert f"{mission} had ended" not in ask(f"status {question}").headline


def test_all_that_rests_on_one_source(ask: Ask) -> None:
    """Three counts, a mandate, four accounts and ten events rest on one article, counted by hand in the files."""
    (row,) = as_dict(ask("sources herald-2020-01-contingency"))["rows"]
    tables = [support["table"] for support in row["supports"]]
    assert {table: tables.count(table) for table in tables} == {"strengths": 3, "mandates": 1, "accounts": 4, "events": 10}


def test_a_stale_reported_total_is_not_set_against_zero(ask: Ask) -> None:
    """In July 2024 all had left the Solomon Islands; a total of the Games of 2023 does not bring in a sum of 0."""
    answer = ask("status solomon islands on 2024-07-31")
    assert answer.absence == "all-ended"
    assert not [warning.text for warning in answer.warnings if "sum is 0" in warning.text]


def test_a_place_that_only_decisions_name_is_not_said_to_have_no_event(ask: Ask) -> None:
    """An extension of July 2024 names the Red Sea: the store does not hold nothing on it."""
    assert not re.search(r"holds no\b.*\bevent", ask("status red sea").headline)
