"""Many editors at once at two real processes on one store: each proposal is decided once, no acknowledged decision is lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.store import FactStore
from tests.chaos.clicks import storm
from tests.conftest import NOW


@pytest.fixture
def store(shipped_store: Path, tmp_path: Path) -> Iterator[FactStore]:
    """A copy of the shipped facts."""
    one = FactStore(Path(shutil.copy(shipped_store, tmp_path / "facts.db")), lambda: NOW)
    yield one
    one.close()


def test_two_hundred_editors_decide_each_proposal_once(store: FactStore) -> None:
    """200 editors click at two processes; every proposal is decided by one of them, and stands once in the audit trail."""
    outcome = storm(store, editors=200, count=60)
    assert outcome.wrong == []
    assert (outcome.decided, outcome.lost) == (60, 0)


def test_a_killed_process_loses_no_acknowledged_decision(store: FactStore) -> None:
    """Processes die while editors click; whatever was answered is decided, and the rest is decided at the next click."""
    outcome = storm(store, editors=100, count=60, kills=2)
    assert outcome.wrong == []
    assert outcome.decided == 60
