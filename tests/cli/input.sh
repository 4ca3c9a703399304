# Words and flags that are wrong: said clearly, with the nearest that is right, and nothing is written.

ok inquest new Outage
ok inquest log one
before=$(sha256sum <"$INQUEST_DB")

for words in 'lgo text' 'lg text' 'publsh' 'histroy' 'actoin' 'rednder' 'sho' 'eventt list'; do
  fails 2 inquest $words
  complains 'did you mean'
done
fails 2 inquest frobnicate
complains "no command 'frobnicate'"
complains 'inquest help'
fails 2 inquest 'log text'
fails 2 inquest ../log
for words in 'event lst' 'event shwo 1' 'action ad x' 'cause dlete 1' 'role sett x y' 'section shw x' 'drafts drp 1'; do
  fails 2 inquest $words
  complains "has no sub-command"
  complains 'did you mean'
done
for words in 'log --kidn note x' 'action add --prioritty P1 x' 'list --al' 'publish --repostory x' 'new --severty 1 x' 'history --limt 3'; do
  fails 2 inquest $words
  complains 'has no flag'
  complains 'did you mean --'
done
fails 2 inquest log --frobnicate x
complains 'inquest help log'
complains 'put -- before text'
fails 2 inquest log -Z x
fails 2 inquest list --all=yes
complains 'takes no value'
for words in 'log x -k' 'log x --at' 'action add x --priority' 'history -n' 'show -i' 'show --db' '--color'; do
  fails 2 inquest $words
  complains 'needs a value'
done
for words in 'set colour blue' 'set titel x' 'set number 3' 'set id x'; do
  fails 2 inquest $words
  complains 'has no field'
done
fails 2 inquest set titel x
complains 'did you mean title?'

# values: the field, what was given, and what is possible are named
bad() { # MESSAGE WORD…
  message=$1
  shift
  fails 2 inquest "$@"
  complains "$message"
}
bad "unknown priority 'P7': did you mean" action add x -p P7
bad "unknown priority 'urgent': use one of P0, P1, P2, P3, P4" action add x -p urgent
bad "unknown type 'fix'" action add x -t fix
bad "unknown severity '0'" set severity 0
bad "unknown status 'don'" set status don
bad "unknown kind 'rumour'" log -k rumour x
bad 'text must not be empty' log ''
bad 'title must not be empty' action add ''
bad 'title is one line' action add 'a
b'
bad 'not valid UTF-8' action add "$(printf '\377')"
bad 'not valid UTF-8' log -a "$(printf 'a\300\257')" x
bad 'title has 5000 bytes and the limit is 4096' action add "$(printf '%5000s' x | tr ' ' x)"
bad "'1x' is not a number" event show 1x
bad "'' is not a number" event show ''
bad "'+1' is not a number" event show +1
bad 'yes or no' log --pinned=perhaps x
bad 'whole number' cause add --position 1.5 x
bad 'whole number' cause add --position 99999999999999999999 x
bad 'due' action add x --due '2023-02-30'
bad 'a date with its year' action add x --due friday
bad 'a date with its year' action add x --due tomorrow

# as nobody's incident
for words in 'log x' show 'set status closed' event 'event show 1' 'event edit 1 x' 'event delete 1' action 'action add x' \
  'action done 1' cause 'cause add x' role 'role set x y' ref 'ref add https://x.example' 'attach list' section \
  'section show summary' 'section set summary x' render publish history undo redo 'redact x'; do
  fails 1 inquest -i no-such $words
  complains "no incident 'no-such'"
done
# an argument that came out empty names no incident
fails 1 inquest show ''
fails 1 inquest -i '' show

# without a terminal and without asking: the UI says what to do instead
for terminal in dumb '' no-such-terminal; do
  try env TERM=$terminal inquest
  if [ "$(cat "$STATE/status")" -ne 0 ]; then pass; else fail "the UI opened on TERM='$terminal'"; fi
  complains 'inquest:'
done

equal "$(sha256sum <"$INQUEST_DB")" "$before"
