#!/bin/sh
# What the compiler was asked for is in the files: usage: check-hardened.sh COMPILER PROGRAM MODULE OBJECT
compiler=$1 program=$2 module=$3 object=$4
if [ "$compiler" = sanitized ]; then
  echo "hardened: skipped, sanitizers are built in instead"
  exit 0
fi
if ! command -v readelf >/dev/null 2>&1 || ! readelf -h "$program" >/dev/null 2>&1; then
  echo "hardened: skipped, readelf is not here or does not know these files"
  exit 0
fi
failed=0
want() { # FILE WHAT COMMAND…: the command succeeds
  file=$1 what=$2
  shift 2
  "$@" || { echo "$file: $what"; failed=1; }
}
has() { # OPTION FILE TEXT…: readelf shows all texts on one line
  lines=$(readelf -W "$1" "$2" 2>/dev/null)
  shift 2
  for text in "$@"; do
    lines=$(printf '%s\n' "$lines" | grep -e "$text") || return 1
  done
}
lacks() { ! has "$@"; }
for file in "$program" "$module"; do
  want "$file" "relocations stay writable (no RELRO)" has -l "$file" GNU_RELRO
  want "$file" "symbols are bound late (no BIND_NOW)" has -d "$file" "BIND_NOW\|FLAGS.*NOW"
  want "$file" "the stack is executable, or says nothing" has -l "$file" GNU_STACK "RW "
  want "$file" "a segment can be written and executed" lacks -l "$file" "LOAD.* RWE"
  want "$file" "code is relocated at start (TEXTREL)" lacks -d "$file" TEXTREL
  want "$file" "stacks are not protected" has -s "$file" __stack_chk_fail
  want "$file" "libc's checked calls are not used (_FORTIFY_SOURCE)" has -s "$file" "_chk@"
  want "$file" "it looks for libraries in a folder of its own (RPATH)" lacks -d "$file" "(R.*PATH)"
done
want "$program" "its place in memory is always the same (no PIE)" has -h "$program" "Type: *DYN"
case $($compiler -dumpmachine) in
x86_64*|i?86*)
  want "$object" "jumps are not checked (CET)" has -n "$object" "IBT, SHSTK" ;;
*)
  echo "hardened: jumps are not looked at, this processor has no CET" ;;
esac
[ $failed = 0 ] && echo "hardened: relocations, stack, libc's calls and jumps of program and module"
exit $failed
