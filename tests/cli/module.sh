# The git part and its two dozen libraries are loaded by publish (and looked at by doctor), by nothing else.

objects() { # WORD…: the shared objects that a command loads, as the dynamic linker tells
  LD_DEBUG=files LD_DEBUG_OUTPUT="$SCRATCH/debug" inquest "$@" >/dev/null 2>&1
  cat "$SCRATCH"/debug.* | sed -n 's/.*calling init: .*\/\([^/]*\)$/\1/p' | sort -u
  rm -f "$SCRATCH"/debug.*
}

git init -q -b main repository
ok inquest new Outage
ok inquest action add Act

# that publish is seen to load them shows that the look would notice
objects publish --force testing -r repository >publish
for object in inquest-repo.so libgit2.so; do
  if grep -q "^$object" publish; then pass; else fail "publish did not load $object, so this test sees nothing:"; show publish; fi
done
objects doctor >doctor
if grep -q '^inquest-repo\.so' doctor; then pass; else fail 'doctor does not look at the git part'; fi

for words in 'log text' 'new Second' show list 'event edit 1 x' 'action done 1' 'set status closed' section render history undo \
  'config' 'completion bash' help; do
  objects $words >loaded
  if grep -q '^libc\.so' loaded; then pass; else fail "$words: the look saw nothing"; show loaded; fi
  if grep -e git -e repo -e ssh -e ssl -e crypto -e gssapi -e krb5 -e curl -e pcre loaded >found; then
    fail "$words loads $(tr '\n' ' ' <found)"
  else
    pass
  fi
done
# nor anything beyond what the program itself is linked with
objects log text >loaded
objects version >least
same loaded least

# an installation that was moved as a whole finds its own
mkdir -p moved/bin moved/lib/inquest
cp "$(command -v inquest)" moved/bin/
echo 'not a library' >moved/lib/inquest/inquest-repo.so
fails 5 moved/bin/inquest publish --force testing --dry-run -r repository
complains 'bin/../lib/inquest/inquest-repo.so'
complains 'install both again'
cp "$(dirname "$INQUEST")/inquest-repo.so" moved/lib/inquest/
ok moved/bin/inquest publish --force testing --dry-run -r repository
