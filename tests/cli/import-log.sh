# import of logs: once each, filtered, counted; what is wrong is told; interrupted ones go on.

ok inquest new Outage
cat >app.log <<'END'
Jan 18 13:58:01 web-1 payments[812]: connect to db-1 timed out
Jan 18 13:58:02 web-1 payments[812]: connect to db-1 timed out
Jan 18 13:58:02 web-1 payments[812]: connect to db-1 timed out
what is this
Jan 18 13:58:03 web-2 nginx[9]: <upstream> is gone
Jan 18 13:59:00 web-1 payments[812]: connected
END

# nothing is written by --dry-run
fails 1 inquest import --dry-run app.log
prints 'app.log (syslog): 5 events would be added to INC-1, 1 not understood'
prints '2023-01-18 13:58:01 UTC to 13:59:00 UTC'
prints 'read in UTC: --zone for another'
prints 'line 4: no time and host at its start'
prints_line '2023-01-18 13:58:03 UTC  evidence  nginx     `<upstream> is gone`'
complains '1 place in the input could not be read'
ok inquest event
complains 'no events'

# once; two equal lines are two events
fails 1 inquest import app.log
prints 'app.log (syslog): 5 events added to INC-1, 1 not understood'
prints 'takes them back'
ok inquest event
prints_lines 5
ok inquest event show 1 --json
json '$.source' 'web-1 payments[812]'
json '$.author' payments
json '$.kind' evidence
json '$.at' 2023-01-18T13:58:01Z
fails 1 inquest import app.log
prints 'app.log (syslog): 0 events added to INC-1, 5 there already, 1 not understood'
prints_not 'takes'

# grown, rotated, in another zone, under another name: what is new comes in
sed -i 4d app.log
echo 'Jan 18 13:59:30 web-1 payments[812]: all good' >>app.log
tail -n 3 app.log >other.log
ok inquest import other.log --json
json '$.added' 1
json '$.present' 2
json '$.inputs[0].format' syslog
json '$.inputs[0].source' "$(pwd -P)/other.log"
json '$.inputs[0].zone_assumed' 1
json '$.inputs[0].year_assumed' 1
json '$.inputs[0].first' 2023-01-18T13:58:03Z
json '$.bad' 0
ok inquest import --zone Europe/Berlin app.log
prints '0 events added to INC-1, 6 there already'
# what one deletes stays deleted, what is taken back can come again
ok inquest event delete 1
ok inquest import app.log
prints '6 there already'
ok inquest undo
ok inquest undo
ok inquest undo
ok inquest event
complains 'no events'
ok inquest import -q app.log
prints '6 events added'
ok inquest undo
prints 'undid change 23 (event 7 new'
ok inquest redo
ok inquest doctor

# the import itself is known, once for each that added something
sql "$INQUEST_DB" "SELECT format, count, source = '$(pwd -P)/app.log' FROM import WHERE gone = 0" 'syslog|6|1'

# several at once are one batch; the second has what the first has not
ok inquest undo
ok inquest import app.log other.log
prints 'app.log (syslog): 6 events added'
prints 'other.log (syslog): 0 events added to INC-1, 3 there already'
ok inquest undo
ok inquest event
complains 'no events'

# filters
ok inquest import app.log --grep 'time(d|s) out' --author PAY --since 13:58:02 --until 13:58 --kind decision
prints '2 events added to INC-1, 4 left out by the filters'
ok inquest event
prints '  decision  payments  connect to db-1 timed out'
ok inquest undo
ok inquest import app.log --limit 2
complains 'stopped at --limit: `inquest import -i 1 --limit 2 app.log` goes on'
ok inquest import app.log --limit 2
ok inquest import app.log --limit 3
prints '2 events added to INC-1, 4 there already'
complains_not 'stopped'
for bad in '--grep (' '--limit 0' '--limit x' '--since never' '--kind odd' '--zone Nowhere' '--format odd' '--since 13:59 --until 13:58'; do
  # words of the list are flags and values
  fails 2 inquest import $bad app.log
done
complains 'nothing can be between them'
fails 2 inquest import --format sylog app.log
complains "there is no format 'sylog', did you mean syslog?"
fails 2 inquest import --format irc app.log
complains 'app.log does not look like irc but like syslog'
fails 2 inquest import --format syslog /dev/null
complains 'is empty'
fails 1 inquest import --format syslog nowhere.log
fails 2 inquest import --format syslog .
echo '# Outage' >pm.md
fails 2 inquest import pm.md --grep x
complains '--grep is for logs'

# from a pipe, without the last newline; invalid bytes are shown
ok inquest new Second
printf '<3>1 2023-01-18T13:00:00Z db - - - - bytes \377\n2023-01-18T13:00:01Z db a[1]: \033[31mred' | ok inquest import -
prints 'standard input (syslog): 2 events added to INC-2'
prints '1 byte of it is not UTF-8'
ok inquest event show 1 --json
json '$.text' 'err: bytes \xff'
json '$.source' db
# controls stay in the text and never reach the terminal
ok inquest event
prints '^[[31mred'
echo '2023-01-18T13:00:01Z db a[1]: x' | ok inquest import - --json
json '$.inputs[0].source' 'standard input'
sql "$INQUEST_DB" "SELECT count(*) FROM import WHERE source = 'standard input'" 2
# milestones move the status, as they do with log
echo '2023-01-18T13:30:00Z db a[1]: all is well' | ok inquest import - --kind resolved
ok inquest show --json
json '$.status' resolved

# a log and a document in one go
printf '# Disk full\n\n## Timeline\n\n- 2023-01-02 10:00 UTC full\n' >pm.md
ok inquest import pm.md app.log -i 2
prints 'app.log (syslog): 6 events added to INC-2'

# a live stream: what came is written while the rest is waited for
ok inquest new Live
mkfifo live
(
  printf '2023-01-18T13:00:01Z db a[1]: one\n2023-01-18T13:00:02Z db a[1]: two\n2023-01-18T13:00:03Z db a[1]: three\n'
  # the reader says what the format is after a while, and commits as nothing comes
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    [ "$(inquest event 2>/dev/null | wc -l)" -ge 2 ] && break
    sleep 0.2
  done
  inquest event | wc -l >seen
  inquest log 'by hand, beside it' >/dev/null && echo ok >beside
) >live &
ok inquest import -q --format syslog live
wait
prints 'live (syslog): 3 events added'
equal "$(cat seen)" 2
equal "$(cat beside)" ok

# interrupted: what came is kept, and the same command goes on
ok inquest new Stopped
rm live
mkfifo live
inquest import -q --format syslog live >stopped.out 2>stopped.err &
importer=$!
exec 7>live
printf '2023-01-18T13:00:01Z db a[1]: one\n2023-01-18T13:00:02Z db a[1]: two\n2023-01-18T13:00:03Z db a[1]: three\n' >&7
for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
  [ "$(inquest event 2>/dev/null | wc -l)" -ge 2 ] && break
  sleep 0.2
done
kill -TERM $importer
wait $importer
equal $? 143
exec 7>&-
equal "$(head -n 1 stopped.out)" 'live (syslog): 2 events added to INC-4'
equal "$(cat stopped.err)" 'interrupted: what was added until then is kept; `inquest import -i 4 --format syslog --quiet live` goes on where it stopped'
ok inquest import - <<'END'
2023-01-18T13:00:01Z db a[1]: one
2023-01-18T13:00:02Z db a[1]: two
2023-01-18T13:00:03Z db a[1]: three
END
prints '1 event added to INC-4, 2 there already'

# a name that says it is data: no document is made of it unless that is asked for
printf '[1, 2]\n' >numbers.json
fails 2 inquest import numbers.json
complains 'numbers.json is no log that is known by what it begins with'
ok inquest import --format markdown numbers.json
# what has to be unpacked or converted first
printf '\037\213\010\0' >packed.log
fails 2 inquest import --format syslog packed.log
complains 'packed.log is compressed with gzip, not a log: unpack it first'
printf '\377\376a\0\n\0' >wide.csv
fails 2 inquest import wide.csv
complains 'wide.csv is UTF-16: convert it, such as with `iconv -f UTF-16 -t UTF-8`'
# a pipe that has a name is no document if a log comes out of it
mkfifo piped
echo '2023-01-18T13:00:01Z db a[1]: x' >piped &
fails 2 inquest import piped
complains 'piped is a pipe with what looks like syslog ('
complains 'say --format syslog'
wait
echo '2023-01-18T13:41:01Z db a[1]: piped' >piped &
ok inquest import --format syslog piped
prints 'piped (syslog): 1 event added'
wait
