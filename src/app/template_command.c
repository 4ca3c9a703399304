/* template list, show, new, check */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/document.h"
#include "app/editor.h"
#include "app/handlers.h"
#include "app/template_check.h"
#include "base/json.h"
#include "base/path.h"
#include "base/text.h"
#include "model/audience.h"

/* What the head of a template says, or why it cannot be used. */
struct head {
	struct template_source source;
	struct mustache *template;
	const char *about;
	enum audience audience;
	struct err problem;
};

static void head_read(struct app *app, const char *name, struct head *out)
{
	*out = (struct head){ .audience = AUDIENCE_INTERNAL };
	if (!template_read(app, name, true, &out->source, &out->problem) ||
		!template_compile(&out->source, &out->template, &out->problem))
		return;
	const char *audience = template_head(out->template, "audience");
	if (audience)
		audience_parse(audience, &out->audience, NULL);
	out->about = template_head(out->template, "about");
}

static void head_fini(struct head *head)
{
	mustache_free(head->template);
	template_source_fini(&head->source);
}

static void head_json(const struct head *head, const char *name, struct json *json)
{
	json_text(json, "name", name);
	json_text(json, "from", template_origin_name(head->source.origin));
	json_text(json, "file", head->source.origin == TEMPLATE_SHIPPED ? NULL : head->source.place);
	json_text(json, "audience", head->template ? audience_name(head->audience) : NULL);
	json_text(json, "about", head->about);
	json_text(json, "problem", head->template ? NULL : head->problem.text);
}

/* ---- list ---------------------------------------------------------------------------------------- */

static void entry_json(const struct template_entry *entry, const struct head *head, struct json *json)
{
	json_open(json, NULL, '{');
	head_json(head, entry->name, json);
	json_open(json, "hides", '[');
	for (int origin = 0; origin < TEMPLATE_FILE; origin++)
		if (entry->hides & 1u << origin)
			json_text(json, NULL, template_origin_name((enum template_origin)origin));
	json_close(json, ']');
	json_close(json, '}');
}

static void entry_row(const struct template_entry *entry, const struct head *head, struct table *table)
{
	struct buf from = { 0 };
	buf_puts(&from, template_origin_name(entry->origin));
	for (int origin = 0; origin < TEMPLATE_FILE; origin++)
		if (entry->hides & 1u << origin)
			buf_printf(&from, ", not %s", template_origin_name((enum template_origin)origin));
	table_cell(table, entry->name);
	table_cell(table, buf_text(&from));
	table_cell(table, head->template ? audience_name(head->audience) : "broken");
	table_cell(table, !head->template ? head->problem.text : head->about ? head->about : "");
	buf_fini(&from);
}

bool cmd_template_list(struct call *call, struct err *err)
{
	struct template_entries entries;
	struct table table;
	struct buf text = { 0 };
	struct json json = { .out = &text };
	bool ok = template_list(call->app, &entries, err);
	table_init(&table, 4);
	json_open(&json, NULL, '[');
	for (size_t i = 0; ok && i < entries.count; i++) {
		struct head head;
		head_read(call->app, entries.items[i].name, &head);
		if (call->json)
			entry_json(&entries.items[i], &head, &json);
		else
			entry_row(&entries.items[i], &head, &table);
		head_fini(&head);
	}
	json_close(&json, ']');
	if (ok && call->json)
		output_json(call->out, &text);
	else if (ok)
		table_print(&table, call->out);
	buf_fini(&text);
	template_entries_fini(&entries);
	return ok;
}

/* ---- show ---------------------------------------------------------------------------------------- */

static void show_json(const struct head *head, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	size_t count = 0;
	const struct mustache_comment *comments = head->template ? mustache_comments(head->template, &count) : NULL;
	json_open(&json, NULL, '{');
	head_json(head, head->source.name, &json);
	json_open(&json, "asks", '[');
	for (size_t i = 0; i < count; i++) {
		if (!text_equal(comments[i].word, "ask"))
			continue;
		json_open(&json, NULL, '{');
		json_text(&json, "key", comments[i].key);
		json_text(&json, "prompt", comments[i].text);
		json_int(&json, "line", (int64_t)comments[i].line);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_text(&json, "text", buf_text(&head->source.text));
	json_close(&json, '}');
	output_json(out, &text);
}

bool cmd_template_show(struct call *call, struct err *err)
{
	struct head head;
	if (call->count != 1)
		return err_set(err, ERR_USAGE, "template show needs a name: `inquest template list` shows them");
	head_read(call->app, call->words[0], &head);
	/* one that cannot be compiled is shown all the same: that is how one sees why */
	bool ok = head.source.text.len || head.template || err_pass(err, &head.problem);
	if (ok && call->json)
		show_json(&head, call->out);
	else if (ok)
		output_raw(call->out, buf_text(&head.source.text), head.source.text.len);
	head_fini(&head);
	return ok;
}

/* ---- new ----------------------------------------------------------------------------------------- */

/* A new file and nothing else: never over what is there, not even a link that leads nowhere. */
static bool write_new(const char *path, const struct buf *text, struct err *err)
{
	if (!path_make_parents(path, 0700, err))
		return false;
	int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0 && errno == EEXIST)
		return err_set(err, ERR_USAGE, "%s is already there: edit it, or choose another name", path);
	if (fd < 0)
		return err_errno(err, errno, "cannot write %s", path);
	bool ok = path_write_fd(fd, buf_text(text), text->len) && fsync(fd) == 0;
	int reason = errno;
	if (close(fd) < 0 && ok) {
		reason = errno;
		ok = false;
	}
	if (ok)
		return true;
	unlink(path);
	return err_errno(err, reason, "cannot write %s", path);
}

/* Editing comes before writing, so that who gives up leaves nothing behind. */
static bool write_edited(struct call *call, const char *name, const char *path, const struct buf *text, struct err *err)
{
	struct edited edited;
	if (call->app->no_input)
		return err_set(err, ERR_USAGE, "with --no-input no editor is opened: leave --edit out");
	if (!editor_open(call->app, name, buf_text(text), &edited, err))
		return false;
	bool ok = !text_empty(buf_text(&edited.text)) ||
		  err_set(err, ERR_USAGE, "the text came back empty, so no template was made");
	return editor_close(&edited, ok && write_new(path, &edited.text, err), err);
}

static void say_new(struct call *call, const char *name, const char *path, unsigned hides)
{
	struct template_findings findings = { 0 };
	output_format(call->out, "%s: written to %s\n", name, path);
	for (int origin = TEMPLATE_TEAM; origin < TEMPLATE_FILE; origin++)
		if (hides & 1u << origin)
			output_note(call->out, "it goes before the %s template of this name from now on",
				template_origin_name((enum template_origin)origin));
	if (template_check(call->app, name, &findings, NULL) && findings.count)
		output_note(call->out, "`%stemplate check %s` has %zu %s about it", output_prefix(call->out), name,
			findings.count, findings.count == 1 ? "remark" : "remarks");
	template_findings_fini(&findings);
}

static unsigned hidden_by(const struct template_entries *entries, const char *name)
{
	for (size_t i = 0; i < entries->count; i++)
		if (text_equal(entries->items[i].name, name))
			return entries->items[i].hides | 1u << entries->items[i].origin;
	return 0;
}

bool cmd_template_new(struct call *call, struct err *err)
{
	const char *from = call_flag(call, "from");
	struct template_source source = { 0 };
	struct template_entries entries = { 0 };
	struct buf path = { 0 };
	if (call->count != 1)
		return err_set(err, ERR_USAGE, "template new needs a name: `inquest template new shop --from sre`");
	const char *name = call->words[0];
	bool ok = template_user_path(name, &path, err);
	if (ok && access(buf_text(&path), F_OK) == 0)
		ok = err_set(err, ERR_USAGE, "%s is already there: edit it, or choose another name", buf_text(&path));
	ok = ok && template_list(call->app, &entries, err) &&
	     template_read(call->app, from ? from : "sre", true, &source, err);
	if (ok)
		ok = call_flag(call, "edit") ? write_edited(call, name, buf_text(&path), &source.text, err)
					     : write_new(buf_text(&path), &source.text, err);
	if (ok)
		say_new(call, name, buf_text(&path), hidden_by(&entries, name));
	template_source_fini(&source);
	template_entries_fini(&entries);
	buf_fini(&path);
	return ok;
}

/* ---- check --------------------------------------------------------------------------------------- */

static void finding_line(const struct template_finding *finding, struct output *out)
{
	struct buf line = { 0 };
	text_print(&line, "%s", finding->place);
	if (finding->line)
		buf_printf(&line, ":%zu", finding->line);
	text_print(&line, ": %s%s%s\n", finding->tag, *finding->tag ? ": " : "", finding->text);
	output_text(out, buf_text(&line));
	buf_fini(&line);
}

static void findings_json(const struct template_findings *findings, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '[');
	for (size_t i = 0; i < findings->count; i++) {
		const struct template_finding *finding = &findings->items[i];
		json_open(&json, NULL, '{');
		json_text(&json, "file", finding->place);
		if (finding->line)
			json_int(&json, "line", (int64_t)finding->line);
		else
			json_null(&json, "line");
		json_text(&json, "tag", *finding->tag ? finding->tag : NULL);
		json_text(&json, "text", finding->text);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	output_json(out, &text);
}

bool cmd_template_check(struct call *call, struct err *err)
{
	struct template_findings findings = { 0 };
	struct words names = { 0 };
	bool ok = call->count || document_template_names(call->app, &names, err);
	for (size_t i = 0; i < call->count; i++)
		words_add(&names, call->words[i]);
	for (size_t i = 0; ok && i < names.count; i++)
		ok = template_check(call->app, names.items[i], &findings, err);
	if (ok && call->json)
		findings_json(&findings, call->out);
	for (size_t i = 0; ok && !call->json && i < findings.count; i++)
		finding_line(&findings.items[i], call->out);
	if (ok && !call->json && !findings.count)
		output_format(call->out, "%zu %s: nothing to say\n", names.count,
			names.count == 1 ? "template" : "templates");
	if (ok && findings.count)
		call->app->exit_status = 1;
	words_fini(&names);
	template_findings_fini(&findings);
	return ok;
}
