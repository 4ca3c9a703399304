/* publish: where the document goes, and what it shall be */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/document.h"
#include "app/readback.h"
#include "base/text.h"
#include "doc/escape.h"
#include "store/care.h"

/* The document is not where it was published: writing it there again would leave two, if it was renamed. */
static bool check_gone(struct publishing *p, struct output *out, struct err *err)
{
	struct buf text = { 0 }, renamed = { 0 };
	struct err unknown = { 0 };
	bool there = false, found = false;
	const char *path = buf_text(&p->path), *commit = record_text(&p->last, PUBLICATION_COMMIT_ID);
	bool ok = p->git->read_file(p->repo, p->tip.commit, path, &text, &there, err);
	/* a history that was rewritten does not tell */
	if (ok && !there && *commit && p->tip.commit[0] && publishing_is_here(p, &p->last) &&
		p->git->find_renamed(p->repo, commit, p->tip.commit, path, &renamed, &found, &unknown)) {
		if (found)
			ok = err_set(err, ERR_CONFLICT, "%s was renamed to %s in the repository: `inquest publish --pull` "
				"takes the name over, then publish again", path, buf_text(&renamed));
		else
			output_note(out, "%s was removed in the repository, and is written again", path);
	}
	buf_fini(&text);
	buf_fini(&renamed);
	return ok;
}

/* 2023-01-17-disk-full.md becomes 2023-01-17-disk-full-customer.md */
static void add_edition(struct buf *path, const char *edition)
{
	const char *name = strrchr(buf_text(path), '/'), *dot = strrchr(name ? name : buf_text(path), '.');
	size_t at = dot ? (size_t)(dot - path->data) : path->len;
	buf_splice(path, at, 0, edition, strlen(edition));
	buf_splice(path, at, 0, "-", 1);
}

bool publishing_choose_path(struct publishing *p, const struct call *call, struct err *err)
{
	const char *given = call_flag(call, "path");
	const char *pattern = given ? given : options_get(&p->app->options, OPTION_PUBLISH_PATH);
	if (!given && p->last.id[0])
		buf_puts(&p->path, record_text(&p->last, PUBLICATION_PATH));
	else if (!document_pattern(p->app, &p->material, pattern, &p->path, err))
		return err_wrap(err, "publish.path");
	else if (!given && *p->edition)
		add_edition(&p->path, p->edition);
	return p->git->check_path(buf_text(&p->path), err) && (given || !p->last.id[0] || check_gone(p, call->out, err));
}

static void show_conflict(const struct buf *marked, struct output *out)
{
	struct buf shown = { 0 };
	bool inside = false;
	for (const char *line = buf_text(marked); *line;) {
		size_t len = strcspn(line, "\n");
		inside = inside || text_starts(line, "<<<<<<< ");
		if (inside) {
			buf_put(&shown, line, len);
			buf_putc(&shown, '\n');
		}
		inside = inside && !text_starts(line, ">>>>>>> ");
		line += len + (line[len] == '\n');
	}
	output_note_lines(out, buf_text(&shown));
	buf_fini(&shown);
}

/* How many rows of tables have a cell that is this. */
static size_t count_rows(const struct buf *document, const struct buf *cell)
{
	size_t count = 0;
	for (const char *line = buf_text(document); *line; line += strcspn(line, "\n"), line += *line == '\n') {
		const char *at = line, *end = line + strcspn(line, "\n");
		while (*line == '|' && (at = memmem(at, (size_t)(end - at), buf_text(cell), cell->len))) {
			const char *before = at, *after = at + cell->len;
			while (before > line && strchr(" \t", before[-1]))
				before--;
			after += strspn(after, " \t");
			if (before[-1] == '|' && *after == '|') {
				count++;
				break;
			}
			at++;
		}
	}
	return count;
}

/* A row that was moved on one side and changed on the other is two rows to a merge, or none. */
static bool check_rows(struct publishing *p, const struct buf *theirs, struct err *err)
{
	const struct records *actions = &p->material.lists[ENTITY_ACTION];
	bool ok = true;
	for (size_t i = 0; ok && i < actions->count; i++) {
		struct buf title = { 0 };
		const char *text = record_text(&actions->items[i], ACTION_TITLE);
		escape_markdown(&title, text);
		size_t a = count_rows(&p->render, &title), b = count_rows(theirs, &title);
		size_t merged = count_rows(&p->merged, &title);
		if (merged > (a > b ? a : b) || merged < (a < b ? a : b))
			ok = err_set(err, ERR_CONFLICT, "the row of action '%s' was moved in %s, and stands elsewhere here as "
				"well; nothing was written. `inquest publish --pull` reads what was edited there, then publish "
				"again", text, buf_text(&p->path));
		buf_fini(&title);
	}
	return ok;
}

static bool merge(struct publishing *p, const struct buf *file, struct output *out, struct err *err)
{
	struct buf base = { 0 }, tidy = { 0 };
	const struct buf *theirs = &tidy;
	bool known, conflict = false;
	char digest[SHA256_SIZE];
	const char *base_digest = record_text(&p->last, PUBLICATION_BASE);
	/* an editor that ends lines as Windows does has not edited all of them */
	readback_tidy(buf_text(&p->render), p->render.len, buf_text(file), file->len, &tidy);
	bool ok = blob_get(p->app->store, base_digest, &base, &known, err);
	blob_digest(buf_text(theirs), theirs->len, digest);
	if (ok && !known && text_equal(digest, base_digest)) {
		/* the base was redacted, and nobody edited the file since */
		buf_put(&p->merged, p->render.data, p->render.len);
	} else if (ok) {
		const struct repo_bytes base_bytes = { buf_text(&base), base.len },
					ours = { p->render.data, p->render.len },
					their_bytes = { buf_text(theirs), theirs->len };
		ok = p->git->merge_file(known ? &base_bytes : NULL, &ours, &their_bytes, &p->merged, &conflict,
			err);
		p->merged_edits = ok && (!known || base.len != theirs->len ||
						memcmp(buf_text(&base), buf_text(theirs), base.len) != 0);
	}
	if (ok && conflict) {
		show_conflict(&p->merged, out);
		ok = err_set(err, ERR_CONFLICT, "%s was edited in the repository where the log changed too; nothing "
			"was written. `inquest publish --pull` brings edits of sections and action items back; of the rest "
			"change the incident, or the file in the repository, then publish again", buf_text(&p->path));
	}
	ok = ok && check_rows(p, theirs, err);
	buf_fini(&base);
	buf_fini(&tidy);
	return ok;
}

bool publishing_compose(struct publishing *p, struct output *out, struct err *err)
{
	struct buf theirs = { 0 };
	bool there;
	p->request.map = &p->map;
	struct buf problems = { 0 };
	p->request.problems = &problems;
	bool ok = document_render_material(p->app, &p->material, &p->request, &p->render, err) &&
		  p->git->read_file(p->repo, p->tip.commit, buf_text(&p->path), &theirs, &there, err);
	p->request.map = NULL;
	p->request.problems = NULL;
	if (ok && problems.len)
		output_note_lines(out, buf_text(&problems));
	buf_fini(&problems);
	bool ours = p->last.id[0] && text_equal(record_text(&p->last, PUBLICATION_PATH), buf_text(&p->path));
	bool same = ok && there && theirs.len == p->render.len &&
		    memcmp(buf_text(&theirs), p->render.data, theirs.len) == 0;
	if (ok && (!there || same))
		buf_put(&p->merged, p->render.data, p->render.len);
	else if (ok && !ours)
		ok = err_set(err, ERR_CONFLICT, "%s is already in the repository and was not published from here: "
			"choose another file with --path, or edit it there if it is a teammate's (databases of several "
			"people are not joined)", buf_text(&p->path));
	else if (ok)
		ok = merge(p, &theirs, out, err);
	buf_fini(&theirs);
	return ok;
}
