# Who one is and what time it is, where the environment says little or nonsense; and words that contradict.

ok inquest new Outage
author() { ok env -u INQUEST_AUTHOR "$@" inquest log x; ok inquest event; }
author LOGNAME=eve
prints ' eve '
author -u USER -u LOGNAME
prints " $(id -un 2>/dev/null || echo unknown) "
author USER="$(printf 'a\377b')" LOGNAME=
prints 'a\xffb'
# the zone of the machine, where none is said
ok env -u TZ inquest log 'in the zone of the machine'
ok env TZ= inquest log 'and of nowhere'
fails 2 env INQUEST_NOW=whenever inquest show
complains INQUEST_NOW

fails 2 inquest doctor --to new.db
complains '--repair'
fails 2 inquest doctor --repair --rebuild
complains 'leave --rebuild out'
fails 2 inquest doctor --repair --to ''
complains '--to takes the name of a new file'

mkdir empty
fails 1 inquest import empty
complains 'no Markdown (*.md) in empty'

# a program whose output has no database to go to any more
exits 5 sh -c 'inquest run -- sh -c "echo precious; mv $INQUEST_DB away.db" 2>err >/dev/null'
ok cat err
prints 'nothing was logged, the output is in '
equal "$(cat "$(sed -n 's/.*the output is in //p' err)")" precious
