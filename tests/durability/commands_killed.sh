# Commands killed before every one of their system calls that can change something. Ids and times are pinned, so that
# there are two contents that the database may have then, byte for byte: the one before and the one after; after, if
# anything was printed. Nothing else is tolerated, `doctor` finds nothing, and the same database takes the next event.
killat=$BUILD/durability/killat
# the leak checker cannot work beside a tracer
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
step=${SHORT:+17} step=${step:-1}

"$killat" 0 true 2>/dev/null
[ $? = 125 ] && { skip "tracing is not allowed"; pass; return; }

dump() { # the whole of it, the search index included
  sqlite3 -batch -init /dev/null "$INQUEST_DB" .dump 2>/dev/null
}

check() { # after a kill: $where, out.txt, before.txt, after.txt
  dump >now.txt
  if cmp -s now.txt after.txt; then
    pass
  elif ! cmp -s now.txt before.txt; then
    fail "$where: neither as before nor as after"
    diff after.txt now.txt | head -n 5
  elif [ -s out.txt ]; then
    fail "$where: it said '$(head -n 1 out.txt)', and that is not there"
  elif [ -e edited ]; then
    # what was written in the editor is in the database or still in its file
    grep -q 'of the editor' -r "$TMPDIR" && pass || fail "$where: what the editor saved is lost"
  else
    pass
  fi
  rm -f edited
  [ ! -s before.txt ] || "$INQUEST" doctor >doctor.txt 2>&1 || { fail "$where: doctor"; cat doctor.txt; }
}

killed() { # COMMAND…: at every call
  before=0 k=$step rounds=0
  rm -f "$INQUEST_DB"*
  [ ! -e fixture.db ] || cp fixture.db "$INQUEST_DB"
  [ ! -e fixture.db ] && : >before.txt || dump >before.txt
  "$@" >out.txt 2>err.txt || { fail "$*: $(cat err.txt)"; return; }
  dump >after.txt
  rm -f edited
  cmp -s before.txt after.txt && fail "$*: changes nothing"
  while :; do
    rm -f "$INQUEST_DB"*
    [ ! -e fixture.db ] || cp fixture.db "$INQUEST_DB"
    "$killat" "$k" "$@" >out.txt 2>err.txt
    status=$?
    where="$* killed before call $(sed -n 's/^killat: //p' err.txt)"
    [ "$status" = 137 ] || break
    check
    rounds=$((rounds + 1)) k=$((k + step))
    [ -e fixture.db ] || "$INQUEST" new 'Shop down' >/dev/null 2>&1
    "$INQUEST" log 'and then' >out.txt 2>err.txt && pass || fail "$where: then log: $(cat err.txt)"
  done
  check
  equal "$* $status" "$* 0"
  [ "$rounds" -gt 0 ] && pass || fail "$*: not killed once"
  total=$((${total:-0} + rounds))
}

# the very first: folder, file, schema and incident; a schema without its incident is as good as nothing
ok "$INQUEST" new 'Shop down'
cp "$INQUEST_DB" made.db
rm "$INQUEST_DB"
k=$step
while rm -f "$INQUEST_DB"*; "$killat" "$k" "$INQUEST" new 'Shop down' >out.txt 2>err.txt; [ $? = 137 ]; do
  where="new killed before call $(sed -n 's/^killat: //p' err.txt)"
  "$INQUEST" list >list.txt 2>err.txt
  case $(grep -c 'Shop down' list.txt) in
  0) [ ! -s out.txt ] && pass || fail "$where: it said $(cat out.txt)"
    "$INQUEST" new 'Shop down' >/dev/null 2>err.txt && pass || fail "$where: then new: $(cat err.txt)" ;;
  1) pass ;;
  *) fail "$where: $(cat list.txt)" ;;
  esac
  "$INQUEST" doctor >doctor.txt 2>&1 || { fail "$where: doctor"; cat doctor.txt; }
  k=$((k + step)) total=$((${total:-0} + 1))
done

mv made.db "$INQUEST_DB"
{
  "$INQUEST" log 'payments down' --at 13:00
  "$INQUEST" log 'the password is hunter2' --at 13:01
  "$INQUEST" action add 'turn the pager up'
  "$INQUEST" search payments
  echo 'a graph' >graph.txt
  "$INQUEST" attach graph.txt
  "$INQUEST" log 'to be undone'
} >/dev/null
printf '#!/bin/sh\necho "of the editor" >"$1"; >edited\n' >editor
chmod +x editor
printf '2023-01-18 10:00:0%d one line of a log\n' 1 2 3 4 5 6 7 8 9 >app.log
cat >document.md <<'END'
# Queue stuck on 2023-01-10

## Summary

The queue stood still.

## Timeline

- 10:00 first alert
- 10:20 restarted

## Action items

| Action | Owner |
| --- | --- |
| Watch its length | bo |
END
cp "$INQUEST_DB" fixture.db
export INQUEST_EDITOR="$PWD/editor" INQUEST_NOW=2023-01-18T14:30:00Z

killed "$INQUEST" log 'an event'
killed sh -c 'printf "one\ntwo\n" | "$INQUEST" log -'
killed "$INQUEST" event edit 1 --text 'payments are down'
killed sh -c 'rm -rf "$TMPDIR"/* edited; "$INQUEST" event edit 1'
killed sh -c 'rm -rf "$TMPDIR"/* edited; "$INQUEST" section edit summary'
killed "$INQUEST" event delete 2
killed "$INQUEST" action add 'alert earlier' --owner bo
killed "$INQUEST" action done 1
killed "$INQUEST" cause add 'a certificate ran out'
killed "$INQUEST" section set summary 'Payments were down.'
killed "$INQUEST" role set commander ana
killed "$INQUEST" set severity SEV1
killed "$INQUEST" undo
killed sh -c 'echo hunter2 | "$INQUEST" redact -'
killed "$INQUEST" attach app.log
killed "$INQUEST" run -- true
killed "$INQUEST" import app.log
killed "$INQUEST" import document.md
killed "$INQUEST" doctor --rebuild

# Signals that can be caught leave no more behind, whatever the program makes of them.
signalled() { # SIGNAL COMMAND…
  signal=$1 k=$step
  shift
  rm -f "$INQUEST_DB"*
  cp fixture.db "$INQUEST_DB"
  dump >before.txt
  "$@" >out.txt 2>err.txt || fail "$*: $(cat err.txt)"
  dump >after.txt
  while :; do
    rm -f "$INQUEST_DB"*
    cp fixture.db "$INQUEST_DB"
    "$killat" -s "$signal" "$k" "$@" >out.txt 2>err.txt
    where="$* with signal $signal before call $(sed -n 's/^killat: //p' err.txt)"
    check
    case $where in *' end') break ;; esac
    k=$((k + step)) total=$((total + 1))
  done
}
for signal in 1 2 13 15; do
  signalled "$signal" "$INQUEST" log 'an event'
  signalled "$signal" "$INQUEST" import app.log
  signalled "$signal" "$INQUEST" undo
done

# nobody reads what it says: that is said by its status, and done all the same
cp fixture.db "$INQUEST_DB"
{ "$INQUEST" log 'into a closed pipe'; echo $? >status.txt; } | :
"$INQUEST" log 'into a full device' >/dev/full 2>/dev/null && fail 'a full device was not noticed'
equal "$(query "$INQUEST_DB" "SELECT count(*) FROM event WHERE text LIKE 'into a %'")" 2
echo "killed $total times"
