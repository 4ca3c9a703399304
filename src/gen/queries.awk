# Turns src/store/queries/*.sql into a C table: an enumerator and the SQL text for each
# `-- name: …` line, in file order. Comment lines are left out of the text.
# `-- part: name` instead begins lines that stand wherever a line `-- use: name` is, later in the file.
# Usage: awk -v part=enum|table -f queries.awk FILE…
function quoted(line) {
  gsub(/\\/, "\\\\", line)
  gsub(/"/, "\\\"", line)
  return "\"" line "\\n\""
}
/^-- name: / {
  inside = ""
  name = toupper($3)
  if (seen[name]++) { print "queries.awk: " FILENAME ": second query named " $3 > "/dev/stderr"; exit 1 }
  if (part == "enum") print "\tQUERY_" name ","
  else print (open ? "\t},\n" : "") "\t[QUERY_" name "] = { \"" $3 "\","
  open = 1
  next
}
/^-- part: / { inside = $3; next }
/^[ \t]*-- use: / {
  if (!($3 in parts)) { print "queries.awk: " FILENAME ": no part named " $3 > "/dev/stderr"; exit 1 }
  if (part == "table") printf "%s", parts[$3]
  next
}
/^[ \t]*--/ || /^[ \t]*$/ { next }
inside { parts[inside] = parts[inside] "\t\t" quoted($0) "\n"; next }
part == "table" && open { print "\t\t" quoted($0) }
END { if (part == "table" && open) print "\t}," }
