-- name: apply_reference
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO reference (id, incident, number, gone,
  label, url, title, audience, origin)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM reference WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'label', :fields ->> 'url', :fields ->> 'title',
  :fields ->> 'audience',
  :fields ->> 'origin')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  label = iif(:fields -> 'label' IS NULL, label, excluded.label),
  url = iif(:fields -> 'url' IS NULL, url, excluded.url),
  title = iif(:fields -> 'title' IS NULL, title, excluded.title),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience),
  origin = iif(:fields -> 'origin' IS NULL, origin, excluded.origin);

-- name: get_reference
SELECT * FROM reference WHERE id = :id;

-- name: find_reference
SELECT * FROM reference WHERE incident = :incident AND number = :number;

-- name: list_reference
SELECT * FROM reference WHERE incident = :incident AND gone = 0 ORDER BY number;

-- name: dump_reference
SELECT * FROM reference ORDER BY id;

-- name: clear_reference
DELETE FROM reference;
