# corners: what a review found, and must not come back.

# a path is a path, whatever SQLite makes of such names
ok inquest --db :memory: new First
ok inquest --db :memory: list
prints First
ok inquest --db 'file:x?mode=memory' new Second
ok inquest --db 'file:x?mode=memory' list
prints Second

# what only looks at a database makes none
fails 1 inquest --db typo/x.db backup copy.db
complains 'there is no database typo/x.db'
fails 1 inquest --db typo/x.db doctor
not_there typo
not_there copy.db

ok inquest new 'Acme payments outage'

# a reader that has seen enough is no error, however much was to come; a full disk is
seq 200000 | head -c 900000 >long
inquest log - <long >/dev/null
{ inquest event show 1; echo $? >status; } | head -n 1 >/dev/null
equal "$(cat status)" 0
if [ -e /dev/full ]; then
  exits 5 sh -c 'inquest event show 1 >/dev/full'
fi

# one bad value must not make the configuration unreadable
fails 2 inquest config author 'a
b'
complains 'config author is one line'
ok inquest config author

# a section keeps its key; its text may come by flag
fails 2 inquest section set summary --key other text
complains 'keeps its key'
ok inquest section set summary --text 'hunter2 and tiger9 leaked'
ok inquest section show summary
prints 'hunter2 and tiger9 leaked'

# flags of run before the program, in any order
ok inquest run -k evidence -i 1 -- echo -i 9
prints_line '-i 9'

# undo names the change, whichever number of it was given
ok inquest set --severity SEV1 --status identified
last=$(query "$INQUEST_DB" 'SELECT max(seq) FROM change')
ok inquest undo "$last"
prints 'severity SEV3 → SEV1'

# "local" is another zone on every machine
ok env TZ=Asia/Tokyo inquest set timezone local
ok inquest show --json
json '$.timezone' Asia/Tokyo

# an incident names a template, never a file
echo 'not for publishing' >file
fails 1 inquest set template "$SCRATCH/file"
ok inquest render --template "$SCRATCH/file"

# a private file stays private
ok inquest render -o document.md
chmod 600 document.md
ok inquest render -o document.md
equal "$(stat -c %a document.md)" 600

# what an earlier redaction removed cannot be looked into: said, not passed over
git init -q -b main repository
ok inquest publish --force testing -r repository
ok inquest redact hunter2
complains 'already published'
ok inquest redact tiger9
complains 'perhaps'
fails 1 inquest redact never-there
# a path that was redacted is not published to
ok inquest redact acme
ok inquest redact Acme
ok inquest publish --force testing -r repository
prints 'redacted-payments-outage.md'
prints_not '[redacted]'
