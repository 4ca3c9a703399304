# publish refuses what is not ready, unless it is told why, and keeps the reason.

git init -q -b main r
ok inquest config publish.repository "$SCRATCH/r"
ok inquest new 'Half written'
fails 1 inquest publish
complains 'error owner, role: nobody owns this postmortem'
complains 'keep this postmortem from being published'
complains 'inquest publish --force REASON'
exits 1 git -C r rev-parse -q --verify main
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 0
fails 1 inquest publish --dry-run
fails 2 inquest publish --force ' '
complains 'needs a reason'

# the reason is kept with the publication and shown, but is in nothing that is published
ok inquest publish --force 'the customer waits for NUMBER-9'
complains 'published in spite of'
complains 'the customer waits for NUMBER-9'
sql "$INQUEST_DB" 'SELECT reason FROM publication' 'the customer waits for NUMBER-9'
ok inquest review
prints 'in spite of errors: the customer waits for NUMBER-9'
prints_line published
ok inquest history
prints NUMBER-9
ok sh -c 'git -C r cat-file --batch-all-objects --batch'
prints 'Half written'
prints_not NUMBER-9
ok inquest publish --force 'the customer waits for NUMBER-9' --json
json '$.reason' 'the customer waits for NUMBER-9'
json '$.unchanged' 1
sql "$INQUEST_DB" 'SELECT count(*) FROM publication' 1

# approvals that are missing are in the way too, and so is what was changed after them
ok inquest config review.approvals 1
ok inquest review reopen 'more to say'
fails 1 inquest publish
complains 'error review: 0 of 1 approve it as it is now'
INQUEST_AUTHOR=bo
ok inquest review approve
INQUEST_AUTHOR=ana
fails 1 inquest publish
complains_not 'error review'
ok inquest section set summary 'Another text.'
fails 1 inquest publish
complains 'error review: 0 of 1 approve it as it is now'
