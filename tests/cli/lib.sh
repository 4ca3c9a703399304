# The checks themselves: each must be able to fail, and nothing passes by accident.

unset GOLDEN

inner() { # the lines on standard input as a script of their own
  cat >"$SCRATCH/inner.sh"
  try sh "$TESTS/run-scripts.sh" "$SCRATCH/inner.sh"
}

# every line of this must fail
cat >"$SCRATCH/bad.sh" <<'END'
ok false
ok
exits 1 true
exits '' true
fails 0 true
fails 1 false
try echo one; prints two
try echo one; prints ''
try echo one; prints
try echo one; prints_not one
try echo one; prints_not ''
try echo one; prints_line on
try echo one; prints_line ''
try echo one; prints_lines 2
try echo one; complains one
try echo one; complains ''
try echo one; complains_not ''
try echo one; silent
try echo one; json $ one
try echo one; golden no-such-file
try echo '{"a":""}'; json '$.a' ''
try echo '{"a":1}'; json '$.a' 2
try echo '{"a":1}'; json '$.b' null
equal '' ''
equal one two
equal one
same /dev/null /dev/null
same no-such-file no-such-file
sql :memory: 'SELECT 1' 2
sql :memory: 'SELECT 1 WHERE 0' ''
sql :memory: 'nonsense' 1
there no-such-file
there ''
not_there .
not_there ''
printf x | ok grep -q y
(ok false)
if true; then ok false; fi
fail because
END
try sh "$TESTS/run-scripts.sh" "$SCRATCH/bad.sh"
equal "$(cat "$STATE/status")" 1
prints 'scripts: 0 passed, 1 failed'
for number in $(seq "$(wc -l <"$SCRATCH/bad.sh")"); do
  prints "line $number: "
done

# checks count wherever they are made
inner <<'END'
for i in 1 2; do
  (ok true)
done
true | ok true
END
prints '3 checks'

# a script that ends early, checks nothing, or uses a variable that is not set
inner <<'END'
ok true
exit 0
END
prints 'FAILED'
prints 'ended before its end'
inner <<'END'
true
END
prints 'checked nothing'
inner <<'END'
ok echo "$no_such_variable"
END
prints 'FAILED'

# the caller's settings are not seen, and what cannot be tested is said
inner <<'END'
ok env
prints_line TZ=UTC
prints_line LC_ALL=C
prints_not LANG=
prints_not GIT_DIR=
skip 'some shell'
END
prints '5 checks, skipped: some shell'
