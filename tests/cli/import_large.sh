# What is made of documents with tens of thousands of parts is rendered and checked in seconds. The processor's time is limited
# to ten times what that takes: who looks at each part for each other part needs more.

limited() {
  (ulimit -t 15 && exec "$@")
}
document() { # HEADING LINES FORMAT: so many lines, each with its number
  rm -f "$INQUEST_DB"*
  awk -v heading="$1" -v lines="$2" -v format="$3" 'BEGIN {
    printf "# Queue stalled\n\nDate: 2024-03-01\n\n## %s\n\n", heading
    for (i = 1; i <= lines; i++) printf format, i }' >large.md
}

document 'Root causes' 20000 '- queue %d stalled as its disk was full\n'
ok limited inquest import large.md
prints '20000 causes'
ok limited inquest -i 1 render -o rendered.md
same rendered.md large.md

# each of them is below the one before
document 'Five whys' 10000 '1. Why did queue %d stall? Its disk was full.\n'
ok limited inquest import large.md
prints '10000 causes'
ok limited inquest -i 1 render -o rendered.md
exits 1 limited inquest -i 1 check
prints 'no root cause is named'
ok inquest -i 1 set template five-whys
ok limited inquest -i 1 render
prints 'Why did queue 10000 stall?'

# the checks of an action look at its state
document 'Action items' 20000 '- empty queue %d before its disk is full (owner: ana)\n'
ok inquest import large.md
prints '20000 actions'
exits 1 limited inquest -i 1 check
prints 'no root cause is named'
