# import of chats, shell histories, tables and repositories: the formats of lines, as one types them.

ok inquest new Outage
ok inquest config timezone UTC
f=$TESTS/import

# a chat, by its content
ok inquest import --zone Europe/Berlin "$f/irssi.log"
prints "irssi.log (irc): 7 events added to INC-1"
prints '2024-03-01 22:41:00 UTC to 23:04:00 UTC'
prints 'read in Europe/Berlin: --zone for another'
ok inquest import --zone Europe/Berlin "$f/irssi.log"
prints '0 events added to INC-1, 7 there already'
ok inquest undo

# a shell's history: what looks like a secret is for the team
fails 1 inquest import "$f/zsh_history"
prints '(shell): 7 events added to INC-1, 1 not understood'
prints '1 holds what looks like a secret and is for the team only'
prints 'line 9: this command has no time'
ok inquest event --json
prints '"audience":"team"'
ok inquest event
prints 'evidence    for n in 1 2 3; do …'
sql "$INQUEST_DB" "SELECT count(*), group_concat(text) FROM event WHERE audience = 'team' AND gone = 0" \
  '1|`curl -u admin:Hv7kPq92xLmz https://edge-1.example/reload` (ran 15 s)'
sql "$INQUEST_DB" "SELECT count(*) FROM event WHERE kind = 'evidence' AND source = 'zsh_history' AND gone = 0" 7
ok inquest undo

# tables: guessed, mapped, and what is wrong with a map
fails 1 inquest import "$f/pagerduty.csv"
prints '(csv): 2 events added'
prints 'line 5: no text in Title'
sql "$INQUEST_DB" "SELECT link, author, origin FROM event WHERE text LIKE 'Checkout%' AND gone = 0" \
  'https://example.pagerduty.com/incidents/Q1|Ana Ruiz|csv:018dfa554608-0a3fdc502f9a4215'
ok inquest undo
# an id that many rows share makes none of them another; --map says that it is one
printf 'Time,Event ID,Message\n2024-03-01 09:00:00,4624,ana logged on\n2024-03-01 09:00:00,4624,bo logged on\n' >windows.csv
ok inquest import windows.csv
prints 'windows.csv (csv): 2 events added'
ok inquest import windows.csv
prints '0 events added to INC-1, 2 there already'
ok inquest undo
ok inquest import windows.csv --map 'id=Event ID'
prints '1 event added to INC-1, 1 there already'
ok inquest undo
ok inquest import "$f/mapped.csv" --map 'at=col b' --map 'text=col a' --map 'author=3,zone=tz'
sql "$INQUEST_DB" "SELECT count(*), min(author), min(offset) FROM event WHERE gone = 0" '2|ana|-300'
ok inquest undo
fails 2 inquest import "$f/mapped.csv" --map at=nothing
complains 'there is no column nothing; there are col a, col b, col c, tz, d, e'
fails 2 inquest import "$f/mapped.csv" --map nothing=1
complains 'NAME is one of at, text, author, kind, link, id, source, zone'

# a wrong format says what it looks like instead
fails 2 inquest import --format shell "$f/irssi.log"
complains 'does not look like shell but like irc'
fails 2 inquest import --format csv "$f/zsh_history"
complains 'but like shell'
ok inquest event
complains 'no events'

# from a pipe, cut off in the middle of a quote, with a line that nobody can read
printf 'when,what\n2024-03-01 14:05,one\n2024-03-01 14:06,"two' >cut.csv
fails 1 inquest import --format csv - <cut.csv
prints '1 event added to INC-1, 1 not understood'
prints 'line 3: a quote that begins here is not closed'
ok inquest undo
printf '14:05 <ana> caf\351\n' >latin.log
ok inquest import --format irc - <latin.log
prints '1 byte of it is not UTF-8 text'
ok inquest undo

# the history of a repository
r=$SCRATCH/repo
git init -q -b main "$r"
commit() { # SECOND MESSAGE
  GIT_AUTHOR_NAME='Ana Ruiz' GIT_COMMITTER_DATE="$((1709301900 + $1)) +0100" git -C "$r" commit -q --allow-empty -m "$2"
}
commit 0 'first'
commit 60 'Raise the limit'
git -C "$r" tag v1
commit 120 'Lower the limit'
GIT_COMMITTER_DATE='1709302080 +0000' git -C "$r" tag -a -m 'out to all' v2
git -C "$r" remote add origin git@github.com:shop/api.git
ok inquest import --format git "$r"
prints "$r (git): 5 events added to INC-1"
ok inquest event
prints '2024-03-01 14:05:00 UTC  change  Ana Ruiz    first'
prints '~2024-03-01 14:06 UTC    change  Ana Ruiz    Tag v1'
sql "$INQUEST_DB" "SELECT link FROM event WHERE text = 'first'" "https://github.com/shop/api/commit/$(git -C "$r" rev-parse main~2)"
sql "$INQUEST_DB" "SELECT text, link, source FROM event WHERE text LIKE 'Tag v2%'" \
  'Tag v2: out to all|https://github.com/shop/api/releases/tag/v2|shop/api'
sql "$INQUEST_DB" "SELECT offset FROM event WHERE text = 'first'" 60
ok inquest import --format git "git:$r@v1..main"
prints '0 events added to INC-1, 2 there already'
ok inquest undo
ok inquest import --format git "git:$r" --since '2024-03-01 14:06' --until '2024-03-01 14:06' --dry-run
prints '(git): 2 events would be added to INC-1'
prints_not 'Lower the limit'
ok inquest import --format git "git:$r" --author ana --grep limit
prints '2 events added to INC-1, 3 left out by the filters'
ok inquest undo
ok inquest import --format git "git:$r" --limit 1
complains 'stopped at --limit'
fails 1 inquest import --format git "git:$r@v9"
complains v9
fails 2 inquest import --format git "git:$r:docs"
complains 'leave :docs out'
fails 1 inquest import --format git nowhere
complains 'no repository at nowhere'
fails 1 inquest import --format git "$SCRATCH"
complains repository

# help and completions have the formats
ok inquest help import
prints '  irc           chat logs of irssi'
prints '  at=      when it happened'
sed -n '/^FORMAT of/,/^$/s/^  \([a-z0-9]*\)  .*/\1/p' "$STATE/out" | grep -vx markdown >formats
[ "$(wc -l <formats)" -gt 15 ] || fail "help lists $(wc -l <formats) formats"
while read -r name; do
  grep -q "^| .*\`$name\`.* |" "$TESTS/../README.md" || fail "README.md does not have the format $name"
done <formats
ok inquest completion bash
prints "'import --format'|'import -f') words='markdown shell"

# any program's log: the time may stand anywhere in its lines, and what follows without one belongs to it
cat >access.log <<'END'
192.0.2.7 - - [01/Mar/2024:09:02:11 +0100] "GET /cart HTTP/1.1" 200 1234
192.0.2.8 - bo [01/Mar/2024:09:02:13 +0100] "POST /cart HTTP/1.1" 502 157
END
ok inquest import access.log
prints 'access.log (log): 2 events added'
prints '2024-03-01 08:02:11 UTC to 08:02:13 UTC'
prints_not 'name no zone'
ok inquest import access.log
prints '2 there already'
sql "$INQUEST_DB" "SELECT kind, text FROM event WHERE text LIKE '%502%' AND gone = 0" \
  'evidence|192.0.2.8 - bo "POST /cart HTTP/1.1" 502 157'
ok inquest undo
cat >server.log <<'END'
2024-03-01 09:02:13,511 ERROR [main] org.example.Pool: exhausted
  at org.example.Pool.take(Pool.java:33)
time="2024-03-01T09:02:14Z" level=info msg="pool grown"
[Fri Mar 01 09:02:15 2024] [error] worker in state 6
job-runner 2024-03-01 09:02:16: INFO done
END
ok inquest import server.log
prints 'server.log (log): 4 events added'
sql "$INQUEST_DB" "SELECT count(*) FROM event WHERE author <> '' AND source = 'server.log' AND gone = 0" 0
sql "$INQUEST_DB" "SELECT text FROM event WHERE source = 'server.log' AND gone = 0 AND text NOT LIKE '%Pool.java%' ORDER BY at" \
  'level=info msg="pool grown"
[error] worker in state 6
job-runner INFO done'
sql "$INQUEST_DB" "SELECT count(*) FROM event WHERE gone = 0 AND text LIKE '%exhausted%take(Pool.java:33)%'" 1
ok inquest undo

# a program's file is no document, whatever is in it
printf 'E0301 09:02:13 watch failed\n' >klog.log
fails 2 inquest import klog.log
complains 'klog.log is no log that is known by what it begins with'
ok inquest import --format markdown --dry-run klog.log

# the chat of a meeting
printf '09:02:11 From Ana Ruiz to Everyone:\n\tcart is down\n09:03:02 From Bo to Everyone: looking\n' >meeting.txt
ok inquest import meeting.txt
prints 'meeting.txt (text): 2 events'
sql "$INQUEST_DB" "SELECT author, text FROM event WHERE source = 'meeting.txt' AND gone = 0 ORDER BY at" 'Ana Ruiz|cart is down
Bo|looking'

# kept and found, but not in the postmortem; what may hold a secret is not made public either
ok inquest new Quiet
ok inquest import --audience team access.log
sql "$INQUEST_DB" "SELECT count(*) FROM event WHERE source = 'access.log' AND audience = 'team' AND gone = 0" 2
ok inquest render -t sre
prints_not 'POST /cart'
ok inquest render -t sre --audience team
prints 'POST /cart'
printf ': 1709294400:0;mysql -u root -phunter2 shop\n: 1709294401:0;uptime\n' >history
ok inquest import --audience public --format shell history
sql "$INQUEST_DB" "SELECT audience FROM event WHERE source = 'history' AND gone = 0 ORDER BY at" 'team
public'
fails 2 inquest import --audience nobody access.log
complains "unknown audience 'nobody'"
for n in $(seq 10 59); do
  for s in 10 11 12 13 14 15 16 17 18 19; do echo "2024-03-01 09:$n:$s INFO run $n.$s"; done
done >long.log
ok inquest import --dry-run long.log
prints 'so many events make a long postmortem: --since and --grep take fewer, --audience team keeps them out of it'
ok inquest import --dry-run --audience team long.log
prints_not 'so many events'
# a wrong name for a format
fails 2 inquest import --format slack access.log
complains 'access.log does not look like slack but like log'
fails 2 inquest import --format sysloog access.log
complains "there is no format 'sysloog', did you mean syslog? There are shell, irc"
# how bad a program says it is, in a table
printf 'Date,Host,Status,Message\n2024-03-01T09:02:13Z,api-1,error,pool refused\n2024-03-01T09:02:14Z,api-1,ok,pool back\n' >explorer.csv
ok inquest import explorer.csv
sql "$INQUEST_DB" "SELECT kind, text FROM event WHERE origin LIKE 'csv:%' AND text LIKE '%pool%' AND gone = 0 ORDER BY at" 'evidence|ERROR pool refused
note|pool back'
# no chat, though tabs divide it as WeeChat does; and a chat, though it has a comma in each line
printf '2024-03-01T09:02:13Z\tERROR\tpay/db.go:12\trefused\n2024-03-01T09:02:14Z\tINFO\tpay/db.go:13\tok\n' >zap.log
ok inquest import --dry-run zap.log
prints 'zap.log (log): 2 events'
printf '[1/3/2024, 9:02 AM] Ana Ruiz: cart is down\n[1/3/2024, 9:03 AM] Bo: looking\n' >copied.txt
ok inquest import --dry-run copied.txt
prints 'copied.txt (text): 2 events'
prints 'Ana Ruiz  cart is down'
