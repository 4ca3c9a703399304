# Postmortems without a title, with dates that could be two days, tasks as long as a page and tasks that are prose.

piece='Make the loader of the nightly job stop as soon as one of its inputs is older than a day and say which one'
ten="$piece, $piece, $piece, $piece, $piece, $piece, $piece, $piece, $piece, $piece"
long="$ten, $ten, $ten, $ten, $ten"
cat >slow-search.md <<END
The search was slow on 2026-02-10 for an hour.

## Action items

| Action | Owner | Due | Link |
|---|---|---|---|
| Alert on slow searches | bo | 03/04/2026 | https://git.example.com/ops/infra/issues/31 |
| Practise the switch back | ana | 25/03/2026 | https://git.example.com/ops/infra/pull/7 |
| Write it down | cy | 5 April | |
| Buy a spare | cy | 5 January | |

### Later

- $piece. And then look at it again, whoever has the time for that, with those who know the job.
- $long

### Vendor

Ask the vendor about the limit.
END
ok inquest import slow-search.md --dry-run
prints 'new "slow search": 7 actions'
prints 'paragraph; a sentence of a paragraph'
ok inquest import slow-search.md
ok inquest use 1
ok inquest show
prints 'slow search'
# the days of the others tell which of 03/04 is the month
ok inquest action show 1 --json
json '$.due' 2026-04-03
json '$.link' https://git.example.com/ops/infra/issues/31
ok inquest action show 3 --json
json '$.due' 2026-04-05
# what was due earlier in the year is due in the next
ok inquest action show 4 --json
json '$.due' 2027-01-05
ok inquest action show 5
prints "$piece"
ok inquest action show 6
prints 'Make the loader of the nightly job'
equal "$(query "$INQUEST_DB" 'SELECT count(*) FROM action WHERE length(title) > 4096')" 0
ok inquest section show action-items
prints "$long"

# nothing tells here
printf '# Ended\n\n2026-02-10\n\n## Action items\n\n| Action | Due |\n|---|---|\n| Look again | 03/04/2026 |\n' >either.md
ok inquest import either.md --dry-run
prints 'day and month of its date may be the other way round'

# the same again, to be looked at only; and one without any name
ok inquest import slow-search.md --dry-run
prints 'nothing new'
ok sh -c 'printf "Nothing has a heading here.\n" | inquest import -'
ok inquest list --all
prints 'Imported postmortem'
