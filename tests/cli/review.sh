# review: who was asked, what they said, of which version, and where that leads.

as() { # a command by somebody else
  INQUEST_AUTHOR=$1
  shift
  try "$@"
  INQUEST_AUTHOR=ana
}
state() {
  query "$INQUEST_DB" "SELECT coalesce(review, 'none') FROM incident"
}

ok inquest new 'Checkout returns 500'
ok inquest role add author 'Ana Ruiz <ana@example.com>'
ok inquest section set summary 'It broke.'
ok inquest review
prints_line draft
equal "$(state)" draft

fails 2 inquest review request
complains 'needs the people to ask'
fails 2 inquest review request ''
ok inquest review request 'Bo Lind <bo@example.com>' cy
prints_line 'in review, 2 answers to come'
equal "$(state)" in-review
fails 2 inquest set review approved
complains "no field 'review'"

# comments, of the whole and of a section; each has its author and time
ok inquest review comment --section summary 'Is that all?'
prints_line 'in review, 2 answers to come, 1 open comment'
fails 1 inquest review comment --section nonsense 'What?'
complains "there is no section 'nonsense'"
fails 2 inquest review comment
as bo inquest review comment 'Numbers are missing'
ok inquest review
prints_line '#3  comment  ana                       2023-01-18 14:00 UTC  summary  open  Is that all?'
prints_line '#4  comment  bo                        2023-01-18 14:00 UTC           open  Numbers are missing'
ok inquest review settle 3
prints_line 'in review, 2 answers to come, 1 open comment'
fails 2 inquest review settle 1
complains '1 is no comment or objection'
fails 1 inquest review settle 99
ok inquest review settle 3-4
prints_line 'in review, 2 answers to come'

# authors do not approve what they wrote, unless the team says so
fails 4 inquest review approve
complains 'ana wrote this postmortem: somebody else approves it'
as bo inquest review object 'The cause is not the cause'
prints_line 'in review, 1 objection, 1 answer to come'
fails 2 inquest review object
as cy inquest review approve 'Reads well'
prints_line 'in review, 1 approval, 1 objection'
as bo inquest review approve
prints_line 'approved, 2 approvals'
equal "$(state)" approved

# an approval is of a version: what was changed since is said
ok inquest review
prints 'Reads well'
prints_not 'changed since'
# what was changed back is not, nor what came and went
before=$(inquest section show summary)
ok inquest section set summary 'Another.'
ok inquest log 'A slip'
ok inquest review
prints 'changed since: 1 section, 1 event'
ok inquest section set summary "$before"
ok inquest event delete "$(query "$INQUEST_DB" 'SELECT max(number) FROM event')"
ok inquest review
prints_not 'changed since'
ok inquest action add 'Slip'
ok inquest undo
ok inquest review
prints_not 'changed since'
ok inquest section set impact 'Many.'
ok inquest section set summary 'It broke twice.'
ok inquest action add 'Watch it'
ok inquest set severity SEV1
ok inquest review
prints 'changed since: 2 sections, 1 event, 1 action, the incident'
ok inquest review --json
json '$.state' approved
json '$.approvals' 2
json '$.objections' 0
json '$.steps[0].kind' request
json '$.steps[0].person' 'Bo Lind <bo@example.com>'
json '$.steps[4].stands' 0
json '$.steps[6].stands' 1
json '$.steps[6].changed_since' '2 sections, 1 event, 1 action, the incident'

# every step is in history, and one undo takes it back with the state it led to
ok inquest history
prints 'review 1 new: kind request, person'
prints 'Reads well'
ok inquest review reopen 'the impact was wrong'
prints_line draft
equal "$(state)" draft
ok inquest undo
equal "$(state)" approved
ok inquest review
prints 'approved, 2 approvals'
ok inquest review reopen 'the impact was wrong'
fails 2 inquest review reopen 'again'
complains 'there is nothing to reopen'
ok inquest review
prints_line draft
prints 'the impact was wrong'
prints over

# the number of approvals, and approving what one wrote, are the team's choice
ok inquest config review.approvals 2
ok inquest review request bo
prints_line 'in review, 0 of 2 approvals, 1 answer to come'
as bo inquest review approve
prints_line 'in review, 1 of 2 approvals'
fails 4 inquest review approve
ok inquest config review.own on
ok inquest review approve
prints_line 'approved, 2 of 2 approvals'
fails 2 inquest config review.approvals many
complains 'not a number from 0 to 99'

# an objection that is settled was all that was in the way
as cy inquest review object 'Wait'
equal "$(state)" in-review
last=$(query "$INQUEST_DB" 'SELECT max(number) FROM review')
ok inquest review settle "$last"
prints_line 'approved, 2 of 2 approvals'

# without a named author, whoever wrote a section is one
ok inquest config review.own off
ok inquest config review.approvals 0
ok inquest new Another
ok inquest section set summary 'Written by ana.'
fails 4 inquest review approve
as bo inquest review approve
prints_line 'approved, 1 approval'
prints approved
