# doctor --repair: a new database of what can be read of a damaged one, which stays as it is.

ok inquest new 'Shop down' --severity SEV1
for n in $(seq 60); do inquest log "event $n, with enough text that the log takes a number of pages in the file" >/dev/null; done
ok inquest action add 'Do it' -p P1
ok inquest role set scribe Bo
ok inquest section set summary 'It was down.'
head -c 20000 /dev/urandom >picture
ok inquest attach picture
ok inquest event edit 7 'seven, corrected'
ok inquest undo
ok inquest doctor
size=$(query "$INQUEST_DB" 'PRAGMA page_size')
tables='.dump change incident event action cause section role reference attachment publication undo blob draft'
query "$INQUEST_DB" "$tables" >whole.txt
cp "$INQUEST_DB" whole.db

page_of() { query whole.db "SELECT rootpage FROM sqlite_schema WHERE name = '$1'"; }
leaves_of() { query whole.db "SELECT pageno FROM dbstat WHERE name = '$1' AND pagetype = 'leaf' ORDER BY pageno"; }
zero() { # PAGE
  dd if=/dev/zero of="$INQUEST_DB" bs="$size" seek=$(($1 - 1)) count=1 conv=notrunc 2>/dev/null
}
fresh() {
  rm -f "$INQUEST_DB" "$INQUEST_DB.repaired"
  cp whole.db "$INQUEST_DB"
}

# nothing is wrong: the same comes out, and what was there is not touched
before=$(sha256sum <"$INQUEST_DB")
ok inquest doctor --repair
prints "$INQUEST_DB.repaired: 68 changes read, nothing is lost; checked"
prints_line "  mv $INQUEST_DB $INQUEST_DB.damaged"
prints_line "  mv $INQUEST_DB.repaired $INQUEST_DB"
equal "$(sha256sum <"$INQUEST_DB")" "$before"
equal "$(ls -l "$INQUEST_DB.repaired" | cut -c 1-10)" -rw-------
query "$INQUEST_DB.repaired" "$tables" >repaired.txt
same whole.txt repaired.txt
# nothing is overwritten, and nothing is left over beside it
fails 2 inquest doctor --repair
complains "$INQUEST_DB.repaired is already there"
fails 2 inquest doctor --repair --to picture
fails 2 inquest doctor --to other.db
complains '--repair'
fails 1 inquest doctor --repair --to no-such-folder/x.db
ok inquest doctor --repair --to mine.db
ok inquest --db mine.db doctor
equal "$(ls | grep -c -e 'mine\.db\.' -e inquest-repair)" 0
# what one that was killed has left goes, and nothing else does
mkdir -m 700 inquest-repair.abcdef inquest-repair.mine00
: >inquest-repair.abcdef/new.db
: >inquest-repair.mine00/notes
ok inquest doctor
complains "removed $PWD/inquest-repair.abcdef, which a repair that was stopped had left"
not_there inquest-repair.abcdef
ok test -e inquest-repair.mine00/notes
rm -r inquest-repair.mine00

# tables that are lost are made of the log, the schema too
fresh
zero 1
for page in $(leaves_of event) $(page_of incident) $(page_of role); do zero "$page"; done
fails 2 inquest list
fails 2 inquest doctor
ok inquest doctor --repair
prints 'nothing is lost'
query "$INQUEST_DB.repaired" "$tables" >repaired.txt
same whole.txt repaired.txt
# and the commands it names work
mv "$INQUEST_DB" "$INQUEST_DB.damaged"
mv "$INQUEST_DB.repaired" "$INQUEST_DB"
ok inquest doctor
ok inquest event show 60
prints 'event 60'

# a header that says what cannot be
fresh
printf '\377' | dd of="$INQUEST_DB" bs=1 seek=47 conv=notrunc 2>/dev/null
fails 5 inquest list
complains 'inquest doctor --repair'
ok inquest doctor --repair
prints 'nothing is lost'

# a log of which a page is lost: rows get a new change, with their numbers
fresh
zero "$(leaves_of change | sed -n 2p)"
fails 1 inquest doctor
prints 'file: '
complains 'inquest doctor --repair'
fails 5 inquest doctor --rebuild
complains 'is damaged'
fails 1 inquest doctor --repair
prints 'recovered from the tables'
prints 'changes of the log are lost'
ok inquest --db "$INQUEST_DB.repaired" doctor
rows='.dump incident event action cause section role reference attachment'
query "$INQUEST_DB.repaired" "$rows" >repaired.txt
query whole.db "$rows" >expected.txt
same expected.txt repaired.txt
sql "$INQUEST_DB.repaired" "SELECT count(*) > 0 FROM change WHERE author = 'recovered'" 1
ok inquest --db "$INQUEST_DB.repaired" history
prints recovered
ok inquest --db "$INQUEST_DB.repaired" log 'it goes on'
rm "$INQUEST_DB.repaired"
fails 1 inquest doctor --repair --json
json '$.database' "$INQUEST_DB"
json '$.lost' 0

# without any log at all
fresh
for name in change change_entity change_incident change_batch sqlite_autoindex_change_1; do
  for page in $(leaves_of $name) $(page_of $name); do zero "$page"; done
done
fails 1 inquest doctor --repair
query "$INQUEST_DB.repaired" "$rows" >repaired.txt
same expected.txt repaired.txt

# the log and the rows of the same events: their numbers stay, and are said
fresh
query "$INQUEST_DB" "DELETE FROM change WHERE kind = 'event' AND seq BETWEEN 10 AND 12; DELETE FROM event WHERE number BETWEEN 9 AND 11"
fails 1 inquest doctor
prints 'log: 3 changes are missing'
fails 5 inquest doctor --rebuild
complains 'nothing was done'
fails 1 inquest doctor --repair
prints_line 'INC-1 events 9, 10, 11: lost'
prints '3 lost altogether'
ok inquest --db "$INQUEST_DB.repaired" event show 12
prints 'event 12'
ok inquest --db "$INQUEST_DB.repaired" event show 8
prints 'event 8'

# a log that lost far more in an earlier repair than the file has room for
fresh
query "$INQUEST_DB" "UPDATE change SET seq = -seq; UPDATE change SET seq = 1000000 - seq;
  INSERT INTO change SELECT seq + 1, clock + 1, replica, batch, 'recovered', at, incident, entity, 'repair', '{\"missing\":1000000}'
  FROM change ORDER BY seq DESC LIMIT 1"
ok inquest doctor
ok inquest doctor --repair
prints '69 changes read, nothing is lost'

# bytes of an attachment
fresh
query whole.db "SELECT pageno FROM dbstat WHERE name = 'blob' AND pagetype = 'overflow' ORDER BY pageno" | sed -n 2p >page
zero "$(cat page)"
fails 1 inquest doctor
prints 'attachment 1 of incident 1 (picture)'
fails 1 inquest doctor --repair
prints 'attachment 1 of incident 1 (picture)'
prints "1 file's bytes are lost"

# a row and a log that say different things: which is right cannot be told
fresh
query "$INQUEST_DB" "UPDATE event SET text = 'other words' WHERE number = 5"
fails 1 inquest doctor
fails 1 inquest doctor --repair
prints 'INC-1 event 5: its row differs from the log'
prints 'other words'
ok inquest --db "$INQUEST_DB.repaired" event show 5
prints 'event 5'

# a journal of somebody who was killed is played back in the copy, and goes along
fresh
cp whole.db "$INQUEST_DB"
(
  echo 'PRAGMA cache_size = 1; PRAGMA cache_spill = 1; BEGIN; UPDATE change SET author = author || hex(randomblob(500));'
  echo ".shell cp $INQUEST_DB torn.db; cp $INQUEST_DB-journal torn.db-journal"
) | sqlite3 "$INQUEST_DB" >/dev/null
if [ -s torn.db-journal ]; then pass; else fail 'there is no journal'; fi
before=$(cat torn.db torn.db-journal | sha256sum)
ok inquest --db torn.db doctor --repair
prints 'nothing is lost'
prints 'mv torn.db-journal torn.db.damaged-journal'
equal "$(cat torn.db torn.db-journal | sha256sum)" "$before"
query torn.db.repaired "$tables" >repaired.txt
same whole.txt repaired.txt

# by a link to it as well: the journal is beside what it leads to, and so comes the new one
mkdir away
mv torn.db torn.db-journal away
rm torn.db.repaired
ln -s away/torn.db torn.db
ok inquest --db torn.db doctor --repair
prints 'nothing is lost'
prints_line "  mv $PWD/away/torn.db-journal $PWD/away/torn.db.damaged-journal"
query away/torn.db.repaired "$tables" >repaired.txt
same whole.txt repaired.txt

# what is no database of ours
: >empty
head -c 100000 /dev/zero >zeros
echo 'a letter, and no database' >letter
query recipes.db "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')"
mkfifo pipe
ln -s nowhere link
for file in empty zeros letter recipes.db; do
  fails 2 inquest --db "$file" doctor --repair
  complains 'nothing that inquest wrote is found'
  not_there "$file.repaired"
done
for file in pipe /dev/zero .; do
  fails 2 inquest --db "$file" doctor --repair --to new.db
  complains 'is not a file'
done
fails 1 inquest --db link doctor --repair
complains link
not_there new.db
cp whole.db newer.db
query newer.db 'PRAGMA user_version = 99'
fails 2 inquest --db newer.db doctor --repair
complains 'newer inquest'
not_there newer.db.repaired

# no room
(
  ulimit -f 16
  fails 5 inquest --db whole.db doctor --repair
)
not_there whole.db.repaired
if ls -d whole.db.repaired.* 2>/dev/null; then fail 'something was left over'; else pass; fi
