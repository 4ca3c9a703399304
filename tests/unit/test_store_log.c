/* The change log: its clock, and changes that others made, in whatever order they come. */
#include "store_sandbox.h"

/* Ids of other replicas, one before and one after any that is drawn here. */
#define LOW "00000000000000000000000000"
#define HIGH "7ZZZZZZZZZZZZZZZZZZZZZZZZZ"

#define CLOCK(ms, counter) (((ms) << 16) + (counter))

static void begin_at(int64_t now)
{
	const struct store_stamp stamp = { .now = now, .author = box.author };
	OK(store_begin(box.store, &stamp, &box.err));
}

static int64_t last_clock(void)
{
	int64_t clock;
	OK(store_int(box.store, QUERY_CHANGE_CLOCK, NULL, &clock, &box.err));
	return clock;
}

START_TEST(the_clock_is_the_wall_clock_and_counts_within_a_batch)
{
	struct record incident;
	begin_at(NOON);
	incident = add(ENTITY_INCIDENT, NULL, "Down");
	ck_assert_int_eq(last_clock(), CLOCK(NOON, 0));
	edit(&incident, INCIDENT_REF, "OPS-1");
	edit(&incident, INCIDENT_REF, "OPS-2");
	ck_assert_int_eq(last_clock(), CLOCK(NOON, 2));
	commit();
	begin_at(NOON + 5);
	edit(&incident, INCIDENT_REF, "OPS-3");
	commit();
	ck_assert_int_eq(last_clock(), CLOCK(NOON + 5, 0));
	record_fini(&incident);
}
END_TEST

START_TEST(the_clock_never_goes_back_though_the_wall_clock_does)
{
	static const struct {
		int64_t wall, ms;
		int counter;
	} rows[] = {
		{ NOON, NOON, 1 }, /* the same millisecond again */
		{ NOON - 1, NOON, 2 },
		{ NOON - 86400000, NOON, 3 },
		{ 0, NOON, 4 },
		{ NOON, NOON, 5 },
		{ NOON + 1, NOON + 1, 0 },
		{ NOON, NOON + 1, 1 },
	};
	begin_at(NOON);
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	commit();
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char ref[16];
		snprintf(ref, sizeof ref, "OPS-%zu", i);
		/* a program that starts new must know it as well as one that goes on */
		if (i % 2) {
			box_close();
			box_open();
		}
		begin_at(rows[i].wall);
		edit(&incident, INCIDENT_REF, ref);
		commit();
		ck_assert_int_eq(last_clock(), CLOCK(rows[i].ms, rows[i].counter));
		FIELD_IS(&incident, INCIDENT_REF, ref);
	}
	/* what was shown as the time of the change is the wall's, right or wrong */
	SQL_IS("0", "SELECT at FROM change WHERE seq = 5");
	record_fini(&incident);
}
END_TEST

/* A change as another program, of another version, could have written it. */
static void foreign(int64_t clock, const char *replica, const char *entity, const char *incident,
	const char *kind, const char *fields)
{
	static int batch;
	sql("INSERT INTO change (clock, replica, batch, author, at, incident, entity, kind, fields) VALUES "
	    "(%lld, '%s', 'B%d', 'far', %lld, '%s', '%s', '%s', '%s')",
		(long long)clock, replica, batch++, (long long)(clock >> 16), incident, entity, kind, fields);
}

START_TEST(our_changes_come_after_all_that_were_seen)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	/* a machine whose clock is a year ahead */
	foreign(CLOCK(NOON + INT64_C(31536000000), 9), HIGH, incident.id, incident.id, "incident",
		"{\"title\":\"from the future\"}");
	OK(care_rebuild(box.store, &box.err));
	FIELD_IS(&incident, INCIDENT_TITLE, "from the future");
	edit(&incident, INCIDENT_TITLE, "now");
	ck_assert_int_eq(last_clock(), CLOCK(NOON + INT64_C(31536000000), 10));
	OK(care_rebuild(box.store, &box.err));
	FIELD_IS(&incident, INCIDENT_TITLE, "now");
	record_fini(&incident);
}
END_TEST

START_TEST(unknown_kinds_and_fields_are_kept_and_skipped)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record event = add(ENTITY_EVENT, incident.id, "x");
	int64_t clock = last_clock();
	foreign(clock + 1, HIGH, "01WEATHER", incident.id, "weather", "{\"sky\":\"grey\",\"gone\":1}");
	foreign(clock + 2, HIGH, event.id, incident.id, "event",
		"{\"mood\":\"calm\",\"text\":\"y\",\"deep\":{\"er\":[1,null]}}");
	foreign(clock + 3, HIGH, event.id, incident.id, "event", "{\"mood\":\"grim\"}");
	foreign(clock + 4, HIGH, event.id, incident.id, "event", "{}");
	char *before = sql_text("SELECT * FROM change ORDER BY seq");
	OK(care_rebuild(box.store, &box.err));
	FIELD_IS(&event, EVENT_TEXT, "y");
	FIELD_IS(&event, EVENT_KIND, "note");
	SQL_IS(before, "SELECT * FROM change ORDER BY seq");
	/* and none of it is in the way of what we do next */
	edit(&event, EVENT_TEXT, "z");
	FIELD_IS(&event, EVENT_TEXT, "z");
	struct buf out = { 0 };
	size_t findings;
	OK(care_check(box.store, &out, &findings, &box.err));
	ck_assert_msg(findings == 0, "%s", buf_text(&out));
	buf_fini(&out);
	free(before);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(changes_that_mean_nothing_are_left_out_and_told)
{
	static const char *const broken[] = { "{", "{\"at\":\"late\",\"text\":\"no\"}", "" };
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record event = add(ENTITY_EVENT, incident.id, "x");
	int64_t clock = last_clock();
	for (size_t i = 0; i < LENGTH(broken); i++)
		foreign(++clock, HIGH, event.id, incident.id, "event", broken[i]);
	foreign(++clock, HIGH, event.id, incident.id, "event", "{\"text\":\"y\"}");
	OK(care_rebuild(box.store, &box.err));
	FIELD_IS(&event, EVENT_TEXT, "y");
	struct buf out = { 0 };
	ck_assert_uint_eq(findings(&out), LENGTH(broken));
	ck_assert_str_eq(buf_text(&out), "change 3: its fields say nothing that can be read, so it is left out\n"
					 "change 4: its fields say nothing that can be read, so it is left out\n"
					 "change 5: its fields say nothing that can be read, so it is left out\n");
	buf_fini(&out);
	/* our own program writes none: it is refused as a whole */
	begin();
	FAILS(store_append(box.store, "event", event.id, incident.id, "{\"at\":\"late\"}", &box.err), ERR_IO,
		"event.at");
	store_rollback(box.store);
	FIELD_IS(&event, EVENT_TEXT, "y");
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

/* Six changes of one event, from three replicas; two of them at the same clock. */
static const struct {
	int counter;
	const char *replica, *fields;
} scattered[] = {
	{ 1, LOW, "{\"text\":\"one\",\"kind\":\"note\",\"at\":1000,\"link\":\"a\"}" },
	{ 2, HIGH, "{\"text\":\"two\"}" },
	{ 3, LOW, "{\"kind\":\"decision\",\"link\":null}" },
	{ 3, HIGH, "{\"kind\":\"evidence\"}" },
	{ 4, "4A", "{\"gone\":1}" },
	{ 5, LOW, "{\"pinned\":1,\"gone\":0}" },
};

/* The next permutation in lexical order; false after the last. */
static bool permute(int order[], int count)
{
	int i = count - 2, j = count - 1;
	while (i >= 0 && order[i] > order[i + 1])
		i--;
	if (i < 0)
		return false;
	while (order[j] < order[i])
		j--;
	int swap = order[i];
	order[i] = order[j];
	order[j] = swap;
	for (int a = i + 1, b = count - 1; a < b; a++, b--) {
		swap = order[a];
		order[a] = order[b];
		order[b] = swap;
	}
	return true;
}

START_TEST(changes_end_in_the_same_row_in_whatever_order_they_arrive)
{
	int order[LENGTH(scattered)], rounds = 0;
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	for (int i = 0; i < (int)LENGTH(scattered); i++)
		order[i] = i;
	do {
		struct buf insert = { 0 };
		buf_puts(&insert, "DELETE FROM change WHERE entity = '01E'");
		for (size_t i = 0; i < LENGTH(order); i++)
			buf_printf(&insert,
				"; INSERT INTO change (clock, replica, batch, author, at, incident, entity, kind, "
				"fields) VALUES (%lld, '%s', 'B', 'far', 5, '%s', '01E', 'event', '%s')",
				(long long)CLOCK(NOON, scattered[order[i]].counter), scattered[order[i]].replica,
				incident.id, scattered[order[i]].fields);
		sql("PRAGMA synchronous = OFF; BEGIN; %s; COMMIT", buf_text(&insert));
		buf_fini(&insert);
		/* rebuilding syncs to disk: enough of the 720 orders, spread evenly */
		if (rounds++ % 7)
			continue;
		OK(care_rebuild(box.store, &box.err));
		SQL_IS("1|0|1000|evidence|two|NULL|1",
			"SELECT number, gone, at, kind, text, link, pinned FROM event WHERE id = '01E'");
	} while (permute(order, (int)LENGTH(order)));
	ck_assert_int_eq(rounds, 720);
	record_fini(&incident);
}
END_TEST

START_TEST(two_databases_with_the_same_changes_have_the_same_rows)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record event = add(ENTITY_EVENT, incident.id, "x"), cause = add(ENTITY_CAUSE, incident.id, "y");
	edit(&event, EVENT_TEXT, "x2");
	set_gone(&cause, true);
	foreign(last_clock() + 70000, HIGH, event.id, incident.id, "event", "{\"kind\":\"change\"}");
	foreign(CLOCK(NOON, 7), LOW, event.id, incident.id, "event", "{\"kind\":\"status\",\"link\":\"l\"}");
	OK(care_rebuild(box.store, &box.err));
	char *here = all_tables();
	/* the other one got them the other way round, but each entity's first change in the same order */
	char *path = box_path("other.db"), *first = box.path;
	struct store *other;
	OK(store_open(&other, path, STORE_CREATE, 0, &box.err));
	sql("ATTACH '%s' AS other; INSERT INTO other.change (clock, replica, batch, author, at, incident, "
	    "entity, kind, fields) SELECT clock, replica, batch, author, at, incident, entity, kind, fields "
	    "FROM change ORDER BY (SELECT min(seq) FROM change AS f WHERE f.entity = change.entity), clock DESC",
		path);
	OK(care_rebuild(other, &box.err));
	box.path = path;
	char *there = all_tables();
	ck_assert_str_eq(here, there);
	ck_assert_ptr_nonnull(strstr(here, "x2"));
	box.path = first;
	store_close(other);
	free(here);
	free(there);
	free(path);
	record_fini(&cause);
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(the_same_clock_of_the_same_replica_cannot_be_twice_in_the_log)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	sqlite3 *db;
	ck_assert_int_eq(sqlite3_open(box.path, &db), SQLITE_OK);
	ck_assert_int_eq(sqlite3_exec(db,
				 "INSERT INTO change (clock, replica, batch, author, at, incident, entity, kind, "
				 "fields) SELECT clock, replica, 'b', 'a', 5, incident, entity, kind, '{}' FROM change",
				 NULL, NULL, NULL),
		SQLITE_CONSTRAINT);
	sqlite3_close(db);
	record_fini(&incident);
}
END_TEST

RUN_SUITE("store_log", box_make_open, the_clock_is_the_wall_clock_and_counts_within_a_batch,
	the_clock_never_goes_back_though_the_wall_clock_does, our_changes_come_after_all_that_were_seen,
	unknown_kinds_and_fields_are_kept_and_skipped, changes_that_mean_nothing_are_left_out_and_told,
	changes_end_in_the_same_row_in_whatever_order_they_arrive,
	two_databases_with_the_same_changes_have_the_same_rows,
	the_same_clock_of_the_same_replica_cannot_be_twice_in_the_log)
