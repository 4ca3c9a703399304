# log --split: a text pasted whole becomes one event per time; log --tag: tags of the incident.

ok inquest new Outage --tags payments
cat >notes <<'END'
Notes of the call
13:03 5xx rate on /checkout jumps
13:07 - alert fired
  HighErrorRate, see graph
[13:09] ana: on it

| 13:12 | rolled back |
END
ok inquest log --split - -k evidence -a bo <notes
prints_lines 5
prints_line '#1  2023-01-18 13:03 UTC  evidence  bo   Notes of the call'
prints_line '#3  2023-01-18 13:07 UTC  evidence  bo   alert fired …'
prints_line '#4  2023-01-18 13:09 UTC  evidence  ana  on it'
ok inquest event show 3 --json
json '$.text' 'alert fired
  HighErrorRate, see graph'
json '$.precision' minute
# one batch
ok inquest undo
ok inquest event
complains 'no events'
ok inquest log --split --json -- "$(cat notes)"
json '$[4].text' 'rolled back'
json '$[4].at' 2023-01-18T13:12:00Z
json '$[1].author' ana
ok inquest undo

# all or nothing, and nothing is guessed
fails 2 inquest log --split 'no time here'
complains 'no line of the text begins with a time'
echo 'no time here' | fails 2 inquest log --split -
complains 'the input is kept in'
fails 2 inquest log --split --at 13:00 '13:05 x'
complains 'leave --at out'
ok inquest event
complains 'no events'
# without the flag a text is one event, whatever it has in it
ok inquest log - <notes
ok inquest event list
prints_lines 1
ok inquest undo

# bytes that are no text are kept with the first event
printf '13:01 a\n13:02 b\377\n' >bytes
ok inquest log --split - <bytes
complains '1 bytes were not UTF-8'
ok inquest attach save 1 raw
same raw bytes
sql "$INQUEST_DB" 'SELECT event.text FROM attachment JOIN event ON event.id = attachment.event' a

# tags: those the incident has not yet, in the same batch
tags() {
  sql "$INQUEST_DB" 'SELECT tags FROM incident' "$1"
}
ok inquest log --tag redis 'cache is cold'
tags payments,redis
ok inquest undo
tags payments
ok inquest log --tag redis,Payments --tag '#cache' --tag redis 'cache is cold'
tags payments,redis,cache
count=$(query "$INQUEST_DB" "SELECT count(*) FROM change WHERE kind = 'incident'")
ok inquest log --tag cache again
sql "$INQUEST_DB" "SELECT count(*) FROM change WHERE kind = 'incident'" "$count"
ok inquest log --split --tag split '13:05 x'
tags payments,redis,cache,split
fails 2 inquest log x --tag
