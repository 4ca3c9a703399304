# section edit --all: the whole document in an editor, read back into sections and action items.

TMPDIR=$SCRATCH/tmp
export TMPDIR
mkdir "$TMPDIR"
editor() { # an editor that does what standard input says; $1 there is the file
  cat >"$SCRATCH/editor"
  chmod +x "$SCRATCH/editor"
}
export INQUEST_EDITOR="$SCRATCH/editor"
no_files() { equal "$(find "$TMPDIR" -type f | wc -l)" 0; }
changes() { query "$INQUEST_DB" 'SELECT count(*) FROM change'; }

ok inquest new 'Checkout returns 500' --started '2023-01-17 14:03'
ok inquest log -k impact -t '2023-01-17 14:03' 'it begins'
ok inquest action add 'Alert on key | rotation' -t detect -p P1 -o ana
ok inquest action add 'Renew keys' -t prevent -p P1 --team payments
printf 'Two thousand people.\n\n# Level one\n\n```\nunclosed' >impact
ok inquest section set impact - <impact
ok inquest section add 'Our own' --text 'Own text.'

# what is not edited changes nothing, also if it had to be contained
editor <<'END'
#!/bin/sh
grep -q '^### Level one' "$1"
END
before=$(changes)
ok inquest section edit --all
complains unchanged
equal "$(changes)" "$before"
no_files

# exactly what was edited is written, in one batch
editor <<'END'
#!/bin/sh
sed -i 's/^# Checkout returns 500 /# Checkout returned \\*500\\* /
  s/^\*Not written yet: What happened.*/It broke.\
\
- for an hour/
  s/^Two thousand/Three thousand/
  s/| P1 | ana |/| P0 | bo |/
  s/^| Renew.*/&\n| Add \\| more | prevent | P3 | cy | open |  |  |/
  s/^## Our own/## Ours/
  s/^## Timeline/## Costs\n\nMany.\n\n&/' "$1"
END
ok inquest section edit --all
prints_line 'section summary: written'
prints_line 'section impact: changed'
prints_line 'action 1: priority P1 → P0'
prints_line 'action 1: owner ana → bo'
prints_line 'action 3: added, Add | more'
prints_line 'section our-own: heading Our own → Ours'
prints_line 'section costs: added'
no_files
ok inquest section show summary
prints 'It broke.

- for an hour'
sed 's/Two/Three/' impact >wanted
ok inquest section show impact
same "$STATE/out" wanted
ok inquest action show 3 --json
json '$.team' payments
json '$.title' 'Add | more'
ok inquest show --json
json '$.title' 'Checkout returned *500*'
sql "$INQUEST_DB" 'SELECT count(DISTINCT batch) FROM change WHERE seq > '"$before" 1
before=$(changes)
ok inquest undo
ok inquest section show our-own
ok inquest action list
prints_not 'Add | more'
ok inquest redo

# what stands outside is said, and the buffer is kept
editor <<'END'
#!/bin/sh
sed -i 's/time to detect/time to see/; s/it begins/it began/; s/^Many\./Very many./; /^| Renew keys/d; s/| P0 | bo |/| urgent | cy |/' "$1"
END
before=$(changes)
fails 1 inquest section edit --all
prints_line 'section costs: changed'
prints_line 'action 1: owner bo → cy'
prints_line 'event 1: changed'
complains 'what the log or the template says'
complains "action 'Renew keys' was removed there and is kept here"
complains "action 1: priority is not taken: unknown priority 'urgent'"
complains '3 of your changes were not read back; the rest was written; your text is in'
kept=$(find "$TMPDIR" -type f)
grep -q 'time to see' "$kept" || fail 'the text was not kept'
equal "$(stat -c %a "$kept")" 600
rm "$kept"
equal "$(changes)" $((before + 3))

# somebody else changed the same lines meanwhile: theirs stays, ours is kept in the file; other lines are merged
editor <<END
#!/bin/sh
sed -i 's/^Own text.*/Own text of mine./; s/^- for an hour/&, at least/' "\$1"
INQUEST_AUTHOR=eve inquest section set our-own 'Own text of eve.' >/dev/null
INQUEST_AUTHOR=eve inquest section set summary 'It broke twice.

- for an hour' >/dev/null
END
fails 3 inquest section edit --all
prints_line 'section summary: changed'
complains 'somebody else changed the same you did while the editor was open'
complains 'of mine'
complains 'of eve'
ok inquest section show our-own
prints 'Own text of eve.'
ok inquest section show summary
prints 'It broke twice.

- for an hour, at least'
rm "$TMPDIR"/*

# an editor that fails, empties or deletes the file
before=$(changes)
for script in 'exit 3' ': >"$1"' 'echo >"$1"' 'rm "$1"' 'kill -9 $$' 'printf "\\377" >"$1"' 'printf "a\\0b" >"$1"'; do
  printf '#!/bin/sh\n%s\n' "$script" | editor
  try inquest section edit --all
  [ "$(cat "$STATE/status")" != 0 ] || fail "$script: exit 0"
  complains 'nothing was changed'
  equal "$(changes)" "$before"
done
export INQUEST_EDITOR=/no/such/editor
fails 1 inquest section edit --all
complains 'nothing was changed'
export INQUEST_EDITOR="$SCRATCH/editor"
rm -f "$TMPDIR"/*

# lines that end as on Windows, and no last line break
editor <<'END'
#!/bin/sh
sed -i 's/^Very many\./A lot./; s/$/\r/' "$1"
truncate -s -2 "$1"
END
ok inquest section edit --all
prints_line 'section costs: changed'
prints_lines 1
ok inquest section show costs
equal "$(tr -dc '\r' <"$STATE/out" | wc -c)" 0
no_files

# words of its own
fails 2 inquest section edit --all summary
complains 'no key'
fails 2 inquest --no-input section edit --all
fails 2 inquest section edit
ok inquest doctor
prints '0 findings'
