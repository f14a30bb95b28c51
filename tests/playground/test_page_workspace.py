"""The workspace around the messages, in a browser: closed channels, joining, shortcuts, files, faults and the App Home."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from .browser import NO_CHROMIUM, chromium
from .gallery import EVERY_BLOCK, Gallery, controls, field, form, option
from .pages import Window, act_as, articles, open_home, plain, write
from .server_parts import serving

pytestmark = pytest.mark.skipif(chromium() is None, reason=NO_CHROMIUM)


def test_an_archived_channel_takes_no_words(pane: Page) -> None:
    """In an archived channel the composer is gone and a sentence says why; elsewhere it is there again."""
    pane.get_by_role("button", name="old-desk").click()
    expect(pane.locator("#closed")).to_contain_text("#old-desk is archived. It can be read, and nothing can be written in it.")
    expect(pane.locator("#composer")).to_be_hidden()
    expect(pane.get_by_role("button", name="Join")).to_be_hidden()
    pane.get_by_role("button", name="newsroom").click()
    expect(pane.locator("#closed")).to_be_hidden()
    expect(pane.locator("#box")).to_be_visible()


def test_a_channel_is_joined_before_it_is_written_in(pane: Page, gallery: Gallery) -> None:
    """Who is not in a channel reads it and may join; then the composer is there and has the focus."""
    gallery.playground.workspace.channels["C0PRESSDESK"].members.discard("U0EDITOR")
    pane.reload()
    pane.get_by_role("button", name="press-desk").click()
    expect(pane.locator("#composer")).to_be_hidden()
    expect(pane.locator("#closed")).to_contain_text("You are reading #press-desk without being in it.")
    pane.get_by_role("button", name="Join #press-desk").press("Enter")
    expect(pane.locator("#box")).to_be_focused()
    write(pane, "now I am in")
    expect(articles(pane).last).to_contain_text("now I am in")


def test_a_private_channel_is_seen_by_its_members_alone(pane: Page, gallery: Gallery) -> None:
    """Members find a private channel, marked so, and in menus of conversations but not of channels; others do not find it."""
    channel = gallery.playground.workspace.channels["C0PRESSDESK"]
    gallery.post(controls(*({"type": f"{kind}s_select", "action_id": kind} for kind in ("channel", "conversation"))))
    channel.private, members = True, set(channel.members)
    channel.members = {"U0EDITOR"}
    pane.reload()
    menus = articles(pane).last.get_by_role("combobox")
    assert ["#press-desk" in menus.nth(at).inner_text() for at in range(2)] == [False, True]
    pane.get_by_role("button", name="press-desk").click()
    expect(pane.locator("#purpose")).to_have_text("private, and nzdf is not in it")
    act_as(pane, "reader")
    expect(pane.get_by_role("button", name="press-desk")).to_have_count(0)
    channel.private, channel.members = False, members


def test_a_link_that_a_person_writes_is_one(pane: Page, gallery: Gallery) -> None:
    """A link in a person's words can be followed, and reaches the app in angle brackets as Slack hands it on."""
    write(pane, "45 left (https://example.org/a?b=1&c=2), says <https://example.org>.")
    links = articles(pane).last.get_by_role("link")
    expect(links).to_have_text(["https://example.org/a?b=1&c=2", "https://example.org"])
    articles(pane).last.get_by_role("button", name="More actions").click()
    pane.get_by_role("menuitem", name="Record a fact").click()
    text = gallery.next()["message"]["text"]
    assert text == "45 left (<https://example.org/a?b=1&amp;c=2>), says &lt;<https://example.org>&gt;."


def test_a_message_has_the_apps_shortcuts(pane: Page, gallery: Gallery) -> None:
    """Under “More actions” of a message stands the app's shortcut, which tells the app of that message; Escape goes back."""
    write(pane, "45 left for Camp Taji")
    opener = articles(pane).last.get_by_role("button", name="More actions")
    opener.press("ArrowDown")
    expect(pane.get_by_role("menuitem", name="Record a fact")).to_be_focused()
    pane.keyboard.press("Escape")
    expect(opener).to_be_focused()
    opener.click()
    pane.get_by_role("menuitem", name="Record a fact").click()
    heard = gallery.next()
    assert (heard["type"], heard["callback_id"], heard["message"]["text"]) == (
        "message_action",
        "record",
        "45 left for Camp Taji",
    )


def test_a_form_from_a_message_gives_the_focus_back(pane: Page, gallery: Gallery) -> None:
    """A form opened by a message shortcut returns the keyboard to the button of that message."""
    gallery.view = form(field("Words", "plain_text_input"))
    write(pane, "a report")
    opener = articles(pane).last.get_by_role("button", name="More actions")
    opener.click()
    pane.get_by_role("menuitem", name="Record a fact").press("Enter")
    expect(pane.get_by_role("dialog", name="Form").get_by_label("Words")).to_be_focused()
    pane.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_an_ephemeral_message_has_no_shortcuts(pane: Page, gallery: Gallery) -> None:
    """Slack offers no message shortcut on what one person alone sees, and neither does the page; it is announced as such."""
    gallery.client.chat_postEphemeral(channel="C0NEWSROOM", user="U0EDITOR", text="for you")
    expect(articles(pane).last).to_contain_text("for you")
    expect(articles(pane).last.get_by_role("button", name="More actions")).to_have_count(0)
    expect(pane.get_by_role("log")).to_contain_text("Only visible to you. nzdf: for you")


def test_a_fault_is_put_together_freely(pane: Page, gallery: Gallery) -> None:
    """By keyboard alone: a method, what it meets, how often and for how long; the app then meets it so often."""
    summary = pane.locator("#faults summary")
    summary.press("Enter")
    method = pane.get_by_label("Method")
    expect(method).to_have_value("chat.postMessage")
    method.fill("chat.update")
    method.press("Tab")
    expect(pane.get_by_label("It meets")).to_be_focused()
    expect(pane.get_by_label("Seconds")).to_be_visible()
    pane.get_by_label("It meets").select_option("error")
    expect(pane.get_by_label("Seconds")).to_be_hidden()
    pane.get_by_label("Calls").fill("2")
    pane.get_by_label("Calls").press("Enter")
    expect(pane.locator("#faults [role=status]")).to_have_text("Done: the next 2 calls of chat.update: 500, a server error.")
    fault = gallery.playground.faults.methods["chat.update"]
    assert (fault.kind, fault.count) == ("error", 2)


@pytest.mark.parametrize(("label", "given"), [("Calls", "0"), ("Method", "")])
def test_a_fault_that_cannot_be_is_not_sent(pane: Page, gallery: Gallery, label: str, given: str) -> None:
    """A fault for no call, or of no method, is refused at its field."""
    gallery.playground.faults.methods.clear()
    pane.locator("#faults summary").click()
    pane.get_by_label(label).fill(given)
    pane.get_by_role("button", name="Bring it on").click()
    expect(pane.get_by_label(label)).to_be_focused()
    assert pane.get_by_label(label).evaluate("(field) => !field.checkValidity()")
    assert gallery.playground.faults.methods == {}


def test_every_fault_offered_is_one_that_the_server_brings_on(window: Window) -> None:
    """Each button of the panel and each kind of its free choice is taken by the server."""
    with serving() as playground, window.on(playground.url) as page:
        page.locator("#faults summary").click()
        told = page.locator("#faults [role=status]")
        for kind in page.get_by_label("It meets").locator("option").all_inner_texts():
            page.get_by_label("It meets").select_option(kind)
            page.get_by_role("button", name="Bring it on").click()
            expect(told).to_have_text(f"Done: the next call of chat.postMessage: {kind}.")
        for name in page.locator("#faults .fault button").all_inner_texts():
            page.get_by_role("button", name=name, exact=True).click()
            expect(told).to_have_text(f"Done: {name[0].lower()}{name[1:]}.")
        expect(page.locator("#banner")).to_be_hidden()


def test_the_home_tab_shows_and_acts(pane: Page, gallery: Gallery) -> None:
    """Every block of a home view is drawn, and its buttons, menus and inputs tell the app, with all that stands in them."""
    gallery.home = {"type": "home", "blocks": EVERY_BLOCK}
    home = open_home(pane)
    expect(home.get_by_role("heading", name="Today")).to_be_visible()
    for words in ("45 people", "Left", "As the store stands", "Rich", "not loaded here: a map"):
        expect(home).to_contain_text(words)
    expect(home.locator(".unknown")).to_have_count(0)
    home.get_by_label("Sort").select_option("Two")
    assert gallery.action() == {"action_id": "sort", "selected_option": option("Two")}
    home.get_by_label("Words").fill("iraq")
    home.get_by_label("Words").press("Enter")
    assert gallery.action() == {"action_id": "words", "value": "iraq"}
    home.get_by_role("button", name="More options").click()
    pane.get_by_role("menuitem", name="Undo").click()
    assert gallery.action() == {"action_id": "more", "selected_option": option("Undo")}
    home.get_by_role("button", name="Check").click()
    heard = gallery.next()
    assert heard["view"]["state"]["values"]["words"] == {"words": {"type": "plain_text_input", "value": "iraq"}}
    assert heard["actions"][0]["value"] == "v"


def test_a_home_published_again_keeps_the_place(pane: Page, gallery: Gallery) -> None:
    """A home view that the app publishes after a press keeps the keyboard on the button and the words in the field."""
    gallery.home = {"type": "home", "blocks": EVERY_BLOCK}
    changed = {"type": "home", "blocks": [*EVERY_BLOCK, {"type": "section", "text": plain("Checked")}]}
    gallery.acted = lambda _body, client: client.views_publish(user_id="U0EDITOR", view=changed)
    home = open_home(pane)
    home.get_by_label("Words").fill("half")
    home.get_by_role("button", name="Check").press("Enter")
    expect(home).to_contain_text("Checked")
    expect(home.get_by_role("button", name="Check")).to_be_focused()
    expect(home.get_by_label("Words")).to_have_value("half")


def test_a_form_opens_from_the_home_tab(pane: Page, gallery: Gallery) -> None:
    """A button of the Home tab opens a form, and the focus comes back to that button though the tab was published anew."""
    gallery.home = {"type": "home", "blocks": EVERY_BLOCK}
    gallery.acted = lambda body, client: (
        client.views_open(trigger_id=body["trigger_id"], view=form(field("Name", "plain_text_input"))),
        client.views_publish(user_id="U0EDITOR", view={"type": "home", "blocks": [*EVERY_BLOCK, EVERY_BLOCK[2]]}),
    )
    home = open_home(pane)
    expect(home).to_contain_text("45 people")
    home.get_by_role("button", name="Check").click()
    expect(home.locator("hr")).to_have_count(2)
    dialog = pane.get_by_role("dialog", name="Form")
    expect(dialog.get_by_label("Name")).to_be_focused()
    pane.keyboard.press("Escape")
    expect(home.get_by_role("button", name="Check")).to_be_focused()


def test_each_person_has_a_home_of_their_own(pane: Page, gallery: Gallery) -> None:
    """The Home tab says plainly that there is none; who is acted as next, there, is shown theirs."""
    home = open_home(pane)
    expect(home).to_have_text("nzdf shows nothing here: it has published no Home for this person.")
    gallery.home = {"type": "home", "blocks": [{"type": "section", "text": plain("Welcome")}]}
    act_as(pane, "reader")
    expect(home).to_have_text("Welcome")


def test_a_file_is_downloaded(pane: Page, gallery: Gallery, tmp_path: Path) -> None:
    """A file that the app uploads stands in the channel by name and size, and its link gives the very bytes."""
    content = "id,place\ns1,Camp Taji\n"
    gallery.client.files_upload_v2(
        channel="C0NEWSROOM", filename="facts.csv", title="Facts", content=content, initial_comment="Here"
    )
    file = articles(pane).last.get_by_role("link", name="Download Facts")
    expect(file).to_contain_text(f"CSV · {len(content)} bytes")
    with pane.expect_download() as waiting:
        file.click()
    assert waiting.value.suggested_filename == "facts.csv"
    waiting.value.save_as(tmp_path / "facts.csv")
    assert (tmp_path / "facts.csv").read_text(encoding="utf-8") == content
