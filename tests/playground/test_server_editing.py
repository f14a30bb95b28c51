"""Recording and changing facts in Slack, with the real bot at the playground over both transports."""

import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from bot.desk import Desk, open_desk
from bot.playground.command import connect, settings_for
from bot.playground.delivery import Timing
from bot.playground.server import Playground
from bot.render.forms import typed
from bot.slack.app import build_app
from bot.slack.socket import Stop
from tests.conftest import NOW, TODAY

from .editors import NEW_SOURCE, REVIEW, STRENGTH, Editor, values, words
from .server_parts import Json, over_http


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground with the repository's own manifest, whose retries come soon."""
    made = Playground(timing=Timing(ack=3, retries=(0.2, 1, 3)))
    made.start()
    yield made
    made.stop()


@pytest.fixture
def own_desk(shipped_store: Path, tmp_path: Path) -> Iterator[Desk]:
    """A desk on a copy of the shipped facts."""
    desk = open_desk(Path(shutil.copy(shipped_store, tmp_path / "facts.db")), lambda: NOW, TODAY)
    yield desk
    desk.store.close()


@pytest.fixture(params=["socket", "http"])
def bot(request: pytest.FixtureRequest, playground: Playground, own_desk: Desk) -> Iterator[Playground]:
    """The playground with the real bot in it, over each transport."""
    with ExitStack() as stack:
        if request.param == "http":
            stack.enter_context(over_http(build_app(settings_for(playground, "http"), own_desk), playground))
        else:
            stack.callback(connect(playground, own_desk, Stop()).close)
        yield playground


def test_a_fact_with_a_new_source_is_recorded_reviewed_and_answered(bot: Playground, own_desk: Desk) -> None:
    """An editor records a count with its source, a second one approves it, and the next answer holds it."""
    editor, second = Editor(bot), Editor(bot, "second")
    editor.command("newsroom", "/nzdf add strength")
    form = editor.refresh("source", STRENGTH | {"source": "new"})
    assert [block["block_id"] for block in form["blocks"] if block["block_id"].startswith("new_")] == list(NEW_SOURCE)[1:]
    typed = STRENGTH | NEW_SOURCE
    assert editor.send(typed) is None
    checked = editor.form()
    assert checked["submit"]["text"] == "Propose"
    assert "From: 1 November 2026 (2026-11-01)" in words(checked)
    assert "After: " in words(checked)
    assert editor.send(typed) is None
    assert "waits for review" in editor.told()
    posted = editor.proposal(1)
    assert "The Example" in str(posted["blocks"])
    assert "12" not in own_desk.ask("status taji").headline
    second.press(posted["ts"], "approve")
    assert "Approved by <@U0SECOND>" in words(second.proposal(1, "approved"))
    assert "12" in own_desk.ask("status taji").headline
    assert "was approved by <@U0SECOND>" in editor.wait_for(lambda body: "approved" in body["text"], "dm")["text"]


def test_a_message_fills_the_form(bot: Playground) -> None:
    """The shortcut on a message opens the form with what the message says; a link in it is the source."""
    reader, editor = Editor(bot, "reader"), Editor(bot)
    ts = reader.say("newsroom", "About fifty or so NZDF people at Camp Taji since 10 January 2026 https://www.rnz.co.nz/x/1")
    editor.shortcut("record_fact", ts)
    shown = typed_in(editor.form())
    assert (shown["is"], shown["places"], shown["count"], shown["from"]) == ("strength", "camp-taji", "about 50", "2026-01-10")
    assert (shown["source"], shown["new_url"], shown["new_publisher"]) == ("new", "https://www.rnz.co.nz/x/1", "RNZ")


def test_another_kind_keeps_what_was_typed(bot: Playground) -> None:
    """Choosing another kind of fact changes the form and loses nothing that both have."""
    editor = Editor(bot)
    editor.shortcut("add_fact")
    form = editor.refresh("is", {"is": "mandate", "places": "camp-taji", "note": "Kept"})
    shown = typed_in(form)
    assert (shown["is"], shown["places"], shown["note"], "ends" in shown) == ("mandate", "camp-taji", "Kept", True)


def test_a_date_is_read_back(bot: Playground) -> None:
    """A date that was typed and entered shows how it is read, and one that is none what would be right."""
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf add strength")
    form = editor.refresh("from", {"from": "about march 2020"})
    assert hint(form, "from") == "Read as: About March 2020 (2020-03~)"
    form = editor.refresh("from", {"from": "march"})
    assert hint(form, "from").startswith("Read as: Which year? “March” needs one")


def test_menus_complete_as_one_types(bot: Playground) -> None:
    """Places, missions and sources are found by any part of any of their names, without macrons."""
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf add strength")
    view = editor.form()
    assert editor.options(view, "places", "taji")[0] == ("Camp Taji", "camp-taji")
    assert ("Operation Gallant Phoenix", "gallant-phoenix") in editor.options(view, "deployment", "gallant")
    found = editor.options(view, "source", "contingency")
    assert found[0][1] == "new"
    assert "herald-2020-01-contingency" in [value for _label, value in found]
    assert len(editor.options(view, "source", "a")) <= 100
    assert editor.options(view, "places", "narnia") == []


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"count": "-1"}, {"count": "-1 is less than none; write 0 or more."}),
        ({"to": "2020-01"}, {"to": "“from” (2026-11-01) lies after “to” (2020-01); write a date on or after 2026-11-01."}),
        ({"new_url": "ftp://example.org"}, {"new_url": "That is not a link that can be kept; write an address that begins with http:// or https://."}),
        ({"from": "soon", "count": "many"}, {"from": "“soon” is not a date", "count": "“many” is not a count"}),
    ],
)
def test_errors_stand_beside_their_fields(bot: Playground, typed: dict[str, str], errors: dict[str, str]) -> None:
    """What is wrong is said beside its field in one sentence, and the form stays as it is."""
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf add strength")
    editor.refresh("source", STRENGTH | NEW_SOURCE)
    before = editor.form()
    found = editor.send(STRENGTH | NEW_SOURCE | typed) or {}
    assert found.keys() == errors.keys()
    assert all(found[name].startswith(said) for name, said in errors.items())
    assert editor.form()["hash"] == before["hash"]


def test_a_duplicate_names_the_fact_that_is_held(bot: Playground) -> None:
    """A fact that the store holds already is refused with the id of the row that holds it."""
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf add strength")
    held = {"deployment": "taji-training", "places": "camp-taji", "count": "45", "covers": "whole", "from": "2020-01"}
    errors = editor.send(held | {"source": "herald-2020-01-contingency"}) or {}
    assert "“taji-2020-01”" in str(errors)


def test_a_place_that_would_lie_within_itself_is_refused(bot: Playground) -> None:
    """A correction that makes a circle of places is refused beside the field."""
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf search camp taji")
    answer = editor.messages()[-1]
    editor.select(answer["ts"], "row", "correct:places:camp-taji") if "places:camp-taji" in str(answer) else None
    editor.command("newsroom", "/nzdf add place")
    errors = editor.send({"name": "Nowhere", "kind": "base", "within": "narnia"}) or {}
    assert "within" in errors


def test_a_rejected_proposal_tells_its_author_why(bot: Playground, own_desk: Desk) -> None:
    """A reviewer rejects with a reason, the message says so to all, the author is told, and nothing changed."""
    editor, second = Editor(bot), Editor(bot, "second")
    number = editor.propose(STRENGTH | NEW_SOURCE)
    posted = editor.proposal(number)
    second.press(posted["ts"], "reject")
    assert second.send({"why": "Wrong <!channel> place"}) is None
    shown = second.proposal(number, "rejected")
    assert "Rejected by <@U0SECOND>" in words(shown)
    assert "Wrong &lt;!channel&gt; place" in words(shown)
    told = editor.wait_for(lambda body: "rejected" in body["text"], "dm")
    assert told["text"].endswith("Reason: Wrong &lt;!channel&gt; place")
    assert "12" not in own_desk.ask("status taji").headline


def test_the_author_cannot_approve(bot: Playground) -> None:
    """Who wrote a proposal is told that another reviewer decides, and it stays open."""
    editor = Editor(bot)
    number = editor.propose(STRENGTH | NEW_SOURCE)
    editor.press(editor.proposal(number)["ts"], "approve")
    told = editor.wait_for(lambda body: "may not approve" in body["text"], REVIEW)
    assert told["text"] == f"Who wrote a proposal may not approve it; another reviewer has to decide proposal {number}."
    editor.proposal(number)


def test_a_reader_changes_nothing(bot: Playground) -> None:
    """Somebody who is no editor gets no form, no menu and no decision, and is told who may."""
    reader, editor = Editor(bot, "reader"), Editor(bot)
    reader.command("newsroom", "/nzdf add strength")
    assert reader.told() == "Only editors may change the facts, and NZDF_EDITORS does not name you (U0READER)."
    number = editor.propose(STRENGTH | NEW_SOURCE)
    reader.press(reader.proposal(number)["ts"], "approve")
    told = reader.wait_for(lambda body: "Only reviewers" in body["text"], REVIEW)
    assert told["text"] == "Only reviewers may decide on a change, and NZDF_REVIEWERS does not name you (U0READER)."
    reader.command("newsroom", "/nzdf status ukraine")
    editor.command("newsroom", "/nzdf status ukraine")
    assert '"overflow"' not in str(reader.messages()[-1]["blocks"]).replace("'", '"')
    assert '"overflow"' in str(editor.messages()[-1]["blocks"]).replace("'", '"')


def test_the_second_to_decide_is_told_who_was_first(bot: Playground, own_desk: Desk) -> None:
    """A decided proposal is decided once; whoever comes later is told by whom and when."""
    editor, second = Editor(bot), Editor(bot, "second")
    number = editor.propose(STRENGTH | NEW_SOURCE)
    ts = editor.proposal(number)["ts"]
    second.press(ts, "approve")
    second.proposal(number, "approved")
    with own_desk.store.looking() as connection:
        assert connection.execute("SELECT count(*) FROM audit WHERE what = 'approved'").fetchone()[0] == 1
    stale = editor.press_old(ts, "approve", str(number))
    told = editor.wait_for(lambda body: "already" in body["text"], REVIEW)
    assert told["text"].startswith(f"Proposal {number} was already approved by <@U0SECOND> ")
    assert stale is None


def typed_in(view: Json) -> dict[str, str]:
    """What stands in a form, as the bot would read it."""
    return typed({"state": {"values": values(view, {})}})


def hint(view: Json, name: str) -> str:
    """What stands under a field."""
    return str(next(block["hint"]["text"] for block in view["blocks"] if block["block_id"] == name))
