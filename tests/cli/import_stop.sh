# import that is interrupted: what was read is there whole, and nothing of what was not.

mkfifo one two
inquest import one two >out 2>&1 &
pid=$!
printf '# First\n\n## Summary\n\nIt broke.\n' >one
# opened by the reader: the first is written by now
exec 9>two
printf '# Sec' >&9
kill -TERM $pid # a shell lets what runs behind it ignore SIGINT
if wait $pid; then fail "it was not interrupted"; fi
exec 9>&-
ok inquest list --all
prints 'First'
prints_lines 1
ok inquest doctor
printf '# First\n\n## Summary\n\nIt broke.\n' >again.md
ok inquest import again.md
prints 'nothing new: INC-1'
