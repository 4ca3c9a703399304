# The rendered document keeps its shape whatever people wrote into it: read back through cmark-gfm.

outline() { # FILE
  cmark-gfm -t xml -e table -e autolink -e strikethrough -e tasklist --unsafe "$1" | awk -f "$TESTS/support/outline.awk"
}
top() { # the headings of the document itself, in order; those that texts brought along are marked OWN
  grep '^heading' outline | grep -v OWN
}

ok inquest new Plain
ok inquest role add author Ana
for n in 1 2 3; do
  ok inquest log -t "13:0$n" "event $n"
  ok inquest action add "action $n" -l "l$n" --team "team $n"
  ok inquest ref add "https://example.com/$n" -l "l$n" --title "title $n"
  ok inquest cause add -k root "cause $n"
done
for key in summary impact resolution detection went-well went-wrong got-lucky; do
  ok inquest section set $key "text of $key"
done
inquest render >plain.md
outline plain.md >outline
top | sed 's/team [123]/TEAM/; s/^\(heading 1\).*/\1/' >plain
if [ "$(wc -l <plain)" -gt 15 ]; then pass; else fail 'the plain document has no shape'; fi

cells() { # how many table cells there are, empty ones too
  cmark-gfm -t xml -e table "$1" | grep -c '<table_cell'
}
cells plain.md >want-cells

# the same number of everything, each text hostile in its way
hostile() { # TEXT
  rm -f hostile.db
  text=$1
  INQUEST_DB=$SCRATCH/hostile.db
  line=$(printf '%s' "$text" | tr '\n' ' ' | sed 's/OWN//')
  ok inquest new "--tags=$line" -- "$line"
  ok inquest role add -- author "$line"
  for n in 1 2 3; do
    ok inquest log -t "13:0$n" "--link=$line" "--author=$line" -- "$text"
    ok inquest action add "--owner=$line" "--link=$line" --team "$n $line" -- "$line"
    ok inquest ref add "https://example.com/$n?$line" -l "$n $line" "--title=$line"
    ok inquest cause add -k root -- "$text"
  done
  for key in summary impact resolution detection went-well went-wrong got-lucky; do
    ok inquest section set -- $key "$text"
  done
  ok inquest render
  cp "$STATE/out" hostile.md
  outline hostile.md >outline
  # below its own headings everything is as it was
  top | sed '1s/.*/heading 1/; s/^heading 3 [123] .*/heading 3 TEAM/' >got
  LINE="$LINE ($text)"
  same got plain
  equal "$(grep -c '^row .*|other|' outline)" 3
  equal "$(grep -c '^header Action item|' outline)" 3
  equal "$(cells hostile.md)" "$(cat want-cells)"
  equal "$(grep -c '^anchor ref-' outline)" 3
  equal "$(grep -c '^item 1 13:0[123]' outline)" 3
}
hostile '| a | b | c'
hostile '`open'
hostile '```
# OWN heading in a fence that is open'
hostile '~~~~
open'
hostile '<!-- open'
hostile '<script> open'
hostile '<table><tr><td> open'
hostile '<details> open'
hostile '**open _and_ [open](x'
hostile '# OWN heading'
hostile 'OWN underlined
==='
hostile '---'
hostile '- item
- item

  more'
hostile '1) one'
hostile '> quoted'
hostile '    indented'
hostile '[a]: https://example.com "x'
hostile '\'
hostile 'ends in a bar |'
hostile '{{title}} {{{sections.summary}}} {{/x}}'
hostile '![image](https://example.com/x.png) https://example.com/|bar <https://x.example>'
hostile '&lt;b&gt; &#124; &amp;'
hostile '@everyone #1 :tada: 50% ~struck~'

# what is pasted into an event brings no headings of its own
INQUEST_DB=$SCRATCH/headings.db
ok inquest new Headings
ok inquest log -t 13:01 'Report
======
## Findings
all is well'
ok inquest cause add -k root '# Cause of it'
ok inquest render
prints '**Findings**'
prints '**Cause of it**'
cp "$STATE/out" headings.md
outline headings.md >outline
equal "$(grep -c '^heading.*\(Report\|Findings\|Cause of it\)' outline || true)" 0
