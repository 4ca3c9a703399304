# action: add with every field, list and select, show, edit, states, delete.

ok inquest new Outage
ok inquest action
complains 'no actions'

ok inquest action add 'Alert on key rotation' -t detect -p P1 -o dana --team Platform -l ops/infra#22 \
  --due 2023-03-31 --state doing
prints_line '#1  doing  P1  detect  dana  ops/infra#22  Alert on key rotation'
ok inquest action show 1 --json
json '$.title' 'Alert on key rotation'
json '$.type' detect
json '$.priority' P1
json '$.owner' dana
json '$.team' Platform
json '$.link' ops/infra#22
json '$.due' 2023-03-31
json '$.state' doing
json '$.reason' null
ok inquest action add --json Write the runbook
json '$.number' 2
json '$.type' other
json '$.priority' null
json '$.state' open
json '$.due' null
ok inquest action add --title 'Third | with a bar' -p 0 -t prev
prints '#3  open  P0  prevent'

for bad in '-p P9' '-p 7' '-p high' '-t fix' '--state later' '--due tomorrowish' '--due 31.3.2023' '--due 2023-02-30'; do
  fails 2 inquest action add x $bad
done
fails 2 inquest action add x -p P9
complains "priority 'P9'"
complains 'P0, P1, P2, P3, P4'
fails 2 inquest action add
complains 'title must not be empty'
fails 2 inquest action add 'two
lines'
complains 'one line'
fails 2 inquest action add "$(printf '%4097s' x)"
complains 4096
fails 2 inquest action ad x
complains 'did you mean add?'
ok inquest action list --json
json '$[2].title' 'Alert on key rotation'
json '$[3]' 'nothing there'

ok inquest action edit 2 --due today
ok inquest action show 2 --json
json '$.due' 2023-01-18
ok inquest action edit 2 --due ''

# listed by team, then urgency
ok inquest action add 'Fourth' --team Platform -p P0
ok inquest action
golden action-list
for select in '--state doing' '-o dana' '--team plat -p 1' '-t detect' '-l infra' '--due 2023-03-31' '--title key'; do
  ok inquest action list $select
  prints_lines 1
  prints 'Alert on key'
done
ok inquest action list --team ''
prints_lines 2
ok inquest action list -p ''
prints_lines 1
prints runbook

# show
ok inquest action show 1
golden action-show

# edit each field
for change in '-t repair|type|repair' '-p p3|priority|P3' '-o eve|owner|eve' '--team Core|team|Core' \
  '-l #9|link|#9' '--due 2023-04-01|due|2023-04-01' '--state done|state|done' '--reason because|reason|because' \
  'new title|title|new title' '--title=other|title|other'; do
  words=${change%%|*} path=${change#*|}
  ok inquest action edit 1 $words
  ok inquest action show 1 --json
  json "\$.${path%%|*}" "${path#*|}"
done
ok inquest action edit 1 -o '' --due '' -p ''
ok inquest action show 1 --json
json '$.owner' null
json '$.due' null
json '$.priority' null
fails 2 inquest action edit 1 --title ''
fails 2 inquest action edit 1 --type ''
fails 2 inquest action edit 1 --state ''
ok env INQUEST_EDITOR='sh -c "echo edited title >\"\$1\"" -' inquest action edit 1
ok inquest action show 1 --json
json '$.title' 'edited title'

# states
ok inquest action start 2 3
prints_lines 2
prints '#2  doing'
prints '#3  doing'
ok inquest action done 2
prints '#2  done'
ok inquest action reopen 2
prints '#2  open'
fails 2 inquest action decline 2
complains '--reason'
ok inquest action decline 2 -r 'costs more than it saves'
ok inquest action show 2 --json
json '$.state' declined
json '$.reason' 'costs more than it saves'
fails 2 inquest action done
fails 1 inquest action done 2 77
complains 'no action 77'
ok inquest action show 2 --json
json '$.state' declined
fails 2 inquest action done two
ok inquest list --json
json '$[0].open_actions' 2

# delete
ok inquest action delete 1 2
prints '2 deleted'
ok inquest action
prints_lines 2
fails 1 inquest action edit 1 x
complains 'was deleted'
ok inquest undo
ok inquest action
prints_lines 4
