# What `make install` and `make dist` give is whole: it runs from where it was put, and leaves nothing when it goes.
# SOURCE is the source folder, BUILD and PREFIX what make was told; everything is built already.

make_there() { # WORD…: quietly, with the program and module that are there
  ok make -s -C "$SOURCE" --no-print-directory BUILD="$BUILD" "$@"
}

# ---- installed into a folder of its own, as for a package ----

make_there install DESTDIR="$SCRATCH/image"
not_there "$SCRATCH/home/.local" # installing wrote no database, no settings
for file in bin/inquest lib/inquest/inquest-repo.so share/man/man1/inquest.1 share/inquest/inquestrc share/inquest/style.css \
  share/doc/inquest/README.md share/doc/inquest/LICENSE share/bash-completion/completions/inquest \
  share/zsh/site-functions/_inquest share/fish/vendor_completions.d/inquest.fish; do
  there "image$PREFIX/$file"
done
equal "$(find image -type d ! -perm 755 -o -type f ! -perm 644 ! -perm 755)$(find image -type f -perm 755)" "image$PREFIX/bin/inquest"
for template in "$SOURCE"/templates/*; do
  same "$template" "image$PREFIX/share/inquest/templates/$(basename "$template")"
done
# nothing in it tells where it was built, nor where it was put for the time being
if grep -rlF -e "$SOURCE" -e "$(dirname "$INQUEST")" -e "$SCRATCH" image >found; then fail 'a path of this machine in:'; show found; else pass; fi
for file in bin/inquest lib/inquest/inquest-repo.so; do
  if readelf -d "image$PREFIX/$file" | grep -i 'r.*path\|textrel' >found; then fail "$file: $(cat found)"; else pass; fi
done

# ---- run from there, without the build tree's ----

mv image elsewhere
here=$SCRATCH/elsewhere$PREFIX
program=$here/bin/inquest
PATH=$here/bin:$(echo "$PATH" | sed "s|$STATE/bin:||")
equal "$(command -v inquest)" "$program"
ok inquest new 'Checkout is slow'
ok inquest log --at 13:30 'first report'
git init -q -b main postmortems
ok inquest publish -r postmortems --force testing
ok git -C postmortems log --format=%an main
prints 'Git Person'
ok inquest doctor
for template in "$here"/share/inquest/templates/*.md; do
  name=$(basename "$template" .md)
  ok inquest template show "$name"
  same "$template" "$STATE/out"
done
if command -v mandoc >/dev/null; then
  ok mandoc -T lint -W warning "$here/share/man/man1/inquest.1"
  silent
else
  skip 'mandoc'
fi
ok env MANPATH="$here/share/man" man -w inquest
prints "$here/share/man/man1/inquest.1"
for shell in bash zsh fish; do
  file=$(find "$here/share" -path "*$shell*" -type f)
  ok inquest completion $shell
  same "$STATE/out" "$file"
  if command -v $shell >/dev/null; then ok $shell -n "$file"; else skip "$shell"; fi
done

# ---- taken away, beside what others have put there ----

mkdir -p "$here/share/man/man1" && echo theirs >"$here/share/man/man1/other.1"
mv elsewhere image
make_there uninstall DESTDIR="$SCRATCH/image"
equal "$(find image ! -type d)" "image$PREFIX/share/man/man1/other.1"
not_there "image$PREFIX/lib/inquest"
not_there "image$PREFIX/share/inquest"

# ---- the archive of the source ----

cd "$SOURCE" || exit 1
ok sh tests/whole/dist.sh "$SCRATCH/one/inquest-1.tar.gz"
ok env TZ=Asia/Kathmandu LC_ALL=C.UTF-8 sh tests/whole/dist.sh "$SCRATCH/two/inquest-1.tar.gz"
cd "$SCRATCH" || exit 1
same one/inquest-1.tar.gz two/inquest-1.tar.gz
tar -xf one/inquest-1.tar.gz
# all of it, and unpacked it makes the same archive again
if [ -e "$SOURCE/.git" ]; then
  git -C "$SOURCE" -c core.quotePath=off ls-files --cached --others --exclude-standard | sort >want
  (cd inquest-1 && find . -type f | sed 's|^\./||' | sort) >got
  same got want
fi
cd inquest-1 || exit 1
ok sh tests/whole/dist.sh "$SCRATCH/three/inquest-1.tar.gz"
cd "$SCRATCH" || exit 1
same three/inquest-1.tar.gz one/inquest-1.tar.gz
# what the rules need is in it: nothing would be made of a file that is not there
ok make -n -C inquest-1 --no-print-directory BUILD=build all
prints 'inquest-repo.so'
not_there inquest-1/build/inquest
