# drafts: what the terminal UI kept of texts that were typed and not logged.

draft() { # INCIDENT-ID PLACE KIND MILLISECONDS TEXT
  query "$INQUEST_DB" "INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
    VALUES ('$1', '$2', '$3', $4, '$5', 'ana', 1674050000000, '$2$3$4')"
}

ok inquest drafts
complains 'no drafts'
ok inquest drafts --json
prints_line '[]'
ok inquest new Outage --timezone Europe/Berlin
ok inquest new Second
id=$(query "$INQUEST_DB" "SELECT id FROM incident WHERE number = 1")
draft "$id" composer decision 1674046800000 'roll back now
with a second line'
draft "$id" composer note 1674046860000 'half a sent'
draft "$id" composer action 1674046920000 'write the runbook'
draft "$id" composer cause 1674046980000 'nobody looked'
draft 01GQ2JVVR0000000000000GONE composer note 1674046980000 'of an incident that is not here'
ok inquest drafts
prints_lines 5
prints_line '#1  INC-1  decision  2023-01-18 13:00:00 UTC  roll back now …'
prints 'half a sent'
ok inquest drafts list --json
json '$[0].number' 1
json '$[0].incident' 1
json '$[0].kind' decision
json '$[0].at' 2023-01-18T13:00:00Z
json '$[0].text' 'roll back now
with a second line'

# logged into its own incident, with its kind and the time its typing began
ok inquest drafts log 1
prints_line '#1  2023-01-18 14:00:00 CET  decision  roll back now …'
ok inquest event show 1 -i 1 --json
json '$.at' 2023-01-18T13:00:00Z
json '$.kind' decision
json '$.text' 'roll back now
with a second line'
ok inquest event -i 2
complains 'no events'
ok inquest drafts log 3
ok inquest action -i 1
prints 'write the runbook'
ok inquest drafts log 4
ok inquest cause -i 1
prints 'nobody looked'
ok inquest drafts
prints_lines 2
fails 1 inquest drafts log 1
complains 'no draft 1'
fails 1 inquest drafts log 5
complains 'inquest drafts --json'
fails 2 inquest drafts log
complains 'needs a number'
complains '`inquest drafts list`'
fails 2 inquest drafts log two
fails 2 inquest drafts log 2 5

# dropped
ok inquest drafts drop 2 5
ok inquest drafts
complains 'no drafts'
fails 1 inquest drafts drop 2
fails 2 inquest drafts drop
draft "$id" composer note 1674046860000 one
draft "$id" composer note 1674046860001 two
one=$(query "$INQUEST_DB" "SELECT number FROM draft WHERE text = 'one'")
fails 1 inquest drafts drop "$one" 99
complains 'no draft 99'
ok inquest drafts
prints_lines 2
fails 1 inquest drafts drop 98-99,"$one"
ok inquest drafts drop "$one"-99
ok inquest drafts
complains 'no drafts'
fails 2 inquest drafts nonsense
complains 'inquest help drafts'

# a draft that cannot be logged stays
draft "$id" composer action 1674046860002 'two
lines are no title'
ok inquest drafts --json
number=$(json_at '$[#-1].number')
fails 2 inquest drafts log "$number"
ok inquest drafts
prints 'two …'
# one with text that looks like a flag
draft "$id" composer note 1674046860003 '--kind decision'
ok inquest drafts --json
ok inquest drafts log "$(json_at '$[#-1].number')"
prints 'note  --kind decision'

# of forms: told field by field, logged by the command that writes them
ok inquest new Forms
ok inquest use 3
ok inquest log 'first'
id=$(query "$INQUEST_DB" "SELECT id FROM incident WHERE number = 3")
query "$INQUEST_DB" "INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
  VALUES ('$id', 'form event 1', 'event', 1674046800000, '{\"which\":\"1\",\"kind\":\"decision\",\"link\":\"https://example.com\"}',
  'ana', 1674050000000, 's1'),
  ('', 'form incident', 'incident', 1674046800000, '{\"which\":\"\",\"title\":\"From a form\",\"severity\":\"SEV1\"}',
  'ana', 1674050000000, 's2'),
  ('$id', 'form event 1', 'event', 1674046800000, 'not JSON', 'ana', 1674050000000, 's3')"
form=$(query "$INQUEST_DB" "SELECT number FROM draft WHERE session = 's1'")
ok inquest drafts
prints 'event 1: kind decision, link https://example.com'
prints 'new incident: title From a form, severity SEV1'
prints 'not JSON'
ok inquest drafts log "$form"
ok inquest event show 1 --json
json '$.kind' decision
json '$.link' https://example.com
ok inquest drafts log "$(query "$INQUEST_DB" "SELECT number FROM draft WHERE session = 's2'")"
ok inquest list
prints 'From a form'
bad=$(query "$INQUEST_DB" "SELECT number FROM draft WHERE session = 's3'")
fails 2 inquest drafts log "$bad"
ok inquest drafts drop "$bad"
ok inquest drafts
