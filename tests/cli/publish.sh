# publish: one commit of the document and the index to a local repository, and nothing else touched.

r=$SCRATCH/repository
path=incidents/2023/2023-01-17-checkout-returns-500.md
git_in() { # git in the repository; its first line
  git -C "$r" "$@"
}
head_of() { git_in rev-parse "${1:-main}"; }

git init -q -b main "$r"
ok inquest new 'Checkout returns 500!' --started '2023-01-17 23:30' --ref OPS-7
ok inquest log -k impact -t '2023-01-17 23:50' 'it begins'

fails 2 inquest publish --force testing
complains '--repository'
complains 'inquest config publish.repository'

# a dry run says it and leaves no trace
ok inquest publish --force testing -r "$r" --dry-run
prints "would commit $path and incidents/README.md to main in $r/"
exits 128 git_in rev-parse -q HEAD
equal "$(git_in status --porcelain | wc -l)" 0
ok inquest show --json
json '$.publications' '[]'

fails 2 inquest publish --force testing -r "$r" -p incidents/README.md
complains 'publish.path and publish.index are both incidents/README.md'

# the first commit of an empty repository
ok inquest publish --force testing -r "$r"
prints "$path on main (new branch), commit $(head_of | cut -c 1-10)"
equal "$(git_in ls-tree -r --name-only main)" "incidents/2023/2023-01-17-checkout-returns-500.md
incidents/README.md"
equal "$(git_in status --porcelain | wc -l)" 0
inquest render >render.md
same "$r/$path" render.md
git_in show "main:$path" >committed.md
same committed.md render.md
equal "$(git_in log -1 --format='%an <%ae>|%cn <%ce>|%s|%aI')" \
  'Git Person <git@example.com>|Git Person <git@example.com>|OPS-7: Checkout returns 500!|2023-01-18T14:00:00+00:00'
equal "$(git_in log -1 --format=%b | wc -w)" 0
ok inquest show --json
json '$.publications[0].path' "$path"
json '$.publications[0].branch' main
json '$.publications[0].repository' "$r/"
json '$.publications[0].commit_id' "$(head_of)"
ok inquest history
prints publication
ok cat "$r/incidents/README.md"
prints '[Checkout returns 500'
prints '](2023/2023-01-17-checkout-returns-500.md)'
prints 2023-01-17
prints SEV3
prints investigating

# the same render makes no second commit, and no second entry
before=$(head_of)
ok inquest publish --force testing -r "$r"
prints 'already up to date'
equal "$(head_of)" "$before"
ok inquest publish --force testing -r "$r" --json
json '$.unchanged' 1
json '$.commit' "$before"
ok inquest show --json
json '$.publications[1]' 'nothing there'

# a change makes one; its author is the first author, owner or commander with an address
ok inquest role set commander 'Cy Dean <cy@example.com>'
ok inquest role add author 'No Address'
ok inquest role add author 'Ana Ruíz <ana@example.com>'
ok inquest publish --force testing -r "$r" -m 'say it
in three

lines'
equal "$(git_in log -1 --format='%an <%ae>|%cn')" 'Ana Ruíz <ana@example.com>|Git Person'
equal "$(git_in log -1 --format=%B)" 'say it
in three

lines'
equal "$(git_in rev-list --count main)" 2
equal "$(git_in diff-tree --no-commit-id --name-only -r main)" "$path"

# staged and unstaged work, untracked files and hooks are left alone
printf 'a\nb\nc\n' >"$r/notes"
git_in add notes
git_in commit -q -m notes
echo staged >>"$r/notes"
git_in add notes
echo unstaged >>"$r/notes"
echo untracked >"$r/untracked"
echo new >"$r/new"
git_in add new
printf '#!/bin/sh\ntouch "%s/hook-ran"\nexit 1\n' "$SCRATCH" | tee "$r/.git/hooks/pre-commit" "$r/.git/hooks/post-commit" \
  "$r/.git/hooks/commit-msg" "$r/.git/hooks/reference-transaction" >/dev/null
chmod +x "$r"/.git/hooks/*
before=$(git_in status --porcelain)
git_in diff --cached >staged
git_in diff >unstaged
ok inquest log 'one more'
ok inquest publish --force testing -r "$r"
not_there "$SCRATCH/hook-ran"
rm "$r"/.git/hooks/*
equal "$(git_in status --porcelain)" "$before"
git_in diff --cached >staged-now
git_in diff >unstaged-now
same staged-now staged
same unstaged-now unstaged
equal "$(git_in diff-tree --no-commit-id --name-only -r main)" "$path"
git_in reset -q --hard
rm "$r/untracked"

# edits made in the repository are kept, and stay kept
sed -i 's/^# Checkout.*/&\n\nA remark of a reader./' "$r/$path"
git_in commit -q -a -m 'a remark'
ok inquest log 'and another'
ok inquest publish --force testing -r "$r"
prints 'edits made in the repository were kept'
ok cat "$r/$path"
prints 'A remark of a reader.'
prints 'and another'
ok inquest log 'a third'
ok inquest publish --force testing -r "$r" --json
json '$.merged' 1
ok cat "$r/$path"
prints 'A remark of a reader.'
prints 'a third'

# both changed the same lines: reported, and nothing is written anywhere
sed -i 's/a third/a third, said the reader/' "$r/$path"
git_in commit -q -a -m 'a third'
before=$(head_of)
cp "$r/$path" theirs.md
last=$(query "$INQUEST_DB" 'SELECT max(number) FROM event')
ok inquest event edit "$last" 'a third, said the scribe'
count=$(query "$INQUEST_DB" 'SELECT count(*) FROM change')
fails 3 inquest publish --force testing -r "$r"
complains 'nothing was written'
complains '<<<<<<<'
complains 'said the reader'
complains 'said the scribe'
complains_not 'A remark'
equal "$(head_of)" "$before"
same "$r/$path" theirs.md
equal "$(git_in status --porcelain | wc -l)" 0
sql "$INQUEST_DB" 'SELECT count(*) FROM change' "$count"
fails 3 inquest publish --force testing -r "$r" --dry-run
# agreed upon, it goes through
ok inquest event edit "$last" 'a third, said the reader'
ok inquest publish --force testing -r "$r"
ok cat "$r/$path"
prints 'a third, said the reader'
prints_not '<<<<'

# uncommitted change to the very file, or to the index
echo 'work in progress' >>"$r/$path"
cp "$r/$path" theirs.md
before=$(head_of)
ok inquest log fourth
fails 3 inquest publish --force testing -r "$r"
complains "$path"
complains 'uncommitted'
same "$r/$path" theirs.md
equal "$(head_of)" "$before"
git_in checkout -q -- "$path"
ok inquest set severity SEV1
echo 'work in progress' >>"$r/incidents/README.md"
fails 3 inquest publish --force testing -r "$r"
complains incidents/README.md
equal "$(head_of)" "$before"
git_in checkout -q -- incidents/README.md
ok inquest publish --force testing -r "$r"
ok cat "$r/incidents/README.md"
prints SEV1

# what stands around the markers of the index is kept, byte for byte, and other rows too
{
  echo 'Our incidents, an introduction.'
  echo
  cat "$r/incidents/README.md"
  printf '\nFooter | with a bar, no line break'
} >index
cp index "$r/incidents/README.md"
git_in commit -q -a -m index
ok inquest new 'A | bar and a [link](x) in the title' --started '2022-12-31 10:00' --severity SEV2
ok inquest publish --force testing -r "$r"
prints incidents/2022/2022-12-31-a-bar-and-a-link-x-in-the-title.md
ok cat "$r/incidents/README.md"
equal "$(head -n 2 "$r/incidents/README.md" | head -n 1)" 'Our incidents, an introduction.'
equal "$(tail -c 34 "$r/incidents/README.md")" 'Footer | with a bar, no line break'
prints '](2023/2023-01-17-checkout-returns-500.md)'
prints '](2022/2022-12-31-a-bar-and-a-link-x-in-the-title.md)'
equal "$(grep -c '^| 20' "$r/incidents/README.md")" 2

# a new title leaves the document where it is; its row follows
ok inquest use 1
ok inquest set title 'Checkout was down'
ok inquest publish --force testing -r "$r"
prints "$path on main"
ok git_in ls-tree -r --name-only main
prints_lines 4
ok cat "$r/incidents/README.md"
prints 'Checkout was down'
prints_not 'Checkout returns 500!'
equal "$(grep -c '^| 20' "$r/incidents/README.md")" 2

# a private incident stays here
ok inquest set private yes
before=$(head_of)
fails 1 inquest publish --force testing -r "$r"
complains private
equal "$(head_of)" "$before"
ok inquest set private no
equal "$(git_in status --porcelain | wc -l)" 0

# other paths: a pattern, a plain one; what leaves the repository or hides in it is refused
ok inquest new Third --started '2023-01-05 10:00' --ref '../../evil' -s 2
ok inquest publish --force testing -r "$r" -p 'pm/{{year}}/{{month}}/{{number}}-{{severity}}-{{status}}-{{slug}}.md' -n
prints 'pm/2023/01/3-SEV2-investigating-third.md'
for bad in '../x.md' '/abs.md' 'a/../../x.md' '.git/config' 'a//b.md' 'x/' '' 'a\b' '{{name}}.md' "$(printf 'a\nb')" '{{open' 'GIT~1/x'; do
  fails 2 inquest publish --force testing -r "$r" -p "$bad"
done
fails 3 inquest publish --force testing -r "$r" -p "$path"
complains 'was not published from here'
ok inquest config publish.path 'pm/{{number}}-{{slug}}.md'
ok inquest config publish.index ''
ok inquest publish --force testing -r "$r"
prints 'pm/3-third.md on main'
equal "$(git_in diff-tree --no-commit-id --name-only -r main)" pm/3-third.md
ok inquest config publish.path 'incidents/{{year}}/{{date}}-{{slug}}.md'
ok inquest config publish.index incidents/README.md

# another branch: created on top of what is checked out, which does not change
before=$(head_of)
ok inquest new Fourth
ok inquest publish --force testing -r "$r" -b postmortems
prints 'on postmortems (new branch)'
equal "$(head_of)" "$before"
equal "$(git_in rev-parse postmortems^)" "$before"
equal "$(git_in status --porcelain | wc -l)" 0
not_there "$r/incidents/2023/2023-01-18-fourth.md"
for bad in 'a b' '-x' 'refs/heads/x..y' 'x~1' '@{-1}' 'a.lock'; do
  fails 2 inquest publish --force testing -r "$r" -b "$bad"
done

# by option, from anywhere, with ~
ok inquest config publish.repository "$r"
ok inquest config publish.branch main
ok inquest publish --force testing
prints 'on main'
mkdir elsewhere
(cd elsewhere && ok inquest publish --force testing)
prints 'already up to date'
ok env HOME="$SCRATCH" inquest publish --force testing -r '~/repository'
prints 'already up to date'
ok inquest config publish.repository ''

# a bare one
ok git clone -q --bare "$r" bare.git
ok inquest log bare
ok inquest publish --force testing -r bare.git -b main
prints 'on main'
git --git-dir=bare.git show main:incidents/2023/2023-01-18-fourth.md >committed.md
inquest render >render.md
same committed.md render.md
not_there bare.git/incidents

# the same document goes on in a clone, a moved repository, and on a branch made from this one
ok inquest publish --force testing -r "$r" -b topic
prints 'on topic'
git_in checkout -q topic
git_in checkout -q main
git_in merge -q topic
ok inquest log 'after the merge'
ok inquest publish --force testing -r "$r" -b main
ok cat "$r/incidents/2023/2023-01-18-fourth.md"
prints 'after the merge'
git_in checkout -q -b other
sed -i 's/^# Fourth.*/&\n\nSays a reader./' "$r/incidents/2023/2023-01-18-fourth.md"
git_in commit -q -a -m reader
ok inquest log 'on another branch'
ok inquest publish --force testing -r "$r" -b other
prints 'edits made in the repository were kept'
ok cat "$r/incidents/2023/2023-01-18-fourth.md"
prints 'Says a reader.'
prints 'on another branch'
git_in checkout -q main

# but what was there before, and never came from here, is not touched
ok inquest new Theirs
mkdir -p "$r/incidents/2023"
echo 'theirs alone' >"$r/incidents/2023/2023-01-18-theirs.md"
git_in add -A
git_in commit -q -m theirs
fails 3 inquest publish --force testing -r "$r" -b main
complains 'was not published from here'
equal "$(cat "$r/incidents/2023/2023-01-18-theirs.md")" 'theirs alone'
ok inquest publish --force testing -r "$r" -b main -p incidents/2023/other.md
ok inquest use 4

# somewhere it must not go
fails 1 inquest publish --force testing -r "$SCRATCH/no-such-repository"
complains no-such-repository
fails 1 inquest publish --force testing -r "$r/incidents"
fails 1 inquest publish --force testing -r /
git_in checkout -q --detach
fails 2 inquest publish --force testing -r "$r" -b ''
complains branch
before=$(head_of HEAD)
ok inquest log 'while detached'
ok inquest publish --force testing -r "$r" -b main
equal "$(head_of HEAD)" "$before"
git_in checkout -q main

# in the middle of a merge
git_in checkout -q -b side HEAD~1
echo side >"$r/notes"
git_in commit -q -a -m side
git_in checkout -q main
echo main >"$r/notes"
git_in commit -q -a -m main
if git_in merge side >/dev/null 2>&1; then fail 'the merge was to conflict'; fi
before=$(head_of)
ok inquest log 'while merging'
fails 3 inquest publish --force testing -r "$r" -b main
complains merge
equal "$(head_of)" "$before"
there "$r/.git/MERGE_HEAD"
git_in merge --abort
ok inquest publish --force testing -r "$r" -b main
# another git is at work
: >"$r/.git/index.lock"
ok inquest log 'while locked'
fails 3 inquest publish --force testing -r "$r" -b main
complains index.lock
rm "$r/.git/index.lock"
ok inquest publish --force testing -r "$r" -b main

# a branch that is locked is found when the attempt is noted already, which is nothing that `history` would show
ok inquest new Fifth
: >"$r/.git/refs/heads/main.lock"
fails 3 inquest publish --force testing -r "$r" -b main
complains 'is locked'
complains_not 'what was changed before'
rm "$r/.git/refs/heads/main.lock"

# nobody to commit as
fails 2 env -u GIT_COMMITTER_NAME -u GIT_COMMITTER_EMAIL -u GIT_AUTHOR_NAME -u GIT_AUTHOR_EMAIL inquest publish --force testing -r "$r"
complains user.name
printf '[user]\n\tname = From Config\n\temail = config@example.com\n' >"$HOME/.gitconfig"
ok env -u GIT_COMMITTER_NAME -u GIT_COMMITTER_EMAIL -u GIT_AUTHOR_NAME -u GIT_AUTHOR_EMAIL inquest publish --force testing -r "$r"
equal "$(git_in log -1 --format='%an %ce')" 'From Config config@example.com'

equal "$(git_in fsck --strict 2>&1 | grep -c -v dangling)" 0
ok inquest doctor
prints '0 findings'
