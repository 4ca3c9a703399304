/* What goes into a database comes out again. */
#include "store_sandbox.h"

/* Two different values for a field, as wild as its type allows. */
static void set_value(struct record *record, int field, int which)
{
	static const char *const texts[2] = {
		"it's \"50 %\"\n\t\\ {{x}} '; DROP TABLE event; -- \xF0\x9F\x94\xA5 \xC3\xA9\x7F\x1B[31m",
		"0",
	};
	const struct field *row = &entity_get(record->kind)->fields[field];
	switch (row->type) {
	case FIELD_TIME:
	case FIELD_INT:
		record_set_int(record, field, which ? INT64_MIN : INT64_MAX);
		return;
	case FIELD_BOOL:
		record_set_int(record, field, which);
		return;
	default:
		record_set_text(record, field, texts[which]);
	}
}

static void check_value(const struct record *record, int field, const struct value *expected)
{
	const struct value *value = &record->values[field];
	ck_assert_msg(value->type == expected->type && value->number == expected->number &&
			      text_equal(value->text, expected->text),
		"%s.%s: type %d '%s' %lld instead of type %d '%s' %lld", entity_get(record->kind)->name,
		entity_get(record->kind)->fields[field].name, value->type, value->text ? value->text : "", (long long)value->number, expected->type,
		expected->text ? expected->text : "", (long long)expected->number);
}

static void check_all(const struct record *stored, const struct record *expected)
{
	ck_assert_int_eq(stored->kind, expected->kind);
	ck_assert_str_eq(stored->id, expected->id);
	ck_assert_str_eq(stored->incident, expected->incident);
	ck_assert_int_eq(stored->number, expected->number);
	ck_assert_int_eq(stored->gone, expected->gone);
	ck_assert_uint_eq(stored->set, 0);
	for (size_t i = 0; i < entity_get(stored->kind)->count; i++)
		check_value(stored, (int)i, &expected->values[i]);
}

/* Through every way to read one: by id, by number, in the list. */
static void check_stored(const struct record *expected)
{
	struct record stored;
	struct records list = { 0 };
	size_t found = 0;
	OK(store_get(box.store, expected->kind, expected->id, &stored, &box.err));
	check_all(&stored, expected);
	record_fini(&stored);
	OK(store_find(box.store, expected->kind, expected->incident, expected->number, &stored, &box.err));
	check_all(&stored, expected);
	record_fini(&stored);
	OK(store_list(box.store, expected->kind, expected->incident, &list, &box.err));
	for (size_t i = 0; i < list.count; i++) {
		if (!text_equal(list.items[i].id, expected->id))
			continue;
		check_all(&list.items[i], expected);
		found++;
	}
	ck_assert_uint_eq(found, expected->gone ? 0 : 1);
	records_fini(&list);
}

/* A change of one field alone, mirrored in `expected`. */
static void change_one(struct record *expected, int field, int which)
{
	struct record change;
	record_init(&change, expected->kind);
	memcpy(change.id, expected->id, ID_SIZE);
	memcpy(change.incident, expected->incident, ID_SIZE);
	if (which < 0) {
		record_set_null(&change, field);
		record_set_null(expected, field);
	} else {
		set_value(&change, field, which);
		set_value(expected, field, which);
	}
	begin();
	put(&change);
	commit();
	record_fini(&change);
}

START_TEST(every_field_of_every_entity_is_kept_exactly_and_changed_alone)
{
	box_open();
	struct record home = add(ENTITY_INCIDENT, NULL, "Down");
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		struct record record;
		record_init(&record, (enum entity_kind)kind);
		memcpy(record.incident, home.id, ID_SIZE);
		for (size_t i = 0; i < entity_get((enum entity_kind)kind)->count; i++)
			set_value(&record, (int)i, 0);
		begin();
		put(&record);
		commit();
		ck_assert_int_eq(record.number, kind == ENTITY_INCIDENT ? 2 : 1);
		check_stored(&record);
		for (size_t i = 0; i < entity_get((enum entity_kind)kind)->count; i++) {
			change_one(&record, (int)i, 1);
			check_stored(&record);
			change_one(&record, (int)i, -1);
			check_stored(&record);
			change_one(&record, (int)i, 0);
			check_stored(&record);
		}
		record_fini(&record);
	}
	record_fini(&home);
}
END_TEST

START_TEST(a_deleted_entity_keeps_its_number_and_is_only_in_no_list)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	struct record first = add(ENTITY_EVENT, incident.id, "one"), second;
	set_gone(&first, true);
	first.gone = true;
	check_stored(&first);
	second = add(ENTITY_EVENT, incident.id, "two");
	ck_assert_int_eq(second.number, 2);
	set_gone(&first, false);
	first.gone = false;
	check_stored(&first);
	record_fini(&second);
	record_fini(&first);
	record_fini(&incident);
}
END_TEST

START_TEST(numbers_count_within_each_incident)
{
	box_open();
	struct record a = add(ENTITY_INCIDENT, NULL, "A"), b = add(ENTITY_INCIDENT, NULL, "B");
	static const int which[] = { 0, 1, 0, 0, 1 }, number[] = { 1, 1, 2, 3, 2 };
	ck_assert_int_eq(a.number, 1);
	ck_assert_int_eq(b.number, 2);
	for (size_t i = 0; i < LENGTH(which); i++) {
		struct record event = add(ENTITY_EVENT, which[i] ? b.id : a.id, "x");
		ck_assert_int_eq(event.number, number[i]);
		record_fini(&event);
	}
	struct record found;
	FAILS(store_find(box.store, ENTITY_EVENT, b.id, 3, &found, &box.err), ERR_NOT_FOUND, "event 3");
	record_fini(&found);
	record_fini(&a);
	record_fini(&b);
}
END_TEST

START_TEST(what_is_not_there_is_not_found)
{
	struct record found;
	box_open();
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		FAILS(store_get(box.store, (enum entity_kind)kind, "01NONE", &found, &box.err), ERR_NOT_FOUND,
			entity_get((enum entity_kind)kind)->name);
		record_fini(&found);
	}
}
END_TEST

START_TEST(lists_are_in_their_natural_order)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	static const int minutes[] = { 30, 10, 20, 10 };
	static const char *const teams[] = { "web", NULL, "db", "db" };
	static const char *const priorities[] = { "P0", "P3", NULL, "P1" };
	static const int positions[] = { 3, 0, 1, 2 };
	static const int64_t order[3][4] = { { 2, 4, 3, 1 }, { 2, 4, 3, 1 }, { 3, 2, 4, 1 } };
	static const enum entity_kind kinds[3] = { ENTITY_EVENT, ENTITY_ACTION, ENTITY_SECTION };
	begin();
	for (int i = 0; i < 4; i++) {
		struct record event = add(ENTITY_EVENT, incident.id, "x"),
			      action = add(ENTITY_ACTION, incident.id, "x"),
			      section = add(ENTITY_SECTION, incident.id, "x");
		record_set_int(&event, EVENT_AT, NOON + minutes[i] * INT64_C(60000));
		record_set_text(&action, ACTION_TEAM, teams[i]);
		record_set_text(&action, ACTION_PRIORITY, priorities[i]);
		if (positions[i])
			record_set_int(&section, SECTION_POSITION, positions[i]);
		put(&event);
		put(&action);
		put(&section);
		record_fini(&event);
		record_fini(&action);
		record_fini(&section);
	}
	commit();
	for (int k = 0; k < 3; k++) {
		struct records list = { 0 };
		OK(store_list(box.store, kinds[k], incident.id, &list, &box.err));
		ck_assert_uint_eq(list.count, 4);
		for (size_t i = 0; i < 4; i++)
			ck_assert_msg(list.items[i].number == order[k][i], "%s %zu is number %lld",
				entity_get(kinds[k])->name, i, (long long)list.items[i].number);
		records_fini(&list);
	}
	record_fini(&incident);
}
END_TEST

START_TEST(a_text_of_a_megabyte_is_kept)
{
	struct buf text = { 0 };
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	while (text.len < TEXT_LIMIT)
		buf_puts(&text, "a line of a log with \"quotes\" \xE2\x82\xAC\n");
	buf_truncate(&text, TEXT_LIMIT);
	struct record event = add(ENTITY_EVENT, incident.id, buf_text(&text)), now = get(&event);
	ck_assert_str_eq(record_text(&now, EVENT_TEXT), buf_text(&text));
	record_fini(&now);
	record_fini(&event);
	record_fini(&incident);
	buf_fini(&text);
}
END_TEST

START_TEST(putting_nothing_writes_no_change)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down"), same;
	SQL_IS("1", "SELECT count(*) FROM change");
	record_init(&same, ENTITY_INCIDENT);
	memcpy(same.id, incident.id, ID_SIZE);
	memcpy(same.incident, incident.id, ID_SIZE);
	begin();
	put(&same);
	commit();
	SQL_IS("1", "SELECT count(*) FROM change");
	record_fini(&same);
	record_fini(&incident);
}
END_TEST

START_TEST(what_is_rolled_back_or_left_open_was_never_there)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down"), event, found;
	char *before = all_tables();
	for (int close = 0; close < 2; close++) {
		begin();
		event = add(ENTITY_EVENT, incident.id, "x");
		if (close) {
			box_close();
			box_open();
		} else {
			store_rollback(box.store);
		}
		FAILS(store_get(box.store, ENTITY_EVENT, event.id, &found, &box.err), ERR_NOT_FOUND, "");
		SQL_IS("1", "SELECT count(*) FROM change");
		record_fini(&event);
	}
	char *after = all_tables();
	ck_assert_str_eq(before, after);
	free(before);
	free(after);
	record_fini(&incident);
}
END_TEST

START_TEST(a_change_says_who_when_and_what)
{
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	box.author = "bo <bo@example.org>";
	edit(&incident, INCIDENT_REF, "OPS-1");
	edit(&incident, INCIDENT_REF, NULL);
	SQL_IS("bo <bo@example.org>|1673967602000|incident|{\"ref\":\"OPS-1\"}",
		"SELECT author, at, kind, fields FROM change WHERE seq = 2");
	SQL_IS("{\"ref\":null}", "SELECT fields FROM change WHERE seq = 3");
	SQL_IS("3|3|1|1|1", "SELECT count(*), count(DISTINCT batch), count(DISTINCT replica), count(DISTINCT "
			    "incident), count(DISTINCT entity) FROM change");
	record_fini(&incident);
}
END_TEST

START_TEST(ids_are_all_different_and_repeatable_with_a_seed)
{
	struct record first[2][3];
	for (int run = 0; run < 2; run++) {
		box.now = NOON;
		unlink(box.path);
		box_open();
		first[run][0] = add(ENTITY_INCIDENT, NULL, "Down");
		begin();
		first[run][1] = add(ENTITY_EVENT, first[run][0].id, "x");
		first[run][2] = add(ENTITY_EVENT, first[run][0].id, "x");
		commit();
		box_close();
	}
	for (int i = 0; i < 3; i++) {
		ck_assert_uint_eq(strlen(first[0][i].id), 26);
		ck_assert_str_eq(first[0][i].id, first[1][i].id);
		ck_assert_str_ne(first[0][i].id, first[0][(i + 1) % 3].id);
		record_fini(&first[0][i]);
		record_fini(&first[1][i]);
	}
	unlink(box.path);
	OK(store_open(&box.store, box.path, STORE_CREATE, 0, &box.err));
	struct record other = add(ENTITY_INCIDENT, NULL, "Down");
	ck_assert_str_ne(other.id, first[0][0].id);
	record_fini(&other);
}
END_TEST

START_TEST(another_program_writing_is_seen_by_the_version)
{
	int64_t before, after;
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down");
	OK(store_version(box.store, &before, &box.err));
	OK(store_version(box.store, &after, &box.err));
	ck_assert_int_eq(before, after);
	sql("INSERT INTO local VALUES ('x', 'y')");
	OK(store_version(box.store, &after, &box.err));
	ck_assert_int_ne(before, after);
	record_fini(&incident);
}
END_TEST

/* The bytes as they are, without SQLite hearing of it. */
static void overwrite(const struct buf *bytes)
{
	int fd = open(box.path, O_WRONLY | O_TRUNC | O_CLOEXEC);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write(fd, bytes->data, bytes->len), (ssize_t)bytes->len);
	close(fd);
}

START_TEST(an_emptied_file_is_written_nothing_into_and_serves_again_when_its_bytes_are_back)
{
	struct buf bytes = { 0 };
	int64_t before, after;
	box_open();
	struct record incident = add(ENTITY_INCIDENT, NULL, "Down"), read;
	OK(path_read(&bytes, box.path, 1 << 24, &box.err));
	OK(store_version(box.store, &before, &box.err));
	overwrite(&(struct buf){ 0 });
	FAILS(store_version(box.store, &after, &box.err), ERR_IO, "was emptied");
	FAILS(store_get(box.store, ENTITY_INCIDENT, incident.id, &read, &box.err), ERR_IO, "was emptied");
	FAILS(store_begin(box.store, &(struct store_stamp){ NOON, "ana" }, &box.err), ERR_IO, "was emptied");
	struct stat status;
	ck_assert_int_eq(stat(box.path, &status), 0);
	ck_assert_int_eq(status.st_size, 0);
	overwrite(&bytes);
	OK(store_version(box.store, &after, &box.err));
	ck_assert_int_ne(before, after);
	OK(store_get(box.store, ENTITY_INCIDENT, incident.id, &read, &box.err));
	record_fini(&read);
	record_fini(&incident);
	buf_fini(&bytes);
}
END_TEST

/* SQLite takes pages for valid as long as the counts in the header are the same. */
START_TEST(an_older_state_with_the_same_counts_is_not_mistaken_for_the_newer)
{
	struct buf older = { 0 }, newer = { 0 }, value = { 0 };
	box_open();
	OK(store_run(box.store, QUERY_LOCAL_SET, PARAMS(PARAM_TEXT("name", "x"), PARAM_TEXT("value", "old")), &box.err));
	OK(path_read(&older, box.path, 1 << 24, &box.err));
	OK(store_run(box.store, QUERY_LOCAL_DELETE, PARAMS(PARAM_TEXT("name", "x")), &box.err));
	OK(path_read(&newer, box.path, 1 << 24, &box.err));
	ck_assert_uint_eq(older.len, newer.len);
	memcpy(older.data + 24, newer.data + 24, 16);
	/* the kernel's clock for files ticks every few ms: until it shows another time */
	int64_t before, after;
	OK(store_version(box.store, &before, &box.err));
	do {
		overwrite(&older);
		OK(store_version(box.store, &after, &box.err));
	} while (before == after);
	OK(store_run(box.store, QUERY_LOCAL_SET, PARAMS(PARAM_TEXT("name", "y"), PARAM_TEXT("value", "new")), &box.err));
	OK(store_text(box.store, QUERY_LOCAL_GET, PARAMS(PARAM_TEXT("name", "x")), &value, NULL, &box.err));
	ck_assert_str_eq(buf_text(&value), "old");
	buf_fini(&value);
	buf_fini(&older);
	buf_fini(&newer);
}
END_TEST

RUN_SUITE("store", box_make, every_field_of_every_entity_is_kept_exactly_and_changed_alone,
	a_deleted_entity_keeps_its_number_and_is_only_in_no_list,
	numbers_count_within_each_incident, what_is_not_there_is_not_found,
	lists_are_in_their_natural_order, a_text_of_a_megabyte_is_kept,
	putting_nothing_writes_no_change, what_is_rolled_back_or_left_open_was_never_there,
	a_change_says_who_when_and_what, ids_are_all_different_and_repeatable_with_a_seed,
	another_program_writing_is_seen_by_the_version,
	an_emptied_file_is_written_nothing_into_and_serves_again_when_its_bytes_are_back,
	an_older_state_with_the_same_counts_is_not_mistaken_for_the_newer)
