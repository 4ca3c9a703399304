# backup: a whole, readable copy, also while others write; never over something.

ok inquest new Outage
ok inquest log one
ok inquest backup copy.db
prints_line 'copy.db: copied and read back'
equal "$(ls -l copy.db | cut -c 1-10)" -rw-------
sql copy.db 'PRAGMA integrity_check' ok
ok inquest --db copy.db show
prints one
ok inquest --db copy.db doctor
prints '0 findings'
equal "$(query copy.db '.dump')" "$(query "$INQUEST_DB" '.dump')"
# the copy is a database of its own
ok inquest --db copy.db log two
ok inquest event
prints_lines 1

fails 2 inquest backup copy.db
complains 'copy.db is already there'
ok inquest --db copy.db event
prints_lines 2
fails 2 inquest backup "$INQUEST_DB"
ln -s nowhere.db link.db
fails 2 inquest backup link.db
not_there nowhere.db
fails 1 inquest backup no-such-folder/copy.db
complains no-such-folder
not_there no-such-folder
fails 2 inquest backup
complains 'the name of a new file'
fails 2 inquest backup ''
fails 2 inquest backup a b

# while somebody writes all the time: complete, and of one moment
(
  n=0
  while [ ! -e stop ]; do
    n=$((n + 1))
  done
  echo "$n" >written
) 2>>writer &
for round in 1 2 3 4 5; do
  ok inquest backup "while$round.db"
  sql "while$round.db" 'PRAGMA integrity_check' ok
  ok inquest --db "while$round.db" doctor
  prints '0 findings'
  sql "while$round.db" "SELECT count(*) FROM incident WHERE title <> 'Outage' AND 'REF-' || substr(title, 7) <> ref" 0
done
: >stop
wait
if [ -s writer ]; then fail "the writer was held up: $(cat writer)"; else pass; fi
if [ "$(cat written)" -ge 2 ]; then pass; else fail 'nobody wrote'; fi

# a full disk leaves no half a copy
(
  ulimit -f 8
  fails 5 inquest backup full.db
)
not_there full.db

# put back in the place of a database that is lost
ok inquest log 'after the backup'
mv "$INQUEST_DB" away.db
cp copy.db "$INQUEST_DB"
ok inquest doctor
prints '0 findings'
equal "$(query "$INQUEST_DB" 'SELECT * FROM change ORDER BY seq')" "$(query copy.db 'SELECT * FROM change ORDER BY seq')"
ok inquest log 'and it goes on'
