# A document's outline from `cmark-gfm -t xml`, a block a line:
#   heading LEVEL TEXT · text TEXT · item DEPTH TEXT · header CELL|CELL · row CELL|CELL · code TEXT
#   quote · end quote
# and after the block it stands in: link URL TEXT · image URL · anchor ID
function decode(s) {
  gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&amp;/, "\\&", s)
  return s
}
function attribute(name,   rest) {
  if (!match($0, " " name "=\"[^\"]*\"")) return ""
  rest = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
  return decode(rest)
}
function add(s) { text = text s; if (inlink) linktext = linktext s }
function flush(kind) { print kind " " text later; text = later = "" }

# an element's text may go on over several lines
open != "" {
  if ((at = index($0, "</" open ">")) == 0) { body = body "\n" $0; next }
  body = body "\n" substr($0, 1, at - 1)
  element = open; open = ""
}
open == "" && element == "" && match($0, /<(text|code|code_block|html_inline|html_block|softbreak|linebreak)[ >]/) {
  element = substr($0, RSTART + 1, RLENGTH - 2)
  if (element ~ /break$/) { add(" "); element = ""; next }
  body = substr($0, index($0, ">") + 1)
  if ((at = index(body, "</" element ">")) == 0) { open = element; element = ""; next }
  body = substr(body, 1, at - 1)
}
element != "" {
  body = decode(body)
  if (element == "text" || element == "code") add(body)
  else if (element == "code_block") { gsub(/\n/, "\\n", body); print "code " body }
  else if (match(body, /id="[^"]*"/)) later = later "\nanchor " substr(body, RSTART + 4, RLENGTH - 5)
  element = ""
  next
}
/<link / { inlink = 1; linktext = ""; url = attribute("destination") }
/<\/link>/ { inlink = 0; later = later "\nlink " url " " linktext }
/<image / { later = later "\nimage " attribute("destination") }
/<block_quote>/ { print "quote" }
/<\/block_quote>/ { print "end quote" }
/<heading / { level = attribute("level") }
/<\/heading>/ { flush("heading " level) }
/<list / { depth++; first = 1 }
/<\/list>/ { depth-- }
/<(item|tasklist)[ >]/ { first = 1 }
/<\/paragraph>/ { flush(depth && first ? "item " depth : "text"); first = 0 }
/<table_header>/ { row = "header"; cells = "" }
/<table_row>/ { row = "row"; cells = "" }
/<\/table_cell>|<table_cell \/>/ { cells = cells (cells == "" ? "" : "|") (text == "" ? " " : text); text = "" }
/<\/table_(header|row)>/ { text = cells; flush(row) }
