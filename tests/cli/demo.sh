# demo: the whole way of an outage in a folder of its own, with nothing of the user's touched.

# nobody has told git who they are, and inquest knows nothing of this user
unset GIT_AUTHOR_NAME GIT_AUTHOR_EMAIL GIT_COMMITTER_NAME GIT_COMMITTER_EMAIL
ok inquest demo place
prints '$ inquest new'
prints '$ inquest publish'
prints '## Lessons Learned'
prints 'Author: '
prints 'inquest.db'
prints 'Go on with'
not_there "$INQUEST_DB"
not_there "$XDG_CONFIG_HOME/inquest"
cp "$STATE/out" said
ok inquest --db place/inquest.db doctor
prints '0 findings'
ok inquest --db place/inquest.db show --json
json '$.status' closed
ok git -C place/postmortems log --format=%s
prints_lines 1
equal "$(git -C place/postmortems status --porcelain | wc -l)" 0
git -C place/postmortems show HEAD --stat --format= >files
if grep -q 'README.md' files; then pass; else fail 'no index'; fi
# every timeline entry of the document is one that was logged
events=$(query place/inquest.db 'SELECT count(*) FROM event WHERE gone = 0')
document=$(find place/postmortems/incidents -name '2*.md')
cmark-gfm -t xml -e table --unsafe "$document" | awk -f "$TESTS/support/outline.awk" |
  awk '/^heading 2/ { on = /Timeline/ } on && /^item 1/' >entries
equal "$(wc -l <entries)" "$events"

fails 2 inquest demo place
complains 'place is already there'
ok env TMPDIR="$SCRATCH" inquest demo
equal "$(ls -d inquest-demo-* | wc -l)" 1
fails 5 env PATH=/nonexistent "$INQUEST" demo other
complains 'is git installed?'
fails 2 inquest demo a b
