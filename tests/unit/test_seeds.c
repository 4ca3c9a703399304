/* Five real postmortems, their entries counted by hand; where they are not at hand there is nothing to test. */
#include "suite.h"

#include <unistd.h>

#include "base/path.h"
#include "base/text.h"
#include "intake/postmortem.h"

#define SEEDS "../shared/seeds/"

static const struct {
	const char *file;
	size_t events;
	const char *first, *last; /* how the texts of the first and last event begin */
} seeds[] = {
	{ "000_e6a2f484364a6f32.txt", 15, "One of our clients claims", "Problem resolved." },
	{ "001_35a095c0b2951ef9.txt", 0, "", "" },
	{ "002_5f8b13e31f1d7eab.txt", 0, "", "" },
	{ "003_3453d306c6a9aa36.txt", 7, "Deployed Caseflow", "until 16:00: Verified that 18" },
	{ "004_4a32a5b2cdabd994.txt", 6, "On Thursday March 14th", "At 10:37AM I sent" },
};

static void read_seed(const char *file, struct buf *text, struct postmortem *out)
{
	static struct intake_context context = { .now = INT64_C(1717236000000), .zone = "UTC" };
	struct buf path = { 0 }, raw = { 0 };
	struct err err = { 0 };
	buf_printf(&path, SEEDS "%s", file);
	context.name = file;
	ck_assert_msg(path_read(&raw, buf_text(&path), 8 << 20, &err), "%s", err.text);
	utf8_clean(text, buf_text(&raw), raw.len);
	ck_assert_msg(postmortem_read(out, buf_text(text), text->len, &context, &err), "%s", err.text);
	buf_fini(&path);
	buf_fini(&raw);
}

static const char *event_text(const struct postmortem *p, bool last)
{
	const char *text = "";
	for (size_t i = 0; i < p->found.items.count && !(*text && !last); i++)
		if (p->found.items.items[i].record.kind == ENTITY_EVENT)
			text = record_text(&p->found.items.items[i].record, EVENT_TEXT);
	return text;
}

START_TEST(every_timeline_entry_of_the_seeds_is_found)
{
	struct postmortem p;
	struct buf text = { 0 };
	if (access(SEEDS, R_OK) != 0)
		return;
	read_seed(seeds[_i].file, &text, &p);
	ck_assert_msg(found_count(&p.found, ENTITY_EVENT) == seeds[_i].events, "%s: %zu events", seeds[_i].file,
		found_count(&p.found, ENTITY_EVENT));
	ck_assert_msg(text_starts(event_text(&p, false), seeds[_i].first), "%s", event_text(&p, false));
	ck_assert_msg(text_starts(event_text(&p, true), seeds[_i].last), "%s", event_text(&p, true));
	postmortem_fini(&p);
	buf_fini(&text);
}
END_TEST

/* Every action item, cause and reference; titles of the first and last item begin so. */
static const struct {
	const char *file;
	size_t actions, causes, references;
	const char *first, *last;
} work[] = {
	{ "000_e6a2f484364a6f32.txt", 6, 2, 6, "Instrument the application", "Support instrumented applications" },
	{ "001_35a095c0b2951ef9.txt", 8, 0, 0, "We initiate a problem solving", "We implement 1 responsive improvement" },
	{ "002_5f8b13e31f1d7eab.txt", 0, 0, 0, "", "" },
	{ "003_3453d306c6a9aa36.txt", 10, 0, 0, "Before 'n' After logs", "Playbook for this type" },
	{ "004_4a32a5b2cdabd994.txt", 2, 0, 0, "The files should be transferred", "While I had sent updates" },
};

static const char *action_title(const struct postmortem *p, bool last)
{
	const char *title = "";
	for (size_t i = 0; i < p->found.items.count && !(*title && !last); i++)
		if (p->found.items.items[i].record.kind == ENTITY_ACTION)
			title = record_text(&p->found.items.items[i].record, ACTION_TITLE);
	return title;
}

START_TEST(every_action_item_of_the_seeds_is_found)
{
	struct postmortem p;
	struct buf text = { 0 };
	if (access(SEEDS, R_OK) != 0)
		return;
	read_seed(work[_i].file, &text, &p);
	ck_assert_msg(found_count(&p.found, ENTITY_ACTION) == work[_i].actions, "%s: %zu action items", work[_i].file,
		found_count(&p.found, ENTITY_ACTION));
	ck_assert_uint_eq(found_count(&p.found, ENTITY_CAUSE), work[_i].causes);
	ck_assert_uint_eq(found_count(&p.found, ENTITY_REFERENCE), work[_i].references);
	ck_assert_msg(text_starts(action_title(&p, false), work[_i].first), "%s", action_title(&p, false));
	ck_assert_msg(text_starts(action_title(&p, true), work[_i].last), "%s", action_title(&p, true));
	postmortem_fini(&p);
	buf_fini(&text);
}
END_TEST

/* An item keeps its team, its owner and where it is tracked: the label of the reference that has the URL. */
START_TEST(an_action_item_of_the_seeds_has_its_fields)
{
	struct postmortem p;
	struct buf text = { 0 };
	size_t i = 0;
	if (access(SEEDS, R_OK) != 0)
		return;
	read_seed(work[0].file, &text, &p);
	while (p.found.items.items[i].record.kind != ENTITY_ACTION)
		i++;
	const struct record *first = &p.found.items.items[i].record;
	ck_assert_str_eq(record_text(first, ACTION_OWNER), "NBT");
	ck_assert_str_eq(record_text(first, ACTION_TEAM), "Nachet backend team (NBT)");
	ck_assert_str_eq(record_text(first, ACTION_PRIORITY), "P0");
	ck_assert_str_eq(record_text(first, ACTION_TYPE), "mitigate");
	ck_assert_str_eq(record_text(first, ACTION_LINK), "issue 50");
	while (p.found.items.items[i].record.kind != ENTITY_REFERENCE)
		i++;
	ck_assert_str_eq(record_text(&p.found.items.items[i].record, REFERENCE_LABEL), "issue 50");
	postmortem_fini(&p);
	buf_fini(&text);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("seeds");
	TCase *tcase = tcase_create("seeds");
	suite_add_tcase(suite, tcase);
	tcase_add_loop_test(tcase, every_timeline_entry_of_the_seeds_is_found, 0, (int)LENGTH(seeds));
	tcase_add_loop_test(tcase, every_action_item_of_the_seeds_is_found, 0, (int)LENGTH(work));
	tcase_add_test(tcase, an_action_item_of_the_seeds_has_its_fields);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
