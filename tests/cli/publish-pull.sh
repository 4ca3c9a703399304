# publish --pull: what teammates edited in the published document comes back as changes of theirs.

r=$SCRATCH/bare.git
c=$SCRATCH/clone
path=incidents/2023/2023-01-17-checkout-returns-500.md
f=$c/$path
export INQUEST_AUTHOR=zoe
git_in() { git -C "$c" "$@"; }
commit() { # as $1, what was edited in the clone, and push it
  git_in add -A
  GIT_AUTHOR_NAME=$1 git_in commit -q -m "by $1" && git_in push -q origin HEAD:main
}
edit() { sed -i "$@" "$f"; }
fetch() { git_in pull -q --rebase origin main; }
pull() { inquest publish -r "$r" -b main --pull "$@"; }
publish() { inquest publish -r "$r" -b main --force test "$@"; }
changes() { query "$INQUEST_DB" 'SELECT count(*) FROM change'; }
by() { query "$INQUEST_DB" "SELECT count(*) FROM change WHERE author = '$1'"; }
section() { inquest section show "$1"; }

git init -q --bare -b main "$r"
git clone -q "$r" "$c" 2>/dev/null
ok inquest new 'Checkout returns 500' --started '2023-01-17 14:03'
ok inquest log -k impact -t '2023-01-17 14:03' 'it begins'
ok inquest action add 'Alert on key | rotation' -t detect -p P1 -o ana
ok inquest action add 'Renew keys' -t prevent -p P1 --team payments
ok inquest section set summary 'It broke.'
printf 'Two thousand people.\n\n# Level one\n\n```\nunclosed' >impact
ok inquest section set impact - <impact

# not published yet
fails 1 pull
complains 'was not published to'
ok publish
fetch

# nothing edited: nothing changes
before=$(changes)
ok pull
prints 'nothing to bring back'
equal "$(changes)" "$before"

# several authors, one batch for each commit, in their order
edit 's/^Two thousand/Three thousand/; s/| P1 | ana |/| P0 | bo |/'
commit 'Ana Ruíz'
edit 's/^Three thousand people/& and a half/; s/^| Renew.*/&\n| Add \\| more | prevent | P3 | cy | open |  |  |/'
commit bo
edit 's/^| Add .*| P3 |/| Add \\| more | prevent | P2 |/; s/^## Timeline/## Costs\n\nMany.\n\n&/; s/time to detect/time to see/; s/it begins/it began/'
commit cy
ok pull --dry-run
prints 'would take section impact: changed (Ana Ruíz, '
equal "$(changes)" "$before"
ok pull
prints 'section impact: changed (Ana Ruíz, '
prints 'action 1: priority P1 → P0 (Ana Ruíz, '
prints 'action 1: owner ana → bo (Ana Ruíz, '
prints 'section impact: changed (bo, '
prints 'action 3: added, Add | more (bo, '
prints 'action 3: priority P3 → P2 (cy, '
prints 'section costs: added (cy, '
prints 'event 1: changed (cy, '
prints_lines 8
complains 'what the log or the template says, and is not read back (cy, '
sed 's/Two thousand people/Three thousand people and a half/' impact >wanted
ok section impact
same "$STATE/out" wanted
ok inquest action show 3 --json
json '$.team' payments
json '$.priority' P2
equal "$(query "$INQUEST_DB" "SELECT group_concat(author) FROM (SELECT author FROM change WHERE seq > $before GROUP BY batch ORDER BY min(seq))")" 'Ana Ruíz,bo,cy,zoe'

# again: nothing
before=$(changes)
ok pull
prints 'nothing to bring back'
equal "$(changes)" "$before"
ok pull --json
json '$.commits' 0
json '$.edits' '[]'

# the next publication keeps what they wrote, also what was not read back
ok publish
fetch
ok cat "$f"
prints 'Three thousand people and a half.'
prints '| Add \| more | prevent | P2 | cy |'
prints 'it began'
prints 'time to see'
equal "$(grep -c '^## Costs' "$f")" 1
equal "$(grep -c 'Add \\|' "$f")" 1
ok publish
prints 'already up to date'

# what was undone here is not brought back again, and is undone there
number=$(query "$INQUEST_DB" "SELECT min(seq) FROM change WHERE author = 'cy'")
ok inquest undo "$number"
ok pull
prints 'nothing to bring back'
ok publish
fetch
ok cat "$f"
prints_not '## Costs'
prints '| P3 | cy |'

# the same lines on both sides: nothing of either is lost, the rest is taken
edit 's/^It broke\./It broke badly./; s/^| Renew keys | prevent | P1 |/| Renew keys | prevent | P0 |/; s/Three thousand/Four thousand/'
commit eve
ok inquest section set summary 'It broke, somehow.'
ok inquest action edit 2 -p P2
fails 3 pull --dry-run
ok inquest drafts
prints_lines 0
fails 3 pull --json
json '$.edits[0].outcome' conflict
json '$.edits[0].which' summary
json '$.edits[0].before' 'It broke.'
json '$.edits[0].theirs' 'It broke badly.'
json '$.edits[0].ours' 'It broke, somehow.'
json '$.edits[0].author' eve
complains 'the same was changed here and there' || complains 'some of the same'
ok section summary
prints 'It broke, somehow.'
ok section impact
prints 'Four thousand'
ok inquest drafts
prints 'section summary, edited by eve: text It broke badly.'
prints 'action 2, edited by eve: priority P0'
# not settled: neither published nor forgotten
before=$(changes)
fails 3 publish
complains 'section summary (draft'
complains 'by eve'
fails 3 pull
complains 'wait to be settled'
equal "$(changes)" "$before"
# theirs, and ours
theirs=$(query "$INQUEST_DB" "SELECT number FROM draft WHERE place = 'form section summary'")
ours=$(query "$INQUEST_DB" "SELECT number FROM draft WHERE place = 'form action 2'")
ok inquest drafts log "$theirs"
ok inquest drafts drop "$ours"
ok section summary
prints 'It broke badly.'
ok pull
ok publish
fetch
ok cat "$f"
prints 'It broke badly.'
prints '| Renew keys | prevent | P2 |'

# the title, which both sides changed
edit 's/^# Checkout returns 500 /# Checkout is down /'
commit eve
ok inquest set title 'Checkout failed'
fails 3 pull
complains 'incident, title:'
ok inquest drafts
prints 'incident 1, edited by eve: title Checkout is down'
fails 3 publish
complains 'incident (draft'
ok inquest drafts log "$(query "$INQUEST_DB" 'SELECT number FROM draft')"
ok publish
fetch
ok cat "$f"
prints '# Checkout is down (incident'
ok inquest set title 'Checkout returns 500'
ok publish
fetch

# said the same by hand in the meantime: that is settled
edit 's/^It broke badly\./It broke twice./'
commit eve
ok inquest section set summary 'It broke three times.'
fails 3 pull
complains 'It broke [-badly.-]{+twice.+}'
complains 'It broke [-badly.-]{+three times.+}'
ok inquest section set summary 'It broke twice.'
ok publish
fetch

# a plain publication merges their edits; they can be brought back afterwards, by their author
edit 's/^It broke twice\./It broke twice, we think./'
commit dee
ok inquest log 'one more'
ok publish
prints 'edits made in the repository were kept'
complains '1 edit made there can be brought back'
fetch
edit 's/we think/we know/'
commit fay
ok pull
prints 'section summary: changed (dee, '
prints 'section summary: changed (fay, '
ok section summary
prints 'It broke twice, we know.'
ok publish
fetch

# a merged pull request: the authors of its commits, and of the merge what it made itself
git_in checkout -q -b request
edit 's/we know/we are sure/'
git_in add -A
GIT_AUTHOR_NAME=gil git_in commit -q -m request
git_in checkout -q main
edit 's/Four thousand/Five thousand/'
git_in add -A
GIT_AUTHOR_NAME=hal git_in commit -q -m main
GIT_AUTHOR_NAME=merger git_in merge -q --no-ff --no-edit request
git_in push -q origin main
ok pull
prints 'section summary: changed (gil, '
prints 'section impact: changed (hal, '
prints_lines 2
equal "$(by merger)" 0
ok publish
fetch
ok cat "$f"
prints 'we are sure'
prints 'Five thousand'

# from a clone with its files checked out: the same, once; its own work is left alone
edit 's/Five thousand/Five thousand one/'
commit quin
echo untracked >"$c/untracked"
ok inquest publish -r "$c" -b main --pull
prints 'section impact: changed (quin, '
prints_lines 1
equal "$(git_in status --porcelain)" '?? untracked'
rm "$c/untracked"
before=$(by quin)
ok pull
equal "$(by quin)" "$before"
edit 's/Five thousand one/Five thousand/'
commit rae
ok pull
prints 'section impact: changed (rae, '
ok publish
fetch

# removed there: said, and kept here
edit '/^| Renew keys/d; /^It broke twice/d'
commit ivy
before=$(changes)
ok pull
complains "action 'Renew keys' was removed there and is kept here"
complains 'the text of section summary was removed there'
ok inquest action list
prints 'Renew keys'
ok section summary
prints 'It broke twice'
git_in revert -n HEAD
commit ivy
ok pull
ok section summary
prints 'It broke twice, we are sure.'

# a cell that cannot be is said, the others of its row are taken
ok publish
fetch
edit 's/| detect | P0 | bo |/| detect | urgent | cy |/'
commit jon
ok pull
prints 'action 1: owner bo → cy (jon, '
complains "action 1: priority is not taken: unknown priority 'urgent'"
ok inquest log 'and more'
ok publish
fetch
ok cat "$f"
prints '| urgent | cy |'
edit 's/| urgent | cy |/| P1 | cy |/'
commit jon
ok pull
prints 'action 1: priority P0 → P1 (jon, '

# line ends as on Windows, and a table that a program aligned
ok publish
fetch
edit 's/Five thousand/Six thousand/; s/$/\r/'
commit kim
ok pull
prints 'section impact: changed (kim, '
prints_lines 1
ok publish
fetch
equal "$(tr -dc '\r' <"$f" | wc -c)" 0
edit 's/^| Renew keys | prevent /| Renew keys        |   prevent  /; s/^| --- /| :--------- /'
commit kim
before=$(by kim)
ok pull
equal "$(by kim)" "$before"
ok inquest action edit 2 -o lea
ok publish
fetch
ok cat "$f"
prints '| Renew keys | prevent | P2 | lea |'

# text from anywhere: Mustache tags, HTML, control bytes, what looks like our own marks
printf 'Six {{title}} <script>alert(1)</script> \033[31mred\n\n<<<<<<< x\n=======\n>>>>>>> y\n---\ntitle: x\n---\n' >hostile
edit -e '/^Six thousand/{r hostile' -e 'd}'
commit mallory
ok pull
ok section impact
prints '{{title}} <script>'
ok publish
fetch
ok pull
prints 'nothing to bring back'

# a name of any length, and none
edit 's/| lea |/| max |/'
commit "$(head -c 5000 /dev/zero | tr '\0' 'n')"
ok pull
equal "$(query "$INQUEST_DB" "SELECT max(length(author)) FROM change")" 100
ok publish
fetch

# a document that is no text, is too large, is gone
cp "$f" good.md
head -c 9000000 /dev/zero | tr '\0' 'x' >"$f"
commit mallory
before=$(changes)
ok pull
complains 'is left out'
head -c 8300000 /dev/zero | tr '\0' '\n' >"$f"
commit mallory
ok pull
printf '\377\0' >"$f"
commit mallory
ok pull
complains 'is left out'
cp good.md "$f"
edit 's/we are sure/we are very sure/'
commit nan
ok pull
prints 'section summary: changed (nan, '
ok inquest doctor
prints '0 findings'
git_in mv "$path" elsewhere.md
commit ola
sed -i 's/very sure/quite sure/' "$c/elsewhere.md"
commit ola
ok pull
prints 'section summary: changed (ola, '
prints_lines 1
ok publish
prints 'elsewhere.md on main'
fetch
git_in rm -q elsewhere.md
commit pia
fails 1 pull
complains 'is not on main any more'

# of two editions in one repository, the one that is named
ok publish
ok publish -p other.md
fetch
sed -i 's/we are quite sure/we are certain/' "$c/elsewhere.md"
sed -i 's/^Six/Seven/' "$c/other.md"
commit tom
ok pull -p elsewhere.md
prints 'section summary: changed (tom, '
prints_lines 1
fails 1 pull -p nowhere.md
complains 'was not published to nowhere.md'

# what is added to a public document is for the public
ok inquest new Public --started '2023-02-01 10:00'
ok inquest action add 'Seen by all' -p P1 --audience public
ok inquest section set summary 'For all.' --audience public
git init -q -b main public
ok inquest config publish.author git
ok inquest publish -r public --audience public --force test
public=public/incidents/2023/2023-02-01-public.md
sed -i 's/^| Seen by all.*/&\n| Added by all | other | P2 | sam | open |  |  |/; s/^## Timeline/## Apology\n\nSorry.\n\n&/' "$public"
GIT_AUTHOR_NAME=sam git -C public commit -q -a -m sam
ok inquest publish -r public --pull
prints 'action 2: added, Added by all (sam, '
ok inquest publish -r public --audience public --force test
ok cat "$public"
prints 'Added by all'
prints 'Sorry.'
ok inquest use 1

# no map: published before there was one
query "$INQUEST_DB" "UPDATE publication SET map = NULL"
ok publish
query "$INQUEST_DB" "UPDATE publication SET map = NULL"
fails 2 pull
complains 'not known any more'
ok publish
ok pull

# rows in another order: none is lost or doubled by publishing after it
git init -q -b main "$SCRATCH/order"
ok inquest config publish.repository "$SCRATCH/order"
ok inquest new 'Ordered' --started '2023-03-01 10:00'
for title in first second third; do ok inquest action add "$title row" -p P1; done
ok inquest publish --force testing
document=$SCRATCH/order/incidents/2023/2023-03-01-ordered.md
rows() { grep -o '^| [a-z]* row .* P[0-9]' "$document"; }
sed -i "/^| first row/{s/P1/P0/;h;d};/^| second row/G" "$document"
git -C "$SCRATCH/order" commit -qam 'another order'
equal "$(rows)" '| second row | other | P1
| first row | other | P0
| third row | other | P1'
ok inquest action edit 1 -p P2
fails 3 inquest publish --force testing
complains "the row of action 'first row' was moved in incidents/2023/2023-03-01-ordered.md"
ok inquest undo
ok inquest publish --pull
prints 'action 1: priority P1 → P0 ('
complains "the row of action 'first row' was moved here"
ok inquest action edit 1 -p P2
ok inquest publish --force testing
equal "$(rows)" '| second row | other | P1
| third row | other | P1
| first row | other | P2'
ok inquest publish --pull
prints 'nothing to bring back'
ok inquest history
prints 'review draft → published'

# a document that was renamed there is not written a second time under its old name; one that was removed is, which is said
git -C "$SCRATCH/order" mv incidents/2023/2023-03-01-ordered.md incidents/2023/ordered.md
git -C "$SCRATCH/order" commit -qam renamed
ok inquest log 'one more'
fails 3 inquest publish --force testing
complains 'was renamed to incidents/2023/ordered.md in the repository: `inquest publish --pull` takes the name over'
ok inquest publish --pull
ok inquest publish --force testing
not_there "$document"
equal "$(ls "$SCRATCH/order/incidents/2023")" ordered.md
ok grep -q 2023/ordered.md "$SCRATCH/order/incidents/README.md"
equal "$(grep -c '^| 2023' "$SCRATCH/order/incidents/README.md")" 1
git -C "$SCRATCH/order" rm -q incidents/2023/ordered.md
git -C "$SCRATCH/order" commit -qam removed
ok inquest publish --force testing
complains 'incidents/2023/ordered.md was removed in the repository, and is written again'
there "$SCRATCH/order/incidents/2023/ordered.md"
