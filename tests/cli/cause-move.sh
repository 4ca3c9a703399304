# cause move: the tree arranged anew, in one batch.

ok inquest new Outage
for i in 1 2 3 4 5; do
  inquest cause add "cause $i" >/dev/null || fail add
done
tree() { # WANT: "number:parent" of each in order
  equal "$(query "$INQUEST_DB" "SELECT group_concat(number || coalesce(':' || parent, ''), ' ') FROM
    (SELECT cause.number, parent.number AS parent FROM cause LEFT JOIN cause AS parent ON parent.id = cause.parent
     ORDER BY parent.number, coalesce(cause.position, cause.number), cause.number)")" "$1"
}
tree '1 2 3 4 5'
ok inquest cause move 5 --before 2
prints_lines 5
tree '1 5 2 3 4'
ok inquest undo
tree '1 2 3 4 5'
ok inquest cause move 1 --after 3
tree '2 3 1 4 5'
ok inquest cause move 3 --under 2
tree '2 1 4 5 3:2'
ok inquest cause move 4,5 -u 2
tree '2 1 3:2 4:2 5:2'
ok inquest cause move 4 --up
tree '2 1 4:2 3:2 5:2'
fails 2 inquest cause move 4 --up
complains 'first there already'
ok inquest cause move 4 --down
tree '2 1 3:2 4:2 5:2'
ok inquest cause move 3,4 --down
tree '2 1 5:2 3:2 4:2'
fails 2 inquest cause move 4 --down
complains 'last there already'
ok inquest cause move 3 --in
tree '2 1 5:2 4:2 3:5'
fails 2 inquest cause move 2 --in
complains 'none before it'
ok inquest cause move 3 --out
tree '2 1 5:2 3:2 4:2'
ok inquest cause move 3,4 --out
tree '2 3 4 1 5:2'
fails 2 inquest cause move 1 --out
complains 'at the top already'
ok inquest cause move 5 --top
tree '2 3 4 1 5'
ok inquest cause add -u 3 'cause 6'
tree '2 3 4 1 5 6:3'
# not into itself, and then nothing has moved
fails 2 inquest cause move 4,3 --under 6
complains 'under itself'
tree '2 3 4 1 5 6:3'
fails 2 inquest cause move 3 --under 3
fails 2 inquest cause move 3 --before 3
complains 'beside itself'
fails 2 inquest cause move 3 --before 6
fails 2 inquest cause move 3
complains 'needs one of'
fails 2 inquest cause move 3 --up --down
fails 2 inquest cause move --up
fails 1 inquest cause move 3 --under 9
complains 'no cause 9'
fails 1 inquest cause move 9 --up
fails 2 inquest cause move 3 --under 1,2
fails 2 inquest cause move 3 --under x
# one undo for all of it
ok inquest cause move 1-3 --under 5
tree '4 5 6:3 1:5 2:5 3:5'
ok inquest undo
tree '2 3 4 1 5 6:3'
ok inquest doctor
