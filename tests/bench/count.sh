# Instructions that the hot paths take, counted by callgrind and compared with the numbers kept in tests/bench/instructions:
# they are the same on a busy machine. Clock, ids and addresses are pinned. More than 1.05 times what is kept is
# REGRESSED, and the exit status 1. The floors are counted too: a changed libc or SQLite shows there.
#
#     sh tests/bench/count.sh BUILD COMPILER [keep]
#
# COMPILER names the lines that count, such as gcc-12.2.0; `keep` writes what was counted into the file.
set -eu
build=$(cd "$1" && pwd)
compiler=$2
keep=${3-}
file=$(cd "$(dirname "$0")" && pwd)/instructions
if ! command -v valgrind >/dev/null; then
  echo "instructions: skipped, valgrind is not installed"
  exit 0
fi
bench=$build/bench
# of the same length wherever the build is, as names are copied
folder=$(mktemp -d "${TMPDIR:-/tmp}/inquest-count-XXXXXX")
trap 'rm -rf "$folder"' EXIT INT TERM
cd "$folder"
cp "$build/inquest" "$build/inquest-repo.so" "$bench/floor_log" "$bench/floor_search" "$bench/fill" "$bench/screen" .
pin="HOME=. XDG_CONFIG_HOME=config XDG_DATA_HOME=data TZ=UTC LC_ALL=C.UTF-8 PATH=/usr/bin:/bin TERM=xterm-256color
  INQUEST_AUTHOR=bench INQUEST_NOW=2026-03-01T14:45:30Z INQUEST_SEED=1"
inquest() { env -i $pin ./inquest "$@"; }

inquest --db ten.db new Ten >/dev/null
./fill ten.db 10000 1772376330
inquest --db ten.db search rolled >out 2>&1 || { cat out >&2; exit 1; }
inquest --db new.db new New >/dev/null
awk 'BEGIN { for (i = 0; i < 10000; i++) printf "2026-03-01T%02d:%02d:%02dZ web-%d nginx: upstream timed out, request %d took %d ms\n",
  i / 3600, i / 60 % 60, i % 60, i % 7, i, (i * 7919) % 5000 }' >lines.log
printf "[user]\nname = bench\nemail = bench@example.com\n" >.gitconfig
GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_SYSTEM=/dev/null git init -q --bare -b main docs.git
inquest --db ten.db publish --force bench -r docs.git >out 2>&1 || { cat out >&2; exit 1; }

# Instructions of a command, its children not counted.
count() { # COMMAND…
  # the address space is the same at every run
  env -i $pin $(command -v setarch >/dev/null && echo setarch -R) valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>counted >out </dev/null || [ $? = "${status-}" ] ||
    { cat out counted >&2; exit 1; }
  awk '/Collected/ { print $NF }' counted | tail -1
}
# A command on a copy of a database, which it may change.
on() { # DATABASE COMMAND…
  cp "$1" x.db
  shift
  count "$@"
}
verdict() { # WHAT COUNT
  echo "$compiler|$1|$2" >>now
  awk -F'|' -v compiler="$compiler" -v what="$1" -v now="$2" '
    $1 == compiler && $2 == what { was = $3 }
    END {
      ratio = was ? now / was : 0
      verdict = !was ? "not kept" : ratio > 1.05 ? "REGRESSED" : ratio < 0.95 ? "ok, better: keep it" : "ok"
      printf "%-36s %14s %14d %7s  %s\n", what, was ? was : "-", now, was ? sprintf("%.3f", ratio) : "-", verdict
      exit verdict == "REGRESSED" }' "$kept" || worse=1
}
worse=0
kept=/dev/null
[ ! -e "$file" ] || kept=$file
printf '%-36s %14s %14s %7s  %s\n' 'instructions' kept now ratio verdict
verdict 'floor of log' "$(on new.db ./floor_log x.db 'rolled back payments-api')"
verdict 'log' "$(on new.db ./inquest --db x.db log 'rolled back payments-api')"
verdict 'floor of search, one word' "$(on ten.db ./floor_search x.db '"checkout"')"
verdict 'search, one word' "$(on ten.db ./inquest --db x.db search 'checkout ')"
verdict 'search, words that never meet' "$(status=1 && on ten.db ./inquest --db x.db search 'queue error ')"
first=$(on ten.db ./screen x.db 0)
verdict 'first frame, 10,000 events' "$first"
verdict '100 keys, 10,000 events' "$(($(on ten.db ./screen x.db 100) - first))"
verdict 'render, 10,000 events' "$(on ten.db ./inquest --db x.db render)"
verdict 'check, 10,000 events' "$(status=1 && on ten.db ./inquest --db x.db check)"
verdict 'import, 10,000 lines' "$(on new.db ./inquest --db x.db import lines.log)"
inquest --db ten.db log 'one more' >/dev/null
verdict 'publish, 10,000 events' "$(on ten.db ./inquest --db x.db publish --force bench -r docs.git)"
if [ "$keep" = keep ]; then
  { grep -v "^$compiler|" "$kept" || true; cat now; } >new
  cat new >"$file"
  echo "kept: $(wc -l <now) numbers of $compiler"
  exit 0
fi
exit $worse
