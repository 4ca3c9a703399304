#!/bin/sh
# The documents say what the program does. $1 is the program.
#   share/man/inquest.1 is inquest.1.in filled from the command table, and formats without a warning
#   README.md has the list of commands that help prints, the golden screens, and no mark of its frame is left
set -u
program=$1
cd "$(dirname "$0")/.." || exit 1
case $program in /*) ;; *) program=$OLDPWD/$program ;; esac
work=$(mktemp -d "${TMPDIR:-/tmp}/inquest-docs-XXXXXX") || exit 1
trap 'rm -rf "$work"' EXIT
failed=0

complain() {
  echo "docs: $*" >&2
  failed=1
}

if ! "$program" help --man <share/man/inquest.1.in >"$work/page" || [ ! -s "$work/page" ]; then
  complain 'the manual page cannot be made'
elif ! cmp -s "$work/page" share/man/inquest.1; then
  complain 'share/man/inquest.1 is not what the command table says: run `make docs`'
  diff share/man/inquest.1 "$work/page" | head -n 20 >&2
fi
for mark in COMMANDS OPTIONS; do
  grep -qx "\\.\\\\\" $mark" share/man/inquest.1.in || complain "inquest.1.in has lost its mark $mark"
  ! grep -qx "\\.\\\\\" $mark" share/man/inquest.1 || complain "the mark $mark was not filled"
done

# Formatters that are not there say nothing; those that are must have nothing to say.
if command -v mandoc >/dev/null; then
  mandoc -T lint -W warning share/man/inquest.1 >&2 || complain 'mandoc warns'
fi
if command -v man >/dev/null && man --version 2>/dev/null | grep -q man-db; then
  MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings -l share/man/inquest.1 >"$work/text" 2>"$work/warnings"
  [ -s "$work/warnings" ] && { cat "$work/warnings" >&2; complain 'man warns'; }
  grep -q 'inquest action add' "$work/text" || complain 'the formatted page shows no commands'
fi

"$program" help | sed -n '/^Recording/,$p' | grep '^  [a-z]*  ' >"$work/commands"
count=$(wc -l <"$work/commands")
[ "$count" -gt 25 ] || complain "help lists only $count commands"
while IFS= read -r line; do
  grep -qF -e "$line" README.md || complain "README.md does not have the command: $line"
done <"$work/commands"
if ! awk -v folder=tests/screen -f src/gen/readme.awk README.md >"$work/readme"; then
  complain 'README.md asks for a screen that is not there'
elif ! cmp -s "$work/readme" README.md; then
  complain 'README.md does not show the golden screens: run `make docs`'
  diff README.md "$work/readme" | head -n 20 >&2
fi
[ "$(grep -c '^<!-- screen ' README.md)" -gt 0 ] || complain 'README.md shows no screen'
! grep -q '@[A-Z][A-Z]*@' README.md || complain "README.md has a mark left: $(grep -o '@[A-Z][A-Z]*@' README.md | head -n 1)"
for option in $("$program" config --json | tr ',{' '\n\n' | sed -n 's/^"\([a-z.]*\)":.*/\1/p'); do
  grep -q "^\\.B $option\$" share/man/inquest.1 || complain "the manual page does not have the option $option"
done

[ "$failed" = 0 ] && echo "docs: manual page and README are up to date ($count commands)"
exit "$failed"
