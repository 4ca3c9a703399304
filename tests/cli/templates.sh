# Every template for the postmortem and for its other readers, with one story: the bookings of a ferry line. What the
# log knows stands in the right sections by itself; read back, each document has all that it is said to have.

outline() { # FILE: its blocks, as GitHub reads it
  cmark-gfm -t xml -e table -e autolink -e strikethrough -e tasklist --unsafe "$1" | awk -f "$TESTS/support/outline.awk"
}
headings() { # of the outline, with their levels
  sed -n 's/^heading //p' outline
}
part() { # HEADING: what stands below it, up to the next heading
  awk -v want="$1" '/^heading/ { inside = 0 } inside { print } /^heading/ && substr($0, 11) == want { inside = 1 }' outline
}
e() { # TIME KIND AUTHOR TEXT [FLAGS]: one event
  _at=$1 _kind=$2 _author=$3 _text=$4
  shift 4
  ok inquest log --at "2023-01-$_at" --kind "$_kind" --author "$_author" "$_text" "$@"
}
whole='sre workbook pagerduty atlassian'
all="$whole customer update executive"

# ---- an incident before, and one that nobody shall see ----
ok inquest new 'Seats sold twice' --severity SEV3 --timezone Europe/Oslo --started '2022-11-03 09:00' --services booking --tags database
ok inquest set status closed
ok inquest new 'Payroll shown to all' --severity SEV1 --timezone Europe/Oslo --started '2022-12-01 09:00' --services booking --private
ok inquest set status closed

# ---- the story ----
ok inquest new 'Ferries cannot be booked' --severity SEV2 --timezone Europe/Oslo --started '2023-01-16 21:40' \
  --services booking,payments --tags database,capacity --commander 'Nora Lie <nora@example.com>'
ok inquest role set scribe 'Emil Vik'
ok inquest role add author 'Emil Vik'
ok inquest role add author 'Nora Lie <nora@example.com>'

e '16 21:05' change emil 'Nightly export of bookings moved from 03:00 to 21:30'
e '16 21:40' impact probe 'Bookings fail with a time-out for one request in three'
e '16 21:52' detected probe '`booking-success` below 80 %' --link https://graphs.example.com/d/booking
e '16 21:55' acknowledged nora 'Looking at it'
e '16 22:01' declared nora 'SEV2: the morning ferries are being booked right now'
e '16 22:04' escalation nora 'Database team paged'
e '16 22:10' comms emil 'Booking ferries is slow and fails at times. We look into it; next news at 22:40.' --audience public
e '16 22:12' comms emil 'Call centre told to take names and call back'
e '16 22:20' hypothesis emil 'The export holds locks on the bookings table'
e '16 22:26' evidence nora 'Forty sessions wait for one query of the export' --link https://graphs.example.com/d/locks
e '16 22:31' decision nora 'Stop the export, catch up at night' --pinned
e '16 22:33' mitigated emil 'Export stopped, bookings succeed again'
e '17 06:15' impact probe 'The export was started again by its scheduler; bookings fail again'
e '17 06:24' change emil 'Export disabled in the scheduler as well'
e '17 06:25' mitigated emil 'Bookings succeed again'
e '17 07:30' comms emil 'Ferries can be booked as usual since 06:25.' --audience public
e '17 09:00' resolved nora 'Export rewritten to read from the replica; watched for an hour'

ok inquest cause add -k root 'The export reads from the database that takes bookings'
ok inquest cause add -k why -u 1 'The replica was too small when the export was written'
ok inquest cause add -k why -u 2 'Nobody looked again after it had grown'
ok inquest cause add -k trigger 'The export was moved into the busiest hour of the evening'
ok inquest cause add -k contributing 'A report for ourselves ran where customers are served' --audience public

ok inquest ref add https://tracker.example.com/BOOK-41 --label BOOK-41 --title 'Export from the replica'
ok inquest ref add https://tracker.example.com/BOOK-42 --label BOOK-42 --title 'Jobs say what they lock'
ok inquest action add 'Read the export from the replica' --type prevent --priority P1 --owner emil --team Booking --link BOOK-41 \
  --due 2023-01-20 --state done --audience public
ok inquest action add 'Refuse jobs that lock booking tables between 06:00 and 23:00' --type prevent --priority P0 --owner nora \
  --team Database --link BOOK-42 --due 2023-02-01 --audience public
ok inquest action add 'Alert on waiting sessions after one minute' --type detect --priority P2 --owner nora --team Database \
  --link https://tracker.example.com/DB-7
ok inquest action add 'Buy a bigger database' --type other --priority P3 --owner nora --team Database --state declined --reason 'It would wait for the same locks'

printf 'waiting sessions\n' >waiting.txt
printf 'requests by minute\n' >requests.csv
ok inquest attach waiting.txt
ok inquest attach requests.csv --audience public

mkdir texts
t() { # KEY TEXT: what the author writes, whichever template asks for it
  printf '%s\n' "$2" >"texts/$1"
}
t summary 'On two days, for 63 minutes in all, one booking in three failed, because an export of ours held locks. 412 bookings were lost.'
t impact 'One in three bookings failed from 21:40 to 22:33 and from 06:15 to 06:25: 412 of 1,236 attempts. No booking was wrong.'
t root-causes 'A report and the customers shared one database.'
t trigger 'The move of the export to 21:30.'
t resolution 'The export was disabled, then rewritten to read from the replica. No session waits since 06:25.'
t detection 'A probe noticed it after twelve minutes. Waiting sessions would have told after one.'
t lessons 'Ask of every job what it locks before moving it.'
t went-well 'The call centre could take names at once.'
t went-wrong 'The scheduler started the export again in the morning.'
t got-lucky 'It was a Monday in January, not a Friday in July.'
t background 'Bookings are rows of one table; a session that writes one waits for whoever holds its lock.'
t revenue-impact 'About 31,000 kr of fares; half of these people booked later.'
t team-impact 'Two people for a night, the database team for two hours.'
t recovery 'First the export was stopped by hand, which its scheduler undid.'
t glossary '*Export*: the nightly copy of all bookings for the harbour offices.'
t meeting 'On 19 January at 14:00; the call was not recorded.'
t story 'In the evening an export began to run while people booked the morning ferries.'
t contributing-factors 'Exports have no owner who sees what they lock.'
t message-internal 'Booking works again. Please call back whoever left a name.'
t message-external 'Some bookings failed on Monday evening and on Tuesday morning. It is mended.'
t leadup 'The harbour offices asked for the export before midnight.'
t fault 'A query that was only to read held locks that bookings waited for.'
t response 'Two people within fifteen minutes; the database team was late, as its page went to last week'"'"'s number.'
t five-whys '1. Why did bookings fail? They waited for locks.
2. Why were there locks? The export held them.'
t backlog 'BOOK-17, to move reports away from the main database, had been open for a year.'
t similar 'Seats were sold twice in November for lack of locks, which is why the export has them.'
t public-summary 'On Monday evening and on Tuesday morning some bookings of ferries failed with an error.'
t public-impact 'One in three attempts failed, 412 in all. Nobody was charged twice, and no data was lost or seen by others.'
t public-cause 'A report of our own slowed the booking system down.'
t public-response 'Our monitoring told us after twelve minutes; we stopped the report.'
t public-measures 'The report runs on a system of its own now.'
t update-now 'Booking works again. If yours failed, please try once more; you have not been charged.'
t update-next 'These are the last news on this. A report follows on 20 January.'
t executive-summary 'For about an hour one booking in three failed. It is over, and the cause is removed.'
t executive-cost 'About 31,000 kr of fares, an estimate.'
t executive-cause 'A report for ourselves ran on the system that takes bookings.'
t executive-asks 'Two weeks of the database team in February.'

ok inquest section add 'Thanks' --text 'To the call centre.'
cp inquest.db story.db

# ---- each document as it is, and its shape ----
shape() { # TEMPLATE: writes all that it asks for and renders; the headings it must have are on standard input
  cat >want
  cp story.db "$1.db"
  INQUEST_DB=$SCRATCH/$1.db
  ok inquest set template "$1"
  inquest section | awk '$1 != "thanks" { print $1 }' >keys
  while read -r key; do
    ok inquest section set "$key" - <"texts/$key"
  done <keys
  ok inquest render
  golden "template-$1.md"
  cp "$STATE/out" "$1.md"
  outline "$1.md" >outline
  headings >got
  LINE="$LINE ($1)"
  same got want
  prints_not 'Not written yet'
  prints_not '`inquest '
  for key in $(cat keys); do
    prints "$(sed -n '1s/[.;:,].*//p' "texts/$key")"
  done
}
TIMELINE='2 Timeline
3 Mon 16 Jan 2023
3 Tue 17 Jan 2023'
shape sre <<WANT
1 Ferries cannot be booked (incident INC-3)
2 Date
2 Authors
2 Status
2 Summary
2 Impact
2 Root Causes
3 Contributing factors
2 Trigger
2 Resolution
2 Detection
2 Action Items
3 Booking
3 Database
2 Lessons Learned
3 What went well
3 What went wrong
3 Where we got lucky
2 Thanks
$TIMELINE
2 Supporting information
WANT
shape workbook <<WANT
1 Ferries cannot be booked
2 Executive Summary
2 Problem Summary
3 Detection
3 Resolution
2 Background
2 Impact
3 Revenue
3 Teams
2 Root Causes and Trigger
3 Contributing factors
3 Trigger
2 Recovery Efforts
2 Action Items
3 Prevent: make it not happen again
3 Detect: notice it sooner
3 Other: anything else
2 Lessons Learned
3 Things that went well
3 Things that went poorly
3 Where we got lucky
2 Thanks
$TIMELINE
2 Glossary
2 Supporting information
WANT
shape pagerduty <<WANT
1 Ferries cannot be booked (incident INC-3)
2 Review Meeting
2 Overview
2 What Happened
2 Contributing Factors
2 Resolution
2 Impact
2 Responders
$TIMELINE
2 How'd We Do?
3 What Went Well?
3 What Didn't Go So Well?
3 Where Did We Get Lucky?
3 What Did We Learn?
2 Action Items
2 Thanks
2 Messaging
3 Internal Email
3 External Message
2 Supporting information
WANT
shape atlassian <<WANT
1 Ferries cannot be booked (incident INC-3)
2 Incident summary
2 Leadup
2 Fault
2 Impact
2 Detection
2 Response
2 Recovery
$TIMELINE
2 Root cause identification: The Five Whys
2 Root cause
3 Contributing factors
3 Trigger
2 Backlog check
2 Recurrence
2 Lessons learned
3 What went well
3 What could have gone better
3 Where we got lucky
2 Thanks
2 Corrective actions
2 Supporting information
WANT
shape customer <<'WANT'
1 Ferries cannot be booked
2 What happened
2 Who was affected
2 Why it happened
2 What we did
3 Mon 16 Jan 2023
3 Tue 17 Jan 2023
2 How we keep it from happening again
WANT
shape update <<'WANT'
1 Ferries cannot be booked
2 Who is affected
2 Next update
WANT
shape executive <<'WANT'
1 Ferries cannot be booked
2 In short
2 Impact
3 Money
2 Cause
2 What we do
2 What we ask of you
WANT

# ---- read back: all that is in the incident is there, once ----
have() { # TEMPLATE
  outline "$1.md" >outline
  LINE="$LINE ($1)"
}
for name in $whole; do
  have "$name"
  # the timeline has every event in its order
  equal "$(grep -c '^item 1 [0-2][0-9]:[0-5][0-9] ' outline)" 17
  equal "$(grep -c '^row Impact began|' outline)" 2
  equal "$(grep '^row Resolved|' outline)" 'row Resolved|2023-01-17 09:00 CET|11 h 20 min'
  # a row for each window in which bookings failed, and for each action item
  equal "$(grep '^row 2023' outline)" 'row 2023-01-16 21:40 CET|2023-01-16 22:33 CET|53 min
row 2023-01-17 06:15 CET|2023-01-17 06:25 CET|10 min'
  equal "$(grep -c '^row \(Read the export\|Refuse jobs\|Alert on waiting\|Buy a bigger\)' outline)" 4
  # what action items point at is in the document
  grep '^link #' outline | sed 's/^link #\([^ ]*\).*/anchor \1/' | sort -u >links
  grep '^anchor' outline | sort >anchors
  same links anchors
  equal "$(grep -c '^link https://tracker.example.com/DB-7' outline)" 1
  equal "$(grep '^row Detected|' outline)" 'row Detected|2023-01-16 21:52 CET|12 min'
  equal "$(grep -c '^item 1 \(waiting.txt\|requests.csv\)$' outline)" 2
  equal "$(grep -c '^item 1 INC-1, 2022-11-03, SEV3: Seats sold twice' outline)" 1
  # two levels of whys below the cause
  equal "$(grep -c '^item 3 Why? Nobody looked again after it had grown' outline)" 1
done

for name in $whole; do
  have "$name"
  equal "$(grep -A 1 '^text First noticed' outline)" 'text First noticed at 2023-01-16 21:52 CET by probe, 12 min after the impact began:
item 1 booking-success below 80 % (graphs.example.com/d/booking)'
done
have workbook
equal "$(part 'Recovery Efforts')" 'text First the export was stopped by hand, which its scheduler undid.
text From the log:
item 1 2023-01-16 22:31 decision Stop the export, catch up at night
item 1 2023-01-16 22:33 mitigated Export stopped, bookings succeed again
item 1 2023-01-17 06:24 change Export disabled in the scheduler as well
item 1 2023-01-17 06:25 mitigated Bookings succeed again
item 1 2023-01-17 09:00 resolved Export rewritten to read from the replica; watched for an hour'
equal "$(part 'Prevent: make it not happen again' | grep -c '^row')" 2
equal "$(part 'Detect: notice it sooner' | grep -c '^row')" 1

have pagerduty
equal "$(part Responders)" 'item 1 Nora Lie, incident commander
item 1 Emil Vik, scribe
text Also in the log: probe.'
equal "$(part 'Internal Email')" 'text Booking works again. Please call back whoever left a name.
text Sent during the incident:
item 1 2023-01-16 22:12 comms Call centre told to take names and call back'
equal "$(part 'External Message' | grep -c '^item 1 2023-01-1[67] .* comms ')" 2
equal "$(part 'Contributing Factors' | grep -c '^item 1 ')" 3
equal "$(part 'Action Items' | sed -n 's/^row \([A-Z][a-z]*\) .*/\1/p' | tr '\n' ' ')" 'Refuse Read Alert Buy '

have atlassian
equal "$(part Leadup | tail -n 1)" 'item 1 2023-01-16 21:05 change Nightly export of bookings moved from 03:00 to 21:30'
equal "$(part Response | sed -n 's/^item 1 2023-01-16 [0-9:]* \([a-z]*\).*/\1/p' | tr '\n' ' ')" 'acknowledged declared escalation '
equal "$(part Fault | grep -c '^item 1 2023-01-16 22:26 evidence')" 1

have executive
equal "$(grep -c '^row ' outline)" 4
equal "$(grep -c '^link #' outline || true)" 0
equal "$(wc -l <executive.md | awk '{ print ($1 <= 60) }')" 1

# ---- the public sees only what is marked for it ----
for name in customer update; do
  for word in nora Nora emil Emil BOOK INC-3 SEV2 booking, payments locks waiting 'call back' replica.example Seats Payroll inquest graphs; do
    if grep -q -e "$word" "$name.md"; then LINE="$LINE ($name)" fail "'$word' is in the document"; else pass; fi
  done
done
have customer
equal "$(part 'How we keep it from happening again')" 'text The report runs on a system of its own now.
text Done:
item 1 Read the export from the replica
text Planned:
item 1 Refuse jobs that lock booking tables between 06:00 and 23:00, by 2023-02-01
text Attached:
item 1 requests.csv'
for name in $all; do
  if grep -q -e Payroll "$name.md"; then fail "$name tells of a private incident"; else pass; fi
done

equal "$(tail -n 1 customer.md)" '- requests.csv'

# ---- the template is changed: every text stays ----
INQUEST_DB=$SCRATCH/atlassian.db
ok inquest render -t workbook
for key in leadup fault response five-whys backlog similar; do
  prints "$(sed -n '1s/[.;:,].*//p' "texts/$key")"
done
# but what is said once more for other readers is no part of it; it is written beside the postmortem
ok inquest section set public-summary 'Some bookings failed.'
ok inquest section set executive-asks - <texts/executive-asks
ok inquest section set update-now 'It works again.'
ok inquest section show public-summary
prints_line 'Some bookings failed.'
ok inquest render
for text in 'Some bookings failed' 'Two weeks of' 'It works again'; do
  prints_not "$text"
done
ok inquest render -t customer
prints 'Some bookings failed.'
ok inquest render -t update
prints_line 'It works again.'
ok inquest render -t executive
prints 'Two weeks of the database team'
fails 1 inquest section set public-sumary 'Some bookings failed.'
complains "there is no section 'public-sumary'"
# so it is with all that only those three ask for
asked() { # TEMPLATE…: the keys they ask for
  for name in "$@"; do
    inquest template show "$name" | sed -n 's/.*{{! ask \([a-z-]*\):.*/\1/p'
  done | sort -u
}
asked $whole >ours
asked customer update executive | comm -23 - ours >theirs
equal "$(wc -l <theirs | tr -d ' ')" 11
while read -r key; do
  ok inquest section set "$key" "only in $key"
done <theirs
ok inquest render
prints_not 'only in'

# it was written for the public, the rest for colleagues; what is said goes before that
inquest section list --json >"$STATE/out"
sql "$INQUEST_DB" "SELECT group_concat(key || ' ' || coalesce(audience, '-')) FROM (SELECT key, audience FROM section WHERE key IN
  ('summary', 'public-summary', 'executive-asks', 'update-now') ORDER BY key)" 'executive-asks -,public-summary public,summary -,update-now public'
ok inquest section set public-impact --audience team 'None yet.'
sql "$INQUEST_DB" "SELECT audience FROM section WHERE key = 'public-impact'" team

# ---- the last public message, until something better is written ----
INQUEST_DB=$SCRATCH/story.db
ok inquest render -t update
prints_line 'Ferries can be booked as usual since 06:25.'
prints_not 'Not written'

# the impact is what began and ended; that people watched it until the next day is no news for others
ok inquest render -t update --audience internal
prints_line 'It began 2023-01-16 21:40 CET and ended 2023-01-17 06:25 CET.'

# whichever of the two is newer: the section says that it works, until a message says that it fails again
ok env INQUEST_NOW=2023-01-17T08:00:00Z inquest section set update-now 'It works.'
ok inquest render -t update
prints_line 'It works.'
prints_not 'booked as usual'
ok inquest log --at '2023-01-17 09:30' -k comms --audience public 'It fails again.'
ok inquest log --at '2023-01-17 09:40' -k comms 'Colleagues know.'
ok inquest render -t update
prints_line 'It fails again.'
prints_not 'It works.'
ok env INQUEST_NOW=2023-01-17T08:50:00Z inquest section set update-now 'It works once more.'
ok inquest render -t update
prints_line 'It works once more.'
prints_not 'It fails again.'

# ---- what will not be done is no promise; what reviewers say is for colleagues ----
ok inquest render -t narrative
cp "$STATE/out" narrative.md
outline narrative.md >outline
equal "$(part 'What We Will Do' | grep -c '^item 1 ')" 2
equal "$(part 'What We Did Since' | sed -n 's/^item 1 //p')" 'Read the export from the replica (emil): BOOK-41'
ok inquest review comment 'How many came back?' --section impact
ok env INQUEST_AUTHOR=Oda inquest review object 'The scheduler is missing.'
ok inquest render -t thread
prints_line '- **Oda** *objects*, 2023-01-18 15:00 CET: The scheduler is missing.'
prints_line '- **ana**, 2023-01-18 15:00 CET, on impact: How many came back?'
ok inquest render -t thread --audience public
prints_not 'The scheduler is missing'
prints_not 'How many came back'

# ---- nothing but a title; and while it goes on ----
INQUEST_DB=$SCRATCH/title.db
ok inquest new 'Only a title' --timezone UTC
for name in $all; do
  ok inquest render -t "$name"
  cp "$STATE/out" title.md
  outline title.md >outline
  LINE="$LINE ($name)"
  equal "$(grep -c '^heading 1 Only a title' outline)" 1
  prints 'Not written yet'
  case $name in
    customer | update) prints_not '`inquest' ;;
    *) prints '`inquest action add TITLE`' ;;
  esac
  if grep -q -e '{{' -e '^row  *|' title.md; then fail "$name: something is left over"; else pass; fi
done
# commands are no news for the public, whatever template is rendered for it
for name in $(inquest template list | awk '{ print $1 }'); do
  ok inquest render -t "$name" --audience public
  prints_not '`inquest'
done
ok inquest log -k impact -t 13:10 'Nothing works'
ok inquest render -t update
prints_line '**Investigating**, as of 2023-01-18 14:00 UTC'
ok inquest render -t executive
prints '| impact lasted | ongoing, 50 min so far |'
ok inquest render -t workbook
prints_line '| Impact began | 2023-01-18 13:10 UTC |  |'
prints_line '| time to detect | ongoing, 50 min so far |'
ok inquest render -t update --audience internal
prints_line 'It began 2023-01-18 13:10 UTC.'
# what was logged as it happened has seconds, which are of no use to customers
ok inquest log -k mitigated --audience public 'Works'
ok inquest render -t update
prints_line '**Monitoring**, as of 2023-01-18 14:00 UTC'
prints '*Not written yet: What do users see right now'
prints_not 'optional'
ok inquest render -t sre
prints '**14:00:00** *mitigated* Works'
ok inquest render -t sre --audience public
prints '**14:00** *mitigated* Works'
prints '| Mitigated | 2023-01-18 14:00 UTC |'

# ---- hostile texts change no document's shape ----
plain() { # DB TEXT LINE: the same of everything
  INQUEST_DB=$1
  ok inquest new --services 'a,b' --tags 'x' -- "$3"
  for kind in impact detected ack escalation change decision evidence comms mitigated resolved; do
    ok inquest log -k "$kind" --pinned "--author=$3" "--link=$3" --audience public -- "$2"
  done
  for n in 1 2; do
    ok inquest action add -t prevent "--owner=$3" "--link=$3" --audience public -- "$3"
    ok inquest cause add -k root --audience public -- "$2"
    ok inquest ref add "https://example.com/$n?$3" -l "$n $3" "--title=$3"
  done
  ok inquest role add -- author "$3"
  ok inquest role add -- commander "$3"
  for key in $(ls texts); do
    ok inquest section set -- "$key" "$2"
  done
}
shown() { # the shape of what each template makes: headings of its own, items of the log, rows
  for name in $all; do
    ok inquest render -t "$name"
    cp "$STATE/out" shown.md
    outline shown.md >outline
    echo "$name"
    grep '^heading' outline | grep -v OWN | sed '1s/.*/heading 1/'
    grep -c '^\(row\|header\|anchor\)' outline
    grep -c '^item 1 14:00' outline
  done
}
plain "$SCRATCH/plain.db" plain plain
shown >want
hostile() { # NAME TEXT
  plain "$SCRATCH/$1.db" "$2" "$(printf '%s' "$2" | tr '\n' ' ' | sed 's/OWN//g')"
  shown >got
  LINE="$LINE ($1)"
  same got want
}
hostile table '| a | b | c'
hostile fence '```
# OWN heading'
hostile tags '{{title}} {{{sections.summary}}} {{/x}} {{! ask x: y }}'
hostile html '<!-- <table><tr> <details> <script>'
hostile heading '# OWN heading

OWN underlined
==='
