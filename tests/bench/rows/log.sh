# inquest log, the program that is started for every event, against the least that does the same as durably.
smallest=
for size in $sizes; do
  filled "$size"
  out=$("$bench/compare" "$runs" -- "$bench/floor_log" "$db" 'rolled back payments-api' \
    -- "$inquest" --db "$db" log 'rolled back payments-api')
  floor=$(field "$out" 1 1) ours=$(field "$out" 2 1)
  row "log, $size events (us)" "$floor" "$ours" 1.10
  [ -n "$smallest" ] || smallest=$ours
  limit "log, $size events, resident (KiB)" "$(field "$out" 2 3)" 4096
done
row "log, largest against smallest (us)" "$smallest" "$ours" 1.25
# without a disk: what the program itself costs
if [ -d /dev/shm ] && [ -w /dev/shm ]; then
  db=$(mktemp -u /dev/shm/inquest-bench-XXXXXX)
  "$inquest" --db "$db" new Memory >/dev/null
  out=$("$bench/compare" "$runs" -- "$bench/floor_log" "$db" x -- "$inquest" --db "$db" log x)
  row "log, in memory (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" -
  rm -f "$db" "$db-journal"
fi
# A task list is what people keep beside an outage. Taskwarrior has text files, and syncs each that it appends to.
if here taskwarrior task; then
  mkdir -p "$folder/task"
  printf 'data.location=%s/task\nconfirmation=off\nhooks=off\nverbose=nothing\nnews.version=2.6.0\n' "$folder" >"$folder/taskrc"
  filled 10
  out=$("$bench/compare" "$(some 50)" -- env TASKRC="$folder/taskrc" task add 'rolled back payments-api' -- "$inquest" --db "$db" log 'rolled back payments-api')
  row "beside taskwarrior: add, log (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" -
  out=$("$bench/compare" "$(some 50)" -- env TASKRC="$folder/taskrc" task list -- "$inquest" --db "$db" list)
  row "beside taskwarrior: list, list (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" -
fi
