#include "app/import_write.h"

#include <time.h>

#include "app/edit.h"
#include "app/progress.h"
#include "base/text.h"

enum { LOOK_AT_CLOCK = 32 }; /* events between two looks at the clock */

void import_writer_begin(struct import_writer *writer, struct app *app, struct record *incident, const char *format, bool dry)
{
	writer->app = app;
	writer->incident = incident;
	writer->dry = dry;
	buf_truncate(&writer->low, 0);
	buf_truncate(&writer->high, 0);
	buf_truncate(&writer->highest, 0);
	buf_printf(&writer->low, "%s:", format);
	buf_printf(&writer->high, "%s;", format);
	/* what the database has is asked for when the next transaction begins */
	buf_puts(&writer->highest, buf_text(&writer->high));
}

/* Others may have imported the same since the last transaction. */
static bool look_highest(struct import_writer *writer, struct err *err)
{
	buf_truncate(&writer->highest, 0);
	return store_text(writer->app->store, QUERY_EVENT_ORIGIN_HIGHEST,
		PARAMS(PARAM_TEXT("incident", writer->incident->id), PARAM_TEXT("low", buf_text(&writer->low)),
			PARAM_TEXT("high", buf_text(&writer->high))),
		&writer->highest, NULL, err);
}

/* Of what is open nothing is kept. Always false. */
static bool drop(struct import_writer *writer)
{
	if (writer->open)
		store_rollback(writer->app->store);
	writer->open = false;
	writer->total = writer->safe;
	return false;
}

static bool ready(struct import_writer *writer, struct err *err)
{
	struct app *app = writer->app;
	if (writer->open)
		return true;
	if (!writer->begun && !store_run(app->store, QUERY_CACHE_LARGE, NULL, err))
		return false;
	if (!(writer->begun ? store_resume(app->store, app_now(app), err) : app_begin(app, err)))
		return false;
	writer->begun = writer->open = true;
	writer->since = progress_clock();
	writer->written = 0;
	return look_highest(writer, err) || drop(writer);
}

/* Logs are in the order of time, and so are origins: mostly the event is behind all that are there. */
static bool is_there(struct import_writer *writer, const char *origin, bool *out, struct err *err)
{
	int64_t count = 0;
	*out = false;
	if (!writer->dry && strcmp(origin, buf_text(&writer->highest)) > 0)
		return true;
	bool ok = store_int(writer->app->store, QUERY_EVENT_OF_ORIGIN,
		PARAMS(PARAM_TEXT("incident", writer->incident->id), PARAM_TEXT("origin", origin)), &count, err);
	*out = count;
	return ok;
}

/* Milestones may move the incident's status, which is so for those that follow. */
static bool log_milestone(struct import_writer *writer, struct record *event, struct err *err)
{
	struct record now;
	if (!edit_log(writer->app, writer->incident, event, err) ||
		!store_get(writer->app->store, ENTITY_INCIDENT, writer->incident->id, &now, err))
		return false;
	record_set_text(writer->incident, INCIDENT_STATUS, record_text(&now, INCIDENT_STATUS));
	record_fini(&now);
	return true;
}

/* Where committing is slow, fewer transactions: most of the time is to go into writing. */
static int64_t hold_ms(const struct import_writer *writer)
{
	int64_t hold = writer->commit_ms * IMPORT_HOLD_COMMITS;
	return hold < IMPORT_HOLD_MS ? IMPORT_HOLD_MS : hold > IMPORT_HOLD_MAX_MS ? IMPORT_HOLD_MAX_MS : hold;
}

/* Others had to wait: now they come in. */
static bool commit_in_time(struct import_writer *writer, struct err *err)
{
	const struct timespec pause = { .tv_nsec = IMPORT_PAUSE_US * 1000L };
	if (writer->written % LOOK_AT_CLOCK || progress_clock() - writer->since < hold_ms(writer))
		return true;
	if (!import_writer_commit(writer, err))
		return false;
	nanosleep(&pause, NULL);
	return true;
}

bool import_writer_add(struct import_writer *writer, struct record *event, bool *added, struct err *err)
{
	const char *origin = record_text(event, EVENT_ORIGIN);
	bool there = false;
	*added = false;
	if ((!writer->dry && !ready(writer, err)) || !is_there(writer, origin, &there, err))
		return false;
	if (!there && !writer->dry) {
		bool ok = milestone_find(record_text(event, EVENT_KIND)) == MILESTONE_COUNT
				  ? store_put(writer->app->store, event, err)
				  : log_milestone(writer, event, err);
		if (!ok)
			return false;
		if (strcmp(origin, buf_text(&writer->highest)) > 0) {
			buf_truncate(&writer->highest, 0);
			buf_puts(&writer->highest, origin);
		}
		writer->total++;
	}
	*added = !there;
	writer->written++;
	return writer->dry || commit_in_time(writer, err);
}

bool import_writer_put(struct import_writer *writer, struct record *record, struct err *err)
{
	return ready(writer, err) && store_put(writer->app->store, record, err);
}

bool import_writer_commit(struct import_writer *writer, struct err *err)
{
	if (!writer->open)
		return true;
	int64_t began = progress_clock();
	writer->open = false;
	if (!store_commit(writer->app->store, err))
		return false;
	writer->commit_ms = progress_clock() - began;
	writer->safe = writer->total;
	return true;
}

void import_writer_fini(struct import_writer *writer)
{
	drop(writer);
	buf_fini(&writer->highest);
	buf_fini(&writer->low);
	buf_fini(&writer->high);
}
