-- name: apply_section
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO section (id, incident, number, gone,
  "key", heading, level, position, text, audience, markup, covers)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM section WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'key', :fields ->> 'heading', :fields ->> 'level', :fields ->> 'position',
  :fields ->> 'text',
  :fields ->> 'audience',
  :fields ->> 'markup', :fields ->> 'covers')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  "key" = iif(:fields -> 'key' IS NULL, "key", excluded."key"),
  heading = iif(:fields -> 'heading' IS NULL, heading, excluded.heading),
  level = iif(:fields -> 'level' IS NULL, level, excluded.level),
  position = iif(:fields -> 'position' IS NULL, position, excluded.position),
  text = iif(:fields -> 'text' IS NULL, text, excluded.text),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience),
  markup = iif(:fields -> 'markup' IS NULL, markup, excluded.markup),
  covers = iif(:fields -> 'covers' IS NULL, covers, excluded.covers);

-- name: get_section
SELECT * FROM section WHERE id = :id;

-- name: find_section
SELECT * FROM section WHERE incident = :incident AND number = :number;

-- name: list_section
SELECT * FROM section WHERE incident = :incident AND gone = 0 ORDER BY coalesce(position, number), number;

-- name: section_written
-- When its text was last changed, by the clock of who did; NULL if it never was.
SELECT max(at) FROM change WHERE entity = :entity AND kind = 'section' AND fields -> 'text' IS NOT NULL;

-- name: dump_section
SELECT * FROM section ORDER BY id;

-- name: clear_section
DELETE FROM section;
