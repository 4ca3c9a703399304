# A publish killed between git's commit and the database's: the next one knows its own file.
# the leak checker cannot work beside strace, and what coverage would write at the end is none of ours
export UNCOUNTED=1
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"

count() { git -C repository rev-list --count main; }
notes() { sql "$INQUEST_DB" "SELECT count(*) FROM local WHERE name LIKE 'publishing:%'" "$1"; }

# The journal is truncated at the end of each commit of the database: the last time is the end of the publication.
publish_killed() { # COMMITS-OF-THE-DATABASE
  cp "$INQUEST_DB" before.db
  rm -rf before
  cp -R repository before
  ok strace -f -o trace -P "$INQUEST_DB-journal" -e trace=ftruncate "$INQUEST" publish --force testing -r repository
  equal "$(grep -c 'ftruncate(' trace)" "$1"
  rm -rf repository
  cp -R before repository
  cp before.db "$INQUEST_DB"
  exits 137 sh -c 'strace -f -o trace -P "$INQUEST_DB-journal" -e trace=ftruncate -e inject=ftruncate:signal=KILL:when=$1 \
    "$INQUEST" publish --force testing -r repository; exit $?' - "$1"
}

# The first: where it goes and for whom is noted before.
ok inquest new 'Half published'
ok inquest log one
git init -q -b main repository
git -C repository commit -q --allow-empty -m nothing
publish_killed 2
equal "$(count)" 2
notes 1
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 0
ok inquest publish --force testing -r repository
prints 'already up to date'
equal "$(count)" 2
notes 0
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 1

# Another to the same file: the commit is marked, which saves that.
ok inquest log two
publish_killed 1
equal "$(count)" 3
notes 0
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 1
ok inquest log three
ok inquest publish --force testing -r repository
prints_not 'edits made'
prints_not 'up to date'
equal "$(count)" 4
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 2

# … with nothing new since: recorded, and no second commit
ok inquest log four
publish_killed 1
ok inquest publish --force testing -r repository
prints 'already up to date'
equal "$(count)" 5
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 3

# the mark tells nothing to those who read the repository, and no log of git's shows it
ok git -C repository cat-file -p main
prints_line "$(git -C repository cat-file -p main | grep -E '^inquest [0-9a-f]{64}$')"
equal "$(git -C repository show --format=fuller main | grep -c '^inquest ')" 0

# … edited there before the next one: the edit is kept
ok inquest log five
publish_killed 1
file=$(ls repository/incidents/*/*.md)
echo 'Edited there.' >>"$file"
git -C repository commit -q -a -m edited
ok inquest log -t '2000-01-01 00:00' 'long before'
ok inquest publish --force testing -r repository
equal "$(tail -n 1 "$file")" 'Edited there.'
# … and a file with edits from there is noted again, as its text does not tell the base of the next merge
ok inquest log six
publish_killed 2
notes 1
ok inquest log seven
ok inquest publish --force testing -r repository
equal "$(tail -n 1 "$file")" 'Edited there.'
notes 0

for text in one two three four five six seven before; do
  ok git -C repository grep -q " $text\$" main -- incidents
done
ok git -C repository fsck --strict
ok inquest doctor
