# What this program renders it also reads: action items, causes and references of its own forms come back as they were.

ok inquest new "Kiln 2 went out"
ok inquest action add "Line the chimney" --owner ana --type prevent --priority P1 --due 2026-12-01 --team Kilns
ok inquest action add "Ring a bell" --owner bo --type detect --priority P2 --link OPS-12
ok inquest action done 2
ok inquest action add "Ask \`a|b\` and *c*" --priority P3
ok inquest cause add "The flue was blocked" --kind root
ok inquest cause add "Nobody sweeps" --kind why --parent 1
ok inquest cause add "It is high up" --kind why --parent 2
ok inquest cause add "A storm" --kind trigger
ok inquest cause add "No bell" --kind contributing
ok inquest ref add https://kilns.example/flue --label flue --title "The flue"
ok inquest log "the fire went out"

actions() { # DATABASE
  query "$1" "SELECT title, type, priority, owner, due, state, link FROM action ORDER BY title"
}
causes() {
  query "$1" "SELECT a.kind, a.text, b.text FROM cause a LEFT JOIN cause b ON b.id = a.parent ORDER BY a.text"
}
references() {
  query "$1" "SELECT label, url, title FROM reference"
}

mv "$INQUEST_DB" first.db
for form in sre pagerduty workbook; do
  LINE="$LINE ($form)"
  cp first.db "$INQUEST_DB"
  ok inquest set template "$form"
  ok inquest render -o "$form.md"
  rm -f "$INQUEST_DB"
  ok inquest import --all "$form.md"
  actions first.db >before
  actions "$INQUEST_DB" >after
  same after before
  references first.db >before
  references "$INQUEST_DB" >after
  same after before
  if [ "$form" != pagerduty ]; then # whose form has one list of all of them
    causes first.db >before
    causes "$INQUEST_DB" >after
    same after before
  fi
done
