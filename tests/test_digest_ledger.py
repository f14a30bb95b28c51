"""The ledger of digests: who may post what when, and what is in doubt."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.digest.plan import Point, Subscription
from bot.digest_status import status_lines
from bot.errors import BotError
from bot.store import FactStore
from bot.store.digests import MovedError, pause, subscribe, subscription, subscriptions
from bot.store.keeping import backup, load, restore
from bot.store.ledger import Claim, Terms, due, release, renew, resolve, take, take_now, tick
from bot.store.sent import entries, entry, last_tick
from tests.conftest import small_package

TERMS = Terms()
EVENING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)  # 19:00 in New Zealand
MORNING = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)  # 08:00 on 22 November there, when the digest is due
SECOND, MINUTE, HOUR, DAY = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


class Hand:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        """It is the evening before."""
        self.now = EVENING

    def __call__(self) -> datetime:
        """The instant that it is set to."""
        return self.now


class Process:
    """One clock process: its own view of the store, its name, and the tick that it wrote last."""

    def __init__(self, path: Path, hand: Hand, name: str) -> None:
        """It has not looked yet."""
        self.store, self.hand, self.name = FactStore(path, hand), hand, name
        self.known: datetime | None = None

    def look(self) -> list[str]:
        """Tick, and see what is due."""
        self.known = tick(self.store, self.known, self.hand.now, TERMS)
        return due(self.store, self.hand.now, 100)

    def take(self, channel: str = "C1") -> Claim | None:
        """Claim what the channel has due."""
        return take(self.store, channel, self.name, self.hand.now, self.known or self.hand.now, TERMS)

    def got(self, channel: str = "C1") -> Claim:
        """Claim what the channel has due, which there must be."""
        claim = self.take(channel)
        assert claim
        return claim

    def post(self, claim: Claim, ts: str = "1.000001") -> None:
        """Write down that it was posted."""
        resolve(self.store, claim, "posted", self.hand.now, ts=ts)


@pytest.fixture
def hand() -> Hand:
    """The clock of the test."""
    return Hand()


@pytest.fixture
def path(tmp_path: Path, hand: Hand) -> Path:
    """A store with a few facts, in which one channel gets a digest at 08:00 daily."""
    store = FactStore(tmp_path / "facts.db", hand)
    load(store, small_package(places=[{"id": "x"}]))
    subscribe(store, Subscription("C1", time(8)), "U1", hand.now)
    store.close()
    return store.path


@pytest.fixture
def one(path: Path, hand: Hand) -> Iterator[Process]:
    """A clock that looked in the evening and a second before the digest is due."""
    process = Process(path, hand, "one")
    process.look()
    hand.now = MORNING - SECOND
    process.look()
    yield process
    process.store.close()


@pytest.fixture
def two(path: Path, hand: Hand, one: Process) -> Iterator[Process]:
    """Another clock on the same store, which looked as well."""
    process = Process(path, hand, "two")
    process.look()
    yield process
    process.store.close()


def at(process: Process, when: datetime) -> list[str]:
    """Set the clock and look."""
    process.hand.now = when
    return process.look()


def steadily(process: Process, when: datetime) -> list[str]:
    """Set the clock on as if it had run all the while, and look."""
    at(process, when - TERMS.lifetime - SECOND)
    return at(process, when)


def test_a_digest_is_due_at_its_instant_and_no_sooner(one: Process) -> None:
    """A second before its time nothing is due; at its time it is, and without doubt where the clock has run all along."""
    assert one.look() == []
    assert one.take() is None
    assert at(one, MORNING) == ["C1"]
    claim = one.got()
    assert (claim.key, claim.doubt, claim.slot.at) == ("C1:2026-11-22", False, MORNING)


def test_a_slot_is_claimed_once(one: Process, two: Process) -> None:
    """While one process holds a claim no other gets it, and it is not due for them."""
    at(one, MORNING)
    assert one.take()
    assert two.take() is None
    assert two.look() == []


def test_of_many_processes_at_once_one_gets_the_slot(path: Path, one: Process, hand: Hand) -> None:
    """Eight processes that claim the same slot in the same moment get one claim among them."""
    at(one, MORNING)

    def claim(number: int) -> bool:
        store = FactStore(path, hand)
        got = take(store, "C1", f"p{number}", MORNING, MORNING, TERMS)
        store.close()
        return got is not None

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(claim, range(8))) == 1


def test_a_posted_digest_never_comes_again(one: Process, two: Process) -> None:
    """Once posted, that local date is done for every process, and the next one is the next day's."""
    at(one, MORNING)
    one.post(one.got())
    at(two, MORNING + MINUTE)
    assert two.take() is None
    found = subscription(two.store, "C1")
    assert found and found.next and found.next.key == "2026-11-23"
    became = entry(two.store, "C1", "2026-11-22")
    assert became and (became.state, became.ts) == ("posted", "1.000001")


def test_a_claim_of_a_dead_process_is_taken_over_in_doubt(one: Process, two: Process) -> None:
    """After the lease, and not a second sooner, another process takes the claim, and knows that it may have been posted."""
    at(one, MORNING)
    claim = one.got()
    assert at(two, MORNING + TERMS.lease - SECOND) == []
    assert two.take() is None
    assert at(two, MORNING + TERMS.lease) == ["C1"]
    again = two.got()
    assert (again.key, again.doubt, again.attempts, again.now) == (claim.key, True, 2, claim.now)


def test_the_lease_outlives_every_request_of_its_owner() -> None:
    """The owner may begin requests until a request's lifetime before another may look."""
    assert TERMS.lease - TERMS.sending >= TERMS.lifetime


def test_a_renewed_claim_keeps_others_away(one: Process, two: Process) -> None:
    """An owner that is still at work has its claim for longer; one that lost it learns so."""
    at(one, MORNING)
    claim = one.got()
    one.hand.now = MORNING + TERMS.sending
    renewed = renew(one.store, claim, one.hand.now, TERMS)
    assert renewed and renewed.free_at == MORNING + TERMS.sending + TERMS.lease
    assert at(two, MORNING + TERMS.lease) == []
    at(two, renewed.free_at)
    assert two.take()
    assert renew(one.store, renewed, one.hand.now, TERMS) is None


@pytest.mark.parametrize("doubt", [True, False])
def test_what_is_left_for_later_keeps_its_doubt(one: Process, two: Process, doubt: bool) -> None:
    """A digest that Slack refused to take is posted later without a look; one without a sure reply after a look."""
    at(one, MORNING)
    release(one.store, one.got(), MORNING + MINUTE, MORNING, "why", doubt=doubt)
    assert two.look() == []
    at(two, MORNING + MINUTE)
    assert two.got().doubt is doubt


def test_who_lost_a_claim_cannot_end_it_otherwise_than_posted(one: Process, two: Process) -> None:
    """A process that was overtaken may still write down that it posted, and nothing else."""
    at(one, MORNING)
    lost = one.got()
    at(two, MORNING + TERMS.lease)
    two.got()
    resolve(one.store, lost, "failed", one.hand.now, note="too late")
    became = entry(one.store, "C1", "2026-11-22")
    assert became and became.state == "claimed"
    one.post(lost)
    became = entry(one.store, "C1", "2026-11-22")
    assert became and became.state == "posted"


def test_the_next_digest_begins_where_the_last_one_ended(one: Process) -> None:
    """A posted or a silent digest is what the next one compares with; one that failed or was skipped is not."""
    at(one, MORNING)
    first = one.got()
    assert first.before is None
    assert first.now == Point(date(2026, 11, 22), 1)
    one.post(first)
    steadily(one, MORNING + DAY)
    second = one.got()
    assert second.before == first.now
    resolve(one.store, second, "failed", one.hand.now, note="refused")
    steadily(one, MORNING + 2 * DAY)
    third = one.got()
    assert third.before == first.now
    resolve(one.store, third, "silent", one.hand.now)
    steadily(one, MORNING + 3 * DAY)
    assert one.got().before == third.now


def test_a_clock_that_was_away_doubts_what_it_finds_due(one: Process, path: Path, hand: Hand) -> None:
    """A slot that came while no clock ticked may have been posted by one that the store forgot: history is read first."""
    at(one, MORNING + HOUR)
    assert one.take() is None
    at(one, MORNING + HOUR + TERMS.lifetime)
    assert one.got().doubt
    hand.now = MORNING + DAY + HOUR
    fresh = Process(path, hand, "fresh")
    fresh.look()
    hand.now += TERMS.lifetime
    fresh.look()
    assert fresh.look() == ["C1"]
    fresh.store.close()


def test_a_store_put_back_from_a_backup_doubts_every_slot_that_it_forgot(
    one: Process, two: Process, path: Path, tmp_path: Path
) -> None:
    """The digest of today was posted, and yesterday's backup does not know it: no process posts it again without a look."""
    backup(one.store, tmp_path / "yesterday.db")
    at(one, MORNING)
    one.post(one.got())
    at(two, MORNING + MINUTE)
    at(one, MORNING + MINUTE)
    restore(FactStore(path, one.hand), tmp_path / "yesterday.db")
    assert one.take() is None  # the tick that it wrote is gone
    assert two.look() == []  # a request of another process may still be on its way
    one.look()
    at(two, MORNING + MINUTE + TERMS.lifetime)
    at(one, MORNING + MINUTE + TERMS.lifetime)
    assert one.got().doubt
    assert two.take() is None


def test_a_post_is_written_down_though_the_store_was_put_back_meanwhile(one: Process, path: Path, tmp_path: Path) -> None:
    """A process that posts while an older store is put in place writes its digest into that store."""
    backup(one.store, tmp_path / "before.db")
    at(one, MORNING)
    claim = one.got()
    restore(FactStore(path, one.hand), tmp_path / "before.db")
    one.post(claim)
    became = entry(one.store, "C1", "2026-11-22")
    assert became and became.state == "posted"
    at(one, MORNING + 5 * MINUTE)
    assert one.take() is None


def test_a_clock_set_back_an_hour_brings_no_digest_again(one: Process, two: Process) -> None:
    """The local date stays done, whatever the clock says afterwards."""
    at(one, MORNING)
    one.post(one.got())
    at(two, MORNING - HOUR)
    at(one, MORNING)
    assert one.take() is None
    assert two.take() is None


def test_a_clock_set_back_an_hour_does_not_hold_a_claim_for_an_hour(one: Process, two: Process) -> None:
    """A claim left by a process that died before the clock was set back is free again after one lease by the new time."""
    at(one, MORNING + 10 * MINUTE)
    one.look()
    at(one, MORNING + 12 * MINUTE)
    one.got()
    at(two, MORNING - 48 * MINUTE)
    assert two.look() == []
    at(two, MORNING - 48 * MINUTE + TERMS.lease)
    assert two.got().doubt


def test_a_clock_that_was_a_year_ahead_keeps_no_channel_waiting_for_a_year(one: Process) -> None:
    """Once the clock is put right the next digest is the next day's, in doubt, since the ledger forgot what was posted."""
    at(one, MORNING)
    one.post(one.got())
    at(one, MORNING + 365 * DAY)
    at(one, MORNING + 365 * DAY + 2 * TERMS.lease)
    resolve(one.store, one.got(), "skipped", one.hand.now)
    at(one, MORNING - HOUR)
    steadily(one, MORNING)
    claim = one.got()
    assert (claim.key, claim.doubt) == ("C1:2026-11-22", True)


def test_a_day_that_is_over_is_given_up_and_the_next_one_comes(one: Process) -> None:
    """After four days away the claim is of a day that is over; once that is skipped, today's is due and no other."""
    at(one, MORNING + 4 * DAY)
    over = one.got()
    assert over.slot.end < one.hand.now
    resolve(one.store, over, "skipped", one.hand.now)
    at(one, MORNING + 4 * DAY + TERMS.lifetime)
    assert one.got().slot.day == date(2026, 11, 26)


def test_a_time_moved_within_the_day_brings_no_second_digest(one: Process) -> None:
    """Where the setting moves to later on a day that had its digest, the next one is on the next day."""
    at(one, MORNING)
    one.post(one.got())
    subscribe(one.store, Subscription("C1", time(10)), "U1", one.hand.now + MINUTE)
    at(one, MORNING + 2 * HOUR)
    assert one.take() is None
    found = subscription(one.store, "C1")
    assert found and found.next and found.next.key == "2026-11-23"


def test_a_digest_switched_on_again_posts_one_and_not_a_month_of_them(one: Process) -> None:
    """After a month off the next digest is the next slot's, and it compares from the last one that was posted."""
    at(one, MORNING)
    claim = one.got()
    one.post(claim)
    pause(one.store, "C1", "the channel is archived")
    at(one, MORNING + 30 * DAY + HOUR)
    assert one.take() is None
    kept = subscription(one.store, "C1")
    assert kept and kept.state == "paused"
    subscribe(one.store, replace(kept, state="on"), "U1", one.hand.now)
    assert one.take() is None
    steadily(one, MORNING + 31 * DAY)
    again = one.got()
    assert (again.slot.day, again.before) == (date(2026, 12, 23), claim.now)


def test_a_digest_is_paused_once(one: Process, two: Process) -> None:
    """Of two processes that find a channel closed, one is told to tell its maker."""
    assert pause(one.store, "C1", "archived")
    assert pause(two.store, "C1", "archived") is None


def test_of_two_people_the_second_is_told_of_the_first(one: Process) -> None:
    """A setting written over gives back the one before; one made from an older form is refused with what stands."""
    _kept, before = subscribe(one.store, Subscription("C1", time(9)), "U2", one.hand.now)
    assert before and before.made_by == "U1"
    with pytest.raises(MovedError) as moved:
        subscribe(one.store, Subscription("C1", time(10)), "U1", one.hand.now, version=before.version)
    assert (moved.value.now.made_by, moved.value.now.at) == ("U2", time(9))


def test_of_two_forms_sent_in_the_same_moment_one_is_kept(path: Path, one: Process, hand: Hand) -> None:
    """Eight people who send the form that all of them opened before: one setting is kept, seven are told."""

    def save(number: int) -> bool:
        store = FactStore(path, hand)
        try:
            subscribe(store, Subscription("C1", time(number)), f"U{number}", hand.now, version=1)
        except MovedError:
            return False
        finally:
            store.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(save, range(8))) == 1


def test_at_once_is_due_with_a_change_and_once_for_it(one: Process, hand: Hand) -> None:
    """A digest at once compares from its setting on, comes with the next change, and not again for the same one."""
    subscribe(one.store, Subscription("C2", None), "U1", hand.now)
    assert one.look() == []
    hand.now += MINUTE
    one.look()
    hand.now += SECOND
    load(one.store, small_package(places=[{"id": "x"}, {"id": "y"}]))
    assert "C2" in one.look()
    claim = one.got("C2")
    assert claim.slot.key.startswith("change-2-")
    assert not claim.doubt
    assert claim.before and (claim.before.change, claim.now.change) == (1, 2)
    one.post(claim)
    assert "C2" not in one.look()


def test_a_digest_asked_for_now_is_claimed_as_any_other(one: Process) -> None:
    """It has a slot of its own, a second person in the same second gets none, and the next digest begins after it."""
    claim = take_now(one.store, "C1", "one", one.hand.now, TERMS)
    assert claim
    with pytest.raises(BotError, match="being sent already"):
        take_now(one.store, "C1", "two", one.hand.now, TERMS)
    one.post(claim)
    assert take_now(one.store, "C1", "two", one.hand.now, TERMS) is None
    at(one, MORNING)
    assert one.got().before == claim.now


def test_the_ledger_forgets_after_a_season(one: Process) -> None:
    """What was sent more than ninety days ago is dropped, and nothing that is open."""
    at(one, MORNING)
    one.post(one.got())
    at(one, MORNING + 91 * DAY)
    assert entry(one.store, "C1", "2026-11-22") is None


def test_the_digests_leave_the_facts_in_memory(one: Process) -> None:
    """Writing the ledger is no change of the facts, so readers keep what they hold."""
    with one.store.reading() as before:
        held = before.names
    at(one, MORNING)
    one.post(one.got())
    with one.store.reading() as after:
        assert after.names is held


def test_the_status_says_what_comes_and_what_came(one: Process) -> None:
    """The terminal shows the clock's last tick and each channel's setting, next and last digest."""
    at(one, MORNING)
    one.post(one.got())
    clock, channel = status_lines(one.store, MORNING + MINUTE)
    assert clock == "The digest clock last ticked at 08:00 NZDT on 22 November 2026."
    assert channel == (
        "C1: The digest comes at 08:00 daily (Pacific/Auckland). Next: 08:00 NZDT on 23 November 2026 (Pacific/Auckland). "
        "Last: posted at 08:00 NZDT on 22 November 2026."
    )
    assert "does not run now" in next(status_lines(one.store, MORNING + HOUR))


def test_a_held_digest_is_reported(one: Process) -> None:
    """Where history cannot be read, the status says that the digest is held and why."""
    at(one, MORNING)
    release(one.store, one.got(), MORNING + HOUR, MORNING, "the bot may not read it", doubt=True, held=True)
    assert entries(one.store)["C1"].state == "held"
    assert (
        "Held since 08:00 NZDT on 22 November 2026, and not posted: the bot may not read it."
        in list(status_lines(one.store, MORNING))[1]
    )


def test_nothing_is_known_of_a_store_without_digests(tmp_path: Path, hand: Hand) -> None:
    """A fresh store says that no clock has run and that no channel has a digest."""
    store = FactStore(tmp_path / "fresh.db", hand)
    load(store, small_package(places=[{"id": "x"}]))
    assert list(status_lines(store, hand.now)) == ["No digest clock has run on this store.", "No channel has a digest."]
    assert last_tick(store) is None
    assert subscriptions(store) == []
    store.close()


def test_a_store_put_back_doubts_what_it_holds_as_surely_not_posted(one: Process, path: Path, tmp_path: Path) -> None:
    """What the backup knows as refused for its rate was posted since: it is free after a request's lifetime, in doubt."""
    at(one, MORNING)
    release(one.store, one.got(), MORNING + 2 * SECOND, MORNING, "Slack limits the rate", doubt=False)
    backup(one.store, tmp_path / "refused.db")
    at(one, MORNING + 2 * SECOND)
    one.post(one.got())
    at(one, MORNING + MINUTE)
    restore(FactStore(path, one.hand), tmp_path / "refused.db")
    at(one, MORNING + MINUTE + SECOND)
    assert one.take() is None
    at(one, MORNING + MINUTE + SECOND + TERMS.lifetime)
    assert one.got().doubt


def test_a_clock_that_leaps_ahead_frees_no_claim_before_a_request_is_over(one: Process, two: Process) -> None:
    """Where the clock leaps past a lease, a request of the owner may still be on its way: nobody takes its claim at once."""
    at(one, MORNING)
    one.got()
    two.hand.now = MORNING + HOUR
    assert two.take() is None
    two.look()
    assert two.take() is None
    at(two, MORNING + HOUR + TERMS.lifetime)
    assert two.got().doubt


def test_a_day_that_had_its_digest_is_not_promised_another(one: Process) -> None:
    """Where the time moves to later on a day that had its digest, the next one shown is the next day's."""
    at(one, MORNING)
    one.post(one.got())
    kept, _before = subscribe(one.store, Subscription("C1", time(10)), "U1", one.hand.now + MINUTE)
    assert kept.next and kept.next.key == "2026-11-23"


def test_a_day_on_which_slack_refused_the_digest_gets_it_once_that_is_put_right(one: Process) -> None:
    """Switched on again for later on the same day, a digest that was surely not posted comes that day."""
    at(one, MORNING)
    resolve(one.store, one.got(), "failed", MORNING, note="Slack refused the post (is_archived)")
    pause(one.store, "C1", "the channel is archived")
    kept, _before = subscribe(one.store, Subscription("C1", time(10)), "U1", MORNING + MINUTE)
    assert kept.next and kept.next.key == "2026-11-22"
    steadily(one, MORNING + 2 * HOUR)
    claim = one.got()
    assert claim.key == "C1:2026-11-22"
    one.post(claim)
    became = entry(one.store, "C1", "2026-11-22")
    assert became and became.state == "posted"


def test_a_zone_further_west_tells_no_day_again(one: Process) -> None:
    """After a digest of 22 November in New Zealand, one of 21 November in New York leaves the 22nd as the day compared from."""
    at(one, MORNING)
    one.post(one.got())
    subscribe(one.store, Subscription("C1", time(20), zone="America/New_York"), "U1", one.hand.now)
    steadily(one, datetime(2026, 11, 22, 1, 0, tzinfo=UTC))
    claim = one.got()
    assert claim.now.day == date(2026, 11, 21)
    one.post(claim)
    found = subscription(one.store, "C1")
    assert found and found.last and found.last.day == date(2026, 11, 22)


def test_a_setting_made_anew_keeps_a_change_that_was_not_told_yet(one: Process, hand: Hand) -> None:
    """A change approved just before the setting of a digest at once is saved again, or switched on after a pause, still comes."""
    subscribe(one.store, Subscription("C2", None), "U1", hand.now)
    load(one.store, small_package(places=[{"id": "x"}, {"id": "y"}]))
    subscribe(one.store, Subscription("C2", None, quiet=True), "U1", hand.now)
    assert "C2" in steadily(one, hand.now + 3 * MINUTE)
    pause(one.store, "C2", "the channel is archived")
    assert one.take("C2") is None
    subscribe(one.store, Subscription("C2", None), "U1", hand.now)
    one.look()
    assert one.got("C2").now.change == 2
