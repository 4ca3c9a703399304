# backup and doctor --repair: whole and of one moment while many write, and never half a file when killed.
writers=${SHORT:+6} writers=${writers:-32}
unset INQUEST_NOW INQUEST_SEED

ok "$INQUEST" new 'Shop down' --timezone UTC
seq 2000 | sed 's/.*/event & with some text, so that a copy takes a moment/' >lines.txt
while read -r line; do echo "$line"; done <lines.txt | "$INQUEST" log - >/dev/null

write() { # NAME: until the file `stop` is there
  n=0
  while [ ! -e stop ]; do
    n=$((n + 1))
    "$INQUEST" log "writer $1 line $n" >/dev/null 2>>"failed-$1" || echo "$1 $n" >>"failed-$1"
  done
  echo "$n" >"written-$1"
}
for writer in $(seq "$writers"); do write "$writer" & done

# each is whole: nothing in it is half, and the log and the tables agree
for round in 1 2 3 4 5; do
  ok "$INQUEST" backup "while-$round.db"
  ok "$INQUEST" --db "while-$round.db" doctor
  prints '0 findings'
done

# of any moment, and nobody waited in vain
: >stop
wait
cat failed-* 2>/dev/null | head -3 >failures
if [ -s failures ]; then fail "a writer was held up: $(cat failures)"; else pass; fi
equal "$(ls written-* | wc -l)" "$writers"
echo "backup: $writers writers wrote $(cat written-* | awk '{n += $1} END {print n}') lines beside five copies"

# killed before any of its calls: what has the name of a backup then is all of it
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"
killat=$BUILD/durability/killat
step=${SHORT:+29} step=${step:-1}
"$killat" 0 true 2>/dev/null
if [ $? = 125 ]; then
  skip 'tracing is not allowed'
  return
fi
rm -f "$INQUEST_DB"
ok "$INQUEST" new 'Shop down' --timezone UTC
head -c 100000 /dev/urandom >picture
ok "$INQUEST" attach picture
query "$INQUEST_DB" .dump >here.txt
killed=0 named=0 left=0
original=$(sha256sum <"$INQUEST_DB")
for command in 'backup' 'doctor --repair --to'; do
  at=1 status=137
  while [ "$status" = 137 ]; do
    "$killat" "$at" "$INQUEST" $command copy.db >/dev/null 2>&1
    status=$?
    if [ "$status" = 137 ]; then killed=$((killed + 1)); fi
    if [ -e copy.db ]; then
      named=$((named + 1))
      query copy.db 'PRAGMA integrity_check' | grep -qx ok || fail "$command: killed before call $at, the copy is not whole"
      [ "$(query copy.db 'SELECT count(*), total(seq) FROM change')" = "$(query "$INQUEST_DB" 'SELECT count(*), total(seq) FROM change')" ] ||
        fail "$command: killed before call $at, something is missing in the copy"
    elif [ "$status" != 137 ]; then
      fail "$command: status $status, and no copy"
    fi
    [ "$original" = "$(sha256sum <"$INQUEST_DB")" ] || fail "$command: killed before call $at, the original is another"
    rm -rf copy.db copy.db.??????
    # the next one takes away what a killed repair has left, and says so
    for folder in inquest-repair.??????; do
      [ -d "$folder" ] || continue
      left=$((left + 1))
      "$INQUEST" doctor >doctor.txt 2>said.txt || fail "$command: killed before call $at: doctor: $(cat doctor.txt)"
      grep -q "removed .*$folder" said.txt || fail "$command: killed before call $at: nothing is said of $folder"
      [ -e "$folder" ] && fail "$command: killed before call $at: $folder is still there"
    done
    at=$((at + step))
  done
done
if [ "$left" -gt 1 ] || [ "$killed" -lt 20 ]; then pass; else fail "a killed repair left $left folders: nothing was looked at"; fi
query "$INQUEST_DB" .dump >now.txt
same here.txt now.txt
if [ "$killed" -gt 5 ] && [ "$named" -ge 2 ]; then pass; else fail "only $killed were killed, $named got through"; fi
echo "backup: killed $killed times, had its name $named times, always whole; $left folders taken away"
ok "$INQUEST" doctor
