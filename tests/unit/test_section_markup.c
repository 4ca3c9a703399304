/* What is written into sections that were imported stands there as the rest of the document does. */
#include "app/section_markup.h"

#include "suite.h"

static struct record section(const char *markup, const char *heading, int64_t level, const char *text)
{
	struct record record;
	record_init(&record, ENTITY_SECTION);
	record_set_text(&record, SECTION_MARKUP, markup);
	record_set_text(&record, SECTION_HEADING, heading);
	record_set_int(&record, SECTION_LEVEL, level);
	record_set_int(&record, SECTION_POSITION, 100);
	record_set_text(&record, SECTION_TEXT, text);
	return record;
}

START_TEST(a_text_keeps_what_stands_around_it)
{
	static const struct {
		const char *markup, *old, *text, *wanted;
	} rows[] = {
		{ "## A\n", "\nold\n\n", "new", "\nnew\n\n" },
		{ "## A\n", "old\n", "\n\nnew\nlines\n\n\n", "new\nlines\n" },
		{ "## A\n", "\n    old", "    new\n", "\n    new" },
		{ "## A\r\n", "\r\nold\r\n", "new\nlines\r\n", "\r\nnew\r\nlines\r\n" },
		{ "## A\n", "", "new", "\nnew\n\n" },
		{ "## A\r\n", "\r\n", "new", "\r\nnew\r\n\r\n" },
		{ "", "old", "new\n", "new" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct record old = section(rows[i].markup, *rows[i].markup ? "A" : "", 2, rows[i].old);
		struct buf out = { 0 };
		section_text(&old, rows[i].text, &out);
		ck_assert_str_eq(buf_text(&out), rows[i].wanted);
		/* what is written again changes nothing */
		record_set_text(&old, SECTION_TEXT, buf_text(&out));
		struct buf again = { 0 };
		section_text(&old, buf_text(&out), &again);
		ck_assert_str_eq(buf_text(&again), rows[i].wanted);
		buf_fini(&again);
		buf_fini(&out);
		record_fini(&old);
	}
}
END_TEST

START_TEST(a_text_that_was_not_imported_stays_as_it_is)
{
	struct buf out = { 0 };
	struct record own;
	record_init(&own, ENTITY_SECTION);
	record_set_text(&own, SECTION_TEXT, "\nold\n");
	section_text(&own, "new", &out);
	section_text(NULL, " x\n", &out);
	ck_assert_str_eq(buf_text(&out), "new x\n");
	buf_fini(&out);
	record_fini(&own);
}
END_TEST

START_TEST(another_heading_is_written_as_the_old_one)
{
	static const struct {
		const char *markup;
		int64_t level, to; /* 0: it stays */
		const char *heading, *wanted;
	} rows[] = {
		{ "## Old\n", 2, 0, "New *one*", "## New \\*one\\*\n" },
		{ "  ### Old ###\r\n", 3, 0, "New", "  ### New\r\n" },
		{ "## Old", 2, 0, "New", "## New" },
		{ "## Old\n", 2, 4, "New", "#### New\n" },
		{ "##\n", 2, 0, "New", "## New\n" },
		{ "Old\n---\n", 2, 0, "New", "New\n---\n" },
		{ "Old\nlines\n---\n", 2, 0, "New", "New\n---\n" },
		{ "Old\r\n----\r\n", 2, 1, "New", "New\r\n====\r\n" },
		{ "Old\n===\n", 1, 3, "New", "### New\n" },
		{ "Old:\n", 2, 0, "New", "New:\n" },
		{ "**Old:**\n", 2, 0, "New", "**New:**\n" },
		{ "__Old__ :\n", 2, 0, "New", "__New__ :\n" },
		{ "障害：\n", 2, 0, "復旧", "復旧：\n" },
		{ "Old:\n", 2, 3, "New", "### New\n" },
		{ "\xef\xbb\xbf\n# Old\n", 1, 0, "New", "\xef\xbb\xbf\n# New\n" },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct record old = section(rows[i].markup, "Old", rows[i].level, "text"), change;
		record_init(&change, ENTITY_SECTION);
		record_set_text(&change, SECTION_HEADING, rows[i].heading);
		if (rows[i].to)
			record_set_int(&change, SECTION_LEVEL, rows[i].to);
		section_set_markup(&old, &change);
		ck_assert_str_eq(record_text(&change, SECTION_MARKUP), rows[i].wanted);
		record_fini(&change);
		record_fini(&old);
	}
}
END_TEST

START_TEST(the_first_line_of_a_heading_may_become_another)
{
	static const struct {
		const char *markup, *line, *wanted, *heading;
		int64_t level; /* 0: not set */
	} rows[] = {
		{ "## Old\n", "## **New**", "## **New**\n", "New", 2 },
		{ "## Old\n", "#### New ##", "#### New ##\n", "New", 4 },
		{ "Old\n---\n", "New", "New\n---\n", "New", 0 },
		{ "Old\n---\n", "## New", "## New\n", "New", 2 },
		{ "Old:\n", "New:", "New:\n", "New", 0 },
		{ "\xef\xbb\xbf# Old\r\n", "# New", "\xef\xbb\xbf# New\r\n", "New", 1 },
		{ "## Old\n", "##", NULL, NULL, 0 },
	};
	for (size_t i = 0; i < LENGTH(rows); i++) {
		struct record old = section(rows[i].markup, "Old", 2, "text"), change;
		record_init(&change, ENTITY_SECTION);
		ck_assert_int_eq(section_set_markup_line(&old, rows[i].line, &change), rows[i].wanted != NULL);
		if (rows[i].wanted) {
			ck_assert_str_eq(record_text(&change, SECTION_MARKUP), rows[i].wanted);
			ck_assert_str_eq(record_text(&change, SECTION_HEADING), rows[i].heading);
		}
		ck_assert_int_eq(record_int(&change, SECTION_LEVEL), rows[i].level);
		record_fini(&change);
		record_fini(&old);
	}
}
END_TEST

RUN_TESTS("section_markup", a_text_keeps_what_stands_around_it, a_text_that_was_not_imported_stays_as_it_is,
	another_heading_is_written_as_the_old_one, the_first_line_of_a_heading_may_become_another)
