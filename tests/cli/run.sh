# run: a program's output passes through, its status is ours, and the event is there whatever happened.

ok inquest new Outage
latest() { # number of the event logged last
  query "$INQUEST_DB" 'SELECT max(number) FROM event'
}
event() { # NUMBER PATH VALUE
  ok inquest event show "$1" --json
  json "$2" "$3"
}

fails 2 inquest run
complains 'inquest run -- uptime'

exits 0 inquest run -- printf 'one\ntwo\n'
prints 'one
two'
prints_lines 2
complains 'logged as #1'
event 1 '$.kind' evidence
event 1 '$.source' run
event 1 '$.author' ana
event 1 '$.at' 2023-01-18T14:00:00Z
event 1 '$.text' "\`printf 'one\\ntwo\\n'\` exited 0 after 0 s

\`\`\`
one
two
\`\`\`"

# status, signal, not found, not a program
exits 3 inquest run -- sh -c 'exit 3'
prints_not .
complains 'logged as #2'
event 2 '$.text' "\`sh -c 'exit 3'\` exited 3 after 0 s"
exits 137 inquest run -- sh -c 'kill -9 $$'
ok inquest event show 3
prints 'was ended by signal 9 (Killed)'
# (a folder of PATH that one may not enter makes it 126)
fails 127 env PATH="$STATE/bin:/usr/bin:/bin" inquest run -- no-such-program --flag
complains 'cannot run no-such-program'
complains 'nothing was logged'
echo text >plain
fails 126 inquest run -- ./plain
complains 'Permission denied'
exits 127 inquest run -- sh -c no-such-program
ok inquest event
prints_lines 4

# whatever stands after the program's name is its own; `--` may be left out
exits 0 inquest run printf '%s\n' -i 7 --help --json -- -k
prints '-i
7
--help
--json
--
-k'
exits 0 inquest run -k decision -q -- echo quiet
prints_not quiet
event 6 '$.kind' decision
ok inquest event show 6
prints '
quiet
'
fails 2 inquest run -k decison -- touch ran
not_there ran
fails 1 inquest run -i 99 -- touch ran
not_there ran

# both outputs in the order they were written, as they come, without waiting for a line's end
exits 0 inquest run -- sh -c 'echo 1; echo 2 >&2; echo 3; printf 4 >&2'
prints '1
2
3
4'
mkfifo gate
inquest run -- sh -c 'printf first; cat gate >/dev/null; echo second' >live 2>/dev/null &
for i in $(seq 500); do [ -s live ] && break; sleep 0.02; done
equal "$(cat live)" first
echo >gate
wait $!
equal "$(cat live)" firstsecond

# standard input is the program's
echo 'from the pipe' >input
exits 0 inquest run -- cat <input
prints 'from the pipe'

# output that would break the document, or is no text, is fenced and shown
exits 0 inquest run -- printf '```\nfence\n````\n\033[31m\000\377'
ok inquest event show "$(latest)"
prints '`````
```
fence
````'
exits 0 inquest run -- echo 'a `tick`'
ok inquest event show "$(latest)"
prints '``echo'

# long output: head and tail in the text, all of it attached; short output is not
exits 0 inquest run -q -- sh -c 'seq 10000; echo end >&2'
ok inquest event show "$(latest)"
prints '
1
2
3
'
prints '
10000
end
```'
prints 'bytes left out here; the whole is attached'
ok inquest attach list
prints_lines 1
prints output.txt
{ seq 10000; echo end; } >whole
ok inquest attach save 1 saved
same saved whole
exits 0 inquest run -q -- head -c 16384 whole
exits 0 inquest run -q -- sh -c 'tr -d "\n" <whole'
ok inquest event show "$(latest)"
prints 'the rest is left out here; the whole is attached'
ok inquest attach list
prints_lines 2

# one line longer than everything that is kept, and not UTF-8
exits 0 inquest run -q -- sh -c 'head -c 100000 /dev/zero | tr "\000" "\377"'
ok inquest attach save 3 saved-too
equal "$(wc -c <saved-too)" 100000

# signals reach the program; how it ended is logged. `env` because a shell's background jobs ignore INT.
for signal in INT:130:2 TERM:143:15 HUP:129:1 QUIT:131:3; do
  name=${signal%%:*} status=${signal#*:}
  env --default-signal=INT,QUIT inquest run -- sh -c 'ulimit -c 0; echo $$ >pid; exec sleep 30' >out 2>err &
  pid=$!
  for i in $(seq 500); do [ -s pid ] && break; sleep 0.02; done
  kill -s "$name" $pid
  wait $pid
  equal "$name $?" "$name ${status%:*}"
  ok inquest event show "$(latest)"
  prints "was ended by signal ${status#*:} ("
  if kill -0 "$(cat pid)" 2>/dev/null; then fail "the program is still there after $name"; else pass; fi
  rm pid
done
# a program that takes its time to end
inquest run -- sh -c 'trap "echo cleaning up; exit 7" TERM; echo ready; while :; do sleep 0.05; done' >out 2>err &
pid=$!
for i in $(seq 500); do [ -s out ] && break; sleep 0.02; done
kill $pid
wait $pid
equal $? 7
ok inquest event show "$(latest)"
prints 'exited 7'
prints 'cleaning up'

# a background child that keeps the output open does not keep us
before=$(date +%s)
exits 0 inquest run -- sh -c 'sleep 20 & echo $! >child; echo done'
if [ $(($(date +%s) - before)) -lt 10 ]; then pass; else fail 'waited for a background child'; fi
prints done
kill "$(cat child)"
ok inquest event show "$(latest)"
prints 'sleep 20 & echo'
prints 'exited 0'

# the reader goes away: not our failure, and logged. A full disk below our output is said.
exits 0 sh -c '{ inquest run -- sh -c "seq 100000; echo over"; echo $? >status; } | head -n 1'
prints_line 1
ok inquest event show "$(latest)"
prints over
equal "$(cat status)" 0
fails 5 sh -c 'inquest run -- echo hello >/dev/full'
complains 'No space left'
ok inquest event show "$(latest)"
prints hello
