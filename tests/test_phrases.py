"""Dates as people type them: read at the precision spoken, or refused with what to write instead."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import edtf
from bot.phrases import BadPhrase, read_date

TODAY = date(2026, 11, 21)
IN_RANGE = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def read(text: str, today: date = TODAY) -> tuple[str, int] | None:
    """The EDTF text of the date at the start of a message, and how many words it took."""
    found = read_date(text.lower().split(), today)
    return (found[0].text, found[1]) if found else None


def refusal(text: str, today: date = TODAY) -> BadPhrase:
    """The refusal that a message meets."""
    with pytest.raises(BadPhrase) as caught:
        read_date(text.lower().split(), today)
    return caught.value


@pytest.mark.parametrize(
    ("text", "edtf_text", "used"),
    [
        ("2020-01-10", "2020-01-10", 1),
        ("2020-01", "2020-01", 1),
        ("2020", "2020", 1),
        ("2020-1-9", "2020-01-09", 1),
        ("2020/1/9", "2020-01-09", 1),
        ("1900", "1900", 1),
        ("2100-12-31", "2100-12-31", 1),
        ("10/1/2020", "2020-01-10", 1),
        ("10-1-2020", "2020-01-10", 1),
        ("10.1.2020", "2020-01-10", 1),
        ("05/06/2020", "2020-06-05", 1),
        ("1/2020", "2020-01", 1),
        ("10 jan 2020", "2020-01-10", 3),
        ("10 January 2020", "2020-01-10", 3),
        ("10th january, 2020", "2020-01-10", 3),
        ("the 10th of january 2020", "2020-01-10", 5),
        ("january 10 2020", "2020-01-10", 3),
        ("january the 10th, 2020", "2020-01-10", 4),
        ("jan 10th, 2020", "2020-01-10", 3),
        ("10jan2020", "2020-01-10", 1),
        ("10-jan-2020", "2020-01-10", 1),
        ("29 february 2024", "2024-02-29", 3),
        ("jan 2020", "2020-01", 2),
        ("january of 2020", "2020-01", 3),
        ("jan. 2020", "2020-01", 2),
        ("sept 2020", "2020-09", 2),
        ("may 2020", "2020-05", 2),
        ("march 10 2020", "2020-03-10", 3),
        ("in june 2020", "2020-06", 3),
        ("in 2020", "2020", 2),
        ("10 jan 2020 reported by 2021", "2020-01-10", 3),
        ("2020 may 2021", "2020", 1),
        ("jan 2020 10", "2020-01", 2),
    ],
)
def test_calendar_dates(text: str, edtf_text: str, used: int) -> None:
    """A day, a month or a year keeps its precision, days come before months, and the longest date is taken."""
    assert read(text) == (edtf_text, used)


@pytest.mark.parametrize(
    ("text", "edtf_text", "used"),
    [
        ("today", "2026-11-21", 1),
        ("now", "2026-11-21", 1),
        ("yesterday", "2026-11-20", 1),
        ("tomorrow", "2026-11-22", 1),
        ("the day before yesterday", "2026-11-19", 4),
        ("the day after tomorrow", "2026-11-23", 4),
        ("two decades ago", "2006-11-21", 3),
        ("twenty years ago", "2006-11-21", 3),
        ("two years back", "2024-11-21", 3),
        ("last month", "2026-10", 2),
        ("this month", "2026-11", 2),
        ("next month", "2026-12", 2),
        ("last year", "2025", 2),
        ("this year", "2026", 2),
        ("next year", "2027", 2),
        ("a year ago", "2025-11-21", 3),
        ("one year ago", "2025-11-21", 3),
        ("30 days ago", "2026-10-22", 3),
        ("two weeks ago", "2026-11-07", 3),
        ("a fortnight ago", "2026-11-07", 3),
        ("6 months ago", "2026-05-21", 3),
        ("a month ago", "2026-10-21", 3),
        ("18 months ago", "2025-05-21", 3),
        ("2020 days ago", "2021-05-11", 3),
        ("1 year and 3 months ago", "2025-08-21", 6),
        ("1 year, 3 months ago", "2025-08-21", 5),
        ("1 year 2 months 3 weeks and four days ago", "2025-08-27", 10),
        ("0 days ago", "2026-11-21", 3),
        ("000000000001 day ago?", "2026-11-20", 3),
    ],
)
def test_relative_dates(text: str, edtf_text: str, used: int) -> None:
    """A span before today is an exact day; last, this and next month or year are whole months and years."""
    assert read(text) == (edtf_text, used)


@pytest.mark.parametrize(
    ("text", "today", "edtf_text"),
    [
        ("a month ago", date(2026, 3, 31), "2026-02-28"),
        ("a year ago", date(2024, 2, 29), "2023-02-28"),
        ("1 year and 1 month ago", date(2025, 3, 31), "2024-02-29"),
        ("last month", date(2026, 1, 31), "2025-12"),
        ("next month", date(2026, 12, 31), "2027-01"),
        ("next month", date(2026, 1, 31), "2026-02"),
        ("tomorrow", date(2026, 12, 31), "2027-01-01"),
    ],
)
def test_relative_dates_at_the_ends_of_months(text: str, today: date, edtf_text: str) -> None:
    """A month that is too short gives its last day; December and January change the year."""
    found = read(text, today)
    assert found is not None
    assert found[0] == edtf_text


@pytest.mark.parametrize(
    ("text", "edtf_text"),
    [
        ("2020-01-10~", "2020-01-10~"),
        ("2020-1~", "2020-01~"),
        ("2020~", "2020~"),
        ("2020-01%", "2020-01%"),
        ("2020-01-10? reported", "2020-01-10?"),
        ("2020-01?, reported", "2020-01?"),
        ("2020-01~? reported", "2020-01~"),
        ("2020-01?", "2020-01"),
        ("2020-01-10?", "2020-01-10"),
        ("2020? reported", "2020"),
        ("2020?", "2020"),
        ("10/1/2020? reported", "2020-01-10"),
        ("10 jan 2020? reported", "2020-01-10"),
        ("2020, reported", "2020"),
        ("2020.", "2020"),
        ("january, 2020.", "2020-01"),
        ("yesterday?", "2026-11-20"),
    ],
)
def test_marks_and_punctuation(text: str, edtf_text: str) -> None:
    """~, % and ? after an ISO month or day are EDTF marks; a ? elsewhere or at the end of the message is punctuation."""
    found = read(text)
    assert found is not None
    assert found[0] == edtf_text


@pytest.mark.parametrize(
    ("month", "names"),
    list(
        enumerate(
            [
                "January Jan Hānuere Kohitātea",
                "February Feb Pēpuere Huitanguru",
                "March Mar Poutūterangi Māehe",
                "April Apr Paengawhāwhā Āperira",
                "May Haratua Mei",
                "June Jun Pipiri Hune",
                "July Jul Hōngongoi Hūrae",
                "August Aug Hereturikōkā Ākuhata",
                "September Sep Sept Mahuru Hepetema",
                "October Oct Whiringa-ā-nuku Oketopa",
                "November Nov Whiringa-ā-rangi Noema",
                "December Dec Hakihea Tīhema",
            ],
            1,
        )
    ),
)
def test_month_names(month: int, names: str) -> None:
    """Months are known in English and in te reo Māori, with macrons, however encoded, or without."""
    for name in names.split():
        for spelling in (name, name.translate(str.maketrans("āēīōūĀ", "aeiouA")), name.replace("ā", "a\u0304")):
            assert read(f"{spelling} 2020") == (f"2020-{month:02}", 2)
            assert read(f"9 {spelling} 2020") == (f"2020-{month:02}-09", 3)


def test_month_name_of_several_words() -> None:
    """Whiringa-ā-nuku may be written as three words."""
    assert read("10 whiringa ā nuku 2020") == ("2020-10-10", 5)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "may",
        "may withdraw 2020",
        "march",
        "march, 45 soldiers",
        "45 may",
        "marching 2020",
        "last week",
        "this week",
        "30 days",
        "ago",
        "a few months ago",
        "two months back in iraq",
        "early",
        "late may",
        "in",
        "in iraq",
        "the",
        "the ice",
        "1899",
        "2101",
        "45",
        "20200",
        "2020-2021",
        "2020-01-10-12",
        "2020s",
        "10/1",
        "24/7",
        "٢٠٢٠",
        "²020",
        "\uff12\uff10\uff12\uff10",
        "2020-01-1٠",
        "9" * 40_000,
        "taji on 2020",
    ],
)
def test_words_that_are_no_date(text: str) -> None:
    """Everyday verbs, weeks, counts and anything else that does not start with a date are left to others."""
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "message", "tries"),
    [
        ("31 february 2026", "31 February 2026 does not exist; that month has 28 days", ("28 february 2026", "february 2026")),
        ("2026-02-31", "31 February 2026 does not exist; that month has 28 days", ("28 february 2026", "february 2026")),
        ("31/2/2026", "31 February 2026 does not exist; that month has 28 days", ("28 february 2026", "february 2026")),
        ("feb 29 2025", "29 February 2025 does not exist; that month has 28 days", ("28 february 2025", "february 2025")),
        ("0 jan 2020", "0 January 2020 does not exist; that month has 31 days", ("1 january 2020", "january 2020")),
        ("31 april", "31 April does not exist; that month has 30 days", ("april 2026", "april 2025")),
        ("30 feb", "30 February does not exist; that month has at most 29 days", ("february 2026", "february 2025")),
        ("10/13/2020", "“10/13/2020” has no month 13; days come first", ("13 october 2020",)),
        ("10/13/20", "“10/13/20” has no month 13; days come first", ("13 october 2020",)),
        ("13/13/2020", "“13/13/2020” has no month 13; days come first", ()),
        ("2020-13-10", "“2020-13-10” has no month 13; the month comes second", ("13 october 2020",)),
        ("2020-00-10", "“2020-00-10” has no month 0; the month comes second", ()),
        ("2019-20", "“2019-20” has no month 20; months run from 1 to 12", ("2019",)),
        ("13/2020", "“13/2020” has no month 13; months run from 1 to 12", ("2020",)),
        ("10/1/20", "“10/1/20” does not give the year in full; write all four digits", ("10 january 2020",)),
        ("10 jan 20", "“10 jan 20” does not give the year in full; write all four digits", ("10 january 2020",)),
        ("jan 10, '98", "“jan 10 '98” does not give the year in full; write all four digits", ("10 january 1998",)),
        ("jan '20", "“jan '20” does not give the year in full; write all four digits", ("january 2020",)),
        ("31/2/20", "“31/2/20” does not give the year in full; write all four digits", ("february 2020",)),
        ("10/1/202", "“10/1/202” does not give the year in full; write all four digits", ()),
        ("10 jan", "Which year? “10 January” needs one", ("10 january 2026", "10 january 2025")),
        ("may 10", "Which year? “10 May” needs one", ("10 may 2026", "10 may 2025")),
        ("22 november", "Which year? “22 November” needs one", ("22 november 2025", "22 november 2026")),
        ("21 november", "Which year? “21 November” needs one", ("21 november 2026", "21 november 2025")),
        ("29 feb", "Which year? “29 February” needs one", ("29 february 2024", "29 february 2020")),
        ("in january", "Which year? “January” needs one", ("january 2026", "january 2025")),
        ("november", "Which year? “November” needs one", ("november 2026", "november 2025")),
        ("december?", "Which year? “December” needs one", ("december 2025", "december 2026")),
        ("mei", "Which year? “May” needs one", ("may 2026", "may 2025")),
        ("late january", "Which year? “January” needs one", ("january 2026", "january 2025")),
        ("early 2020", "“early 2020” is too vague; name a day, a month or a year", ("2020",)),
        ("mid-2020", "“mid-2020” is too vague; name a day, a month or a year", ("2020",)),
        ("in early 2020-01~", "“early 2020-01~” is too vague; name a day, a month or a year", ("january 2020",)),
        ("late last year", "“late last year” is too vague; name a day, a month or a year", ("2025",)),
        ("1850-01-01", "“1850-01-01” lies outside the years 1900 to 2100", ()),
        ("1899-12", "“1899-12” lies outside the years 1900 to 2100", ()),
        ("20200-01-10", "“20200-01-10” lies outside the years 1900 to 2100", ()),
        ("10/1/2101", "“10/1/2101” lies outside the years 1900 to 2100", ()),
        ("1/3000", "“1/3000” lies outside the years 1900 to 2100", ()),
        ("10 jan 1850", "“10 jan 1850” lies outside the years 1900 to 2100", ()),
        ("127 years ago", "“127 years ago” lies outside the years 1900 to 2100", ()),
        ("999999 days ago", "“999999 days ago” lies outside the years 1900 to 2100", ()),
        ("99999999999 months ago", "“99999999999 months ago” lies outside the years 1900 to 2100", ()),
    ],
)
def test_dates_that_are_refused(text: str, message: str, tries: tuple[str, ...]) -> None:
    """What is meant as a date but is not one is refused in one sentence, with what would be understood instead."""
    bad = refusal(text)
    assert (str(bad), bad.tries) == (message, tries)


@pytest.mark.parametrize("text", ["9" * 40_000 + " days ago", "10/1/" + "9" * 40_000, "9" * 40_000 + "-01-01"])
def test_very_long_numbers(text: str) -> None:
    """A number of any length is refused in a sentence that is still short."""
    assert str(refusal(text)) == f"“{text[:40]}…” lies outside the years 1900 to 2100"


@pytest.mark.parametrize("today", [date.min, date(1900, 1, 1), date(2100, 12, 31), date.max])
@pytest.mark.parametrize("text", ["yesterday", "tomorrow", "last month", "next month", "last year", "next year", "a year ago"])
def test_clock_at_the_ends_of_the_calendar(text: str, today: date) -> None:
    """A clock at the ends of the calendar gives a year within 1900 to 2100 or a refusal."""
    try:
        found = read_date(text.split(), today)
    except BadPhrase as bad:
        assert "lies outside the years 1900 to 2100" in str(bad)
    else:
        assert found is not None
        assert 1900 <= found[0].first.year <= 2100


STYLES: dict[str, Callable[[date, str], str]] = {
    "ISO": lambda day, month: day.isoformat(),
    "ISO without zeros": lambda day, month: f"{day.year}-{day.month}-{day.day}",
    "slashes": lambda day, month: f"{day.day}/{day.month}/{day.year}",
    "slashes with zeros": lambda day, month: f"{day:%d/%m/%Y}",
    "hyphens": lambda day, month: f"{day.day}-{day.month}-{day.year}",
    "points": lambda day, month: f"{day.day}.{day.month}.{day.year}",
    "words": lambda day, month: f"{day.day} {month} {day.year}",
    "short words": lambda day, month: f"{day.day} {month[:3]}. {day.year}",
    "joined": lambda day, month: f"{day.day}{month[:3]}{day.year}",
    "ordinal": lambda day, month: f"the {day.day}th of {month}, {day.year}",
    "month first": lambda day, month: f"{month} {day.day}, {day.year}",
    "short month first": lambda day, month: f"{month[:3]} {day.day}th {day.year}",
}


@pytest.mark.parametrize("style", STYLES)
def test_every_day_reads_back(style: str) -> None:
    """Every day of 2019 to 2024 in every style reads back to itself and takes all of its words."""
    day = date(2019, 1, 1)
    while day.year < 2025:
        text = STYLES[style](day, edtf.MONTHS[day.month - 1])
        assert read(text) == (day.isoformat(), len(text.split()))
        day += timedelta(days=1)


@given(day=IN_RANGE, style=st.sampled_from(sorted(STYLES)))
def test_any_day_reads_back(day: date, style: str) -> None:
    """Any day of 1900 to 2100 in any style reads back to itself."""
    text = STYLES[style](day, edtf.MONTHS[day.month - 1])
    assert read(text) == (day.isoformat(), len(text.split()))


@given(day=IN_RANGE)
def test_said_dates_read_back(day: date) -> None:
    """What the bot says of a day, a month or a year can be typed back."""
    for text in (f"{day:%Y-%m-%d}", f"{day:%Y-%m}", f"{day:%Y}"):
        said = edtf.say(edtf.parse(text))
        assert read(said) == (text, len(said.split()))


DATE_WORDS = (
    *(
        "the",
        "of",
        "in",
        "and",
        "a",
        "an",
        "one",
        "two",
        "ago",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
    ),
    *("last", "this", "next", "early", "mid", "late", "mid-2020", "today", "now", "yesterday", "tomorrow", "taji", ",", "?", "-"),
    *(
        "jan",
        "january",
        "feb",
        "february",
        "may",
        "march",
        "mei",
        "hune",
        "whiringa",
        "ā",
        "nuku",
        "rangi",
        "'20",
        "2020",
        "2020~",
    ),
    *("10", "10th", "31", "29", "30", "0", "13", "45", "99", "2100", "2101", "1899", "999999", "9999999999", "2020-1-9%"),
    *("2020-01?", "2020-02-30", "10/1/20", "10/13/2020", "31/2/2020", "10jan2020"),
)
WORD = st.sampled_from(DATE_WORDS) | st.text(max_size=8) | st.from_regex(r"[0-9/.~?%x-]{1,12}")
MESSAGES = st.lists(WORD, max_size=20).map(" ".join)


@given(text=MESSAGES, today=IN_RANGE | st.dates())
def test_any_message_gives_a_sound_date_or_a_refusal(text: str, today: date) -> None:
    """Whatever is typed, a date is EDTF within 1900 to 2100; a refusal is short and suggests only what is understood."""
    words = text.lower().split()
    try:
        found = read_date(words, today)
    except BadPhrase as bad:
        assert 0 < len(str(bad)) < 160
        assert len(bad.tries) <= 2
        assert all((read(again, today) or ("", 0))[1] == len(again.split()) for again in bad.tries)
        return
    if found:
        when, used = found
        assert edtf.parse(when.text) == when
        assert 1900 <= when.first.year <= when.last.year <= 2100
        assert 1 <= used <= len(words)


@given(text=MESSAGES)
def test_what_follows_a_date_does_not_change_it(text: str) -> None:
    """A full date is read alike whatever words come after it."""
    assert read(f"10 january 2020 {text}") == ("2020-01-10", 3)
