/* publish: an attempt, marked or noted until git and the database both have it */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/edit.h"
#include "base/text.h"
#include "store/care.h"

bool publishing_is_here(const struct publishing *p, const struct record *publication)
{
	return !strstr(record_text(publication, PUBLICATION_PATH), REDACTION_MARK) &&
	       text_equal(record_text(publication, PUBLICATION_REPOSITORY), p->git->path(p->repo)) &&
	       text_equal(record_text(publication, PUBLICATION_BRANCH), p->tip.branch);
}

/* ---- marked ------------------------------------------------------------------------------------- */

void publishing_mark(const struct publishing *p, const char *path, const struct buf *text, char mark[SHA256_SIZE])
{
	char digest[SHA256_SIZE];
	struct buf all = { 0 };
	blob_digest(buf_text(text), text->len, digest);
	buf_printf(&all, "%s %s %s:%s %s", p->incident.id, digest, audience_name(p->material.audience), p->edition, path);
	blob_digest(buf_text(&all), all.len, mark);
	buf_fini(&all);
}

bool publishing_is_continued(const struct publishing *p)
{
	return p->last.id[0] && !p->unrecorded && publishing_is_here(p, &p->last) &&
	       text_equal(record_text(&p->last, PUBLICATION_PATH), buf_text(&p->path)) &&
	       audience_of(record_text(&p->last, PUBLICATION_AUDIENCE)) == p->material.audience &&
	       text_equal(record_text(&p->last, PUBLICATION_TEMPLATE), p->edition) &&
	       p->merged.len == p->render.len && memcmp(buf_text(&p->merged), buf_text(&p->render), p->merged.len) == 0;
}

/* What an attempt left to say of the publication that it would have been. */
static void become_last(struct publishing *p, const char *path, const char *base, const char *audience, const char *template)
{
	record_set_text(&p->last, PUBLICATION_PATH, path);
	record_set_text(&p->last, PUBLICATION_BASE, base);
	record_set_text(&p->last, PUBLICATION_AUDIENCE, audience);
	record_set_text(&p->last, PUBLICATION_TEMPLATE, *template ? template : NULL);
	p->unrecorded = publishing_continues(p, &p->last);
	if (p->unrecorded) {
		text_copy(p->last.id, sizeof p->last.id, "attempt");
	} else {
		record_fini(&p->last);
		record_init(&p->last, ENTITY_PUBLICATION);
	}
}

bool publishing_find_marked(struct publishing *p, const struct records *list, struct err *err)
{
	size_t at = list->count;
	char mark[SHA256_SIZE], digest[SHA256_SIZE];
	struct buf file = { 0 };
	struct repo_log log = { 0 };
	bool there = false;
	while (at > 0 && !publishing_is_here(p, &list->items[at - 1]))
		at--;
	if (at == 0 || !p->tip.commit[0])
		return true;
	const struct record *publication = &list->items[at - 1];
	const char *path = record_text(publication, PUBLICATION_PATH);
	bool ok = p->git->read_file(p->repo, p->tip.commit, path, &file, &there, err) &&
		  (!there || p->git->read_log(p->repo, p->tip.commit, path, 1, &log, err));
	if (ok && there && log.entries.count && log.entries.items[0].mark) {
		blob_digest(buf_text(&file), file.len, digest);
		publishing_mark(p, path, &file, mark);
		if (text_equal(log.entries.items[0].mark, mark))
			become_last(p, path, digest, record_text(publication, PUBLICATION_AUDIENCE), p->edition);
	}
	p->git->log_fini(&log);
	buf_fini(&file);
	return ok;
}

/* ---- noted -------------------------------------------------------------------------------------- */

/* Where an attempt to publish is noted until git and the database both have it. */
static void attempt_name(const struct publishing *p, char name[64])
{
	snprintf(name, 64, "publishing:%s", p->incident.id);
}

bool publishing_note_attempt(struct publishing *p, struct err *err)
{
	char name[64], file[SHA256_SIZE], render[SHA256_SIZE];
	struct buf note = { 0 };
	attempt_name(p, name);
	blob_digest(p->merged.data, p->merged.len, file);
	if (!app_begin(p->app, err))
		return false;
	bool ok = blob_put(p->app->store, p->render.data, p->render.len, render, err);
	buf_printf(&note, "%s %s %s%s%s %s", file, render, audience_name(p->material.audience), *p->edition ? ":" : "",
		p->edition, buf_text(&p->path));
	ok = edit_end(p->app,
		ok && store_run(p->app->store, QUERY_LOCAL_SET,
			      PARAMS(PARAM_TEXT("name", name), PARAM_TEXT("value", buf_text(&note))), err),
		err);
	buf_fini(&note);
	return ok;
}

/* A note in its parts; NULL if there is none. They borrow from the text, which is cut into them. */
struct note {
	const char *file, *render, *audience, *path, *template;
};

static bool read_note(struct publishing *p, struct buf *text, struct note *out, struct err *err)
{
	char name[64];
	const char **const parts[] = { &out->file, &out->render, &out->audience };
	*out = (struct note){ 0 };
	attempt_name(p, name);
	if (!store_text(p->app->store, QUERY_LOCAL_GET, PARAMS(PARAM_TEXT("name", name)), text, NULL, err))
		return false;
	char *at = text->data;
	for (size_t i = 0; at && i < LENGTH(parts); i++) {
		char *blank = strchr(at, ' ');
		*parts[i] = at;
		at = blank ? blank + 1 : NULL;
		if (blank)
			*blank = '\0';
	}
	out->path = at;
	char *colon = out->audience ? strchr(out->audience, ':') : NULL;
	if (colon)
		*colon = '\0';
	out->template = colon ? colon + 1 : "";
	return true;
}

bool publishing_read_attempt(struct publishing *p, enum audience *audience, struct buf *path, struct err *err)
{
	struct buf text = { 0 };
	struct note note;
	bool ok = read_note(p, &text, &note, err);
	if (ok && note.path) {
		*audience = audience_of(note.audience);
		buf_puts(path, note.path);
	}
	buf_fini(&text);
	return ok;
}

bool publishing_find_attempt(struct publishing *p, struct err *err)
{
	char digest[SHA256_SIZE] = "";
	struct buf text = { 0 }, document = { 0 };
	struct note note;
	bool there = false;
	bool ok = read_note(p, &text, &note, err);
	if (ok && note.path)
		ok = p->git->read_file(p->repo, p->tip.commit, note.path, &document, &there, err);
	if (ok && there)
		blob_digest(buf_text(&document), document.len, digest);
	if (ok && there && text_equal(note.file, digest)) {
		become_last(p, note.path, note.render, note.audience, note.template);
	}
	buf_fini(&text);
	buf_fini(&document);
	return ok;
}

bool publishing_drop_attempt(struct publishing *p, struct err *err)
{
	char name[64];
	attempt_name(p, name);
	return store_run(p->app->store, QUERY_LOCAL_DELETE, PARAMS(PARAM_TEXT("name", name)), err);
}
