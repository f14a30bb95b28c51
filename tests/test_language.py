"""From text to question: what every phrasing means, how texts are cleaned, and that reading is linear and always ends."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answer import Answer, Question
from bot.desk import Desk, open_desk
from bot.language.understanding import Unclear, clean, understand
from bot.names import Gazetteer
from bot.render.contract import as_json
from bot.render.text import plain
from handlers import verbs
from tests.conftest import NOW, TODAY, Ask


@pytest.fixture
def names(desk: Desk) -> Gazetteer:
    """The names of the shipped facts."""
    with desk.store.reading() as snapshot:
        return snapshot.names


def read(text: str, names: Gazetteer) -> Question:
    """The question that a text means on 21 November 2026."""
    return understand(text, names, TODAY)


SAME = {
    "status iraq on 2020-01-10": [
        "STATUS IRAQ ON 10 JAN 2020",
        "status: iraq on 10 january 2020.",
        "status, iraq, on 10/1/2020?",
        "status on 10 january 2020 iraq",
        "status 2020-01-10 iraq",
        "status iraq as at 10 Jan 2020",
        "status iraq at 10 jan 2020",
        "status of our troops in iraq on 10th january 2020",
        "  status\tiraq\non   2020-01-10 ",
        "/nzdf status iraq on 2020-01-10",
        "status “Iraq” on 2020–01–10",
        "status \u202eiraq\u202c on 2020-01-10",
        "status iraq\u00a0on 2020-01-10",
        "status iraq iraq on 2020-01-10",
        "status Iraq’s on 2020-01-10".replace("’s", ""),
    ],
    "status iraq since 2019 until 2020": [
        "status iraq from 2019 to 2020",
        "status iraq between 2019 and 2020",
        "status between 2019 and 2020 iraq",
        "status since 2019 iraq till 2020",
        "status iraq until 2020 since 2019",
    ],
    "mandate taji reported by 2020-01-12": [
        "mandate taji reported by 12 january 2020",
        "mandates taji published by 12/1/2020",
        "mandate taji as known by 2020-01-12",
        "mandate taji as reported by 2020-01-12",
    ],
    "sources herald-2020-01-contingency": ["source herald-2020-01-contingency", "sources HERALD-2020-01-CONTINGENCY"],
    "search rockets at taji since 2020": ["search rockets since 2020 at taji", "search  rockets  at taji since 2020"],
    "status all": ["status everything", "status all all"],
}


@pytest.mark.parametrize(("command", "phrasing"), [(command, text) for command, texts in SAME.items() for text in texts])
def test_the_same_question_can_be_put_in_many_ways(names: Gazetteer, command: str, phrasing: str) -> None:
    """Order, case, quotes, dashes, blanks, direction marks and small words do not change what is asked."""
    assert read(phrasing, names).command() == command
    assert read(command, names).command() == command


@pytest.mark.parametrize("text", ["iraq", "Iraq on 2020-01-10", "how many troops in iraq?", "who is in iraq", "camp taji"])
def test_a_bare_subject_asks_for_its_status_and_says_so(names: Gazetteer, text: str) -> None:
    """Where the first word is no verb but the whole names something held, it is read as status, and that is said."""
    question = read(text, names)
    assert question.kind == "status"
    assert [note.code for note in question.notes] == ["read-as"]


def test_clean_keeps_letters_and_drops_what_cannot_be_seen() -> None:
    """Control and direction marks go, blanks become one space, quotes and dashes become straight, text becomes NFC."""
    assert clean("  /nzdf  status\x00 \u202eTi\u0304eke\u202c \r\n “x”—y ") == 'status Tīeke "x"-y'
    assert clean("\x00\u200b\u202e") == ""


def test_a_long_text_is_refused_before_it_is_read(names: Gazetteer) -> None:
    """A thousand letters are read, one more is not."""
    most = "status " + "iraq " * 198 + "on2"
    assert len(clean(most)) == 1000
    with pytest.raises(Unclear) as known:
        read(most, names)
    assert "longer than" not in str(known.value)
    with pytest.raises(Unclear, match="longer than 1,000 letters"):
        read(most + "x", names)


class Counting(Gazetteer):
    """A gazetteer that counts how often it is asked for a name."""

    asked = 0

    def term(self, name: str, kinds: str = "place mission") -> None:
        """Know no name."""
        self.asked += 1


@pytest.mark.parametrize("word", ["zz", "on", "in 2020 x", "led by", "reported by", "1 day", "all"])
def test_reading_takes_work_in_proportion_to_the_text(names: Gazetteer, word: str) -> None:
    """Twice the words, about twice the look-ups: no text makes reading quadratic."""
    work = []
    for times in (30, 60):
        counting = Counting(names.places.values(), names.missions.values())
        text = "status " + f"{word} " * times
        try:
            understand(text, counting, TODAY)
        except Unclear:
            counting.asked -= len(counting._names)  # finding near names looks at each known name once
        work.append(max(counting.asked, 1))
    assert work[1] <= 2.5 * work[0] + 50


LONG = {
    "one word": "x" * 40_000,
    "digits": "1" * 40_000,
    "spaces": " " * 40_000,
    "days": "1 day " * 6_666,
    "dates": "2020-01-" * 5_000,
    "marks": "a" + "\u0301" * 40_000,
    "quotes": "“" * 40_000,
    "slashes": "/" * 40_000,
    "a command and blanks": "/nzdf" + " " * 40_000,
    "keywords": "reported by " * 3_333,
    "brackets": "search " + "(" * 40_000,
    "right to left": "\u202e" * 40_000,
    "ligatures": "ﷺ" * 40_000,
    "lines": "status\n" * 5_714,
}


@pytest.mark.parametrize("text", LONG.values(), ids=LONG)
def test_forty_thousand_characters_are_answered(ask: Ask, text: str) -> None:
    """Whatever they are, the reply is one clear sentence, and repeats little of them."""
    answer = ask(text)
    assert answer.kind == "unclear"
    assert 10 < len(answer.headline) < 200


NAMES = ("iraq", "taji", "ukraine", "antarctica", "un", "nz", "iran", "korea", "all", "led", "missions", "narnia", "statsu")
SMALL = ("on", "in", "at", "since", "until", "from", "to", "between", "and", "reported", "by", "as", "of")
DATES = (
    "2020",
    "jan",
    "2020-01-10",
    "10/1/2020",
    "2020-13-45",
    "31 february 2020",
    "last month",
    "0 days ago",
    "9999999 years ago",
)
SIGNS = ('"', "'", "\\", "*", "(", ")", "%", "|", "NEAR", "OR 1=1 --", "<!channel>", "🙂", "عراق", "Tīeke", "\x00", "\u202e")
WORDS = st.sampled_from([*verbs(), *NAMES, *SMALL, *DATES, *SIGNS])
TEXTS = st.one_of(
    st.text(max_size=60),
    st.lists(WORDS, max_size=9).map(" ".join),
    st.builds("{} {}".format, st.sampled_from([*verbs()]), st.text(max_size=40)),
)


@pytest.fixture(scope="module")
def quick_desk(shipped_store: Path) -> Iterator[Desk]:
    """One desk for many questions."""
    desk = open_desk(shipped_store, lambda: NOW, TODAY)
    yield desk
    desk.store.close()


@settings(max_examples=600, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_any_text_gets_an_answer(quick_desk: Desk, text: str) -> None:
    """Desk.ask never raises: what comes back is an Answer that renders as text and as one line of JSON."""
    answer = quick_desk.ask(text)
    assert isinstance(answer, Answer)
    assert plain(answer).strip()
    assert "\n" not in as_json(answer)
    assert answer.kind in (*verbs(), "unclear", "unknown")


@settings(max_examples=300, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TEXTS)
def test_what_is_offered_is_understood(quick_desk: Desk, text: str) -> None:
    """Every suggestion holds a question that would be understood, as its docstring promises."""
    for suggestion in quick_desk.ask(text).suggestions:
        assert suggestion.label
        assert quick_desk.ask(suggestion.command).kind != "unclear", suggestion.command


@settings(max_examples=100, deadline=None, derandomize=True)
@given(text=st.text(max_size=200), day=st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_cleaned_text_is_clean(text: str, day: date) -> None:
    """Cleaning twice is cleaning once, and leaves only what can be shown on one line."""
    assert clean(clean(text)) == clean(text) or text.lstrip().startswith("/")
    assert clean(text).isprintable()
