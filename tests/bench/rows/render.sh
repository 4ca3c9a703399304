# A long timeline, and long sections, against what the parser alone takes for the same document.
document() { # WHAT
  out=$("$bench/compare" "$(some 15)" -- cmark-gfm -t commonmark "$folder/large.md" -- "$inquest" --db "$db" render \
    -- "$inquest" --db "$db" preview)
  row "render $1 (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" 1.50
  row "preview $1 (us)" "$(field "$out" 1 1)" "$(field "$out" 3 1)" -
  row "render $1, resident (KiB)" "$(field "$out" 1 3)" "$(field "$out" 2 3)" -
}
if here cmark-gfm cmark-gfm; then
  db=$folder/render.db
  "$inquest" --db "$db" new Render >/dev/null
  "$bench/fill" "$db" 10000 >/dev/null
  "$inquest" --db "$db" render >"$folder/large.md"
  document '10,000 events'
  db=$folder/sections.db
  "$inquest" --db "$db" new Sections >/dev/null
  awk 'BEGIN { for (i = 0; i < 8500; i++) printf "### Part %d\n\nPayments **failed** for `47` minutes, see [the graph](https://g.example/d/%d).\n\n- one item, *with* words\n- another\n\n", i, i }' |
    head -c 1000000 | "$inquest" --db "$db" section set summary - >/dev/null
  "$inquest" --db "$db" render >"$folder/large.md"
  document '1 MB of sections'
  # A long postmortem: it is parsed once, and looked through for all that is recognised.
  awk 'BEGIN { printf "# Checkout outage\n\nDate: 2024-03-01\n\n## Timeline\n\n"
    for (i = 0; i < 6000; i++) printf "- %02d:%02d UTC: upstream %d timed out, **ana** looked at [the graph](https://g.example/%d)\n", i / 250, i % 60, i, i
    printf "\n## Action items\n\n| Action | Owner | Due |\n|---|---|---|\n"
    for (i = 0; i < 3000; i++) printf "| limit the queue of upstream %d | bo | 2024-04-%02d |\n", i, 1 + i % 28
    printf "\n## Root causes\n\n"
    for (i = 0; i < 3000; i++) printf "- the queue of upstream %d was full as it had no limit\n", i
    for (i = 0; i < 1500; i++) printf "\n## Part %d\n\nPayments **failed** for `47` minutes, and came back once the queue of upstream %d was empty.\n", i, i }' |
    head -c 1000000 >"$folder/postmortem.md"
  out=$("$bench/compare" "$(some 15)" -- cmark-gfm -e table -t commonmark "$folder/postmortem.md" \
    -- "$inquest" --db "$folder/postmortem.db" import --dry-run "$folder/postmortem.md" \
    -- sh -c 'rm -f "$0" && exec "$1" --db "$0" import "$2"' "$folder/postmortem.db" "$inquest" "$folder/postmortem.md")
  row "read a postmortem of 1 MB (us)" "$(field "$out" 1 1)" "$(field "$out" 2 1)" -
  row "import a postmortem of 1 MB (us)" "$(field "$out" 1 1)" "$(field "$out" 3 1)" -
  limit "import a postmortem of 1 MB, resident (KiB)" "$(field "$out" 3 3)" 262144
fi
