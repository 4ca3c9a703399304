# config: options shown, set and saved; inquestrc keeps what else is in it, and errors name the line.

rc=$XDG_CONFIG_HOME/inquest/inquestrc
ok inquest config
prints 'timezone'
prints 'slo.target'
prints '99.95%/28d'
golden config
ok inquest config --json
json '$.template' sre
json '$."publish.path"' 'incidents/{{year}}/{{date}}-{{slug}}.md'
json '$."publish.index"' incidents/README.md
ok inquest config template
prints_line sre
not_there "$rc"

# set: saved, and used from then on
ok inquest config timezone Europe/Berlin
there "$rc"
equal "$(cat "$rc")" 'config timezone Europe/Berlin'
equal "$(ls -l "$rc" | cut -c 1-10)" -rw-------
ok inquest config timezone
prints_line Europe/Berlin
ok inquest config
prints 'timezone*'
ok inquest new Outage
prints '15:00 CET'
ok inquest config author 'Ana  Ruíz "the" one'
ok env -u INQUEST_AUTHOR inquest log x --json
json '$.author' 'Ana  Ruíz "the" one'
ok env INQUEST_AUTHOR=bo inquest log x --json
json '$.author' bo
ok inquest config author ''
ok env -u INQUEST_AUTHOR LOGNAME=login inquest log x --json
json '$.author' login

# other lines, comments and their order are kept; an earlier line of the option is replaced in place
cat >"$rc" <<'END'
# mine, all mine
bind timeline x "action add"

config timezone   UTC   # here
config slo.allowance 15min/year
config timezone Asia/Tokyo
unbind all q
END
ok inquest config timezone Europe/London
cat >want <<'END'
# mine, all mine
bind timeline x "action add"

config timezone Europe/London
config slo.allowance 15min/year
unbind all q
END
same "$rc" want
ok inquest config slo.target 99.9%/28d
echo 'config slo.target 99.9%/28d' >>want
same "$rc" want
ok inquest config publish.message 'postmortem: {{title}} # {{number}}'
ok inquest config publish.message
prints_line 'postmortem: {{title}} # {{number}}'
ok inquest config editor emacs in a terminal
ok inquest config editor
prints_line 'emacs in a terminal'
# a file that does not end in a line break
printf 'config ascii on' >"$rc"
ok inquest config clock on
equal "$(cat "$rc")" 'config ascii on
config clock on'
# a symbolic link stays one, as in a folder of dot files
mv "$rc" dotfile
ln -s "$SCRATCH/dotfile" "$rc"
ok inquest config ascii off
if [ -L "$rc" ]; then pass; else fail 'the link was replaced'; fi
equal "$(head -n 1 dotfile)" 'config ascii off'
rm "$rc"

# bad values and names change nothing
for bad in 'timezone Nowhere/Atall' 'slo.target 100' 'slo.allowance soon' 'theme pink' 'ascii maybe' 'clock 1' 'timezon UTC'; do
  fails 2 inquest config $bad
done
fails 2 inquest config theme pink
complains "'pink' is none of default, contrast, mono"
not_there "$rc"
fails 2 inquest config timezon
complains 'did you mean timezone?'
fails 2 inquest config nonsense-at-all x
complains 'inquest config'

# a broken line is named by every command and left out: it must not keep anybody from logging
try_rc() { # LINE TEXT
  printf '# fine\n%s\n' "$1" >"$rc"
  ok inquest version
  complains "$rc:2"
  complains "$2"
}
try_rc 'config' 'a name and a value'
try_rc 'config timezone' 'a name and a value'
try_rc 'config timezone UTC UTC' 'a name and a value'
try_rc 'config timezon UTC' 'did you mean timezone?'
try_rc 'config timezone Nowhere/Atall' 'Nowhere/Atall'
try_rc 'set status resolved' "'set' is none of config, bind, unbind"
try_rc 'bind nowhere x undo' nowhere
try_rc 'bind timeline x' 'a view, a key and a command'
try_rc 'unbind timeline' 'a view and a key'
try_rc 'config author "open' '"'
try_rc 'config ascii on off' 'a name and a value'
printf 'config nonsense x\nconfig author cleo\n' >"$rc"
ok inquest config author
prints_lines 1
complains "$rc:1"
ok inquest new 'While the file is broken'
fails 2 inquest publish -r "$SCRATCH"
complains 'mend'
fails 1 inquest doctor
printf 'config author ok\n' >"$rc"
head -c 1048577 /dev/zero | tr '\0' '#' >>"$rc"
ok inquest version
complains '1 MiB'
printf 'config author "a\033[31mb"\nconfig x\033[0m y\n' >"$rc"
ok inquest version
complains '^['
rm "$rc"
mkdir "$rc"
ok inquest version
complains "$rc"
rmdir "$rc"

# XDG_CONFIG_HOME, or ~/.config; a relative one does not count
ok env XDG_CONFIG_HOME="$SCRATCH/elsewhere" inquest config ascii on
there "$SCRATCH/elsewhere/inquest/inquestrc"
equal "$(ls -ld "$SCRATCH/elsewhere/inquest" | cut -c 1-10)" drwx------
ok env -u XDG_CONFIG_HOME HOME="$SCRATCH/house" inquest config ascii on
there "$SCRATCH/house/.config/inquest/inquestrc"
ok env XDG_CONFIG_HOME=relative inquest config ascii on
not_there relative
there "$HOME/.config/inquest/inquestrc"

# the database: --db before INQUEST_DB before XDG_DATA_HOME before ~/.local/share; private
ok inquest --db one.db new One
there one.db
equal "$(ls -l one.db | cut -c 1-10)" -rw-------
ok env INQUEST_DB=two.db inquest new Two
there two.db
ok env -u INQUEST_DB inquest new Three
there "$XDG_DATA_HOME/inquest/inquest.db"
equal "$(ls -ld "$XDG_DATA_HOME/inquest" | cut -c 1-10)" drwx------
ok env -u INQUEST_DB -u XDG_DATA_HOME HOME="$SCRATCH/house" inquest new Four
there "$SCRATCH/house/.local/share/inquest/inquest.db"
ok env -u INQUEST_DB XDG_DATA_HOME=relative HOME="$SCRATCH/house" inquest show
prints Four

# colours: never when not asked, and a word that is none of the three is refused
fails 2 inquest --color=sometimes list
complains 'auto, always or never'
for when in auto always never; do
  ok inquest --color=$when list
done
fails 2 inquest --color
complains 'needs a value'

# a file too long to be read is not replaced by what was read of it
head -c 1100000 /dev/zero | tr '\0' '#' >"$XDG_CONFIG_HOME/inquest/inquestrc"
cp "$XDG_CONFIG_HOME/inquest/inquestrc" long
fails 2 inquest config author cy
complains 'longer than the limit'
same "$XDG_CONFIG_HOME/inquest/inquestrc" long
