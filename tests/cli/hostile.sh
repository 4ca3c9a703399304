# Names, modes and programs: what comes from elsewhere stays a name, files are ours alone, programs get words and no shell.

mode() { ls -ld "$1" | cut -c 1-10; }
nasty='a b;touch pwned $(touch pwned) `touch pwned` | touch pwned & -rf'
newline='one
touch pwned'

# files and folders are ours alone, whatever the umask lets others do, and ours whatever it takes from us
for mask in 000 022 777; do
  rm -rf "$SCRATCH/home/.local" "$SCRATCH/home/.config"
  (umask $mask && unset INQUEST_DB && inquest new 'Down' && inquest config editor vi) >"$STATE/mode" 2>&1 || fail "umask $mask"
  equal "$(mode "$XDG_DATA_HOME/inquest/inquest.db")" -rw-------
  equal "$(mode "$XDG_DATA_HOME/inquest")" drwx------
  equal "$(mode "$XDG_CONFIG_HOME/inquest/inquestrc")" -rw-------
  equal "$(mode "$XDG_CONFIG_HOME/inquest")" drwx------
  (umask $mask && unset INQUEST_DB && inquest backup "copy$mask.db") >"$STATE/mode" 2>&1 || fail "backup with umask $mask"
  equal "$(mode copy$mask.db)" -rw-------
done
rm -rf "$SCRATCH/home/.config"

# the editor gets one word, the name of a private file that is gone afterwards
cat >edit <<'END'
#!/bin/sh
printf '%s\n' "$#" "$1" "$(ls -l "$1" | cut -c 1-10)" >>"$EDITS"
echo 'a text' >>"$1"
END
chmod +x edit
export EDITS="$SCRATCH/edits" INQUEST_EDITOR="$SCRATCH/edit"
ok inquest new 'Down' --severity SEV2
mkdir -p "$SCRATCH/tmp/$nasty"
for tmp in "$SCRATCH/tmp/$nasty" "$SCRATCH/tmp" ./-rf -rf; do
  rm -f edits
  (TMPDIR=$tmp inquest section edit summary) >"$STATE/edited" 2>&1 || fail "$(cat "$STATE/edited")"
  equal "$(sed -n 1p edits)" 1
  equal "$(sed -n 3p edits)" -rw-------
  case $(sed -n 2p edits) in /*) pass ;; *) fail "the editor got $(sed -n 2p edits)" ;; esac
  not_there "$(sed -n 2p edits)"
done
# a name in it is a name only
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
for key in ../../../up "$nasty" "$newline" -rf; do
  rm -f edits
  inquest section edit -- "$key" >"$STATE/edited" 2>&1
  [ ! -e edits ] || equal "$(dirname "$(sed -n 2p edits)")" "$TMPDIR"
  inquest template new --edit -- "$key" >"$STATE/edited" 2>&1
  [ ! -e edits ] || equal "$(dirname "$(sed -n 2p edits)")" "$TMPDIR"
done
equal "$(find "$TMPDIR" -type f | wc -l)" 0

# whoever opens links gets the link as one word, and only what is a link
cat >open <<'END'
#!/bin/sh
printf '%s\n' "$#" "$@" >>"$OPENED"
END
chmod +x open
export BROWSER="$SCRATCH/open" OPENED="$SCRATCH/opened"
number=0
for link in 'https://x.example/$(touch${IFS}pwned);touch+pwned`touch`' "https://x.example/'\"|&"; do
  rm -f opened
  ok inquest log linked --link "$link"
  number=$((number + 1))
  ok inquest event open $number
  equal "$(sed -n 1p opened)" 1
  equal "$(sed -n 2p opened)" "$link"
done
rm -f opened
for link in -rf 'javascript:alert(1)' file:///etc/passwd "https://x.example/ $nasty"; do
  inquest log linked "--link=$link" >"$STATE/linked" 2>&1 || continue
  number=$((number + 1))
  inquest event open $number >"$STATE/linked" 2>&1
done
[ "$number" -gt 2 ] && pass || fail 'no such link could be tried'
if [ -e opened ]; then fail "opened: $(cat opened)"; else pass; fi

# a program that is run gets its words
ok inquest run -- printf '%s\n' "$nasty" "$newline"
prints "$nasty"

# names stay names
for name in ../x a/b; do
  fails 2 inquest attach --name "$name" edit
done
git init -q team && (cd team && git commit -q --allow-empty -m first)
ok inquest set --title '../../../../etc/passwd $(touch pwned)'
ok inquest publish -r team --force 'no time'
equal "$(git -C team ls-files | grep -c -e '\.\.' -e '^etc/' -e '\$')" 0
for path in ../out.md .git/hooks/x.md .GIT/x.md 'git~1/x.md' a/../../x.md; do
  fails 2 inquest publish -r team --path "$path" --force x
done
mkdir outside && ln -s ../outside team/link
inquest publish -r team --path link/x.md --force x >"$STATE/published" 2>&1
equal "$(ls outside | wc -l)" 0
not_there team/.git/hooks/x.md
not_there pwned
not_there team/pwned

# it lends its rights to nobody
mkdir lent
chmod 755 . lent
cp "$INQUEST" lent/inquest
cp "$(command -v id)" lent/id
chmod 4755 lent/inquest lent/id
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
if [ "$(id -u)" = 0 ] && [ "$(as_nobody lent/id -u 2>&1)" = 0 ]; then
  exits 4 as_nobody lent/inquest version
  complains 'rights of another user'
else
  skip 'set-uid, which needs root and a folder where it works'
fi
