"""Periods and days by their names in New Zealand: what they are read as, and which are asked back."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.phrases import BadPhrase
from bot.spoken import placed, read_when
from tests.conftest import Ask

SATURDAY = date(2026, 11, 21)


def meant(text: str, today: date = SATURDAY, clause: str = "on") -> dict[str, str]:
    """What a date in words says of each clause."""
    words = text.split()
    when = read_when(words, today, clause)
    assert when
    assert when.used == len(words)
    return {name: found.text for name, found in placed(when, when.clause or clause)}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("winter 2018", "2018-06", "2018-08"),
        ("the winter of 2018", "2018-06", "2018-08"),
        ("autumn 2019", "2019-03", "2019-05"),
        ("spring 2019", "2019-09", "2019-11"),
        ("summer 2019/20", "2019-12", "2020-02"),
        ("the 2019/20 summer", "2019-12", "2020-02"),
        ("summer of 2019-2020", "2019-12", "2020-02"),
        ("summer 1999/00", "1999-12", "2000-02"),
        ("q1 2020", "2020-01", "2020-03"),
        ("2020 q4", "2020-10", "2020-12"),
        ("the second quarter of 2020", "2020-04", "2020-06"),
        ("the june quarter of 2020", "2020-04", "2020-06"),
        ("the june 2020 quarter", "2020-04", "2020-06"),
        ("last quarter", "2026-07", "2026-09"),
        ("the first half of 2020", "2020-01", "2020-06"),
        ("h2 2020", "2020-07", "2020-12"),
        ("fy20", "2019-07", "2020-06"),
        ("fy2019/20", "2019-07", "2020-06"),
        ("fy 2020", "2019-07", "2020-06"),
        ("financial year 2020", "2019-07", "2020-06"),
        ("the 2011/12 financial year", "2011-07", "2012-06"),
        ("2019/20", "2019-07", "2020-06"),
        ("early 2020", "2020-01", "2020-04"),
        ("mid-2020", "2020-05", "2020-08"),
        ("the middle of 2020", "2020-05", "2020-08"),
        ("late in 2020", "2020-09", "2020-12"),
        ("early march 2020", "2020-03-01", "2020-03-10"),
        ("mid feb 2020", "2020-02-11", "2020-02-20"),
        ("late february 2020", "2020-02-21", "2020-02-29"),
        ("last week", "2026-11-09", "2026-11-15"),
        ("this week", "2026-11-16", "2026-11-22"),
        ("next week", "2026-11-23", "2026-11-29"),
        ("the next three months", "2026-11-21", "2027-02-21"),
        ("last financial year", "2025-07", "2026-06"),
        ("this financial year", "2026-07", "2027-06"),
        ("the week of 6 january 2020", "2020-01-06", "2020-01-12"),
        ("the week of 9 january 2020", "2020-01-06", "2020-01-12"),
        ("the week beginning 8 january 2020", "2020-01-08", "2020-01-14"),
        ("week ending 12 january 2020", "2020-01-06", "2020-01-12"),
        ("the year ended 30 june 2018", "2017-07-01", "2018-06-30"),
        ("the year to june 2023", "2022-07", "2023-06"),
        ("the june 2018 year", "2017-07", "2018-06"),
        ("six months to 30 june 2018", "2018-01-01", "2018-06-30"),
        ("easter weekend 2014", "2014-04-18", "2014-04-21"),
        ("labour weekend 2024", "2024-10-26", "2024-10-28"),
        ("queens birthday weekend 2022", "2022-06-04", "2022-06-06"),
        ("matariki weekend 2024", "2024-06-28", "2024-06-30"),
    ],
)
def test_a_period_is_read_by_its_name(text: str, first: str, last: str) -> None:
    """Seasons of the south, calendar quarters, years from July to June, thirds of a year, weeks from Monday."""
    assert meant(text) == {"since": first, "until": last}


@pytest.mark.parametrize(
    ("today", "text", "first"),
    [
        (date(2026, 11, 21), "last summer", "2025-12"),
        (date(2026, 1, 15), "last summer", "2024-12"),
        (date(2026, 3, 1), "last summer", "2025-12"),
        (date(2026, 12, 1), "last spring", "2026-09"),
        (date(2026, 11, 30), "last spring", "2025-09"),
        (date(2026, 7, 1), "last winter", "2025-06"),
        (date(2026, 2, 1), "last quarter", "2025-10"),
        (date(2026, 1, 1), "last week", "2025-12-22"),
    ],
)
def test_the_last_period_is_the_one_that_has_ended(today: date, text: str, first: str) -> None:
    """In January last summer is not the one that still lasts."""
    assert meant(text, today)["since"] == first


@pytest.mark.parametrize(
    ("clause", "meaning"),
    [
        ("on", {"since": "2018-06", "until": "2018-08"}),
        ("since", {"since": "2018-06"}),
        ("until", {"until": "2018-08"}),
        ("before", {"until": "2018-05"}),
        ("after", {"since": "2018-09"}),
        ("reported_by", {"reported_by": "2018-08"}),
    ],
)
def test_a_period_stands_for_its_near_end(clause: str, meaning: dict[str, str]) -> None:
    """Since winter is since its first month, until winter to its last, known by winter by its end."""
    assert meant("winter 2018", clause=clause) == meaning


@pytest.mark.parametrize(
    ("text", "clause", "meaning"),
    [
        ("the end of winter 2018", "on", {"on": "2018-08-31"}),
        ("the start of fy20", "on", {"on": "2019-07-01"}),
        ("the end of 2019", "before", {"until": "2019"}),
        ("the end of 2019", "since", {"since": "2019-12-31"}),
        ("the 2010s", "on", {"on": "201X"}),
        ("201x", "since", {"since": "201X"}),
        ("christmas", "since", {"since": "2025-12-25"}),
        ("waitangi day", "since", {"since": "2026-02-06"}),
        ("easter 2018", "on", {"since": "2018-03-30", "until": "2018-04-02"}),
        ("good friday 2018", "on", {"on": "2018-03-30"}),
        ("easter 2018", "before", {"until": "2018-03-29"}),
        ("last easter", "on", {"since": "2026-04-03", "until": "2026-04-06"}),
        ("easter", "since", {"since": "2026-04-03"}),
        ("labour day", "since", {"since": "2026-10-26"}),
        ("last anzac day", "on", {"on": "2026-04-25"}),
        ("the last day of 2019", "on", {"on": "2019-12-31"}),
        ("the first day of fy20", "on", {"on": "2019-07-01"}),
        ("guy fawkes", "since", {"since": "2026-11-05"}),
        ("armistice day", "since", {"since": "2026-11-11"}),
        ("the matariki holiday", "since", {"since": "2026-07-10"}),
        ("the past decade", "on", {"since": "2016-11-21"}),
        ("the 13th", "since", {"since": "2026-11-13"}),
        ("the 31st", "since", {"since": "2026-10-31"}),
    ],
)
def test_ends_decades_and_feasts(text: str, clause: str, meaning: dict[str, str]) -> None:
    """An end is its last day, a decade one date, and since a feast is since the last one."""
    assert meant(text, clause=clause) == meaning


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("labour day 2024", "2024-10-28"),
        ("labour day 2021", "2021-10-25"),
        ("queens birthday 2016", "2016-06-06"),
        ("king birthday 2026", "2026-06-01"),
        ("auckland anniversary day 2022", "2022-01-31"),
        ("auckland anniversary 2025", "2025-01-27"),
        ("wellington anniversary day 2020", "2020-01-20"),
        ("the matariki holiday in 2024", "2024-06-28"),
        ("matariki 2025", "2025-06-20"),
        ("st patricks day 2020", "2020-03-17"),
        ("st patrick day 2020", "2020-03-17"),
        ("remembrance day 2018", "2018-11-11"),
        ("guy fawkes night 2019", "2019-11-05"),
        ("easter monday 2019", "2019-04-22"),
    ],
)
def test_a_holiday_is_found_by_its_rule(text: str, day: str) -> None:
    """A Monday in its month, the Monday nearest the day, the Friday that the law gives Matariki, or the same day each year."""
    assert meant(text) == {"on": day}


@pytest.mark.parametrize("text", ["anzac day edition", "christmas island", "labour weekend special", "auckland", "new zealand"])
def test_what_is_named_for_a_holiday_is_no_date(text: str) -> None:
    """An edition for Anzac Day and Christmas Island are left to others."""
    assert read_when(text.split(), SATURDAY) is None


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2026, 10, 25), "2025-10-27"),
        (date(2026, 10, 26), "2025-10-27"),
        (date(2026, 10, 27), "2026-10-26"),
    ],
)
def test_since_a_holiday_is_since_the_last_one_before_today(today: date, day: str) -> None:
    """On Labour Day itself the last one was a year ago."""
    assert meant("labour day", today, "since") == {"since": day}


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("friday", "2026-11-20"),
        ("last monday", "2026-11-16"),
        ("saturday", "2026-11-14"),
        ("sunday", "2026-11-15"),
        ("friday 13 march 2020", "2020-03-13"),
    ],
)
def test_a_weekday_is_the_last_one_before_today(text: str, day: str) -> None:
    """Said on a Saturday, Saturday is a week ago; with a date it is that date."""
    assert meant(text) == {"on": day}


@pytest.mark.parametrize(
    ("text", "clause", "problem", "offered"),
    [
        ("summer 2020", "on", "A summer lies in two years", "summer 2019/20"),
        ("winter", "on", "Which year?", "winter 2026"),
        ("summer", "on", "Which year?", "summer 2025/26"),
        ("the march quarter", "on", "Which year?", "the march quarter 2026"),
        ("2011/12", "on", "may be a month or a financial year", "december 2011"),
        ("fy2019/21", "on", "is no financial year", "fy19"),
        ("winter 2019/20", "on", "is no season", None),
        ("the late 2010s", "on", "too vague", "the 2010s"),
        ("friday", "until", "may be either of two days", "20 november 2026"),
        ("next friday", "on", "may be either of two days", "27 november 2026"),
        ("the next 90 years", "on", "leads beyond the year 2100", None),
        ("monday 13 march 2020", "on", "13 March 2020 falls on a Friday", "13 march 2020"),
        ("christmas", "on", "Which year?", "christmas 2025"),
        ("easter", "on", "Which year?", "easter 2025"),
        ("easter 2500", "on", "outside the years 1900 to 2100", None),
        ("christmas 2500", "on", "outside the years 1900 to 2100", None),
        ("1900", "before", "outside the years 1900 to 2100", None),
        ("2100", "after", "outside the years 1900 to 2100", None),
        ("winter 1850", "on", "outside the years 1900 to 2100", None),
        ("the 1850s", "on", "outside the years 1900 to 2100", None),
        ("q3", "on", "Which year?", "q3 2026"),
        ("h3 2020", "on", "no half of a year", None),
        ("last decade", "on", "may be either of two", "the 2010s"),
        ("the last 12 hours", "on", "finer than a day", "the past day"),
        ("a while back", "on", "does not say when", "2025"),
        ("a few years ago", "on", "does not say when", "2025"),
        ("back then", "on", "does not say when", "2025"),
        ("labour day", "on", "Which year?", "labour day 2025"),
        ("matariki 2021", "on", "not held here", None),
        ("matariki 2035", "on", "not held here", None),
        ("the year to 2023", "on", "needs a day", None),
        ("the week ending june 2020", "on", "needs a day", None),
        ("twelve years ending june 1905", "on", "outside the years 1900 to 2100", None),
    ],
)
def test_what_may_mean_two_things_is_asked_back(text: str, clause: str, problem: str, offered: str | None) -> None:
    """The sentence says what is not sure, and the first offer would be understood."""
    with pytest.raises(BadPhrase, match=problem.replace("?", r"\?")) as refused:
        meant(text, clause=clause)
    assert refused.value.tries[:1] == ((offered,) if offered else ())
    for attempt in refused.value.tries:
        assert read_when(attempt.split(), SATURDAY, clause)


@pytest.mark.parametrize("text", ["2011-12", "2011-13", "2019-2020", "2020/2021 rotation", "fyi 2020", "springbok 2019", "week"])
def test_what_is_no_period_is_left_to_others(text: str) -> None:
    """A month in ISO, two years, and words that only begin like a period are no period."""
    try:
        when = read_when(text.split(), SATURDAY)
    except BadPhrase as problem:
        assert "month" in str(problem)
    else:
        assert when is None or when.last is None


def test_a_command_says_how_a_period_was_read(ask: Ask) -> None:
    """A command is answered without “Read as”, so that the period is said by itself."""
    answer = ask("status iraq on winter 2018")
    assert answer.headline.startswith("“winter 2018” is read as June 2018 to August 2018. ")


WORDS = st.sampled_from(
    [
        "the",
        "last",
        "this",
        "early",
        "mid",
        "late",
        "end",
        "of",
        "start",
        "winter",
        "summer",
        "quarter",
        "first",
        "q1",
        "h2",
        "fy20",
        "fy",
        "2019/20",
        "2020",
    ]
)
MORE = st.sampled_from(
    [
        "2010s",
        "march",
        "june",
        "friday",
        "week",
        "half",
        "financial",
        "year",
        "1850",
        "9999",
        "0000/01",
        "99",
        "of",
        "in",
        "31",
        "2020-21",
        "2100",
        "1900",
    ]
)


@settings(max_examples=1000, deadline=None, derandomize=True)
@given(words=st.lists(WORDS | MORE, min_size=1, max_size=9), today=st.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_any_words_are_a_date_none_or_refused(words: list[str], today: date) -> None:
    """No mixture of such words is an error, and what is read lies within the words."""
    try:
        when = read_when(words, today)
    except BadPhrase:
        return
    assert when is None or (0 < when.used <= len(words) and when.date.first <= when.ends.last)
