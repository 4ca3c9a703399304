/* One event of a log on its way into the incident: made text, identified, filtered, written. */
#include "app/import_log.h"

#include <stdlib.h>

#include "base/text.h"

static const char more[] = " …";

/* The clean form of a text: mostly it is that already. `*len` is of what is given back. */
static const char *clean(struct import_log *log, const char *text, size_t *len)
{
	if (utf8_valid(text, *len))
		return text;
	buf_truncate(&log->text, 0);
	log->input->replaced += utf8_clean(&log->text, text, *len);
	*len = log->text.len;
	return buf_text(&log->text);
}

static void set_text(struct import_log *log, const struct log_event *event)
{
	size_t len = event->text_len;
	const char *text = clean(log, event->text, &len);
	if (len <= TEXT_LIMIT && strlen(text) == len) {
		record_set_text(&log->event, EVENT_TEXT, text);
		return;
	}
	bool cut = len > TEXT_LIMIT;
	/* never inside a character */
	for (len = cut ? TEXT_LIMIT - sizeof more : len; cut && len && (text[len] & 0xC0) == 0x80;)
		len--;
	char *copy = mem_new(len + sizeof more, 1);
	memcpy(copy, text, len);
	memcpy(copy + len, cut ? more : "", cut ? sizeof more : 1);
	record_set_text(&log->event, EVENT_TEXT, copy);
	free(copy);
	if (cut)
		import_log_bad(log, event->line, "its text is longer than 1 MiB: the rest of it is left out");
}

/* A field of one line. */
static void set_line(struct import_log *log, int field, const char *text)
{
	size_t len = text ? strcspn(text, "\r\n") : 0;
	len = len < LINE_LIMIT ? len : text_fit(text, LINE_LIMIT, LINE_LIMIT);
	if (text && !text[len] && utf8_valid(text, len)) {
		record_set_text(&log->event, field, text);
		return;
	}
	struct buf line = { 0 };
	utf8_clean(&line, text ? text : "", len);
	/* bytes made visible are longer than they were */
	buf_truncate(&line, line.len > LINE_LIMIT ? text_fit(line.data, LINE_LIMIT, LINE_LIMIT) : line.len);
	record_set_text(&log->event, field, buf_text(&line));
	buf_fini(&line);
}

/* All fields; those without a value too, so that nothing of the event before stays. */
static void fill(struct import_log *log, const struct log_event *event)
{
	struct record *record = &log->event;
	const char *kind = log->kind ? log->kind : event->kind;
	struct buf origin = { 0 };
	record->id[0] = '\0';
	record->number = 0;
	memcpy(record->incident, log->incident.id, ID_SIZE);
	set_text(log, event);
	record_set_when(record, EVENT_AT, &event->when);
	record_set_text(record, EVENT_KIND, kind ? kind : "note");
	set_line(log, EVENT_AUTHOR, event->author);
	set_line(log, EVENT_LINK, event->link);
	set_line(log, EVENT_SOURCE, event->source && *event->source ? event->source : log->input->name);
	/* what may hold a secret stays the team's, whatever is wanted for all */
	const char *audience = event->audience ? event->audience : log->audience ? log->audience : "internal";
	record_set_text(record, EVENT_AUDIENCE, audience);
	record_set_int(record, EVENT_PINNED, 0);
	identity_put(log->identities, log->input->format->name, event, &origin);
	record_set_text(record, EVENT_ORIGIN, buf_text(&origin));
	buf_fini(&origin);
}

static bool passes(const struct import_log *log)
{
	const struct record *record = &log->event;
	int64_t at = record_int(record, EVENT_AT);
	return at >= log->since && at <= log->until &&
	       (!log->author || strcasestr(record_text(record, EVENT_AUTHOR), log->author)) &&
	       (!log->has_grep || regexec(&log->grep, record_text(record, EVENT_TEXT), 0, NULL, 0) == 0);
}

/* What of the events that are taken has to be said in the end. */
static void note(struct import_log *log, const struct log_event *event)
{
	struct import_log_input *input = log->input;
	input->first = event->when.at < input->first ? event->when.at : input->first;
	input->last = event->when.at > input->last ? event->when.at : input->last;
	input->zone_guessed = input->zone_guessed || event->zone_guessed;
	input->year_guessed = input->year_guessed || event->year_guessed;
}

static bool keep_first(struct import_log *log)
{
	if (log->dry && log->first.count < IMPORT_LOG_FIRST)
		record_copy(vec_push(&log->first), &log->event);
	return true;
}

bool import_log_event(void *data, const struct log_event *event, struct err *err)
{
	struct import_log *log = data;
	struct import_log_input *input = log->input;
	bool added;
	if (event->when.at < 0 || event->when.at > WHEN_MAX_MS) {
		import_log_bad(log, event->line, "its time is outside the years 1970 to 9999");
		return true;
	}
	fill(log, event);
	if (!record_has(&log->event, EVENT_TEXT)) {
		input->skipped++;
		return true;
	}
	if (!passes(log)) {
		input->filtered++;
		return true;
	}
	note(log, event);
	if (!import_writer_add(&log->writer, &log->event, &added, err))
		return false;
	input->added += added;
	input->team += added && text_equal(event->audience, "team");
	input->present += !added;
	if (added && keep_first(log) && --log->limit == 0)
		log->stop = IMPORT_LOG_LIMIT;
	return log->stop != IMPORT_LOG_LIMIT;
}

void import_log_bad(void *data, size_t line, const char *why)
{
	struct import_log *log = data;
	struct import_log_input *input = log->input;
	input->bad++;
	if (input->problems.count < IMPORT_LOG_PROBLEMS)
		*vec_push(&input->problems) = (struct import_log_problem){ line, mem_copy(why) };
}

void import_log_skip(void *data, size_t line)
{
	struct import_log *log = data;
	(void)line;
	log->input->skipped++;
}
