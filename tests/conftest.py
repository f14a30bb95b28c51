"""What the tests share: the shipped facts in a store, small worlds made of a few rows, and a clock that stands still."""

import logging
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.answer import Answer
from bot.desk import Desk, open_desk
from bot.package import Package, Table, description, read
from bot.store import FactStore
from bot.store.keeping import load

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 21)
NOW = datetime(2026, 11, 21, 1, 0, tzinfo=UTC)

Row = Mapping[str, str | int | float | None]
Ask = Callable[..., Answer]

# What a row of a small world is unless a test says otherwise; a test names only what its rule turns on.
_USUAL: dict[str, dict[str, str]] = {
    "sources": {
        "publisher": "The Paper",
        "title": "A report",
        "published": "2020-01-01",
        "url": "https://example.org/a",
        "kind": "news",
    },
    "places": {"kind": "country"},
    "deployments": {"led_by": "New Zealand", "purpose": "To help."},
    "strengths": {"count": "10", "qualifier": "exactly", "covers": "whole", "from": "2020-01-01", "source": "s1"},
    "mandates": {"covers": "whole", "ends": "2021-06-30", "source": "s1"},
    "incidents": {"kind": "other"},
    "accounts": {"summary": "Something happened.", "sources": "s1"},
    "events": {"kind": "deployed", "summary": "Something was done.", "source": "s1"},
}


def small_package(**tables: list[Row]) -> Package:
    """A package of a few rows. Names default to ids, and every source that a row names exists."""
    rows: dict[str, list[dict[str, str]]] = {
        table: [
            usual | {column: "" if value is None else str(value) for column, value in row.items()}
            for row in tables.get(table, [])
        ]
        for table, usual in _USUAL.items()
    }
    for table in ("places", "deployments", "incidents"):
        for row in rows[table]:
            row.setdefault("name", row["id"].replace("-", " ").title())
    every = [row for table in rows.values() for row in table]
    named = {one for row in every for one in (row.get("source", ""), *row.get("sources", "").split("|")) if one}
    have = {row["id"] for row in rows["sources"]}
    rows["sources"] += [{**_USUAL["sources"], "id": one} for one in sorted(named - have)]
    shapes = description()
    return Package(
        {
            name: Table(
                name,
                shape.fields,
                tuple({field.name: row.get(field.name, "") for field in shape.fields} for row in rows[name]),
                tuple(range(2, len(rows[name]) + 2)),
            )
            for name, shape in shapes.items()
        }
    )


@pytest.fixture(autouse=True)
def _no_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    """No proxy and no setting of this machine reaches a test."""
    proxies_and_hosts = ("http_proxy", "https_proxy", "all_proxy", "port", "dyno")
    for name in [*os.environ]:
        if name != "NZDF_TEST_EVERYTHING" and (name.lower() in proxies_and_hosts or name.startswith(("SLACK_", "NZDF_"))):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """A log that a command set up, on a stream that ends with its test, is not written to by what still runs after it."""
    root = logging.getLogger()
    level = root.level
    yield
    root.setLevel(level)
    for handler in root.handlers[:]:
        if type(handler) is logging.StreamHandler:
            root.removeHandler(handler)


@pytest.fixture(scope="session")
def shipped() -> Package:
    """The data package in `data/`."""
    package, faults = read(ROOT / "data")
    assert package, faults
    return package


@pytest.fixture(scope="session")
def shipped_store(shipped: Package, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store loaded from the data package; tests only read it."""
    path = tmp_path_factory.mktemp("store") / "facts.db"
    store = FactStore(path, lambda: NOW)
    load(store, shipped)
    store.close()
    return path


@pytest.fixture
def desk(shipped_store: Path) -> Iterator[Desk]:
    """The desk on the shipped facts, on 21 November 2026."""
    desk = open_desk(shipped_store, lambda: NOW, TODAY)
    yield desk
    desk.store.close()


@pytest.fixture
def ask(shipped_store: Path) -> Iterator[Ask]:
    """Ask the shipped facts: `ask("status iraq on 2020-01-10")`, on 21 November 2026 or on another `today`."""
    desks: list[Desk] = []

    def asked(text: str, today: date = TODAY) -> Answer:
        desks.append(open_desk(shipped_store, lambda: NOW, today))
        return desks[-1].ask(text)

    yield asked
    for one in desks:
        one.store.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[Callable[..., Ask]]:
    """Make a small world and ask it: `world(places=[...], deployments=[...], strengths=[...])("status x", today)`."""
    stores: list[FactStore] = []

    def made(**tables: list[Row]) -> Ask:
        path = tmp_path / f"world{len(stores)}.db"
        stores.append(FactStore(path, lambda: NOW))
        load(stores[-1], small_package(**tables))

        def asked(text: str, today: date = TODAY) -> Answer:
            desk = Desk(stores[-1], lambda: today)
            return desk.ask(text)

        return asked

    yield made
    for store in stores:
        store.close()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every test that was left out, and why."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        terminalreporter.write_line(f"left out: {report.nodeid}: {reason}")


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything must run (NZDF_TEST_EVERYTHING is set), a test left out is a failure."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("NZDF_TEST_EVERYTHING") and reporter and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
