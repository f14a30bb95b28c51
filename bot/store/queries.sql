-- The statements of questions and of deliveries, each under its name with its purpose. What loading builds from the names of
-- columns stands in keeping.py.
-- A parameter in parentheses of its own, IN (:ids), takes a list. Plain SQL, so that another database can run the same.

-- name: state -- the mark that changes whenever the facts change
SELECT value FROM store_info WHERE key = 'state'

-- name: set_state -- make readers look again
INSERT INTO store_info (key, value) VALUES ('state', :state) ON CONFLICT (key) DO UPDATE SET value = excluded.value

-- name: newest_change -- the number of the newest change of the facts; 0 before the first
SELECT coalesce(max(number), 0) FROM changes

-- name: first_change -- when the first change of the facts was recorded
SELECT at FROM changes WHERE number = (SELECT min(number) FROM changes)

-- name: change_by -- the number of the newest change recorded at or before an instant; 0 where there was none
SELECT coalesce(max(number), 0) FROM changes WHERE at <= :at

-- name: new_change -- number a change
INSERT INTO changes (at, by, why, approved_by, proposal, unreviewed) VALUES (:at, :by, :why, :approved_by, :proposal, :unreviewed)

-- name: steps -- the migrations that this store has had
SELECT name FROM _sqlite_migrations WHERE migration_set = 'facts'

-- name: places -- every place
SELECT id, name, aliases, kind, within, country_code FROM current_places

-- name: missions -- every mission
SELECT id, name, aliases, operation, led_by, part_of FROM current_deployments

-- name: source_names -- every source, for questions about one
SELECT id, publisher FROM sources WHERE retracted_at IS NULL

-- name: missions_touching -- the missions with a row that names, or once named, one of these places
SELECT DISTINCT deployment FROM mission_places WHERE place IN (:ids)

-- name: strengths_all -- every strength
SELECT * FROM current_strengths

-- name: strengths_of -- the strengths of these missions
SELECT * FROM current_strengths WHERE deployment IN (:ids)

-- name: strengths_at -- the strengths that name one of these places
SELECT * FROM current_strengths WHERE rev IN (SELECT strength FROM strength_places WHERE place IN (:ids))

-- name: strengths_resting_on -- the strengths that rest on these sources
SELECT * FROM current_strengths WHERE source IN (:ids)

-- name: totals_at -- the reported totals that name this place
SELECT * FROM current_strengths WHERE covers = 'place' AND rev IN (SELECT strength FROM strength_places WHERE place = :place)

-- name: mandates_all -- every mandate
SELECT * FROM current_mandates

-- name: mandates_of -- the mandates of these missions
SELECT * FROM current_mandates WHERE deployment IN (:ids)

-- name: mandates_at -- the mandates that name one of these places
SELECT * FROM current_mandates WHERE rev IN (SELECT mandate FROM mandate_places WHERE place IN (:ids))

-- name: mandates_resting_on -- the mandates that rest on these sources
SELECT * FROM current_mandates WHERE source IN (:ids)

-- name: events_all -- every event
SELECT * FROM current_events

-- name: events_of -- the events of these missions
SELECT * FROM current_events WHERE deployment IN (:ids)

-- name: moves_of -- the events of these missions that tell whether they are there
SELECT * FROM current_events WHERE deployment IN (:ids) AND kind IN ('deployed', 'posture', 'returned', 'withdrawn')

-- name: moves_all -- every event that tells whether a mission is there
SELECT * FROM current_events WHERE kind IN ('deployed', 'posture', 'returned', 'withdrawn')

-- name: events_at -- the events that name one of these places
SELECT * FROM current_events WHERE rev IN (SELECT event FROM event_places WHERE place IN (:ids))

-- name: events_resting_on -- the events that rest on these sources
SELECT * FROM current_events WHERE source IN (:ids)

-- name: incidents_all -- every incident
SELECT * FROM current_incidents

-- name: incidents_of -- the incidents that touched these missions
SELECT * FROM current_incidents WHERE rev IN (SELECT incident FROM incident_deployments WHERE deployment IN (:ids))

-- name: incidents_at -- the incidents at these places
SELECT * FROM current_incidents WHERE place IN (:ids)

-- name: incidents_resting_on -- the incidents that rest on these sources
SELECT * FROM current_incidents WHERE id IN (
  SELECT a.incident FROM account_sources x JOIN accounts a ON a.rev = x.account WHERE x.source IN (:ids) AND a.retracted_at IS NULL
)

-- name: accounts_of -- the accounts of these incidents
SELECT * FROM current_accounts WHERE incident IN (:ids)

-- name: sources_all -- every source
SELECT * FROM current_sources

-- name: sources_of -- these sources, as last recorded
SELECT id, publisher, title, published, url, kind, note FROM sources
 WHERE rev IN (SELECT max(rev) FROM sources WHERE id IN (:ids) GROUP BY id)

-- name: sources_of_then -- these sources, as last recorded by a change
SELECT id, publisher, title, published, url, kind, note FROM sources
 WHERE rev IN (SELECT max(rev) FROM sources WHERE id IN (:ids) AND change <= :as_of GROUP BY id)

-- name: sources_of_reviewed -- these sources, as last recorded by a change that was reviewed
SELECT id, publisher, title, published, url, kind, note FROM sources
 WHERE rev IN (
  SELECT max(rev) FROM sources WHERE id IN (:ids) AND change <= :as_of AND change NOT IN (SELECT number FROM changes WHERE unreviewed)
  GROUP BY id
)

-- name: names_changed_in -- the last change of the names of places and missions up to one, and whether any came later
SELECT coalesce(max(number) FILTER (WHERE number <= :as_of), 0), coalesce(max(number), 0) > :as_of FROM (
  SELECT change AS number FROM places UNION ALL SELECT retracted_in FROM places WHERE retracted_in IS NOT NULL
  UNION ALL SELECT change FROM deployments UNION ALL SELECT retracted_in FROM deployments WHERE retracted_in IS NOT NULL
)

-- name: changed_after -- the rows that search speaks of otherwise than at a change; an incident speaks of its accounts, and they of it
SELECT 'sources' AS fact, id FROM sources WHERE change > :since OR retracted_in > :since
UNION SELECT 'places', id FROM places WHERE change > :since OR retracted_in > :since
UNION SELECT 'deployments', id FROM deployments WHERE change > :since OR retracted_in > :since
UNION SELECT 'strengths', id FROM strengths WHERE change > :since OR retracted_in > :since
UNION SELECT 'mandates', id FROM mandates WHERE change > :since OR retracted_in > :since
UNION SELECT 'events', id FROM events WHERE change > :since OR retracted_in > :since
UNION SELECT 'incidents', id FROM incidents WHERE change > :since OR retracted_in > :since
UNION SELECT 'incidents', incident FROM accounts WHERE change > :since OR retracted_in > :since
UNION SELECT 'accounts', id FROM accounts WHERE change > :since OR retracted_in > :since
UNION SELECT 'accounts', a.id FROM accounts a JOIN incidents i ON i.id = a.incident WHERE i.change > :since OR i.retracted_in > :since

-- name: unreviewed -- the rows last recorded or retracted, up to a change, by one that only its own author approved
SELECT 'sources' AS fact, x.id, c.number, c.by FROM changes c JOIN sources x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'sources', x.id, c.number, c.by FROM changes c JOIN sources x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM sources n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)
UNION ALL SELECT 'places' AS fact, x.id, c.number, c.by FROM changes c JOIN places x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'places', x.id, c.number, c.by FROM changes c JOIN places x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM places n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)
UNION ALL SELECT 'deployments' AS fact, x.id, c.number, c.by FROM changes c JOIN deployments x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'deployments', x.id, c.number, c.by FROM changes c JOIN deployments x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM deployments n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)
UNION ALL SELECT 'strengths' AS fact, x.id, c.number, c.by FROM changes c JOIN strengths x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'strengths', x.id, c.number, c.by FROM changes c JOIN strengths x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM strengths n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)
UNION ALL SELECT 'mandates' AS fact, x.id, c.number, c.by FROM changes c JOIN mandates x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'mandates', x.id, c.number, c.by FROM changes c JOIN mandates x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM mandates n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)
UNION ALL SELECT 'incidents' AS fact, x.id, c.number, c.by FROM changes c JOIN incidents x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'incidents', x.id, c.number, c.by FROM changes c JOIN incidents x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM incidents n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)
UNION ALL SELECT 'accounts' AS fact, x.id, c.number, c.by FROM changes c JOIN accounts x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'accounts', x.id, c.number, c.by FROM changes c JOIN accounts x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM accounts n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)
UNION ALL SELECT 'events' AS fact, x.id, c.number, c.by FROM changes c JOIN events x ON x.change = c.number
 WHERE c.unreviewed AND c.number <= :until AND (x.retracted_in IS NULL OR x.retracted_in > :until)
UNION ALL SELECT 'events', x.id, c.number, c.by FROM changes c JOIN events x ON x.retracted_in = c.number
 WHERE c.unreviewed AND c.number <= :until AND NOT EXISTS (SELECT 1 FROM events n WHERE n.id = x.id AND n.rev > x.rev AND n.change <= :until)

-- name: found -- the rows that hold these words, best first
SELECT fact, id, words, sources, first_day, last_day FROM search WHERE search MATCH :words ORDER BY rank LIMIT :most

-- name: forget_search -- empty the full-text index before it is filled again
DELETE FROM search

-- name: searchable -- every name, title, summary and note that stands now
SELECT 'sources' AS fact, id, publisher || ' · ' || title || coalesce(' · ' || note, '') AS words, id AS sources,
  published_first AS first_day, published_last AS last_day
  FROM sources WHERE retracted_at IS NULL
UNION ALL SELECT 'places', id, name || coalesce(' · ' || replace(aliases, '|', ' · '), ''), '', NULL, NULL FROM current_places
UNION ALL SELECT 'deployments', id, name || coalesce(' · ' || replace(aliases, '|', ' · '), '')
 || coalesce(' · ' || operation, '') || ' · ' || led_by || coalesce(' · ' || purpose, ''), '', NULL, NULL FROM current_deployments
UNION ALL SELECT 'strengths', id, note, source, from_first, coalesce(to_last, '9999-12-31')
  FROM strengths WHERE note IS NOT NULL AND retracted_at IS NULL
UNION ALL SELECT 'mandates', id, note, source, coalesce(decided_first, ends_first), ends_last
  FROM mandates WHERE note IS NOT NULL AND retracted_at IS NULL
UNION ALL SELECT 'incidents', i.id, i.name, (
    SELECT group_concat(a.sources, '|') FROM current_accounts a WHERE a.incident = i.id
  ), i.occurred_first, i.occurred_last FROM incidents i WHERE i.retracted_at IS NULL
UNION ALL SELECT 'accounts', a.id, a.summary, a.sources, i.occurred_first, i.occurred_last
  FROM current_accounts a JOIN incidents i ON i.id = a.incident AND i.retracted_at IS NULL
UNION ALL SELECT 'events', id, summary, source, occurred_first, occurred_last FROM events WHERE retracted_at IS NULL

-- name: fill_search -- index what search looks through
INSERT INTO search (fact, id, words, sources, first_day, last_day)
{searchable}

-- name: searchable_of -- what search looks through, of these ids
SELECT * FROM ({searchable}) WHERE id IN (:ids)

-- name: forget_searched -- take one row out of the index, found by its words
DELETE FROM search WHERE rowid IN (SELECT rowid FROM search WHERE search MATCH :words AND fact = :fact AND id = :id)

-- name: forget_wordless -- take one row out of the index that has no word to find it by
DELETE FROM search WHERE fact = :fact AND id = :id

-- name: refers_to_sources -- a standing row that rests on this source
SELECT 'strengths' AS fact, id FROM strengths WHERE source = :id AND retracted_at IS NULL
UNION ALL SELECT 'mandates' AS fact, id FROM mandates WHERE source = :id AND retracted_at IS NULL
UNION ALL SELECT 'events' AS fact, id FROM events WHERE source = :id AND retracted_at IS NULL
UNION ALL SELECT 'accounts', a.id FROM account_sources x JOIN accounts a ON a.rev = x.account WHERE x.source = :id AND a.retracted_at IS NULL

-- name: refers_to_places -- a standing row that names this place
SELECT 'strengths', s.id FROM strength_places x JOIN strengths s ON s.rev = x.strength WHERE x.place = :id AND s.retracted_at IS NULL
UNION ALL SELECT 'mandates', m.id FROM mandate_places x JOIN mandates m ON m.rev = x.mandate WHERE x.place = :id AND m.retracted_at IS NULL
UNION ALL SELECT 'events', e.id FROM event_places x JOIN events e ON e.rev = x.event WHERE x.place = :id AND e.retracted_at IS NULL
UNION ALL SELECT 'incidents' AS fact, id FROM incidents WHERE place = :id AND retracted_at IS NULL
UNION ALL SELECT 'places' AS fact, id FROM places WHERE within = :id AND retracted_at IS NULL

-- name: refers_to_deployments -- a standing row that names this mission
SELECT 'strengths' AS fact, id FROM strengths WHERE deployment = :id AND retracted_at IS NULL
UNION ALL SELECT 'mandates' AS fact, id FROM mandates WHERE deployment = :id AND retracted_at IS NULL
UNION ALL SELECT 'events' AS fact, id FROM events WHERE deployment = :id AND retracted_at IS NULL
UNION ALL SELECT 'incidents', i.id FROM incident_deployments x JOIN incidents i ON i.rev = x.incident WHERE x.deployment = :id AND i.retracted_at IS NULL
UNION ALL SELECT 'deployments' AS fact, id FROM deployments WHERE part_of = :id AND retracted_at IS NULL

-- name: refers_to_incidents -- a standing account of this incident
SELECT 'accounts' AS fact, id FROM accounts WHERE incident = :id AND retracted_at IS NULL

-- name: claim -- remember a delivery; changes no row when it was seen before
INSERT INTO deliveries (key, seen_at) VALUES (:key, :seen_at) ON CONFLICT (key) DO NOTHING

-- name: forget_deliveries -- drop the deliveries that Slack can no longer repeat
DELETE FROM deliveries WHERE seen_at < :before

-- name: previous_question -- what was last asked in a thread, if that is not too long ago
SELECT question FROM conversations WHERE thread = :thread AND asked_at >= :since

-- name: remember_question -- keep the question for the next one in its thread
INSERT INTO conversations (thread, question, asked_at) VALUES (:thread, :question, :asked_at)
ON CONFLICT (thread) DO UPDATE SET question = excluded.question, asked_at = excluded.asked_at

-- name: forget_questions -- drop the questions that no follow-up may lean on any more
DELETE FROM conversations WHERE asked_at < :before

-- name: new_proposal -- put a draft to review
INSERT INTO proposals (kind, author, made_at, why, rows, undoes) VALUES (:kind, :author, :made_at, :why, :rows, :undoes)

-- name: proposal -- one proposal
SELECT number, kind, author, made_at, why, rows, state, decided_by, decided_at, verdict_why, undoes, change, channel, ts,
  (SELECT count(*) FROM audit WHERE proposal = proposals.number AND what = 'amended')
  FROM proposals WHERE number = :number

-- name: proposals -- the newest proposals of a state, an author, or both
SELECT number, kind, author, made_at, why, rows, state, decided_by, decided_at, verdict_why, undoes, change, channel, ts,
  (SELECT count(*) FROM audit WHERE proposal = proposals.number AND what = 'amended')
  FROM proposals WHERE (:state IS NULL OR state = :state) AND (:author IS NULL OR author = :author) ORDER BY number DESC LIMIT :most

-- name: open_undo -- the open proposal that takes a change back
SELECT number FROM proposals WHERE state = 'open' AND undoes = :change

-- name: open_rows -- the rows of every open proposal but one
SELECT rows FROM proposals WHERE state = 'open' AND number IS NOT :besides

-- name: amend_proposal -- put other rows in a proposal
UPDATE proposals SET rows = :rows, why = :why WHERE number = :number

-- name: decide_proposal -- what became of a proposal
UPDATE proposals SET state = :state, decided_by = :by, decided_at = :at, verdict_why = :why, change = :change WHERE number = :number

-- name: unposted_proposals -- the open proposals that were not posted for review
SELECT number FROM proposals WHERE state = 'open' AND ts IS NULL ORDER BY number LIMIT :most

-- name: posted_proposal -- where a proposal was posted for review
UPDATE proposals SET channel = :channel, ts = :ts WHERE number = :number

-- name: audit -- add a line to the audit trail
INSERT INTO audit (proposal, at, who, what, note, rows) VALUES (:proposal, :at, :who, :what, :note, :rows)

-- name: audited -- the audit trail of a proposal, or the whole, oldest first
SELECT proposal, at, who, what, note, rows FROM audit WHERE :proposal IS NULL OR proposal = :proposal ORDER BY entry

-- name: change -- who made a change, and what it carried out
SELECT by, proposal FROM changes WHERE number = :change

-- name: history_strengths -- every revision of the strengths that ever named these missions or places, or rest on these sources
SELECT * FROM every_strengths WHERE id IN (
  SELECT id FROM strengths WHERE deployment IN (:missions) OR source IN (:sources)
  OR rev IN (SELECT strength FROM strength_places WHERE place IN (:places))
)

-- name: history_mandates -- every revision of the mandates that ever named these missions or places, or rest on these sources
SELECT * FROM every_mandates WHERE id IN (
  SELECT id FROM mandates WHERE deployment IN (:missions) OR source IN (:sources)
  OR rev IN (SELECT mandate FROM mandate_places WHERE place IN (:places))
)

-- name: history_events -- every revision of the events that ever named these missions or places, or rest on these sources
SELECT * FROM every_events WHERE id IN (
  SELECT id FROM events WHERE deployment IN (:missions) OR source IN (:sources)
  OR rev IN (SELECT event FROM event_places WHERE place IN (:places))
)

-- name: history_incidents -- every revision of the incidents that ever were at these places or touched these missions
SELECT * FROM every_incidents WHERE id IN (
  SELECT id FROM incidents WHERE place IN (:places)
  OR rev IN (SELECT incident FROM incident_deployments WHERE deployment IN (:missions))
)

-- name: history_accounts -- every revision of the accounts of those incidents, or that rest on these sources
SELECT * FROM every_accounts WHERE id IN (
  SELECT id FROM accounts WHERE rev IN (SELECT account FROM account_sources WHERE source IN (:sources))
  OR incident IN (
    SELECT id FROM incidents WHERE place IN (:places)
    OR rev IN (SELECT incident FROM incident_deployments WHERE deployment IN (:missions))
  )
)

-- name: history_places -- every revision of these places
SELECT * FROM every_places WHERE id IN (:places)

-- name: history_deployments -- every revision of these missions
SELECT * FROM every_deployments WHERE id IN (:missions)

-- name: history_sources -- every revision of these sources
SELECT * FROM every_sources WHERE id IN (:sources)

-- name: changed_sources -- every revision of the sources that one of these changes recorded or retracted
SELECT * FROM every_sources WHERE id IN (SELECT id FROM sources WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changed_places -- every revision of the places that one of these changes recorded or retracted
SELECT * FROM every_places WHERE id IN (SELECT id FROM places WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changed_deployments -- every revision of the deployments that one of these changes recorded or retracted
SELECT * FROM every_deployments WHERE id IN (SELECT id FROM deployments WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changed_strengths -- every revision of the strengths that one of these changes recorded or retracted
SELECT * FROM every_strengths WHERE id IN (SELECT id FROM strengths WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changed_mandates -- every revision of the mandates that one of these changes recorded or retracted
SELECT * FROM every_mandates WHERE id IN (SELECT id FROM mandates WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changed_incidents -- every revision of the incidents that one of these changes recorded or retracted
SELECT * FROM every_incidents WHERE id IN (SELECT id FROM incidents WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changed_accounts -- every revision of the accounts that one of these changes recorded or retracted
SELECT * FROM every_accounts WHERE id IN (SELECT id FROM accounts WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changed_events -- every revision of the events that one of these changes recorded or retracted
SELECT * FROM every_events WHERE id IN (SELECT id FROM events WHERE change IN (:changes) OR retracted_in IN (:changes))

-- name: changes_made -- what is known of the changes, the newest first
SELECT number, at, by, approved_by, why, proposal, unreviewed FROM changes WHERE number <= :until ORDER BY number DESC LIMIT :most

-- name: rows_loaded -- how many rows each change recorded or retracted
SELECT change, count(*) FROM sources WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM sources WHERE retracted_in IN (:changes) GROUP BY retracted_in
UNION ALL SELECT change, count(*) FROM places WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM places WHERE retracted_in IN (:changes) GROUP BY retracted_in
UNION ALL SELECT change, count(*) FROM deployments WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM deployments WHERE retracted_in IN (:changes) GROUP BY retracted_in
UNION ALL SELECT change, count(*) FROM strengths WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM strengths WHERE retracted_in IN (:changes) GROUP BY retracted_in
UNION ALL SELECT change, count(*) FROM mandates WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM mandates WHERE retracted_in IN (:changes) GROUP BY retracted_in
UNION ALL SELECT change, count(*) FROM incidents WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM incidents WHERE retracted_in IN (:changes) GROUP BY retracted_in
UNION ALL SELECT change, count(*) FROM accounts WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM accounts WHERE retracted_in IN (:changes) GROUP BY retracted_in
UNION ALL SELECT change, count(*) FROM events WHERE change IN (:changes) GROUP BY change
UNION ALL SELECT retracted_in, count(*) FROM events WHERE retracted_in IN (:changes) GROUP BY retracted_in
