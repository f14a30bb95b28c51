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
from bot.slack.app import build_app
from bot.slack.socket import Stop
from tests.conftest import NOW, TODAY

from .editors import NEW_SOURCE, REVIEW, STRENGTH, Editor, words
from .server_parts import over_http


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
