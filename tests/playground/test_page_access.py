"""The page for people who use the keyboard or a screen reader, in light and dark, on a wide screen and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from .browser import NO_CHROMIUM, chromium
from .gallery import ALL_INPUTS, EVERY_BLOCK, Gallery, controls, form, option
from .pages import QUESTION, TAJI, articles, ask, open_form, open_home, plain, serious, show_modal, write

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)


def test_new_messages_are_told_to_a_screen_reader(page: Page) -> None:
    """An answer is added to a polite log in the words that the app gave for screen readers."""
    ask(page, QUESTION, TAJI)
    expect(page.get_by_role("log")).to_contain_text(f"Only visible to you. nzdf: {TAJI}")


def test_the_keyboard_reaches_everything(page: Page) -> None:
    """From the top of the page Tab reaches the switches, the channels, a button of a message and the composer, and goes on."""
    ask(page, QUESTION, TAJI)
    page.reload()
    expect(articles(page).last).to_be_visible()
    page.evaluate("document.activeElement.blur()")
    met: list[str] = []
    for _ in range(400):
        page.keyboard.press("Tab")
        met.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
        if met[-1] == "box":
            break
    assert {"as", "theme", "#newsroom", "Share"} <= {name if not name.startswith("#") else "#newsroom" for name in met}
    assert met[-1] == "box"


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 360])
def test_axe_finds_no_serious_fault(page: Page, look: str, width: int) -> None:
    """In light and dark, wide and narrow: a channel with answers, a thread, completions and a modal have no serious fault."""
    page.emulate_media(reduced_motion="reduce")
    page.locator("#theme").select_option(look)
    page.set_viewport_size({"width": width, "height": 800})
    answer = ask(page, QUESTION, TAJI)
    answer.locator("summary").click()
    page.locator("#box").press_sequentially("/nzdf s")
    expect(page.locator("#completions [role=option]").first).to_be_visible()
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.locator("#box").fill("")
    write(page, "A word in the channel")
    articles(page).last.get_by_role("button", name="Reply in thread").click()
    assert serious(page) == []
    show_modal(page)
    assert serious(page) == []


@pytest.mark.parametrize("look", ["light", "dark"])
@pytest.mark.parametrize("width", [1200, 375])
def test_axe_finds_no_serious_fault_in_what_any_app_shows(pane: Page, gallery: Gallery, look: str, width: int) -> None:
    """A message with its menu open, a form with every input and its faults, the Home tab, the fault panel, a closed channel."""
    gallery.home = {"type": "home", "blocks": EVERY_BLOCK}
    overflow = {"type": "overflow", "action_id": "more", "options": [option("Undo")]}
    wide = {"type": "table", "rows": [[{"type": "raw_text", "text": f"Column {number}"} for number in range(12)]] * 2}
    gallery.post({"type": "section", "text": plain("A row"), "accessory": overflow}, *EVERY_BLOCK[:-1], wide)
    pane.emulate_media(reduced_motion="reduce")
    pane.locator("#theme").select_option(look)
    pane.set_viewport_size({"width": width, "height": 740})
    articles(pane).last.get_by_role("button", name="More actions").click()
    expect(pane.get_by_role("menuitem", name="Record a fact")).to_be_visible()
    assert serious(pane) == []
    assert pane.evaluate("document.documentElement.scrollWidth") <= width
    pane.keyboard.press("Escape")
    dialog = open_form(pane, gallery, form(*ALL_INPUTS))
    dialog.get_by_role("button", name="Send").click()
    dialog.get_by_label("Place").press_sequentially("camp")
    expect(dialog.locator(".combo-item")).to_have_count(2)
    assert serious(pane) == []
    assert pane.evaluate(
        "document.querySelector('.dialog-body').scrollWidth <= document.querySelector('.dialog-body').clientWidth"
    )
    dialog.get_by_role("button", name="Close").click()
    if width < 720:
        pane.locator("#menu").click()
    open_home(pane)
    expect(pane.locator("#home").get_by_role("button", name="Check")).to_be_visible()
    assert serious(pane) == []
    if width < 720:
        pane.locator("#menu").click()
    pane.locator("#faults summary").click()
    assert serious(pane) == []
    pane.get_by_role("button", name="old-desk").click()
    assert serious(pane) == []
    assert pane.evaluate("document.documentElement.scrollWidth") <= width


def test_each_new_message_is_told_once(pane: Page, gallery: Gallery) -> None:
    """What the app posts is told to a screen reader once, an update of it not again, and what was there before not at all."""
    ts = gallery.post(controls({"type": "button", "action_id": "go", "text": plain("Go")}), text="45 left for Camp Taji")
    told = pane.get_by_role("log").locator("p")
    expect(told).to_have_text(["nzdf: 45 left for Camp Taji"])
    gallery.client.chat_update(channel="C0NEWSROOM", ts=ts, text="44 left")
    expect(articles(pane).last).to_contain_text("44 left")
    expect(told).to_have_count(1)
    pane.reload()
    expect(articles(pane).last).to_contain_text("44 left")
    expect(told).to_have_count(0)


def test_the_newest_words_are_in_sight_on_a_phone(page: Page) -> None:
    """On a phone the end of an answer is in sight, though the line that says how long it took came later than the answer."""
    page.set_viewport_size({"width": 375, "height": 740})
    for _ in range(2):
        answer = ask(page, QUESTION, TAJI)
    expect(answer.locator(".round-trip")).to_contain_text("ms from Enter")
    expect(answer.locator(".message-foot")).to_be_in_viewport(ratio=1)
