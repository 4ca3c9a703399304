# log --follow: a stream becomes events, gathered, with the times its lines have; nothing of it is lost.

ok inquest new Outage
printf 'one\n*two*\nthree' | ok inquest log --follow -k evidence -a watcher
prints_line '#1  2023-01-18 14:00:00 UTC  evidence  one …'
complains '3 lines became 1 event'
ok inquest event show 1 --json
json '$.text' 'one

```
*two*
three
```'
json '$.author' watcher
json '$.at' 2023-01-18T14:00:00Z

# what a line says of itself
printf '2023-01-18T13:05:00Z db-1 pg[3]: checkpoint <slow>\n' | ok inquest log --follow --json
json '$.text' '`checkpoint <slow>`'
json '$.author' pg
json '$.at' 2023-01-18T13:05:00Z
printf '[13:06] bo: on it\n' | ok inquest log --follow - --json
json '$.author' bo
json '$.text' 'on it'
json '$.at' 2023-01-18T13:06:00Z
# the flags go before it
printf '2023-01-18T13:07:00Z db-1 pg[3]: up\n' | ok inquest log --follow --json -k decision -a ana
json '$.author' ana
json '$.kind' decision

# only what matches; blank lines are none
printf 'GET /a 200\n\nGET /b 503\r\nGET /c 504\n' | ok inquest log --follow --grep ' 5[0-9]+$' --json
json '$.text' 'GET /b 503

`GET /c 504`'
complains '2 lines became 1 event'
complains '2 were blank or did not match'

# a flood is kept whole, and its text stays readable
seq 1 5000 >flood
ok inquest log --follow --json <flood
json '$.text' "1

\`\`\`
$(seq 2 21)
… 4959 lines, $(seq 22 4980 | wc -c) bytes, left out here; the whole is attached …
$(seq 4981 5000)
\`\`\`"
ok inquest attach save 1 kept
same kept flood

# an empty stream is no event
ok inquest log --follow </dev/null
complains '0 lines became 0 events'
for bad in 'text' '--split' '--tag a' '--at 13:00' '--grep ('; do
  echo x | fails 2 inquest log --follow $bad
done
fails 2 inquest log --grep a 'a text'
complains '--grep is for --follow'

# what cannot be logged is kept, and what could be is on disk while the stream goes on
ok inquest new Lost
echo 'must not be lost' | fails 1 inquest log --follow -i 99
(
  echo first
  for i in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
    inquest event 2>/dev/null | grep -q first && break
    sleep 0.3
  done
  rm -f "$INQUEST_DB"
  echo second
) | fails 5 inquest log --follow
prints 'first'
complains 'the input is kept in'
equal "$(cat "$TMPDIR"/inquest-input-*)" second
