/*
 * The floor of `inquest log`: the least a C program can do to put one event into the same database, as
 * durably, and say so. The change and the event it writes are the ones inquest would write, so that
 * doctor finds nothing; values are bound, no field table, no configuration, no time entry.
 *
 *     floor_log DATABASE TEXT       as inquest does it, with the lock waited for as asked below
 *     INQUEST_FLOOR_BUSY=sqlite     with SQLite's own busy timeout
 */
#include <sys/random.h>
#include <time.h>

#include "sql.h"

enum { BUSY_MS = 5000 };

static void ulid_new(char out[27], int64_t at)
{
	unsigned char random[16];
	if (getrandom(random, sizeof random, 0) != sizeof random)
		exit(1);
	ulid(out, at, random);
}

static sqlite3_stmt *first_row(const char *sql)
{
	sqlite3_stmt *statement = prepare(sql);
	if (sqlite3_step(statement) != SQLITE_ROW)
		fail(sql);
	return statement;
}

static void insert_once(sqlite3_stmt *statement)
{
	insert(statement);
	sqlite3_finalize(statement);
}

/* Without a busy timeout of SQLite's: try again at once, which is as good as waiting can be. */
static int again(void *context, int count)
{
	(void)context;
	(void)count;
	const struct timespec pause = { .tv_nsec = 200000 };
	nanosleep(&pause, NULL);
	return 1;
}

int main(int argc, char **argv)
{
	char id[27], batch[27], fields[2048], when[32];
	const char *busy = getenv("INQUEST_FLOOR_BUSY");
	if (argc != 3)
		return 2;
	open_database(argv[1], 0);
	if (busy)
		sqlite3_busy_timeout(db, BUSY_MS);
	else
		sqlite3_busy_handler(db, again, NULL);
	run("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; BEGIN IMMEDIATE");

	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	int64_t at = now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
	sqlite3_stmt *state = first_row(
		"SELECT (SELECT max(clock) FROM change), (SELECT value FROM local WHERE name = 'replica'), id, "
		"(SELECT coalesce(max(number), 0) + 1 FROM event WHERE incident = incident.id) FROM incident "
		"WHERE gone = 0 AND status NOT IN ('resolved', 'closed')");
	int64_t clock = sqlite3_column_int64(state, 0) + 1;
	const char *replica = (const char *)sqlite3_column_text(state, 1);
	const char *incident = (const char *)sqlite3_column_text(state, 2);
	int64_t number = sqlite3_column_int64(state, 3);
	if (clock < at << 16)
		clock = at << 16;
	ulid_new(id, at);
	ulid_new(batch, at);
	snprintf(fields, sizeof fields,
		"{\"at\":%lld,\"precision\":\"exact\",\"offset\":0,\"kind\":\"note\",\"text\":\"%s\","
		"\"author\":\"ana\",\"pinned\":0,\"audience\":\"internal\"}",
		(long long)at, argv[2]);

	sqlite3_stmt *change = prepare("INSERT INTO change (clock, replica, batch, author, at, incident, "
				       "entity, kind, fields) VALUES (?, ?, ?, 'ana', ?, ?, ?, 'event', ?)");
	sqlite3_bind_int64(change, 1, clock);
	text(change, 2, replica);
	text(change, 3, batch);
	sqlite3_bind_int64(change, 4, at);
	text(change, 5, incident);
	text(change, 6, id);
	text(change, 7, fields);
	insert_once(change);

	sqlite3_stmt *event = prepare(
		"INSERT INTO event (id, incident, number, gone, at, precision, \"offset\", kind, text, author, "
		"pinned, audience) VALUES (?, ?, ?, 0, ?, 'exact', 0, 'note', ?, 'ana', 0, 'internal')");
	text(event, 1, id);
	text(event, 2, incident);
	sqlite3_bind_int64(event, 3, number);
	sqlite3_bind_int64(event, 4, at);
	text(event, 5, argv[2]);
	insert_once(event);
	sqlite3_finalize(state);
	run("COMMIT");

	struct tm civil;
	strftime(when, sizeof when, "%F %T UTC", gmtime_r(&now.tv_sec, &civil));
	printf("#%lld  %s  note  %s\n", (long long)number, when, argv[2]);
	sqlite3_close(db);
	return 0;
}
