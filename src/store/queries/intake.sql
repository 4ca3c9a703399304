-- Reading logs that are JSON: run for one element at a time, with :json, and :name of the file or channel. A row is an
-- event: `at` as it stands there, `text` written as `form` says (src/intake/json_log.c), `kind` one of ours or NULL, `author`,
-- `link`, `id` what identifies it for ever, `source` host, channel or project, `zone` of an `at` without one, `about` 1
-- if the element has no better time than that. An `author` of a form may be ID|NAME. No row: by design no event.
-- Members of what surrounds many events are looked up once and cut, so that an element gives no more than a few times
-- its own size.

-- part: plain_text
  NULL AS zone, 0 AS about, 'plain' AS form

-- name: log_valid
SELECT json_valid(:json);

-- name: log_mapped
-- What --map says: for each role a JSON array, in order, of arrays of paths that may be meant; NULL where nothing was said.
WITH said(role, joint, names) AS (VALUES ('at', ' ', :at), ('text', char(10, 10), :text), ('author', ' ', :author),
    ('kind', ' ', :kind), ('link', ' ', :link), ('id', '/', :id), ('source', ' ', :source), ('zone', ' ', :zone)),
  read(role, value) AS MATERIALIZED (
    SELECT role, group_concat(coalesce(:json ->> (name.value ->> 0), :json ->> (name.value ->> 1)), joint)
    FROM said, json_each(names) AS name GROUP BY role)
SELECT (SELECT value FROM read WHERE role = 'at') AS at, (SELECT value FROM read WHERE role = 'text') AS text,
  (SELECT value FROM read WHERE role = 'author') AS author, (SELECT value FROM read WHERE role = 'kind') AS kind,
  (SELECT value FROM read WHERE role = 'link') AS link, (SELECT value FROM read WHERE role = 'id') AS id,
  (SELECT value FROM read WHERE role = 'source') AS source, (SELECT value FROM read WHERE role = 'zone') AS zone,
  NULL AS about, 'mapped' AS form;

-- name: log_names
-- People and channels of a Slack export: users.json, channels.json and their like.
SELECT :json ->> 'id' AS id, coalesce(nullif(:json ->> '$.profile.real_name', ''), nullif(:json ->> 'real_name', ''),
  nullif(:json ->> '$.profile.display_name', ''), nullif(:json ->> 'name', '')) AS name;

-- part: slack_element
-- Of rich text, in the form of messages (docs.slack.dev/reference/block-kit/blocks/rich-text-block); lists have one level more.
  coalesce(x.value ->> 'text', '<' || (x.value ->> 'url') || '>', '<@' || (x.value ->> 'user_id') || '>',
    '<#' || (x.value ->> 'channel_id') || '>', '<!' || (x.value ->> 'range') || '>', ':' || (x.value ->> 'name') || ':',
    (SELECT group_concat(coalesce(y.value ->> 'text', '<' || (y.value ->> 'url') || '>', '<@' || (y.value ->> 'user_id') || '>',
      ':' || (y.value ->> 'name') || ':'), '') || char(10) FROM json_each(x.value, '$.elements') AS y))

-- name: log_slack
-- slack.com/help/articles/220556107 (exports), docs.slack.dev/reference/events/message (subtypes),
-- docs.slack.dev/legacy/legacy-messaging/legacy-secondary-message-attachments. Previews of links (from_url) are not what
-- anybody wrote. Files by their permalink: url_private has a token of the export in it.
WITH message(m) AS MATERIALIZED (
    SELECT iif(:json ->> 'subtype' = 'message_changed', :json -> 'message', :json)),
  attachment(part) AS (
    SELECT trim(coalesce(value ->> 'pretext', '') || char(10)
      || coalesce(iif(value ->> 'title_link' LIKE 'http%',
          '<' || (value ->> 'title_link') || '|' || (value ->> 'title') || '>', value ->> 'title'), '') || char(10)
      || coalesce(nullif(value ->> 'text', ''), value ->> 'fallback', '')
      || coalesce((SELECT char(10) || group_concat(coalesce((value ->> 'title') || ': ', '') || (value ->> 'value'),
          char(10)) FROM json_each(attached.value, '$.fields')), ''), char(10))
    FROM message, json_each(m, '$.attachments') AS attached
    WHERE attached.type = 'object' AND value ->> 'from_url' IS NULL),
  file(part) AS (
    SELECT iif(value ->> 'permalink' IS NULL, 'File: ' || name, 'File: <' || (value ->> 'permalink') || '|' || name || '>')
    FROM (SELECT value, replace(replace(replace(replace(coalesce(nullif(value ->> 'title', ''), value ->> 'name',
        'without a name'), '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '|', '/') AS name
      FROM message, json_each(m, '$.files') AS attached WHERE attached.type = 'object')),
  block(part) AS (
    SELECT group_concat(coalesce(b.value ->> '$.text.text',
      (SELECT group_concat(x.value ->> 'text', char(10)) FROM json_each(b.value, '$.fields') AS x),
      (SELECT group_concat(coalesce(e.value ->> 'text', (SELECT group_concat(
          -- use: slack_element
          , '') FROM json_each(e.value, '$.elements') AS x)), char(10))
        FROM json_each(b.value, '$.elements') AS e)), char(10))
    FROM message, json_each(m, '$.blocks') AS b WHERE b.type = 'object'),
  said(text) AS MATERIALIZED (
    SELECT trim(coalesce(nullif(m ->> 'text', ''), iif((SELECT 1 FROM attachment LIMIT 1), '', (SELECT part FROM block)), '')
      || coalesce(char(10) || (SELECT group_concat(part, char(10)) FROM attachment), '')
      || coalesce(char(10) || (SELECT group_concat(part, char(10)) FROM file), ''), char(10))
    FROM message)
SELECT m ->> 'ts' AS at,
  CASE WHEN m ->> 'thread_ts' IS NULL OR m ->> 'thread_ts' = m ->> 'ts' THEN ''
    WHEN coalesce(m ->> 'parent_user_id', m ->> '$.root.user') IS NOT NULL
    THEN 'in reply to <@' || coalesce(m ->> 'parent_user_id', m ->> '$.root.user') || '>: '
    ELSE 'in a thread: ' END || said.text || iif(m ->> 'edited' IS NULL, '', ' (edited)') AS text,
  coalesce(m ->> 'user', m ->> 'bot_id', '') || '|' || coalesce(iif(m ->> 'user' = 'USLACKBOT', 'Slackbot', NULL),
    nullif(m ->> '$.user_profile.real_name', ''),
    nullif(m ->> '$.user_profile.display_name', ''), nullif(m ->> 'username', ''), nullif(m ->> '$.bot_profile.name', ''),
    '') AS author,
  NULL AS kind,
  coalesce(m ->> 'permalink', m ->> '$.files[0].permalink', m ->> '$.attachments[0].title_link') AS link,
  (m ->> 'ts') || '/' || coalesce(m ->> 'user', m ->> 'bot_id', '') AS id,
  CASE WHEN :name = '' OR :name LIKE '%.json%' THEN NULL ELSE '#' || ltrim(:name, '#') END AS source,
  NULL AS zone, 0 AS about, 'slack' AS form
FROM message, said
WHERE m ->> 'ts' IS NOT NULL AND said.text <> '' AND coalesce(m ->> 'subtype', '') NOT IN ('channel_join', 'channel_leave',
  'group_join', 'group_leave', 'message_deleted', 'tombstone');

-- name: log_alertmanager
-- prometheus.io/docs/alerting/latest/configuration/#webhook_config; also what GET /api/v2/alerts lists, and Grafana's
-- webhook, which has the same form (grafana.com/docs/grafana/latest/alerting). A resolved alert is two events, of which
-- the first has the identity it had when it was firing.
WITH hook(host, who) AS MATERIALIZED (
    SELECT substr(replace(replace(rtrim(:json ->> 'externalURL', '/'), 'https://', ''), 'http://', ''), 1, 200),
      iif(:json ->> 'orgId' IS NULL, 'Alertmanager', 'Grafana')),
  alert(a) AS MATERIALIZED (
    SELECT value FROM json_each(:json, '$.alerts') WHERE type = 'object'
    UNION ALL SELECT :json WHERE json_type(:json, '$.labels') = 'object' AND :json ->> 'startsAt' IS NOT NULL),
  fact AS MATERIALIZED (
    SELECT a ->> 'startsAt' AS starts, a ->> 'endsAt' AS ends, a ->> 'status' AS status,
      coalesce(nullif(a ->> '$.labels.alertname', ''), 'Alert without a name') AS name,
      coalesce(nullif(a ->> 'fingerprint', ''), a ->> 'labels') AS finger,
      coalesce(nullif(a ->> '$.annotations.summary', ''), nullif(a ->> '$.annotations.message', ''),
        nullif(a ->> '$.annotations.title', '')) AS summary,
      a ->> '$.annotations.description' AS description,
      (SELECT group_concat(key || '=' || atom, ' ') FROM json_each(a, '$.labels') WHERE key <> 'alertname') AS labels,
      coalesce(nullif(a ->> 'dashboardURL', ''), nullif(a ->> 'generatorURL', ''),
        nullif(a ->> '$.annotations.runbook_url', '')) AS link
    FROM alert),
  told AS MATERIALIZED (
    SELECT *, coalesce(': ' || coalesce(summary, description), '')
      || coalesce(char(10, 10) || iif(summary IS NULL OR summary = description, NULL, description), '')
      || coalesce(char(10, 10) || iif(instr(labels, '`'), labels, '`' || labels || '`'), '') AS rest
    FROM fact)
SELECT starts AS at, name || ' firing' || rest AS text, who AS author, 'evidence' AS kind, link,
  finger || '/' || starts || '/firing' AS id, host AS source,
  -- use: plain_text
FROM told, hook
UNION ALL
SELECT ends, name || ' resolved' || rest, who, 'evidence', link, finger || '/' || starts || '/resolved', host,
  -- use: plain_text
FROM told, hook WHERE status = 'resolved' AND ends > '0002';

-- name: log_pagerduty
-- developer.pagerduty.com/docs/webhooks-overview (v3 webhooks) and REST API v2, log entries. Acknowledging and resolving
-- are PagerDuty's, not yet milestones of the incident: people say so with --kind.
WITH verb(type, kind, said) AS (VALUES
    ('incident.triggered', 'escalation', 'Triggered'), ('incident.escalated', 'escalation', 'Escalated'),
    ('incident.reassigned', 'escalation', 'Reassigned'), ('incident.delegated', 'escalation', 'Delegated'),
    ('incident.responder.added', 'escalation', 'Responder asked'),
    ('incident.responder.replied', 'escalation', 'Responder replied'),
    ('incident.acknowledged', 'note', 'Acknowledged'), ('incident.unacknowledged', 'note', 'No longer acknowledged'),
    ('incident.resolved', 'note', 'Resolved'), ('incident.reopened', 'note', 'Reopened'),
    ('incident.annotated', 'note', 'Note'), ('incident.priority_updated', 'note', 'Priority changed'),
    ('incident.status_update_published', 'comms', 'Status update'),
    ('trigger_log_entry', 'escalation', NULL), ('notify_log_entry', 'escalation', NULL),
    ('assign_log_entry', 'escalation', NULL), ('escalate_log_entry', 'escalation', NULL),
    ('delegate_log_entry', 'escalation', NULL), ('repeat_escalation_path_log_entry', 'escalation', NULL),
    ('exhaust_escalation_path_log_entry', 'escalation', NULL)),
  hook(e, d) AS MATERIALIZED (
    SELECT :json -> 'event', :json -> '$.event.data' WHERE :json ->> '$.event.event_type' IS NOT NULL),
  entry(e) AS MATERIALIZED (
    SELECT coalesce(:json -> 'log_entry', :json)
    WHERE coalesce(:json ->> '$.log_entry.type', :json ->> 'type') LIKE '%_log_entry%'),
  assigned(names) AS (
    SELECT group_concat(value ->> 'summary', ', ') FROM hook, json_each(d, '$.assignees')),
  wider(at, type, who, text, link, id) AS MATERIALIZED (
    SELECT e ->> 'occurred_at', e ->> 'event_type', coalesce(e ->> '$.agent.summary', e ->> '$.client.name'),
      coalesce(d ->> 'title', d ->> '$.incident.summary', d ->> 'summary', '')
      || CASE d ->> 'type' WHEN 'incident_note' THEN char(10, 10) || coalesce(d ->> 'content', '')
        WHEN 'incident_status_update' THEN char(10, 10) || coalesce(d ->> 'message', '')
        WHEN 'incident_responder' THEN ' (' || coalesce(d ->> '$.user.summary', d ->> '$.escalation_policy.summary', '')
          || coalesce(', ' || (d ->> 'state'), '') || ')' || coalesce(char(10, 10) || (d ->> 'message'), '')
        ELSE '' END
      || CASE e ->> 'event_type' WHEN 'incident.triggered' THEN coalesce(' (' || (d ->> '$.service.summary')
          || coalesce(', ' || (d ->> 'urgency') || ' urgency', '') || ')', '')
        WHEN 'incident.priority_updated' THEN ' (' || coalesce(d ->> '$.priority.summary', 'none') || ')' ELSE '' END
      || iif(e ->> 'event_type' IN ('incident.triggered', 'incident.escalated', 'incident.reassigned',
          'incident.delegated'), coalesce(', to ' || names, ''), ''),
      coalesce(d ->> 'html_url', d ->> '$.incident.html_url'), e ->> 'id'
    FROM hook, assigned
    UNION ALL
    SELECT e ->> 'created_at', e ->> 'type', e ->> '$.agent.summary',
      coalesce(rtrim(e ->> 'summary', '.'), replace(replace(e ->> 'type', '_log_entry', ''), '_', ' '))
      || coalesce(': ' || (e ->> '$.incident.summary'), '')
      || coalesce((SELECT ' (to ' || group_concat(value ->> 'summary', ', ') || ')' FROM json_each(e, '$.assignees')), '')
      || coalesce(char(10, 10) || nullif(e ->> 'note', ''),
        char(10, 10) || iif(e ->> 'type' LIKE 'annotate%', nullif(e ->> '$.channel.summary', ''), NULL),
        char(10, 10) || nullif(e ->> '$.event_details.description', ''), ''),
      coalesce(e ->> 'html_url', e ->> '$.incident.html_url'), e ->> 'id'
    FROM entry)
SELECT at, trim(coalesce(said || ': ', iif(wider.type LIKE '%_log_entry%', '',
    replace(replace(replace(wider.type, 'incident.', ''), '_', ' '), '.', ' ') || ': ')) || text, ': ') AS text,
  who AS author, coalesce(kind, 'note') AS kind, link, id,
  coalesce(substr(link, 9, nullif(instr(substr(link, 9), '/'), 0) - 1), 'PagerDuty') AS source,
  -- use: plain_text
FROM wider LEFT JOIN verb ON verb.type = wider.type;

-- name: log_statuspage
-- developer.statuspage.io (incidents), support.atlassian.com/statuspage/docs (webhook notifications), and
-- /api/v2/incidents.json of a page. What was told to the public, newest first in the file.
WITH incident(i, name, link, page) AS MATERIALIZED (
    SELECT i, substr(i ->> 'name', 1, 200), substr(i ->> 'shortlink', 1, 300),
      substr(replace(replace(coalesce(:json ->> '$.page.url', :json ->> '$.page.name'), 'https://', ''), 'http://', ''), 1, 200)
    FROM (SELECT iif(json_type(:json, '$.incident') = 'object', :json -> 'incident', :json) AS i))
SELECT coalesce(value ->> 'display_at', value ->> 'created_at') AS at,
  coalesce(name || ' · ', '') || coalesce(replace(value ->> 'status', '_', ' '), 'update') || ': '
    || coalesce(nullif(value ->> 'body', ''), 'no text')
    || coalesce((SELECT char(10, 10) || group_concat((value ->> 'name') || ': '
        || replace(coalesce(value ->> 'old_status', 'unknown'), '_', ' ') || ' to '
        || replace(value ->> 'new_status', '_', ' '), char(10)) FROM json_each(told.value, '$.affected_components')
      WHERE value ->> 'old_status' IS NOT value ->> 'new_status'), '') AS text,
  NULL AS author, 'comms' AS kind, link, value ->> 'id' AS id, page AS source,
  -- use: plain_text
FROM incident, json_each(i, '$.incident_updates') AS told WHERE told.type = 'object';

-- name: log_timesketch
-- timesketch.org/guides/user/import-from-json-csv: message, datetime, timestamp_desc; `timestamp` counts microseconds.
SELECT coalesce(nullif(:json ->> 'datetime', ''), iif(:json ->> 'timestamp' IS NULL, NULL,
    printf('%d.%06d', (:json ->> 'timestamp') / 1000000, (:json ->> 'timestamp') % 1000000))) AS at,
  (:json ->> 'message') || coalesce(' (' || nullif(:json ->> 'timestamp_desc', '') || ')', '') AS text,
  coalesce(nullif(:json ->> 'username', ''), nullif(:json ->> 'user', '')) AS author, 'evidence' AS kind, NULL AS link,
  NULL AS id, coalesce(nullif(:json ->> 'hostname', ''), nullif(:json ->> 'host', ''), nullif(:json ->> 'source_long', ''),
    nullif(:json ->> 'source', ''), nullif(:json ->> 'data_type', '')) AS source,
  'UTC' AS zone, 0 AS about, 'machine' AS form
WHERE :json ->> 'message' IS NOT NULL;

-- name: log_journald
-- systemd.io/JOURNAL_EXPORT_FORMATS, "Journal JSON Format": numbers are strings, what is no text an array of bytes,
-- what occurs more than once an array of those, what is too large null.
WITH said(text, form) AS MATERIALIZED (SELECT
    CASE json_type(:json, '$.MESSAGE') WHEN 'array'
      THEN iif(json_type(:json, '$.MESSAGE[0]') = 'integer', :json ->> 'MESSAGE',
        (SELECT group_concat(value, char(10)) FROM json_each(:json, '$.MESSAGE')))
      WHEN 'null' THEN 'A message too large for the export' ELSE :json ->> 'MESSAGE' END,
    iif(json_type(:json, '$.MESSAGE[0]') = 'integer', 'bytes', 'machine'))
SELECT coalesce(:json ->> '__REALTIME_TIMESTAMP', :json ->> '_SOURCE_REALTIME_TIMESTAMP') AS at, text,
  coalesce(:json ->> 'SYSLOG_IDENTIFIER', :json ->> '_COMM', :json ->> '_SYSTEMD_UNIT') AS author, 'evidence' AS kind,
  NULL AS link, :json ->> '__CURSOR' AS id, :json ->> '_HOSTNAME' AS source, NULL AS zone, 0 AS about, form
FROM said WHERE :json -> 'MESSAGE' IS NOT NULL;

-- name: log_github
-- docs.github.com/webhooks/webhook-events-and-payloads; of the REST API the lists of deployments, their statuses, releases,
-- workflow runs, pull requests and events. A push says when it happened only by repository.pushed_at, a number.
WITH subject(what, o, action) AS MATERIALIZED (
    SELECT 'status', :json -> 'deployment_status', NULL WHERE json_type(:json, '$.deployment_status') = 'object'
    UNION ALL SELECT 'deployment', :json -> 'deployment', NULL
    WHERE json_type(:json, '$.deployment') = 'object' AND json_type(:json, '$.deployment_status') IS NOT 'object'
    UNION ALL SELECT 'release', coalesce(:json -> 'release', :json -> '$.payload.release'),
      coalesce(:json ->> 'action', :json ->> '$.payload.action')
    WHERE 'object' IN (json_type(:json, '$.release'), json_type(:json, '$.payload.release'))
    UNION ALL SELECT 'run', :json -> 'workflow_run', NULL
    WHERE json_type(:json, '$.workflow_run') = 'object' AND json_type(:json, '$.deployment') IS NOT 'object'
    UNION ALL SELECT 'pull', coalesce(:json -> 'pull_request', :json -> '$.payload.pull_request'), NULL
    WHERE coalesce(:json ->> 'action', :json ->> '$.payload.action') IN ('closed', 'merged')
      AND 'object' IN (json_type(:json, '$.pull_request'), json_type(:json, '$.payload.pull_request'))
    UNION ALL SELECT 'push', :json, NULL WHERE json_type(:json, '$.pusher') = 'object' AND :json ->> 'after' IS NOT NULL
    UNION ALL SELECT 'push', :json -> 'payload', NULL WHERE :json ->> 'type' = 'PushEvent'
    UNION ALL SELECT 'tag', coalesce(:json -> 'payload', :json), NULL
    WHERE coalesce(:json ->> '$.payload.ref_type', :json ->> 'ref_type') = 'tag'
    UNION ALL SELECT CASE WHEN :json ->> 'deployment_url' IS NOT NULL AND :json ->> 'state' IS NOT NULL THEN 'status'
        WHEN :json ->> 'statuses_url' IS NOT NULL AND :json ->> 'task' IS NOT NULL THEN 'deployment'
        WHEN :json ->> 'tag_name' IS NOT NULL THEN 'release'
        WHEN :json ->> 'run_number' IS NOT NULL AND :json ->> 'head_sha' IS NOT NULL THEN 'run'
        WHEN :json ->> 'merged_at' IS NOT NULL AND json_type(:json, '$.base') = 'object' THEN 'pull' END, :json, NULL
    WHERE :json ->> 'repository' IS NULL OR :json ->> 'head_sha' IS NOT NULL),
  api(path) AS MATERIALIZED (
    SELECT substr(:json ->> 'url', nullif(instr(:json ->> 'url', '/repos/'), 0) + 7)),
  place(repo, actor, pushed) AS MATERIALIZED (
    SELECT substr(coalesce(:json ->> '$.repository.full_name', :json ->> '$.repo.name', :json ->> '$.base.repo.full_name',
        substr(path, 1, instr(path, '/') + instr(substr(path, instr(path, '/') + 1), '/') - 1)), 1, 200),
      coalesce(:json ->> '$.sender.login', :json ->> '$.actor.login'),
      coalesce(:json ->> 'created_at', :json ->> '$.repository.pushed_at') FROM api),
  listed(commits) AS (
    SELECT group_concat('- ' || substr(coalesce(value ->> 'id', value ->> 'sha'), 1, 7) || ' '
      || substr(value ->> 'message', 1, coalesce(nullif(instr(value ->> 'message', char(10)), 0) - 1, 200)), char(10))
    FROM subject, json_each(o, '$.commits') WHERE what = 'push'),
  told(what, at, text, author, link, id) AS (
    SELECT what, o ->> 'created_at',
      'Deployment' || coalesce(' of ' || coalesce(:json ->> '$.deployment.ref', substr(:json ->> '$.deployment.sha', 1, 7)), '')
      || ' to ' || coalesce(nullif(o ->> 'environment', ''), :json ->> '$.deployment.environment', 'an environment')
      || ': ' || replace(o ->> 'state', '_', ' ') || coalesce(char(10, 10) || nullif(o ->> 'description', ''), ''),
      o ->> '$.creator.login', coalesce(nullif(o ->> 'log_url', ''), nullif(o ->> 'target_url', ''),
        nullif(o ->> 'environment_url', '')), 'deployment_status/' || (o ->> 'id')
    FROM subject WHERE what = 'status'
    UNION ALL SELECT what, o ->> 'created_at', 'Deployment of ' || coalesce(o ->> 'ref', substr(o ->> 'sha', 1, 7), 'something')
      || ' to ' || coalesce(o ->> 'environment', 'an environment') || ' begun'
      || coalesce(char(10, 10) || nullif(o ->> 'description', ''), ''),
      o ->> '$.creator.login', (:json ->> '$.repository.html_url') || '/deployments', 'deployment/' || (o ->> 'id')
    FROM subject WHERE what = 'deployment'
    UNION ALL SELECT what, coalesce(o ->> 'published_at', o ->> 'created_at'),
      'Release ' || (o ->> 'tag_name') || CASE WHEN o ->> 'draft' THEN ' drafted' WHEN o ->> 'prerelease' THEN ' published (pre-release)'
        ELSE ' published' END || coalesce(': ' || nullif(nullif(o ->> 'name', ''), o ->> 'tag_name'), '')
      || coalesce(char(10, 10) || nullif(o ->> 'body', ''), ''),
      o ->> '$.author.login', o ->> 'html_url', 'release/' || (o ->> 'id')
    FROM subject WHERE what = 'release' AND coalesce(action, 'published') IN ('published', 'released', 'prereleased', 'created')
    UNION ALL SELECT what, iif(o ->> 'status' = 'completed', o ->> 'updated_at', coalesce(o ->> 'run_started_at', o ->> 'created_at')),
      'Workflow ' || coalesce(nullif(o ->> 'name', ''), o ->> 'path', 'run') || ' #' || (o ->> 'run_number') || ' '
      || replace(coalesce(o ->> 'conclusion', o ->> 'status', ''), '_', ' ') || coalesce(' on ' || (o ->> 'head_branch'), '')
      || coalesce(': ' || nullif(o ->> 'display_title', ''), ''),
      coalesce(o ->> '$.triggering_actor.login', o ->> '$.actor.login'), o ->> 'html_url',
      'workflow_run/' || (o ->> 'id') || '/' || coalesce(o ->> 'run_attempt', 1) || '/'
        || coalesce(o ->> 'conclusion', o ->> 'status', '')
    FROM subject WHERE what = 'run' AND o ->> 'status' IN ('completed', 'in_progress')
    UNION ALL SELECT what, o ->> 'merged_at',
      'Merged #' || (o ->> 'number') || ' into ' || coalesce(o ->> '$.base.ref', 'the default branch') || ': ' || (o ->> 'title'),
      coalesce(o ->> '$.merged_by.login', o ->> '$.user.login'), o ->> 'html_url', 'pull_request/' || (o ->> 'id')
    FROM subject WHERE what = 'pull' AND o ->> 'merged_at' IS NOT NULL
    UNION ALL SELECT what, coalesce(pushed, o ->> '$.head_commit.timestamp'),
      CASE WHEN o ->> 'deleted' THEN 'Deleted ' WHEN o ->> 'forced' THEN 'Forced push to ' WHEN o ->> 'ref' LIKE 'refs/tags/%'
        THEN 'Pushed ' ELSE 'Push to ' END
      || replace(replace(o ->> 'ref', 'refs/heads/', ''), 'refs/tags/', 'tag ') || coalesce(char(10, 10) || commits, ''),
      coalesce(o ->> '$.pusher.name', actor), o ->> 'compare',
      'push/' || (o ->> 'ref') || '/' || coalesce(o ->> 'before', '') || '/' || coalesce(o ->> 'after', o ->> 'head')
    FROM subject, listed, place WHERE what = 'push'
    UNION ALL SELECT what, pushed, iif(coalesce(:json ->> 'type', 'CreateEvent') = 'CreateEvent'
        AND o ->> 'master_branch' IS NOT NULL, 'Created', 'Deleted') || ' tag ' || (o ->> 'ref'), actor, NULL,
      'tag/' || pushed || '/' || coalesce(repo || '/', '') || (o ->> 'ref')
    FROM subject, place WHERE what = 'tag')
SELECT at, text, coalesce(author, actor) AS author, 'change' AS kind, link, id, repo AS source,
  -- use: plain_text
FROM told, place;

-- name: log_gitlab
-- docs.gitlab.com/user/project/integrations/webhook_events; of the REST API the lists of deployments, releases, pipelines
-- and events. A push does not say when it happened: not before the last of its commits, which is about then.
WITH kind(what) AS MATERIALIZED (SELECT coalesce(:json ->> 'object_kind', CASE
      WHEN json_type(:json, '$.environment') = 'object' THEN 'deployment' WHEN :json ->> 'tag_name' IS NOT NULL THEN 'release'
      WHEN json_type(:json, '$.push_data') = 'object' THEN 'event'
      WHEN :json ->> 'web_url' IS NOT NULL AND :json ->> 'sha' IS NOT NULL THEN 'pipeline' END)),
  listed(commits, last) AS (
    SELECT group_concat('- ' || substr(value ->> 'id', 1, 7) || ' ' || coalesce(value ->> 'title',
      substr(value ->> 'message', 1, coalesce(nullif(instr(value ->> 'message', char(10)), 0) - 1, 200))), char(10)),
      max(value ->> 'timestamp')
    FROM json_each(:json, '$.commits')),
  told(at, text, author, link, id, about) AS (
    SELECT coalesce(:json ->> 'status_changed_at', :json ->> 'updated_at', :json ->> 'created_at'),
      'Deployment of ' || coalesce(:json ->> 'ref', :json ->> 'short_sha', 'something') || ' to '
      || coalesce(:json ->> '$.environment.name', :json ->> 'environment', 'an environment') || ': ' || (:json ->> 'status')
      || coalesce(char(10, 10) || nullif(coalesce(:json ->> 'commit_title', :json ->> '$.deployable.commit.title'), ''), ''),
      coalesce(:json ->> '$.user.username', :json ->> '$.user.name'),
      coalesce(:json ->> 'deployable_url', :json ->> '$.deployable.web_url', :json ->> 'commit_url'),
      'deployment/' || coalesce(:json ->> 'deployment_id', :json ->> 'id') || '/' || (:json ->> 'status'), 0
    FROM kind WHERE what = 'deployment'
    UNION ALL SELECT coalesce(:json ->> 'released_at', :json ->> 'created_at'),
      'Release ' || coalesce(:json ->> 'tag', :json ->> 'tag_name') || iif(:json ->> 'action' = 'update', ' changed', ' published')
      || coalesce(': ' || nullif(nullif(:json ->> 'name', ''), coalesce(:json ->> 'tag', :json ->> 'tag_name')), '')
      || coalesce(char(10, 10) || nullif(:json ->> 'description', ''), ''),
      coalesce(:json ->> '$.author.username', :json ->> '$.commit.author.name', :json ->> '$.commit.author_name'),
      coalesce(:json ->> 'url', :json ->> '$._links.self'),
      'release/' || coalesce(:json ->> 'url', :json ->> '$._links.self', :json ->> 'tag', :json ->> 'tag_name')
        || coalesce('/' || nullif(:json ->> 'action', 'create'), ''), 0
    FROM kind WHERE what = 'release' AND coalesce(:json ->> 'action', 'create') IN ('create', 'update')
    UNION ALL SELECT coalesce(:json ->> '$.object_attributes.finished_at', :json ->> '$.object_attributes.created_at',
        :json ->> 'updated_at', :json ->> 'created_at'),
      'Pipeline ' || coalesce('"' || nullif(coalesce(:json ->> '$.object_attributes.name', :json ->> 'name'), '') || '" ', '')
      || '#' || coalesce(:json ->> '$.object_attributes.id', :json ->> 'id') || ' '
      || replace(coalesce(:json ->> '$.object_attributes.status', :json ->> 'status', ''), '_', ' ')
      || coalesce(' on ' || coalesce(:json ->> '$.object_attributes.ref', :json ->> 'ref'), '')
      || coalesce(': ' || (:json ->> '$.commit.title'), ''),
      :json ->> '$.user.username', coalesce(:json ->> '$.object_attributes.url', :json ->> 'web_url',
        (:json ->> '$.project.web_url') || '/-/pipelines/' || (:json ->> '$.object_attributes.id')),
      'pipeline/' || coalesce(:json ->> '$.object_attributes.id', :json ->> 'id') || '/'
        || coalesce(:json ->> '$.object_attributes.status', :json ->> 'status', ''), 0
    FROM kind WHERE what = 'pipeline'
    UNION ALL SELECT coalesce(:json ->> '$.object_attributes.merged_at', :json ->> '$.object_attributes.updated_at'),
      'Merged !' || (:json ->> '$.object_attributes.iid') || ' into ' || (:json ->> '$.object_attributes.target_branch')
      || coalesce(': ' || nullif(:json ->> '$.object_attributes.title', ''), ''),
      coalesce(:json ->> '$.user.username', :json ->> '$.user.name'), :json ->> '$.object_attributes.url',
      'merge/' || coalesce(:json ->> '$.object_attributes.url', :json ->> '$.object_attributes.id'), 0
    FROM kind WHERE what = 'merge_request' AND :json ->> '$.object_attributes.action' = 'merge'
    UNION ALL SELECT last, CASE WHEN what = 'tag_push' THEN 'Pushed tag ' ELSE 'Push to ' END
      || replace(replace(:json ->> 'ref', 'refs/heads/', ''), 'refs/tags/', '') || coalesce(char(10, 10) || commits, ''),
      coalesce(:json ->> 'user_username', :json ->> 'user_name'),
      (:json ->> '$.project.web_url') || '/-/commit/' || coalesce(:json ->> 'checkout_sha', :json ->> 'after'),
      what || '/' || (:json ->> 'ref') || '/' || (:json ->> 'after'), 1
    FROM kind, listed WHERE what IN ('push', 'tag_push')
    UNION ALL SELECT :json ->> 'created_at', CASE :json ->> '$.push_data.action' WHEN 'removed' THEN 'Deleted '
        WHEN 'created' THEN 'Created ' ELSE 'Push to ' END || iif(:json ->> '$.push_data.ref_type' = 'tag', 'tag ', '')
      || (:json ->> '$.push_data.ref') || coalesce(': ' || (:json ->> '$.push_data.commit_title'), ''),
      coalesce(:json ->> 'author_username', :json ->> '$.author.username'), NULL, 'event/' || (:json ->> 'id'), 0
    FROM kind WHERE what = 'event')
SELECT at, text, author, 'change' AS kind, link, id,
  coalesce(:json ->> '$.project.path_with_namespace', :json ->> '$.project.name',
    substr(link, instr(link, '://') + 3, nullif(instr(link, '/-/'), 0) - instr(link, '://') - 3)) AS source,
  NULL AS zone, about, 'plain' AS form
FROM told;

-- name: log_kubernetes
-- kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1, and the older core/v1: what kubectl get events
-- -o json lists. One object stands for all times that the same happened, of which the last counts.
WITH object(at, what) AS MATERIALIZED (SELECT
    coalesce(:json ->> '$.series.lastObservedTime', :json ->> 'lastTimestamp', :json ->> 'deprecatedLastTimestamp',
      :json ->> 'eventTime', :json ->> 'firstTimestamp', :json ->> '$.metadata.creationTimestamp'),
    coalesce(:json -> 'involvedObject', :json -> 'regarding'))
SELECT at, iif(:json ->> 'type' = 'Warning', 'Warning: ', '') || coalesce((what ->> 'kind') || ' ' || (what ->> 'name') || ': ', '')
    || (:json ->> 'reason') || coalesce(': ' || nullif(trim(coalesce(:json ->> 'message', :json ->> 'note')), ''), '')
    || coalesce(' (' || nullif(coalesce(:json ->> '$.series.count', :json ->> 'count', :json ->> 'deprecatedCount'), 1)
      || ' times)', '') AS text,
  coalesce(nullif(:json ->> 'reportingComponent', ''), nullif(:json ->> 'reportingController', ''), :json ->> '$.source.component',
    :json ->> '$.deprecatedSource.component') AS author, 'evidence' AS kind, NULL AS link,
  (:json ->> '$.metadata.uid') || '/' || at AS id,
  coalesce(:json ->> '$.metadata.namespace', what ->> 'namespace') AS source, NULL AS zone, 0 AS about, 'machine' AS form
FROM object WHERE :json ->> 'reason' IS NOT NULL;

-- name: log_jsonl
-- Logs of programs, whatever they call things. Names in the order in which they count; what is not used for anything
-- else stands behind the message, as in logfmt. An event_id or uuid is often that of a kind of event or of a
-- request: many lines share it, and none may be taken for another.
WITH name(at, text, level, author, source, id, link) AS MATERIALIZED (SELECT
    CASE WHEN :json ->> '@timestamp' IS NOT NULL THEN '@timestamp' WHEN :json ->> 'timestamp' IS NOT NULL THEN 'timestamp'
      WHEN :json ->> 'time' IS NOT NULL THEN 'time' WHEN :json ->> 'ts' IS NOT NULL THEN 'ts'
      WHEN :json ->> 'at' IS NOT NULL THEN 'at' WHEN :json ->> 'datetime' IS NOT NULL THEN 'datetime'
      WHEN :json ->> 'date' IS NOT NULL THEN 'date' WHEN :json ->> 'Timestamp' IS NOT NULL THEN 'Timestamp'
      WHEN :json ->> 'Time' IS NOT NULL THEN 'Time' WHEN :json ->> '@t' IS NOT NULL THEN '@t'
      WHEN :json ->> 'asctime' IS NOT NULL THEN 'asctime' WHEN :json ->> 'eventTime' IS NOT NULL THEN 'eventTime'
      WHEN :json ->> 'event_time' IS NOT NULL THEN 'event_time' WHEN :json ->> '_time' IS NOT NULL THEN '_time'
      WHEN :json ->> 'timeMillis' IS NOT NULL THEN 'timeMillis' WHEN :json ->> 'time_local' IS NOT NULL THEN 'time_local'
      WHEN :json ->> 'occurred_at' IS NOT NULL THEN 'occurred_at' WHEN :json ->> 'created_at' IS NOT NULL THEN 'created_at'
      WHEN :json ->> 'createdAt' IS NOT NULL THEN 'createdAt' WHEN :json ->> 't' IS NOT NULL THEN 't' END,
    CASE WHEN :json ->> 'message' IS NOT NULL THEN 'message' WHEN :json ->> 'msg' IS NOT NULL THEN 'msg'
      WHEN :json ->> 'text' IS NOT NULL THEN 'text' WHEN :json ->> 'log' IS NOT NULL THEN 'log'
      WHEN :json ->> 'Message' IS NOT NULL THEN 'Message' WHEN :json ->> '@m' IS NOT NULL THEN '@m'
      WHEN :json ->> '@mt' IS NOT NULL THEN '@mt' WHEN :json ->> 'short_message' IS NOT NULL THEN 'short_message'
      WHEN :json ->> 'textPayload' IS NOT NULL THEN 'textPayload' WHEN :json ->> 'event' IS NOT NULL THEN 'event'
      WHEN :json ->> 'summary' IS NOT NULL THEN 'summary' WHEN :json ->> 'title' IS NOT NULL THEN 'title'
      WHEN :json ->> 'description' IS NOT NULL THEN 'description' WHEN :json ->> 'body' IS NOT NULL THEN 'body' END,
    CASE WHEN json_type(:json, '$.level') = 'text' THEN 'level' WHEN json_type(:json, '$.severity') = 'text' THEN 'severity'
      WHEN json_type(:json, '$.lvl') = 'text' THEN 'lvl' WHEN json_type(:json, '$.Level') = 'text' THEN 'Level'
      WHEN json_type(:json, '$.levelname') = 'text' THEN 'levelname' WHEN json_type(:json, '$.@l') = 'text' THEN '@l'
      WHEN json_type(:json, '$."log.level"') = 'text' THEN 'log.level' END,
    CASE WHEN json_type(:json, '$.author') = 'text' THEN 'author' WHEN json_type(:json, '$.user') = 'text' THEN 'user'
      WHEN json_type(:json, '$.username') = 'text' THEN 'username' WHEN json_type(:json, '$.actor') = 'text' THEN 'actor' END,
    CASE WHEN json_type(:json, '$.host') = 'text' THEN 'host' WHEN json_type(:json, '$.hostname') = 'text' THEN 'hostname'
      WHEN json_type(:json, '$.server') = 'text' THEN 'server' WHEN json_type(:json, '$.service') = 'text' THEN 'service'
      WHEN json_type(:json, '$.app') = 'text' THEN 'app' WHEN json_type(:json, '$.source') = 'text' THEN 'source'
      WHEN json_type(:json, '$.logger') = 'text' THEN 'logger' END,
    CASE WHEN :json ->> 'insertId' IS NOT NULL THEN 'insertId' WHEN :json ->> '_id' IS NOT NULL THEN '_id' END,
    CASE WHEN :json ->> 'link' LIKE 'http%' THEN 'link' WHEN :json ->> 'permalink' LIKE 'http%' THEN 'permalink'
      WHEN :json ->> 'html_url' LIKE 'http%' THEN 'html_url' END
    WHERE json_type(:json) = 'object'),
  more(text) AS (
    SELECT group_concat(key || '=' || CASE each.type WHEN 'true' THEN 'true' WHEN 'false' THEN 'false'
        WHEN 'text' THEN iif(value = '' OR value GLOB '*[ "=' || char(10) || ']*', json_quote(value), value)
        ELSE value END, ' ')
    FROM name, json_each(:json) AS each
    WHERE each.type <> 'null' AND key NOT IN (coalesce(name.at, ''), coalesce(name.text, ''), coalesce(name.level, ''),
      coalesce(name.author, ''), coalesce(name.source, ''), coalesce(name.id, ''), coalesce(name.link, ''), 'kind'))
SELECT coalesce(:json ->> ('$."' || name.at || '"'), iif(:json ->> '$.instant.epochSecond' IS NULL, NULL,
    printf('%d.%09d', :json ->> '$.instant.epochSecond', :json ->> '$.instant.nanoOfSecond'))) AS at,
  coalesce(upper(:json ->> ('$."' || level || '"')) || ' ', '')
    || rtrim(coalesce(:json ->> ('$."' || name.text || '"'), iif(name.text IS NULL, :json ->> '$.jsonPayload.message', NULL), ''),
      char(10) || ' ')
    || coalesce(iif(name.text IS NULL AND :json ->> '$.jsonPayload.message' IS NULL, '', '  ') || more.text, '') AS text,
  :json ->> ('$."' || author || '"') AS author, coalesce(:json ->> 'kind', 'evidence') AS kind,
  :json ->> ('$."' || link || '"') AS link, :json ->> ('$."' || id || '"') AS id,
  coalesce(:json ->> ('$."' || source || '"'), :json ->> '$.host.name', :json ->> '$.service.name') AS source,
  NULL AS zone, 0 AS about, 'machine' AS form
FROM name, more;
