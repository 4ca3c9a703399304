# redact: a secret is gone from everything, the file's free pages included; a note of it stays.

secret=hunter2-swordfish
held() { if grep -qa "$secret" "$INQUEST_DB"; then pass; else fail 'the secret never was in the file'; fi; }
gone() { # whatever table, index or free page
  if grep -qa "$secret" "$INQUEST_DB"; then fail 'the secret is still in the file'; else pass; fi
  if [ -s "$INQUEST_DB-journal" ]; then fail 'a journal stayed'; else pass; fi
}

ok inquest new "Outage with $secret in the title" --tags "a,$secret" --ref "REF-$secret"
ok inquest log "token=$secret&x=1, twice: $secret"
ok inquest log -a "$secret" -l "https://example.com/?key=$secret" --source "$secret" harmless
ok inquest event edit 1 'the token was here'
ok inquest action add "Rotate $secret" -o "$secret"
ok inquest cause add "Somebody pasted $secret"
ok inquest role set scribe "Bo <$secret@example.com>"
ok inquest ref add "https://example.com/$secret" -l "$secret"
ok inquest section set summary "We leaked $secret."
exits 0 inquest run -q -- echo "$secret"
printf 'binary \000 %s \377' "$secret" >core
ok inquest attach core
echo "$secret" >"$secret.txt"
ok inquest attach "$secret.txt"
echo harmless >fine
ok inquest attach fine
id=$(query "$INQUEST_DB" 'SELECT id FROM incident')
query "$INQUEST_DB" "INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
  VALUES ('$id', 'composer', 'note', 0, 'typing $secret', 'ana', 0, 's')"
ok inquest log "an event with $secret that is deleted"
ok inquest event delete 4
held

fails 1 inquest redact no-such-secret
complains 'does not occur'
fails 2 inquest redact ''
complains 'empty'
fails 2 inquest redact - </dev/null
fails 2 inquest redact
fails 1 inquest redact -i 99 x

printf '%s\n' "$secret" >typed
ok env INQUEST_AUTHOR=bo inquest redact - <typed
prints 'overwritten in 11 changes and 1 drafts'
prints 'attachments that held it were removed:
core
[redacted].txt'
gone
ok inquest show
prints 'Outage with [redacted] in the title'
prints 'Rotate [redacted]'
prints_not "$secret"
ok inquest event show 1
prints 'the token was here'
ok inquest event list --json
json '$[1].link' 'https://example.com/?key=[redacted]'
ok inquest section show summary
prints 'We leaked [redacted].'
ok inquest drafts
prints 'typing [redacted]'
ok inquest attach list
prints_lines 1
prints fine
ok inquest attach save 3 -
prints_line harmless
# also from what undo would bring back, and from what was deleted
ok inquest undo
ok inquest event show 4
prints 'an event with [redacted] that'
# who did it, and how much, but not what
ok inquest history --json
json '$[#-3].kind' redaction
json '$[#-3].author' bo
json '$[#-3].fields.changes.after' 11
prints_not "$secret"
fails 1 inquest redact "$secret"
# tables and log agree
ok inquest doctor
prints '0 findings'

# only this incident
ok inquest new Second
ok inquest log "also $secret"
fails 1 inquest redact -i 1 "$secret"
held
ok inquest redact -i 2 "$secret"
gone

# letters of every length and kind, and nothing but the texts people wrote is touched
secret='50% \ "x'\''; DROP TABLE change; --'
ok inquest log "$secret"
ok inquest redact "$secret"
gone
ok inquest event
prints '[redacted]'
secret=$(printf 'zw\303\266lf|*?[a]')
ok inquest log "und $secret"
ok inquest redact "$secret"
gone
ok inquest new Third --severity SEV1 --timezone Europe/Berlin
ok inquest log -k decision 'decision on Europe/Berlin, SEV1 and e'
ok inquest action add -p P1 -t prevent 'prevent P1'
ok inquest cause add -k root 'root of it'
ok inquest cause add -k why -u 1 'why so'
printf 'harmless' >file
ok inquest attach --event 1 file
sum=$(sha256sum <file | cut -c 1-64)
for word in decision Europe/Berlin SEV1 P1 prevent root why investigating minute internal \
  "$(printf %.3s "$sum")" 0 1; do
  try inquest redact "$word"
done
ok inquest show --json
json '$.severity' SEV1
json '$.status' investigating
json '$.timezone' Europe/Berlin
json '$.events[0].kind' decision
json '$.events[0].audience' internal
json '$.actions[0].priority' P1
json '$.actions[0].type' prevent
json '$.causes[0].kind' root
json '$.causes[1].parent' "$(query "$INQUEST_DB" "SELECT id FROM cause WHERE number = 1 ORDER BY id DESC LIMIT 1")"
json '$.attachments[0].sha256' "$sum"
ok inquest attach save 1 -
prints harmless
ok inquest event
prints '#1  2023-01-18 15:00:00 CET  decision  ana'
ok inquest doctor
prints '0 findings'

# what was published is named, and its copy in the database overwritten
git init -q -b main repository
ok inquest new Fourth
ok inquest log "published with top-secret-42"
ok inquest publish --force testing -r repository
ok inquest redact top-secret-42
complains 'already published'
complains "incidents/2023/2023-01-18-fourth.md in $SCRATCH/repository/"
secret=top-secret-42
gone
# and publishing again replaces it
ok inquest publish --force testing -r repository
if grep -rq top-secret-42 repository/incidents; then fail 'still in the work tree'; else pass; fi
ok git -C repository log --oneline
prints_lines 2

# bytes that two incidents have attached: gone from both, and said
ok inquest new Shared
secret=hunter2-shared
printf 'the key is %s\n' "$secret" >shared.log
printf 'harmless, but twice\n' >twice.log
first=$(query "$INQUEST_DB" 'SELECT max(number) FROM incident')
ok inquest attach shared.log
ok inquest attach twice.log
ok inquest new 'Shares it'
ok inquest attach shared.log
ok inquest attach twice.log
ok inquest redact "$secret"
prints 'shared.log'
prints "the same bytes were attached to other incidents, and removed there too:
INC-$first attachment 1: shared.log"
fails 1 inquest attach save -i "$first" 1 -
complains 'attachment 1 was deleted'
ok inquest attach save -i "$first" 2 -
prints 'harmless, but twice'
ok inquest attach save 2 -
gone
ok inquest history -i "$first"
prints 'attachment 1: deleted'
ok inquest doctor
prints '0 findings'
