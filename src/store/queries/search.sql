-- The full-text index. A document is there while its row is, is not deleted, and its incident is known.

-- name: search_hits
-- The greatest rowids within bounds first.
SELECT rowid FROM search WHERE search MATCH :match AND rowid BETWEEN :low AND :high
ORDER BY rowid DESC LIMIT :limit;

-- name: search_api
-- Gives a program what FTS5 splits texts into words with: the parameter is a pointer.
SELECT fts5(:api);

-- name: search_clear
INSERT INTO search (search) VALUES ('delete-all');

-- name: search_forget
-- Merges all there is, so that nothing stays of what was taken out.
INSERT INTO search (search) VALUES ('optimize');

-- name: search_words
-- Every word of the index and where it is, in no order that matters.
SELECT term, doc, col, "offset" FROM search_word;

-- name: search_state
-- How far the index is, and how far the log.
SELECT coalesce((SELECT value FROM local WHERE name = 'search'), 0) + 0 AS done,
  (SELECT coalesce(max(seq), 0) FROM change) AS last;

-- name: search_reached
INSERT INTO local (name, value) VALUES ('search', :done)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: search_has
-- Whether an entity is in the index: it and its incident were there when the log was read last.
SELECT coalesce((SELECT min(seq) FROM change WHERE entity = :entity) <= done
  AND (SELECT min(seq) FROM change WHERE entity = :incident) <= done, 0)
FROM (SELECT coalesce((SELECT value FROM local WHERE name = 'search'), 0) + 0 AS done);

-- name: search_late
-- Whether a stretch of the log begins an incident of which there was something already.
SELECT EXISTS (SELECT 1 FROM change WHERE seq > :done AND seq <= :until AND kind = 'incident'
  AND NOT EXISTS (SELECT 1 FROM change AS before WHERE before.entity = change.entity AND before.seq < change.seq)
  AND EXISTS (SELECT 1 FROM change AS before WHERE before.incident = change.entity AND before.seq < change.seq));

-- part: made_lately
-- The entities that a stretch of the log made. All of a kind in one statement, in the order of rowids: FTS5 writes
-- out what it has at the end of each statement, and when a rowid is not greater than the one before.
  AND change.seq > :done AND change.seq <= :until
  AND NOT EXISTS (SELECT 1 FROM change AS before WHERE before.entity = change.entity AND before.seq < change.seq)
ORDER BY 1

-- part: begun_lately
-- Those of them that the index has not got to.
  seq > :done AND seq <= :until
  AND NOT EXISTS (SELECT 1 FROM change AS before WHERE before.entity = change.entity AND before.seq < change.seq))

-- part: incident_document
  (incident.number << 36) | (7 << 32) | incident.number,
  search_text(incident.title, incident.ref, incident.tags, incident.services), '',
  char(0xE000) || 'incident'

-- name: index_incident
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: incident_document
FROM incident WHERE id = :entity AND gone = 0;

-- name: unindex_incident
INSERT INTO search (search, rowid, text, who, kind) SELECT 'delete',
  -- use: incident_document
FROM incident WHERE id = :entity AND gone = 0;

-- name: index_new_incident
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: incident_document
FROM change JOIN incident ON incident.id = change.entity
WHERE change.kind = 'incident' AND incident.gone = 0
  -- use: made_lately
;

-- name: index_all_incident
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: incident_document
FROM incident WHERE gone = 0 ORDER BY number;

-- part: event_document
  (incident.number << 36) | (1 << 32) | event.number,
  search_text(event.text, event.link), search_text(event.author),
  char(0xE000) || 'event' || ' ' || char(0xE000) || coalesce(event.kind, '')

-- name: index_event
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: event_document
FROM event JOIN incident ON incident.id = event.incident WHERE event.id = :entity AND event.gone = 0;

-- name: unindex_event
INSERT INTO search (search, rowid, text, who, kind) SELECT 'delete',
  -- use: event_document
FROM event JOIN incident ON incident.id = event.incident WHERE event.id = :entity AND event.gone = 0;

-- name: index_new_event
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: event_document
FROM change JOIN event ON event.id = change.entity JOIN incident ON incident.id = event.incident
WHERE change.kind = 'event' AND event.gone = 0
  -- use: made_lately
;

-- name: index_all_event
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: event_document
FROM incident CROSS JOIN event ON event.incident = incident.id AND event.gone = 0
ORDER BY incident.number, event.number;

-- part: action_document
  (incident.number << 36) | (6 << 32) | action.number,
  search_text(action.title, action.link), search_text(action.owner, action.team),
  char(0xE000) || 'action'

-- name: index_action
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: action_document
FROM action JOIN incident ON incident.id = action.incident WHERE action.id = :entity AND action.gone = 0;

-- name: unindex_action
INSERT INTO search (search, rowid, text, who, kind) SELECT 'delete',
  -- use: action_document
FROM action JOIN incident ON incident.id = action.incident WHERE action.id = :entity AND action.gone = 0;

-- name: index_new_action
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: action_document
FROM change JOIN action ON action.id = change.entity JOIN incident ON incident.id = action.incident
WHERE change.kind = 'action' AND action.gone = 0
  -- use: made_lately
;

-- name: index_all_action
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: action_document
FROM incident CROSS JOIN action ON action.incident = incident.id AND action.gone = 0
ORDER BY incident.number, action.number;

-- part: cause_document
  (incident.number << 36) | (5 << 32) | cause.number,
  search_text(cause.text), '',
  char(0xE000) || 'cause' || ' ' || char(0xE000) || coalesce(cause.kind, '')

-- name: index_cause
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: cause_document
FROM cause JOIN incident ON incident.id = cause.incident WHERE cause.id = :entity AND cause.gone = 0;

-- name: unindex_cause
INSERT INTO search (search, rowid, text, who, kind) SELECT 'delete',
  -- use: cause_document
FROM cause JOIN incident ON incident.id = cause.incident WHERE cause.id = :entity AND cause.gone = 0;

-- name: index_new_cause
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: cause_document
FROM change JOIN cause ON cause.id = change.entity JOIN incident ON incident.id = cause.incident
WHERE change.kind = 'cause' AND cause.gone = 0
  -- use: made_lately
;

-- name: index_all_cause
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: cause_document
FROM incident CROSS JOIN cause ON cause.incident = incident.id AND cause.gone = 0
ORDER BY incident.number, cause.number;

-- part: section_document
  (incident.number << 36) | (4 << 32) | section.number,
  search_text(section.heading, section.text), '',
  char(0xE000) || 'section'

-- name: index_section
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: section_document
FROM section JOIN incident ON incident.id = section.incident WHERE section.id = :entity AND section.gone = 0;

-- name: unindex_section
INSERT INTO search (search, rowid, text, who, kind) SELECT 'delete',
  -- use: section_document
FROM section JOIN incident ON incident.id = section.incident WHERE section.id = :entity AND section.gone = 0;

-- name: index_new_section
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: section_document
FROM change JOIN section ON section.id = change.entity JOIN incident ON incident.id = section.incident
WHERE change.kind = 'section' AND section.gone = 0
  -- use: made_lately
;

-- name: index_all_section
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: section_document
FROM incident CROSS JOIN section ON section.incident = incident.id AND section.gone = 0
ORDER BY incident.number, section.number;

-- part: role_document
  (incident.number << 36) | (2 << 32) | role.number,
  search_text(role.name), search_text(role.person),
  char(0xE000) || 'role'

-- name: index_role
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: role_document
FROM role JOIN incident ON incident.id = role.incident WHERE role.id = :entity AND role.gone = 0;

-- name: unindex_role
INSERT INTO search (search, rowid, text, who, kind) SELECT 'delete',
  -- use: role_document
FROM role JOIN incident ON incident.id = role.incident WHERE role.id = :entity AND role.gone = 0;

-- name: index_new_role
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: role_document
FROM change JOIN role ON role.id = change.entity JOIN incident ON incident.id = role.incident
WHERE change.kind = 'role' AND role.gone = 0
  -- use: made_lately
;

-- name: index_all_role
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: role_document
FROM incident CROSS JOIN role ON role.incident = incident.id AND role.gone = 0
ORDER BY incident.number, role.number;

-- part: reference_document
  (incident.number << 36) | (3 << 32) | reference.number,
  search_text(reference.label, reference.title, reference.url), '',
  char(0xE000) || 'reference' || ' ' || char(0xE000) || 'ref'

-- name: index_reference
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: reference_document
FROM reference JOIN incident ON incident.id = reference.incident WHERE reference.id = :entity AND reference.gone = 0;

-- name: unindex_reference
INSERT INTO search (search, rowid, text, who, kind) SELECT 'delete',
  -- use: reference_document
FROM reference JOIN incident ON incident.id = reference.incident WHERE reference.id = :entity AND reference.gone = 0;

-- name: index_new_reference
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: reference_document
FROM change JOIN reference ON reference.id = change.entity JOIN incident ON incident.id = reference.incident
WHERE change.kind = 'reference' AND reference.gone = 0
  -- use: made_lately
;

-- name: index_all_reference
INSERT INTO search (rowid, text, who, kind) SELECT
  -- use: reference_document
FROM incident CROSS JOIN reference ON reference.incident = incident.id AND reference.gone = 0
ORDER BY incident.number, reference.number;

-- name: search_documents
-- Every document that the index should hold, by the rows: rowid and columns.
SELECT
  -- use: incident_document
FROM incident WHERE incident.gone = 0 AND incident.id NOT IN (SELECT entity FROM change WHERE kind = 'incident' AND
  -- use: begun_lately
UNION ALL SELECT
  -- use: event_document
FROM event CROSS JOIN incident ON incident.id = event.incident WHERE event.gone = 0 AND event.id NOT IN (SELECT entity FROM change WHERE kind = 'event' AND
  -- use: begun_lately
UNION ALL SELECT
  -- use: action_document
FROM action CROSS JOIN incident ON incident.id = action.incident WHERE action.gone = 0 AND action.id NOT IN (SELECT entity FROM change WHERE kind = 'action' AND
  -- use: begun_lately
UNION ALL SELECT
  -- use: cause_document
FROM cause CROSS JOIN incident ON incident.id = cause.incident WHERE cause.gone = 0 AND cause.id NOT IN (SELECT entity FROM change WHERE kind = 'cause' AND
  -- use: begun_lately
UNION ALL SELECT
  -- use: section_document
FROM section CROSS JOIN incident ON incident.id = section.incident WHERE section.gone = 0 AND section.id NOT IN (SELECT entity FROM change WHERE kind = 'section' AND
  -- use: begun_lately
UNION ALL SELECT
  -- use: role_document
FROM role CROSS JOIN incident ON incident.id = role.incident WHERE role.gone = 0 AND role.id NOT IN (SELECT entity FROM change WHERE kind = 'role' AND
  -- use: begun_lately
UNION ALL SELECT
  -- use: reference_document
FROM reference CROSS JOIN incident ON incident.id = reference.incident WHERE reference.gone = 0 AND reference.id NOT IN (SELECT entity FROM change WHERE kind = 'reference' AND
  -- use: begun_lately
;
