-- What was written before, for completion. Each looks at a bounded number of rows, the latest first; ids begin
-- with their time.

-- name: known_role
SELECT person AS name FROM (SELECT person, gone FROM role WHERE incident = :incident
  ORDER BY number DESC LIMIT 500) WHERE gone = 0;

-- name: known_author
SELECT author AS name FROM event WHERE incident = :incident AND gone = 0
ORDER BY at DESC, number DESC LIMIT 500;

-- name: known_owner
SELECT owner AS name FROM (SELECT owner, gone FROM action WHERE incident = :incident
  ORDER BY number DESC LIMIT 500) WHERE gone = 0;

-- name: known_recorder
SELECT author AS name FROM change ORDER BY seq DESC LIMIT 500;

-- name: known_role_all
SELECT person AS name FROM (SELECT person, gone FROM role ORDER BY id DESC LIMIT 500) WHERE gone = 0;

-- name: known_owner_all
SELECT owner AS name FROM (SELECT owner, gone FROM action ORDER BY id DESC LIMIT 500) WHERE gone = 0;

-- name: known_team
SELECT team AS name FROM (SELECT team, gone FROM action WHERE incident = :incident
  ORDER BY number DESC LIMIT 500) WHERE gone = 0;

-- name: known_team_all
SELECT team AS name FROM (SELECT team, gone FROM action ORDER BY id DESC LIMIT 500) WHERE gone = 0;

-- name: known_tags
SELECT tags AS name FROM incident WHERE id = :incident;

-- name: known_tags_all
SELECT tags AS name FROM (SELECT tags, gone FROM incident ORDER BY id DESC LIMIT 500) WHERE gone = 0;

-- name: known_services
SELECT services AS name FROM incident WHERE id = :incident;

-- name: known_services_all
SELECT services AS name FROM (SELECT services, gone FROM incident ORDER BY id DESC LIMIT 500) WHERE gone = 0;
