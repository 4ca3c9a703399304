/* Documents divided into sections, byte for byte. */
#include "intake/heading.h"
#include "intake/postmortem.h"

#include <ctype.h>

#include "base/text.h"
#include "suite.h"

static struct postmortem read_document;

static struct postmortem *read_text(const char *source, size_t len)
{
	static const struct intake_context context = { .zone = "UTC", .name = "" };
	struct err err = { 0 };
	ck_assert_msg(postmortem_read(&read_document, source, len, &context, &err), "%s", err.text);
	return &read_document;
}

/* "key 2 Heading {markup}{text}" a line each. */
static void dump(const struct postmortem *p, struct buf *out)
{
	for (size_t i = 0; i < p->sections.count; i++) {
		const struct postmortem_section *s = &p->sections.items[i];
		buf_printf(out, "%s %d %s {%.*s}{%.*s}\n", s->key, s->level, s->heading, (int)(s->text - s->markup),
			p->source + s->markup, (int)(s->to - s->text), p->source + s->text);
	}
}

#define SECTIONS(source, expected)                                                                 \
	do {                                                                                       \
		struct buf out = { 0 };                                                            \
		dump(read_text(source, strlen(source)), &out);                                     \
		ck_assert_str_eq(buf_text(&out), expected);                                        \
		buf_fini(&out);                                                                    \
		postmortem_fini(&read_document);                                                   \
	} while (0)

START_TEST(sections_begin_below_the_title_at_the_level_that_the_document_has)
{
	SECTIONS("# Title\n\nlead\n\n### Summary\nabc\n#### Detail\nd\n### Other things\n",
		"preamble 1 Title {# Title\n}{\nlead\n\n}\n"
		"summary 3 Summary {### Summary\n}{abc\n#### Detail\nd\n}\n"
		"other-things 3 Other things {### Other things\n}{}\n");
}
END_TEST

START_TEST(what_stands_inside_of_a_section_and_is_one_that_templates_have_is_one)
{
	SECTIONS("# T\n## Lessons learned\n### What went well\na\n### And more\nb\n## Analysis\n### Step\nc\n",
		"preamble 1 T {# T\n}{}\n"
		"lessons 2 Lessons learned {## Lessons learned\n}{}\n"
		"went-well 3 What went well {### What went well\n}{a\n}\n"
		"and-more 3 And more {### And more\n}{b\n}\n"
		"analysis 2 Analysis {## Analysis\n}{### Step\nc\n}\n");
}
END_TEST

START_TEST(days_and_phases_of_a_timeline_stay_in_it)
{
	SECTIONS("## Timeline\n### Detection\n10:00 a\n## Monday, 3 May\n11:00 b\n## 2024-05-04\n12:00 c\n## Impact\n",
		"timeline 2 Timeline {## Timeline\n}{### Detection\n10:00 a\n## Monday, 3 May\n11:00 b\n## 2024-05-04\n12:00 c\n}\n"
		"impact 2 Impact {## Impact\n}{}\n");
}
END_TEST

START_TEST(headings_of_the_same_words_get_keys_of_their_own)
{
	SECTIONS("## Summary\na\n## What happened\nb\n## Summary\nc\n## Notes\n## Notes\n## Public impact\n## 根\n",
		"summary 2 Summary {## Summary\n}{a\n}\n"
		"story 2 What happened {## What happened\n}{b\n}\n"
		"summary-2 2 Summary {## Summary\n}{c\n}\n"
		"notes 2 Notes {## Notes\n}{}\n"
		"notes-2 2 Notes {## Notes\n}{}\n"
		"impact 2 Public impact {## Public impact\n}{}\n"
		"section 2 根 {## 根\n}{}\n");
	SECTIONS("# A\n\n# Summary\n\n# Timeline\n\n## Day one\n",
		"preamble 1 A {# A\n}{\n}\n"
		"summary 1 Summary {# Summary\n}{\n}\n"
		"timeline 1 Timeline {# Timeline\n}{\n## Day one\n}\n");
}
END_TEST

START_TEST(underlined_headings_and_those_with_closing_marks_are_headings)
{
	SECTIONS("Title\n=====\n\nSummary\n-------\nabc\n\nImpact ##\n---\n## Trigger ##\n",
		"preamble 1 Title {Title\n=====\n}{\n}\n"
		"summary 2 Summary {Summary\n-------\n}{abc\n\n}\n"
		"impact 2 Impact ## {Impact ##\n---\n}{}\n"
		"trigger 2 Trigger {## Trigger ##\n}{}\n");
}
END_TEST

START_TEST(front_matter_and_byte_order_marks_stand_before_the_markdown)
{
	SECTIONS("---\ntitle: A\ntags: [x]\n---\n\n# A\n", "front-matter 0  {}{---\ntitle: A\ntags: [x]\n---\n\n}\n"
							"preamble 1 A {# A\n}{}\n");
	SECTIONS("+++\ntitle = \"A\"\n+++\n## Summary\n",
		"front-matter 0  {}{+++\ntitle = \"A\"\n+++\n}\nsummary 2 Summary {## Summary\n}{}\n");
	SECTIONS("\xef\xbb\xbf# A\n\ntext\n## Summary\n",
		"preamble 1 A {\xef\xbb\xbf# A\n}{\ntext\n}\nsummary 2 Summary {## Summary\n}{}\n");
	SECTIONS("---\na: b\n---\ntext\n# A\n",
		"front-matter 0  {}{---\na: b\n---\n}\nhead 0  {}{text\n}\npreamble 1 A {# A\n}{}\n");
	SECTIONS("\xef\xbb\xbf---\na: b\n---\n# A\n", "front-matter 0  {}{\xef\xbb\xbf---\na: b\n---\n}\npreamble 1 A {# A\n}{}\n");
	/* a rule, and text that is none of a file's data */
	SECTIONS("---\n\nWe were down.\n\n---\n\n## Impact\n",
		"preamble 0  {}{---\n\nWe were down.\n\n---\n\n}\nimpact 2 Impact {## Impact\n}{}\n");
}
END_TEST

START_TEST(a_document_without_headings_is_one_section)
{
	SECTIONS("just text", "preamble 0  {}{just text}\n");
	SECTIONS("", "preamble 0  {}{}\n");
	SECTIONS("# Only a title", "preamble 1 Only a title {# Only a title}{}\n");
	SECTIONS("\r\n\r\n# T\r\ntext", "preamble 1 T {\r\n\r\n# T\r\n}{text}\n");
}
END_TEST

START_TEST(labels_stand_for_headings_where_there_are_none)
{
	SECTIONS("Mail: it broke\n\nEvents:\n\n10:03 : a\n\nKey issues\n\n  * b\n\nAction items:\n- c\n",
		"preamble 0  {}{Mail: it broke\n\n}\n"
		"timeline 2 Events {Events:\n}{\n10:03 : a\n\n}\n"
		"key-issues 2 Key issues {Key issues\n}{\n  * b\n\n}\n"
		"action-items 2 Action items {Action items:\n}{- c\n}\n");
	SECTIONS("# T\n\n**Impact**\n\nmuch\n\n**Names:**\n\nwe\n\n**Bold** text: x\n",
		"preamble 1 T {# T\n}{\n}\n"
		"impact 2 Impact {**Impact**\n}{\nmuch\n\n}\n"
		"names 2 Names {**Names:**\n}{\nwe\n\n**Bold** text: x\n}\n");
	/* a heading that lacks its blank is a paragraph to Markdown */
	SECTIONS("it broke.\n\n###Prevention\n\nx y.\n", "preamble 0  {}{it broke.\n\n}\naction-items 2 Prevention {###Prevention\n}{\nx y.\n}\n");
	/* bold words alone are no headings, nor are labels where there are headings */
	SECTIONS("**Attention**\n\ntext\n", "preamble 0  {}{**Attention**\n\ntext\n}\n");
	SECTIONS("## A\n\nImpact:\n\nx\n## B\n", "preamble 2 A {## A\n}{\nImpact:\n\nx\n}\nb 2 B {## B\n}{}\n");
}
END_TEST

START_TEST(marks_inside_of_code_quotes_lists_and_html_are_no_headings)
{
	static const char text[] = "## A\n```\n# no\n```\n> # no\n\n- # no\n\n<!--\n# no\n-->\n    # no\n";
	ck_assert_uint_eq(read_text(text, strlen(text))->sections.count, 1);
	postmortem_fini(&read_document);
}
END_TEST

/* ---- every document --------------------------------------------------------------------------------- */

static void check_whole(const char *source, size_t len)
{
	struct postmortem *p = read_text(source, len);
	struct buf all = { 0 };
	size_t blocks = 0;
	for (size_t i = 0; i < p->sections.count; i++) {
		const struct postmortem_section *s = &p->sections.items[i];
		struct record record;
		postmortem_section_record(p, i, &record);
		buf_puts(&all, record_text(&record, SECTION_MARKUP));
		buf_puts(&all, record_text(&record, SECTION_TEXT));
		ck_assert_uint_le(strlen(record_text(&record, SECTION_TEXT)), TEXT_LIMIT);
		ck_assert_str_eq(record_text(&record, SECTION_KEY), s->key);
		record_fini(&record);
		ck_assert_msg(s->first == blocks && s->end >= s->first, "blocks of section %zu of\n%s", i, source);
		blocks = s->end;
		ck_assert_msg(*s->key && s->key[strspn(s->key, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0', "%s", s->key);
		ck_assert_msg(!strpbrk(s->heading, "\r\n"), "%s", s->heading);
		for (size_t k = 0; k < i; k++)
			ck_assert_str_ne(p->sections.items[k].key, s->key);
	}
	ck_assert_uint_eq(blocks, p->blocks.count);
	ck_assert_msg(all.len == len && memcmp(buf_text(&all), source, len) == 0, "not the document:\n%.*s\nbut:\n%s", (int)len,
		source, buf_text(&all));
	buf_fini(&all);
	postmortem_fini(p);
}

static uint32_t seed;

static size_t draw(size_t count)
{
	seed = seed * 1103515245 + 12345;
	return (seed >> 16) % count;
}

START_TEST(the_sections_of_any_document_are_the_document)
{
	static const char *const pieces[] = { "# ", "## ", "### ", "Summary", "Timeline", "Impact:", "**Trigger**", "text", "\n",
		"\n", "\n\n", "\r\n", "\r", "---\n", "===\n", "+++\n", "a: b\n", "> ", "- ", "1. ", "```\n", "~~~", "    ", "\t",
		"<!--", "-->", "<div>\n", "<pre>", "| a | b |\n", "|---|---|\n", "[x]: y\n", "[x]", "10:00 ", "\xef\xbb\xbf", "é", "障害",
		"*", "_", "`", "\\", "  \n", "Lessons", "What went well", "2024-05-01", ":" };
	for (seed = 1; seed < 3000; seed++) {
		struct buf text = { 0 };
		uint32_t at = seed;
		for (size_t i = draw(40); i > 0; i--)
			buf_puts(&text, pieces[draw(LENGTH(pieces))]);
		check_whole(buf_text(&text), text.len);
		buf_fini(&text);
		seed = at;
	}
}
END_TEST

START_TEST(texts_beyond_the_limit_go_on_in_another_section)
{
	struct buf text = { 0 };
	buf_puts(&text, "# T\n## Timeline\n");
	for (int i = 0; i < 60000; i++)
		buf_printf(&text, "- %02d:%02d something that went on for a while, number %d\n", i / 60 % 24, i % 60, i);
	buf_puts(&text, "## Impact\n");
	check_whole(buf_text(&text), text.len);
	struct postmortem *p = read_text(buf_text(&text), text.len);
	ck_assert_uint_eq(p->sections.count, 6);
	ck_assert_str_eq(p->sections.items[2].key, "timeline-2");
	ck_assert_str_eq(p->sections.items[2].meaning, "timeline");
	ck_assert_int_eq(p->source[p->sections.items[2].text], '-');
	postmortem_fini(p);
	buf_truncate(&text, 0);
	for (int i = 0; i < 800000; i++)
		buf_puts(&text, "é");
	check_whole(buf_text(&text), text.len);
	buf_fini(&text);
}
END_TEST

START_TEST(more_headings_than_sections_stay_in_the_last_text)
{
	struct buf text = { 0 };
	for (int i = 0; i < 100000; i++)
		buf_printf(&text, "## %d\n", i);
	check_whole(buf_text(&text), text.len);
	ck_assert_uint_le(read_text(buf_text(&text), text.len)->sections.count, 500);
	postmortem_fini(&read_document);
	buf_fini(&text);
}
END_TEST

START_TEST(headings_mean_what_templates_have_in_several_languages)
{
	static const struct {
		const char *heading, *key;
	} rows[] = { { "Timeline (all times UTC)", "timeline" }, { "3. Root cause analysis:", "root-causes" },
		{ "🔁 Ações corretivas", "action-items" }, { "Was gut gelaufen ist", "went-well" }, { "What didn't go so well", "went-wrong" },
		{ "Where we got lucky", "got-lucky" }, { "タイムライン", "timeline" }, { "根本原因", "root-causes" },
		{ "Maßnahmen", "action-items" }, { "Chronologie de l'incident", "timeline" }, { "Lecciones aprendidas", "lessons" },
		{ "5 Whys", "five-whys" }, { "2. 5 Whys", "five-whys" }, { "Status", "status" }, { "14:05 Resolved", NULL },
		{ "10h47 impact on users", NULL }, { "2024-05-01", NULL },
		{ "How a small change to the timeline of deploys broke it", NULL }, { "Pets", NULL }, { "", NULL } };
	for (size_t i = 0; i < LENGTH(rows); i++) {
		const char *key = heading_key(rows[i].heading, strlen(rows[i].heading), 0);
		ck_assert_msg(text_equal(key, rows[i].key), "%s means %s", rows[i].heading, key ? key : "nothing");
	}
}
END_TEST

/* ---- what sections cover ----------------------------------------------------------------------------- */

/* Read again what covers what, with these lines, from 1, as if they had been read into fields. */
static void claim(struct postmortem *p, const char *lines, enum entity_kind kind)
{
	memset(p->found.claimed, 0, p->blocks.count);
	for (size_t i = 0; i < p->blocks.count; i = p->blocks.items[i].next)
		if (strchr(lines, (int)('0' + p->blocks.items[i].line))) {
			found_claim(&p->found, &p->blocks, i);
			if (kind != ENTITY_COUNT)
				found_add(&p->found, &p->blocks, kind, p->blocks.items[i].from, p->blocks.items[i].to, "test");
		}
	postmortem_cover(p);
}

START_TEST(a_section_covers_what_all_of_its_blocks_were_read_into)
{
	static const char text[] = "## A\n\nx\n\n---\n\n- y\n## B\nz\n";
	struct postmortem *p = read_text(text, strlen(text));
	claim(p, "37", ENTITY_EVENT);
	ck_assert_uint_eq(p->sections.items[0].covers, COVERS_EVENTS);
	ck_assert_uint_eq(p->sections.items[1].covers, 0);
	claim(p, "9", ENTITY_COUNT);
	ck_assert_uint_eq(p->sections.items[0].covers, 0);
	ck_assert_uint_eq(p->sections.items[1].covers, COVERS_HEAD);
	postmortem_fini(p);
}
END_TEST

START_TEST(a_section_with_definitions_of_links_covers_nothing)
{
	static const char text[] = "## A\n\nx\n\n[y]: z\n";
	struct postmortem *p = read_text(text, strlen(text));
	claim(p, "3", ENTITY_ACTION);
	ck_assert_uint_eq(p->sections.items[0].covers, 0);
	postmortem_fini(p);
}
END_TEST

RUN_TESTS("postmortem_split", sections_begin_below_the_title_at_the_level_that_the_document_has,
	what_stands_inside_of_a_section_and_is_one_that_templates_have_is_one, days_and_phases_of_a_timeline_stay_in_it,
	headings_of_the_same_words_get_keys_of_their_own, underlined_headings_and_those_with_closing_marks_are_headings,
	front_matter_and_byte_order_marks_stand_before_the_markdown, a_document_without_headings_is_one_section,
	labels_stand_for_headings_where_there_are_none, marks_inside_of_code_quotes_lists_and_html_are_no_headings,
	the_sections_of_any_document_are_the_document, texts_beyond_the_limit_go_on_in_another_section,
	more_headings_than_sections_stay_in_the_last_text, headings_mean_what_templates_have_in_several_languages, a_section_covers_what_all_of_its_blocks_were_read_into,
	a_section_with_definitions_of_links_covers_nothing)
