/*
 * Whatever stands in an incident and whichever template it is rendered with: what nobody edited gives no edit, and one
 * edit gives exactly this one, which changes nothing else in the incident.
 */
#include <git2.h>

#include "ui_sandbox.h"

#include "app/document.h"
#include "app/edit.h"
#include "app/readback.h"
#include "app/takeback.h"
#include "base/words.h"

enum { SEEDS = 20, ACTIONS = 5 };

static struct ui_sandbox box;
static unsigned long long state;

static unsigned draw(unsigned below)
{
	state = state * 6364136223846793005ULL + 1442695040888963407ULL;
	return (unsigned)(state >> 33) % below;
}

static const char *const pieces[] = { "plain words", "# One", "## Two", "###### Six", "Title\n===", "Title\n---", "```\ncode\n# no\n```",
	"```\nopen", "~~~", "<!-- open", "<pre>\nopen", "- item\n- item", "> quote\n> # in it", "| a | b |\n| --- | --- |\n| c | d |",
	"{{title}} {{#days}}", "*Not written yet: not a prompt*", "    indented", "&lt; &amp; \\| \\\\", "| loose", "a  \nb", "[x]: http://y",
	"---", "é 障害", "\\", "*", "## Impact", "## Timeline", "1. one\n\n   two" };

static void put_text(struct buf *out)
{
	for (unsigned i = 0, n = 1 + draw(4); i < n; i++)
		buf_printf(out, "%s%s", i ? (const char *[]){ "\n\n", "\n", "\n\n\n" }[draw(3)] : "",
			pieces[draw(LENGTH(pieces))]);
}

static void put_line(struct buf *out)
{
	static const char *const words[] = { "alert", "a|b", "`x`", "*y*", "[z](u)", "\\", "<b>", "# 1", "&amp;", "renew", "- k",
		"é", "http://a.b/c_d", "https://own.example/e|f" };
	for (unsigned i = 0, n = 1 + draw(4); i < n; i++)
		buf_printf(out, "%s%s", i ? " " : "", words[draw(LENGTH(words))]);
}

static void put(struct record *record, const struct record *incident)
{
	struct err err = { 0 };
	memcpy(record->incident, incident->id, ID_SIZE);
	record_set_initial(record);
	ck_assert_msg(store_put(box.app.store, record, &err), "%s", err.text);
	record_fini(record);
}

static void add_section(const struct record *incident, const char *key, const char *heading)
{
	struct record section;
	struct buf text = { 0 };
	record_init(&section, ENTITY_SECTION);
	put_text(&text);
	record_set_text(&section, SECTION_KEY, key);
	record_set_text(&section, SECTION_HEADING, heading);
	record_set_text(&section, SECTION_TEXT, buf_text(&text));
	put(&section, incident);
	buf_fini(&text);
}

static void add_action(const struct record *incident, unsigned number)
{
	static const char *const teams[] = { "", "payments", "a|b" }, *const owners[] = { "", "ana", "bo|lind" },
				 *const links[] = { "", "https://x.example/1", "ops/infra#2", "a|b" };
	struct record action;
	struct buf title = { 0 };
	record_init(&action, ENTITY_ACTION);
	buf_printf(&title, "%u ", number);
	put_line(&title);
	record_set_text(&action, ACTION_TITLE, buf_text(&title));
	record_set_text(&action, ACTION_TEAM, teams[draw(LENGTH(teams))]);
	record_set_text(&action, ACTION_OWNER, owners[draw(LENGTH(owners))]);
	record_set_text(&action, ACTION_LINK, links[draw(LENGTH(links))]);
	record_set_text(&action, ACTION_PRIORITY, draw(2) ? "P1" : "");
	put(&action, incident);
	buf_fini(&title);
}

static void add_others(const struct record *incident)
{
	static const char *const kinds[] = { "impact", "decision", "note", "evidence" }, *const causes[] = { "root", "trigger" };
	for (unsigned i = 0; i < ACTIONS; i++) {
		struct record event, cause;
		struct buf text = { 0 };
		record_init(&event, ENTITY_EVENT);
		record_set_int(&event, EVENT_AT, app_now(&box.app) - 60000 * (int64_t)(100 - i));
		record_set_text(&event, EVENT_KIND, kinds[draw(LENGTH(kinds))]);
		buf_printf(&text, "event %u ", i);
		(draw(3) ? put_line : put_text)(&text);
		record_set_text(&event, EVENT_TEXT, buf_text(&text));
		put(&event, incident);
		buf_fini(&text);
		record_init(&cause, ENTITY_CAUSE);
		record_set_text(&cause, CAUSE_KIND, causes[draw(LENGTH(causes))]);
		buf_printf(&text, "cause %u ", i);
		(draw(3) ? put_line : put_text)(&text);
		record_set_text(&cause, CAUSE_TEXT, buf_text(&text));
		put(&cause, incident);
		buf_fini(&text);
	}
}

/* An incident with texts in half of what the template asks for. */
static void make(const char *template, struct record *incident)
{
	struct section_states states = { 0 };
	struct err err = { 0 };
	struct buf title = { 0 };
	put_line(&title);
	ck_assert_msg(app_store(&box.app, STORE_CREATE, &err) && app_begin(&box.app, &err), "%s", err.text);
	record_init(incident, ENTITY_INCIDENT);
	record_set_text(incident, INCIDENT_TITLE, buf_text(&title));
	record_set_int(incident, INCIDENT_STARTED, app_now(&box.app) - 3600000);
	record_set_text(incident, INCIDENT_TIMEZONE, "UTC");
	record_set_text(incident, INCIDENT_TEMPLATE, template);
	record_set_initial(incident);
	ck_assert_msg(store_put(box.app.store, incident, &err), "%s", err.text);
	ck_assert_msg(document_sections(&box.app, incident, NULL, &states, &err), "%s: %s", template, err.text);
	for (size_t i = 0; i < states.count; i++)
		if (draw(2))
			add_section(incident, states.items[i].key, "");
	add_section(incident, "own", "Our | own");
	for (unsigned i = 0; i < ACTIONS; i++)
		add_action(incident, i);
	add_others(incident);
	ck_assert_msg(edit_end(&box.app, true, &err), "%s", err.text);
	section_states_fini(&states);
	buf_fini(&title);
}

struct rendering {
	struct buf text;
	struct mustache_map map;
	struct readback_base base;
};

static void render(const struct record *incident, struct rendering *out)
{
	struct err err = { 0 };
	*out = (struct rendering){ 0 };
	const struct document_request request = { .audience = "team", .map = &out->map };
	ck_assert_msg(document_render(&box.app, incident, &request, &out->text, &err), "%s", err.text);
	out->base = (struct readback_base){ buf_text(&out->text), out->text.len, &out->map };
}

static void rendering_fini(struct rendering *rendering)
{
	buf_fini(&rendering->text);
	mustache_map_fini(&rendering->map);
}

static const char *shown; /* what is tested, for messages */
static unsigned long long shown_seed;

static void read_back(const struct rendering *rendering, const struct buf *edited, struct readback *out)
{
	struct err err = { 0 };
	ck_assert_msg(readback_read(&rendering->base, buf_text(edited), edited->len, out, &err), "%s %llu: %s", shown, shown_seed,
		err.text);
}

#define fine(condition, readback, where)                                                                                     \
	ck_assert_msg(condition, "%s, seed %llu: " #condition "\n%s\n%zu edits; note: %s\nfirst: %s → %s", shown, shown_seed, where, \
		readback_count(readback), (readback)->notes.count ? (readback)->notes.items[0].text : "",                    \
		(readback)->edits.count ? (readback)->edits.items[0].before : "",                                            \
		(readback)->edits.count ? (readback)->edits.items[0].text : "")

static void check_unchanged(const struct rendering *rendering)
{
	struct readback back;
	struct buf other = { 0 };
	read_back(rendering, &rendering->text, &back);
	fine(!back.edits.count && !back.notes.count, &back, "");
	readback_fini(&back);
	for (const char *c = buf_text(&rendering->text); *c; c++)
		buf_puts(&other, *c == '\n' ? "\r\n" : (const char[]){ *c, '\0' });
	read_back(rendering, &other, &back);
	fine(!back.edits.count && !back.notes.count, &back, "");
	readback_fini(&back);
	buf_fini(&other);
}

/* With all taken the settled document is the edited one, and there is nothing more to read. */
static void check_settled(const struct rendering *rendering, struct readback *back)
{
	struct rendering settled = { 0 };
	struct readback again;
	for (size_t i = 0; i < back->edits.count; i++)
		back->edits.items[i].taken = true;
	readback_settle(&rendering->base, back, &settled.text, &settled.map);
	ck_assert_str_eq(buf_text(&settled.text), buf_text(&back->edited));
	settled.base = (struct readback_base){ buf_text(&settled.text), settled.text.len, &settled.map };
	read_back(&settled, &settled.text, &again);
	fine(!again.edits.count, &again, "settled");
	readback_fini(&again);
	rendering_fini(&settled);
}

/* The texts of all sections and titles but one, to be compared before and after. */
static void put_all(const struct record *incident, const char *but, struct buf *out)
{
	static const enum entity_kind kinds[] = { ENTITY_SECTION, ENTITY_ACTION };
	for (size_t k = 0; k < LENGTH(kinds); k++) {
		struct records list = { 0 };
		ck_assert(store_list(box.app.store, kinds[k], incident->id, &list, NULL));
		for (size_t i = 0; i < list.count; i++) {
			const char *name = k ? list.items[i].id : record_text(&list.items[i], SECTION_KEY);
			struct json json = { .out = out };
			if (text_equal(name, but))
				continue;
			json_open(&json, NULL, '{');
			record_json(&list.items[i], &json);
			json_close(&json, '}');
		}
		records_fini(&list);
	}
}

static void write_back(const struct record *incident, struct readback *back, const char *which)
{
	struct takeback takeback = { .app = &box.app, .incident = incident };
	struct buf before = { 0 }, after = { 0 };
	struct err err = { 0 };
	put_all(incident, which, &before);
	ck_assert(app_begin(&box.app, &err));
	for (size_t i = 0; i < back->edits.count; i++)
		ck_assert_msg(takeback_write(&takeback, &back->edits.items[i], &err), "%s", err.text);
	const struct takeback_result *result = &takeback.results.items[0];
	ck_assert_msg(takeback_count(&takeback, TAKEBACK_TAKEN) == 1, "%s, seed %llu: %s %s\nbefore\n%s\ntheirs\n%s\nours\n%s\n%s",
		shown, shown_seed, entity_get(result->entity)->name, result->which, result->before, result->theirs,
		result->ours ? result->ours : "", result->reason ? result->reason : "");
	put_all(incident, which, &after);
	ck_assert_str_eq(buf_text(&after), buf_text(&before));
	store_rollback(box.app.store);
	takeback_fini(&takeback);
	buf_fini(&before);
	buf_fini(&after);
}

/* One piece of the map, edited. */
static void check_piece(const struct record *incident, const struct rendering *rendering, const struct mustache_piece *piece)
{
	static const char add[] = "\n\nAdded *words* here.";
	char kind[32], what[32];
	struct buf edited = { 0 }, own = { 0 };
	struct readback back;
	const char *which = strrchr(piece->origin, ' ') + 1;
	ck_assert_int_eq(sscanf(piece->origin, "%31s %31s", kind, what), 2);
	bool text = text_equal(kind, "section") && (text_equal(what, "text") || text_equal(what, "prompt"));
	bool title = (text_equal(kind, "action") && text_equal(what, "title")) || text_equal(kind, "event") ||
		     text_equal(kind, "cause");
	if (!(text && piece->len) && !title)
		return;
	buf_puts(&edited, buf_text(&rendering->text));
	if (text && text_equal(what, "text"))
		buf_splice(&edited, piece->at + piece->len, 0, add, strlen(add));
	else
		buf_splice(&edited, piece->at, piece->len, add + 2, strlen(add) - 2);
	read_back(rendering, &edited, &back);
	fine(readback_count(&back) == 1 && !back.notes.count, &back, piece->origin);
	size_t at = back.edits.items[0].kind == READBACK_LAYOUT;
	const struct readback_edit *edit = &back.edits.items[at];
	ck_assert_str_eq(edit->which, which);
	ck_assert_int_eq(edit->kind, READBACK_FIELD);
	if (text && text_equal(what, "text"))
		buf_put(&own, rendering->text.data + piece->at, piece->len);
	buf_puts(&own, title ? "Added *words* here." : text_equal(what, "text") ? add : add + 2);
	const char *lead = buf_text(&own);
	for (size_t n; n = strspn(lead, " \t"), lead[n] == '\n';)
		lead += n + 1;
	ck_assert_str_eq(edit->text, lead);
	write_back(incident, &back, which);
	check_settled(rendering, &back);
	readback_fini(&back);
	buf_fini(&edited);
	buf_fini(&own);
}

static void check_new(const struct record *incident, const struct rendering *rendering)
{
	static const char added[] = "\n## Quite another matter\n\nWith words.\n";
	struct buf edited = { 0 };
	struct readback back;
	buf_puts(&edited, buf_text(&rendering->text));
	buf_puts(&edited, added);
	read_back(rendering, &edited, &back);
	fine(readback_count(&back) == 1 && !back.notes.count, &back, "new section");
	ck_assert_int_eq(back.edits.items[0].kind, READBACK_NEW_SECTION);
	ck_assert_str_eq(back.edits.items[0].text, "With words.");
	write_back(incident, &back, "quite-another-matter");
	check_settled(rendering, &back);
	readback_fini(&back);
	buf_fini(&edited);
}

START_TEST(one_edit_is_read_as_this_edit)
{
	struct words names;
	struct err err = { 0 };
	ck_assert_msg(document_template_names(&box.app, &names, &err), "%s", err.text);
	ck_assert_uint_gt(names.count, 0);
	for (size_t t = 0; t < names.count; t++) {
		struct record incident;
		struct rendering rendering;
		shown = names.items[t];
		shown_seed = (unsigned long long)_i;
		state = (unsigned long long)_i * 1000 + t;
		make(shown, &incident);
		render(&incident, &rendering);
		check_unchanged(&rendering);
		for (size_t i = 0; i < rendering.map.count; i++)
			check_piece(&incident, &rendering, &rendering.map.items[i]);
		check_new(&incident, &rendering);
		rendering_fini(&rendering);
		record_fini(&incident);
	}
	words_fini(&names);
}
END_TEST

/* Lines doubled, dropped, swapped and cut. */
static void mangle(const char *text, struct buf *out)
{
	VEC(char *) lines = { 0 };
	for (const char *line = text; *line;) {
		size_t len = strcspn(line, "\n");
		*vec_push(&lines) = mem_copy_n(line, len);
		line += len + (line[len] == '\n');
	}
	for (unsigned n = draw(12); n > 0 && lines.count; n--) {
		char **a = &lines.items[draw((unsigned)lines.count)], **b = &lines.items[draw((unsigned)lines.count)];
		char *kept = *a;
		size_t cut;
		switch (draw(4)) {
		case 0:
			*a = *b;
			*b = kept;
			break;
		case 1:
			cut = strlen(*a) / 2;
			while (cut && ((*a)[cut] & 0xc0) == 0x80)
				cut--;
			(*a)[cut] = '\0';
			break;
		case 2:
			(*a)[0] = '\0';
			break;
		default:
			*a = mem_copy(*b);
			free(kept);
		}
	}
	for (size_t i = 0; i < lines.count; i++) {
		for (unsigned n = draw(30) ? 1 : draw(3); n > 0; n--)
			buf_printf(out, "%s\n", lines.items[i]);
		free(lines.items[i]);
	}
	free(lines.items);
}

START_TEST(a_mangled_document_settles_on_one_that_can_be_read)
{
	struct record incident;
	struct rendering rendering;
	shown = "sre";
	state = shown_seed = (unsigned long long)_i + 77;
	make(shown, &incident);
	render(&incident, &rendering);
	for (int round = 0; round < 40; round++) {
		struct buf edited = { 0 };
		struct readback back, again;
		struct rendering settled = { 0 };
		mangle(buf_text(&rendering.text), &edited);
		read_back(&rendering, &edited, &back);
		for (size_t i = 0; i < back.edits.count; i++)
			back.edits.items[i].taken = draw(4) > 0;
		readback_settle(&rendering.base, &back, &settled.text, &settled.map);
		size_t last = 0;
		for (size_t i = 0; i < settled.map.count; i++) {
			ck_assert_uint_ge(settled.map.items[i].at, last);
			last = settled.map.items[i].at;
			ck_assert_uint_le(last + settled.map.items[i].len, settled.text.len);
		}
		settled.base = (struct readback_base){ buf_text(&settled.text), settled.text.len, &settled.map };
		read_back(&settled, &edited, &again);
		readback_fini(&again);
		readback_fini(&back);
		rendering_fini(&settled);
		buf_fini(&edited);
	}
	rendering_fini(&rendering);
	record_fini(&incident);
}
END_TEST

static void set_up(void)
{
	sandbox_open(&box);
	/* held, as an open repository does: to start it takes longer than to compare */
	git_libgit2_init();
}

static void tear_down(void)
{
	git_libgit2_shutdown();
	sandbox_close(&box);
}

int main(void)
{
	Suite *suite = suite_create("readback property");
	TCase *tcase = tcase_create("property");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 120);
	tcase_add_loop_test(tcase, one_edit_is_read_as_this_edit, 0, SEEDS);
	tcase_add_loop_test(tcase, a_mangled_document_settles_on_one_that_can_be_read, 0, SEEDS);
	suite_add_tcase(suite, tcase);
	SRunner *sr = srunner_create(suite);
	srunner_run_all(sr, CK_ENV);
	int failures = srunner_ntests_failed(sr);
	srunner_free(sr);
	return failures != 0;
}
