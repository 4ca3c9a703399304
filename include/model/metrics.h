/*
 * What the milestones say: time to detect, acknowledge, mitigate and resolve, downtime, error budget.
 * Nothing is guessed: a metric is known, ongoing, unknown, or invalid because milestones are out of
 * order.
 */
#ifndef MODEL_METRICS_H
#define MODEL_METRICS_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "model/entity.h"

struct milestone {
	enum milestone_kind kind;
	int64_t at;	/* ms since 1970 */
	int64_t number; /* of its event, for messages */
};

enum metric_state {
	METRIC_UNKNOWN, /* a milestone it needs was not recorded */
	METRIC_ONGOING, /* it began and has not ended; the value is up to now */
	METRIC_KNOWN,
	METRIC_INVALID, /* its milestones are out of order */
};

enum metric_kind {
	METRIC_DETECT,	    /* detected - impact */
	METRIC_ACKNOWLEDGE, /* acknowledged - detected */
	METRIC_MITIGATE,    /* mitigated - impact */
	METRIC_RESOLVE,	    /* resolved - impact */
	METRIC_DOWNTIME,    /* union of the impact windows */
	METRIC_COUNT,
};

struct metric {
	enum metric_state state;
	int64_t ms; /* meaningful when known or ongoing */
	/* What it was computed from; number 0: there is no such milestone, only its kind is told. Of the
	 * downtime the begin of the first window and the end of the last. */
	struct milestone from, to;
};

struct impact_window {
	struct milestone begin, end; /* `end` has number 0 if nobody noted one */
	int64_t ms;		     /* up to now if it has not ended */
};

enum { METRIC_WINDOWS_LISTED = 16 };

struct metrics {
	struct metric values[METRIC_COUNT];
	size_t windows;	    /* separate impact windows in the downtime */
	struct impact_window listed[METRIC_WINDOWS_LISTED]; /* the first of them, in time order */
	char problem[256];  /* out-of-order milestones, both named; "" if none */
	int64_t problem_event; /* number of the one that is too early */
};

/*
 * Compute from milestones in any order. The first impact, first detection, first acknowledgement and
 * the first mitigation after the first impact count; of several resolutions the last. An impact window
 * runs from an impact to the next mitigated or resolved; windows that overlap count once, and so do those
 * that touch (an impact at the very time of an end, with a higher number, begins anew). `now` ends what
 * is ongoing; `open` says whether people still work on it: an unmitigated impact of an incident that is
 * not open any more, and was never resolved, is unknown rather than ongoing, and so are a detection and an
 * acknowledgement that nobody noted before the impact was over.
 */
void metrics_compute(struct metrics *out, const struct milestone *milestones, size_t count, int64_t now,
	bool open);

const char *metric_name(enum metric_kind kind);	   /* "time to detect" */
const char *metric_label(enum metric_kind kind);   /* "detect" */
const char *metric_formula(enum metric_kind kind); /* "detected - impact" */

/* The first milestone that is missing to know a metric; MILESTONE_COUNT if none is. */
enum milestone_kind metric_missing(const struct metric *metric);

/* "4 min", "ongoing, 12 min so far", "unknown", "invalid". */
void metric_show(const struct metric *metric, struct buf *out);

/* How much downtime a service may have. */
struct budget {
	int64_t allowed; /* ms of downtime allowed in the period; 0 means none is set */
	int64_t period;	 /* ms */
	bool target;	 /* it is said as availability, not as an allowance */
	char label[64];  /* "99.95 % in 28 d", "15 min in 1 y" */
};

/*
 * Read `slo.target` ("99.95%/28d": availability over a period) or `slo.allowance` ("15min/year": downtime
 * over a period); the allowance wins when both are given, "" for neither. Periods: a duration, or day,
 * week, month (30 d), quarter (91 d), year (365 d).
 */
bool budget_parse(struct budget *out, const char *target, const char *allowance, struct err *err);

/* Per cent of the budget that `downtime` used, rounded; -1 when there is no budget or no downtime known. */
int64_t budget_used(const struct budget *budget, const struct metric *downtime);

/* ms of the budget that `downtime` left, negative if it took more; 0 when budget_used does not know. */
int64_t budget_left(const struct budget *budget, const struct metric *downtime);

#endif
