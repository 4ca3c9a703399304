# The document in all formats: each read back, and the same in each.

outline() { # FILE: of Markdown
  cmark-gfm -t xml -e table -e autolink -e strikethrough -e tasklist --unsafe "$1" | awk -f "$TESTS/support/outline.awk"
}
html_outline() { # FILE
  awk -f "$TESTS/support/html.awk" "$1"
}

# ---- an outage of a mail relay
ok inquest new 'Mails wait in the relay' --severity SEV2 --timezone Europe/Berlin --started '2023-01-16 09:00' --services relay
ok inquest role set commander 'Ana Ruiz'
ok inquest role add author 'Bo Lind'
ok inquest log --at '2023-01-16 9:00' -k impact 'The queue of `relay-2` grows by 400 mails a minute'
ok inquest log --at '2023-01-16 9:12' -k detected --author bot 'QueueLength fires' -l https://grafana.example.com/d/queue?from=1\&to=2
ok inquest log --at '2023-01-16 9:20' -k ack 'On it'
ok inquest log --at '2023-01-16 9:31' -k evidence 'Output of the relay:

```
dial tcp 10.0.0.7:25: <timeout>
retry in 30 s & again
```'
ok inquest log --at '2023-01-16 9:40' -k decision --pinned 'Send through the *second* provider'
ok inquest log --at '2023-01-16 9:45' -k mitigated 'Queue shrinks'
ok inquest log --at '2023-01-16 11:00' -k resolved 'Queue empty'
ok inquest cause add -k root 'The address of the provider was **fixed** in two places'
ok inquest cause add -k why -u 1 'Nobody knew of the second one'
ok inquest cause add -k trigger 'The provider moved'
ok inquest action add 'Read the address from one place | everywhere' -t prevent -p P1 -o bo -l 'mail/relay#12' --team mail
ok inquest action add 'Alert on the age of the oldest mail' -t detect -p P2 -o ana -l 'mail/relay#13' --team mail --due 2023-02-01
ok inquest ref add https://example.com/mail/relay/issues/12 --label 'mail/relay#12' --title 'One address'
ok inquest ref add https://example.com/mail/relay/issues/13 --label 'mail/relay#13'
ok inquest section set summary 'For 45 minutes mails to customers were late by up to *half an hour*. None was lost; see [the report](https://example.com/report).'
ok inquest section set impact '11,800 mails:

1. 9,000 receipts
2. 2,800 others
   - 30 of them [legal](#impact)

> "Where is my receipt?"'
ok inquest section set resolution 'The queue was empty at 11:00.

| hour | mails |
|:-----|------:|
| 9    | 4,100 |
| 10   | 7,700 |'
ok inquest section set -- detection '- [x] alert
- [ ] customers'
ok inquest section set went-well 'The second provider.'
ok inquest section set went-wrong '~~Nobody~~ One person knew the address.'
ok inquest section set got-lucky 'It was a Monday.[^1]

[^1]: On Fridays there are twice as many.'

for format in md html text json; do
  ok inquest render --format $format
  cp "$STATE/out" out.$format
done
try cat out.html
golden format.html
try cat out.text
golden format.txt

# ---- HTML: the same document
html_outline out.html >html-outline 2>html-errors || fail "the HTML is not sound: $(cat html-errors)"
outline out.md | sed 's/\(It was a Monday\.\)\[^1\]/\11/; s/^text \[^1\]: \(.*\)/\1/' >md-outline
grep -v 'twice as many\|^figure' html-outline | sed '/^link #note-1/d' >got
grep -v 'twice as many' md-outline >want
same got want
if grep -q '^row 10|7,700$' got && grep -q '^item 2 30 of them legal$' got; then pass; else fail 'the HTML lacks what was written'; fi
if grep -q '^item 1 On Fridays' html-outline; then pass; else fail 'the footnote is not there'; fi

# and so with every template: the same headings, rows, links and code, and both are the readers'
for template in sre workbook five-whys report thread narrative pagerduty atlassian customer update executive; do
  for audience in internal public; do
    ok inquest render -t $template -a $audience -o t.md
    ok inquest render -t $template -a $audience -o t.html
    ok inquest render -t $template -a $audience -o t.txt
    outline t.md | grep '^heading\|^row\|^header\|^code\|^link' >want
    LINE="$LINE ($template)"
    if html_outline t.html 2>errors | grep '^heading\|^row\|^header\|^code\|^link' | sed '/^link #note-1/d' >got; then pass; else fail "$(cat errors)"; fi
    same got want
  done
done
# the phases are drawn where Markdown may have them
ok inquest render --charts
cp "$STATE/out" charts.md
if grep -qx '    undetected, 12 min :crit, 2023-01-16 09:00:00, 2023-01-16 09:12:00' charts.md; then pass; else fail 'no Mermaid'; fi
ok inquest render --format html --charts
same "$STATE/out" out.html
ok inquest render --format text --charts
prints 'undetected  ████'
ok inquest config publish.charts on
ok inquest render
same "$STATE/out" charts.md
ok inquest render --audience public
prints_not mermaid
ok inquest config publish.charts off
# an outage in two windows
ok inquest log -k impact --at '2023-01-16 10:00' 'Late again'
ok inquest log -k mitigated --at '2023-01-16 10:20' 'No more'
ok inquest render --charts
prints '    window 2, 20 min :crit, 2023-01-16 10:00:00, 2023-01-16 10:20:00'
ok inquest undo
ok inquest undo
ok inquest render
same "$STATE/out" out.md
# a block that somebody wrote stays code
ok inquest section set -- went-well '```mermaid
gantt
```'
ok inquest render --format html
prints '<code>gantt'
ok inquest section set went-well 'The second provider.'

# one file: nothing else is needed, nothing runs, and what is withheld is not named
for never in '<script' '<link' '<iframe' '@import' 'url(' 'javascript:' ' onload='; do
  if grep -qiF "$never" out.html; then fail "there is $never in the HTML"; else pass; fi
done
if grep -q '<title>Mails wait in the relay (incident INC-1)</title>' out.html; then pass; else fail 'the window has no title'; fi

# ---- text: as wide as a mail, every link whole
if awk 'length($0) > 300 { exit 1 }' out.text; then pass; else fail 'a line is too long'; fi
for link in https://example.com/report 'https://grafana.example.com/d/queue?from=1&to=2'; do
  if grep -qF "${link#https://}" out.text; then pass; else fail "the text has no $link"; fi
done
if grep -q '^10   │ 7,700$\|^10 .* 7,700' out.text; then pass; else fail 'the text has no table'; fi

# ---- JSON: read by something else
try cat out.json
json '$.version' 1
json '$.incident.title' 'Mails wait in the relay'
json '$.metrics."time to detect".ms' 720000
json '$.metrics."time to detect".formula' 'detected - impact'
json '$.metrics."time to detect".inputs[0].event' 1
json '$.metrics."time to detect".inputs[1].at' 2023-01-16T08:12:00Z
json '$.metrics.windows[0].end.at' 2023-01-16T08:45:00Z
json '$.sections[0].key' summary
json '$.sections[0].prompt' 'What happened, who was affected and for how long, in two or three sentences?'
json '$.events[4].text' 'Send through the *second* provider'
json '$.events[4].at' 2023-01-16T08:40:00Z
json '$.actions[1].due' 2023-02-01
json '$.causes[2].kind' trigger
json '$.roles[1].person' 'Bo Lind'
json '$.references[0].title' 'One address'
json '$.attachments' '[]'

# ---- pictures are in the page, other files are named
printf '\211PNG\r\n\032\n0123456789' >graph.png
printf '<svg onload="alert(1)"></svg>' >drawing.svg
printf '<script>alert(1)</script>' >fake.png
printf 'a log' >relay.log
for file in graph.png drawing.svg fake.png relay.log; do
  ok inquest attach --event 1 $file
done
ok inquest render -f html
prints '<img src="data:image/png;base64,iVBORw0KGgowMTIzNDU2Nzg5" alt="graph.png">'
prints 'fake.png'
prints 'relay.log'
prints_not '<svg onload'
prints_not 'alert(1)'
prints_not 'image/svg'
cp "$STATE/out" pictures.html
if html_outline pictures.html >got 2>errors; then pass; else fail "the HTML is not sound: $(cat errors)"; fi
if grep -q '^image embedded$' got; then pass; else fail 'the picture is not there'; fi
# which shows it once, where it belongs
equal "$(grep -c '<img ' pictures.html)" 1
equal "$(grep -c '<li>graph.png</li>' pictures.html)" 1
ok inquest attach edit 1 --audience team
ok inquest render -f html
prints_not 'data:image'
for number in 1 2 3 4; do
  ok inquest attach delete $number
done

# ---- which format it is
for ending in md:md markdown:md html:html HTM:html txt:text json:json mail:md; do
  ok inquest render -o "some.thing.${ending%:*}"
  same "some.thing.${ending%:*}" "out.${ending#*:}"
done
ok inquest render -f text -o named.html
same named.html out.text
fails 2 inquest render --format pdf
complains "there is no format 'pdf': use one of md, html, text, json"
fails 2 inquest render -o page.pdf
complains 'page.pdf: no pdf is written here: render .html, which a browser prints, or say what to write with --format'
not_there page.pdf
mkdir dir.html
ok inquest render -o dir.html/plain
same dir.html/plain out.md
fails 1 inquest render --format html -o /nowhere/x
exits 5 sh -c 'inquest render --format html >/dev/full'

# ---- texts of all kinds: the page around them stays sound
hostile() { # TEXT
  rm -f hostile.db
  text=$1
  line=$(printf '%s' "$text" | tr '\n' ' ')
  INQUEST_DB=$SCRATCH/hostile.db
  ok inquest new "--tags=$line" -- "$line"
  ok inquest role add -- author "$line"
  ok inquest log "--link=$line" "--author=$line" -- "$text"
  ok inquest action add "--owner=$line" "--link=$line" --team "$line" -- "$line"
  ok inquest ref add "https://example.com/$line" -l "$line" "--title=$line"
  ok inquest ref add -- "$line"
  ok inquest cause add -k root -- "$text"
  for key in summary impact resolution detection; do
    ok inquest section set -- $key "$text"
  done
  ok inquest section add "--text=$text" -- "$line"
  ok inquest render --format html -o hostile.html
  ok inquest render -o hostile.md
  LINE="$LINE ($text)"
  if html_outline hostile.html >got 2>errors; then pass; else fail "the HTML is not sound: $(cat errors)"; fi
  # the author's own headings aside, both have the same
  outline hostile.md | grep -c '^heading\|^header\|^row' >want
  equal "$(grep -c '^heading\|^header\|^row' got)" "$(cat want)"
  ok inquest render --format text
  if LC_ALL=C grep -q "$(printf '[\001-\010\013-\037\177]')" "$STATE/out"; then fail 'a control byte got through'; else pass; fi
  ok inquest render --format json
  json '$.events[0].link' "$line"
  unset INQUEST_DB
  export INQUEST_DB=$SCRATCH/inquest.db
}
hostile '<script>alert(1)</script>'
hostile '<img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a>'
hostile '</style></main></body><iframe src="https://example.com">'
hostile '[x](javascript:alert(1)) [y](data:text/html,x) ![z](https://example.com/pixel.png) [w](//example.com)'
hostile '[x]( java
script:alert(1)) <javascript:alert(1)> [e](&#106;avascript:alert(1)) [t](https://example.com "a\"b<c")'
hostile 'a | b | c
--|--|--
<b>1 | `2 | 3`'
hostile '# one
## two
one
===
<a id="summary"></a><a id="impact"></a> <a id="x y"></a>'
hostile '- [ ] a
  > b
  > ```
  > c'
hostile '<!-- open
<![CDATA[ x
]]> & &amp; &#0; "quoted" '"'single'"' {{title}} {{{sections.summary}}}'
hostile "$(printf 'esc \033[31mred\033[0m del \177 bell \007 c1 \302\205 end')"
hostile '[^1] and [^2]

[^1]: note <script>
[^2]: [^1]'

# ---- nothing withheld is in any format
INQUEST_DB=$SCRATCH/inquest.db
export INQUEST_DB
ok inquest log --audience team --at '2023-01-16 10:00' 'hushed event'
ok inquest section add 'Hushed heading' --audience team --text 'hushed text'
for format in md html text json; do
  ok inquest render --format $format --audience team
  prints 'hushed event'
  ok inquest render --format $format --audience internal
  prints_not ushed
done
json '$.audience' internal

# ---- a template that is HTML itself
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
cat >"$XDG_CONFIG_HOME/inquest/templates/card.html" <<'X'
{{! about: A card for the wall. }}
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>{{title}}</title>
</head>
<body>
<h1 id="top">{{title}}</h1>
{{! ask summary: What happened? }}
<p>{{{sections.summary}}}</p>
<ul>
{{#causes.root}}
<li>{{{text}}}</li>
{{/causes.root}}
</ul>
{{{chart}}}
</body>
</html>
X
ok inquest set title 'Mails <b>wait</b> & wait'
ok inquest section set summary 'Late by *half an hour*. <script>alert(1)</script> [x](javascript:alert(1))'
ok inquest render -t card.html -f html
prints '<title>Mails &lt;b&gt;wait&lt;/b&gt; &amp; wait</title>'
prints '<p>Late by <em>half an hour</em>. alert(1) x</p>'
prints 'The address of the provider was <strong>fixed</strong> in two places'
prints '<svg '
cp "$STATE/out" card
if html_outline card >got 2>errors; then pass; else fail "the HTML is not sound: $(cat errors)"; fi
fails 2 inquest render -t card.html
complains "the template 'card.html' is HTML, which makes no Markdown: \`inquest render --format html\` renders it"
fails 2 inquest render -t card.html -f text
ok inquest template
prints 'card.html'
prints 'A card for the wall.'
ok inquest set template card.html
ok inquest render -o card.html
same card.html card
ok inquest section list --json
json '$[0].prompt' 'What happened?'
ok inquest render -f json
json '$.sections[0].key' summary
git init -q repository
fails 2 inquest publish -r repository
complains 'is HTML, which makes no Markdown'
