# event shift: times moved, everything else stays.

ok inquest new Outage
ok inquest log --at 13:05 minute
ok inquest log --at 13:06:30 exact
ok inquest log --at '~13:07' about
ok inquest log --at 2023-01-17 day
ok inquest event shift 1 +1m
prints_line '#1  2023-01-18 13:06 UTC  note  ana  minute'
ok inquest event shift 2 -90s
prints_line '#2  2023-01-18 13:05:00 UTC  note  ana  exact'
ok inquest event shift 1,3 2 -1h30m
prints '#3  ~2023-01-18 11:37 UTC    note  ana  about'
prints_lines 3
ok inquest event show 1-3 --json
json '$[0].at' 2023-01-18T11:36:00Z
json '$[0].precision' minute
json '$[1].at' 2023-01-18T11:35:00Z
json '$[1].precision' exact
json '$[2].precision' about
ok inquest undo
ok inquest event show 3 --json
json '$.at' 2023-01-18T13:07:00Z

ok inquest event shift 4 -1d
prints '2023-01-16'
fails 2 inquest event shift 4 -1m
complains 'only the day is known'
# all or nothing
fails 2 inquest event shift 1,4 +1m
ok inquest event show 1 --json
json '$.at' 2023-01-18T13:06:00Z

fails 2 inquest event shift
fails 2 inquest event shift 3
complains 'how far'
for bad in 1m + - +x +1 3 ++1m 'next week'; do
  fails 2 inquest event shift 3 "$bad"
  complains 'how far'
done
fails 1 inquest event shift 9 +1m
fails 2 inquest event shift x +1m
fails 2 inquest event shift 3 +9000y
fails 2 inquest event shift 3 +500000w
complains 'years 1970 to 9999'
fails 2 inquest event shift 3 -5000w
