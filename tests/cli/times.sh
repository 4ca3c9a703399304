# Times as people give them: read in the incident's zone with a bias to the past, echoed with zone,
# never guessed. (tests/unit/test_when.c has the whole grammar.)

# now is 15:00 in Berlin, 14:00 UTC, on Wednesday 18 January 2023
ok inquest new Outage --timezone Europe/Berlin

at() { # TEXT ECHO UTC PRECISION
  ok inquest log --json -t "$1" x
  json '$.at' "$3"
  json '$.precision' "$4"
  ok inquest event show "$(json_at '$.number')"
  prints_line "Time      $2"
}
at 14:05 '2023-01-18 14:05 CET' 2023-01-18T13:05:00Z minute
at 13:05:30Z '2023-01-18 14:05:30 CET' 2023-01-18T13:05:30Z exact
at 14:05:30Z '2023-01-17 15:05:30 CET' 2023-01-17T14:05:30Z exact
at 16:10 '2023-01-17 16:10 CET' 2023-01-17T15:10:00Z minute
at -10m '2023-01-18 14:50 CET' 2023-01-18T13:50:00Z minute
at -90s '2023-01-18 14:58:30 CET' 2023-01-18T13:58:30Z exact
at '10 min ago' '2023-01-18 14:50 CET' 2023-01-18T13:50:00Z minute
at 'yesterday 23:10' '2023-01-17 23:10 CET' 2023-01-17T22:10:00Z minute
at 'mon 9:00' '2023-01-16 09:00 CET' 2023-01-16T08:00:00Z minute
at '2023-01-17 15:00' '2023-01-17 15:00 CET' 2023-01-17T14:00:00Z minute
at 2023-01-17T15:00+05:30 '2023-01-17 10:30 CET' 2023-01-17T09:30:00Z minute
at '15:00 America/New_York' '2023-01-17 21:00 CET' 2023-01-17T20:00:00Z minute
at '~14:05' '~2023-01-18 14:05 CET' 2023-01-18T13:05:00Z about
at 2023-01-17 2023-01-17 2023-01-16T23:00:00Z day
at '2022-07-01 12:00' '2022-07-01 12:00 CEST' 2022-07-01T10:00:00Z minute
at '2030-01-01 00:00' '2030-01-01 00:00 CET' 2029-12-31T23:00:00Z minute

# the offset it was entered in is kept
ok inquest log --json -t 2023-01-17T15:00+05:30 x
json '$.offset' 330
ok inquest log --json -t '2022-07-01 12:00' x
json '$.offset' 120

# the clocks skipped it, or showed it twice: both ways out are named, nothing is written
count=$(query "$INQUEST_DB" 'SELECT count(*) FROM change')
fails 2 inquest log -t '2022-03-27 02:30' gap
complains '02:30'
complains 01:59
complains 03:00
fails 2 inquest log -t '2022-10-30 02:30' overlap
complains CEST
complains CET
for bad in 25:00 14:60 2023-02-30 03/04/2023 4.3.2023 soon 'tue 9:00 2023-01-18' '14:00 CES' '' 14:05x '14:05 Mars/Base'; do
  fails 2 inquest log -t "$bad" x
done
fails 2 inquest log -t 03/04/2023 x
complains 2023-
fails 2 inquest log -t 25:00 x
complains "25:00"
sql "$INQUEST_DB" 'SELECT count(*) FROM change' "$count"
# each of the two, said plainly, is taken
at '2022-10-30 02:30 CEST' '2022-10-30 02:30 CEST' 2022-10-30T00:30:00Z minute
at '2022-10-30 02:30 CET' '2022-10-30 02:30 CET' 2022-10-30T01:30:00Z minute
at '2022-10-30 02:30+02:00' '2022-10-30 02:30 CEST' 2022-10-30T00:30:00Z minute

# the timeline is in the order of what happened, whenever it was entered
ok inquest new Second --timezone UTC
ok inquest log -t '13:00' third
ok inquest log -t '2023-01-17' first
ok inquest log -t '~12:30' second
ok inquest event
golden times-timeline

# without --timezone: the user's; TZ names it, whatever form it has
ok env TZ=Asia/Kathmandu inquest new Third
prints 'since 2023-01-18 19:45 +05:45'
ok env TZ=:America/New_York inquest new Fourth
prints 'since 2023-01-18 09:00 EST'
ok inquest config timezone Australia/Lord_Howe
ok inquest new Fifth
prints '2023-01-19 01:00 +11:00'
# --started is read in the zone given beside it
ok inquest new Sixth --started '2023-01-17 15:00' --timezone Asia/Tokyo
prints 'since 2023-01-17 15:00 JST'
# another zone for the incident changes what is shown, not when it was
ok inquest log -t '2023-01-17 16:00' x
ok inquest set timezone Europe/London
ok inquest event
prints '2023-01-17 07:00 GMT'
fails 2 inquest set timezone Nowhere/Atall
complains Nowhere/Atall

# the locale does not matter, nor a zone that is not there
ok env LC_ALL=de_DE.UTF-8 LANG=tr_TR.UTF-8 inquest log -t 'jan 17 15:00' x
prints '2023-01-17 15:00 GMT'
ok inquest config timezone local
ok env TZ=Nowhere/Atall inquest new Seventh
prints '2023-01-18 14:00 UTC'

# Writing up what is over: a clock time alone is on the day of the latest event, which is said.
noted() { # TIME UTC
  ok inquest log --json -t "$1" x
  json '$.at' "$2"
  complains "$1 is read on"
}
ok inquest new Old --timezone America/New_York --started '2017-06-07 10:03'
noted 10:22 2017-06-07T14:22:00Z
complains 'Wed 7 Jun 2017'
ok inquest log -t '2017-06-08 9:00' x
complains_not 'is read on'
noted 16:00 2017-06-08T20:00:00Z
# so is one that is corrected, or moved to another status
ok inquest event edit 1 --at 10:05
complains 'Thu 8 Jun 2017'
ok inquest undo
ok inquest set status resolved --at 17:30
complains 'Thu 8 Jun 2017'
ok inquest event -k resolved
prints '2017-06-08 17:30 EDT'
printf '18:00 first\n18:05 second\n' >chat
ok inquest log --split - <chat
prints '2017-06-08 18:05 EDT'
# who names the day, or how long ago it was, means it
ok inquest log --json -t 'yesterday 23:10' x
json '$.at' 2023-01-18T04:10:00Z
# with an event of today the latest clock time is meant again
ok inquest log -t -1h x
ok inquest log --json -t 8:30 x
json '$.at' 2023-01-18T13:30:00Z
complains_not 'is read on'
# open and not quiet for a week: the outage may have gone on since
ok inquest new Lasting --timezone UTC --started '2023-01-12 09:00'
ok inquest log --json -t 13:00 x
json '$.at' 2023-01-18T13:00:00Z
# over since yesterday evening, and over a moment ago, past midnight
ok inquest new Yesterday --timezone UTC --started '2023-01-17 15:00'
ok inquest log -t '2023-01-17 16:00' -k resolved over
noted 10:30 2023-01-17T10:30:00Z
ok inquest new Midnight --timezone UTC --started '2023-01-18 22:50'
ok inquest log -t '2023-01-18 23:50' -k resolved over
ok env INQUEST_NOW=2023-01-19T00:10:00Z inquest log --json -t 0:05 x
json '$.at' 2023-01-19T00:05:00Z

# now, when nothing pins it
now=$(date -u +%Y-%m-%dT%H)
ok env -u INQUEST_NOW inquest log --json 'it is now'
case $(json_at '$.at') in "$now"* | "$(date -u +%Y-%m-%dT%H)"*) pass ;; *) fail "not now: $(json_at '$.at')" ;; esac
fails 2 env INQUEST_NOW=whenever inquest log x
complains INQUEST_NOW
