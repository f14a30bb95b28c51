"""For the tests of the page, a playground with the bot and a window on it."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from .browser import Playground, open_browser
from .gallery import Gallery, open_gallery
from .pages import Window


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """One playground for the tests that do not stop it."""
    with Playground(tmp_path_factory.mktemp("playground") / "facts.db") as playground:
        yield playground


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with open_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def window(browser: Browser) -> Window:
    """One window for the tests of a module."""
    return Window(browser)


@pytest.fixture
def page(window: Window, running: Playground) -> Iterator[Page]:
    """The page of the playground with the real bot."""
    with window.on(running.address) as page:
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
def pane(window: Window, gallery: Gallery) -> Iterator[Page]:
    """The page of the playground with the gallery app."""
    with window.on(gallery.playground.url) as page:
        yield page
