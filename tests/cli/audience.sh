# Audiences: what each reads, in documents, and what is said of the rest.

ok inquest new 'Primary db-7 ran full' --started '2023-01-17 23:30' --ref OPS-7 --tags secret-tag --services secret-service
ok inquest log -k impact -t '2023-01-17 23:50' --audience public 'orders fail' --link https://graphs.example.com/secret
ok inquest log -k detected -t '2023-01-17 23:55' 'INTERNAL pager rang'
ok inquest log -k note -t '2023-01-17 23:56' --audience team 'TEAM we were asleep'
ok inquest role add author 'Ana Ruiz <ana@example.com>'
ok inquest role add 'press contact' 'Bo Lind <bo@example.com>' # not marked
ok inquest action add 'PUBLIC watch the disk' --audience public -o 'Ana Ruiz' --link OPS-8 --team Storage -p P1
ok inquest action add 'TEAM clean up' --audience team
ok inquest cause add -k root --audience public 'PUBLIC the disk was full'
ok inquest cause add -k why --parent 1 'INTERNAL nobody watched it'
ok inquest section set summary 'INTERNAL it broke, see event 3'
ok inquest section set impact --audience public 'PUBLIC orders were late, see event 2'

# everything, all but the team's, what is marked
ok inquest render --audience team
prints 'TEAM we were asleep'
prints 'TEAM clean up'
prints 'INTERNAL pager rang'
ok inquest render
prints_not TEAM
prints 'INTERNAL pager rang'
prints 'INTERNAL it broke'
prints 'Ana Ruiz'
prints OPS-8
inquest render --audience internal >internal.md
inquest render >plain.md
same internal.md plain.md
ok inquest render --audience public
prints 'PUBLIC watch the disk'
prints 'PUBLIC the disk was full'
prints 'PUBLIC orders were late'
prints 'orders fail'
prints_not INTERNAL
prints_not TEAM
prints_not 'Ana Ruiz'
prints_not 'Bo Lind'
prints_not OPS-
prints_not Storage
prints_not secret
# what was written, but not for them, is not said to be missing
prints_not 'What happened, who was affected'
# nor is a measure of what is withheld said to be unknown
prints_not 'time to detect'
prints_not '| Measure |'
ok inquest preview --audience public
prints_not INTERNAL
prints 'orders fail'
fails 2 inquest render --audience everybody
complains 'the audience is team, internal or public'

# what is left out, and why
ok inquest render --audience public --explain
prints_line 'event 2 is marked internal'
prints_line 'event 3 is marked team'
prints_line 'section summary is marked internal'
prints_line 'the owner of action 1 is for internal readers'
prints_line 'the link of action 1 is for internal readers'
prints_line 'the ref of the incident is for internal readers'
prints_line 'section impact speaks of event 2, which is left out'
prints_not 'PUBLIC'
ok inquest publish --audience public --explain --json
json '$.audience' public
json '$.withheld[0].kind' event
json '$.withheld[0].number' 2
json '$.withheld[0].field' null
json '$.mentions[0]' 'section impact speaks of event 2, which is left out'
ok inquest preview --explain
prints_line 'event 3 is marked team'
prints_line 'section summary speaks of event 3, which is left out'
prints_not 'event 2'
ok inquest render --audience team --explain
complains 'nothing is withheld from team readers'

# a role and a reference that are marked let names and links through
ok inquest role edit 1 --audience public
ok inquest ref add https://status.example.com/8 --label OPS-8 --audience public
ok inquest render --audience public
prints 'Ana Ruiz'
prints '[OPS-8](#ref-ops-8)'

# a title for the public, if the own one tells too much
ok inquest section set public-title --heading 'Public title' --audience public 'Orders were delayed'
ok inquest render --audience public
prints '# Orders were delayed (incident INC-1)'
prints_not db-7
ok inquest render
prints db-7

# a template says for whom it is
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
printf '{{! audience: public }}\n# {{title}}\n\n{{! ask summary: What? }}\n{{{sections.summary}}}\n' \
  >"$XDG_CONFIG_HOME/inquest/templates/outside.md"
ok inquest render --template outside
prints_not INTERNAL
ok inquest render --template outside --audience internal
prints INTERNAL
printf '# {{title}}\n{{! audience: everyone }}\n' >"$XDG_CONFIG_HOME/inquest/templates/wrong.md"
fails 2 inquest render --template wrong
complains "the template's head: the audience is team, internal or public"

# what only a template for the public asks for is written for the public; what others ask for too is not
printf '{{! audience: public }}\n# {{title}}\n{{! ask notice: What do they need? }}\n{{{sections.notice}}}\n{{! ask summary: What? }}\n{{{sections.summary}}}\n' \
  >"$XDG_CONFIG_HOME/inquest/templates/notice.md"
ok inquest new Another --template notice
ok inquest section set notice 'We are sorry.'
ok inquest section set summary 'INTERNAL we are not.'
ok inquest render
prints 'We are sorry.'
prints_not INTERNAL
# the flag alone marks, and leaves the text
ok inquest section set summary --audience public
ok inquest render
prints 'INTERNAL we are not.'
ok inquest section set notice --audience team
ok inquest render
prints_not 'We are sorry.'
fails 2 inquest section set summary
complains 'text is empty'

# a text may link to what is left out: the words stay, the link goes, and so does the name in it
ok inquest new Linked
ok inquest ref add https://a.example/1 --label 'Hidden Board'
ok inquest ref add https://a.example/2 --label 'Hidden Board Two' --audience public
printf x >plan.txt
ok inquest attach plan.txt
ok inquest section set summary --audience public \
  'Seen on [the board](#ref-hidden-board), <a href="#ref-hidden-board">there</a> and [*two*](#ref-hidden-board-two), [plan][p].

[p]: x.assets/plan.txt'
ok inquest log --audience public 'look at ![the board](#REF-hidden-board)'
ok inquest cause add -k root --audience public '[it](#ref-hidden-board) was full'
for format in md html text json; do
  ok inquest render --audience public --format $format
  prints 'Seen on'
  prints_not hidden-board\"
  prints_not hidden-board\)
  prints_not plan.txt
  prints_not HREF
  prints_not REF-
done
ok inquest render --audience public
prints 'Seen on the board, there'
prints '[*two*](#ref-hidden-board-two), plan.'
ok inquest render
prints '[the board](#ref-hidden-board)'
prints 'x.assets/plan.txt'
ok inquest render --audience public --explain
prints_line 'section summary links to what is left out, and is shown without the link'
prints_line 'event 1 links to what is left out, and is shown without the link'
prints_line 'cause 1 links to what is left out, and is shown without the link'
