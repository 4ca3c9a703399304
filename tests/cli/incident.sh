# new, list, show, use: beginning an incident, finding it again, and saying so when that is not clear.

fails 1 inquest show
complains 'no incident is open'
complains 'inquest new'
ok inquest list
complains 'inquest list --all'
ok inquest list --all
complains 'inquest new TITLE'

fails 2 inquest new
complains 'title must not be empty'
fails 2 inquest new '   '
fails 2 inquest new 'two
lines'
complains 'one line'
fails 2 inquest new --severity sev9 Oops
complains "severity 'sev9'"
complains 'SEV1, SEV2, SEV3, SEV4, SEV5'
fails 2 inquest new --severity '' Oops
fails 2 inquest new --status '' Oops
fails 2 inquest new --timezone Europe/Belrin Oops
complains Europe/Berlin
fails 2 inquest new --started 25:00 Oops
ok inquest list --all
complains 'no incidents yet'

# words and flags in any order, every flag
ok inquest new Checkout -s 1 returns --ref OPS-7 500 --timezone Europe/Berlin --started '2023-01-17 15:00' \
  --status identified --template sre --tags 'cards, money #eu' --services shop,pay --private \
  -c 'Ana Ruiz <ana@example.com>'
prints 'OPS-7  SEV1  Checkout returns 500  since 2023-01-17 15:00 CET'
ok inquest show --json
json '$.number' 1
json '$.title' 'Checkout returns 500'
json '$.ref' OPS-7
json '$.severity' SEV1
json '$.status' identified
json '$.started' 2023-01-17T14:00:00Z
json '$.timezone' Europe/Berlin
json '$.template' sre
json '$.tags' cards,money,eu
json '$.services' shop,pay
json '$.private' 1
json '$.roles[0].name' commander
json '$.roles[0].person' 'Ana Ruiz <ana@example.com>'

# by default: now, SEV3, investigating, in the user's zone, and current
ok inquest new --json 'Mail is late'
json '$.number' 2
json '$.severity' SEV3
json '$.status' investigating
json '$.started' 2023-01-18T14:00:00Z
json '$.timezone' UTC
json '$.private' 0
ok inquest use
prints_line 'INC-2  Mail is late'
ok env TZ=America/New_York inquest new -s sev2 'Search is slow'
prints 'since 2023-01-18 09:00 EST'
ok inquest show
prints 'INC-3  SEV2  investigating  Search is slow'
prints 'since 2023-01-18 09:00 EST'

# -i: number, INC-number, own reference in any case, start of the id
for name in 1 '#1' INC-1 inc-1 OPS-7 ops-7; do
  ok inquest show -i "$name"
  prints 'Checkout returns 500'
done
ok inquest -i1 show
ok inquest --incident=2 show
prints 'Mail is late'
id=$(query "$INQUEST_DB" 'SELECT id FROM incident WHERE number = 2')
ok inquest show -i "$id"
prints 'Mail is late'
ok inquest show 1
prints 'Checkout returns 500'
fails 1 inquest show -i 99
complains "'99'"
complains 'inquest list --all'
fails 1 inquest show -i "$(printf %.3s "$id")"
fails 1 inquest show -i ''
fails 1 inquest show -i %
fails 1 inquest show -i "' OR 1=1"

# an id's start that several share, and a reference that several have, name the candidates
fails 2 inquest show -i "$(printf %.6s "$id")"
complains 'more than one incident'
complains '-i 1  Checkout returns 500'
complains '-i 2  Mail is late'
ok inquest set -i 2 ref OPS-7
fails 2 inquest show -i OPS-7
complains '-i 1  Checkout returns 500'
complains '-i 2  Mail is late'
# a number names its incident, whatever reference others have
ok inquest set -i 2 ref 1
ok inquest show -i 1
prints 'Checkout returns 500'
ok inquest set -i 2 ref ''

# several open and none chosen
ok inquest use --none
fails 2 inquest log 'which one?'
complains 'several incidents are open'
complains '-i 1  Checkout returns 500'
complains '-i 3  Search is slow'
fails 2 inquest use
fails 2 inquest use 1 2
fails 1 inquest use 99
ok inquest use inc-2
prints_line 'INC-2  Mail is late'
ok inquest log 'to the second'
ok inquest show -i 2
prints 'to the second'
ok inquest use OPS-7
ok inquest show
prints 'Checkout returns 500'

# the only open one needs no choice; a chosen one stays chosen when it is over
ok inquest use --none
ok inquest set -i 1 status resolved
ok inquest set -i 2 status closed
ok inquest show
prints 'Search is slow'
ok inquest use 1
ok inquest log 'afterwards'
prints '#'
ok inquest show -i 1
prints afterwards

# list: open ones first, the rest with --all, as many as asked for
ok inquest list
prints_lines 1
prints 'INC-3  SEV2  investigating  2023-01-18 14:00 UTC  0 open  Search is slow'
ok inquest action add -i 3 'Look into it'
ok inquest list --all
prints_lines 3
prints '1 open  Search is slow'
equal "$(sed -n 1p "$STATE/out" | cut -c 1-5)" INC-3
ok inquest list --all --json
json '$[0].title' 'Search is slow'
json '$[0].open_actions' 1
json '$[1].status' closed
json '$[2].status' resolved
ok inquest list --all -n 2
prints_lines 2
fails 2 inquest list -n 0
fails 2 inquest list -n 5x
complains "'5x'"
fails 2 inquest list -n -5
fails 2 inquest list nonsense
complains nonsense
fails 2 inquest show 1 2

# nothing anybody typed as a title reaches the terminal as a control sequence
ok inquest new "$(printf 'evil \033]0;title\007 \302\233 \342\200\256 end')"
prints '^['
for file in out err; do
  equal "$(LC_ALL=C tr -d '\n -~\302-\364\200-\277' <"$STATE/$file" | wc -c)" 0
done
fails 2 inquest new "$(printf 'bad \377 byte')"
complains 'not valid UTF-8'
