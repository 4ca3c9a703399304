/* The history of a git repository, read as a log. */
#include "app/import_log.h"

#include <stdlib.h>

#include "app/import_input.h"
#include "app/module.h"
#include "base/text.h"
#include "intake/gitlog.h"

/* A step, unless somebody interrupts. */
static bool take_event(void *data, const struct log_event *event, struct err *err)
{
	struct import_log *log = data;
	log->input->lines = event->line;
	progress_show(&log->progress, log->input->name, log->done, log->writer.total);
	if (log->progress.stop || (log->watching && interrupt_came(&log->interrupt)))
		log->stop = IMPORT_LOG_INTERRUPTED;
	return !log->stop && import_log_event(data, event, err);
}

/* Seconds that are not before, or not after, a bound in milliseconds. */
static struct repo_span span_of(const struct import_log *log, const char *revision)
{
	return (struct repo_span){ revision, log->since / 1000 + (log->since % 1000 > 0),
		log->until == INT64_MAX ? INT64_MAX : log->until / 1000 };
}

static bool read_history(struct import_log *log, const char *folder, const char *revision, struct err *err)
{
	const struct log_sink sink = { log, take_event, import_log_bad, import_log_skip };
	const struct repo_span span = span_of(log, revision);
	const struct repo_ops *ops = module_repo(err);
	log->input->begun = true;
	import_writer_begin(&log->writer, log->app, &log->incident, log->input->format->name, log->dry);
	/* a sink that has enough says so by an error that is none */
	return ops && (gitlog_read(ops, folder, &span, &sink, err) || log->stop);
}

bool import_log_git(struct import_log *log, struct err *err)
{
	struct import_log_input *input = log->input;
	struct buf folder = { 0 }, revision = { 0 }, path = { 0 };
	bool ok = import_git_split(input->word, &folder, &revision, &path, err);
	if (ok && path.len)
		ok = err_set(err, ERR_USAGE, "%s: the whole history is read, leave :%s out", input->word, buf_text(&path));
	input->format = log->format;
	input->sure = 100;
	if (ok) {
		char *real = realpath(buf_text(&folder), NULL);
		free(input->source);
		input->source = real ? real : mem_copy(buf_text(&folder));
		ok = read_history(log, input->source, buf_text(&revision), err);
	}
	buf_fini(&folder);
	buf_fini(&revision);
	buf_fini(&path);
	return ok;
}
