# Turns the shipped inquestrc into C: with part=options `[OPTION_NAME] = "value",` for each `config`, with part=keys
# a row { view, key, command, where } for each `bind` and `unbind`. What is written there is plainer than what users may
# write: a value or command is one word, or stands in double quotes without any mark in it; no key is bound twice.
# Usage: awk -v part=options|keys -f rc.awk inquestrc
function fail(why) {
  print "rc.awk: " FILENAME ":" FNR ": " why > "/dev/stderr"
  failed = 1
  exit 1
}
function quoted(text) {
  gsub(/\\/, "\\\\", text)
  gsub(/"/, "\\\"", text)
  return "\"" text "\""
}
# What comes after so many words.
function after(count,   rest) {
  rest = $0
  while (count-- > 0) sub(/^[^ ]+ /, "", rest)
  if (rest ~ /^"[^"\\]*"$/) return substr(rest, 2, length(rest) - 2)
  if (rest ~ /[ "'\\]/ || rest ~ /^#/) fail("one word, or a text in double quotes, is expected: " rest)
  return rest
}
function row(command) {
  if (bound[$2, $3]++) fail($3 " is bound twice in " $2)
  if ($3 ~ /["'\\#]/) fail("no such key here: " $3)
  if (part == "keys") {
    n = split(FILENAME, parts, "/")
    print "\t{ " quoted($2) ", " quoted($3) ", " quoted(command) ", " quoted(parts[n] ":" FNR) " },"
  }
}
/^ *(#|$)/ { next }
$1 == "config" {
  name = toupper($2)
  gsub(/\./, "_", name)
  if (part == "options") print "\t[OPTION_" name "] = " quoted(after(2)) ","
  next
}
$1 == "bind" { row(after(3)); next }
$1 == "unbind" && NF == 3 { row(""); next }
{ fail("none of config, bind, unbind") }
END { exit failed }
