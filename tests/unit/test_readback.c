/* Edits of a rendered document, read back. */

#include "app/readback.h"
#include "base/mem.h"
#include "base/text.h"
#include "doc/escape.h"
#include "model/record.h"
#include "suite.h"

/*
 * The documents of these tests are rendered by hand: «kind what which|text» is a piece of the map. Two marks of pieces
 * may stand in each other.
 */
static struct buf rendered;
static struct mustache_map map;
static struct readback back;

static void draw(const char *marked)
{
	struct {
		size_t at;
		char *origin;
	} open[8];
	size_t depth = 0;
	struct mustache_map found = { 0 };
	buf_fini(&rendered);
	mustache_map_fini(&map);
	for (const char *c = marked; *c;) {
		if (text_starts(c, "«")) {
			size_t len = strcspn(c + 2, "|");
			open[depth].at = rendered.len;
			open[depth++].origin = mem_copy_n(c + 2, len);
			c += 2 + len + 1;
		} else if (text_starts(c, "»")) {
			depth--;
			mustache_map_add(&found, open[depth].at, rendered.len - open[depth].at, open[depth].origin);
			free(open[depth].origin);
			c += 2;
		} else {
			buf_putc(&rendered, *c++);
		}
	}
	/* outer ones first, in order */
	for (size_t at = 0; at <= rendered.len; at++)
		for (size_t i = found.count; i-- > 0;)
			if (found.items[i].at == at)
				mustache_map_add(&map, at, found.items[i].len, found.items[i].origin);
	mustache_map_fini(&found);
}

static const struct readback_base *base(void)
{
	static struct readback_base base;
	base = (struct readback_base){ buf_text(&rendered), rendered.len, &map };
	return &base;
}

static void read_text(const char *edited)
{
	struct err err = { 0 };
	readback_fini(&back);
	ck_assert_msg(readback_read(base(), edited, strlen(edited), &back, &err), "%s", err.text);
}

/* The rendered document with `what` (which it has once) in place of `by`. */
static char *changed(const char *what, const char *by)
{
	struct buf out = { 0 };
	const char *at = strstr(buf_text(&rendered), what);
	ck_assert_msg(at != NULL, "not in the document: %s", what);
	buf_puts(&out, buf_text(&rendered));
	buf_splice(&out, (size_t)(at - rendered.data), strlen(what), by, strlen(by));
	return buf_steal(&out);
}

static void edit(const char *what, const char *by)
{
	char *edited = changed(what, by);
	read_text(edited);
	free(edited);
}

/* All edits and notes as lines. */
static void show(struct buf *out)
{
	for (size_t i = 0; i < back.edits.count; i++) {
		const struct readback_edit *edit = &back.edits.items[i];
		if (edit->kind == READBACK_LAYOUT)
			continue;
		buf_printf(out, "%zu %s%s %s", edit->line, edit->kind == READBACK_FIELD ? "" : "new ",
			entity_get(edit->entity)->name, edit->which);
		if (edit->kind == READBACK_FIELD)
			buf_printf(out, " %s: %s → %s\n", entity_get(edit->entity)->fields[edit->field].name, edit->before,
				edit->text);
		else if (edit->kind == READBACK_NEW_SECTION)
			buf_printf(out, " (%s, %d): %s\n", edit->heading, edit->level, edit->text);
		for (size_t k = 0; k < edit->cells.count; k++)
			buf_printf(out, "%s%s=%s%s", k ? "; " : "", entity_get(ENTITY_ACTION)->fields[edit->cells.items[k].field].name,
				edit->cells.items[k].text, k + 1 == edit->cells.count ? "\n" : "");
	}
	for (size_t i = 0; i < back.notes.count; i++)
		buf_printf(out, "%zu: %s\n", back.notes.items[i].line, back.notes.items[i].text);
}

static void reads_(int line, const char *wanted)
{
	struct buf out = { 0 };
	show(&out);
	ck_assert_msg(text_equal(buf_text(&out), wanted), "line %d: read\n%s\nwanted\n%s", line, buf_text(&out), wanted);
	buf_fini(&out);
}
#define reads(wanted) reads_(__LINE__, wanted)

/* … and notes begin so. */
static void notes_(int line, const char *part)
{
	struct buf out = { 0 };
	show(&out);
	ck_assert_msg(back.notes.count && strstr(buf_text(&out), part), "line %d: read\n%s", line, buf_text(&out));
	buf_fini(&out);
}
#define notes(part) notes_(__LINE__, part)

/* With all edits taken, the settled document is the edited one, and reading that again gives nothing. */
static void settles_(int line)
{
	struct buf text = { 0 }, again = { 0 };
	struct mustache_map settled = { 0 };
	struct readback second = { 0 };
	for (size_t i = 0; i < back.edits.count; i++)
		back.edits.items[i].taken = back.edits.items[i].kind != READBACK_LAYOUT;
	readback_settle(base(), &back, &text, &settled);
	ck_assert_msg(text.len == back.edited.len && memcmp(text.data, back.edited.data, text.len) == 0,
		"line %d: settled\n%s\nedited\n%s", line, buf_text(&text), buf_text(&back.edited));
	struct readback_base now = { buf_text(&text), text.len, &settled };
	size_t last = 0;
	for (size_t i = 0; i < settled.count; i++) {
		ck_assert_uint_ge(settled.items[i].at, last);
		ck_assert_uint_le(settled.items[i].at + settled.items[i].len, text.len);
		last = settled.items[i].at;
	}
	buf_puts(&again, buf_text(&text));
	ck_assert(readback_read(&now, buf_text(&again), again.len, &second, NULL));
	ck_assert_uint_eq(second.edits.count, 0);
	readback_fini(&second);
	mustache_map_fini(&settled);
	buf_fini(&text);
	buf_fini(&again);
}
#define settles() settles_(__LINE__)

static const char document[] =
	"# «incident title I1|Checkout \\*down\\*» (incident INC-1)\n"
	"\n"
	"## Summary\n"
	"\n"
	"«section text summary|First line.\n"
	"\n"
	"### Detail\n"
	"\n"
	"Second paragraph.»\n"
	"\n"
	"## Impact\n"
	"\n"
	"«section prompt impact|*Not written yet: Who, how many?*»\n"
	"\n"
	"| Measure | Value |\n"
	"| --- | --- |\n"
	"| detect | 4m |\n"
	"\n"
	"## Trigger\n"
	"«section place trigger|»\n"
	"*Not known yet: `inquest cause add`*\n"
	"\n"
	"## Action Items\n"
	"«team whole |\n"
	"### No team\n"
	"\n"
	"| Action | Priority | Owner | Link |\n"
	"| --- | --- | --- | --- |\n"
	"«action whole A1|| «action title A1|Alert \\| page» | «action priority A1|P1» | «action owner A1|» | «action link A1|[a/b](https://x.org/1)» |\n"
	"»«action whole A2|| «action title A2|Renew» | «action priority A2|» | «action owner A2|bo» | «action link A2|» |\n"
	"»»«team whole Payments|\n"
	"### Payments\n"
	"\n"
	"| Action | Priority | Owner | Link |\n"
	"| --- | --- | --- | --- |\n"
	"«action whole A3|| «action title A3|Drain» | «action priority A3|P0» | «action owner A3|cy» | «action link A3|» |\n"
	"»»\n"
	"## Notes\n"
	"\n"
	"«section text notes|Ends with a fence:\n"
	"\n"
	"```\n"
	"# not a heading\n"
	"```»\n"
	"«section whole own|\n"
	"## «section heading own|Our own»\n"
	"\n"
	"«section text own|Own text.»\n"
	"»\n"
	"## Timeline\n"
	"\n"
	"- **14:03** it begins\n";

static void set_up(void)
{
	draw(document);
}

static void tear_down(void)
{
	readback_fini(&back);
	buf_fini(&rendered);
	mustache_map_fini(&map);
}

START_TEST(what_is_unchanged_gives_nothing)
{
	read_text(buf_text(&rendered));
	reads("");
	ck_assert_uint_eq(readback_count(&back), 0);
}
END_TEST

START_TEST(a_sections_text_is_read_as_it_stands)
{
	edit("First line.", "A better line.\n\n- item");
	reads("5 section summary text: First line.\n\n### Detail\n\nSecond paragraph. → "
	      "A better line.\n\n- item\n\n### Detail\n\nSecond paragraph.\n");
	settles();
	edit("Second paragraph.\n", "Second paragraph.\n\nA third.\n\n### More\n");
	reads("5 section summary text: First line.\n\n### Detail\n\nSecond paragraph. → "
	      "First line.\n\n### Detail\n\nSecond paragraph.\n\nA third.\n\n### More\n");
	settles();
	edit("First line.\n\n### Detail\n\nSecond", "Before.\n\nFirst line.\n\nSecond");
	reads("5 section summary text: First line.\n\n### Detail\n\nSecond paragraph. → "
	      "Before.\n\nFirst line.\n\nSecond paragraph.\n");
	settles();
}
END_TEST

START_TEST(a_prompt_counts_as_nothing)
{
	edit("*Not written yet: Who, how many?*", "Two thousand.");
	reads("13 section impact text:  → Two thousand.\n");
	settles();
	/* typed below the prompt, which was left */
	edit("how many?*\n", "how many?*\n\nTwo thousand.\n");
	reads("13 section impact text:  → Two thousand.\n");
	edit("*Not written yet: Who, how many?*\n", "");
	reads("");
}
END_TEST

START_TEST(a_section_that_the_template_left_out_can_be_written)
{
	edit("*Not known yet: `inquest cause add`*", "The deploy.\n\nNo more.");
	reads("21 section trigger text:  → The deploy.\n\nNo more.\n");
	settles();
	edit("## Trigger\n", "## Trigger\n\nThe deploy.\n");
	reads("21 section trigger text:  → The deploy.\n");
	settles();
}
END_TEST

START_TEST(a_removed_section_is_told_and_kept)
{
	edit("## Summary\n\nFirst line.\n\n### Detail\n\nSecond paragraph.\n\n", "");
	reads("3: the text of section summary was removed there and is kept here\n");
	edit("First line.\n\n### Detail\n\nSecond paragraph.\n\n", "");
	notes("the text of section summary was removed");
	edit("## Our own\n\nOwn text.\n\n", "");
	notes("the text of section own was removed there and is kept here: `inquest section delete own` drops it");
	edit("First line.\n\n### Detail\n\nSecond paragraph.\n\n", "");
	ck_assert_uint_eq(readback_count(&back), 0);
}
END_TEST

START_TEST(a_moved_section_is_the_same_section)
{
	char *without = changed("## Impact\n\n*Not written yet: Who, how many?*\n\n| Measure | Value |\n| --- | --- |\n| detect | 4m |\n\n", "");
	struct buf moved = { 0 };
	buf_puts(&moved, "## Impact\n\n*Not written yet: Who, how many?*\n\n| Measure | Value |\n| --- | --- |\n| detect | 4m |\n\n");
	char *timeline = strstr(without, "## Timeline");
	buf_puts(&moved, timeline);
	*timeline = '\0';
	struct buf all = { 0 };
	buf_printf(&all, "%s%s", without, buf_text(&moved));
	read_text(buf_text(&all));
	reads("");
	char *at = strstr(all.data, "*Not written yet: Who");
	buf_splice(&all, (size_t)(at - all.data), strlen("*Not written yet: Who, how many?*"), "Moved and written.",
		strlen("Moved and written."));
	read_text(buf_text(&all));
	reads("44 section impact text:  → Moved and written.\n");
	free(without);
	buf_fini(&moved);
	buf_fini(&all);
}
END_TEST

START_TEST(a_renamed_heading_of_the_template_keeps_its_section)
{
	edit("## Summary\n\nFirst line.", "## In short\n\nA first line.");
	notes("3: this heading is the template's");
	ck_assert_uint_eq(readback_count(&back), 1);
	ck_assert_str_eq(back.edits.items[0].which, "summary");
	ck_assert_str_eq(back.edits.items[0].text, "A first line.\n\n### Detail\n\nSecond paragraph.");
}
END_TEST

START_TEST(headings_that_are_the_incidents_are_read)
{
	edit("Checkout \\*down\\*", "Checkout \\[up\\] & `down`");
	reads("1 incident I1 title: Checkout *down* → Checkout [up] & `down`\n");
	settles();
	edit("## Our own", "## Ours");
	reads("46 section own heading: Our own → Ours\n");
	settles();
}
END_TEST

START_TEST(cells_are_read_unescaped)
{
	edit("| Alert \\| page | P1 |  |", "| Alert \\| call a\\*b | P0 | ana |");
	reads("29 action A1 title: Alert | page → Alert | call a*b\n29 action A1 priority: P1 → P0\n"
	      "29 action A1 owner:  → ana\n");
	settles();
	edit("| Renew |  | bo |  |", "| Renew | | | [c/d](https://x.org/a\\_b) |");
	reads("30 action A2 owner: bo → \n30 action A2 link:  → https://x.org/a_b\n");
	settles();
	edit("[a/b](https://x.org/1)", "[issue 7](#ref-issue-7)");
	reads("29 action A1 link: https://x.org/1 → issue 7\n");
	edit("[a/b](https://x.org/1)", "ops/infra#22");
	reads("29 action A1 link: https://x.org/1 → ops/infra#22\n");
}
END_TEST

START_TEST(blanks_around_a_value_are_the_cells)
{
	draw("| Action | Owner |\n| --- | --- |\n|«action title A1| Renew it »|«action owner A1| ana»|\n");
	edit("ana", "bo");
	reads("3 action A1 owner: ana → bo\n");
	edit("Renew it", "Renew");
	reads("3 action A1 title: Renew it → Renew\n");
	/* two values cannot be made of the same bytes */
	draw("| «action title A1|Renew «action owner A1|it»» |\n");
	edit("it", "him");
	reads("1 action A1 title: Renew it → Renew him\n");
}
END_TEST

START_TEST(a_table_that_was_only_aligned_is_unchanged)
{
	edit("| Action | Priority | Owner | Link |\n| --- | --- | --- | --- |\n| Alert \\| page | P1 |  | [a/b](https://x.org/1) |\n| Renew |  | bo |  |",
		"| Action         | Priority | Owner | Link |\n| -------------- | :------- | ----- | --- |\n"
		"| Alert \\| page | P1       |       | [a/b](https://x.org/1) |\n| Renew          |          | bo    |   |");
	reads("");
	settles();
}
END_TEST

START_TEST(a_new_row_is_a_new_action_of_its_tables_team)
{
	edit("| Drain | P0 | cy |  |\n", "| Drain | P0 | cy |  |\n| New \\| one | P2 | dee | |\n| Newer | | | |\n");
	reads("37 new action title=New | one; priority=P2; owner=dee; team=Payments\n38 new action title=Newer; team=Payments\n");
	for (size_t i = 0; i < back.edits.count; i++) {
		free(back.edits.items[i].which);
		back.edits.items[i].which = mem_copy(i ? "N2" : "N1");
	}
	settles();
	edit("| Alert \\| page", "| First | | | |\n| Alert \\| page");
	reads("29 new action title=First\n");
	edit("| Drain | P0 | cy |  |\n", "| Drain | P0 | cy |  |\n| | P2 | dee | |\n");
	notes("37: a new row without a title");
	edit("| Drain | P0 | cy |  |\n", "| Drain | P0 | cy |  |\n| a | b |\n");
	notes("37: this row has not the columns of its table");
}
END_TEST

START_TEST(a_removed_row_is_told_and_kept)
{
	edit("| Renew |  | bo |  |\n", "");
	reads("30: action 'Renew' was removed there and is kept here\n");
	/* one went, another came in its place */
	edit("| Renew |  | bo |  |\n", "| Quite another | P3 | eve | x/y#1 |\n");
	reads("30 new action title=Quite another; priority=P3; owner=eve; link=x/y#1\n"
	      "30: action 'Renew' was removed there and is kept here\n");
	/* called otherwise, but else the same */
	edit("| Renew |  | bo |  |\n", "| Renew by itself |  | bo |  |\n");
	reads("30 action A2 title: Renew → Renew by itself\n");
	settles();
}
END_TEST

START_TEST(rows_in_another_order_are_the_same)
{
	edit("| Alert \\| page | P1 |  | [a/b](https://x.org/1) |\n| Renew |  | bo |  |\n",
		"| Renew | P3 | bo |  |\n| Alert \\| page | P1 |  | [a/b](https://x.org/1) |\n");
	reads("29 action A2 priority:  → P3\n"
	      "29: the row of action 'Renew' was moved here; the next publication puts it back into the log's order\n");
	settles();
}
END_TEST

START_TEST(a_row_in_another_table_is_of_another_team)
{
	char *without = changed("| Renew |  | bo |  |\n", "");
	struct buf all = { 0 };
	buf_puts(&all, without);
	char *at = strstr(all.data, "| Drain");
	buf_splice(&all, (size_t)(at - all.data), 0, "| Renew | P1 | bo | |\n", strlen("| Renew | P1 | bo | |\n"));
	read_text(buf_text(&all));
	reads("35 action A2 priority:  → P1\n35 action A2 team:  → Payments\n");
	settles();
	free(without);
	buf_fini(&all);
}
END_TEST

START_TEST(a_new_heading_with_text_is_a_new_section)
{
	edit("## Impact\n", "## Costs & more #\n\nSome.\n\n### Part\n\nMore.\n\n## Impact\n");
	reads("11 new section costs-more (Costs & more, 2): Some.\n\n### Part\n\nMore.\n");
	settles();
	edit("Second paragraph.\n", "Second and third.\n\n## Costs\n\nSome.\n\n## Bare\n");
	reads("11 new section costs (Costs, 2): Some.\n"
	      "5 section summary text: First line.\n\n### Detail\n\nSecond paragraph. → First line.\n\n### Detail\n\n"
	      "Second and third.\n15: a heading without text below begins no section yet\n");
	edit("- **14:03** it begins\n", "- **14:03** it begins\n\n## After\n\nLast.\n");
	reads("54 new section after (After, 2): Last.\n");
	settles();
	/* in the middle of a text it is part of it */
	edit("Second paragraph.\n", "## Above its level\n\nSecond paragraph.\n");
	ck_assert_uint_eq(back.edits.count, 1);
	ck_assert_str_eq(back.edits.items[0].text, "First line.\n\n### Detail\n\n## Above its level\n\nSecond paragraph.");
	/* a heading in a block of code is none */
	edit("## Impact\n", "```\n## Costs\n\nSome.\n```\n\n## Impact\n");
	ck_assert_uint_eq(back.edits.count, 1);
	ck_assert_str_eq(back.edits.items[0].which, "summary");
}
END_TEST

START_TEST(one_section_gone_and_another_there_are_two_things)
{
	edit("## Summary\n\nFirst line.\n\n### Detail\n\nSecond paragraph.\n", "## Costs\n\nMuch.\n");
	reads("3 new section costs (Costs, 2): Much.\n"
	      "3: the text of section summary was removed there and is kept here\n");
}
END_TEST

START_TEST(what_comes_from_the_log_is_told_and_not_read)
{
	edit("it begins", "it began");
	reads("52: what was written here stands among what the log or the template says, and is not read back\n");
	edit("- **14:03** it begins\n", "");
	notes("it comes back with the next publication");
	edit("| detect | 4m |", "| detect | 5m |");
	notes("17: what was written here stands among what the log");
	ck_assert_uint_eq(readback_count(&back), 0);
}
END_TEST

START_TEST(what_is_not_taken_is_not_in_the_settled_document)
{
	struct buf text = { 0 };
	struct mustache_map settled = { 0 };
	edit("First line.", "Better.");
	readback_settle(base(), &back, &text, &settled);
	ck_assert_str_eq(buf_text(&text), buf_text(&rendered));
	ck_assert_uint_eq(settled.count, map.count);
	buf_fini(&text);
	mustache_map_fini(&settled);
	/* of a row only what was taken */
	edit("| Alert \\| page | P1 |  |", "| Alert \\| page | urgent | ana |");
	for (size_t i = 0; i < back.edits.count; i++)
		back.edits.items[i].taken = back.edits.items[i].field == ACTION_OWNER;
	readback_settle(base(), &back, &text, &settled);
	ck_assert_ptr_nonnull(strstr(buf_text(&text), "| Alert \\| page | P1 | ana | [a/b]"));
	buf_fini(&text);
	mustache_map_fini(&settled);
}
END_TEST

START_TEST(line_ends_and_a_missing_last_one_are_no_edit)
{
	struct buf text = { 0 };
	buf_puts(&text, "\xef\xbb\xbf");
	for (const char *c = buf_text(&rendered); *c; c++)
		buf_puts(&text, *c == '\n' ? "\r\n" : (const char[]){ *c, '\0' });
	read_text(buf_text(&text));
	reads("");
	buf_truncate(&text, text.len - 2);
	read_text(buf_text(&text));
	reads("");
	char *at = strstr(text.data, "First line.");
	memcpy(at, "Other", 5);
	read_text(buf_text(&text));
	reads("5 section summary text: First line.\n\n### Detail\n\nSecond paragraph. → "
	      "Other line.\n\n### Detail\n\nSecond paragraph.\n");
	buf_fini(&text);
}
END_TEST

START_TEST(marks_and_line_ends_that_the_document_has_are_kept)
{
	draw("\xef\xbb\xbf«section markup preamble|# T»\r\n«section text preamble|\r\nabc»");
	read_text("# T\r\n\r\nabc\r\n");
	reads("");
	read_text("\xef\xbb\xbf# T\r\n\r\nabd");
	reads("3 section preamble text: \r\nabc → abd\n");
}
END_TEST

START_TEST(a_fence_that_is_never_closed_does_not_swallow_the_rest)
{
	edit("First line.", "First line.\n\n```\ncode");
	reads("5 section summary text: First line.\n\n### Detail\n\nSecond paragraph. → First line.\n\n```\ncode\n\n### Detail\n\n"
	      "Second paragraph.\n");
	settles();
}
END_TEST

START_TEST(fields_in_a_line_of_text_are_read_by_the_words_between)
{
	draw("# T\n\n- [ ] **«action title A1|Alert»** («action owner A1|ana», due «action due A1|2026-01-01») #1\n");
	edit("**Alert** (ana, due 2026-01-01)", "**Alert early** (bo, due 2026-02-01)");
	reads("3 action A1 title: Alert → Alert early\n3 action A1 owner: ana → bo\n3 action A1 due: 2026-01-01 → 2026-02-01\n");
	settles();
	edit("(ana,", "(,");
	reads("3 action A1 owner: ana → \n");
	edit("#1", "#2");
	ck_assert_uint_eq(readback_count(&back), 0);
	draw("«cause text C1|one» «cause text C2|two»\n");
	edit("one two", "uno duo tre");
	ck_assert_uint_eq(readback_count(&back), 0);
}
END_TEST

START_TEST(what_is_no_text_is_refused)
{
	struct err err = { 0 };
	ck_assert(!readback_read(base(), "a\xff", 2, &back, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	readback_fini(&back);
	ck_assert(!readback_read(base(), "a\0b", 3, &back, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	readback_fini(&back);
	char *large = mem_new(READBACK_BYTES_MAX + 2, 1);
	memset(large, 'x', READBACK_BYTES_MAX + 1);
	ck_assert(!readback_read(base(), large, READBACK_BYTES_MAX + 1, &back, &err));
	ck_assert_int_eq(err.code, ERR_USAGE);
	free(large);
}
END_TEST

START_TEST(an_empty_document_takes_nothing_away)
{
	read_text("");
	ck_assert_uint_eq(readback_count(&back), 0);
	ck_assert_uint_gt(back.notes.count, 0);
	read_text("\n\n\n");
	ck_assert_uint_eq(readback_count(&back), 0);
}
END_TEST

START_TEST(escaped_text_comes_back)
{
	static const char *const texts[] = { "a|b", "*x* _y_ `z`", "a \\ b\\", "<b> & &amp; &lt;", "# x", "- y", "1. z", "[l](u)",
		"~~a~~", "x #", "http://a.b/c_d_e", "!a", "é ü 日本" };
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		struct buf escaped = { 0 }, out = { 0 };
		escape_markdown(&escaped, texts[i]);
		readback_unescape(&out, buf_text(&escaped), escaped.len);
		ck_assert_str_eq(buf_text(&out), texts[i]);
		buf_fini(&escaped);
		buf_fini(&out);
	}
}
END_TEST

RUN_TESTS_WITHIN("readback", set_up, tear_down, what_is_unchanged_gives_nothing,
	a_sections_text_is_read_as_it_stands, a_prompt_counts_as_nothing,
	a_section_that_the_template_left_out_can_be_written, a_removed_section_is_told_and_kept,
	a_moved_section_is_the_same_section, a_renamed_heading_of_the_template_keeps_its_section,
	headings_that_are_the_incidents_are_read, cells_are_read_unescaped,
	blanks_around_a_value_are_the_cells, a_table_that_was_only_aligned_is_unchanged,
	a_new_row_is_a_new_action_of_its_tables_team, a_removed_row_is_told_and_kept,
	rows_in_another_order_are_the_same, a_row_in_another_table_is_of_another_team,
	a_new_heading_with_text_is_a_new_section, one_section_gone_and_another_there_are_two_things,
	what_comes_from_the_log_is_told_and_not_read, what_is_not_taken_is_not_in_the_settled_document,
	line_ends_and_a_missing_last_one_are_no_edit, marks_and_line_ends_that_the_document_has_are_kept,
	a_fence_that_is_never_closed_does_not_swallow_the_rest,
	fields_in_a_line_of_text_are_read_by_the_words_between, what_is_no_text_is_refused,
	an_empty_document_takes_nothing_away, escaped_text_comes_back)
