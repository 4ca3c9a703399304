# attach: bytes in, the same bytes out, kept once, and never outside the folder they were asked into.

ok inquest new Outage
ok inquest log 'an event'
ok inquest attach list
complains 'no attachments'
head -c 300000 /dev/urandom >graph.png
printf 'GIF89a' >small.gif
: >empty
printf 'plain text\n' >notes
printf '\000\001' >core

ok inquest attach graph.png
prints_line '#1  300000  image/png  graph.png'
ok inquest attach --event 1 small.gif
ok inquest attach list --json
json '$[1].name' small.gif
json '$[1].media' image/gif
json '$[1].size' 6
json '$[1].sha256' "$(sha256sum <small.gif | cut -c 1-64)"
json '$[1].event' "$(query "$INQUEST_DB" 'SELECT id FROM event')"
json '$[0].event' null
ok inquest attach notes
prints text/plain
ok inquest attach core
prints application/octet-stream
ok inquest attach empty
prints_line '#5  0  text/plain  empty'
mkdir -p deep/er
cp graph.png 'deep/er/another name.PNG'
ok inquest attach 'deep/er/another name.PNG'
prints_line '#6  300000  image/png  another name.PNG'
ok inquest attach --name report.txt --media text/x-report - <notes
prints_line '#7  11  text/x-report  report.txt'
ok inquest attach - <core
prints 'stdin'
ok inquest attach list
prints_lines 8
ok inquest attach list --event 1
prints_lines 1
ok inquest attach list --name PNG
prints_lines 2
# the same bytes are kept once
sql "$INQUEST_DB" 'SELECT count(*) FROM blob' 5

# and back, to a file or standard output
ok inquest attach save 1 saved
same saved graph.png
equal "$(ls -l saved | cut -c 1-10)" -rw-------
ok inquest attach save 1 -
same "$STATE/out" graph.png
ok inquest attach save 5 saved-empty
there saved-empty
equal "$(wc -c <saved-empty)" 0
ok inquest attach save 8 core-back
same core-back core
fails 2 inquest attach save 1 saved
complains 'saved is already there'
same saved graph.png
fails 1 inquest attach save 1 no-such-folder/x
complains no-such-folder
fails 1 inquest attach save 99 x
complains '`inquest attach list`'
fails 2 inquest attach save 1
fails 2 inquest attach save 1 a b
not_there x

fails 2 inquest attach
complains 'one file'
fails 2 inquest attach a b
fails 1 inquest attach no-such-file
complains no-such-file
fails 5 inquest attach deep
complains deep
fails 2 inquest attach --name ../../evil notes
complains 'no folder'
fails 1 inquest attach --event 9 notes
complains 'no event 9'
fails 2 inquest attach --size 5 notes
fails 2 inquest attach - </dev/zero
complains '64 MiB'
ok inquest attach list
prints_lines 8

ok inquest attach delete 1 2
ok inquest attach list
prints_lines 6
fails 1 inquest attach save 1 again
ok inquest undo
ok inquest attach save 1 again
same again graph.png
