#!/bin/sh
# Two builds of the same source give the same program and module, byte for byte: in folders of other names and depths, at
# other times, in other locales and zones, with other orders of files, by other users, one after the other and side by side.
# $1 is the version; run in the source folder. CC is the compiler.
set -eu
work=$(mktemp -d "${TMPDIR:-/tmp}/inquest-twice-XXXXXX")
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
first=$work/a second=$work/another/folder/deeper-down
mkdir -p "$first" "$second"
sh tests/whole/dist.sh "$work/inquest-$1.tar.gz"
tar -C "$first" -xf "$work/inquest-$1.tar.gz" --strip-components=1
# files are made in the opposite order, and have the time of today
tar -tf "$work/inquest-$1.tar.gz" | sort -r >"$work/backwards"
while IFS= read -r file; do
  mkdir -p "$second/$(dirname "${file#*/}")"
  cp "$first/${file#*/}" "$second/${file#*/}"
done <"$work/backwards"

other=
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  chown -R 65534:65534 "$second"
  other='setpriv --reuid=65534 --regid=65534 --clear-groups'
else
  echo 'reproducible: skipped: another user (needs to be root)'
fi
env -u MAKEFLAGS TZ=UTC LC_ALL=C HOME="$first" make -s -C "$first" ${CC:+CC="$CC"} all >/dev/null
env -u MAKEFLAGS TZ=Asia/Kathmandu LC_ALL=C.UTF-8 LANG=de_DE.UTF-8 HOME=/nowhere USER=somebody CCACHE_DISABLE=1 \
  $other make -s -j4 -C "$second" ${CC:+CC="$CC"} BUILD=build-other all >/dev/null
status=0
for file in inquest inquest-repo.so; do
  if cmp "$first/build/$file" "$second/build-other/$file"; then
    echo "reproducible: $file: $(wc -c <"$first/build/$file") bytes, twice the same"
  else
    status=1
  fi
done
exit $status
