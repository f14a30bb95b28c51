"""When a digest is due, and its setting in words."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.digest.plan import Change, Subscription, at_once, following, instant, missed, slots, slots_from, today
from bot.digest.status import instant_words
from bot.digest.words import DAYS, command_of, days_of, described, is_setting, read_setting, read_time, read_wish, rule_of
from bot.digest.zones import zone_named
from bot.errors import BotError

AUCKLAND, CHATHAM = "Pacific/Auckland", "Pacific/Chatham"
ZONES = (AUCKLAND, CHATHAM, "Europe/London", "America/New_York", "Pacific/Apia", "Africa/Cairo", "America/Santiago", "UTC")
DATES = st.dates(date(2009, 1, 1), date(2035, 12, 31))
TIMES = st.times().map(lambda at: at.replace(second=0, microsecond=0))
RULES = st.lists(st.sampled_from(list(DAYS)), min_size=1, unique=True).map(rule_of)


def utc(text: str) -> datetime:
    """An instant of UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "at", "zone", "expected"),
    [
        (date(2026, 11, 22), "08:00", AUCKLAND, "2026-11-21T19:00"),
        (date(2026, 7, 22), "08:00", AUCKLAND, "2026-07-21T20:00"),
        (date(2026, 9, 27), "02:30", AUCKLAND, "2026-09-26T14:00"),  # 02:00 to 03:00 does not exist
        (date(2026, 9, 27), "02:00", AUCKLAND, "2026-09-26T14:00"),
        (date(2026, 9, 27), "01:59", AUCKLAND, "2026-09-26T13:59"),
        (date(2026, 9, 27), "03:00", AUCKLAND, "2026-09-26T14:00"),
        (date(2026, 4, 5), "02:30", AUCKLAND, "2026-04-04T13:30"),  # 02:00 to 03:00 comes twice
        (date(2026, 4, 5), "03:00", AUCKLAND, "2026-04-04T15:00"),
        (date(2026, 9, 27), "03:00", CHATHAM, "2026-09-26T14:00"),  # 02:45 to 03:45 does not exist
        (date(2026, 9, 27), "02:44", CHATHAM, "2026-09-26T13:59"),
        (date(2026, 4, 5), "03:00", CHATHAM, "2026-04-04T13:15"),  # 02:45 to 03:45 comes twice
        (date(2026, 4, 5), "08:00", CHATHAM, "2026-04-04T19:15"),
        (date(2026, 3, 29), "01:30", "Europe/London", "2026-03-29T01:00"),
        (date(2026, 10, 25), "01:30", "Europe/London", "2026-10-25T00:30"),
    ],
)
def test_an_hour_that_is_left_out_means_the_moment_after_it(day: date, at: str, zone: str, expected: str) -> None:
    """A local time is one instant: the first after a gap where it does not exist, the first of two where it comes twice."""
    assert instant(day, time.fromisoformat(at), zone) == utc(expected)


def test_a_date_that_a_zone_leaves_out_has_no_slot() -> None:
    """Samoa had no 30 December 2011."""
    assert instant(date(2011, 12, 30), time(8), "Pacific/Apia") is None
    days = [slot.day.day for slot in islice(slots(Subscription("C1", zone="Pacific/Apia"), date(2011, 12, 29)), 3)]
    assert days == [29, 31, 1]


@given(DATES, TIMES, st.sampled_from(ZONES))
def test_a_slot_lies_on_its_own_date(day: date, at: time, zone: str) -> None:
    """Whatever the zone does to its clocks, the instant of a slot is on its local date, at its time or just after a gap."""
    found = instant(day, at, zone)
    if found is not None:
        local = found.astimezone(ZoneInfo(zone))
        assert local.date() == day
        assert local.time() >= at


@given(DATES, TIMES, RULES, st.sampled_from(ZONES))
def test_slots_rise_and_each_due_date_has_one(first: date, at: time, rule: str, zone: str) -> None:
    """Each date of the rule has one slot and one alone, and later slots are later instants."""
    sub = Subscription("C1", at, rule, zone)
    found = list(islice(slots(sub, first), 40))
    assert all(one.at < other.at for one, other in pairwise(found))
    span = [first + timedelta(days=number) for number in range((found[-1].day - first).days + 1)]
    wanted = [day for day in span if list(DAYS)[day.weekday()] in days_of(rule) and instant(day, at, zone)]
    assert [slot.day for slot in found] == wanted
    assert len({slot.key for slot in found}) == len(found)


@given(DATES, TIMES, RULES, st.sampled_from(ZONES), st.integers(0, 24 * 3600))
def test_the_first_slot_is_the_next_one(day: date, at: time, rule: str, zone: str, second: int) -> None:
    """A setting made at any moment begins with the first slot after that moment, and leaves none out."""
    now = datetime.combine(day, time(), UTC) + timedelta(seconds=second)
    sub = Subscription("C1", at, rule, zone)
    found = next(slots_from(sub, now))
    assert found and found.at > now
    near = islice(slots(sub, today(zone, now) - timedelta(days=9)), 12)
    assert not [slot for slot in near if now < slot.at < found.at]


def test_after_a_month_away_only_the_last_day_is_made_up_for() -> None:
    """What was missed stays missed but for the day that is not over yet."""
    sub = Subscription("C1", time(8), zone=AUCKLAND)
    now = utc("2026-10-20T01:00")  # 14:00 on 20 October in New Zealand
    slot = next(slots(sub, date(2026, 9, 20)))
    coming = following(sub, slot.day, now)
    assert coming and coming.day == date(2026, 10, 20)
    assert missed(sub, slot, now) == 30


def test_a_digest_late_in_the_evening_may_still_be_sent_within_the_hour() -> None:
    """Where the day ends sooner than an hour after the slot, the digest may be sent for an hour all the same."""
    slot = next(slots(Subscription("C1", time(23, 50), zone="UTC"), date(2026, 11, 21)))
    assert slot.end == utc("2026-11-22T00:50")


def test_at_once_is_due_once_for_each_newest_change() -> None:
    """A digest at once is due for a change that none dealt with, and a number given out again after a restore is another one."""
    sub = Subscription("C1", None, done=4)
    made = utc("2026-11-21T01:00")
    assert at_once(sub, Change(4, made)) is None
    one, other = at_once(sub, Change(5, made)), at_once(sub, Change(5, made + timedelta(days=1)))
    assert one and other and one.key != other.key
    assert at_once(Subscription("C1", time(8)), Change(5, made)) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", "digest on at 08:00 daily in Pacific/Auckland"),
        ("at 8am", "digest on at 08:00 daily in Pacific/Auckland"),
        ("at 8.30", "digest on at 08:30 daily in Pacific/Auckland"),
        ("at 0800 on weekdays", "digest on at 08:00 on weekdays in Pacific/Auckland"),
        ("at 12am in london", "digest on at 00:00 daily in Europe/London"),
        ("at noon every day", "digest on at 12:00 daily in Pacific/Auckland"),
        ("mondays and thursdays at 9 p.m.", "digest on at 21:00 on Mondays and Thursdays in Pacific/Auckland"),
        ("on tue, thu & sat", "digest on at 08:00 on Tuesdays, Thursdays and Saturdays in Pacific/Auckland"),
        ("every monday in Chatham", "digest on at 08:00 on Mondays in Pacific/Chatham"),
        ("IN pacific/auckland QUIET", "digest on at 08:00 daily in Pacific/Auckland quiet"),
        ("at once", "digest on at once in Pacific/Auckland"),
        ("at once in Sydney about Iraq quietly", "digest on at once in Australia/Sydney about Iraq quiet"),
        (
            "at 7am about missions in the Middle East",
            "digest on at 07:00 daily in Pacific/Auckland about missions in the Middle East",
        ),
        ("about Iraq quiet", "digest on at 08:00 daily in Pacific/Auckland about Iraq quiet"),
    ],
)
def test_a_setting_is_read_as_people_type_it(typed: str, meant: str) -> None:
    """Times, days and zones are read in the ways in which people write them."""
    assert command_of(read_setting(typed)) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("at 25:00", "00:00 to 23:59"),
        ("at 8:75", "00:00 to 23:59"),
        ("at 13pm", "00:00 to 23:59"),
        ("at breakfast", "08:00 or 8am"),
        ("at", "not a time of day"),
        ("in Pacific/Aukland", "did you mean Pacific/Auckland"),
        ("in Middle-earth", "write a city"),
        ("on every second tuesday", "daily, on weekdays, or on days of every week"),
        ("fortnightly", "daily, on weekdays, or on days of every week"),
        ("on the first monday", "daily, on weekdays, or on days of every week"),
        ("daily on mondays", "The days are given twice"),
        ("at 8am at 9am", "The time is given twice"),
        ("at once on mondays", "without a time and without days"),
        ("about", "followed by a subject"),
        ("about " + "x" * 300, "longer than 200"),
    ],
)
def test_a_setting_that_cannot_be_is_answered_with_what_can(typed: str, said: str) -> None:
    """One sentence says what is wrong and what would be right."""
    with pytest.raises(BotError, match=said) as refused:
        read_setting(typed)
    assert str(refused.value).count(". ") == 0


@given(
    st.one_of(st.none(), TIMES),
    RULES,
    st.sampled_from(ZONES),
    st.sampled_from(["", "Iraq", "Operation Gallant Phoenix", "missions in Sinai"]),
    st.booleans(),
)
def test_a_setting_in_words_means_the_same_again(at: time | None, rule: str, zone: str, subject: str, quiet: bool) -> None:
    """The command that is shown for a setting makes that setting, days apart where it comes at once."""
    sub = Subscription("", at, rule if at else "FREQ=DAILY", zone, subject, quiet)
    assert read_wish(command_of(sub)).setting == sub


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    """Whatever is typed is a setting or one sentence."""
    try:
        sub = read_wish(f"digest on {text}").setting
    except BotError as refused:
        assert str(refused)
    else:
        assert described(sub)


@pytest.mark.parametrize(
    ("text", "about_setting"),
    [
        ("digest", True),
        ("digest on at 8", True),
        ("Digest OFF", True),
        ("digest now", True),
        ("digest more 3", True),
        ("digest iraq since 2026-01-01", False),
        ("digest since monday", False),
        ("status", False),
    ],
)
def test_a_question_about_changes_is_no_setting(text: str, about_setting: bool) -> None:
    """“digest iraq since …” asks what changed; “digest on …” sets the channel's digest."""
    assert is_setting(text) is about_setting


def test_on_alone_keeps_the_setting_that_there_was() -> None:
    """A digest that is switched on again comes as it came before."""
    before = Subscription("C1", time(9), zone=CHATHAM, state="off")
    assert read_wish("digest on", before).setting == before


@pytest.mark.parametrize(
    ("said", "zone"),
    [("Auckland", AUCKLAND), ("wellington", AUCKLAND), ("chatham", CHATHAM), ("NEW YORK", "America/New_York"), ("utc", "UTC")],
)
def test_a_zone_is_named_by_its_city(said: str, zone: str) -> None:
    """A city names its zone, in any case."""
    assert zone_named(said) == zone


def test_midnight_is_a_time() -> None:
    """Words for noon and midnight are read."""
    assert (read_time("midnight"), read_time("Noon")) == (time(0), time(12))


@pytest.mark.parametrize(
    ("zone", "shown"), [(AUCKLAND, "08:00 NZDT on 22 November 2026"), (CHATHAM, "08:45 UTC+13:45 on 22 November 2026")]
)
def test_an_instant_is_shown_with_its_zone(zone: str, shown: str) -> None:
    """No time of a digest is shown without its zone."""
    assert instant_words(utc("2026-11-21T19:00"), zone) == shown
