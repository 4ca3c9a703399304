-- name: apply_attachment
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO attachment (id, incident, number, gone,
  name, media, size, sha256, event, audience)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM attachment WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'name', :fields ->> 'media', :fields ->> 'size', :fields ->> 'sha256',
  :fields ->> 'event',
  :fields ->> 'audience')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  name = iif(:fields -> 'name' IS NULL, name, excluded.name),
  media = iif(:fields -> 'media' IS NULL, media, excluded.media),
  size = iif(:fields -> 'size' IS NULL, size, excluded.size),
  sha256 = iif(:fields -> 'sha256' IS NULL, sha256, excluded.sha256),
  event = iif(:fields -> 'event' IS NULL, event, excluded.event),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience);

-- name: get_attachment
SELECT * FROM attachment WHERE id = :id;

-- name: find_attachment
SELECT * FROM attachment WHERE incident = :incident AND number = :number;

-- name: list_attachment
SELECT * FROM attachment WHERE incident = :incident AND gone = 0 ORDER BY number;

-- name: dump_attachment
SELECT * FROM attachment ORDER BY id;

-- name: clear_attachment
DELETE FROM attachment;

-- name: blob_put
INSERT INTO blob (sha256, bytes) VALUES (:sha256, :bytes) ON CONFLICT DO NOTHING;

-- name: blob_get
SELECT bytes FROM blob WHERE sha256 = :sha256;

-- name: blob_owners
-- What has bytes, or should have, and how it is called; then what is kept for publications and imports, and of
-- attachments that were deleted.
SELECT sha256, printf('attachment %d of incident %d (%s)', attachment.number, incident.number, name) AS name
FROM attachment JOIN incident ON incident.id = attachment.incident WHERE attachment.gone = 0
UNION ALL SELECT sha256, 'kept document ' || substr(sha256, 1, 12)
FROM blob WHERE sha256 NOT IN (SELECT sha256 FROM attachment WHERE gone = 0 AND sha256 IS NOT NULL);

-- name: blob_there
SELECT count(*) FROM blob WHERE sha256 = :sha256;
