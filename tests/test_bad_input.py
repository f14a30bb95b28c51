"""Bad input through `ask`: each gets one clear sentence, the nearest thing that would be understood, and nothing is guessed."""

import pytest

from bot.answer import Answer
from bot.render.text import plain
from tests.conftest import Ask


def commands(answer: Answer) -> list[str]:
    """The questions that an answer offers."""
    return [suggestion.command for suggestion in answer.suggestions]


@pytest.mark.parametrize(
    "text", ["", " ", "\t\n", "\x00\x07", "…", "🙂 🇳🇿", ":thumbsup: :wave::skin-tone-2:", "\u202e\u200b", "-", '""', "“”"]
)
def test_nothing_asked_offers_what_can_be_asked(ask: Ask, text: str) -> None:
    """No letter and no digit is no question."""
    answer = ask(text)
    assert (answer.kind, answer.headline) == ("unclear", "Nothing was asked. Try one of these, or help.")
    assert commands(answer) == ["status", "mandate", "help"]


@pytest.mark.parametrize(
    ("text", "offered"),
    [
        ("statsu iraq", "status iraq"),
        ("stauts taji on 2020-01-10", "status taji on 2020-01-10"),
        ("mandat qatar", "mandate qatar"),
        ("timelin korean dmz", "timeline korean dmz"),
        ("Serch kokako", "search kokako"),
        ("incidnets", "incidents"),
        ("frobnicate iraq", "status"),
        ("عراق", "status"),
        ("<!channel>", "status"),
        ("SELECT * FROM sources", "status"),
        ("; DROP TABLE places; --", "status"),
    ],
)
def test_an_unknown_verb_is_named_and_the_near_one_offered_with_its_subject(ask: Ask, text: str, offered: str) -> None:
    """The first word that is no verb is quoted, every verb is listed, and what was meant is a click away."""
    answer = ask(text)
    assert answer.kind == "unclear"
    assert f"“{text.split(maxsplit=1)[0]}” is not a verb known here; start with one of status, mandate, " in answer.headline
    assert commands(answer)[0] == offered


def test_two_verbs_are_asked_one_at_a_time(ask: Ask) -> None:
    """Both are offered with the subject."""
    answer = ask("status iraq mandate on 2020-01-10")
    assert (answer.kind, answer.headline) == ("unclear", "Two verbs were given, status and mandate; ask one at a time.")
    assert commands(answer) == ["status iraq on 2020-01-10", "mandate iraq on 2020-01-10"]


@pytest.mark.parametrize(
    ("typed", "place"),
    [("iraqq", "Iraq"), ("afganistan", "Afghanistan"), ("tagi", "Camp Taji"), ("antartica", "Antarctica"), ("ukrane", "Ukraine")],
)
def test_a_small_slip_with_one_near_name_is_taken_and_said_first(ask: Ask, typed: str, place: str) -> None:
    """One name a letter away is taken; the answer begins by saying so."""
    answer = ask(f"status {typed} on 2020-01-10")
    assert answer.headline.startswith(f"Showing {place}: nothing here is called “{typed}”. ")
    assert answer.warnings[0].code == "corrected"


@pytest.mark.parametrize("typed", ["irak", "irag", "korea"])
def test_names_that_are_not_sure_are_offered_and_not_taken(ask: Ask, typed: str) -> None:
    """Two letters away, two near names, or part of several names: they are offered."""
    answer = ask(f"status {typed} on 2020-01-10")
    assert answer.kind == "unclear"
    assert "did you mean" in answer.headline
    assert all(command.startswith("status ") and command.endswith(" on 2020-01-10") for command in commands(answer))
    assert all(ask(command).kind != "unclear" for command in commands(answer))


@pytest.mark.parametrize(
    "country", ["Iran", "Niger", "Georgia", "Nigeria", "Chad", "Oman", "Mauritania", "Guinea-Bissau", "Slovakia"]
)
@pytest.mark.parametrize("verb", ["status", "mandate", "incidents", "timeline", "sources"])
def test_a_country_that_is_not_held_is_never_bent_into_one_that_is(ask: Ask, verb: str, country: str) -> None:
    """Iran is not Iraq: a known country with nothing on record is said to be that."""
    answer = ask(f"{verb} {country.lower()}")
    assert (answer.kind, answer.absence, answer.rows, answer.total) == ("unknown", "not-held", (), None)
    assert answer.headline == f"Nothing in the store about {country}."


def test_a_country_that_is_not_held_beside_one_that_is_is_said_first(ask: Ask) -> None:
    """The known subject is answered, and what was left out is said before it."""
    answer = ask("status iran iraq on 2020-01-10")
    assert answer.headline == "Nothing in the store about Iran. 50 NZDF personnel were in Iraq on 10 January 2020."


@pytest.mark.parametrize("name", ["narnia", "xyzzy", "عراق", "Ünïcödé", "<@U123>", "drop table places", "1=1"])
def test_a_name_that_nothing_has_is_an_absence(ask: Ask, name: str) -> None:
    """Nothing near, nothing held: the very words are said back, and looking for them is offered."""
    answer = ask(f"status {name}")
    assert (answer.kind, answer.absence) == ("unknown", "not-held")
    assert answer.headline == f"No place or mission held here is called “{name}”."
    assert commands(answer)[-1] == f"search {name}"


@pytest.mark.parametrize("text", ["status led by narnia", "status narnia and xyzzy", "mandate of the narnia contingent"])
def test_an_absence_names_every_word_that_was_not_known(ask: Ask, text: str) -> None:
    """Where several words are not known, none of them is left out of the sentence."""
    unknown = {"narnia", "xyzzy", "contingent"} & set(text.split())
    answer = ask(text)
    assert answer.kind in ("unknown", "unclear")
    assert all(word in answer.headline for word in unknown)


def test_a_name_beside_a_known_one_is_not_dropped(ask: Ask) -> None:
    """A word that is not understood stops the answer, with the question without it on offer."""
    answer = ask("status iraq xyzzy on 2020-01-10")
    assert (answer.kind, answer.headline) == ("unclear", "Iraq is known here, but not “xyzzy”.")
    assert commands(answer) == ["status iraq on 2020-01-10"]


WRITE = "write it like 10 January 2020, 2020-01-10 or last month"
DATES = [
    ("on 31 february 2020", "31 February 2020 does not exist; that month has 29 days.", "on 29 february 2020"),
    ("on 2020-02-31", "31 February 2020 does not exist; that month has 29 days.", "on 29 february 2020"),
    ("on 31/4/2020", "31 April 2020 does not exist; that month has 30 days.", "on 30 april 2020"),
    ("on 1/13/2020", "“1/13/2020” has no month 13; days come first.", "on 13 january 2020"),
    ("since 2020 until 2019", "The period is the wrong way round: 2020 comes after 2019.", "since 2019 until 2020"),
    ("between may 2020 and 2019", "The period is the wrong way round: May 2020 comes after 2019.", "since 2019 until 2020-05"),
    ("on 2020-01-10 since 2019", "A day and a period were both given; give “on”, or “since” and “until”.", "on 2020-01-10"),
    ("since", f"“since” needs a date after it; {WRITE}.", "since 10 january 2020"),
    ("until hell freezes", f"“hell freezes” after “until” is not a date known here; {WRITE}.", "until 10 january 2020"),
    ("on january", "Which year? “January” needs one.", "on january 2026"),
    ("on 10/1/20", "“10/1/20” does not give the year in full; write all four digits.", "on 10 january 2020"),
]


@pytest.mark.parametrize(("when", "sentence", "offered"), DATES)
def test_a_date_that_cannot_be_is_said_with_one_that_can(ask: Ask, when: str, sentence: str, offered: str) -> None:
    """31 February, a reversed range, a day and a period: the sentence says what is wrong, the first offer what would be right."""
    answer = ask(f"status iraq {when}")
    assert (answer.kind, answer.headline, commands(answer)[0]) == ("unclear", sentence, f"status iraq {offered}")
    assert ask(commands(answer)[0]).kind != "unclear"


def test_two_dates_for_one_word_offer_each_with_its_subject(ask: Ask) -> None:
    """Neither date is dropped, and neither is the subject."""
    answer = ask("status iraq on 2020-01-10 on 2020-01-12")
    assert answer.headline == "Two dates were given for “on”: 10 January 2020 and 12 January 2020; give one."
    assert commands(answer) == ["status iraq on 2020-01-10", "status iraq on 2020-01-12"]


@pytest.mark.parametrize("text", ["status ukraine on 2027-06-01", "mandate ukraine on 2030"])
def test_a_day_to_come_is_answered_as_a_look_ahead(ask: Ask, text: str) -> None:
    """A date in the future is no mistake; the answer says that it looks past today."""
    answer = ask(text)
    assert "future" in [warning.code for warning in answer.warnings]
    assert "This looks past today, 21 November 2026" in plain(answer)


SYNTAX = [
    *('" OR 1=1 --', "a* NEAR(b)", '"unbalanced', "'", '"', "\\", "taji\\", "a\\\\b", "^foo", "-foo", "foo:bar", "words: camp"),
    *("AND", "OR", "NOT", "NEAR", "NOT taji", "a AND", "*", "(", ")", "((((", "{words}: x", "a + b", "%", "_", "--", "NULL"),
    *("; DROP TABLE search", "') UNION SELECT 1 --", "<!channel>", "🙂", "عراق", "\u202etaji", "é", "\u0301"),
    *("x" * 900, "* " * 400, "a OR " * 180),
]


@pytest.mark.parametrize("words", SYNTAX)
def test_search_takes_every_word_as_a_word(ask: Ask, words: str) -> None:
    """SQL and full-text syntax is looked for as it stands: found or not, never an error."""
    assert ask(f"search {words}").kind in ("search", "unknown")


def test_operators_do_not_widen_a_search(ask: Ask) -> None:
    """`taji OR qatar` wants all three words; a star is no wildcard."""
    assert len(ask("search taji").rows) > 0
    assert {row["id"] for row in ask("search taji OR qatar").rows} <= {row["id"] for row in ask("search taji qatar").rows}
    assert ask("search taj*").rows == ask("search taj").rows


def test_a_search_that_finds_more_than_it_shows_does_not_name_a_wrong_number(ask: Ask) -> None:
    """“the” stands in more rows than are ever shown: the headline gives their number, or says that there are more."""
    answer = ask("search the")
    assert len(answer.rows) == 200
    assert not answer.headline.startswith("200 rows mention")


@pytest.mark.parametrize(
    ("typed", "other"),
    [
        ("search kokako", "search Kōkako"),
        ("search noumea", "search NOUMÉA"),
        ("search tieke", "search tīeke"),
        ("status noumea on 2024-06-01", "status Nouméa on 2024-06-01"),
        ("status nouméa", "status noume\u0301a"),
        ("timeline operation kokako", "timeline operation kōkako"),
        ("status “iraq” on 2020-01-10", "status iraq on 2020-01-10"),
        ("status \u202eiraq\u202c", "status iraq"),
        ("status\u00a0iraq", "status iraq"),
    ],
)
def test_macrons_quotes_and_direction_marks_change_nothing(ask: Ask, typed: str, other: str) -> None:
    """Names are found with and without their marks, in either composition."""
    first, second = ask(typed), ask(other)
    assert first.kind != "unclear"
    assert (first.kind, first.rows, first.absence) == (second.kind, second.rows, second.absence)


@pytest.mark.parametrize("name", ["<!channel>", "<!here|x>", "<@U024BE7LH>", "\x1b[31mred\x1b[0m", "a\x00b", "\u202egnp.exe"])
@pytest.mark.parametrize("verb", ["", "status ", "search ", "help ", "status iraq on "])
def test_what_a_person_typed_comes_back_without_control_characters(ask: Ask, verb: str, name: str) -> None:
    """A reply that repeats the person's words repeats nothing that a terminal would obey, and turns no text around."""
    for line in plain(ask(f"{verb}{name}")).split("\n"):
        assert line.isprintable()
