"""Answers as Slack messages: within Slack's limits, without markup from the data, and the same in words."""

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slackblocks import _limits as theirs

from bot.answer import Answer, Question, Row, Suggestion, Term, Warning
from bot.render import limits
from bot.render.blocks import asked, escape, message
from bot.render.limits import faults
from bot.render.text import clean

TODAY = date(2026, 11, 21)
MARKUP = re.compile(r"<(?!https?://[^<>|\s]+\|[^<>|]+>|@[UW][A-Z0-9]+>)|&(?!amp;|lt;|gt;)")


def source(number: int, url: str = "https://example.org/a", publisher: str = "NZ Herald", published: str = "2020-01-09~") -> Row:
    """A row of the sources."""
    return {"id": f"s{number}", "publisher": publisher, "title": "T", "published": published, "url": url}


def answer(rows: int = 0, kind: str = "status", **fields: Any) -> Answer:
    """An answer with so many rows."""
    question = Question("status", TODAY, (Term("Iraq", ("iraq",)),))
    made = tuple({"text": f"row {n} of it", "source": f"s{n}"} for n in range(rows))
    return Answer(kind, question, "50 people are in Iraq.", **{"rows": made, **fields})


def walk(node: Any) -> Iterator[dict[str, Any]]:
    """Every object in a message."""
    if isinstance(node, dict):
        yield node
        for value in node.values():
            yield from walk(value)
    elif isinstance(node, list):
        for value in node:
            yield from walk(value)


def marked_up(shown: dict[str, Any]) -> list[str]:
    """Every text of a message in which Slack looks for markup."""
    return [shown["text"], *(each["text"] for each in walk(shown["blocks"]) if each.get("type") == "mrkdwn")]


def buttons(shown: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The buttons of a message by their action."""
    return {each["action_id"]: each for each in walk(shown["blocks"]) if each.get("type") == "button"}


def rows_of(shown: dict[str, Any]) -> list[str]:
    """The items of the lists of a message."""
    items = [each["elements"] for each in walk(shown["blocks"]) if each.get("type") == "rich_text_list"]
    return [item["elements"][0]["text"] for group in items for item in group]


words = st.text(max_size=300) | st.sampled_from(
    [
        "",
        "<!channel>",
        "<!here|x>",
        "<@U0VICTIM>",
        "<https://evil.example|NZ Herald>",
        "&lt;!channel&gt;",
        "a|b>c",
        "`*_~",
        "\u202eabc",
        "\x00",
        "\n\n",
        "x" * 5000,
        "&" * 3000,
    ]
)
urls = words | st.sampled_from(["https://example.org/a?b=1&c=2", "http://x", "javascript:alert(1)", "https://e.org/" + "&" * 490])
row_dicts = st.fixed_dictionaries({"text": words, "source": st.sampled_from(["s1", "s2"])})
source_dicts = st.fixed_dictionaries(
    {"id": st.sampled_from(["s1", "s2"]), "publisher": words, "title": words, "published": st.just("2020~"), "url": urls}
)
questions = st.builds(Question, st.sampled_from(["status", "search"]), st.just(TODAY), words=words)
answers = st.builds(
    Answer,
    st.sampled_from(["status", "unclear", "unknown", "help", "sources"]),
    questions,
    words,
    rows=st.lists(row_dicts, max_size=60).map(tuple),
    total=st.none() | st.fixed_dictionaries({"text": words}),
    warnings=st.lists(st.builds(Warning, st.just("stale"), words), max_size=12).map(tuple),
    suggestions=st.lists(st.builds(Suggestion, words, words), max_size=8).map(tuple),
    sources=st.lists(source_dicts, max_size=40).map(tuple),
    movements=st.lists(row_dicts, max_size=20).map(tuple),
)


@settings(max_examples=150, deadline=None)
@given(answers, st.integers(-1, 5), st.none() | words | st.just("U024BE7LH"))
def test_no_answer_breaks_a_limit_or_brings_markup(made: Answer, page: int, shared_by: str | None) -> None:
    """Whatever stands in the facts, the message keeps Slack's limits and only our own links and mentions are markup."""
    shown = message(made, "/nzdf", page, shared_by)
    assert faults(shown) == []
    assert len(shown["blocks"]) <= 45
    assert sum(len(each["text"]) for each in walk(shown["blocks"]) if isinstance(each.get("text"), str)) <= 10_000
    assert len(shown["text"]) <= 3_000
    assert not re.search("[<>]", shown["text"])
    assert [text for text in marked_up(shown) if MARKUP.search(text)] == []
    assert [text for text in marked_up(shown) if "<@U0VICTIM" in text or "<https://evil" in text] == []
    assert {each["type"] for each in walk(shown["blocks"]) if "type" in each} <= {
        "rich_text", "rich_text_section", "rich_text_list", "text", "context", "mrkdwn", "plain_text", "actions", "button",
    }  # fmt: skip


@given(st.lists(st.text(min_size=1, max_size=900), max_size=80))
def test_every_row_stands_on_exactly_one_page(texts: list[str]) -> None:
    """Turning the pages shows each row once, in its order."""
    made = answer(rows=0)
    made = Answer(made.kind, made.question, made.headline, rows=tuple({"text": text} for text in texts))
    seen: list[str] = []
    page = 1
    while True:
        shown = message(made, "/nzdf", page)
        seen += rows_of(shown)
        if "more" not in buttons(shown):
            break
        page = asked(buttons(shown)["more"]["value"])[1]
    assert seen == [clean(text) for text in texts]


def test_the_text_says_what_the_blocks_say() -> None:
    """A screen reader, which reads the text alone, gets every row, warning and source of the page."""
    made = answer(rows=3, warnings=(Warning("stale", "Old & unconfirmed."),), sources=(source(0), source(1), source(2)))
    shown = message(made, "/nzdf")
    for said in (
        "50 people are in Iraq.",
        "row 0 of it",
        "row 2 of it",
        "⚠ Old &amp; unconfirmed.",
        "NZ Herald, about 9 January 2020",
    ):
        assert said in shown["text"]


def test_a_long_answer_says_how_to_get_the_rest() -> None:
    """What does not fit is counted, and the way to it is said, in the text as in the buttons."""
    shown = message(answer(rows=45), "/nzdf")
    assert shown["text"].endswith("… 25 more lines: use Show more, or ask again with a narrower subject.")
    assert asked(buttons(shown)["more"]["value"]) == ("status Iraq on 2026-11-21", 2)
    assert "more:back" not in buttons(shown)
    last = message(answer(rows=45), "/nzdf", page=9)
    assert rows_of(last)[-1] == "row 44 of it"
    assert asked(buttons(last)["more:back"]["value"])[1] == 2


def test_the_text_is_cut_at_a_line_end() -> None:
    """Text that is too long for one message ends with a whole line and what was left out."""
    made = answer(rows=1, movements=tuple({"text": "m" * 700} for _ in range(8)))
    text = message(made, "/nzdf")["text"]
    assert re.search(r"\n• m{700}\n… \d more lines: ask again with a narrower subject\.$", text)


def test_warnings_come_first_where_not_all_fits() -> None:
    """In text that is cut, what must be known before relying on the answer stands before what can be asked for again."""
    made = answer(rows=25, warnings=(Warning("stale", "Old."), Warning("future", "To come.")))
    assert message(made, "/nzdf")["text"].split("\n")[:4] == [made.headline, "⚠ Old.", "⚠ To come.", "• row 0 of it"]


def test_a_page_names_the_sources_of_its_rows() -> None:
    """Each page has the sources of its own rows, so that no number stands without one."""
    made = answer(rows=45, sources=tuple(source(n, publisher=f"Paper {n}") for n in range(45)))
    context = next(each for each in walk(message(made, "/nzdf", page=3)["blocks"]) if each.get("type") == "mrkdwn")
    assert re.findall(r"Paper (\d+)", context["text"]) == ["40", "41", "42", "43", "44"]


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a?b=1&c=2", "<https://example.org/a?b=1&amp;c=2|NZ Herald, about 9 January 2020>"),
        ("http://example.org", "<http://example.org|NZ Herald, about 9 January 2020>"),
        ("javascript:alert(1)", "NZ Herald, about 9 January 2020"),
        ("https://example.org/a|b", "NZ Herald, about 9 January 2020"),
        ("https://example.org/> <!channel>", "NZ Herald, about 9 January 2020"),
        ("", "NZ Herald, about 9 January 2020"),
    ],
)
def test_only_web_addresses_become_links(url: str, linked: str) -> None:
    """A source is linked where its address is one of the web, and named plainly where it is not."""
    context = next(
        each for each in walk(message(answer(sources=(source(1, url),)), "/nzdf")["blocks"]) if each.get("type") == "mrkdwn"
    )
    assert context["text"] == f"Source: {linked}"


def test_what_was_not_understood_offers_suggestions_and_no_share() -> None:
    """An unclear question gets at most five buttons with questions that would be understood."""
    offered = tuple(Suggestion(f"Try {n} " + "x" * 90, f"status {n}") for n in range(7))
    found = buttons(message(answer(kind="unclear", suggestions=offered), "/nzdf"))
    assert list(found) == ["ask:0", "ask:1", "ask:2", "ask:3", "ask:4"]
    assert asked(found["ask:3"]["value"]) == ("status 3", 1)
    assert len(found["ask:0"]["text"]["text"]) == 75


def test_a_shared_answer_names_its_question_and_has_no_buttons() -> None:
    """What a channel sees says who shared it and how to ask it again with the same day."""
    shown = message(answer(rows=45), "/nzdf", shared_by="U024BE7LH")
    assert buttons(shown) == {}
    assert [each["text"] for each in shown["blocks"][-1]["elements"]] == [
        "Shared by <@U024BE7LH>",
        "· /nzdf status Iraq on 2026-11-21 (25 more)",
    ]
    assert shown["text"].endswith("… 25 more lines: ask /nzdf status Iraq on 2026-11-21.")


def test_a_member_that_is_no_member_is_not_mentioned() -> None:
    """Only something that looks like a member's id becomes a mention."""
    assert message(answer(), "/nzdf", shared_by="!channel")["blocks"][-1]["elements"][0]["text"] == "Shared by a member"


def test_a_command_too_long_for_a_button_has_no_button() -> None:
    """A button that could not hold its question is left out."""
    made = Answer("search", Question("search", TODAY, words="x" * 2_000), "Nothing found.")
    assert buttons(message(made, "/nzdf")) == {}


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("Mānoa – “x”", "Mānoa – “x”"),
        ("a\u202eb\u2066c", "abc"),
        ("a\x00b\nc", "a b c"),
        ("", "–"),
        (" \u200b\n", "–"),
        ("\ud800", "–"),
    ],
)
def test_marks_that_hide_or_turn_text_are_dropped(text: str, cleaned: str) -> None:
    """Text keeps its letters and macrons, loses control characters, and is never empty."""
    assert clean(text) == cleaned


def test_escaping_is_done_once() -> None:
    """The three characters of Slack's markup are escaped, nothing else."""
    assert escape("<a> & “b” &lt;") == "&lt;a&gt; &amp; “b” &amp;lt;"


@pytest.mark.parametrize("value", ["", "[]", "{}", '{"q": 1}', '{"q": "x", "p": null}', "status"])
def test_a_foreign_button_value_is_refused(value: str) -> None:
    """Only the value of one of our buttons is read."""
    with pytest.raises(ValueError):
        asked(value)


def test_our_limits_are_those_of_slackblocks() -> None:
    """Our table of limits agrees with that of an independent library where both know one."""
    assert limits.MESSAGE_BLOCKS == theirs.MESSAGE_BLOCKS_MAX_ITEMS
    assert limits.VIEW_BLOCKS == theirs.VIEW_BLOCKS_MAX_ITEMS
    assert limits.SECTION_FIELDS == theirs.SECTION_FIELDS_MAX_ITEMS
    assert limits.CONTEXT_ELEMENTS == theirs.CONTEXT_ELEMENTS_MAX_ITEMS
    assert limits.ACTIONS_ELEMENTS == theirs.ACTIONS_ELEMENTS_MAX_ITEMS
    assert limits.ACTION_ID == theirs.ACTION_ID_MAX_LENGTH
    assert limits.BLOCK_ID == theirs.BLOCK_ID_MAX_LENGTH
    assert limits.CALLBACK_ID == theirs.VIEW_CALLBACK_ID_MAX_LENGTH
    assert limits.BUTTON_TEXT == theirs.BUTTON_TEXT_MAX_LENGTH
    assert limits.BUTTON_VALUE == theirs.BUTTON_VALUE_MAX_LENGTH
    assert limits.URL == theirs.BUTTON_URL_MAX_LENGTH == theirs.IMAGE_IMAGE_URL_MAX_LENGTH
    assert limits.VIEW_TITLE == theirs.VIEW_TITLE_MAX_LENGTH == theirs.VIEW_CLOSE_MAX_LENGTH == theirs.VIEW_SUBMIT_MAX_LENGTH
    assert limits.VIEW_METADATA == theirs.VIEW_PRIVATE_METADATA_MAX_LENGTH
    assert limits.TEXT == theirs.TEXT_MAX_LENGTH == theirs.SECTION_TEXT_MAX_LENGTH
    assert limits.HEADER == theirs.HEADER_TEXT_MAX_LENGTH
    assert limits.FIELD == theirs.SECTION_FIELDS_ITEM_MAX_LENGTH
    assert limits.ALT_TEXT == theirs.IMAGE_ALT_TEXT_MAX_LENGTH
    assert limits.LABEL == theirs.INPUT_LABEL_MAX_LENGTH == theirs.INPUT_HINT_MAX_LENGTH


def section(text: str = "x", kind: str = "mrkdwn", **other: Any) -> dict[str, Any]:
    """A section block."""
    return {"type": "section", "text": {"type": kind, "text": text}, **other}


def button(**other: Any) -> dict[str, Any]:
    """A button."""
    return {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "Go"}, **other}


def rich(*elements: dict[str, Any]) -> dict[str, Any]:
    """A rich text with one section."""
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        (section(""), "is empty"),
        (section("x" * 3001), "3001 characters"),
        (section("x", "markdown"), "must be a text object"),
        ({"type": "section"}, "needs a text or fields"),
        (section(fields=[{"type": "mrkdwn", "text": "x"}] * 11), "at most 10 fields"),
        (section(fields=[{"type": "mrkdwn", "text": "x" * 2001}]), "2001 characters"),
        (section(block_id="b" * 256), "block_id"),
        (section(accessory=button(url="nowhere")), "not a valid URL"),
        ({"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}, "151 characters"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "must be a text object"),
        ({"type": "context", "elements": []}, "1 to 10 elements"),
        ({"type": "context", "elements": [{"type": "mrkdwn", "text": "x", "emoji": True}]}, "emoji is only"),
        ({"type": "context", "elements": [{"type": "plain_text", "text": "x", "verbatim": True}]}, "verbatim is only"),
        ({"type": "actions", "elements": [button(), button()]}, "the same action_id"),
        ({"type": "actions", "elements": []}, "1 to 25 elements"),
        ({"type": "actions", "elements": [button(value="v" * 2001)]}, "2000 characters"),
        ({"type": "actions", "elements": [button(text={"type": "plain_text", "text": "x" * 76})]}, "76 characters"),
        ({"type": "actions", "elements": [button(style="blue")]}, "primary or danger"),
        ({"type": "actions", "elements": [button(action_id="")]}, "action_id must"),
        ({"type": "image", "image_url": "https://e.org/x", "alt_text": ""}, "alt_text is empty"),
        ({"type": "image", "image_url": "https://e.org/" + "x" * 3000, "alt_text": "x"}, "more than 3000"),
        ({"type": "rich_text", "elements": []}, "empty"),
        (rich(), "rich_text_section is empty"),
        (rich({"type": "text", "text": ""}), "element is empty"),
        (rich({"type": "link", "url": "x"}), "not a valid URL"),
        (rich({"type": "table"}), "not an element"),
        ({"type": "rich_text", "elements": [{"type": "text", "text": "x"}]}, "not a part"),
        ({"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "dash", "elements": [{}]}]}, "bullet or ordered"),
        ({"type": "table", "rows": []}, "not one that this bot sends"),
        ({"type": "input", "label": {"type": "mrkdwn", "text": "x"}, "element": {}}, "must be a text object"),
    ],
)
def test_the_checker_finds_what_slack_would_refuse(block: dict[str, Any], fault: str) -> None:
    """Each limit of Slack's has its sentence."""
    found = faults({"text": "x", "blocks": [block]})
    assert any(fault in each and each.startswith("block 0: ") for each in found), found


@pytest.mark.parametrize(
    ("whole", "fault"),
    [
        ({"text": "", "blocks": []}, "text is empty"),
        ({"text": "x" * 4001}, "4001 characters"),
        ({"text": "x", "blocks": [{"type": "divider"}] * 51}, "51 blocks"),
        ({"text": "x", "blocks": [section("x" * 2900)] * 5}, "14500 characters in all"),
        ({"text": "x", "blocks": [{"type": "divider", "block_id": "b"}] * 2}, "the same block_id"),
        ({"type": "modal", "blocks": [section()]}, "the view's title"),
        ({"type": "modal", "title": {"type": "plain_text", "text": "x" * 25}, "blocks": [section()]}, "25 characters"),
        ({"type": "home", "blocks": []}, "no blocks"),
        ({"type": "home", "blocks": [section()], "private_metadata": "x" * 3001}, "private_metadata"),
        ({"type": "home", "blocks": [section()], "callback_id": "x" * 256}, "callback_id"),
        ({"type": "home", "blocks": [{"type": "divider"}] * 101}, "101 blocks"),
        (
            {
                "type": "modal",
                "title": {"type": "plain_text", "text": "x"},
                "blocks": [
                    {"type": "input", "label": {"type": "plain_text", "text": "x"}, "element": {"type": "plain_text_input"}}
                ],
            },
            "needs a submit button",
        ),
    ],
)
def test_the_checker_looks_at_the_whole(whole: dict[str, Any], fault: str) -> None:
    """Messages and views have limits of their own."""
    assert any(fault in each for each in faults(whole)), faults(whole)


def test_a_message_can_be_sent_as_json() -> None:
    """A message is plain data."""
    shown = message(answer(rows=2, sources=(source(0),)), "/nzdf")
    assert json.loads(json.dumps(shown)) == shown
