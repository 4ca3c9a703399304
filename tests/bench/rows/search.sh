# The first 50 of what a search finds, the start of the program included; in the first one the index is built.
search() { # WHAT QUERY FTS5-EXPRESSION
  # nothing found is exit status 1
  out=$("$bench/compare" "$(some 21)" -- sh -c '"$0" "$1" "$2" || true' "$bench/floor_search" "$db" "$3" \
    -- sh -c '"$0" --db "$1" search "$2" 2>/dev/null || true' "$inquest" "$db" "$2")
  line "search $1, $size events (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" 5000 ours
}
for size in $sizes; do
  filled "$size"
  "$inquest" --db "$db" search rolled >/dev/null 2>&1
  search 'one common word' 'checkout ' '"checkout"'
  search 'a rare word' 'very ' '"very"'
  search 'a prefix' 'r' '"r"*'
  search 'a long prefix' 'checko' '"checko"*'
  search 'a phrase' '"rolled back"' '"rolled back"'
  search 'words that never meet' 'queue error ' '"queue" "error"'
  search 'nothing' 'zzz ' '"zzz"'
  row "search, $size events, resident (KiB)" "$(field "$out" 1 3)" "$(field "$out" 2 3)" -
done
