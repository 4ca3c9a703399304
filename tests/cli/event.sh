# event: list and select, show, edit by every field flag and in an editor, delete.

fails 1 inquest event
ok inquest new Outage
ok inquest event
complains 'no events'
ok inquest event --json
prints_line '[]'

ok inquest log -t 13:00 -k impact 'errors begin'
ok inquest log -t 13:10 -k decision -a bo 'roll back'
ok inquest log -t 13:05 -k note --pinned 'second by time'
ok inquest event
prints_lines 3
golden event-list
ok inquest event list --json
json '$[0].text' 'errors begin'
json '$[1].text' 'second by time'
json '$[1].number' 3
json '$[2].author' bo

# field flags select; text is found inside, choices are exact
for select in '--kind decision' '-k deci' '-a bo' '-a B' '--text ROLL' '--pinned=no -a bo'; do
  ok inquest event list $select
  prints_lines 1
  prints 'roll back'
done
ok inquest event --pinned
prints_lines 1
prints 'second by time'
ok inquest event list --source ''
prints_lines 3
ok inquest event list -a nobody
complains 'no events'
fails 2 inquest event list --kind nonsense
fails 2 inquest event lst
complains 'did you mean list?'
fails 2 inquest event nonsense
complains 'inquest help event'

# show
ok inquest event show 2
prints_line 'Time      2023-01-18 13:10 UTC'
prints_line 'Kind      decision'
prints_line 'Author    bo'
prints '
roll back'
ok inquest event show '#2' --json
json '$.text' 'roll back'
fails 2 inquest event show
complains 'needs a number'
fails 2 inquest event show two
complains "'two' is not a number"
ok inquest event show 2 3
prints_line 'event 3'
fails 1 inquest event show 4
complains 'no event 4'
complains 'inquest event list'
fails 2 inquest event show 99999999999999999999
fails 1 inquest event show 0
fails 2 inquest event show -1

# edit: each field, alone
for change in "--at 13:11|at|2023-01-18T13:11:00Z" "--at ~13:12|precision|about" "-k change|kind|change" \
  "--text new text|text|new text" "-a cy|author|cy" "-l ops/infra#22|link|ops/infra#22" \
  "--pinned|pinned|1" "--pinned=no|pinned|0" "--audience team|audience|team" "--source pager|source|pager" \
  "more words|text|more words"; do
  words=${change%%|*} path=${change#*|}
  case $words in
  --text*) ok inquest event edit 2 --text 'new text' ;;
  *) ok inquest event edit 2 $words ;;
  esac
  ok inquest event show 2 --json
  json "\$.${path%%|*}" "${path#*|}"
done
prints_not 'roll back'
# several at once; what is not named stays
ok inquest event edit 2 -k note -l '' 'three words now'
prints '#2  ~2023-01-18 13:12 UTC  note  cy  three words now'
ok inquest event show 2 --json
json '$.link' null
json '$.source' pager
fails 2 inquest event edit 2 --at ''
complains 'at must not be empty'
fails 2 inquest event edit 2 --text ''
fails 2 inquest event edit 2 --kind ''
fails 2 inquest event edit 2 --offset 60
complains 'no flag --offset'
fails 2 inquest event edit
fails 1 inquest event edit 9 x
fails 2 inquest event edit 2 -k note --at 13:99
ok inquest event show 2 --json
json '$.text' 'three words now'

# in an editor: the text is what it leaves; INQUEST_EDITOR goes before the others; it is a shell command
cat >edit.sh <<'END'
cat "$2" >seen
ls -l "$2" | cut -c 1-10 >mode
printf '%s\n' "$1" 'line two' >"$2"
END
ok env EDITOR=false VISUAL=false GIT_EDITOR=false INQUEST_EDITOR="sh $PWD/edit.sh 'line one'" inquest event edit 3
equal "$(cat seen)" 'second by time'
equal "$(cat mode)" -rw-------
ok inquest event show 3 --json
json '$.text' 'line one
line two'
# the shell has no say in where the text is
odd="$SCRATCH/a folder; touch pwned"
mkdir -p "$odd"
ok env TMPDIR="$odd" INQUEST_EDITOR="sh $PWD/edit.sh 'line one'" inquest event edit 3
not_there pwned
equal "$(find "$TMPDIR" -name 'inquest-*' | wc -l)" 0
for chain in 'EDITOR' 'VISUAL EDITOR' 'GIT_EDITOR VISUAL EDITOR'; do
  set -- $chain
  first=$1
  shift
  for other in "$@"; do set -- "$@" "$other=false"; shift; done
  ok env "$@" "$first=sh $PWD/edit.sh $first" inquest event edit 3
  ok inquest event show 3
  prints "
$first
line two"
done
ok inquest config editor "sh $PWD/edit.sh option"
ok env INQUEST_EDITOR=false inquest event edit 3
ok inquest event show 3
prints '
option
'
# it fails, empties the text, or leaves no text: nothing changes, and what was written is not lost
ok inquest config editor ''
before=$(query "$INQUEST_DB" 'SELECT count(*) FROM change')
rm -f "$TMPDIR"/inquest-*
fails 1 env INQUEST_EDITOR=false inquest event edit 3
complains 'nothing was changed'
complains_not 'your text is in'
equal "$(find "$TMPDIR" -name 'inquest-*' | wc -l)" 0
fails 1 env INQUEST_EDITOR='sh -c "echo lost >\"\$1\"; kill \$\$" -' inquest event edit 3
kept=$(sed -n 's/.*your text is in \([^ ]*\).*/\1/p' "$STATE/err")
equal "$(cat "$kept")" lost
fails 2 env INQUEST_EDITOR='truncate -s 0' inquest event edit 3
complains 'empty'
fails 2 env INQUEST_EDITOR='sh -c "printf \"\\377\" >\"\$1\"" -' inquest event edit 3
complains 'UTF-8'
fails 2 env INQUEST_EDITOR='truncate -s 1048577' inquest event edit 3
complains '1 MiB'
fails 1 env INQUEST_EDITOR=no-such-editor inquest event edit 3
complains no-such-editor
fails 2 inquest event edit 3 --no-input
complains 'nothing to change'
ok env INQUEST_EDITOR=true inquest event edit 3
sql "$INQUEST_DB" 'SELECT count(*) FROM change' "$before"
ok inquest event show 3
prints '
option
'

# delete: one, several, all or none
ok inquest event delete 2
prints '1 deleted; `inquest undo` brings it back'
ok inquest event
prints_lines 2
fails 1 inquest event show 2
complains 'was deleted'
fails 1 inquest event delete 2
fails 1 inquest event delete 1 3 99
complains 'no event 99'
ok inquest event
prints_lines 2
fails 2 inquest event delete
fails 2 inquest event delete 1 x
ok inquest event delete 1 '#3'
prints '2 deleted'
ok inquest event
complains 'no events'
ok inquest undo
ok inquest event
prints_lines 2
# numbers are not used twice
ok inquest log new
prints_line '#4  2023-01-18 14:00:00 UTC  note  new'
