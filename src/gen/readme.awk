# Fills the screens of a Markdown file from the golden ones: the indented block after a line
#   <!-- screen NAME LABEL -->
# becomes the text of the shot LABEL of tests/screen/NAME.screen, so that what readers see is what the tests
# have compared. The file is written to standard output; -v folder=… is where the screens are.

function shot(name, label,    path, line, inside, found, text, blank)
{
	path = folder "/" name ".screen"
	while ((getline line < path) > 0) {
		if (line ~ /^==== / || line == "---- styles") {
			inside = line ~ ("^==== [0-9]+ (styles )?" label " ====")
			found += inside
		} else if (inside) {
			# the blank rows at the end of a screen say nothing
			if (line == "") {
				blank = blank "\n"
			} else {
				text = text blank "    " line "\n"
				blank = ""
			}
		}
	}
	close(path)
	if (found != 1) {
		printf "README: %s has %d shots called %s\n", path, found, label > "/dev/stderr"
		failed = 1
	}
	return text
}

/^<!-- screen [a-z_0-9]+ [a-z_0-9]+ -->$/ {
	print
	print ""
	printf "%s", shot($3, $4)
	print ""
	skipping = 1
	next
}

skipping && (/^    / || /^$/) { next }

{
	skipping = 0
	print
}

END { exit failed }
