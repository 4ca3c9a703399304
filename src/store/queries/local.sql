-- name: local_get
SELECT value FROM local WHERE name = :name;

-- name: local_set
INSERT INTO local (name, value) VALUES (:name, :value)
ON CONFLICT (name) DO UPDATE SET value = excluded.value;

-- name: local_delete
DELETE FROM local WHERE name = :name;

-- name: draft_save
INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
VALUES (:incident, :place, :kind, :at, :text, :author, :updated, :session)
ON CONFLICT (incident, place, session) DO UPDATE SET kind = excluded.kind, at = excluded.at,
  text = excluded.text, author = excluded.author, updated = excluded.updated;

-- name: draft_delete
DELETE FROM draft WHERE number = :number;

-- name: draft_delete_place
DELETE FROM draft WHERE incident = :incident AND place = :place AND session = :session;

-- name: draft_kept
SELECT count(*) FROM draft WHERE session = :session AND updated = :updated;

-- name: draft_list
SELECT draft.*, incident.number AS incident_number, incident.title AS title
FROM draft LEFT JOIN incident ON incident.id = draft.incident
WHERE :incident = '' OR draft.incident = :incident ORDER BY draft.updated;

-- name: data_version
PRAGMA data_version;

-- name: integrity
PRAGMA integrity_check;

-- name: schema_count
-- Works on any database: is there something in it already?
SELECT count(*) FROM sqlite_schema;
