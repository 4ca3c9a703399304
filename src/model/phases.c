#include "model/phases.h"

#include <stdlib.h>

#include "base/mem.h"

/* The moment that counts of a kind, not before `from`; false if it was not noted. */
static bool find(const struct milestone *milestones, size_t count, enum milestone_kind kind,
	int64_t from, bool last, int64_t *out)
{
	bool found = false;
	for (size_t i = 0; i < count; i++) {
		int64_t at = milestones[i].at;
		if (milestones[i].kind != kind || at < from)
			continue;
		if (!found || (last ? at > *out : at < *out))
			*out = at;
		found = true;
	}
	return found;
}

static bool noted(const struct milestone *milestones, size_t count, enum milestone_kind kind)
{
	int64_t at = 0;
	return find(milestones, count, kind, INT64_MIN, false, &at);
}

/* The phases that ended; false if milestones are out of order. */
static bool find_ended(struct phases *out, const struct milestone *milestones, size_t count,
	int64_t impact)
{
	static const enum milestone_kind ends[] = { [PHASE_UNDETECTED] = MILESTONE_DETECTED,
		[PHASE_MITIGATING] = MILESTONE_MITIGATED,
		[PHASE_RECOVERING] = MILESTONE_RESOLVED };
	int64_t from = impact, end = 0;
	for (enum phase_kind kind = 0; kind < PHASE_COUNT; kind++) {
		if (!find(milestones, count, ends[kind], impact, kind == PHASE_RECOVERING, &end)) {
			/* one before the impact is no end of anything */
			if (noted(milestones, count, ends[kind]))
				return false;
			out->unknown[kind] = true;
			continue;
		}
		if (end < from)
			return false;
		out->items[out->count++] = (struct phase){ .kind = kind, .from = from, .to = end };
		from = end;
	}
	return true;
}

/* Those of one impact window. */
static void compute_one(struct phases *out, const struct milestone *milestones, size_t count, int64_t now, bool open)
{
	int64_t from = 0;
	*out = (struct phases){ 0 };
	if (!find(milestones, count, MILESTONE_IMPACT, INT64_MIN, false, &from))
		return;
	if (!find_ended(out, milestones, count, from)) {
		*out = (struct phases){ 0 };
		return;
	}
	enum phase_kind next = PHASE_UNDETECTED;
	if (out->count) {
		from = out->items[out->count - 1].to;
		next = out->items[out->count - 1].kind + 1;
	}
	if (next == PHASE_COUNT || !open || now < from)
		return;
	/* what has not ended goes on; what comes after has not begun */
	for (enum phase_kind kind = next; kind < PHASE_COUNT; kind++)
		out->unknown[kind] = false;
	out->items[out->count++] =
		(struct phase){ .kind = next, .from = from, .to = now, .ongoing = true };
}

/* The milestones of a window, up to the next one, with which it is over; `out` has room for two more than all. */
static size_t of_window(const struct metrics *metrics, size_t window, const struct milestone *milestones, size_t count,
	struct milestone *out)
{
	const struct impact_window *listed = metrics->listed;
	bool last = window + 1 == metrics->windows;
	int64_t from = window ? listed[window].begin.at : INT64_MIN;
	int64_t to = last ? INT64_MAX : listed[window + 1].begin.at;
	size_t taken = 0;
	for (size_t i = 0; i < count; i++)
		if (milestones[i].at >= from && milestones[i].at < to)
			out[taken++] = milestones[i];
	if (listed[window].end.number)
		out[taken++] = (struct milestone){ .kind = MILESTONE_MITIGATED, .at = listed[window].end.at };
	if (!last)
		out[taken++] = (struct milestone){ .kind = MILESTONE_RESOLVED, .at = to };
	return taken;
}

static void add_window(struct phases *out, const struct phases *part, bool first)
{
	for (size_t i = 0; i < part->count; i++)
		if (part->items[i].to > part->items[i].from || part->items[i].ongoing)
			out->items[out->count++] = part->items[i];
	for (enum phase_kind kind = first ? PHASE_UNDETECTED : PHASE_MITIGATING; kind < PHASE_COUNT; kind++)
		out->unknown[kind] = out->unknown[kind] || part->unknown[kind];
}

void phases_compute(struct phases *out, const struct milestone *milestones, size_t count, int64_t now,
	bool open)
{
	struct metrics metrics;
	metrics_compute(&metrics, milestones, count, now, open);
	if (metrics.windows < 2) {
		compute_one(out, milestones, count, now, open);
		return;
	}
	*out = (struct phases){ 0 };
	if (metrics.windows > METRIC_WINDOWS_LISTED)
		return;
	struct milestone *some = mem_new(count + 2, sizeof *some);
	for (size_t i = 0; i < metrics.windows; i++) {
		struct phases part;
		size_t taken = of_window(&metrics, i, milestones, count, some);
		compute_one(&part, some, taken, now, open && i + 1 == metrics.windows);
		if (!part.count && i + 1 < metrics.windows) {
			*out = (struct phases){ 0 };
			break;
		}
		add_window(out, &part, i == 0);
	}
	free(some);
}

bool phases_length(const struct phases *phases, enum phase_kind kind, int64_t *ms, bool *ongoing)
{
	bool any = false;
	*ms = 0;
	*ongoing = false;
	for (size_t i = 0; i < phases->count; i++) {
		const struct phase *phase = &phases->items[i];
		if (phase->kind != kind)
			continue;
		*ms += phase->to - phase->from;
		*ongoing = *ongoing || phase->ongoing;
		any = true;
	}
	return any;
}

const char *phase_name(enum phase_kind kind)
{
	static const char *const names[] = { [PHASE_UNDETECTED] = "undetected",
		[PHASE_MITIGATING] = "mitigating",
		[PHASE_RECOVERING] = "recovering" };
	return names[kind];
}
