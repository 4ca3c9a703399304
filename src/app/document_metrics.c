/*
 * metrics [{name, value, formula, inputs}], but for those that are unknown to the readers alone; windows
 * [{from, to, duration}] in which users were affected, and several_windows; durations {detect, ack, mitigate, resolve, downtime, detection_to_mitigation}, each
 * empty unless it is known or goes on; budget_used: also among the metrics, "" without a budget.
 */
#include "app/document_parts.h"

#include "app/metrics.h"
#include "base/duration.h"
#include "base/when.h"

static bool is_measured(const struct metric *metric)
{
	return metric->state == METRIC_KNOWN || metric->state == METRIC_ONGOING;
}

/* What those who were woken up count: it is known even if nobody can say when the impact began. */
static void put_reaction(const struct metrics *metrics, struct buf *out)
{
	const struct milestone *detected = &metrics->values[METRIC_DETECT].to;
	const struct milestone *mitigated = &metrics->values[METRIC_MITIGATE].to;
	if (detected->number && mitigated->number && mitigated->at >= detected->at)
		duration_format(out, mitigated->at - detected->at);
}

static void add_durations(const struct metrics *metrics, struct node *data)
{
	struct node *durations = node_add_object(data, "durations");
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		struct buf value = { 0 };
		if (is_measured(&metrics->values[kind]))
			metric_show(&metrics->values[kind], &value);
		node_add_text(durations, metric_label((enum metric_kind)kind), buf_text(&value));
		buf_fini(&value);
	}
	struct buf reaction = { 0 };
	put_reaction(metrics, &reaction);
	node_add_text(durations, "detection_to_mitigation", buf_text(&reaction));
	buf_fini(&reaction);
}

static void add_moment(struct node *item, const char *name, const struct milestone *milestone, const char *zone)
{
	struct buf text = { 0 };
	if (milestone->number)
		when_format(&text, milestone->at, zone, WHEN_MINUTE);
	node_add_text(item, name, buf_text(&text));
	buf_fini(&text);
}

static void add_windows(const struct metrics *metrics, const char *zone, struct node *data)
{
	size_t count = metrics->windows < METRIC_WINDOWS_LISTED ? metrics->windows : METRIC_WINDOWS_LISTED;
	struct node *list = node_add_list(data, "windows");
	for (size_t i = 0; i < count; i++) {
		const struct impact_window *window = &metrics->listed[i];
		struct buf duration = { 0 };
		struct node *item = node_add_object(list, NULL);
		add_moment(item, "from", &window->begin, zone);
		add_moment(item, "to", &window->end, zone);
		duration_format(&duration, window->ms);
		if (!window->end.number)
			buf_puts(&duration, " so far");
		node_add_text(item, "duration", buf_text(&duration));
		buf_fini(&duration);
	}
	document_end_list(data, list);
	node_add_bool(data, "several_windows", metrics->windows > 1);
}

bool document_add_metrics(const struct document_source *source, struct node *data, struct err *err)
{
	struct metrics metrics;
	struct budget budget;
	if (!material_metrics(source->app, source->material, &metrics, &budget, err))
		return false;
	add_durations(&metrics, data);
	add_windows(&metrics, source->zone, data);
	struct node *list = node_add_list(data, "metrics");
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		struct buf value = { 0 }, inputs = { 0 };
		/* unknown to these readers only */
		if (source->material->partial && metrics.values[kind].state == METRIC_UNKNOWN)
			continue;
		struct node *item = node_add_object(list, NULL);
		metric_inputs(&metrics.values[kind], source->zone, &inputs);
		metric_show(&metrics.values[kind], &value);
		if (kind == METRIC_DOWNTIME && metrics.windows > 1)
			buf_printf(&value, " in %zu windows", metrics.windows);
		node_add_text(item, "name", metric_name((enum metric_kind)kind));
		node_add_text(item, "value", buf_text(&value));
		node_add_text(item, "formula", metric_formula((enum metric_kind)kind));
		node_add_text(item, "inputs", buf_text(&inputs));
		buf_fini(&inputs);
		buf_fini(&value);
	}
	node_add_text(data, "budget_used", "");
	int64_t used = budget_used(&budget, &metrics.values[METRIC_DOWNTIME]);
	if (used >= 0) {
		struct buf value = { 0 };
		struct node *item = node_add_object(list, NULL);
		buf_printf(&value, "%lld %% of %s", (long long)used, budget.label);
		node_add_text(data, "budget_used", buf_text(&value));
		node_add_text(item, "name", "error budget used");
		node_add_text(item, "value", buf_text(&value));
		buf_fini(&value);
	}
	document_end_list(data, list);
	return true;
}
