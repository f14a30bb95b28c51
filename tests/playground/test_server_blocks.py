"""What Slack refuses in blocks, views and their elements is refused here too, with the place of it."""

from collections.abc import Iterator
from typing import Any

import pytest

from bot.playground.server import Playground

from .server_parts import Json, client, modal, plain, serving


@pytest.fixture(scope="module")
def playground() -> Iterator[Playground]:
    """One playground for all: nothing that is checked is kept."""
    with serving() as made:
        yield made


def _option(**more: Any) -> Json:
    return {"text": plain("A"), "value": "a", **more}


def _menu(kind: str = "static_select", count: int = 1, **more: Any) -> Json:
    return {"type": kind, "options": [_option(value=str(at)) for at in range(count)], **more}


def _actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def _confirmed(**more: Any) -> Json:
    confirm = {"title": plain("Sure"), "text": plain("Really"), "confirm": plain("Yes"), "deny": plain("No"), **more}
    return _actions({"type": "button", "text": plain("Go"), "confirm": confirm})


def _field(element: Json) -> Json:
    return {"type": "input", "label": plain("L"), "element": element}


def _table(**more: Any) -> Json:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": "a"}]], **more}


def _card(**more: Any) -> Json:
    return {"type": "card", "title": plain("T"), **more}


GOOD = [
    _actions(_menu("overflow", 5), _menu("static_select", 100), _menu("checkboxes", 10), _menu("radio_buttons", 10)),
    _actions({"type": "static_select", "option_groups": [{"label": plain("G"), "options": [_option()]}]}),
    _actions({"type": "datepicker", "initial_date": "2026-09-14"}, {"type": "timepicker", "initial_time": "08:00"}),
    _actions({"type": "external_select", "placeholder": plain("p" * 150)}),
    _confirmed(),
    _field({"type": "plain_text_input", "min_length": 1, "max_length": 3000}),
    _card(body=plain("b" * 200)),
    {"type": "carousel", "elements": [_card()] * 10},
    {"type": "container", "title": plain("T"), "child_blocks": [_table()]},
    _table(column_settings=[{"align": "right"}]),
]


@pytest.mark.parametrize("block", GOOD, ids=lambda block: str(block["type"]))
def test_what_slack_takes_is_taken(playground: Playground, block: Json) -> None:
    """A block within its limits has no fault."""
    assert client(playground).api_call("blocks.validate", json={"blocks": [block]})["errors"] == []


BAD = [
    (_actions(_menu("overflow", 6)), "must have 1 to 5 items"),
    (_actions(_menu("overflow", 0)), "must have 1 to 5 items"),
    (_actions(_menu("static_select", 101)), "must have 1 to 100 items"),
    (_actions(_menu("checkboxes", 11)), "must have 1 to 10 items"),
    (_actions({"type": "static_select"}), "exactly one of options and option_groups"),
    (_actions({"type": "static_select", "option_groups": [{"label": plain("x" * 76), "options": [_option()]}]}), "/label"),
    (_actions({"type": "overflow", "option_groups": [{"label": plain("x"), "options": [_option()]}]}), "has no option_groups"),
    (_actions(_menu(options=[_option(text=plain("x" * 76))])), "/options/0/text"),
    (_actions(_menu(options=[_option(value="x" * 151)])), "/options/0/value"),
    (_actions(_menu(options=[_option(value="")])), "/options/0/value"),
    (_actions(_menu(options=[_option(description=plain("x" * 76))])), "/options/0/description"),
    (_actions(_menu(placeholder=plain("p" * 151))), "/placeholder"),
    (_actions(_menu(placeholder={"type": "mrkdwn", "text": "p"})), "must be a plain_text object"),
    (_actions(_menu("multi_static_select", max_selected_items=0)), "/max_selected_items"),
    (_actions({"type": "datepicker", "initial_date": "14-09-2026"}), "/initial_date"),
    (_actions({"type": "knob"}), "unsupported type: knob"),
    (_actions({"type": "plain_text_input"}), "only allowed in an input"),
    (_field({"type": "number_input"}), "not allowed on this surface"),
    (_field({"type": "button", "text": plain("b")}), "button is not allowed in an input"),
    (_field({"type": "plain_text_input", "max_length": 3001}), "/max_length"),
    (_field({"type": "plain_text_input", "min_length": 5, "max_length": 4}), "must be in order"),
    (_confirmed(title=plain("x" * 101)), "/confirm/title"),
    (_confirmed(text=plain("x" * 301)), "/confirm/text"),
    (_confirmed(confirm=plain("x" * 31)), "/confirm/confirm"),
    (_confirmed(deny=None), "/confirm/deny"),
    ({"type": "card"}, "a card needs one of"),
    (_card(body=plain("b" * 201)), "/body"),
    ({"type": "carousel", "elements": [_card()] * 11}, "must have 1 to 10 cards"),
    ({"type": "carousel", "elements": [_table()]}, "must be a card"),
    ({"type": "container", "child_blocks": [_table()]}, "needs a title"),
    ({"type": "container", "title": plain("T"), "child_blocks": []}, "must have 1 to 10 blocks"),
    ({"type": "context_actions", "elements": []}, "must have 1 to 5 items"),
    ({"type": "alert", "text": plain("a")}, "not allowed in a message"),
    (_table(column_settings=[None]), "must provide an object"),
    ({"type": "data_table", "rows": [[{"type": "raw_text", "text": "a"}]]}, "/caption"),
]


@pytest.mark.parametrize(("block", "reason"), BAD, ids=[reason for _block, reason in BAD])
def test_what_slack_refuses_is_refused(playground: Playground, block: Json, reason: str) -> None:
    """A block beyond its limits is a fault whose words or place tell what is wrong."""
    errors = client(playground).api_call("blocks.validate", json={"blocks": [block]})["errors"]
    assert reason in str(errors)
    assert "json-pointer:/blocks/0" in str(errors)


def test_a_view_takes_what_a_message_does_not(playground: Playground) -> None:
    """A number input and an alert belong in a modal, a table does not."""
    number = {"type": "number_input", "is_decimal_allowed": False}
    for blocks, found in (([_field(number), {"type": "alert", "text": plain("a")}], 0), ([_table()], 1)):
        errors = client(playground).api_call("blocks.validate", json={"view": modal(blocks=blocks)})["errors"]
        assert len(errors) == found


def test_a_message_has_one_table_wherever_it_stands(playground: Playground) -> None:
    """A second table is refused even where it stands in a container."""
    inside = {"type": "container", "title": plain("T"), "child_blocks": [_table()]}
    message = {"text": "t", "blocks": [_table(), inside]}
    errors = client(playground).api_call("blocks.validate", json={"message": message})["errors"]
    assert "only_one_table_allowed" in str(errors)
