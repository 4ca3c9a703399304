# import: a postmortem becomes an incident, again changes nothing, and bad input is named as what it is.

cat >rye.md <<'END'
# Rye mill stood still

## Summary

Nothing was ground for a morning.

## Timeline

- 2022-03-04 08:10 UTC: the belt slips
- 2022-03-04 11:30 UTC: a new belt runs

## Action items

| Action | Owner | Priority |
| --- | --- | --- |
| Keep a spare belt | mia | P1 |
END

# looked at first, nothing is written
ok inquest import --dry-run rye.md
prints 'new "Rye mill stood still": '
prints 'line 3 '
prints 'rye.md'
ok inquest list --all
prints_not 'Rye mill'
ok inquest import --dry-run --json rye.md
json '$.verdict' new
json '$.format' markdown
json '$.file' rye.md
json '$.incident.title' 'Rye mill stood still'
json '$.incident.status' closed
json '$.incident.template' imported
json '$.items[0].entity' section

# then brought in; closed, and by no means the current one
ok inquest import rye.md
prints 'INC-1 "Rye mill stood still": '
ok inquest list --all
prints 'closed'
fails 1 inquest show

# byte for byte
ok inquest render -i 1
cp "$STATE/out" rendered.md
same rye.md rendered.md
ok inquest section show summary -i 1
prints 'Nothing was ground for a morning.'

# the same again, also under another name
before=$(sha256sum <"$INQUEST_DB")
ok inquest import rye.md
prints 'nothing new: INC-1 was made from it'
cp rye.md copy.md
ok inquest import copy.md
prints "nothing new: INC-1 was made from it, as $(pwd -P)/rye.md"
equal "$(sha256sum <"$INQUEST_DB")" "$before"
ok inquest import --json rye.md
json '$.verdict' same

# one undo takes all of it back, and then it is new
ok inquest undo -i 1
ok inquest import rye.md
prints 'INC-2 "Rye mill stood still": '

# from a pipe
printf '# Piped\n\nText.\n' >piped
ok sh -c 'inquest import - <piped'
prints 'INC-3 "Piped": '
ok sh -c 'inquest import - <piped'
prints 'nothing new: INC-3 was made from it'

mkfifo pipe
(printf '# Through a pipe\n\nText.\n' >pipe) &
ok inquest import pipe
prints 'INC-4 "Through a pipe": '
wait

# what it is not
before=$(sha256sum <"$INQUEST_DB")
bad() { # MESSAGE STATUS FILE
  fails "$2" inquest import "$3"
  complains "$1"
}
bad 'cannot read none.md' 1 none.md
: >empty.md
bad 'empty.md is empty' 2 empty.md
printf ' \n\t\n' >blank.md
bad 'blank.md is empty' 2 blank.md
printf '# A\0B\n' >nul.md
bad 'nul.md is binary, not Markdown' 2 nul.md
printf 'PK\003\004xx[Content_Types].xmlxx word/document.xml' >a.docx
bad 'a Word document, not Markdown: save it as Markdown' 2 a.docx
printf 'PK\003\004' >a.zip
bad 'a zip archive, not Markdown: unpack it' 2 a.zip
printf '# A\n' | gzip >a.md.gz
bad 'compressed with gzip' 2 a.md.gz
printf '%%PDF-1.4\n' >a.pdf
bad 'a PDF, not Markdown' 2 a.pdf
printf '<!DOCTYPE html>\n<title>x</title>\n' >a.html
bad 'a page of HTML, not Markdown' 2 a.html
printf '\377\376\101' >odd.md
bad 'looks like UTF-16, but it is damaged' 2 odd.md
mkdir bare
bad 'no Markdown (*.md) in bare' 1 bare
fails 2 inquest import
complains 'import takes files, folders'
fails 2 inquest import --zone Mars/Phobos rye.md
complains 'Mars/Phobos'
head -c 17000000 /dev/zero | tr '\0' 'a' >huge.md
bad 'huge.md' 2 huge.md
equal "$(sha256sum <"$INQUEST_DB")" "$before"

# UTF-16 is kept as UTF-8, other bytes become visible and the file as it came is attached
printf '# Gr\303\266\303\237e\n\nText.\n' | iconv -f UTF-8 -t UTF-16 >wide.md
ok inquest import --dry-run wide.md
prints 'note: it was UTF-16 and is kept as UTF-8'
ok inquest import wide.md
prints 'INC-5 "Größe": '
printf '# Caf\351 closed\n' >latin.md
ok inquest import latin.md
prints 'INC-6 "Caf\xe9 closed": '
ok inquest attach save -i 6 1 raw
same latin.md raw

# several: a line each, in the order of what happened, failures at the end
mkdir -p many/2021
printf '# Later\n\n## Timeline\n\n- 2021-05-02 10:00 UTC: b\n' >many/a.md
printf '# Earlier\n\n## Timeline\n\n- 2021-05-01 10:00 UTC: a\n' >many/2021/z.md
printf '# Our postmortems\n\nOne file for each.\n' >many/README.md
printf '# TITLE\n\n## Summary\n\n## Timeline\n' >many/template.md
printf '\0' >many/broken.md
mkdir many/.git
printf '# Hidden\n' >many/.git/x.md
ln -s /etc many/link
fails 1 inquest import many
prints 'INC-7 "Earlier": '
prints 'INC-8 "Later": '
prints 'many/README.md: skipped: by its name no postmortem'
prints 'many/template.md: skipped'
complains '2 skipped: --all takes them as well'
complains 'many/broken.md is binary'
complains '1 of 5 was not imported'
prints_not 'Hidden'
ok inquest import --all many/README.md
prints 'INC-9 "Our postmortems": '

# a text that begins as a log does is a postmortem if one says so
printf '14:05 the belt slips\n14:09 the mill stands\n14:30 a new belt runs\n' >notes.txt
ok inquest import --format markdown notes.txt
prints 'INC-10 "notes": '
fails 2 inquest import --format markdown --since 2020-01-01 notes.txt
complains '--since is for logs'
