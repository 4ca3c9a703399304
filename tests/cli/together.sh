# Two people change the same thing while an editor is open: both are kept, or nothing is written.
meanwhile() { # COMMAND: an editor that changes a line, while somebody else runs COMMAND
  printf '#!/bin/sh\nINQUEST_AUTHOR=bo %s >/dev/null || exit 1\nsed -i "s/%s/%s/" "$1"\n' "$1" "$2" "$3" >editor
  chmod +x editor
  export INQUEST_EDITOR="$PWD/editor"
}

ok inquest new Outage
printf 'one\n\ntwo\n\nthree\n' >text
inquest log - <text >/dev/null
inquest log other >/dev/null

printf 'one\n\ntwo\n\nthree, said bo\n' >theirs
meanwhile 'inquest event edit 1 "$(cat theirs)"' '^one' 'One'
ok inquest event edit 1
complains 'both are kept'
ok inquest event show 1
prints_line One
prints_line 'three, said bo'

# the same line
meanwhile 'inquest event edit 1 "something else"' '^One' 'ONE'
fails 3 inquest event edit 1
complains 'changed by somebody else while the editor was open'
complains "$TMPDIR"
ok inquest event show 1
prints_line 'something else'
grep -qx ONE "$TMPDIR"/*event* && pass || fail 'the text of the editor is kept'

meanwhile 'inquest event delete 2' other another
fails 3 inquest event edit 2
complains 'deleted by somebody else'

# one line, as a title is, cannot be merged
ok inquest action add 'write the runbook'
meanwhile 'inquest action edit 1 "write a runbook"' runbook book
fails 3 inquest action edit 1
complains 'changed by somebody else'

# sections, also one that was not written yet
ok inquest section set summary "$(cat text)"
meanwhile 'inquest section set summary "$(cat theirs)"' '^one' 'One'
ok inquest section edit summary
complains 'both are kept'
ok inquest section show summary
prints_line One
prints_line 'three, said bo'
meanwhile 'inquest section set summary "gone"' '^One' 'ONE'
fails 3 inquest section edit summary
complains 'in the same lines'
printf '#!/bin/sh\nINQUEST_AUTHOR=bo inquest section set impact "by bo" >/dev/null\necho "by ana" >"$1"\n' >editor
fails 3 inquest section edit impact
ok inquest section show impact
prints_line 'by bo'
