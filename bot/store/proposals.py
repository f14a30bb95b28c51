"""Proposals: putting changes of the facts to review, and deciding them once.

Every function that reads and then writes does both inside one `BEGIN IMMEDIATE`; a decision, its line in the audit trail and the
revisions of the facts are committed together. Who may do what by role is not known here; that no one approves what they wrote is.
"""

import sqlite3
from collections.abc import Sequence

from bot.editing.proposals import (
    Audited,
    Decision,
    Draft,
    Moved,
    Proposal,
    ProposedRow,
    Refused,
    RowFaults,
    State,
)
from bot.edtf import NEW_ZEALAND, say_day
from bot.errors import BotError
from bot.store import statements
from bot.store.applying import apply
from bot.store.checking import completed, faults_of
from bot.store.keeping import PACKAGE
from bot.store.moving import check_undoable, differences, reversed_rows
from bot.store.papers import fetch, note, proposal_of, rows_of, rows_text, trail
from bot.store.recording import Change
from bot.store.schema import now_text
from bot.store.store import FactStore

MOST_ROWS = 200
MOST_SHOWN = 100


def propose(store: FactStore, draft: Draft, by: str) -> Proposal:
    """Put a draft to review. Raises RowFaults for what is wrong with its rows, Refused where it holds none or too many."""
    with store.writing() as connection:
        return _propose(store, connection, draft, by)


def amend(
    store: FactStore, number: int, rows: Sequence[ProposedRow], by: str, why: str | None = None, seen: int | None = None
) -> Proposal:
    """Put other rows in an open proposal; the earlier ones stay in the audit trail. Raises Refused or RowFaults.

    A row without a `base` rests on what stands now, so that a proposal whose base moved can be made anew. `seen` is how often
    the proposal had been edited when `by` looked at it: one edited since is refused.
    """
    with store.writing() as connection:
        old = fetch(connection, number)
        if old.state != "open":
            raise _decided(old)
        _check_seen(old, seen)
        whole = _checked(connection, Draft(old.kind, tuple(rows), undoes=old.undoes), besides=number)
        why = old.why if why is None else why.strip()
        statements.run(connection, "amend_proposal", {"number": number, "rows": rows_text(whole), "why": why})
        note(connection, number, now_text(store.clock()), by, "amended", why, whole)
        return fetch(connection, number)


def approve(store: FactStore, number: int, by: str, *, single_editor: bool = False, seen: int | None = None) -> Decision:
    """Let a proposal stand: its rows become facts, recorded by its author.

    Raises Refused where it was decided already or `by` had a hand in writing it (but for `single_editor`; the change is then
    marked as unreviewed), Moved where what it corrects or retracts moved since, RowFaults where it can no longer stand.
    `seen` is how often it had been edited when `by` looked at it: one edited since is refused. A repeated click of the one who
    approved it changes nothing.
    """
    if late := _too_late(store, number, "approved", by):
        return late
    with store.writing() as connection:
        proposal = fetch(connection, number)
        if proposal.state != "open":
            return _again(proposal, "approved", by)
        _check_seen(proposal, seen)
        wrote = by in _writers(connection, proposal)
        if wrote and not single_editor:
            raise Refused(f"Who wrote a proposal may not approve it; another reviewer has to decide proposal {number}.")
        problem = _problem(connection, proposal)
        if problem is None:
            return Decision(_carry_out(store, connection, proposal, by, unreviewed=wrote))
        note(connection, number, now_text(store.clock()), by, "conflict", str(problem), proposal.rows)
    raise problem


def reject(store: FactStore, number: int, by: str, why: str) -> Decision:
    """Turn a proposal down, with a reason. Raises Refused where it was decided already or no reason is given."""
    if not why.strip():
        raise Refused("Say why it is rejected; the author is told.")
    return _close(store, number, by, "rejected", why.strip())


def withdraw(store: FactStore, number: int, by: str) -> Decision:
    """Take one's own proposal back. Raises Refused where it was decided already or is another's."""
    return _close(store, number, by, "withdrawn", "")


def undo(store: FactStore, change: int, by: str, why: str) -> Proposal:
    """Propose to take a change back: to retract what it added and add again what it retracted.

    Raises Refused for a change that there is not, that the package made, or that an open proposal already takes back; Moved where
    a row of it was changed since.
    """
    with store.writing() as connection:
        check_undoable(connection, change)
        rows, moved = reversed_rows(connection, change)
        if moved:
            ids = ", ".join(dict.fromkeys(f"{one.id} in {one.table}" for one in moved))
            raise Moved(f"Change {change} cannot be undone as a whole, since rows of it were changed later: {ids}.", moved)
        return _propose(store, connection, Draft("undo", tuple(rows), why, undoes=change), by)


def proposal(store: FactStore, number: int) -> Proposal:
    """One proposal. Raises Refused where there is none of that number."""
    with store.looking() as connection:
        return fetch(connection, number)


def proposals(store: FactStore, state: State | None = None, author: str | None = None, most: int = MOST_SHOWN) -> list[Proposal]:
    """The newest proposals first, of a state, an author, or both."""
    with store.looking() as connection:
        limits = {"state": state, "author": author, "most": most}
        return [proposal_of(cells) for cells in statements.run(connection, "proposals", limits)]


def posted(store: FactStore, number: int, channel: str, ts: str) -> None:
    """Keep where a proposal was posted for review."""
    with store.writing() as connection:
        statements.run(connection, "posted_proposal", {"number": number, "channel": channel, "ts": ts})


def unposted(store: FactStore) -> list[int]:
    """The numbers of the open proposals that were not posted for review, oldest first."""
    with store.looking() as connection:
        return [number for (number,) in statements.run(connection, "unposted_proposals", {"most": MOST_SHOWN})]


def audit_trail(store: FactStore, number: int | None = None) -> list[Audited]:
    """Who did what with a proposal, or with all of them, oldest first."""
    with store.looking() as connection:
        return trail(connection, number)


def check(store: FactStore, draft: Draft, lines: Sequence[int] = ()) -> list[ProposedRow]:
    """The rows of a draft as they would be proposed, without the write lock. Raises RowFaults or Refused as `propose` would.

    `lines` are where the rows stand in a file, for a fault that names another row.
    """
    with store.looking() as connection:
        return _checked(connection, draft, lines=lines)


def _propose(store: FactStore, connection: sqlite3.Connection, draft: Draft, by: str) -> Proposal:
    if by == PACKAGE:
        raise Refused(f"“{PACKAGE}” is the name of what is loaded from the CSV files; name the person who proposes.")
    rows = _checked(connection, draft)
    at = now_text(store.clock())
    values = {"kind": draft.kind, "author": by, "made_at": at, "why": draft.why.strip(), "undoes": draft.undoes}
    number = int(statements.run(connection, "new_proposal", {**values, "rows": rows_text(rows)}).lastrowid or 0)
    note(connection, number, at, by, "proposed", draft.why.strip(), rows)
    return fetch(connection, number)


def _checked(
    connection: sqlite3.Connection, draft: Draft, besides: int | None = None, lines: Sequence[int] = ()
) -> list[ProposedRow]:
    if not draft.rows:
        raise Refused("The proposal holds no rows; give at least one.")
    if len(draft.rows) > MOST_ROWS:
        raise Refused(f"The proposal holds {len(draft.rows):,} rows; a reviewer can decide on at most {MOST_ROWS} at once.")
    rows = completed(connection, draft.rows, _reserved(connection, besides))
    if faults := faults_of(connection, rows, restoring=draft.kind == "undo", lines=lines):
        raise RowFaults(faults)
    return rows


def _reserved(connection: sqlite3.Connection, besides: int | None) -> set[tuple[str, str]]:
    """The ids that open proposals would give to new rows."""
    waiting = statements.run(connection, "open_rows", {"besides": besides})
    return {(row.table, row.id) for (rows,) in waiting for row in rows_of(rows) if row.action == "add"}


def _writers(connection: sqlite3.Connection, proposal: Proposal) -> set[str]:
    amended = {line.who for line in trail(connection, proposal.number) if line.what == "amended"}
    return {proposal.author, *amended}


def _problem(connection: sqlite3.Connection, proposal: Proposal) -> BotError | None:
    """What keeps a proposal from being approved as the facts stand now."""
    moved = differences(connection, proposal.rows)
    if moved:
        ids = ", ".join(dict.fromkeys(f"{one.id} in {one.table}" for one in moved))
        return Moved(f"Proposal {proposal.number} was made on a state that has moved since: {ids}. Nothing was changed.", moved)
    faults = faults_of(connection, proposal.rows, restoring=proposal.kind == "undo")
    return RowFaults(faults) if faults else None


def _check_seen(proposal: Proposal, seen: int | None) -> None:
    if seen is not None and proposal.edits != seen:
        raise Refused(f"Proposal {proposal.number} was edited since you looked at it; look at it again as it is now.")


def _carry_out(store: FactStore, connection: sqlite3.Connection, proposal: Proposal, by: str, *, unreviewed: bool) -> Proposal:
    at = store.clock()
    change = Change(connection, at, proposal.author, proposal.why, by, proposal.number, unreviewed=unreviewed)
    apply(change, proposal.rows)
    return _decide(store, connection, proposal, by, "approved", "", change.number)


def _too_late(store: FactStore, number: int, state: State, by: str) -> Decision | None:
    """What `_again` gives for a proposal that is decided already; of many who click at once, most need no write lock."""
    with store.looking() as connection:
        found = fetch(connection, number)
    return None if found.state == "open" else _again(found, state, by)


def _close(store: FactStore, number: int, by: str, state: State, why: str) -> Decision:
    if late := _too_late(store, number, state, by):
        return late
    with store.writing() as connection:
        proposal = fetch(connection, number)
        if proposal.state != "open":
            return _again(proposal, state, by)
        if state == "withdrawn" and by != proposal.author:
            raise Refused(f"Only {proposal.author}, who made proposal {number}, may withdraw it; reject it instead.")
        return Decision(_decide(store, connection, proposal, by, state, why, None))


def _decide(
    store: FactStore, connection: sqlite3.Connection, proposal: Proposal, by: str, state: State, why: str, change: int | None
) -> Proposal:
    at = now_text(store.clock())
    values = {"number": proposal.number, "state": state, "by": by, "at": at, "why": why, "change": change}
    statements.run(connection, "decide_proposal", values)
    note(connection, proposal.number, at, by, state, why, proposal.rows)
    return fetch(connection, proposal.number)


def _again(proposal: Proposal, state: State, by: str) -> Decision:
    """A repeated click of the same person is the same decision; anything else comes too late."""
    if proposal.state == state and proposal.decided_by == by:
        return Decision(proposal, first=False)
    raise _decided(proposal)


def _decided(proposal: Proposal) -> Refused:
    at = proposal.decided_at.astimezone(NEW_ZEALAND) if proposal.decided_at else None
    when = f" at {at:%H:%M} on {say_day(at.date())}" if at else ""
    return Refused(f"Proposal {proposal.number} was already {proposal.state} by {proposal.decided_by}{when}.")
