/* The rows of log_formats, one or more in each src/intake/format_*.c. */
#ifndef INTAKE_FORMAT_ROWS_H
#define INTAKE_FORMAT_ROWS_H

#include "intake/logs.h"

extern const struct log_format format_irc;
extern const struct log_format format_shell;
extern const struct log_format format_syslog;

#endif
