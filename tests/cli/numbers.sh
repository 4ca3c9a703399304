# Lists of numbers: every command that takes a number takes several, all of them as one change.

ok inquest new Outage
for i in 1 2 3 4 5 6 7 8 9 10; do
  inquest log "number $i" >/dev/null || fail log
done

# show: one is an object, a list an array, whatever it comes to
ok inquest event show 3,5 '#8-10' --json
json '$[0].number' 3
json '$[1].number' 5
json '$[4].number' 10
ok inquest event show '#3' --json
json '$.number' 3
ok inquest event show 3-3 --json
json '$[0].number' 3
ok inquest event show 2, 4
prints_line 'event 2'
prints_line 'number 4'

# edited with flags, all in one batch: one undo takes all back
ok inquest event edit 3,5,8-10 --kind decision --pinned
prints_lines 5
prints '#9   2023-01-18 14:00:00 UTC  decision'
sql "$INQUEST_DB" "SELECT count(DISTINCT batch) FROM change WHERE json_extract(fields, '\$.kind') = 'decision'" 1
ok inquest event list -k decision
prints_lines 5
ok inquest undo
ok inquest event list -k decision
complains 'no events'

# a text, and the editor, are for one
fails 2 inquest event edit 3,5 same text
complains 'names several events'
fails 2 inquest event edit 3,5 --text same
complains 'names several events'
fails 2 inquest event edit 3,5
complains 'names several events'
fails 2 inquest event edit 3-3 text

# each counts once; ranges skip what was deleted, and what is not there
ok inquest event delete 3,4 '#4'
prints '2 deleted'
fails 1 inquest event show 3,5
complains 'event 3 was deleted'
ok inquest event show 1-99 --json
json '$[7].number' 10
json '$[8]' 'nothing there'
fails 1 inquest event show 3-4
complains 'no events 3-4'
fails 1 inquest event show 20-30
complains 'no events 20-30'

# all or nothing
fails 1 inquest event delete 5 6 99
complains 'no event 99'
ok inquest event show 5-6
fails 2 inquest event delete 5 six
ok inquest event show 5-6

ok inquest event show 5,,6,
prints_line 'event 6'
for bad in , '' '#' 3- -3 3-- 5-3 3..5 3-5-7 '3 5' 3,x 1-1000000000000000000 +3; do
  fails 2 inquest event show "$bad"
done
complains "'+3' is not a number"
fails 2 inquest event show 5-3
complains 'write 3-5'
fails 2 inquest event show 3-
complains 'range without an end'
fails 2 inquest event show 1-10001
complains 'more than 10000'

# the other kinds
for i in 1 2 3 4; do
  inquest action add "action $i" >/dev/null && inquest cause add "cause $i" >/dev/null &&
    inquest ref add "https://example.com/$i" >/dev/null && inquest role add author "Author $i" >/dev/null || fail "$i"
done
ok inquest action done 1,3
prints_lines 2
ok inquest action edit 2-4 --owner dana -p P1
prints_lines 3
ok inquest action list --owner dana
prints_lines 3
ok inquest action decline 1-2 --reason 'not worth it'
ok inquest action reopen 1-2
ok inquest action show 1 --json
json '$.state' open
json '$.reason' null
ok inquest cause edit 2,3 --parent 1
prints_lines 2
ok inquest cause list
prints 'under 1'
fails 2 inquest cause edit 3,1 --parent 2
complains 'under itself'
ok inquest cause show 3 --json
json '$.parent' "$(query "$INQUEST_DB" 'SELECT id FROM cause WHERE number = 1')"
ok inquest ref edit 1-2 --title same
prints_lines 2
ok inquest ref delete 1,2
prints '2 deleted'
ok inquest role delete 2-4
prints '3 deleted'
