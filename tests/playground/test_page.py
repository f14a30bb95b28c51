"""The page of the playground in a real browser, with the real server and the real bot behind it."""

import re
import statistics
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from .browser import NO_CHROMIUM, Playground, chromium
from .pages import QUESTION, TAJI, act_as, articles, ask, enter, write

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)

HOSTILE = '<img src=x onerror="window.hurt = 1"><script>window.hurt = 1</script><b>bold</b>'


def test_a_command_is_answered_on_the_page(page: Page) -> None:
    """A status is asked with Enter and read as rendered blocks: a headline in bold, a list, a source that can be followed."""
    act_as(page, "reader")
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


def test_a_share_appears_in_another_open_page(page: Page, browser: Browser, running: Playground) -> None:
    """Two pages at once: what one person shares comes to the other's page by itself."""
    other = browser.new_page()
    enter(other, running.address)
    act_as(other, "second")
    answer = ask(page, "/nzdf status kuwait on 2020-04-15", "Kuwait")
    before = articles(other).count()
    answer.get_by_role("button", name="Share").click()
    expect(articles(other)).to_have_count(before + 1)
    expect(articles(other).last).to_contain_text("Shared by @Editor")
    other.close()


def test_show_more_turns_the_page_in_place(page: Page) -> None:
    """Show more puts the next rows where the first were, and Back brings those again."""
    act_as(page, "reader")
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


def test_the_app_is_invited_where_it_is_not(page: Page, running: Playground) -> None:
    """A channel that the app is not in says so and offers to invite it, and then no more."""
    without = [one["name"] for one in running.state("editor")["channels"] if not (one["bot_member"] or one["archived"])]
    page.locator("#channels button", has_text=without[0]).click()
    expect(page.locator("#purpose")).to_have_text("nzdf is not in this channel")
    page.get_by_role("button", name="Invite nzdf").click()
    expect(page.locator("#purpose")).to_have_text("")
    expect(page.locator("#invite")).to_be_hidden()


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


def test_hostile_blocks_of_an_app_stay_words(page: Page, running: Playground) -> None:
    """Markup and script addresses in blocks are words: nothing runs, and no link leads anywhere but the web."""
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": f"{HOSTILE} <javascript:window.hurt=1|press me>"}},
        {"type": "section", "text": {"type": "plain_text", "text": HOSTILE}},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": HOSTILE}]}]},
    ]
    channel = running.state("editor")["channels"][0]["id"]
    said = running.api("chat.postMessage", channel=channel, text=HOSTILE, blocks=blocks)
    assert said["ok"], said
    message = page.locator(f'#messages article[data-ts="{said["ts"]}"]')
    expect(message).to_contain_text("onerror")
    assert message.locator("img, script, b, a").count() == 0


def test_the_page_loads_nothing_from_elsewhere(page: Page, running: Playground) -> None:
    """Everything that the page asks for comes from the playground itself, and its policy says so."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    reply = page.reload()
    expect(page.locator("#channels button").first).to_be_visible()
    assert reply is not None
    policy = reply.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert {url for url in asked if not url.startswith((running.address, "data:"))} == set()


HEARD = """() => {
    window.heard = [];
    const status = document.querySelector("#status");
    const hear = () => window.heard.push(status.textContent);
    new MutationObserver(hear).observe(status, {childList: true, characterData: true, subtree: true});
}"""


def test_the_page_comes_back_after_the_server(browser: Browser, tmp_path: Path) -> None:
    """When the server goes away the page says so, keeps what is written, tries again, says when it is back, and works."""
    page = browser.new_page()
    store = tmp_path / "facts.db"
    with Playground(store) as first:
        enter(page, first.address)
        ask(page, QUESTION, TAJI)
    expect(page.get_by_role("alert")).to_contain_text("has gone away")
    write(page, "Kept words")
    expect(page.locator("#box")).to_have_value("Kept words")
    page.locator("#box").fill("")
    page.evaluate(HEARD)  # the bot may be connected at once, and then stands there instead
    with Playground(store, first.port):
        expect(page.locator("#status")).to_contain_text(re.compile("back|connected"), timeout=20_000)
        expect(page.locator("#banner")).to_be_hidden()
        assert "The server is back" in page.evaluate("() => window.heard")
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
