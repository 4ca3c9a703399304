#include "model/metrics.h"

#include <stdlib.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"

static const struct {
	const char *name, *label, *formula;
	enum milestone_kind from, to;
} table[METRIC_COUNT] = {
	[METRIC_DETECT] = { "time to detect", "detect", "detected - impact", MILESTONE_IMPACT,
		MILESTONE_DETECTED },
	[METRIC_ACKNOWLEDGE] = { "time to acknowledge", "ack", "acknowledged - detected",
		MILESTONE_DETECTED, MILESTONE_ACKNOWLEDGED },
	[METRIC_MITIGATE] = { "time to mitigate", "mitigate", "mitigated - impact", MILESTONE_IMPACT,
		MILESTONE_MITIGATED },
	[METRIC_RESOLVE] = { "time to resolve", "resolve", "resolved - impact", MILESTONE_IMPACT,
		MILESTONE_RESOLVED },
	[METRIC_DOWNTIME] = { "downtime", "downtime", "union of impact windows (impact to mitigated)",
		MILESTONE_IMPACT, MILESTONE_MITIGATED },
};

const char *metric_name(enum metric_kind kind)
{
	return table[kind].name;
}

const char *metric_label(enum metric_kind kind)
{
	return table[kind].label;
}

const char *metric_formula(enum metric_kind kind)
{
	return table[kind].formula;
}

static int by_time(const void *left, const void *right)
{
	const struct milestone *a = left, *b = right;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	return (int)a->kind - (int)b->kind;
}

/* The milestone of a kind that counts: the first, of resolutions the last. */
static const struct milestone *counting(
	const struct milestone *sorted, size_t count, enum milestone_kind kind, int64_t not_before)
{
	const struct milestone *found = NULL;
	for (size_t i = 0; i < count; i++) {
		if (sorted[i].kind != kind || sorted[i].at < not_before)
			continue;
		if (kind == MILESTONE_RESOLVED || !found)
			found = &sorted[i];
	}
	return found;
}

/* Whoever ended it had noticed it: nobody noted when, but that does not go on. */
static bool is_over(const struct milestone *sorted, size_t count)
{
	bool over = false;
	for (size_t i = 0; i < count; i++) {
		enum milestone_kind kind = sorted[i].kind;
		if (kind == MILESTONE_IMPACT)
			over = false;
		else if (kind == MILESTONE_MITIGATED || kind == MILESTONE_RESOLVED)
			over = true;
	}
	return over;
}

static void span(struct metrics *out, enum metric_kind kind, const struct milestone *from,
	const struct milestone *to, int64_t now, bool open)
{
	struct metric *metric = &out->values[kind];
	metric->from = from ? *from : metric->from;
	metric->to = to ? *to : metric->to;
	if (!from || (!to && !open))
		return;
	if (to && to->at < from->at) {
		metric->state = METRIC_INVALID;
		if (out->problem[0])
			return;
		out->problem_event = to->number;
		snprintf(out->problem, sizeof out->problem,
			"%s (event %lld) is earlier than %s (event %lld): correct one of the "
			"two times",
			milestone_name(to->kind), (long long)to->number,
			milestone_name(from->kind), (long long)from->number);
		return;
	}
	metric->state = to ? METRIC_KNOWN : METRIC_ONGOING;
	metric->ms = (to ? to->at : now) - from->at;
	if (metric->ms < 0)
		metric->ms = 0;
}

static struct impact_window *begin_window(struct metrics *out, const struct milestone *begin)
{
	struct impact_window *window =
		out->windows < METRIC_WINDOWS_LISTED ? &out->listed[out->windows] : NULL;
	if (window)
		*window = (struct impact_window){ .begin = *begin,
			.end.kind = MILESTONE_MITIGATED };
	out->windows++;
	return window;
}

static void downtime(
	struct metrics *out, const struct milestone *sorted, size_t count, int64_t now, bool open)
{
	struct metric *metric = &out->values[METRIC_DOWNTIME];
	const struct milestone *start = NULL, *again = NULL;
	struct impact_window *window = NULL;
	for (size_t i = 0; i < count; i++) {
		enum milestone_kind kind = sorted[i].kind;
		if (kind == MILESTONE_IMPACT && !start) {
			start = &sorted[i];
			window = begin_window(out, start);
		} else if (kind == MILESTONE_IMPACT) {
			again = &sorted[i];
		} else if (start && (kind == MILESTONE_MITIGATED || kind == MILESTONE_RESOLVED)) {
			metric->ms += sorted[i].at - start->at;
			metric->to = sorted[i];
			/* noted after the end, in the same minute: it came back */
			bool back = again && again->at == sorted[i].at && again->number > sorted[i].number;
			start = back ? again : NULL;
			/* one that touches the next goes on */
			if (window && !back) {
				window->end = sorted[i];
				window->ms = sorted[i].at - window->begin.at;
			}
		}
	}
	if (!out->windows)
		return;
	metric->state = METRIC_KNOWN;
	metric->from = out->listed[0].begin;
	if (start) {
		metric->to = (struct milestone){ .kind = MILESTONE_MITIGATED };
		if (window && now > window->begin.at)
			window->ms = now - window->begin.at;
		metric->state = open ? METRIC_ONGOING : METRIC_UNKNOWN;
		metric->ms += now > start->at ? now - start->at : 0;
	}
}

void metrics_compute(struct metrics *out, const struct milestone *milestones, size_t count,
	int64_t now, bool open)
{
	*out = (struct metrics){ 0 };
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		out->values[kind].from.kind = table[kind].from;
		out->values[kind].to.kind = table[kind].to;
	}
	if (!count)
		return;
	struct milestone *sorted = mem_new(count, sizeof *sorted);
	memcpy(sorted, milestones, count * sizeof *sorted);
	qsort(sorted, count, sizeof *sorted, by_time);
	const struct milestone *impact = counting(sorted, count, MILESTONE_IMPACT, INT64_MIN);
	for (int kind = 0; kind < METRIC_DOWNTIME; kind++) {
		enum milestone_kind to_kind = table[kind].to;
		const struct milestone *from = counting(sorted, count, table[kind].from, INT64_MIN);
		const struct milestone *to = NULL;
		/* a mitigation of an earlier window is no answer to the first impact */
		if (to_kind == MILESTONE_MITIGATED && impact)
			to = counting(sorted, count, to_kind, impact->at);
		if (!to)
			to = counting(sorted, count, to_kind, INT64_MIN);
		bool going_on = open && !(to_kind < MILESTONE_MITIGATED && is_over(sorted, count));
		span(out, (enum metric_kind)kind, from, to, now, going_on);
	}
	downtime(out, sorted, count, now, open);
	free(sorted);
}

enum milestone_kind metric_missing(const struct metric *metric)
{
	return !metric->from.number ? metric->from.kind
		: !metric->to.number ? metric->to.kind
				     : MILESTONE_COUNT;
}

void metric_show(const struct metric *metric, struct buf *out)
{
	switch (metric->state) {
	case METRIC_UNKNOWN:
		buf_puts(out, "unknown");
		return;
	case METRIC_INVALID:
		buf_puts(out, "invalid: milestones out of order");
		return;
	case METRIC_ONGOING:
		buf_puts(out, "ongoing, ");
		duration_format(out, metric->ms);
		buf_puts(out, " so far");
		return;
	case METRIC_KNOWN:
		duration_format(out, metric->ms);
	}
}

static bool parse_period(const char *text, int64_t *out)
{
	static const struct {
		const char *name;
		int days;
	} periods[] = { { "day", 1 }, { "week", 7 }, { "month", 30 }, { "quarter", 91 },
		{ "year", 365 }, { "y", 365 } };
	for (size_t i = 0; i < LENGTH(periods); i++) {
		if (text_same(text, periods[i].name)) {
			*out = periods[i].days * INT64_C(86400000);
			return true;
		}
	}
	return duration_parse(text, out, NULL) && *out > 0;
}

bool budget_parse(struct budget *out, const char *target, const char *allowance, struct err *err)
{
	*out = (struct budget){ 0 };
	bool percent = text_empty(allowance);
	const char *text = percent ? target : allowance;
	const char *option = percent ? "slo.target" : "slo.allowance";
	const char *example = percent ? "99.95%/28d" : "15min/year";
	if (text_empty(text))
		return true;
	char first[64] = "", period_text[64] = "";
	const char *slash = strchr(text, '/');
	int64_t period, allowed = -1;
	if (slash && (size_t)(slash - text) < sizeof first)
		text_copy(first, (size_t)(slash - text) + 1, text);
	if (slash)
		text_copy(period_text, sizeof period_text, slash + 1 + strspn(slash + 1, " "));
	if (!first[0] || !parse_period(period_text, &period))
		return err_set(err, ERR_USAGE, "%s '%s' is not understood: write it like %s", option,
			text, example);
	char *end;
	double share = strtod(first, &end);
	if (!percent)
		duration_parse(first, &allowed, NULL);
	else if (end != first && end[strspn(end, " %")] == '\0' && share > 0 && share < 100)
		allowed = (int64_t)((100 - share) / 100 * (double)period + 0.5);
	if (allowed <= 0)
		return err_set(err, ERR_USAGE, "%s '%s' is not understood: write it like %s", option,
			text, example);
	out->allowed = allowed;
	out->period = period;
	out->target = percent;
	text_copy(out->label, sizeof out->label, text);
	return true;
}

int64_t budget_used(const struct budget *budget, const struct metric *downtime)
{
	if (!budget->allowed ||
		(downtime->state != METRIC_KNOWN && downtime->state != METRIC_ONGOING))
		return -1;
	return (downtime->ms * 100 + budget->allowed / 2) / budget->allowed;
}

int64_t budget_left(const struct budget *budget, const struct metric *downtime)
{
	return budget_used(budget, downtime) < 0 ? 0 : budget->allowed - downtime->ms;
}
