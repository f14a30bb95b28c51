"""The page for people who use the keyboard or a screen reader, in light and dark, on a wide screen and on a phone."""

import pytest
from playwright.sync_api import Page, expect

from .browser import NO_CHROMIUM, chromium
from .pages import QUESTION, TAJI, articles, ask, serious, show_modal, write

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
    for _ in range(200):
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
