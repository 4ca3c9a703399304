-- name: begin
BEGIN IMMEDIATE;

-- name: begin_read
BEGIN;

-- name: cache_large
-- Room for all that a transaction of some 10,000 events writes: without it SQLite writes early, and keeps readers out.
PRAGMA cache_size = -16384;

-- name: commit
COMMIT;

-- name: rollback
ROLLBACK;

-- name: change_clock
SELECT coalesce(max(clock), 0) FROM change;

-- name: change_insert
INSERT INTO change (clock, replica, batch, author, at, incident, entity, kind, fields)
VALUES (:clock, :replica, :batch, :author, :at, :incident, :entity, :kind, :fields);

-- name: change_of_entity
-- All there is about one entity, in the order of the fold.
SELECT * FROM change WHERE entity = :entity ORDER BY clock, replica;

-- name: change_all
-- Everything in an order that gives each entity its number again: entities as they arrived first,
-- the changes of each in the order of the fold.
SELECT change.* FROM change
JOIN (SELECT entity, min(seq) AS first FROM change GROUP BY entity) AS arrival USING (entity)
ORDER BY arrival.first, change.clock, change.replica;

-- name: change_arrived
-- Everything as it arrived: the same, if the changes of each entity did so in the order of the fold.
SELECT seq, clock, incident, entity, kind, fields FROM change ORDER BY seq;

-- name: change_order
-- The changes of each entity in the order of the fold, from the index alone.
SELECT entity, clock, seq FROM change INDEXED BY change_entity ORDER BY entity, clock;

-- part: plain
-- The making of an event by a batch, of which nothing that counts was changed since: undoing and redoing it is about
-- its being there, and no value has to be looked for.
 kind = 'event'
  AND NOT EXISTS (SELECT 1 FROM change AS before WHERE before.entity = change.entity
    AND (before.clock, before.replica) < (change.clock, change.replica))
  AND NOT EXISTS (SELECT 1 FROM change AS newer WHERE newer.entity = change.entity
    AND (newer.clock, newer.replica) > (change.clock, change.replica)
    AND (newer.batch = :batch
      OR (NOT EXISTS (SELECT 1 FROM undo WHERE undo.id = newer.batch AND undo.undone)
        AND NOT EXISTS (SELECT 1 FROM change AS other WHERE other.batch = newer.batch AND other.kind = 'undo'))))

-- name: change_plain
-- Those of a batch, a page at a time.
SELECT * FROM change
WHERE batch = :batch AND seq > :seq AND
  -- use: plain
ORDER BY seq LIMIT :limit;

-- name: change_not_plain
-- All the others of a batch.
SELECT * FROM change WHERE batch = :batch AND NOT (
  -- use: plain
) ORDER BY clock, replica;

-- name: batch_kinds
SELECT kind, count(*) AS "count" FROM change WHERE batch = :batch GROUP BY kind ORDER BY min(seq);

-- name: change_there
-- A change that says whether something is there, with what it set before.
SELECT json_set(:fields, '$.gone', :gone);

-- name: change_exists
SELECT count(*) FROM change WHERE clock = :clock AND replica = :replica;

-- name: change_newer
-- Later changes of the same entity to one field that count: made by other batches, which are not undone,
-- and not by undoing or redoing.
SELECT author, (SELECT min(first.seq) FROM change AS first WHERE first.batch = change.batch) AS number
FROM change
WHERE entity = :entity AND (clock, replica) > (:clock, :replica) AND fields -> :field IS NOT NULL
  AND batch <> :batch
  AND NOT EXISTS (SELECT 1 FROM undo WHERE undo.id = change.batch AND undo.undone)
  AND NOT EXISTS (SELECT 1 FROM change AS other WHERE other.batch = change.batch AND other.kind = 'undo')
ORDER BY clock, replica LIMIT 1;

-- name: change_before
-- The value a field had before one change, as JSON, by the earlier changes that count; no row if it had
-- none.
SELECT fields -> :field AS value FROM change
WHERE entity = :entity AND (clock, replica) < (:clock, :replica) AND fields -> :field IS NOT NULL
  AND (batch = :batch
    OR NOT EXISTS (SELECT 1 FROM undo WHERE undo.id = change.batch AND undo.undone))
  AND NOT EXISTS (SELECT 1 FROM change AS other WHERE other.batch = change.batch AND other.kind = 'undo')
ORDER BY clock DESC, replica DESC LIMIT 1;

-- name: change_last
-- Who set a field last, and the number of the batch it was in.
SELECT author, at, (SELECT min(seq) FROM change AS first WHERE first.batch = change.batch) AS number
FROM change WHERE entity = :entity AND fields -> :field IS NOT NULL
ORDER BY clock DESC, replica DESC LIMIT 1;

-- name: change_unmade
-- Whether the batch that made an entity is undone.
SELECT undone FROM undo WHERE id =
  (SELECT batch FROM change WHERE entity = :entity ORDER BY clock, replica LIMIT 1);

-- name: change_fields
SELECT "key", value, type FROM json_each(:fields);

-- name: change_merge
SELECT json_set(:fields, '$."' || :field || '"', json(:value));

-- name: change_entity_exists_before
SELECT count(*) FROM change WHERE entity = :entity AND (clock, replica) < (:clock, :replica);

-- name: apply_undo
INSERT INTO undo (id, incident, undone, clock)
VALUES (:entity, :incident, coalesce(:fields ->> 'undone', 0), :clock)
ON CONFLICT (id) DO UPDATE SET undone = excluded.undone, clock = excluded.clock;

-- name: clear_undo
DELETE FROM undo;

-- name: dump_undo
SELECT * FROM undo ORDER BY id;

-- name: undo_last
-- The author's latest batch in the incident that can be undone. Undoing and redoing themselves, and
-- redactions, are not batches to undo.
SELECT batch FROM change
WHERE incident = :incident AND author = :author AND kind NOT IN ('undo', 'redaction', 'publication')
  AND batch NOT IN (SELECT id FROM undo WHERE undone)
  AND NOT EXISTS (SELECT 1 FROM change AS other WHERE other.batch = change.batch
    AND other.kind IN ('undo', 'redaction', 'publication'))
ORDER BY clock DESC LIMIT 1;

-- name: redo_last
-- The batch undone last, if its author has done nothing new since.
SELECT undo.id AS batch FROM undo
WHERE undo.incident = :incident AND undo.undone
  AND (SELECT author FROM change WHERE change.entity = undo.id AND change.kind = 'undo'
    ORDER BY change.clock DESC LIMIT 1) = :author
  AND NOT EXISTS (SELECT 1 FROM change WHERE change.incident = :incident
    AND change.author = :author AND change.clock > undo.clock AND change.kind <> 'undo'
    AND NOT EXISTS (SELECT 1 FROM change AS other WHERE other.batch = change.batch
      AND other.kind = 'undo'))
ORDER BY undo.clock DESC LIMIT 1;

-- name: undo_state
SELECT count(*) FROM undo WHERE id = :batch AND undone;

-- name: batch_find
-- A batch by the number history shows: the first change's.
SELECT batch FROM change WHERE seq = :seq;

-- name: history
-- Every field that every change set, with the value before, newest last. `entity_number` is the
-- entity's short number, `batch_number` what people call the batch.
SELECT change.seq, change.clock, change.batch, change.author, change.at, change.kind, change.entity,
  coalesce(CASE change.kind
    WHEN 'event' THEN (SELECT number FROM event WHERE id = change.entity)
    WHEN 'action' THEN (SELECT number FROM action WHERE id = change.entity)
    WHEN 'cause' THEN (SELECT number FROM cause WHERE id = change.entity)
    WHEN 'section' THEN (SELECT number FROM section WHERE id = change.entity)
    WHEN 'role' THEN (SELECT number FROM role WHERE id = change.entity)
    WHEN 'reference' THEN (SELECT number FROM reference WHERE id = change.entity)
    WHEN 'attachment' THEN (SELECT number FROM attachment WHERE id = change.entity)
    WHEN 'publication' THEN (SELECT number FROM publication WHERE id = change.entity)
    WHEN 'review' THEN (SELECT number FROM review WHERE id = change.entity)
    WHEN 'waiver' THEN (SELECT number FROM waiver WHERE id = change.entity)
    WHEN 'import' THEN (SELECT number FROM import WHERE id = change.entity)
    WHEN 'incident' THEN (SELECT number FROM incident WHERE id = change.entity)
    WHEN 'undo' THEN (SELECT min(seq) FROM change AS target WHERE target.batch = change.entity)
  END, 0) AS entity_number,
  (SELECT min(first.seq) FROM change AS first WHERE first.batch = change.batch) AS batch_number,
  coalesce((SELECT undone FROM undo WHERE undo.id = change.batch), 0) AS undone,
  NOT EXISTS (SELECT 1 FROM change AS earlier WHERE earlier.entity = change.entity
    AND (earlier.clock, earlier.replica) < (change.clock, change.replica)) AS created,
  field."key" AS field,
  -- another entity is named by its number
  CASE field."key"
    WHEN 'parent' THEN (SELECT number FROM cause WHERE id = field.value)
    WHEN 'event' THEN (SELECT number FROM event WHERE id = field.value)
    ELSE field.value END AS after,
  (SELECT CASE field."key"
      WHEN 'parent' THEN (SELECT number FROM cause WHERE id = earlier.fields ->> 'parent')
      WHEN 'event' THEN (SELECT number FROM event WHERE id = earlier.fields ->> 'event')
      ELSE earlier.fields ->> field."key" END
   FROM change AS earlier
   WHERE earlier.entity = change.entity
     AND (earlier.clock, earlier.replica) < (change.clock, change.replica)
     AND earlier.fields -> field."key" IS NOT NULL
   ORDER BY earlier.clock DESC, earlier.replica DESC LIMIT 1) AS before
FROM change, json_each(change.fields) AS field
WHERE change.incident = :incident
  AND change.clock >= coalesce((SELECT min(clock) FROM (SELECT clock FROM change
    WHERE incident = :incident ORDER BY clock DESC LIMIT :limit)), 0)
ORDER BY change.clock, change.replica, field.id;

-- name: change_count
SELECT count(*) FROM change WHERE incident = :incident;

-- name: redact_changes
-- Overwrites a text in every change of an incident. Keys and types stay, and the values of the fields
-- named in `kept`, which are no free text. What a newer version nested is JSON: there the text is quoted.
UPDATE change SET fields = (
  SELECT json_group_object("key", CASE
    WHEN "key" IN (SELECT value FROM json_each(:kept)) THEN value
    WHEN type = 'text' THEN replace(value, :secret, :mark)
    WHEN type IN ('object', 'array') THEN json(replace(value,
      substr(json_quote(:secret), 2, length(json_quote(:secret)) - 2),
      substr(json_quote(:mark), 2, length(json_quote(:mark)) - 2)))
    WHEN type IN ('true', 'false') THEN json(type)
    ELSE value END)
  FROM json_each(change.fields))
WHERE incident = :incident AND kind <> 'redaction'
  AND EXISTS (SELECT 1 FROM json_each(change.fields)
    WHERE "key" NOT IN (SELECT value FROM json_each(:kept))
      AND (type = 'text' AND instr(value, :secret) OR type IN ('object', 'array')
        AND instr(value, substr(json_quote(:secret), 2, length(json_quote(:secret)) - 2))));

-- name: redact_entities
-- The entities whose changes hold the text, to be folded again.
SELECT DISTINCT entity, kind FROM change
WHERE incident = :incident AND kind <> 'redaction'
  AND EXISTS (SELECT 1 FROM json_each(change.fields) WHERE type = 'text' AND instr(value, :secret));

-- name: redact_drafts
UPDATE draft SET text = replace(text, :secret, :mark)
WHERE incident = :incident AND instr(text, :secret);

-- name: redact_published
-- Where a document that holds the text, or may hold it because what was published is not kept any more (an
-- earlier redaction), was published.
SELECT path, repository, blob.sha256 IS NULL AND NOT instr(path, :secret) AS unsure
FROM publication LEFT JOIN blob ON blob.sha256 = publication.base
WHERE incident = :incident
  AND (blob.sha256 IS NULL OR instr(blob.bytes, CAST(:secret AS BLOB)) OR instr(path, :secret));

-- name: redact_attached
-- Attachments of an incident whose bytes hold the text.
SELECT attachment.id, attachment.number, attachment.name, attachment.sha256
FROM attachment JOIN blob USING (sha256)
WHERE incident = :incident AND instr(blob.bytes, CAST(:secret AS BLOB));

-- name: redact_shared
-- Attachments of other incidents that have the same bytes as one of this incident's that hold the text.
SELECT attachment.id, attachment.incident, attachment.number, attachment.name
FROM attachment JOIN blob USING (sha256)
WHERE attachment.incident <> :incident AND attachment.gone = 0 AND instr(blob.bytes, CAST(:secret AS BLOB))
  AND sha256 IN (SELECT fields ->> 'sha256' FROM change WHERE incident = :incident AND kind = 'attachment')
ORDER BY attachment.incident, attachment.number;

-- name: redact_blobs
-- Those of the incident, and those nothing points to.
DELETE FROM blob WHERE instr(bytes, CAST(:secret AS BLOB)) AND (sha256 IN
  (SELECT fields ->> 'sha256' FROM change WHERE incident = :incident AND kind = 'attachment'
   UNION ALL SELECT fields ->> 'base' FROM change WHERE incident = :incident AND kind = 'publication'
   UNION ALL SELECT fields ->> 'sha256' FROM change WHERE incident = :incident AND kind = 'import')
  OR sha256 NOT IN (SELECT coalesce(fields ->> 'sha256', fields ->> 'base', '') FROM change
    WHERE kind IN ('attachment', 'publication', 'import')));

-- name: batch_incident
SELECT incident FROM change WHERE batch = :batch LIMIT 1;

-- name: batch_number
SELECT min(seq) FROM change WHERE batch = :batch;
