/*
 * The floor of `inquest import`: the least a C program can do to put the lines of a syslog file into the same tables and
 * indexes, as durably: lines read from a buffer, columns bound, one transaction for all. The rows and changes are what
 * inquest would write, so that doctor finds nothing. Lines are of one form, years and zones are not asked about, no line
 * is looked for before it is put in, nobody else gets at the database in between.
 *
 *     floor_import DATABASE FILE
 */
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "sql.h"

enum { LINE = 4096, DIGITS = 26 };

static void ulid_new(char out[27], int64_t at)
{
	static unsigned char pool[4096];
	static size_t left;
	if (left < 16) {
		left = sizeof pool;
		for (size_t got = 0; got < left; got += 256)
			if (getrandom(pool + got, 256, 0) != 256)
				exit(1);
	}
	left -= 16;
	ulid(out, at, pool + left);
}

static int two(const char *at)
{
	return (at[0] == ' ' ? 0 : at[0] - '0') * 10 + at[1] - '0';
}

/* "Nov  1 00:00:00 …", of this year, in UTC; the day is remembered. */
static int64_t when(const char *line)
{
	static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
	static char day[7];
	static int64_t start;
	if (memcmp(day, line, 6) != 0) {
		time_t now = time(NULL);
		struct tm tm;
		gmtime_r(&now, &tm);
		for (int month = 0; month < 12; month++)
			if (memcmp(months + 3 * month, line, 3) == 0)
				tm.tm_mon = month;
		tm.tm_mday = two(line + 4);
		tm.tm_hour = tm.tm_min = tm.tm_sec = 0;
		start = timegm(&tm);
		memcpy(day, line, 6);
	}
	return (start + two(line + 7) * 3600 + two(line + 10) * 60 + two(line + 13)) * INT64_C(1000);
}

int main(int argc, char **argv)
{
	char id[DIGITS + 1], batch[DIGITS + 1], line[LINE], fields[2 * LINE], origin[64];
	int64_t count = 0;
	if (argc != 3)
		return 2;
	FILE *file = fopen(argv[2], "r");
	if (!file) {
		perror(argv[2]);
		return 1;
	}
	open_database(argv[1], SQLITE_OPEN_NOMUTEX);
	run("PRAGMA journal_mode = TRUNCATE; PRAGMA synchronous = FULL; PRAGMA cache_size = -32768; BEGIN IMMEDIATE");
	sqlite3_stmt *state = prepare("SELECT (SELECT max(clock) FROM change), (SELECT value FROM local WHERE name = 'replica'), id, "
				      "(SELECT coalesce(max(number), 0) FROM event WHERE incident = incident.id) FROM incident "
				      "WHERE gone = 0 AND status NOT IN ('resolved', 'closed')");
	if (sqlite3_step(state) != SQLITE_ROW)
		fail("no open incident");
	int64_t clock = sqlite3_column_int64(state, 0), number = sqlite3_column_int64(state, 3);
	int64_t now = (int64_t)time(NULL) * 1000;
	ulid_new(batch, now);
	sqlite3_stmt *change = prepare("INSERT INTO change (clock, replica, batch, author, at, incident, entity, kind, fields) "
				       "VALUES (?, ?, ?, 'bench', ?, ?, ?, 'event', ?)");
	sqlite3_stmt *event = prepare(
		"INSERT INTO event (id, incident, number, gone, at, precision, \"offset\", kind, text, author, pinned, audience, "
		"source, origin) VALUES (?, ?, ?, 0, ?, 'exact', 0, 'evidence', ?, ?, 0, 'internal', ?, ?)");
	text(change, 2, (const char *)sqlite3_column_text(state, 1));
	text(change, 3, batch);
	sqlite3_bind_int64(change, 4, now);
	text(change, 5, (const char *)sqlite3_column_text(state, 2));
	text(event, 2, (const char *)sqlite3_column_text(state, 2));
	while (fgets(line, sizeof line, file)) {
		/* host, app and process stand apart, then the text */
		int64_t at = when(line);
		char *host = line + 16, *tag = strchr(host, ' '), *said = tag ? strstr(tag + 1, ": ") : NULL;
		if (!said)
			fail("a line of another form");
		*tag++ = *said = '\0';
		said += 2;
		said[strcspn(said, "\n")] = '\0';
		char source[256], app[128];
		snprintf(source, sizeof source, "%.100s %.100s", host, tag);
		snprintf(app, sizeof app, "%.*s", (int)strcspn(tag, "["), tag);
		uint64_t sum = UINT64_C(0xCBF29CE484222325);
		for (const char *c = said; *c; c++)
			sum = (sum ^ (unsigned char)*c) * UINT64_C(0x100000001B3);
		snprintf(origin, sizeof origin, "syslog:%012llx-%016llx", (unsigned long long)at, (unsigned long long)sum);
		snprintf(fields, sizeof fields,
			"{\"at\":%lld,\"precision\":\"exact\",\"offset\":0,\"kind\":\"evidence\",\"text\":\"%s\",\"author\":\"%s\","
			"\"pinned\":0,\"audience\":\"internal\",\"source\":\"%s\",\"origin\":\"%s\"}",
			(long long)at, said, app, source, origin);
		ulid_new(id, now);
		sqlite3_bind_int64(change, 1, ++clock);
		text(change, 6, id);
		text(change, 7, fields);
		insert(change);
		text(event, 1, id);
		sqlite3_bind_int64(event, 3, ++number);
		sqlite3_bind_int64(event, 4, at);
		text(event, 5, said);
		text(event, 6, app);
		text(event, 7, source);
		text(event, 8, origin);
		insert(event);
		count++;
	}
	sqlite3_finalize(change);
	sqlite3_finalize(event);
	sqlite3_finalize(state);
	run("COMMIT");
	printf("%lld events\n", (long long)count);
	sqlite3_close(db);
	fclose(file);
	return 0;
}
