# core.sharedRepository: what publish writes into git's folder gets the modes that git itself gives in the same repository,
# whatever the umask; so a team of one group can share it.
umask 077
ok inquest new 'Checkout returns 500!' --started '2023-01-17 23:30'
id() { git -C "$r" -c user.name=x -c user.email=x@example.com "$@"; }
modes() { # NAME: of the branch, its log, and the folders that lead there
  (cd "$r/.git" && stat -c '%a %F' "refs/heads/$1/main" "refs/heads/$1" "logs/refs/heads/$1/main" "logs/refs/heads/$1")
}
packs() {
  find "$r/.git/objects" -type f '(' -name '*.pack' -o -name '*.idx' ')' -exec stat -c '%a' '{}' + | sort -u
}
for shared in group all true 2 0640 0666 umask false; do
  r=$SCRATCH/$shared
  git init -q -b theirs/main "$r"
  git -C "$r" config core.sharedRepository "$shared"
  id commit -q --allow-empty -m first
  # a branch of which nothing is there yet, as after `git pack-refs` or `git checkout --orphan`
  git -C "$r" symbolic-ref HEAD refs/heads/ours/main
  ok inquest publish --force testing -r "$r"
  modes theirs >theirs.txt
  modes ours >ours.txt
  equal "$shared: $(cat ours.txt)" "$shared: $(cat theirs.txt)"
  # the index that publish made, and one that git makes
  stat -c '%a' "$r/.git/index" >ours.txt
  rm "$r/.git/index"
  id read-tree HEAD
  stat -c '%a' "$r/.git/index" >theirs.txt
  same ours.txt theirs.txt
  # packs, and what git makes of them
  packs >ours.txt
  id repack -q -a -d
  packs >theirs.txt
  same ours.txt theirs.txt
done

# loose objects, and the folders they are in
r=$SCRATCH/loose
git init -q -b main "$r"
git -C "$r" config core.sharedRepository group
id commit -q --allow-empty -m first
objects() { find "$r/.git/objects/"?? -exec stat -c '%a %F' '{}' + | sort -u; }
objects >theirs.txt
rmdir "$r/.git/objects/pack"
ok inquest publish --force testing -r "$r"
[ -e "$r/.git/objects/pack" ] && fail 'these are not loose' || pass
objects >ours.txt
same ours.txt theirs.txt
