# A publish killed between git's commit and the database's: the next one knows its own file.
# the leak checker cannot work beside strace
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"

ok inquest new 'Half published'
ok inquest log one
git init -q -b main repository
ok inquest publish --force testing -r repository
ok inquest log two
cp "$INQUEST_DB" before.db
cp -R repository before

# the journal is truncated at the end of each commit: the last time is the end of the publication
ok strace -f -o trace -e trace=ftruncate "$INQUEST" publish --force testing -r repository
last=$(grep -c 'ftruncate(' trace)
if [ "$last" -ge 2 ]; then pass; else fail "expected two commits of the database, saw $last"; fi

rm -rf repository
cp -R before repository
cp before.db "$INQUEST_DB"
exits 137 sh -c 'strace -f -o trace -e trace=ftruncate -e inject=ftruncate:signal=KILL:when=$1 \
  "$INQUEST" publish --force testing -r repository; exit $?' - "$last"
equal "$(git -C repository rev-list --count main)" 2
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 1

ok inquest log three
ok inquest publish --force testing -r repository
prints_not 'edits made'
equal "$(git -C repository rev-list --count main)" 3
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 2
sql "$INQUEST_DB" "SELECT count(*) FROM local WHERE name LIKE 'publishing:%'" 0
for text in one two three; do
  ok git -C repository grep -q " $text\$" main -- incidents
done
ok inquest doctor
