/*
 * Any incident, rendered, is one document: whatever people wrote into its fields, the headings, table rows, list
 * items and links are those of the same incident with tame texts, and those of the texts by themselves.
 */
#include "ui_sandbox.h"

#include "app/document.h"
#include "app/edit.h"
#include "base/words.h"
#include "doc/escape.h"
#include "doc/markdown.h"

enum { SEEDS = 60, TEXTS = 64, PIECES = 9 };

/* ---- texts -------------------------------------------------------------------------------------- */

static const char *const nasty[] = { "# ", "\n# H\n", "\n## H2 ##\n", "\n===\n", "\n---\n", "```", "\n```sh\n",
	"\n~~~\n", "\n", "\n\n", "<!--", "-->", "<script>", "</script>", "<pre>", "<div>\n", "</div>",
	"<a id=\"stray\">", "[a]", "\n[a]: https://evil.example/\n", "\n\n[b]: https://evil.example/b 'b'\n", "[b][]",
	"[c][a]", "[^1]", "\n\n[^1]: note\n", "{{title}}", "{{#days}}", "{{/days}}", "{{{", "}}", "{{! ask x: y }}",
	"- [x] ", "\n* ", "\n1. ", "\n> ", "|", "\n\n|a|b|\n|-|-|\n|c|d|\n", "\\", "`", "``", "*", "**", "_", "~~", "\t",
	"    ", "\n    ", "\r\n", "&lt;", "&#124;", "<br>", "https://own.example/a", "www.own.example", "m@own.example",
	"](https://own.example/x)", "![", "---\ntitle: x\n---\n", " word ", "é", "障害", "\xc2\xa0", "<", ">", "<?",
	"<![CDATA[", "+ ", "\n***\n", "=", "$", "(", ")", "\"", "'", ":", "#", "\n#\n", "\n-\n", "\v", "\x01", "\x1b[31m",
	"\n- a\n  - b\n", "\n10) ", "<!x", "</textarea>", "<https://own.example/b>", "![i](https://own.example/i)" };

struct texts {
	unsigned long long state;
	bool hostile;
	int count;
	struct {
		bool plain; /* one line, which Markdown shall not read */
		char name[16]; /* a word that is in it, and all of it where it is tame */
		struct buf hostile;
	} items[TEXTS];
};

static unsigned draw(struct texts *texts, unsigned below)
{
	texts->state = texts->state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(texts->state >> 33) % below;
}

/* The next text, the same for the same seed and place. */
static const char *text_next(struct texts *texts, bool plain)
{
	int at = texts->count++;
	ck_assert_int_lt(at, TEXTS);
	struct buf *out = &texts->items[at].hostile;
	snprintf(texts->items[at].name, sizeof texts->items[at].name, "q%dq", at + 10);
	texts->items[at].plain = plain;
	buf_truncate(out, 0);
	bool first = draw(texts, 2);
	if (first)
		buf_puts(out, texts->items[at].name);
	for (unsigned i = 0, n = draw(texts, PIECES); i < n; i++)
		buf_puts(out, nasty[draw(texts, LENGTH(nasty))]);
	if (!first)
		buf_puts(out, texts->items[at].name);
	return texts->hostile ? buf_text(out) : texts->items[at].name;
}

/* ---- the incident ------------------------------------------------------------------------------- */

static void put(struct app *app, struct record *record, const struct record *incident)
{
	struct err err = { 0 };
	if (incident)
		memcpy(record->incident, incident->id, ID_SIZE);
	record_set_initial(record);
	ck_assert_msg(store_put(app->store, record, &err), "%s", err.text);
}

/* One with something of every kind. */
static void make(struct app *app, struct texts *texts, struct record *incident)
{
	static const char *const keys[] = { "summary", "impact", "lessons", "went-well", "own" };
	static const char *const kinds[] = { "root", "trigger", "contributing", "why" };
	struct err err = { 0 };
	const int64_t start = app_now(app) - 3600000;
	texts->count = 0;
	ck_assert_msg(app_begin(app, &err), "%s", err.text);
	record_init(incident, ENTITY_INCIDENT);
	record_set_text(incident, INCIDENT_TITLE, text_next(texts, true));
	record_set_text(incident, INCIDENT_REF, "X-1");
	record_set_text(incident, INCIDENT_TIMEZONE, "UTC");
	record_set_int(incident, INCIDENT_STARTED, start);
	put(app, incident, NULL);
	for (size_t i = 0; i < LENGTH(keys); i++) {
		struct record section;
		record_init(&section, ENTITY_SECTION);
		record_set_text(&section, SECTION_KEY, keys[i]);
		record_set_text(&section, SECTION_HEADING, i + 1 < LENGTH(keys) ? keys[i] : text_next(texts, true));
		record_set_int(&section, SECTION_LEVEL, 2);
		record_set_text(&section, SECTION_TEXT, text_next(texts, false));
		put(app, &section, incident);
		record_fini(&section);
	}
	for (int i = 0; i < 5; i++) {
		struct record event;
		record_init(&event, ENTITY_EVENT);
		record_set_int(&event, EVENT_AT, start + i * 60000);
		record_set_text(&event, EVENT_KIND, i == 0 ? "impact" : i == 1 ? "detected" : i == 2 ? "comms" : "note");
		record_set_text(&event, EVENT_TEXT, text_next(texts, false));
		record_set_text(&event, EVENT_AUTHOR, "ana");
		put(app, &event, incident);
		record_fini(&event);
	}
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		struct record cause;
		record_init(&cause, ENTITY_CAUSE);
		record_set_text(&cause, CAUSE_KIND, kinds[i]);
		record_set_text(&cause, CAUSE_TEXT, text_next(texts, false));
		put(app, &cause, incident);
		record_fini(&cause);
	}
	for (int i = 0; i < 3; i++) {
		struct record action;
		record_init(&action, ENTITY_ACTION);
		record_set_text(&action, ACTION_TITLE, text_next(texts, true));
		record_set_text(&action, ACTION_OWNER, text_next(texts, true));
		/* no URL, which would be a link */
		struct buf link = { 0 };
		buf_printf(&link, "ops %s", text_next(texts, true));
		record_set_text(&action, ACTION_LINK, buf_text(&link));
		buf_fini(&link);
		record_set_text(&action, ACTION_TEAM, i ? "payments" : "");
		put(app, &action, incident);
		record_fini(&action);
	}
	struct record reference;
	record_init(&reference, ENTITY_REFERENCE);
	record_set_text(&reference, REFERENCE_LABEL, text_next(texts, true));
	record_set_text(&reference, REFERENCE_URL, "https://ref.example/1");
	record_set_text(&reference, REFERENCE_TITLE, text_next(texts, true));
	put(app, &reference, incident);
	record_fini(&reference);
	ck_assert_msg(store_commit(app->store, &err), "%s", err.text);
}

/* ---- what a document is made of ----------------------------------------------------------------- */

struct piece {
	enum markdown_kind kind;
	int depth, level;
	bool header, bare; /* bare: a link with an address for its text */
	char *text; /* of a row: its cells with line breaks between; of a link: where it leads */
};

struct pieces {
	struct piece *items;
	size_t count, cap;
};

static void fold(struct buf *out, const char *text)
{
	size_t from = out->len;
	for (; *text; text++) {
		bool space = strchr(" \t\n\v\f\r", *text);
		if (!space)
			buf_putc(out, *text);
		else if (out->len > from && out->data[out->len - 1] != ' ')
			buf_putc(out, ' ');
	}
	if (out->len > from && out->data[out->len - 1] == ' ')
		buf_truncate(out, out->len - 1);
}

static bool take(void *data, const struct markdown_block *block)
{
	struct pieces *pieces = data;
	struct buf text = { 0 };
	struct piece *piece = vec_push(pieces);
	if (block->kind == MARKDOWN_ROW)
		for (size_t i = 0; i < block->cell_count; i++) {
			buf_puts(&text, i ? "\n" : "");
			fold(&text, block->cells[i]);
		}
	else if (block->kind == MARKDOWN_LINK)
		buf_puts(&text, block->url);
	else
		fold(&text, block->text);
	bool bare = block->kind == MARKDOWN_LINK && strstr(block->text, ".example");
	*piece = (struct piece){ block->kind, block->depth, block->level, block->header, bare, NULL };
	piece->text = buf_steal(&text);
	return true;
}

static void take_apart(const char *text, struct pieces *out)
{
	struct markdown *markdown;
	struct err err = { 0 };
	ck_assert_msg(markdown_parse_notes(&markdown, text, strlen(text), &err), "%s", err.text);
	ck_assert(markdown_outline(markdown, take, out));
	markdown_free(markdown);
}

static void pieces_fini(struct pieces *pieces)
{
	for (size_t i = 0; i < pieces->count; i++)
		free(pieces->items[i].text);
	free(pieces->items);
	*pieces = (struct pieces){ 0 };
}

/* What a text of the tame document is in the hostile one; false if Markdown in it may read otherwise. */
static bool translate(const struct texts *texts, const char *tame, struct buf *out)
{
	bool exact = true;
	while (*tame) {
		int found = -1;
		for (int i = 0; i < texts->count && found < 0; i++)
			if (text_starts(tame, texts->items[i].name))
				found = i;
		if (found < 0) {
			buf_putc(out, *tame++);
			continue;
		}
		exact = exact && texts->items[found].plain;
		fold(out, buf_text(&texts->items[found].hostile));
		tame += strlen(texts->items[found].name);
	}
	return exact;
}

static bool same(const struct texts *texts, const char *tame, const char *hostile)
{
	struct buf expected = { 0 }, folded = { 0 };
	bool exact = translate(texts, tame, &expected);
	fold(&folded, buf_text(&expected));
	bool equal = !exact || text_equal(buf_text(&folded), hostile);
	buf_fini(&expected);
	buf_fini(&folded);
	return equal;
}

/* ---- comparing ---------------------------------------------------------------------------------- */

struct comparing {
	const struct texts *texts;
	const struct pieces *tame, *hostile;
	struct buf problem;
};

/* The headings down to a level, of which texts cannot have any at the top. */
static void compare_headings(struct comparing *c)
{
	enum { LEVEL = 2 };
	size_t at = 0;
	for (size_t i = 0; i < c->tame->count; i++) {
		const struct piece *tame = &c->tame->items[i];
		if (tame->kind != MARKDOWN_HEADING || tame->depth || tame->level > LEVEL)
			continue;
		while (at < c->hostile->count && (c->hostile->items[at].kind != MARKDOWN_HEADING ||
				c->hostile->items[at].depth || c->hostile->items[at].level > LEVEL))
			at++;
		if (at == c->hostile->count) {
			buf_printf(&c->problem, "no heading \"%s\"\n", tame->text);
			return;
		}
		if (!same(c->texts, tame->text, c->hostile->items[at].text) ||
			tame->level != c->hostile->items[at].level)
			buf_printf(&c->problem, "heading \"%s\" is \"%s\"\n", tame->text,
				c->hostile->items[at].text);
		at++;
	}
	for (; at < c->hostile->count; at++)
		if (c->hostile->items[at].kind == MARKDOWN_HEADING && !c->hostile->items[at].depth &&
			c->hostile->items[at].level <= LEVEL)
			buf_printf(&c->problem, "one heading more: \"%s\"\n", c->hostile->items[at].text);
}

static bool is_table(const struct piece *piece, const char *head)
{
	return piece->kind == MARKDOWN_ROW && piece->header && !piece->depth && text_equal(piece->text, head);
}

static bool is_row(const struct pieces *pieces, size_t at)
{
	return at < pieces->count && pieces->items[at].kind == MARKDOWN_ROW && !pieces->items[at].header;
}

static size_t skip_links(const struct pieces *pieces, size_t at)
{
	while (at < pieces->count &&
		(pieces->items[at].kind == MARKDOWN_LINK || pieces->items[at].kind == MARKDOWN_ANCHOR))
		at++;
	return at;
}

/* Each table of the template is there, with the same rows. */
static void compare_tables(struct comparing *c)
{
	size_t at = 0;
	for (size_t i = 0; i < c->tame->count; i++) {
		const struct piece *head = &c->tame->items[i];
		if (head->kind != MARKDOWN_ROW || !head->header)
			continue;
		while (at < c->hostile->count && !is_table(&c->hostile->items[at], head->text))
			at++;
		if (at == c->hostile->count) {
			buf_printf(&c->problem, "no table \"%s\"\n", head->text);
			return;
		}
		size_t row = skip_links(c->tame, i + 1);
		at = skip_links(c->hostile, at + 1);
		for (; is_row(c->tame, row); row = skip_links(c->tame, row + 1), at = skip_links(c->hostile, at + 1))
			if (!is_row(c->hostile, at)) {
				buf_printf(&c->problem, "no row \"%s\"\n", c->tame->items[row].text);
				return;
			} else {
				/* cell by cell */
				char *tame = c->tame->items[row].text, *hostile = c->hostile->items[at].text;
				char *tame_rest = tame, *hostile_rest = hostile, *a, *b;
				while ((a = strsep(&tame_rest, "\n")) && (b = strsep(&hostile_rest, "\n")))
					if (!same(c->texts, a, b))
						buf_printf(&c->problem, "cell \"%s\" is \"%s\"\n", a, b);
				if (tame_rest || hostile_rest)
					buf_puts(&c->problem, "another number of cells\n");
			}
		if (is_row(c->hostile, at))
			buf_printf(&c->problem, "one row more: \"%s\"\n", c->hostile->items[at].text);
	}
}

/* The list items that begin with a time are the events. */
static size_t next_event(const struct pieces *pieces, size_t at)
{
	while (at < pieces->count && (pieces->items[at].kind != MARKDOWN_ITEM || pieces->items[at].depth ||
					     !text_starts(pieces->items[at].text, "13:4")))
		at++;
	return at;
}

static void compare_events(struct comparing *c)
{
	size_t i = next_event(c->tame, 0), at = next_event(c->hostile, 0);
	for (; i < c->tame->count; i = next_event(c->tame, i + 1), at = next_event(c->hostile, at + 1))
		if (at >= c->hostile->count) {
			buf_printf(&c->problem, "no event \"%s\"\n", c->tame->items[i].text);
			return;
		}
	if (at < c->hostile->count)
		buf_printf(&c->problem, "one event more: \"%s\"\n", c->hostile->items[at].text);
}

static bool has(const struct pieces *pieces, enum markdown_kind kind, const char *text)
{
	for (size_t i = 0; i < pieces->count; i++)
		if (pieces->items[i].kind == kind && text_equal(pieces->items[i].text, text))
			return true;
	return false;
}

/* What the texts are by themselves, where they are put. */
static void take_alone(const struct texts *texts, bool section, struct pieces *out)
{
	for (int i = 0; i < texts->count; i++) {
		const char *text = buf_text(&texts->items[i].hostile);
		struct buf alone = { 0 }, flat = { 0 };
		if (texts->items[i].plain) {
			buf_puts(&alone, "x ");
			escape_markdown(&alone, text);
		} else if (section) {
			ck_assert(markdown_contained(&alone, text, 2, NULL));
		} else {
			escape_headings(&flat, text);
			buf_puts(&alone, "- x ");
			escape_item_block(&alone, buf_text(&flat), 2);
		}
		take_apart(buf_text(&alone), out);
		buf_fini(&alone);
		buf_fini(&flat);
	}
}

/* Somebody wrote the host: where an address ends depends on what stands around it. */
static bool is_written(const struct texts *texts, const char *url)
{
	bool found = false;
	const char *www = strstr(url, "www.");
	url = www ? www : url;
	const char *end = strstr(url, ".example");
	char *host = mem_copy_n(url, end ? (size_t)(end - url) : strlen(url));
	for (int i = 0; i < texts->count && !found; i++)
		found = strstr(buf_text(&texts->items[i].hostile), host);
	free(host);
	return found;
}

/* Links and anchors: those of the tame document, and those that a text has. */
static void compare_links(struct comparing *c)
{
	static const enum markdown_kind kinds[] = { MARKDOWN_LINK, MARKDOWN_ANCHOR };
	struct pieces alone = { 0 };
	take_alone(c->texts, false, &alone);
	take_alone(c->texts, true, &alone);
	for (size_t k = 0; k < LENGTH(kinds); k++) {
		for (size_t i = 0; i < c->hostile->count; i++) {
			const struct piece *piece = &c->hostile->items[i];
			/* made of the label, and so named otherwise */
			bool own = strstr(piece->text, "ref-") != NULL;
			/* an open bracket before an address keeps it from being a link, in the text as written */
			own = own || (piece->bare && is_written(c->texts, piece->text));
			if (piece->kind == kinds[k] && !own && !has(c->tame, kinds[k], piece->text) &&
				!has(&alone, kinds[k], piece->text))
				buf_printf(&c->problem, "a link that nobody wrote: \"%s\"\n", piece->text);
		}
		for (size_t i = 0; i < c->tame->count; i++) {
			const struct piece *piece = &c->tame->items[i];
			if (piece->kind == kinds[k] && !strstr(piece->text, "ref-") &&
				!has(c->hostile, kinds[k], piece->text))
				buf_printf(&c->problem, "a link is missing: \"%s\"\n", piece->text);
		}
	}
	pieces_fini(&alone);
}

/* A text of one line vanishes nowhere; others may be a comment, or part of a definition. */
static void compare_words(struct comparing *c)
{
	for (int i = 0; i < c->texts->count; i++) {
		const char *name = c->texts->items[i].name;
		bool shown = false, expected = false;
		for (size_t k = 0; k < c->hostile->count && !shown; k++)
			shown = strstr(c->hostile->items[k].text, name);
		for (size_t k = 0; k < c->tame->count && !expected; k++)
			expected = strstr(c->tame->items[k].text, name);
		bool first = text_starts(buf_text(&c->texts->items[i].hostile), name);
		if (expected && !shown && (first || c->texts->items[i].plain))
			buf_printf(&c->problem, "the text of %s is gone\n", name);
	}
}

static void compare(struct app *app, const char *template, const struct record *tame, const struct record *hostile,
	const struct texts *texts, unsigned seed)
{
	static void (*const parts[])(struct comparing *) = { compare_headings, compare_tables, compare_events,
		compare_links, compare_words };
	struct document_request request = { .template = template, .audience = "team" };
	struct buf tame_text = { 0 }, hostile_text = { 0 };
	struct pieces a = { 0 }, b = { 0 };
	struct err err = { 0 };
	ck_assert_msg(document_render(app, tame, &request, &tame_text, &err), "%s", err.text);
	ck_assert_msg(document_render(app, hostile, &request, &hostile_text, &err), "seed %u: %s", seed, err.text);
	take_apart(buf_text(&tame_text), &a);
	take_apart(buf_text(&hostile_text), &b);
	struct comparing c = { .texts = texts, .tame = &a, .hostile = &b };
	for (size_t i = 0; i < LENGTH(parts); i++)
		parts[i](&c);
	if (c.problem.len && getenv("INQUEST_VERBOSE"))
		for (int i = 0; i < texts->count; i++)
			printf("---- %s\n%s\n", texts->items[i].name, buf_text(&texts->items[i].hostile));
	ck_assert_msg(!c.problem.len, "template %s, seed %u: %s\n%s", template, seed, buf_text(&c.problem),
		buf_text(&hostile_text));
	pieces_fini(&a);
	pieces_fini(&b);
	buf_fini(&c.problem);
	buf_fini(&tame_text);
	buf_fini(&hostile_text);
}

START_TEST(any_incident_is_one_document_in_every_template)
{
	struct ui_sandbox sandbox;
	struct err err = { 0 };
	struct words templates = { 0 };
	const char *more = getenv("INQUEST_SEEDS"), *only = getenv("INQUEST_ONLY_SEED");
	unsigned seeds = more ? (unsigned)atoi(more) : SEEDS, from = only ? (unsigned)atoi(only) : 1;
	sandbox_open(&sandbox);
	struct app *app = &sandbox.app;
	ck_assert_msg(app_store(app, STORE_CREATE, &err), "%s", err.text);
	ck_assert(document_template_names(app, &templates, &err));
	ck_assert_uint_gt(templates.count, 0);
	for (unsigned seed = from; seed < from + (only ? 1 : seeds); seed++) {
		struct texts texts = { .state = seed };
		struct record tame, hostile;
		make(app, &texts, &tame);
		texts.hostile = true;
		texts.state = seed;
		make(app, &texts, &hostile);
		for (size_t i = 0; i < templates.count; i++)
			compare(app, templates.items[i], &tame, &hostile, &texts, seed);
		record_fini(&tame);
		record_fini(&hostile);
		for (int i = 0; i < TEXTS; i++)
			buf_fini(&texts.items[i].hostile);
	}
	words_fini(&templates);
	sandbox_close(&sandbox);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("document_property");
	TCase *tcase = tcase_create("document_property");
	tcase_add_test(tcase, any_incident_is_one_document_in_every_template);
	tcase_set_timeout(tcase, 120);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_ENV);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed ? EXIT_FAILURE : EXIT_SUCCESS;
}
