/* metrics: what an incident's times add up to, and of what that is made */
#include "app/metrics.h"

#include "app/handlers.h"
#include "base/duration.h"
#include "base/when.h"

/* ---- for people --------------------------------------------------------------------------------- */

static void put_input(const struct milestone *milestone, const char *zone, struct buf *out)
{
	buf_printf(out, "%s ", milestone_name(milestone->kind));
	if (!milestone->number) {
		buf_puts(out, "not recorded");
		return;
	}
	when_format(out, milestone->at, zone, milestone->at % MINUTE_MS ? WHEN_FULL : WHEN_MINUTE);
	buf_printf(out, " (event %lld)", (long long)milestone->number);
}

void metric_inputs(const struct metric *metric, const char *zone, struct buf *out)
{
	put_input(&metric->from, zone, out);
	buf_puts(out, ", ");
	put_input(&metric->to, zone, out);
}

/* The command that adds what is missing. An ongoing metric misses something too: that it ended. */
static void put_missing(const struct metric *metric, const char *prefix, struct buf *out)
{
	enum milestone_kind missing = metric_missing(metric);
	if (missing == MILESTONE_COUNT || metric->state == METRIC_KNOWN)
		return;
	buf_printf(out, "  %s: `%slog -k %s -t TIME TEXT`\n",
		metric->state == METRIC_ONGOING ? "when it ends" : "to know it", prefix, milestone_name(missing));
}

static void put_windows(const struct metrics *metrics, const char *zone, struct buf *out)
{
	size_t count = metrics->windows < METRIC_WINDOWS_LISTED ? metrics->windows : METRIC_WINDOWS_LISTED;
	for (size_t i = 0; i < count; i++) {
		const struct impact_window *window = &metrics->listed[i];
		buf_printf(out, "  window %zu: ", i + 1);
		put_input(&window->begin, zone, out);
		buf_puts(out, ", ");
		put_input(&window->end, zone, out);
		buf_puts(out, window->end.number ? ": " : ": so far ");
		duration_format(out, window->ms);
		buf_putc(out, '\n');
	}
	if (count < metrics->windows)
		buf_printf(out, "  and %zu more\n", metrics->windows - count);
}

static void put_metric(
	const struct metrics *metrics, enum metric_kind kind, const char *zone, const char *prefix, struct buf *out)
{
	const struct metric *metric = &metrics->values[kind];
	buf_printf(out, "%s: ", metric_name(kind));
	metric_show(metric, out);
	if (kind == METRIC_DOWNTIME && metrics->windows > 1)
		buf_printf(out, " in %zu windows", metrics->windows);
	buf_printf(out, "\n  %s\n", metric_formula(kind));
	if (kind == METRIC_DOWNTIME && metrics->windows) {
		put_windows(metrics, zone, out);
	} else {
		buf_puts(out, "  ");
		metric_inputs(metric, zone, out);
		buf_putc(out, '\n');
	}
	put_missing(metric, prefix, out);
}

static void put_budget(
	const struct budget *budget, const struct metric *downtime, const char *prefix, struct buf *out)
{
	int64_t used = budget_used(budget, downtime), left = budget_left(budget, downtime);
	if (!budget->allowed) {
		buf_printf(out, "error budget: none set\n  `%sconfig slo.target 99.95%%/28d` or "
				"`%sconfig slo.allowance 15min/year` sets one\n", prefix, prefix);
		return;
	}
	buf_printf(out, "error budget: %s\n  %s: ", budget->label, budget->target ? "the target allows" : "allowed");
	duration_format(out, budget->allowed);
	buf_puts(out, " of downtime in ");
	duration_format(out, budget->period);
	buf_puts(out, "\n  used: ");
	if (used < 0) {
		buf_puts(out, "unknown, as the downtime is\n");
		return;
	}
	duration_format(out, downtime->ms);
	buf_printf(out, ", %lld %%\n  left: ", (long long)used);
	duration_format(out, left > 0 ? left : 0);
	if (left < 0) {
		buf_puts(out, ", exceeded by ");
		duration_format(out, -left);
	}
	buf_putc(out, '\n');
}

/* Everything about them. Milestones that are missing come with the command that adds them. */
static void explain(const struct metrics *metrics, const struct budget *budget, const char *zone,
	const char *prefix, struct buf *out)
{
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		put_metric(metrics, (enum metric_kind)kind, zone, prefix, out);
		buf_putc(out, '\n');
	}
	put_budget(budget, &metrics->values[METRIC_DOWNTIME], prefix, out);
}

/* ---- for programs ------------------------------------------------------------------------------- */

static void json_milestone(struct json *json, const char *name, const struct milestone *milestone)
{
	json_open(json, name, '{');
	json_text(json, "milestone", milestone_name(milestone->kind));
	if (milestone->number) {
		json_int(json, "event", milestone->number);
		json_time(json, "at", milestone->at);
	} else {
		json_null(json, "event");
		json_null(json, "at");
	}
	json_close(json, '}');
}

static void json_metric(struct json *json, const struct metrics *metrics, enum metric_kind kind)
{
	static const char *const states[] = { "unknown", "ongoing", "known", "invalid" };
	const struct metric *metric = &metrics->values[kind];
	enum milestone_kind missing = metric_missing(metric);
	json_open(json, metric_name(kind), '{');
	json_text(json, "state", states[metric->state]);
	if (metric->state == METRIC_KNOWN || metric->state == METRIC_ONGOING)
		json_int(json, "ms", metric->ms);
	else
		json_null(json, "ms");
	json_text(json, "formula", metric_formula(kind));
	json_open(json, "inputs", '[');
	json_milestone(json, NULL, &metric->from);
	json_milestone(json, NULL, &metric->to);
	json_close(json, ']');
	json_text(json, "missing",
		missing == MILESTONE_COUNT || metric->state == METRIC_KNOWN ? NULL : milestone_name(missing));
	json_close(json, '}');
}

static void json_windows(struct json *json, const struct metrics *metrics)
{
	json_int(json, "window_count", (int64_t)metrics->windows);
	json_open(json, "windows", '[');
	for (size_t i = 0; i < metrics->windows && i < METRIC_WINDOWS_LISTED; i++) {
		json_open(json, NULL, '{');
		json_milestone(json, "begin", &metrics->listed[i].begin);
		json_milestone(json, "end", &metrics->listed[i].end);
		json_int(json, "ms", metrics->listed[i].ms);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void json_budget(struct json *json, const struct budget *budget, const struct metric *downtime)
{
	int64_t used = budget_used(budget, downtime);
	if (used >= 0)
		json_int(json, "budget_used_percent", used);
	if (!budget->allowed)
		return;
	json_open(json, "budget", '{');
	json_text(json, "set", budget->label);
	json_text(json, "as", budget->target ? "target" : "allowance");
	json_int(json, "allowed_ms", budget->allowed);
	json_int(json, "period_ms", budget->period);
	if (used >= 0) {
		json_int(json, "used_ms", downtime->ms);
		json_int(json, "left_ms", budget_left(budget, downtime));
	}
	json_close(json, '}');
}

void metrics_json(const struct metrics *metrics, const struct budget *budget, struct json *json)
{
	json_open(json, "metrics", '{');
	for (int kind = 0; kind < METRIC_COUNT; kind++)
		json_metric(json, metrics, (enum metric_kind)kind);
	json_windows(json, metrics);
	json_budget(json, budget, &metrics->values[METRIC_DOWNTIME]);
	if (metrics->problem[0])
		json_text(json, "problem", metrics->problem);
	json_close(json, '}');
}

/* ---- the command -------------------------------------------------------------------------------- */

static void print_json(const struct metrics *metrics, const struct budget *budget, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '{');
	metrics_json(metrics, budget, &json);
	json_close(&json, '}');
	output_json(out, &text);
}

bool cmd_metrics(struct call *call, struct err *err)
{
	struct record incident;
	struct metrics metrics;
	struct budget budget;
	struct buf text = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = app_metrics(call->app, &incident, &metrics, &budget, err);
	if (ok && call->json) {
		print_json(&metrics, &budget, call->out);
	} else if (ok) {
		if (metrics.problem[0])
			buf_printf(&text, "error: %s\n\n", metrics.problem);
		explain(&metrics, &budget, app_zone_of(call->app, &incident), output_prefix(call->out), &text);
		output_text(call->out, buf_text(&text));
	}
	if (ok && metrics.problem[0])
		call->app->exit_status = 1;
	buf_fini(&text);
	record_fini(&incident);
	return ok;
}
