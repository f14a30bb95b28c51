"""The page with another app behind it: a small Bolt app that opens a modal and publishes a Home tab."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.playground.server import Playground

from .browser import NO_CHROMIUM, chromium
from .pages import articles, write
from .server_parts import FULL_MANIFEST, over_socket, tiny_app

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A window on a playground with the tiny app."""
    playground = Playground(manifest=FULL_MANIFEST)
    playground.start()
    page = browser.new_page()
    with over_socket(tiny_app(playground)):
        page.goto(playground.url)
        expect(page.locator("#main")).to_have_attribute("data-person", "editor")
        yield page
        page.close()
    playground.stop()


def test_an_apps_modal_is_filled_in_and_refused_and_sent(page: Page) -> None:
    """A button opens the app's modal; what the app refuses is said beside the field; what it takes closes the modal."""
    write(page, "/tiny words")
    articles(page).last.get_by_role("button", name="Form").click()
    dialog = page.get_by_role("dialog", name="Form")
    field = dialog.get_by_label("Word")
    expect(field).to_be_focused()
    field.fill("wrong")
    dialog.get_by_role("button", name="Send").click()
    expect(dialog).to_contain_text("Another word, please.")
    expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("right")
    field.press("Enter")
    expect(dialog).to_be_hidden()


def test_an_apps_home_is_read(page: Page) -> None:
    """The Home tab shows what the app publishes when it is opened."""
    page.locator("#apps button").click()
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_contain_text("At home")
