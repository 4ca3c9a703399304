# The terminal UI against a pager that shows the same lines.
for size in $sizes; do
  filled "$size"
  "$inquest" --db "$db" log 'the very last one' >/dev/null
  first=$("$bench/frame" -r "$(some 41)" -k 0 -i 0 -e 'the very last' -- "$bench/floor_pager" "$db" -- "$inquest" --db "$db")
  out=$("$bench/frame" -r 3 -k 200 -i 3 -e 'the very last' -- "$bench/floor_pager" "$db")
  ui=$("$bench/frame" -r 3 -k 200 -i 3 -e 'the very last' -p "$(printf '\033')" -m kj -- "$inquest" --db "$db")
  line "first frame, $size events (us)" "$(field "$first" 1 1)" "$(field "$first" 2 1)" 1.50 ratio "$(field "$first" 2 8)"
  row "key to paint, median, $size events (us)" "$(field "$out" 1 3)" "$(field "$ui" 1 3)" -
  limit "key to paint, p99, $size events (us)" "$(field "$ui" 1 4)" 5000
  row "bytes per cursor move, $size events" "$(field "$out" 1 5)" "$(field "$ui" 1 5)" -
  # the minute may change in these seconds
  limit "wake-ups in 3 s idle, $size events" "$(field "$ui" 1 6)" 1
  row "resident, $size events (KiB)" "$(field "$out" 1 7)" "$(field "$ui" 1 7)" -
  # the other programs below have lists of so many
  [ "$size" -gt 10000 ] || { middle_first=$(field "$first" 2 1) middle=$ui; }
done
