"""Blocks, elements and modals in the page's own drawing, those too that the bot does not send yet."""

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from .browser import NO_CHROMIUM, chromium
from .pages import plain, show_modal

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)

# What the bot does not send yet is drawn by the same functions, asked for on the page itself.
DRAW = """async (blocks) => {
  const {renderBlocks} = await import('/play/page/blocks.js');
  const names = {me: 'U1', person: (id) => id, channel: (id) => id, people: () => [], channels: () => []};
  window.acted = [];
  const view = {names, confirm: async () => true, act: (block, part, action) => window.acted.push(action)};
  const holder = document.createElement('div');
  holder.id = 'drawn';
  holder.append(...renderBlocks(blocks, view));
  document.querySelector('#drawn')?.remove();
  document.querySelector('#main').prepend(holder);
}"""


def drawn(page: Page, *blocks: dict[str, Any]) -> Locator:
    """Blocks as the page draws them."""
    page.evaluate(DRAW, list(blocks))
    return page.locator("#drawn")


def test_what_cannot_be_shown_is_named(page: Page) -> None:
    """A block or an element that the page does not know is said, not left out."""
    shown = drawn(page, {"type": "video"}, {"type": "actions", "elements": [{"type": "workflow_button"}]})
    expect(shown).to_contain_text("This block is not shown here: video")
    expect(shown).to_contain_text("This element is not shown here: workflow_button")


@pytest.mark.parametrize(
    ("text", "selector", "words"),
    [
        ("*bold*", "strong", "bold"),
        ("_italic_", "em", "italic"),
        ("~gone~", "s", "gone"),
        ("`a *b*`", "code", "a *b*"),
        ("```\n<b>\n```", "pre", "<b>"),
        ("&gt; said", "blockquote", "said"),
        ("<https://example.org/?a=1&amp;b=2|a &amp; b>", "a[href='https://example.org/?a=1&b=2']", "a & b"),
        ("<@U1>", ".mention-me", "@U1"),
        ("&lt;!channel&gt; 2*3*4 snake_case_name", ".words", "<!channel> 2*3*4 snake_case_name"),
        ("&amp;lt;", ".words", "&lt;"),
    ],
)
def test_markup_is_read_as_slack_reads_it(page: Page, text: str, selector: str, words: str) -> None:
    """Bold, italic, strike, code, quotes, links and mentions are shown; escapes are undone once; words stay words."""
    shown = drawn(page, {"type": "section", "text": {"type": "mrkdwn", "text": text}})
    expect(shown.locator(selector)).to_have_text(words)


def test_tables_and_other_blocks_are_drawn(page: Page) -> None:
    """A header, a divider, a table with its head and an image from elsewhere by its description."""
    rows = [[{"type": "raw_text", "text": "Place"}, {"type": "raw_text", "text": "Count"}]]
    rows += [[{"type": "raw_text", "text": "Camp Taji"}, {"type": "raw_text", "text": "45"}]]
    image = {"type": "image", "image_url": "https://example.org/map.png", "alt_text": "a map"}
    shown = drawn(page, {"type": "header", "text": plain("Head")}, {"type": "divider"}, {"type": "table", "rows": rows}, image)
    expect(shown.get_by_role("heading")).to_have_text("Head")
    expect(shown.get_by_role("columnheader")).to_have_text(["Place", "Count"])
    expect(shown.get_by_role("cell")).to_have_text(["Camp Taji", "45"])
    expect(shown).to_contain_text("not loaded here: a map")


def test_selects_menus_and_dates_act_with_slacks_values(page: Page) -> None:
    """A select, an overflow menu and a date picker give an app the very values that Slack would."""
    one, two = ({"text": plain(name), "value": name.lower()} for name in ("One", "Two"))
    elements = [
        {"type": "static_select", "action_id": "s", "placeholder": plain("Pick"), "options": [one, two]},
        {"type": "overflow", "action_id": "o", "options": [one, two]},
        {"type": "datepicker", "action_id": "d", "placeholder": plain("Day")},
    ]
    shown = drawn(page, {"type": "actions", "block_id": "b", "elements": elements})
    shown.get_by_label("Pick").select_option("Two")
    shown.get_by_role("button", name="More options").click()
    shown.get_by_role("menuitem", name="One").click()
    shown.get_by_label("Day").fill("2020-01-10")
    shown.get_by_label("Day").press("Enter")
    expect(page.locator("#drawn")).to_be_visible()
    assert page.evaluate("window.acted") == [
        {"type": "static_select", "action_id": "s", "block_id": "b", "selected_option": two},
        {"type": "overflow", "action_id": "o", "block_id": "b", "selected_option": one},
        {"type": "datepicker", "action_id": "d", "block_id": "b", "selected_date": "2020-01-10"},
    ]


def test_a_modal_shows_errors_beside_their_fields(page: Page) -> None:
    """An empty field and one that the app refuses are said beside the field, which is named by its label and has the focus."""
    dialog = show_modal(page)
    field = dialog.get_by_label("Place")
    expect(field).to_be_focused()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Please complete this field.")
    field.fill("Nowhere")
    field.press("Enter")
    expect(dialog).to_contain_text("No place is called that.")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("window.sent") == [{"place": {"a": {"type": "plain_text_input", "value": "Nowhere"}}}]


def test_escape_closes_a_modal_and_gives_the_focus_back(page: Page) -> None:
    """Escape closes a dialog, and the keyboard is where it was before."""
    page.locator("#box").focus()
    dialog = show_modal(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#box")).to_be_focused()
