# Editions by another template: a path, a line of the index and a history of their own.

git init -q -b main r
r=$SCRATCH/r folder=incidents/2023
ok inquest config publish.repository "$r"
ok inquest config publish.audience internal
ok inquest new 'Disk full' --started '2023-01-17 23:30'
ok inquest log -k impact -t '2023-01-17 23:50' --audience public 'orders fail'
ok inquest log -t '2023-01-17 23:55' 'db-7 ran full'
ok inquest section set summary 'db-7 ran full.'
ok inquest section set public-summary --audience public 'Orders were late.'
customer() { inquest publish --template customer --force testing "$@"; }

# before there is a postmortem: it is no publication of that
ok customer
prints "$folder/2023-01-17-disk-full-customer.md on main"
ok inquest show --json
json $.review draft
ok inquest publish --force testing
prints "$folder/2023-01-17-disk-full.md on main"
equal "$(ls "$r/$folder")" '2023-01-17-disk-full-customer.md
2023-01-17-disk-full.md'
ok inquest show --json
json $.review published
ok grep -q 'Orders were late' "$r/$folder/2023-01-17-disk-full-customer.md"
ok cat "$r/$folder/2023-01-17-disk-full-customer.md"
prints_not db-7
ok grep -q 'db-7' "$r/$folder/2023-01-17-disk-full.md"
ok cat "$r/incidents/README.md"
prints '[Disk full](2023/2023-01-17-disk-full.md)'
prints '[Disk full (customer)](2023/2023-01-17-disk-full-customer.md)'

# each is merged with what it was itself
git -C "$r" mv "$folder/2023-01-17-disk-full.md" "$folder/main.md"
git -C "$r" commit -qm renamed
ok inquest publish --pull
sed -i 's/db-7 ran full\.$/db-7 ran quite full./' "$r/$folder/main.md"
git -C "$r" commit -qam edited
ok inquest section set public-summary 'Orders were 4 minutes late.'
ok customer
prints "$folder/2023-01-17-disk-full-customer.md on main"
ok grep -q '4 minutes late' "$r/$folder/2023-01-17-disk-full-customer.md"
sed -i 's/4 minutes/5 minutes/' "$r/$folder/2023-01-17-disk-full-customer.md"
git -C "$r" commit -qam edited
ok inquest publish --pull --template customer
prints 'section public-summary: changed'
prints_not 'section summary'
ok inquest section show public-summary
prints 'Orders were 5 minutes late.'
ok inquest publish --pull
prints 'section summary: changed'
ok inquest publish --force testing --json
json $.path "$folder/main.md"
json $.template sre
ok customer --json
json $.path "$folder/2023-01-17-disk-full-customer.md"
json $.template customer
ok customer
prints 'up to date'
ok inquest publish --force testing
prints 'up to date'
equal "$(grep -c '^| 2023' "$r/incidents/README.md")" 2
ok git -C "$r" diff --quiet HEAD

# its own template is no other edition; a file is none, and what is not for all readers is refused
ok inquest publish --template sre --force testing
prints "$folder/main.md on main is already up to date"
fails 2 inquest publish --template ./sre.md --force testing
complains "--template takes a template's name to publish by, not a file"
fails 1 inquest publish --template nonsense --force testing
complains 'nonsense'
ok inquest publish --template customer --explain
prints_line 'section summary is marked internal'

# an attempt that was cut short is of its edition
sql "$INQUEST_DB" "DELETE FROM publication WHERE template IS NOT NULL; SELECT 1" 1
digest=$(sha256sum <"$r/$folder/2023-01-17-disk-full-customer.md" | cut -d ' ' -f 1)
sql "$INQUEST_DB" "INSERT INTO local SELECT 'publishing:' || id, '$digest $digest public:customer $folder/2023-01-17-disk-full-customer.md'
  FROM incident; SELECT 1" 1
ok inquest publish --force testing
prints "$folder/main.md on main is already up to date"
