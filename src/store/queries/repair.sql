-- name: repair_change
-- A change as it was in another file, if it can be folded.
INSERT INTO change (seq, clock, replica, batch, author, at, incident, entity, kind, fields)
SELECT :seq, :clock, :replica, :batch, :author, :at, :incident, :entity, :kind, :fields
WHERE json_valid(:fields)
ON CONFLICT DO NOTHING;

-- name: repair_drop
DELETE FROM change WHERE seq = :seq;

-- name: repair_draft
INSERT INTO draft (number, incident, place, kind, at, text, author, updated, session)
VALUES (:number, :incident, :place, :kind, :at, :text, :author, :updated, :session)
ON CONFLICT DO NOTHING;

-- name: repair_seqs
SELECT seq FROM change;

-- name: repair_highest
SELECT coalesce(max(seq), 0) FROM change;

-- name: repair_count
SELECT count(*) FROM change;

-- name: repair_known
-- Changes that an earlier repair knows to be missing.
SELECT coalesce(sum(fields ->> 'missing'), 0) FROM change WHERE kind = 'repair';

-- name: repair_kind
-- What the log says an entity is, change by change.
SELECT kind FROM change WHERE entity = :entity;

-- name: repair_count_of
SELECT count(*) FROM change WHERE entity = :entity;

-- name: repair_drop_of
DELETE FROM change WHERE entity = :entity;

-- name: repair_first
SELECT coalesce(min(seq), 0) FROM change WHERE entity = :entity;

-- name: repair_orphaned
-- Incidents that something belongs to, and that are not there themselves; with the time of their first change.
SELECT incident, min(at) AS at, min(seq) AS first FROM change
WHERE kind <> 'repair' AND incident NOT IN (SELECT id FROM incident) GROUP BY incident ORDER BY first;

-- name: repair_incident
SELECT number FROM incident WHERE id = :id;

-- name: repair_documents
-- Documents kept for the next publication or import whose bytes are not there. Redacting removes them as well.
SELECT DISTINCT incident.number AS incident_number, kept.kind, kept.number
FROM (SELECT incident, number, 'publication' AS kind, base AS digest FROM publication WHERE gone = 0
  UNION ALL SELECT incident, number, 'publication', map FROM publication WHERE gone = 0
  UNION ALL SELECT incident, number, 'import', sha256 FROM import WHERE gone = 0) AS kept
JOIN incident ON incident.id = kept.incident
WHERE digest IS NOT NULL AND digest NOT IN (SELECT sha256 FROM blob)
  AND NOT EXISTS (SELECT 1 FROM change WHERE change.incident = kept.incident AND change.kind = 'redaction')
ORDER BY 1, 2, 3;

-- name: backup_changes
-- A stretch of the log, for comparing it.
SELECT * FROM change WHERE seq > :after AND seq <= :until ORDER BY seq;

-- name: backup_redacted
-- Whether the log was overwritten after a change.
SELECT count(*) FROM change WHERE kind = 'redaction' AND seq > :after;

-- name: change_texts
SELECT seq, author, fields FROM change ORDER BY seq;

-- name: drop_event_milestone
-- A fold into tables that nobody reads can do without these four, which take two thirds of its time.
DROP INDEX event_milestone;

-- name: drop_event_at
DROP INDEX event_at;

-- name: drop_event_pinned
DROP INDEX event_pinned;

-- name: drop_event_origin
DROP INDEX event_origin;
