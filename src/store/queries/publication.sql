-- name: apply_publication
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO publication (id, incident, number, gone,
  repository, branch, path, commit_id, base, reason, audience, map, template)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM publication WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'repository', :fields ->> 'branch', :fields ->> 'path', :fields ->> 'commit_id',
  :fields ->> 'base', :fields ->> 'reason',
  :fields ->> 'audience',
  :fields ->> 'map', :fields ->> 'template')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  repository = iif(:fields -> 'repository' IS NULL, repository, excluded.repository),
  branch = iif(:fields -> 'branch' IS NULL, branch, excluded.branch),
  path = iif(:fields -> 'path' IS NULL, path, excluded.path),
  commit_id = iif(:fields -> 'commit_id' IS NULL, commit_id, excluded.commit_id),
  base = iif(:fields -> 'base' IS NULL, base, excluded.base),
  reason = iif(:fields -> 'reason' IS NULL, reason, excluded.reason),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience),
  map = iif(:fields -> 'map' IS NULL, map, excluded.map),
  template = iif(:fields -> 'template' IS NULL, template, excluded.template);

-- name: get_publication
SELECT * FROM publication WHERE id = :id;

-- name: find_publication
SELECT * FROM publication WHERE incident = :incident AND number = :number;

-- name: list_publication
SELECT * FROM publication WHERE incident = :incident AND gone = 0 ORDER BY number;

-- name: dump_publication
SELECT * FROM publication ORDER BY id;

-- name: clear_publication
DELETE FROM publication;
