"""The shortcut that opens a form for asking: opened at once, its menus filled from the names, its answer in its place."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App

from bot.completion import Choice
from bot.desk import open_desk
from bot.render import ask_form
from bot.render.limits import faults, option_faults
from bot.settings import Settings
from bot.slack.app import build_app
from handlers import verbs
from tests.conftest import NOW, TODAY

from .papers import AtOnce, Never, PaperDesk, interaction, send
from .stand_in import StandIn

SHORTCUT = {"type": "shortcut", "callback_id": "ask", "trigger_id": "1.2.3"}
FORM = {"type": "modal", "id": "V1", "hash": "1.a", "callback_id": "ask"}


def values(place: str = "", mission: str = "", verb: str = "status", day: str | None = None) -> dict[str, Any]:
    """The state of a form with these choices in it, as Slack sends it."""

    def option(value: str) -> dict[str, Any]:
        return {"selected_option": {"value": value} if value else None}

    return {
        "place": {"form_place": option(place)},
        f"mission:{place}": {"form_mission": option(mission)},
        "verb": {"form_verb": option(verb)},
        "day": {"form_day": {"value": day}},
    }


def submit(app: App, **choices: Any) -> Any:
    """Send the form off; gives the acknowledgement."""
    view = {**FORM, "state": {"values": values(**choices)}}
    response = send(app, interaction({"type": "view_submission", "view": view}))
    assert response.status == 200
    return json.loads(response.body)


def options(app: App, action_id: str, typed: str, block_id: str = "place") -> Any:
    """The options that a menu gets for what was typed in it."""
    asked = {"type": "block_suggestion", "action_id": action_id, "block_id": block_id, "value": typed, "view": FORM}
    response = send(app, interaction(asked))
    assert response.status == 200
    return json.loads(response.body)["options"]


@pytest.fixture
def real_app(settings: Settings, shipped_store: Path) -> Iterator[App]:
    """The application on the shipped facts."""
    desk = open_desk(shipped_store, lambda: NOW, TODAY)
    yield build_app(settings, desk, AtOnce())
    desk.store.close()


def test_the_form_is_one_that_slack_takes() -> None:
    """Within every limit, with and without a place; what it asks are verbs."""
    assert faults(ask_form.form()) == faults(ask_form.form("camp-taji")) == []
    assert set(ask_form.ASKS) < set(verbs())


def test_the_shortcut_opens_the_form_without_the_store(app: App, slack: StandIn, desk: PaperDesk) -> None:
    """The trigger lasts three seconds, so that nothing is looked up before the form is open."""
    response = send(app, interaction(SHORTCUT))
    (call,) = slack.all()
    assert (response.status, response.body) == (200, "")
    assert (call.method, call.body["trigger_id"]) == ("views.open", "1.2.3")
    assert call.body["view"] == ask_form.form()
    assert desk.asked == []


def test_the_shortcut_is_acknowledged_before_slack_is_called(settings: Settings, slack: StandIn) -> None:
    """A slow Slack cannot make the acknowledgement late."""
    app = build_app(settings, PaperDesk(), Never())  # type: ignore[arg-type]
    assert send(app, interaction(SHORTCUT)).status == 200
    assert slack.all() == []


def test_a_form_that_slack_does_not_open_is_told(app: App, slack: StandIn) -> None:
    """Where the trigger has expired the person is told what to do, in a direct message."""
    slack.fail["views.open"] = (200, json.dumps({"ok": False, "error": "expired_trigger_id"}))
    send(app, interaction(SHORTCUT))
    said = "Slack did not open the form (expired_trigger_id); start the shortcut once more, or ask with /nzdf."
    assert slack.all()[-1].body["text"] == said


def test_the_menus_ask_the_desk(app: App) -> None:
    """What is typed goes to the desk, for missions with the place that the menu was made for."""
    (place,) = options(app, "form_place", "taj")
    assert (place["value"], place["text"]["text"]) == ("place-taj", "place taj")
    (mission,) = options(app, "form_mission", "tr", "mission:iraq")
    assert (mission["value"], mission["description"]["text"]) == ("mission-tr", "iraq")


def test_a_menu_is_empty_where_the_store_fails(app: App, slack: StandIn) -> None:
    """An error while somebody types is no reason to write to them."""
    assert options(app, "form_place", "fire") == []
    assert slack.all() == []


@pytest.mark.parametrize(
    ("action_id", "block_id", "typed", "first"),
    [
        ("form_place", "place", "Iraq", "iraq"),
        ("form_place", "place", "taj", "camp-taji"),
        ("form_place", "place", "irb", "erbil"),
        ("form_place", "place", "NOUMEA", "noumea"),
        ("form_place", "place", "south k", "south-korea"),
        ("form_place", "place", "afganistan", "afghanistan"),
        ("form_mission", "mission:", "kokako", "kabul-evacuation"),
        ("form_mission", "mission:camp-taji", "", "taji-training"),
        ("form_mission", "mission:kabul", "evac", "kabul-evacuation"),
    ],
)
def test_the_best_choice_comes_first(real_app: App, action_id: str, block_id: str, typed: str, first: str) -> None:
    """By name or alias, without macrons, with a typing error; an empty box offers what is there."""
    found = options(real_app, action_id, typed, block_id)
    assert found[0]["value"] == first
    assert 0 < len(found) <= 100
    assert [fault for option in found for fault in option_faults(option)] == []


def test_a_place_narrows_the_missions(real_app: App) -> None:
    """With a place only missions that are or were there are offered; what is not there is not."""
    every = {option["value"] for option in options(real_app, "form_mission", "", "mission:")}
    there = {option["value"] for option in options(real_app, "form_mission", "", "mission:south-korea")}
    assert "unc-korea" in there < every
    assert "ramsi" in every - there
    assert options(real_app, "form_mission", "ramsi", "mission:south-korea") == []


def test_a_chosen_place_makes_the_menu_of_missions_anew(app: App, slack: StandIn) -> None:
    """The form is changed to remember the place, under the hash of the form that was seen."""
    action = {"type": "external_select", "action_id": "form_place", "block_id": "place", "selected_option": {"value": "iraq"}}
    view = {**FORM, "state": {"values": values(place="iraq")}}
    assert send(app, interaction({"type": "block_actions", "view": view, "actions": [action]})).status == 200
    (call,) = slack.all()
    assert (call.method, call.body["view_id"], call.body["hash"]) == ("views.update", "V1", "1.a")
    assert call.body["view"] == ask_form.form("iraq")


@pytest.mark.parametrize("error", ["hash_conflict", "not_found"])
def test_a_form_that_was_closed_meanwhile_is_left_alone(app: App, slack: StandIn, error: str) -> None:
    """Whoever closes a form, or chooses again at once, is not written to."""
    slack.fail["views.update"] = (200, json.dumps({"ok": False, "error": error}))
    action = {"type": "external_select", "action_id": "form_place", "block_id": "place", "selected_option": {"value": "iraq"}}
    send(app, interaction({"type": "block_actions", "view": {**FORM, "state": {"values": values()}}, "actions": [action]}))
    assert [call.method for call in slack.all()] == ["views.update"]


@pytest.mark.parametrize(
    ("choices", "question"),
    [
        ({}, "status"),
        ({"place": "iraq"}, "status iraq"),
        ({"place": "iraq", "mission": "taji-training", "verb": "mandate"}, "mandate taji-training"),
        ({"place": "iraq", "verb": "incidents", "day": "2020"}, "incidents iraq 2020"),
    ],
)
def test_the_form_asks_one_question(app: App, desk: PaperDesk, choices: dict[str, str], question: str) -> None:
    """What was chosen becomes a command; a mission says more than its place."""
    submit(app, **choices)
    assert desk.asked == [question]


@pytest.mark.parametrize("verb", ask_form.ASKS)
def test_every_verb_is_answered_in_the_form(real_app: App, verb: str) -> None:
    """The answer takes the form's place, within Slack's limits, with the command that asks the same and without buttons."""
    reply = submit(real_app, place="camp-taji", verb=verb, day="2016 to 2026")
    assert reply["response_action"] == "update"
    assert faults(reply["view"]) == []
    shown = json.dumps(reply["view"])
    assert f"/nzdf {verb} camp taji" in shown
    assert '"actions"' not in shown


def test_an_answer_says_how_a_period_was_read(real_app: App) -> None:
    """A season is understood as the desk understands it, and what it was read as stands in the answer."""
    view = submit(real_app, place="iraq", day="winter 2018")["view"]
    assert "“winter 2018” is read as June 2018 to August 2018." in json.dumps(view, ensure_ascii=False)


def test_the_longest_answer_fits(real_app: App) -> None:
    """Everything about everywhere is cut to what a form can hold, and the rest is named."""
    reply = submit(real_app, verb="timeline")
    assert faults(reply["view"]) == []
    assert "more rows with the same question as a command" in json.dumps(reply["view"])


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("31 february 2020", "31 February 2020 does not exist; that month has 29 days."),
        ("since 2020 until 2019", "The period is the wrong way round: 2020 comes after 2019."),
        ("whenever", "“whenever” is not a day or a period known here"),
        ("iraq", "“iraq” is not a day or a period known here"),
        ("mandate 2020", "“mandate 2020” is not a day or a period known here"),
        ("how many", "“how many” is not a day or a period known here"),
        ("all", "“all” is not a day or a period known here"),
        ("🙂", "“🙂” is not a day or a period known here"),
        ("summer 2020", "A summer lies in two years"),
    ],
)
def test_a_day_that_is_not_understood_is_said_beside_it(real_app: App, day: str, said: str) -> None:
    """The form stays as it was, with what is wrong beside the day."""
    reply = submit(real_app, place="iraq", day=day)
    assert reply["response_action"] == "errors"
    assert reply["errors"]["day"].startswith(said)


@pytest.mark.parametrize(("place", "said"), [("flood", "is locked; try again."), ("fire", "Something went wrong here")])
def test_a_fault_is_said_in_the_form(app: App, monkeypatch: pytest.MonkeyPatch, place: str, said: str) -> None:
    """Whatever fails, the person reads a sentence where the answer would stand."""
    monkeypatch.setattr(ask_form.Chosen, "question", place)
    reply = submit(app)
    assert reply["response_action"] == "update"
    assert faults(reply["view"]) == []
    assert said in json.dumps(reply["view"])


def test_a_form_of_another_version_asks_about_everything(app: App, desk: PaperDesk) -> None:
    """A state with parts missing or unknown is no error."""
    view = {**FORM, "state": {"values": {"old": {"x": {"value": "y"}}}}}
    assert send(app, interaction({"type": "view_submission", "view": view})).status == 200
    assert desk.asked == ["status"]


def test_long_names_are_cut_and_ids_that_slack_does_not_take_left_out() -> None:
    """A name longer than an option is shortened; an id is never, since another one might be asked then."""
    found = ask_form.options([Choice("a", "n" * 200, "b" * 200), Choice("i" * 151, "too long", "")])
    assert [option["value"] for option in found] == ["a"]
    assert [fault for option in found for fault in option_faults(option)] == []
