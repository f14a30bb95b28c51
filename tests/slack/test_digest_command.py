"""`/nzdf digest`: what people type and the form, answered in the acknowledgement; Slack stands by for the rest."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from slack_bolt import App

from bot.desk import Desk, open_desk
from bot.digest.plan import Subscription
from bot.editing.proposals import Draft, ProposedRow
from bot.render.limits import faults
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.home import digest_lines
from bot.store import FactStore
from bot.store.digests import pause, subscribe, subscription
from bot.store.ledger import Terms, tick
from bot.store.proposals import approve, propose
from bot.store.sent import entries

from .papers import AtOnce, command, interaction, send
from .stand_in import StandIn

NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)  # 14:00 in New Zealand
EDITOR, SECOND = "U024BE7LH", "U0SECOND"


@pytest.fixture
def real(shipped_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """The real desk, on a copy of the shipped facts."""
    copyfile(shipped_store, tmp_path / "facts.db")
    desk = open_desk(tmp_path / "facts.db", lambda: NOW)
    yield desk
    desk.store.close()


@pytest.fixture
def app(settings: Settings, real: Desk) -> App:
    """The application at the real desk."""
    return build_app(settings, real, AtOnce())


@pytest.fixture(autouse=True)
def _history(slack: StandIn) -> None:
    """The bot is in the channel, and may read it."""
    slack.fail["conversations.history"] = (200, json.dumps({"ok": True, "messages": []}))


def asked(app: App, text: str, **other: str) -> str:
    """The text of the acknowledgement of a command."""
    return str(reply(app, text, **other)["text"])


def reply(app: App, text: str, **other: str) -> dict[str, Any]:
    """The acknowledgement of a command, which one person alone sees."""
    found: dict[str, Any] = json.loads(send(app, command(text, **other)).body)
    assert found["response_type"] == "ephemeral"
    return found


def setting(real: Desk, channel: str = "C1") -> Subscription:
    """The setting of a channel, which must have one."""
    found = subscription(real.store, channel)
    assert found
    return found


def test_a_channel_without_a_digest_is_told_how_to_get_one(app: App) -> None:
    """The bare command says that there is none and how it is switched on, with a button for the form."""
    shown = reply(app, "digest")
    assert "This channel has no digest." in shown["text"]
    assert "/nzdf digest on [at 08:00]" in shown["text"]
    assert shown["blocks"][-1]["elements"][0]["action_id"] == "digest:open"


def test_a_digest_is_switched_on_and_shown(app: App, real: Desk) -> None:
    """The acknowledgement says what was set and when the next one comes, zone and all; so does the bare command."""
    said = asked(app, "digest on at 8.30 on weekdays in chatham about iraq quiet")
    assert said == (
        "The digest is on: it comes at 08:30 on weekdays (Pacific/Chatham), about iraq; silent when nothing is new. "
        "Next: 08:30 UTC+13:45 on 23 November 2026 (Pacific/Chatham)."
    )
    assert setting(real).made_by == EDITOR
    shown = asked(app, "digest")
    assert "Next: 08:30 UTC+13:45 on 23 November 2026 (Pacific/Chatham)." in shown
    assert f"Set by <@{EDITOR}>" in shown
    assert "No digest clock has run yet" in shown


def test_a_direct_message_may_have_a_digest_of_its_own(app: App, real: Desk) -> None:
    """The digest of a direct message with the bot belongs to it as to any channel."""
    asked(app, "digest on", channel_id="D024BE7LH", channel_name="directmessage")
    assert setting(real, "D024BE7LH").state == "on"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("digest on at 25:00", "“25:00” is not a time of day; write one from 00:00 to 23:59."),
        ("digest on in Pacific/Aukland", "did you mean Pacific/Auckland?"),
        ("digest on every second tuesday", "a digest comes daily, on weekdays, or on days of every week"),
        ("digest on about Narnia", "A digest cannot be about “Narnia”."),
        ("digest on about iraq since 2020", "without dates"),
        ("digest now", "This channel has no digest; switch it on first"),
        ("digest off", "nothing to switch off"),
        ("digest off please", "Nothing follows “digest off”"),
        ("digest help", "Write digest on"),
    ],
)
def test_bad_input_is_one_sentence_and_changes_nothing(app: App, real: Desk, text: str, said: str) -> None:
    """What cannot be is refused in the acknowledgement, and no setting is made."""
    assert said in asked(app, text)
    assert subscription(real.store, "C1") is None


def test_a_channel_without_the_bot_is_told_how_to_invite_it(app: App, slack: StandIn) -> None:
    """After the acknowledgement the person learns that the bot is not in the channel."""
    slack.fail["conversations.history"] = (200, json.dumps({"ok": False, "error": "not_in_channel"}))
    assert "The digest is on" in asked(app, "digest on", response_url=slack.response_url)
    told = [call.body["text"] for call in slack.all() if call.method.startswith("response/")]
    assert told == ["The bot is not in this channel, so its digest cannot be posted: invite it with /invite and its name."]


def test_a_missing_scope_is_told_when_the_digest_is_set(app: App, slack: StandIn) -> None:
    """Where the bot may not read the channel, the person learns what that means and which scope is missing."""
    slack.fail["conversations.history"] = (200, json.dumps({"ok": False, "error": "missing_scope", "needed": "groups:history"}))
    asked(app, "digest on", response_url=slack.response_url)
    (told,) = [call.body["text"] for call in slack.all() if call.method.startswith("response/")]
    assert "groups:history" in told and "hold it instead" in told


def test_a_host_that_wipes_its_disk_keeps_no_digest(settings: Settings, real: Desk) -> None:
    """On such a host the digest is refused with what to set."""
    app = build_app(replace(settings, disk_is_wiped=True), real, AtOnce())
    assert "set NZDF_DISK=kept" in asked(app, "digest on")
    assert subscription(real.store, "C1") is None


def test_the_second_of_two_people_is_told_of_the_first(app: App) -> None:
    """Who writes over another's setting learns whose and what it was."""
    asked(app, "digest on at 9")
    said = asked(app, "digest on at 10", user_id=SECOND)
    assert f"It replaces what <@{EDITOR}> had set: digest on at 09:00 daily in Pacific/Auckland." in said
    assert "It replaces" not in asked(app, "digest on at 11", user_id=SECOND)


def test_off_and_on_again_keeps_the_setting(app: App, real: Desk) -> None:
    """A digest switched off stays known, and “digest on” brings it back as it was."""
    asked(app, "digest on at 9 on mondays about iraq")
    assert "The digest is off." in asked(app, "digest off")
    assert setting(real).state == "off"
    assert "09:00 on Mondays (Pacific/Auckland), about iraq" in asked(app, "digest on")


def test_a_paused_digest_shows_why(app: App, real: Desk) -> None:
    """The command shows the reason of a pause and how to end it."""
    asked(app, "digest on")
    pause(real.store, "C1", "the channel is archived")
    said = asked(app, "digest")
    assert "The digest is paused: the channel is archived." in said
    assert "digest on` switches it on" in said


def test_a_preview_is_the_digest_seen_alone(app: App, real: Desk, slack: StandIn) -> None:
    """The preview shows what would be posted, to one person, posts nothing, and leaves the ledger alone."""
    asked(app, "digest on about iraq")
    shown = reply(app, "digest preview")
    assert shown["text"].startswith("A preview that you alone see.\nIraq: first digest, 21 November 2026:")
    assert faults({name: shown[name] for name in ("text", "blocks")}) == []
    assert not [call for call in slack.all() if call.method == "chat.postMessage"]
    assert entries(real.store) == {}


def test_what_did_not_fit_into_a_digest_is_shown_to_who_asks(app: App, real: Desk, slack: StandIn) -> None:
    """A long digest of old facts that came into the store today names the command that shows the rest, which does."""
    asked(app, "digest on at once")  # compares from now on
    asked(app, "digest on")
    assert "had no digest yet" in asked(app, "digest more")
    _record_old_events(real.store, 45)
    assert "/nzdf digest preview 2 (" in str(reply(app, "digest preview")["blocks"][-1])
    asked(app, "digest now")
    post = [call.body for call in slack.all() if call.method == "chat.postMessage"][-1]
    assert "/nzdf digest more 2 (" in str(post["blocks"])
    pages = [str(post["blocks"]), *(str(reply(app, f"digest more {page}")["blocks"]) for page in (2, 3, 4))]
    assert [sum(f"Event {number} of many" in page for page in pages[:3]) for number in range(45)] == [1] * 45
    assert faults({name: value for name, value in reply(app, "digest more").items() if name != "response_type"}) == []
    assert ["digest more" in page for page in pages] == [True, True, False, False]


def _record_old_events(store: FactStore, count: int) -> None:
    source = {
        "publisher": "RNZ",
        "title": "Sinai",
        "published": "2024-03-01",
        "url": "https://www.rnz.co.nz/sinai",
        "kind": "news",
    }
    event = {"occurred": "2024-02-01", "deployment": "mfo-sinai", "places": "sinai", "kind": "statement", "source": "new:0"}
    rows = [ProposedRow("sources", "", "add", source)]
    rows += [ProposedRow("events", "", "add", {**event, "summary": f"Event {number} of many"}) for number in range(count)]
    approve(store, propose(store, Draft("add", tuple(rows)), EDITOR).number, SECOND)


def test_a_quiet_preview_says_that_nothing_would_come(app: App, real: Desk) -> None:
    """Where nothing is new, the preview of a quiet digest says that the channel would get no post."""
    asked(app, "digest on about iraq")
    asked(app, "digest now")
    asked(app, "digest on about iraq quiet")
    assert "this channel would get no post" in asked(app, "digest preview")


def test_a_digest_is_sent_now_for_whoever_set_it_up(app: App, real: Desk, slack: StandIn) -> None:
    """It is posted once, with a key of its own, and written down."""
    asked(app, "digest on about iraq")
    assert asked(app, "digest now") == "The digest is being posted."
    (post,) = [call.body for call in slack.all() if call.method == "chat.postMessage"]
    assert post["channel"] == "C1"
    assert post["metadata"]["event_payload"]["digest"] == "C1:now-20261121T010000Z"
    assert entries(real.store)["C1"].state == "posted"


def test_a_digest_is_not_sent_now_for_anybody(app: App, slack: StandIn) -> None:
    """Somebody who is no editor and did not set it up is told who may."""
    asked(app, "digest on about iraq")
    assert "only by an editor (NZDF_EDITORS)" in asked(app, "digest now", user_id=SECOND)
    assert not [call for call in slack.all() if call.method == "chat.postMessage"]


def test_an_editor_may_have_any_digest_sent_now(settings: Settings, real: Desk, slack: StandIn) -> None:
    """Who is named in NZDF_EDITORS need not have set it up."""
    app = build_app(replace(settings, editors=(SECOND,)), real, AtOnce())
    asked(app, "digest on about iraq")
    assert asked(app, "digest now", user_id=SECOND) == "The digest is being posted."
    assert [call for call in slack.all() if call.method == "chat.postMessage"]


def test_a_digest_that_slack_refuses_now_is_told(app: App, slack: StandIn) -> None:
    """Who has a digest sent learns that it was not posted, and why."""
    slack.fail["chat.postMessage"] = (200, json.dumps({"ok": False, "error": "is_archived"}))
    asked(app, "digest on", response_url=slack.response_url)
    asked(app, "digest now", response_url=slack.response_url)
    told = [call.body["text"] for call in slack.all() if call.method.startswith("response/")]
    assert told == ["The digest could not be posted yet: Slack refused the post (is_archived)."]


def test_a_question_about_changes_is_answered(app: App) -> None:
    """“digest iraq since …” is a question of the verb, not a setting."""
    assert asked(app, "digest iraq since 2026-01-01").startswith("Iraq: nothing has changed since 1 January 2026")


def opened(app: App, slack: StandIn) -> dict[str, Any]:
    """The form that the button opens."""
    slack.fail["views.open"] = (200, json.dumps({"ok": True}))
    pressed = {
        "type": "block_actions",
        "channel": {"id": "C1"},
        "container": {"type": "message", "message_ts": "1.1", "is_ephemeral": True},
        "trigger_id": "1.2.3",
        "response_url": slack.response_url,
        "actions": [{"type": "button", "action_id": "digest:open", "block_id": "b", "value": "open", "action_ts": "1.1"}],
    }
    send(app, interaction(pressed))
    (view,) = [
        json.loads(call.body["view"]) if isinstance(call.body["view"], str) else call.body["view"]
        for call in slack.all()
        if call.method == "views.open"
    ]
    assert faults(view) == []
    return dict(view)


def submitted(app: App, view: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The acknowledgement of the form, sent with these values and else as it was shown."""
    shown = {"when": "time", "at": "08:00", "days": ["MO"], "zone": "Pacific/Auckland", "subject": None, "quiet": []} | values
    state = {
        "when": {"when": {"type": "radio_buttons", "selected_option": {"value": shown["when"]}}},
        "at": {"at": {"type": "timepicker", "selected_time": shown["at"]}},
        "days": {"days": {"type": "checkboxes", "selected_options": [{"value": each} for each in shown["days"]]}},
        "zone": {"zone": {"type": "plain_text_input", "value": shown["zone"]}},
        "subject": {"subject": {"type": "plain_text_input", "value": shown["subject"]}},
        "quiet": {"quiet": {"type": "checkboxes", "selected_options": [{"value": each} for each in shown["quiet"]]}},
    }
    sent = {"type": "view_submission", "view": {**view, "state": {"values": state}}, "trigger_id": "1.2.3"}
    found: dict[str, Any] = json.loads(send(app, interaction(sent)).body)
    return found


def test_the_form_sets_the_digest(app: App, real: Desk, slack: StandIn) -> None:
    """The form does what the command does, and says what it set."""
    done = submitted(app, opened(app, slack), at="09:15", days=["MO", "WE"], zone="chatham", subject="iraq", quiet=["quiet"])
    assert done["response_action"] == "update"
    assert "09:15 on Mondays and Wednesdays (Pacific/Chatham), about iraq; silent" in str(done["view"])
    assert faults(done["view"]) == []
    assert setting(real).at == time(9, 15)


def test_the_form_shows_what_is_set(app: App, slack: StandIn) -> None:
    """Its fields begin with the channel's setting."""
    asked(app, "digest on at 9 on mondays in london about iraq quiet")
    shown = json.dumps(opened(app, slack))
    assert all(
        part in shown for part in ('"initial_time": "09:00"', '"initial_value": "Europe/London"', '"initial_value": "iraq"')
    )


@pytest.mark.parametrize(
    ("values", "field"),
    [({"zone": "chathamm"}, "zone"), ({"days": []}, "days"), ({"subject": "Narnia"}, "subject")],
)
def test_the_form_names_the_field_that_is_wrong(app: App, real: Desk, slack: StandIn, values: dict[str, Any], field: str) -> None:
    """A fault stands at its field, and nothing is set."""
    done = submitted(app, opened(app, slack), **values)
    assert (done["response_action"], list(done["errors"])) == ("errors", [field])
    assert subscription(real.store, "C1") is None


def test_the_form_refuses_to_write_over_what_it_did_not_show(app: App, real: Desk, slack: StandIn) -> None:
    """Where somebody set the digest while the form was open, the second person is told what stands."""
    view = opened(app, slack)
    asked(app, "digest on at 10", user_id=SECOND)
    done = submitted(app, view)
    assert "changed by somebody else meanwhile" in done["errors"]["when"]
    assert "digest on at 10:00 daily" in done["errors"]["when"]
    assert setting(real).at == time(10)


def test_the_form_switches_off_and_to_at_once(app: App, real: Desk, slack: StandIn) -> None:
    """Its first field is whether, and how."""
    submitted(app, opened(app, slack), when="once", days=[])
    assert (setting(real).state, setting(real).at) == ("on", None)
    submitted(app, opened(app, slack), when="off")
    assert setting(real).state == "off"


def test_what_is_wrong_with_the_clock_is_shown_with_the_digest(app: App, real: Desk) -> None:
    """A person who asks for the digest sees that no clock ticks."""
    subscribe(real.store, Subscription("C1"), EDITOR, NOW)
    tick(real.store, None, NOW - timedelta(hours=1), Terms())
    assert "The digest clock last ticked at 21-11-2026 00:00 UTC." in asked(app, "digest")


def test_the_home_shows_the_digests_with_their_state(real: Desk) -> None:
    """Every channel's digest stands there, a paused one with its reason; of those in direct messages only the reader's own."""
    for channel, maker in (("C1", SECOND), ("C2", SECOND), ("D1", SECOND), ("D2", EDITOR)):
        subscribe(real.store, Subscription(channel, time(8)), maker, NOW)
    pause(real.store, "C2", "the channel is archived")
    comes = "The digest comes at 08:00 daily (Pacific/Auckland). Next: 08:00 NZDT on 22 November 2026 (Pacific/Auckland)."
    first, direct, paused = digest_lines(real.store, EDITOR)
    assert (first, direct) == (f"<#C1>: {comes}", f"Your direct message: {comes}")
    assert paused.startswith("<#C2>: The digest is paused: the channel is archived.")
