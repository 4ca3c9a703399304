/* Logs that are JSON: the files of tests/import, what tells them, and what --map and names do to them. */
#include "store_sandbox.h"

#include "intake/json_log.h"
#include "intake/log_names.h"
#include "log_fixture.h"

static const struct log_fixture fixtures[] = {
	{ "slack.json", "slack", "UTC", NULL },
	{ "alertmanager.json", "alertmanager", "Europe/Berlin", NULL },
	{ "pagerduty.json", "pagerduty", "UTC", NULL },
	{ "pagerduty_log.json", "pagerduty", "UTC", NULL },
	{ "statuspage.json", "statuspage", "UTC", NULL },
	{ "github.json", "github", "UTC", NULL },
	{ "github_runs.json", "github", "UTC", NULL },
	{ "github_deployments.json", "github", "UTC", NULL },
	{ "gitlab.json", "gitlab", "UTC", NULL },
	{ "gitlab_deployments.json", "gitlab", "UTC", NULL },
	{ "github_lists.jsonl", "github", "UTC", NULL },
	{ "gitlab_lists.jsonl", "gitlab", "UTC", NULL },
	{ "alertmanager_api.json", "alertmanager", "UTC", NULL },
	{ "statuspage_hook.json", "statuspage", "UTC", NULL },
	{ "kubernetes.json", "kubernetes", "UTC", NULL },
	{ "slack_api.json", "slack", "UTC", NULL },
	{ "jsonl.json", "jsonl", "Europe/Berlin", NULL },
	{ "timesketch.jsonl", "timesketch", "Europe/Berlin", NULL },
	{ "journald.json", "journald", "UTC", NULL },
};

static void open_store(void)
{
	box_make_open();
	log_dump_store = box.store;
	log_dump_names = NULL;
}

START_TEST(each_file_gives_its_events_whatever_pieces_it_comes_in)
{
	for (size_t i = 0; i < LENGTH(fixtures); i++)
		log_fixture_check(&fixtures[i]);
}
END_TEST

START_TEST(each_file_is_told_by_what_is_in_it)
{
	for (size_t i = 0; i < LENGTH(fixtures); i++) {
		struct buf text = { 0 };
		int sure;
		log_fixture_read(&fixtures[i], &text);
		const struct log_format *format = log_format_detect(text.data, text.len, "", &sure);
		ck_assert_msg(format && text_equal(format->name, fixtures[i].format), "%s looks like %s", fixtures[i].file,
			format ? format->name : "nothing");
		buf_fini(&text);
	}
}
END_TEST

/* ---- names ---- */

static struct log_names *read_names(void)
{
	static const char users[] = "[{\"id\":\"U01ANA\",\"name\":\"ana\",\"real_name\":\"\",\"profile\":{\"real_name\":\"Ana Ruiz\"}},"
				    "{\"id\":\"U02BO\",\"name\":\"bo\"},{\"id\":\"\",\"name\":\"nobody\"},{\"id\":\"U9\"},"
				    "{\"id\":\"U02BO\",\"name\":\"second\"},{\"id\":\"U02\",\"name\":\"other\"},7]";
	static const char channels[] = "[{\"id\":\"C02OPS\",\"name\":\"operations\",\"members\":[\"U02BO\"]}, {broken";
	struct log_names *names = log_names_new();
	OK(log_names_read(names, box.store, users, strlen(users), &box.err));
	OK(log_names_read(names, box.store, channels, strlen(channels), &box.err));
	return names;
}

START_TEST(names_are_known_by_whole_ids_and_the_first_counts)
{
	struct log_names *names = read_names();
	ck_assert_str_eq(log_names_get(names, "U01ANA and more", 6), "Ana Ruiz");
	ck_assert_str_eq(log_names_get(names, "U02BO", 5), "bo");
	ck_assert_str_eq(log_names_get(names, "U02", 3), "other");
	ck_assert_str_eq(log_names_get(names, "C02OPS", 6), "operations");
	static const char *const unknown[] = { "", "U", "U01", "U01ANAS", "U9", "Z" };
	for (size_t i = 0; i < LENGTH(unknown); i++)
		ck_assert_ptr_null(log_names_get(names, unknown[i], strlen(unknown[i])));
	ck_assert_ptr_null(log_names_get(NULL, "U01ANA", 6));
	ck_assert(log_names_file("users.json") && log_names_file("channels.json"));
	ck_assert(!log_names_file("2024-03-01.json") && !log_names_file("integration_logs.json"));
	log_names_free(names);
}
END_TEST

START_TEST(people_and_channels_of_an_export_have_their_names)
{
	struct buf text = { 0 };
	struct log_names *names = read_names();
	log_fixture_read(&fixtures[0], &text);
	log_dump_names = names;
	char *got = log_dump_named(log_format_find("slack"), text.data, text.len, 0, "UTC", "incident-42", NULL);
	ck_assert_ptr_nonnull(strstr(got, "by Ana Ruiz in #incident-42 id 1709301723.451200/U01ANA"));
	ck_assert_ptr_nonnull(strstr(got, "and #operations\n"));
	ck_assert_ptr_nonnull(strstr(got, "by bo in #incident-42"));
	ck_assert_ptr_nonnull(strstr(got, ": in reply to @Ana Ruiz: looking :eyes: with @Ana Ruiz; **no"));
	ck_assert_ptr_nonnull(strstr(got, "by Farah Idrissi in"));
	free(got);
	log_names_free(names);
	buf_fini(&text);
}
END_TEST

/* ---- texts ---- */

START_TEST(slack_texts_become_markdown)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "a *bold* word, ~gone~, _slanted_", "a **bold** word, ~~gone~~, _slanted_" },
		{ "2*3*4 * 5 * *", "2*3*4 * 5 * *" },
		{ "*not\nbold*", "*not\nbold*" },
		{ "*bold ~both~*", "**bold ~both~**" },
		{ "(*x*)", "(**x**)" },
		{ "&lt;b&gt; &amp;amp; 1 &lt; 2", "\\<b> &amp; 1 < 2" },
		{ "`&lt;b&gt; *x*`", "`<b> *x*`" },
		{ "see ```one line``` here", "see ```one line``` here" },
		{ "see ```one\ntwo``` here", "see \n```\none\ntwo\n```\n here" },
		{ "```\none\ntwo\n```", "```\none\ntwo\n```" },
		{ "``` never closed", "``` never closed" },
		{ "<https://example.com/a?b=1&amp;c=2>", "https://example.com/a?b=1&c=2" },
		{ "<https://example.com|https://example.com>", "https://example.com" },
		{ "<https://example.com/a_(b)|the page>", "[the page](https://example.com/a_%28b%29)" },
		{ "<mailto:ana@example.com|ana@example.com>", "ana@example.com" },
		{ "<@U777|ana> <@U778>", "@ana @U778" },
		{ "<#C777|ops> <#C778|>", "#ops #" },
		{ "<!here> <!channel|@channel> <!subteam^S012|@oncall> <!subteam^S013>", "@here @channel @oncall @S013" },
		{ "<!date^1392734382^{date}|Feb 18>", "Feb 18" },
		{ "\xE2\x80\xA2 one\n\xE2\x80\xA2 two \xE2\x80\xA2", "- one\n- two \xE2\x80\xA2" },
		{ "a < b > c <", "a < b > c <" },
		{ "<>", "<>" },
		{ ":fire: 14:05", ":fire: 14:05" },
		{ "", "" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		const size_t len = strlen(rows[i].text);
		char *exact = malloc(len ? len : 1);
		memcpy(exact, rows[i].text, len);
		json_text_slack(&out, exact, len, NULL);
		ck_assert_msg(text_equal(buf_text(&out), rows[i].wanted), "%s\n%s", rows[i].text, buf_text(&out));
		buf_fini(&out);
		free(exact);
	}
}
END_TEST

START_TEST(what_looks_like_a_tag_is_a_text)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = {
		{ "is <no value> now", "is \\<no value> now" }, { "1 < 2 <3", "1 < 2 \\<3" }, { "`<b>` <b>", "`<b>` \\<b>" },
		{ "```\n<b>\n``` </b>", "```\n<b>\n``` \\</b>" }, { "a ` <b>", "a ` \\<b>" }, { "``<b>` <i>", "``\\<b>` \\<i>" },
		{ "<", "<" }, { "", "" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		json_text_plain(&out, rows[i].text, strlen(rows[i].text), NULL);
		ck_assert_str_eq(buf_text(&out), rows[i].wanted);
		buf_fini(&out);
	}
}
END_TEST

START_TEST(bytes_are_read_from_arrays_of_them_alone)
{
	static const struct {
		const char *text, *wanted;
	} rows[] = { { "[104,105]", "hi" }, { "[]", "" }, { "[195,188]", "\xC3\xBC" }, { "[256]", "[256]" }, { "[1,", "[1," },
		{ "[1]x", "[1]x" }, { "[-1]", "[-1]" }, { "hello", "hello" }, { "[\"a\"]", "[\"a\"]" }, { "", "" } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct buf out = { 0 };
		json_text_bytes(&out, rows[i].text, strlen(rows[i].text), NULL);
		ck_assert_str_eq(buf_text(&out), rows[i].wanted);
		buf_fini(&out);
	}
}
END_TEST

/* ---- --map ---- */

static char *mapped(const char *format, const char *text, const char *map)
{
	return log_dump_named(log_format_find(format), text, strlen(text), 0, "UTC", "", map);
}

START_TEST(a_map_names_members_dotted_ones_and_paths)
{
	static const struct {
		const char *map, *wanted;
	} rows[] = {
		{ "at=when,text=what", "1 2024-03-01T14:00:00Zz evidence by ana: it broke\n" },
		{ "at=when,text=http.path", "1 2024-03-01T14:00:00Zz evidence by ana: /a\n" },
		{ "at=when,text=$.list[1]", "1 2024-03-01T14:00:00Zz evidence by ana: two\n" },
		{ "at=day+clock,text=what+http.path", "1 2024-03-02T10:00:00Zmz evidence by ana: it broke\n\n/a\n" },
		{ "at=when,text=a.b", "1 2024-03-01T14:00:00Zz evidence by ana: a dot in its name\n" },
		{ "at=when,text=what,zone=tz", "1 2024-03-01T14:00:00+01:00 evidence by ana: it broke\n" },
		{ "at=when,text=what,author=http.path,kind=sort,link=url,id=no,source=box",
			"1 2024-03-01T14:00:00Zz change by /a in b7 id 12 at https://example.com: it broke\n" },
		{ "at=when,text=list[1]", "1 2024-03-01T14:00:00Zz evidence by ana: two\n" },
		{ "at=when,text=list [1]+what", "1 2024-03-01T14:00:00Zz evidence by ana: it broke\n" },
		{ "at=nowhere,text=what", "1 bad: it does not say when: --map at=NAME names the member that does\n" },
		{ "at=when,text=nothing", "1 bad: it has no text\n" },
		{ "at=what,text=when", "1 bad: its time cannot be read: it broke\n" },
	};
	static const char text[] = "{\"when\":\"2024-03-01 14:00:00\",\"what\":\"it broke\",\"http\":{\"path\":\"/a\"},\"list\":[1,\"two\"],"
				   "\"day\":\"2024-03-02\",\"clock\":\"10:00\",\"a.b\":\"a dot in its name\",\"tz\":\"Europe/Berlin\","
				   "\"sort\":\"deploy\",\"url\":\"https://example.com\",\"no\":12,\"box\":\"b7\",\"user\":\"ana\"}";
	for (size_t i = 0; i < LENGTH(rows); i++) {
		char *got = mapped("jsonl", text, rows[i].map);
		ck_assert_msg(text_equal(got, rows[i].wanted), "%s: %s", rows[i].map, got);
		free(got);
	}
}
END_TEST

START_TEST(a_map_goes_before_what_a_format_knows)
{
	char *got = mapped("journald", "{\"__REALTIME_TIMESTAMP\":\"1709301600416409\",\"MESSAGE\":[104,105],\"UNIT\":\"labels\"}",
		"text=UNIT");
	ck_assert_str_eq(got, "1 2024-03-01T14:00:00.416Z evidence: labels\n");
	free(got);
}
END_TEST

START_TEST(a_map_that_names_no_path_is_refused)
{
	static const char *const maps[] = { "text=$[", "text=$.a[x]", "text=$a", "text=$.", "text=$.\"a", "when=ts", "at=\"a" };
	const struct log_sink sink = { NULL, log_dump_event, log_dump_bad, NULL };
	for (size_t i = 0; i < LENGTH(maps); i++) {
		const struct log_context context = { .zone = "UTC", .name = "", .map = maps[i] };
		FAILS(json_log_open(box.store, log_format_find("jsonl"), &context, &sink, &box.err), ERR_USAGE, "--map");
	}
}
END_TEST

/* ---- telling formats ---- */

START_TEST(what_is_no_json_is_no_log_of_json)
{
	static const char *const texts[] = { "", "   \n", "[link](https://example.com)\n\n\"a\": 1", "# Title\n\n```json\n{\"ts\":1}\n```\n",
		"[![badge](x)](y) {\"ts\": 1}", "{{mustache}} \"ts\": 1", "\"ts\": 1", "{% raw %}\n{\"ts\":1}", "[14:05] <ana> {\"ts\":1}",
		"[2024-03-01 14:00:00] production.ERROR: x {\"ts\":1}", "<34>1 2024-03-01T14:00:00Z", "[]", "{}" };
	for (size_t i = 0; i < LENGTH(texts); i++)
		for (size_t f = 0; log_formats[f]; f++)
			if (log_formats[f]->signs)
				ck_assert_msg(json_signs(texts[i], strlen(texts[i]), log_formats[f]->signs) == 0, "%s: %s",
					texts[i], log_formats[f]->name);
}
END_TEST

START_TEST(signs_are_paths_whatever_is_around_the_element)
{
	static const struct json_sign signs[] = { { 90, "a[].b c.d" }, { 50, "e" }, { 10, "*" }, { 0, NULL } };
	static const struct {
		const char *text;
		int sure;
	} rows[] = {
		{ "{\"a\":[{\"b\":1}],\"c\":{\"d\":2}}", 90 }, { "[{\"a\":[{\"x\":1,\"b\":1}]},{\"c\":{\"d\":2}}]", 90 },
		{ "{\"c\":{\"x\":[1,{\"y\":2}],\"d\":2}}\n{\"a\":[1,{\"b\":1}]}\n", 90 }, { "{\"a\":{\"b\":1},\"c\":{\"d\":1}}", 10 },
		{ "{\"x\":\"\\\"e\\\":1\"}", 10 }, { "{\"x\":\"e\"}", 10 }, { "{\"e\" : 1", 50 }, { "\xEF\xBB\xBF {\"e\":1}", 50 },
		{ "{\"x\":\"broken\n{\"e\":1}", 50 }, { "{\"x\":1}\ntext between: !\n{\"e\":1}", 50 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++)
		ck_assert_msg(json_signs(rows[i].text, strlen(rows[i].text), signs) == rows[i].sure, "%s: %d", rows[i].text,
			json_signs(rows[i].text, strlen(rows[i].text), signs));
}
END_TEST

/* ---- bounds ---- */

static bool count_event(void *data, const struct log_event *event, struct err *err)
{
	(void)err;
	*(size_t *)data += event->text_len;
	return true;
}

static void count_bad(void *data, size_t line, const char *why)
{
	(void)data, (void)line, (void)why;
}

START_TEST(what_surrounds_many_events_is_not_said_by_each)
{
	static const struct {
		const char *format, *begin, *item, *end;
	} rows[] = {
		{ "alertmanager", "{\"externalURL\":\"", "{\"labels\":{\"alertname\":\"a\"},\"startsAt\":\"2024-03-01T14:00:00Z\"}", "alerts" },
		{ "statuspage", "{\"name\":\"", "{\"id\":\"1\",\"body\":\"b\",\"created_at\":\"2024-03-01T14:00:00Z\"}", "incident_updates" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const struct log_context context = { .zone = "UTC", .name = "" };
		struct buf text = { 0 };
		size_t bytes = 0;
		const struct log_sink sink = { &bytes, count_event, count_bad, NULL };
		buf_puts(&text, rows[i].begin);
		buf_fill(&text, 'x', 1 << 20);
		buf_printf(&text, "\",\"%s\":[", rows[i].end);
		while (text.len < 3 << 20)
			buf_printf(&text, "%s,", rows[i].item);
		buf_printf(&text, "%s]}", rows[i].item);
		struct json_log *log = json_log_open(box.store, log_format_find(rows[i].format), &context, &sink, &box.err);
		OK(json_log_push(log, text.data, text.len, &box.err));
		OK(json_log_end(log));
		ck_assert_uint_gt(bytes, 100000);
		ck_assert_uint_lt(bytes, 16 << 20);
		json_log_close(log);
		buf_fini(&text);
	}
}
END_TEST

RUN_SUITE("json_log", open_store, each_file_gives_its_events_whatever_pieces_it_comes_in,
	each_file_is_told_by_what_is_in_it, names_are_known_by_whole_ids_and_the_first_counts,
	people_and_channels_of_an_export_have_their_names, slack_texts_become_markdown, what_looks_like_a_tag_is_a_text, bytes_are_read_from_arrays_of_them_alone,
	a_map_names_members_dotted_ones_and_paths, a_map_goes_before_what_a_format_knows, a_map_that_names_no_path_is_refused,
	what_is_no_json_is_no_log_of_json, signs_are_paths_whatever_is_around_the_element,
	what_surrounds_many_events_is_not_said_by_each)
