"""Forms in a browser: every input, faults beside the fields, and what was typed kept over updates, pushes and the way back."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from slack_sdk import WebClient

from .browser import NO_CHROMIUM, chromium
from .gallery import ALL_INPUTS, Gallery, controls, field, form, option
from .pages import open_form, plain
from .server_parts import Json

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)

ONE, TWO = option("One"), option("Two")
GO = {"type": "button", "action_id": "go", "text": plain("Go")}
WORDS = {"type": "section", "text": plain("Said")}


def test_every_input_is_sent_in_slacks_shape(pane: Page, gallery: Gallery) -> None:
    """A form with every input is filled in and sent, and the app reads each value where Slack would put it."""
    dialog = open_form(pane, gallery, form(*ALL_INPUTS))
    for label, typed in {
        "Words": "two\nlines",
        "Number": "45",
        "Link": "https://example.org/a",
        "Mail": "a@example.org",
        "Day": "2020-01-10",
        "Time": "14:30",
    }.items():
        dialog.get_by_label(label).fill(typed)
    for label, chosen in {"Sort": "Two", "Who": "Reader", "Channel": "#newsroom"}.items():
        dialog.get_by_label(label, exact=True).select_option(label=chosen)
    dialog.get_by_label("Place").press_sequentially("kab")
    dialog.get_by_role("option", name="Kabul").click()
    dialog.get_by_role("checkbox", name="One").check()
    dialog.get_by_role("radio", name="Two").check()
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)
    while (body := gallery.next())["type"] != "view_submission":
        assert body["type"] == "block_suggestion"
    values = {block: value[block] for block, value in body["view"]["state"]["values"].items()}
    assert {block: {k: v for k, v in value.items() if k != "type"} for block, value in values.items()} == {
        "words": {"value": "two\nlines"},
        "number": {"value": "45"},
        "link": {"value": "https://example.org/a"},
        "mail": {"value": "a@example.org"},
        "day": {"selected_date": "2020-01-10"},
        "time": {"selected_time": "14:30"},
        "sort": {"selected_option": TWO},
        "place": {"selected_option": option("Kabul")},
        "who": {"selected_user": "U0READER"},
        "channel": {"selected_channel": "C0NEWSROOM"},
        "where": {"selected_conversation": "C0NEWSROOM"},
        "boxes": {"selected_options": [ONE]},
        "one_of": {"selected_option": TWO},
        "many": {"selected_options": []},
    }


def test_nothing_filled_in_is_said_beside_each_field(pane: Page, gallery: Gallery) -> None:
    """An empty form is not sent: every field that must be filled in says so, and the first has the focus."""
    dialog = open_form(pane, gallery, form(*ALL_INPUTS))
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.locator(".field-error:visible")).to_have_count(len(ALL_INPUTS) - 2)
    expect(dialog.get_by_label("Words")).to_be_focused()
    assert gallery.heard.empty()


@pytest.mark.parametrize(
    ("block", "typed", "sentence"),
    [
        (field("It", "number_input", is_decimal_allowed=True), "about fifty", "Please enter a number in figures."),
        (field("It", "number_input", is_decimal_allowed=False), "4.5", "Please enter a whole number."),
        (field("It", "number_input", is_decimal_allowed=False, min_value="0"), "-1", "Please enter a number of 0 or more."),
        (field("It", "number_input", is_decimal_allowed=False, max_value="9"), "10", "Please enter a number of 9 or less."),
        (field("It", "url_text_input"), "example.org", "Please enter a link that begins with http:// or https://."),
        (field("It", "url_text_input"), "javascript:alert(1)", "Please enter a link that begins with http:// or https://."),
        (field("It", "email_text_input"), "nobody", "Please enter an email address, such as name@example.org."),
        (field("It", "plain_text_input", min_length=3), "ab", "Please write at least 3 characters."),
        (field("It", "external_select"), "Atlantis", "Please choose one of the suggestions, or clear this field."),
    ],
)
def test_what_cannot_be_read_is_said_beside_its_field(
    pane: Page, gallery: Gallery, block: Json, typed: str, sentence: str
) -> None:
    """A number, link, address or choice that is none is refused before the app sees it, and stays as it was typed."""
    dialog = open_form(pane, gallery, form(block))
    box = dialog.get_by_label("It")
    box.fill(typed)
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.locator(".field-error")).to_have_text(sentence)
    expect(box).to_have_attribute("aria-invalid", "true")
    expect(box).to_have_value(typed)
    expect(dialog.locator(f"#{box.get_attribute('id')}-error")).to_have_text(sentence)


def test_what_the_app_refuses_is_said_and_nothing_typed_is_lost(pane: Page, gallery: Gallery) -> None:
    """The app's errors stand beside their fields, one for no field at the foot; all that was typed is there to mend."""
    gallery.submitted = lambda _view: {"response_action": "errors", "errors": {"words": "Another word.", "gone": "Too late."}}
    dialog = open_form(
        pane, gallery, form(field("Words", "plain_text_input"), field("Sort", "static_select", options=[ONE, TWO]))
    )
    dialog.get_by_label("Words").fill("mine")
    dialog.get_by_label("Sort").select_option("Two")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.locator(".field-error:visible")).to_have_text(["Another word."])
    expect(dialog.get_by_role("alert")).to_have_text("Too late.")
    expect(dialog.get_by_label("Words")).to_be_focused()
    expect(dialog.get_by_label("Words")).to_have_value("mine")
    expect(dialog.get_by_label("Sort")).to_have_value("Two")


def test_an_update_of_an_open_form_keeps_what_was_typed(pane: Page, gallery: Gallery) -> None:
    """While a person types the app updates the form: words, choices, menus and the caret stay."""
    blocks = [
        field("Words", "plain_text_input"),
        field("Place", "external_select"),
        field("Boxes", "checkboxes", options=[ONE, TWO]),
    ]
    dialog = open_form(pane, gallery, form(*blocks))
    dialog.get_by_label("Place").press_sequentially("taj")
    dialog.get_by_role("option", name="Camp Taji").click()
    dialog.get_by_role("checkbox", name="Two").check()
    words = dialog.get_by_label("Words")
    words.press_sequentially("half")
    words.press("ArrowLeft")
    (view,) = gallery.playground.workspace.stacks["U0EDITOR"]
    more = form({"type": "section", "text": plain("Now with an answer")}, *blocks)
    gallery.client.views_update(view_id=view["id"], view=more)
    expect(dialog).to_contain_text("Now with an answer")
    expect(words).to_be_focused()
    pane.keyboard.type("l")
    expect(words).to_have_value("hallf")
    expect(dialog.get_by_label("Place")).to_have_value("Camp Taji")
    expect(dialog.get_by_role("checkbox", name="Two")).to_be_checked()
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_have_count(0)


def test_a_form_that_speaks_while_it_is_typed_in(pane: Page, gallery: Gallery) -> None:
    """An input that asks for it tells the app of each pause in typing, and of Enter, which then does not send the form."""
    config = {"trigger_actions_on": ["on_character_entered", "on_enter_pressed"]}
    block = field("Words", "plain_text_input", dispatch_action=True, dispatch_action_config=config)
    dialog = open_form(pane, gallery, form(block))
    dialog.get_by_label("Words").press_sequentially("iraq")
    assert gallery.action() == {"action_id": "words", "value": "iraq"}
    dialog.get_by_label("Words").press("Enter")
    assert gallery.next()["type"] == "block_actions"
    expect(dialog).to_be_visible()


def pushing(view: Json, method: str = "push") -> Callable[[Json, WebClient], None]:
    """What an app does that pushes a view on a press, or puts it in the place of the open one."""

    def act(body: Json, client: WebClient) -> None:
        if method == "push":
            client.views_push(trigger_id=body["trigger_id"], view=view)
        else:
            client.views_update(view_id=body["view"]["id"], view=view)

    return act


def test_a_form_on_a_form_and_the_way_back(pane: Page, gallery: Gallery) -> None:
    """A pushed form lies on the first, whose words are there again after Back, Cancel or Escape; Close ends both."""
    second = form(field("Name", "plain_text_input"), title="Source")
    gallery.acted = pushing(second)
    first = open_form(pane, gallery, form(field("Words", "plain_text_input"), controls(GO)))
    first.get_by_label("Words").fill("kept")
    source = pane.get_by_role("dialog", name="Source")
    for way in ("Back to Form", "Cancel", "Escape"):
        first.get_by_role("button", name="Go").click()
        expect(source.get_by_label("Name")).to_be_focused()
        if way == "Escape":
            pane.keyboard.press("Escape")
        else:
            source.get_by_role("button", name=way).click()
        expect(first.get_by_label("Words")).to_have_value("kept")
        expect(first.get_by_role("button", name="Go")).to_be_focused()
    first.get_by_role("button", name="Go").click()
    source.get_by_role("button", name="Close").click()
    expect(pane.get_by_role("dialog")).to_have_count(0)


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        ({"response_action": "push", "view": form(WORDS, title="Next", submit=None)}, "Next"),
        ({"response_action": "update", "view": form(WORDS, title="Other", submit=None)}, "Other"),
        ({"response_action": "clear"}, None),
        ({}, None),
    ],
    ids=["push", "update", "clear", "close"],
)
def test_a_submission_leads_on(pane: Page, gallery: Gallery, answer: Json, left: str | None) -> None:
    """What the app answers to a submission pushes a form, changes it, clears all or closes it."""
    gallery.submitted = lambda _view: answer
    dialog = open_form(pane, gallery, form(field("Words", "plain_text_input")))
    dialog.get_by_label("Words").fill("x")
    dialog.get_by_label("Words").press("Enter")
    expect(dialog).to_have_count(0)
    expect(pane.get_by_role("dialog", name=left)).to_have_count(1 if left else 0)


def test_a_form_that_the_app_does_not_take_says_so_inside(pane: Page, gallery: Gallery) -> None:
    """Where the app's answer is refused, the form stays open with its words, and says it where it is seen and heard."""
    gallery.submitted = lambda _view: {"response_action": "push", "view": {"type": "modal"}}
    dialog = open_form(pane, gallery, form(field("Words", "plain_text_input")))
    dialog.get_by_label("Words").fill("mine")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog.get_by_role("alert")).to_contain_text("The app's answer to the form was refused")
    expect(dialog.get_by_label("Words")).to_have_value("mine")
    expect(dialog.get_by_role("button", name="Send")).to_be_enabled()


def test_focus_goes_into_a_form_and_returns(pane: Page, gallery: Gallery) -> None:
    """A form takes the focus to its first field, keeps Tab inside, and gives it back to what opened it."""
    dialog: Locator = open_form(pane, gallery, form(field("Words", "plain_text_input"), controls(GO)))
    expect(dialog.get_by_label("Words")).to_be_focused()
    for _ in range(12):
        pane.keyboard.press("Tab")
        assert pane.evaluate("document.activeElement === document.body || Boolean(document.activeElement.closest('dialog'))")
    pane.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(pane.get_by_role("button", name="Shortcuts")).to_be_focused()


def test_menus_and_questions_work_inside_a_form(pane: Page, gallery: Gallery) -> None:
    """In a form an overflow menu closes by Escape without the form, and a button that asks first asks above the form."""
    ask = {"title": plain("Really?"), "text": plain("It stays so."), "confirm": plain("Do it"), "deny": plain("Leave it")}
    more = {"type": "overflow", "action_id": "more", "options": [ONE, TWO]}
    dialog = open_form(pane, gallery, form(WORDS, controls({**GO, "confirm": ask}, more), submit=None))
    dialog.get_by_role("button", name="More options").click()
    expect(pane.get_by_role("menuitem", name="One")).to_be_focused()
    pane.keyboard.press("Escape")
    expect(pane.get_by_role("menuitem")).to_have_count(0)
    expect(dialog).to_be_visible()
    for answer in ("Leave it", "Do it"):
        dialog.get_by_role("button", name="Go").click()
        pane.get_by_role("dialog", name="Really?").get_by_role("button", name=answer).click()
        expect(dialog.get_by_role("button", name="Go")).to_be_focused()
    assert gallery.action()["action_id"] == "go"
    assert gallery.heard.empty()


def test_a_menu_whose_options_changed_shows_none_that_is_gone(pane: Page, gallery: Gallery) -> None:
    """After an update a choice stays where it is still offered, and is none where it is not."""
    gallery.acted = pushing(form(field("Sort", "static_select", options=[TWO]), controls(GO)), "update")
    dialog = open_form(pane, gallery, form(field("Sort", "static_select", options=[ONE, TWO]), controls(GO)))
    for chosen, kept in (("One", ""), ("Two", "Two")):
        dialog.get_by_label("Sort").select_option(chosen)
        dialog.get_by_role("button", name="Go").click()
        assert gallery.next()["type"] == "block_actions"
        expect(dialog.get_by_label("Sort").locator("option")).to_have_text(["Choose one", "Two"])
        expect(dialog.get_by_label("Sort")).to_have_value(kept)


def test_suggestions_move_nothing_below_them(pane: Page, gallery: Gallery) -> None:
    """A list of suggestions lies over what is below it, so that one click on a button reaches it though the list goes away."""
    dialog = open_form(
        pane, gallery, form(field("Place", "external_select", min_query_length=0), field("Words", "plain_text_input"))
    )
    dialog.get_by_role("combobox", name="Place").focus()
    expect(dialog.get_by_role("option").first).to_be_visible()
    shown = dialog.get_by_role("button", name="Send").bounding_box()
    dialog.get_by_role("textbox", name="Words").focus()
    expect(dialog.get_by_role("option")).to_have_count(0)
    assert dialog.get_by_role("button", name="Send").bounding_box() == shown
