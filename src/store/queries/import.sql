-- name: apply_import
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO import (id, incident, number, gone,
  at, source, format, sha256, commit_id, "count")
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM import WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'at', :fields ->> 'source', :fields ->> 'format', :fields ->> 'sha256', :fields ->> 'commit_id', :fields ->> 'count')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  at = iif(:fields -> 'at' IS NULL, at, excluded.at),
  source = iif(:fields -> 'source' IS NULL, source, excluded.source),
  format = iif(:fields -> 'format' IS NULL, format, excluded.format),
  sha256 = iif(:fields -> 'sha256' IS NULL, sha256, excluded.sha256),
  commit_id = iif(:fields -> 'commit_id' IS NULL, commit_id, excluded.commit_id),
  "count" = iif(:fields -> 'count' IS NULL, "count", excluded."count");

-- name: get_import
SELECT * FROM import WHERE id = :id;

-- name: find_import
SELECT * FROM import WHERE incident = :incident AND number = :number;

-- name: list_import
SELECT * FROM import WHERE incident = :incident AND gone = 0 ORDER BY number;

-- name: dump_import
SELECT * FROM import ORDER BY id;

-- name: clear_import
DELETE FROM import;

-- name: import_of_source
-- The imports of a document or log, the latest first.
SELECT * FROM import WHERE source = :source AND gone = 0 ORDER BY at DESC, number DESC LIMIT 100;

-- name: import_of_bytes
-- The imports of a document with these bytes, the latest first.
SELECT * FROM import WHERE sha256 = :sha256 AND gone = 0 ORDER BY at DESC, number DESC LIMIT 100;

-- name: import_number
-- What history numbers the batch by that an import was written in.
SELECT min(seq) FROM change WHERE batch = (SELECT batch FROM change WHERE entity = :entity ORDER BY seq LIMIT 1);
