# log: what is typed or piped in is kept exactly, and never does anything to a terminal.

text_of() { # NUMBER FILE: an event's text, byte for byte
  query "$INQUEST_DB" "SELECT writefile('$2', CAST(text AS BLOB)) FROM event WHERE number = $1" >/dev/null
}

ok inquest new Outage --timezone Europe/Berlin

# words are joined; what was understood is echoed
ok inquest log the cache is cold
prints_line '#1  2023-01-18 15:00:00 CET  note  the cache is cold'
ok inquest show --json
json '$.events[0].text' 'the cache is cold'
json '$.events[0].author' ana
json '$.events[0].kind' note
json '$.events[0].precision' exact
json '$.events[0].offset' 60
json '$.events[0].audience' internal
json '$.events[0].pinned' 0

# every field, between the words and after them; kinds by name, alias and start
ok inquest log -k decision rolling back -a bo --link https://example.com/g?a=1\&b=2 --pinned \
  --audience public --source chat -t 14:30
prints_line '#2  2023-01-18 14:30 CET  decision  rolling back'
ok inquest event show 2 --json
json '$.kind' decision
json '$.author' bo
json '$.link' 'https://example.com/g?a=1&b=2'
json '$.pinned' 1
json '$.audience' public
json '$.source' chat
json '$.precision' minute
json '$.at' 2023-01-18T13:30:00Z
ok inquest log --kind=ack --text 'on it' --json
json '$.kind' acknowledged
json '$.text' 'on it'
ok inquest log -kesc 'calling the network team' --pinned=no
prints escalation
fails 2 inquest log -k decison x
complains 'did you mean decision?'
fails 2 inquest log -k de x # decision, detected, declared
complains "kind 'de'"
fails 2 inquest log -k '' x
fails 2 inquest log --pinned=maybe x
complains 'yes or no'
fails 2 inquest log --kind
complains '--kind needs a value'
fails 2 inquest log --knid note x
complains 'did you mean --kind?'
fails 2 inquest log --json=yes x
complains 'takes no value'

# text that begins with a hyphen
ok inquest log -5 % of requests fail
prints '-5 % of requests fail'
fails 2 inquest log -xlatency is up
complains 'put -- before text'
ok inquest log -- -xlatency is up
prints 'note  -xlatency is up'
ok inquest log -- --kind decision -i 9
prints 'note  --kind decision -i 9'

# nothing to log
fails 2 inquest log
complains 'text must not be empty'
fails 2 inquest log ''
fails 2 inquest log '  	 '
fails 2 inquest log - </dev/null
complains 'text must not be empty'
printf ' \n\n' >blank
fails 2 inquest log - <blank

# standard input: one event, its text exactly as it came
ok inquest undo
printf 'line one\n\n  indented\ttab\r\nlast line, with its end\n' >several
ok inquest log -k evidence - <several
prints 'evidence  line one …'
number=$(sed -n 's/^#\([0-9]*\) .*/\1/p' "$STATE/out")
text_of "$number" kept
same kept several
printf 'no end of line' >open
ok inquest log - <open
text_of $((number + 1)) kept
same kept open
printf '\n\n  leading and trailing kept  \n\n\n' >spaces
ok inquest log - <spaces
text_of $((number + 2)) kept
same kept spaces
printf 'Gr\303\274\303\237e \360\237\224\245 e\314\201 \357\273\277bom \357\277\276' >unicode
ok inquest log - <unicode
text_of $((number + 3)) kept
same kept unicode
ok inquest event show "$number"
prints 'line one

  indented'

# what is no text is shown, and the bytes are kept beside it
printf 'NUL \000, bad \377\300\257 bytes, half a \342\202' >bytes
ok inquest log --json - <bytes
number=$(json_at '$.number')
json '$.text' 'NUL ␀, bad \xff\xc0\xaf bytes, half a \xe2\x82'
complains '6 bytes were not UTF-8'
complains 'stdin.bin'
ok inquest attach list --json
json '$[0].name' stdin.bin
json '$[0].size' "$(wc -c <bytes)"
json '$[0].media' application/octet-stream
ok inquest attach save 1 kept.bin
same kept.bin bytes
sql "$INQUEST_DB" "SELECT e.number FROM attachment JOIN event AS e ON e.id = attachment.event" "$number"
# all of it is one change to undo
ok inquest undo
ok inquest attach list --json
json '$' '[]'
complains_not NUL

# 1 MiB is the limit, exactly
head -c 1048576 /dev/zero | tr '\0' x >mib
{ cat mib; printf y; } >more
before=$(query "$INQUEST_DB" 'SELECT count(*) FROM change')
fails 2 inquest log - <more
complains '1 MiB'
complains 'inquest attach'
same "$(sed -n 's/.*the input is kept in //p' "$STATE/err")" more
fails 2 inquest log - </dev/zero
complains '64 MiB'
rm -f "$(sed -n 's/.*the input is kept in //p' "$STATE/err")"
sql "$INQUEST_DB" 'SELECT count(*) FROM change' "$before"
ok inquest log - <mib
number=$(sed -n 's/^#\([0-9]*\) .*/\1/p' "$STATE/out")
text_of "$number" kept
same kept mib
fails 2 inquest log -a "$(head -c 4097 mib)" x
complains 'author has 4097 bytes and the limit is 4096'
ok inquest log -a "$(head -c 4096 mib)" x
ok inquest event delete "$number" $((number + 1))

# so are arguments; input is read before anything can go wrong with the incident, and kept when it does
ok inquest log "$(printf 'bad \377')"
prints 'bad \xff'
complains 'text.bin'
fails 1 inquest log -i 99 - <mib
same "$(sed -n 's/.*the input is kept in //p' "$STATE/err")" mib
yes 2>/dev/null | head -c 100000 >input
fails 1 sh -c 'cat input | inquest log -i 99 - && echo unreachable'

# Terminal: escape sequences, C1 controls and bidi overrides are shown, never sent, whichever command
# prints them and wherever the text stands.
evil=$(printf 'a\033]0;owned\007b\033[31mc\010\302\233d\342\200\256e\342\201\246f\r\177g')
ok inquest log "$evil" -a "$evil" -l "$evil" --source "$evil"
ok inquest action add "$evil" -o "$evil" --team "$evil"
ok inquest cause add "$evil"
ok inquest role add "$evil" "$evil"
ok inquest ref add "$evil" -l "$evil" --title "$evil"
ok inquest section set summary "$evil"
ok inquest set tags "$evil"
ok inquest set ref "$evil"
printf x >"$evil"
ok inquest attach "$evil"
ok inquest event edit 1 --text "x $evil"
n=$(query "$INQUEST_DB" "SELECT number FROM event WHERE source IS NOT NULL ORDER BY number DESC LIMIT 1")

clean() { # FILE: something was printed, and no control byte with it
  LC_ALL=C grep -q . "$1" && ! LC_ALL=C tr -d '\r' <"$1" |
    LC_ALL=C grep -q -e "$(printf '[\001-\010\013-\037\177]')" -e "$(printf '\302[\200-\237]')" \
      -e "$(printf '\342\200\256')" -e "$(printf '\342\201\246')"
}
for one in '\033' '\010' '\177' '\302\233' '\342\200\256' '\342\201\246'; do
  script -qec "printf 'x$one'" /dev/null </dev/null >screen
  if clean screen; then fail "the check does not see $one"; else pass; fi
done

for command in show 'show --json' list 'list --json' event "event show $n" 'event list --json' \
  action 'action show 1' cause 'cause show 1' role ref attach\ list section 'section list --json' \
  'section show summary' render history 'history --json' use 'log again' 'help' \
  "event show 999$evil" "show -i $evil" "log -k $evil x" "log -t $evil x" "$evil"; do
  script -qec "inquest $(echo "$command" | sed "s/[^-a-z0-9 ].*/'&'/")" /dev/null </dev/null >screen
  if clean screen; then pass; else fail "control bytes on the terminal, or nothing: $command"; show screen; fi
done
# to a file, documents and JSON are as they are
ok inquest section show summary
prints "$evil"
ok inquest event show "$n" --json
json '$.text' "$evil"
