# Somebody holds the database: short holds are waited for, a long one is exit 3 within six seconds.

hold() { # DATABASE HOW: in the background, until the file DATABASE.release is there
  {
    echo "BEGIN $2;"
    echo "SELECT count(*) FROM incident;"
    echo ".shell touch $1.held"
    while [ ! -e "$1.release" ]; do sleep 0.05; done
    echo 'ROLLBACK;'
  } | sqlite3 -batch -bail -init /dev/null "$1" >/dev/null &
  for i in $(seq 500); do [ -e "$1.held" ] && break; sleep 0.05; done
  there "$1.held"
}

for name in writer alone soon; do
  ok inquest --db $name.db new Outage
  ok inquest --db $name.db log one
done
# one that has begun to write, and one that lets nobody in
hold writer.db IMMEDIATE
hold alone.db EXCLUSIVE

# readers are not held up by a writer who has not yet got to the file
ok inquest --db writer.db show
prints one

# all these give up by themselves, at the same time
n=0
waiting() { # STATUS WORD…
  n=$((n + 1))
  echo "$*" >words$n
  shift
  { inquest "$@" >out$n 2>err$n; echo $? >status$n; } &
}
begin=$(date +%s)
waiting 3 --db writer.db log two
waiting 3 --db alone.db log two
waiting 3 --db alone.db show
waiting 3 --db alone.db backup copy.db
waiting 3 --db alone.db doctor
waiting 3 --db alone.db doctor --repair --to fixed.db
waiting 3 --db alone.db new Second
sleep 4
equal "$(ls status* 2>/dev/null | wc -l)" 0
for i in $(seq $n); do
  for try in $(seq 80); do [ -s status$i ] && break; sleep 0.05; done
  equal "$(cat status$i) $(cut -d ' ' -f 2- words$i)" "$(cat words$i)"
  if grep -q '^inquest: .*\.db is locked by another program.*try again' err$i; then pass; else fail 'no message'; show err$i; fi
done
took=$(($(date +%s) - begin))
if [ "$took" -le 8 ]; then pass; else fail "it took $took s"; fi
not_there copy.db
not_there fixed.db
: >writer.db.release
: >alone.db.release
wait
for name in writer alone; do
  ok inquest --db $name.db event
  prints_lines 1
done

# let go in time: nobody notices
hold soon.db EXCLUSIVE
{ sleep 0.3; : >soon.db.release; } &
ok inquest --db soon.db log 'after the wait'
wait
ok inquest --db soon.db event
prints_lines 2

# many at once: all of them are there, each number once
for n in 1 2 3 4 5 6 7 8; do
  (for m in 1 2 3 4 5; do inquest --db soon.db log "writer $n event $m" || echo "$n failed" >>failed; done >/dev/null 2>&1) &
done
wait
not_there failed
sql soon.db 'SELECT count(*), count(DISTINCT number), count(DISTINCT id) FROM event' '42|42|42'
ok inquest --db soon.db doctor
prints '0 findings'
