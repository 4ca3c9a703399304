# publish --pull where both sides changed the same, or the thing is no more.

r=$SCRATCH/bare.git
c=$SCRATCH/clone
f=$c/incidents/2023/2023-01-17-corners.md
export INQUEST_AUTHOR=zoe
git_in() { git -C "$c" "$@"; }
commit() { # as $1, what was edited in the clone, and push it
  git_in add -A
  GIT_AUTHOR_NAME=$1 git_in commit -q -m "by $1" && git_in push -q origin HEAD:main
}
edit() { sed -i "$@" "$f"; }
pull() { inquest publish -r "$r" -b main --pull "$@"; }
publish() { inquest publish -r "$r" -b main --force test "$@"; }

git init -q --bare -b main "$r"
git clone -q "$r" "$c" 2>/dev/null
ok inquest new Corners --started '2023-01-17 14:03'
ok inquest action add 'Renew keys' -t prevent -p P1 -o ana
ok inquest action add 'Watch the queue' -t detect -p P2 -o bo
ok inquest action add 'Page less' -t process -p P3 -o cy
ok inquest ref add https://tracker.example.com/42 --title 'The queue' --label Q-42
ok inquest action edit 2 --link https://tracker.example.com/42
ok publish
git_in pull -q --rebase origin main
ok grep 'Watch the queue' "$f"

# two edit what was changed here too: one conflict, with the last of their texts and both names
edit 's/| Renew keys | prevent | P1 |/| Renew keys | prevent | P0 |/'
commit bo
edit 's/| Renew keys | prevent | P0 |/| Renew keys | prevent | P3 |/'
commit cy
ok inquest action edit 1 -p P2
fails 3 pull --json
json '$.edits[0].outcome' conflict
json '$.edits[0].theirs' P3
json '$.edits[0].author' 'bo, cy'
json '$.commits' 2
ok inquest drafts
prints 'action 1, edited by bo, cy: priority P3'
ok inquest drafts drop 1

# the link by another of its names, which is the same; a thing that is no more; the same done by hand
git_in pull -q --rebase origin main
ok inquest action delete 3
ok inquest action edit 1 -o dee
edit 's/| Page less | process | P3 | cy |/| Page less often | process | P3 | cy |/; s/| Renew keys | prevent | P3 | ana |/| Renew keys | prevent | P3 | dee |/'
edit 's/| \[Q-42\]([^|]*|/| Q-42 |/'
commit eve
ok pull --json
json '$.edits[0].outcome' same
json '$.edits[0].field' owner
json '$.edits[1].outcome' same
json '$.edits[1].field' link
json '$.edits[1].theirs' Q-42
json '$.edits[2].outcome' refused
json '$.edits[2].reason' 'it was deleted here: undo that to bring it back'

# a template of one's own that shows Markdown as plain text: what is escaped there is not escaped here
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
cat >"$XDG_CONFIG_HOME/inquest/templates/plain.md" <<'END'
# {{title}}

{{#days}}
{{#events}}
- **{{time}}** {{text}}
{{/events}}
{{/days}}
END
f=$c/incidents/2023/2023-01-18-plain.md
ok inquest set status resolved
ok inquest new Plain --started '2023-01-18 09:00' --template plain
ok inquest log -t '2023-01-18 09:00' 'the *old* key'
ok publish
git_in pull -q --rebase origin main
ok cat "$f"
prints 'the \*old\* key'
edit 's/old.* key/new\\* key/'
ok cat "$f"
prints 'the \*new\* key'
commit fay
ok pull
ok inquest event show 1
prints 'the *new* key'

# what one commit wrote and a later one changed again, or took back, all brought back at once
ok inquest use 1
f=$c/incidents/2023/2023-01-17-corners.md
git_in pull -q --rebase origin main
edit 's/^## Timeline/## Costs\n\nMany.\n\n&/; s/| Watch the queue | detect | P2 |/| Watch the queue | detect | P0 |/'
commit gil
edit 's/^Many\./Very many./; s/| Watch the queue | detect | P0 |/| Watch the queue | detect | P2 |/'
commit hal
ok pull
prints 'section costs: added (gil, '
prints 'section costs: changed (hal, '
prints 'action 2: priority P2 → P0 (gil, '
prints 'action 2: priority P0 → P2 (hal, '
prints_lines 4
ok inquest section show costs
prints 'Very many.'
ok inquest action show 2 --json
json '$.priority' P2
