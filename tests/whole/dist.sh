#!/bin/sh
# Makes NAME.tar.gz of all files of the source: those git knows, or, in an unpacked one, all but what was built. The bytes
# depend on nothing but the files and their last change: SOURCE_DATE_EPOCH, else the last commit, else the newest file.
# $1 is the archive to make, named after the folder in it; run in the source folder.
set -eu
archive=$1
name=$(basename "$archive" .tar.gz)
list=$(mktemp "${TMPDIR:-/tmp}/inquest-dist-XXXXXX")
trap 'rm -f "$list" "$archive.tar"' EXIT
if [ -e .git ]; then
  git -c core.quotePath=off ls-files --cached --others --exclude-standard | while IFS= read -r file; do
    [ ! -f "$file" ] || printf '%s\n' "$file"
  done
else
  find . -path './build*' -prune -o -type f -print | sed 's|^\./||'
fi | LC_ALL=C sort >"$list"
[ -s "$list" ]
if [ -n "${SOURCE_DATE_EPOCH-}" ]; then
  epoch=$SOURCE_DATE_EPOCH
elif [ -e .git ]; then
  epoch=$(git log -1 --format=%ct)
else
  epoch=$(find . -path './build*' -prune -o -type f -printf '%Ts\n' | sort -n | tail -n 1)
fi
mkdir -p "$(dirname "$archive")"
tar --create --file="$archive.tar" --format=gnu --no-recursion --verbatim-files-from --files-from="$list" \
  --transform="s|^|$name/|" --mtime="@$epoch" --owner=0 --group=0 --numeric-owner --mode=u=rwX,go=rX
gzip -n -9 <"$archive.tar" >"$archive"
