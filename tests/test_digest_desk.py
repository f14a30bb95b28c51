"""The digest that the desk makes: the store as it stood after one change, against another."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from bot.desk import Desk
from bot.digest.plan import Point
from bot.errors import BotError
from bot.store import FactStore
from bot.store.keeping import load
from tests.conftest import NOW, TODAY, Row, small_package

PLACE = {"id": "x", "name": "Xland"}
MISSION = {"id": "m", "name": "Mission M"}
SOURCES: list[Row] = [{"id": "s1", "published": "2026-11-02"}, {"id": "s2", "published": "2026-11-16"}]
TEN: Row = {"id": "a", "deployment": "m", "places": "x", "count": 10, "from": "2026-11-01", "source": "s1"}
TWELVE: Row = {**TEN, "id": "b", "count": 12, "from": "2026-11-15", "source": "s2"}


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk whose store learnt of ten people with its first change, and of twelve with its second."""
    store = FactStore(tmp_path / "facts.db", lambda: NOW)
    load(store, small_package(sources=SOURCES, places=[PLACE], deployments=[MISSION], strengths=[TEN]))
    load(store, small_package(sources=SOURCES, places=[PLACE], deployments=[MISSION], strengths=[TEN, TWELVE]))
    yield Desk(store, lambda: TODAY)
    store.close()


def test_a_digest_compares_the_store_at_two_changes(desk: Desk) -> None:
    """What was approved between two digests makes a line, with its source."""
    answer = desk.digest("", Point(date(2026, 11, 20), 1), Point(TODAY, 2))
    (row,) = answer.rows
    assert row["text"].startswith("Mission M: now 12 in Xland")
    assert row["sources"] == ["s2", "s1"]


def test_a_digest_between_the_same_points_says_the_same_whatever_came_since(desk: Desk) -> None:
    """A digest that is posted again after a crash is the digest that was begun."""
    before, now = Point(date(2026, 11, 20), 1), Point(TODAY, 1)
    assert desk.digest("xland", before, now).rows == ()
    assert "nothing has changed" in desk.digest("xland", before, now).headline


def test_a_first_digest_has_nothing_to_compare_with(desk: Desk) -> None:
    """It shows what there is."""
    assert "first digest" in desk.digest("", None, Point(TODAY, 2)).headline


@pytest.mark.parametrize("subject", ["narnia", "xland since 2020", "xland reported by 2020"])
def test_a_digest_is_about_a_place_or_a_mission(desk: Desk, subject: str) -> None:
    """Anything else is refused with a sentence when it is set."""
    with pytest.raises(BotError, match=r"A digest (cannot be|is) about"):
        desk.check_subject(subject)
