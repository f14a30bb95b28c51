"""The real bot at a playground of its own; for the tests of the page, one in another process and a window on it."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from bot.desk import Desk, open_desk
from bot.playground.command import connect, settings_for
from bot.playground.server import Playground as Server
from bot.slack.app import build_app
from bot.slack.socket import Stop
from tests.conftest import NOW, TODAY

from .browser import Playground, open_browser
from .gallery import Gallery, open_gallery
from .pages import Window
from .server_parts import over_http


@pytest.fixture
def own_desk(shipped_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy of the shipped facts: the bot records in it what it has answered, and what people change."""
    desk = open_desk(Path(shutil.copy(shipped_store, tmp_path / "facts.db")), lambda: NOW, TODAY)
    yield desk
    desk.store.close()


@pytest.fixture(params=["socket", "http"])
def bot(request: pytest.FixtureRequest, playground: Server, own_desk: Desk) -> Iterator[Server]:
    """The playground of a test's module with the real bot in it, over each transport."""
    with ExitStack() as stack:
        if request.param == "http":
            stack.enter_context(over_http(build_app(settings_for(playground, "http"), own_desk), playground))
        else:
            stack.callback(connect(playground, own_desk, Stop()).close)
        yield playground


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
