# search: all incidents, plain columns, exit status 1 without a hit; what was changed since is found at once.

ok inquest new 'Checkout returns 500' --severity SEV1 --tags payments
ok inquest log -t '2023-01-17 15:00' 'error rate on /checkout is 18 %'
ok inquest log -k decision -t '2023-01-17 15:10' 'roll back payments-api to 4.11'
ok inquest action add 'Alert on the error rate' -o dana
ok inquest new 'Search is slow'
ok inquest log -t '2023-01-17 15:20' 'errors in the queue'

ok inquest search error
prints_lines 3
golden search
ok inquest search error -n 1
prints_lines 1
complains 'there is more'
ok inquest search 'kind:decision roll'
prints 'INC-1  2'
fails 1 inquest search 'author:dana not:alert'
ok inquest search sev:1 dana
prints 'Alert on the error rate'
ok inquest search error --json
json '$[0].incident' 2
json '$[0].entity' event
json '$[0].kind' note
json '$[1].entity' action
json '$[1].at' null

# nothing found is exit status 1; wrong values say what there is
fails 1 inquest search nowhere
fails 2 inquest search
fails 2 inquest search sev:9
complains 'SEV1'
fails 1 inquest search in:77 error
fails 2 inquest search error -n 0

# what was edited, deleted, taken back or redacted since is found as it is now
ok inquest event edit 1 'latency in the queue' -i 2
fails 1 inquest search 'in:2 errors'
ok inquest search 'in:2 latency'
ok inquest undo -i 2
ok inquest search 'in:2 errors'
ok inquest event delete 1 -i 2
fails 1 inquest search 'in:2 errors'
ok inquest log -i 2 'the password is xyzzy-plugh'
ok inquest search xyzzy
ok inquest redact xyzzy-plugh -i 2
fails 1 inquest search xyzzy
ok inquest doctor
