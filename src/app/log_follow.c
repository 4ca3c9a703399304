/* log --follow */
#include "app/log.h"

#include <errno.h>
#include <poll.h>
#include <regex.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/edit.h"
#include "app/follow.h"
#include "app/progress.h"
#include "app/split.h"
#include "base/interrupt.h"
#include "base/text.h"
#include "intake/reader.h"
#include "intake/verbatim.h"

enum {
	PIECE = 64 * 1024,
	SURE = 40,	/* of a line's format */
	AGAIN_MS = 500, /* when the database was held by another: wait before the next attempt */
};

struct stream {
	struct call *call;
	struct record incident, event; /* the event: what the flags say of each */
	struct record first;	       /* what the first line of the group says of itself */
	struct follow follow;
	struct buf pending; /* a line whose end has not come yet */
	regex_t grep;
	bool has_grep, ended;
	int64_t retry; /* clock before which nothing is tried again */
	uint64_t lines, passed_over;
	struct interrupt interrupt;
};

/* ---- what a line says of itself ---- */

/* The first event of a line is it; a second one would be of something else. */
static bool take_event(void *data, const struct log_event *event, struct err *err)
{
	struct record *first = data;
	struct buf text = { 0 };
	(void)err;
	if (first->set || !event->text_len)
		return true;
	utf8_clean(&text, event->text, event->text_len);
	record_set_when(first, EVENT_AT, &event->when);
	record_set_text(first, EVENT_TEXT, buf_text(&text));
	if (event->kind)
		record_set_text(first, EVENT_KIND, event->kind);
	if (event->author && *event->author && utf8_valid(event->author, strlen(event->author)) && !strchr(event->author, '\n'))
		record_set_text(first, EVENT_AUTHOR, event->author);
	buf_fini(&text);
	return true;
}

static void ignore_bad(void *data, size_t line, const char *why)
{
	(void)data;
	(void)line;
	(void)why;
}

static bool read_as_log(struct stream *stream, char *line, size_t len)
{
	struct app *app = stream->call->app;
	int sure;
	const struct log_context context = { .now = app_now(app), .zone = app_zone_of(app, &stream->incident), .name = "" };
	const struct log_sink sink = { &stream->first, take_event, ignore_bad, NULL };
	const struct log_format *format = log_format_detect(line, len, "", &sure);
	struct log_reader *reader = format && sure >= SURE ? log_reader_new(format, &context, &sink, app->store, NULL) : NULL;
	if (reader) {
		if (log_reader_push(reader, line, len, NULL))
			log_reader_end(reader, NULL);
		log_reader_free(reader);
	}
	return stream->first.set;
}

static void read_as_text(struct stream *stream, const char *line, size_t len)
{
	struct when_context ctx;
	struct split split;
	if (!utf8_valid(line, len) || !edit_when(stream->call->app, &stream->incident, &ctx, NULL))
		return;
	split_find(&split, line, len, &ctx);
	if (split.count == 1 && split.timed == 1) {
		const struct split_piece *piece = &split.items[0];
		char *text = mem_copy_n(line + piece->text, piece->text_len);
		char *author = mem_copy_n(line + piece->author, piece->author_len);
		struct buf shown = { 0 };
		verbatim_put(&shown, text, piece->text_len);
		record_set_when(&stream->first, EVENT_AT, &piece->when);
		record_set_text(&stream->first, EVENT_TEXT, buf_text(&shown));
		buf_fini(&shown);
		if (*author)
			record_set_text(&stream->first, EVENT_AUTHOR, author);
		free(text);
		free(author);
	}
	split_fini(&split);
}

/* A group begins: its time is that of its first line, as that says or as it came. */
static void read_first(struct stream *stream, const char *line, size_t len)
{
	struct buf copy = { 0 };
	record_fini(&stream->first);
	record_init(&stream->first, ENTITY_EVENT);
	buf_put(&copy, line, len);
	buf_putc(&copy, '\n');
	if (!read_as_log(stream, copy.data, copy.len))
		read_as_text(stream, line, len);
	buf_fini(&copy);
	log_fill(stream->call->app, &stream->incident, &stream->first);
}

/* ---- writing ---- */

static const int told[] = { EVENT_AT, EVENT_PRECISION, EVENT_OFFSET, EVENT_KIND, EVENT_AUTHOR };

/* What the flags say goes before what the line says. */
static bool make_event(struct stream *stream, struct record *event)
{
	struct buf text = { 0 };
	const char *first = record_has(&stream->first, EVENT_TEXT) ? record_text(&stream->first, EVENT_TEXT) : NULL;
	record_copy(event, &stream->event);
	for (size_t i = 0; i < LENGTH(told); i++)
		if (!(event->set & 1u << told[i]))
			record_set_value(event, told[i], &stream->first.values[told[i]]);
	bool cut = follow_text(&stream->follow, first, &text);
	record_set_text(event, EVENT_TEXT, buf_text(&text));
	log_fill(stream->call->app, &stream->incident, event);
	buf_fini(&text);
	return cut;
}

static bool write_event(struct stream *stream, struct record *event, bool whole, struct err *err)
{
	struct app *app = stream->call->app;
	if (!app_begin(app, err))
		return false;
	return edit_end(app,
		edit_log(app, &stream->incident, event, err) &&
			(whole || log_attach(app, event, "stream.txt", &stream->follow.raw, err)),
		err);
}

/* Log the group. One that could not be written because others held the database stays, to be tried again. */
static bool log_group(struct stream *stream, struct err *err)
{
	struct record event;
	struct err why = { 0 };
	bool cut = make_event(stream, &event);
	bool ok = write_event(stream, &event, !cut, &why);
	if (ok) {
		log_echo(stream->call, &stream->incident, &event);
		follow_logged(&stream->follow, progress_clock());
	} else if (why.code == ERR_BUSY && !stream->ended && stream->follow.raw.len < 4 * FOLLOW_FULL) {
		stream->retry = progress_clock() + AGAIN_MS;
		ok = true;
	} else {
		err_pass(err, &why);
	}
	record_fini(&event);
	return ok;
}

/* ---- reading ---- */

static void take_line(struct stream *stream, const char *line, size_t len)
{
	if (len && line[len - 1] == '\r')
		len--;
	stream->lines++;
	char *copy = mem_copy_n(line, len);
	bool wanted = !text_empty(copy) && (!stream->has_grep || regexec(&stream->grep, copy, 0, NULL, 0) == 0);
	free(copy);
	if (!wanted)
		stream->passed_over++;
	else if (follow_add(&stream->follow, line, len, progress_clock()))
		read_first(stream, line, len);
}

/* The lines of what was read; what has no end yet waits for it, unless it is longer than a line may be. */
static void take_lines(struct stream *stream)
{
	struct buf *pending = &stream->pending;
	size_t done = 0;
	for (const char *end; (end = memchr(buf_text(pending) + done, '\n', pending->len - done));) {
		size_t at = (size_t)(end - pending->data);
		take_line(stream, pending->data + done, at - done);
		done = at + 1;
	}
	if (pending->len - done > LOG_LINE_MAX || (stream->ended && pending->len > done)) {
		take_line(stream, pending->data + done, pending->len - done);
		done = pending->len;
	}
	if (done)
		buf_splice(pending, 0, done, "", 0);
}

static bool read_some(struct stream *stream, struct err *err)
{
	char bytes[PIECE];
	ssize_t got = read(stream->call->input, bytes, sizeof bytes);
	if (got < 0 && errno != EINTR && errno != EAGAIN)
		return err_errno(err, errno, "cannot read standard input");
	if (got > 0)
		buf_put(&stream->pending, bytes, (size_t)got);
	stream->ended = got == 0;
	take_lines(stream);
	return true;
}

/* Milliseconds until there is something to do beside reading. */
static int wait_time(const struct stream *stream)
{
	int64_t now = progress_clock(), due = follow_due(&stream->follow, now);
	if (due >= 0 && stream->retry > now + due)
		due = stream->retry - now;
	return due < 0 ? -1 : (int)due;
}

static bool follow_stream(struct stream *stream, struct err *err)
{
	bool ok = true;
	while (ok && !stream->ended) {
		struct pollfd ready[] = { { .fd = stream->call->input, .events = POLLIN },
			{ .fd = stream->interrupt.fd, .events = POLLIN } };
		int count = poll(ready, LENGTH(ready), wait_time(stream));
		if (count > 0 && ready[0].revents)
			ok = read_some(stream, err);
		if (count > 0 && ready[1].revents && interrupt_came(&stream->interrupt)) {
			stream->ended = true;
			take_lines(stream);
		}
		if (ok && !stream->ended && wait_time(stream) == 0)
			ok = log_group(stream, err);
	}
	return ok && (!stream->follow.lines || log_group(stream, err));
}

static bool begin(struct stream *stream, struct err *err)
{
	struct call *call = stream->call;
	const char *pattern = call_flag(call, "grep");
	if (call->input < 0)
		return err_set(err, ERR_USAGE, "there is no standard input here: `COMMAND | inquest log --follow` in a shell");
	if (call->count > 1 || (call->count && !text_equal(call->words[0], "-")) || call_flag(call, "split") || call_flag(call, "tag") ||
		call->fields[EVENT_AT] || call->fields[EVENT_TEXT])
		return err_set(err, ERR_USAGE, "--follow logs standard input: leave text, --at, --split and --tag out");
	if (!app_incident(call->app, &stream->incident, err) || !edit_from_flags(call, &stream->incident, &stream->event, err))
		return false;
	stream->has_grep = pattern && regcomp(&stream->grep, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB) == 0;
	return !pattern || stream->has_grep || err_set(err, ERR_USAGE, "--grep '%s' is no regular expression", pattern);
}

static void say_end(const struct stream *stream)
{
	uint64_t passed = stream->passed_over, events = stream->follow.events;
	output_note(stream->call->out, "%llu line%s became %llu event%s", (unsigned long long)(stream->lines - passed),
		stream->lines - passed == 1 ? "" : "s", (unsigned long long)events, events == 1 ? "" : "s");
	if (passed)
		output_note(stream->call->out, "%llu were blank or did not match", (unsigned long long)passed);
}

bool log_follow(struct call *call, struct err *err)
{
	struct stream stream = { .call = call };
	record_init(&stream.incident, ENTITY_INCIDENT);
	record_init(&stream.event, ENTITY_EVENT);
	record_init(&stream.first, ENTITY_EVENT);
	bool ok = begin(&stream, err) && interrupt_begin(&stream.interrupt, err);
	if (ok) {
		ok = follow_stream(&stream, err);
		interrupt_end(&stream.interrupt);
		if (!ok) {
			/* the stream cannot be had again */
			buf_put(&stream.follow.raw, stream.pending.data, stream.pending.len);
			edit_keep_input(&stream.follow.raw, err);
		}
		say_end(&stream);
	}
	if (stream.has_grep)
		regfree(&stream.grep);
	follow_fini(&stream.follow);
	buf_fini(&stream.pending);
	record_fini(&stream.first);
	record_fini(&stream.event);
	record_fini(&stream.incident);
	return ok;
}
