-- name: subscription -- the setting of one channel
SELECT * FROM digest_subscriptions WHERE channel = :channel

-- name: subscriptions -- every setting, those that are on first
SELECT * FROM digest_subscriptions ORDER BY state = 'on' DESC, next_at, channel

-- name: subscribe -- keep the setting of a channel
INSERT INTO digest_subscriptions (channel, at, days, zone, subject, quiet, made_by, made_at, state, reason, version,
  next_slot, next_day, next_at, next_end, last_day, last_change, done_change)
VALUES (:channel, :at, :days, :zone, :subject, :quiet, :made_by, :made_at, :state, :reason, :version,
  :next_slot, :next_day, :next_at, :next_end, :last_day, :last_change, :done_change)
ON CONFLICT (channel) DO UPDATE SET at = excluded.at, days = excluded.days, zone = excluded.zone, subject = excluded.subject,
  quiet = excluded.quiet, made_by = excluded.made_by, made_at = excluded.made_at, state = excluded.state,
  reason = excluded.reason, version = excluded.version, next_slot = excluded.next_slot, next_day = excluded.next_day,
  next_at = excluded.next_at, next_end = excluded.next_end, last_day = excluded.last_day, last_change = excluded.last_change,
  done_change = excluded.done_change

-- name: due_channels -- the channels with something to do: a slot that is due, a change, a claim that is free again
SELECT channel FROM (
  SELECT channel, next_at AS due FROM digest_subscriptions s, digest_clock c
    WHERE state = 'on' AND next_at <= :now AND (next_at > c.doubt_until OR c.wait_until <= :now)
    AND NOT EXISTS (SELECT 1 FROM digest_ledger l WHERE l.channel = s.channel AND l.state IN ('claimed', 'held'))
  UNION ALL SELECT channel, :changed_at FROM digest_subscriptions s, digest_clock c
    WHERE state = 'on' AND at IS NULL AND done_change < :change AND (:changed_at > c.doubt_until OR c.wait_until <= :now)
    AND NOT EXISTS (SELECT 1 FROM digest_ledger l WHERE l.channel = s.channel AND l.state IN ('claimed', 'held'))
  UNION ALL SELECT channel, at FROM digest_ledger WHERE state IN ('claimed', 'held') AND free_at <= :now
) ORDER BY due, channel LIMIT :most

-- name: open_entry -- the digest of a channel that is neither posted nor given up
SELECT * FROM digest_ledger WHERE channel = :channel AND state IN ('claimed', 'held') LIMIT 1

-- name: entry -- one digest
SELECT * FROM digest_ledger WHERE channel = :channel AND slot = :slot

-- name: last_entry -- the last digest of a channel
SELECT * FROM digest_ledger WHERE channel = :channel ORDER BY changed_at DESC, at DESC LIMIT 1

-- name: last_posted -- the last digest that a channel got
SELECT * FROM digest_ledger WHERE channel = :channel AND state = 'posted' ORDER BY changed_at DESC, at DESC LIMIT 1

-- name: last_entries -- the last digest of each channel
SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY channel ORDER BY changed_at DESC, at DESC) AS place FROM digest_ledger)
WHERE place = 1

-- name: drop_entry -- forget a digest that was given up, to begin it anew
DELETE FROM digest_ledger WHERE channel = :channel AND slot = :slot AND state IN ('skipped', 'failed')

-- name: claim_slot -- begin a digest; fails where there is one
INSERT INTO digest_ledger (channel, slot, day, at, until_end, state, owner, free_at, doubt, attempts, ts, note,
  from_day, from_change, to_day, to_change, changed_at)
VALUES (:channel, :slot, :day, :at, :until_end, :state, :owner, :free_at, :doubt, :attempts, :ts, :note,
  :from_day, :from_change, :to_day, :to_change, :changed_at)

-- name: take_over -- work on a digest that nobody works on
UPDATE digest_ledger SET state = 'claimed', owner = :owner, free_at = :free_at, doubt = :doubt, attempts = attempts + 1,
  changed_at = :now WHERE channel = :channel AND slot = :slot

-- name: renew_claim -- go on working on it
UPDATE digest_ledger SET free_at = :free_at
WHERE channel = :channel AND slot = :slot AND owner = :owner AND state = 'claimed' AND free_at > :now

-- name: release_claim -- leave it for later, to whoever comes
UPDATE digest_ledger SET state = :state, owner = '', free_at = :free_at, doubt = :doubt, note = :note, changed_at = :now
WHERE channel = :channel AND slot = :slot AND owner = :owner AND state = 'claimed'

-- name: resolve_entry -- how it ended
UPDATE digest_ledger SET state = :state, owner = '', ts = :ts, note = :note, to_day = :to_day, to_change = :to_change,
  changed_at = :now WHERE channel = :channel AND slot = :slot AND state IN ('claimed', 'held')

-- name: advance -- the next slot of a channel, where it still waits for this one
UPDATE digest_subscriptions SET next_slot = :next_slot, next_day = :next_day, next_at = :next_at, next_end = :next_end
WHERE channel = :channel AND next_slot = :slot

-- name: dealt_with -- no digest at once deals with changes up to this one again
UPDATE digest_subscriptions SET done_change = max(done_change, :change) WHERE channel = :channel

-- name: compared -- where the next digest of a channel begins; a zone further west, a day behind, takes no day back
UPDATE digest_subscriptions SET last_change = :change,
  last_day = CASE WHEN last_day = date(:day, '+1 day') THEN last_day ELSE :day END WHERE channel = :channel

-- name: pause -- stop the digests of a channel, once
UPDATE digest_subscriptions SET state = 'paused', reason = :reason, version = version + 1
WHERE channel = :channel AND state = 'on'

-- name: newest -- the newest change of the facts and its instant
SELECT number, at FROM changes ORDER BY number DESC LIMIT 1

-- name: clock -- when a clock last ticked, and what is in doubt since
SELECT tick, doubt_until, wait_until FROM digest_clock

-- name: set_clock -- a clock ticks
INSERT INTO digest_clock (one, tick, doubt_until, wait_until) VALUES (1, :tick, :doubt_until, :wait_until)
ON CONFLICT (one) DO UPDATE SET tick = excluded.tick, doubt_until = excluded.doubt_until, wait_until = excluded.wait_until

-- name: shorten_claims -- after the clock was set back no claim reaches further than a whole one from now
UPDATE digest_ledger SET free_at = :latest WHERE state IN ('claimed', 'held') AND free_at > :latest

-- name: doubt_claims -- a store put back may hold as surely not posted, or as free, what a process sent since
UPDATE digest_ledger SET doubt = 1, free_at = max(free_at, :wait) WHERE state IN ('claimed', 'held')

-- name: forget_ledger -- drop what was sent or given up long ago
DELETE FROM digest_ledger WHERE changed_at < :before AND state NOT IN ('claimed', 'held')

-- name: digests_on -- how many channels want digests
SELECT count(*) FROM digest_subscriptions WHERE state = 'on'
