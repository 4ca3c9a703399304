/* Reading a log: a head to tell its format by, then pieces of it, as long as nobody interrupts. */
#include "app/import_log.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/import_text.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/format_rows.h"

enum {
	PIECE = 256 * 1024, /* bytes read at a time */
	WATCHED_PIECE = 64 * 1024, /* … where a screen stands still meanwhile */
	WATCHED_MS = 100,   /* such a screen waits for the input no longer at a time */
	HEAD_WAIT_MS = 1000, /* a live stream shows what it is by what came until then */
	IDLE_MS = 20,	    /* an input that has nothing for so long: what is read is committed */
	SURE_OF_OTHER = 40, /* a format that is so sure, where the one named sees nothing of its own */
};

struct source {
	int fd;
	bool regular; /* a file: there is always something to read */
	char *bytes;
	size_t len;
	bool ended;
};

/* For ever, unless somebody watches who may want to stop. */
static int patience(const struct import_log *log)
{
	return log->progress.out ? WATCHED_MS : -1;
}

/* Wait until there is something to read: false if that takes longer than `ms` (-1: for ever), or a signal came. */
static bool wait_input(struct import_log *log, const struct source *source, int ms)
{
	struct pollfd ready[] = { { .fd = source->fd, .events = POLLIN },
		{ .fd = log->watching ? log->interrupt.fd : -1, .events = POLLIN } };
	return source->regular || (poll(ready, LENGTH(ready), ms) > 0 && ready[0].revents);
}

static bool interrupted(struct import_log *log)
{
	if (log->progress.stop || (log->watching && interrupt_came(&log->interrupt)))
		log->stop = IMPORT_LOG_INTERRUPTED;
	return log->stop == IMPORT_LOG_INTERRUPTED;
}

static bool read_some(struct import_log *log, struct source *source, size_t room, struct err *err)
{
	ssize_t got = read(source->fd, source->bytes + source->len, room);
	if (got < 0)
		return errno == EINTR || errno == EAGAIN || err_errno(err, errno, "cannot read %s", log->input->word);
	source->len += (size_t)got;
	log->done += got;
	source->ended = got == 0;
	return true;
}

static bool read_head(struct import_log *log, struct source *source, struct err *err)
{
	bool ok = true;
	while (ok && !source->ended && source->len < LOG_HEAD_MAX && !interrupted(log)) {
		bool line = source->len && memchr(source->bytes, '\n', source->len);
		progress_show(&log->progress, log->input->name, log->done, 0);
		if (wait_input(log, source, line ? HEAD_WAIT_MS : patience(log)))
			ok = read_some(log, source, PIECE - source->len, err);
		else if (line)
			break;
	}
	return ok;
}

static bool no_format(const struct import_log_input *input, const struct source *source, struct err *err)
{
	struct buf names = { 0 };
	for (size_t i = 0; log_formats[i]; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", log_formats[i]->name);
	if (memchr(source->bytes, '\0', source->len))
		err_set(err, ERR_USAGE, "%s holds bytes that are no text: a log is needed", input->word);
	else
		err_set(err, ERR_USAGE, "%s is no log that is known by what it begins with: name its format with --format, one of %s",
			input->word, buf_text(&names));
	buf_fini(&names);
	return false;
}

static bool tell_format(struct import_log *log, const struct source *source, struct err *err)
{
	struct import_log_input *input = log->input;
	size_t len = source->len < LOG_HEAD_MAX ? source->len : LOG_HEAD_MAX;
	/* days of an export are what they are, also those on which nothing was said */
	if (input->names)
		return (input->format = log_format_find("slack"));
	if (!source->len)
		return err_set(err, ERR_USAGE, "%s is empty", input->word);
	if (!import_text_is_log(input->word, source->bytes, len, err))
		return false;
	const struct log_format *looks = log_format_detect(source->bytes, len, input->name, &input->sure);
	input->format = log->format ? log->format : looks;
	if (!input->format)
		return no_format(input, source, err);
	if (!log->format || looks == log->format)
		return true;
	bool sure = looks && !log->map && input->sure >= SURE_OF_OTHER;
	if (sure && log_format_sure(log->format, source->bytes, len, input->name) == 0)
		return err_set(err, ERR_USAGE, "%s does not look like %s but like %s (%s): leave --format out, or say --format %s",
			input->word, log->format->name, looks->name, looks->help, looks->name);
	input->sure = 100;
	return true;
}

static bool read_pieces(struct import_log *log, struct source *source, struct log_reader *reader, struct err *err)
{
	bool ok = true;
	while (ok && !log->stop) {
		ok = log_reader_push(reader, source->bytes, source->len, err);
		source->len = 0;
		progress_show(&log->progress, log->input->name, log->done, log->writer.total);
		if (!ok || source->ended || log->stop || interrupted(log))
			break;
		/* nobody is to wait for us while we wait for others */
		if (log->writer.open && !wait_input(log, source, IDLE_MS))
			ok = import_writer_commit(&log->writer, err);
		else if (wait_input(log, source, patience(log)))
			ok = read_some(log, source, log->progress.out ? WATCHED_PIECE : PIECE, err);
	}
	if (ok && log->stop != IMPORT_LOG_INTERRUPTED && log->stop != IMPORT_LOG_LIMIT)
		ok = log_reader_end(reader, err);
	/* a sink that has enough says so by an error that is none */
	return ok || log->stop == IMPORT_LOG_LIMIT;
}

static bool read_source(struct import_log *log, struct source *source, struct err *err)
{
	struct import_log_input *input = log->input;
	const struct log_context context = { .now = app_now(log->app), .zone = log->zone, .name = input->name, .map = log->map,
		.names = input->names };
	const struct log_sink sink = { log, import_log_event, import_log_bad, import_log_skip };
	if (!read_head(log, source, err) || log->stop)
		return log->stop;
	if (!tell_format(log, source, err))
		return false;
	input->begun = true;
	import_writer_begin(&log->writer, log->app, &log->incident, input->format->name, log->dry);
	struct log_reader *reader = log_reader_new(input->format, &context, &sink, log->app->store, err);
	if (!reader)
		return err_wrap(err, "%s", input->word);
	bool ok = read_pieces(log, source, reader, err);
	input->lines = log_reader_lines(reader);
	log_reader_free(reader);
	return ok || err_wrap(err, "%s", input->word);
}

bool import_log_read(struct import_log *log, const struct buf *head, struct err *err)
{
	struct stat status;
	bool piped = text_equal(log->input->word, "-");
	if (log->format == &format_git)
		return import_log_git(log, err);
	struct source source = { .fd = piped ? log->call->input : open(log->input->word, O_RDONLY | O_CLOEXEC) };
	if (source.fd < 0)
		return err_errno(err, errno, "cannot read %s", log->input->word);
	size_t before = head ? head->len : 0;
	source.regular = fstat(source.fd, &status) == 0 && S_ISREG(status.st_mode);
	source.bytes = mem_new(before + PIECE, 1);
	if (before)
		memcpy(source.bytes, head->data, before);
	source.len = before;
	bool ok = read_source(log, &source, err);
	free(source.bytes);
	if (!piped)
		close(source.fd);
	return ok;
}
