"""One digest on its way to its channel: posted, lost, refused, found again. Slack is the playground, over real HTTP."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.answer import Answer, Question
from bot.digest.plan import Point, Subscription
from bot.errors import BotError
from bot.playground.admin import add_channels
from bot.playground.faults import Fault
from bot.playground.server import Playground
from bot.playground.state import BOT_TOKEN
from bot.render.limits import faults
from bot.slack.clock import Clock, Pace, silence
from bot.slack.pacing import Pacer, Timer
from bot.slack.sending import LATE_AFTER, Sender
from bot.store import FactStore
from bot.store.digests import subscribe, subscription
from bot.store.keeping import backup, load, restore
from bot.store.ledger import Claim, Terms, take, tick
from bot.store.sent import Entry, entry
from tests.conftest import small_package
from tests.playground.server_parts import until

from .stand_in import StandIn

EVENING = datetime(2026, 11, 21, 6, 0, tzinfo=UTC)
MORNING = datetime(2026, 11, 21, 19, 0, tzinfo=UTC)  # 08:00 on 22 November in New Zealand
TERMS = Terms()
NEWSROOM, PRESS, OLD = "C0NEWSROOM", "C0PRESSDESK", "C0OLDDESK"
DAY = "2026-11-22"


@dataclass
class Desk:
    """Digests of a few canned lines, counted; and the clock, set by hand."""

    now: datetime = EVENING
    lines: list[str] = field(default_factory=lambda: ["A count is new."])
    asked: list[tuple[str, Point | None, Point]] = field(default_factory=list)
    fault: BotError | None = None
    lag: timedelta = timedelta()

    def seconds(self) -> float:
        """The clock in seconds since 1970."""
        return self.now.timestamp()

    def elapsed(self) -> float:
        """Seconds that go on though the clock is set back by `lag`."""
        return (self.now + self.lag).timestamp()

    def digest(self, subject: str, before: Point | None, now: Point) -> Answer:
        """The lines."""
        self.asked.append((subject, before, now))
        if self.fault:
            raise self.fault
        headline = "Something is new." if self.lines else "Nothing has changed."
        return Answer("digest", Question("status", now.day), headline, rows=tuple({"text": line} for line in self.lines))


@dataclass
class Newsroom:
    """A channel that gets a digest at 08:00, the clock that sends it, and Slack."""

    store: FactStore
    desk: Desk
    slack: Playground
    sender: Sender
    known: datetime = EVENING

    def at(self, now: datetime) -> None:
        """Set the clock and look, as if it had run all the while."""
        for when in (now - TERMS.lifetime - timedelta(seconds=1), now):
            self.desk.now = when
            self.known = tick(self.store, self.known, when, TERMS)

    def claim(self, channel: str = NEWSROOM, owner: str = "one") -> Claim:
        """Claim what is due, which there must be."""
        claim = take(self.store, channel, owner, self.desk.now, self.known, TERMS)
        assert claim
        return claim

    def send(self, channel: str = NEWSROOM) -> None:
        """Claim and send what is due."""
        self.sender.send(self.claim(channel), threading.Event())

    def later(self) -> None:
        """After the longest lease."""
        self.at(self.desk.now + TERMS.lease * 2)

    def fail(self, kind: str, method: str = "chat.postMessage") -> None:
        """The next call of a method meets a fault."""
        self.slack.faults.methods[method] = Fault(kind, 1, 3)

    def posts(self, channel: str = NEWSROOM) -> list[dict[str, Any]]:
        """What stands in a channel."""
        return [message.body for message in self.slack.workspace.visible(channel)]

    def became(self, channel: str = NEWSROOM) -> Entry:
        """What the ledger says of the digest of the day."""
        found = entry(self.store, channel, DAY)
        assert found
        return found


def sender(slack: str, store: FactStore, desk: Desk) -> Sender:
    """The real sender, which waits no real time."""
    client = WebClient(token=BOT_TOKEN, base_url=slack, timeout=5)
    client.retry_handlers = []
    timer = Timer(lambda: desk.now, desk.elapsed, speed=1e9)
    return Sender(client, store, desk.digest, "/nzdf", timer, TERMS, Pacer(timer, 1e6))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[tuple[FactStore, Desk]]:
    """A store with a fact and one digest, and the desk whose clock it goes by."""
    desk = Desk()
    store = FactStore(tmp_path / "facts.db", lambda: desk.now)
    load(store, small_package(places=[{"id": "x"}]))
    subscribe(store, Subscription(NEWSROOM, time(8)), "U0EDITOR", desk.now)
    yield store, desk
    store.close()


@pytest.fixture
def playground(store: tuple[FactStore, Desk]) -> Iterator[Playground]:
    """Slack, by the same clock."""
    playground = Playground(clock=store[1].seconds)
    playground.start()
    yield playground
    playground.stop()


@pytest.fixture
def room(store: tuple[FactStore, Desk], playground: Playground) -> Newsroom:
    """All of it, at the moment when the digest is due."""
    room = Newsroom(*store, playground, sender(playground.api_url, *store))
    room.at(MORNING)
    return room


def test_a_digest_is_posted_with_its_key_and_written_down(room: Newsroom) -> None:
    """The post carries the name of the digest, the ledger Slack's name of the post."""
    room.send()
    (post,) = room.posts()
    assert post["metadata"]["event_payload"] == {"digest": f"{NEWSROOM}:{DAY}", "day": DAY, "change": 1}
    assert "A count is new." in post["text"]
    assert "digest shows and changes when this comes" in str(post["blocks"])
    assert (room.became().state, room.became().ts) == ("posted", post["ts"])


@pytest.mark.parametrize(("kind", "found"), [("lost", "found in the channel's history"), ("cut", ""), ("error", "")])
def test_without_a_sure_reply_history_is_read_before_the_next_try(room: Newsroom, kind: str, found: str) -> None:
    """Whether Slack took the post or not, it stands in the channel once in the end."""
    room.fail(kind)
    room.send()
    assert room.became().state == "claimed"
    room.later()
    room.send()
    assert len(room.posts()) == 1
    assert (room.became().state, room.became().note, room.became().ts) == ("posted", found, room.posts()[0]["ts"])


def test_a_process_killed_between_post_and_record_posts_nothing_twice(room: Newsroom) -> None:
    """The claim of the dead process is taken over, and its post is found and written down."""
    claim = room.claim(owner="dead")
    key = {"event_type": "nzdf_digest", "event_payload": {"digest": claim.key, "day": DAY, "change": 1}}
    WebClient(token=BOT_TOKEN, base_url=room.slack.api_url).chat_postMessage(channel=NEWSROOM, text="posted", metadata=key)
    room.later()
    room.send()
    assert [post["text"] for post in room.posts()] == ["posted"]
    assert (room.became().state, room.became().ts) == ("posted", room.posts()[0]["ts"])


def test_a_process_killed_between_claim_and_post_leaves_nothing_out(room: Newsroom) -> None:
    """The claim of the dead process is taken over, nothing is found, and the digest is posted."""
    room.claim(owner="dead")
    room.later()
    room.send()
    assert len(room.posts()) == 1


def test_the_same_key_from_another_hand_counts_for_nothing(room: Newsroom) -> None:
    """Another app that writes the digest's name under its own post does not suppress the digest."""
    claim = room.claim(owner="dead")
    forged = {"event_type": "nzdf_digest", "event_payload": {"digest": claim.key}}
    room.slack.workspace.add(NEWSROOM, {"user": "U0OTHER", "bot_id": "B0OTHER", "text": "mine", "metadata": forged})
    room.later()
    room.send()
    assert len(room.posts()) == 2


def test_a_digest_deep_in_a_busy_channel_is_found(room: Newsroom) -> None:
    """The look goes through page after page of what was said since."""
    room.fail("lost")
    room.send()
    for number in range(450):
        room.slack.workspace.add(NEWSROOM, {"user": "U0READER", "text": f"line {number}"})
    room.later()
    room.send()
    assert room.became().note == "found in the channel's history"


def test_where_history_cannot_be_read_the_digest_is_held(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is guessed: no post, a held entry that says why and what to do, a line in the log; and it goes on once it may."""
    room.claim(owner="dead")
    room.slack.workspace.manifest["oauth_config"]["scopes"]["bot"] = ["chat:write"]
    room.later()
    room.send()
    assert room.posts() == []
    assert room.became().state == "held"
    assert "add the scope channels:history" in room.became().note
    assert "is held and not posted" in caplog.text
    room.slack.workspace.manifest["oauth_config"]["scopes"]["bot"] = ["chat:write", "channels:history"]
    room.at(room.desk.now + timedelta(minutes=15))
    room.send()
    assert len(room.posts()) == 1


def test_a_limit_on_history_holds_every_channel_in_doubt(room: Newsroom) -> None:
    """After a 429 no other channel's history is asked for before Slack said; then each digest comes."""
    other = "C0REVIEW"
    subscribe(room.store, Subscription(other, time(8)), "U0EDITOR", EVENING)
    for channel in (NEWSROOM, other):
        room.claim(channel, owner="dead")
    room.later()
    room.fail("rate_limit", "conversations.history")
    room.send()
    room.send(other)
    assert [room.became(channel).note for channel in (NEWSROOM, other)] == ["Slack limits how often history is read"] * 2
    room.later()
    room.send()
    room.send(other)
    assert [len(room.posts(channel)) for channel in (NEWSROOM, other)] == [1, 1]


def test_a_digest_held_to_the_end_of_its_day_is_given_up(room: Newsroom) -> None:
    """The next day has its own digest, which compares from the last one that was posted."""
    room.claim(owner="dead")
    room.slack.workspace.manifest["oauth_config"]["scopes"]["bot"] = ["chat:write"]
    room.at(MORNING + timedelta(hours=17))
    room.send()
    assert (room.became().state, room.became().note[:27]) == ("failed", "held to the end of its day:")
    coming = subscription(room.store, NEWSROOM)
    assert coming and coming.next and coming.next.key == "2026-11-23"


def test_a_limit_of_slack_is_waited_out(room: Newsroom) -> None:
    """After a 429 the digest is free again when Slack said, and is posted without a look, since it was surely not taken."""
    room.fail("rate_limit")
    room.send()
    room.desk.now += timedelta(seconds=2)
    assert take(room.store, NEWSROOM, "one", room.desk.now, room.known, TERMS) is None
    room.desk.now += timedelta(seconds=1)
    claim = room.claim()
    assert not claim.doubt
    room.sender.send(claim, threading.Event())
    assert len(room.posts()) == 1


@pytest.mark.parametrize(
    ("channel", "said"), [(PRESS, "invite it with /invite"), (OLD, "archived"), ("C0GONE", "does not know the channel")]
)
def test_a_channel_that_cannot_be_posted_in_pauses(room: Newsroom, channel: str, said: str) -> None:
    """The digest pauses with its reason, and who set it up is told once by direct message."""
    subscribe(room.store, Subscription(channel, time(8)), "U0EDITOR", EVENING)
    room.send(channel)
    paused = subscription(room.store, channel)
    assert paused and paused.state == "paused" and said in paused.reason
    assert room.became(channel).state == "failed"
    room.at(MORNING + timedelta(days=1))
    assert take(room.store, channel, "one", room.desk.now, room.known, TERMS) is None
    (told,) = room.posts("D0EDITOR")
    assert f"<#{channel}> is paused" in told["text"]
    assert "/nzdf digest on" in told["text"]


def test_a_token_that_is_refused_pauses_nobody(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    """A revoked token is the workspace's trouble: every digest waits, and the log says so."""
    room.slack.workspace.revoked = True
    room.send()
    kept = subscription(room.store, NEWSROOM)
    assert kept and kept.state == "on"
    assert "refuses the bot token (token_revoked)" in caplog.text
    room.slack.workspace.revoked = False
    room.later()
    room.send()
    assert len(room.posts()) == 1


def test_a_digest_that_comes_late_says_so(room: Newsroom) -> None:
    """Within its day a digest is made up for, and says when it was due."""
    room.at(MORNING + LATE_AFTER * 2)
    room.send()
    assert "This comes late: it was due at 08:00 on 22 November 2026 (Pacific/Auckland)." in room.posts()[0]["text"]


def test_a_digest_whose_day_is_over_is_skipped_and_logged(room: Newsroom, caplog: pytest.LogCaptureFixture) -> None:
    """After three days away nothing of those days is posted, the log counts them, and the digest of today comes."""
    room.at(MORNING + timedelta(days=3))
    room.send()
    assert room.posts() == []
    assert "its day was over before it could be sent, and 2 after it" in caplog.text
    room.later()
    room.send()
    assert len(room.posts()) == 1


def test_a_quiet_channel_hears_nothing_when_nothing_is_new(room: Newsroom) -> None:
    """A quiet digest without news posts nothing, and the ledger says so."""
    subscribe(room.store, Subscription(NEWSROOM, time(8), quiet=True), "U0EDITOR", EVENING)
    room.desk.lines = []
    room.send()
    assert room.posts() == []
    assert room.became().state == "silent"


def test_a_change_that_alters_no_answer_is_told_to_nobody_at_once(room: Newsroom) -> None:
    """A channel that gets changes at once about its subject hears nothing of those about others."""
    subscribe(room.store, Subscription(NEWSROOM, None), "U0EDITOR", EVENING)
    load(room.store, small_package(places=[{"id": "x"}, {"id": "y"}]))
    room.desk.lines = []
    claim = room.claim()
    room.sender.send(claim, threading.Event())
    assert room.posts() == []
    became = entry(room.store, NEWSROOM, claim.slot.key)
    assert became and became.state == "silent"


def test_a_subject_that_is_known_no_more_fails_with_its_reason(room: Newsroom) -> None:
    """A digest about a place that the store dropped says why it was not posted."""
    room.desk.fault = BotError("A digest cannot be about “Narnia”.")
    room.send()
    assert (room.became().state, room.became().note) == ("failed", "A digest cannot be about “Narnia”.")


def test_channels_with_the_same_setting_share_one_computation(room: Newsroom) -> None:
    """A hundred channels with the same setting and the same last digest have what changed worked out once."""
    channels = [f"C0SAME{number:03d}" for number in range(100)]
    for channel in channels:
        subscribe(room.store, Subscription(channel, time(8)), "U0EDITOR", EVENING)
        room.sender.message(room.claim(channel))
    assert len(room.desk.asked) == 1


def test_words_from_a_fact_ping_nobody(room: Newsroom) -> None:
    """A hostile text in the facts stands in the post as text."""
    room.desk.lines = ["<!channel> look at <https://evil.example|this> *now*"]
    room.send()
    (post,) = room.posts()
    assert "&lt;!channel&gt;" in post["text"]
    assert "<!channel>" not in post["text"]
    assert faults({name: post[name] for name in ("text", "blocks")}) == []


def test_a_long_digest_keeps_to_its_first_lines_and_names_the_command(room: Newsroom) -> None:
    """Hundreds of lines of change become one post within Slack's limits, which says how to see all."""
    room.desk.lines = [f"Change {number} of many, with some words about it." for number in range(400)]
    room.send()
    (post,) = room.posts()
    assert faults({name: post[name] for name in ("text", "blocks")}) == []
    assert "Change 0 " in post["text"]
    assert "more lines: ask /nzdf" in post["text"]


def test_refused_blocks_are_sent_as_text(store: tuple[FactStore, Desk], slack: StandIn) -> None:
    """Where Slack refuses the blocks, the same digest goes out as plain text, with its key."""
    slack.refuse_blocks = True
    room = Newsroom(*store, None, sender(slack.api_url, *store))  # type: ignore[arg-type]
    room.at(MORNING)
    room.send()
    refused, taken = (call.body for call in slack.all() if call.method == "chat.postMessage")
    assert refused["blocks"]
    assert not taken.get("blocks")
    assert taken["metadata"] == refused["metadata"]
    assert room.became().state == "posted"


@pytest.fixture
def running(room: Newsroom) -> Iterator[Callable[[], Clock]]:
    """Start real clocks, with all their threads; they are stopped in the end."""
    clocks: list[Clock] = []

    def start() -> Clock:
        clock = Clock(room.store, room.sender, room.sender.timer, Pace(look=1e7, tick=1e7, workers=4))
        clocks.append(clock)
        clock.start()
        return clock

    yield start
    for clock in clocks:
        clock.stop()


def test_the_clock_sends_what_is_due(room: Newsroom, running: Callable[[], Clock]) -> None:
    """A running clock posts the digests of all channels that are due, each once, though two clocks run."""
    channels = room.slack.run(_channels(room.slack, 30))
    for channel in channels:
        subscribe(room.store, Subscription(channel, time(8)), "U0EDITOR", EVENING)
    first, second = running(), running()
    room.slack.run(until(room.slack, lambda: len(room.slack.workspace.messages) >= 31))
    assert [len(room.posts(channel)) for channel in (NEWSROOM, *channels)] == [1] * 31
    assert (first.fault(), second.fault(), silence(room.store, room.desk.now)) == (None, None, None)


def test_a_channel_without_a_reply_holds_up_no_other(room: Newsroom, running: Callable[[], Clock]) -> None:
    """While one post gets no reply at all, every other channel gets its digest."""
    channels = room.slack.run(_channels(room.slack, 10))
    for channel in channels:
        subscribe(room.store, Subscription(channel, time(8)), "U0EDITOR", EVENING)
    room.fail("never")
    room.sender._client.timeout = 1
    running()
    room.slack.run(until(room.slack, lambda: len(room.slack.workspace.messages) >= 10))
    assert sorted(len(room.posts(channel)) for channel in (NEWSROOM, *channels)) == [0] + [1] * 10


def test_workers_that_get_nowhere_are_told(room: Newsroom, running: Callable[[], Clock]) -> None:
    """A clock that looks but sends nothing of what it has in hand for minutes is stuck, unless Slack wants it to wait."""
    begun = threading.Event()
    hung: list[str] = []

    def hang(claim: Claim, stop: threading.Event) -> None:
        hung.append(claim.key)
        begun.set()
        stop.wait()

    room.sender.send = hang  # type: ignore[method-assign]
    clock = running()
    assert begun.wait(10)
    assert hung == [f"{NEWSROOM}:{DAY}"]
    assert clock.fault() is None
    room.desk.now += timedelta(minutes=6)
    assert "no digest has got anywhere for 360 seconds" in (clock.fault() or "")
    room.sender.pacer.hold(60)
    assert "no digest has got anywhere" not in (clock.fault() or "")


async def _channels(slack: Playground, count: int) -> list[str]:
    return add_channels(slack.workspace, count)


def test_a_clock_that_stops_leaves_its_claims_free(room: Newsroom) -> None:
    """A process that is told to stop before it posts gives its claim back at once, without doubt."""
    stopped = threading.Event()
    stopped.set()
    room.sender.send(room.claim(), stopped)
    assert room.posts() == []
    again = room.claim(owner="two")
    assert not again.doubt


def test_silence_of_every_clock_is_told(room: Newsroom) -> None:
    """Where a channel wants digests and no clock has ticked for minutes, readiness says so."""
    assert silence(room.store, room.desk.now + timedelta(minutes=1)) is None
    said = silence(room.store, room.desk.now + timedelta(minutes=6))
    assert said == "The digest clock last ticked at 21-11-2026 19:00 UTC."


def test_a_claim_that_the_clock_outlived_is_not_posted_on(room: Newsroom) -> None:
    """While a digest waits for Slack the clock is set back an hour and another process posts it: the first one does not."""
    first = room.claim(owner="one")
    wait = room.sender.pacer.permit

    def long_wait(stop: threading.Event) -> bool:
        room.sender.pacer.permit = wait  # type: ignore[method-assign]
        begun = room.desk.now
        room.desk.lag = timedelta(hours=1)
        room.desk.now -= timedelta(hours=1)
        room.known = tick(room.store, begun, room.desk.now, TERMS)
        room.desk.now += TERMS.lease
        room.known = tick(room.store, room.known, room.desk.now, TERMS)
        room.send()
        return wait(stop)

    room.sender.pacer.permit = long_wait  # type: ignore[method-assign]
    room.sender.send(first, threading.Event())
    assert len(room.posts()) == 1


@pytest.mark.parametrize("error", ["not_in_channel", "channel_not_found"])
def test_a_digest_in_doubt_pauses_where_the_bot_was_removed(room: Newsroom, error: str) -> None:
    """Where history is refused because the bot is not there any more, the digest pauses and its maker is told."""
    channel = {"not_in_channel": PRESS, "channel_not_found": "C0GONE"}[error]
    subscribe(room.store, Subscription(channel, time(8)), "U0EDITOR", EVENING)
    room.claim(channel, owner="dead")
    room.later()
    room.send(channel)
    paused = subscription(room.store, channel)
    assert paused and paused.state == "paused"
    assert room.became(channel).state == "failed"
    assert len(room.posts("D0EDITOR")) == 1


def test_after_a_backup_is_put_back_nothing_worked_out_before_is_posted(
    store: tuple[FactStore, Desk], room: Newsroom, tmp_path: Path
) -> None:
    """A change whose number is given out again is looked at afresh."""
    held, desk = store
    backup(held, tmp_path / "before.db")
    point = Point(MORNING.date(), 2)
    load(held, small_package(places=[{"id": "x"}, {"id": "wrong"}]))
    assert "A count is new." in str(room.sender.shown("", None, point))
    restore(held, tmp_path / "before.db")
    load(held, small_package(places=[{"id": "x"}, {"id": "right"}]))
    desk.lines = ["Another count is new."]
    assert "Another count is new." in str(room.sender.shown("", None, point))
