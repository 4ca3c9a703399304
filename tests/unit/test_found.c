/* How much of one document is read into fields: the rest stays text, and that is said once. */
#include <check.h>
#include <stdlib.h>

#include "intake/postmortem.h"

static const struct intake_context context = { .now = INT64_C(1709300000000), .zone = "UTC", .name = "x.md" };

enum { MORE = FOUND_ITEMS_MAX + 500 };

static const struct {
	const char *head, *row; /* %zu in the row: its number */
	enum entity_kind kind;
} floods[] = {
	{ "# A\n\nDate: 2024-03-01\n\n## Timeline\n\n", "- 10:03 a%zu\n", ENTITY_EVENT },
	{ "# A\n\n## Action items\n\n| Action |\n|---|\n", "| limit the queue %zu |\n", ENTITY_ACTION },
	{ "# A\n\n## Root causes\n\n", "- the queue %zu had no limit\n", ENTITY_CAUSE },
	{ "# A\n\n## References\n\n", "- [graph %zu](https://g.example/%zu)\n", ENTITY_REFERENCE },
};

START_TEST(what_comes_after_the_most_stays_text)
{
	struct buf document = { 0 };
	struct postmortem p;
	struct err err = { 0 };
	size_t said = 0;
	buf_puts(&document, floods[_i].head);
	for (size_t i = 0; i < MORE; i++) {
		const char *at = floods[_i].row;
		for (const char *sign; (sign = strstr(at, "%zu")); at = sign + 3) {
			buf_put(&document, at, (size_t)(sign - at));
			buf_printf(&document, "%zu", i);
		}
		buf_puts(&document, at);
	}
	ck_assert_msg(postmortem_read(&p, buf_text(&document), document.len, &context, &err), "%s", err.text);
	ck_assert_uint_eq(p.found.items.count, FOUND_ITEMS_MAX);
	ck_assert_uint_eq(found_count(&p.found, floods[_i].kind), FOUND_ITEMS_MAX);
	for (size_t i = 0; i < p.found.notes.count; i++)
		said += strstr(p.found.notes.items[i].text, "stays text") != NULL;
	ck_assert_uint_eq(said, 1);
	postmortem_fini(&p);
	buf_fini(&document);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("found");
	TCase *tcase = tcase_create("found");
	suite_add_tcase(suite, tcase);
	tcase_set_timeout(tcase, 60);
	tcase_add_loop_test(tcase, what_comes_after_the_most_stays_text, 0, (int)LENGTH(floods));
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
