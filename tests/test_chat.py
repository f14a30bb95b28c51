"""The terminal conversation: completion, an answer as it is written, history, and one real conversation in a terminal."""

import os
import pty
import re
import select
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, InMemoryHistory
from rich.console import Console

from bot.answer import Answer, Question, Suggestion, Warning
from bot.chat import Names, _history, show
from bot.desk import Desk
from bot.names import Gazetteer, Place
from handlers import verbs
from tests.conftest import ROOT, TODAY, Ask

Offered = Callable[[str], list[str]]


@pytest.fixture
def offered(desk: Desk) -> Offered:
    """What is offered after a text, by what would then stand there."""
    with desk.store.reading() as snapshot:
        names = Names(snapshot.names)

    def after(text: str) -> list[str]:
        found = names.get_completions(Document(text), CompleteEvent())
        return [text[: len(text) + each.start_position] + each.text for each in found]

    return after


def test_a_verb_comes_first(offered: Offered) -> None:
    """An empty line offers every verb, in the order of help; a letter narrows them."""
    assert offered("") == [f"{verb} " for verb in verbs()]
    assert offered("s") == ["status ", "sources ", "search "]
    assert offered("  ma") == ["  mandate "]
    assert offered("xyz") == []


@pytest.mark.parametrize("typed", ["STAT", "Status"])
def test_a_verb_is_completed_in_any_letter_case(offered: Offered, typed: str) -> None:
    """The language does not care about case, so completion does not."""
    assert "status " in offered(typed)


@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        ("status ira", "status iraq"),
        ("status camp t", "status camp taji"),
        ("STATUS Camp T", "STATUS camp taji"),
        ("mandate resolute s", "mandate resolute support mission headquarters"),
        ("status nou", "status noumea"),
        ("status iraq o", "status iraq on "),
        ("status iraq reported", "status iraq reported by "),
        ("status iraq, kuw", "status iraq, kuwait"),
    ],
)
def test_places_and_missions_follow_a_verb(offered: Offered, desk: Desk, typed: str, completed: str) -> None:
    """What has been typed of a name, of one word or of several, brings the name; and the whole is understood."""
    assert completed in offered(typed)
    if not completed.endswith(" "):
        assert desk.ask(completed).kind != "unclear"


@pytest.mark.parametrize("typed", ["status taw", "status Tāw", "status tawhiti o", "timeline TĀWHITI Ōh"])
def test_macrons_need_not_be_typed(typed: str) -> None:
    """A name with macrons is offered, macrons and all, to who types it with or without them."""
    names = Names(Gazetteer([Place("far", "Tāwhiti Ōhua", (), "country", None, None)], []))
    found = [each.text for each in names.get_completions(Document(typed), CompleteEvent())]
    assert "tāwhiti ōhua" in found


def test_every_name_that_is_offered_is_understood(desk: Desk, offered: Offered) -> None:
    """No completion leads to a question that is not understood."""
    texts = {text for letter in "abcdefghijklmnopqrstuvwxyz" for text in offered(f"status {letter}") if not text.endswith(" ")}
    assert len(texts) > 100
    assert [text for text in sorted(texts) if desk.ask(text).kind == "unclear"] == []


def written(answer: Answer, *, width: int = 200) -> str:
    """An answer as a terminal gets it, escape sequences and all."""
    console = Console(record=True, width=width, force_terminal=True, color_system="standard", highlight=False, file=StringIO())
    show(console, answer)
    return console.export_text(styles=True)


def made_of(text: str) -> Answer:
    """An answer that says a text wherever it can say one."""
    source = {"id": "s", "publisher": text, "title": text, "published": "2020-01-01", "url": "https://example.org/a"}
    return Answer(
        kind="status",
        question=Question("status", TODAY),
        headline=text,
        rows=({"text": text}, {"text": text}),
        total={"text": text},
        warnings=(Warning("stale", f"{text}."),),
        suggestions=(Suggestion(text, text),),
        sources=(source,),
        movements=({"text": text},),
    )


@pytest.mark.parametrize(
    "markup", ["[bold]loud[/bold]", "[/]", "[link=https://evil.example]x[/link]", ":smile:", "[red", "\\[x]"]
)
def test_markup_in_a_fact_is_shown_and_not_obeyed(markup: str) -> None:
    """What looks like markup of the terminal library is text."""
    assert written(made_of(markup)).count(markup) == 8


@pytest.mark.parametrize(
    "sign", ["\x1b[2J", "\x1b]0;title\x07", "\x9b31m", "\x07", "\x08\x08", "\r", "\x1b]8;;https://evil.example\x1b\\"]
)
def test_control_characters_in_a_fact_do_not_reach_the_terminal(sign: str) -> None:
    """A fact cannot clear the screen, name the window, ring, or write over what was said."""
    seen = written(made_of(f"before{sign}after"))
    ours = re.sub(r"\x1b\[[0-9;]*m|\x1b\]8;[^\x1b]*https://example\.org/a\x1b\\|\x1b\]8;;\x1b\\", "", seen)
    assert all(character.isprintable() or character == "\n" for character in ours)


def test_an_answer_is_written_whole(ask: Ask) -> None:
    """Headline, rows, sum, warnings, what to ask next, and every source with its address behind it."""
    answer = ask("status")
    seen = written(answer, width=10_000)
    said = [answer.headline, *(row["text"] for row in answer.rows), *(warning.text for warning in answer.cautions)]
    assert all(text in seen for text in said)
    assert all(suggestion.command in seen for suggestion in answer.suggestions)
    assert all(source["url"] in seen for source in answer.sources)


def test_history_is_kept_for_this_person_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It stands where the system keeps such state, and only its owner may read it."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    history = _history()
    assert isinstance(history, FileHistory)
    history.store_string("status iraq")
    (kept,) = (tmp_path / "state").rglob("history")
    assert "status iraq" in kept.read_text()
    assert kept.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("place", ["a file", "no home"])
def test_where_no_history_can_be_kept_there_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    """A state directory that cannot be made, or a user without a home (as in many containers), costs the history only."""
    if place == "a file":
        (tmp_path / "state").touch()
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    else:
        monkeypatch.delenv("XDG_STATE_HOME", raising=False)
        monkeypatch.delenv("HOME", raising=False)
        monkeypatch.setattr(os, "getuid", lambda: 987_654)
    assert isinstance(_history(), InMemoryHistory)


PROMPT = "\x1b[?2004h"  # what a terminal gets when a line may be typed: bracketed paste is switched on


class Terminal:
    """A real terminal with `python -m bot chat` in it."""

    def __init__(self, db: Path, state: Path) -> None:
        """Start the conversation."""
        self.end, other = pty.openpty()
        settings = {"TERM": "xterm", "PROMPT_TOOLKIT_NO_CPR": "1", "XDG_STATE_HOME": str(state), "COLUMNS": "120", "LINES": "40"}
        command = [sys.executable, "-m", "bot", "chat", "--db", str(db), "--today", "2026-11-21"]
        self.process = subprocess.Popen(
            command, cwd=ROOT, stdin=other, stdout=other, stderr=other, env=os.environ | settings, start_new_session=True
        )
        os.close(other)
        self.seen = ""

    def type(self, keys: str) -> None:
        """Press keys."""
        os.write(self.end, keys.encode())

    def wait_for(self, text: str) -> None:
        """Read until a text has been written; it must come within half a minute."""
        while text not in self.seen:
            ready, _, _ = select.select([self.end], [], [], 30)
            assert ready, f"{text!r} did not come; seen: {self.seen!r}"
            self.seen += os.read(self.end, 65536).decode("utf-8", "replace")
        self.seen = self.seen.partition(text)[2]


@pytest.mark.parametrize("leave", ["quit\r", "EXIT\r", "\x04"], ids=["quit", "exit", "Ctrl-D"])
def test_a_conversation_in_a_real_terminal(shipped_store: Path, tmp_path: Path, leave: str) -> None:
    """Ask, be answered, interrupt a line, ask nonsense, leave: exit status 0, and the questions are in the history."""
    terminal = Terminal(shipped_store, tmp_path)
    try:
        terminal.wait_for("quit leaves.")
        terminal.wait_for(PROMPT)
        terminal.type("status iraq on 2020-01-10\r")
        terminal.wait_for("50 NZDF personnel were in Iraq on 10 January 2020.")
        terminal.wait_for("Sources: ")
        terminal.wait_for(PROMPT)
        terminal.type("never mind\x03")
        terminal.wait_for(PROMPT)
        terminal.type("frobnicate\r")
        terminal.wait_for("is not a verb known here")
        terminal.wait_for(PROMPT)
        terminal.type(leave)
        assert terminal.process.wait(30) == 0
    finally:
        terminal.process.kill()
        terminal.process.wait()
        os.close(terminal.end)
    assert "+status iraq on 2020-01-10" in (tmp_path / "nzdf-facts" / "history").read_text()


def test_a_conversation_without_a_store_ends_with_one_sentence(tmp_path: Path) -> None:
    """Exit status 3 and what to do."""
    terminal = Terminal(tmp_path / "none.db", tmp_path)
    terminal.wait_for("There is no fact store at")
    assert terminal.process.wait(30) == 3
    os.close(terminal.end)
