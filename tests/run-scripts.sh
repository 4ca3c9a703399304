#!/bin/sh
# Runs test scripts, each in a scratch folder of its own with a pinned environment (see lib.sh), one
# line per script; a failing one shows its whole output and leaves its folder.
passed=0 failed=0
tests=$(cd "$(dirname "$0")" && pwd)
for script in "$@"; do
  [ -f "$script" ] || continue
  name=$(basename "$script" .sh)
  scratch=$(mktemp -d "${TMPDIR:-/tmp}/inquest-test-XXXXXX") || exit 1
  path=$(cd "$(dirname "$script")" && pwd)/$(basename "$script")
  if out=$(cd "$scratch" && TESTS=$tests SCRATCH=$scratch timeout "${TEST_TIMEOUT:-300}" sh -c '. "$TESTS/lib.sh"; . "$1"; finish' - "$path" 2>&1 </dev/null); then
    passed=$((passed + 1))
    printf '%-24s %s\n' "$name" "$(printf '%s\n' "$out" | tail -n 1)"
    rm -rf "$scratch"
  else
    failed=$((failed + 1))
    printf '%s FAILED (%s)\n%s\n' "$script" "$scratch" "$out"
  fi
done
echo "scripts: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
