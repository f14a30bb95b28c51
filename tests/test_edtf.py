"""Dates as vague as their source: what can be written, which days it can mean, and how it is said."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from bot.edtf import EARLIEST_YEAR, LATEST_YEAR, BadDate, Date, from_day, parse, say, say_day
from bot.package import description

DAYS = st.dates(date(EARLIEST_YEAR, 1, 1), date(LATEST_YEAR, 12, 31))
MARKS = st.sampled_from(["", "~", "?", "%"])


@st.composite
def texts(draw: st.DrawFn, marks: st.SearchStrategy[str] = MARKS) -> str:
    """Any date that can be written: each precision, unspecified digits, each mark."""
    day = draw(DAYS)
    decade = f"{day:%Y}"[:3] + "X"
    shapes = [f"{day:%Y}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}", f"{day:%Y}-XX", f"{day:%Y}-XX-XX", f"{day:%Y-%m}-XX"]
    shape = draw(st.sampled_from(shapes + [decade] * (day.year < LATEST_YEAR)))
    return shape + draw(marks)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2020-01-09", "2020-01-09", "2020-01-09"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019-02", "2019-02-01", "2019-02-28"),
        ("1900-02", "1900-02-01", "1900-02-28"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2020-XX", "2020-01-01", "2020-12-31"),
        ("2020-XX-XX", "2020-01-01", "2020-12-31"),
        ("2020-02-XX", "2020-02-01", "2020-02-29"),
        ("1800", "1800-01-01", "1800-12-31"),
        ("2200-12-31", "2200-12-31", "2200-12-31"),
    ],
)
@pytest.mark.parametrize("mark", ["", "~", "?", "%"])
def test_a_date_means_the_days_from_its_first_to_its_last(text: str, first: str, last: str, mark: str) -> None:
    """A vague date spans every day that it can mean, and a mark never widens it."""
    assert parse(text + mark) == Date(text + mark, date.fromisoformat(first), date.fromisoformat(last))


SHAPE = "is not an EDTF date; write 2020, 2020-01 or 2020-01-09, with ~ or ? at the end if unsure"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", SHAPE),
        ("June 2020", SHAPE),
        ("2020-1-9", SHAPE),
        ("10/1/2020", SHAPE),
        ("2020-01-09T10:00", SHAPE),
        ("2020/2021", SHAPE),
        ("2020-01/..", SHAPE),
        ("[2020,2021]", SHAPE),
        ("~2020", SHAPE),
        ("2020~?", SHAPE),
        ("2020-01~-09", SHAPE),
        ("20XX", SHAPE),
        ("XXXX", SHAPE),
        ("2020-1X", SHAPE),
        ("2020-01-0X", SHAPE),
        (" 2020", SHAPE),
        ("2020\n", SHAPE),
        ("-2020", SHAPE),
        ("٢٠٢٠", SHAPE),
        ("201X-01", "has a month in an unknown year; write 201X alone"),
        ("201X-XX", "has a month in an unknown year; write 201X alone"),
        ("2020-XX-09", "has a day in an unknown month; write 2020 alone"),
        ("1799", "lies outside the years 1800 to 2200"),
        ("179X", "lies outside the years 1800 to 2200"),
        ("2201-01-01", "lies outside the years 1800 to 2200"),
        ("220X", "lies outside the years 1800 to 2200"),
        ("0000", "lies outside the years 1800 to 2200"),
        ("2020-00", "has no such month; months run from 01 to 12"),
        ("2020-13", "has no such month; months run from 01 to 12"),
        ("2020-24", "has no such month; months run from 01 to 12"),
        ("2020-13-XX", "has no such month; months run from 01 to 12"),
        ("2020-02-30", "does not exist; February 2020 has 29 days"),
        ("2019-02-29?", "does not exist; February 2019 has 28 days"),
        ("2020-06-31", "does not exist; June 2020 has 30 days"),
        ("2020-06-00", "does not exist; June 2020 has 30 days"),
    ],
)
def test_what_is_no_date_is_refused_with_what_would_be_right(text: str, words: str) -> None:
    """Each kind of mistake has its own sentence: shape, unknown digits, years, months, days."""
    with pytest.raises(BadDate, match=f"^{re.escape(f'“{text}” {words}')}$"):
        parse(text)


@pytest.mark.parametrize(
    ("text", "approximate", "uncertain"),
    [("2020", False, False), ("2020~", True, False), ("2020?", False, True), ("2020%", True, True)],
)
def test_marks_are_read(text: str, approximate: bool, uncertain: bool) -> None:
    """~ is approximate, ? is uncertain, % is both."""
    assert (parse(text).approximate, parse(text).uncertain) == (approximate, uncertain)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2020-01-09", "9 January 2020"),
        ("2020-01-09~", "about 9 January 2020"),
        ("2020-01", "January 2020"),
        ("2020-01-XX?", "possibly January 2020"),
        ("2020", "2020"),
        ("2020-XX-XX", "2020"),
        ("2020%", "possibly about 2020"),
        ("201X", "the 2010s"),
        ("201X~", "about the 2010s"),
    ],
)
def test_a_date_is_said_at_its_own_precision(text: str, words: str) -> None:
    """No day is said where the source gave none, and doubt is said."""
    assert say(parse(text)) == words


@pytest.mark.parametrize(
    ("one", "other", "days"),
    [
        ("2020-01", "2020-01-31", 0),
        ("2020", "2020-06", 0),
        ("2020-01", "2020-02", 1),
        ("2020-01-01", "2020-01-31", 30),
        ("2019", "2020-03-01", 61),
    ],
)
def test_the_gap_is_the_fewest_days_between_two_dates(one: str, other: str, days: int) -> None:
    """Dates that can mean the same day have no gap; others are as near as their nearest days, in either order."""
    assert parse(one).gap_days(parse(other)) == parse(other).gap_days(parse(one)) == days
    assert parse(one).overlaps(parse(other)) == parse(other).overlaps(parse(one)) == (days == 0)


@given(texts())
def test_every_date_keeps_its_text_and_its_order(text: str) -> None:
    """Reading a date keeps it as the source gave it, and its first day is never after its last."""
    when = parse(text)
    assert when.text == text
    assert when.first <= when.last
    assert date(EARLIEST_YEAR, 1, 1) <= when.first and when.last <= date(LATEST_YEAR, 12, 31)


@given(texts(marks=st.just("")), MARKS)
def test_a_mark_never_moves_a_date(text: str, mark: str) -> None:
    """A doubtful or approximate date means the same days as a plain one."""
    assert parse(text + mark)[1:] == parse(text)[1:]


@given(DAYS, texts())
def test_a_day_lies_in_a_date_or_outside_it(day: date, text: str) -> None:
    """A day overlaps a date exactly where it lies between its first and last day, and the gap says how far off it is."""
    when = parse(text)
    inside = when.first <= day <= when.last
    nearest = min(max(day, when.first), when.last)
    assert from_day(day).overlaps(when) is inside
    assert from_day(day).gap_days(when) == abs((day - nearest).days)


@given(DAYS)
def test_a_calendar_day_is_the_date_that_is_written_so(day: date) -> None:
    """An exact day and its text are the same date, and it is said without a leading zero."""
    assert from_day(day) == parse(day.isoformat())
    assert say(from_day(day)) == say_day(day)
    assert say_day(day).split()[0] == str(day.day)


@given(DAYS)
def test_wider_dates_hold_narrower_ones(day: date) -> None:
    """A day lies in its month, a month in its year and a year in its decade, and a month ends where the next one starts."""
    assume(day.year < LATEST_YEAR)
    exact, month, year = (parse(day.isoformat()[:length]) for length in (10, 7, 4))
    for narrow, wide in ((exact, month), (month, year), (year, parse(f"{day.year // 10}X"))):
        assert wide.first <= narrow.first <= narrow.last <= wide.last
    assert (month.last + timedelta(1)).day == month.first.day == 1


@settings(deadline=None)
@given(st.text("0123456789X-~?%", max_size=11) | st.text(max_size=12) | texts())
def test_what_can_be_read_has_the_form_that_the_package_describes(text: str) -> None:
    """Other tools see the same dates: whatever is read here fits the pattern of the date columns; all else is a BadDate."""
    dates = [field for table in description().values() for field in table.fields if field.kind == "date"]
    patterns = {field.pattern for field in dates}
    assert len(patterns) == 1
    try:
        parse(text)
    except BadDate:
        return
    assert re.fullmatch(str(patterns.pop()), text)


@pytest.fixture(scope="module")
def library() -> Any:
    """The edtf library, right for plain dates and unspecified digits and used for nothing else (its marks widen a date)."""
    return pytest.importorskip("edtf")


@settings(deadline=None)
@given(text=texts(marks=st.just("")))
def test_the_edtf_library_gives_the_same_days(library: Any, text: str) -> None:
    """For plain dates and unspecified digits, the first and last day are those of the edtf library."""
    when = library.parse_edtf(text)
    assert parse(text)[1:] == tuple(date(*moment[:3]) for moment in (when.lower_strict(), when.upper_strict()))
