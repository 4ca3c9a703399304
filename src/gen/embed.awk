# Turns text files into a C table of { name, text } rows. A row's name is the file's own name.
# Usage: awk -f embed.awk FILE…
function quoted(line) {
  gsub(/\\/, "\\\\", line)
  gsub(/"/, "\\\"", line)
  gsub(/\?\?/, "?\\?", line)
  return "\t\t\"" line "\\n\""
}
FNR == 1 {
  n = split(FILENAME, parts, "/")
  print (open ? "\t},\n" : "") "\t{ \"" parts[n] "\","
  open = 1
}
{ print quoted($0) }
END { if (open) print "\t}," }
