# Memcheck over the program's commands, a session in a terminal and unit programs: no bad access, nothing of ours lost.
# What is only still reachable at the end (tables of libgit2, of the terminal, of the locale) is none of it.

MEMCHECK="--quiet --leak-check=full --show-leak-kinds=definite --errors-for-leak-kinds=definite --error-exitcode=99"
MEMCHECK="$MEMCHECK --suppressions=$TESTS/valgrind.supp"

checked() { # CMD…: run under memcheck, which fails with 99
  valgrind $MEMCHECK "$@"
}

# ---- a table of commands: status, words ----

git init -q -b main repository
printf '%s\n' '2026-03-01 14:03 first alarm' '2026-03-01 14:09 rolled back' >lines.log
printf 'note\n' >note.txt
while read -r status words; do
  case $status in '' | \#*) continue ;; esac
  eval "exits $status checked \"\$INQUEST\" $words"
done <<'END'
0 new --severity SEV1 'Checkout fails'
0 log --at 13:30 'first *report* with `code`'
0 log --kind decision 'roll back'
0 log --kind detected --at 13:31 'alarm'
0 event list
0 event edit 1 'first report, again'
0 action add 'Add an alarm' --owner ana --due 2023-02-01
0 action list --json
0 action done 1
0 cause add 'One pool for all'
0 cause add --kind why --parent 1 'It was so from the start'
0 section set summary 'Customers could not pay.'
0 section list
0 role set 'incident commander' ana
0 ref add https://example.com/1
0 attach note.txt
0 set status resolved
0 show --json
0 list --json
1 check --json
2 log --at tomorrow text
1 show -i 99
0 search report
0 metrics
0 history
0 undo
0 redo
0 render -o page.html
0 render -o page.md
0 preview
0 publish -r repository --force testing
0 publish -r repository --force testing
0 import lines.log --dry-run
0 import page.md --dry-run
0 template list
0 config
0 drafts
0 backup copy.db
0 doctor
0 completion bash
0 help log
0 redact again
0 set status investigating
0 version
END

# ---- a session in a terminal: opened, written into, every tab looked at, left ----

until_() { # SECONDS CMD…: until it succeeds, false if it does not in that time
  _tries=$(($1 * 10))
  shift
  while ! "$@"; do
    _tries=$((_tries - 1))
    [ "$_tries" -gt 0 ] || return 1
    sleep 0.1
  done
}
shows() { tmux -L "$SOCKET" capture-pane -p -t ui | grep -qF -e "$1"; }
press() { # TEXT KEY…: press the keys, then wait for the text
  _text=$1
  shift
  tmux -L "$SOCKET" send-keys -t ui "$@"
  if until_ 60 shows "$_text"; then pass; else fail "not on the screen: $_text"; tmux -L "$SOCKET" capture-pane -p -t ui; fi
}
if command -v tmux >/dev/null; then
  SOCKET=inquest-memory-$$
  tmux -L "$SOCKET" -f /dev/null new-session -d -x 100 -y 30 -s ui "valgrind $MEMCHECK --log-file=ui.log \"$INQUEST\"; echo \$? >ui.status"
  press 'Checkout fails'
  press 'ana          typed here' 'typed here' Enter
  press 'i to write' Escape
  for tab in '2:Add an alarm' '3:One pool' '4:Customers' '5:Timeline' '6:Checks' '7:redaction'; do
    press "${tab#*:}" "${tab%%:*}"
  done
  tmux -L "$SOCKET" send-keys -t ui ':' 'quit' Enter
  if until_ 60 test -s ui.status; then pass; else fail 'it did not end'; fi
  tmux -L "$SOCKET" kill-server 2>/dev/null
  equal "$(cat ui.status)" 0
  if [ -s ui.log ]; then fail 'memcheck said of the session:'; cat ui.log; else pass; fi
else
  skip 'tmux, for a session in a terminal'
fi

# ---- unit programs ----

in_the_project() { (cd "$TESTS/.." && checked "$1"); }
for program in $UNITS; do
  CK_FORK=no exits 0 in_the_project "$program"
done
