"""For the tests of the page, a playground with the bot and a window on it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Page

from .browser import Playground, open_browser
from .gallery import Gallery, open_gallery
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
    """A fresh window on the playground with the real bot."""
    with window(browser) as page:
        enter(page, running.address)
        yield page


@pytest.fixture(scope="module")
def hall() -> Iterator[Gallery]:
    """One playground with the gallery app, for the tests of a module."""
    with open_gallery() as gallery:
        yield gallery


@pytest.fixture
def gallery(hall: Gallery) -> Gallery:
    """The gallery app with nothing on its walls."""
    hall.clear()
    return hall


@pytest.fixture
def pane(browser: Browser, gallery: Gallery) -> Iterator[Page]:
    """A fresh window on the playground with the gallery app."""
    with window(browser) as page:
        enter(page, gallery.playground.url)
        yield page


@contextmanager
def window(browser: Browser) -> Iterator[Page]:
    """A fresh window; whatever the page throws, or a message executes, fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 800}, locale="en-NZ")
    context.set_default_timeout(10_000)
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    yield page
    hurt = page.evaluate("window.hurt")
    context.close()
    assert not faults
    assert hurt is None
