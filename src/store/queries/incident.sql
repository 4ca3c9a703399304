-- name: apply_incident
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO incident (id, incident, number, gone,
  title, ref, severity, status, started, timezone, template, tags, services, private, review)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'title', :fields ->> 'ref', :fields ->> 'severity', :fields ->> 'status',
  :fields ->> 'started', :fields ->> 'timezone', :fields ->> 'template', :fields ->> 'tags',
  :fields ->> 'services', :fields ->> 'private',
  :fields ->> 'review')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  title = iif(:fields -> 'title' IS NULL, title, excluded.title),
  ref = iif(:fields -> 'ref' IS NULL, ref, excluded.ref),
  severity = iif(:fields -> 'severity' IS NULL, severity, excluded.severity),
  status = iif(:fields -> 'status' IS NULL, status, excluded.status),
  started = iif(:fields -> 'started' IS NULL, started, excluded.started),
  timezone = iif(:fields -> 'timezone' IS NULL, timezone, excluded.timezone),
  template = iif(:fields -> 'template' IS NULL, template, excluded.template),
  tags = iif(:fields -> 'tags' IS NULL, tags, excluded.tags),
  services = iif(:fields -> 'services' IS NULL, services, excluded.services),
  private = iif(:fields -> 'private' IS NULL, private, excluded.private),
  review = iif(:fields -> 'review' IS NULL, review, excluded.review);

-- name: get_incident
SELECT * FROM incident WHERE id = :id;

-- name: dump_incident
SELECT * FROM incident ORDER BY id;

-- name: clear_incident
DELETE FROM incident;

-- name: incident_board
-- Open ones first, then the latest; `everything` also lists what is resolved or closed. The list of kinds
-- says no more than `kind =` does: it is what makes the index of milestones fit.
SELECT incident.*,
  (SELECT count(*) FROM action WHERE action.incident = incident.id AND action.gone = 0
     AND action.state IN ('open', 'doing')) AS open_actions,
  (SELECT min(at) FROM event INDEXED BY event_milestone
     WHERE event.incident = incident.id AND event.gone = 0 AND kind = 'impact' AND kind IN
       ('impact', 'detected', 'acknowledged', 'declared', 'mitigated', 'resolved')) AS impact,
  (SELECT max(at) FROM event INDEXED BY event_milestone
     WHERE event.incident = incident.id AND event.gone = 0 AND kind = 'resolved' AND kind IN
       ('impact', 'detected', 'acknowledged', 'declared', 'mitigated', 'resolved')) AS resolved,
  (SELECT group_concat(person, char(10)) FROM role
     WHERE role.incident = incident.id AND role.gone = 0) AS people
FROM incident
WHERE gone = 0 AND (:everything OR status NOT IN ('resolved', 'closed'))
ORDER BY status IN ('resolved', 'closed'), started DESC, number DESC LIMIT :limit;

-- name: incident_count
SELECT count(*) FROM incident
WHERE gone = 0 AND (:everything OR status NOT IN ('resolved', 'closed'));

-- name: incident_open
SELECT * FROM incident WHERE gone = 0 AND status NOT IN ('resolved', 'closed') ORDER BY number;

-- name: incident_find
-- What a person may call an incident: its number, its reference, the start of its id.
SELECT * FROM incident
WHERE gone = 0 AND (number = :number OR ref = :ref COLLATE NOCASE
  OR (length(:ref) >= 4 AND id >= upper(:ref) AND id < upper(:ref) || '~'))
ORDER BY number = :number DESC, number LIMIT 9;

-- name: find_incident
SELECT * FROM incident WHERE number = :number;

-- name: list_incident
SELECT * FROM incident WHERE gone = 0 ORDER BY number;

-- name: incident_similar
-- Earlier incidents that share tags or services with one that has these, those with most in common first.
WITH word(value) AS (SELECT DISTINCT value
  FROM json_each('[' || replace(json_quote(:tags || ',' || :services), ',', '","') || ']') WHERE value <> '')
SELECT incident.* FROM incident CROSS JOIN word
WHERE gone = 0 AND coalesce(private, 0) = 0 AND id <> :incident AND started < :started
  AND instr(',' || coalesce(tags, '') || ',' || coalesce(services, '') || ',', ',' || value || ',')
GROUP BY id ORDER BY count(*) DESC, started DESC, number DESC LIMIT :limit;
