/* publish --pull */
#include <stdlib.h>

#include "app/edit.h"
#include "app/handlers.h"
#include "app/pull.h"
#include "app/read.h"
#include "base/text.h"

static const char *short_commit(const char *commit, char out[11])
{
	text_copy(out, 11, commit ? commit : "");
	return out;
}

static void print_json(const struct pull *pull, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	const struct publishing *p = pull->p;
	json_open(&json, NULL, '{');
	json_text(&json, "repository", p->git->path(p->repo));
	json_text(&json, "branch", p->tip.branch);
	json_text(&json, "path",
		pull->renamed.len ? buf_text(&pull->renamed) : record_text(&p->last, PUBLICATION_PATH));
	json_text(&json, "commit", p->tip.commit);
	json_int(&json, "commits", (int64_t)pull->commits);
	takeback_json(&pull->takeback, "edits", &json);
	json_open(&json, "notes", '[');
	for (size_t i = 0; i < pull->notes.count; i++) {
		const struct pull_note *note = &pull->notes.items[i];
		json_open(&json, NULL, '{');
		json_int(&json, "line", (int64_t)note->line);
		json_text(&json, "text", note->text);
		json_text(&json, "author", note->author);
		json_text(&json, "commit", note->commit);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_close(&json, '}');
	output_json(out, &text);
}

static void print_results(const struct pull *pull, struct output *out, bool dry)
{
	char commit[11];
	for (size_t i = 0; i < pull->takeback.results.count; i++) {
		const struct takeback_result *result = &pull->takeback.results.items[i];
		struct buf line = { 0 };
		if (result->outcome == TAKEBACK_SAME)
			continue;
		takeback_describe(result, &line);
		buf_printf(&line, " (%s, %s)", result->author, short_commit(result->commit, commit));
		if (result->outcome == TAKEBACK_TAKEN)
			output_format(out, "%s%s\n", dry ? "would take " : "", buf_text(&line));
		else
			output_note(out, "%s", buf_text(&line));
		buf_fini(&line);
	}
	for (size_t i = 0; i < pull->notes.count; i++) {
		const struct pull_note *note = &pull->notes.items[i];
		if (note->line)
			output_note(out, "line %zu: %s (%s, %s)", note->line, note->text, note->author,
				short_commit(note->commit, commit));
		else
			output_note(out, "%s (%s, %s)", note->text, note->author, short_commit(note->commit, commit));
	}
}

static void print_conflicts(const struct pull *pull, struct output *out)
{
	struct buf text = { 0 };
	for (size_t i = 0; i < pull->takeback.results.count; i++)
		if (pull->takeback.results.items[i].outcome == TAKEBACK_CONFLICT)
			takeback_show_conflict(&pull->takeback.results.items[i], &text);
	if (text.len)
		output_note_lines(out, buf_text(&text));
	buf_fini(&text);
}

static void report(const struct pull *pull, const struct call *call, bool dry)
{
	if (call->json) {
		print_json(pull, call->out);
		return;
	}
	print_results(pull, call->out, dry);
	print_conflicts(pull, call->out);
	if (!pull->takeback.results.count && !pull->notes.count)
		output_format(call->out, "nothing to bring back from %s on %s\n",
			record_text(&pull->p->last, PUBLICATION_PATH), pull->p->tip.branch);
	else if (!takeback_count(&pull->takeback, TAKEBACK_TAKEN))
		output_note(call->out, "nothing was changed here");
}

static bool take(struct pull *pull, struct call *call, struct err *err)
{
	struct app *app = call->app;
	bool dry = call_flag(call, "dry-run") != NULL;
	if (!app_begin(app, err))
		return false;
	bool ok = pull_take(pull, err) && pull_settle(pull, err) && (dry || takeback_keep_conflicts(&pull->takeback, err));
	if (ok && dry)
		store_rollback(app->store);
	else
		ok = edit_end(app, ok, err);
	if (!ok)
		return false;
	report(pull, call, dry);
	size_t conflicts = takeback_count(&pull->takeback, TAKEBACK_CONFLICT);
	if (!conflicts)
		return true;
	return err_set(err, ERR_CONFLICT, "%s was changed here and there%s", conflicts == 1 ? "the same" : "some of the same",
		dry ? "" : "; both versions are kept: the forms of the terminal UI show them side by side, and `inquest "
			   "drafts` lists theirs to be taken (drafts log) or dropped (drafts drop)");
}

/* Of several editions in one repository --path says which. */
static bool choose(struct publishing *p, const char *path, struct err *err)
{
	struct records list = { 0 };
	const struct record *latest = NULL;
	if (!path || text_equal(record_text(&p->last, PUBLICATION_PATH), path))
		return true;
	bool ok = read_list(p->app, ENTITY_PUBLICATION, p->incident.id, &list, err);
	for (size_t i = 0; ok && i < list.count; i++)
		if (publishing_is_here(p, &list.items[i]) &&
			text_equal(record_text(&list.items[i], PUBLICATION_PATH), path))
			latest = &list.items[i];
	if (latest) {
		record_fini(&p->last);
		record_copy(&p->last, latest);
		p->unrecorded = false;
	} else if (ok) {
		ok = err_set(err, ERR_NOT_FOUND, "this incident was not published to %s of %s", path, p->git->path(p->repo));
	}
	records_fini(&list);
	return ok;
}

bool publish_pull(struct call *call, struct err *err)
{
	struct publishing p;
	struct pull pull = { 0 };
	publishing_init(&p, call->app);
	p.pulling = true;
	bool ok = app_incident(call->app, &p.incident, err) && publishing_request(&p, call, err) &&
		  publishing_open(&p, call, err) &&
		  publishing_find_last(&p, err) && choose(&p, call_flag(call, "path"), err) && pull_open(&pull, &p, err) && take(&pull, call, err) &&
		  (call_flag(call, "dry-run") || pull_check_settled(call->app, &p.incident, err));
	pull_fini(&pull);
	publishing_fini(&p);
	return ok;
}
