"""Recording facts in a browser: add, fill from a message, approve, reject, conflict, undo, history, export."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from .browser import NO_CHROMIUM, Playground, chromium
from .pages import act_as, articles, ask, enter, open_home, serious, write

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)

FACT = {"How many": "about fifty or so", "From": "1 november 2026"}
SOURCE = {"Source: address": "https://example.org/taji", "Source: publisher": "The Example", "Source: title": "Back at Taji"}
SOURCE |= {"Source: published": "2 november 2026"}


@pytest.fixture
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A playground for one test, which changes its facts."""
    with Playground(tmp_path_factory.mktemp("editing") / "facts.db") as playground:
        yield playground


@pytest.fixture
def desk(browser: Browser, ours: Playground) -> Iterator[Page]:
    """A window on it, as the first editor in the newsroom."""
    context = browser.new_context(viewport={"width": 1200, "height": 900}, locale="en-NZ")
    page = context.new_page()
    page.set_default_timeout(10_000)
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    enter(page, ours.address)
    yield page
    context.close()
    assert not faults


def go(page: Page, channel: str) -> None:
    """Turn to a channel."""
    page.locator("#channels button", has_text=channel).first.click()
    expect(page.locator("#box")).to_be_editable()


def dialog(page: Page, title: str) -> Locator:
    """A form, once it is there with its button."""
    shown = page.get_by_role("dialog", name=title)
    expect(shown.locator("button[type=submit]")).to_be_visible()
    return shown


def field(form: Locator, label: str) -> Locator:
    """A field by its label, needed or optional."""
    return form.get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))


def pick(form: Locator, label: str, typed: str, name: str) -> None:
    """Choose in a menu that completes as one types."""
    field(form, label).press_sequentially(typed)
    form.get_by_role("option", name=name).first.click()


def send(form: Locator, button: str = "Check") -> None:
    """Send a form off."""
    form.get_by_role("button", name=button, exact=True).click()


def fill(form: Locator, values: dict[str, Any]) -> None:
    """Type into fields by their labels."""
    for label, value in values.items():
        field(form, label).fill(value)


def propose(page: Page, count: str = "about fifty or so") -> None:
    """Record a count of people at Camp Taji, from a new source, as far as its proposal."""
    write(page, "/nzdf add strength")
    form = dialog(page, "Record a fact")
    pick(form, "Mission", "taji", "Camp Taji training mission")
    pick(form, "Places", "taji", "Camp Taji")
    field(form, "What it covers").select_option(label="The whole of the mission")
    fill(form, FACT | {"How many": count})
    pick(form, "Source", "new", "A new source, added below")
    expect(field(form, "Source: address")).to_be_visible()
    expect(field(form, "How many")).to_have_value(count)
    fill(form, SOURCE)
    field(form, "Source: kind").select_option(label="News")
    send(form)
    expect(form.get_by_role("button", name="Propose", exact=True)).to_be_visible()
    send(form, "Propose")
    expect(page.get_by_role("dialog")).to_contain_text("waits for review")
    page.get_by_role("dialog").get_by_role("button", name="Close").first.click()


def proposal(page: Page, number: int, holds: str = "") -> Locator:
    """The message of a proposal in the review channel."""
    go(page, "nzdf-review")
    shown = articles(page).filter(has_text=f"Proposal {number}:").first
    expect(shown).to_contain_text(holds or f"Proposal {number}:")
    return shown


def test_a_fact_is_added_approved_and_answered_and_undone(desk: Page) -> None:
    """An editor adds a count with its source, another approves it, the answer holds it, and history takes it back."""
    propose(desk)
    shown = proposal(desk, 1, "count: 50")
    expect(shown).to_contain_text("qualifier: about")
    expect(shown).to_contain_text("After:")
    assert serious(desk) == []
    shown.get_by_role("button", name="Approve").click()
    expect(articles(desk).last).to_contain_text("Who wrote a proposal may not approve it")
    act_as(desk, "second")
    proposal(desk, 1).get_by_role("button", name="Approve").click()
    expect(proposal(desk, 1)).to_contain_text("Approved by")
    go(desk, "newsroom")
    ask(desk, "/nzdf status taji", "about 50")
    history = ask(desk, "/nzdf history taji", "added")
    history.get_by_role("button", name="More options").first.click()
    history.get_by_text("Undo change 2").first.click()
    form = dialog(desk, "Undo change 2")
    field(form, "Reason").fill("Not so")
    send(form, "Propose")
    expect(form).to_have_count(0)
    act_as(desk, "editor")
    proposal(desk, 2).get_by_role("button", name="Approve").click()
    expect(proposal(desk, 2)).to_contain_text("Approved by")
    go(desk, "newsroom")
    expect(ask(desk, "/nzdf status taji", "Camp Taji")).not_to_contain_text("about 50")


def test_a_message_fills_the_form(desk: Page) -> None:
    """“Record a fact” on a message opens the form with its count, place, date and link."""
    write(desk, "Up to 60 NZ troops at Camp Taji since 3 November 2026 https://www.rnz.co.nz/taji")
    message = articles(desk).last
    message.hover()
    message.get_by_role("button", name="More actions").click()
    desk.get_by_role("menuitem", name="Record a fact").click()
    form = dialog(desk, "Record a fact")
    expect(field(form, "How many")).to_have_value("up to 60")
    expect(field(form, "From")).to_have_value("2026-11-03")
    expect(field(form, "Source: address")).to_have_value("https://www.rnz.co.nz/taji")
    expect(field(form, "Source: publisher")).to_have_value("RNZ")
    expect(form).to_contain_text("Camp Taji")
    assert serious(desk) == []


def test_errors_stand_beside_their_fields_and_nothing_is_lost(desk: Page) -> None:
    """What is wrong is said under its field; what was typed elsewhere stays."""
    write(desk, "/nzdf add strength 45 troops at camp taji")
    form = dialog(desk, "Record a fact")
    fill(form, {"How many": "-1", "From": "soon", "Note": "Kept"})
    field(form, "What it covers").select_option(label="The whole of the mission")
    send(form)
    # The page itself asks for what is empty first.
    pick(form, "Source", "contingency", "NZ Herald")
    send(form)
    expect(form).to_contain_text("-1 is less than none; write 0 or more.")
    expect(form).to_contain_text("“soon” is not a date")
    expect(field(form, "Note")).to_have_value("Kept")


def test_a_rejection_and_a_conflict(desk: Page) -> None:
    """A rejected proposal says why; of two that correct the same row the later one shows what moved."""
    propose(desk)
    act_as(desk, "second")
    proposal(desk, 1).get_by_role("button", name="Reject").click()
    form = dialog(desk, "Reject proposal 1")
    field(form, "Reason").fill("The page is gone")
    send(form, "Reject")
    expect(proposal(desk, 1)).to_contain_text("The page is gone")
    act_as(desk, "editor")
    for count in ("46", "47"):
        go(desk, "newsroom")
        # An answer to come would close the menu of the one before it.
        answer = ask(desk, "/nzdf status taji on 2020-01-10", "45")
        answer.get_by_role("button", name="More options").first.click()
        answer.get_by_text("Correct", exact=True).first.click()
        form = dialog(desk, "Correct a fact")
        fill(form, {"How many": count, "Reason": "Counted again"})
        send(form)
        expect(form.get_by_role("button", name="Propose", exact=True)).to_be_visible()
        send(form, "Propose")
        desk.get_by_role("dialog").get_by_role("button", name="Close").first.click()
    act_as(desk, "second")
    proposal(desk, 2).get_by_role("button", name="Approve").click()
    expect(proposal(desk, 2)).to_contain_text("Approved by")
    proposal(desk, 3).get_by_role("button", name="Approve").click()
    expect(articles(desk).last).to_contain_text("is now “46”, proposed “47”")


def test_the_home_and_the_export(desk: Page) -> None:
    """The Home tab shows today's picture and what waits; the export brings files into the direct message."""
    propose(desk)
    act_as(desk, "second")
    home = open_home(desk)
    expect(home).to_contain_text("Waiting for you")
    expect(home).to_contain_text("Proposal 1:")
    assert serious(desk) == []
    go(desk, "newsroom")
    write(desk, "/nzdf export taji")
    desk.locator("#apps button").click()
    desk.get_by_role("tab", name="Messages").click()
    expect(articles(desk).last).to_contain_text("strengths.csv")


def test_a_file_is_imported_and_its_rows_are_approved(desk: Page, ours: Playground, tmp_path: Path) -> None:
    """Rows imported at the command line come to the review channel by themselves, and are answered once they are approved."""
    file = tmp_path / "counts.csv"
    file.write_text(
        "deployment,places,count,qualifier,covers,from,source\n"
        "taji-training,camp-taji,44,exactly,whole,2020-02,herald-2020-01-contingency\n",
        encoding="utf-8",
    )
    done = ours.run("import", str(file), "--table", "strengths", "--as", "U0EDITOR")
    assert (done.returncode, done.stderr) == (0, "")
    act_as(desk, "second")
    go(desk, "nzdf-review")
    # The clock posts what nobody posted, four times a minute.
    expect(articles(desk).last).to_contain_text("count: 44", timeout=30_000)
    articles(desk).last.get_by_role("button", name="Approve").click()
    expect(proposal(desk, 1)).to_contain_text("Approved by")
    go(desk, "newsroom")
    ask(desk, "/nzdf status taji on 2020-02-15", "44 at Camp Taji")
