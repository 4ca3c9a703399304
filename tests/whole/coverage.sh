#!/bin/sh
# Says which part of the lines of src ran in the build folder $1 since its counts were removed, for each folder, and the files
# with the most lines that did not. Fails under $2 percent. What never ran counts too: every object file has its notes.
set -eu
build=$1 least=$2
[ -d "$build/src" ] || { echo "there is no build that counts in $build: make coverage"; exit 1; }
find "$build/src" -name '*.gcno' | while IFS= read -r notes; do
  gcov --no-output "$notes" 2>/dev/null
done | awk -v least="$least" '
  /^File / { file = $0; sub(/^File \047/, "", file); sub(/\047$/, "", file); sub(/^.*\/src\//, "src/", file); next }
  /^Lines executed:/ && file ~ /^src\/.*\.c$/ {
    split($0, part, /[:% ]+/)
    lines = $NF; ran = int(part[3] * lines / 100 + 0.5)
    folder = file; sub(/\/[^\/]*$/, "", folder)
    total[folder] += lines; hit[folder] += ran; all += lines; did += ran
    missed[file] = lines - ran; size[file] = lines
  }
  { file = "" }
  END {
    if (!all) { print "coverage: nothing was counted"; exit 1 }
    for (folder in total) printf "0 %-28s %6d of %6d lines  %5.1f %%\n", folder, hit[folder], total[folder], 100 * hit[folder] / total[folder]
    for (file in missed) if (missed[file] * 100 > size[file] * 15) printf "1 %06d %-40s %5d of %5d lines did not run\n", missed[file], file, missed[file], size[file]
    printf "2 coverage: %.1f %% of %d lines of src (at least %s)\n", 100 * did / all, all, least
    exit 100 * did < least * all
  }' >"$build/coverage" || failed=1
sort -k1,1n -k2,2r "$build/coverage" | awk '$1 == 1 { if (++shown <= 15) { sub(/^1 [0-9]+ /, ""); print } next } { sub(/^[0-9] /, ""); print }'
exit ${failed-0}
