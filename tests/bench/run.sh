#!/bin/sh
# One table: what, floor, inquest, ratio, budget, verdict (DESIGN 9). Commands and their floors run in turn,
# so that what else the machine does falls on both; medians are compared. Times are microseconds.
# BENCH_SIZES are the numbers of events, BENCH_RUNS the runs of each command.
set -eu
build=$(cd "$1" && pwd)
bench=$build/bench
inquest=$build/inquest
sizes=${BENCH_SIZES:-10 10000 1000000}
runs=${BENCH_RUNS:-200}
folder=$(mktemp -d "${TMPDIR:-/tmp}/inquest-bench-XXXXXX")
trap 'rm -rf "$folder"' EXIT INT TERM
export HOME="$folder" XDG_CONFIG_HOME="$folder/config" XDG_DATA_HOME="$folder/data" TZ=UTC INQUEST_AUTHOR=bench TERM=xterm-256color
unset GIT_CONFIG_GLOBAL
git config --global user.name bench
git config --global user.email bench@example.com
unset INQUEST_DB INQUEST_NOW INQUEST_SEED

row() { # WHAT FLOOR INQUEST BUDGET(ratio; - for none)
  awk -v what="$1" -v floor="$2" -v ours="$3" -v budget="$4" 'BEGIN {
    ratio = floor > 0 ? ours / floor : 0
    verdict = budget == "-" ? "" : ratio <= budget ? "ok" : "MISSED"
    printf "%-44s %10s %10s %7.2f %7s  %s\n", what, floor, ours, ratio, budget, verdict }'
}
limit() { # WHAT VALUE LIMIT
  awk -v what="$1" -v ours="$2" -v budget="$3" 'BEGIN {
    printf "%-44s %10s %10s %7s %7s  %s\n", what, "-", ours, "-", budget, ours <= budget ? "ok" : "MISSED" }'
}
field() { echo "$1" | sed -n "$2p" | awk -v f="$3" '{ print $f }'; }

printf '%-44s %10s %10s %7s %7s  %s\n' what floor inquest ratio budget verdict

smallest=
for size in $sizes; do
  db=$folder/$size.db
  "$inquest" --db "$db" new "Bench $size" >/dev/null
  "$bench/fill" "$db" "$size" >/dev/null
  out=$("$bench/compare" "$runs" -- "$bench/floor_log" "$db" 'rolled back payments-api' \
    -- "$inquest" --db "$db" log 'rolled back payments-api')
  floor=$(field "$out" 1 1) ours=$(field "$out" 2 1)
  row "log, $size events (us)" "$floor" "$ours" 1.10
  [ -n "$smallest" ] || smallest=$ours
  limit "log, $size events, resident (KiB)" "$(field "$out" 2 3)" 4096
done
row "log, largest against smallest (us)" "$smallest" "$ours" 1.25
# without a disk: what the program itself costs
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
  db=$(mktemp -u /dev/shm/inquest-bench-XXXXXX)
  "$inquest" --db "$db" new Memory >/dev/null
  out=$("$bench/compare" "$runs" -- "$bench/floor_log" "$db" x -- "$inquest" --db "$db" log x)
  row "log, in memory (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" -
  rm -f "$db" "$db-journal"
fi

for size in $sizes; do
  db=$folder/$size.db
  "$inquest" --db "$db" log 'the very last one' >/dev/null
  first=$("$bench/frame" -r 21 -k 0 -i 0 -e 'the very last' -- "$bench/floor_pager" "$db" -- "$inquest" --db "$db")
  out=$("$bench/frame" -r 15 -k 200 -i 3 -e 'the very last' -- "$bench/floor_pager" "$db")
  ui=$("$bench/frame" -r 15 -k 200 -i 3 -e 'the very last' -p "$(printf '\033')" -m kj -- "$inquest" --db "$db")
  row "first frame, $size events (us)" "$(field "$first" 1 1)" "$(field "$first" 2 1)" 1.50
  row "key to paint, median, $size events (us)" "$(field "$out" 1 3)" "$(field "$ui" 1 3)" -
  limit "key to paint, p99, $size events (us)" "$(field "$ui" 1 4)" 5000
  row "bytes per cursor move, $size events" "$(field "$out" 1 5)" "$(field "$ui" 1 5)" -
  # the minute may change in these seconds
  limit "wake-ups in 3 s idle, $size events" "$(field "$ui" 1 6)" 1
  row "resident, $size events (KiB)" "$(field "$out" 1 7)" "$(field "$ui" 1 7)" -
  # the other programs below have lists of so many
  [ "$size" -gt 10000 ] || { middle_first=$(field "$first" 2 1) middle=$ui; }
done

# What people are used to, where it is installed: a list of 10,000 commits, a day of 1,000 appointments.
beside() { # NAME COMMAND…: its columns are the other program's and ours with up to 10,000 events
  name=$1
  shift
  [ -n "${middle-}" ] || return 0
  out=$("$bench/frame" -r 11 -k 100 -i 3 -m jk -e 'the very last' -- "$@")
  row "beside $name: first frame (us)" "$(field "$out" 1 1)" "$middle_first" -
  row "beside $name: key to paint, median (us)" "$(field "$out" 1 3)" "$(field "$middle" 1 3)" -
  row "beside $name: key to paint, p99 (us)" "$(field "$out" 1 4)" "$(field "$middle" 1 4)" -
  row "beside $name: bytes per cursor move" "$(field "$out" 1 5)" "$(field "$middle" 1 5)" -
  row "beside $name: wake-ups in 3 s idle" "$(field "$out" 1 6)" "$(field "$middle" 1 6)" -
  row "beside $name: resident (KiB)" "$(field "$out" 1 7)" "$(field "$middle" 1 7)" -
}
if command -v tig >/dev/null; then
  git init -q -b main "$folder/tig"
  awk 'BEGIN { for (i = 1; i <= 10000; i++) printf "commit refs/heads/main\ncommitter bench <b@example.com> %d +0000\ndata <<E\n%s\nE\n\n",
    1700000000 + i * 30, i == 10000 ? "the very last one" : "rolled back payments-api " i }' | git -C "$folder/tig" fast-import --quiet
  beside tig sh -c 'cd "$0" && exec tig' "$folder/tig"
fi
if command -v calcurse >/dev/null; then
  mkdir "$folder/calcurse"
  for file in todo conf keys; do : >"$folder/calcurse/$file"; done
  awk -v day="$(date +%m/%d/%Y)" 'BEGIN { for (i = 0; i < 1000; i++) { at = sprintf("%s @ %02d:%02d", day, i * 24 / 1000, i % 60)
    printf "%s -> %s |%s\n", at, at, i ? "rolled back payments-api " i : "the very last one" } }' >"$folder/calcurse/apts"
  beside calcurse calcurse -q -D "$folder/calcurse"
fi

# The first 50 of what a search finds, the start of the program included; in the first one the index is built.
search() { # WHAT QUERY FTS5-EXPRESSION
  # nothing found is exit status 1
  out=$("$bench/compare" 21 -- sh -c '"$0" "$1" "$2" || true' "$bench/floor_search" "$db" "$3" \
    -- sh -c '"$0" --db "$1" search "$2" 2>/dev/null || true' "$inquest" "$db" "$2")
  row "search $1, $size events (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" -
  limit "search $1, $size events (us)" "$(field "$out" 2 1)" 5000
}
for size in $sizes; do
  db=$folder/$size.db
  "$inquest" --db "$db" search rolled >/dev/null
  search 'one common word' 'checkout ' '"checkout"'
  search 'a rare word' 'very ' '"very"'
  search 'a prefix' 'r' '"r"*'
  search 'a long prefix' 'checko' '"checko"*'
  search 'a phrase' '"rolled back"' '"rolled back"'
  search 'words that never meet' 'queue error ' '"queue" "error"'
  search 'nothing' 'zzz ' '"zzz"'
done

# BENCH_IMPORT_LINES of syslog: at least 0.7 times as fast as the floor.
lines=${BENCH_IMPORT_LINES:-1000000}
awk -v lines="$lines" 'BEGIN { split("nginx sshd kernel cron payments", app, " "); for (i = 0; i < lines; i++) { t = int(i / 12)
  printf "Mar %2d %02d:%02d:%02d web-%d %s[%d]: upstream timed out (110: Connection timed out) while reading response header, request %d took %d ms\n",
    1 + int(t / 86400), int(t / 3600) % 24, int(t / 60) % 60, t % 60, i % 7, app[1 + i % 5], 800 + i % 50, i, (i * 7919) % 5000 } }' >"$folder/sys.log"
out=$("$bench/compare" 3 -- sh -c 'rm -f "$3" && "$1" --db "$3" new Import >/dev/null && exec "$0" "$3" "$2"' \
    "$bench/floor_import" "$inquest" "$folder/sys.log" "$folder/floor.db" \
  -- sh -c 'rm -f "$2" && "$0" --db "$2" new Import >/dev/null && exec "$0" --db "$2" import "$1"' \
    "$inquest" "$folder/sys.log" "$folder/import.db")
row "import, $lines lines of syslog (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" 1.43
# its memory is the same for any size
limit "import, $lines lines, resident (KiB)" "$(field "$out" 2 3)" 32768
rm -f "$folder/sys.log" "$folder/floor.db" "$folder/import.db"

db=$folder/publish.db
"$inquest" --db "$db" new Publish >/dev/null
"$bench/fill" "$db" 50 >/dev/null
git init -q --bare -b main "$folder/floor.git"
git init -q --bare -b main "$folder/ours.git"
"$inquest" --db "$db" render >"$folder/document.md"
out=$("$bench/compare" 25 -- sh -c 'date +%N >>"$1/document.md"; exec "$0" "$1/floor.git" "$1/document.md" incidents/2026/x.md main' "$bench/floor_commit" "$folder" \
  -- sh -c 'date +%N | "$0" --db "$1/publish.db" log - >/dev/null; exec "$0" --db "$1/publish.db" publish --force bench -r "$1/ours.git"' "$inquest" "$folder")
logging=$("$bench/compare" 25 -- sh -c 'date +%N | "$0" --db "$1/publish.db" log -' "$inquest" "$folder")
row "publish, bare, new event each time (us)" "$(field "$out" 1 1)" "$(awk "BEGIN { print $(field "$out" 2 1) - $(field "$logging" 1 1) }")" 1.20

db=$folder/writers.db
"$inquest" --db "$db" new Writers >/dev/null
floor=$(INQUEST_FLOOR_BUSY=sqlite "$bench/writers" 8 40 -- "$bench/floor_log" "$db" x)
ours=$("$bench/writers" 8 40 -- "$inquest" --db "$db" log x)
row "8 writers, p99, against SQLite's waiting (us)" "$(field "$floor" 1 2)" "$(field "$ours" 1 2)" 0.40
limit "8 writers, failures" "$(field "$ours" 1 4)" 0

# A long timeline, and long sections, against what the parser alone takes for the same document.
document() { # WHAT
  out=$("$bench/compare" 15 -- cmark-gfm -t commonmark "$folder/large.md" -- "$inquest" --db "$db" render \
    -- "$inquest" --db "$db" preview)
  row "render $1 (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" 1.50
  row "preview $1 (us)" "$(field "$out" 1 1)" "$(field "$out" 3 1)" -
}
if command -v cmark-gfm >/dev/null; then
  db=$folder/render.db
  "$inquest" --db "$db" new Render >/dev/null
  "$bench/fill" "$db" 10000 >/dev/null
  "$inquest" --db "$db" render >"$folder/large.md"
  document '10,000 events'
  db=$folder/sections.db
  "$inquest" --db "$db" new Sections >/dev/null
  awk 'BEGIN { for (i = 0; i < 8500; i++) printf "### Part %d\n\nPayments **failed** for `47` minutes, see [the graph](https://g.example/d/%d).\n\n- one item, *with* words\n- another\n\n", i, i }' |
    head -c 1000000 | "$inquest" --db "$db" section set summary - >/dev/null
  "$inquest" --db "$db" render >"$folder/large.md"
  document '1 MB of sections'
  # A long postmortem: it is parsed once, and looked through for all that is recognised.
  awk 'BEGIN { printf "# Checkout outage\n\nDate: 2024-03-01\n\n## Timeline\n\n"
    for (i = 0; i < 6000; i++) printf "- %02d:%02d UTC: upstream %d timed out, **ana** looked at [the graph](https://g.example/%d)\n", i / 250, i % 60, i, i
    printf "\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n"
    for (i = 0; i < 3000; i++) printf "| limit the queue of upstream %d | bo | 2024-04-%02d |\n", i, 1 + i % 28
    printf "\n## Root causes\n\n"
    for (i = 0; i < 3000; i++) printf "- the queue of upstream %d was full as it had no limit\n", i
    for (i = 0; i < 1500; i++) printf "\n## Part %d\n\nPayments **failed** for `47` minutes, and came back once the queue of upstream %d was empty.\n", i, i }' |
    head -c 1000000 >"$folder/postmortem.md"
  out=$("$bench/compare" 15 -- cmark-gfm -e table -t commonmark "$folder/postmortem.md" \
    -- "$inquest" --db "$folder/postmortem.db" import --dry-run "$folder/postmortem.md" \
    -- sh -c 'rm -f "$0" && exec "$1" --db "$0" import "$2"' "$folder/postmortem.db" "$inquest" "$folder/postmortem.md")
  row "read a postmortem of 1 MB (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" -
  row "import a postmortem of 1 MB (us)" "$(field "$out" 1 1)" "$(field "$out" 3 1)" -
  limit "import a postmortem of 1 MB, resident (KiB)" "$(field "$out" 3 3)" 262144
fi
