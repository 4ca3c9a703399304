# history, undo, redo: every change with before and after; taking back never takes somebody else's work.

ok inquest new Outage --timezone Europe/Berlin
ok inquest log -t '2023-01-17 15:00' 'first'
ok inquest event edit 1 --at '2023-01-17 15:20' -k impact
ok inquest history
prints_lines 3
golden history
ok inquest history --json
json '$[0].kind' incident
json '$[0].created' 1
json '$[0].fields.title.before' null
json '$[0].fields.title.after' Outage
json '$[2].kind' event
json '$[2].number' 1
json '$[2].author' ana
json '$[2].created' 0
json '$[2].undone' 0
json '$[2].fields.kind.before' note
json '$[2].fields.kind.after' impact
ok inquest history -n 1
prints_lines 1
prints 'kind note → impact'
fails 2 inquest history -n 0
fails 2 inquest history -n many
fails 2 inquest history nonsense
fails 1 inquest history -i 99

# undo shows what it took back, redo what it did again
ok inquest undo
prints 'undid change 3 (event 1: at 2023-01-17 15:00:00 CET → 2023-01-17 15:20:00 CET, kind note → impact)'
ok inquest event
prints '2023-01-17 15:00 CET  note'
ok inquest history
prints '(undone)'
prints 'undid change 3'
ok inquest redo
ok inquest event
prints '2023-01-17 15:20 CET  impact'
ok inquest history
prints_not '(undone)'
prints 'redid change 3'

# each kind of entity: created, changed, deleted; undone, redone
try_entity() { # NAME LISTING-WORD
  before=$(inquest "$1" list 2>&1)
  ok inquest undo
  after=$(inquest "$1" list 2>&1)
  if [ "$before" != "$after" ]; then pass; else fail "undo changed nothing in $1"; fi
  ok inquest redo
  equal "$(inquest "$1" list 2>&1)" "$before"
}
ok inquest action add Act -p P1
try_entity action
ok inquest action edit 1 -o bo
try_entity action
ok inquest action done 1
try_entity action
ok inquest action delete 1
try_entity action
ok inquest cause add Because
try_entity cause
ok inquest cause edit 1 -k root
try_entity cause
ok inquest cause delete 1
try_entity cause
ok inquest role set commander Ana
try_entity role
ok inquest role set commander Bo
try_entity role
ok inquest role delete 1
try_entity role
ok inquest ref add https://example.com
try_entity ref
ok inquest ref edit 1 -l x
try_entity ref
ok inquest ref delete 1
try_entity ref
echo x >file
ok inquest attach file
try_entity attach
ok inquest attach delete 1
try_entity attach
ok inquest section set summary text
try_entity section
ok inquest section set summary 'other text'
try_entity section
ok inquest section delete summary
try_entity section
ok inquest log again
try_entity event
ok inquest event delete 1 2
try_entity event
ok inquest set title 'New title' --severity sev1
before=$(inquest show | head -n 1)
ok inquest undo
ok inquest show
prints 'SEV3  investigating  Outage'
ok inquest redo
equal "$(inquest show | head -n 1)" "$before"
ok inquest doctor
prints '0 findings'

# several in a row, back and forth; something new ends what can be redone
ok inquest new Second
for n in 1 2 3; do ok inquest log "event $n"; done
for n in 1 2 3; do ok inquest undo; done
ok inquest event
complains 'no events'
ok inquest redo
prints 'text event 1'
ok inquest redo
prints 'text event 2'
ok inquest event
prints_lines 2
ok inquest log new
fails 1 inquest redo
complains 'nothing by ana to redo'
ok inquest undo
prints 'text new'
ok inquest undo
prints 'text event 2'

# only one's own, unless named by number
ok env INQUEST_AUTHOR=bo inquest log "bo's"
ok inquest undo
prints 'text event 1'
ok inquest event
prints_lines 1
prints "bo's"
fails 1 env INQUEST_AUTHOR=cy inquest undo
complains 'nothing by cy to undo'
complains 'inquest history'
fails 1 env INQUEST_AUTHOR=cy inquest redo
number=$(query "$INQUEST_DB" "SELECT max(seq) FROM change WHERE author = 'bo'")
ok env INQUEST_AUTHOR=cy inquest undo "$number"
prints "undid change $number"
fails 2 env INQUEST_AUTHOR=cy inquest undo "$number"
complains 'already undone'
ok env INQUEST_AUTHOR=cy inquest redo "$number"
fails 2 env INQUEST_AUTHOR=cy inquest redo "$number"
complains 'not undone'
fails 1 inquest undo 99999
complains 'no change 99999'
fails 2 inquest undo last
fails 2 inquest undo 1 2
# a number is looked for in this incident, not in another
fails 1 inquest undo 2
complains 'change 2 belongs to another incident'
ok inquest -i 1 show
prints 'New title'

# changed again since by somebody else: a conflict, and nothing is written
ok inquest log 'of ana'
number=$(query "$INQUEST_DB" "SELECT max(number) FROM event")
ok inquest event edit "$number" 'of ana, better'
mine=$(query "$INQUEST_DB" "SELECT max(seq) FROM change")
ok env INQUEST_AUTHOR=bo inquest event edit "$number" 'of bo'
before=$(query "$INQUEST_DB" 'SELECT count(*) FROM change')
fails 3 inquest undo
theirs=$(query "$INQUEST_DB" "SELECT max(seq) FROM change")
complains "the event's text was changed again by bo in change $theirs: undo that first"
fails 3 inquest undo "$mine"
sql "$INQUEST_DB" 'SELECT count(*) FROM change' "$before"
ok inquest event show "$number"
prints 'of bo'
# another field of it is no conflict
ok inquest event edit "$number" -k decision
ok env INQUEST_AUTHOR=bo inquest event edit "$number" --pinned
ok inquest undo
ok inquest event show "$number" --json
json '$.kind' note
json '$.pinned' 1
json '$.text' 'of bo'
# when bo takes his back, ana can again
ok env INQUEST_AUTHOR=bo inquest undo
ok env INQUEST_AUTHOR=bo inquest undo
ok inquest undo
ok inquest event show "$number"
prints 'of ana'
prints_not better

# the beginning of an incident can be undone and done again, also when others are open
ok inquest new Third
ok inquest undo
complains 'inquest redo -i 3'
fails 1 inquest show -i 3
ok inquest history
prints 'deleted'
ok inquest redo
ok inquest show -i 3
prints Third
ok inquest undo
ok inquest use 1
ok inquest redo -i 3
ok inquest show -i 3
prints Third

# a publication or a redaction is nothing undo could take back
ok inquest use 3
ok inquest log 'my secret'
ok inquest redact secret
number=$(query "$INQUEST_DB" "SELECT seq FROM change WHERE kind = 'redaction'")
fails 2 inquest undo "$number"
complains 'cannot be undone'
ok inquest history
prints 'redaction'
prints 'text my [redacted]'

# rows are what the log says, after all this, and folding it again gives the same
ok inquest doctor
prints '0 findings'
before=$(query "$INQUEST_DB" 'SELECT * FROM event; SELECT * FROM action; SELECT * FROM incident; SELECT * FROM undo')
ok inquest doctor --rebuild
equal "$(query "$INQUEST_DB" 'SELECT * FROM event; SELECT * FROM action; SELECT * FROM incident; SELECT * FROM undo')" "$before"
