"""`recorded by DATE` answers as the store stood at the end of that day in New Zealand."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.desk import Desk, open_desk
from bot.language.understanding import understand
from bot.render.contract import as_dict
from bot.store import FactStore
from bot.store.keeping import load
from tests.conftest import Row, small_package

Asked = Callable[..., Answer]
TODAY = date(2026, 11, 21)
# New Zealand is 13 hours ahead of UTC in these months, so 10:30 UTC is 11:30 pm there and 11:30 UTC half past midnight.
FIRST = datetime(2026, 1, 10, 10, 30, tzinfo=UTC)
SECOND = datetime(2026, 1, 12, 11, 30, tzinfo=UTC)
VERBS = ("status", "mandate", "incidents", "timeline", "sources", "search patrol of")


def facts(count: int) -> dict[str, list[Row]]:
    """A small world in which a count is as given."""
    return {
        "places": [{"id": "landa"}],
        "deployments": [{"id": "alpha"}],
        "strengths": [
            {"id": "a", "deployment": "alpha", "places": "landa", "count": count, "from": "2025-12", "note": "A patrol."}
        ],
        "mandates": [{"id": "m", "deployment": "alpha", "places": "landa", "ends": "2027-06", "decided": "2025-12-01"}],
        "incidents": [{"id": "i", "occurred": "2025-12-24", "place": "landa", "deployments": "alpha", "name": "A fall"}],
        "accounts": [{"id": "i-1", "incident": "i", "nz_injured": 1}],
        "sources": [{"id": "s1", "published": "2025-12-27"}],
    }


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    """Ask a store that counted 10 from late on 10 January 2026, and 12 from just after midnight on the 13th."""
    now = [FIRST]
    store = FactStore(tmp_path / "facts.db", lambda: now[0])
    load(store, small_package(**facts(10)))
    now[0] = SECOND
    load(store, small_package(**facts(12)))

    def ask(text: str, today: date = TODAY) -> Answer:
        return Desk(store, lambda: today).ask(text)

    yield ask
    store.close()


@pytest.mark.parametrize(
    ("when", "count"), [("10 january 2026", 10), ("12 january 2026", 10), ("13 january 2026", 12), ("2026-01", 12), ("2026", 12)]
)
def test_the_day_ends_at_midnight_in_new_zealand(asked: Asked, when: str, count: int) -> None:
    """What was recorded by the last second of the day there counts, and nothing later; of a month or a year, its last day's."""
    answer = asked(f"status landa recorded by {when}")
    assert answer.total and answer.total["max"] == count


def test_the_answer_says_whose_store_it_is(asked: Asked) -> None:
    """The headline names the day, whatever verb answers, and the contract carries what was asked."""
    for verb in VERBS:
        answer = asked(
            f"{verb} landa recorded by 12 january 2026" if "search" not in verb else "search patrol recorded by 12 january 2026"
        )
        assert "as the store stood on 12 January 2026" in answer.headline
        assert as_dict(answer)["question"]["recorded_by"] == "2026-01-12"
    assert as_dict(asked("status landa"))["question"]["recorded_by"] is None


def test_without_another_day_it_looks_from_that_day(asked: Asked) -> None:
    """What the store said then, it said of that day; a day to come is today."""
    assert asked("status landa recorded by 12 january 2026").question.day == (date(2026, 1, 12), date(2026, 1, 12))
    assert asked("status landa recorded by 2030").question.day == (TODAY, TODAY)
    assert asked("status landa on 1 january 2026 recorded by 12 january 2026").question.day[0] == date(2026, 1, 1)


def test_it_stands_beside_the_knowledge_day(asked: Asked) -> None:
    """Two days may be given: what had been published, and what had been recorded; both are said."""
    answer = asked("status landa reported by 2026-01-11 recorded by 2026-01-12")
    assert "published by 11 January 2026, as the store stood on 12 January 2026" in answer.headline
    assert answer.total and answer.total["max"] == 10


@pytest.mark.parametrize("verb", VERBS)
def test_before_anything_was_recorded_one_sentence_says_so(asked: Asked, verb: str) -> None:
    """A day before the first change is not answered as if nothing had been there."""
    answer = asked(f"{verb} landa recorded by 9 january 2026")
    assert answer.kind == "unknown"
    assert (
        "Nothing had been recorded in this store by 9 January 2026; its first facts were recorded on 10 January 2026."
        in answer.headline
    )
    assert asked(answer.suggestions[0].command).question.recorded_by is None


@pytest.mark.parametrize(
    "text",
    [
        "how many are in landa as recorded by 12 january 2026",
        "how many in landa, recorded on 12 january 2026?",
        "what did the store say about landa on 12 january 2026",
        "what did the store say on 12 january 2026 about landa?",
        "what had the store held by 12 january 2026 about troops in landa",
        "how many were in landa on 12 january 2026 recorded by 12 january 2026",
    ],
)
def test_it_can_be_asked_in_plain_words(asked: Asked, text: str) -> None:
    """As recorded by; what did the store say on: the date after is the day whose store is asked for, and that is said first."""
    answer = asked(text)
    assert answer.question.recorded_by and answer.question.recorded_by.text == "2026-01-12"
    assert answer.headline.startswith("Read as: status of Landa") and "as the store stood on 12 January 2026" in answer.headline
    assert answer.total and answer.total["max"] == 10


def test_two_days_in_a_question_about_the_store(asked: Asked) -> None:
    """The date after what the store said is the store's; another one is the day asked about."""
    question = asked("what did the store say on 13 january 2026 about landa on 2 january 2026").question
    assert question.recorded_by and question.recorded_by.text == "2026-01-13"
    assert question.on and question.on.text == "2026-01-02"


def test_the_question_can_be_asked_again(asked: Asked, shipped_store: Path) -> None:
    """Its command has the clause, pinning adds no day to it, and reading the command gives the question back."""
    question = asked("status landa recorded by 12 january 2026").question
    assert question.command() == "status landa recorded by 2026-01-12"
    assert question.pinned() == question
    again = asked(question.command()).question
    assert again == question


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("status landa recorded by", "needs a date"),
        ("status landa recorded by soon", "not a date"),
        ("status landa recorded by 2026 recorded by 2025", "Two dates"),
    ],
)
def test_a_wrong_date_is_refused_in_one_sentence(asked: Asked, text: str, said: str) -> None:
    """No date, a word that is none, and two of them each get their sentence."""
    answer = asked(text)
    assert answer.kind == "unclear" and said in answer.headline


def test_a_follow_up_keeps_the_day(shipped_store: Path, tmp_path: Path) -> None:
    """“And in Kuwait?” leans on the day whose store was asked for too."""
    desk = open_desk(shipped_store, lambda: datetime(2026, 11, 21, 1, tzinfo=UTC), TODAY)
    with desk.store.reading() as snapshot:
        first = understand("status iraq recorded by 2026-11-21", snapshot.names, TODAY)
        then = understand("and in kuwait?", snapshot.names, TODAY, first)
    assert then.recorded_by == first.recorded_by
    desk.store.close()
