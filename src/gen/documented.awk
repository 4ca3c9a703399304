# Every function a header declares has a comment above it, or stands in a group (no empty line between)
# that a comment begins. Usage: awk -f documented.awk HEADER…
FNR == 1 { documented = comment = depth = going = 0 }
comment { if (/\*\//) comment = 0; next }
/^[ \t]*$/ { documented = 0; next }
/^#/ { next }
depth == 0 && /^\/\*/ { documented = 1; if (!/\*\//) comment = 1; next }
{ aside = /\/\*/; gsub(/\/\*.*\*\//, "") }
depth == 0 && !going && /^[A-Za-z_][A-Za-z0-9_ *]*\(/ && !/^(typedef|_Static_assert|static_assert)/ {
  functions++
  if (!documented && !aside) { print FILENAME ":" FNR ": no comment: " $0; failed = 1 }
}
{ depth += gsub(/\{/, "{") - gsub(/\}/, "}"); going = depth == 0 && !/[;}][ \t]*$/ }
END {
  if (!failed) print "headers: each of " functions + 0 " functions is documented"
  exit failed || !functions
}
