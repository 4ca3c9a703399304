# What people are used to, where it is installed: a list of 10,000 commits, a day of 1,000 appointments.
beside() { # NAME COMMAND…: its columns are the other program's and ours with up to 10,000 events
  name=$1
  shift
  [ -n "${middle-}" ] || return 0
  out=$("$bench/frame" -r "$(some 11)" -k 100 -i 3 -m jk -e 'the very last' -- "$@")
  row "beside $name: first frame (us)" "$(field "$out" 1 1)" "$middle_first" -
  row "beside $name: key to paint, median (us)" "$(field "$out" 1 3)" "$(field "$middle" 1 3)" -
  row "beside $name: key to paint, p99 (us)" "$(field "$out" 1 4)" "$(field "$middle" 1 4)" -
  row "beside $name: bytes per cursor move" "$(field "$out" 1 5)" "$(field "$middle" 1 5)" -
  row "beside $name: wake-ups in 3 s idle" "$(field "$out" 1 6)" "$(field "$middle" 1 6)" -
  row "beside $name: resident (KiB)" "$(field "$out" 1 7)" "$(field "$middle" 1 7)" -
}
if here tig tig; then
  git init -q -b main "$folder/tig"
  awk 'BEGIN { for (i = 1; i <= 10000; i++) printf "commit refs/heads/main\ncommitter bench <b@example.com> %d +0000\ndata <<E\n%s\nE\n\n",
    1700000000 + i * 30, i == 10000 ? "the very last one" : "rolled back payments-api " i }' | git -C "$folder/tig" fast-import --quiet
  beside tig sh -c 'cd "$0" && exec tig' "$folder/tig"
fi
if here calcurse calcurse; then
  mkdir "$folder/calcurse"
  for file in todo conf keys; do : >"$folder/calcurse/$file"; done
  awk -v day="$(date +%m/%d/%Y)" 'BEGIN { for (i = 0; i < 1000; i++) { at = sprintf("%s @ %02d:%02d", day, i * 24 / 1000, i % 60)
    printf "%s -> %s |%s\n", at, at, i ? "rolled back payments-api " i : "the very last one" } }' >"$folder/calcurse/apts"
  beside calcurse calcurse -q -D "$folder/calcurse"
fi
