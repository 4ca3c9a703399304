# Dates that contradict each other are kept, and told of. The facts are those of a real report, whose title says
# January 2024 while its timeline is of January 2023.

ok inquest new 'Images cannot be classified, 19/01/2024' --severity SEV2 --timezone America/Toronto --started '2024-01-19'
ok inquest log --at '2023-01-17 15:00' --kind impact 'A customer reports that nothing is classified'
ok inquest log --at '2023-01-17 15:10' --kind detected 'Reproduced: status 500'
ok inquest log --at '2023-01-18 13:05' --kind resolved 'It works for everybody'
ok inquest set status resolved
exits 1 inquest check
prints "a date is of another year: '19/01/2024' is written, but the timeline is of 2023"
prints 'it is said to have started on 2024-01-19, but its timeline begins on 2023-01-17'
exits 1 inquest check --json
query :memory: "SELECT value ->> 'check' FROM json_each(CAST(readfile('$STATE/out') AS TEXT))
  WHERE value ->> 'check' IN ('date', 'started', 'far')" | sort | tr '\n' ' ' >found
equal "$(cat found)" 'date started '

# nothing was mended by itself
ok inquest show --json
json '$.title' 'Images cannot be classified, 19/01/2024'
json '$.started' 2024-01-19T05:00:00Z

ok inquest set started '2023-01-17 15:00'
ok inquest set title 'Images cannot be classified, 17/01/2023'
exits 1 inquest check
prints_not 'another year'
prints_not 'said to have started'

# in a section, and of one event
ok inquest section set detection 'Two teams noticed on 2024-01-17.'
ok inquest log --at '2024-01-18 11:30' --kind evidence 'On a laptop it is a 401'
exits 1 inquest check
prints "section detection   a date is of another year: '2024-01-17' is written, but the timeline is of 2023"
prints 'error    far'
prints 'event 4'
prints 'inquest event edit 4 --at TIME'
# while it is open, a wrong time matters, a section does not yet
ok inquest set status investigating
exits 1 inquest check --json
query :memory: "SELECT value ->> 'check', value ->> 'later' FROM json_each(CAST(readfile('$STATE/out') AS TEXT))
  WHERE value ->> 'check' IN ('date', 'far') ORDER BY 1" | tr '\n' ' ' >found
equal "$(cat found)" 'date|1 far|0 '
