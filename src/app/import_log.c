/* import of logs: what is asked for, and the inputs one after the other. */
#include "app/import_log.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/edit.h"
#include "base/duration.h"
#include "base/path.h"
#include "base/text.h"
#include "base/zone.h"
#include "intake/format_rows.h"

static bool read_format(struct import_log *log, struct err *err)
{
	const char *name = call_flag(log->call, "format");
	const char *names[64];
	struct buf all = { 0 };
	size_t count = 0;
	if (!name)
		return true;
	log->format = log_format_find(name);
	for (; !log->format && log_formats[count] && count < LENGTH(names); count++) {
		names[count] = log_formats[count]->name;
		buf_printf(&all, "%s%s", count ? ", " : "", names[count]);
	}
	if (!log->format) {
		const char *near = text_nearest(name, names, count);
		err_set(err, ERR_USAGE, "there is no format '%s'%s%s%s %s", name, near ? ", did you mean " : "", near ? near : "",
			near ? "? There are" : ": there are", buf_text(&all));
	}
	buf_fini(&all);
	return log->format;
}

/* A day means all of it, a minute too. */
static bool read_bounds(struct import_log *log, struct err *err)
{
	struct when when;
	log->until = INT64_MAX;
	if (call_flag(log->call, "since")) {
		if (!edit_flag_time(log->call, &log->incident, "since", &when, err))
			return err_wrap(err, "--since");
		log->since = when.at;
	}
	if (call_flag(log->call, "until")) {
		if (!edit_flag_time(log->call, &log->incident, "until", &when, err))
			return err_wrap(err, "--until");
		log->until = when.at + (when.precision == PRECISION_DAY ? DAY_MS : when.precision == PRECISION_MINUTE ? MINUTE_MS : 1) - 1;
	}
	if (log->since > log->until)
		return err_set(err, ERR_USAGE, "--since is after --until: nothing can be between them");
	return true;
}

static bool read_grep(struct import_log *log, struct err *err)
{
	char why[256];
	const char *pattern = call_flag(log->call, "grep");
	if (!pattern)
		return true;
	int code = regcomp(&log->grep, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB);
	log->has_grep = code == 0;
	if (code)
		regerror(code, &log->grep, why, sizeof why);
	return !code || err_set(err, ERR_USAGE, "--grep '%s' is no regular expression: %s", pattern, why);
}

/* What is said of all events: the stored name of the choice in `*out`. */
static bool read_choice(struct import_log *log, const char *flag, int field, const char **out, struct err *err)
{
	const char *word = call_flag(log->call, flag);
	struct record event;
	if (!word)
		return true;
	record_init(&event, ENTITY_EVENT);
	bool ok = edit_field(log->app, &log->incident, &event, field, word, err);
	if (ok)
		*out = choice_find(entity_get(ENTITY_EVENT)->fields[field].choices, word)->name;
	record_fini(&event);
	return ok;
}

static bool read_limit(struct import_log *log, struct err *err)
{
	const char *text = call_flag(log->call, "limit");
	char *end;
	log->limit = INT64_MAX;
	if (!text)
		return true;
	errno = 0;
	log->limit = strtoll(text, &end, 10);
	return (!errno && end != text && !*end && log->limit > 0) ||
	       err_set(err, ERR_USAGE, "--limit is a number of events from 1 on, not '%s'", text);
}

static bool read_flags(struct import_log *log, struct err *err)
{
	const char *zone = call_flag(log->call, "zone");
	log->map = call_flag(log->call, "map");
	log->author = call_flag(log->call, "author");
	log->dry = call_flag(log->call, "dry-run");
	log->zone = zone ? app_zone_name(zone) : mem_copy(app_zone_of(log->app, &log->incident));
	return zone_check(log->zone, err) && read_format(log, err) && read_bounds(log, err) && read_grep(log, err) &&
	       read_choice(log, "kind", EVENT_KIND, &log->kind, err) &&
	       read_choice(log, "audience", EVENT_AUDIENCE, &log->audience, err) && read_limit(log, err);
}

static bool add_input(struct import_log *log, const char *word, const char *given, int64_t *total, struct err *err)
{
	struct import_log_input *input = vec_push(&log->inputs);
	struct stat status;
	bool piped = text_equal(word, "-");
	input->word = word;
	input->given = given;
	input->name = piped ? "standard input" : path_name(word);
	input->first = INT64_MAX;
	input->last = INT64_MIN;
	if (log->format == &format_git) {
		input->source = mem_copy(word);
		*total = -1;
		return true;
	}
	if (piped && log->call->input < 0)
		return err_set(err, ERR_USAGE, "there is no standard input here: name a file");
	if (piped ? fstat(log->call->input, &status) : stat(word, &status))
		return err_errno(err, errno, "cannot read %s", word);
	if (S_ISDIR(status.st_mode))
		return err_set(err, ERR_USAGE, "%s is a folder: name the logs in it", word);
	input->source = piped ? mem_copy(input->name) : realpath(word, NULL);
	if (!input->source)
		return err_errno(err, errno, "cannot read %s", word);
	/* -1: not to be known */
	*total = S_ISREG(status.st_mode) && *total >= 0 ? *total + status.st_size : -1;
	return true;
}

/* The days of an export, with what its files of names say. */
static bool add_export(struct import_log *log, const char *word, int64_t *total, struct err *err)
{
	struct import_slack *slack = vec_push(&log->exports);
	bool ok = import_slack_find(slack, word, log->app->store, err);
	for (size_t i = 0; ok && i < slack->files.count; i++) {
		ok = add_input(log, slack->files.items[i].path, word, total, err);
		struct import_log_input *input = &log->inputs.items[log->inputs.count - 1];
		input->name = slack->files.items[i].channel;
		/* their files stay where they are when another export is found */
		input->names = slack->names;
	}
	return ok && (slack->files.count || err_set(err, ERR_NOT_FOUND, "%s has no days of channels (2024-03-01.json) in it", word));
}

/* Before anything is read: all inputs are there. `*total` gets their bytes, 0 if that cannot be told. */
static bool find_inputs(struct import_log *log, char *const *words, size_t count, int64_t *total, struct err *err)
{
	bool ok = true;
	*total = 0;
	for (size_t i = 0; ok && i < count; i++)
		ok = log->format != &format_git && import_slack_is(words[i])
			     ? add_export(log, words[i], total, err)
			     : add_input(log, words[i], words[i], total, err);
	*total = *total > 0 ? *total : 0;
	return ok;
}

/* That something was imported is itself a change. */
static bool note_import(struct import_log *log, struct err *err)
{
	struct record record;
	const struct import_log_input *input = log->input;
	if (log->dry || !input->added)
		return true;
	record_init(&record, ENTITY_IMPORT);
	memcpy(record.incident, log->incident.id, ID_SIZE);
	record_set_int(&record, IMPORT_AT, app_now(log->app));
	record_set_text(&record, IMPORT_FORMAT, input->format->name);
	record_set_int(&record, IMPORT_COUNT, (int64_t)input->added);
	struct buf source = { 0 };
	utf8_clean(&source, input->source, strlen(input->source));
	record_set_text(&record, IMPORT_SOURCE, buf_text(&source));
	buf_fini(&source);
	bool ok = import_writer_put(&log->writer, &record, err);
	record_fini(&record);
	return ok;
}

static bool read_inputs(struct import_log *log, const struct buf *head, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < log->inputs.count && !log->stop; i++) {
		log->input = &log->inputs.items[i];
		identities_clear(log->identities);
		ok = import_log_read(log, text_equal(log->input->word, "-") ? head : NULL, err) && note_import(log, err) &&
		     import_writer_commit(&log->writer, err);
	}
	return ok;
}

/* What was committed before stays: say so, and how to go on. */
static bool fail(struct import_log *log, struct err *err)
{
	if (!log->writer.safe || !err)
		return false;
	struct buf again = { 0 };
	import_log_again(log, &again);
	log->call->told = true;
	err_add(err, "; %llu events were added before that, and `%s` goes on",
		(unsigned long long)log->writer.safe, buf_text(&again));
	buf_fini(&again);
	return false;
}

static void log_fini(struct import_log *log)
{
	import_writer_fini(&log->writer);
	identities_free(log->identities);
	for (size_t i = 0; i < log->inputs.count; i++) {
		struct import_log_input *input = &log->inputs.items[i];
		for (size_t n = 0; n < input->problems.count; n++)
			free(input->problems.items[n].why);
		free(input->problems.items);
		free(input->source);
	}
	free(log->inputs.items);
	for (size_t i = 0; i < log->exports.count; i++)
		import_slack_fini(&log->exports.items[i]);
	free(log->exports.items);
	if (log->has_grep)
		regfree(&log->grep);
	free(log->zone);
	record_fini(&log->event);
	records_fini(&log->first);
	record_fini(&log->incident);
	buf_fini(&log->text);
}

bool import_logs(struct call *call, char *const *words, size_t count, const struct buf *head, struct err *err)
{
	struct import_log log = { .call = call, .app = call->app };
	int64_t total = 0;
	record_init(&log.incident, ENTITY_INCIDENT);
	record_init(&log.event, ENTITY_EVENT);
	bool ok = app_incident(call->app, &log.incident, err) && read_flags(&log, err) && find_inputs(&log, words, count, &total, err);
	/* on a screen signals and the terminal are somebody else's */
	if (ok && call->input >= 0)
		ok = log.watching = interrupt_begin(&log.interrupt, err);
	if (ok) {
		log.identities = identities_new();
		progress_begin(&log.progress, total, call->input >= 0 && !call_flag(call, "quiet"));
		progress_watch(&log.progress, call->out);
		ok = read_inputs(&log, head, err);
		progress_clear(&log.progress);
		if (!ok)
			fail(&log, err);
	}
	ok = ok && import_log_show(&log, err);
	if (log.watching) {
		interrupt_end(&log.interrupt);
		if (log.stop == IMPORT_LOG_INTERRUPTED && log.interrupt.signal)
			call->app->exit_status = 128 + log.interrupt.signal;
	}
	log_fini(&log);
	return ok;
}
