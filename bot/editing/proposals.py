"""Changes of the facts as plain data: what is proposed, what became of it, and why it may be refused. No SQL, no Slack.

A proposal holds one or more rows as CSV text and shows in no answer until it is approved. Instants are with their time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from bot.errors import BotError

Action = Literal["add", "correct", "retract"]
Kind = Literal["add", "correct", "retract", "confirm", "undo", "import"]
State = Literal["open", "approved", "rejected", "withdrawn"]

KINDS: tuple[Kind, ...] = ("add", "correct", "retract", "confirm", "undo", "import")
STATES: tuple[State, ...] = ("open", "approved", "rejected", "withdrawn")

TextRow = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ProposedRow:
    """One row to add, correct or retract. `values` is the whole row as CSV text, {} for a retraction.

    `base` is the revision that is corrected or retracted, with its content `before`; the store fills both in for an `id` that
    stands when they are left out.
    """

    table: str
    id: str
    action: Action
    values: TextRow = field(default_factory=dict)
    base: int | None = None
    before: TextRow | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person asks to be changed, before it has a number. `undoes` is the change that it takes back.

    A row to add may leave its `id` empty: the store makes a readable one. A value `new:0` is the id of the first row of the same
    draft, `new:1` of the second, so that a count and its new source are proposed together.
    """

    kind: Kind
    rows: tuple[ProposedRow, ...]
    why: str = ""
    undoes: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """A draft that was put to review, with what became of it. `change` is the change of the facts that its approval made.

    `channel` and `ts` say where it was posted for review, `edits` how often it was amended.
    """

    number: int
    kind: Kind
    author: str
    made_at: datetime
    why: str
    rows: tuple[ProposedRow, ...]
    state: State = "open"
    decided_by: str | None = None
    decided_at: datetime | None = None
    verdict_why: str = ""
    undoes: int | None = None
    change: int | None = None
    channel: str | None = None
    ts: str | None = None
    edits: int = 0


class Decision(NamedTuple):
    """A proposal as decided; `first` is False where the same person had decided the same before (a repeated click)."""

    proposal: Proposal
    first: bool = True


class Audited(NamedTuple):
    """One line of the audit trail: who did what with a proposal, when, a note on it, and the rows as proposed or amended.

    `what` is proposed, amended, approved, rejected, withdrawn, or conflict for an approval that the facts no longer allowed.
    """

    proposal: int
    at: datetime
    who: str
    what: str
    note: str
    rows: tuple[ProposedRow, ...] = ()


class RowFault(NamedTuple):
    """What is wrong with one cell of a proposed row. `row` is its place in the proposal, from 0."""

    row: int
    table: str
    id: str
    column: str
    sentence: str


class Refused(BotError):
    """A proposal may not be made, changed or decided as asked; the sentence says why."""


class RowFaults(BotError):
    """Proposed rows have faults, each with the column that it belongs to."""

    def __init__(self, faults: list[RowFault]) -> None:
        """The sentence names the first and says how many there are."""
        self.faults = faults
        more = f" There {'is' if len(faults) == 2 else 'are'} {len(faults) - 1} more." if len(faults) > 1 else ""
        super().__init__(faults[0].sentence + more)


class Difference(NamedTuple):
    """A column of a row that moved: what stood when it was proposed, what stands now, and what was proposed. None is no row."""

    table: str
    id: str
    column: str
    before: str | None
    now: str | None
    proposed: str | None


class Moved(BotError):
    """What a proposal corrects or retracts was changed since it was made; nothing was decided."""

    def __init__(self, sentence: str, differences: list[Difference]) -> None:
        """`differences` holds every column that is not what it was when the proposal was made."""
        self.differences = differences
        super().__init__(sentence)
