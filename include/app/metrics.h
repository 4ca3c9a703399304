/* How an incident's metrics came about: for people, templates and programs. */
#ifndef APP_METRICS_H
#define APP_METRICS_H

#include "app/app.h"
#include "base/json.h"
#include "model/metrics.h"

/*
 * Append the inputs of a metric in a line: "impact 2023-01-18 13:00 UTC (event 4), detected … (event 5)". Where
 * a milestone is missing it says so.
 */
void metric_inputs(const struct metric *metric, const char *zone, struct buf *out);

/* Add the member "metrics": each value, its formula and inputs, the impact windows and the error budget. */
void metrics_json(const struct metrics *metrics, const struct budget *budget, struct json *json);

#endif
