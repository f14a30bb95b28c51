"""Proposals and their audit trail as the store keeps them."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from bot.editing.proposals import Audited, Proposal, ProposedRow, Refused
from bot.store import statements


def rows_text(rows: Iterable[ProposedRow]) -> str:
    """Proposed rows as JSON."""
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False)


def rows_of(text: str) -> tuple[ProposedRow, ...]:
    """Proposed rows from JSON."""
    return tuple(ProposedRow(**row) for row in json.loads(text))


def proposal_of(cells: Any) -> Proposal:
    """A proposal from its row in the store."""
    number, kind, author, made_at, why, rows, state, decided_by, decided_at, *rest = cells
    decided = datetime.fromisoformat(decided_at) if decided_at else None
    made = datetime.fromisoformat(made_at)
    return Proposal(number, kind, author, made, why, rows_of(rows), state, decided_by, decided, *rest)


def fetch(connection: sqlite3.Connection, number: int) -> Proposal:
    """One proposal. Raises Refused where there is none of that number."""
    found = statements.run(connection, "proposal", {"number": number}).fetchone()
    if found is None:
        raise Refused(f"There is no proposal {number}.")
    return proposal_of(found)


def note(
    connection: sqlite3.Connection, number: int, at: str, who: str, what: str, said: str, rows: Iterable[ProposedRow]
) -> None:
    """Add a line to the audit trail."""
    line = {"proposal": number, "at": at, "who": who, "what": what, "note": said, "rows": rows_text(rows)}
    statements.run(connection, "audit", line)


def trail(connection: sqlite3.Connection, number: int | None) -> list[Audited]:
    """The audit trail of a proposal, or of all, oldest first."""
    return [
        Audited(proposal, datetime.fromisoformat(at), who, what, said, rows_of(rows))
        for proposal, at, who, what, said, rows in statements.run(connection, "audited", {"proposal": number})
    ]
