-- part: event_columns
  at, precision, "offset", kind, text, author, link, pinned, audience, source, origin)

-- part: event_fields
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'at', :fields ->> 'precision', :fields ->> 'offset', :fields ->> 'kind',
  :fields ->> 'text', :fields ->> 'author', :fields ->> 'link', :fields ->> 'pinned',
  :fields ->> 'audience', :fields ->> 'source',
  :fields ->> 'origin')

-- name: apply_event
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO event (id, incident, number, gone,
  -- use: event_columns
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM event WHERE incident = :incident),
  -- use: event_fields
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  at = iif(:fields -> 'at' IS NULL, at, excluded.at),
  precision = iif(:fields -> 'precision' IS NULL, precision, excluded.precision),
  "offset" = iif(:fields -> 'offset' IS NULL, "offset", excluded."offset"),
  kind = iif(:fields -> 'kind' IS NULL, kind, excluded.kind),
  text = iif(:fields -> 'text' IS NULL, text, excluded.text),
  author = iif(:fields -> 'author' IS NULL, author, excluded.author),
  link = iif(:fields -> 'link' IS NULL, link, excluded.link),
  pinned = iif(:fields -> 'pinned' IS NULL, pinned, excluded.pinned),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience),
  source = iif(:fields -> 'source' IS NULL, source, excluded.source),
  origin = iif(:fields -> 'origin' IS NULL, origin, excluded.origin);

-- name: fold_event
-- The same for the first change of an event, whose number is known; nothing if the event is there.
INSERT INTO event (id, incident, number, gone,
  -- use: event_columns
VALUES (:entity, :incident, :number,
  -- use: event_fields
ON CONFLICT (id) DO NOTHING;

-- name: insert_event
-- The row of a new event, from the fields themselves: what apply_event makes of its change.
INSERT INTO event (id, incident, number, gone,
  at, precision, "offset", kind, text, author, link, pinned, audience, source, origin)
VALUES (:id, :incident, :number, 0,
  :at, :precision, :offset, :kind, :text, :author, :link, :pinned, :audience, :source, :origin);

-- name: event_of_origin
-- Whether an event that was imported is there. One that somebody deleted is known as well, so that it stays deleted; one
-- whose import was taken back is not.
SELECT count(*) FROM event WHERE incident = :incident AND origin = :origin AND (gone = 0
  OR NOT EXISTS (SELECT 1 FROM undo WHERE undone AND undo.id =
    (SELECT batch FROM change WHERE entity = event.id ORDER BY clock LIMIT 1)));

-- name: event_origin_highest
SELECT coalesce(max(origin), '') FROM event WHERE incident = :incident AND origin >= :low AND origin < :high;

-- name: event_there
UPDATE event SET gone = :gone WHERE id = :id;

-- name: get_event
SELECT * FROM event WHERE id = :id;

-- name: find_event
SELECT * FROM event WHERE incident = :incident AND number = :number;

-- name: list_event
SELECT * FROM event WHERE incident = :incident AND gone = 0 ORDER BY at, number;

-- name: dump_event
SELECT * FROM event ORDER BY id;

-- name: clear_event
DELETE FROM event;

-- name: event_first
SELECT * FROM event WHERE incident = :incident AND gone = 0 ORDER BY at, number LIMIT :limit;

-- name: event_last
SELECT * FROM event WHERE incident = :incident AND gone = 0 ORDER BY at DESC, number DESC LIMIT :limit;

-- name: event_after
SELECT * FROM event WHERE incident = :incident AND gone = 0 AND (at, number) > (:at, :number)
ORDER BY at, number LIMIT :limit;

-- name: event_before
SELECT * FROM event WHERE incident = :incident AND gone = 0 AND (at, number) < (:at, :number)
ORDER BY at DESC, number DESC LIMIT :limit;

-- name: event_milestones
SELECT number, kind, at FROM event INDEXED BY event_milestone
WHERE incident = :incident AND gone = 0 AND kind IN
  ('impact', 'detected', 'acknowledged', 'declared', 'mitigated', 'resolved');

-- name: event_count
SELECT count(*) FROM event WHERE incident = :incident AND gone = 0;

-- name: event_milestone_list
-- The index has the few that there are; the one that is in order has all events.
SELECT * FROM event INDEXED BY event_milestone
WHERE incident = :incident AND gone = 0 AND kind IN
  ('impact', 'detected', 'acknowledged', 'declared', 'mitigated', 'resolved')
ORDER BY at, number;

-- part: passes
-- A filter: what is not asked for is NULL.
  AND (:kinds IS NULL OR kind IN (SELECT value FROM json_each(:kinds)))
  AND (NOT :pinned OR pinned)
  AND (:author IS NULL OR instr(lower(author), lower(:author)))
  AND (:text IS NULL OR instr(lower(text), lower(:text)) OR instr(lower(author), lower(:text))
    OR instr(kind, lower(:text)) OR instr(lower(link), lower(:text)))

-- name: event_after_filtered
SELECT * FROM event WHERE incident = :incident AND gone = 0 AND (at, number) > (:at, :number) AND at <= :until
  -- use: passes
ORDER BY at, number LIMIT :limit;

-- name: event_before_filtered
SELECT * FROM event WHERE incident = :incident AND gone = 0 AND (at, number) < (:at, :number) AND at >= :since
  -- use: passes
ORDER BY at DESC, number DESC LIMIT :limit;

-- name: event_after_pinned
-- The same among the key moments, which have an index of their own.
SELECT * FROM event INDEXED BY event_pinned WHERE incident = :incident AND gone = 0 AND pinned = 1
  AND (at, number) > (:at, :number) AND at <= :until
  -- use: passes
ORDER BY at, number LIMIT :limit;

-- name: event_before_pinned
SELECT * FROM event INDEXED BY event_pinned WHERE incident = :incident AND gone = 0 AND pinned = 1
  AND (at, number) < (:at, :number) AND at >= :since
  -- use: passes
ORDER BY at DESC, number DESC LIMIT :limit;

-- name: event_after_part
-- What passes among the next :scan events: the inner select gives them in order, one by one.
SELECT * FROM (SELECT * FROM event WHERE incident = :incident AND gone = 0
  AND (at, number) > (:at, :number) AND at <= :until ORDER BY at, number LIMIT :scan)
WHERE true
  -- use: passes
LIMIT :limit;

-- name: event_before_part
SELECT * FROM (SELECT * FROM event WHERE incident = :incident AND gone = 0
  AND (at, number) < (:at, :number) AND at >= :since ORDER BY at DESC, number DESC LIMIT :scan)
WHERE true
  -- use: passes
LIMIT :limit;

-- name: event_after_last
-- The last of as many events; the index alone tells.
SELECT at, number FROM event WHERE incident = :incident AND gone = 0
  AND (at, number) > (:at, :number) AND at <= :until ORDER BY at, number LIMIT 1 OFFSET :scan - 1;

-- name: event_before_last
SELECT at, number FROM event WHERE incident = :incident AND gone = 0
  AND (at, number) < (:at, :number) AND at >= :since ORDER BY at DESC, number DESC LIMIT 1 OFFSET :scan - 1;

-- name: event_count_filtered
SELECT count(*) FROM event WHERE incident = :incident AND gone = 0 AND at BETWEEN :since AND :until
  -- use: passes
;

-- name: event_search_after
-- The first of at most :scan events after a place whose text, author, kind or link holds a text. The inner
-- select gives them in order, one by one, so that the first that fits ends the search; sorting again would
-- look at all of them.
SELECT * FROM (SELECT * FROM event WHERE incident = :incident AND gone = 0
  AND (at, number) > (:at, :number) AND at <= :until ORDER BY at, number LIMIT :scan)
WHERE (instr(lower(text), lower(:needle)) OR instr(lower(author), lower(:needle))
    OR instr(kind, lower(:needle)) OR instr(lower(link), lower(:needle)))
  -- use: passes
LIMIT 1;

-- name: event_search_before
SELECT * FROM (SELECT * FROM event WHERE incident = :incident AND gone = 0
  AND (at, number) < (:at, :number) AND at >= :since ORDER BY at DESC, number DESC LIMIT :scan)
WHERE (instr(lower(text), lower(:needle)) OR instr(lower(author), lower(:needle))
    OR instr(kind, lower(:needle)) OR instr(lower(link), lower(:needle)))
  -- use: passes
LIMIT 1;

-- name: event_found_after
-- Of the events that the full-text index finds in an incident, :most at most, the first after a place.
SELECT event.* FROM (SELECT rowid & 0xFFFFFFFF AS found FROM search WHERE search MATCH :match
    AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :most)
CROSS JOIN event ON event.incident = :incident AND event.number = found
WHERE gone = 0 AND (at, number) > (:at, :number) AND at <= :until
  -- use: passes
ORDER BY at, event.number LIMIT 1;

-- name: event_found_before
SELECT event.* FROM (SELECT rowid & 0xFFFFFFFF AS found FROM search WHERE search MATCH :match
    AND rowid BETWEEN :low AND :high ORDER BY rowid DESC LIMIT :most)
CROSS JOIN event ON event.incident = :incident AND event.number = found
WHERE gone = 0 AND (at, number) < (:at, :number) AND at >= :since
  -- use: passes
ORDER BY at DESC, event.number DESC LIMIT 1;

-- name: event_span
-- Two looks into the index, one at each end.
SELECT (SELECT at FROM event WHERE incident = :incident AND gone = 0 ORDER BY at LIMIT 1) AS first,
  (SELECT at FROM event WHERE incident = :incident AND gone = 0 ORDER BY at DESC LIMIT 1) AS last;

-- name: event_highest
SELECT coalesce(max(number), 0) FROM event WHERE incident = :incident;

-- name: event_number_from
SELECT number FROM event WHERE incident = :incident AND gone = 0 AND at >= :at ORDER BY at, number LIMIT 1;

-- name: event_times
SELECT at FROM event WHERE incident = :incident AND gone = 0 AND at BETWEEN :from AND :to
ORDER BY at, number LIMIT :limit;

-- name: event_count_between
SELECT count(*) FROM event WHERE incident = :incident AND gone = 0 AND at BETWEEN :from AND :to;

-- name: event_count_part
SELECT count(*) AS seen, count(*) AS passed FROM (SELECT 1 FROM event
  WHERE incident = :incident AND gone = 0 AND at BETWEEN :from AND :to ORDER BY at, number LIMIT :limit);

-- name: event_count_part_filtered
SELECT count(*) AS seen, count(*) FILTER (WHERE at BETWEEN :since AND :until
  -- use: passes
) AS passed
FROM (SELECT * FROM event WHERE incident = :incident AND gone = 0 AND at BETWEEN :from AND :to
  ORDER BY at, number LIMIT :limit);
