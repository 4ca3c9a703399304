# help and version: every row of the command table is explained, without a database, at any width.

export INQUEST_DB=$SCRATCH/never-made.db
ok inquest help
golden help
cp "$STATE/out" overview
ok inquest --help
same "$STATE/out" overview
ok inquest -h
same "$STATE/out" overview

# all commands: as the manual page has them
printf '.\\" COMMANDS\n' >frame
ok inquest help --man <frame
awk '/^\.TP/ { row = 1; next } row && /^\.B inquest / { sub(/^\.B inquest /, ""); sub(/[^a-z ].*/, ""); print } { row = 0 }' \
  "$STATE/out" >rows
if [ "$(wc -l <rows)" -gt 60 ]; then pass; else fail "only $(wc -l <rows) rows"; fi
while read -r first second; do
  [ "$first" != completion ] || second=
  ok inquest help $first $second
  cp "$STATE/out" explained
  prints "inquest $first${second:+ $second}"
  prints '--help'
  ok inquest $first $second --help
  same "$STATE/out" explained
done <rows
ok inquest help action add
golden help-action-add
ok inquest action add -h 'a title' --type prevent
ok inquest help action
prints 'Sub-commands'
prints 'action decline NUMBER… --reason TEXT'

fails 2 inquest help nonsense
complains "'nonsense'"
fails 2 inquest help lgo
complains 'did you mean log?'
fails 2 inquest help action nonsense
complains 'inquest help action'
fails 2 inquest nonsense
complains 'inquest help'
fails 2 inquest lgo text
complains 'did you mean log?'
fails 2 inquest lisst
complains 'did you mean list?'
fails 2 inquest LOG text
complains 'did you mean log?'
fails 2 inquest ''
fails 2 inquest --nonsense
fails 2 inquest -x
ok inquest help --man <frame
prints '.B inquest run'
ok inquest --version
cp "$STATE/out" version
ok inquest version
same "$STATE/out" version
if grep -Eq '^inquest [0-9]+\.[0-9]+\.[0-9]+$' version; then pass; else fail 'no version'; show version; fi
not_there "$INQUEST_DB"

# on a terminal nothing is cut off, down to 40 columns
for width in 200 80 60 40; do
  script -qec "stty cols $width; inquest help log" /dev/null </dev/null | tr -d '\r' >screen
  tr -s ' \n' '  ' <screen >flat
  if grep -q 'acknowledged, declared, mitigated, resolved --text' flat; then pass; else fail "cut at $width columns"; show screen; fi
done
if [ "$(script -qec 'stty cols 80; inquest help log' /dev/null </dev/null | tr -d '\r' | LC_ALL=C.UTF-8 awk 'length > 80' | wc -l)" = 0 ]; then
  pass
else
  fail 'longer than 80 columns'
fi

# the key map, the user's own lines included
mkdir -p "$XDG_CONFIG_HOME/inquest"
echo 'bind timeline Ctrl-G pin' >"$XDG_CONFIG_HOME/inquest/inquestrc"
ok inquest help keys
tr -s ' ' <"$STATE/out" >keys
for line in 'all ? keys' 'composer Enter submit' 'line Ctrl-K line kill-end' 'timeline Ctrl-G pin'; do
  if grep -Fqx "$line" keys; then pass; else fail "no line '$line'"; show keys; fi
done
rm "$XDG_CONFIG_HOME/inquest/inquestrc"
