/* An incident's phases: from impact to detection, to mitigation, to resolution or the next impact. Pure. */
#ifndef MODEL_PHASES_H
#define MODEL_PHASES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "model/metrics.h"

enum phase_kind { PHASE_UNDETECTED, PHASE_MITIGATING, PHASE_RECOVERING, PHASE_COUNT };

struct phase {
	enum phase_kind kind;
	int64_t from, to; /* ms; `to` is now if it goes on */
	bool ongoing;
};

struct phases {
	struct phase items[PHASE_COUNT * METRIC_WINDOWS_LISTED]; /* in time order */
	size_t count;		    /* 0: nothing is known, or it contradicts itself */
	bool unknown[PHASE_COUNT]; /* nobody noted when it ended */
};

/*
 * Compute from milestones in any order, of which the same count as for metrics_compute: the first
 * impact, the first detection and the first mitigation after it, the last resolution. A phase whose end
 * is not known and that another follows is unknown; its time counts to the one that follows. The last
 * goes on until `now` if the incident is `open`. Each further impact window begins anew; one that nobody noted a
 * detection of was expected and is mitigated from its beginning. Milestones out of order give no phases,
 * and more windows than METRIC_WINDOWS_LISTED neither: what all of them took could not be said.
 */
void phases_compute(struct phases *out, const struct milestone *milestones, size_t count, int64_t now,
	bool open);

/* How long all phases of a kind took together, ms, and whether the last of them goes on; false if there is none. */
bool phases_length(const struct phases *phases, enum phase_kind kind, int64_t *ms, bool *ongoing);

const char *phase_name(enum phase_kind kind); /* "undetected" */

#endif
