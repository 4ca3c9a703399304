/* Documents out of templates. */
#include "app/document.h"

#include <stdlib.h>

#include "app/chart.h"
#include "app/document_data.h"
#include "app/template.h"
#include "base/text.h"
#include "doc/escape.h"

bool document_template_names(struct app *app, struct words *out, struct err *err)
{
	struct template_entries entries;
	*out = (struct words){ 0 };
	bool ok = template_list(app, &entries, err);
	for (size_t i = 0; i < entries.count; i++)
		words_add(out, entries.items[i].name);
	template_entries_fini(&entries);
	return ok;
}

void template_about(struct app *app, const char *name, struct buf *out)
{
	struct mustache *template;
	if (!template_parse(app, name, false, &template, NULL))
		return;
	const char *about = template_head(template, "about");
	buf_puts(out, about ? about : "");
	mustache_free(template);
}

static const char *template_of(const struct record *incident, const char *name)
{
	if (name)
		return name;
	return record_has(incident, INCIDENT_TEMPLATE) ? record_text(incident, INCIDENT_TEMPLATE) : "sre";
}

/* `given` NULL: the incident's own. An incident may come from elsewhere: what it names is a template, never a
 * file. */
static bool open_set(struct app *app, const struct record *incident, const char *given,
	struct template_set *out, struct err *err)
{
	const char *name = template_of(incident, given);
	struct mustache *template;
	if (!given && (strchr(name, '/') || name[0] == '.'))
		return err_set(err, ERR_USAGE, "the incident's template is a file, '%s': put it into the templates "
			"folder and `inquest set template NAME`, or use `inquest render --template FILE`", name);
	if (!template_parse(app, name, given != NULL, &template, err))
		return false;
	template_set_open(app, template, out);
	return true;
}

/* The heading a template has above a prompt is not known to the engine: the key, made readable. */
static char *heading_of_key(const char *key)
{
	char *heading = mem_copy(key);
	for (char *c = heading; *c; c++)
		if (*c == '-')
			*c = ' ';
	if (*heading >= 'a' && *heading <= 'z')
		*heading = (char)(*heading - 'a' + 'A');
	return heading;
}

static struct section_state *find_state(struct section_states *states, const char *key)
{
	for (size_t i = 0; i < states->count; i++)
		if (text_equal(states->items[i].key, key))
			return &states->items[i];
	return NULL;
}

/* What a template and its partials ask for, each key as it is asked first. */
static void add_asked(const struct mustache *template, struct section_states *out)
{
	size_t count;
	const struct mustache_comment *comments = mustache_comments(template, &count);
	for (size_t i = 0; i < count; i++) {
		if (!text_equal(comments[i].word, "ask") || !comments[i].key[0] || find_state(out, comments[i].key))
			continue;
		struct section_state *state = vec_push(out);
		state->key = mem_copy(comments[i].key);
		state->prompt = mem_copy(comments[i].text);
		state->heading = heading_of_key(comments[i].key);
		state->optional = strstr(comments[i].text, "(optional)") != NULL;
	}
}

static void take_written(struct section_states *out, const struct record *record)
{
	struct section_state *state = find_state(out, record_text(record, SECTION_KEY));
	if (!state) {
		state = vec_push(out);
		state->key = mem_copy(record_text(record, SECTION_KEY));
		state->heading = heading_of_key(state->key);
	}
	if (record_has(record, SECTION_HEADING)) {
		free(state->heading);
		state->heading = mem_copy(record_text(record, SECTION_HEADING));
	}
	record_fini(&state->record);
	record_copy(&state->record, record);
	state->words = text_words(record_text(record, SECTION_TEXT));
}

static void sections_of(const struct template_set *set, const struct records *written, struct section_states *out)
{
	for (size_t i = 0; i < set->count; i++)
		add_asked(set->items[i], out);
	for (size_t i = 0; i < written->count; i++)
		take_written(out, &written->items[i]);
	out->uses = (struct words){ .items = mem_new(1, sizeof *out->uses.items) };
	template_set_uses(set, &out->uses);
}

bool document_sections(struct app *app, const struct record *incident, const char *name,
	struct section_states *out, struct err *err)
{
	struct template_set set = { 0 };
	struct records written = { 0 };
	bool ok = open_set(app, incident, name, &set, err) &&
		  store_list(app->store, ENTITY_SECTION, incident->id, &written, err);
	if (ok)
		sections_of(&set, &written, out);
	template_set_fini(&set);
	records_fini(&written);
	return ok;
}

void section_states_fini(struct section_states *states)
{
	for (size_t i = 0; i < states->count; i++) {
		free(states->items[i].key);
		free(states->items[i].heading);
		free(states->items[i].prompt);
		record_fini(&states->items[i].record);
	}
	free(states->items);
	words_fini(&states->uses);
	*states = (struct section_states){ 0 };
}

struct rendering {
	struct buf *problems;
	struct html_page page; /* of a template that is HTML */
};

/* Mustache prints nothing for a partial that is not there; its author should hear of it. */
static void note_missing(void *data, const struct mustache_tag *tag, const char *name)
{
	struct buf *problems = ((struct rendering *)data)->problems;
	if (problems->len)
		buf_putc(problems, '\n');
	text_print(problems, "%s:%zu: {{%c%s}}: there is no template of this name", tag->title, tag->line, tag->sigil, name);
}

/* Markdown in HTML; one that cannot be parsed, as plain text. */
static void put_html(void *data, struct buf *out, const char *text)
{
	const struct rendering *rendering = data;
	struct markdown *markdown;
	if (!markdown_parse_notes(&markdown, text, strlen(text), NULL)) {
		html_text(out, text);
		return;
	}
	html_fragment(out, markdown, &rendering->page);
	markdown_free(markdown);
}

/* As the request says, else as the template does. */
static bool audience_for(const struct template_set *set, const struct document_request *request, enum audience *out,
	struct err *err)
{
	const char *own = template_head(set->items[0], "audience");
	*out = AUDIENCE_INTERNAL;
	if (request->audience)
		return audience_parse(request->audience, out, err) || err_wrap(err, "--audience");
	return !own || audience_parse(own, out, err) || err_wrap(err, "the template's head");
}

bool document_audience(struct app *app, const struct record *incident, const struct document_request *request,
	enum audience *out, struct err *err)
{
	struct template_set set = { 0 };
	bool ok = open_set(app, incident, request->template, &set, err) && audience_for(&set, request, out, err);
	template_set_fini(&set);
	return ok;
}

static void sections_for(const struct template_set *set, const struct material *material, struct section_states *out)
{
	sections_of(set, &material->lists[ENTITY_SECTION], out);
	for (size_t i = 0; i < out->count; i++)
		out->items[i].withheld = withheld_section(&material->withheld, out->items[i].key);
}

bool document_material_sections(struct app *app, const struct material *material,
	const struct document_request *request, struct section_states *out, struct err *err)
{
	struct template_set set = { 0 };
	bool ok = open_set(app, &material->incident, request->template, &set, err);
	if (ok)
		sections_for(&set, material, out);
	template_set_fini(&set);
	return ok;
}

bool document_is_html(const struct record *incident, const struct document_request *request)
{
	return template_is_html(template_of(incident, request->template));
}

static bool run(struct app *app, const struct template_set *set, const struct document_request *request,
	const struct node *data, const struct html_figure *figure, struct buf *out, struct err *err)
{
	struct rendering rendering = { .problems = request->problems, .page.figure = figure };
	const struct mustache_watch watch = { .missing = request->problems ? note_missing : NULL,
		.raw = request->html ? put_html : NULL, .data = &rendering, .map = request->map };
	return mustache_render_watched(set->items[0], data, request->html ? html_text : escape_markdown,
		template_load_partial, app, &watch, out, err);
}

static bool render(struct app *app, const struct template_set *set, const struct material *material,
	const struct document_request *request, struct buf *out, struct err *err)
{
	struct section_states sections = { 0 };
	struct chart_figure chart = { 0 };
	struct node *data = NULL;
	if (!request->html && document_is_html(&material->incident, request))
		return err_set(err, ERR_USAGE, "the template '%s' is HTML, which makes no Markdown: `inquest render "
			"--format html` renders it", template_of(&material->incident, request->template));
	struct words uses = { 0 };
	template_set_uses(set, &uses);
	sections_for(set, material, &sections);
	document_place_sections(&sections, &uses);
	if (request->html)
		chart_figure_draw(app, material, &chart);
	bool ok = document_data(app, material, &sections, request, &uses, &data, err) &&
		  run(app, set, request, data, request->html ? &chart.figure : NULL, out, err);
	node_free(data);
	words_fini(&uses);
	chart_figure_fini(&chart);
	section_states_fini(&sections);
	return ok;
}

bool document_render_material(struct app *app, const struct material *material, const struct document_request *request,
	struct buf *out, struct err *err)
{
	struct template_set set = { 0 };
	bool ok = open_set(app, &material->incident, request->template, &set, err) &&
		  render(app, &set, material, request, out, err);
	template_set_fini(&set);
	return ok;
}

bool document_render(struct app *app, const struct record *incident, const struct document_request *request,
	struct buf *out, struct err *err)
{
	struct template_set set = { 0 };
	struct material material = { 0 };
	enum audience audience;
	bool ok = open_set(app, incident, request->template, &set, err) &&
		  audience_for(&set, request, &audience, err) &&
		  material_read(app, incident, audience, &material, err) &&
		  render(app, &set, &material, request, out, err);
	material_fini(&material);
	template_set_fini(&set);
	return ok;
}

bool document_pattern(struct app *app, const struct material *material, const char *pattern, struct buf *out,
	struct err *err)
{
	struct mustache *template = NULL;
	struct node *data = node_new();
	document_facts(app, material, data);
	bool ok = mustache_parse(&template, "pattern", pattern, strlen(pattern), err) &&
		  mustache_render(template, data, escape_none, NULL, NULL, out, err);
	mustache_free(template);
	node_free(data);
	return ok;
}
