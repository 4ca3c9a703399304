# Logs that are JSON, as people name them: exports of Slack by folder, webhooks, JSON lines; whole, twice and broken.

ok inquest new 'Labels down'

# an exported workspace of Slack: names of people and channels are in files at its top
mkdir -p export/incident-42 export/general export/quiet
cat >export/users.json <<'END_JSON'
[{"id": "U01ANA", "name": "ana", "profile": {"real_name": "Ana Ruiz"}}, {"id": "U02BO", "name": "bo", "real_name": "Bo Lind"}]
END_JSON
cat >export/channels.json <<'END_JSON'
[{"id": "C02OPS", "name": "ops"}]
END_JSON
cat >export/incident-42/2024-03-01.json <<'END_JSON'
[
    {"type": "message", "subtype": "channel_join", "user": "U02BO", "text": "<@U02BO> has joined", "ts": "1709301600.000100"},
    {"type": "message", "user": "U01ANA", "text": "labels fail, see <#C02OPS>", "ts": "1709301660.000100"},
    {"type": "message", "user": "U02BO", "text": "<@U01ANA> looking", "ts": "1709301720.000100", "thread_ts": "1709301660.000100", "parent_user_id": "U01ANA"}
]
END_JSON
echo '[{"type": "message", "user": "U02BO", "text": "fixed", "ts": "1709388000.000100"}]' >export/incident-42/2024-03-02.json
echo '[{"type": "message", "user": "U01ANA", "text": "lunch?", "ts": "1709301700.000100"}]' >export/general/2024-03-01.json
echo '[]' >export/quiet/2024-03-01.json

ok inquest import --dry-run export/incident-42
prints '2024-03-01.json (slack): 2 events would be added to INC-1'
prints '2024-03-02.json (slack): 1 event would be added to INC-1'
prints_line '2024-03-01 14:02:00 UTC  note  Bo Lind   in reply to @Ana Ruiz: @Ana Ruiz looking'

ok inquest import export/incident-42/2024-03-01.json
prints '2 events added to INC-1'
ok inquest import export
prints '2024-03-01.json (slack): 0 events added to INC-1, 2 there already'
prints 'general/2024-03-01.json (slack): 1 event added'
prints_not quiet
ok inquest event --json
json '$[0].author' 'Ana Ruiz'
json '$[0].text' 'labels fail, see #ops'
json '$[0].source' '#incident-42'
json '$[2].text' 'in reply to @Ana Ruiz: @Ana Ruiz looking'
json '$[3].author' 'Bo Lind'
ok inquest undo
ok inquest undo

mkdir -p export/hollow
rm -r export/incident-42 export/general export/quiet
fails 1 inquest import export
complains 'no days of channels'

# alerts: what was firing and is resolved is told once each
alert() { # STATUS ENDS
  printf '{"version":"4","groupKey":"x","status":"%s","externalURL":"https://alerts.example.com","alerts":[{"status":"%s",
    "labels":{"alertname":"LabelErrorRate"},"annotations":{"summary":"61 %% fail"},"startsAt":"2024-03-01T14:02:26.7Z",
    "endsAt":"%s","fingerprint":"c0ffee"}]}\n' "$1" "$1" "$2"
}
alert firing 0001-01-01T00:00:00Z >firing.json
alert resolved 2024-03-01T14:40:00Z >resolved.json
ok inquest import firing.json
prints '1 event added'
ok inquest import resolved.json
prints '1 event added to INC-1, 1 there already'
ok inquest import --kind detected --format alertmanager firing.json
prints '0 events added to INC-1, 1 there already'

# JSON lines of any program, with a line cut off; and what the user says they mean
cat >app.jsonl <<'END_JSON'
{"level":"error","ts":1709301601.5,"msg":"upstream failed","status":502}
{"level":"info","ts":170930160
{"level":"info","ts":1709301603,"msg":"recovered"}
END_JSON
fails 1 inquest import app.jsonl
prints '2 events added to INC-1, 1 not understood'
prints 'line 2: cut off at the end of a line'
fails 1 inquest import app.jsonl
prints '0 events added to INC-1, 2 there already, 1 not understood'
echo '{"when":"2024-03-01 15:00","what":{"text":"flag off"},"who":"ana"}' >own.json
fails 1 inquest import own.json
prints 'line 1: it does not say when'
complains 'nothing of the input could be read: is it in another format?'
ok inquest import --map at=when,text=what.text,author=who --zone Europe/Berlin own.json
prints '1 event added'
ok inquest event --json
json '$[0].text' 'flag off'
json '$[0].author' ana
json '$[0].at' 2024-03-01T14:00:00Z
fails 2 inquest import --map 'text=$[' own.json
complains 'is no member of an object'

# another format than the one named
fails 2 inquest import --format pagerduty firing.json
complains 'does not look like pagerduty but like alertmanager'

# a webhook that tells of nothing says so; one alert on a line is a list as well; a line of JSON is no table
printf '{"action":"opened","repository":{"full_name":"shop/cart"},"sender":{"login":"ana"},"pull_request":{"merged":false}}' >opened.json
ok inquest import opened.json
prints 'opened.json (github): 0 events added to INC-'
prints ': nothing in it is a thing that happened, as github logs tell them'
cat >list.json <<'END'
{"receiver":"ops","status":"firing","version":"4","alerts":[
{"status":"firing","labels":{"alertname":"LineOne"},"annotations":{},"startsAt":"2024-03-01T12:00:00Z","endsAt":"0001-01-01T00:00:00Z"},
{"status":"firing","labels":{"alertname":"LineTwo"},"annotations":{},"startsAt":"2024-03-01T12:00:09Z","endsAt":"0001-01-01T00:00:00Z"}],
"groupLabels":{}}
END
ok inquest import list.json
prints 'list.json (alertmanager): 2 events added'
printf '{"level":50,"time":1709294400000,"pid":1,"hostname":"api-1","msg":"refused","err":{"type":"Error"}}\n' >one.log
ok inquest import one.log
prints 'one.log (jsonl): 1 event added'
# what lists of APIs have around them; who Slackbot is; the text of Google Cloud's payloads
cat >trail.json <<'END'
{"Records":[{"eventTime":"2024-03-01T12:01:00Z","eventName":"StopInstances","awsRegion":"eu-west-1"}]}
END
ok inquest import trail.json
prints 'trail.json (jsonl): 1 event added'
printf '{"incidents":[{"id":"PT4","created_at":"2024-03-01T12:02:00Z","title":"pool exhausted"}],"limit":1,"more":false}\n' >list.json
ok inquest import list.json
prints 'list.json (jsonl): 1 event added'
printf '{"type":"message","user":"USLACKBOT","text":"Reminder: tell customers","ts":"1709294580.000100"}\n' >bot.json
ok inquest import bot.json
prints '(slack): 1 event added'
sql "$INQUEST_DB" "SELECT author FROM event WHERE text LIKE 'Reminder%' AND gone = 0" Slackbot
printf '{"insertId":"1a","jsonPayload":{"message":"pool refused","code":500},"timestamp":"2024-03-01T12:03:00Z","severity":"ERROR"}\n' >gcp.json
ok inquest import gcp.json
sql "$INQUEST_DB" "SELECT text LIKE 'ERROR pool refused  jsonPayload=%' OR text FROM event WHERE origin = 'jsonl:1a' AND gone = 0" 1
# a merge of GitLab
printf '{"object_kind":"merge_request","user":{"name":"Ana Ruiz","username":"ana"},"project":{"path_with_namespace":"shop/cart","web_url":"https://gl.example/shop/cart"},"object_attributes":{"id":99,"iid":7,"target_branch":"main","title":"Pool of 50","updated_at":"2024-03-01 12:04:00 UTC","action":"merge","url":"https://gl.example/shop/cart/-/merge_requests/7"}}\n' >merge.json
ok inquest import merge.json
prints 'merge.json (gitlab): 1 event added'
sql "$INQUEST_DB" "SELECT text, author, kind, source FROM event WHERE text LIKE 'Merged%' AND gone = 0" 'Merged !7 into main: Pool of 50|ana|change|shop/cart'

# an element whose members have another form is said to be bad, and the others are read
cat >odd.jsonl <<'JSON'
{"object_kind":"push","ref":"refs/heads/main","after":"82b3d5ae55f7","commits":["x"],"project":{"name":"labels"}}
{"object_kind":"deployment","status":"success","status_changed_at":"2024-03-01 14:25:00 +0100","environment":"odd one"}
JSON
fails 1 inquest import -i 1 --format gitlab odd.jsonl
prints 'line 1: its members are not what the format has'
prints '1 event added'
