#!/bin/sh
# One table: what, floor, inquest, ratio, budget, verdict (DESIGN 9). Commands and their floors run in turn,
# so that what else the machine does falls on both; medians are compared, for the first frame those of turns. Times are microseconds. The exit status
# is 1 if a row is MISSED. Where the floor itself takes longer than a budget in microseconds, and inquest no longer than it
# (1.05 times), the verdict is `floor`: what it is made of leaves no room.
# BENCH_SIZES are the numbers of events, BENCH_RUNS the runs of `log` (others have a part of them), BENCH_ROWS the
# files of rows/ to run.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
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
missed=0

# A line of the table; a floor or a budget of - is none.
line() { # WHAT FLOOR INQUEST BUDGET VALUE-THE-BUDGET-IS-FOR(ratio, ours) [RATIO]
  awk -v what="$1" -v floor="$2" -v ours="$3" -v budget="$4" -v is="$5" -v given="${6-}" 'BEGIN {
    ratio = given ? given : floor > 0 ? sprintf("%.2f", ours / floor) : "-"
    over = budget != "-" && (is == "ratio" ? ratio : ours) + 0 > budget + 0
    missed = over && !(is == "ours" && floor + 0 > budget + 0 && ratio <= 1.05)
    verdict = budget == "-" ? "" : missed ? "MISSED" : over ? "floor" : "ok"
    printf "%-52s %10s %10s %7s %7s  %s\n", what, floor, ours, ratio, budget, verdict
    exit missed }' || missed=1
}
row() { line "$1" "$2" "$3" "$4" ratio; } # WHAT FLOOR INQUEST BUDGET(ratio)
limit() { line "$1" - "$2" "$3" ours; }   # WHAT VALUE LIMIT
field() { echo "$1" | sed -n "$2p" | awk -v f="$3" '{ print $f }'; }
# So many runs where there are 200 of `log`, and at least three.
some() { echo $((runs * $1 / 200 > 3 ? runs * $1 / 200 : 3)); }
# Whether a program that people are used to is here; if not, a line says so.
here() { # NAME PROGRAM
  command -v "$2" >/dev/null || { echo "beside $1: not installed"; return 1; }
}
# A database with so many events, made when it is first asked for: its name is in $db.
filled() { # EVENTS
  db=$folder/$1.db
  [ -e "$db" ] || { "$inquest" --db "$db" new "Bench $1" >/dev/null && "$bench/fill" "$db" "$1" >/dev/null; }
}

# Nothing is measured well where others have the processors.
busy=$(awk -v cores="$(getconf _NPROCESSORS_ONLN)" '$1 > cores { print $1 }' /proc/loadavg 2>/dev/null || true)
[ -z "$busy" ] || echo "the machine is busy (load $busy): rows of milliseconds may be MISSED for that alone"
printf '%-52s %10s %10s %7s %7s  %s\n' what floor inquest ratio budget verdict
for rows in ${BENCH_ROWS:-log frame beside search import publish writers render}; do
  . "$here/rows/$rows.sh"
done
exit $missed
