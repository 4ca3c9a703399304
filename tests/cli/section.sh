# section: what the template asks for, written from words, standard input or an editor.

ok inquest new Outage
ok inquest section
prints 'summary'
prints missing
prints optional
golden section-list
ok inquest section list --json
json '$[0].key' summary
json '$[0].heading' Summary
json '$[0].text' null
json '$[0].optional' 0

ok inquest section set summary Cards were refused for an hour.
prints_line 'summary: 6 words'
ok inquest section show summary
prints_lines 0
prints 'Cards were refused for an hour.'
ok inquest section
prints 'summary'
prints 'Cards were refused for an hour.'
ok inquest section --json
json '$[0].text' 'Cards were refused for an hour.'

# standard input is kept to the byte
printf 'First line.\n\n- item\n- item\n\n' >text
ok inquest section set impact - <text
ok inquest section show impact
same "$STATE/out" text
printf 'no end' >open
ok inquest section set impact - <open
ok inquest section show impact
same "$STATE/out" open
printf 'bad \377' >bytes
ok inquest section set impact - <bytes
complains '1 bytes were not UTF-8'
ok inquest section show impact
prints 'bad \xff'

# one of their own needs a heading, and is part of the document
fails 1 inquest section set aftermath x
complains "no section 'aftermath'"
complains '--heading'
fails 1 inquest section set sumary x
complains 'did you mean summary?'
ok inquest section set aftermath --heading 'Aftermath, with customers' 'We wrote to all of them.'
ok inquest section
prints aftermath
ok inquest section set another --heading Another --level 3 --position 1 text
ok inquest render
prints '## Aftermath, with customers

We wrote to all of them.'
prints '### Another'
ok inquest section set aftermath 'Shorter.'
ok inquest render
prints '## Aftermath, with customers

Shorter.'
for bad in 'Up Per' a/b '' ../x a.b; do
  fails 2 inquest section set "$bad" --heading x text
done
fails 2 inquest section set other --heading x --level two text
fails 2 inquest section set other --heading x --level 7 text
fails 2 inquest section set other --heading x --level 0 text

# a section's text stays in its place: headings move below its own, an open fence is closed
printf '# Big\n\n```\nopen' >text
ok inquest section set resolution - <text
ok inquest render
prints '### Big'
prints '## Detection'
ok inquest section show resolution
same "$STATE/out" text

# empty, too long, unknown
fails 2 inquest section set summary ''
complains 'inquest section delete summary'
fails 2 inquest section set summary - </dev/null
head -c 1048577 /dev/zero | tr '\0' x >more
fails 2 inquest section set summary - <more
complains '1 MiB'
fails 2 inquest section set
complains 'key of a section'
fails 2 inquest section show
fails 1 inquest section show nonsense
fails 2 inquest section nonsense
ok inquest section show detection
complains 'not written yet'
complains '?'
ok inquest section show summary
prints 'Cards were refused for an hour.'

# in an editor
cat >edit.sh <<'END'
cat "$1" >seen
printf 'From the editor.\n' >"$1"
END
ok env INQUEST_EDITOR="sh $PWD/edit.sh" inquest section edit summary
equal "$(cat seen)" 'Cards were refused for an hour.'
ok inquest section show summary
prints 'From the editor.'
ok env INQUEST_EDITOR=true inquest section edit summary
complains unchanged
fails 1 env INQUEST_EDITOR=false inquest section edit summary
complains 'nothing was changed'
fails 2 env INQUEST_EDITOR='truncate -s 0' inquest section edit summary
complains 'nothing was changed'
# something else in its place is not waited for
echo 'rm "$1"; mkfifo "$1"' >pipe.sh
fails 1 env INQUEST_EDITOR="sh $PWD/pipe.sh" inquest section edit summary
complains 'left no file'
fails 1 env INQUEST_EDITOR=true inquest section edit nonsense
fails 2 inquest section edit summary --no-input
ok env INQUEST_EDITOR="sh $PWD/edit.sh" inquest section edit detection
prints_line 'detection: 3 words'
ok inquest section show detection
prints 'From the editor.'

# dropped and brought back
ok inquest section delete summary
prints 'inquest undo'
ok inquest section show summary
complains 'not written yet'
fails 1 inquest section delete summary
ok inquest undo
ok inquest section show summary
prints 'From the editor.'
ok inquest section delete aftermath
fails 1 inquest section show aftermath

# another incident has sections of its own
ok inquest new Second
ok inquest section show summary
complains 'not written yet'

# templates: the user's own go before the shipped ones; a broken one is named with its line
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
printf '# {{title}}\n\n{{! ask story: What happened? }}\n{{{sections.story}}}\n' >"$XDG_CONFIG_HOME/inquest/templates/short.md"
ok inquest set template short
ok inquest section
prints_lines 1
prints story
ok inquest section set story 'It broke.'
ok inquest render
prints '# Second

It broke.'
ok inquest render -t sre
prints '## Lessons Learned'
printf '# {{title}}\n\n{{#open}}\n' >"$XDG_CONFIG_HOME/inquest/templates/broken.md"
fails 2 inquest render -t broken
complains broken
complains ':3'
complains open
printf 'x{{>missing}}y{{{title}}' >broken.md
fails 2 inquest render -t ./broken.md
complains './broken.md:1'
printf 'x{{>missing}}y{{{title}}}' >fine.md
ok inquest render -t fine.md
prints_line xySecond
printf '{{>../../secret}}' >evil.md
fails 2 inquest render -t evil.md
complains 'no folder'
fails 1 inquest render -t nonsense
complains "no template 'nonsense'"
complains sre
fails 1 inquest render -t ./nonsense.md
complains nonsense.md
fails 2 inquest render -t ..
fails 1 inquest set template nonsense
complains "no template 'nonsense'"
fails 1 inquest new --template pager-duty Another
complains 'did you mean pagerduty?'
fails 1 inquest set template work
complains 'did you mean workbook?'
ok inquest template new nonsense
ok inquest set template nonsense
rm "$XDG_CONFIG_HOME/inquest/templates/nonsense.md"
fails 1 inquest render
complains nonsense
fails 1 inquest section
ok inquest set template ''
ok inquest render
prints '## Summary'
ok inquest render -o postmortem.md
silent
there postmortem.md
fails 1 inquest render -o no-such-folder/postmortem.md
# a pipe or device is written to, never replaced by a file
mkfifo pipe
cat pipe >copy &
ok inquest render -o pipe
wait $!
same copy postmortem.md
if [ -p pipe ]; then pass; else fail 'the pipe was replaced'; fi
# where a link points is written
mkdir away
: >away/target.md
ln -s away/target.md link.md
ok inquest render -o link.md
same away/target.md postmortem.md
if [ -L link.md ]; then pass; else fail 'the link was replaced'; fi
fails 5 inquest render -o .
fails 2 inquest render nonsense

# the team's templates, in the repository published to, go behind one's own and before the shipped ones
mkdir -p repository/.inquest/templates
echo 'of the team: {{title}}, {{>signature}}' >repository/.inquest/templates/team.md
echo 'signed, the team' >repository/.inquest/templates/signature.md
echo 'sre of the team' >repository/.inquest/templates/sre.md
ok inquest render -t sre
prints '## Summary'
fails 1 inquest render -t team
ok inquest config publish.repository "$SCRATCH/repository"
ok inquest render -t team
prints_line 'of the team: Second, signed, the team'
ok inquest render -t sre
prints_line 'sre of the team'
echo 'sre of mine' >"$XDG_CONFIG_HOME/inquest/templates/sre.md"
ok inquest render -t sre
prints_line 'sre of mine'
