"""The tables of the fact store, as numbered steps that are never changed once released.

Every fact table keeps revisions: `rev` numbers them, `id` is the fact's own name. A correction retracts one revision and adds
another that `replaces` it, so nothing is overwritten; the view `current_<table>` shows what stands now, in the shape of the CSV.
Each EDTF date keeps its text, and the first and the last day that it can mean.
"""

import sqlite3
from datetime import UTC, datetime

from bot.store import schema_changes, schema_proposals
from bot.store.schema_digests import DIGESTS

REVISION = """
  recorded_at TEXT NOT NULL,    -- when this revision was recorded (UTC)
  recorded_by TEXT NOT NULL,    -- who recorded it; 'package' for a row loaded from the CSV package
  retracted_at TEXT,            -- when it was retracted (UTC); empty while it stands
  retracted_by TEXT,            -- who retracted it
  replaces INTEGER,             -- the rev of the revision that this one corrects
  position INTEGER,             -- the row's place in its CSV file; empty for a row that a person added
  CHECK ((retracted_at IS NULL) = (retracted_by IS NULL))"""


def _ids(noun: str, plural: str) -> str:
    return f"""CREATE TABLE {noun}_ids (
  id TEXT PRIMARY KEY           -- every id that a row of {plural} has or had, so that other rows can refer to it
) STRICT, WITHOUT ROWID"""


def _facts(table: str, columns: str) -> str:
    return f"CREATE TABLE {table} (\n  rev INTEGER PRIMARY KEY,      -- the revision\n{columns}{REVISION}\n) STRICT"


def _list(table: str, owner: str, item: str, meaning: str, refers: str = "") -> str:
    singular = table.split("_", maxsplit=1)[0]
    return f"""CREATE TABLE {table} (
  {singular} INTEGER NOT NULL REFERENCES {owner}(rev) ON DELETE CASCADE,
  position INTEGER NOT NULL,    -- the item's place in the list
  {item} TEXT NOT NULL{refers},   -- {meaning}
  PRIMARY KEY ({singular}, position)
) STRICT, WITHOUT ROWID"""


def _listed(table: str, singular: str, item: str, owner: str) -> str:
    """The list as CSV writes it; the primary key keeps the items in their order."""
    return f"(SELECT group_concat({item}, '|') FROM {table} WHERE {singular} = {owner}.rev)"


def _view(table: str, columns: str) -> str:
    return f"CREATE VIEW current_{table} AS SELECT {columns}, rev, position FROM {table} WHERE retracted_at IS NULL"


_TABLES = (
    _ids("source", "sources"),
    _ids("place", "places"),
    _ids("deployment", "deployments"),
    _ids("incident", "incidents"),
    _facts(
        "sources",
        """  id TEXT NOT NULL REFERENCES source_ids(id),
  publisher TEXT NOT NULL,      -- who published it
  title TEXT NOT NULL,          -- its headline or title
  published TEXT NOT NULL,      -- when, EDTF
  published_first TEXT NOT NULL, published_last TEXT NOT NULL,  -- the first and last day that it can mean
  url TEXT NOT NULL,            -- where it can be read
  kind TEXT NOT NULL,           -- news, government, cabinet-paper or reference
  note TEXT,                    -- what the reader should know of it, such as how it was dated""",
    ),
    _facts(
        "places",
        """  id TEXT NOT NULL REFERENCES place_ids(id),
  name TEXT NOT NULL,           -- the name shown
  kind TEXT NOT NULL,           -- country, region, city, base or sea
  within TEXT REFERENCES place_ids(id),  -- the place that it lies in
  country_code TEXT,            -- ISO 3166-1, two letters
  latitude REAL,                -- degrees north
  longitude REAL,               -- degrees east""",
    ),
    _facts(
        "deployments",
        """  id TEXT NOT NULL REFERENCES deployment_ids(id),
  name TEXT NOT NULL,           -- the mission's name
  operation TEXT,               -- the operation's name
  led_by TEXT NOT NULL,         -- who leads it
  part_of TEXT REFERENCES deployment_ids(id),  -- the whole that it is a part of
  purpose TEXT,                 -- what it is for""",
    ),
    _facts(
        "strengths",
        """  id TEXT NOT NULL,
  deployment TEXT REFERENCES deployment_ids(id),
  count INTEGER NOT NULL CHECK (count >= 0),
  qualifier TEXT NOT NULL,      -- exactly, about, up-to or at-least
  covers TEXT NOT NULL,         -- whole or part (of its deployment), place (all NZDF there) or package (some other group)
  includes TEXT,                -- who else the count holds, such as Police
  "from" TEXT NOT NULL,         -- since when this many were there, EDTF
  from_first TEXT NOT NULL, from_last TEXT NOT NULL,  -- the first and last day that it can mean
  "to" TEXT,                    -- when the count ended, where a source says so, EDTF
  to_first TEXT, to_last TEXT,  -- the first and last day that it can mean
  source TEXT NOT NULL REFERENCES source_ids(id),
  note TEXT,""",
    ),
    _facts(
        "mandates",
        """  id TEXT NOT NULL,
  deployment TEXT NOT NULL REFERENCES deployment_ids(id),
  covers TEXT NOT NULL,         -- whole or part of its deployment
  ends TEXT NOT NULL,           -- authorised until, EDTF
  ends_first TEXT NOT NULL, ends_last TEXT NOT NULL,  -- the first and last day that it can mean
  cap INTEGER,                  -- the most people allowed
  decided TEXT,                 -- when it was decided, EDTF
  decided_first TEXT, decided_last TEXT,  -- the first and last day that it can mean
  source TEXT NOT NULL REFERENCES source_ids(id),
  note TEXT,""",
    ),
    _facts(
        "incidents",
        """  id TEXT NOT NULL REFERENCES incident_ids(id),
  occurred TEXT NOT NULL,       -- EDTF, local date
  occurred_first TEXT NOT NULL, occurred_last TEXT NOT NULL,  -- the first and last day that it can mean
  place TEXT NOT NULL REFERENCES place_ids(id),
  kind TEXT NOT NULL,           -- rocket-attack, ied, accident and so on
  name TEXT NOT NULL,""",
    ),
    _facts(
        "accounts",
        """  id TEXT NOT NULL,
  incident TEXT NOT NULL REFERENCES incident_ids(id),
  nz_killed INTEGER,            -- empty is not reported, 0 is reported as none; likewise below
  nz_injured INTEGER,
  others_killed INTEGER,
  others_injured INTEGER,
  distance_km REAL,             -- how far from the New Zealanders, kilometres
  summary TEXT NOT NULL,""",
    ),
    _facts(
        "events",
        """  id TEXT NOT NULL,
  occurred TEXT NOT NULL,       -- EDTF
  occurred_first TEXT NOT NULL, occurred_last TEXT NOT NULL,  -- the first and last day that it can mean
  deployment TEXT REFERENCES deployment_ids(id),
  kind TEXT NOT NULL,           -- decision, deployed, posture, planning, statement, milestone, returned or withdrawn
  count INTEGER,                -- how many it concerned; for a milestone whatever its summary counts
  summary TEXT NOT NULL,
  source TEXT NOT NULL REFERENCES source_ids(id),""",
    ),
    _list("place_aliases", "places", "alias", "another name of the place"),
    _list("deployment_aliases", "deployments", "alias", "another name of the mission"),
    _list("strength_places", "strengths", "place", "a place that shares the count", " REFERENCES place_ids(id)"),
    _list("mandate_places", "mandates", "place", "a place that it covers", " REFERENCES place_ids(id)"),
    _list("event_places", "events", "place", "a place that it concerns", " REFERENCES place_ids(id)"),
    _list(
        "incident_deployments", "incidents", "deployment", "a mission whose people it touched", " REFERENCES deployment_ids(id)"
    ),
    _list("account_sources", "accounts", "source", "a source that says so", " REFERENCES source_ids(id)"),
    """CREATE TABLE mission_places (
  place TEXT NOT NULL REFERENCES place_ids(id),
  deployment TEXT NOT NULL REFERENCES deployment_ids(id),  -- a mission of which some row names or named the place
  PRIMARY KEY (place, deployment)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE store_info (
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL           -- 'state' changes with every change of the facts, so that readers know to look again
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE deliveries (
  key TEXT PRIMARY KEY,         -- a digest of what Slack delivered, so that a second delivery is known
  seen_at TEXT NOT NULL         -- when it came first (UTC)
) STRICT, WITHOUT ROWID""",
)

_INDEXES = (
    *(
        f"CREATE UNIQUE INDEX {table}_current ON {table}(id) WHERE retracted_at IS NULL"
        for table in ("sources", "places", "deployments", "strengths", "mandates", "incidents", "accounts", "events")
    ),
    *(f"CREATE INDEX {table}_id ON {table}(id)" for table in ("sources", "places", "deployments", "incidents")),
    *(f"CREATE INDEX {table}_deployment ON {table}(deployment)" for table in ("strengths", "mandates", "events")),
    *(f"CREATE INDEX {table}_source ON {table}(source)" for table in ("strengths", "mandates", "events")),
    *(f"CREATE INDEX {table}_place ON {table}(place)" for table in ("strength_places", "mandate_places", "event_places")),
    "CREATE INDEX incidents_place ON incidents(place)",
    "CREATE INDEX accounts_incident ON accounts(incident)",
    "CREATE INDEX incident_deployments_deployment ON incident_deployments(deployment)",
    "CREATE INDEX account_sources_source ON account_sources(source)",
    "CREATE INDEX deliveries_seen_at ON deliveries(seen_at)",
)

# The columns of each table as its CSV has them, with lists as one text.
SHAPES = {
    "sources": "id, publisher, title, published, url, kind, note",
    "places": f"id, name, {_listed('place_aliases', 'place', 'alias', 'places')} AS aliases,"
    " kind, within, country_code, latitude, longitude",
    "deployments": f"id, name, {_listed('deployment_aliases', 'deployment', 'alias', 'deployments')} AS aliases,"
    " operation, led_by, part_of, purpose",
    "strengths": f"id, deployment, {_listed('strength_places', 'strength', 'place', 'strengths')} AS places,"
    ' count, qualifier, covers, includes, "from", "to", source, note',
    "mandates": f"id, deployment, {_listed('mandate_places', 'mandate', 'place', 'mandates')} AS places,"
    " covers, ends, cap, decided, source, note",
    "incidents": f"id, occurred, place, {_listed('incident_deployments', 'incident', 'deployment', 'incidents')} AS deployments,"
    " kind, name",
    "accounts": "id, incident, nz_killed, nz_injured, others_killed, others_injured, distance_km, summary,"
    f" {_listed('account_sources', 'account', 'source', 'accounts')} AS sources",
    "events": f"id, occurred, deployment, {_listed('event_places', 'event', 'place', 'events')} AS places,"
    " kind, count, summary, source",
}
_VIEWS = tuple(_view(table, columns) for table, columns in SHAPES.items())

# Where to look for the missions of a place. It only ever grows: the rules look at the rows themselves.
_TRIGGERS = tuple(
    f"""CREATE TRIGGER {one}_names_place AFTER INSERT ON {one}_places BEGIN
  INSERT OR IGNORE INTO mission_places (place, deployment)
  SELECT NEW.place, deployment FROM {one}s WHERE rev = NEW.{one} AND deployment IS NOT NULL;
END"""
    for one in ("strength", "mandate", "event")
)

# Porter stems English words (rockets, rocket); diacritics are folded, so that Operation Kokako finds Operation Kōkako.
SEARCH = (
    "CREATE VIRTUAL TABLE search USING fts5(fact UNINDEXED, id UNINDEXED, words, sources UNINDEXED, first_day UNINDEXED,"
    " last_day UNINDEXED, tokenize = 'porter unicode61 remove_diacritics 2')"
)

_CONVERSATIONS = (
    """CREATE TABLE conversations (
  thread TEXT PRIMARY KEY,      -- one person in one thread, as a key that only the surface can read
  question TEXT NOT NULL,       -- the last question understood there, as a command with exact dates; never what was typed
  asked_at TEXT NOT NULL        -- when (UTC); forgotten after a day
) STRICT, WITHOUT ROWID""",
    "CREATE INDEX conversations_asked_at ON conversations(asked_at)",
)

STEPS: dict[str, tuple[str, ...]] = {
    "001_facts": (*_TABLES, *_INDEXES, *_TRIGGERS, *_VIEWS, SEARCH),
    "002_conversations": _CONVERSATIONS,
    "003_changes": schema_changes.step(SHAPES),
    "004_proposals": schema_proposals.step(SHAPES),
    "005_digests": DIGESTS,
}


def migrate(connection: sqlite3.Connection) -> None:
    """Bring the store to this version's tables, inside the caller's transaction (two processes may start at once)."""
    from sqlite_utils import Database  # noqa: PLC0415 - 90 ms that only a change of the store needs
    from sqlite_utils.migrations import Migrations  # noqa: PLC0415

    migrations = Migrations("facts")
    for name, statements in STEPS.items():

        def step(db: Database, statements: tuple[str, ...] = statements) -> None:
            for statement in statements:
                db.conn.execute(statement)

        migrations(name=name)(step)
    migrations.apply(Database(connection))


def now_text(now: datetime) -> str:
    """An instant as the store writes it: ISO 8601 in UTC, to the second."""
    return now.astimezone(UTC).isoformat(timespec="seconds")
