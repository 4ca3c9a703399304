# The layer check: includes go downward only, no header includes itself by way of others, each library's header stands in
# one layer, and SQL in query files.
# Usage: awk -f layers.awk FILE… (paths as src/LAYER/x.c or include/LAYER/x.h)
BEGIN {
  split("base model doc store repo intake app cli tui", names, " ")
  rank["base"] = 1; rank["model"] = 2
  rank["doc"] = rank["store"] = rank["repo"] = 3
  rank["intake"] = 4
  rank["app"] = 5
  rank["cli"] = rank["tui"] = 6
  rank["main"] = 7
  owner["curses.h"] = "src/tui/curses.c"
  owner["term.h"] = "src/tui/curses.c"
  owner["sqlite3.h"] = "store"
  owner["cmark-gfm.h"] = owner["cmark-gfm-core-extensions.h"] = owner["cmark-gfm-extension_api.h"] = "doc"
  owner["git2.h"] = "repo"
  owner["pthread.h"] = owner["threads.h"] = "nobody: the program has one thread"
}
FNR == 1 { n = split(FILENAME, part, "/"); layer = n > 2 ? part[2] : "main" }
/^[ \t]*#[ \t]*include[ \t]*"/ {
  split($0, quote, "\""); split(quote[2], target, "/"); to = target[1]
  if (!(to in rank)) next
  if (part[1] == "include") needs[part[2] "/" part[3]] = needs[part[2] "/" part[3]] " " quote[2]
  if (to != layer && rank[to] >= rank[layer]) bad(layer " may not include " quote[2])
  if ((layer == "cli" || layer == "tui") && (to == "doc" || to == "store" || to == "repo" || to == "intake"))
    bad(layer " goes through app, not " quote[2])
}
/^[ \t]*#[ \t]*include[ \t]*</ {
  split($0, angle, /[<>]/); header = angle[2]
  if (header in owner && owner[header] != layer && owner[header] != FILENAME)
    bad("<" header "> belongs to " owner[header])
}
# SQL stands in src/store/queries and src/store/migrations. What the store says before there are tables is PRAGMA, BEGIN,
# COMMIT, ROLLBACK.
!/^[ \t]*(\/?\*|\/\/)/ && /"/ {
  code = $0; literals = ""
  while (match(code, /"([^"\\]|\\.)*"/)) {
    literals = literals " " substr(code, RSTART, RLENGTH); code = substr(code, RSTART + RLENGTH)
  }
  if (literals ~ /(^|[^A-Za-z])(SELECT|INSERT|REPLACE|DELETE|UPDATE|WITH)[ ]+(OR |INTO |FROM |RECURSIVE |DISTINCT |\*|[a-z_":.]+[ ,(]*(SET |FROM |AS [(]))/ ||
      literals ~ /(CREATE|ALTER|DROP)[ ]+(VIRTUAL |TEMP |UNIQUE )?(TABLE|INDEX|TRIGGER|VIEW)/ || literals ~ /ATTACH DATABASE|VACUUM INTO/)
    bad("SQL belongs into src/store/queries")
  if (layer != "store" && literals ~ /PRAGMA [a-z]/)
    bad("PRAGMA belongs into the store")
}
function bad(why) { print FILENAME ":" FNR ": " why; failed = 1 }
# Depth first: a header that is met while what it needs is still being looked at stands in a circle.
function look(header, way,    i, n, list) {
  if (state[header] == "seen") return
  if (state[header] == "open") { print "headers in a circle:" substr(way, 4) " -> " header; failed = 1; return }
  state[header] = "open"
  n = split(needs[header], list, " ")
  for (i = 1; i <= n; i++) look(list[i], way " -> " header)
  state[header] = "seen"
}
END { for (header in needs) look(header, ""); exit failed }
