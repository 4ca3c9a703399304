# import: control bytes in any text of any format are kept, and never reach the terminal.

evil=$(printf '\033]0;owned\007\033[31m\302\233d\010\177')
escaped='\\u001b]0;owned\\u0007\\u001b[31m\\u009bd\\b\\u007f'

mutated() { # FILE: controls behind the words of its values; the column heads stay
  case $1 in
  *.json | *.jsonl) sed "s/\(: *\"[^\"]*[A-Za-z.]\)\"/\1$escaped\"/g" "$1" ;;
  *) sed "2,\$s/\([] <@;,|\"]\)\([a-z][a-z][a-z]*\)/\1\2$evil/g" "$1" ;;
  esac
}

texts() { # FILE: the same where only what is said has them, so that all else is recognised
  case $1 in
  *.json | *.jsonl) sed "s/\(: *\"[^\"]* [^\"]*\)\"/\1$escaped\"/g" "$1" ;;
  *) sed "2,\$s/\( [a-z][a-z][a-z]*\)\([.]*\)\$/\1$evil\2/" "$1" ;;
  esac
}

clean() { # FILE…: no control byte but the ends of lines
  ! LC_ALL=C grep -qa -e "$(printf '[\001-\010\013\014\016-\037\177]')" -e "$(printf '\302[\200-\237]')" "$@"
}

looked() { # COMMAND…: whatever becomes of it
  try "$@"
  if clean "$STATE/out" "$STATE/err"; then pass; else fail "a control byte got through from $file"; last; fi
}

printf 'x\033' >bad
if clean bad; then fail 'the check does not see anything'; else pass; fi

ok inquest new Outage
mkdir "all$evil"
for file in "$TESTS"/import/*; do
  case $file in *.events | *.found) continue ;; esac
  name=$(basename "$file")
  try inquest import -i 1 --dry-run --json "$file"
  format=$(json_at '$.inputs[0].format')
  case $name in *.md) format=markdown ;; esac
  mutated "$file" >"all$evil/$name"
  looked inquest import --format "$format" -i 1 --dry-run "all$evil/$name"
  case $format in markdown) set -- ;; *) set -- -i 1 ;; esac
  looked inquest import --format "$format" "$@" "all$evil/$name"
  texts "$file" >"$name"
  looked inquest import --format "$format" "$@" "$name"
done
# they are there, of each format
query "$INQUEST_DB" "SELECT DISTINCT substr(origin, 1, instr(origin, ':') - 1) FROM event WHERE incident =
  (SELECT id FROM incident WHERE number = 1) AND instr(text, char(27)) > 0 ORDER BY 1" >reached
equal "$(tr '\n' ' ' <reached)" 'alertmanager csv github gitlab irc journald jsonl kubernetes l2tcsv pagerduty shell slack statuspage text timesketch '
for field in event.author action.title action.owner cause.text reference.url section.text incident.title; do
  if [ "$(query "$INQUEST_DB" "SELECT count(*) FROM ${field%.*} WHERE instr($field, char(27))")" -gt 0 ]; then pass; else fail "no $field"; fi
done
for number in $(query "$INQUEST_DB" "SELECT number FROM incident"); do
  for command in show event action cause role ref 'attach list' section history render check; do
    echo "inquest -i $number $command"
  done
done >commands
script -qec 'sh commands' /dev/null </dev/null >screen
if grep -q owned screen && clean screen; then pass; else fail 'a control byte got through'; show screen; fi
