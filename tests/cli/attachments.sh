# Attached files stand beside the published document, for those who may read them, under safe names.

r=$SCRATCH/r
files() { git -C "$r" ls-tree -r --name-only main | grep assets; }
folder=incidents/2023/2023-01-17-disk-full.assets

git init -q -b main "$r"
ok inquest config publish.repository "$r"
ok inquest new 'Disk full' --started '2023-01-17 23:30'
ok inquest log -t '2023-01-17 23:50' 'a graph shows it'
printf 'PNG bytes' >graph.png
printf 'other bytes' >other.png
printf 'team only' >secret.txt
printf 'log line' >server.log
ok inquest attach --event 1 graph.png
ok inquest attach server.log
ok inquest attach secret.txt --audience team
# names that would lead elsewhere, and two that are the same on some file systems
ok inquest attach other.png --name '.git\config <x>..png'
ok inquest attach other.png --name 'GRAPH.png'
ok inquest attach graph.png
ok inquest publish --force testing
equal "$(files)" "$folder/GRAPH-2.png
$folder/git-config-x.png
$folder/graph.png
$folder/server.log"
same "$r/$folder/graph.png" graph.png
same "$r/$folder/GRAPH-2.png" other.png
equal "$(git -C "$r" rev-list --count main)" 1
equal "$(git -C "$r" status --porcelain | wc -l)" 0
ok cat "$r/incidents/2023/2023-01-17-disk-full.md"
prints '  ![graph.png](2023-01-17-disk-full.assets/graph.png)'
prints '- [server.log](2023-01-17-disk-full.assets/server.log)'
prints_line '- [graph.png](2023-01-17-disk-full.assets/graph.png)'
prints 'assets/git-config-x.png'
prints_not secret

# nothing changed: no commit; what is no more attached goes, in the same commit as the document
ok inquest publish --force testing
prints 'already up to date'
equal "$(git -C "$r" rev-list --count main)" 1
ok inquest attach delete 2
ok inquest attach delete 5
ok inquest publish --force testing
equal "$(git -C "$r" rev-list --count main)" 2
equal "$(files)" "$folder/git-config-x.png
$folder/graph.png"
not_there "$r/$folder/server.log"
equal "$(git -C "$r" status --porcelain | wc -l)" 0

# a file of a colleague that the document speaks of stays, another does not; uncommitted work is not touched
printf x >"$r/$folder/drawn.png"
printf x >"$r/$folder/stray.png"
sed -i 's/^# Disk.*/&\n\n![drawn](2023-01-17-disk-full.assets\/drawn.png)/' "$r/incidents/2023/2023-01-17-disk-full.md"
git -C "$r" add -A
git -C "$r" commit -q -m 'a drawing'
printf y >"$r/$folder/uncommitted.png"
ok inquest log 'one more'
ok inquest publish --force testing
equal "$(files)" "$folder/drawn.png
$folder/git-config-x.png
$folder/graph.png"
there "$r/$folder/uncommitted.png"
rm "$r/$folder/uncommitted.png"
printf changed >"$r/$folder/graph.png"
ok inquest attach delete 1,6
fails 3 inquest publish --force testing
complains 'graph.png has uncommitted changes'
equal "$(cat "$r/$folder/graph.png")" changed
git -C "$r" restore "$folder/graph.png"
ok inquest publish --force testing
equal "$(files)" "$folder/drawn.png
$folder/git-config-x.png"

# what is redacted vanishes
ok inquest attach server.log --name redact-me.log
ok inquest publish --force testing
there "$r/$folder/redact-me.log"
ok inquest redact 'log line'
ok inquest publish --force testing
not_there "$r/$folder/redact-me.log"

# the limit, and none at all
ok inquest config publish.attachments 8
ok inquest attach other.png --name large.png
ok inquest publish --force testing
complains 'large.png, is only named'
not_there "$r/$folder/large.png"
ok cat "$r/incidents/2023/2023-01-17-disk-full.md"
prints '- large.png'
fails 2 inquest config publish.attachments plenty
complains 'not a size such as 10MB'
ok inquest config publish.attachments 1MB

# a bare repository; and a folder that is somebody else's
git init -q --bare -b main bare
ok inquest publish -r "$SCRATCH/bare" --force testing
equal "$(git -C bare ls-tree -r --name-only main | grep -c assets)" 2
ok inquest attach delete 4,8
ok inquest publish -r "$SCRATCH/bare" --force testing
equal "$(git -C bare ls-tree -r --name-only main | grep assets | wc -l)" 0
git init -q -b main theirs
mkdir -p "theirs/$folder"
printf mine >"theirs/$folder/graph.png"
printf mine >"theirs/$folder/more.png"
git -C theirs add -A
git -C theirs commit -q -m theirs
ok inquest attach graph.png
fails 3 inquest publish -r "$SCRATCH/theirs" --force testing
complains 'graph.png is already in the repository and was not published from here'
equal "$(git -C theirs rev-list --count main)" 1

# beside a rendered file, when asked
ok inquest render -o out.md --attachments
prints_not png
same out.assets/graph.png graph.png
ok cat out.md
prints '[graph.png](out.assets/graph.png)'
ok inquest render -o plain.md
not_there plain.assets
ok cat plain.md
prints '- graph.png'
fails 2 inquest render --attachments
complains '--attachments needs --output FILE'

# a file that a colleague edited there is not overwritten; attached here it is the same again
git init -q -b main "$SCRATCH/shared"
ok inquest config publish.repository "$SCRATCH/shared"
ok inquest new 'Plan' --started '2023-02-01 10:00'
printf 'one' >plan.txt
ok inquest attach plan.txt
ok inquest publish --force testing
folder=$SCRATCH/shared/incidents/2023/2023-02-01-plan.assets
printf 'edited' >"$folder/plan.txt"
git -C "$SCRATCH/shared" commit -qam 'better plan'
before=$(git -C "$SCRATCH/shared" rev-parse HEAD)
ok inquest log 'one more'
fails 3 inquest publish --force testing
complains 'plan.txt was edited in the repository and is not what is attached here'
complains '`inquest attach delete 1`'
fails 3 inquest publish --force testing
equal "$(git -C "$SCRATCH/shared" rev-parse HEAD)" "$before"
ok inquest attach "$folder/plan.txt"
ok inquest attach delete 1
ok inquest publish --force testing
equal "$(cat "$folder/plan.txt")" edited
# a version of ours goes over one of ours, also where history was rewritten, and where the bytes were redacted
printf 'sesame' >plan.txt
ok inquest attach plan.txt
ok inquest attach delete 2
ok inquest publish --force testing
git -C "$SCRATCH/shared" commit -q --amend -m 'rewritten'
printf 'three' >plan.txt
ok inquest attach plan.txt
ok inquest attach delete 3
ok inquest publish --force testing
equal "$(cat "$folder/plan.txt")" three
printf 'the key is sesame' >plan.txt
ok inquest attach plan.txt
ok inquest attach delete 4
ok inquest publish --force testing
ok inquest redact sesame
printf 'the key is out' >plan.txt
ok inquest attach plan.txt
ok inquest publish --force testing
equal "$(cat "$folder/plan.txt")" 'the key is out'
