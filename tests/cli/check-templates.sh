# What a template makes no use of is not asked for: each of the shipped ones, and one that asks for next to nothing.

found() { # CHECK: the keys or kinds of what the check finds now
  query :memory: "SELECT coalesce(value ->> 'section', value ->> 'kind') FROM json_each(CAST(readfile('$STATE/out') AS TEXT))
    WHERE value ->> 'check' = '$1'" | tr '\n' ' '
}

none_of() { # CHECK…: they find nothing now
  for check in "$@"; do
    equal "$check: $(found "$check")" "$check: "
  done
}

ok inquest new 'Checkout fails' --timezone UTC --started '2023-01-17 14:00'
ok inquest log -k impact --at '2023-01-17 14:00' errors
ok inquest log -k detected --at '2023-01-17 14:05' alert
ok inquest log -k resolved --at '2023-01-17 14:30' over
ok inquest set status resolved
ok inquest action add 'Write the runbook' -p P1 -t prevent -l ops/infra#23

# a section is demanded where its template asks for it, and nowhere else
ok inquest template list --json
query :memory: "SELECT value ->> 'name' FROM json_each(CAST(readfile('$STATE/out') AS TEXT))" >names
while read -r name; do
  inquest check --template "$name" --json >"$STATE/out" 2>"$STATE/err"
  found section >sections
  found lessons >>sections
  found summary >>sections
  found recovery >>sections
  ok inquest template show "$name"
  for key in $(cat sections); do
    prints "{{! ask $key:"
  done
  pass
done <names

exits 1 inquest check --template sre --json
equal "$(found lessons)" 'went-well went-wrong got-lucky '
equal "$(found root-cause)" 'cause '
equal "$(found action-owner)" 'action '
exits 1 inquest check --template narrative --json
none_of lessons summary

# neither does a story owe measures
ok inquest event delete 1
exits 1 inquest check --template narrative --json
none_of impact
exits 1 inquest check --template sre --json
equal "$(found impact)" 'event '
ok inquest undo

# one's own, with a partial
mkdir -p "$XDG_CONFIG_HOME/inquest/templates"
printf '# {{title}}\n\n{{! ask story: What happened? }}\n{{{sections.story}}}\n' >"$XDG_CONFIG_HOME/inquest/templates/short.md"
exits 1 inquest check --template short --json
equal "$(found section)" 'story '
none_of lessons root-cause trigger action-owner evidence similar
# what publishing needs is always asked for
equal "$(found owner)" 'role '
printf '{{#teams}}{{team}}{{/teams}}\n' >"$XDG_CONFIG_HOME/inquest/templates/part.md"
printf '{{>part}}\n' >>"$XDG_CONFIG_HOME/inquest/templates/short.md"
exits 1 inquest check --template short --json
equal "$(found action-owner)" 'action '

# the incident's own template counts, one that is not there is told
ok inquest set template short
exits 1 inquest check --json
equal "$(found section)" 'story '
fails 1 inquest check --template nowhere
complains "no template 'nowhere'"
