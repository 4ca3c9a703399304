/*
 * l2tcsv, the timeline that log2timeline and psort write: 17 fields with commas between them and never quoted (a comma
 * in a field is written as a blank), of which the first says the day as MM/DD/YYYY. A "-" is nothing
 * (plaso/output/l2t_csv.py, docs/sources/user/L2T-CSV-Output-format.md of log2timeline/plaso).
 */
#include "intake/format_rows.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/csv.h"
#include "intake/lines.h"
#include "intake/stamp.h"
#include "intake/verbatim.h"
#include "intake/wall.h"

enum column { DATE, TIME, TIMEZONE, MACB, SOURCE, SOURCETYPE, TYPE, USER, HOST, SHORT, DESC, VERSION, FILENAME, INODE, NOTES,
	FORMAT, EXTRA, FIELDS };

static const char header[] = "date,time,timezone,MACB,source,sourcetype,type,user,host,short,desc,version,filename,inode,"
			     "notes,format,extra";

struct timeline {
	const struct log_context *context;
	struct wall wall;
	char zone[ZONE_NAME_MAX]; /* of the wall */
	struct buf line, text;
	char *fields[FIELDS]; /* in `line` */
};

/* The fields, each NUL-terminated; false if there are too few. */
static bool split(struct timeline *timeline, const char *line, size_t len)
{
	size_t count = 0;
	buf_truncate(&timeline->line, 0);
	utf8_clean(&timeline->line, line, len);
	char *at = timeline->line.data;
	while (at && count < FIELDS) {
		char *comma = count + 1 < FIELDS ? strchr(at, ',') : NULL;
		timeline->fields[count++] = at;
		if (comma)
			*comma++ = '\0';
		at = comma;
	}
	return count == FIELDS;
}

static const char *value(const struct timeline *timeline, enum column column)
{
	const char *text = timeline->fields[column];
	return text_empty(text) || text_equal(text, "-") ? NULL : text;
}

/* "03/01/2024"; what has no time is 00/00/0000. */
static bool read_date(const char *text, struct civil *out)
{
	if (strlen(text) != 10 || text[2] != '/' || text[5] != '/')
		return false;
	out->month = (int)line_number(text, 2);
	out->day = (int)line_number(text + 3, 2);
	out->year = (int)line_number(text + 6, 4);
	return out->year >= 1970 && out->month >= 1 && out->month <= 12 && out->day >= 1 &&
		out->day <= civil_month_days(out->year, out->month);
}

/* The zone that the line names, else the context's. */
static bool take_zone(struct timeline *timeline)
{
	const char *name = value(timeline, TIMEZONE), *zone = NULL;
	if (name)
		zone = stamp_zone(name, strlen(name), false, NULL);
	if (name && !zone)
		zone = strlen(name) < ZONE_NAME_MAX && zone_check(name, NULL) ? name : NULL;
	const char *wanted = zone ? zone : timeline->context->zone;
	if (!text_equal(timeline->zone, wanted)) {
		text_copy(timeline->zone, sizeof timeline->zone, wanted);
		wall_init(&timeline->wall, timeline->zone, timeline->context->now);
	}
	return zone != NULL;
}

static bool read_time(struct timeline *timeline, struct log_event *event)
{
	const char *clock = timeline->fields[TIME];
	struct civil civil = { 0 };
	bool seconds;
	size_t len = strlen(clock);
	if (!read_date(timeline->fields[DATE], &civil) || line_clock(clock, len, &civil, &seconds) != len)
		return false;
	event->zone_guessed = !take_zone(timeline);
	wall_resolve(&timeline->wall, &civil, &event->when);
	return event->when.at >= 0;
}

static bool read_line(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	struct timeline *timeline = state;
	struct log_event event = { .kind = "evidence", .line = number };
	if (!len || text_equal(line, header)) {
		if (sink->skip)
			sink->skip(sink->data, number);
		return true;
	}
	if (!split(timeline, line, len)) {
		sink->bad(sink->data, number, "not the 17 fields of l2tcsv");
		return true;
	}
	const char *text = value(timeline, DESC) ? value(timeline, DESC) : value(timeline, SHORT);
	bool timed = read_time(timeline, &event);
	if (!timed || !text) {
		sink->bad(sink->data, number, timed ? "no description" : "no such time");
		return true;
	}
	buf_truncate(&timeline->text, 0);
	verbatim_put(&timeline->text, text, strlen(text));
	/* what of the file or entry has this time: "Last Written" */
	if (value(timeline, TYPE)) {
		buf_puts(&timeline->text, "\n\ntype: ");
		verbatim_put(&timeline->text, value(timeline, TYPE), strlen(value(timeline, TYPE)));
	}
	event.text = buf_text(&timeline->text);
	event.text_len = timeline->text.len;
	event.author = value(timeline, USER);
	event.source = value(timeline, HOST);
	return sink->event(sink->data, &event, err);
}

static void *open_timeline(const struct log_context *context, struct err *err)
{
	struct timeline *timeline = mem_new(1, sizeof *timeline);
	(void)err;
	timeline->context = context;
	return timeline;
}

static void close_timeline(void *state)
{
	struct timeline *timeline = state;
	buf_fini(&timeline->line);
	buf_fini(&timeline->text);
	free(timeline);
}

static int detect(const char *head, size_t len, const char *name)
{
	const char *at = head, *end = head + len, *line;
	size_t line_len;
	(void)name;
	while (csv_next_line(&at, end, &line, &line_len) && !line_len)
		;
	return line_len == strlen(header) && memcmp(line, header, line_len) == 0 ? 99 : 0;
}

static const struct log_lines lines = { open_timeline, read_line, NULL, close_timeline };

const struct log_format format_l2tcsv = {
	.name = "l2tcsv",
	.help = "timeline of log2timeline or psort (plaso) as l2tcsv",
	.detect = detect,
	.lines = &lines,
};
