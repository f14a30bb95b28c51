"""A thread is a conversation: what a follow-up leaves out comes from the same person's question before it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.package import Package
from bot.store import FactStore
from bot.store.keeping import load
from tests.conftest import NOW, TODAY


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        """It starts at the instant of all tests."""
        self.now = NOW

    def __call__(self) -> datetime:
        """The instant now."""
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The clock of the store."""
    return Clock()


@pytest.fixture
def talk(tmp_path: Path, shipped: Package, clock: Clock) -> Iterator[Desk]:
    """A desk whose store can be written to."""
    store = FactStore(tmp_path / "facts.db", clock)
    load(store, shipped)
    yield Desk(store, lambda: TODAY)
    store.close()


@pytest.mark.parametrize(
    ("first", "follow_up", "meant"),
    [
        ("status iraq on 2020-01-10", "and in Kuwait?", "status kuwait on 2020-01-10"),
        ("status iraq on 2020-01-10", "Kuwait?", "status kuwait on 2020-01-10"),
        ("status iraq on 2020-01-10", "what about a year later?", "status iraq on 2021-01-10"),
        ("status iraq on 2020-01", "two months before that", "status iraq on 2019-11"),
        ("status iraq on 2020", "and a year earlier?", "status iraq on 2019"),
        ("how many at Taji in January 2020?", "who says so?", "sources taji on 2020-01"),
        ("what happened in iraq in 2020", "since 2019?", "incidents iraq since 2019"),
        (
            "status taji on 2020-01-10 reported by 2020-01-12",
            "until when?",
            "mandate taji on 2020-01-10 reported by 2020-01-12",
        ),
        ("status iraq on 2020-01-10", "status kuwait", "status kuwait"),
        ("status iraq on 2020-01-10", "how many are in Qatar?", "status qatar"),
        ("incidents iraq since 2019 until 2020", "what about Afghanistan", "incidents afghanistan since 2019 until 2020"),
        ("mandate qatar on 2020-04-15", "and as known at the end of 2019?", "mandate qatar on 2020-04-15 reported by 2019"),
        ("status iraq on 2020-01-10", "and by the end of 2019?", "status iraq on 2019-12-31"),
        ("status iraq on 2020-01-10", "and as known at the time?", "status iraq on 2020-01-10 reported by 2020-01-10"),
        ("status all on 2020-01-10", "what about 2019?", "status all on 2019"),
    ],
)
def test_a_follow_up_takes_the_rest_from_the_question_before(talk: Desk, first: str, follow_up: str, meant: str) -> None:
    """A place, a verb or a date alone stands in the question before; a whole question stands by itself."""
    assert talk.ask(first, "kiri").kind != "unclear"
    assert talk.ask(follow_up, "kiri").question.command() == meant


def test_a_chain_of_follow_ups_leans_on_the_last(talk: Desk) -> None:
    """Each answer is what the next question leans on, and what was taken over is said."""
    talk.ask("how many in Iraq on 10 January 2020?", "kiri")
    talk.ask("and in Kuwait?", "kiri")
    answer = talk.ask("who says so?", "kiri")
    assert answer.headline.startswith("Read as: sources for Kuwait on 10 January 2020. ")


@pytest.mark.parametrize("thread", ["mere", None])
def test_another_person_and_a_command_have_no_part_in_it(talk: Desk, thread: str | None) -> None:
    """The question of one person in one thread is never taken for another's, nor for a command's."""
    talk.ask("status iraq on 2020-01-10", "kiri")
    assert talk.ask("and in Kuwait?", thread).question.command() == "status kuwait"


def test_a_question_is_forgotten_after_a_day(talk: Desk, clock: Clock) -> None:
    """A day later a follow-up leans on nothing, and the next question sweeps the old ones from the store."""
    talk.ask("status iraq on 2020-01-10", "kiri")
    clock.now += timedelta(hours=24, seconds=1)
    assert talk.ask("what about a year later?", "kiri").kind == "unclear"
    talk.ask("status", "mere")
    rows = talk.store.connection().execute("SELECT thread FROM conversations").fetchall()
    assert rows == [("mere",)]


@pytest.mark.parametrize("text", ["search secret words", "how many in Iraq, grins my mother?", "status narnia", "help taji"])
def test_what_a_person_typed_is_not_stored(talk: Desk, text: str) -> None:
    """The store keeps the question understood, in names of its own, and no word that a person wrote beside it."""
    talk.ask("how many of our people are at Tagi?", "kiri")
    talk.ask(text, "mere")
    kept = talk.store.connection().execute("SELECT question FROM conversations").fetchall()
    assert {*kept} in ({("status taji",)}, {("status taji",), ("status iraq",)})


def test_a_question_in_a_thread_does_not_change_the_state_of_the_store(talk: Desk) -> None:
    """What is kept in memory of the facts stays good, since no fact changed."""
    read_state = "SELECT value FROM store_info WHERE key = 'state'"
    before = talk.store.connection().execute(read_state).fetchall()
    talk.ask("status iraq", "kiri")
    assert talk.store.connection().execute(read_state).fetchall() == before


def test_an_answer_matters_more_than_the_conversation(talk: Desk) -> None:
    """Where the conversation cannot be kept the question is still answered."""
    talk.store.connection().execute("PRAGMA query_only = ON")
    assert talk.ask("status iraq on 2020-01-10", "kiri").kind == "status"
