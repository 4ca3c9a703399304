/* The named queries and the schema they run against agree with each other and with the field tables. */
#include "store_sandbox.h"

/* A statement of a query; the test fails if it does not prepare. */
static sqlite3_stmt *prepare(enum query query)
{
	sqlite3_stmt *statement = NULL;
	const char *rest;
	int code = sqlite3_prepare_v2(box.store->db, query_text(query), -1, &statement, &rest);
	ck_assert_msg(code == SQLITE_OK, "%s: %s", query_name(query), sqlite3_errmsg(box.store->db));
	ck_assert_msg(statement && rest[strspn(rest, " \n")] == '\0',
		"%s is not exactly one statement, left over: %s", query_name(query), rest);
	return statement;
}

START_TEST(every_query_prepares_against_the_migrated_schema)
{
	ck_assert_int_gt(QUERY_COUNT, 60);
	for (int query = 0; query < QUERY_COUNT; query++)
		sqlite3_finalize(prepare((enum query)query));
}
END_TEST

START_TEST(every_parameter_has_a_name)
{
	for (int query = 0; query < QUERY_COUNT; query++) {
		sqlite3_stmt *statement = prepare((enum query)query);
		for (int i = 1; i <= sqlite3_bind_parameter_count(statement); i++) {
			const char *name = sqlite3_bind_parameter_name(statement, i);
			ck_assert_msg(name && name[0] == ':', "%s, parameter %d",
				query_name((enum query)query), i);
		}
		sqlite3_finalize(statement);
	}
}
END_TEST

START_TEST(queries_have_names_of_their_own)
{
	for (int a = 0; a < QUERY_COUNT; a++)
		for (int b = a + 1; b < QUERY_COUNT; b++)
			ck_assert_str_ne(query_name((enum query)a), query_name((enum query)b));
}
END_TEST

START_TEST(every_entity_has_its_own_six_queries)
{
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		const struct entity_queries *row = &entity_queries[kind];
		const struct {
			enum query query;
			const char *verb;
		} six[] = { { row->apply, "apply" }, { row->get, "get" }, { row->find, "find" },
			{ row->list, "list" }, { row->dump, "dump" }, { row->clear, "clear" } };
		for (size_t i = 0; i < LENGTH(six); i++) {
			struct buf name = { 0 };
			buf_printf(&name, "%s_%s", six[i].verb, entity_get((enum entity_kind)kind)->name);
			ck_assert_str_eq(query_name(six[i].query), buf_text(&name));
			buf_fini(&name);
		}
	}
}
END_TEST

static const char *column_type(enum field_type type)
{
	return type == FIELD_TIME || type == FIELD_INT || type == FIELD_BOOL ? "INTEGER" : "TEXT";
}

START_TEST(every_field_has_a_column_of_its_type_and_every_column_a_field)
{
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		const struct entity *entity = entity_get((enum entity_kind)kind);
		for (size_t i = 0; i < entity->count; i++)
			SQL_IS(column_type(entity->fields[i].type),
				"SELECT type FROM pragma_table_info('%s') WHERE name = '%s'", entity->name,
				entity->fields[i].name);
		struct buf count = { 0 };
		buf_printf(&count, "%zu", entity->count);
		SQL_IS(buf_text(&count),
			"SELECT count(*) FROM pragma_table_info('%s') WHERE name NOT IN ('id', 'incident', "
			"'number', 'gone')",
			entity->name);
		buf_fini(&count);
	}
}
END_TEST

START_TEST(all_tables_are_strict)
{
	SQL_IS("", "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND NOT strict "
		   "AND name NOT LIKE 'sqlite_%%'");
}
END_TEST

static bool has_column(sqlite3_stmt *statement, const char *name)
{
	for (int i = 0; i < sqlite3_column_count(statement); i++)
		if (text_equal(sqlite3_column_name(statement, i), name))
			return true;
	return false;
}

static void check_columns(enum query query, const struct entity *entity, const char *const *extra)
{
	static const char *const own[] = { "id", "incident", "number", "gone" };
	sqlite3_stmt *statement = prepare(query);
	size_t extras = 0;
	for (size_t i = 0; i < LENGTH(own); i++)
		ck_assert_msg(has_column(statement, own[i]), "%s lacks %s", query_name(query), own[i]);
	for (size_t i = 0; i < entity->count; i++)
		ck_assert_msg(has_column(statement, entity->fields[i].name), "%s lacks %s", query_name(query),
			entity->fields[i].name);
	for (; extra && extra[extras]; extras++)
		ck_assert_msg(has_column(statement, extra[extras]), "%s lacks %s", query_name(query),
			extra[extras]);
	/* no column that nobody reads, and none twice */
	ck_assert_int_eq(sqlite3_column_count(statement), (int)(LENGTH(own) + entity->count + extras));
	ck_assert_int_le(sqlite3_column_count(statement), (int)LENGTH(((struct rows *)0)->map));
	sqlite3_finalize(statement);
}

START_TEST(every_select_of_records_gives_all_their_fields)
{
	static const char *const board[] = { "open_actions", "impact", "resolved", "people", NULL };
	static const struct {
		enum query query;
		enum entity_kind kind;
		const char *const *extra;
	} more[] = {
		{ QUERY_INCIDENT_BOARD, ENTITY_INCIDENT, board },
		{ QUERY_INCIDENT_OPEN, ENTITY_INCIDENT, NULL },
		{ QUERY_INCIDENT_FIND, ENTITY_INCIDENT, NULL },
		{ QUERY_EVENT_FIRST, ENTITY_EVENT, NULL },
		{ QUERY_EVENT_LAST, ENTITY_EVENT, NULL },
		{ QUERY_EVENT_AFTER, ENTITY_EVENT, NULL },
		{ QUERY_EVENT_BEFORE, ENTITY_EVENT, NULL },
	};
	for (int kind = 0; kind < ENTITY_COUNT; kind++) {
		const struct entity_queries *row = &entity_queries[kind];
		const enum query each[] = { row->get, row->find, row->list, row->dump };
		for (size_t i = 0; i < LENGTH(each); i++)
			check_columns(each[i], entity_get((enum entity_kind)kind), NULL);
	}
	for (size_t i = 0; i < LENGTH(more); i++)
		check_columns(more[i].query, entity_get(more[i].kind), more[i].extra);
}
END_TEST

/* What SQLite would do for a query, a step a line. Caller frees. */
static char *plan(enum query query)
{
	struct buf explain = { 0 }, out = { 0 };
	sqlite3_stmt *statement;
	buf_printf(&explain, "EXPLAIN QUERY PLAN %s", query_text(query));
	ck_assert_int_eq(sqlite3_prepare_v2(box.store->db, buf_text(&explain), -1, &statement, NULL),
		SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		buf_printf(&out, "%s\n", sqlite3_column_text(statement, 3));
	sqlite3_finalize(statement);
	buf_fini(&explain);
	return buf_steal(&out);
}

START_TEST(what_logging_and_undoing_do_never_reads_a_whole_table)
{
	static const enum query often[] = { QUERY_CHANGE_INSERT, QUERY_CHANGE_OF_ENTITY, QUERY_CHANGE_PLAIN,
		QUERY_CHANGE_NOT_PLAIN, QUERY_BATCH_KINDS, QUERY_EVENT_HIGHEST, QUERY_INSERT_EVENT, QUERY_EVENT_THERE,
		QUERY_EVENT_OF_ORIGIN, QUERY_EVENT_ORIGIN_HIGHEST,
		QUERY_CHANGE_EXISTS, QUERY_CHANGE_NEWER, QUERY_CHANGE_BEFORE, QUERY_CHANGE_ENTITY_EXISTS_BEFORE,
		QUERY_APPLY_EVENT, QUERY_GET_EVENT, QUERY_FIND_EVENT, QUERY_BATCH_FIND, QUERY_BATCH_NUMBER,
		QUERY_CHANGE_COUNT, QUERY_EVENT_COUNT, QUERY_LOCAL_GET };
	for (size_t i = 0; i < LENGTH(often); i++) {
		char *steps = plan(often[i]);
		ck_assert_msg(!strstr(steps, "SCAN"), "%s:\n%s", query_name(often[i]), steps);
		free(steps);
	}
}
END_TEST

START_TEST(pages_of_a_timeline_come_from_an_index_in_order)
{
	static const enum query pages[] = { QUERY_LIST_EVENT, QUERY_EVENT_FIRST, QUERY_EVENT_LAST,
		QUERY_EVENT_AFTER, QUERY_EVENT_BEFORE, QUERY_EVENT_AFTER_FILTERED, QUERY_EVENT_BEFORE_FILTERED,
		QUERY_EVENT_SEARCH_AFTER, QUERY_EVENT_SEARCH_BEFORE };
	for (size_t i = 0; i < LENGTH(pages); i++) {
		char *steps = plan(pages[i]);
		ck_assert_msg((strstr(steps, "SEARCH event USING INDEX event_at") ||
					      strstr(steps, "SEARCH event USING COVERING INDEX event_at")) &&
				      !strstr(steps, "TEMP"),
			"%s:\n%s", query_name(pages[i]), steps);
		free(steps);
	}
}
END_TEST

START_TEST(key_moments_are_read_without_all_the_other_events)
{
	static const enum query pages[] = { QUERY_EVENT_AFTER_PINNED, QUERY_EVENT_BEFORE_PINNED };
	for (size_t i = 0; i < LENGTH(pages); i++) {
		char *steps = plan(pages[i]);
		ck_assert_msg(strstr(steps, "SEARCH event USING INDEX event_pinned") &&
				      !strstr(steps, "TEMP"),
			"%s:\n%s", query_name(pages[i]), steps);
		free(steps);
	}
}
END_TEST

START_TEST(how_events_spread_over_time_is_read_from_the_index_alone)
{
	static const enum query rows[] = { QUERY_EVENT_COUNT_PART, QUERY_EVENT_COUNT, QUERY_EVENT_HIGHEST,
		QUERY_EVENT_NUMBER_FROM, QUERY_EVENT_SPAN };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char *steps = plan(rows[i]);
		ck_assert_msg(strstr(steps, "SEARCH event USING COVERING INDEX") && !strstr(steps, "USING INDEX") &&
				      !strstr(steps, "TEMP"),
			"%s:\n%s", query_name(rows[i]), steps);
		free(steps);
	}
}
END_TEST

START_TEST(milestones_are_read_without_all_the_other_events)
{
	static const enum query rows[] = { QUERY_EVENT_MILESTONES, QUERY_EVENT_MILESTONE_LIST,
		QUERY_INCIDENT_BOARD };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char *steps = plan(rows[i]);
		ck_assert_msg(strstr(steps, "INDEX event_milestone (incident=? AND kind=?)") &&
				      !strstr(steps, "event_at"),
			"%s:\n%s", query_name(rows[i]), steps);
		free(steps);
	}
}
END_TEST

START_TEST(the_latest_clock_is_read_from_the_end_of_an_index)
{
	char *steps = plan(QUERY_CHANGE_CLOCK);
	ck_assert_msg(strstr(steps, "SEARCH change USING COVERING INDEX"), "%s", steps);
	free(steps);
}
END_TEST

RUN_SUITE("queries", box_make_open, every_query_prepares_against_the_migrated_schema,
	every_parameter_has_a_name, queries_have_names_of_their_own, every_entity_has_its_own_six_queries,
	every_field_has_a_column_of_its_type_and_every_column_a_field, all_tables_are_strict,
	every_select_of_records_gives_all_their_fields, what_logging_and_undoing_do_never_reads_a_whole_table,
	pages_of_a_timeline_come_from_an_index_in_order,
	key_moments_are_read_without_all_the_other_events, how_events_spread_over_time_is_read_from_the_index_alone, milestones_are_read_without_all_the_other_events,
	the_latest_clock_is_read_from_the_end_of_an_index)
