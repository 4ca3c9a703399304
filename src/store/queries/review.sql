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

-- name: review_change
-- The number that history gives to the change which recorded an entity.
SELECT min(seq) FROM change WHERE batch =
  (SELECT batch FROM change WHERE entity = :entity ORDER BY clock, replica LIMIT 1);

-- name: review_changed
-- What a postmortem is made of, changed after an entity was recorded: how many of each kind.
SELECT kind, count(DISTINCT entity) AS count FROM change
WHERE incident = :incident
  AND (clock, replica) > (SELECT clock, replica FROM change WHERE entity = :entity ORDER BY clock, replica LIMIT 1)
  AND kind IN ('section', 'event', 'action', 'cause', 'role', 'reference', 'attachment', 'incident')
  AND (kind <> 'incident' OR EXISTS (SELECT 1 FROM json_each(change.fields) WHERE "key" <> 'review'))
GROUP BY kind ORDER BY instr('section event action cause role reference attachment incident', kind);

-- name: section_writers
-- Whoever wrote in a section of an incident.
SELECT DISTINCT author FROM change WHERE incident = :incident AND kind = 'section';
