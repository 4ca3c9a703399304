# Programs that all write at once, each again and again.
writers() { # WRITERS RUNS BUDGET(ratio of the 99th percentiles)
  floor=$(INQUEST_FLOOR_BUSY=sqlite "$bench/writers" "$1" "$2" -- "$bench/floor_log" "$db" x)
  ours=$("$bench/writers" "$1" "$2" -- "$inquest" --db "$db" log x)
  row "$1 writers, p99, against SQLite's waiting (us)" "$(field "$floor" 1 2)" "$(field "$ours" 1 2)" "$3"
  row "$1 writers, longest (us)" "$(field "$floor" 1 3)" "$(field "$ours" 1 3)" -
  line "$1 writers, failures" "$(field "$floor" 1 4)" "$(field "$ours" 1 4)" 0 ours
}
db=$folder/writers.db
"$inquest" --db "$db" new Writers >/dev/null
writers 8 "$(some 40)" 0.40
writers 32 "$(some 10)" -
