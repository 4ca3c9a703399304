/* The rows of log_formats, one or more in each src/intake/format_*.c. */
#ifndef INTAKE_FORMAT_ROWS_H
#define INTAKE_FORMAT_ROWS_H

#include "intake/logs.h"

extern const struct log_format format_csv;
extern const struct log_format format_git;
extern const struct log_format format_irc;
extern const struct log_format format_l2tcsv;
extern const struct log_format format_log;
extern const struct log_format format_shell;
extern const struct log_format format_text;
extern const struct log_format format_syslog;
extern const struct log_format format_alertmanager;
extern const struct log_format format_pagerduty;
extern const struct log_format format_statuspage;
extern const struct log_format format_journald;
extern const struct log_format format_github;
extern const struct log_format format_gitlab;
extern const struct log_format format_kubernetes;
extern const struct log_format format_slack;
extern const struct log_format format_timesketch;
extern const struct log_format format_jsonl;

#endif
