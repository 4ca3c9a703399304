# kill -9 at any moment of what changes something that is there: edits, undo, redo, redact, drafts, config. What was
# acknowledged is done, the rest is done whole or not at all. (kill.sh does it to what adds something.)
rounds=${SHORT:+8} rounds=${rounds:-60}
rounds=${KILL_ROUNDS:-$rounds}
killer=$BUILD/durability/killer
all=$((rounds + 5)) # the first five are left alone
unset INQUEST_NOW INQUEST_SEED

ok "$INQUEST" new 'Shop down' --timezone UTC
id=$(query "$INQUEST_DB" 'SELECT id FROM incident')
seq "$all" | sed 's/.*/the key is secret-&-x/' >secrets
seq "$all" | sed 's/.*/event & end/' >events
while read -r text; do "$INQUEST" log "$text" >/dev/null 2>&1 || fail "cannot log $text"; done <secrets
while read -r text; do INQUEST_AUTHOR=bo "$INQUEST" log "$text" >/dev/null 2>&1 || fail "cannot log $text"; done <events
query "$INQUEST_DB" "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $all)
  INSERT INTO draft (incident, place, kind, at, text, author, updated, session)
  SELECT '$id', 'composer', 'note', 0, 'draft ' || i || ' end', 'ana', 0, 's' || i FROM n"
ok "$INQUEST" config theme contrast

seed=0 total=0
kill_it() { # NAME COMMAND…: makes NAME.txt; `done` and `killed` are how many
  name=$1
  shift
  seed=$((seed + 1))
  "$killer" "$seed" "$rounds" -- "$@" >"$name.txt" 2>"$name.err" || fail "$name: the killer failed"
  done=$(grep -c '^[0-9]* done' "$name.txt") killed=$(grep -c '^[0-9]* killed' "$name.txt")
  equal "$name $((done + killed))" "$name $all"
  total=$((total + killed))
  echo "$name: $killed killed, $done done"
}
between() { # NAME COUNT: no fewer than were acknowledged, no more than were tried
  [ "$2" -ge "$done" ] && [ "$2" -le "$all" ] && pass || fail "$1: $2 are done, of $done acknowledged and $killed killed"
}
each() { # NAME SQL: 1 for a round that is done, 0 for one that is not, else what is half done; {} is the round
  while read -r round state said; do
    is=$(query "$INQUEST_DB" "$(echo "$2" | sed "s/{}/$round/g")")
    case $state$is in
    done1 | killed0 | killed1) pass ;;
    *) fail "$1 $round: $state ('$said'), and there it is $is" ;;
    esac
  done <"$1.txt"
}
text_of() { # KIND NAME: how often the log has it as a text
  echo "SELECT count(*) FROM change WHERE kind = '$1' AND json_extract(fields, '\$.text') = '$2 {} end'"
}

kill_it edit sh -c 'exec "$INQUEST" event edit 1 "edit $1 end"' - '{}'
each edit "$(text_of event edit)"
kill_it section sh -c 'exec "$INQUEST" section set summary "section $1 end"' - '{}'
each section "$(text_of section section)"
kill_it drafts "$INQUEST" drafts log '{}'
# an event or a draft, never both and never neither
each drafts "SELECT CASE (SELECT count(*) FROM event WHERE text = 'draft {} end') || (SELECT count(*) FROM draft WHERE text = 'draft {} end')
  WHEN '10' THEN 1 WHEN '01' THEN 0 ELSE 'half' END"
kill_it redact sh -c 'exec "$INQUEST" redact "secret-$1-x"' - '{}'
each redact "SELECT CASE (SELECT count(*) > 0 FROM event WHERE instr(text, 'secret-{}-x')) || (SELECT count(*) > 0 FROM change WHERE instr(fields, 'secret-{}-x'))
  WHEN '00' THEN 1 WHEN '11' THEN 0 ELSE 'half' END"

gone() { query "$INQUEST_DB" "SELECT count(*) FROM event WHERE gone = 1 AND text LIKE 'event % end'"; }
export INQUEST_AUTHOR=bo
kill_it undo "$INQUEST" undo
undone=$(gone)
between undo "$undone"
# as often as there is something to redo
tried=$rounds rounds=$((undone - 5)) all=$undone
kill_it redo "$INQUEST" redo
between redo $((undone - $(gone)))
rounds=$tried all=$((tried + 5))
unset INQUEST_AUTHOR

kill_it config sh -c 'exec "$INQUEST" config author "person $1"' - '{}'
last=$(sed -n 's/ done.*//p' config.txt | tail -n 1)
ok "$INQUEST" config author
now=$(sed -n 's/.*person \([0-9]*\).*/\1/p' "$STATE/out")
[ "${now:-0}" -ge "$last" ] && pass || fail "config: person $last was acknowledged, and there is '$(cat "$STATE/out")'"
ok "$INQUEST" config theme
prints contrast

[ "$total" -ge "$rounds" ] && pass || fail "only $total of $((rounds * 7)) were killed in time"
ok "$INQUEST" doctor
prints '0 findings'
for when in before after; do
  for table in incident event section; do query "$INQUEST_DB" "SELECT * FROM $table ORDER BY id"; done >"$when.txt"
  [ "$when" = after ] || ok "$INQUEST" doctor --rebuild
done
same before.txt after.txt
