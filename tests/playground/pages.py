"""What the tests of the page do with a window: write, ask, become another person, show a modal, look for faults."""

import importlib.resources
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, ViewportSize, expect

from .gallery import Gallery

TAJI = "50 NZDF personnel were in Iraq on 10 January 2020."
WIDE: ViewportSize = {"width": 1200, "height": 800}
QUESTION = "/nzdf status iraq on 2020-01-10"


class Window:
    """A window of the browser, looked through by one test after another."""

    def __init__(self, browser: Browser) -> None:
        """Opens it; what the page throws, a message executes or the security policy stops is kept for the end of the test."""
        self.page = browser.new_page(viewport=WIDE, locale="en-NZ")
        self.page.set_default_timeout(10_000)
        self._faults: list[str] = []
        self.page.on("pageerror", lambda error: self._faults.append(str(error)))
        self.page.on("dialog", lambda dialog: self._faults.append(dialog.message))
        self.page.on("console", self._said)

    def _said(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self._faults.append(message.text)

    @contextmanager
    def on(self, address: str) -> Iterator[Page]:
        """The page at this address as on a first visit; fails where anything was thrown, executed or stopped."""
        self._faults.clear()
        self.page.set_viewport_size(WIDE)
        self.page.emulate_media(reduced_motion="no-preference")
        enter(self.page, address)
        yield self.page
        hurt = self.page.evaluate("localStorage.clear(), window.hurt")
        assert not self._faults
        assert hurt is None


def enter(page: Page, address: str) -> None:
    """Open the page at this address and wait until it shows a channel."""
    page.goto(address)
    expect(page.locator("#channels button").first).to_be_visible()
    expect(page.locator("#box")).to_be_editable()


def articles(page: Page) -> Locator:
    """The messages of the channel, oldest first."""
    return page.locator("#messages article")


def write(page: Page, text: str) -> None:
    """Type into the composer and press Enter."""
    page.locator("#box").fill(text)
    page.locator("#box").press("Enter")


def ask(page: Page, question: str, answer: str) -> Locator:
    """Ask, and wait for a new message that holds the answer."""
    before = articles(page).count()
    write(page, question)
    expect(articles(page)).to_have_count(before + 1)
    expect(articles(page).last).to_contain_text(answer)
    return articles(page).last


def act_as(page: Page, name: str) -> None:
    """Become another person, and wait until the page is theirs."""
    page.locator("#as").select_option(name)
    expect(page.locator("#main")).to_have_attribute("data-person", name)


def plain(text: str) -> dict[str, str]:
    """A text object without markup."""
    return {"type": "plain_text", "text": text}


MODAL = """async (view) => {
  const {Modals} = await import('/play/page/modal.js');
  const names = {me: 'U1', person: (id) => id, channel: (id) => id};
  window.sent = [];
  const modals = new Modals(names, {
    submit: async (_view, values) => {
      window.sent.push(values);
      return window.sent.length === 1 ? {place: 'No place is called that.'} : null;
    },
    close: () => modals.show([]),
  });
  modals.show([view]);
}"""


def show_modal(page: Page) -> Locator:
    """A modal with one text field that must be filled in, as the page shows it."""
    field = {
        "type": "input",
        "block_id": "place",
        "label": plain("Place"),
        "element": {"type": "plain_text_input", "action_id": "a"},
    }
    view = {"id": "V1", "title": plain("Add a fact"), "submit": plain("Save"), "close": plain("Cancel"), "blocks": [field]}
    page.evaluate(MODAL, view)
    return page.get_by_role("dialog", name="Add a fact")


def serious(page: Page) -> list[str]:
    """The serious and critical faults that axe-core finds on the page as it stands."""
    source = (importlib.resources.files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
    page.evaluate(source)
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{fault['id']}: {json.dumps([node['html'] for node in fault['nodes']])}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


def open_form(page: Page, gallery: Gallery, view: dict[str, Any]) -> Locator:
    """The view as a modal, opened by the app's shortcut; the shortcut itself is taken from what the app heard."""
    gallery.view = view
    page.get_by_role("button", name="Shortcuts").click()
    page.get_by_role("menuitem", name="Open the form").click()
    dialog = page.get_by_role("dialog", name=view["title"]["text"])
    expect(dialog).to_be_visible()
    assert gallery.next()["type"] == "shortcut"
    return dialog


def open_home(page: Page) -> Locator:
    """The Home tab of the app."""
    if not page.get_by_role("tab", name="Home").is_visible():
        page.locator("#apps button").click()
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_be_visible()
    return page.locator("#home")
