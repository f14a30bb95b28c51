"""Step 004: proposals with their audit trail, and what marks a row of a person as the package's."""

from collections.abc import Iterable

_PROPOSALS = """CREATE TABLE proposals (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,           -- add, correct, retract, confirm, undo or import
  author TEXT NOT NULL,         -- who proposed it
  made_at TEXT NOT NULL,        -- when (UTC)
  why TEXT NOT NULL,            -- the reason given, empty where none was
  rows TEXT NOT NULL CHECK (json_valid(rows)),  -- the rows as last amended: table, id, action, values, base, before
  state TEXT NOT NULL DEFAULT 'open',  -- open, approved, rejected or withdrawn
  decided_by TEXT,              -- who approved, rejected or withdrew it
  decided_at TEXT,              -- when (UTC)
  verdict_why TEXT NOT NULL DEFAULT '',  -- the reason given for the decision
  undoes INTEGER REFERENCES changes(number),  -- the change that it takes back
  change INTEGER REFERENCES changes(number),  -- the change of the facts that its approval made
  channel TEXT,                 -- where it was posted for review
  ts TEXT,                      -- the message there
  CHECK ((state = 'open') = (decided_by IS NULL) AND (decided_by IS NULL) = (decided_at IS NULL)),
  CHECK ((state = 'approved') = (change IS NOT NULL))
) STRICT"""

_AUDIT = """CREATE TABLE audit (
  entry INTEGER PRIMARY KEY AUTOINCREMENT,
  proposal INTEGER NOT NULL REFERENCES proposals(number),
  at TEXT NOT NULL,             -- when (UTC)
  who TEXT NOT NULL,            -- who did it
  what TEXT NOT NULL,           -- proposed, amended, approved, rejected, withdrawn or conflict
  note TEXT NOT NULL,           -- the reason given, or what stood in the way
  rows TEXT NOT NULL CHECK (json_valid(rows))  -- the rows as proposed or amended then
) STRICT"""


def _kept(what: str) -> str:
    return f"""CREATE TRIGGER audit_keeps_{what.lower()} BEFORE {what} ON audit BEGIN
  SELECT RAISE(ABORT, 'the audit trail is only added to');
END"""


def step(tables: Iterable[str]) -> tuple[str, ...]:
    """The statements that add proposals to a store."""
    return (
        _PROPOSALS,
        "CREATE INDEX proposals_state ON proposals(state)",
        "CREATE INDEX proposals_author ON proposals(author)",
        _AUDIT,
        "CREATE INDEX audit_proposal ON audit(proposal)",
        _kept("UPDATE"),
        _kept("DELETE"),
        "ALTER TABLE changes ADD COLUMN unreviewed INTEGER /* 1 where who approved it had written it */ NOT NULL DEFAULT 0",
        "CREATE INDEX changes_unreviewed ON changes(number) WHERE unreviewed",
        *(
            f"ALTER TABLE {table} ADD COLUMN adopted_at TEXT /* when a package had what a person recorded (UTC) */"
            for table in tables
        ),
    )
