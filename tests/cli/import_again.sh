# import of a document that changed since: what changed in it comes over, what changed here stays.

write() { # SUMMARY IMPACT
  printf '# Rye mill stood still\n\n## Summary\n\n%s\nAll morning.\nNobody noticed.\n\n## Impact\n\n%s\n\n## Notes\n\nThe belt is old.\n' \
    "$1" "$2" >rye.md
}
write 'Nothing was ground.' 'No bread.'
ok inquest import rye.md
prints 'INC-1 "Rye mill stood still": 4 sections'
ok inquest set template sre -i 1
section() { inquest section show "$1" -i 1; }

# only there: taken; only here: stays; the same text on both sides, in different lines: put together
ok inquest section set impact 'Hardly any bread.' -i 1
section summary | sed 's/Nobody noticed/Nobody noticed at first/' >own
ok inquest section set summary - -i 1 <own
write 'Nothing at all was ground.' 'No bread.'
ok inquest import --dry-run rye.md
prints '1 section changed'
prints 'Summary  change'
ok inquest import rye.md
prints 'INC-1 "Rye mill stood still": 1 section changed'
ok section summary
prints 'Nothing at all was ground.'
prints 'Nobody noticed at first.'
ok section impact
prints 'Hardly any bread.'

# both the same: what is here stays, theirs waits as a draft, and nothing else is held up
write 'Nothing at all was ground.' 'Not one loaf.'
sed -i 's/^# .*/# Rye mill stood still for a morning/; s/The belt is old/The belt was old/' rye.md
before=$(sha256sum <"$INQUEST_DB")
fails 3 inquest import --dry-run rye.md
complains 'one loaf.'
complains '1 text or field was changed in the document and here'
equal "$(sha256sum <"$INQUEST_DB")" "$before"
fails 3 inquest import rye.md
prints 'INC-1 "Rye mill stood still for a morning": '
complains 'one loaf.'
complains 'inquest drafts'
ok section impact
prints 'Hardly any bread.'
prints_not 'Not one loaf.'
ok section notes
prints 'The belt was old.'
ok inquest drafts
prints 'section impact, edited by rye.md: text Not one loaf.'
ok inquest drafts log "$(sed 's/ .*//;q' "$STATE/out")"
ok section impact
prints 'Not one loaf.'
ok inquest import rye.md
prints 'nothing new'

# what was deleted here stays so; what is gone there goes, unless it was changed here
printf '\n## One\n\n1\n\n## Two\n\n2\n\n## Three\n\n3\n' >>rye.md
ok inquest import rye.md
prints '3 sections added'
ok inquest section delete one -i 1
ok inquest section set three 'drei' -i 1
sed -i '/^## Two/,$d; s/^1$/eins/' rye.md
ok inquest import rye.md
prints '1 section deleted'
fails 1 section one
fails 1 section two
ok section three
prints 'drei'

# one undo takes a version back
ok inquest undo -i 1
ok section two

# a version under another name, said by -i; and of an incident that was never imported
write 'Nothing whatsoever was ground.' 'Not one loaf.'
mv rye.md moved.md
ok inquest import -i 1 moved.md
prints 'INC-1 '
ok section summary
prints 'Nothing whatsoever was ground.'
ok inquest import moved.md
prints 'nothing new: INC-1'
ok inquest new 'Oven cold'
ok inquest section set summary 'It is cold.'
printf '# Oven\n\n## Impact\n\nNo cake.\n\n## Summary\n\nCold.\n' >oven.md
fails 3 inquest import -i 2 oven.md
ok inquest section show impact -i 2
prints 'No cake.'
ok inquest section show summary -i 2
prints 'It is cold.'
ok inquest show -i 2
prints 'Oven cold'
mkdir two
cp moved.md two/a.md
cp moved.md two/b.md
fails 2 inquest import -i 2 two
complains '-i names one incident'
fails 1 inquest import -i 77 oven.md

# ---- what was recognised: told apart by the bytes it was read from, else by likeness -------------------------------------

cat >mill.md <<'END'
# Mill two stood still

## Timeline

- 2022-03-04 08:10 UTC: the belt slips
- 2022-03-04 08:30 UTC: the miller notices the noise
- 2022-03-04 09:00 UTC: a spare belt is looked for
- 2022-03-04 11:30 UTC: a new belt runs

## Action items

| Action | Owner | Priority |
| --- | --- | --- |
| Keep a spare belt | mia | P1 |
| Train two millers | bo | P2 |
END
ok inquest import mill.md
prints 'INC-3 "Mill two stood still": 4 events, 2 actions'
i() { inquest "$@" -i 3; }

# here: an event corrected, one made a milestone, one deleted; an action item given to somebody else
ok i event edit 2 'the miller hears a noise'
ok i event edit 1 --kind impact
ok i event delete 3
ok i action edit 1 --owner cy
ok i log -t '2022-03-04 12:00' 'logged here'

# there: a time, a line more, a line less, other words, another priority and owner
cat >mill.md <<'END'
# Mill two stood still

## Timeline

- 2022-03-04 08:12 UTC: the belt slips
- 2022-03-04 08:30 UTC: the miller notices the noise
- 2022-03-04 09:00 UTC: a spare belt is searched for
- 2022-03-04 10:15 UTC: a belt is bought in town

## Action items

| Action | Owner | Priority |
| --- | --- | --- |
| Keep a spare belt | mia | P0 |
| Train two millers | dana | P2 |
END
ok inquest import --dry-run mill.md
prints 'deleted here, and stays so'
prints 'no longer in the document'
prints '1 event added, 1 event changed, 1 event deleted, 2 actions changed'
ok inquest import mill.md
prints '1 event added, 1 event changed, 1 event deleted, 2 actions changed'
ok i event
prints '2022-03-04 08:12 UTC  impact'
prints 'the miller hears a noise'
prints 'a belt is bought in town'
prints 'logged here'
prints_not 'looked for'
prints_not 'searched for'
prints_not 'a new belt runs'
prints_lines 4
ok i action --json
json '$[0].priority' P0
json '$[0].owner' cy
json '$[1].owner' dana
ok inquest import mill.md
prints 'nothing new'

# both changed one field: what is here stays, theirs is a draft of the form, and the rest of the line is taken
sed -i 's/| Train two millers | dana | P2 |/| Train two millers | ed | P3 |/' mill.md
ok i action edit 2 --owner fay
fails 3 inquest import mill.md
complains 'fay'
ok i action --json
json '$[1].owner' fay
json '$[1].priority' P3
ok inquest drafts
prints 'owner ed'

# a day that moves takes the times below it along, though their lines are the same
printf '# Oven 2022-05-01\n\n## Timeline\n\n- 10:00 UTC: it cools\n- 11:00 UTC: it is hot\n' >day.md
ok inquest import day.md
prints 'INC-4 '
sed -i 's/05-01/05-02/' day.md
ok inquest import day.md
prints '2 events changed'
ok inquest event -i 4
prints '2022-05-02 10:00 UTC'
prints_not '2022-05-01'

# causes keep the order of the document
printf '# Why\n\n## Contributing factors\n\n- The fuse was old\n- Nobody had a spare one\n\n## Action items\n\n- [ ] Buy fuses\n' >why.md
ok inquest import why.md
sed -i '/The fuse/d; s/^- Nobody.*/&\n- The fuse was very old/; s/\[ \]/[x]/' why.md
ok inquest import why.md
ok inquest action -i 5 --json
json '$[0].state' 'done'
prints_not '"number":2'
ok inquest cause -i 5 --json
json '$[0].text' 'Nobody had a spare one'
json '$[1].text' 'The fuse was very old'

# what was written here and rendered comes back as what it is, not once more
printf '# Oven\n\n## Timeline\n\n- 2022-06-01 10:00 UTC: it cools\n\n## Action items\n\n- [ ] Buy gas\n' >gas.md
ok inquest import gas.md
ok inquest log -i 6 -a 'Lena Ohm' --at '2022-06-01 11:00' 'it is hot'
ok inquest action add -i 6 'Check the valve' -o lena -p P1 --due 2022-07-01
ok inquest render -i 6 -o gas2.md
ok inquest import -i 6 gas2.md
ok inquest event -i 6 --json
json '$[1].text' 'it is hot'
json '$[1].author' 'Lena Ohm'
prints_not '"number":3'
ok inquest action -i 6 --json
json '$[0].owner' lena
prints_not '"number":3'
ok inquest render -i 6 -o gas3.md
ok cmp gas2.md gas3.md
# nor does another database lose its fields
INQUEST_DB=$PWD/other.db
export INQUEST_DB
ok inquest import gas2.md
ok inquest action -i 1 --json
json '$[0].title' 'Check the valve'
json '$[0].owner' lena
json '$[0].priority' P1
json '$[0].due' 2022-07-01

# times without any day are no events, and come in once the document says its day
printf '# Sluice jammed\n\n## Timeline\n\n- 10:00 UTC it jams\n- 10:20 UTC resolved\n' >sluice.md
ok inquest import --dry-run sluice.md
prints '2 times stay text'
ok inquest import sluice.md
prints '"Sluice jammed": 2 sections'
sed -i 's/^# .*/&\n\nDate: 2022-11-05/' sluice.md
ok inquest import sluice.md
prints '2 events added'
prints 'its own fields changed'
ok inquest list --all
prints '2022-11-05'
