"""Controls in messages, in a browser: what a person does to them reaches a small Bolt app in Slack's shape."""

import pytest
from playwright.sync_api import Page, expect

from .browser import NO_CHROMIUM, chromium
from .gallery import PLACES, Gallery, controls, option
from .pages import articles, plain
from .server_parts import Json

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)

ONE, TWO, THREE = (option(name) for name in ("One", "Two", "Three"))
GROUPS = [{"label": plain("Low"), "options": [ONE]}, {"label": plain("High"), "options": [TWO, THREE]}]
CONFIRM = {
    "title": plain("Really?"),
    "text": plain("This cannot be undone."),
    "confirm": plain("Do it"),
    "deny": plain("Leave it"),
}


def element(kind: str, **more: object) -> Json:
    """An element called Pick."""
    return {"type": kind, "action_id": "pick", "placeholder": plain("Pick"), **more}


@pytest.mark.parametrize(
    ("given", "chosen", "value"),
    [
        (element("static_select", options=[ONE, TWO]), "Two", {"selected_option": TWO}),
        (element("static_select", option_groups=GROUPS), "Three", {"selected_option": THREE}),
        (element("users_select"), "Reader", {"selected_user": "U0READER"}),
        (element("channels_select"), "#press-desk", {"selected_channel": "C0PRESSDESK"}),
        (element("conversations_select"), "nzdf (direct message)", {"selected_conversation": "D0EDITOR"}),
    ],
    ids=["static", "groups", "users", "channels", "conversations"],
)
def test_one_is_chosen_of_a_menu(pane: Page, gallery: Gallery, given: Json, chosen: str, value: Json) -> None:
    """A menu of options, people, channels or conversations gives the app the one that was chosen."""
    gallery.post(controls(given))
    pane.get_by_label("Pick").select_option(label=chosen)
    assert gallery.action() == {"action_id": "pick", **value}


def test_groups_of_a_menu_are_named(pane: Page, gallery: Gallery) -> None:
    """The groups of a menu stand in it under their labels."""
    gallery.post(controls(element("static_select", option_groups=GROUPS)))
    labels = pane.get_by_label("Pick").locator("optgroup")
    expect(labels).to_have_count(2)
    assert [labels.nth(at).get_attribute("label") for at in range(2)] == ["Low", "High"]


@pytest.mark.parametrize(
    ("given", "chosen", "value"),
    [
        (element("multi_static_select", option_groups=GROUPS), ["One", "Three"], [[ONE], [ONE, THREE]]),
        (element("multi_users_select"), ["Editor", "Reader"], [["U0EDITOR"], ["U0EDITOR", "U0READER"]]),
        (element("checkboxes", options=[ONE, TWO]), ["Two", "One"], [[TWO], [ONE, TWO]]),
    ],
    ids=["static", "users", "checkboxes"],
)
def test_several_are_chosen(pane: Page, gallery: Gallery, given: Json, chosen: list[str], value: list[list[object]]) -> None:
    """Several options or people are ticked, and the app hears of all that are ticked at each change."""
    gallery.post(controls(given))
    key = "selected_users" if "users" in given["type"] else "selected_options"
    for name, now in zip(chosen, value, strict=True):
        pane.get_by_role("checkbox", name=name, exact=True).check()
        assert gallery.action() == {"action_id": "pick", key: now}


def test_one_radio_button_stands(pane: Page, gallery: Gallery) -> None:
    """Of radio buttons one is chosen, and the other no longer is."""
    gallery.post(controls({"type": "radio_buttons", "action_id": "pick", "options": [ONE, TWO], "initial_option": ONE}))
    pane.get_by_role("radio", name="Two").check()
    assert gallery.action() == {"action_id": "pick", "selected_option": TWO}
    expect(pane.get_by_role("radio", name="One")).not_to_be_checked()


def test_typing_asks_the_app_for_options(pane: Page, gallery: Gallery) -> None:
    """An external menu asks the app from three letters on, offers what it gives, and the keyboard takes one."""
    gallery.post(controls(element("external_select")))
    box = pane.get_by_role("combobox", name="Pick")
    box.press_sequentially("camp")
    expect(pane.locator("#messages").get_by_role("option")).to_have_text(["Camp Taji", "Camp Fallujah"])
    box.press("ArrowDown")
    box.press("ArrowDown")
    box.press("Enter")
    expect(box).to_have_value("Camp Fallujah")
    expect(pane.locator("#messages").get_by_role("option")).to_have_count(0)
    assert gallery.action() == {"action_id": "pick", "selected_option": option(PLACES[1])}


def test_several_are_taken_of_what_the_app_offers(pane: Page, gallery: Gallery) -> None:
    """An external menu for several keeps what was taken before, and each can be taken away again."""
    gallery.post(controls(element("multi_external_select", min_query_length=1)))
    box = pane.get_by_role("combobox", name="Pick")
    for typed, place in (("taj", "Camp Taji"), ("kab", "Kabul")):
        box.press_sequentially(typed)
        pane.get_by_role("option", name=place).click()
        pane.get_by_role("button", name=f"Remove {place}").wait_for()
    pane.get_by_role("button", name="Remove Camp Taji").click()
    taken = [[one["value"] for one in gallery.action()["selected_options"]] for _ in range(3)]
    assert taken == [["Camp Taji"], ["Camp Taji", "Kabul"], ["Kabul"]]


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        ("datepicker", "2020-01-10", {"selected_date": "2020-01-10"}),
        ("timepicker", "14:30", {"selected_time": "14:30"}),
        ("datetimepicker", "2020-01-10T14:30", {}),
    ],
)
def test_dates_and_times_are_picked(pane: Page, gallery: Gallery, kind: str, typed: str, value: Json) -> None:
    """A date, a time and an instant reach the app in Slack's formats; the instant is that of the browser's own zone."""
    gallery.post(controls(element(kind)))
    pane.get_by_label("Pick").fill(typed)
    heard = gallery.action()
    if kind == "datetimepicker":
        value = {"selected_date_time": pane.evaluate("(typed) => new Date(typed).getTime() / 1000", typed)}
    assert heard == {"action_id": "pick", **value}


def test_an_overflow_menu_obeys_the_keyboard(pane: Page, gallery: Gallery) -> None:
    """An overflow menu beside a section opens on the arrow key, moves with it, closes with Escape, and acts on Enter."""
    accessory = {"type": "overflow", "action_id": "pick", "options": [ONE, TWO]}
    gallery.post({"type": "section", "text": plain("A row"), "accessory": accessory})
    opener = pane.get_by_role("button", name="More options")
    opener.press("ArrowDown")
    expect(pane.get_by_role("menuitem", name="One")).to_be_focused()
    pane.keyboard.press("Escape")
    expect(pane.get_by_role("menu")).to_have_count(0)
    expect(opener).to_be_focused()
    opener.press("Enter")
    pane.keyboard.press("ArrowDown")
    pane.keyboard.press("Enter")
    assert gallery.action() == {"action_id": "pick", "selected_option": TWO}
    expect(opener).to_be_focused()


def test_a_menu_is_not_cut_off_at_the_end_of_the_window(pane: Page, gallery: Gallery) -> None:
    """A menu at the foot of the window opens upwards, whole."""
    for _ in range(12):
        gallery.post({"type": "section", "text": plain("A line")})
    gallery.post(controls({"type": "overflow", "action_id": "pick", "options": [ONE, TWO, THREE]}))
    pane.get_by_role("button", name="More options").click()
    for name in ("One", "Three"):
        expect(pane.get_by_role("menuitem", name=name)).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    "given",
    [
        {"type": "button", "action_id": "pick", "text": plain("Pick")},
        {
            "type": "static_select",
            "action_id": "pick",
            "placeholder": plain("Pick"),
            "options": [ONE, TWO],
            "initial_option": ONE,
        },
    ],
    ids=["button", "select"],
)
def test_the_app_hears_only_what_is_confirmed(pane: Page, gallery: Gallery, given: Json) -> None:
    """Where a control asks first, denying leaves all as it was and tells the app nothing; confirming tells it."""
    gallery.post(controls({**given, "confirm": CONFIRM}))
    control = pane.get_by_label("Pick").or_(pane.get_by_role("button", name="Pick"))
    ask = pane.get_by_role("dialog", name="Really?")
    for answer in ("Leave it", "Escape", "Do it"):
        if given["type"] == "button":
            control.click()
        else:
            control.select_option("Two")
        expect(ask).to_contain_text("This cannot be undone.")
        if answer == "Escape":
            pane.keyboard.press("Escape")
        else:
            ask.get_by_role("button", name=answer).click()
        expect(ask).to_have_count(0)
        if given["type"] != "button":
            expect(control).to_have_value("Two" if answer == "Do it" else "One")
    assert gallery.action()["action_id"] == "pick"
    assert gallery.heard.empty()


def test_an_updated_message_keeps_focus_and_choice(pane: Page, gallery: Gallery) -> None:
    """A message that the app changes after a press keeps the keyboard on its button and what stands in its menu."""
    blocks = [controls(element("static_select", options=[ONE, TWO]), {"type": "button", "action_id": "go", "text": plain("Go")})]
    ts = gallery.post(*blocks)
    changed = [*blocks, {"type": "section", "text": plain("Gone")}]
    gallery.acted = lambda body, client: (
        body["actions"][0]["action_id"] == "go"
        and client.chat_update(channel="C0NEWSROOM", ts=ts, text="changed", blocks=changed)
    )
    pane.get_by_label("Pick").select_option("Two")
    pane.get_by_role("button", name="Go").press("Enter")
    expect(articles(pane).last).to_contain_text("Gone")
    expect(pane.get_by_role("button", name="Go")).to_be_focused()
    expect(pane.get_by_label("Pick")).to_have_value("Two")


def test_a_data_table_is_read_page_by_page(pane: Page, gallery: Gallery) -> None:
    """A data table shows its caption, names its columns and rows, and turns its pages; the app is not asked."""
    cells = [["Place", "Count"], *([f"Camp {number}", str(number)] for number in range(1, 8))]
    rows = [[{"type": "raw_text", "text": text} for text in row] for row in cells]
    gallery.post({"type": "data_table", "caption": "Where they are", "rows": rows})
    table = pane.get_by_role("table", name="Where they are")
    expect(table.get_by_role("columnheader")).to_have_text(["Place", "Count"])
    expect(table.get_by_role("rowheader")).to_have_text([f"Camp {number}" for number in range(1, 6)])
    pane.get_by_role("button", name="Next rows").press("Enter")
    expect(table.get_by_role("rowheader")).to_have_text(["Camp 6", "Camp 7"])
    expect(pane.get_by_text("Rows 6 to 7 of 7")).to_be_visible()
    expect(pane.get_by_role("button", name="Previous rows")).to_be_focused()
    assert gallery.heard.empty()
