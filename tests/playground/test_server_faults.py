"""Bad days on request: lost replies, faults by chance, limits, moved clocks, many channels and people."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator
from urllib.request import Request, urlopen

import pytest
from slack_bolt import App
from slack_sdk.errors import SlackApiError

from bot.playground.delivery import Timing
from bot.playground.people import Actor
from bot.playground.server import Playground
from bot.playground.standing import ActionError
from bot.playground.state import BOT_USER, SIGNING_SECRET

from .server_parts import (
    Clock,
    Json,
    client,
    drained,
    over_http,
    overhear,
    serving,
    set_up,
    tiny_app,
    with_scopes,
)


@pytest.fixture
def clock() -> Clock:
    """The playground's clock."""
    return Clock()


@pytest.fixture
def playground(clock: Clock) -> Iterator[Playground]:
    """A playground whose clock the test moves."""
    with serving(clock=clock, manifest=with_scopes("users:read")) as made:
        yield made


@pytest.fixture
def today() -> Iterator[Playground]:
    """A playground with the machine's clock, by which an app judges signatures."""
    with serving(timing=Timing(ack=2), manifest=with_scopes("users:read")) as made:
        yield made


def _post(playground: Playground, channel: str = "newsroom") -> str:
    """What came of a post: ok, the status of a refusal, or the name of the error of a connection."""
    try:
        client(playground).chat_postMessage(channel=channel, text="t")
    except SlackApiError as refused:
        return str(refused.response.status_code)
    except OSError:
        return "lost"
    return "ok"


@pytest.mark.parametrize(("kind", "kept"), [("lost", 1), ("cut", 0)])
def test_a_reply_can_be_lost(playground: Playground, kind: str, kept: int) -> None:
    """A call whose reply is lost was performed, one that was cut off was not; the next call is answered."""
    set_up(playground, "fault", kind=kind, method="chat.postMessage")
    assert _post(playground) == "lost"
    assert len(Actor(playground).messages()) == kept
    assert _post(playground) == "ok"


def test_faults_by_chance_come_as_often_as_asked(playground: Playground) -> None:
    """With a seed the same faults come again; a share of 0 ends them; other methods are spared."""
    shares = {"rate_limit": 0.2, "error": 0.2, "lost": 0.2, "cut": 0.2}
    runs = []
    for _ in range(2):
        set_up(playground, "fault", kind="random", method="chat.postMessage", seed=7, **shares)
        runs.append([_post(playground) for _ in range(60)])
    assert runs[0] == runs[1]
    found = Counter(runs[0])
    assert set(found) == {"ok", "429", "500", "lost"}
    assert found["lost"] > max(found["429"], found["500"])
    assert client(playground).auth_test()["ok"]
    set_up(playground, "fault", kind="random", method="chat.postMessage")
    assert {_post(playground) for _ in range(20)} == {"ok"}


def test_deliveries_can_come_twice_by_chance(today: Playground) -> None:
    """With a share of 1 every delivery comes twice, with 0 none does."""
    app, seen = tiny_app(today), list[Json]()
    overhear(app, seen)
    editor = Actor(today)
    with over_http(app, today):
        for share, times in ((1, 2), (0, 1)):
            set_up(today, "fault", kind="twice", share=share)
            editor.command("newsroom", f"/tiny {share}")
            today.run(drained(today))
            assert [body["text"] for body in seen].count(str(share)) == times


def test_a_channel_takes_so_many_messages_a_second(playground: Playground, clock: Clock) -> None:
    """After the burst a channel takes one message a second; another channel, an update and a read are not held up."""
    set_up(playground, "limits", per_second=1, burst=2)
    assert [_post(playground) for _ in range(3)] == ["ok", "ok", "429"]
    assert _post(playground, "U0EDITOR") == "ok"
    ts = Actor(playground).messages()[0]["ts"]
    assert client(playground).chat_update(channel="C0NEWSROOM", ts=ts, text="u")["ok"]
    clock.now += 1
    assert [_post(playground) for _ in range(2)] == ["ok", "429"]
    set_up(playground, "limits")
    assert {_post(playground) for _ in range(5)} == {"ok"}


def test_a_workspace_takes_so_many_messages_a_minute(playground: Playground, clock: Clock) -> None:
    """The limit of the workspace holds over all channels, and says after how many whole seconds there is room again."""
    set_up(playground, "limits", per_minute=6)
    assert _post(playground) == "ok"
    with pytest.raises(SlackApiError) as refused:
        client(playground).chat_postMessage(channel="U0EDITOR", text="t")
    assert (refused.value.response.status_code, refused.value.response.headers["Retry-After"]) == (429, "10")
    clock.now += 9.9
    assert _post(playground) == "429"
    clock.now += 0.1
    assert _post(playground) == "ok"


def test_the_clock_can_be_moved(playground: Playground) -> None:
    """Messages are dated by the moved clock, and ts rise even where it is set back."""
    web = client(playground)
    set_up(playground, "clock", at=1_900_000_000)
    first = web.chat_postMessage(channel="newsroom", text="t")["ts"]
    set_up(playground, "clock", at=1_800_000_000)
    second = web.chat_postMessage(channel="newsroom", text="t")["ts"]
    assert float(first) >= 1_900_000_000
    assert second > first


def test_channels_and_people_can_be_many(playground: Playground) -> None:
    """Ten thousand channels have the app in them, two hundred people may act; the page shows the first hundred channels."""
    made = set_up(playground, "workspace", channels=10_000, people=200)
    assert [len(set(made["channels"])), len(set(made["people"]))] == [10_000, 200]
    assert _post(playground, made["channels"][-1]) == "ok"
    last = Actor(playground, made["people"][-1])
    assert last.say("newsroom", "hello") == last.messages()[-1]["ts"]
    assert len(last.state()["channels"]) == 101
    assert len(playground.workspace.channels) == 10_004 + 203


def test_a_channel_can_be_archived_left_and_deleted(playground: Playground) -> None:
    """The app is refused in each case in Slack's words, and welcome again when the channel is put right."""
    web = client(playground)

    def error() -> str:
        with pytest.raises(SlackApiError) as refused:
            web.chat_postMessage(channel="C0NEWSROOM", text="t")
        return str(refused.value.response["error"])

    set_up(playground, "workspace", channel="C0NEWSROOM", archived=True)
    assert error() == "is_archived"
    set_up(playground, "workspace", channel="C0NEWSROOM", archived=False, bot=False)
    assert error() == "not_in_channel"
    set_up(playground, "workspace", channel="C0NEWSROOM", bot=True)
    assert web.chat_postMessage(channel="C0NEWSROOM", text="t")["ok"]
    set_up(playground, "workspace", channel="C0NEWSROOM", deleted=True)
    assert error() == "channel_not_found"


def test_somebody_of_another_organisation_is_marked(today: Playground) -> None:
    """Their team stands in what the app gets of them, and users.info calls them a stranger."""
    set_up(today, "workspace", person={"key": "visitor", "name": "Visitor", "team": "T0OTHER", "tz": "Europe/Paris"})
    app, seen = tiny_app(today), list[Json]()
    overhear(app, seen)
    visitor = Actor(today, "visitor")
    ts = Actor(today).say("newsroom", "hello")
    with over_http(app, today):
        visitor.shortcut("repeat", ts)
        visitor.say("newsroom", "@nzdf hello")
        visitor.wait_for(lambda body: body.get("text") == "mentioned")
    action, event = seen[0], seen[1]["event"]
    assert (action["user"]["team_id"], action["team"]["id"], event["user_team"]) == ("T0OTHER", "T0PLAY", "T0OTHER")
    user = client(today).users_info(user="U0VISITOR")["user"]
    assert (user["team_id"], user["is_stranger"], user["tz"]) == ("T0OTHER", True, "Europe/Paris")


def test_a_group_can_lose_somebody(playground: Playground) -> None:
    """A group is what it was last set to; people who are not there cannot be in it."""
    set_up(playground, "workspace", group="S0EDITORS", users=["U0SECOND"])
    assert playground.workspace.groups["S0EDITORS"].users == ["U0SECOND"]
    with pytest.raises(ActionError, match="people who are there"):
        set_up(playground, "workspace", group="S0EDITORS", users=["U0NOBODY"])


def test_a_request_url_is_checked_as_slack_does(today: Playground) -> None:
    """ssl_check gets 200, url_verification its challenge; without a request URL neither is asked."""
    with pytest.raises(ActionError, match="start the playground with --request-url"):
        set_up(today, "deliver", kind="ssl_check")
    with over_http(App(client=client(today), signing_secret=SIGNING_SECRET), today):
        assert set_up(today, "deliver", kind="ssl_check")["status"] == 200
        found = set_up(today, "deliver", kind="url_verification")
    assert (found["status"], list(json.loads(found["answer"]))) == (200, ["challenge"])


def test_an_app_is_told_that_it_is_limited(today: Playground) -> None:
    """app_rate_limited comes as an event of its own, with the minute."""
    app, seen = tiny_app(today), list[Json]()
    overhear(app, seen)
    with over_http(app, today):
        set_up(today, "deliver", kind="app_rate_limited")
    assert (seen[0]["type"], seen[0]["minute_rate_limited"] % 60) == ("app_rate_limited", 0)


def test_a_bad_setting_is_named(playground: Playground) -> None:
    """Numbers out of bounds and things that are not there are refused in one sentence."""
    for doing, asked, sentence in (
        ("fault", {"kind": "random", "lost": 2}, "“lost” must be a number from 0 to 1"),
        ("limits", {"burst": 0}, "“burst” must be a number from 1"),
        ("workspace", {"channels": 1.5}, "“channels” must be a whole number"),
        ("workspace", {"channel": "nowhere"}, "There is no channel “nowhere”"),
        ("clock", {}, "“at” must be a number"),
        ("deliver", {"kind": "parcel"}, "not something that the playground delivers"),
    ):
        with pytest.raises(ActionError, match=sentence):
            set_up(playground, doing, **asked)


def test_what_the_app_wrote_can_be_read_from_outside(playground: Playground) -> None:
    """The posts of all channels, with their metadata, come in one list; those of people and ephemeral ones do not."""
    web, metadata = client(playground), {"event_type": "digest", "event_payload": {"day": "2026-09-14"}}
    Actor(playground).say("newsroom", "hello")
    web.chat_postEphemeral(channel="newsroom", user="U0EDITOR", text="t")
    web.chat_postMessage(channel="U0EDITOR", text="first", metadata=metadata)
    web.chat_postMessage(channel="newsroom", text="second")
    for place, texts in (("", ["first", "second"]), ("?channel=C0NEWSROOM", ["second"])):
        with urlopen(Request(f"{playground.url}/play/posts{place}"), timeout=5) as reply:
            posts = json.load(reply)["posts"]
        assert [post["text"] for post in posts] == texts
    assert BOT_USER in {post["user"] for post in posts}


def test_calls_are_counted_by_what_came_of_them(playground: Playground) -> None:
    """Answers, refusals and faults of each method are told from outside."""
    set_up(playground, "fault", kind="lost", method="chat.postMessage")
    set_up(playground, "limits", per_second=1, burst=2)
    for channel in ("newsroom", "newsroom", "newsroom", "press-desk"):
        _post(playground, channel)
    with urlopen(f"{playground.url}/play/calls", timeout=5) as reply:
        calls = json.load(reply)["calls"]
    assert calls == {"chat.postMessage": {"lost": 1, "ok": 1, "rate_limit": 1, "not_in_channel": 1}}


def test_the_end_gives_up_a_delivery_that_lost_its_cancellation() -> None:
    """A delivery that takes a reply for its end goes on to wait for its next try, and is ended all the same."""
    ended: list[bool] = []

    async def stubborn() -> None:
        try:
            await asyncio.sleep(3600)
        except asyncio.CancelledError:
            try:
                await asyncio.sleep(3600)
            finally:
                ended.append(True)

    async def deliver(playground: Playground) -> None:
        playground.delivery.later(stubborn())
        await asyncio.sleep(0)

    playground = Playground()
    playground.start()
    playground.run(deliver(playground))
    playground.stop()
    assert ended == [True]
