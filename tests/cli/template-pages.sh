# Every template as a page for the browser and for the terminal, with a short story: each is as it was, and each says
# what the Markdown says. The style sheet, which is the same in all, is in format.html.
. "$TESTS/support/seed.sh"

ok inquest new 'Ferries cannot be booked' --severity SEV2 --timezone Europe/Oslo --started '2023-01-16 21:40' \
  --services booking --tags database --commander 'Nora Lie <nora@example.com>'
ok inquest role add author 'Emil Vik'
ok inquest log --at '2023-01-16 21:30' -k change --author emil 'Export of bookings moved to 21:30'
ok inquest log --at '2023-01-16 21:40' -k impact --author probe 'One booking in three fails' --audience public
ok inquest log --at '2023-01-16 21:52' -k detected --author probe '`booking-success` below 80 %' --link https://graphs.example.com/d/booking
ok inquest log --at '2023-01-16 22:26' -k evidence --author nora 'Forty sessions wait:

```
LOCK bookings <- export
```'
ok inquest log --at '2023-01-16 22:33' -k mitigated --author emil 'Export stopped' --audience public
ok inquest log --at '2023-01-17 06:15' -k impact --author probe 'The scheduler started it again' --audience public
ok inquest log --at '2023-01-17 06:25' -k mitigated --author emil 'Export disabled'  --audience public
ok inquest log --at '2023-01-17 07:30' -k comms --author emil 'Ferries can be booked as usual.' --audience public
ok inquest log --at '2023-01-17 09:00' -k resolved --author nora 'Watched for an hour' --audience public
ok inquest cause add -k root 'The export reads from the database that takes bookings'
ok inquest cause add -k why -u 1 'The replica was too small once'
ok inquest cause add -k trigger 'It was moved into the busiest hour'
ok inquest cause add -k contributing 'It ran where customers are served' --audience public
ok inquest ref add https://tracker.example.com/BOOK-41 --label BOOK-41 --title 'Export from the replica'
ok inquest action add 'Read the export from the replica' -t prevent -p P1 -o emil --team Booking -l BOOK-41 --due 2023-01-20 \
  --state done --audience public
ok inquest action add 'Refuse jobs that lock | block' -t detect -p P0 -o nora --team Database -l https://tracker.example.com/BOOK-42
ok inquest action add 'Buy a bigger database' -t other -p P3 -o nora --team Database --state declined --reason 'It would wait as well'
printf 'session,seconds\n' >sessions.csv
ok inquest attach sessions.csv
ok inquest section add Thanks --text 'To the *call centre*.'
ok inquest review comment 'How many came back?' --section impact
cp inquest.db story.db

# what stands where in the pages, without what belongs to one form of writing it
blocks() {
  sed '/^figure$/d; s/^image .*/image/'
}
headings_in_order() { # TEXT: each heading of the outline on a line of its own, one below the other
  sed -n 's/^heading [1-6] //p' outline >wanted
  awk 'NR == FNR { want[++n] = $0; next }
    { sub(/^ +/, "") }
    at < n && $0 == want[at + 1] { at++ }
    END { if (at < n) print want[at + 1] }' wanted "$1"
}

for name in $(inquest template list | awk '{ print $1 }'); do
  INQUEST_DB=$SCRATCH/$name.db
  cp story.db "$name.db"
  ok inquest set template "$name"
  inquest section list --json >"$STATE/out"
  for key in $(query :memory: "SELECT value ->> 'key' FROM json_each(CAST(readfile('$STATE/out') AS TEXT)) WHERE (value ->> 'text') IS NULL"); do
    ok inquest section set "$key" "What is to be said of **$key**: 412 of 1,236, see [all](https://example.com/$key)."
  done
  LINE="$LINE ($name)"
  ok inquest render -o "$name.md"
  outline "$name.md" >outline
  ok inquest render -o "$name.html"
  awk -f "$TESTS/support/html.awk" "$name.html" 2>errors | blocks >got || fail "the HTML is not sound: $(cat errors)"
  blocks <outline >want
  same got want
  sed '/^<style>$/,/^<\/style>$/d' "$name.html" >"$STATE/out"
  golden "template-$name.html"

  ok inquest preview --width 80
  golden "template-$name.txt"
  cp "$STATE/out" "$name.txt"
  equal "missing:$(headings_in_order "$name.txt")" missing:
  # every cell, item and paragraph is there, however it was folded
  tr -s ' \n│•─├┼┤◦▪' ' ' <"$name.txt" >flat
  if awk 'length > 0 && /[^\t -~]/ && /[\001-\010\013-\037\177]/ { exit 1 }' "$name.txt"; then pass; else fail 'a control byte is in the text'; fi
  for key in $(inquest section | awk '$1 != "thanks" { print $1 }'); do
    equal "$key $(grep -c "What is to be said of $key" flat)" "$key 1"
  done
done
