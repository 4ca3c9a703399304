# --json of every command that has it is one valid JSON text, whatever the texts hold.

evil=$(printf 'q"uote \\back\\slash </script> tab\t esc\033 del\177 bell\a \342\200\250 \303\274 \360\237\224\245 {{x}} %%s')
ok inquest new "$evil" --tags 'a,b' --json
json '$.title' "$evil"
ok inquest log "$evil
second line" --json
json '$.text' "$evil
second line"
ok inquest action add "$evil" --json
json '$.title' "$evil"
ok inquest cause add "$evil" --json
json '$.text' "$evil"
ok inquest ref add https://example.com -l "$evil" --json
json '$.label' "$evil"
ok inquest role add "$evil" "$evil"
ok inquest section set summary "$evil"
printf x >file
printf '# %s\n\n## Timeline\n\n- 2026-03-01 14:05 UTC %s\n' "$evil" "$evil" >evil.md
ok inquest attach --name "$(printf %s "$evil" | tr -d /)" file
id=$(query "$INQUEST_DB" 'SELECT id FROM incident')
query "$INQUEST_DB" "INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
  VALUES ('$id', 'composer', 'note', 0, char(9, 34, 92, 27) || 'x', 'ana', 0, 's')"
git init -q -b main repository
ok inquest event edit 1 -k impact
ok inquest undo

is_json() {
  if [ "$(json_at '$')" != 'not valid JSON' ]; then pass; else fail "not valid JSON: $*"; last; fi
}

# the rows that take --json, as the manual has them
printf '.\\" COMMANDS\n' >frame
inquest help --man <frame >page
awk '/^\.TP/ { top = 1; next }
  top && /^\.B inquest / { row = $0; sub(/^\.B inquest /, "", row); sub(/[^a-z ].*/, "", row); sub(/ *$/, "", row) }
  { if (top && $0 ~ /\\-\\-json/) print row; top = 0 }' page >rows
if [ "$(wc -l <rows)" -gt 20 ]; then pass; else fail "only $(wc -l <rows) commands take --json"; fi
while read -r row; do
  case $row in
  new | log | *\ add) continue ;; # above
  'section show') words='summary' ;;
  'template show') words='sre' ;;
  'check explain') words='owner' ;;
  *\ show | show) words='1' ;;
  publish) words='--force testing -r repository' ;;
  search) words='uote' ;;
  import) words='--dry-run evil.md' ;;
  *) words= ;;
  esac
  case $row in
  check) exits 1 inquest $row --json ;; # there is much to find
  *) ok inquest $row $words --json ;;
  esac
  is_json "$row"
  prints_lines 1
  case $row in
  show | list | event* | action* | cause* | ref* | import) prints 'q\"uote \\back\\slash' ;;
  esac
done <rows
for row in show list event action cause role ref 'attach list' section history drafts config publish; do
  if grep -qx "$row" rows; then pass; else fail "$row has no --json"; fi
done

# nothing to show is an empty list, not no text
ok inquest new Empty
for row in event action cause role ref 'attach list'; do
  ok inquest $row --json
  prints_line '[]'
done
# a dry run says in JSON too what it would do
ok inquest publish --force testing -r repository --dry-run --json
is_json 'publish --dry-run'
json '$.path' incidents/2023/2023-01-18-empty.md
json '$.commit' null
# an error leaves stdout alone
fails 1 inquest show --json -i 99
prints_lines 0
prints_not .
# commands that do not read have none
fails 2 inquest undo --json
complains 'no flag --json'
