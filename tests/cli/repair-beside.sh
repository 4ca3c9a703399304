# doctor --repair of a database whose last changes are still in a file beside it, for its writer was killed.

ok inquest new Outage
ok inquest log one
cp "$INQUEST_DB" wal.db
# the sqlite3 shell is killed before it brings them home
sqlite3 -batch -init /dev/null wal.db "PRAGMA journal_mode = WAL; UPDATE event SET text = 'in the file beside';
  UPDATE change SET fields = replace(fields, '\"one\"', '\"in the file beside\"');" '.shell kill -9 $PPID' >/dev/null 2>&1
there wal.db-wal
cp wal.db wal.before
cp wal.db-wal beside.before
ok inquest --db wal.db doctor --repair --to whole.db
sql whole.db 'SELECT text FROM event' 'in the file beside'
ok inquest --db whole.db doctor
# the old one is as it was
same wal.db wal.before
same wal.db-wal beside.before
