# Real limits: a disk that is full at every size, a quota of file size, of open files and of memory, a disk and a folder
# that may only be read, an output that takes nothing. Nothing is lost, what stands in the way is said, and once it is gone
# the same command works.
step=${SHORT:+5} step=${step:-1}

ok inquest new Outage --timezone UTC
ok inquest log 'first'
ok inquest action add 'Fix it' --owner bo
ok inquest section set summary 'It was down.'
ok inquest config timezone UTC
printf 'bytes' >file
ok inquest attach file
head -c 60000 /dev/urandom | od -A n -t x1 | tr -d ' \n' >big
printf '2023-01-17T14:05:00Z first thing\n2023-01-17T14:07:00Z second thing\n' >app.log
{ echo '# Checkout down'; printf '\nDate: 2023-01-17\n\n## Summary\n\n'; cat big; } >post.md
printf '#!/bin/sh\nprintf "more, from the editor\\n" >>"$1"\n' >editor
chmod 755 editor
export INQUEST_EDITOR="$SCRATCH/editor"
ok inquest search first
git init -q -b main repo
git -C repo commit -q --allow-empty -m first
cp -a "$XDG_CONFIG_HOME" config
cp "$INQUEST_DB" before.db
changes() { query "$1" 'SELECT count(*) FROM change'; }

# judge DB STATUS BEFORE WORDS: after a command that a limit may have stopped
judge() {
  case $2 in
  0) ;;
  # 126 and 127: the limit kept the shell or the loader from starting it
  [345] | 126 | 127) if [ "$2" -gt 5 ] || grep -q '^inquest: .' "$STATE/err"; then pass; else fail "no message: $4"; last; fi ;;
  1) if grep -q '^inquest: .\|not searched' "$STATE/err"; then pass; else fail "no message: $4"; last; fi ;;
  *) fail "status $2: $4"; last ;;
  esac
  if grep -q 'internal error\|malloc\|Segmentation' "$STATE/err"; then fail "it broke: $4"; last; fi
  if [ "$(query "$1" 'PRAGMA integrity_check' 2>&1)" = ok ]; then pass; else fail "the database is damaged: $4"; fi
  if [ "$2" != 0 ] && grep -q 'nothing was \|was not changed' "$STATE/err" && [ "$(changes "$1")" != "$3" ]; then
    fail "it says that nothing was changed: $4"
    last
  fi
}

# ---- limits of the process ----
# A limit for files is none for pipes: what is said can be read even then.
cat >limited.sh <<'END'
limit=$1
shift
mkfifo said
cat <said >&2 &
(ulimit -c 0; ulimit $limit && exec inquest "$@") 2>said
status=$?
wait
rm said
exit "$status"
END
limited() { # ULIMIT WORDS…
  limit=$1
  shift
  cp before.db "$INQUEST_DB"
  rm -f "$INQUEST_DB-journal"
  before=$(changes "$INQUEST_DB")
  try sh limited.sh "$limit" "$@" <big
  judge "$INQUEST_DB" "$(cat "$STATE/status")" "$before" "ulimit $limit, $*"
  rm -rf out.md out.html copy.db saved "$XDG_CONFIG_HOME"
  cp -a config "$XDG_CONFIG_HOME"
  # no half files; a text that was kept is named
  for left in *.md.?????? *.db.??????; do [ -e "$left" ] && fail "left: $left"; done
  for left in "$TMPDIR"/*; do
    [ -e "$left" ] || continue
    grep -qF "$left" "$STATE/err" || case $limit in -v*) ;; *) fail "left and not named: $left"; last ;; esac
    rm -rf "$left"
  done
}
commands() { # FUNCTION ARGUMENT: for each command
  while read -r words; do
    eval "$1 '$2' $words"
  done <<'END'
new Second
set severity SEV2
log more
log -
event edit 1 other
event edit 1
action add 'Another'
cause add Because
section set impact -
attach big
attach save 1 saved
undo
redact first
config author bo
backup copy.db
render -o out.md
render -o out.html
import app.log
import post.md
template check sre
publish --force testing -r repo
run -- echo x
show
search first
history
doctor
preview
completion bash
END
}
blocks=$(($(wc -c <before.db) / 512))
for size in 0 1 8 $((blocks - 1)) "$blocks" $((blocks + 16)); do
  [ "$step" = 1 ] || [ "$size" = 1 ] || [ "$size" = $((blocks)) ] || continue
  commands limited "-f $size"
done
for files in 3 4 5 6 7 8 9 10 12; do
  [ "$step" = 1 ] || [ "$files" = 5 ] || continue
  commands limited "-n $files"
done
case $("$INQUEST" version 2>&1; nm -D "$INQUEST" 2>/dev/null) in
*__asan*) skip 'limits of memory (the address sanitizer wants terabytes)' ;;
*) for memory in 7000 8000 9000 10000 12000 15000 20000 30000; do
    [ "$step" = 1 ] || [ "$memory" = 8000 ] || continue
    commands limited "-v $memory"
  done ;;
esac
cp before.db "$INQUEST_DB"

# ---- an output that takes nothing ----
for words in check 'check list' 'check explain zone' metrics preview 'search first' 'review' 'template' 'template list' \
  'template show sre' 'template check sre' 'import --dry-run post.md' 'import --dry-run app.log' 'audience' 'check waived' \
  'section list' 'event --json' 'action list --json' 'metrics --json' 'check --json' 'history --json' 'doctor --json' \
  'render --json' 'config --json' 'template list --json'; do
  cp before.db "$INQUEST_DB"
  LINE="/dev/full $words"
  try sh -c 'inquest "$@" >/dev/full' - $words
  case $(cat "$STATE/status") in
  # a finding of `check` is its own failure; one that says nothing on standard output cannot fail to
  1 | 5) pass ;;
  0) try inquest $words; if [ -s "$STATE/out" ]; then fail "exit 0 though the output is lost: $words"; fi ;;
  2) if grep -q 'there is no command\|no flag' "$STATE/err"; then pass; else fail "$words"; last; fi ;;
  *) fail "$words"; last ;;
  esac
done

# ---- what may only be read ----
if [ "$(id -u)" = 0 ] && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
  other='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
  other=
fi
readonly_says() { # FILE-IN-THE-MESSAGE
  fails 4 $other inquest --db ro/x.db log more
  complains "$1"
  sql ro/x.db 'SELECT count(*) FROM change' "$(changes before.db)"
  ok $other inquest --db ro/x.db show
  ok $other inquest --db ro/x.db event
}
if [ -n "$other" ] || [ "$(id -u)" != 0 ]; then
  mkdir ro
  chmod 755 . home home/.config home/.config/inquest 2>/dev/null
  chmod 644 home/.config/inquest/inquestrc
  cp before.db ro/x.db
  chmod 444 ro/x.db
  chmod 555 ro
  readonly_says ro/x.db
  # the file may be written to and its folder not: the journal cannot be made
  chmod 666 ro/x.db
  fails 4 $other inquest --db ro/x.db log more
  complains ro
  # its journal is somebody else's
  chmod 777 ro
  : >ro/x.db-journal
  chmod 444 ro/x.db-journal
  fails 4 $other inquest --db ro/x.db log more
  complains x.db-journal
  rm -f ro/x.db-journal
  fails 4 $other inquest --db ro/x.db render -o /nowhere.md
  complains /nowhere.md
  chmod 555 ro
  fails 4 $other inquest --db ro/x.db backup ro/copy.db
  complains ro/copy.db
  chmod 755 ro
else
  skip 'files that may only be read (there is no other user to become)'
fi

# ---- disks of our own ----
if ! unshare -m sh -c 'mkdir -p disk && mount -t tmpfs -o size=64k tmpfs disk' 2>/dev/null; then
  skip 'full and read-only disks (mounting is not allowed)'
else
  cat >disks.sh <<'END'
mount -t tmpfs -o size=3m,mode=700 tmpfs disk || exit 77
export INQUEST_DB=$SCRATCH/disk/x.db XDG_CONFIG_HOME=$SCRATCH/disk/config TMPDIR=$SCRATCH/disk/tmp
full() { # KILOBYTES-FREE WORDS…
  free=$1
  shift
  rm -rf disk/* 2>/dev/null
  mkdir -p disk/tmp
  cp -a config disk/config
  cp -a repo disk/repo
  cp before.db "$INQUEST_DB"
  left=$(df -k --output=avail disk | tail -n 1)
  head -c $(((left - free) * 1024)) /dev/zero >disk/filler
  before=$(changes "$INQUEST_DB")
  rc=$(cat disk/config/inquest/inquestrc)
  try inquest "$@" <big
  status=$(cat "$STATE/status")
  judge "$INQUEST_DB" "$status" "$before" "$free KB free, $*"
  [ "$status" = 0 ] || [ "$rc" = "$(cat disk/config/inquest/inquestrc)" ] || fail "inquestrc is another: $*"
  for left in disk/*.md disk/*.html disk/*.db.* disk/config/inquest/*.??????; do
    [ "$status" = 0 ] || [ ! -e "$left" ] || fail "left: $left after $*"
  done
  rm -f disk/filler
  case $(git -C disk/repo fsck --no-dangling 2>&1; git --no-optional-locks -C disk/repo status --porcelain 2>&1) in
  '' | 'notice: '*) ;;
  *) [ "$status" = 0 ] || { fail "the repository is not as before: $free KB free, $*"; last; } ;;
  esac
  # what was not done is done now
  if [ "$status" = 5 ] && [ "$1" != doctor ] && [ "$(changes "$INQUEST_DB")" = "$before" ]; then
    try inquest "$@" <big
    [ "$(cat "$STATE/status")" = 0 ] && pass || { fail "the same again: $*"; last; }
  fi
  [ "$1" != doctor ] || grep -q 'finding' "$STATE/out" || { fail "doctor reports nothing with $free KB free"; last; }
}
every() { # KILOBYTES
  while read -r words; do
    eval "full $1 $words"
  done <<'LIST'
log more
log -
event edit 1
section set impact -
attach big
config author bo
backup disk/copy.db
render -o disk/out.md
import app.log
import post.md
publish --force testing -r disk/repo
search first
doctor
LIST
}
for kilobytes in $SIZES; do
  every $kilobytes
done
# the same disk, only to be read
rm -rf disk/*
cp before.db disk/x.db
cp -a config disk/config
mount -o remount,ro disk || exit 77
ok inquest show
ok inquest event
ok inquest search first
for words in 'log more' 'config author bo' 'render -o disk/out.md' 'attach save 1 disk/saved' 'backup disk/copy.db' 'undo'; do
  fails 4 inquest $words
  complains disk
  complains_not 'nothing was written; put it back'
done
exit 0
END
  if [ "$step" = 1 ]; then SIZES='0 4 8 12 16 24 32 48 64 96 128 192 256 512 1024'; else SIZES='4 64'; fi
  export SIZES
  # the checks of this script, in a name space of its own: they are counted in files
  { sed -n '/^pass() {/,/^finish() {/p' "$TESTS/lib.sh" | sed '$d'; sed -n '/^judge() {/,/^}/p;/^changes() /p' "$STATE/script.sh"; cat disks.sh; } >inside.sh
  STATE=$STATE SCRATCH=$SCRATCH TESTS=$TESTS LINE=disks unshare -m sh inside.sh
  case $? in
  0) pass ;;
  77) skip 'full and read-only disks (mounting is not allowed)' ;;
  *) fail 'the run on full disks failed' ;;
  esac
fi
