# doctor: healthy is said, every sort of damage is found, and --rebuild mends what the log can mend.

ok inquest new Outage --tags a,b
ok inquest log one -k impact
ok inquest log two
ok inquest action add 'Do it' -p P1
ok inquest cause add -k root 'Because'
ok inquest cause add -k why -u 1 'Why so'
ok inquest role set scribe Bo
ok inquest ref add https://example.com
ok inquest section set summary text
echo x >file
ok inquest attach file --event 1
ok inquest event edit 2 three
ok inquest undo
ok inquest doctor
prints_line "$INQUEST_DB: 0 findings"
prints_lines 1
# all but the search index, where the same words lie in another order, and how far it has got
tables='.dump change incident event action cause section role reference attachment publication undo blob draft'
healthy=$(query "$INQUEST_DB" "$tables")

# each table, tampered with in three ways: found, named, and mended
for table in incident event action cause section role reference attachment; do
  case $table in
  incident) field=title ;;
  event | cause | section) field=text ;;
  action) field=title ;;
  role) field=person ;;
  reference) field=url ;;
  attachment) field=name ;;
  esac
  for harm in "UPDATE $table SET $field = 'tampered'" "DELETE FROM $table" "UPDATE $table SET gone = 1" \
    "UPDATE $table SET number = number + 7"; do
    query "$INQUEST_DB" "$harm"
    fails 1 inquest doctor
    prints "table $table: its rows are not what the change log says"
    prints '1 finding'
    ok inquest doctor --rebuild
    prints '0 findings'
  done
done
query "$INQUEST_DB" 'DELETE FROM undo'
fails 1 inquest doctor
prints 'table undo'
ok inquest doctor --rebuild
equal "$(query "$INQUEST_DB" "$tables")" "$healthy"
# looking changes nothing
query "$INQUEST_DB" "UPDATE event SET text = 'tampered'"
before=$(sha256sum <"$INQUEST_DB")
fails 1 inquest doctor
fails 1 inquest doctor
equal "$(sha256sum <"$INQUEST_DB")" "$before"
ok inquest doctor --rebuild

# an attachment whose bytes are gone
query "$INQUEST_DB" 'CREATE TABLE keep AS SELECT * FROM blob; DELETE FROM blob'
fails 1 inquest doctor
prints attachment
query "$INQUEST_DB" 'INSERT INTO blob SELECT * FROM keep; DROP TABLE keep'
ok inquest doctor
query "$INQUEST_DB" "UPDATE blob SET bytes = CAST('other' AS BLOB)"
fails 1 inquest doctor
prints attachment

# readable by others
rm "$INQUEST_DB"
ok inquest new Outage
chmod 644 "$INQUEST_DB"
fails 1 inquest doctor
prints 'may be read by others (mode 644)'
prints 'chmod 600'
chmod 600 "$INQUEST_DB"
ok inquest doctor

# the part that talks to git is looked for beside the program and where it was installed
mkdir alone
cp "$(readlink -f "$INQUEST")" alone/inquest
if [ -e /usr/local/lib/inquest/inquest-repo.so ]; then
  skip 'a missing git part (one is installed)'
else
  fails 1 alone/inquest doctor
  prints 'inquest-repo.so'
  fails 5 alone/inquest publish --force testing -r .
  complains 'inquest-repo.so'
fi
: >alone/inquest-repo.so
fails 1 alone/inquest doctor
prints 'module:'
fails 2 inquest doctor nonsense

# pages that are damaged
for n in $(seq 40); do inquest log "event $n with some text to fill the pages of the file" >/dev/null; done
page=$(query "$INQUEST_DB" "SELECT rootpage FROM sqlite_schema WHERE name = 'event_at'")
size=$(query "$INQUEST_DB" 'PRAGMA page_size')
printf 'garbage garbage garbage' | dd of="$INQUEST_DB" bs=1 seek=$(((page - 1) * size)) conv=notrunc 2>/dev/null
fails 5 inquest event
complains 'is damaged'
try inquest doctor
if [ "$(cat "$STATE/status")" -ne 0 ]; then pass; else fail 'doctor did not see the damage'; fi
if grep -q -e 'file:' "$STATE/out" || grep -q 'is damaged' "$STATE/err"; then pass; else fail 'what is wrong was not said'; last; fi
