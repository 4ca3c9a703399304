# An imported document is kept: rendered as it was, byte for byte, whatever is in it; edited, published and brought back as
# any other; and nothing of it is lost in another form. tests/import/WHAT.md is a document with WHAT in it, WHAT.found what
# --dry-run says of it.

TMPDIR=$SCRATCH/tmp
export TMPDIR
mkdir -p "$TMPDIR"
fresh() { # a database of its own, with one document in it
  rm -f "$INQUEST_DB"*
  ok inquest import --all "$1"
  ok inquest use 1
}
edit() { # the whole document in an editor that runs a sed script
  {
    echo '#!/bin/sh'
    echo 'exec sed -i -f edits "$1"'
  } >"$SCRATCH/editor"
  chmod +x "$SCRATCH/editor"
  cat >edits
  INQUEST_EDITOR="$SCRATCH/editor" ok inquest section edit --all
}

# ---- every form: what is recognised, and what is rendered ----

found() { # NAME: what was recognised is what NAME.found says
  if [ "${GOLDEN-}" = update ]; then
    cp "$STATE/out" "$TESTS/import/$1.found"
  fi
  same "$STATE/out" "$TESTS/import/$1.found"
}

for file in "$TESTS"/import/*.md; do
  name=$(basename "$file" .md)
  LINE="$LINE ($name)"
  cp "$file" .
  rm -f "$INQUEST_DB"*
  ok inquest import --all --dry-run "$name.md"
  found "$name"
  fresh "$name.md"
  ok inquest render -o rendered.md
  same rendered.md "$file"
  # rendered and imported again it is the same
  mv "$INQUEST_DB" first.db
  ok inquest import --all --dry-run "$name.md"
  cp "$STATE/out" first
  cp rendered.md "$name.md"
  ok inquest import --all --dry-run "$name.md"
  same "$STATE/out" first
  # sections in order are the file
  query first.db "SELECT writefile('joined', CAST(group_concat(part, '') AS BLOB)) FROM
    (SELECT coalesce(markup, '') || coalesce(text, '') AS part FROM section ORDER BY position)" >/dev/null
  same joined "$file"
done

# ---- real ones, where they are at hand ----

for file in "$TESTS"/../../shared/seeds/*.txt; do
  [ -e "$file" ] || continue
  cp "$file" seed.md
  fresh seed.md
  ok inquest render -o rendered.md
  same rendered.md "$file"
done

# ---- from a repository, whose authors are not in the document ----

git init -q from
git -C from config user.email ida@example.com
git -C from config user.name Ida
cp "$TESTS/import/titles.md" from/
git -C from add titles.md
git -C from commit -q -m add
fresh git:from
ok inquest role
prints author
ok inquest render -o rendered.md
same rendered.md from/titles.md

# ---- what is added later ----

cat >mill.md <<'END'
---
layout: incident
---

# Mill wheel jammed

Told by the miller.

Summary
-------

A branch was in the wheel. See [the plan][plan].

## Timeline

- 2024-05-01 10:00 UTC the wheel stops

### Odd words

alpha
## Action items

- [ ] a grate before the wheel

## Loose ends

omega  

[plan]: https://plans.example/mill
last line
END
printf 'without an end' >>mill.md
fresh mill.md
ok inquest log -t '2024-05-01 10:20 UTC' -k mitigated 'The branch is out'
ok inquest action add 'Cut the willow' -o lena -p P2 -l https://tickets.example/5
ok inquest cause add -k root 'A storm'
ok inquest role set commander 'Lena Voss <lena@example.com>'
ok inquest ref add https://weather.example --title 'The storm'
ok inquest section add 'Thanks' --text 'To the neighbours.'
ok inquest section set impact 'No flour.'
ok inquest render -o later.md
diff mill.md later.md | grep '^[<>]' >difference
cat >wanted <<'END'
> 
> - **2024-05-01 10:20** *mitigated* tester: The branch is out
> 
> - [ ] P2: Cut the willow (owner: lena), [tickets.example/5](https://tickets.example/5)
> 
< without an end
> without an end
> 
> ## Thanks
> 
> To the neighbours.
> 
> ## Impact
> 
> No flour.
> 
> ## Causes
> 
> - root: A storm
> 
> ## People
> 
> - commander: Lena Voss
> 
> ## References
> 
> - [The storm](https://weather.example)
END
sed 's/^> - \*\*.*10:20\*\*/> - **2024-05-01 10:20**/; s/mitigated\* [^:]*:/mitigated* tester:/' difference >got
same got wanted
# that document, imported elsewhere, is kept as well
fresh later.md
ok inquest render -o again.md
same again.md later.md

# ---- what the text still says otherwise ----

fresh mill.md
ok inquest event edit 1 -t '2024-05-01 10:01 UTC'
ok inquest action edit 1 --title 'A finer grate'
ok inquest set title 'Mill wheel stood'
ok inquest log -t '2024-05-01 10:30 UTC' 'Not in the document'
try inquest check
prints "at 2024-05-01 10:00 UTC"
prints "title 'a grate before the wheel'"
prints "title 'Mill wheel jammed'"
equal "$(grep -c 'still says otherwise' "$STATE/out")" 3
# where the section says it too, it is no contradiction; nor in a form that does not show the sections
inquest section show action-items | sed 's/a grate before the wheel/A finer grate/' >text
ok inquest section set action-items - <text
try inquest check
equal "$(grep -c 'still says otherwise' "$STATE/out")" 2
ok inquest undo
ok inquest event edit 1 -t '2024-05-01 10:00 UTC'
try inquest check
equal "$(grep -c 'still says otherwise' "$STATE/out")" 2
ok inquest set template sre
try inquest check
prints_not 'still says otherwise'

# ---- what is for the team alone ----

fresh later.md
ok inquest event edit 1 --audience team
ok inquest render -o form.md
equal "$(grep -c 'wheel stops' form.md)" 0
equal "$(grep -c -e 'The branch is out' -e 'A branch was' form.md)" 2
ok inquest render --explain
prints 'section timeline says what is in event 1, which is marked team'
ok inquest render --audience team -o form.md
same form.md later.md

# ---- in another form ----

fresh later.md

count() { grep -c -e "$1" form.md; }
for name in sre atlassian five-whys narrative pagerduty report thread workbook; do
  LINE="$LINE ($name)"
  ok inquest render --template "$name" -o form.md
  equal "$(head -n 3 form.md | tr '\n' ' ')" '--- layout: incident --- '
  for word in 'Told by the miller' 'A branch was in the wheel' alpha omega 'last line' 'To the neighbours'; do
    equal "$word $(count "$word")" "$word 1"
  done
  # the definition is not in the way of the link
  ok inquest render --template "$name" -o form.html
  equal "$(grep -c '"https://plans.example/mill">the plan<' form.html)" 1
done
ok inquest render --template customer -o form.md
equal "$(grep -c -e miller -e layout -e alpha form.md)" 0

# ---- editing ----

fresh mill.md
inquest render >before.md
edit <<'END'
END
complains unchanged
edit <<'END'
s/^A branch was/A big branch was/
s/^Summary$/In *short*/
s/^# Mill wheel jammed/# Mill wheel jammed twice/
s/^layout: .*/layout: postmortem/
s/^## Loose ends/## Willow\n\nIt grows.\n\n## Loose ends/
s/^alpha/alpha beta/
s/^last line/the last line/
END
prints 'section summary: changed'
prints 'section summary: heading'
prints 'section preamble: heading'
prints 'section willow: added'
inquest render >after.md
sed 's/^A branch was/A big branch was/
s/^Summary$/In *short*/
s/^# Mill wheel jammed/# Mill wheel jammed twice/
s/^layout: .*/layout: postmortem/
s/^## Loose ends/## Willow\n\nIt grows.\n\n## Loose ends/
s/^alpha/alpha beta/
s/^last line/the last line/' before.md >wanted
same after.md wanted
ok inquest show
prints 'Mill wheel jammed twice'
ok inquest section
prints 'It grows.'

# headings by name: with the marks they had
ok inquest section set summary --heading 'The gist'
ok inquest section set loose-ends --heading 'Ends *loose*' --level 3
ok inquest section set preamble --heading 'Wheel'
inquest render >after.md
equal "$(grep -A 1 -e '^The gist' after.md | tr '\n' '|')" 'The gist|-------|'
equal "$(grep -c -e '^### Ends .\*loose.\*$' -e '^# Wheel$' after.md)" 2
ok inquest undo
ok inquest undo
ok inquest undo

# a text keeps the blank lines around it, and closes what would swallow the rest
ok inquest section set action-items '```
open'
inquest render >after.md
equal "$(sed -n '/^## Action items/,/^## Willow/p' after.md | tr '\n' '|')" '## Action items||```|open||```||## Willow|'

# ---- published, edited there, and brought back ----

git init -q repo
git -C repo config user.email ida@example.com
git -C repo config user.name 'Ida'
git -C repo commit -q --allow-empty -m begin
printf '\357\273\277# Bell without rope\r\n\r\n## Summary\r\n\r\nIt did not ring.\r\n\r\n## Impact\r\n\r\nAll were late.\r\nVery late.' >bell.md
fresh bell.md
ok inquest config publish.repository "$PWD/repo"
ok inquest publish --force 'a test' --path bell.md
same repo/bell.md bell.md
sed -i 's/did not ring/rang at six/; s/^## Impact/## What it did/; s/Bell without rope/Bell without a rope/' repo/bell.md
git -C repo commit -q -a -m 'say it better'
ok inquest publish --pull
prints 'section summary: changed'
prints 'section impact: heading'
ok inquest render -o after.md
same after.md repo/bell.md
ok inquest publish --pull
prints 'nothing to bring back'
ok inquest list --all
prints 'Bell without a rope'
ok inquest log -t '2024-05-01 06:00 UTC' 'It rings'
ok inquest publish --force 'a test'
equal "$(grep -c 'It rings' repo/bell.md)" 1
equal "$(head -n 5 repo/bell.md | cksum)" "$(head -n 5 after.md | cksum)"
