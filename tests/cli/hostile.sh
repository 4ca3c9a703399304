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

# what a repository says is to be run, is not: hooks, filters, drivers, programs of its configuration
git init -q -b main trap && printf 'x\n' >trap/a.md
for hook in pre-commit commit-msg prepare-commit-msg post-commit reference-transaction post-checkout post-index-change pre-push; do
  printf '#!/bin/sh\ntouch "%s/pwned"\n' "$SCRATCH" >trap/.git/hooks/$hook && chmod +x trap/.git/hooks/$hook
done
git -C trap add . && git -C trap -c core.hooksPath=/dev/null commit -q -m first
printf '* diff=evil merge=evil\nf.md filter=evil\n' >trap/.gitattributes
for key in filter.evil.clean filter.evil.smudge filter.evil.process diff.evil.textconv diff.external merge.evil.driver core.fsmonitor \
  core.sshCommand core.editor core.pager gpg.program alias.commit credential.helper sequence.editor; do
  git -C trap config $key "touch '$SCRATCH/pwned'"
done
git -C trap config commit.gpgSign true
git -C trap config user.name "$(printf 'an\033]0;t\007a')"
git -C trap config remote.origin.url "ext::sh -c touch% $SCRATCH/pwned"
git -C trap config "remote.$(printf 'x\033[2J').url" '-oProxyCommand=touch pwned'
rm -f pwned
ok inquest publish -r trap --path c.md --force 'no time'
not_there pwned
fails 2 inquest publish -r trap --path f.md --force 'no time'
complains 'filter=evil'
not_there pwned
printf '\nEdited.\n' >>trap/c.md
git -C trap -c core.hooksPath=/dev/null -c core.fsmonitor= -c commit.gpgSign=false -c filter.evil.clean= -c filter.evil.smudge= \
  -c filter.evil.process= -c user.name=bo commit -qam edit || fail 'the edit could not be committed'
rm -f pwned
for command in 'publish -r trap --path c.md --force x --pull' 'publish -r trap --path c.md --force x' 'import git:trap --dry-run' \
  'template list' 'config publish.author git' 'publish -r trap --path b.md --force x'; do
  try inquest $command
  equal "$(cat "$STATE/out" "$STATE/err" | tr -d '\033\007' | wc -c)" "$(cat "$STATE/out" "$STATE/err" | wc -c)"
  not_there pwned
done
# nor is a name that git would take for more than one: nothing is fetched, whatever it says
for repository in "ext::sh -c touch% $SCRATCH/pwned" "-oProxyCommand=touch pwned" '--upload-pack=touch pwned' "file://$SCRATCH/trap" \
  "$(printf 'ssh://x/\033]0;t\007')"; do
  fails 1 inquest publish "--repository=$repository" --force x
  equal "$(tr -d '\033\007' <"$STATE/err" | wc -c)" "$(wc -c <"$STATE/err")"
  equal "$(wc -l <"$STATE/err")" 1
  # the advice can be taken over as it is
  complains_not 'init -'
  complains_not 'clone ext::sh -c'
  inquest import "git:$repository" >"$STATE/imported" 2>&1 && fail "imported $repository"
  not_there pwned
done

# in a folder like /tmp, a link of somebody else is not written through
as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
if [ "$(id -u)" = 0 ] && [ "$(cat /proc/sys/fs/protected_symlinks 2>/dev/null)" = 1 ] && mkdir sticky && chmod 1777 sticky && chmod 755 . &&
  echo mine >victim && as_nobody ln -s "$SCRATCH/victim" sticky/out.md; then
  fails 4 inquest render -o sticky/out.md
  equal "$(cat victim)" mine
else
  skip 'links of others in a shared folder, which needs root and fs.protected_symlinks'
fi

# it lends its rights to nobody
mkdir lent
chmod 755 . lent
cp "$INQUEST" lent/inquest
cp "$(command -v id)" lent/id
chmod 4755 lent/inquest lent/id
if [ "$(id -u)" = 0 ] && [ "$(as_nobody lent/id -u 2>&1)" = 0 ]; then
  exits 4 as_nobody lent/inquest version
  complains 'rights of another user'
else
  skip 'set-uid, which needs root and a folder where it works'
fi
