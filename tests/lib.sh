# What every test script has: a pinned environment, and checks. Sourced by run-scripts.sh, which set
# TESTS (this folder), SCRATCH (a folder of the script's own, where it runs) and INQUEST (the program).
#
#   ok CMD…              must exit 0                     fails STATUS CMD…  must exit so, and say why
#   exits STATUS CMD…    must exit so, message or not    prints TEXT        the last one's stdout holds it
#   prints_not TEXT      … does not                      complains TEXT     its stderr holds it
#   complains_not TEXT   … does not                      silent             its stdout and stderr are empty
#   prints_line TEXT     one whole line is this          prints_lines N     there are N lines
#   json PATH VALUE      stdout is JSON with this value (`null` too) there
#   golden NAME          stdout is tests/golden/NAME (GOLDEN=update rewrites it)
#   equal GOT WANT       two texts, neither empty        same FILE FILE     two files, neither empty
#   sql DB SQL WANT      what the sqlite3 shell prints   there / not_there PATH
#   fail TEXT            a check of the script's own failed     pass        … went well
#
# Counts are kept in files, so that checks count in pipelines and subshells too. A check with an empty
# text fails: it would pass by accident. `finish` is called by run-scripts.sh; a script that ends without
# it, or without one check, has failed.
set -u
: "${TESTS:?run this with tests/run-scripts.sh}" "${SCRATCH:?}" "${INQUEST:?}"
[ -x "$INQUEST" ] || { echo "there is no program $INQUEST"; exit 1; }

# Every write is synced, and a test makes thousands: where there is a file system in memory that can also run
# programs, the work is done there, and the folder we were given becomes a link to it.
RELOCATED=
if [ -z "${TMPDIR-}" ] && [ -d "$SCRATCH" ] && RELOCATED=$(mktemp -d /dev/shm/inquest-test-XXXXXX 2>/dev/null); then
  if cp /bin/true "$RELOCATED/true" && "$RELOCATED/true" 2>/dev/null && rmdir "$SCRATCH" && ln -s "$RELOCATED" "$SCRATCH"; then
    rm "$RELOCATED/true"
    SCRATCH=$RELOCATED
    cd "$SCRATCH" || exit 1
  else
    rm -rf "$RELOCATED"
    RELOCATED=
  fi
fi

# Nothing of the caller's settings may be seen, so that the result is the same everywhere.
for name in $(env | sed -n 's/^\(GIT_[A-Z_]*\|INQUEST_[A-Z_]*\|XDG_[A-Z_]*\|LC_[A-Z]*\|LANG\|LANGUAGE\|EDITOR\|VISUAL\|PAGER\|COLUMNS\|LINES\|TZDIR\|CDPATH\|ENV\|BASH_ENV\|LD_DEBUG\)=.*/\1/p'); do
  unset "$name"
done
# a state of its own beside the folder the script works in
STATE=$SCRATCH/.state
mkdir -p "$STATE/bin" "$SCRATCH/home" "$SCRATCH/tmp"
export HOME="$SCRATCH/home" XDG_CONFIG_HOME="$SCRATCH/home/.config" XDG_DATA_HOME="$SCRATCH/home/.local/share"
export XDG_STATE_HOME="$SCRATCH/home/.local/state" XDG_CACHE_HOME="$SCRATCH/home/.cache" TMPDIR="$SCRATCH/tmp"
export INQUEST INQUEST_DB="$SCRATCH/inquest.db" INQUEST_AUTHOR=ana INQUEST_SEED=1 INQUEST_NOW=2023-01-18T14:00:00Z
export TZ=UTC LC_ALL=C NO_COLOR=1 TERM=xterm-256color USER=ana LOGNAME=ana
export GIT_CONFIG_GLOBAL=/dev/null GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME='Git Person' GIT_AUTHOR_EMAIL=git@example.com
export GIT_COMMITTER_NAME='Git Person' GIT_COMMITTER_EMAIL=git@example.com
umask 022
ln -sf "$INQUEST" "$STATE/bin/inquest"
PATH=$STATE/bin:$PATH
: >"$STATE/passed" >"$STATE/failed" >"$STATE/skipped"

# A script that says `exit` half-way has not passed.
trap '[ -n "${FINISHED-}" ] || { echo "the script ended before its end"; exit 1; }' EXIT

# run-scripts.sh sources "$1" next: give it a copy in which each check knows its line.
awk -v words='ok|fails|exits|prints|prints_not|prints_line|prints_lines|complains|complains_not|silent|json|golden|equal|same|sql|there|not_there|fail|pass' '
  BEGIN { check = "(^|[|;&{!(] ?|then |do |else )[ \t]*(" words ")([ \t]|$)" }
  heredoc { print; if ($0 == heredoc) heredoc = ""; next }
  { if (match($0, /<<-?.?[A-Z]+/)) { heredoc = substr($0, RSTART, RLENGTH); gsub(/[^A-Z]/, "", heredoc) } }
  !going && match($0, check) {
    start = RSTART
    while (substr($0, start) !~ "^(" words ")([ \t]|$)") start++
    $0 = substr($0, 1, start - 1) "LINE=" NR " " substr($0, start)
  }
  { going = /\\$/; print }' "$1" >"$STATE/script.sh"
set -- "$STATE/script.sh"
LINE='?'

pass() {
  echo . >>"$STATE/passed"
}

# fail TEXT: what was checked, then expected and got on lines of their own
fail() {
  echo . >>"$STATE/failed"
  printf 'line %s: %s\n' "$LINE" "$*"
  return 0
}

show() { # a file, cut, indented
  head -c 1500 "$1" | sed 's/^/      | /' | cat -v
}

last() { # what the last command was and did, for messages
  [ -e "$STATE/command" ] && printf '    command:  %s\n' "$(cat -v "$STATE/command")"
  printf '    status %s; stdout and stderr:\n' "$(cat "$STATE/status" 2>/dev/null)"
  show "$STATE/out"
  show "$STATE/err"
}

try() { # run, keep all there is to look at
  [ $# -gt 0 ] || set -- false
  printf '%s\n' "$*" >"$STATE/command"
  "$@" >"$STATE/out" 2>"$STATE/err"
  echo $? >"$STATE/status"
}

exits() {
  case $1 in '' | *[!0-9]*) fail "exits: '$1' is no status"; return 0 ;; esac
  _want=$1
  shift
  try "$@"
  read -r _got <"$STATE/status"
  if [ "$_got" = "$_want" ]; then
    pass
  else
    fail "expected status $_want"
    last
  fi
}

ok() {
  exits 0 "$@"
}

fails() {
  exits "$@"
  if grep -q '^inquest: .' "$STATE/err"; then
    pass
  else
    fail 'expected a message on stderr that begins with "inquest:"'
    last
  fi
}

holds() { # FILE TEXT: TEXT may have several lines, all in order
  case $2 in
  *'
'*) case $(cat "$1") in *"$2"*) return 0 ;; *) return 1 ;; esac ;;
  *) grep -qF -e "$2" "$1" ;;
  esac
}

expect() { # FILE NAME yes|no TEXT
  if [ -z "$4" ] || [ ! -e "$1" ]; then
    fail "a check on $2 needs a text and a command before it"
  elif [ "$3" = yes ] && ! holds "$1" "$4"; then
    fail "expected on $2: $4"
    last
  elif [ "$3" = no ] && holds "$1" "$4"; then
    fail "not expected on $2: $4"
    last
  else
    pass
  fi
}

prints() { expect "$STATE/out" stdout yes "${1-}"; }
prints_not() { expect "$STATE/out" stdout no "${1-}"; }
complains() { expect "$STATE/err" stderr yes "${1-}"; }
complains_not() { expect "$STATE/err" stderr no "${1-}"; }

prints_line() {
  if [ -n "${1-}" ] && grep -qxF -e "$1" "$STATE/out"; then
    pass
  else
    fail "expected the line on stdout: ${1-}"
    last
  fi
}

prints_lines() {
  _got=$(wc -l <"$STATE/out")
  if [ "$_got" -eq "$1" ]; then
    pass
  else
    fail "expected $1 lines on stdout, got $_got"
    last
  fi
}

silent() {
  if [ -e "$STATE/out" ] && [ ! -s "$STATE/out" ] && [ ! -s "$STATE/err" ]; then
    pass
  else
    fail 'expected no output'
    last
  fi
}

# The sqlite3 shell is the tests' own reader of JSON and databases: nothing of the program judges itself.
query() { # DB SQL
  sqlite3 -batch -bail -noheader -init /dev/null "$1" "$2"
}

json_at() { # PATH: the value in the last command's output
  query :memory: "WITH input(text) AS (SELECT CAST(readfile('$STATE/out') AS TEXT))
    SELECT CASE WHEN NOT json_valid(text) THEN 'not valid JSON'
      ELSE coalesce(json_extract(text, '$1'), iif(json_type(text, '$1') IS NULL, 'nothing there', 'null')) END
    FROM input" 2>&1
}

json() {
  _got=$(json_at "$1")
  if [ $# -eq 2 ] && [ -n "$2" ] && [ "$_got" = "$2" ]; then
    pass
  else
    fail "expected in the JSON at $1: ${2-}; got: $_got"
    last
  fi
}

sql() {
  _got=$(query "$1" "$2" 2>&1)
  if [ $# -eq 3 ] && [ -n "$3" ] && [ "$_got" = "$3" ]; then
    pass
  else
    fail "expected from $2: ${3-}; got: $_got"
  fi
}

equal() {
  if [ $# -eq 2 ] && [ -n "$1" ] && [ "$1" = "$2" ]; then
    pass
  else
    fail 'two texts differ, or are empty'
    printf '    got:      %s\n    expected: %s\n' "${1-}" "${2-}"
  fi
}

same() {
  if [ $# -eq 2 ] && [ -s "$1" ] && cmp -s "$1" "$2"; then
    pass
  else
    fail "files differ, or are empty: $*"
    diff "$1" "$2" 2>&1 | head -n 20
  fi
}

golden() {
  if [ "${GOLDEN-}" = update ]; then
    cp "$STATE/out" "$TESTS/golden/$1"
  fi
  same "$STATE/out" "$TESTS/golden/$1"
}

there() {
  if [ -n "${1-}" ] && [ -e "$1" ]; then pass; else fail "expected to be there: ${1-}"; fi
}

not_there() {
  if [ -n "${1-}" ] && [ ! -e "$1" ]; then pass; else fail "expected not to be there: ${1-}"; fi
}

skip() { # what this machine cannot test is said in the summary
  printf ', skipped: %s' "$*" >>"$STATE/skipped"
}

finish() {
  FINISHED=yes
  _passed=$(wc -l <"$STATE/passed") _failed=$(wc -l <"$STATE/failed")
  if [ "$_failed" -gt 0 ]; then
    echo "$_failed of $((_passed + _failed)) checks failed${RELOCATED:+ (the work is in $RELOCATED)}"
    exit 1
  elif [ "$_passed" -eq 0 ]; then
    echo 'the script checked nothing'
    exit 1
  fi
  echo "$_passed checks$(cat "$STATE/skipped")"
  [ -z "$RELOCATED" ] || rm -rf "$RELOCATED"
}
