# Undoing an import of many events lets others in, and what a killed one left is done by the next.
# the leak checker cannot work beside strace, and what coverage would write at the end is none of ours
export UNCOUNTED=1
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
gone() { sql "$INQUEST_DB" 'SELECT count(*) FROM event WHERE gone' "$1"; }

awk 'BEGIN { for (i = 0; i < 6000; i++) printf "2023-01-17T%02d:%02d:%02dZ web-1 request %d timed out\n", i / 3600, int(i / 60) % 60, i % 60, i }' >many.log
ok inquest new 'Many events' --started '2023-01-17 00:00'
ok inquest import many.log
prints '6000 events'
ok inquest search timed
cp "$INQUEST_DB" imported.db

ok inquest undo
prints '6000 events'
gone 6000
ok inquest doctor
fails 1 inquest search timed
ok inquest redo
gone 0
ok inquest search timed
ok inquest history
prints_not 'stopped'
sql "$INQUEST_DB" "SELECT count(*) FROM local WHERE name = 'undoing'" 0
# an undo and a redo are a batch each, whatever the number of transactions
sql "$INQUEST_DB" "SELECT count(DISTINCT batch) FROM change WHERE kind = 'event'" 3

# killed in its second transaction: the first is there
cp imported.db "$INQUEST_DB"
ok strace -f -o trace -P "$INQUEST_DB-journal" -e trace=ftruncate "$INQUEST" undo
[ "$(grep -c 'ftruncate(' trace)" -ge 2 ] && pass || fail 'all was one transaction'
cp imported.db "$INQUEST_DB"
exits 137 sh -c 'strace -f -o trace -P "$INQUEST_DB-journal" -e trace=ftruncate -e inject=ftruncate:signal=KILL:when=2 "$INQUEST" undo; exit $?'
sql "$INQUEST_DB" 'SELECT count(*) BETWEEN 1 AND 5999 FROM event WHERE gone' 1
ok inquest history
complains 'inquest undo'
# a repair in between knows of it as well
ok inquest doctor --repair
cp "$INQUEST_DB.repaired" "$INQUEST_DB"
ok inquest undo
prints 'finished now'
gone 6000
sql "$INQUEST_DB" "SELECT count(DISTINCT batch) FROM change WHERE kind = 'event'" 2
ok inquest doctor
# the log gives the same tables
ok inquest redo
gone 0

# changed while it is half undone: that event stays
cp imported.db "$INQUEST_DB"
exits 137 sh -c 'strace -f -o trace -P "$INQUEST_DB-journal" -e trace=ftruncate -e inject=ftruncate:signal=KILL:when=2 "$INQUEST" undo; exit $?'
ok inquest event edit 6000 'written by hand'
ok inquest redo
prints 'finished now'
sql "$INQUEST_DB" "SELECT group_concat(number) FROM event WHERE NOT gone" 6000
