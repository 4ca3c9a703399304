# role and ref: who has which part, and where the supporting information is.

ok inquest new Outage
ok inquest role
complains 'no roles'
ok inquest role set commander 'Ana Ruiz <ana@example.com>'
prints_line '#1  commander  Ana Ruiz <ana@example.com>'
ok inquest role set scribe Bo Lind
prints 'Bo Lind'
# set hands the part over, add gives it to one more; spellings of the field's literature are known
ok inquest role set IC Cy
prints_line '#1  commander  Cy'
ok inquest role set 'incident commander' Dee
ok inquest role add author Ana
ok inquest role add author 'Bo <bo@example.com>'
ok inquest role set 'comms lead' Eve
ok inquest role list
prints_lines 5
golden role-list
ok inquest role --json
json '$[0].name' commander
json '$[0].person' Dee
json '$[3].person' 'Bo <bo@example.com>'
ok inquest role list --name author
prints_lines 2
ok inquest role list --person bo
prints_lines 2
fails 2 inquest role set commander
complains 'needs a part and a person'
fails 2 inquest role set
fails 2 inquest role set '' Ana
complains 'name must not be empty'
fails 2 inquest role set scribe ''
complains 'person must not be empty'
fails 2 inquest role sett scribe Ana
complains 'did you mean set?'
ok inquest role delete 2
ok inquest role
prints_lines 4
fails 1 inquest role delete 2
# a part that was taken away is given anew
ok inquest role set scribe Fay
prints_line '#6  scribe  Fay'
ok inquest show
prints 'Roles'
prints Fay

ok inquest ref
complains 'no references'
ok inquest ref add https://example.com/issues/50 --label 'issue 50' --title 'Instrument it'
prints_line '#1  issue 50  Instrument it  https://example.com/issues/50'
ok inquest ref add --url https://example.com/51 --json
json '$.number' 2
json '$.url' https://example.com/51
json '$.label' null
ok inquest ref add 'ops/infra#22' -l 22
ok inquest ref list
prints_lines 3
golden ref-list
ok inquest ref list --json
json '$[0].label' 'issue 50'
json '$[0].title' 'Instrument it'
ok inquest ref list -l issue
prints_lines 1
fails 2 inquest ref add
complains 'url must not be empty'
fails 2 inquest ref add https://example.com/a b
complains "'b'"
ok inquest ref edit 2 https://example.com/52
ok inquest ref edit 2 -l fifty-two
ok inquest ref edit 2 --title 'A title'
prints_line '#2  fifty-two  A title  https://example.com/52'
fails 2 inquest ref edit 2 --url ''
ok env INQUEST_EDITOR='sh -c "echo https://example.com/53 >\"\$1\"" -' inquest ref edit 2
prints https://example.com/53
ok inquest ref edit 2 -l ''
ok inquest ref list --json
json '$[1].label' null
ok inquest ref delete 1 2
ok inquest ref
prints_lines 1
fails 1 inquest ref edit 1 -l x
fails 2 inquest ref nonsense
fails 1 inquest ref delete 9
complains 'no reference 9 here: `inquest ref list`'
fails 2 inquest ref delete
complains '`inquest ref list`'
fails 2 inquest role delete
complains '`inquest role list`'

# An action item's link that is a label or an address of the list points into the list, whatever the
# label looks like; each anchor is there once.
ok inquest undo
ok inquest action add One -l 'ISSUE 50'
ok inquest action add Two -l https://example.com/53
ok inquest action add Three -l 22
ok inquest action add Four -l https://elsewhere.example.com/4
ok inquest render
prints '[issue 50](#ref-issue-50)'
prints '<a id="ref-issue-50"></a>'
prints '[22](#ref-22)'
prints '<a id="ref-22"></a>'
prints '(#ref-2)'
prints '<a id="ref-2"></a>'
prints '(https://elsewhere.example.com/4)'

# labels that come out alike, or like a number
ok inquest ref add https://example.com/a -l 'a b'
ok inquest ref add https://example.com/b -l 'a-b'
ok inquest ref add https://example.com/c -l 2
ok inquest action add Five -l a-b
ok inquest action add Six -l 2
ok inquest render
sed -n 's/.*<a id="\([^"]*\)".*/\1/p' "$STATE/out" | sort >anchors
equal "$(wc -l <anchors)" 6
equal "$(sort -u anchors | wc -l)" 6
sed -n 's/.*<a id="\([^"]*\)"><\/a>.*(\(https[^)]*\)).*/\1 \2/p' "$STATE/out" >places
for pair in 'Five b' 'Six c'; do
  anchor=$(sed -n "s/^| ${pair% *} |.*(#\\([^)]*\\)).*/\\1/p" "$STATE/out")
  equal "$(grep "^$anchor " places)" "$anchor https://example.com/${pair#* }"
done

# who owns a postmortem and names no author is its author; nobody's address is in it
ok inquest new Owned
ok inquest role set owner 'Cy Ng <cy@example.com>'
ok inquest log -k impact -t -20m 'errors'
ok env INQUEST_AUTHOR='Di Ek <di@example.com>' inquest log -k detected -t -10m 'an alert'
ok inquest render
prints_line 'Cy Ng'
prints ' by Di Ek, 10 min after'
prints_not example.com
ok inquest role add author Eve
ok inquest render
prints_line Eve
