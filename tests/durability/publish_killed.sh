# `publish` killed before every one of its system calls that can change something: the repository is as before or as
# after, or nobody can build on what is between; what the user staged and edited is as it was; and the next publish ends
# it with one commit and one publication, and leaves nothing lying about.
killat=$BUILD/durability/killat
# the leak checker cannot work beside a tracer
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" GIT_OPTIONAL_LOCKS=0
work=$SCRATCH/now
git() { command git -C "$work" "$@"; }

"$killat" 0 true 2>/dev/null
[ $? = 125 ] && { skip "tracing is not allowed"; pass; return; }

# What may be between: the published files in HEAD, index and work tree, each old or new.
documents() { # PLACE: what is published there
  case $1 in
  head) git ls-tree -r HEAD incidents 2>/dev/null | sed 's/ blob / /' ;;
  index) git ls-files -s incidents | sed 's/ 0\t/\t/' ;;
  tree) find "$work/incidents" -type f ! -name '.inquest-*' 2>/dev/null | LC_ALL=C sort | while read -r f; do
      printf '100644 %s\t%s\n' "$(git hash-object "$f")" "${f#"$work"/}"; done ;;
  esac
}
state() { # old, new, between, or something else
  documents head >head.now
  if [ -e "$work/.git" ]; then
    documents index >index.now
    documents tree >tree.now
    cmp -s head.now index.now && cmp -s head.now tree.now || { echo between; return; }
  fi
  if cmp -s head.now old.txt; then echo old; elif cmp -s head.now new.txt; then echo new; else echo strange; fi
}
left() { # locks and other litter; unfinished objects have names of their own, stop nobody, and are git's to collect
  find "$work" -path '*/objects/*' -prune -o '(' -name '*.lock' -o -name '*inquest-*' ')' -print | sed "s,^$work/,," | tr '\n' ' '
}
commits() { git rev-list --count HEAD 2>/dev/null || echo 0; }
users() { # what is in the work tree beside the published files, and what git says of it
  [ -e "$work/.git" ] || return 0
  git status --porcelain --untracked-files=all | grep -v ' incidents/'
  (cd "$work" && for name in staged edited both untracked; do [ ! -e "$name" ] || cat "$name"; done)
}
again() { # a fresh copy of the fixture
  rm -rf "$work"
  cp -Rp fixture "$work"
  cp fixture.db "$INQUEST_DB"
}
published() { query "$INQUEST_DB" 'SELECT count(*) FROM publication'; }

check_killed() { # ROUND: after the kill, before anything else
  complaints=$(git fsck --full --strict --no-dangling --no-progress 2>&1 | grep -v -e '^notice: ')
  [ -z "$complaints" ] && pass || fail "$where: git fsck: $complaints"
  was=$(state) litter=$(left)
  [ "$was" = strange ] && fail "$where: something else was published"
  # between is allowed only where no git builds on it
  [ "$was" != between ] || [ -e "$work/.git/index.lock" ] || fail "$where: between, and nothing says so ($litter)"
  users >users.now
  cmp -s users.now users.txt || { fail "$where: what the user did has changed"; diff users.txt users.now; }
  [ -z "${VERBOSE-}" ] || echo "$where: $was, left: $litter"
}

check_next() { # ROUND: the next publish; every other time there is more to publish by then
  more=$(($1 % 2)) had=$(commits) told=$(published)
  [ "$more" = 0 ] || "$INQUEST" log 'even more' >/dev/null || fail "$where: log"
  "$INQUEST" publish --force testing -r "$work" >out.txt 2>err.txt ||
    { fail "$where: the next publish: $(cat err.txt)"; return; }
  # the killed one may have made its commit, and told the database so
  wanted=$((commits_before + 1)) told_wanted=$((told_before + 1))
  [ "$more" = 0 ] || wanted=$((had + 1))
  [ "$more" = 0 ] || [ "$told" = "$told_before" ] || told_wanted=$((told + 1))
  equal "$where: $(commits) commits, $(published) publications" "$where: $wanted commits, $told_wanted publications"
  users >users.now
  cmp -s users.now users.txt || { fail "$where: then what the user did has changed"; diff users.txt users.now; }
  [ "$more" = 0 ] || { documents head >new.now; cmp -s new.now old.txt && fail "$where: nothing new was published"; }
  case $(state) in between) fail "$where: between, after the next publish"; git status --porcelain ;; esac
  litter=$(left)
  [ -z "$litter" ] && pass || fail "$where: after the next publish there still is $litter"
  "$INQUEST" doctor >out.txt 2>&1 || { fail "$where: doctor"; cat out.txt; }
}

everywhere() { # NAME STEP: kill the publication of `fixture` and fixture.db at every STEPth call
  name=$1 step=$2 k=$2 killed=0
  again
  documents head >old.txt
  commits_before=$(commits) told_before=$(published)
  users >users.txt
  ok "$INQUEST" publish --force testing -r "$work"
  documents head >new.txt
  equal "$name $(state)" "$name new"
  equal "$(commits)" "$((commits_before + 1))"
  while :; do
    again
    "$killat" "$k" "$INQUEST" publish --force testing -r "$work" >out.txt 2>err.txt
    status=$?
    where="$name killed before call $(sed -n 's/^killat: //p' err.txt)"
    [ "$status" = 137 ] || break
    killed=$((killed + 1))
    check_killed
    check_next "$killed"
    k=$((k + step))
  done
  equal "$name $status" "$name 0"
  [ "$killed" -gt 1 ] && pass || fail "$name: only $killed times killed"
  echo "$name: killed $killed times"
}
# A work tree with all kinds of work in it, a document published once, and something new to publish.
mkdir "$work"
git init -q -b main .
for name in staged edited both deleted; do echo one >"$work/$name"; done
git add .
git commit -q -m base
ok "$INQUEST" new 'Shop down'
ok "$INQUEST" log 'at first'
ok "$INQUEST" publish --force testing -r "$work"
for name in staged both; do echo two >"$work/$name"; done
git add staged both
echo three >"$work/both"
echo two >"$work/edited"
echo new >"$work/untracked"
rm "$work/deleted"
ok "$INQUEST" log 'and then'
echo 'an attachment' >graph.txt
ok "$INQUEST" attach graph.txt
cp "$INQUEST_DB" fixture.db
mv "$work" fixture
if [ -n "${SHORT-}" ]; then step=17 few=37; else step=1 few=1; fi
everywhere 'a work tree' "$step"

# A signal that can be caught waits until nothing is half done.
k=$step
while again; "$killat" -s 15 "$k" "$INQUEST" publish --force testing -r "$work" >out.txt 2>err.txt; ! grep -q ' end$' err.txt; do
  where="terminated before call $(sed -n 's/^killat: //p' err.txt)"
  was=$(state) litter=$(left)
  [ -z "$litter" ] && pass || fail "$where: it left $litter"
  case $was in old | new) pass ;; *) fail "$where: $was" ;; esac
  k=$((k + step))
done

# the same with its references packed, on a branch whose folder is not there then
command git -C fixture branch -q -m main team/docs
command git -C fixture pack-refs --all
rm -rf fixture/.git/refs/heads/* fixture/.git/logs
everywhere 'packed references' "$few"

rm -rf fixture
"$INQUEST" new 'Mail down' >/dev/null
"$INQUEST" log 'at first' >/dev/null
cp "$INQUEST_DB" fixture.db
command git init -q -b main fixture
everywhere 'an empty repository' "$few"

rm -rf fixture
command git init -q --bare -b main fixture
everywhere 'an empty bare one' "$few"
