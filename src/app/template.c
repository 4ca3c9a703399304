/* Finding templates and rendering with them. */
#include "app/document.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/document_data.h"
#include "base/path.h"
#include "base/text.h"
#include "doc/escape.h"
#include "doc/markdown.h"
#include "doc/mustache.h"

static const struct {
	const char *name, *text;
} shipped[] = {
#include "templates.inc"
};

static bool shipped_template(const char *file, struct buf *out)
{
	for (size_t i = 0; i < LENGTH(shipped); i++) {
		if (text_equal(shipped[i].name, file)) {
			buf_puts(out, shipped[i].text);
			return true;
		}
	}
	return false;
}

/* A folder's NAME.md; `*found` tells whether it is there. */
static bool folder_template(
	const char *folder, const char *file, struct buf *out, bool *found, struct err *err)
{
	struct buf path = { 0 };
	path_join(&path, folder, file);
	*found = access(buf_text(&path), F_OK) == 0;
	bool ok = !*found || buf_read_file(out, buf_text(&path), MUSTACHE_TEMPLATE_MAX, err);
	buf_fini(&path);
	return ok;
}

/* What is in a repository came from others: a link there must not publish a file of this machine. */
static bool team_template(const char *repository, const char *folder, const char *file, struct buf *out,
	bool *found, struct err *err)
{
	struct buf path = { 0 };
	path_join(&path, folder, file);
	bool ok = access(buf_text(&path), F_OK) != 0 || path_inside(repository, buf_text(&path)) ||
		  err_set(err, ERR_DENIED, "%s is a link out of the repository and is not used",
			  buf_text(&path));
	buf_fini(&path);
	return ok && folder_template(folder, file, out, found, err);
}

static void add_name(struct words *names, const char *file)
{
	size_t len = strlen(file);
	if (len <= 3 || !text_equal(file + len - 3, ".md"))
		return;
	char *name = mem_copy_n(file, len - 3);
	for (size_t i = 0; i < names->count; i++)
		if (text_equal(names->items[i], name)) {
			free(name);
			return;
		}
	names->items = mem_resize(names->items, names->count + 2, sizeof *names->items);
	names->items[names->count++] = name;
	names->items[names->count] = NULL;
}

/* A folder that is not there has none. */
static void add_folder(struct words *names, const char *folder)
{
	DIR *open = opendir(folder);
	for (struct dirent *entry; open && (entry = readdir(open));)
		if (entry->d_name[0] != '.')
			add_name(names, entry->d_name);
	if (open)
		closedir(open);
}

bool document_template_names(struct app *app, struct words *out, struct err *err)
{
	struct buf user = { 0 }, repository = { 0 }, team = { 0 };
	*out = (struct words){ .items = mem_new(1, sizeof *out->items) };
	app_repository(app, NULL, &repository);
	bool ok = path_xdg(&user, "XDG_CONFIG_HOME", ".config", err);
	for (size_t i = 0; i < LENGTH(shipped); i++)
		add_name(out, shipped[i].name);
	if (ok) {
		buf_puts(&user, "/templates");
		add_folder(out, buf_text(&user));
	}
	if (ok && repository.len) {
		path_join(&team, buf_text(&repository), ".inquest/templates");
		add_folder(out, buf_text(&team));
	}
	buf_fini(&user);
	buf_fini(&repository);
	buf_fini(&team);
	return ok;
}

static bool find_by_name(struct app *app, const char *name, struct buf *out, struct err *err)
{
	struct buf file = { 0 }, user = { 0 }, repository = { 0 }, team = { 0 }, names = { 0 };
	bool found = false;
	app_repository(app, NULL, &repository);
	buf_printf(&file, "%s.md", name);
	bool ok = path_xdg(&user, "XDG_CONFIG_HOME", ".config", err);
	if (ok) {
		buf_puts(&user, "/templates");
		ok = folder_template(buf_text(&user), buf_text(&file), out, &found, err);
	}
	if (ok && !found && repository.len) {
		path_join(&team, buf_text(&repository), ".inquest/templates");
		ok = team_template(buf_text(&repository), buf_text(&team), buf_text(&file), out, &found, err);
	}
	if (ok && !found && !shipped_template(buf_text(&file), out)) {
		for (size_t i = 0; i < LENGTH(shipped); i++)
			buf_printf(&names, "%s%.*s", i ? ", " : "", (int)(strlen(shipped[i].name) - 3),
				shipped[i].name);
		ok = err_set(err, ERR_NOT_FOUND, "there is no template '%s': put %s into %s, or use one of %s",
			name, buf_text(&file), buf_text(&user), buf_text(&names));
	}
	buf_fini(&file);
	buf_fini(&user);
	buf_fini(&repository);
	buf_fini(&team);
	buf_fini(&names);
	return ok;
}

bool document_template(struct app *app, const char *name, struct buf *out, struct err *err)
{
	size_t len = strlen(name);
	if (strchr(name, '/') || (len > 3 && text_equal(name + len - 3, ".md")))
		return buf_read_file(out, name, MUSTACHE_TEMPLATE_MAX, err);
	if (!len || name[0] == '.')
		return err_set(err, ERR_USAGE, "'%s' is not the name of a template", name);
	return find_by_name(app, name, out, err);
}

static bool load_partial(void *data, const char *name, struct buf *text, struct err *err)
{
	/* a partial is named by the template's author, so it must not reach files elsewhere */
	if (strchr(name, '/') || name[0] == '.')
		return err_set(err, ERR_USAGE, "a partial's name has no folder: '%s'", name);
	return find_by_name(data, name, text, err);
}

/* An incident may come from elsewhere: what it names is a template, never a file. */
static bool own_template(struct app *app, const char *name, struct buf *out, struct err *err)
{
	if (strchr(name, '/') || name[0] == '.')
		return err_set(err, ERR_USAGE, "the incident's template is a file, '%s': put it into the templates "
			"folder and `inquest set template NAME`, or use `inquest render --template FILE`", name);
	return find_by_name(app, name, out, err);
}

static const char *template_of(const struct record *incident, const char *name)
{
	if (name)
		return name;
	return record_has(incident, INCIDENT_TEMPLATE) ? record_text(incident, INCIDENT_TEMPLATE) : "sre";
}

/* `given` NULL: the incident's own. */
static bool parse(struct app *app, const struct record *incident, const char *given, struct mustache **out,
	struct err *err)
{
	struct buf source = { 0 };
	const char *name = template_of(incident, given);
	bool ok = (given ? document_template : own_template)(app, name, &source, err) &&
		  mustache_parse(out, name, buf_text(&source), source.len, err);
	buf_fini(&source);
	return ok;
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

static size_t count_words(const char *text)
{
	static const char blanks[] = " \t\r\n";
	size_t words = 0;
	for (text += strspn(text, blanks); *text; words++) {
		text += strcspn(text, blanks);
		text += strspn(text, blanks);
	}
	return words;
}

static bool sections_of(struct app *app, const struct record *incident, const struct mustache *template,
	struct section_states *out, struct err *err)
{
	struct records written = { 0 };
	size_t count;
	const struct mustache_comment *comments = mustache_comments(template, &count);
	for (size_t i = 0; i < count; i++) {
		if (!text_equal(comments[i].word, "ask") || find_state(out, comments[i].key))
			continue;
		struct section_state *state = vec_push(out);
		state->key = mem_copy(comments[i].key);
		state->prompt = mem_copy(comments[i].text);
		state->heading = heading_of_key(comments[i].key);
		state->optional = strstr(comments[i].text, "(optional)") != NULL;
	}
	bool ok = store_list(app->store, ENTITY_SECTION, incident->id, &written, err);
	for (size_t i = 0; ok && i < written.count; i++) {
		const struct record *record = &written.items[i];
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
		state->words = count_words(record_text(record, SECTION_TEXT));
	}
	records_fini(&written);
	return ok;
}

bool document_sections(struct app *app, const struct record *incident, const char *name,
	struct section_states *out, struct err *err)
{
	struct mustache *template = NULL;
	bool ok = parse(app, incident, name, &template, err) &&
		  sections_of(app, incident, template, out, err);
	mustache_free(template);
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
	*states = (struct section_states){ 0 };
}

bool document_render(struct app *app, const struct record *incident, const struct document_request *request,
	struct buf *out, struct err *err)
{
	struct mustache *template = NULL;
	struct section_states sections = { 0 };
	struct node *data = NULL;
	bool ok = parse(app, incident, request->template, &template, err) && store_snapshot_begin(app->store, err);
	if (ok) {
		ok = sections_of(app, incident, template, &sections, err) &&
		     document_data(app, incident, &sections, &data, err);
		store_snapshot_end(app->store);
	}
	ok = ok && mustache_render_mapped(
			   template, data, escape_markdown, load_partial, app, request->map, out, err);
	node_free(data);
	section_states_fini(&sections);
	mustache_free(template);
	return ok;
}

bool document_pattern(struct app *app, const struct record *incident, const char *pattern, struct buf *out,
	struct err *err)
{
	struct mustache *template = NULL;
	struct node *data = node_new();
	bool ok = document_facts(app, incident, data, err) &&
		  mustache_parse(&template, "pattern", pattern, strlen(pattern), err) &&
		  mustache_render(template, data, escape_none, NULL, NULL, out, err);
	mustache_free(template);
	node_free(data);
	return ok;
}
