#!/bin/sh
# Replays the kept corpus of each fuzz target through its standalone driver.
failed=0
for program in "$@"; do
  name=$(basename "$program")
  corpus=$(dirname "$0")/fuzz/corpus/$name
  if out=$(find "$corpus" -type f -print 2>/dev/null | timeout 300 "$program" 2>&1); then
    printf '%-24s %s\n' "$name" "$(printf '%s\n' "$out" | tail -n 1)"
  else
    failed=1
    printf '%s FAILED\n%s\n' "$program" "$out"
  fi
done
exit $failed
