# The terminal UI in a real terminal: tmux. Nothing sleeps for a fixed time: what is waited for is looked
# for until it is there, with a limit.
ok inquest new --severity SEV1 --started '2023-01-18 13:30' 'Checkout returns 500'
prints 'INC-1'

if ! command -v tmux >/dev/null; then
  skip 'the terminal UI, as tmux is not installed'
  finish
  exit 0
fi

SOCKET=inquest-$$
unset NO_COLOR
mux() { tmux -L "$SOCKET" "$@"; }

# wait_for SECONDS COMMAND…: until it succeeds
wait_for() {
  _tries=$(($1 * 20))
  shift
  while [ "$_tries" -gt 0 ]; do
    "$@" && return 0
    _tries=$((_tries - 1))
    sleep 0.05
  done
  return 1
}

screen() { mux capture-pane -p -t ui; }
has() { screen | grep -qF -e "$1"; }
has_not() { ! has "$1"; }

# sees TEXT, sees_not TEXT: on the screen within some seconds
sees() {
  if wait_for 10 has "$1"; then
    pass
  else
    fail "not on the screen: $1"
    screen | sed 's/^/      | /'
  fi
}

sees_not() {
  if wait_for 10 has_not "$1"; then
    pass
  else
    fail "still on the screen: $1"
    screen | sed 's/^/      | /'
  fi
}

# A shell in the terminal, which runs the program: so that it has job control to be suspended by. Left
# alone, because this script was killed say, it ends by itself.
begin() {
  mux -f /dev/null new-session -d -s ui -x 80 -y 24 \
    "env LC_ALL=C.UTF-8 ENV= PS1='shell> ' HISTFILE= TMOUT=120 bash --norc --noprofile -i"
  sees 'shell>'
}
type_in() { mux send-keys -t ui -l "$1"; }
press() { mux send-keys -t ui "$@"; }
run_ui() {
  type_in inquest
  press Enter
}
# the program's process: the newest child of the terminal's shell
pid_of_ui() { pgrep -n -P "$(mux display-message -p -t ui '#{pane_pid}')" -x inquest; }
no_ui() { ! pid_of_ui >/dev/null; }
is_stopped() { [ "$(ps -o state= -p "$1" | cut -c 1)" = T ]; }
gone() { if wait_for 10 no_ui; then pass; else fail 'the program still runs'; fi; }
draft_is() { inquest drafts --json | grep -qF -e "$1"; }

begin

# start, log, and see it with the command line
run_ui
sees 'what is happening?'
type_in 'roll back to 4.11'
sees 'roll back to 4.11'
press Enter
sees '#1 logged: note at 2023-01-18 14:00:00 UTC'
ok inquest event show 1
prints 'roll back to 4.11'

# what another program writes appears without a key
ok inquest log 'written from outside'
sees 'written from outside'

# a paste of many lines is one event and runs no keys, though its lines are commands
printf 'kubectl get pods\nq\n:quit\n' >paste
mux load-buffer -b text paste
mux paste-buffer -p -b text -t ui
sees ':quit'
press Enter
sees '#3 logged'
ok inquest event show 3
prints 'kubectl get pods
q
:quit'

# resize
mux resize-window -t ui -x 40 -y 10
sees_not 'SEV1  INVESTIGATING'
sees 'INC-1 SEV1 INVESTIGATING'
mux resize-window -t ui -x 140 -y 40
sees 'nobody yet'
mux resize-window -t ui -x 80 -y 24
sees 'SEV1  INVESTIGATING'

# suspended and back: the draft is safe before, the screen is whole after
type_in 'before the suspension'
sees 'before the suspension'
ui=$(pid_of_ui)
press C-z
if wait_for 10 is_stopped "$ui"; then pass; else fail 'not suspended'; fi
if wait_for 10 draft_is 'before the suspension'; then pass; else fail 'no draft at suspension'; fi
press Enter
sees 'shell>'
type_in fg
press Enter
sees 'SEV1  INVESTIGATING'
sees 'before the suspension'
press Enter
sees '#4 logged'

# the editor
cat >editor <<'SH'
#!/bin/sh
printf 'written in the editor\n' >"$1"
SH
chmod +x editor
ok inquest config editor "$PWD/editor"
press Escape
sees 'i to write'
press q q
gone
run_ui
sees 'what is happening?'
type_in x
press C-e
sees 'written in the editor'
press Enter
sees '#5 logged'

# the line drops with half a sentence: it is offered again
type_in 'half a sent'
sees 'half a sent'
kill -HUP "$(pid_of_ui)"
gone
if draft_is 'half a sent'; then pass; else fail 'no draft after SIGHUP'; fi
run_ui
sees 'not logged yet: what you began to write'
sees 'half a sent'
type_in 'ence'
press Enter
sees '#6 logged'
ok inquest event show 6
prints 'half a sentence'

# kill -9: no more than the last 0.3 seconds are lost
type_in '!deci killed in the mid'
if wait_for 10 draft_is 'killed in the mid'; then pass; else fail 'no draft half a second after typing'; fi
kill -KILL "$(pid_of_ui)"
gone
type_in reset
press Enter
sees_not 'SEV1'
run_ui
sees 'decision ▸ !deci killed in the mid'
press Enter
sees '#7 logged: decision'
if draft_is 'killed in the mid'; then fail 'the draft is still there'; else pass; fi

# the end leaves the terminal as it was
press Escape
sees 'i to write'
press q
sees '1 investigating'
press q
gone
sees 'shell>'
type_in 'stty -a | grep -o "[-]*echo "; echo status $?'
press Enter
sees 'status 0'
sees_not '-echo'

# An import stops nobody: how far it is stands there, other writers come in, and Ctrl-C ends it with what was read. The
# last line may go on, so it waits for the next.
events() { [ "$(query "$INQUEST_DB" 'SELECT count(*) FROM event')" -ge "$1" ]; }
before=$(query "$INQUEST_DB" 'SELECT count(*) FROM event')
mkfifo log
exec 7<>log
for minute in 10 11 12; do echo "2023-01-18T13:$minute:00Z upstream timed out, number $minute" >&7; done
type_in 'inquest -i 1'
press Enter
sees 'what is happening?'
press Escape
sees 'i to write'
type_in ':import --format log log'
press Enter
sees 'Ctrl-C stops  log'
if wait_for 10 events $((before + 2)); then pass; else fail 'what was read is not there'; fi
ok inquest log 'written beside the import'
echo '2023-01-18T13:13:00Z upstream timed out, number 13' >&7
if wait_for 10 events $((before + 4)); then pass; else fail 'what came later is not there'; fi
type_in ':'
type_in 'log typed while it ran'
press C-c
# what was typed meanwhile is there, once what came of it was read
sees 'interrupted: what was added until then is kept'
sees ':log typed while it ran'
exec 7>&-
kill "$(pid_of_ui)"
gone

# Keys that cannot be waited for end it with a message and a status, and what was typed is a draft.
if command -v strace >/dev/null; then
  cannot_wait() { # FROM-THE-HOW-MANYTH
    type_in "clear; ASAN_OPTIONS=detect_leaks=0 strace -o trace -e trace=poll -e inject=poll:error=EIO:when=$1+ inquest -i 1; echo \"ended with \$?\""
    press Enter
  }
  sees 'shell>'
  cannot_wait 1
  sees 'cannot wait for keys: Input/output error'
  sees 'ended with 5'
  cannot_wait 8
  sees 'what is happening?'
  type_in 'typed before the end'
  sees 'cannot wait for keys: Input/output error'
  sees 'ended with 5'
  if wait_for 10 draft_is 'typed'; then pass; else fail 'what was typed is lost'; fi
else
  skip 'strace'
fi
mux kill-server

# without a terminal: what to do is said
fails 2 inquest
complains 'terminal'
