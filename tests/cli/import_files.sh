# import: the files that a document names by relative paths are attached; nothing else is read.

mkdir -p pm/img pm/logs elsewhere
printf '\211PNG a' >pm/img/graph.png
printf '\211PNG b' >pm/logs/graph.png
printf '\211PNG c' >'pm/two words.png'
echo 'a log' >pm/logs/node.log
echo secret >elsewhere/secret.txt
ln -s ../../elsewhere/secret.txt pm/img/link.txt
ln -s ../elsewhere pm/out
mkfifo pm/pipe.log
cat >pm/a.md <<'END'
# Graphs

![one](img/graph.png) and ![again](img/graph.png?raw=true) and ![other](logs/graph.png#top)
[log](logs/node.log), ![blank](<two words.png>), ![escaped](two%20words.png)

<p><img width=300 src="./img/graph.png"></p>

[doc](other.md) ![url](https://example.com/x.png) [top](#graphs) [mail](mailto:a@example.com) ![root](/etc/x.png)
![gone](img/gone.png)
![up](../elsewhere/secret.txt)
[link](img/link.txt)
[through](out/secret.txt)
[pipe](pipe.log)
[folder](logs/)
END

ok inquest import --dry-run pm/a.md
prints 'img/gone.png is not there, so it is not attached'
prints '../elsewhere/secret.txt leads out of the document'
prints 'img/link.txt leads out of the document'
prints 'out/secret.txt leads out of the document'
prints 'pipe.log is no plain file'
ok inquest import pm/a.md
prints '4 attachments'
ok inquest attach list -i 1 --json
json '$[0].name' graph.png
json '$[0].media' image/png
json '$[1].name' graph-2.png
json '$[2].name' node.log
json '$[3].name' 'two words.png'
ok inquest attach save -i 1 2 -
same "$STATE/out" pm/logs/graph.png
prints_not secret

# another version: what changed is exchanged, what stayed is left alone
printf '\211PNG A' >pm/img/graph.png
sed -i 's/^# Graphs/# All graphs/' pm/a.md
ok inquest import pm/a.md
prints '1 attachment changed'
ok inquest attach save -i 1 1 -
same "$STATE/out" pm/img/graph.png

# a large one is left out and said
truncate -s 17000000 pm/big.bin
printf '# Big\n\n[core](big.bin)\n' >pm/big.md
ok inquest import --dry-run pm/big.md
prints 'big.bin is larger than 16 MiB, so it is left out'

# what may not be read does not keep what may; root may read all, so as nobody
nobody=env
[ "$(id -u)" != 0 ] || nobody='setpriv --reuid=65534 --regid=65534 --clear-groups'
chmod 755 "$SCRATCH"
mkdir -p shut/closed open
chmod 777 open
for name in a closed/b c; do printf '# Shut %s\n\n## Summary\n\nIt broke.\n' "$name" >"shut/$name.md"; done
chmod 0 shut/closed shut/c.md
if $nobody test -x "$INQUEST" -a -w "$PWD/open" 2>/dev/null; then
  fails 1 $nobody "$INQUEST" --db "$PWD/open/nobody.db" import --all shut
  prints 'INC-1 "Shut a": '
  complains 'cannot open shut/c.md: Permission denied'
  complains 'cannot open shut/closed: Permission denied'
  complains '2 of 3 were not imported'
else
  skip 'permissions (no setpriv, or a scratch folder that only root sees)'
fi
chmod 700 shut/closed
