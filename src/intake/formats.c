/* The formats. Order decides between those that are equally sure. */
#include "intake/format_rows.h"

#include "base/text.h"
#include "intake/json_log.h"

enum { SURE_ENOUGH = 30 }; /* less is a guess */

const struct log_format *const log_formats[] = {
	&format_shell,
	&format_irc,
	&format_syslog,
	&format_alertmanager,
	&format_pagerduty,
	&format_statuspage,
	&format_journald,
	&format_github,
	&format_gitlab,
	&format_kubernetes,
	&format_slack,
	&format_timesketch,
	&format_jsonl,
	&format_l2tcsv,
	&format_csv,
	&format_text,
	&format_log,
	&format_git,
	NULL,
};

const struct log_format *log_format_find(const char *name)
{
	for (size_t i = 0; log_formats[i]; i++)
		if (text_equal(log_formats[i]->name, name))
			return log_formats[i];
	return NULL;
}

int log_format_sure(const struct log_format *format, const char *head, size_t len, const char *name)
{
	return format->detect ? format->detect(head, len, name) : json_signs(head, len, format->signs);
}

const struct log_format *log_format_detect(const char *head, size_t len, const char *name, int *sure)
{
	const struct log_format *best = NULL;
	int most = SURE_ENOUGH - 1;
	for (size_t i = 0; log_formats[i]; i++) {
		int how = log_format_sure(log_formats[i], head, len, name);
		if (how > most) {
			most = how;
			best = log_formats[i];
		}
	}
	if (sure)
		*sure = best ? most : 0;
	return best;
}
