"""Looks at small worlds and at the shipped facts."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest

from bot.digest.changes import Look
from bot.facts import Facts
from bot.store import FactStore
from bot.store.keeping import load
from tests.conftest import NOW, Row, small_package
from tests.digest.parts import (
    PLACES,
    Worlds,
)


@pytest.fixture
def facts(tmp_path: Path) -> Iterator[Worlds]:
    """The facts of a small world: `facts(strengths=[...])` with the mission “m” in Iraq, unless it names others."""
    with ExitStack() as open_:
        made: list[FactStore] = []

        def of(**tables: list[Row]) -> Facts:
            store = FactStore(tmp_path / f"world{len(made)}.db", lambda: NOW)
            made.append(store)
            usual: dict[str, list[Row]] = {"places": PLACES, "deployments": [{"id": "m", "name": "The mission"}]}
            load(store, small_package(**{**usual, **tables}))
            return open_.enter_context(store.reading()).facts()

        yield of
        open_.close()
        for store in made:
            store.close()


@pytest.fixture(scope="module")
def shipped_look(shipped_store: Path) -> Iterator[Callable[[date], Look]]:
    """The shipped facts as known by a day, on that day."""
    store = FactStore(shipped_store, lambda: NOW)
    with store.reading() as snapshot:
        yield lambda day: Look(snapshot.facts(day), day)
    store.close()
