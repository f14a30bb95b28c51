"""The JSON rendering is a public contract: its keys, its kinds, its example; a question asked again gives its answer again."""

import json
import zlib
from collections.abc import Iterable
from datetime import date
from typing import Any

import pytest

from bot.answer import Answer
from bot.desk import Desk
from bot.digest.lines import KINDS
from bot.names import Gazetteer
from bot.render.contract import as_dict, as_json
from handlers import verbs
from tests.conftest import Ask

QUESTION = {"kind", "subject", "on", "reported_by", "since", "until", "day", "unmatched"}
ANSWER = {"kind", "question", "headline", "rows", "total", "absence", "warnings", "suggestions", "sources"}
FIELDS = {"nz_killed", "nz_injured", "others_killed", "others_injured", "distance_km"}
ROW = {
    "status": {
        "strength",
        "deployment",
        "places",
        "count",
        "qualifier",
        "includes",
        "from",
        "to",
        "state",
        "reported",
        "age_months",
    }
    | {"mandate", "shared", "source", "disputed_by"},
    "mandate": {"mandate", "deployment", "inherited_from", "places", "ends", "state", "days_left", "cap", "decided", "source"}
    | {"disputed_by"},
    "incidents": {"id", "occurred", "place", "deployments", "kind", "name", "accounts"} | FIELDS,
    "timeline": {"date", "kind", "id", "text", "sources"},
    "sources": {"id", "publisher", "title", "published", "url", "kind", "note", "supports"},
    "search": {"table", "id", "text", "sources"},
    "digest": {
        "kind",
        "text",
        "sources",
        "deployment",
        "strengths",
        "mandate",
        "incident",
        "event",
        "threshold",
        "before",
        "now",
    },
    "help": {"verb", "usage", "purpose", "examples"},
}
STATES = {
    "status": {"current", "ending", "mandated", "last-known", "historic", "ended", "wider", "unnumbered", "detail"},
    "mandate": {"running", "ending", "lapsed", "ended-early"},
    "timeline": {"strength", "mandate", "event", "incident"},
}
NESTED = {
    ("status", "disputed_by"): {"strength", "count", "qualifier", "from", "source"},
    ("mandate", "disputed_by"): {"mandate", "ends", "cap", "source"},
    ("incidents", "accounts"): {"id", "summary", "sources"} | FIELDS,
    ("sources", "supports"): {"table", "id", "text"},
}
TAILS = (
    *("", "on 2020-01-10", "on 2018-06-15", "on jan 2020", "on 2019", "since 2019 until 2020-06", "since 2015", "until 2016"),
    *("reported by 2020-01-12", "on 2020 reported by 2021", "on 2027", "since 2019 reported by 2020-01"),
)


def subjects(names: Gazetteer) -> list[str]:
    """Every name of every place and mission, lead bodies, and two of them together."""
    single = sorted(name for name in names._names if names.term(name))
    bodies = ["un missions", "led by australia", "led by the un", "nato", "us missions", "un missions lebanon"]
    pairs = [f"{one} {other}" for one in single for other in single if zlib.crc32(f"{one}/{other}".encode()) % 700 == 0]
    return ["", "all", *bodies, *single, *pairs]


@pytest.fixture
def questions(desk: Desk) -> list[str]:
    """Many questions: every subject with every verb, plain and with a day, a period or a knowledge day."""
    with desk.store.reading() as snapshot:
        names = subjects(snapshot.names)
    asked = [
        " ".join(f"{verb} {name} {TAILS[zlib.crc32(f'{verb}/{name}'.encode()) % len(TAILS)]}".split())
        for verb in ("status", "mandate", "incidents", "timeline", "sources", "digest")
        for name in names
    ]
    words = ["camp", "rocket", "kokako", "xyzzy", "taji 2020", "OR"]
    return [
        *asked,
        *(f"{verb} {name}".strip() for verb in ("status", "mandate") for name in names),
        *(f"search {w}" for w in words),
    ]


ODD = [
    "",
    "frobnicate",
    "status narnia",
    "status iran",
    "status noumea",
    "status irak",
    "status iraq on 31 february 2020",
    "help",
    "help me",
]


def keys_missing(answer: dict[str, Any]) -> Iterable[object]:
    """What the contract names and an answer lacks."""
    yield from ANSWER - answer.keys()
    yield from QUESTION - answer["question"].keys()
    yield from {"from", "to"} - answer["question"]["day"].keys()
    for row in answer["rows"]:
        yield from ROW[answer["kind"]] - row.keys()
        for (kind, name), wanted in NESTED.items():
            if kind == answer["kind"]:
                yield from (wanted - each.keys() for each in row[name] if wanted - each.keys())
    for name, wanted in (("warnings", {"code", "text"}), ("suggestions", {"label", "command"})):
        yield from (wanted - each.keys() for each in answer[name] if wanted - each.keys())
    for source in answer["sources"]:
        yield from {"id", "publisher", "title", "published", "url"} - source.keys()


def test_every_answer_has_every_key_of_the_contract(desk: Desk, questions: list[str]) -> None:
    """Whatever was asked: all keys of the answer, of its question, and of each row of its kind."""
    for text in [*questions, *ODD]:
        answer = as_dict(desk.ask(text))
        assert list(keys_missing(answer)) == [], text
        assert answer["kind"] in (*ROW, "unclear", "unknown"), text
        assert answer["absence"] in (None, "not-held", "no-rows", "all-ended"), text


def test_kinds_absences_and_totals_go_together(desk: Desk, questions: list[str]) -> None:
    """`unknown` has no rows and says which absence it is; `all-ended` keeps the verb's kind; a period has no total."""
    for text in [*questions, *ODD]:
        answer = as_dict(desk.ask(text))
        kind, rows, absence, total = (answer[name] for name in ("kind", "rows", "absence", "total"))
        assert (kind == "unknown") == (absence in ("not-held", "no-rows")), text
        assert not rows or kind not in ("unknown", "unclear"), text
        assert rows or kind in ("unknown", "unclear", "digest") or absence == "all-ended", text
        if kind == "status":
            assert {row["state"] for row in rows} <= STATES["status"], text
            period = answer["question"]["day"]["from"] != answer["question"]["day"]["to"]
            assert (total is None) == (period or absence == "all-ended"), text
            assert total is None or {"min", "max", "about", "complete", "reported"} <= total.keys(), text
        elif kind == "mandate":
            assert {row["state"] for row in rows} <= STATES["mandate"], text
        elif kind == "timeline":
            assert {row["kind"] for row in rows} <= STATES["timeline"], text
        elif kind == "digest":
            assert {row["kind"] for row in rows} <= KINDS.keys(), text
            assert {"min", "max", "about", "complete", "reported"} <= total.keys(), text
        elif kind == "incidents":
            assert {"incidents", "nz_killed", "nz_injured"} <= total.keys(), text


def test_every_source_that_a_row_names_is_among_the_sources(desk: Desk, questions: list[str]) -> None:
    """Who says so is always there to be read."""
    for text in questions:
        answer = as_dict(desk.ask(text))
        held = {source["id"] for source in answer["sources"]}
        named = {row["source"] for row in answer["rows"] if "source" in row}
        named |= {each["source"] for row in answer["rows"] for each in row.get("disputed_by", ())}
        named |= {source for row in answer["rows"] if answer["kind"] != "sources" for source in row.get("sources", ())}
        named |= {source for row in answer["rows"] for account in row.get("accounts", ()) for source in account["sources"]}
        assert named <= held, text


def test_json_is_one_line_with_its_macrons(ask: Ask) -> None:
    """Plain data: reading it back gives the same, and macrons stand unescaped."""
    answer = ask("search kokako")
    assert json.loads(as_json(answer)) == as_dict(answer)
    assert "\n" not in as_json(answer)
    assert "Kōkako" in as_json(answer)


def test_the_example_of_the_contract_is_what_the_bot_answers(ask: Ask) -> None:
    """`status iraq on 2020-01-10`, asked on 21 November 2026."""
    answer = as_dict(ask("status iraq on 2020-01-10"))
    assert answer["kind"] == "status"
    question = {
        "kind": "status",
        "subject": ["iraq"],
        "on": "2020-01-10",
        "reported_by": None,
        "since": None,
        "until": None,
        "day": {"from": "2020-01-10", "to": "2020-01-10"},
        "unmatched": [],
    }
    assert answer["question"] | question == answer["question"]
    assert answer["headline"] == "50 NZDF personnel were in Iraq on 10 January 2020."
    taji = {
        "strength": "taji-2020-01",
        "deployment": "taji-training",
        "places": ["camp-taji"],
        "count": 45,
        "qualifier": "exactly",
        "includes": None,
        "from": "2020-01",
        "to": None,
        "state": "current",
        "reported": "2020-01-09~",
        "age_months": 0,
        "mandate": "taji-2020-afp",
        "shared": False,
        "source": "herald-2020-01-contingency",
        "disputed_by": [],
    }
    assert answer["rows"][0] | taji == answer["rows"][0]
    assert [row["strength"] for row in answer["rows"]] == ["taji-2020-01", "baghdad-2020-01"]
    (reported,) = answer["total"]["reported"]
    assert reported | {"strength": "iraq-total-2020-01", "count": 50, "qualifier": "exactly", "agrees": True} == reported
    assert answer["total"] | {"min": 50, "max": 50, "about": False, "complete": True} == answer["total"]
    assert answer["absence"] is None
    assert "herald-2020-01-contingency" in [source["id"] for source in answer["sources"]]


def test_a_question_asked_again_by_its_command_gives_the_same_answer(desk: Desk, questions: list[str]) -> None:
    """What a button or a shared post asks again is what was asked: same kind, rows, total and absence."""
    changed = []
    for text in questions:
        answer = desk.ask(text)
        if answer.kind != "unclear":
            again = answer.question.pinned().command()
            other = desk.ask(again)
            if (answer.kind, answer.rows, answer.total, answer.absence) != (other.kind, other.rows, other.total, other.absence):
                changed.append((text, again))
    assert changed == []


@pytest.mark.parametrize(
    "text", ["status narnia", "mandate iran", "status led by narnia on 2020", "incidents african union missions"]
)
def test_a_question_about_nothing_held_asked_again_is_still_that_question(ask: Ask, text: str) -> None:
    """A shared “nothing in the store about Narnia” does not turn into an answer about everywhere."""
    answer = ask(text)
    assert answer.absence == "not-held"
    again = ask(answer.question.pinned().command())
    assert (again.kind, again.absence, again.headline) == (answer.kind, "not-held", answer.headline)


def test_a_pinned_question_means_the_same_on_another_day(ask: Ask) -> None:
    """Where today decided the answer, it is written out."""
    first = ask("status iraq", today=date(2020, 1, 10))
    later = ask(first.question.pinned().command())
    assert [row["strength"] for row in later.rows] == [row["strength"] for row in first.rows]
    assert later.total == first.total


@pytest.mark.parametrize(
    ("verb", "example"), [(verb.name, example) for verb in verbs().values() for example in verb.examples], ids=lambda text: text
)
def test_every_example_of_help_works_on_the_facts(ask: Ask, verb: str, example: str) -> None:
    """Help promises examples that work: each is answered by its own verb, with rows, commands and plain questions alike."""
    answer: Answer = ask(example)
    assert answer.kind == verb
    assert answer.rows


@pytest.mark.parametrize("verb", verbs())
def test_each_verb_is_shown_as_people_speak(ask: Ask, verb: str) -> None:
    """Among the examples of each verb is one that does not begin with it, and `help VERB` shows it."""
    plain = [example for example in verbs()[verb].examples if example.split()[0] != verb]
    assert plain
    (row,) = ask(f"help {verb}").rows
    assert all(f"“{example}”" in row["text"] for example in plain)
