# event, action and ref open: which URL, which program, never a shell.

unset BROWSER DISPLAY WAYLAND_DISPLAY
ok inquest new Outage
cat >opener <<'END'
#!/bin/sh
for word; do echo "[$word]"; done >>"$OPENED"
END
chmod +x opener
export OPENED="$PWD/opened"
opened() { # WANT: the program was started with these words
  equal "$(cat "$OPENED" 2>/dev/null)" "$1"
  rm -f "$OPENED"
}

# without a program the link is printed whole
ok inquest log -l 'https://grafana.example.com/d/3f?from=1&to=2' graph
ok inquest event open 1
prints_line 'https://grafana.example.com/d/3f?from=1&to=2'
complains 'option opener'
not_there "$OPENED"

# with one it gets the link as one word
ok inquest config opener "$PWD/opener --new 'a b'"
ok inquest event open 1
prints 'opened https://grafana.example.com'
opened '[--new]
[a b]
[https://grafana.example.com/d/3f?from=1&to=2]'
ok inquest config opener "$PWD/opener %s --last"
ok inquest event open '#1'
opened '[https://grafana.example.com/d/3f?from=1&to=2]
[--last]'
ok inquest config opener ''
BROWSER="$PWD/opener:other" ok inquest event open 1
opened '[https://grafana.example.com/d/3f?from=1&to=2]'
ok inquest config opener "$PWD/opener"

# no link: the first URL in the text
ok inquest log 'see (https://example.com/a_(b)), or https://example.com/c'
ok inquest event open 2
opened '[https://example.com/a_(b)]'
ok inquest log nothing to open, https:// alone
fails 1 inquest event open 3
complains 'event 3 has no link'
not_there "$OPENED"

# a reference's label
ok inquest ref add https://example.com/issues/50 --label 'issue 50'
ok inquest action add 'Follow up' -l 'Issue 50'
ok inquest action open 1
opened '[https://example.com/issues/50]'
ok inquest ref open 1
opened '[https://example.com/issues/50]'

# a tracker's short form
ok inquest action add Two -l ops/infra#22
ok inquest action open 2
prints_line 'ops/infra#22'
complains 'option tracker'
not_there "$OPENED"
ok inquest config tracker 'https://github.com/{{repo}}/issues/{{number}}'
ok inquest action open 2
opened '[https://github.com/ops/infra/issues/22]'
ok inquest action open 1,2
opened '[https://example.com/issues/50]
[https://github.com/ops/infra/issues/22]'
ok inquest action edit 2 -l '#22'
ok inquest action open 2
prints_line '#22'
ok inquest config tracker 'https://tracker.example.com/browse/{{key}}'
ok inquest action edit 2 -l OPS-12
ok inquest action open 2
opened '[https://tracker.example.com/browse/OPS-12]'

# nothing else is given to a program, and nothing that a shell would read
for link in 'file:///etc/passwd' 'javascript:alert(1)' '--help' 'https://example.com/a b' 'ops/../x#1' \
  'ops/infra#1;id' 'OPS-12$(id)'; do
  ok inquest action edit 2 "--link=$link"
  ok inquest action open 2
  prints_line "$link"
  not_there "$OPENED"
done
# shellcheck disable=SC2016
ok inquest action edit 2 -l 'https://example.com/$(touch${IFS}hit)`touch<hit`'
ok inquest action open 2
opened '[https://example.com/$(touch${IFS}hit)`touch<hit`]'
not_there hit

# programs that fail
ok inquest config opener no-such-program
fails 1 inquest event open 1
complains "'no-such-program', could not be started"
complains 'https://grafana.example.com'
ok inquest config opener false
fails 1 inquest event open 1
complains 'status 1'
fails 2 inquest config tracker https://example.com
complains '{{number}}'
fails 2 inquest config tracker 'ftp://example.com/{{key}}'

# on a graphical display xdg-open, which is not waited for
mkdir bin
cat >bin/xdg-open <<'END'
#!/bin/sh
echo "[$1]" >"$OPENED.new" && mv "$OPENED.new" "$OPENED"
read line # from nothing
cat fifo >/dev/null
END
chmod +x bin/xdg-open
mkfifo fifo
ok inquest config opener ''
PATH="$PWD/bin:$PATH" DISPLAY=:9 ok inquest event open 1
prints 'opened https://grafana.example.com'
: >fifo
opened '[https://grafana.example.com/d/3f?from=1&to=2]'
