/* The public Mustache test suite, if its folder is there: INQUEST_MUSTACHE_SPEC or
 * ../shared/mustache-spec. */
#include <check.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/html.h"
#include "doc/mustache.h"

static const char *const modules[] = { "comments", "delimiters", "interpolation", "inverted",
	"partials", "sections", "~dynamic-names", "~inheritance" };

static const char *folder(void)
{
	const char *named = getenv("INQUEST_MUSTACHE_SPEC");
	return named && *named ? named : "../shared/mustache-spec";
}

static sqlite3_stmt *query(sqlite3 *db, const char *sql, const char *json)
{
	sqlite3_stmt *stmt;
	ck_assert_int_eq(sqlite3_prepare_v2(db, sql, -1, &stmt, NULL), SQLITE_OK);
	ck_assert_int_eq(sqlite3_bind_text(stmt, 1, json, -1, SQLITE_TRANSIENT), SQLITE_OK);
	return stmt;
}

static const char *column(sqlite3_stmt *stmt, int i)
{
	const unsigned char *text = sqlite3_column_text(stmt, i);
	return text ? (const char *)text : "";
}

/* Add the members or items of a JSON container to `parent`. */
static void add_json(sqlite3 *db, struct node *parent, const char *json)
{
	sqlite3_stmt *stmt = query(db, "SELECT key, type, value FROM json_each(?1)", json);
	bool object = node_kind(parent) == NODE_OBJECT;
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		const char *name = object ? column(stmt, 0) : NULL, *type = column(stmt, 1);
		if (text_equal(type, "object"))
			add_json(db, node_add_object(parent, name), column(stmt, 2));
		else if (text_equal(type, "array"))
			add_json(db, node_add_list(parent, name), column(stmt, 2));
		else if (text_equal(type, "true") || text_equal(type, "false"))
			node_add_bool(parent, name, text_equal(type, "true"));
		else if (text_equal(type, "null"))
			node_add_null(parent, name);
		else
			node_add_text(parent, name, column(stmt, 2));
	}
	ck_assert_int_eq(sqlite3_finalize(stmt), SQLITE_OK);
}

struct partials {
	sqlite3 *db;
	const char *json;
};

static bool load(void *data, const char *name, struct buf *title, struct buf *text,
	struct err *err)
{
	(void)title;
	const struct partials *partials = data;
	sqlite3_stmt *stmt = query(
		partials->db, "SELECT value FROM json_each(?1) WHERE key = ?2", partials->json);
	sqlite3_bind_text(stmt, 2, name, -1, SQLITE_TRANSIENT);
	bool found = sqlite3_step(stmt) == SQLITE_ROW;
	if (found)
		buf_puts(text, column(stmt, 0));
	sqlite3_finalize(stmt);
	return found || err_set(err, ERR_NOT_FOUND, "no partial %s", name);
}

static void run_example(sqlite3 *db, const char *module, sqlite3_stmt *example)
{
	const char *title = column(example, 0), *source = column(example, 2);
	struct buf wrapped = { 0 }, out = { 0 };
	struct mustache *template = NULL;
	struct err err = { 0 };
	struct partials partials = { .db = db, .json = column(example, 3) };
	struct node *root = node_new();
	buf_printf(&wrapped, "{\"root\":%s}", column(example, 1));
	add_json(db, root, buf_text(&wrapped));
	ck_assert_msg(mustache_parse(&template, title, source, strlen(source), &err), "%s: %s: %s",
		module, title, err.text);
	ck_assert_msg(mustache_render(template, node_find(root, "root"), html_text, load,
			      &partials, &out, &err),
		"%s: %s: %s", module, title, err.text);
	ck_assert_msg(text_equal(buf_text(&out), column(example, 4)),
		"%s: %s\ntemplate: %s\nexpected: %s\nrendered: %s", module, title, source,
		column(example, 4), buf_text(&out));
	mustache_free(template);
	node_free(root);
	buf_fini(&wrapped);
	buf_fini(&out);
}

START_TEST(every_example_of_the_module_renders_as_specified)
{
	struct buf path = { 0 }, json = { 0 };
	struct err err = { 0 };
	sqlite3 *db;
	int examples = 0;
	buf_printf(&path, "%s/%s.json", folder(), modules[_i]);
	ck_assert_msg(path_read(&json, buf_text(&path), 1 << 20, &err), "%s", err.text);
	ck_assert_int_eq(sqlite3_open(":memory:", &db), SQLITE_OK);
	sqlite3_stmt *stmt = query(db,
		"SELECT value->>'name', value->'data', value->>'template',"
		" coalesce(value->'partials', '{}'), value->>'expected'"
		" FROM json_each(?1, '$.tests')",
		buf_text(&json));
	while (sqlite3_step(stmt) == SQLITE_ROW) {
		run_example(db, modules[_i], stmt);
		examples++;
	}
	ck_assert_int_eq(sqlite3_finalize(stmt), SQLITE_OK);
	ck_assert_int_ge(examples, 10);
	sqlite3_close(db);
	buf_fini(&path);
	buf_fini(&json);
}
END_TEST

int main(void)
{
	if (access(folder(), R_OK) != 0) {
		printf("mustache spec: spec suite not present (%s), nothing tested\n", folder());
		return 0;
	}
	Suite *suite = suite_create("mustache spec");
	TCase *tcase = tcase_create("modules");
	tcase_add_loop_test(
		tcase, every_example_of_the_module_renders_as_specified, 0, LENGTH(modules));
	suite_add_tcase(suite, tcase);
	SRunner *sr = srunner_create(suite);
	srunner_run_all(sr, CK_ENV);
	int failures = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failures != 0;
}
