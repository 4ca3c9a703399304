# A real outage, entered with commands alone: a classifier of plant images answered 500 for a day, because
# a key had been replaced on one side only. Facts and times are the ones of the original; the words are ours.

outline() { # FILE: its blocks, as GitHub reads it
  cmark-gfm -t xml -e table -e autolink -e strikethrough -e tasklist --unsafe "$1" | awk -f "$TESTS/support/outline.awk"
}
e() { # TIME KIND AUTHOR TEXT: one event
  ok inquest log --at "$1" --kind "$2" --author "$3" "$4"
}

ok inquest new 'Images cannot be classified' --severity SEV2 --timezone UTC --started '2023-01-17 15:00' --services nachet \
  --commander 'Thomas Cardin (@ThomasCardin)'
ok inquest role add author 'Jonathan Lopez (@SonOfLope)'
ok inquest role add author 'Thomas Cardin (@ThomasCardin)'
ok inquest role set scribe 'Jonathan Lopez (@SonOfLope)'

e '2023-01-17 15:00' impact client 'A customer reports that no sample gets a class any more'
e '2023-01-17 15:10' detected ops 'Reproduced: take a picture, load a sample, classify: status 500'
e '2023-01-17 15:15' escalation client 'Ticket handed to DevSecOps'
e '2023-01-17 15:30' acknowledged ops 'Somebody takes the ticket'
e '2023-01-17 16:00' note ops 'Several remedies tried until the evening; none gets at the cause'
e '2023-01-18 8:00' change ops 'Ingress of the backend now accepts larger uploads'
e '2023-01-18 8:30' evidence ops 'Large pictures get through again, but the answer is still 500'
e '2023-01-18 9:15' evidence ops 'The same happens on a laptop'
e '2023-01-18 10:00' comms ops 'Call with the backend developers: how do the parts fit together?'
e '2023-01-18 10:45' hypothesis backend 'Has somebody touched the model? (team lead, backend)'
e '2023-01-18 11:30' evidence backend 'On the laptop the failure is now a 401'
e '2023-01-18 11:40' note backend 'Comparing the key that the model expects with the deployed one'
e '2023-01-18 11:45' evidence backend 'They are not the same'
e '2023-01-18 12:00' mitigated ops 'Deployed the key that the model expects'
e '2023-01-18 13:05' resolved ops 'Classification works for everybody'

ok inquest cause add -k root 'The key of the hosted model was made anew; ours in production stayed the old one, so each call was refused with 401'
ok inquest cause add -k why -u 1 'Nothing tells the teams when a key is made anew'
ok inquest cause add -k trigger 'A new key for the hosted model'
ok inquest cause add -k contributing 'The error that reached us spoke of TLS and hid the refusal'

for reference in nachet-backend/issues/50 nachet-frontend/issues/88 infra/issues/13 infra/issues/21 infra/issues/22 infra/issues/23; do
  ok inquest ref add "https://github.com/ai-cfia/$reference" --label "issue ${reference##*/}"
done
a() { # TEAM TYPE PRIORITY ISSUE TITLE
  ok inquest action add --team "$1" --owner "$2" --type "$3" --priority "$4" --link "issue $5" "$6"
}
a 'Nachet backend team' NBT mitigate P0 50 'Metrics and traces for the backend'
a 'Nachet frontend team' NFT mitigate P0 88 'Metrics and traces for the frontend'
a 'DevSecOps team' DT detect P1 22 'Notice when a model key is made anew'
a 'DevSecOps team' DT detect P1 23 'Page on answers with status 500'
a 'DevSecOps team' DT mitigate P1 21 'Two people for every change of a model key'
a 'DevSecOps team' DT mitigate P1 13 'Collect what instrumented services emit'

cat >summary.md <<'END'
For most of a working day every request to classify an image ended in a 500:

```
HTTP/1.1 500 Internal Server Error <backend>
```
END
ok inquest section set summary - <summary.md
ok inquest section set impact 'Not one image was classified while it lasted.'
ok inquest section set resolution 'The vault now holds the key that the model expects.'
ok inquest section set detection 'People noticed: both development teams and their lead. No alert did.'
ok inquest section set lessons 'Go one step at a time before looking for the perfect cure.'
ok inquest section set went-well 'Once it was understood, the cure was a matter of minutes.'
ok inquest section set went-wrong 'The trace pointed at TLS, and most of the time went there.'
ok inquest section set got-lucky 'It could be reproduced on a laptop.'

# one time is changed and taken back; history shows both, with before and after
ok inquest event edit 8 --at '2023-01-18 9:50'
ok inquest history -n 1
prints 'event 8: at 2023-01-18 09:15:00 UTC → 2023-01-18 09:50:00 UTC'
ok inquest event
equal "$(sed -n '8s/ .*//p' "$STATE/out")" '#8'
prints '#8   2023-01-18 09:50 UTC'
ok inquest undo
prints 'at 2023-01-18 09:15:00 UTC → 2023-01-18 09:50:00 UTC'
ok inquest event show 8 --json
json '$.at' 2023-01-18T09:15:00Z
ok inquest history --json
json '$[#-3].kind' event
json '$[#-3].fields.at.before' 2023-01-18T09:15:00Z
json '$[#-3].fields.at.after' 2023-01-18T09:50:00Z
json '$[#-3].undone' 1
of_history() { # SQL on `value`, one change each
  query :memory: "SELECT $1 FROM json_each(CAST(readfile('$STATE/out') AS TEXT))"
}
equal "$(of_history "count(*) FILTER (WHERE value ->> '\$.fields.at.before' = '2023-01-18T09:50:00Z'
  AND value ->> '\$.fields.at.after' = '2023-01-18T09:15:00Z')")" 1
equal "$(of_history "count(*) FILTER (WHERE value ->> 'kind' = 'undo')")" 1
equal "$(of_history "count(*) FILTER (WHERE value ->> 'undone')")" 1
# every command above left its change, in its order
ok inquest history --json
equal "$(json_at '$[0].fields.title.after')" 'Images cannot be classified'
query :memory: "SELECT value ->> 'kind', count(*) FROM json_each(CAST(readfile('$STATE/out') AS TEXT))
  WHERE value ->> 'created' GROUP BY 1 ORDER BY 1" >kinds
equal "$(tr '\n' ' ' <kinds)" 'action|6 cause|4 event|15 incident|1 reference|6 role|4 section|8 undo|1 '

ok inquest show --json
json '$.status' resolved
json '$.metrics."time to detect".ms' $((10 * 60000))
json '$.metrics."time to acknowledge".ms' $((20 * 60000))
json '$.metrics."time to mitigate".ms' $((21 * 3600000))
json '$.metrics."time to resolve".ms' $(((22 * 60 + 5) * 60000))
json '$.metrics.downtime.ms' $((21 * 3600000))

# ---- the document, as parsed ----
ok inquest render
cp "$STATE/out" document.md
outline document.md >outline
grep '^heading' outline >headings
cat >want <<'END'
heading 1 Images cannot be classified (incident INC-1)
heading 2 Date
heading 2 Authors
heading 2 Status
heading 2 Summary
heading 2 Impact
heading 2 Root Causes
heading 3 Contributing factors
heading 2 Trigger
heading 2 Resolution
heading 2 Detection
heading 2 Action Items
heading 3 DevSecOps team
heading 3 Nachet backend team
heading 3 Nachet frontend team
heading 2 Lessons Learned
heading 3 What went well
heading 3 What went wrong
heading 3 Where we got lucky
heading 2 Timeline
heading 3 Tue 17 Jan 2023
heading 3 Wed 18 Jan 2023
heading 2 Supporting information
END
same headings want

part() { # HEADING: what stands below it, up to the next heading
  awk -v want="$1" '/^heading/ { inside = 0 } inside { print } /^heading/ && substr($0, 11) == want { inside = 1 }' outline
}
equal "$(part Date)" 'text 2023-01-17 to 2023-01-18'
equal "$(part Authors)" 'text Jonathan Lopez (@SonOfLope) and Thomas Cardin (@ThomasCardin)'
equal "$(part Status)" 'text resolved, SEV2'
equal "$(part Summary)" 'text For most of a working day every request to classify an image ended in a 500:
code HTTP/1.1 500 Internal Server Error <backend>\n'
equal "$(part Impact)" 'text Not one image was classified while it lasted.
header Measure|Value
row time to detect|10 min
row time to acknowledge|20 min
row time to mitigate|21 h
row time to resolve|22 h 05 min
row downtime|21 h'
equal "$(part 'Root Causes')" 'item 1 The key of the hosted model was made anew; ours in production stayed the old one, so each call was refused with 401
item 2 Why? Nothing tells the teams when a key is made anew'
equal "$(part 'Contributing factors')" 'item 1 The error that reached us spoke of TLS and hid the refusal'
equal "$(part Trigger)" 'item 1 A new key for the hosted model'
equal "$(part Detection)" 'text People noticed: both development teams and their lead. No alert did.
text First noticed at 2023-01-17 15:10 UTC by ops, 10 min after the impact began:
item 1 Reproduced: take a picture, load a sample, classify: status 500'
equal "$(part 'Lessons Learned')" 'text Go one step at a time before looking for the perfect cure.'
equal "$(part 'Where we got lucky')" 'text It could be reproduced on a laptop.'

# the tables hold exactly the actions, each in its team's
equal "$(part 'Nachet backend team' | grep -v '^link')" 'header Action item|Type|Priority|Owner|State|Due|Tracking
row Metrics and traces for the backend|mitigate|P0|NBT|open| |issue 50'
equal "$(part 'Nachet frontend team' | grep '^row')" 'row Metrics and traces for the frontend|mitigate|P0|NFT|open| |issue 88'
equal "$(part 'DevSecOps team' | grep '^row' | sort)" 'row Collect what instrumented services emit|mitigate|P1|DT|open| |issue 13
row Notice when a model key is made anew|detect|P1|DT|open| |issue 22
row Page on answers with status 500|detect|P1|DT|open| |issue 23
row Two people for every change of a model key|mitigate|P1|DT|open| |issue 21'
equal "$(grep -c '^row .*|P[0-4]|' outline)" 6

# every action's link points to an anchor that is there once, beside the address it means
grep '^link #' outline >links
equal "$(wc -l <links)" 6
while read -r kind target label; do
  anchor=${target#\#}
  equal "$(grep -cx "anchor $anchor" outline)" 1
  address=$(part 'Supporting information' | awk -v want="anchor $anchor" '$0 == want { found = 1 } found && /^link/ { print $2; exit }')
  case $address in
  https://github.com/ai-cfia/*/issues/"${label#issue }") pass ;;
  *) fail "$label leads to $address" ;;
  esac
done <links
equal "$(part 'Supporting information' | grep -c '^link https://github.com/ai-cfia/')" 6

# fifteen entries, each day's under its heading, in order
equal "$(part 'Tue 17 Jan 2023' | grep -c '^item 1 ')" 5
equal "$(part 'Wed 18 Jan 2023' | grep -c '^item 1 ')" 10
equal "$(part 'Timeline')" 'text All times are in UTC.
header Milestone|Time|After the impact began
row Impact began|2023-01-17 15:00 UTC| 
row Detected|2023-01-17 15:10 UTC|10 min
row Acknowledged|2023-01-17 15:30 UTC|30 min
row Mitigated|2023-01-18 12:00 UTC|21 h
row Resolved|2023-01-18 13:05 UTC|22 h 05 min'
{ part 'Tue 17 Jan 2023'; part 'Wed 18 Jan 2023'; } | sed -n 's/^item 1 \([0-9:]*\) .*/\1/p' | tr '\n' ' ' >times
equal "$(cat times)" '15:00 15:10 15:15 15:30 16:00 08:00 08:30 09:15 10:00 10:45 11:30 11:40 11:45 12:00 13:05 '
part 'Wed 18 Jan 2023' >day
grep -qx 'item 1 12:00 mitigated Deployed the key that the model expects' day && pass || fail 'the mitigation is not in the timeline'
ok inquest render
golden seed000.md

# ---- published into a fresh repository, bare and with a work tree ----
path=incidents/2023/2023-01-17-images-cannot-be-classified.md
for repository in work bare; do
  case $repository in
  work) git init -q -b main work; git=work/.git ;;
  bare) git init -q -b main --bare bare; git=bare ;;
  esac
  ok inquest publish --force testing -r $repository
  prints "$path on main (new branch)"
  git --git-dir=$git ls-tree -r main >tree
  equal "$(cut -c 1-12 tree | sort -u)" '100644 blob '
  equal "$(cut -f 2 tree)" "incidents/2023/2023-01-17-images-cannot-be-classified.md
incidents/README.md"
  git --git-dir=$git show "main:$path" >committed.md
  same committed.md document.md
  equal "$(git --git-dir=$git log --format='%an <%ae>|%s|%P' main)" \
    'Git Person <git@example.com>|INC-1: Images cannot be classified|'
  git --git-dir=$git show main:incidents/README.md >index.md
  outline index.md >index
  equal "$(grep -c '^row' index)" 1
  equal "$(grep '^row' index)" 'row 2023-01-17|Images cannot be classified|SEV2|resolved|21 h|For most of a working day every request to classify an image ended in a 500:'
  equal "$(grep '^link' index)" 'link 2023/2023-01-17-images-cannot-be-classified.md Images cannot be classified'
  ok inquest publish --force testing -r $repository
  prints 'already up to date'
  equal "$(git --git-dir=$git rev-list --count main)" 1
done
same "work/$path" document.md
equal "$(git -C work status --porcelain | wc -l)" 0
ok inquest history
equal "$(grep -c publication "$STATE/out")" 2
ok inquest doctor
prints '0 findings'
