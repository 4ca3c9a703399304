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

RUN_SUITE("json_log", open_store, each_file_gives_its_events_whatever_pieces_it_comes_in,
	each_file_is_told_by_what_is_in_it)
