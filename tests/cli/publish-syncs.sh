# What publishing costs the disk and the processor before anything is written: counted, not timed.
# the leak checker cannot work beside strace, and what coverage would write at the end is none of ours
export UNCOUNTED=1
export ASAN_OPTIONS="${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0"

ok inquest new 'Counted'
ok inquest log one
git init -q --bare -b main repository
ok inquest publish --force testing -r repository
ok inquest log two
ok strace -f -o trace -e trace=openat,fsync,fdatasync "$INQUEST" publish --force testing -r repository

# a pack, its index, their folder twice; the branch and its folder; the rest is the database's
equal "$(grep -c 'fsync(' trace)" 6
# libgit2 would read the certificates of the machine, which nothing here has a use for
equal "$(grep -c 'certs' trace)" 0
ok git -C repository fsck --strict
