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
-- What a postmortem is made of that is not as it was when an entity was recorded: how many of each kind. What was
-- changed and changed back is not among it, nor what came and went.
WITH
mark AS (SELECT clock, replica FROM change WHERE entity = :entity ORDER BY clock, replica LIMIT 1),
part AS (
  SELECT change.*, (clock, replica) > (SELECT clock, replica FROM mark) AS later FROM change
  WHERE incident = :incident
    AND kind IN ('section', 'event', 'action', 'cause', 'role', 'reference', 'attachment', 'incident')
    AND entity IN (SELECT entity FROM change
      WHERE incident = :incident AND (clock, replica) > (SELECT clock, replica FROM mark))),
-- the last value of each field, before and after
value AS (
  SELECT * FROM (
    SELECT entity, kind, later, "key" AS field, value,
      row_number() OVER (PARTITION BY entity, "key", later ORDER BY clock DESC, replica DESC) AS nth
    FROM part, json_each(part.fields))
  WHERE nth = 1),
field AS (
  SELECT entity, kind, field, max(later) AS touched, min(later) AS fresh,
    max(iif(later, value, NULL)) AS now, max(iif(later, NULL, value)) AS was
  FROM value GROUP BY entity, field),
thing AS (
  SELECT entity, kind,
    min(fresh) OR coalesce(max(iif(field = 'gone', was, NULL)), 0) AS gone_then,
    coalesce(max(iif(field = 'gone', iif(touched, now, was), NULL)), 0) AS gone_now,
    max(touched AND NOT (kind = 'incident' AND field = 'review')
      AND iif(field = 'gone', coalesce(now, 0) <> coalesce(was, 0), now IS NOT was)) AS changed
  FROM field GROUP BY entity)
SELECT kind, count(*) AS count FROM thing WHERE changed AND NOT (gone_then AND gone_now)
GROUP BY kind ORDER BY instr('section event action cause role reference attachment incident', kind);

-- name: section_writers
-- Whoever wrote in a section of an incident.
SELECT DISTINCT author FROM change WHERE incident = :incident AND kind = 'section';
