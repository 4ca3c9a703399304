#include "model/phases.h"

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

void phases_compute(struct phases *out, const struct milestone *milestones, size_t count, int64_t now,
	bool open)
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

const char *phase_name(enum phase_kind kind)
{
	static const char *const names[] = { [PHASE_UNDETECTED] = "undetected",
		[PHASE_MITIGATING] = "mitigating",
		[PHASE_RECOVERING] = "recovering" };
	return names[kind];
}
