/* publish: an attempt, noted until git and the database both have it */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/edit.h"
#include "base/text.h"
#include "store/care.h"

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
	buf_printf(&note, "%s %s %s", file, render, buf_text(&p->path));
	ok = edit_end(p->app,
		ok && store_run(p->app->store, QUERY_LOCAL_SET,
			      PARAMS(PARAM_TEXT("name", name), PARAM_TEXT("value", buf_text(&note))), err),
		err);
	buf_fini(&note);
	return ok;
}

bool publishing_find_attempt(struct publishing *p, struct err *err)
{
	enum { HEX = SHA256_SIZE - 1, PATH_AT = 2 * (HEX + 1) };
	char name[64], digest[SHA256_SIZE] = "";
	struct buf note = { 0 }, document = { 0 };
	bool there = false;
	attempt_name(p, name);
	bool ok = store_text(p->app->store, QUERY_LOCAL_GET, PARAMS(PARAM_TEXT("name", name)), &note, NULL, err);
	const char *path = note.len > PATH_AT ? note.data + PATH_AT : NULL;
	if (ok && path)
		ok = p->git->read_file(p->repo, p->tip.commit, path, &document, &there, err);
	if (ok && there)
		blob_digest(buf_text(&document), document.len, digest);
	if (ok && there && strncmp(note.data, digest, HEX) == 0) {
		note.data[PATH_AT - 1] = '\0';
		p->unrecorded = true;
		text_copy(p->last.id, sizeof p->last.id, "attempt");
		record_set_text(&p->last, PUBLICATION_PATH, path);
		record_set_text(&p->last, PUBLICATION_BASE, note.data + HEX + 1);
	}
	buf_fini(&note);
	buf_fini(&document);
	return ok;
}

bool publishing_drop_attempt(struct publishing *p, struct err *err)
{
	char name[64];
	attempt_name(p, name);
	return store_run(p->app->store, QUERY_LOCAL_DELETE, PARAMS(PARAM_TEXT("name", name)), err);
}
