-- name: apply_role
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO role (id, incident, number, gone,
  name, person, audience, origin)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM role WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'name', :fields ->> 'person',
  :fields ->> 'audience',
  :fields ->> 'origin')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  name = iif(:fields -> 'name' IS NULL, name, excluded.name),
  person = iif(:fields -> 'person' IS NULL, person, excluded.person),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience),
  origin = iif(:fields -> 'origin' IS NULL, origin, excluded.origin);

-- name: get_role
SELECT * FROM role WHERE id = :id;

-- name: find_role
SELECT * FROM role WHERE incident = :incident AND number = :number;

-- name: list_role
SELECT * FROM role WHERE incident = :incident AND gone = 0 ORDER BY number;

-- name: dump_role
SELECT * FROM role ORDER BY id;

-- name: clear_role
DELETE FROM role;
