"""What a proposal would change can be seen before it is approved: by the same rules, with nothing written."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.desk import Desk
from bot.editing.proposals import Draft, ProposedRow
from bot.language.understanding import understand
from bot.render.contract import as_dict
from bot.store import FactStore
from bot.store.proposals import approve, check, propose
from handlers import verbs
from tests.conftest import NOW, TODAY
from tests.test_changes import QUESTIONS

HERALD, HOMECOMING = "herald-2020-01-contingency", "herald-2020-03-30-coming-home"
COUNT = {"deployment": "taji-training", "places": "camp-taji", "qualifier": "exactly", "covers": "whole", "source": HERALD}
ASKED = [text for text in QUESTIONS if not text.startswith("search")] + [f"sources {HERALD}", "sources nz herald"]


def add(table: str, **values: str) -> ProposedRow:
    """A row to add."""
    return ProposedRow(table, "", "add", values)


def correct(table: str, id: str, **values: str) -> ProposedRow:
    """A row to correct."""
    return ProposedRow(table, id, "correct", values)


TOTAL = {"places": "iraq", "count": "51", "qualifier": "about", "covers": "place", "source": HERALD, "from": "2020-01"}
MANDATE = {"deployment": "taji-training", "places": "camp-taji|iraq", "covers": "whole", "ends": "2027-06", "decided": "2020-03"}
LEFT = {"occurred": "2019-12-01", "deployment": "coalition-hq", "places": "baghdad", "kind": "withdrawn", "summary": "They left."}
FIRE = {
    "id": "fire",
    "occurred": "2020-01-10",
    "place": "camp-taji",
    "deployments": "taji-training",
    "kind": "other",
    "name": "Fire",
}
HURT = {"incident": "fire", "nz_injured": "2", "distance_km": "0.5", "summary": "A fire.", "sources": HERALD}
DIVERS = {"publisher": "RNZ", "title": "Divers", "published": "2026-11", "url": "https://example.org/divers", "kind": "news"}
DRAFTS: dict[str, tuple[ProposedRow, ...]] = {
    "a new count": (add("strengths", **{**COUNT, "count": "46", "from": "2020-01-09"}),),
    "a reported total": (add("strengths", **TOTAL),),
    "a count moved": (correct("strengths", "taji-2020-01", count="40", places="baghdad", deployment="coalition-hq"),),
    "a count retracted": (ProposedRow("strengths", "baghdad-2020-01", "retract"),),
    "a mandate": (add("mandates", **MANDATE, source=HOMECOMING),),
    "a withdrawal": (add("events", **LEFT, source=HERALD),),
    "an incident and its account": (add("incidents", **FIRE), add("accounts", **HURT)),
    "an account corrected": (correct("accounts", "basra-2003-govt", nz_injured="4"),),
    "an incident moved": (correct("incidents", "canal-hotel-2003", place="camp-taji", occurred="2020-01"),),
    "a source dated anew": (correct("sources", HERALD, published="2026-11-01", publisher="The Herald"),),
    "a place moved": (correct("places", "camp-taji", within="kuwait"),),
    "a mission on its own": (correct("deployments", "taji-training", part_of="", name="Taji trainers"),),
    "a new place, mission, source and count": (
        add("places", name="Atlantis", kind="country"),
        add("deployments", name="Task Group Atlantis", led_by="New Zealand", purpose="To dive."),
        add("sources", **DIVERS),
        add(
            "strengths", **{**COUNT, "deployment": "new:1", "places": "new:0", "source": "new:2", "count": "7", "from": "2026-11"}
        ),
    ),
}


@pytest.fixture
def store(shipped_store: Path, tmp_path: Path) -> Iterator[FactStore]:
    """A copy of the shipped facts, to be changed."""
    one = FactStore(Path(shutil.copy(shipped_store, tmp_path / "facts.db")), lambda: NOW)
    yield one
    one.close()


def answers(store: FactStore, rows: tuple[ProposedRow, ...] = ()) -> dict[str, dict[str, Any]]:
    """The answers to many questions, as the contract gives them, with proposed rows among the facts if any are given."""
    found = {}
    with store.reading() as snapshot:
        for text in ASKED:
            facts = snapshot.proposed(rows) if rows else snapshot.facts()
            question = understand(text, facts.names, TODAY)
            answer = as_dict(verbs()[question.kind].answer(question, facts))
            if question.kind == "timeline":  # rows of one day stand in the order of their ids
                answer = {**answer, "sources": sorted(answer["sources"], key=str)}
            found[text] = answer
    return found


@pytest.mark.parametrize("name", DRAFTS)
def test_the_preview_is_what_the_approval_brings(store: FactStore, name: str) -> None:
    """Every answer with the proposed rows laid over the facts is the very answer after they were approved."""
    before = answers(store)
    made = propose(store, Draft("add", DRAFTS[name], "To see."), "U0AROHA")
    previewed = answers(store, made.rows)
    assert answers(store) == before
    approve(store, made.number, "U0BEN")
    after = answers(store)
    for text, answer in after.items():
        assert previewed[text] == answer, text


def test_a_preview_shows_the_questions_that_the_proposal_bears_on(store: FactStore) -> None:
    """Before and after, while another process holds the write lock."""
    reader = Desk(FactStore(store.path, lambda: NOW), lambda: TODAY)
    with store.writing():
        rows = check(reader.store, Draft("add", (add("strengths", **{**COUNT, "count": "46", "from": "2026-11"}),)))
        shown = reader.preview(rows)
    assert [each.question for each in shown] == ["status taji-training", "status camp-taji", "status"]
    assert all(each.before.headline != each.after.headline and "46" in each.after.headline for each in shown)
    reader.store.close()


def test_a_place_that_is_proposed_is_known_in_the_answer_after_only(store: FactStore) -> None:
    """Before, the store does not hold it; after, it is counted there."""
    rows = check(store, Draft("add", DRAFTS["a new place, mission, source and count"]))
    shown = {each.question: each for each in Desk(store, lambda: TODAY).preview(rows)}
    assert shown["status atlantis"].before.kind in ("unknown", "unclear")
    assert shown["status task-group-atlantis"].after.total
