/* pull: what each commit changed */
#include "app/pull.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"

/* ---- one commit ------------------------------------------------------------------------------------- */

/* What a commit made of the document, and what its parents had. */
struct step {
	struct pull *pull;
	const struct repo_log_entry *entry;
	struct readback own;
	struct readback *parents;
	size_t parent_count;
};

static struct readback_edit *find_field(const struct readback *readback, const struct readback_edit *like)
{
	for (size_t i = 0; i < readback->edits.count; i++) {
		struct readback_edit *edit = &readback->edits.items[i];
		if (edit->kind == READBACK_FIELD && edit->entity == like->entity && edit->field == like->field &&
			text_equal(edit->which, like->which))
			return edit;
	}
	return NULL;
}

/* The same new section or action item. */
static struct readback_edit *find_new(const struct readback *readback, const struct readback_edit *like)
{
	for (size_t i = 0; i < readback->edits.count; i++) {
		struct readback_edit *edit = &readback->edits.items[i];
		if (edit->kind == like->kind &&
			(like->kind == READBACK_NEW_SECTION
					? text_equal(edit->heading, like->heading)
					: text_equal(readback_cell_text(edit, ACTION_TITLE), readback_cell_text(like, ACTION_TITLE)) &&
						  text_equal(readback_cell_text(edit, ACTION_TEAM), readback_cell_text(like, ACTION_TEAM))))
			return edit;
	}
	return NULL;
}

static void replace(char **text, const char *by)
{
	char *copy = mem_copy(by);
	free(*text);
	*text = copy;
}

static bool write_edit(struct step *step, struct readback_edit *edit, struct err *err)
{
	return takeback_write(&step->pull->takeback, edit, err);
}

/* A field is this commit's if no parent had it so. */
static bool take_field(struct step *step, struct readback_edit *edit, struct err *err)
{
	for (size_t i = 0; i < step->parent_count; i++) {
		const struct readback_edit *before = find_field(&step->parents[i], edit);
		if (before && text_equal(before->text, edit->text))
			return true;
		if (before && i == 0) {
			free(edit->rendered);
			edit->rendered = edit->before;
			edit->before = mem_copy(before->text);
		}
	}
	return write_edit(step, edit, err);
}

/* A text that a new section got later. */
static bool take_section(struct step *step, struct readback_edit *edit, struct err *err)
{
	const struct readback_edit *first = NULL;
	for (size_t i = 0; i < step->parent_count; i++) {
		const struct readback_edit *before = find_new(&step->parents[i], edit);
		if (before && text_equal(before->text, edit->text))
			return true;
		first = first ? first : before;
	}
	if (first) {
		edit->kind = READBACK_FIELD;
		replace(&edit->before, first->text);
	}
	return write_edit(step, edit, err);
}

/* Cells that a new row got later. */
static bool take_cells(struct step *step, const struct readback_edit *row, const struct readback_edit *before,
	struct err *err)
{
	struct record action;
	bool found, ok = true;
	if (!takeback_find_action(&step->pull->takeback, readback_cell_text(row, ACTION_TITLE), readback_cell_text(row, ACTION_TEAM),
		    &action, &found, err))
		return false;
	for (int field = 0; found && ok && field < (int)entity_get(ENTITY_ACTION)->count; field++) {
		const char *old = readback_cell_text(before, field), *new = readback_cell_text(row, field);
		if (text_equal(old, new))
			continue;
		struct readback_edit edit = { .kind = READBACK_FIELD, .entity = ENTITY_ACTION, .field = field,
			.which = action.id, .before = (char *)(uintptr_t)old, .text = (char *)(uintptr_t)new,
			.line = row->line };
		ok = write_edit(step, &edit, err);
	}
	if (found)
		record_fini(&action);
	return ok;
}

static bool take_action(struct step *step, struct readback_edit *edit, struct err *err)
{
	const struct readback_edit *first = NULL;
	for (size_t i = 0; i < step->parent_count; i++) {
		const struct readback_edit *before = find_new(&step->parents[i], edit);
		bool same = before != NULL;
		for (int field = 0; same && field < (int)entity_get(ENTITY_ACTION)->count; field++)
			same = text_equal(readback_cell_text(before, field), readback_cell_text(edit, field));
		if (same)
			return true;
		first = first ? first : before;
	}
	return first ? take_cells(step, edit, first, err) : write_edit(step, edit, err);
}

static bool is_unknown(const struct readback *readback, const struct readback_edit *edit)
{
	struct buf name = { 0 };
	bool unknown = false;
	buf_printf(&name, "%s %s", entity_get(edit->entity)->name, edit->which);
	for (size_t i = 0; i < readback->unknown.count && !unknown; i++)
		unknown = text_equal(readback->unknown.items[i], buf_text(&name));
	buf_fini(&name);
	return unknown;
}

/* What a parent had edited is again as it was published. */
static bool take_reverts(struct step *step, struct err *err)
{
	const struct readback *first = &step->parents[0];
	for (size_t i = 0; step->parent_count && i < first->edits.count; i++) {
		struct readback_edit *edit = &first->edits.items[i];
		bool everywhere = edit->kind == READBACK_FIELD && !find_field(&step->own, edit) &&
				  !is_unknown(&step->own, edit);
		for (size_t k = 1; everywhere && k < step->parent_count; k++)
			everywhere = find_field(&step->parents[k], edit) != NULL;
		/* the prompt is back: that is no text */
		if (!everywhere || (edit->entity == ENTITY_SECTION && text_empty(edit->before)))
			continue;
		struct readback_edit back = { .kind = READBACK_FIELD, .entity = edit->entity, .field = edit->field,
			.which = edit->which, .before = mem_copy(edit->text), .text = mem_copy(edit->before),
			.line = edit->line };
		bool ok = write_edit(step, &back, err);
		free(back.before);
		free(back.text);
		if (!ok)
			return false;
	}
	return true;
}

static void add_note(struct pull *pull, const struct repo_log_entry *entry, size_t line, const char *text)
{
	struct pull_note *note = vec_push(&pull->notes);
	*note = (struct pull_note){ line, mem_copy(text), mem_copy(entry->author), mem_copy(entry->commit) };
}

static size_t count_notes(const struct readback *readback, size_t end, const char *text)
{
	size_t count = 0;
	for (size_t i = 0; i < end; i++)
		count += text_equal(readback->notes.items[i].text, text);
	return count;
}

/* What a parent's document had as well was said before. */
static void take_notes(struct step *step)
{
	for (size_t i = 0; i < step->own.notes.count; i++) {
		const struct readback_note *note = &step->own.notes.items[i];
		size_t before = 0;
		for (size_t k = 0; k < step->parent_count; k++) {
			const struct readback *parent = &step->parents[k];
			size_t count = count_notes(parent, parent->notes.count, note->text);
			before = count > before ? count : before;
		}
		if (count_notes(&step->own, i, note->text) >= before)
			add_note(step->pull, step->entry, note->line, note->text);
	}
}

static bool take_edits(struct step *step, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < step->own.edits.count; i++) {
		struct readback_edit *edit = &step->own.edits.items[i];
		if (edit->kind == READBACK_FIELD)
			ok = take_field(step, edit, err);
		else if (edit->kind == READBACK_NEW_SECTION)
			ok = take_section(step, edit, err);
		else if (edit->kind == READBACK_NEW_ACTION)
			ok = take_action(step, edit, err);
	}
	ok = ok && take_reverts(step, err);
	take_notes(step);
	return ok;
}

static bool read_parents(struct step *step, const struct pull_point *point, struct err *err)
{
	bool known;
	step->parents = mem_new(step->entry->parent_count + 1, sizeof *step->parents);
	for (size_t i = 0; i < step->entry->parent_count; i++) {
		if (!pull_read_version(step->pull, point, step->entry->parents[i], &step->parents[i], &known, err))
			return false;
		step->parent_count++;
	}
	return true;
}

static bool take_commit(
	struct pull *pull, const struct pull_point *point, const struct repo_log_entry *entry, struct err *err)
{
	enum { NAME_COLUMNS = 100 };
	struct buf author = { 0 };
	struct step step = { .pull = pull, .entry = entry };
	struct err why = { 0 };
	bool known;
	if (!pull_read_version(pull, point, entry->commit, &step.own, &known, &why))
		return err_pass(err, &why);
	bool ok = true;
	pull->commits++;
	if (known) {
		const char *name = text_empty(entry->author) ? "somebody" : entry->author;
		buf_put(&author, name, text_fit(name, strlen(name), NAME_COLUMNS));
		pull->takeback.author = buf_text(&author);
		pull->takeback.commit = entry->commit;
		store_next(pull->p->app->store, pull->takeback.author);
		ok = read_parents(&step, point, err) && take_edits(&step, err);
		pull->takeback.author = pull->takeback.commit = NULL;
	} else {
		struct buf text = { 0 };
		buf_printf(&text, "the document of this commit is left out, and its edits count for who came next: %s", why.text);
		add_note(pull, entry, 0, buf_text(&text));
		buf_fini(&text);
	}
	for (size_t i = 0; i < step.parent_count; i++)
		readback_fini(&step.parents[i]);
	free(step.parents);
	readback_fini(&step.own);
	buf_fini(&author);
	return ok;
}

/* ---- all of them ------------------------------------------------------------------------------------ */

static bool is_ours(const struct pull *pull, const char *commit)
{
	for (size_t i = 0; i < pull->points.count; i++)
		if (text_equal(pull->points.items[i].commit, commit))
			return true;
	return false;
}

static bool take_since(struct pull *pull, size_t index, struct err *err)
{
	const struct publishing *p = pull->p;
	const struct pull_point *point = &pull->points.items[index];
	bool last = index + 1 == pull->points.count;
	struct repo_log log;
	if (!p->git->read_since(p->repo, point->commit, last ? p->tip.commit : point[1].commit,
		    record_text(&p->last, PUBLICATION_PATH), pull->renamed.len ? buf_text(&pull->renamed) : NULL,
		    PULL_COMMITS_MAX, &log, err))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < log.entries.count; i++)
		if (!is_ours(pull, log.entries.items[i].commit))
			ok = take_commit(pull, point, &log.entries.items[i], err);
	p->git->log_fini(&log);
	return ok;
}

bool pull_take(struct pull *pull, struct err *err)
{
	for (size_t i = 0; i < pull->points.count; i++)
		if (!take_since(pull, i, err))
			return false;
	return true;
}
