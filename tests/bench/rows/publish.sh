# publish against a commit of one file; what logging the new event costs is taken off.
db=$folder/publish.db
"$inquest" --db "$db" new Publish >/dev/null
"$bench/fill" "$db" 50 >/dev/null
git init -q --bare -b main "$folder/floor.git"
git init -q --bare -b main "$folder/ours.git"
"$inquest" --db "$db" render >"$folder/document.md"
out=$("$bench/compare" "$(some 25)" -- sh -c 'date +%N >>"$1/document.md"; exec "$0" "$1/floor.git" "$1/document.md" incidents/2026/x.md main' "$bench/floor_commit" "$folder" \
  -- sh -c 'date +%N | "$0" --db "$1/publish.db" log - >/dev/null; exec "$0" --db "$1/publish.db" publish --force bench -r "$1/ours.git" 2>/dev/null' "$inquest" "$folder")
logging=$("$bench/compare" "$(some 25)" -- sh -c 'date +%N | "$0" --db "$1/publish.db" log -' "$inquest" "$folder")
row "publish, bare, new event each time (us)" "$(field "$out" 1 1)" "$(awk "BEGIN { print $(field "$out" 2 1) - $(field "$logging" 1 1) }")" 1.20
row "publish, resident (KiB)" "$(field "$out" 1 3)" "$(field "$out" 2 3)" -
# git itself, which syncs no loose objects unless it is told to, and told to; with a work tree, as people have it.
git init -q -b main "$folder/tree"
out=$("$bench/compare" "$(some 25)" -- sh -c 'cd "$0/tree" && cp ../document.md . && date +%N >>document.md && git add document.md && git commit -qm x' "$folder" \
  -- sh -c 'cd "$0/tree" && cp ../document.md . && date +%N >>document.md && git -c core.fsync=all add document.md && git -c core.fsync=all commit -qm x' "$folder" \
  -- sh -c 'date +%N | "$0" --db "$1/publish.db" log - >/dev/null; exec "$0" --db "$1/publish.db" publish --force bench -r "$1/ours.git" 2>/dev/null' "$inquest" "$folder")
published=$(awk "BEGIN { print $(field "$out" 3 1) - $(field "$logging" 1 1) }")
row "beside git add and commit: publish (us)" "$(field "$out" 1 1)" "$published" -
row "beside git with core.fsync=all: publish (us)" "$(field "$out" 2 1)" "$published" -
# Fossil keeps its repository in SQLite, and syncs it at each commit.
if here fossil fossil; then
  mkdir "$folder/fossil-tree"
  export USER=bench
  (cd "$folder/fossil-tree" && fossil init ../x.fossil && fossil open --force ../x.fossil && cp ../document.md . && fossil add document.md) >/dev/null
  out=$("$bench/compare" "$(some 25)" -- sh -c 'cd "$0/fossil-tree" && date +%N >>document.md && exec fossil commit -m x --no-warnings' "$folder")
  row "beside fossil commit: publish (us)" "$(field "$out" 1 1)" "$published" -
fi
