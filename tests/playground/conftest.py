"""For the tests of the page, a playground with the bot and a window on it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .browser import Playground, open_browser
from .pages import enter


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """One playground for the tests that do not stop it."""
    with Playground(tmp_path_factory.mktemp("playground") / "facts.db") as playground:
        yield playground


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, running: Playground) -> Iterator[Page]:
    """A fresh window on the playground; whatever the page throws, or a message executes, fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 800}, locale="en-NZ")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    enter(page, running)
    yield page
    hurt = page.evaluate("window.hurt")
    context.close()
    assert not faults
    assert hurt is None
