/* An exported workspace of Slack on disk: what of it is read, and with which names. */
#include "store_sandbox.h"

#include "app/import_slack.h"

static struct import_slack slack;

static void put_file(const char *path, const char *text)
{
	char *full = box_path(path);
	OK(path_make_parents(full, 0700, &box.err));
	OK(path_write(full, text, strlen(text), 0600, &box.err));
	free(full);
}

static void make_export(void)
{
	box_make_open();
	slack = (struct import_slack){ 0 };
	put_file("export/users.json", "[{\"id\":\"U1\",\"name\":\"ana\"}]");
	put_file("export/channels.json", "[{\"id\":\"C1\",\"name\":\"ops\"}]");
	put_file("export/integration_logs.json", "[{\"id\":\"U1\",\"name\":\"not this\"}]");
	put_file("export/ops/2024-03-02.json", "[]");
	put_file("export/ops/2024-03-01.json", "[]");
	put_file("export/ops/canvas.json", "[]");
	put_file("export/general/2024-03-01.json", "[]");
	put_file("export/.cache/2024-03-01.json", "[]");
	put_file("export/empty/notes.txt", "");
	put_file("elsewhere/ops/2024-03-01.json", "[]");
}

/* The files found below the sandbox with their channels, a line each; caller frees. */
static char *found(const char *name)
{
	struct buf out = { 0 };
	char *path = box_path(name), *real = realpath(box.folder, NULL);
	OK(import_slack_find(&slack, path, box.store, &box.err));
	for (size_t i = 0; i < slack.files.count; i++)
		buf_printf(&out, "%s %s\n", slack.files.items[i].channel, slack.files.items[i].path + strlen(real) + 1);
	free(path);
	free(real);
	return buf_steal(&out);
}

START_TEST(an_export_is_read_by_channel_and_day)
{
	char *got = found("export");
	ck_assert_str_eq(got, "general export/general/2024-03-01.json\nops export/ops/2024-03-01.json\n"
			      "ops export/ops/2024-03-02.json\n");
	ck_assert_str_eq(log_names_get(slack.names, "U1", 2), "ana");
	ck_assert_str_eq(log_names_get(slack.names, "C1", 2), "ops");
	ck_assert_ptr_null(log_names_get(slack.names, "U2", 2));
	import_slack_fini(&slack);
	free(got);
}
END_TEST

START_TEST(one_channel_or_one_day_has_the_names_of_its_export)
{
	static const struct {
		const char *path, *wanted;
	} rows[] = {
		{ "export/ops", "ops export/ops/2024-03-01.json\nops export/ops/2024-03-02.json\n" },
		{ "export/ops/", "ops export/ops/2024-03-01.json\nops export/ops/2024-03-02.json\n" },
		{ "export/ops/2024-03-02.json", "ops export/ops/2024-03-02.json\n" },
		{ "export/general/../ops/2024-03-02.json", "ops export/ops/2024-03-02.json\n" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char *got = found(rows[i].path);
		ck_assert_str_eq(got, rows[i].wanted);
		ck_assert_str_eq(log_names_get(slack.names, "U1", 2), "ana");
		import_slack_fini(&slack);
		free(got);
	}
}
END_TEST

START_TEST(anything_else_is_no_export)
{
	static const char *const paths[] = { "elsewhere", "elsewhere/ops", "elsewhere/ops/2024-03-01.json", "export/empty",
		"export/users.json", "export/ops/canvas.json", "nowhere", "test.db" };
	for (size_t i = 0; i < LENGTH(paths); i++) {
		char *got = found(paths[i]);
		ck_assert_str_eq(got, "");
		ck_assert_ptr_null(slack.names);
		free(got);
	}
	OK(import_slack_find(&slack, "/", box.store, &box.err));
	ck_assert_ptr_null(slack.names);
}
END_TEST

START_TEST(links_below_an_export_are_not_followed)
{
	char *from = box_path("export/ops/2024-03-03.json"), *folder = box_path("export/linked"), *to = box_path("elsewhere/ops");
	ck_assert_int_eq(symlink("/etc/passwd", from), 0);
	ck_assert_int_eq(symlink(to, folder), 0);
	char *got = found("export");
	ck_assert_ptr_null(strstr(got, "2024-03-03"));
	ck_assert_ptr_null(strstr(got, "linked"));
	import_slack_fini(&slack);
	free(got);
	free(from);
	free(folder);
	free(to);
}
END_TEST

RUN_SUITE("import_slack", make_export, an_export_is_read_by_channel_and_day,
	one_channel_or_one_day_has_the_names_of_its_export, anything_else_is_no_export, links_below_an_export_are_not_followed)
