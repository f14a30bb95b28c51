"""What an app reads back and writes later: metadata, pages of history, people and groups, scheduled messages, deletions."""

from collections.abc import Iterator

import pytest
from slack_sdk.errors import SlackApiError

from bot.playground.people import Actor
from bot.playground.server import Playground

from .server_parts import Clock, Json, client, serving, set_up, until, with_scopes

SCOPES = ("users:read", "usergroups:read", "reactions:write", "channels:read")
METADATA = {"event_type": "digest", "event_payload": {"day": "2026-09-14"}}


@pytest.fixture
def clock() -> Clock:
    """The playground's clock."""
    return Clock()


@pytest.fixture
def playground(clock: Clock) -> Iterator[Playground]:
    """A playground whose clock the test moves, for an app with wide scopes."""
    with serving(clock=clock, manifest=with_scopes(*SCOPES)) as made:
        yield made


def _error(playground: Playground, method: str, **asked: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        client(playground).api_call(method, json=asked)
    return str(refused.value.response["error"])


def _history(playground: Playground, **asked: object) -> list[Json]:
    found: list[Json] = client(playground).conversations_history(channel="C0NEWSROOM", **asked)["messages"]  # type: ignore[arg-type]
    return found


def test_metadata_is_kept_and_told_on_request(playground: Playground) -> None:
    """History tells the kind of metadata, all of it with include_all_metadata; an update keeps, changes or removes it."""
    web = client(playground)
    ts = web.chat_postMessage(channel="newsroom", text="t", metadata=METADATA)["ts"]
    assert _history(playground)[0]["metadata"] == {"event_type": "digest"}
    assert _history(playground, include_all_metadata=True)[0]["metadata"] == METADATA
    web.chat_update(channel="C0NEWSROOM", ts=ts, text="u")
    assert _history(playground, include_all_metadata=True)[0]["metadata"] == METADATA
    late = {**METADATA, "event_type": "late"}
    web.chat_update(channel="C0NEWSROOM", ts=ts, text="u", metadata=late)
    assert _history(playground, include_all_metadata=True)[0]["metadata"] == late
    assert web.conversations_replies(channel="C0NEWSROOM", ts=ts)["messages"][0]["metadata"] == {"event_type": "late"}
    web.chat_update(channel="C0NEWSROOM", ts=ts, text="u", metadata={})
    assert "metadata" not in _history(playground, include_all_metadata=True)[0]


@pytest.mark.parametrize(
    ("metadata", "error"),
    [
        ("digest", "invalid_metadata_format"),
        ({"event_payload": {}}, "invalid_metadata_format"),
        ({"event_type": "digest", "event_payload": []}, "invalid_metadata_schema"),
        ({"event_type": "digest", "event_payload": {"x": "y" * 16_001}}, "metadata_too_large"),
    ],
)
def test_bad_metadata_is_refused(playground: Playground, metadata: object, error: str) -> None:
    """Metadata needs a kind and an object of bounded size."""
    assert _error(playground, "chat.postMessage", channel="newsroom", text="t", metadata=metadata) == error


def test_history_needs_the_scope_of_its_kind_of_conversation() -> None:
    """The right to read direct messages opens no channel, and the refusal names the scope that is missing."""
    scopes = {"oauth_config": {"scopes": {"bot": ["chat:write", "im:history"]}}}
    with serving(manifest=scopes) as narrow:
        assert client(narrow).conversations_history(channel="D0EDITOR")["messages"] == []
        with pytest.raises(SlackApiError) as refused:
            client(narrow).conversations_history(channel="C0NEWSROOM")
    assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", "channels:history")


def test_history_comes_newest_first_in_pages(playground: Playground) -> None:
    """The cursor leads through every message once, even where new ones arrive meanwhile."""
    web = client(playground)
    for number in range(5):
        web.chat_postMessage(channel="newsroom", text=str(number))
    seen, cursor = [], None
    for _ in range(3):
        page = web.conversations_history(channel="C0NEWSROOM", limit=2, cursor=cursor)
        seen += [message["text"] for message in page["messages"]]
        cursor = page["response_metadata"]["next_cursor"]
        assert page["has_more"] is bool(cursor)
        web.chat_postMessage(channel="newsroom", text="new")
    assert (seen, cursor) == (["4", "3", "2", "1", "0"], "")
    assert _error(playground, "conversations.history", channel="C0NEWSROOM", cursor="x") == "invalid_cursor"
    assert _error(playground, "conversations.history", channel="C0NEWSROOM", limit=-1) == "invalid_limit"


@pytest.mark.parametrize(
    ("bounds", "texts"),
    [
        ({"oldest": 1}, ["3", "2"]),
        ({"oldest": 1, "inclusive": True}, ["3", "2", "1"]),
        ({"latest": 2}, ["1", "0"]),
        ({"oldest": 1, "latest": 2}, []),
        ({"oldest": 1, "latest": 2, "inclusive": True}, ["2", "1"]),
    ],
)
def test_history_keeps_to_its_bounds(playground: Playground, bounds: dict[str, int], texts: list[str]) -> None:
    """oldest and latest leave their own messages out unless inclusive is set."""
    sent = [client(playground).chat_postMessage(channel="newsroom", text=str(number))["ts"] for number in range(4)]
    asked = {name: sent[value] if name != "inclusive" else True for name, value in bounds.items()}
    assert [message["text"] for message in _history(playground, **asked)] == texts


def test_a_thread_is_counted_at_its_beginning(playground: Playground) -> None:
    """History holds a thread's first message with its number of replies; the replies come oldest first."""
    web = client(playground)
    ts = web.chat_postMessage(channel="newsroom", text="first")["ts"]
    for text in ("one", "two"):
        last = web.chat_postMessage(channel="newsroom", text=text, thread_ts=ts)["ts"]
    (told,) = _history(playground)
    assert (told["reply_count"], told["thread_ts"], told["latest_reply"]) == (2, ts, last)
    replies = web.conversations_replies(channel="C0NEWSROOM", ts=ts)["messages"]
    assert [message["text"] for message in replies] == ["first", "one", "two"]
    assert _error(playground, "conversations.replies", channel="C0NEWSROOM", ts="1.1") == "thread_not_found"


def test_a_channel_keeps_as_many_messages_as_it_may() -> None:
    """With a limit on the history the oldest messages of a channel are forgotten."""
    with serving(history=2) as playground:
        for number in range(4):
            client(playground).chat_postMessage(channel="newsroom", text=str(number))
        assert [message["text"] for message in Actor(playground).messages()] == ["2", "3"]


def test_each_person_has_a_time_zone(playground: Playground) -> None:
    """users.info gives the person's own zone and its offset now."""
    web = client(playground)
    zones = {key: web.users_info(user=f"U0{key}")["user"] for key in ("EDITOR", "SECOND", "READER")}
    assert {key: (user["tz"], user["tz_offset"]) for key, user in zones.items()} == {
        "EDITOR": ("Pacific/Auckland", 46_800),
        "SECOND": ("Pacific/Chatham", 49_500),
        "READER": ("Europe/London", 0),
    }


def test_a_user_group_names_its_people(playground: Playground) -> None:
    """The editors are a group; a group that is not there and a missing scope are refused."""
    assert client(playground).usergroups_users_list(usergroup="S0EDITORS")["users"] == ["U0EDITOR", "U0SECOND"]
    assert _error(playground, "usergroups.users.list", usergroup="S0NOBODY") == "no_such_subteam"
    with serving() as narrow, pytest.raises(SlackApiError) as refused:
        client(narrow).usergroups_users_list(usergroup="S0EDITORS")
    assert (refused.value.response["error"], refused.value.response["needed"]) == ("missing_scope", "usergroups:read")


def test_the_list_of_channels_comes_in_pages(playground: Playground) -> None:
    """conversations.list gives each channel once, page by page; archived ones are left out on request."""
    names = [each["name"] for page in client(playground).conversations_list(limit=1) for each in page["channels"]]
    assert names == ["newsroom", "press-desk", "nzdf-review", "old-desk"]
    kept = client(playground).conversations_list(exclude_archived=True)["channels"]
    assert [each["name"] for each in kept] == ["newsroom", "press-desk", "nzdf-review"]


def test_a_private_channel_is_known_to_those_who_are_in_it(playground: Playground) -> None:
    """The app in a private channel needs the scopes of groups; without the app the channel is not there for it."""
    web = client(playground)
    set_up(playground, "workspace", channel="C0NEWSROOM", private=True)
    assert web.chat_postMessage(channel="C0NEWSROOM", text="t")["ok"]
    assert _error(playground, "conversations.history", channel="C0NEWSROOM") == "missing_scope"
    (listed,) = web.conversations_list(types="private_channel")["channels"]
    assert (listed["name"], listed["is_private"]) == ("newsroom", True)
    set_up(playground, "workspace", channel="C0NEWSROOM", bot=False)
    assert _error(playground, "chat.postMessage", channel="C0NEWSROOM", text="t") == "channel_not_found"
    assert web.conversations_list(types="private_channel")["channels"] == []


def test_a_scheduled_message_is_posted_at_its_time(playground: Playground, clock: Clock) -> None:
    """It is listed until its time and then posted; one with metadata never is, as at Slack."""
    web, at = client(playground), int(clock.now) + 600
    web.chat_scheduleMessage(channel="newsroom", text="later", post_at=at)
    web.chat_scheduleMessage(channel="newsroom", text="never", post_at=at, metadata=METADATA)
    (listed, _other) = web.chat_scheduledMessages_list(channel="C0NEWSROOM")["scheduled_messages"]
    assert (listed["post_at"], listed["channel_id"]) == (at, "C0NEWSROOM")

    async def pass_by() -> None:
        clock.now += 601
        playground.workspace.touch()
        await until(playground, lambda: len(playground.workspace.messages) == 1)

    playground.run(pass_by())
    assert [message["text"] for message in Actor(playground).messages()] == ["later"]
    assert web.chat_scheduledMessages_list()["scheduled_messages"] == []


def test_a_scheduled_message_can_be_taken_back(playground: Playground, clock: Clock) -> None:
    """Deleting it works once, and only in its own channel."""
    web = client(playground)
    number = web.chat_scheduleMessage(channel="newsroom", text="t", post_at=int(clock.now) + 600)["scheduled_message_id"]
    delete = {"scheduled_message_id": number}
    assert _error(playground, "chat.deleteScheduledMessage", channel="U0EDITOR", **delete) == "invalid_scheduled_message_id"
    assert web.chat_deleteScheduledMessage(channel="C0NEWSROOM", **delete)["ok"]
    assert _error(playground, "chat.deleteScheduledMessage", channel="C0NEWSROOM", **delete) == "invalid_scheduled_message_id"


@pytest.mark.parametrize(
    ("ahead", "error"), [(0, "time_in_past"), (-60, "time_in_past"), (121 * 86_400, "time_too_far"), ("soon", "invalid_time")]
)
def test_a_time_that_slack_would_not_take_is_refused(playground: Playground, clock: Clock, ahead: object, error: str) -> None:
    """A message is scheduled for later, within 120 days."""
    at = int(clock.now) + ahead if isinstance(ahead, int) else ahead
    assert _error(playground, "chat.scheduleMessage", channel="newsroom", text="t", post_at=at) == error


def test_thirty_messages_in_five_minutes_are_the_most(playground: Playground, clock: Clock) -> None:
    """The 31st message for one channel within five minutes is refused, one later is not."""
    at = int(clock.now) + 600
    for second in range(30):
        client(playground).chat_scheduleMessage(channel="newsroom", text="t", post_at=at + second)
    assert _error(playground, "chat.scheduleMessage", channel="newsroom", text="t", post_at=at + 40) == "restricted_too_many"
    assert client(playground).chat_scheduleMessage(channel="newsroom", text="t", post_at=at + 400)["ok"]


def test_an_app_deletes_its_own_messages(playground: Playground) -> None:
    """A deleted message is gone for everybody; another's message and one already gone are refused."""
    web, editor = client(playground), Actor(playground)
    ts = web.chat_postMessage(channel="newsroom", text="mistake")["ts"]
    said = editor.say("newsroom", "hello")
    assert web.chat_delete(channel="C0NEWSROOM", ts=ts)["ts"] == ts
    assert [message["text"] for message in editor.messages()] == ["hello"]
    assert _error(playground, "chat.delete", channel="C0NEWSROOM", ts=ts) == "message_not_found"
    assert _error(playground, "chat.delete", channel="C0NEWSROOM", ts=said) == "cant_delete_message"
    assert _error(playground, "chat.update", channel="C0NEWSROOM", ts=said, text="t") == "cant_update_message"


def test_a_reaction_is_seen_once(playground: Playground) -> None:
    """A reaction of the app is shown with the message, and not a second time."""
    ts = Actor(playground).say("newsroom", "hello")
    client(playground).reactions_add(channel="C0NEWSROOM", timestamp=ts, name="eyes")
    assert Actor(playground).messages()[-1]["reactions"] == [{"name": "eyes", "users": ["U0APP"], "count": 1}]
    asked = {"channel": "C0NEWSROOM", "timestamp": ts}
    assert _error(playground, "reactions.add", name="eyes", **asked) == "already_reacted"
    assert _error(playground, "reactions.add", name="", **asked) == "invalid_name"
    assert _error(playground, "reactions.add", name="eyes", channel="C0NEWSROOM", timestamp="1.1") == "message_not_found"


def test_a_permalink_leads_to_a_message(playground: Playground) -> None:
    """A permalink names the channel and the message, which must be there."""
    ts = client(playground).chat_postMessage(channel="newsroom", text="t")["ts"]
    link = client(playground).chat_getPermalink(channel="C0NEWSROOM", message_ts=ts)["permalink"]
    assert link.endswith(f"/archives/C0NEWSROOM/p{ts.replace('.', '')}")
    assert _error(playground, "chat.getPermalink", channel="C0NEWSROOM", message_ts="1.1") == "message_not_found"
