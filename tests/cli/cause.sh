# cause: kinds, chains of whys, no way to make a loop of them.

ok inquest new Outage
ok inquest cause
complains 'no causes'
ok inquest cause add -k root 'The key was replaced by hand'
prints_line '#1  root    The key was replaced by hand'
ok inquest cause add -k why -u 1 'Nobody owned the rotation'
prints '#2  why'
ok inquest cause add --kind why --parent '#2' 'The team that did was dissolved'
ok inquest cause add -k factor 'No alert on 401s'
prints contributing
ok inquest cause add 'by default contributing'
prints contributing
ok inquest cause add -k trigger --position 1 --json 'Rotation at 14:00'
json '$.kind' trigger
json '$.position' 1
json '$.parent' null
ok inquest cause
golden cause-list
ok inquest cause list -k why
prints_lines 2
ok inquest cause list --text KEY
prints_lines 1
ok inquest cause show 2 --json
json '$.text' 'Nobody owned the rotation'
id=$(query "$INQUEST_DB" 'SELECT id FROM cause WHERE number = 1')
json '$.parent' "$id"
ok inquest cause show 2
prints 'Nobody owned the rotation'
prints_line 'Under     1'
prints_not "$id"

fails 2 inquest cause add ''
fails 2 inquest cause add -k rot x
complains 'did you mean root?'
fails 2 inquest cause add -u nine x
complains "parent is the number of a cause, not 'nine'"
fails 1 inquest cause add -u 9 x
complains 'no cause 9'
fails 2 inquest cause add --position first x
complains 'whole number'

# from an event: listed by number, history says so, undo takes it back
ok inquest log 'Keys rotated by hand'
ok inquest cause add -e '#1' 'Rotation is manual'
ok inquest cause show 7
prints_line 'Event     1'
ok inquest history
prints 'event 1'
ok inquest cause edit 7 -e ''
ok inquest cause show 7 --json
json '$.event' null
ok inquest undo
ok inquest cause show 7
prints_line 'Event     1'
fails 1 inquest cause add -e 9 x
complains 'no event 9'
fails 2 inquest cause add -e nine x
complains "event is the number of an event, not 'nine'"
ok inquest cause delete 7

# edit
ok inquest cause edit 5 -k trigger 'What set it off'
prints_line '#5  trigger    What set it off'
ok inquest cause edit 5 --position 2
ok inquest cause edit 3 -u 1
ok inquest cause show 3
prints_line 'Under     1'
ok inquest cause edit 3 -u ''
ok inquest cause show 3 --json
json '$.parent' null
ok inquest cause edit 3 -u 2
fails 2 inquest cause edit 1 -u 1
complains 'under itself'
# 1 above 2 above 3: neither may go below its own whys
fails 2 inquest cause edit 1 -u 2
complains 'under itself'
fails 2 inquest cause edit 1 -u 3
complains 'under itself'
fails 2 inquest cause edit 2 -u 3
ok inquest render
prints '  - Why? Nobody owned the rotation
    - Why? The team that did was dissolved'

# deleting a cause takes what is below it along; undo brings all of it back
ok inquest cause delete 1
prints '1 deleted, and 2 below'
fails 1 inquest cause add -u 1 x
complains 'was deleted'
fails 1 inquest cause show 3
complains 'was deleted'
ok inquest cause
prints_lines 3
ok inquest render
prints_not 'Nobody owned the rotation'
ok inquest undo
ok inquest cause
prints_lines 6
ok inquest cause delete 1,3 2
prints '3 deleted;'
ok inquest undo
ok inquest cause delete 4
prints '1 deleted; `inquest undo` brings it back'
ok inquest undo
