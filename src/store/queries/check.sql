-- name: check_imported
-- What was read from imported documents into fields that others changed since: item, field, and what the document said. Items
-- are few: those of documents, not of logs.
WITH item (id, kind, number) AS (
  SELECT id, 'incident', number FROM incident WHERE id = :incident
  UNION ALL SELECT id, 'event', number FROM event
    WHERE incident = :incident AND gone = 0 AND origin >= 'md:' AND origin < 'md;'
  UNION ALL SELECT id, 'action', number FROM action WHERE incident = :incident AND gone = 0 AND origin LIKE 'md:%'
  UNION ALL SELECT id, 'cause', number FROM cause WHERE incident = :incident AND gone = 0 AND origin LIKE 'md:%'
  UNION ALL SELECT id, 'role', number FROM role WHERE incident = :incident AND gone = 0 AND origin LIKE 'md:%'
  UNION ALL SELECT id, 'reference', number FROM reference WHERE incident = :incident AND gone = 0 AND origin LIKE 'md:%'),
batches (batch) AS (SELECT change.batch FROM import JOIN change ON change.entity = import.id
  WHERE import.incident = :incident)
SELECT item.kind, item.id, item.number, field.key AS field, field.value AS said, max(change.clock)
FROM item JOIN change ON change.entity = item.id, json_each(change.fields) AS field
WHERE change.batch IN (SELECT batch FROM batches) AND field.key IN ('title', 'at', 'text', 'owner', 'state', 'due',
  'priority', 'link', 'person', 'url')
AND EXISTS (SELECT 1 FROM change AS later WHERE later.entity = item.id
  AND later.batch NOT IN (SELECT batch FROM batches))
GROUP BY item.kind, item.number, field.key
ORDER BY item.kind, item.number, field.key <> 'title' AND field.key <> 'text', field.key;
