# set: fields of the incident; status and severity leave their trace in the timeline; milestones.

ok inquest new Outage --started '2023-01-18 13:00'
ok inquest set status identified
prints_line 'Status: identified'
ok inquest set severity sev1
prints_line 'Severity: SEV1'
ok inquest event --json
json '$[0].kind' status
json '$[0].text' 'Status: investigating → identified'
json '$[0].author' ana
json '$[1].text' 'Severity: SEV3 → SEV1'
json '$[2]' 'nothing there'
# the same value again is nothing new
ok inquest set status identified
ok inquest event
prints_lines 2

# mitigated and resolved log the milestone, once
ok inquest set status mitigated
ok inquest event list -k mitigated
prints_lines 1
ok inquest set status identified
ok inquest set status mitigated
ok inquest event list -k mitigated
prints_lines 1
ok inquest set status solved
ok inquest event list -k resolved
prints_lines 1
ok inquest show --json
json '$.status' resolved
# and the other way round: the milestone moves the status, forward only
ok inquest new Second
ok inquest log -k mitigated 'error rate is back'
ok inquest show --json
json '$.status' mitigated
ok inquest event list -k status
complains 'no events'
ok inquest log -k resolved over
ok inquest log -k mitigated 'second window'
ok inquest show --json
json '$.status' resolved
# a status and its event are one change to undo
ok inquest new Third
ok inquest set status resolved
ok inquest undo
ok inquest show --json
json '$.status' investigating
json '$.events' '[]'
ok inquest redo
ok inquest show --json
json '$.status' resolved
json '$.events[0].kind' resolved

# every field by words, by flag, several at once
ok inquest new Fourth
for change in 'title|A new title|A new title' 'ref|OPS-9|OPS-9' 'started|2023-01-17 15:00|2023-01-17T15:00:00Z' \
  'timezone|Europe/Berlin|Europe/Berlin' 'template|sre|sre' 'tags|a, b|a,b' 'services|x y|x,y' 'private|yes|1' \
  'private|no|0' 'private|on|1'; do
  field=${change%%|*} rest=${change#*|}
  ok inquest set "$field" "${rest%%|*}"
  ok inquest show --json
  json "\$.$field" "${rest#*|}"
done
ok inquest set --title Flagged --ref='' -s 2 -t '2023-01-17 16:00' --private=no
prints_line 'Title: Flagged'
prints_line 'Reference: (none)'
prints_line 'Started: 2023-01-17 16:00:00 CET'
ok inquest set title several words at once
prints_line 'Title: several words at once'
ok inquest set tags ''
prints_line 'Tags: (none)'

fails 2 inquest set
complains 'inquest set status mitigated'
fails 2 inquest set status
complains 'needs a value'
for empty in title status severity started; do
  fails 2 inquest set $empty ''
  complains "$empty must not be empty"
done
fails 2 inquest set sttaus resolved
complains 'did you mean status?'
complains 'severity, status'
fails 2 inquest set number 9
fails 2 inquest set status resolve-ish
complains 'unknown status'
fails 2 inquest set severity 9
fails 2 inquest set private perhaps
fails 2 inquest set title 'two
lines'
fails 2 inquest set started whenever
fails 1 inquest set -i 99 status closed
ok inquest show --json
json '$.title' 'several words at once'
