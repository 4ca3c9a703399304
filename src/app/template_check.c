#include "app/template_check.h"

#include <search.h>
#include <stdlib.h>

#include "app/document.h"
#include "app/document_data.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/html.h"
#include "doc/markdown.h"

/* `PLACE:LINE: TAG: WHY` taken apart, as far as it is that. */
static void found_error(struct template_findings *out, const char *place, const char *text)
{
	size_t len = strlen(place), line = 0;
	char *tag = NULL;
	if (strncmp(text, place, len) == 0 && text[len] == ':') {
		char *end;
		line = strtoul(text + len + 1, &end, 10);
		text = end + strspn(end, ": ");
	}
	text += strncmp(text, place, len) == 0 && text[len] == ' ' ? len + 1 : 0;
	const char *colon = text_starts(text, "{{") ? strstr(text, ": ") : NULL;
	if (colon) {
		tag = mem_copy_n(text, (size_t)(colon - text));
		text = colon + 2;
	}
	template_found(out, place, line, tag ? tag : "", "%s", text);
	free(tag);
}

/* ---- names --------------------------------------------------------------------------------------- */

/* A tag that was looked up, in whichever of the incidents. */
struct use {
	char *place, *name;
	size_t line;
	char sigil;
	bool found;
};

struct trial {
	struct template_findings *out;
	const struct node *data; /* of the incident with everything */
	void *uses;		 /* tsearch tree of struct use */
	bool names;		 /* look at names: what is missing is said once */
	bool failed;		 /* it could not be rendered */
};

static int compare_uses(const void *a, const void *b)
{
	const struct use *one = a, *other = b;
	if (one->line != other->line)
		return one->line < other->line ? -1 : 1;
	int order = strcmp(one->name, other->name);
	order = order ? order : one->sigil - other->sigil;
	return order ? order : strcmp(one->place, other->place);
}

static void free_use(void *item)
{
	struct use *use = item;
	free(use->place);
	free(use->name);
	free(use);
}

static void note_name(void *data, const struct mustache_tag *tag, const char *name, bool found)
{
	struct trial *trial = data;
	struct use *use = mem_new(1, sizeof *use);
	*use = (struct use){ mem_copy(tag->title), mem_copy(name), tag->line, tag->sigil, found };
	struct use **slot = tsearch(use, &trial->uses, compare_uses);
	if (!slot)
		out_of_memory();
	/* cppcheck-suppress nullPointerRedundantCheck; BUG() does not return */
	if (*slot != use) {
		(*slot)->found = (*slot)->found || found;
		free_use(use);
	}
}

static void show_tag(char sigil, const char *name, struct buf *out)
{
	buf_printf(out, sigil == ' ' ? "{{%s%s}}" : sigil == '&' ? "{{{%s%s}}}" : "{{%.1s%s}}",
		sigil == ' ' || sigil == '&' ? "" : (const char[]){ sigil, '\0' }, name);
}

static void note_missing(void *data, const struct mustache_tag *tag, const char *name)
{
	const struct trial *trial = data;
	struct buf shown = { 0 };
	show_tag(tag->sigil, name, &shown);
	if (trial->names)
		template_found(trial->out, tag->title, tag->line, buf_text(&shown),
			"there is no template of this name: `inquest template list` shows them");
	buf_fini(&shown);
}

/* What there is at the top of the data, to guess what was meant. */
static const char *nearest_name(const struct node *data, const char *name)
{
	const char *names[128];
	size_t count = 0;
	for (const struct node *member = node_first(data); member && count < LENGTH(names); member = node_next(member))
		names[count++] = node_name(member);
	return text_nearest(name, names, count);
}

static void say_unknown(const struct trial *trial, const struct use *use)
{
	static const char *const keyed[] = { "sections.", "show." };
	struct buf tag = { 0 };
	const char *key = NULL, *near = nearest_name(trial->data, use->name);
	for (size_t i = 0; i < LENGTH(keyed); i++)
		if (text_starts(use->name, keyed[i]))
			key = use->name + strlen(keyed[i]);
	show_tag(use->sigil, use->name, &tag);
	if (key)
		template_found(trial->out, use->place, use->line, buf_text(&tag),
			"nothing asks for this section: add {{! ask %s: question }}", key);
	else
		template_found(trial->out, use->place, use->line, buf_text(&tag),
			"an incident has nothing of this name here%s%s%s", near ? ": did you mean " : "",
			near ? near : "", near ? "?" : "");
	buf_fini(&tag);
}

static void say_use(const void *node, VISIT which, void *data)
{
	const struct use *use = *(const struct use *const *)node;
	if ((which == postorder || which == leaf) && !use->found)
		say_unknown(data, use);
}

/* ---- trying -------------------------------------------------------------------------------------- */

/* Render one of the made-up incidents; what it cannot be rendered by is a finding. */
static bool render(struct template_example *example, const char *name, const struct template_set *set,
	const char *incident, struct trial *trial, struct buf *out, struct node **data, struct err *err)
{
	const struct mustache_watch watch = { .name = note_name, .missing = note_missing, .data = trial };
	const struct document_request request = { .template = name, .charts = CHARTS_MERMAID };
	struct section_states sections = { 0 };
	struct material material = { 0 };
	struct words uses = { 0 };
	struct record record;
	struct err problem = { 0 };
	if (!app_find_incident(&example->app, incident, &record, err))
		return false;
	template_set_uses(set, &uses);
	/* all of it, so that a name which only colleagues get is known */
	bool ok = material_read(&example->app, &record, AUDIENCE_TEAM, &material, err) &&
		  document_material_sections(&example->app, &material, &request, &sections, err) &&
		  document_data(&example->app, &material, &sections, &request, &uses, data, err);
	if (ok && !mustache_render_watched(set->items[0], *data,
			  template_is_html(name) ? html_text : escape_markdown, template_load_partial,
			  &example->app, &watch, out, &problem)) {
		found_error(trial->out, mustache_title(set->items[0]), problem.text);
		trial->failed = true;
	}
	words_fini(&uses);
	section_states_fini(&sections);
	material_fini(&material);
	record_fini(&record);
	return ok;
}

static size_t count_of(const char *text, const char *word)
{
	size_t count = 0;
	for (; (text = strstr(text, word)); text += strlen(word))
		count++;
	return count;
}

/* The section that is asked for stands in the document, once, as Markdown. */
static void check_place(const struct mustache *template, const struct mustache_comment *ask, const char *document,
	struct template_findings *out)
{
	struct buf marked = { 0 }, tag = { 0 };
	template_example_text(ask->key, &marked);
	buf_printf(&tag, "{{! ask %s: … }}", ask->key);
	/* without its mark, which is escaped where the text is not taken as Markdown */
	char *plain = mem_copy_n(marked.data + 1, marked.len - 2);
	const char *place = mustache_title(template);
	size_t stands = count_of(document, plain);
	if (!stands)
		template_found(out, place, ask->line, buf_text(&tag),
			"its answer stands nowhere: put {{{sections.%s}}} where it belongs", ask->key);
	else if (stands > 1)
		template_found(out, place, ask->line, buf_text(&tag),
			"its answer stands in %zu places: keep one", stands);
	else if (!strstr(document, buf_text(&marked)))
		template_found(out, place, ask->line, buf_text(&tag),
			"its answer is not taken as Markdown: write {{{sections.%s}}}, in three braces", ask->key);
	free(plain);
	buf_fini(&marked);
	buf_fini(&tag);
}

/* What is asked for, each key once. */
static void each_ask(const struct template_set *set, const char *document, struct template_findings *out,
	struct words *keys)
{
	for (size_t i = 0; i < set->count; i++) {
		size_t count;
		const struct mustache_comment *comments = mustache_comments(set->items[i], &count);
		for (size_t c = 0, k = 0; c < count; c++, k = 0) {
			while (k < keys->count && !text_equal(keys->items[k], comments[c].key))
				k++;
			if (!text_equal(comments[c].word, "ask") || k < keys->count ||
				!template_is_key(comments[c].key))
				continue;
			words_add(keys, comments[c].key);
			if (document)
				check_place(set->items[i], &comments[c], document, out);
		}
	}
}

static void check_document(const struct mustache *template, const struct buf *document, struct template_findings *out)
{
	struct markdown *markdown = NULL;
	struct err problem = { 0 };
	if (!markdown_parse(&markdown, buf_text(document), document->len, &problem))
		template_found(out, mustache_title(template), 0, "", "what it renders cannot be read as Markdown: %s",
			problem.text);
	markdown_free(markdown);
}

static bool try_out(
	const char *name, const struct template_set *set, struct template_findings *out, struct err *err)
{
	struct words keys = { 0 };
	struct template_example example;
	struct buf empty = { 0 }, full = { 0 };
	struct node *nothing = NULL, *everything = NULL;
	struct trial trial = { .out = out, .names = true };
	each_ask(set, NULL, out, &keys);
	bool ok = template_example_open(&example, &keys, err) &&
		  render(&example, name, set, "2", &trial, &full, &everything, err);
	trial.names = false;
	/* what ends the rendering of one ends the other's as well */
	if (ok && !trial.failed)
		ok = render(&example, name, set, "1", &trial, &empty, &nothing, err);
	trial.data = everything;
	if (ok && !trial.failed) {
		words_fini(&keys);
		twalk_r(trial.uses, say_use, &trial);
		each_ask(set, buf_text(&full), out, &keys);
		if (!template_is_html(name))
			check_document(set->items[0], &full, out);
	}
	tdestroy(trial.uses, free_use);
	node_free(nothing);
	node_free(everything);
	buf_fini(&empty);
	buf_fini(&full);
	template_example_close(&example);
	words_fini(&keys);
	return ok;
}

/* ---- one template -------------------------------------------------------------------------------- */

static int by_place(const void *a, const void *b)
{
	const struct template_finding *one = a, *other = b;
	int order = strcmp(one->place, other->place);
	order = order ? order : (one->line > other->line) - (one->line < other->line);
	return order ? order : strcmp(one->text, other->text);
}

bool template_check(struct app *app, const char *name, struct template_findings *out, struct err *err)
{
	struct template_source source;
	struct template_set set;
	struct mustache *template = NULL;
	struct err problem = { 0 };
	size_t before = out->count;
	bool ok = true;
	if (!template_read(app, name, true, &source, &problem)) {
		if (problem.code == ERR_NOT_FOUND)
			ok = err_pass(err, &problem);
		else
			found_error(out, source.place ? source.place : name, problem.text);
	} else if (!template_compile(&source, &template, &problem)) {
		found_error(out, source.place, problem.text);
	} else {
		template_set_open(app, template, &set);
		template_check_heads(app, &set, name, out);
		ok = try_out(name, &set, out, err);
		template_set_fini(&set);
	}
	template_source_fini(&source);
	if (out->count > before)
		qsort(out->items + before, out->count - before, sizeof *out->items, by_place);
	return ok;
}
