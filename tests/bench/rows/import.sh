# BENCH_IMPORT_LINES of syslog: at least 0.7 times as fast as the floor.
lines=${BENCH_IMPORT_LINES:-1000000}
awk -v lines="$lines" 'BEGIN { split("nginx sshd kernel cron payments", app, " "); for (i = 0; i < lines; i++) { t = int(i / 12)
  printf "Mar %2d %02d:%02d:%02d web-%d %s[%d]: upstream timed out (110: Connection timed out) while reading response header, request %d took %d ms\n",
    1 + int(t / 86400), int(t / 3600) % 24, int(t / 60) % 60, t % 60, i % 7, app[1 + i % 5], 800 + i % 50, i, (i * 7919) % 5000 } }' >"$folder/sys.log"
out=$("$bench/compare" 3 -- sh -c 'rm -f "$3" && "$1" --db "$3" new Import >/dev/null && exec "$0" "$3" "$2"' \
    "$bench/floor_import" "$inquest" "$folder/sys.log" "$folder/floor.db" \
  -- sh -c 'rm -f "$2" && "$0" --db "$2" new Import >/dev/null && exec "$0" --db "$2" import "$1"' \
    "$inquest" "$folder/sys.log" "$folder/import.db")
row "import, $lines lines of syslog (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" 1.43
# its memory is the same for any size
limit "import, $lines lines, resident (KiB)" "$(field "$out" 2 3)" 32768
rm -f "$folder/sys.log" "$folder/floor.db" "$folder/import.db"
