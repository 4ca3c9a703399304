# check: what the wording says, and secrets, which it never shows

ok inquest new 'Labels cannot be printed' --severity SEV1
ok inquest role set commander 'Ana Ruiz <ana@example.com>'
ok inquest log 'psql postgres://app:tr0ub4dor@db.internal/orders'
ok inquest log '`password=` is asked for, and commit 9f8b3c1d7e6a5f402b8c9d0e1f2a3b4c5d6e7f80'
ok inquest section set summary 'Ana forgot the renewal. The QLB was down. TODO: numbers'
ok inquest action add 'Improve monitoring'

exits 1 inquest check
prints "secret"
prints "event 1"
prints "a URL with a password"
prints "redact"
prints "person"
prints "section summary"
prints "Ana forgot"
prints "section edit summary"
prints "placeholder"
prints "section summary"
prints "'TODO'"
prints "acronym"
prints "section summary"
prints "QLB"
prints "vague"
prints "action 1"
prints "'Improve'"
prints_not 'event 2'
prints_not 'tr0ub4dor'

# mended
echo tr0ub4dor >secret
ok inquest redact - <secret
ok inquest section set summary 'The renewal had no owner. The queue load balancer (QLB) was down.'
ok inquest action edit 1 'Alert when labels wait for 5 minutes'
exits 1 inquest check
prints_not 'secret '
prints_not 'person '
prints_not 'placeholder '
prints_not 'acronym '
prints_not 'vague '

# what the public will read
ok inquest log --audience public 'Orders of Globex wait; ask ana@corp.io at 10.1.2.3'
ok inquest config customers 'Initech, Globex'
exits 1 inquest check
prints "public-customer"
prints "event 3"
prints "'Globex'"
prints "public-mail"
prints "event 3"
prints "'ana@corp.io'"
prints "public-address"
prints "event 3"
prints "'10.1.2.3'"
