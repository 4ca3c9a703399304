# A database that cannot be used: a clear message, the right status, and the file is left as it was.

ok inquest new Outage
ok inquest log one
cp "$INQUEST_DB" good.db

unchanged() { # FILE COMMAND…: whatever it does, the file stays
  before=$(sha256sum <"$1")
  file=$1
  shift
  "$@"
  equal "$(sha256sum <"$file")" "$before"
}

# no database at all
echo 'this is a letter, and not a database. it goes on for a while, so that it has a header to look at.' >letter
printf '\377\330\377\340 JFIF and so on, longer than a hundred bytes, longer than a hundred bytes, longer than a hundred' >photo
for file in letter photo; do
  for words in show 'log x' 'list --all' doctor 'backup copy.db'; do
    unchanged $file fails 2 inquest --db $file $words
    complains "$file is not a database"
    complains '--db'
  done
done
not_there copy.db
mkdir folder
fails 2 inquest --db folder log x
complains 'is not a file'
fails 2 inquest --db /dev/null log x
mkfifo pipe
fails 2 inquest --db pipe show
fails 2 inquest --db '' --no-such-flag show

# of another program, or of a newer inquest
query other.db "CREATE TABLE recipes (name TEXT); INSERT INTO recipes VALUES ('soup')"
unchanged other.db fails 2 inquest --db other.db log x
complains 'database of another program'
query other2.db 'PRAGMA application_id = 252006673; CREATE TABLE t (x)'
unchanged other2.db fails 2 inquest --db other2.db show
complains 'another program'
cp good.db newer.db
query newer.db 'PRAGMA user_version = 99'
unchanged newer.db fails 2 inquest --db newer.db log x
complains 'newer inquest'
complains 99
complains upgrade
unchanged newer.db fails 2 inquest --db newer.db show

# an empty file becomes a database; a copy in WAL mode comes home
: >empty.db
ok inquest --db empty.db new First
sql empty.db 'PRAGMA user_version' 7
cp good.db wal.db
query wal.db 'PRAGMA journal_mode = WAL' >/dev/null
ok inquest --db wal.db log two
not_there wal.db-wal
sql wal.db 'SELECT count(*) FROM event' 2
sql wal.db 'PRAGMA journal_mode' delete

# one made by the first version is brought up to date, with all that is in it
{
  cat "$TESTS/../src/store/migrations/0001.sql"
  echo "PRAGMA application_id = $((0x696E7175)); PRAGMA user_version = 1; ATTACH 'good.db' AS good;"
  echo 'INSERT INTO change SELECT * FROM good.change;'
  echo 'INSERT INTO event SELECT id, incident, number, gone, at, precision, "offset", kind, text, author, link, pinned,'
  echo '  audience, source FROM good.event;'
  echo 'INSERT INTO incident SELECT id, incident, number, gone, title, ref, severity, status, started, timezone, template,'
  echo '  tags, services, private FROM good.incident;'
  # that version had no review of postmortems
  echo "UPDATE change SET fields = json_remove(fields, '\$.review');"
} | ok sqlite3 old.db
chmod 600 old.db
events=$(query good.db 'SELECT count(*) FROM event')
ok inquest --db old.db action add -e 1 'Find out why'
ok inquest --db old.db action show 1
prints_line 'Event          1'
ok inquest --db old.db cause add -k root -e 1 'Somebody pulled the plug'
sql old.db 'SELECT count(*) FROM event' "$events"
sql old.db 'SELECT count(*) FROM action JOIN event ON event.id = action.event' 1
ok inquest --db old.db doctor

# damaged: in the header, cut off, and in its pages
head -c 1000 good.db >cut.db
unchanged cut.db fails 5 inquest --db cut.db show
complains 'cut.db is damaged'
unchanged cut.db fails 5 inquest --db cut.db log x
for offset in 100 4096 8192; do
  cp good.db torn.db
  head -c 2048 /dev/urandom | tr '\000-\037' '\377' | dd of=torn.db bs=1 seek=$offset conv=notrunc 2>/dev/null
  try inquest --db torn.db log x
  try inquest --db torn.db show
  case $(cat "$STATE/status") in
  0 | 5) pass ;;
  *) fail "damage at $offset"; last ;;
  esac
  if [ "$(cat "$STATE/status")" = 5 ]; then complains 'torn.db is damaged'; fi
done

# the folder that is not there is made, private; one that cannot be made is named
ok inquest --db deep/er/new.db new First
equal "$(ls -ld deep | cut -c 1-10)" drwx------
fails 5 inquest --db letter/new.db new First
complains letter
fails 5 inquest --db "$(head -c 300 /dev/zero | tr '\0' x)/x.db" new First

# by somebody who may not: root ignores mode bits, so as nobody
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
  nobody="setpriv --reuid=65534 --regid=65534 --clear-groups"
  chmod 755 "$SCRATCH"
  $nobody test -r "$SCRATCH/good.db" 2>/dev/null || chmod 644 good.db
  $nobody test -r "$SCRATCH/good.db" 2>/dev/null || nobody=
  chmod 600 good.db
else
  nobody=
fi
if [ "$(id -u)" != 0 ] || [ -n "$nobody" ]; then
  mkdir shelf
  cp good.db shelf/read.db
  chmod 755 shelf
  chmod 444 shelf/read.db
  chmod 555 shelf
  # the program and its folders may be out of a stranger's reach
  cp "$(readlink -f "$INQUEST")" shelf-program && chmod 755 shelf-program
  unchanged shelf/read.db fails 4 $nobody ./shelf-program --db shelf/read.db log x
  complains 'may only be read'
  ok $nobody ./shelf-program --db shelf/read.db show
  prints one
  ok $nobody ./shelf-program --db shelf/read.db list
  fails 4 $nobody ./shelf-program --db shelf/new.db new First
  complains shelf/new.db
  chmod 000 shelf/read.db
  fails 4 $nobody ./shelf-program --db shelf/read.db show
  complains shelf/read.db
  # one that may be written, in a folder where the journal may not be made
  chmod 666 shelf/read.db
  fails 4 $nobody ./shelf-program --db shelf/read.db log x
  chmod 755 shelf
  sql shelf/read.db 'SELECT count(*) FROM event' 1
else
  skip 'permissions (no setpriv, or a scratch folder that only root sees)'
fi

# the good one still is
cp good.db again.db
ok inquest --db again.db doctor
prints '0 findings'
