-- name: apply_waiver
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO waiver (id, incident, number, gone,
  rule, subject, reason, person, at)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM waiver WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'rule', :fields ->> 'subject', :fields ->> 'reason', :fields ->> 'person', :fields ->> 'at')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  rule = iif(:fields -> 'rule' IS NULL, rule, excluded.rule),
  subject = iif(:fields -> 'subject' IS NULL, subject, excluded.subject),
  reason = iif(:fields -> 'reason' IS NULL, reason, excluded.reason),
  person = iif(:fields -> 'person' IS NULL, person, excluded.person),
  at = iif(:fields -> 'at' IS NULL, at, excluded.at);

-- name: get_waiver
SELECT * FROM waiver WHERE id = :id;

-- name: find_waiver
SELECT * FROM waiver WHERE incident = :incident AND number = :number;

-- name: list_waiver
SELECT * FROM waiver WHERE incident = :incident AND gone = 0 ORDER BY number;

-- name: dump_waiver
SELECT * FROM waiver ORDER BY id;

-- name: clear_waiver
DELETE FROM waiver;
