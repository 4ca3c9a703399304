# Each system call of every command fails once, in each way that it can: the message names the file and is true, the
# status is right, nothing is lost or left half, and the same command again does it (see errors.c, which judges).
errors=$BUILD/durability/errors
root=$SCRATCH
mkdir "$root/w"
# the driver makes the folder w anew for each failure: all that the program sees is below it
export HOME="$root/w/home" XDG_CONFIG_HOME="$root/w/home/.config" XDG_DATA_HOME="$root/w/home/.local/share"
export TMPDIR="$root/w/tmp" INQUEST_DB="$root/w/inquest.db" ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"

# ---- what the program finds ----
mkdir "$root/w/home" "$root/w/tmp"
cp -a w bare
cd w || exit 1
ok inquest new Outage --timezone UTC
ok inquest log 'first'
ok inquest log 'the token is abc123'
ok inquest action add 'Fix it' --owner bo
ok inquest cause add 'A cause'
ok inquest cause add 'Another'
ok inquest role set commander bo
ok inquest ref add https://example.com/1
printf 'bytes' >file
ok inquest attach file
ok inquest section set summary 'It was down.'
ok inquest config timezone UTC
id=$(query "$INQUEST_DB" 'SELECT id FROM incident')
query "$INQUEST_DB" "INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
  VALUES ('$id', 'composer', 'note', 0, 'a draft', 'ana', 0, 's')"
printf '2023-01-17T14:05:00Z first thing\n2023-01-17T14:07:00Z second thing\n' >app.log
printf 'typed elsewhere\n' >text
mkdir docs
for n in 1 2; do
  printf '# Checkout down %s\n\nDate: 2023-01-1%s\n\n## Timeline\n\n- 14:05 UTC first\n- 14:07 UTC second\n' $n $n >docs/$n.md
  printf '\n## Action items\n\n| Action | Owner |\n|---|---|\n| Fix it | bo |\n' >>docs/$n.md
done
printf '#!/bin/sh\nprintf "more, from the editor\\n" >>"$1"\n' >editor
chmod 755 editor
export INQUEST_EDITOR="$root/w/editor"
git init -q -b main repo
git -C repo commit -q --allow-empty -m first
git init -q --bare -b main remote.git
git -C repo remote add origin "$root/w/remote.git"
git -C repo push -q origin main
cd ..
cp -a w world
cp -a w undone && (cd w && ok inquest event edit 1 changed && ok inquest undo) && rm -rf undone && cp -a w undone
rm -rf w && cp -a world w
(cd w && ok inquest publish --force testing -r repo && printf '\nEdited here.\n' >>"$(find repo -name '*.md' | head -n 1)" && git -C repo commit -qam edit)
cp -a w published
# two wrote in one text: not in the same lines, and in the same
both() { # WORLD, WHAT IS MADE OF THE FIRST LINE HERE
  rm -rf w && cp -a world w
  (cd w && printf 'one\n\ntwo\n\nthree\n' | ok inquest section set summary - && ok inquest publish --force testing -r repo &&
    sed -i "$3" "$(find repo -name '*.md' | xargs grep -l '^three')" && git -C repo commit -qam edit &&
    printf '%s\n\ntwo\n\nthree\n' "$2" | ok inquest section set summary -)
  cp -a w "$1"
}
both merged One 's/^three$/three, there/'
both clashing One 's/^one$/the first/'
# somebody else writes while the editor is open, in another line and in the same
rm -rf w && cp -a world w
cat >w/editor <<'EDITOR'
#!/bin/sh
INQUEST_AUTHOR=bo inquest section set summary "$(cat "${0%/*}/theirs")" >/dev/null || exit 1
sed 's/^one/One/' "$1" >"$1.new" && cat "$1.new" >"$1" && rm "$1.new"
EDITOR
(cd w && printf 'one\n\ntwo\n\nthree\n' | ok inquest section set summary - && printf 'one\n\ntwo\n\nthree, there\n' >theirs)
cp -a w guarded
(cd w && INQUEST_AUTHOR=bo ok inquest section set summary "$(cat theirs)")
cp -a w guarded.theirs
rm -rf w && cp -a guarded w
(cd w && printf 'other\n\ntwo\n\nthree\n' >theirs)
cp -a w disputed
(cd w && INQUEST_AUTHOR=bo ok inquest section set summary "$(cat theirs)")
cp -a w disputed.theirs
# a database of which a page is damaged
rm -rf w && cp -a world w
cp w/inquest.db w/damaged
page=$(query w/damaged "SELECT rootpage FROM sqlite_master WHERE name = 'change'")
head -c 4096 /dev/zero | dd of=w/damaged bs=4096 seek=$((page - 1)) conv=notrunc 2>/dev/null
cp -a w damaged
rm -rf w

# ---- every command ----
number=0
every() { # [OPTION…] WORLD -- COMMAND…
  number=$((number + 1))
  LINE="$*"
  "$errors" -s "$stride" -o $((number * 7)) "$@" >"$STATE/report" 2>&1
  case $? in
  0) pass ;;
  77) skip "system calls that fail ($(cat "$STATE/report"))"; return 1 ;;
  *) fail 'something is wrong when a system call fails'; cut -c 1-600 "$STATE/report" ;;
  esac
  [ -z "${SHORT-}" ] && echo "$*: $(tail -n 1 "$STATE/report")"
  return 0
}
stride=${SHORT:+331} stride=${ERRORS_STRIDE:-${stride:-1}}

# whose memory does not come from the system itself
case $(nm -D "$INQUEST" 2>/dev/null) in *__asan*) own_memory=1; skip 'memory that runs out (the address sanitizer keeps its own)' ;; esac

table() {
  while read -r line; do
    case ${own_memory-}$line in '1'*'-m '*) continue ;; esac
    case $line in '#'* | '') continue ;; esac
    case $line in *"${ERRORS_ONLY-}"*) ;; *) continue ;; esac
    eval "every $line" || return 0
    case ${own_memory-}$line in '1'* | *'-m '*) ;; *) [ -n "${SHORT-}" ] || eval "every -m $line" ;; esac
  done
}
table <<'END'
# writing
bare -- inquest new First
world -- inquest new Second
world -- inquest use 1
world -- inquest set severity SEV2
world -- inquest log third
-m world -- inquest log third
-i w/text world -- inquest log -
world -- inquest run -- echo x
world -- inquest event edit 1 other
world -- inquest event edit 1
world -- inquest event delete 1
world -- inquest event shift 1 +5m
world -- inquest action add 'Second action'
world -- inquest action done 1
world -- inquest cause add 'Third'
world -- inquest cause move 2 --under 1
world -- inquest role set scribe ana
world -- inquest ref add https://example.com/2
world -- inquest attach text
world -- inquest attach delete 1
world -- inquest section set impact 'Nobody could pay.'
world -- inquest section edit summary
world -- inquest section delete summary
world -- inquest check waive owner --reason 'not needed'
world -- inquest review request bo
-l world -- inquest undo
-l undone -- inquest redo
world -- inquest redact abc123
world -- inquest drafts log 1
world -- inquest drafts drop 1
world -- inquest config author bo
bare -- inquest config author bo
# files
world -- inquest attach save 1 saved
world -- inquest render -o out.md
world -- inquest render -o out.html
-w 97 world -- inquest template new mine
world -- inquest import app.log
world -- inquest import docs/1.md
-l world -- inquest import docs
-l world -- inquest publish --force testing -r repo
-l published -- inquest publish --force testing -r repo --pull
-l world -- inquest publish --force testing -r remote.git -b main
-l merged -- inquest publish --force testing -r repo
-l merged -- inquest publish --force testing -r repo --pull
-l -x 3 clashing -- inquest publish --force testing -r repo --pull
-b guarded.theirs guarded -- inquest section edit summary
-l -x 3 -b disputed.theirs disputed -- inquest section edit summary
world -- inquest backup copy.db
-l -w 3 -x 1 damaged -- inquest --db damaged doctor --repair --to mended.db
-l world -- inquest doctor --rebuild
# reading
world -- inquest list
world -- inquest show --json
world -- inquest metrics
world -- inquest event
-x 1 world -- inquest check
-l world -- inquest search first
world -- inquest history
world -- inquest preview
-l world -- inquest template list
-l -x 0 world -- inquest doctor
world -- inquest completion bash
world -- inquest help log
END
