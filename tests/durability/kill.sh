# kill -9 at any moment of writers of all kinds, eight at once on one database, so that each finds what the others left
# behind when they died: what was acknowledged is there once, the rest is there whole or not at all, and the tables are
# still what the change log says. (tests/durability/test_ui_killed.c does the same to the terminal UI.)
rounds=${SHORT:+12} rounds=${rounds:-1000}
killer=$BUILD/durability/killer
unset INQUEST_NOW INQUEST_SEED

# NAME TABLE COLUMN COMMAND: `{}` is the round, `$1` in it; what it writes is "NAME ROUND end". `exec`, as it is the
# program that shall be killed.
cat >writers.txt <<'END'
log event text exec "$INQUEST" log "log $1 end"
follow event text echo "follow $1 end" >"follow.$1"; exec "$INQUEST" log --follow <"follow.$1"
import event text echo "2023-01-18T13:00:00Z import $1 end" >"import.$1.log"; exec "$INQUEST" import "import.$1.log"
action action title exec "$INQUEST" action add "action $1 end"
cause cause text exec "$INQUEST" cause add "cause $1 end"
reference reference label exec "$INQUEST" ref add "https://example.com/$1" --label "reference $1 end"
attach attachment name echo "$1" >"attach $1 end"; exec "$INQUEST" attach "attach $1 end"
document incident title printf "# document %s end\n\nIt broke.\n" "$1" >"document.$1.md"; exec "$INQUEST" import "document.$1.md"
END

ok "$INQUEST" new 'Shop down' --timezone UTC
ok "$INQUEST" log 'before all'
"$INQUEST" use 1 >/dev/null

seed=0 started=
while read -r name table column command; do
  seed=$((seed + 1))
  "$killer" "$seed" "$rounds" -- sh -c "$command" - '{}' >"$name.txt" 2>"$name.err" &
  started="$started $!"
done <writers.txt
for writer in $started; do
  wait "$writer" || fail 'a killer failed'
done

total=0 most=0
check_writer() { # NAME TABLE COLUMN
  killed=0 finished=0
  query "$INQUEST_DB" "SELECT $3 FROM $2 WHERE gone = 0" >rows.txt
  while read -r round state said; do
    times=$(grep -cx "$1 $round end" rows.txt)
    case $state in
    done) finished=$((finished + 1))
      [ "$times" = 1 ] || fail "$1 $round was acknowledged ('$said') and is there $times times" ;;
    killed) killed=$((killed + 1))
      [ "$times" -le 1 ] || fail "$1 $round is there $times times" ;;
    *) fail "$1 $round: $state $said $(tail -n 1 "$1.err")" ;;
    esac
  done <"$1.txt"
  equal "$1 $((killed + finished))" "$1 $((rounds + 5))"
  # both must have happened, or nothing was tested
  [ "$finished" -gt 4 ] && pass || fail "$1: none of $rounds got through"
  total=$((total + killed))
  echo "$1: $killed killed, $finished done"
  # nothing half
  grep "^$1 " rows.txt | grep -vxE "$1 [0-9]+ end" >strange.txt
  equal "$1 $(wc -l <strange.txt) strange" "$1 0 strange"
}
while read -r name table column command; do
  check_writer "$name" "$table" "$column"
done <writers.txt
[ "$total" -ge $((rounds * 8 / 6)) ] && pass || fail "only $total of $((rounds * 8)) were killed in time"

dump() {
  for table in incident event action cause reference attachment; do
    query "$INQUEST_DB" "SELECT * FROM $table ORDER BY id"
  done
}
dump >before.txt
ok "$INQUEST" doctor
prints '0 findings'
ok "$INQUEST" doctor --rebuild
dump >after.txt
same before.txt after.txt
