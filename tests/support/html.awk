# The outline of an HTML file that inquest wrote, in the lines of outline.awk, so that both can be compared; the table
# of contents is left out, and a drawing is `figure`. Stops with a message and status 1 if a tag is not closed where it
# must be, an attribute has no quotes, an id is there twice, a link to an anchor leads nowhere, or anything would be
# fetched or run.
function bad(why) { print FILENAME ": " why > "/dev/stderr"; failed = 1; exit 1 }
function decode(s) {
  gsub(/&lt;/, "<", s); gsub(/&gt;/, ">", s); gsub(/&quot;/, "\"", s); gsub(/&#39;/, "'", s); gsub(/&amp;/, "\\&", s)
  return s
}
function attribute(name) {
  if (!match(tag, " " name "=\"[^\"]*\"")) return ""
  return decode(substr(tag, RSTART + length(name) + 3, RLENGTH - length(name) - 4))
}
function flush(kind) { print kind " " text later; text = later = "" }
function end_item() { # what stands in an item without a paragraph of its own
  gsub(/^[ ]+|[ ]+$/, "", text)
  if (depth && (text != "" || later != "")) { flush(first[depth] ? "item " depth : "text"); first[depth] = 0 }
  else text = ""
}
function push(name) { stack[++height] = name }
function pop(name) {
  if (stack[height] != name) bad("</" name "> where </" stack[height] "> must be")
  height--
}
BEGIN {
  RS = "<"
  allowed = "^(html|head|meta|title|style|body|main|nav|h[1-6]|p|ul|ol|li|input|blockquote|pre|code|hr|div|table|thead|tbody|tr|" \
    "th|td|a|em|strong|del|br|sup|span|img|figure|figcaption|svg|g|rect|line|path|circle|text|tspan|desc|defs|pattern)$"
  void = "^(meta|br|hr|input|img)$"
}
NR == 1 { if ($0 != "") bad("text before the first tag"); next }
NR == 2 { if ($0 !~ /^!DOCTYPE html>\n$/) bad("no doctype"); next }
{
  if (!match($0, /^\/?[a-z][a-z0-9]*( [a-zA-Z:-]+(="[^"]*")?)*\/?>/)) bad("not a tag: <" $0)
  tag = substr($0, 1, RLENGTH - 1); rest = substr($0, RLENGTH + 1)
  if (rest ~ />/ && tag !~ /^style/) bad("a lone > in: " rest)
  leave = sub(/^\//, "", tag); alone = sub(/\/$/, "", tag)
  name = tag; sub(/ .*/, "", name)
  if (name !~ allowed) bad("a tag of no use: " name)
  if (tag ~ / on[a-z]+=/) bad("an attribute that runs: " tag)
  if (leave) pop(name); else if (name !~ void && !alone) push(name)
  if (!leave && (id = attribute("id")) != "" && seen[id]++) bad("an id is there twice: " id)
  if (!leave && (href = attribute("href")) != "") {
    if (href ~ /^#/) wanted[substr(href, 2)] = 1
    else if (tolower(href) !~ /^(https?:\/\/|mailto:)/) bad("a link that leads elsewhere: " href)
  }
  if (!leave && (src = attribute("src")) != "" && src !~ /^data:image\/[a-z+]+;base64,/) bad("something to be fetched: " src)
  if (tag ~ / (srcset|poster|background|action|style|xlink:href)=/) bad("an attribute of no use: " tag)
}
name == "nav" { skip = !leave }
name == "figure" { if (!leave) { end_item(); print "figure" } skip = !leave }
skip || name ~ /^(html|head|meta|title|style|body|main)$/ { if (name == "style" && (/@import|url\(/)) bad("the style sheet fetches"); next }
name ~ /^(ul|ol|p|pre|blockquote|table|div|h[1-6]|hr)$/ && !leave { end_item() }
name == "blockquote" { end_item(); print (leave ? "end quote" : "quote") }
name == "img" { later = later "\nimage embedded" }
name ~ /^h[1-6]$/ && leave { flush("heading " substr(name, 2)) }
name ~ /^(ul|ol)$/ { if (leave) depth--; else depth++ }
name == "li" && !leave { first[depth] = 1 }
name == "li" && leave { end_item() }
name == "p" && leave { if (text != "") flush(depth && first[depth] ? "item " depth : "text"); else if (later != "") { print substr(later, 2); later = "" }; first[depth] = 0 }
name == "pre" && leave { gsub(/\n/, "\\n", text); print "code " text; text = "" }
name == "pre" { pre = !leave }
name == "thead" && !leave { row = "header" }
name == "tbody" && !leave { row = "row" }
name == "tr" && !leave { cells = "" }
name ~ /^t[hd]$/ && leave { cells = cells (cells == "" ? "" : "|") (text == "" ? " " : text); text = "" }
name == "tr" && leave { text = cells; flush(row) }
name == "a" && !leave { linked = 0; if (attribute("id") != "") later = later "\nanchor " attribute("id"); else { linked = 1; url = attribute("href"); label = "" } }
name == "a" && leave && linked { later = later "\nlink " url " " label; linked = 0 }
{
  if (name ~ /^(tr|thead|tbody|table|div|blockquote|hr)$/ || name ~ /^(p|h[1-6]|ul|ol|li|t[hd]|pre)$/ && leave || name ~ /^(ul|ol)$/) {
    if (rest !~ /^[ \n]*$/) bad("text where none may be: " rest)
    next
  }
  if (!pre) gsub(/\n/, " ", rest)
  rest = decode(rest)
  text = text rest
  if (linked) label = label rest
}
END {
  if (failed) exit 1
  if (height) { print FILENAME ": <" stack[height] "> is not closed" > "/dev/stderr"; exit 1 }
  for (id in wanted) if (!(id in seen)) { print FILENAME ": nothing is at #" id > "/dev/stderr"; exit 1 }
}
