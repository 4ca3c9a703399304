# Waiving checks: recorded with who, why and when, shown, undone, and not for secrets by the way.

ok inquest new 'Checkout fails' --timezone UTC --started '2023-01-17 14:00'
ok inquest log -k impact --at '2023-01-17 14:00' errors
ok inquest log -k detected --at '2023-01-17 14:05' alert
ok inquest log -k resolved --at '2023-01-17 14:30' over
ok inquest set status resolved
ok inquest action add 'Alert on the end of keys' -p P1 -t prevent -l ops/infra#22
ok inquest action add 'Write the runbook' -p P2 -t mitigate -l ops/infra#23

exits 1 inquest check
prints 'error    action-owner'
fails 2 inquest check waive action-owner 1
complains 'needs --reason'
fails 2 inquest check waive action-owner 1 --reason ' '
fails 2 inquest check waive
complains 'check list'
fails 1 inquest check waive action-owners 1 --reason x
complains 'did you mean action-owner?'
fails 1 inquest check waive action-owner 7 --reason x
complains 'it finds action 1, action 2'

# one place, in all the ways to say it
ok inquest check waive action-owner 1 --reason 'the team takes turns'
prints 'inquest check unwaive action-owner 1'
exits 1 inquest check
prints "nobody owns the action item 'Alert on the end of keys'; waived by ana, 2023-01-18: the team takes turns"
prints 'error    action-owner  action 2'
ok inquest check waive action-owner 'action 2' -r 'still open'
ok inquest check waive action-owner '#2' -r 'left the company'
ok inquest check waived --json
json '$[0].check' action-owner
json '$[0].kind' action
json '$[0].number' 1
json '$[0].section' null
json '$[0].person' ana
json '$[1].number' 2
json '$[1].reason' 'left the company'
exits 1 inquest check --json
query :memory: "SELECT count(*) FROM json_each(CAST(readfile('$STATE/out') AS TEXT))
  WHERE value ->> 'check' = 'action-owner' AND value ->> '\$.waived.person' = 'ana'" >count
equal "$(cat count)" 2

# a section by its key, a whole check without a place
ok inquest check waive section impact -r 'see the summary'
ok inquest check waive owner -r 'nobody does'
ok inquest check waived
prints 'section impact'
prints 'everything'
equal "$(grep -c . "$STATE/out")" 4
ok inquest check unwaive section
prints 'section counts again'
fails 1 inquest check unwaive action-owner
complains 'say which'
fails 1 inquest check unwaive similar
complains 'waived for nothing'

# what looks like a secret: only plainly, and one place at a time
ok inquest log --at '2023-01-17 14:10' 'the example of the manual is AKIAIOSFODNN7EXAMPLQ'
exits 1 inquest check
prints 'error    secret        event 4'
prints_not AKIA
fails 2 inquest check waive secret 4 -r 'from the manual'
complains 'say so with --harmless'
complains 'inquest redact -'
fails 2 inquest check waive secret --harmless -r 'from the manual'
complains 'one place at a time'
ok inquest check waive secret 4 --harmless -r 'from the manual'
exits 1 inquest check
prints 'waived by ana, 2023-01-18: harmless: from the manual'
ok inquest check explain secret
prints 'waive secret PLACE --harmless'
ok inquest check unwaive secret 4
ok inquest event delete 4

# it is a change like any other
ok inquest check unwaive action-owner 2
fails 1 inquest check unwaive action-owner 2
complains 'is waived for action 1, not for 2'
ok inquest undo
ok inquest check waived
prints 'action 2'
ok inquest history
prints 'the team takes turns'
# what it was about is gone
ok inquest action delete 1
ok inquest check waived
prints_not 'action 1'

# with nothing but waived errors, all is well
ok inquest check list --json
query :memory: "SELECT value ->> 'check' FROM json_each(CAST(readfile('$STATE/out') AS TEXT))
  WHERE value ->> 'level' = 'error' AND NOT value ->> 'secret'" >errors
while read -r check; do ok inquest check waive "$check" -r 'all of them'; done <errors
ok inquest check
prints 'waived   summary'

# every row is in the list, is explained, and is mended by a command that there is
ok inquest check list --json
query :memory: "SELECT value ->> 'check' FROM json_each(CAST(readfile('$STATE/out') AS TEXT))" >ids
query :memory: "SELECT value ->> 'fix' FROM json_each(CAST(readfile('$STATE/out') AS TEXT))" | sort -u >fixes
equal "$(sort ids | uniq | wc -l)" "$(wc -l <ids)"
while read -r check; do
  ok inquest check explain "$check"
  prints "$check ("
  prints 'advice   '
done <ids
while read -r words; do
  set -- $words
  case $1 in …*) continue ;; esac
  ok inquest help "$1"
done <fixes
ok inquest check explain owner --json
json '$.check' owner
json '$.level' error
fails 1 inquest check explain ownr
complains 'did you mean owner?'
ok inquest check list
prints 'SRE Workbook, ch. 10: Missing ownership'
