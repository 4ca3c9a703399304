# The forms of single postmortems (five-whys, narrative, thread, report): with next to nothing, with everything, with
# texts that want to be something else, and for the public.
. "$TESTS/support/seed.sh"
forms='five-whys narrative thread report'

outline_of() { # TEMPLATE FLAGS…: render, keep document.md and outline
  template=$1
  shift
  ok inquest render --template "$template" "$@"
  cp "$STATE/out" document.md
  outline document.md >outline
}

# ---- a title and nothing else: every section is asked for, and says how it is filled ----
ok inquest new 'Nothing known yet' --timezone UTC --started '2026-01-12 08:00'
for form in $forms; do
  outline_of "$form"
  equal "$form $(grep -c '^heading 1 .*Nothing known yet' outline)" "$form 1"
  # what is asked for without "(optional)" is there as its prompt, once
  ok inquest template show "$form" --json
  asked=$(query :memory: "SELECT count(*) FROM json_each(CAST(readfile('$STATE/out') AS TEXT), '$.asks')
    WHERE value ->> 'prompt' NOT LIKE '%(optional)%'")
  equal "$form $(grep -c 'Not written yet' outline)" "$form $asked"
  # an empty list is no empty table, and no heading stands over nothing twice
  equal "$form $(grep -c '^header Action' outline)" "$form 0"
  equal "$form $(grep -c '^heading . Attachments\|^heading . Supporting' outline)" "$form 0"
  # the public is told no commands
  outline_of "$form" --audience public
  equal "$form $(grep -c 'inquest' outline)" "$form 0"
done

# ---- a story with everything ----
ok inquest new 'Mail is late' --severity SEV2 --timezone UTC --started '2026-01-10 06:00' --services mail
ok inquest role add author 'Ida Holm'
e '2026-01-10 06:00' impact monitor 'Mail waits for more than an hour'
e '2026-01-10 06:20' detected monitor 'The queue has ten thousand letters'
e '2026-01-10 06:31' change ida 'Two more senders started'
ok inquest log --at '2026-01-10 06:40' --kind comms --author ida --audience public 'To all: mail is late, nothing is lost'
e '2026-01-10 07:15' mitigated ida 'The queue is empty'
e '2026-01-10 08:00' resolved ida 'Nothing waits for longer than a minute'
ok inquest cause add -k root 'One sender that checks each address waits for all'
ok inquest cause add -k why -u 1 'The check has no time limit'
ok inquest cause add -k trigger 'The name server of one recipient did not answer'
ok inquest cause add -k contributing 'The alert comes at ten thousand letters'
ok inquest ref add https://tracker.example.com/MAIL-7 --label MAIL-7
ok inquest action add 'A limit of five seconds for each check' -t prevent -p P1 -o ida --team Mail -l MAIL-7
ok inquest action add 'Alert at a thousand letters' -t detect -p P2 -o ida --team Mail -l MAIL-7
printf 'queue\n' >queue.txt
ok inquest attach queue.txt
for form in $forms; do
  ok inquest set template "$form"
  ok inquest section list --json
  keys=$(query :memory: "SELECT value ->> 'key' FROM json_each(CAST(readfile('$STATE/out') AS TEXT)) WHERE (value ->> 'text') IS NULL")
  for key in $keys; do
    ok inquest section set "$key" "About $key."
  done
  # what another form asked for stays, after its own
  ok inquest render
  cp "$STATE/out" document.md
  outline document.md >outline
  ok inquest template show "$form" --json
  asked=$(query :memory: "SELECT value ->> 'key' FROM json_each(CAST(readfile('$STATE/out') AS TEXT), '$.asks')")
  for key in $asked; do
    equal "$form $key $(grep -c "^text About $key\.$" outline)" "$form $key 1"
  done
  equal "$form $(grep -c 'A limit of five seconds for each check' outline)" "$form 1"
  equal "$form $(grep -c '^anchor ref-mail-7$' outline)" "$form 1"
  # every event stands in the timeline once; what a section of its own shows as well may stand there too
  for event in 'ten thousand letters' 'The queue is empty' 'Nothing waits'; do
    if grep -q "^item 1 .*$event" outline; then pass; else fail "$form has no event: $event"; fi
  done
  ok inquest render
  golden "template-$form.md"
  for format in html text json; do
    ok inquest render --format "$format"
    prints 'The queue is empty'
  done
  ok inquest preview
  prints 'The queue is empty'
done
outline_of report
holds_line Mitigation 'text Time from detection to mitigation: 55 min'
outline_of five-whys
equal "$(part 'Root cause')" 'item 1 One sender that checks each address waits for all
item 2 Why? The check has no time limit'

# ---- texts that want to be something else: the document around them stays as it is ----
ok inquest new '# {{title}} | <b>x</b> *y* [z](javascript:1)' --timezone UTC --started '2026-01-10 06:00'
ok inquest role add author '| {{severity}} <script>'
hostile='---
title: no
---
# A heading | of its own
{{>sre}} {{title}} </div><!-- | <script>alert(1)</script>
```
a fence that is never closed'
for kind in impact detected change comms mitigated; do
  ok inquest log --at '2026-01-10 06:00' --kind "$kind" --author "**a** | b" -- "$hostile"
done
ok inquest cause add -k root -- "$hostile"
ok inquest cause add -k why -u 1 -- "$hostile"
ok inquest action add 'x | y {{title}} `z <b>' -o '|o|' --team '# team {{title}}'
ok env INQUEST_AUTHOR='*p* | q' inquest review comment -- "$hostile"
for form in $forms; do
  outline_of "$form"
  grep '^heading' outline | sed 's/^\(heading 1\) .*/\1/; s/ team .*/ team/' >before
  # whatever is written into the sections, the headings are those of the form
  ok inquest template show "$form" --json
  for key in $(query :memory: "SELECT value ->> 'key' FROM json_each(CAST(readfile('$STATE/out') AS TEXT), '$.asks')"); do
    printf '%s\n' "$hostile" >section.md
    ok inquest section set "$key" --heading "$key" - <section.md
  done
  outline_of "$form"
  grep '^heading [12]' outline | grep -v 'A heading | of its own' | sed 's/^\(heading 1\) .*/\1/' | sort -u >after
  for heading in $(grep '^heading 2' before | tr ' ' '~'); do
    if grep -qxF -e "$(echo "$heading" | tr '~' ' ')" after; then pass; else fail "$form lost: $heading"; fi
  done
  equal "$form $(grep -c '^heading 1' outline)" "$form 1"
  ok inquest render --template "$form" --format html
  prints_not '<script'
  prints_not 'href="javascript'
done
