-- name: apply_review
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO review (id, incident, number, gone,
  at, kind, person, text, section, done)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM review WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'at', :fields ->> 'kind', :fields ->> 'person', :fields ->> 'text', :fields ->> 'section', :fields ->> 'done')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  at = iif(:fields -> 'at' IS NULL, at, excluded.at),
  kind = iif(:fields -> 'kind' IS NULL, kind, excluded.kind),
  person = iif(:fields -> 'person' IS NULL, person, excluded.person),
  text = iif(:fields -> 'text' IS NULL, text, excluded.text),
  section = iif(:fields -> 'section' IS NULL, section, excluded.section),
  done = iif(:fields -> 'done' IS NULL, done, excluded.done);

-- name: get_review
SELECT * FROM review WHERE id = :id;

-- name: find_review
SELECT * FROM review WHERE incident = :incident AND number = :number;

-- name: list_review
SELECT * FROM review WHERE incident = :incident AND gone = 0 ORDER BY number;

-- name: dump_review
SELECT * FROM review ORDER BY id;

-- name: clear_review
DELETE FROM review;
