"""Recording and changing facts in Slack, with the real bot at the playground over both transports."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.desk import Desk, open_desk
from bot.editing.proposals import Draft, Proposal, ProposedRow
from bot.office import Office
from bot.playground.command import settings_for
from bot.playground.delivery import Timing
from bot.playground.server import Playground
from bot.playground.state import Person, SlackError, Trigger
from bot.render.forms import typed
from bot.slack.app import build_app
from bot.slack.board import Board
from bot.slack.socket import Line, Stop
from bot.store.proposals import approve, audit_trail, proposal, propose, unposted
from tests.conftest import NOW, TODAY

from .editors import NEW_SOURCE, REVIEW, STRENGTH, Editor, values, words
from .server_parts import Json, client, quiet, until


@pytest.fixture
def playground() -> Iterator[Playground]:
    """A playground with the repository's own manifest, whose retries come soon."""
    made = Playground(timing=Timing(ack=3, retries=(0.2, 1, 3)))
    made.start()
    yield made
    made.stop()


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
    form = editor.refresh("from", {"from": "january"})
    assert hint(form, "from") == "Which year? “January” needs one. Write january 2026 or january 2025."


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
        ({"new_url": "ftp://example.org"}, {"new_url": "That is not a link that can be kept"}),
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
    seen = editor.proposal(number)
    second.press(seen["ts"], "approve")
    second.proposal(number, "approved")
    with own_desk.store.looking() as connection:
        assert connection.execute("SELECT count(*) FROM audit WHERE what = 'approved'").fetchone()[0] == 1
    editor.press_as_seen(seen, "reject")
    errors = editor.send({"why": "Too late"}) or {}
    assert errors["why"].startswith(f"Proposal {number} was already approved by U0SECOND ")
    editor.press_as_seen(seen, "approve")
    told = editor.wait_for(lambda body: "already" in body["text"], REVIEW)
    assert told["text"].startswith(f"Proposal {number} was already approved by <@U0SECOND> ")


def typed_in(view: Json) -> dict[str, str]:
    """What stands in a form, as the bot would read it."""
    return typed({"state": {"values": values(view, {})}})


def hint(view: Json, name: str) -> str:
    """What stands under a field."""
    return str(next(block["hint"]["text"] for block in view["blocks"] if block["block_id"] == name))


def test_a_correction_shows_what_it_replaces(bot: Playground, own_desk: Desk) -> None:
    """From the menu on a row of an answer a form opens with the row in it; the review shows what stood before."""
    editor, second = Editor(bot), Editor(bot, "second")
    editor.command("newsroom", "/nzdf status iraq on 2020-01-10")
    editor.select(editor.messages()[-1]["ts"], "row", "correct:strengths:taji-2020-01")
    form = editor.form()
    assert typed_in(form)["count"] == "45"
    assert editor.send({"count": "46"}) == {"why": "Say why; the reviewer and the history need a reason."}
    changed = {"count": "46", "why": "Counted again"}
    assert editor.send(changed) is None
    assert "Before: " in words(editor.form())
    assert editor.send(changed) is None
    posted = editor.proposal(1)
    assert "count: 45 → 46" in words(posted)
    second.press(posted["ts"], "approve")
    second.proposal(1, "approved")
    assert "46" in own_desk.ask("status taji on 2020-01-10").headline


def test_a_retraction_needs_a_reason_and_is_undone(bot: Playground, own_desk: Desk) -> None:
    """A row is retracted through review; undo proposes to bring it back, through review again."""
    editor, second = Editor(bot), Editor(bot, "second")
    editor.command("newsroom", "/nzdf status iraq on 2020-01-10")
    editor.select(editor.messages()[-1]["ts"], "row", "retract:strengths:baghdad-2020-01")
    assert "count: 5" in words(editor.form())
    assert editor.send({"why": "Never so"}) is None
    second.press(editor.proposal(1)["ts"], "approve")
    decided = second.proposal(1, "approved")
    assert "baghdad-2020-01" not in [row["id"] for row in own_desk.ask("timeline baghdad").rows]
    second.press(decided["ts"], "undo")
    assert second.send({"why": "It was so"}) is None
    undoing = second.proposal(2)
    assert "undo change" in words(undoing)
    editor.press(undoing["ts"], "approve")
    editor.proposal(2, "approved")
    assert "baghdad-2020-01" in [row["id"] for row in own_desk.ask("timeline baghdad").rows]


def test_a_stale_count_is_checked_and_unchanged(bot: Playground, own_desk: Desk) -> None:
    """One press on a stale row and a source: the count speaks again from the day checked."""
    editor, second = Editor(bot), Editor(bot, "second")
    before = next(row for row in own_desk.ask("status ukraine").rows if row["strength"] == "st-ukr-2025")
    assert before["state"] == "mandated"
    editor.command("newsroom", "/nzdf status ukraine")
    editor.select(editor.messages()[-1]["ts"], "row", "confirm:strengths:st-ukr-2025")
    assert editor.form()["title"]["text"] == "Checked, unchanged"
    typed = {"from": "20 november 2026", **NEW_SOURCE, "new_published": "20 november 2026"}
    editor.refresh("source", typed)
    assert editor.send(typed) is None
    assert editor.send(typed) is None
    second.press(editor.proposal(1)["ts"], "approve")
    second.proposal(1, "approved")
    after = own_desk.ask("status ukraine").rows[0]
    assert (after["count"], after["from"], after["state"]) == (before["count"], "2026-11-20", "current")


def test_an_edited_proposal_is_shown_anew_and_its_editor_cannot_approve_it(bot: Playground) -> None:
    """Edit puts other rows in an open proposal; whoever wrote any of it leaves the decision to others."""
    editor, second = Editor(bot), Editor(bot, "second")
    number = editor.propose(STRENGTH | NEW_SOURCE)
    posted = editor.proposal(number)
    second.press(posted["ts"], "edit")
    assert typed_in(second.form())["new_url"] == NEW_SOURCE["new_url"]
    for _ in range(2):
        assert second.send({"count": "about 13"}) is None
    assert "was changed" in second.told()
    changed = second.wait_for(lambda body: "qualifier: about" in words(body), REVIEW)
    assert "count: 13" in words(changed)
    second.press(posted["ts"], "approve")
    assert "may not approve" in second.wait_for(lambda body: "may not approve" in body["text"], REVIEW)["text"]


def test_a_proposal_whose_base_moved_shows_the_difference(bot: Playground, own_desk: Desk) -> None:
    """Where what a proposal corrects was changed meanwhile, nothing is decided, and the difference is shown."""
    editor, second = Editor(bot), Editor(bot, "second")
    for count in ("46", "47"):
        editor.command("newsroom", "/nzdf status iraq on 2020-01-10")
        editor.select(editor.messages()[-1]["ts"], "row", "correct:strengths:taji-2020-01")
        for _ in range(2):
            assert editor.send({"count": count, "why": "Counted again"}) is None
    second.press(editor.proposal(1)["ts"], "approve")
    second.proposal(1, "approved")
    second.press(second.proposal(2)["ts"], "approve")
    told = second.wait_for(lambda body: "moved since" in body["text"] and "proposed" in body["text"], REVIEW)
    difference = "count: was “45”, is now “46”, proposed “47”"
    assert difference in told["text"]
    assert second.wait_for(lambda body: "Proposal 2:" in body["text"] and difference in words(body), REVIEW)
    assert "46" in own_desk.ask("status taji on 2020-01-10").headline


def test_the_home_shows_the_day_and_what_waits(bot: Playground) -> None:
    """The App Home has today's picture, the reader's proposals and what waits for them, and follows a decision."""
    editor, second = Editor(bot), Editor(bot, "second")
    second.open_home()
    bot.run(until(bot, lambda: "Nothing waits" in words(bot.workspace.homes.get(second.who.id) or {})))
    shown = words(bot.workspace.homes[second.who.id])
    assert all(part in shown for part in ("Today", "Current missions", "What ends next", "What went stale"))
    number = editor.propose(STRENGTH | NEW_SOURCE)
    bot.run(until(bot, lambda: f"Proposal {number}:" in words(bot.workspace.homes[second.who.id])))
    second.press_view(bot.workspace.homes[second.who.id]["id"], "approve")
    second.proposal(number, "approved")


def test_export_sends_csv_files(bot: Playground) -> None:
    """The files come in a direct message; what a spreadsheet would run is neutralised."""
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf export taji")
    sent = editor.wait_for(lambda body: bool(body.get("files")), "dm")
    assert {file["name"] for file in sent["files"]} >= {"strengths.csv", "sources.csv", "places.csv", "deployments.csv"}
    editor.command("newsroom", "/nzdf export narnia")
    assert editor.wait_for(lambda body: "narnia" in body["text"])["text"] == "No place or mission held here is called “narnia”."
    editor.command("newsroom", "/nzdf export camp humphreys")
    assert editor.wait_for(lambda body: "No fact is held on “camp humphreys”" in body["text"])


def test_without_the_scope_export_says_what_is_missing(bot: Playground) -> None:
    """Where files:write is missing the person reads which scope to add."""
    bot.workspace.manifest["oauth_config"]["scopes"]["bot"].remove("files:write")
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf export taji")
    told = editor.wait_for(lambda body: "files:write" in body["text"])
    assert "lacks the scope files:write; add it under OAuth & Permissions".replace("&", "&amp;") in told["text"]


def test_a_proposal_that_cannot_be_posted_is_kept(bot: Playground) -> None:
    """Where the review channel is closed to the bot the author is told what to do, and the proposal waits in the App Home."""
    bot.workspace.channels["C0REVIEW"].archived = True
    editor, second = Editor(bot), Editor(bot, "second")
    number = editor.propose(STRENGTH | NEW_SOURCE)
    told = editor.wait_for(lambda body: "could not be posted" in body["text"], "dm")
    assert "the review channel is archived" in told["text"]
    second.open_home()
    bot.run(until(bot, lambda: f"Proposal {number}:" in words(bot.workspace.homes.get(second.who.id) or {})))


def test_hostile_words_stay_words(bot: Playground) -> None:
    """What an editor types can ping nobody and forge no link in the review channel."""
    editor = Editor(bot)
    number = editor.propose(
        STRENGTH | NEW_SOURCE | {"new_title": "<!channel> <https://evil.example|RNZ> `x` *y*", "why": "<!here>"}
    )
    posted = editor.proposal(number)
    assert "<!channel>" not in posted["text"]
    assert "<!here>" not in posted["text"]
    marked = [block for block in posted["blocks"] if "mrkdwn" in str(block)]
    assert all("<!" not in words({"blocks": [block]}) and "evil.example|" not in str(block) for block in marked)


def test_history_names_who_did_it_and_undoes_it(bot: Playground) -> None:
    """The history of a subject shows who changed what and why; an editor takes a change back from there."""
    editor, second = Editor(bot), Editor(bot, "second")
    number = editor.propose(STRENGTH | NEW_SOURCE | {"why": "From the minister"})
    second.press(editor.proposal(number)["ts"], "approve")
    second.proposal(number, "approved")
    second.command("newsroom", "/nzdf history taji")
    shown = second.messages()[-1]
    assert "<@U0EDITOR> added" in words(shown)
    assert {"type": "user", "user_id": "U0EDITOR"} in shown["blocks"][0]["elements"][0]["elements"]
    assert "approved by <@U0SECOND>: “From the minister”" in words(shown)
    menu = next(block["accessory"] for block in shown["blocks"] if "accessory" in block)
    second.select(shown["ts"], "row", menu["options"][0]["value"])
    assert second.send({"why": "Not so"}) is None
    assert "undo change" in words(second.proposal(number + 1))


def test_a_form_opens_while_the_store_is_locked(bot: Playground, own_desk: Desk) -> None:
    """A long write holds up no form: it opens at once, and is filled from what stands."""
    editor = Editor(bot)
    writer = open_desk(own_desk.store.path, lambda: NOW, TODAY).store
    with writer.writing():
        editor.command("newsroom", "/nzdf add strength 45 troops at camp taji")
        assert editor.state()["modals"]
        assert typed_in(editor.form())["count"] == "45"
        for _ in range(2):
            errors = editor.send(STRENGTH | {"source": "herald-2020-01-contingency"})
        assert errors and "locked by another process" in next(iter(errors.values()))
        assert typed_in(editor.form())["count"] == "12"
    assert editor.send(STRENGTH | {"source": "herald-2020-01-contingency"}) is None
    assert "waits for review" in editor.told()
    writer.close()


def test_an_expired_trigger_is_told(bot: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Slack no longer lets a form open the person is told to ask again."""
    monkeypatch.setattr(bot.workspace, "take_trigger", _expired)
    editor = Editor(bot)
    editor.command("newsroom", "/nzdf add strength")
    told = editor.wait_for(lambda body: "ask for it once more" in body["text"])
    assert told["text"] == "Slack had closed the door for a form before it could be opened; ask for it once more."


def _expired(_number: str) -> Trigger:
    raise SlackError("expired_trigger_id")


def test_a_delivery_that_comes_twice_proposes_and_decides_once(bot: Playground, own_desk: Desk) -> None:
    """The same submission in two envelopes makes one proposal, the same click one decision."""
    editor, second = Editor(bot), Editor(bot, "second")
    editor.command("newsroom", "/nzdf add strength")
    typed = STRENGTH | {"source": "herald-2020-01-contingency"}
    assert editor.send(typed) is None
    bot.faults.twice = 1
    editor.send(typed)
    posted = editor.proposal(1)
    bot.faults.twice = 1
    second.press(posted["ts"], "approve")
    second.proposal(1, "approved")
    editor.wait_for(lambda body: "approved" in body["text"], "dm")
    bot.run(quiet(bot))
    assert [line.what for line in audit_trail(own_desk.store)] == ["proposed", "approved"]
    assert sum("approved" in message["text"] for message in editor.messages("dm")) == 1


@pytest.fixture
def grouped(playground: Playground, own_desk: Desk) -> Iterator[Playground]:
    """The bot with its editors and reviewers named by a user group."""
    settings = replace(settings_for(playground), editors=("S0EDITORS",), reviewers=("S0EDITORS",))
    line = Line(settings, build_app(settings, own_desk), Stop())
    line.open()
    yield playground
    line.close()


def test_a_user_group_names_the_editors(grouped: Playground) -> None:
    """The members of a group may edit, others may not; a menu is offered once the group is known."""
    editor, reader = Editor(grouped), Editor(grouped, "reader")
    editor.command("newsroom", "/nzdf add strength")
    assert editor.form()["callback_id"] == "fact"
    reader.command("newsroom", "/nzdf add strength")
    assert "does not name you" in reader.told()


def test_a_role_lost_between_opening_and_sending_is_noticed(grouped: Playground, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever is no editor any more when the form is sent off is refused beside it, and nothing is proposed."""
    monkeypatch.setattr("bot.slack.who.KEPT_SECONDS", 0)
    editor = Editor(grouped)
    editor.command("newsroom", "/nzdf add strength")
    editor.form()
    grouped.workspace.groups["S0EDITORS"].users.remove(editor.who.id)
    errors = editor.send(STRENGTH) or {}
    assert next(iter(errors.values())).startswith("Only editors may change the facts")


def test_a_group_that_cannot_be_read_holds_nobody(grouped: Playground) -> None:
    """Without the scope for groups nobody is an editor by a group, and the sentence says why."""
    grouped.workspace.manifest["oauth_config"]["scopes"]["bot"].remove("usergroups:read")
    editor = Editor(grouped)
    editor.command("newsroom", "/nzdf add strength")
    assert "The user group S0EDITORS could not be read (missing_scope), so it counts as empty." in editor.told()


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"disk_is_wiped": True}, "this host wipes its disk at each restart"),
        ({"editors": (), "reviewers": ()}, "set NZDF_EDITORS to the member ids or user groups of the editors"),
    ],
)
def test_where_nothing_can_be_changed_the_sentence_says_what_to_set(
    playground: Playground, own_desk: Desk, setting: Json, said: str
) -> None:
    """A disk known to be wiped, and no editors, are told in the form that opens."""
    settings = replace(settings_for(playground), **setting)
    line = Line(settings, build_app(settings, own_desk), Stop())
    line.open()
    editor = Editor(playground)
    editor.command("newsroom", "/nzdf add strength")
    assert said in editor.told()
    line.close()


def test_a_single_editor_approves_and_the_answer_says_unreviewed(playground: Playground, own_desk: Desk) -> None:
    """With NZDF_SINGLE_EDITOR the author may approve; an answer that rests on it says unreviewed."""
    settings = replace(settings_for(playground), single_editor=True)
    line = Line(settings, build_app(settings, own_desk), Stop())
    line.open()
    editor = Editor(playground)
    number = editor.propose(STRENGTH | NEW_SOURCE)
    editor.press(editor.proposal(number)["ts"], "approve")
    editor.proposal(number, "approved")
    assert "unreviewed" in str(own_desk.ask("status taji").warnings)
    line.close()


def test_people_of_other_organisations_may_not_ask(bot: Playground) -> None:
    """Somebody from another organisation in a shared channel is told whom the bot answers, and changes nothing."""
    bot.workspace.add_person(Person("guest", "U0GUEST1", "Guest", team="T0OTHER"))
    guest, editor = Editor(bot, "guest"), Editor(bot)
    guest.say("newsroom", "@nzdf status iraq")
    told = guest.wait_for(lambda body: "its own organisation" in body["text"])
    assert (
        told["text"] == "This bot answers people of its own organisation only; NZDF_OTHER_ORGANISATIONS=ask lets others ask too."
    )
    number = editor.propose(STRENGTH | NEW_SOURCE)
    guest.press(guest.proposal(number)["ts"], "approve")
    assert guest.wait_for(lambda body: "its own organisation" in body["text"], REVIEW)
    editor.proposal(number)


def test_the_home_lets_its_reader_see_and_withdraw(bot: Playground) -> None:
    """A proposal is shown whole from the App Home, and its author takes it back there."""
    editor = Editor(bot)
    number = editor.propose(STRENGTH | NEW_SOURCE)
    editor.open_home()
    bot.run(until(bot, lambda: f"Proposal {number}:" in words(bot.workspace.homes.get(editor.who.id) or {})))
    view = bot.workspace.homes[editor.who.id]["id"]
    editor.press_view(view, "show")
    assert "count: 12" in editor.told()
    editor.close(editor.state()["modals"][-1]["id"])
    editor.press_view(view, "withdraw")
    assert "Withdrawn by <@U0EDITOR>" in words(editor.proposal(number, "withdrawn"))


def test_an_approval_of_what_was_edited_meanwhile_decides_nothing(bot: Playground, own_desk: Desk) -> None:
    """A click on the message as it stood before an edit approves nothing; the message shows what there is to decide on now."""
    editor, second = Editor(bot), Editor(bot, "second")
    number = editor.propose(STRENGTH | NEW_SOURCE)
    seen = editor.proposal(number)
    editor.press(seen["ts"], "edit")
    changed = typed_in(editor.form()) | {"count": "99"}
    assert editor.send(changed) is None
    assert editor.send(changed) is None
    second.wait_for(lambda body: "count: 99" in words(body), REVIEW)
    second.press_as_seen(seen, "approve")
    assert second.wait_for(lambda body: "was edited since you looked at it" in body["text"], REVIEW)
    second.press(second.proposal(number)["ts"], "approve")
    second.proposal(number, "approved")
    assert "99" in own_desk.ask("status taji").headline


def test_the_message_ends_in_the_true_state(bot: Playground, own_desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a proposal is approved while an older view of it is on its way to Slack, the approval is what stays on the screen."""
    editor, second = Editor(bot), Editor(bot, "second")
    number = editor.propose(STRENGTH | NEW_SOURCE)
    posted = editor.proposal(number)
    made: list[object] = []

    def slowly(self: Office, proposal: Proposal, note: str = "") -> object:
        """Between reading the proposal and showing it, another process approves it."""
        made.append(proposal.state)
        if len(made) == 1:
            approve(own_desk.store, number, second.who.id)
        return real(self, proposal, note)

    real = Office.review
    monkeypatch.setattr(Office, "review", slowly)
    editor.press(posted["ts"], "approve")
    editor.proposal(number, "approved")
    assert made == ["open", "approved"]


def test_what_was_imported_is_posted_once(bot: Playground, own_desk: Desk) -> None:
    """A proposal that no process posted, such as one from a file, comes to the review channel with the next tick, and once."""
    source = {"url": "https://example.org/a", "publisher": "RNZ", "title": "T", "published": "2026-11-20", "kind": "news"}
    made = propose(own_desk.store, Draft("import", (ProposedRow("sources", "", "add", source),)), "U0EDITOR")
    boards = [Board(client(bot), settings_for(bot), Office(own_desk)) for _ in range(2)]
    for board in boards:
        board.post_waiting()
    editor = Editor(bot)
    assert editor.proposal(made.number)["ts"] == proposal(own_desk.store, made.number).ts
    assert len([body for body in editor.messages(REVIEW) if f"Proposal {made.number}:" in body["text"]]) == 1
    assert unposted(own_desk.store) == []


def test_what_slack_refused_is_not_tried_at_every_tick(bot: Playground, own_desk: Desk) -> None:
    """Where the review channel is closed a proposal is left alone for a day, also once the channel is open again."""
    bot.workspace.channels["C0REVIEW"].archived = True
    editor = Editor(bot)
    number = editor.propose(STRENGTH | NEW_SOURCE)
    editor.wait_for(lambda body: "could not be posted" in body["text"], "dm")
    bot.workspace.channels["C0REVIEW"].archived = False
    Board(client(bot), settings_for(bot), Office(own_desk)).post_waiting()
    assert unposted(own_desk.store) == [number]
