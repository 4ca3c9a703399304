-- name: apply_cause
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO cause (id, incident, number, gone,
  kind, text, parent, position, event, audience, origin)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM cause WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'kind', :fields ->> 'text', :fields ->> 'parent', :fields ->> 'position',
  :fields ->> 'event',
  :fields ->> 'audience',
  :fields ->> 'origin')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  kind = iif(:fields -> 'kind' IS NULL, kind, excluded.kind),
  text = iif(:fields -> 'text' IS NULL, text, excluded.text),
  parent = iif(:fields -> 'parent' IS NULL, parent, excluded.parent),
  position = iif(:fields -> 'position' IS NULL, position, excluded.position),
  event = iif(:fields -> 'event' IS NULL, event, excluded.event),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience),
  origin = iif(:fields -> 'origin' IS NULL, origin, excluded.origin);

-- name: get_cause
SELECT * FROM cause WHERE id = :id;

-- name: find_cause
SELECT * FROM cause WHERE incident = :incident AND number = :number;

-- name: list_cause
SELECT * FROM cause WHERE incident = :incident AND gone = 0 ORDER BY coalesce(position, number), number;

-- name: dump_cause
SELECT * FROM cause ORDER BY id;

-- name: clear_cause
DELETE FROM cause;
