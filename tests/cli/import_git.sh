# import git:…: documents of a commit, with who wrote them and when.

r=$SCRATCH/repo
git init -q -b main "$r"
commit() { # AUTHOR DATE
  git -C "$r" add -A
  GIT_AUTHOR_NAME=$1 GIT_AUTHOR_DATE=$2 GIT_COMMITTER_DATE=$2 git -C "$r" commit -q -m "by $1"
}
mkdir -p "$r/docs/2021" "$r/.github"
printf '# Oven cold\n\n## Root cause\n\nA fuse.\n' >"$r/docs/2021/oven.md"
printf '# Our outages\n' >"$r/README.md"
printf '# Hidden\n' >"$r/.github/x.md"
commit 'Mia Ott' '2021-06-01T10:00:00Z'
printf '\n![fuse](img/fuse.png)\n' >>"$r/docs/2021/oven.md"
mkdir "$r/docs/2021/img"
printf '\211PNG one' >"$r/docs/2021/img/fuse.png"
commit 'Bo Lind' '2021-06-03T10:00:00Z'
git -C "$r" tag v1

# one file of the newest commit: those who wrote it are its authors, and it is by who changed it last
ok inquest import "git:$r:docs/2021/oven.md"
prints 'INC-1 "Oven cold": '
ok inquest role -i 1 --json
json '$[0].name' author
json '$[0].person' 'Mia Ott'
json '$[1].person' 'Bo Lind'
sql "$INQUEST_DB" "SELECT DISTINCT author FROM change WHERE kind = 'incident'" 'Bo Lind'
sql "$INQUEST_DB" "SELECT source FROM import" "git:$r:docs/2021/oven.md"
sql "$INQUEST_DB" "SELECT commit_id FROM import" "$(git -C "$r" rev-parse main)"
sql "$INQUEST_DB" 'SELECT started FROM incident' 1622505600000
ok inquest attach save -i 1 1 -
same "$STATE/out" "$r/docs/2021/img/fuse.png"

# the same from everywhere below, and at another revision: nothing new, or the version that it is
ok inquest import "git:$r"
prints 'docs/2021/oven.md: nothing new: INC-1'
prints 'README.md: skipped'
prints_not 'Hidden'
ok inquest import "git:$r@v1:docs"
prints 'nothing new: INC-1'
sed -i 's/A fuse/A fuse of 6 A/' "$r/docs/2021/oven.md"
printf '\211PNG two' >"$r/docs/2021/img/fuse.png"
commit 'Cy Day' '2021-06-05T10:00:00Z'
ok inquest import "git:$r@v1:docs"
prints 'nothing new: INC-1'
ok inquest import --dry-run "git:$r:docs"
prints 'section changed'
ok inquest import "git:$r:docs"
prints 'INC-1 "Oven cold": '
prints '1 attachment changed'
sql "$INQUEST_DB" "SELECT author FROM change WHERE kind = 'section' ORDER BY seq DESC LIMIT 1" 'Cy Day'
ok inquest attach save -i 1 1 -
same "$STATE/out" "$r/docs/2021/img/fuse.png"
ok inquest import "git:$r:docs"
prints 'nothing new: INC-1'

# another's change is taken back by its number
git clone -q "$r" "$SCRATCH/other"
printf '# Salt gone\n\n## Summary\n\nNo salt.\n' >"$SCRATCH/other/salt.md"
git -C "$SCRATCH/other" add salt.md
git -C "$SCRATCH/other" commit -qm salt
ok inquest import "git:$SCRATCH/other:salt.md"
prints 'by Git Person: `inquest undo -i 2 '
ok inquest $(sed -n 's/.*`inquest \(undo[^`]*\)`.*/\1/p' "$STATE/out")
ok inquest list --all
prints_not 'Salt gone'

# a bare clone is a source of its own, but has the same bytes
git clone -q --bare "$r" "$SCRATCH/bare.git"
ok inquest import "git:$SCRATCH/bare.git"
prints 'nothing new: INC-1'

# a name that is none, and contents that a partial clone lacks, are told and do not keep the others
odd=$SCRATCH/odd
git init -q "$odd"
printf '# Kept whole\n\n## Summary\n\nIt broke.\n' >"$odd/kept.md"
cp "$odd/kept.md" "$odd/$(printf 'bell\007.md')"
printf '# Gone\n' >"$odd/gone.md"
git -C "$odd" add .
git -C "$odd" commit -qm odd
blob=$(git -C "$odd" rev-parse HEAD:gone.md)
rm -f "$odd/.git/objects/$(echo "$blob" | cut -c1-2)/$(echo "$blob" | cut -c3-)"
fails 1 inquest import --all "git:$odd"
prints '"Kept whole": '
complains 'bell^G.md is no path to use in a repository: it has control characters'
complains 'the contents of gone.md are not in'
complains '2 of 3 were not imported'

# what is not there
fails 1 inquest import "git:$r:none"
complains 'no file or folder none'
fails 1 inquest import "git:$r@none"
complains 'no commit, branch or tag none'
fails 1 inquest import git:nowhere
complains 'no repository at nowhere'
fails 1 inquest import "git:$SCRATCH"
complains 'no git repository'
git init -q "$SCRATCH/empty"
fails 1 inquest import "git:$SCRATCH/empty"
complains 'has no commits yet'
fails 2 inquest import "git:$r:../x"

# without the module everything else goes on
mkdir plain
cp "$r/docs/2021/oven.md" plain
ok inquest import plain/oven.md
