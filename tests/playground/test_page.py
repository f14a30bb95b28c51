"""The page of the playground in a real browser, with the real server and the real bot behind it."""

import importlib.resources
import json
import statistics
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.playground.browser import NO_CHROMIUM, Playground, chromium, open_browser

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)

TAJI = "50 NZDF personnel were in Iraq on 10 January 2020."
QUESTION = "/nzdf status iraq on 2020-01-10"
HOSTILE = '<img src=x onerror="window.hurt = 1"><script>window.hurt = 1</script><b>bold</b>'


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """One playground for the tests that do not stop it."""
    with Playground(tmp_path_factory.mktemp("playground") / "facts.db") as playground:
        yield playground


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for all."""
    with open_browser() as browser:
        yield browser


@pytest.fixture
def page(browser: Browser, playground: Playground) -> Iterator[Page]:
    """A fresh window on the playground; whatever the page throws, or a message executes, fails the test."""
    context = browser.new_context(viewport={"width": 1200, "height": 800}, locale="en-NZ")
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    enter(page, playground)
    yield page
    hurt = page.evaluate("window.hurt")
    context.close()
    assert not faults
    assert hurt is None


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


def test_a_command_is_answered_on_the_page(page: Page) -> None:
    """A status is asked with Enter and read as rendered blocks: a headline in bold, a list, a source that can be followed."""
    answer = ask(page, QUESTION, TAJI)
    expect(answer.locator("strong")).to_have_text(TAJI)
    expect(answer.locator("li")).to_have_count(2)
    expect(answer.get_by_role("link")).to_have_attribute(
        "href", "https://nzherald.co.nz/nz/nzs-plan-for-withdrawal-of-kiwi-troops-from-iraq/F5UVTLOEYHOXQMQIARP6IZXSZM"
    )
    expect(answer).to_contain_text("Only visible to you")


def test_an_answer_to_one_person_is_seen_by_no_other_until_it_is_shared(page: Page) -> None:
    """What a command answers is seen by its asker alone; Share shows it to the reader too, with who shared it."""
    marker = "/nzdf mandate qatar on 15 april 2020"
    answer = ask(page, marker, "Qatar")
    headline = answer.locator("strong").first.inner_text()
    act_as(page, "reader")
    expect(page.locator("#messages")).not_to_contain_text(headline)
    act_as(page, "editor")
    articles(page).last.get_by_role("button", name="Share").click()
    expect(articles(page).last).to_contain_text("Shared by @Editor")
    act_as(page, "reader")
    expect(articles(page).last).to_contain_text(headline)
    expect(articles(page).last).not_to_contain_text("Only visible to you")


def test_a_share_appears_in_another_open_page(page: Page, browser: Browser, playground: Playground) -> None:
    """Two pages at once: what one person shares comes to the other's page by itself."""
    other = browser.new_page()
    enter(other, playground)
    act_as(other, "second")
    answer = ask(page, "/nzdf status kuwait on 2020-04-15", "Kuwait")
    before = articles(other).count()
    answer.get_by_role("button", name="Share").click()
    expect(articles(other)).to_have_count(before + 1)
    expect(articles(other).last).to_contain_text("Shared by @Editor")
    other.close()


def test_show_more_turns_the_page_in_place(page: Page) -> None:
    """Show more puts the next rows where the first were, and Back brings those again."""
    answer = ask(page, "/nzdf incidents afghanistan", "Afghanistan: 9 incidents")
    count, first = articles(page).count(), answer.locator("li").first.inner_text()
    answer.get_by_role("button", name="Show more").click()
    expect(articles(page).last.locator("li").first).not_to_have_text(first)
    expect(articles(page)).to_have_count(count)
    articles(page).last.get_by_role("button", name="Back").click()
    expect(articles(page).last.locator("li").first).to_have_text(first)


def test_a_suggestion_is_a_button_that_answers(page: Page) -> None:
    """A name that is nearly right is answered with a button, and the button with the answer."""
    answer = ask(page, "/nzdf status Irak on 2020-01-10", "did you mean Iraq?")
    answer.get_by_role("button", name="Iraq").click()
    expect(articles(page).last).to_contain_text(TAJI)


def test_a_direct_message_is_answered(page: Page) -> None:
    """In the direct message a question needs no command, and the Home tab stands beside it."""
    page.locator("#apps button").click()
    write(page, "status iraq on 2020-01-10")
    expect(articles(page).last).to_contain_text(TAJI)
    page.get_by_role("tab", name="Home").click()
    expect(page.locator("#home")).to_be_visible()
    expect(page.locator("#composer")).to_be_hidden()
    page.get_by_role("tab", name="Messages").click()
    expect(articles(page).last).to_contain_text(TAJI)


def test_a_mention_is_answered_in_a_thread(page: Page) -> None:
    """A mention in a channel is answered in its thread, which opens beside the channel and closes with Escape."""
    write(page, "@nzdf status iraq on 2020-01-10")
    opener = articles(page).last.get_by_role("button", name="1 reply")
    opener.click()
    expect(page.locator("#thread-messages article").last).to_contain_text(TAJI)
    expect(page.locator("#thread-box")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#thread")).to_be_hidden()


def test_commands_are_completed_with_their_hints(page: Page) -> None:
    """Typing a slash offers the commands and then their verbs; Tab takes one, Up recalls what was sent."""
    box = page.locator("#box")
    box.press_sequentially("/nz")
    expect(page.locator("#completions [role=option]")).to_have_count(1)
    box.press("Tab")
    expect(box).to_have_value("/nzdf ")
    expect(page.locator("#usage-hint")).to_contain_text("/nzdf [status")
    box.press_sequentially("man")
    box.press("Tab")
    expect(box).to_have_value("/nzdf mandate ")
    ask(page, QUESTION, TAJI)
    box.press("ArrowUp")
    expect(box).to_have_value(QUESTION)


def test_what_lies_underneath_is_shown(page: Page) -> None:
    """Under each answer of the app stand its blocks as JSON, the envelope that caused it and the time to acknowledge."""
    under = ask(page, QUESTION, TAJI).locator(".underneath")
    expect(under.locator("summary")).to_contain_text("acknowledged by the app in")
    under.locator("summary").click()
    expect(under).to_contain_text('"type": "rich_text"')
    expect(under.get_by_role("region", name="Envelope that caused it")).to_contain_text("slash_commands")


def test_hostile_words_of_a_person_stay_words(page: Page) -> None:
    """Markup in what people write is shown as they wrote it, and never becomes part of the page."""
    write(page, HOSTILE)
    expect(articles(page).last).to_contain_text(HOSTILE)
    assert articles(page).last.locator("img, script, b").count() == 0
    answer = ask(page, f"/nzdf status {HOSTILE}", "<img src=x")
    assert answer.locator("img, script, b").count() == 0


def test_hostile_blocks_of_an_app_stay_words(page: Page, playground: Playground) -> None:
    """Markup and script addresses in blocks are words: nothing runs, and no link leads anywhere but the web."""
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{HOSTILE} <javascript:window.hurt=1|press me>"}},
        {"type": "section", "text": {"type": "plain_text", "text": HOSTILE}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": HOSTILE}]}]},
    ]
    channel = playground.state("editor")["channels"][0]["id"]
    said = playground.api("chat.postMessage", channel=channel, text=HOSTILE, blocks=blocks)
    assert said["ok"], said
    message = page.locator(f'#messages article[data-ts="{said["ts"]}"]')
    expect(message).to_contain_text("onerror")
    assert message.locator("img, script, b, a").count() == 0


def test_the_page_loads_nothing_from_elsewhere(page: Page, playground: Playground) -> None:
    """Everything that the page asks for comes from the playground itself, and its policy says so."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reply = page.reload()
    expect(page.locator("#channels button").first).to_be_visible()
    assert reply is not None
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert {url for url in asked if not url.startswith((playground.address, "data:"))} == set()


# What the bot does not send yet is drawn by the same functions, asked for on the page itself.
DRAW = """async (blocks) => {
  const {renderBlocks} = await import('/play/page/blocks.js');
  const names = {me: 'U1', person: (id) => id, channel: (id) => id, people: () => [], channels: () => []};
  window.acted = [];
  const view = {names, confirm: async () => true, act: (block, part, action) => window.acted.push(action)};
  const holder = document.createElement('div');
  holder.id = 'drawn';
  holder.append(...renderBlocks(blocks, view));
  document.querySelector('#drawn')?.remove();
  document.querySelector('#main').prepend(holder);
}"""


def plain(text: str) -> dict[str, str]:
    """A text object without markup."""
    return {"type": "plain_text", "text": text}


def drawn(page: Page, *blocks: dict[str, Any]) -> Locator:
    """Blocks as the page draws them."""
    page.evaluate(DRAW, list(blocks))
    return page.locator("#drawn")


def test_what_cannot_be_shown_is_named(page: Page) -> None:
    """A block or an element that the page does not know is said, not left out."""
    shown = drawn(page, {"type": "video"}, {"type": "actions", "elements": [{"type": "workflow_button"}]})
    expect(shown).to_contain_text("This block is not shown here: video")
    expect(shown).to_contain_text("This element is not shown here: workflow_button")


@pytest.mark.parametrize(
    ("text", "selector", "words"),
    [
        ("*bold*", "strong", "bold"),
        ("_italic_", "em", "italic"),
        ("~gone~", "s", "gone"),
        ("`a *b*`", "code", "a *b*"),
        ("```\n<b>\n```", "pre", "<b>"),
        ("&gt; said", "blockquote", "said"),
        ("<https://example.org/?a=1&amp;b=2|a &amp; b>", "a[href='https://example.org/?a=1&b=2']", "a & b"),
        ("<@U1>", ".mention-me", "@U1"),
        ("&lt;!channel&gt; 2*3*4 snake_case_name", ".words", "<!channel> 2*3*4 snake_case_name"),
        ("&amp;lt;", ".words", "&lt;"),
    ],
)
def test_markup_is_read_as_slack_reads_it(page: Page, text: str, selector: str, words: str) -> None:
    """Bold, italic, strike, code, quotes, links and mentions are shown; escapes are undone once; words stay words."""
    shown = drawn(page, {"type": "section", "text": {"type": "mrkdwn", "text": text}})
    expect(shown.locator(selector)).to_have_text(words)


def test_tables_and_other_blocks_are_drawn(page: Page) -> None:
    """A header, a divider, a table with its head and an image from elsewhere by its description."""
    rows = [[{"type": "raw_text", "text": "Place"}, {"type": "raw_text", "text": "Count"}]]
    rows += [[{"type": "raw_text", "text": "Camp Taji"}, {"type": "raw_text", "text": "45"}]]
    image = {"type": "image", "image_url": "https://example.org/map.png", "alt_text": "a map"}
    shown = drawn(page, {"type": "header", "text": plain("Head")}, {"type": "divider"}, {"type": "table", "rows": rows}, image)
    expect(shown.get_by_role("heading")).to_have_text("Head")
    expect(shown.get_by_role("columnheader")).to_have_text(["Place", "Count"])
    expect(shown.get_by_role("cell")).to_have_text(["Camp Taji", "45"])
    expect(shown).to_contain_text("not loaded here: a map")


def test_selects_menus_and_dates_act_with_slacks_values(page: Page) -> None:
    """A select, an overflow menu and a date picker give an app the very values that Slack would."""
    one, two = ({"text": plain(name), "value": name.lower()} for name in ("One", "Two"))
    elements = [
        {"type": "static_select", "action_id": "s", "placeholder": plain("Pick"), "options": [one, two]},
        {"type": "overflow", "action_id": "o", "options": [one, two]},
        {"type": "datepicker", "action_id": "d", "placeholder": plain("Day")},
    ]
    shown = drawn(page, {"type": "actions", "block_id": "b", "elements": elements})
    shown.get_by_label("Pick").select_option("Two")
    shown.get_by_role("button", name="More actions").click()
    shown.get_by_role("button", name="One").click()
    shown.get_by_label("Day").fill("2020-01-10")
    shown.get_by_label("Day").press("Enter")
    expect(page.locator("#drawn")).to_be_visible()
    assert page.evaluate("window.acted") == [
        {"type": "static_select", "action_id": "s", "block_id": "b", "selected_option": two},
        {"type": "overflow", "action_id": "o", "block_id": "b", "selected_option": one},
        {"type": "datepicker", "action_id": "d", "block_id": "b", "selected_date": "2020-01-10"},
    ]


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


def test_a_modal_shows_errors_beside_their_fields(page: Page) -> None:
    """An empty field and one that the app refuses are said beside the field, which is named by its label and has the focus."""
    dialog = show_modal(page)
    field = dialog.get_by_label("Place")
    expect(field).to_be_focused()
    dialog.get_by_role("button", name="Save").click()
    expect(dialog).to_contain_text("Please complete this field.")
    field.fill("Nowhere")
    field.press("Enter")
    expect(dialog).to_contain_text("No place is called that.")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    assert page.evaluate("window.sent") == [{"place": {"a": {"type": "plain_text_input", "value": "Nowhere"}}}]


def test_escape_closes_a_modal_and_gives_the_focus_back(page: Page) -> None:
    """Escape closes a dialog, and the keyboard is where it was before."""
    page.locator("#box").focus()
    dialog = show_modal(page)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator("#box")).to_be_focused()


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


def test_the_page_comes_back_after_the_server(browser: Browser, tmp_path: Path) -> None:
    """When the server goes away the page says so, tries again, says when it is back, and works."""
    page = browser.new_page()
    store = tmp_path / "facts.db"
    with Playground(store) as first:
        enter(page, first)
        ask(page, QUESTION, TAJI)
    expect(page.get_by_role("alert")).to_contain_text("has gone away")
    with Playground(store, first.port):
        expect(page.locator("#status")).to_have_text("The server is back", timeout=20_000)
        expect(page.locator("#banner")).to_be_hidden()
        expect(articles(page)).to_have_count(0)
        ask(page, QUESTION, TAJI)
    page.close()


def test_the_round_trip_is_shown(page: Page, capsys: pytest.CaptureFixture[str]) -> None:
    """Each answer says how long it took from Enter to the page; the median of twenty is printed, and holds no test up."""
    times = []
    for _ in range(20):
        trip = ask(page, QUESTION, TAJI).locator(".round-trip")
        expect(trip).to_contain_text("ms from Enter to here")
        times.append(float(trip.inner_text().split()[1]))
    with capsys.disabled():
        print(f"\nfrom Enter to the answer on the page: median {statistics.median(times):.0f} ms of {len(times)}")
    assert all(time > 0 for time in times)
