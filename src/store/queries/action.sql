-- name: apply_action
-- Folds one change into the row: fields that are not in it stay as they are.
INSERT INTO action (id, incident, number, gone,
  title, type, priority, owner, team, link, due, state, reason, event, audience, origin)
VALUES (:entity, :incident, (SELECT coalesce(max(number), 0) + 1 FROM action WHERE incident = :incident),
  coalesce(:fields ->> 'gone', 0),
  :fields ->> 'title', :fields ->> 'type', :fields ->> 'priority', :fields ->> 'owner',
  :fields ->> 'team', :fields ->> 'link', :fields ->> 'due', :fields ->> 'state',
  :fields ->> 'reason', :fields ->> 'event',
  :fields ->> 'audience',
  :fields ->> 'origin')
ON CONFLICT (id) DO UPDATE SET
  gone = iif(:fields -> 'gone' IS NULL, gone, excluded.gone),
  title = iif(:fields -> 'title' IS NULL, title, excluded.title),
  type = iif(:fields -> 'type' IS NULL, type, excluded.type),
  priority = iif(:fields -> 'priority' IS NULL, priority, excluded.priority),
  owner = iif(:fields -> 'owner' IS NULL, owner, excluded.owner),
  team = iif(:fields -> 'team' IS NULL, team, excluded.team),
  link = iif(:fields -> 'link' IS NULL, link, excluded.link),
  due = iif(:fields -> 'due' IS NULL, due, excluded.due),
  state = iif(:fields -> 'state' IS NULL, state, excluded.state),
  reason = iif(:fields -> 'reason' IS NULL, reason, excluded.reason),
  event = iif(:fields -> 'event' IS NULL, event, excluded.event),
  audience = iif(:fields -> 'audience' IS NULL, audience, excluded.audience),
  origin = iif(:fields -> 'origin' IS NULL, origin, excluded.origin);

-- name: get_action
SELECT * FROM action WHERE id = :id;

-- name: find_action
SELECT * FROM action WHERE incident = :incident AND number = :number;

-- name: list_action
SELECT * FROM action WHERE incident = :incident AND gone = 0 ORDER BY coalesce(team, ''), coalesce(priority, 'P9'), number;

-- name: dump_action
SELECT * FROM action ORDER BY id;

-- name: clear_action
DELETE FROM action;
