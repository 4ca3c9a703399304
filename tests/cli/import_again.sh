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
