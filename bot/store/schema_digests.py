"""The tables of the digest: what each channel wants, what was sent to it, and when the clock last ticked."""

DIGESTS = (
    """CREATE TABLE digest_subscriptions (
  channel TEXT PRIMARY KEY,     -- Slack's id of the channel or direct message
  at TEXT,                      -- the local time, as 08:00; empty for at once
  days TEXT NOT NULL,           -- the days as an RFC 5545 rule, on local dates
  zone TEXT NOT NULL,           -- the IANA name of the time zone
  subject TEXT NOT NULL,        -- what it is about, as typed; empty for everything
  quiet INTEGER NOT NULL,       -- 1: nothing is posted where nothing is new
  made_by TEXT NOT NULL,        -- Slack's id of the person who set it
  made_at TEXT NOT NULL,        -- when (UTC)
  state TEXT NOT NULL CHECK (state IN ('on', 'off', 'paused')),
  reason TEXT NOT NULL,         -- why it is paused
  version INTEGER NOT NULL,     -- grows with each setting, so that of two at once the second is told of the first
  next_slot TEXT,               -- the next slot's key, the local date; empty at once and where none is due
  next_day TEXT, next_at TEXT, next_end TEXT,  -- its local date, its instant and the last one to send it at (UTC)
  last_day TEXT, last_change INTEGER,  -- what the last digest compared to, and so where the next one begins
  done_change INTEGER NOT NULL  -- the newest change that a digest at once dealt with
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE digest_ledger (
  channel TEXT NOT NULL,
  slot TEXT NOT NULL,           -- the local date, or change-… or now-…: one digest each and never two
  day TEXT NOT NULL,            -- the local date
  at TEXT NOT NULL,             -- when it is due (UTC)
  until_end TEXT NOT NULL,      -- the last instant to send it at (UTC)
  state TEXT NOT NULL CHECK (state IN ('claimed', 'held', 'posted', 'silent', 'skipped', 'failed')),
  owner TEXT NOT NULL,          -- the process that works on it; empty where none does
  free_at TEXT NOT NULL,        -- from when another may take it (UTC)
  doubt INTEGER NOT NULL,       -- 1: it may have been posted, so the channel's history is read first
  attempts INTEGER NOT NULL,    -- how often it was taken up
  ts TEXT,                      -- Slack's name of the post
  note TEXT NOT NULL,           -- why it is not posted, or how it was found
  from_day TEXT, from_change INTEGER,  -- what it compares from; empty for a first digest
  to_day TEXT NOT NULL, to_change INTEGER NOT NULL,  -- what it compares to
  changed_at TEXT NOT NULL,     -- when this row last changed (UTC)
  PRIMARY KEY (channel, slot)
) STRICT, WITHOUT ROWID""",
    """CREATE TABLE digest_clock (
  one INTEGER PRIMARY KEY CHECK (one = 1),
  tick TEXT NOT NULL,           -- when a clock last looked for what is due (UTC)
  doubt_until TEXT NOT NULL,    -- a slot up to here without a row may have been posted: history is read first
  wait_until TEXT NOT NULL      -- and is not taken before this, since a request may still be on its way
) STRICT""",
    "CREATE INDEX digest_subscriptions_next ON digest_subscriptions(next_at) WHERE state = 'on'",
    "CREATE INDEX digest_subscriptions_at_once ON digest_subscriptions(done_change) WHERE state = 'on' AND at IS NULL",
    "CREATE INDEX digest_ledger_open ON digest_ledger(channel) WHERE state IN ('claimed', 'held')",
    "CREATE INDEX digest_ledger_changed ON digest_ledger(changed_at)",
)
