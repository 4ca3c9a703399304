/* Many events at once: rows made without a look at the change, and batches of several transactions. */
#include "store/search.h"
#include "store_sandbox.h"

/* Every value of a field that a fold could read otherwise than it was meant. */
static const char *const texts[] = { NULL, "plain", "with \"quotes\" and \\ and /", "line\nand\ttab", "\x01\x1F\x7F",
	"\xC3\xA9\xE2\x82\xAC\xF0\x9F\x94\xA5", "12", "null", "{\"a\":1}", "[1]", "0012", "1e3", " ", "true" };
static const int64_t numbers[] = { 0, 1, -1, 1673967600123, INT64_C(253402300799999), INT64_MIN, INT64_MAX };

/* An event of which each field has the next of its values, or none. */
static struct record odd_event(const struct record *incident, size_t n)
{
	const struct entity *entity = entity_get(ENTITY_EVENT);
	struct record event;
	record_init(&event, ENTITY_EVENT);
	memcpy(event.incident, incident->id, ID_SIZE);
	for (size_t i = 0; i < entity->count; i++) {
		enum field_type type = entity->fields[i].type;
		if ((n + i) % 5 == 0)
			continue;
		if (type == FIELD_INT || type == FIELD_TIME || type == FIELD_BOOL)
			record_set_int(&event, (int)i, numbers[(n * 3 + i) % LENGTH(numbers)]);
		else
			record_set_text(&event, (int)i, texts[(n * 5 + i) % LENGTH(texts)]);
	}
	return event;
}

START_TEST(the_row_of_a_new_event_is_what_its_change_folds_to)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	begin();
	for (size_t n = 0; n < 5 * LENGTH(texts) * LENGTH(numbers); n++) {
		struct record event = odd_event(&incident, n);
		put(&event);
		ck_assert_int_eq(event.number, (int64_t)n + 1);
		record_fini(&event);
	}
	commit();
	char *before = all_tables();
	OK(care_rebuild(box.store, &box.err));
	char *after = all_tables();
	ck_assert_str_eq(before, after);
	NO_FINDINGS();
	free(before);
	free(after);
	record_fini(&incident);
}
END_TEST

START_TEST(numbers_go_on_where_others_left_them)
{
	struct record first = add(ENTITY_INCIDENT, NULL, "Down"), second = add(ENTITY_INCIDENT, NULL, "Slow"), event;
	struct record incidents[] = { first, second, first, first, second };
	static const int64_t expected[] = { 1, 1, 2, 3, 2 };
	struct store *other;
	begin();
	for (size_t i = 0; i < LENGTH(incidents); i++) {
		event = add(ENTITY_EVENT, incidents[i].id, "x");
		ck_assert_int_eq(event.number, expected[i]);
		record_fini(&event);
	}
	commit();
	OK(store_open(&other, box.path, STORE_EXISTING, 0, &box.err));
	struct store *mine = box.store;
	box.store = other;
	event = add(ENTITY_EVENT, first.id, "theirs");
	ck_assert_int_eq(event.number, 4);
	record_fini(&event);
	store_close(other);
	box.store = mine;
	OK(store_resume(box.store, box.now += 1000, &box.err));
	event = add(ENTITY_EVENT, first.id, "mine");
	ck_assert_int_eq(event.number, 5);
	record_fini(&event);
	/* what was not committed leaves no gap */
	store_rollback(box.store);
	event = add(ENTITY_EVENT, first.id, "again");
	ck_assert_int_eq(event.number, 5);
	record_fini(&event);
	record_fini(&first);
	record_fini(&second);
}
END_TEST

static void add_many(const struct record *incident, int count)
{
	for (int i = 0; i < count; i++) {
		struct record event = add(ENTITY_EVENT, incident->id, "x");
		record_fini(&event);
	}
}

static bool turn(bool redo)
{
	char batch[ID_SIZE];
	char *number = sql_text("SELECT min(seq) FROM change WHERE kind = 'event'");
	bool ok = undo_batch(box.store, atoll(number), batch, &box.err);
	free(number);
	uint64_t count = 0;
	bool left = false;
	begin();
	if (!ok || !undo_apply(box.store, batch, redo, &box.err)) {
		store_rollback(box.store);
		return false;
	}
	commit();
	OK(undo_left(box.store, &left, &box.err));
	while (left) {
		begin();
		OK(undo_go_on(box.store, &count, &left, &box.err));
		commit();
	}
	return true;
}

START_TEST(a_batch_of_several_transactions_is_taken_back_and_brought_back_whole)
{
	enum { EACH = 700, ROUNDS = 3 };
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	begin();
	for (int round = 0; round < ROUNDS; round++) {
		add_many(&incident, EACH);
		commit();
		/* a page of undo ends somewhere inside, and others write in between */
		sql("INSERT INTO local VALUES ('round %d', '')", round);
		if (round + 1 < ROUNDS)
			OK(store_resume(box.store, box.now += 1000, &box.err));
	}
	SQL_IS("1|2100|3", "SELECT count(DISTINCT batch), count(*), count(DISTINCT at) FROM change WHERE kind = 'event'");
	char *before = all_tables();
	for (int round = 0; round < 2; round++) {
		OK(turn(false));
		SQL_IS("0|2100", "SELECT count(*) FILTER (WHERE gone = 0), count(*) FROM event");
		NO_FINDINGS();
		OK(turn(true));
		SQL_IS("2100", "SELECT count(*) FROM event WHERE gone = 0");
		NO_FINDINGS();
	}
	sql("DELETE FROM undo");
	char *after = all_tables();
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
	record_fini(&incident);
}
END_TEST

START_TEST(of_a_large_batch_what_was_changed_since_still_stands_in_the_way)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	begin();
	add_many(&incident, 600);
	struct record event = add(ENTITY_EVENT, incident.id, "x");
	commit();
	box.author = "bo";
	edit(&event, EVENT_TEXT, "y");
	FAILS(turn(false), ERR_CONFLICT, "text was changed again by bo");
	SQL_IS("601", "SELECT count(*) FROM event WHERE gone = 0");
	/* what is itself taken back does not */
	char batch[ID_SIZE];
	OK(undo_find(box.store, incident.id, "bo", false, batch, &box.err));
	begin();
	OK(undo_apply(box.store, batch, false, &box.err));
	commit();
	OK(turn(false));
	SQL_IS("0", "SELECT count(*) FROM event WHERE gone = 0");
	NO_FINDINGS();
	record_fini(&event);
	record_fini(&incident);
}
END_TEST

START_TEST(what_was_found_by_search_is_found_again_after_undo_and_redo)
{
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	int64_t left;
	begin();
	add_many(&incident, 600);
	commit();
	OK(search_update(box.store, 10000, &left, &box.err));
	OK(turn(false));
	NO_FINDINGS();
	OK(turn(true));
	NO_FINDINGS();
	SQL_IS("600", "SELECT count(*) FROM search_word WHERE term = 'x'");
	record_fini(&incident);
}
END_TEST

RUN_SUITE("store_bulk", box_make_open, the_row_of_a_new_event_is_what_its_change_folds_to,
	numbers_go_on_where_others_left_them, a_batch_of_several_transactions_is_taken_back_and_brought_back_whole,
	of_a_large_batch_what_was_changed_since_still_stands_in_the_way,
	what_was_found_by_search_is_found_again_after_undo_and_redo)
