# check and preview: what a reviewer would say, and what a reader would see.

ok inquest new 'Checkout fails'
exits 1 inquest check
prints 'error    impact'
prints_line 'error    owner       role                nobody owns this postmortem: no owner and no author is named    inquest role set owner PERSON'
prints 'section summary'
prints 'warning  commander'
exits 1 inquest check --json
# while it is open, what helps now comes before what is for the postmortem
json '$[0].check' commander
json '$[0].level' warning
json '$[0].later' 0
json '$[1].level' error
json '$[1].check' owner
json '$[1].kind' role
json '$[1].number' null
json '$[1].fix' 'role set owner'
json '$[1].needs' PERSON
json '$[1].later' 1

ok inquest log -k impact --at '2023-01-17 14:00' 'errors'
ok inquest log -k detected --at '2023-01-17 13:00' 'alert'
exits 1 inquest check
prints 'event 2'
prints 'inquest event edit 2 --at TIME'
ok inquest event edit 2 --at '2023-01-17 14:05'
ok inquest role set author ana
ok inquest cause add -k root 'A key that nobody owned'
for section in summary impact resolution detection went-well went-wrong got-lucky; do
  ok inquest section set "$section" Written.
done

exits 1 inquest check
prints 'error    prevention'
prints 'how bad it was is not said in numbers'
ok inquest section set impact 'About 400 payments failed.'
ok inquest section set went-wrong 'Nothing told that the key was about to end.'
ok inquest cause add -k trigger 'Deploy 4.12'
ok inquest action add 'Have a machine rotate the key before its end' -t prevent -p P1 -o dana -l ops/infra#22

# warnings alone are no failure
ok inquest check
prints_not error
prints 'warning  single-cause'
prints 'warning  similar'
ok inquest role set commander bo
ok inquest cause add -k contributing 'No alert looks at keys'
ok inquest log -k note --at '2023-01-17 13:30' 'First odd answers, https://example.com/graph'
ok inquest ref add https://example.com/inc-3 --label 'similar: INC-3'
ok inquest check
complains 'nothing to mend'
ok inquest check --json
prints_line '[]'

# a template that is not there any more leaves nothing to check it by
ok inquest template new nowhere
ok inquest set template nowhere
rm "$XDG_CONFIG_HOME/inquest/templates/nowhere.md"
fails 1 inquest check
complains "no template 'nowhere'"
ok inquest set template sre

# the document as text
ok inquest section set summary 'All **cards** failed: see [the graph](https://example.com/g).'
ok inquest preview
prints_line 'Checkout fails (incident INC-1)'
prints_line '───────'
prints_line 'All cards failed: see the graph (https://example.com/g).'
prints 'Have a machine rotate the key'
prints_not '**'
ok inquest log "$(printf 'hostile \033]0;title\007 text')"
ok inquest preview
prints 'hostile ^[]0;title^G text'

# a section of one's own
ok inquest section add 'Customer communication' --text 'Mail to all at 15:10.'
prints_line 'customer-communication: 5 words'
ok inquest preview
prints_line 'Customer communication'
fails 2 inquest section add 'Customer communication' --text again
complains 'section edit customer-communication'
fails 2 inquest section add
complains 'needs a heading'
fails 2 inquest --no-input section add Other
complains '--text'
fails 2 inquest section add Other --text ' '
complains 'no text'
printf '#!/bin/sh\nprintf "from the editor" >"$1"\n' >editor
chmod +x editor
ok env INQUEST_EDITOR="$PWD/editor" inquest section add 'Seen before'
ok inquest section show seen-before
prints 'from the editor'

# preview with another width and template; a pager is for terminals alone
ok env PAGER='echo paged' inquest preview --width 30
prints_not paged
prints_line 'All cards failed: see the'
fails 2 inquest preview --width 7
complains '--width is a number from 8 to 10000'
fails 2 inquest preview -w many
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
printf '# {{title}} in short\n' >"$XDG_CONFIG_HOME/inquest/templates/short.md"
ok inquest preview --template short
prints_line 'Checkout fails in short'
if command -v script >/dev/null; then
  ok timeout 20 script -qec "stty rows 10 cols 60; PAGER='head -1' inquest preview" /dev/null
  prints 'Checkout fails'
  prints_not 'Root Causes'
  ok timeout 20 script -qec "stty rows 10 cols 60; PAGER='head -1' inquest preview --no-pager" /dev/null
  prints 'Root Causes'
  ok timeout 20 script -qec "stty rows 10 cols 60; PAGER=nosuch inquest preview" /dev/null
  prints 'Root Causes'
  ok timeout 20 script -qec "stty rows 500 cols 60; PAGER='head -1' inquest preview" /dev/null
  prints 'Root Causes'
fi
