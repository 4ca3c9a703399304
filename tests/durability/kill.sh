# kill -9 at any moment of logging: what was acknowledged is there, the rest is there whole or not at all, and
# the tables are still what the change log says.
rounds=${SHORT:+60} rounds=${rounds:-500}
killer=$BUILD/bench/killer
unset INQUEST_NOW INQUEST_SEED

ok "$INQUEST" new 'Shop down' --timezone UTC
ok "$INQUEST" log 'before all'

# two at a time, so that one finds what the other left behind when it died
"$killer" 1 "$rounds" -- "$INQUEST" log 'first' '{}' 'end' >first.txt &
first=$!
"$killer" 2 "$rounds" -- "$INQUEST" log 'second' '{}' 'end' >second.txt &
second=$!
wait "$first" || fail 'the first killer failed'
wait "$second" || fail 'the second killer failed'

ok "$INQUEST" event list --json
cp "$STATE/out" events.json
query :memory: "SELECT json_extract(value, '$.text') FROM json_each(CAST(readfile('events.json') AS TEXT))" >texts.txt

check_writer() { # NAME
  killed=0 finished=0
  while read -r round state said; do
    times=$(grep -cx "$1 $round end" texts.txt)
    case $state in
    done) finished=$((finished + 1))
      [ "$times" = 1 ] || fail "$1 $round was acknowledged ('$said') and is there $times times" ;;
    killed) killed=$((killed + 1))
      [ "$times" -le 1 ] || fail "$1 $round is there $times times" ;;
    *) fail "$1 $round: $state $said" ;;
    esac
  done <"$1.txt"
  equal "$((killed + finished))" "$((rounds + 5))"
  # both must have happened, or nothing was tested
  [ "$killed" -ge $((rounds / 6)) ] && pass || fail "$1: only $killed of $rounds were killed in time"
  [ "$finished" -gt 5 ] && pass || fail "$1: none of $rounds got through"
  echo "$1: $killed killed, $finished done"
}
check_writer first
check_writer second

# nothing else got in, and nothing half
grep -vxE '(first|second) [0-9]+ end|before all' texts.txt >strange.txt
equal "$(wc -l <strange.txt) strange" '0 strange'

dump() {
  query "$INQUEST_DB" "SELECT * FROM event ORDER BY id; SELECT * FROM incident ORDER BY id"
}
dump >before.txt
ok "$INQUEST" doctor
prints '0 findings'
ok "$INQUEST" doctor --rebuild
dump >after.txt
same before.txt after.txt
