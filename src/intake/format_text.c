/*
 * Text with times: notes, a chat as it was copied, what somebody mailed. A line that begins with a time begins an event,
 * which reaches to the next one; a line that is a date is the day of the times below it. In chats the author stands
 * behind the time or before it:
 *
 *   14:05 rolled back                     [14:05] ana: rolled back        14:05 <ana> rolled back
 *   01/03/2024, 14:05 - Ana: rolled back  Ana Ruiz  2:05 PM (alone)       Ana, and below it 2:05 PM (each alone)
 *
 * Between ``` fences nothing begins.
 */
#include "intake/format_rows.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/csv.h"
#include "intake/stamp.h"

enum {
	TEXT_MAX = LOG_LINE_MAX, /* bytes of an event; the rest is left out, and said */
	NAME_BYTES = 40,
	LINE_BYTES = 400, /* of a line, that are looked at for a time */
	TITLE_LINES = 3,  /* before the first time: a document has more to say first */
};

struct notes {
	const struct log_context *context;
	struct dating dating;
	struct log_event event; /* that is begun, without its texts */
	bool begun, fenced, cut;
	bool guessed; /* the day is the context's */
	struct buf text, author;
	size_t last; /* where the last line of `text` begins */
};

/* ---- a line ---- */

/* List marks, quote signs and the bar of a table's row. */
static size_t marks_len(const char *line, size_t len)
{
	size_t at = 0;
	while (at < len) {
		if (strchr(" \t>|#", line[at]))
			at++;
		else if (strchr("-*+", line[at]) && at + 1 < len && line[at + 1] == ' ')
			at += 2;
		else if (len - at > 3 && memcmp(line + at, "•", 3) == 0)
			at += 3;
		else
			break;
	}
	return at;
}

static bool is_fence(const char *line, size_t len)
{
	size_t blanks = 0;
	while (blanks < len && line[blanks] == ' ')
		blanks++;
	return len - blanks >= 3 && (memcmp(line + blanks, "```", 3) == 0 || memcmp(line + blanks, "~~~", 3) == 0);
}

static bool is_name_byte(char c)
{
	return isalnum((unsigned char)c) || ((unsigned char)c & 0x80) || (c && strchr("._-'@()", c));
}

/* A name of some words at the start of a text: bytes, 0 if there is none. */
static size_t name_len(const char *text, size_t len, size_t words)
{
	size_t at = 0, end = 0;
	while (at < len && at <= NAME_BYTES && words) {
		size_t from = at;
		while (at < len && is_name_byte(text[at]))
			at++;
		if (at == from)
			break;
		end = at;
		words--;
		at += at + 1 < len && text[at] == ' ' && is_name_byte(text[at + 1]);
		if (at == end)
			break;
	}
	return end <= NAME_BYTES && end && !isdigit((unsigned char)text[0]) ? end : 0;
}

/* Words that stand before a colon in notes and are nobody's name. */
static bool is_label(const char *word, size_t len)
{
	static const char *const labels[] = { "error", "err", "warn", "warning", "info", "notice", "note", "debug", "trace",
		"fatal", "critical", "crit", "alert", "update", "status", "todo", "http", "https", "impact", "action",
		"decision", "resolved", "fixed" };
	for (size_t i = 0; i < LENGTH(labels); i++)
		if (strlen(labels[i]) == len && strncasecmp(labels[i], word, len) == 0)
			return true;
	return false;
}

/* "From Ana Ruiz to Everyone: text", as meetings keep their chats: bytes to leave out. */
static size_t read_sender(struct buf *author, const char *text, size_t len)
{
	static const char from[] = "From ", to[] = " to ";
	size_t begins = strlen(from);
	if (len <= begins || memcmp(text, from, begins) != 0)
		return 0;
	const char *colon = memchr(text, ':', len), *end = colon ? memmem(text, (size_t)(colon - text), to, strlen(to)) : NULL;
	size_t name = end ? (size_t)(end - text) - begins : 0;
	if (!name || name_len(text + begins, name, 4) != name)
		return 0;
	buf_put(author, text + begins, name);
	return (size_t)(colon - text) + 1;
}

/* "<ana> text", and behind a time in brackets or with a date "Ana Ruiz: text": bytes to leave out. */
static size_t read_author(struct buf *author, const char *text, size_t len, bool chat)
{
	size_t angle = len && text[0] == '<', name = name_len(text + angle, len - angle, angle ? 3 : 4), end = angle + name;
	buf_truncate(author, 0);
	size_t sender = read_sender(author, text, len);
	if (sender || !name || end + 1 >= len || text[end] != (angle ? '>' : ':') || text[end + 1] != ' ')
		return sender;
	/* no "ERROR" nor "INFO org.example.Pool" */
	if (!angle && (!chat || is_label(text, strcspn(text, " :"))))
		return 0;
	buf_put(author, text + angle, name);
	return end + 2;
}

/* "Ana Ruiz  14:05", "ana — Today at 2:05 PM": a name, then a time that ends the line. Bytes of the name, or 0. */
static size_t read_heading(const char *line, size_t len, struct stamp *stamp)
{
	size_t name = name_len(line, len, 4), at = name;
	while (at < len && strchr(" \t", line[at]))
		at++;
	bool apart = at >= name + 2 || (at > name && line[at - 1] == '\t');
	if (len - at > 4 && memcmp(line + at, "— ", strlen("— ")) == 0) {
		at += strlen("— ");
		apart = true;
	}
	if (!name || at >= len || (!apart && line[at] != '['))
		return 0;
	bool timed = stamp_read(stamp, line + at, len - at, STAMP_WHOLE | STAMP_LEAD) && stamp->clock.kind >= STAMP_HOUR;
	return timed ? name : 0;
}

/* ---- events ---- */

static bool give(struct notes *notes, const struct log_sink *sink, struct err *err)
{
	struct log_event event = notes->event;
	if (!notes->begun)
		return true;
	notes->begun = false;
	buf_trim_end(&notes->text);
	if (!notes->text.len) {
		sink->bad(sink->data, event.line, "a time with nothing behind it");
		return true;
	}
	if (notes->cut)
		sink->bad(sink->data, event.line, "longer than 256 KiB: the rest of it is left out");
	event.text = buf_text(&notes->text);
	event.text_len = notes->text.len;
	event.author = notes->author.len ? buf_text(&notes->author) : NULL;
	return sink->event(sink->data, &event, err);
}

static void add_line(struct notes *notes, const char *line, size_t len)
{
	size_t room;
	/* not code in Markdown only because it is set in below its time */
	for (; !notes->text.len && len && (*line == ' ' || *line == '\t'); len--)
		line++;
	if (notes->text.len)
		buf_putc(&notes->text, '\n');
	notes->last = notes->text.len;
	room = notes->text.len < TEXT_MAX ? TEXT_MAX - notes->text.len : 0;
	buf_put(&notes->text, line, len < room ? len : room);
	if (len > room && !notes->cut)
		buf_puts(&notes->text, " …");
	notes->cut = notes->cut || len > room;
}

/* A day before: clock times alone, none of which is to come. */
static void step_back(struct notes *notes)
{
	struct stamp day = { .day = { .kind = STAMP_DATE } };
	int64_t now = notes->context->now;
	struct civil civil;
	zone_civil(notes->context->zone, now, &civil);
	civil_date(civil_days(civil.year, civil.month, civil.day) - 1, &day.day.year, &day.day.month, &day.day.day);
	dating_day(&notes->dating, &day);
}

/* A time begins an event, whose author is known; false if there is no such time. */
static bool begin(struct notes *notes, const struct stamp *stamp, size_t number)
{
	const unsigned guessed = DATING_YEAR | DATING_NO_DATE, unsure = DATING_ORDER | DATING_GAP | DATING_TWICE | DATING_WEEKDAY;
	struct dating before = notes->dating;
	unsigned doubts;
	notes->event = (struct log_event){ .line = number };
	if (!dating_resolve(&notes->dating, stamp, &notes->event.when, &doubts))
		return false;
	if ((doubts & DATING_NO_DATE) && notes->event.when.at > notes->context->now + WHEN_TOLERANCE_MS) {
		notes->dating = before;
		step_back(notes);
		dating_resolve(&notes->dating, stamp, &notes->event.when, &doubts);
		doubts |= DATING_NO_DATE;
	}
	notes->guessed = doubts & guessed || (notes->guessed && stamp->day.kind == STAMP_NO_DAY && !stamp->epoch);
	notes->event.zone_guessed = doubts & DATING_NO_ZONE;
	notes->event.year_guessed = notes->guessed;
	if (doubts & unsure)
		notes->event.when.precision = PRECISION_ABOUT;
	notes->begun = true;
	notes->cut = false;
	buf_truncate(&notes->text, 0);
	notes->last = 0;
	return true;
}

/* A name alone on the line before a time alone belongs to what comes: take it out of what was said before. */
static void take_name_above(struct notes *notes, struct buf *name)
{
	const char *line = buf_text(&notes->text) + notes->last;
	size_t len = strlen(line);
	if (!notes->begun || !notes->last || !len || name_len(line, len, 3) != len)
		return;
	buf_put(name, line, len);
	buf_truncate(&notes->text, notes->last);
}

/* A line with nothing but a time, and perhaps who spoke then, `len` bytes. */
static bool time_alone(struct notes *notes, const struct stamp *stamp, const char *author, size_t len, size_t number,
	const struct log_sink *sink, struct err *err)
{
	struct buf name = { 0 };
	buf_put(&name, author, len);
	if (!len)
		take_name_above(notes, &name);
	bool ok = give(notes, sink, err);
	buf_truncate(&notes->author, 0);
	buf_put(&notes->author, buf_text(&name), name.len);
	buf_fini(&name);
	if (ok && !begin(notes, stamp, number))
		sink->bad(sink->data, number, "there is no such time");
	return ok;
}

static bool time_and_text(struct notes *notes, const struct stamp *stamp, const char *line, size_t len, size_t number,
	const struct log_sink *sink, struct err *err)
{
	bool chat = line[0] == '[' || stamp->day.kind == STAMP_DATE;
	size_t rest = stamp->lead ? 0 : stamp->rest;
	if (!give(notes, sink, err))
		return false;
	rest += read_author(&notes->author, line + rest, len - rest, chat);
	if (!begin(notes, stamp, number)) {
		sink->bad(sink->data, number, "there is no such time");
		return true;
	}
	buf_puts(&notes->text, stamp->lead ? "" : stamp->open);
	add_line(notes, line + rest, len - rest);
	return true;
}

/* ---- the format ---- */

static void *open_notes(const struct log_context *context, struct err *err)
{
	struct notes *notes = mem_new(1, sizeof *notes);
	struct stamp stamp;
	(void)err;
	notes->context = context;
	dating_begin(&notes->dating, context->now, context->zone);
	if (stamp_find(&stamp, context->name, strlen(context->name), 0, true))
		dating_document(&notes->dating, &stamp);
	return notes;
}

static bool read_line(void *state, const char *line, size_t len, size_t number, const struct log_sink *sink,
	struct err *err)
{
	struct notes *notes = state;
	size_t marks = marks_len(line, len), looked = len - marks < LINE_BYTES ? len - marks : LINE_BYTES;
	const char *begins = line + marks;
	struct stamp stamp;
	if (is_fence(line, len))
		notes->fenced = !notes->fenced;
	dating_learn(&notes->dating, begins, looked);
	if (!notes->fenced && looked && stamp_read(&stamp, begins, looked, 0) && !stamp.weak) {
		bool whole = stamp_read(&(struct stamp){ 0 }, begins, looked, STAMP_WHOLE);
		if (stamp.clock.kind >= STAMP_HOUR || stamp.epoch)
			return whole ? time_alone(notes, &stamp, "", 0, number, sink, err)
				     : time_and_text(notes, &stamp, begins, len - marks, number, sink, err);
		if (whole && dating_day(&notes->dating, &stamp)) {
			notes->guessed = false;
			return give(notes, sink, err);
		}
	}
	size_t name = notes->fenced || looked < len - marks ? 0 : read_heading(begins, looked, &stamp);
	if (name)
		return time_alone(notes, &stamp, begins, name, number, sink, err);
	if (notes->begun)
		add_line(notes, line, len);
	else if (looked)
		sink->bad(sink->data, number, "stands before the first time");
	else if (sink->skip)
		sink->skip(sink->data, number);
	return true;
}

static bool end_notes(void *state, const struct log_sink *sink, struct err *err)
{
	return give(state, sink, err);
}

static void close_notes(void *state)
{
	struct notes *notes = state;
	buf_fini(&notes->text);
	buf_fini(&notes->author);
	free(notes);
}

/* Documents with headings or tables are no notes; what begins with times again and again may be. */
static int detect(const char *head, size_t len, const char *name)
{
	const char *at = head, *end = head + len, *line;
	size_t line_len, lines = 0, timed = 0, headings = 0, first = 0;
	(void)name;
	while (csv_next_line(&at, end, &line, &line_len)) {
		struct stamp stamp;
		size_t marks = marks_len(line, line_len), looked = line_len - marks < LINE_BYTES ? line_len - marks : LINE_BYTES;
		lines += looked > 0;
		headings += line_len && (line[0] == '#' || line[0] == '|');
		bool begins = stamp_read(&stamp, line + marks, looked, 0) && !stamp.weak && stamp.clock.kind >= STAMP_HOUR;
		timed += begins || read_heading(line + marks, looked, &stamp);
		first = timed ? first : lines;
	}
	return timed >= 2 && !headings && first <= TITLE_LINES && timed * 4 >= lines ? 35 : 0;
}

static const struct log_lines lines = { open_notes, read_line, end_notes, close_notes };

const struct log_format format_text = {
	.name = "text",
	.help = "notes or a copied chat, whose lines begin with times",
	.detect = detect,
	.lines = &lines,
};
