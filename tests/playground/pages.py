"""What the tests of the page do with a window: write, ask, become another person, show a modal, look for faults."""

import importlib.resources
import json

from playwright.sync_api import Locator, Page, expect

from .browser import Playground

TAJI = "50 NZDF personnel were in Iraq on 10 January 2020."
QUESTION = "/nzdf status iraq on 2020-01-10"


def enter(page: Page, playground: Playground) -> None:
    """Open the page and wait until it shows a channel."""
    page.goto(playground.address)
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
