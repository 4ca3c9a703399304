# A full disk, below the database and below the output: said with exit 5, and nothing acknowledged is lost.

ok inquest new Outage
ok inquest log one
ok inquest role set commander Ana
ok inquest action add Act
ok inquest cause add Because
ok inquest ref add https://example.com
ok inquest section set summary text
printf x >file
ok inquest attach file
ok inquest event edit 1 two
id=$(query "$INQUEST_DB" 'SELECT id FROM incident')
query "$INQUEST_DB" "INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
  VALUES ('$id', 'composer', 'note', 0, 'a draft', 'ana', 0, 's')"
git init -q -b main repository
cp "$INQUEST_DB" before.db

# ---- the output is full: every command that prints ----
full() { # WORD…
  cp before.db "$INQUEST_DB"
  LINE="$LINE ($*)"
  fails 5 sh -c 'inquest "$@" >/dev/full' - "$@"
  complains 'No space left'
}
for words in 'new Second' list 'list --json' show 'show --json' 'use 1' 'set status closed' 'log two' 'log two --json' \
  event 'event list' 'event show 1' 'event edit 1 x' 'event delete 1' action 'action add x' 'action list' 'action show 1' \
  'action edit 1 x' 'action start 1' 'action done 1' 'action reopen 1' 'action decline 1 -r no' 'action delete 1' \
  cause 'cause add x' 'cause list' 'cause show 1' 'cause edit 1 x' 'cause delete 1' role 'role list' 'role set a b' \
  'role add a b' 'role delete 1' ref 'ref add https://x.example' 'ref list' 'ref edit 1 -l x' 'ref delete 1' \
  'attach file' 'attach list' 'attach save 1 -' 'attach delete 1' section 'section list' 'section show summary' \
  'section set summary x' 'section delete summary' render 'publish --force testing -r repository --dry-run' history 'history --json' \
  undo 'redact two' drafts 'drafts list' 'drafts log 1' config 'config template' doctor 'completion bash' 'completion zsh' \
  'completion fish' help 'help log' version --version --help 'run -- echo x'; do
  full $words
done
# what was done before the output failed is done, and a doubt is not left in the file
cp before.db "$INQUEST_DB"
fails 5 sh -c 'inquest log "kept all the same" >/dev/full'
ok inquest event
prints 'kept all the same'
cp before.db "$INQUEST_DB"
ok inquest undo
cp "$INQUEST_DB" undone.db
fails 5 sh -c 'inquest redo >/dev/full'
fails 5 sh -c 'inquest backup copy.db >/dev/full'
fails 5 sh -c 'inquest publish --force testing -r repository >/dev/full'
# with an error of its own, that one is said
fails 2 sh -c 'inquest log >/dev/full'
complains 'must not be empty'
# a pipe that nobody reads is no failure
ok sh -c 'inquest show | true'
ok sh -c '{ inquest completion bash; echo $? >status; } | head -n 1'
equal "$(cat status)" 0
# standard error closed or full, too, changes neither the work nor the status
exits 2 sh -c 'inquest log 2>/dev/full'
exits 2 sh -c 'inquest log 2>&-'
ok sh -c 'inquest log "stderr is full" 2>/dev/full'
exits 5 sh -c 'inquest log "stdout is closed" >&-'

# ---- the disk below the database is full ----
cp before.db "$INQUEST_DB"
head -c 1000000 /dev/urandom | od -A n -t x1 | tr -d ' \n' | head -c 1000000 >big
blocks=$(($(wc -c <"$INQUEST_DB") / 512 + 8))
for words in 'log -' 'attach big' 'section set summary -'; do
  before=$(query "$INQUEST_DB" 'SELECT count(*) FROM change')
  # a limit on the size of files is the full disk that needs no rights
  fails 5 sh -c 'ulimit -f '$blocks'; inquest "$@" <big' - $words
  complains "$INQUEST_DB"
  sql "$INQUEST_DB" 'SELECT count(*) FROM change' "$before"
  sql "$INQUEST_DB" 'PRAGMA integrity_check' ok
done
ok inquest log 'room again'
fails 5 sh -c 'ulimit -f 1; inquest --db new.db new First'
ok inquest config author 'as it was'
cp "$XDG_CONFIG_HOME/inquest/inquestrc" rc
fails 5 sh -c 'ulimit -f 1; inquest config author "$(head -c 1000 big)"'
same "$XDG_CONFIG_HOME/inquest/inquestrc" rc
equal "$(ls "$XDG_CONFIG_HOME/inquest")" inquestrc
fails 5 sh -c 'ulimit -f 1; inquest render -o big.md'
not_there big.md
equal "$(ls | grep -c 'big\.md')" 0

# and a real one, where it may be mounted
if [ "$(id -u)" = 0 ] && unshare -m true 2>/dev/null; then
  mkdir disk
  cat >on-disk.sh <<'END'
mount -t tmpfs -o size=400k,mode=700 tmpfs disk || exit 77
inquest --db disk/x.db new Outage >/dev/null || exit 1
n=0
while [ $n -lt 1000 ]; do
  inquest --db disk/x.db log "event $n $(head -c 2000 big)" >/dev/null 2>full.err
  echo $? >status
  [ "$(cat status)" = 0 ] || break
  n=$((n + 1))
done
echo $n >logged
inquest --db disk/x.db event --json >events || exit 3
inquest --db disk/x.db event delete 1 >/dev/null 2>&1
sqlite3 -batch disk/x.db 'PRAGMA integrity_check' >integrity
END
  unshare -m sh on-disk.sh
  case $? in
  0)
    equal "$(cat status)" 5
    if grep -q 'the disk is full' full.err; then pass; else fail 'a full disk was not said'; show full.err; fi
    equal "$(query :memory: "SELECT count(*) FROM json_each(CAST(readfile('events') AS TEXT))")" "$(cat logged)"
    if [ "$(cat logged)" -gt 10 ]; then pass; else fail "only $(cat logged) events went in"; fi
    equal "$(cat integrity)" ok
    ;;
  77) skip 'a full tmpfs (mounting is not allowed)' ;;
  *) fail 'the run on a full disk failed' ;;
  esac
else
  skip 'a full tmpfs (needs root and mount)'
fi
