# Templates: which there are, copies of one's own, and what is wrong with one before somebody writes with it.

config=$XDG_CONFIG_HOME/inquest/templates
shipped=$(ls "$TESTS/../templates" | sed 's/\.md$//')

# ---- list, show ----
ok inquest template
prints_lines "$(echo "$shipped" | wc -l)"
for name in $shipped; do
  equal "$(grep -c "^$name  *shipped  *\(internal\|public\)  *[A-Z]" "$STATE/out")" 1
done
# no database is made for that
not_there "$INQUEST_DB"
ok inquest template show sre
same "$STATE/out" "$TESTS/../templates/sre.md"
ok inquest template show sre --json
json '$.from' shipped
json '$.file' null
json '$.asks[0].key' summary
fails 2 inquest template show
fails 1 inquest template show nothing-like-it
complains "there is no template 'nothing-like-it'"
complains sre
fails 1 inquest template show ../sre
complains ../sre

# ---- everything shipped is without remark ----
ok inquest template check
prints ': nothing to say'
equal "$(ls "$TMPDIR" | wc -l)" 0

# ---- new ----
ok inquest template new shop
prints "shop: written to $config/shop.md"
complains_not remark
same "$config/shop.md" "$TESTS/../templates/sre.md"
fails 2 inquest template new shop
complains 'already there'
echo '{{! about: Ours }}' >"$config/shop.md"
fails 2 inquest template new shop --from sre
equal "$(cat "$config/shop.md")" '{{! about: Ours }}'
# a link that leads nowhere is no file to write to either
ln -s "$SCRATCH/elsewhere.md" "$config/link.md"
fails 2 inquest template new link
not_there elsewhere.md
rm "$config/link.md"
for name in ../up a/b .hidden '' 'two words'; do
  fails 2 inquest template new "$name"
done
fails 1 inquest template new other --from nothing-like-it
not_there "$config/other.md"
# what goes before a shipped one is said
ok inquest template new sre
complains 'goes before the shipped template'
ok inquest template list --json
json '$[#-1].name' "$(echo "$shipped" | tail -n 1)"
equal "$(query :memory: "SELECT value ->> 'from' || ' ' || (value ->> 'hides') FROM json_each(CAST(readfile('$STATE/out') AS TEXT))
  WHERE value ->> 'name' = 'sre'")" 'yours ["shipped"]'
ok inquest template
equal "$(sed -n 's/^sre  *\(yours, not shipped\)  .*/\1/p' "$STATE/out")" 'yours, not shipped'
rm "$config/sre.md"
# written in the editor first: who gives up leaves nothing behind
fails 2 inquest --no-input template new edited --edit
cat >editor <<'END'
#!/bin/sh
printf '{{! about: Edited. }}\n# {{title}}\n' >"$1"
END
chmod +x editor
ok env INQUEST_EDITOR="$SCRATCH/editor" inquest template new edited --edit
equal "$(head -n 1 "$config/edited.md")" '{{! about: Edited. }}'
fails 1 env INQUEST_EDITOR=false inquest template new gone --edit
fails 2 env INQUEST_EDITOR='truncate -s 0' inquest template new gone --edit
not_there "$config/gone.md"
rm -f "$TMPDIR"/inquest-*
# a full disk leaves no half of one
if [ -w /dev/full ]; then
  mkdir -p full/inquest && ln -s /dev/full full/inquest/templates
  fails 5 env XDG_CONFIG_HOME="$SCRATCH/full" inquest template new x
fi

# ---- check ----
check() { # WANT: template on standard input; what check says, a line each, without the file's name
  cat >t.md
  if [ -n "$1" ]; then
    exits 1 inquest template check ./t.md
    equal "$(sed 's/^\.\/t\.md//' "$STATE/out")" "$1"
  else
    ok inquest template check ./t.md
    prints '1 template: nothing to say'
  fi
}
check '' <<'END'
{{! about: A good one }}
{{! a note of the author's, see also: the handbook }}
# {{title}}
{{! ask summary: What happened? }}
{{{sections.summary}}}
{{#teams}}{{team}}{{#actions}}{{title}}{{/actions}}{{/teams}}{{^teams}}none{{/teams}}
{{#show.summary}}x{{/show.summary}}
END
check ':1: it does not say what it is for: begin it with {{! about: what it is for }}' <<'END'
# {{title}}
END
# heads that are not read as they were meant
check ':1: it does not say what it is for: begin it with {{! about: what it is for }}
:1: {{! abut: … }}: it is not read: did you mean about?' <<'END'
{{! abut: For us }}{{title}}
END
check ':2: {{! audience: … }}: the audience is team, internal or public, not '\''everybody'\''
:3: {{! about: … }}: about is said twice: the first one counts' <<'END'
{{! about: x }}
{{! audience: everybody }}
{{! about: y }}
END
check ':2: {{! ask summary }}: it is not read: write {{! ask KEY: question }}
:3: {{! ask Two: … }}: a section'\''s key is lower-case letters, digits and hyphens
:4: {{! audience public: … }}: it is not read: write {{! audience: public }}' <<'END'
{{! about: x }}
{{! ask summary }}
{{! ask Two: Really? }}
{{! audience public: }}
END
# asks and their places
check ':2: {{! ask one: … }}: its answer stands nowhere: put {{{sections.one}}} where it belongs
:3: {{! ask two: … }}: its answer stands in 2 places: keep one
:4: {{! ask three: … }}: its answer is not taken as Markdown: write {{{sections.three}}}, in three braces
:5: {{! ask two: … }}: it is asked already, in ./t.md:3
:6: {{! ask four: … }}: it asks nothing: write the question after the colon
:8: {{{sections.five}}}: nothing asks for this section: add {{! ask five: question }}
:9: {{#show.six}}: nothing asks for this section: add {{! ask six: question }}' <<'END'
{{! about: x }}
{{! ask one: Q? }}
{{! ask two: Q? }}
{{! ask three: Q? }}
{{! ask two: Q? }}
{{! ask four: }}
{{{sections.two}}} {{&sections.two}} {{sections.three}} {{{sections.four}}}
{{{sections.five}}}
{{#show.six}}x{{/show.six}}
END
# names, also where only an empty incident leads
check ':2: {{titel}}: an incident has nothing of this name here: did you mean title?
:3: {{{lnik}}}: an incident has nothing of this name here
:4: {{#peopel}}: an incident has nothing of this name here
:5: {{emtpy}}: an incident has nothing of this name here' <<'END'
{{! about: x }}
{{titel}}
{{#teams}}{{#actions}}{{{lnik}}}{{/actions}}{{/teams}}
{{#peopel}}{{whatever}}{{/peopel}}
{{^teams}}{{emtpy}}{{/teams}}
END
# a public one has texts of its own
cat >t.md <<'END'
{{! about: x }}
{{! audience: public }}
{{! ask summary: What happened? }}
{{{sections.summary}}}
END
exits 1 inquest template check ./t.md
prints_lines 1
prints './t.md:3: {{! ask summary: … }}: '
prints 'asks for it too, for colleagues, so that it is left out here: give it a key of its own, such as public-summary'
check '' <<'END'
{{! about: x }}
{{! audience: public }}
{{! ask our-public-words: What happened? }}
{{{sections.our-public-words}}}
END

# one that is HTML
printf '{{! about: A page. }}\n{{! ask summary: What? }}\n<h1>{{title}}</h1>{{{sections.summary}}}{{nothing-here}}\n' >page.html
exits 1 inquest template check ./page.html
prints_line './page.html:3: {{nothing-here}}: an incident has nothing of this name here'
prints_lines 1

# ---- what cannot be compiled or filled ----
check ':2: {{#a}}: the tag is never closed: {{/a}} is missing' <<'END'
{{! about: x }}
{{#a}}
END
check ':3: {{/b}}: {{#a}} of line 2 is still open and has to be closed first' <<'END'
{{! about: x }}
{{#a}}
{{/b}}
END
check ':2: {{title: the tag has no end: }} is missing' <<'END'
{{! about: x }}
{{title
END
check ':2: {{>no-such-part}}: there is no template of this name: `inquest template list` shows them' <<'END'
{{! about: x }}
{{>no-such-part}}
END
check ':2: {{>../../etc/passwd}}: a partial'\''s name has no folder: '\''../../etc/passwd'\''' <<'END'
{{! about: x }}
{{>../../etc/passwd}}
END
printf '{{! about: x }}\n{{>loop}}\n' >"$config/loop.md"
exits 1 inquest template check loop
prints "$config/loop.md:2: {{>loop}}: more than 200 sections, partials and blocks in each other: does a partial include itself?"
rm "$config/loop.md"
# in a partial: the file and line are the partial's
printf '{{! about: x }}\n{{>broken}}\n' >whole.md
printf 'fine\n\n{{#a}}' >"$config/broken.md"
exits 1 inquest template check ./whole.md
prints './whole.md:2: {{>broken}}: '"$config/broken.md:3: {{#a}}: the tag is never closed"
# not text, too long, no file, a folder
printf 'one\ntwo \351\n' >latin.md
exits 1 inquest template check ./latin.md
prints_line './latin.md:2: this is not UTF-8 text: convert it, as with `iconv -t UTF-8`'
printf 'one\n\n\000' >binary.md
exits 1 inquest template check ./binary.md
prints './binary.md:3: this is not UTF-8'
head -c 10000001 /dev/zero | tr '\0' x >long.md
exits 1 inquest template check ./long.md
prints './long.md: is longer than'
mkdir folder.md
exits 1 inquest template check ./folder.md
prints 'Is a directory'
exits 1 inquest template check ./not-there.md
fails 1 inquest template check nothing-like-it
mkfifo "$config/pipe.md"
mkdir "$config/folder.md"
ln -s nowhere "$config/lost.md"
for name in pipe folder lost; do
  exits 1 timeout 10 inquest template check $name
  prints "$config/$name.md"
done
ok inquest template
equal "$(grep -c '^\(pipe\|folder\|lost\)  *yours  *broken ' "$STATE/out")" 3
rm -r "$config/pipe.md" "$config/folder.md" "$config/lost.md"
# one's own sre is broken: that is said of it, and the others can still be looked at
printf '{{#a}}' >"$config/sre.md"
exits 1 inquest template check sre
prints_line "$config/sre.md:1: {{#a}}: the tag is never closed: {{/a}} is missing"
ok inquest template check report
rm "$config/sre.md"
# a byte order mark is no part of the document
printf '\357\273\277{{! about: x }}\n# {{title}}\n' >mark.md
ok inquest template check ./mark.md
# ten megabytes of text, and of tags, are read in bounded time
head -c 9999000 /dev/zero | tr '\0' x >long.md
printf '{{! about: x }}\n' >>long.md
exits 1 inquest template check ./long.md
awk 'BEGIN { print "{{! about: x }}"; for (i = 0; i < 900000; i++) printf "{{title}}\n" }' >tags.md
try timeout 60 inquest template check ./tags.md
equal "$(cat "$STATE/status")" 1
prints 'cannot be read as Markdown'
# nobody fills in so many sections, and each is looked for among the others
asks() { awk -v n="$1" 'BEGIN { print "{{! about: x }}"; for (i = 1; i <= n; i++) printf "{{! ask s%d: What? }}\n{{{sections.s%d}}}\n\n", i, i }'; }
asks 500 >asks.md
ok inquest template check ./asks.md
asks 20000 >asks.md
exits 1 timeout 20 inquest template check ./asks.md
prints './asks.md:1502: {{! ask s501 }}: a template asks for at most 500 sections'

# as JSON, several at once
exits 1 inquest template check --json ./whole.md sre
json '$[0].file' ./whole.md
json '$[0].line' 2
json '$[0].tag' '{{>broken}}'
ok inquest template check --json sre
equal "$(cat "$STATE/out")" '[]'

# ---- rendering with a broken one says the same; what is missing is a warning ----
ok inquest new Outage
fails 2 inquest render --template ./whole.md
complains "$config/broken.md:3: {{#a}}"
printf 'a\n{{>no-such-part}}b\n' >missing.md
ok inquest render --template ./missing.md
equal "$(cat "$STATE/out")" 'a
b'
complains './missing.md:2: {{>no-such-part}}: there is no template of this name'
cp missing.md "$config/missing.md"
ok inquest set template missing
git init -q -b main postmortems
ok inquest publish -r postmortems --force 'to see what it says'
complains "$config/missing.md:2: {{>no-such-part}}: there is no template of this name"
ok inquest undo
rm "$config/missing.md"
for bad in latin binary folder; do
  exits "$([ $bad = folder ] && echo 5 || echo 2)" inquest render --template ./$bad.md
  complains "./$bad.md"
done

# ---- the asks of a partial are asked ----
printf '{{! ask from-part: In the part? }}\n{{{sections.from-part}}}\n' >"$config/part.md"
printf '{{! about: x }}\n# {{title}}\n{{>part}}\n' >"$config/with-part.md"
ok inquest template check with-part
ok inquest set template with-part
ok inquest section
prints 'from-part  missing  In the part?'
ok inquest section set from-part 'It is.'
ok inquest render
prints 'It is.'

# ---- the team's: in the work tree, and in a bare repository out of its branch ----
git init -q -b main work
mkdir -p work/.inquest/templates
printf '{{! about: The team'\''s }}\n# Team {{title}}\n' >work/.inquest/templates/ours.md
printf '{{! about: Hidden }}\n' >work/.inquest/templates/shop.md
git -C work add . && git -C work commit -q -m templates
git clone -q --bare work bare
for repository in work bare; do
  ok inquest config publish.repository "$SCRATCH/$repository"
  ok inquest template
  equal "$(grep -c '^ours  *team  *internal  *The team.s$' "$STATE/out")" 1
  equal "$(sed -n 's/^shop  *\(yours, not team\)  .*/\1/p' "$STATE/out")" 'yours, not team'
  ok inquest render --template ours
  equal "$(cat "$STATE/out")" '# Team Outage'
  ok inquest template check ours
done
printf '\n{{#x}}' >>work/.inquest/templates/ours.md
git -C work commit -q -am broken && git -C work push -q ../bare main
exits 1 inquest template check ours
prints_line 'main:.inquest/templates/ours.md:4: {{#x}}: the tag is never closed: {{/x}} is missing'
# a link in there, out of the repository or not, is never followed
ln -s /etc/passwd work/.inquest/templates/secret.md
git -C work add . && git -C work commit -q -m link && git -C work push -q ../bare main
fails 3 inquest render --template secret
complains 'symbolic link'
ok inquest config publish.repository "$SCRATCH/work"
fails 4 inquest render --template secret
complains 'link out of the repository'
# the git part is loaded for that alone
ok inquest config publish.repository "$SCRATCH/bare"
if command -v strace >/dev/null; then
  # the leak checker cannot work beside strace
  ok env ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0" strace -f -e trace=openat -o trace "$INQUEST" log 'a line'
  equal "$(grep -c inquest-repo trace)" 0
else
  skip 'strace'
fi
# a repository that is not there, or cannot be read, has none
ok inquest config publish.repository "$SCRATCH/nowhere"
ok inquest template
prints shipped
