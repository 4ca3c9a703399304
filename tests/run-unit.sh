#!/bin/sh
# Runs Check programs, one line per suite; a failing one shows its whole output. A test has a minute, for machines that do more.
export CK_DEFAULT_TIMEOUT="${CK_DEFAULT_TIMEOUT:-60}"
passed=0 failed=0
for program in "$@"; do
  if out=$("$program" 2>&1 </dev/null); then
    passed=$((passed + 1))
    printf '%-24s %s\n' "$(basename "$program")" "$(printf '%s\n' "$out" | tail -n 1)"
  else
    failed=$((failed + 1))
    printf '%s FAILED\n%s\n' "$program" "$out"
  fi
done
echo "unit: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
