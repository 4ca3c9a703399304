/*
 * Puts many events into the only open incident of a database that inquest made, as fast as SQLite takes
 * them: a change and its row each, in one transaction that nothing makes durable. Doctor finds nothing.
 *
 *     fill DATABASE EVENTS [SECONDS]     the last of them so many seconds after 1970, or now
 */
#include <time.h>

#include "sql.h"

enum { APART_MS = 30000, NAMES = 4 };

/* A ULID whose random part is a counter: unique, and the same at every run. */
static void ulid_of(char out[27], int64_t at, uint64_t count)
{
	unsigned char bytes[16];
	for (int i = 15; i >= 0; i--, count >>= 5)
		bytes[i] = count & 31;
	ulid(out, at, bytes);
}

static const char *const kinds[] = { "note", "evidence", "note", "hypothesis", "note", "decision", "note",
	"change", "note", "comms", "evidence", "escalation", "note" };
static const char *const names[NAMES] = { "ana", "bo", "chi", "dee" };
static const char *const words[] = { "queue depth on", "error rate of", "restarted", "looked at", "rolled back",
	"paged the owners of", "latency of", "disk usage on" };
static const char *const places[] = { "checkout", "payments-api", "edge-3", "the cache", "db-primary",
	"search", "the mail relay", "dns" };

int main(int argc, char **argv)
{
	char id[27], batch[27], fields[512], said[256];
	if (argc != 3 && argc != 4)
		return 2;
	int64_t count = atoll(argv[2]);
	open_database(argv[1], 0);
	run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000; BEGIN IMMEDIATE");
	sqlite3_stmt *state = prepare("SELECT id, (SELECT value FROM local WHERE name = 'replica'), (SELECT "
				      "coalesce(max(number), 0) FROM event WHERE incident = incident.id) FROM "
				      "incident WHERE gone = 0 AND status NOT IN ('resolved', 'closed')");
	if (sqlite3_step(state) != SQLITE_ROW)
		fail("no open incident");
	const char *incident = (const char *)sqlite3_column_text(state, 0);
	const char *replica = (const char *)sqlite3_column_text(state, 1);
	int64_t number = sqlite3_column_int64(state, 2);
	sqlite3_stmt *change = prepare("INSERT INTO change (clock, replica, batch, author, at, incident, "
				       "entity, kind, fields) VALUES (?, ?, ?, ?, ?, ?, ?, 'event', ?)");
	sqlite3_stmt *event = prepare(
		"INSERT INTO event (id, incident, number, gone, at, precision, \"offset\", kind, text, author, "
		"pinned, audience) VALUES (?, ?, ?, 0, ?, 'exact', 0, ?, ?, ?, 0, 'internal')");
	text(change, 2, replica);
	text(change, 6, incident);
	text(event, 2, incident);
	int64_t end = argc == 4 ? atoll(argv[3]) : (int64_t)time(NULL), start = end * 1000 - count * APART_MS;
	for (int64_t i = 0; i < count; i++) {
		int64_t at = start + i * APART_MS;
		const char *kind = kinds[i % (int64_t)(sizeof kinds / sizeof *kinds)];
		const char *author = names[i / 3 % NAMES];
		ulid_of(id, at, (uint64_t)i * 2);
		ulid_of(batch, at, (uint64_t)i * 2 + 1);
		snprintf(said, sizeof said, "%s %s: %lld of %lld, after %lld s", words[i / 5 % 8],
			places[i % 8], (long long)(i * 7919 % 1000), (long long)1000, (long long)(i % 97));
		snprintf(fields, sizeof fields,
			"{\"at\":%lld,\"precision\":\"exact\",\"offset\":0,\"kind\":\"%s\",\"text\":\"%s\","
			"\"author\":\"%s\",\"pinned\":0,\"audience\":\"internal\"}",
			(long long)at, kind, said, author);
		sqlite3_bind_int64(change, 1, at << 16);
		text(change, 3, batch);
		text(change, 4, author);
		sqlite3_bind_int64(change, 5, at);
		text(change, 7, id);
		text(change, 8, fields);
		insert(change);
		text(event, 1, id);
		sqlite3_bind_int64(event, 3, number + i + 1);
		sqlite3_bind_int64(event, 4, at);
		text(event, 5, kind);
		text(event, 6, said);
		text(event, 7, author);
		insert(event);
	}
	sqlite3_finalize(change);
	sqlite3_finalize(event);
	sqlite3_finalize(state);
	run("COMMIT");
	sqlite3_close(db);
	return 0;
}
