"""Many people decide at once in several processes, some of which are killed: every proposal is decided once, none is lost."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from bot.editing.proposals import Draft, ProposedRow
from bot.store import FactStore
from bot.store.keeping import load
from bot.store.proposals import audit_trail, proposals, propose
from tests.conftest import NOW, ROOT, small_package

PROPOSALS = 50
REVIEWERS = 8
KILLED = 4

# A reviewer who clicks every proposal in an order of their own, says of each what came of it, and may be killed at a statement.
CLICKS = """
import os, random, signal, sys
from datetime import datetime
from pathlib import Path
from bot.editing.proposals import Refused
from bot.errors import StoreError
from bot.store import FactStore
from bot.store.proposals import approve, reject

path, who, count, fate = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[5])
now = datetime.fromisoformat(sys.argv[4])


def die_in_time(_statement):
    global fate
    fate -= 1
    if fate == 0:
        os.kill(os.getpid(), signal.SIGKILL)


def click(store, number):
    return approve(store, number, who) if number % 3 else reject(store, number, who, "No.")


def all_in_any_order():
    store = FactStore(path, lambda: now)
    store.connection().set_trace_callback(die_in_time)
    waiting = random.Random(who).sample(range(1, count + 1), count)
    while waiting:
        number = waiting[-1]
        try:
            print("decided", number, click(store, number).proposal.state, flush=True)
        except Refused:
            print("late", number, flush=True)
        except StoreError as busy:
            if "locked" not in str(busy):
                raise
            continue
        waiting.pop()


def killed_at_each_statement():
    global fate
    for number in range(1, count + 1):
        fate = number
        child = os.fork()
        if child == 0:
            store = FactStore(path, lambda: now)
            store.connection().set_trace_callback(die_in_time)
            click(store, 2)
            print("decided 2 approved", flush=True)
            os._exit(0)
        os.waitpid(child, 0)


killed_at_each_statement() if who == "U0KILLED" else all_in_any_order()
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A store with fifty open proposals to add a count."""
    store = FactStore(tmp_path / "facts.db", lambda: NOW)
    load(
        store,
        small_package(
            places=[{"id": "landa"}],
            deployments=[{"id": "alpha"}],
            strengths=[{"id": "a", "deployment": "alpha", "places": "landa", "count": 10, "note": "Ten."}],
        ),
    )
    count = {
        "deployment": "alpha",
        "places": "landa",
        "qualifier": "exactly",
        "covers": "whole",
        "from": "2020-02",
        "source": "s1",
    }
    for number in range(PROPOSALS):
        row = ProposedRow("strengths", "", "add", {**count, "count": str(number), "note": f"Count {number}."})
        propose(store, Draft("add", (row,), "A count."), "U0AUTHOR")
    store.close()
    return store.path


def reviewer(path: Path, who: str, fate: int = 0) -> subprocess.Popen[str]:
    """A process that clicks; it is killed at the statement of that number, if one is given."""
    command = [sys.executable, "-c", CLICKS, str(path), who, str(PROPOSALS), NOW.isoformat(), str(fate)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}, cwd=ROOT)


def test_fifty_proposals_are_each_decided_once_by_eight_processes_of_which_half_are_killed(path: Path) -> None:
    """Every proposal ends decided, once; what was acknowledged stands; no decision is without its facts or its audit line."""
    # A click takes three statements at least, so that each of these comes before the last click.
    fates = random.Random(6).sample(range(20, 3 * PROPOSALS), KILLED) + [0] * (REVIEWERS - KILLED)
    running = {f"U{number}": reviewer(path, f"U{number}", fate) for number, fate in enumerate(fates)}
    output = {who: process.communicate(timeout=120)[0] for who, process in running.items()}
    said = [(who, line.split()) for who, lines in output.items() for line in lines.splitlines()]
    assert [process.returncode for process in running.values()] == [-signal.SIGKILL if fate else 0 for fate in fates]
    decided = [(int(words[1]), who, words[2]) for who, words in said if words[0] == "decided"]
    assert len({number for number, _who, _state in decided}) == len(decided), "two were told that they decided the same"
    check_store(path, {number: (who, state) for number, who, state in decided})


def test_an_approval_killed_at_any_statement_is_whole_or_never_was(path: Path) -> None:
    """Killed at its first statement, its second, and so on to its commit: after each the proposal can be approved, once."""
    process = reviewer(path, "U0KILLED")
    output, _errors = process.communicate(timeout=120)
    assert process.returncode == 0
    assert output.count("decided 2 approved") > 1, "the last tries were killed by nothing, and were repeated clicks"
    store = FactStore(path, lambda: NOW)
    assert [line.what for line in audit_trail(store, 2)] == ["proposed", "approved"]
    connection = store.connection()
    assert connection.execute("SELECT count(*) FROM strengths WHERE change > 1").fetchone() == (1,)
    assert connection.execute("SELECT count(*) FROM changes WHERE proposal = 2").fetchone() == (1,)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    store.close()


def check_store(path: Path, acknowledged: dict[int, tuple[str, str]]) -> None:
    """Decisions, audit trail, changes and facts tell the same, and whatever was acknowledged stands."""
    store = FactStore(path, lambda: NOW)
    decided = {one.number: one for one in proposals(store)}
    assert len(decided) == PROPOSALS and not [one for one in decided.values() if one.state == "open"]
    for number, (who, state) in acknowledged.items():
        assert (decided[number].decided_by, decided[number].state) == (who, state)
    decisions = [line for line in audit_trail(store) if line.what != "proposed"]
    assert Counter(line.proposal for line in decisions) == dict.fromkeys(decided, 1)
    assert all((line.who, line.what) == (decided[line.proposal].decided_by, decided[line.proposal].state) for line in decisions)
    approved = {one.number: one.change for one in decided.values() if one.state == "approved"}
    connection = store.connection()
    assert dict(connection.execute("SELECT proposal, number FROM changes WHERE proposal IS NOT NULL").fetchall()) == approved
    for number, change in approved.items():
        row = decided[number].rows[0]
        assert connection.execute("SELECT id FROM strengths WHERE change = ?", (change,)).fetchall() == [(row.id,)]
        assert connection.execute("SELECT count(*) FROM search WHERE id = ?", (row.id,)).fetchone() == (1,)
    ((facts,),) = connection.execute("SELECT count(*) FROM strengths WHERE change > 1").fetchall()
    assert facts == len(approved)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    store.close()
