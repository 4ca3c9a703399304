/* Which column of a table is what. */
#include "suite.h"

#include "base/text.h"
#include "base/words.h"
#include "intake/columns.h"

/* A head and records, cells divided by `|`, records by LF. */
struct grid {
	struct words rows[8];
	size_t count;
};

static const char *grid_cell(const void *data, size_t row, size_t column)
{
	const struct grid *grid = data;
	return row < grid->count && column < grid->rows[row].count ? grid->rows[row].items[column] : "";
}

static struct column_sample sample_of(struct grid *grid, const char *text)
{
	struct column_sample sample = { grid_cell, grid, 0, 0, false, "UTC" };
	*grid = (struct grid){ 0 };
	for (size_t line; *text && grid->count < LENGTH(grid->rows); text += line + (text[line] == '\n')) {
		line = strcspn(text, "\n");
		struct words *row = &grid->rows[grid->count++];
		for (size_t at = 0, len; at <= line; at += len + 1) {
			len = strcspn(text + at, "|\n");
			char *cell = mem_copy_n(text + at, len);
			words_add(row, cell);
			free(cell);
		}
		sample.columns = row->count > sample.columns ? row->count : sample.columns;
	}
	sample.rows = grid->count;
	sample.head = columns_have_head(&sample);
	return sample;
}

static void grid_fini(struct grid *grid)
{
	for (size_t i = 0; i < grid->count; i++)
		words_fini(&grid->rows[i]);
}

/* "at=0+1 text=2": the roles that were found. */
static char *found(const char *text, const char *map_text, struct err *err)
{
	struct buf out = { 0 };
	struct grid grid;
	struct map map;
	struct columns columns;
	struct column_sample sample = sample_of(&grid, text);
	bool ok = map_read(&map, map_text, err) && columns_find(&columns, &sample, &map, err);
	for (size_t role = 0; ok && role < MAP_ROLES; role++)
		for (size_t i = 0; i < columns.count[role]; i++)
			buf_printf(&out, "%s%s%s%zu", out.len && !i ? " " : "", i ? "+" : map_roles[role].name, i ? "" : "=",
				columns.items[role][i]);
	map_fini(&map);
	grid_fini(&grid);
	return buf_steal(&out);
}

START_TEST(columns_are_guessed_by_their_names_and_by_what_stands_in_them)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "time|message\n2024-03-01 14:05|x", "at=0 text=1" },
		{ "Timestamp (UTC)|Level|Host|Message|User\n2024-03-01T14:05:00Z|warn|a|x|ana", "at=0 text=3 author=4 source=2" },
		{ "id|created_at|summary|html_url|service\n7|2024-03-01T14:05:00Z|x|https://e.org/7|api",
			"at=1 text=2 link=3 id=0 source=4" },
		{ "Date|Time|Description|Who|Time zone\n2024-03-01|14:05|x|ana|CET", "at=0+1 text=2 author=3 zone=4" },
		{ "Time|Date|Note\n14:05|01.03.2024|x", "at=1+0 text=2" },
		{ "Heure|Événement|Auteur|Type|Lien\n14h05|x|ana|alerte|", "at=0 text=1 author=2 kind=3 link=4" },
		{ "Fecha y hora|Descripción|Quién\n2024-03-01 14:05|x|ana", "at=0 text=1 author=2" },
		{ "Zeitpunkt|Was geschah|Bearbeiter\n2024-03-01 14:05|x|ana", "at=0 text=1 author=2" },
		{ "发生时间|事件|负责人|类型\n2024年3月1日 14:05|x|ana|变更", "at=0 text=1 author=2 kind=3" },
		{ "Description|Summary|Issue id|Issue key|Created|Reporter\nlong|x|100|A-1|30/Oct/23 5:00 PM|ana",
			"at=4 text=1 author=5 id=3" },
		/* the name says time, what stands there does not */
		{ "time|when|event\n12 ms|2024-03-01 14:05|x\n9 ms|2024-03-01 14:06|y", "at=1 text=2" },
		{ "timestamp|datetime|message|timestamp_desc\n1709301909000000|2024-03-01T14:05:09Z|x|Created", "at=0 text=2+3" },
		/* no names that are known */
		{ "a|b|c\n1|2024-03-01 14:05|long text of what happened", "at=1 text=2" },
		{ "1709301909|edge-1|disk is full on this machine", "at=0 text=2" },
		{ "2024-03-01 14:05|x said something|https://e.org", "at=0 text=1 link=2" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		char *got = found(rows[i].text, NULL, &err);
		ck_assert_msg(text_equal(got, rows[i].wanted), "%s: %s %s", rows[i].text, got, err.text);
		free(got);
	}
}
END_TEST

START_TEST(a_map_names_columns_by_name_or_number_and_the_rest_is_guessed)
{
	static const struct {
		const char *map, *wanted;
	} rows[] = {
		{ "text=Details", "at=0 text=2 author=3" },
		{ "text=details+Summary,author=3", "at=0 text=2+1 author=2" },
		{ "at=1,text=2", "at=0 text=1 author=3" },
		{ "id=4", "at=0 text=1 id=3" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		char *got = found("When|Summary|Details |By\n2024-03-01 14:05|x|y|ana", rows[i].map, &err);
		ck_assert_msg(text_equal(got, rows[i].wanted), "%s: %s %s", rows[i].map, got, err.text);
		free(got);
	}
}
END_TEST

START_TEST(what_is_not_there_is_an_error_that_lists_what_is)
{
	static const struct {
		const char *text, *map, *words;
	} rows[] = {
		{ "When|What\n2024-03-01 14:05|x", "text=Nothing", "no column Nothing; there are When, What" },
		{ "When|What\n2024-03-01 14:05|x", "text=3", "no column 3" },
		{ "When|What\n2024-03-01 14:05|x", "text=0", "no column 0" },
		{ "a|b\nx|y", NULL, "--map at=COLUMN; there are a, b" },
		{ "1|2024-03-01 14:05", NULL, "--map text=COLUMN; there are 1, 2" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct err err = { 0 };
		char *got = found(rows[i].text, rows[i].map, &err);
		ck_assert_msg(err.code == ERR_USAGE && strstr(err.text, rows[i].words), "%s: %s %s", rows[i].text, got, err.text);
		free(got);
	}
}
END_TEST

START_TEST(words_of_other_tools_mean_kinds)
{
	static const struct {
		const char *word, *kind;
	} rows[] = { { "resolve_log_entry", "resolved" }, { "Acknowledged", "acknowledged" }, { "incident.triggered", "detected" },
		{ "Deployment", "change" }, { "Änderung", "change" }, { "escalated", "escalation" }, { "note", "note" },
		{ "", NULL }, { "Task", NULL }, { "LOG", "evidence" }, { "behoben", "resolved" } };
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_msg(text_equal(columns_kind(rows[i].word), rows[i].kind), "%s: %s", rows[i].word,
			columns_kind(rows[i].word));
}
END_TEST

RUN_TESTS("columns", columns_are_guessed_by_their_names_and_by_what_stands_in_them,
	a_map_names_columns_by_name_or_number_and_the_rest_is_guessed, what_is_not_there_is_an_error_that_lists_what_is,
	words_of_other_tools_mean_kinds)
