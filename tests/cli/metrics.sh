# What the milestones say, in show: formula, several windows, out of order, ongoing, unknown, budget.

metric() { # NAME STATE MINUTES|null
  ok inquest show --json
  json "\$.metrics.\"$1\".state" "$2"
  case $3 in
  null) json "\$.metrics.\"$1\".ms" null ;;
  *) json "\$.metrics.\"$1\".ms" $(($3 * 60000)) ;;
  esac
}

# nothing recorded: unknown, never zero
ok inquest new Outage
for name in 'time to detect' 'time to acknowledge' 'time to mitigate' 'time to resolve' downtime; do
  metric "$name" unknown null
done
json '$.metrics.budget_used_percent' 'nothing there'
json '$.metrics."time to detect".formula' 'detected - impact'
json '$.metrics."time to acknowledge".formula' 'acknowledged - detected'
json '$.metrics."time to mitigate".formula' 'mitigated - impact'
json '$.metrics."time to resolve".formula' 'resolved - impact'
ok inquest show
prints_line 'time to detect: unknown'
prints_line 'downtime: unknown'

# entered in any order
ok inquest log -k resolved -t 13:45 over
ok inquest log -k ack -t 13:09 'on it'
ok inquest log -k mitigated -t 13:30 better
ok inquest log -k impact -t 13:00 begins
ok inquest log -k detected -t 13:04 seen
metric 'time to detect' known 4
metric 'time to acknowledge' known 5
metric 'time to mitigate' known 30
metric 'time to resolve' known 45
metric downtime known 30
ok inquest show
golden metrics-show

# a second window, an overlapping one, one inside another: downtime is their union
ok inquest log -k impact -t 13:35 'back again'
ok inquest log -k mitigated -t 13:40 better
metric downtime known 35
ok inquest log -k impact -t 13:10 'counted already'
metric downtime known 35
metric 'time to detect' known 4
metric 'time to mitigate' known 30
metric 'time to resolve' known 45
ok inquest render
prints 'in 2 windows'

# ongoing: up to now
ok inquest new Second
ok inquest log -k impact -t 13:48 begins
metric 'time to detect' ongoing 12
metric 'time to mitigate' ongoing 12
metric 'time to acknowledge' unknown null
metric downtime ongoing 12
ok inquest show
prints 'downtime: ongoing, 12 min so far'
ok inquest log -k detected -t 13:50 seen
metric 'time to detect' known 2
metric 'time to acknowledge' ongoing 10
# an incident that is over without having been mitigated: unknown
ok inquest set status closed
metric downtime unknown null
metric 'time to mitigate' unknown null
metric 'time to resolve' unknown null

# out of order: an error that names both, never a negative number
ok inquest new Third
ok inquest log -k impact -t 13:30 begins
ok inquest log -k detected -t 13:20 seen
metric 'time to detect' invalid null
json '$.metrics.problem' 'detected (event 2) is earlier than impact (event 1): correct one of the two times'
ok inquest show
prints 'detected (event 2) is earlier than impact (event 1)'
prints 'time to detect: invalid'
ok inquest event edit 2 -t 13:31
metric 'time to detect' known 1
json '$.metrics.problem' 'nothing there'
ok inquest event delete 2
metric 'time to detect' ongoing 30

# error budget: an allowance, or a target over a period
ok inquest log -k mitigated -t 13:45 done
ok inquest config slo.allowance 15min/year
ok inquest show --json
json '$.metrics.budget_used_percent' 100
ok inquest show
prints_line 'error budget used: 100 % of 15min/year'
ok inquest config slo.allowance 1h/month
ok inquest show --json
json '$.metrics.budget_used_percent' 25
ok inquest config slo.allowance ''
ok inquest config slo.target 99.95%/28d
ok inquest show --json
json '$.metrics.budget_used_percent' 74
ok inquest render
prints '74 % of 99.95%/28d'
for bad in 100%/28d 0%/28d 99.9% 99.9%/never -1%/28d x nan%/28d inf%/28d; do
  fails 2 inquest config slo.target "$bad"
  complains 'slo.target'
done
for bad in 15min /year 15min/ 0min/year -15min/year 15/year; do
  fails 2 inquest config slo.allowance "$bad"
  complains 'slo.allowance'
done
ok inquest config slo.target
prints_line 99.95%/28d

# metrics: each value with its formula, the events it is made of, the windows, the budget
ok inquest use 1
ok inquest config slo.target ''
ok inquest config slo.allowance 15min/year
ok inquest metrics
golden metrics
ok inquest metrics --json
json '$.metrics."time to detect".inputs[0].milestone' impact
json '$.metrics."time to detect".inputs[1].event' 5
json '$.metrics."time to detect".missing' null
json '$.metrics.window_count' 2
json '$.metrics.windows[1].begin.event' 6
json '$.metrics.windows[1].ms' 300000
json '$.metrics.budget.allowed_ms' 900000
json '$.metrics.budget.left_ms' -1200000
json '$.metrics.budget.as' allowance

# what is missing is named, with the command that adds it; that command then does
ok inquest new Fourth
ok inquest log -k impact -t 13:50 begins
ok inquest metrics
golden metrics-ongoing
ok inquest log -k detected -t 13:52 TEXT
ok inquest metrics
prints 'detected 2023-01-18 13:52 UTC (event 2)'
ok inquest set status closed
ok inquest metrics --json
json '$.metrics."time to mitigate".missing' mitigated
json '$.metrics.budget_used_percent' 'nothing there'
ok inquest metrics
prints_line '  to know it: `inquest log -k mitigated -t TIME TEXT`'
prints_line '  used: unknown, as the downtime is'
ok inquest config slo.allowance ''
ok inquest metrics
prints_line 'error budget: none set'

# out of order: an error that names both
ok inquest event edit 2 -t 13:40
exits 1 inquest metrics
prints_line 'error: detected (event 2) is earlier than impact (event 1): correct one of the two times'
prints 'impact 2023-01-18 13:50 UTC (event 1), detected 2023-01-18 13:40 UTC (event 2)'
exits 1 inquest metrics --json
json '$.metrics."time to detect".state' invalid
