# Any incident, for any readers, in any form: no mark of what is not for them is in any byte. The marks tell for whom:
# zzt the team, zzi the company, zzp the public, zzn nobody. AUDIENCE_SEEDS are the incidents that are made up.

draw() { # BELOW: the next of the seed's numbers in $n
  state=$(((state * 1103515245 + 12345) & 0x7fffffff))
  n=$(((state >> 12) % $1))
}
reader() { # one of three in $who, its mark's beginning in $z
  draw 3
  case $n in 0) who=team z=zzt ;; 1) who=internal z=zzi ;; *) who=public z=zzp ;; esac
}
mark() { # a new one for `who` in $m
  count=$((count + 1))
  m=$z${count}q
}
narrower() { case $z in zzt) echo zzt ;; *) echo zzi ;; esac; }
pick() { # LIST…: one of them in $p
  draw $#
  shift $n
  p=$1
}
add() { "$@" >out 2>&1 || fail "$* failed: $(cat out)"; }

make_up() {
  labels='' files='' people='' events=0 causes=0 actions=0 sections=''
  mark_text() { # a text with links to whatever there is
    mark
    text="See $m"
    draw 2
    if [ "$n" = 1 ] && [ -n "$labels" ]; then
      pick $labels
      text="$text, [there](#ref-$p)"
      draw 2
      [ "$n" = 0 ] || text="$text and <a href=\"#ref-$p\">here</a>"
    fi
    draw 3
    if [ "$n" = 1 ] && [ -n "$files" ]; then
      pick $files
      text="$text ![it](2023.assets/$p)"
    fi
  }
  z=zzi mark
  internal=$m
  add inquest new "zzp$seed title" --ref "$internal" --tags "tag$m" --services "service$m" --started '2023-01-17 23:30' --template "$1"
  for i in 1 2 3 4 5; do
    reader
    mark
    labels="$labels $m"
    add inquest ref add "https://$m.example.com/x" --label "$m" --title "on $m" --audience $who
    reader
    mark
    people="$people $m"
    pick author commander "part$m" owner
    add inquest role add "$p" "$m <$m@example.com>" --audience $who
    reader
    mark
    printf 'bytes %s' "$m" >"$m.txt"
    files="$files $m.txt"
    add inquest attach "$m.txt" --audience $who
  done
  for kind in impact detected note decision comms escalation change mitigated evidence hypothesis note resolved; do
    reader
    mark_text
    final=$who
    pick $people "$(narrower)-name${count}q"
    author=$p
    pick $labels "https://$(narrower)-link${count}q.example.com"
    draw 3
    [ "$n" != 0 ] || who=public # narrowed below
    events=$((events + 1))
    add inquest log -k $kind -t "2023-01-17 23:$((30 + events))" --audience $who --author "$author" --link "$p" \
      --source "$(narrower)-source${count}q" "$text"
    [ $who = $final ] || add inquest event edit $events --audience $final
    draw 3
    if [ "$n" = 0 ]; then
      mark
      printf 'bytes %s' "$m" >"$m.png"
      add inquest attach "$m.png" --event $events --audience public
      files="$files $m.png"
    fi
  done
  for kind in root trigger contributing why why; do
    reader
    mark_text
    causes=$((causes + 1))
    draw $((causes - 1 + (causes == 1)))
    if [ $kind = why ]; then
      add inquest cause add -k why --parent $((n + 1)) --audience $who "$text"
    else
      add inquest cause add -k $kind --event $((causes + 3)) --audience $who "$text"
    fi
  done
  for i in 1 2 3 4; do
    reader
    mark
    title=$m
    pick $people "$(narrower)-owner${count}q"
    owner=$p
    pick $labels "$(narrower)-tracker${count}q/x#1"
    draw 12
    add inquest action add "Do $title" --audience $who -o "$owner" --link "$p" --event $((n + 1)) --state declined \
      --reason "reason $title" --team "$(narrower)-team${count}q" -p P1 --type prevent
  done
  for key in summary impact detection resolution own-one own-two own-three public-title public-summary public-impact \
    public-cause public-response public-measures update-now update-next executive-summary executive-cost lessons; do
    reader
    mark_text
    case $key in own-* | public-title) heading="Heading $m" ;; *) heading='' ;; esac
    add inquest section set $key ${heading:+--heading "$heading"} --audience $who "$text"
    draw 3
    if [ "$n" = 0 ]; then
      z=$(narrower)
      mark
      add inquest review comment --section $key "$m says so"
    fi
  done
  z=zzi
  mark
  add inquest review request "$m"
  mark
  add inquest check waive evidence --reason "$m" || true
  z=zzn
  mark
  add inquest log "$m is taken back"
  add inquest undo
  add inquest log --audience public "$m is deleted"
  add inquest event delete $((events + 2))
}

clean() { # FILE READER WHAT
  case $2 in team) not=zzn ;; internal) not='zz[nt]' ;; *) not='zz[nti]' ;; esac
  if found=$(grep -aioE ".{0,60}$not.{0,30}" "$1"); then
    fail "seed $seed: for $2 readers, $3: $(printf '%s\n' "$found" | head -n 3)"
  else
    pass
  fi
}

for seed in ${AUDIENCE_SEEDS:-1 3}; do
  state=$seed count=0
  export INQUEST_DB=$SCRATCH/$seed.db
  mkdir "out-$seed"
  templates=$(inquest template list --json | tr ',' '\n' | sed -n 's/.*"name":"\([^"]*\)".*/\1/p')
  pick $templates
  make_up "$p"
  add inquest new "zzi$seed elsewhere" --tags "tag$internal" --services "service$internal" --started '2023-01-10 12:00'
  add inquest use "$internal"
  for reader in internal public; do
    for template in $templates; do
      for format in md html text json; do
        inquest render --audience $reader --template "$template" --format $format --charts >rendered 2>&1
        ok grep -q . rendered
        clean rendered $reader "$template as $format"
      done
    done
    inquest render --audience $reader --explain >rendered 2>&1
    clean rendered team "--explain"
    inquest preview --audience $reader >rendered 2>&1
    clean rendered $reader preview
    ok inquest render --audience $reader --output "out-$seed/$reader.md" --attachments
    grep -r '' "out-$seed/$reader.md" "out-$seed/$reader.assets" >rendered
    clean rendered $reader 'what stands beside the file'
    repository=repository-$reader-$seed
    git init -q -b main "$repository"
    ok inquest config publish.author 'Team <team@example.com>'
    for template in $templates; do
      add inquest set template "$template"
      ok inquest publish -r "$SCRATCH/$repository" --audience $reader --path "$template.md" --force zzn
    done
    { git -C "$repository" cat-file --batch-all-objects --batch && find "$repository" && git -C "$repository" log --format=raw -p; } >bytes
    clean bytes $reader 'the repository'
    # and what is for them is there
    ok grep -qa 'zzp[0-9]' bytes
    [ $reader = public ] || ok grep -qa 'zzi[0-9]' bytes
  done
done
