# For scripts that enter a real postmortem again and look at what is rendered: sourced.

# long after all of them, as who writes them up is
export INQUEST_NOW=2026-01-12T09:00:00Z

outline() { # FILE: its blocks, as GitHub reads it
  cmark-gfm -t xml -e table -e autolink -e strikethrough -e tasklist --unsafe "$1" | awk -f "$TESTS/support/outline.awk"
}

e() { # TIME KIND AUTHOR TEXT: one event
  ok inquest log --at "$1" --kind "$2" --author "$3" "$4"
}

section() { # KEY: its text on standard input
  cat >section.md
  ok inquest section set "$1" - <section.md
}

rendered() { # the document, and its outline, of the incident
  ok inquest render
  cp "$STATE/out" document.md
  complains_not 'there is no template'
  outline document.md >outline
  equal "$(grep -c 'Not written yet' document.md)" 0
  equal "$(grep -c 'inquest [a-z]* add\|inquest log' document.md)" 0
}

headings() { # WANT: all headings, a line each: LEVEL TEXT
  equal "$(sed -n 's/^heading //p' outline)" "$1"
}

part() { # HEADING: what stands below it, up to the next heading of its level or above
  awk -v want="$1" '/^heading/ { if (inside && $2 <= level) inside = 0 }
    inside { print }
    /^heading/ && substr($0, 11) == want { inside = 1; level = $2 }' outline
}

counts() { # HEADING PATTERN NUMBER: so many lines of its outline match
  equal "$1: $(part "$1" | grep -c -e "$2")" "$1: $3"
}

holds_line() { # HEADING LINE: one whole line of its outline
  if part "$1" | grep -qxF -e "$2"; then pass; else
    fail "below $1 there is no line: $2"
    part "$1"
  fi
}

published() { # what is published is what was rendered; what the original lacks would keep it from that
  git init -q -b main repository
  ok inquest publish -r repository --force 'As it was at the time'
  path=$(sed -n 's/.*\(incidents\/[^ ]*\.md\).*/\1/p' "$STATE/out" | head -n 1)
  same "repository/$path" document.md
}
