/* publish: attached files beside the document */
#include "app/publishing.h"

#include <stdlib.h>
#include <strings.h>

#include "app/read.h"
#include "base/path.h"
#include "base/text.h"
#include "base/words.h"
#include "store/care.h"

bool publishing_plan_assets(struct publishing *p, struct output *out, struct err *err)
{
	if (!assets_plan(p->app, &p->material, buf_text(&p->path), &p->assets, err))
		return false;
	p->request.assets = &p->assets;
	for (size_t i = 0; i < p->assets.count; i++)
		if (!p->assets.items[i].name)
			output_note(out, "attachment %lld, %s, is only named: it is larger than publish.attachments allows, or "
				"not in this database", (long long)p->assets.items[i].attachment->number,
				record_text(p->assets.items[i].attachment, ATTACHMENT_NAME));
	return true;
}

/* Paths and bytes grow with the list, so files point to them only when all are there. */
static void add(struct publishing_files *out, const char *folder, const char *name, struct buf *bytes)
{
	struct buf path = { 0 };
	size_t index = out->count;
	struct repo_file *file = vec_push(out);
	out->bytes = mem_resize(out->bytes, out->count, sizeof *out->bytes);
	out->paths = mem_resize(out->paths, out->count, sizeof *out->paths);
	buf_printf(&path, "%s/%s", folder, name);
	out->paths[index] = buf_steal(&path);
	out->bytes[index] = bytes ? *bytes : (struct buf){ 0 };
	file->remove = !bytes;
	out->owned = out->count;
}

/* The folder was written by us if the document was. */
static bool is_ours(const struct publishing *p)
{
	return p->last.id[0] && text_equal(record_text(&p->last, PUBLICATION_PATH), buf_text(&p->path));
}

static bool same_bytes(const struct buf *a, const struct buf *b)
{
	return a->len == b->len && memcmp(buf_text(a), buf_text(b), a->len) == 0;
}

static bool is_publication(struct publishing *p, const char *commit, bool *out, struct err *err)
{
	struct records list = { 0 };
	bool ok = read_list(p->app, ENTITY_PUBLICATION, p->incident.id, &list, err);
	for (size_t i = 0; i < list.count; i++)
		*out = *out || text_equal(record_text(&list.items[i], PUBLICATION_COMMIT_ID), commit);
	records_fini(&list);
	return ok;
}

/* Nobody edited a file since we wrote it: it was attached here, or, that being redacted, we were the last to commit it. */
static bool is_unedited(struct publishing *p, const char *path, const struct buf *theirs, bool *out, struct err *err)
{
	char digest[SHA256_SIZE];
	struct buf blob = { 0 };
	struct repo_log log = { 0 };
	blob_digest(buf_text(theirs), theirs->len, digest);
	bool ok = blob_get(p->app->store, digest, &blob, out, err);
	if (ok && !*out)
		ok = p->git->read_log(p->repo, p->tip.commit, path, 1, &log, err) &&
		     (!log.entries.count || is_publication(p, log.entries.items[0].commit, out, err));
	p->git->log_fini(&log);
	buf_fini(&blob);
	return ok;
}

static bool check_place(struct publishing *p, const struct asset *asset, const char *path, const struct buf *bytes,
	struct err *err)
{
	struct buf theirs = { 0 };
	bool there = false, unedited = false;
	bool ok = p->git->read_file(p->repo, p->tip.commit, path, &theirs, &there, err);
	bool other = ok && there && !same_bytes(&theirs, bytes);
	if (other && !is_ours(p))
		ok = err_set(err, ERR_CONFLICT, "%s is already in the repository and was not published from here: choose "
			"another file with --path", path);
	else if (other && is_unedited(p, path, &theirs, &unedited, err) && !unedited)
		ok = err_set(err, ERR_CONFLICT, "%s was edited in the repository and is not what is attached here: attach "
			"that version and `inquest attach delete %lld`, or take the edit back there", path,
			(long long)asset->attachment->number);
	else if (other)
		ok = unedited;
	buf_fini(&theirs);
	return ok;
}

static bool add_asset(struct publishing *p, const struct asset *asset, struct publishing_files *out, struct err *err)
{
	struct buf bytes = { 0 }, path = { 0 };
	bool found;
	buf_printf(&path, "%s/%s", p->assets.folder, asset->name);
	bool ok = blob_get(p->app->store, record_text(asset->attachment, ATTACHMENT_SHA256), &bytes, &found, err) &&
		  check_place(p, asset, buf_text(&path), &bytes, err);
	if (ok)
		add(out, p->assets.folder, asset->name, &bytes);
	else
		buf_fini(&bytes);
	buf_fini(&path);
	return ok;
}

/* What a colleague put there stays as long as the document speaks of it. */
static bool is_kept(const struct publishing *p, const char *name)
{
	for (size_t i = 0; i < p->assets.count; i++)
		if (p->assets.items[i].name && text_equal(p->assets.items[i].name, name))
			return true;
	return strstr(buf_text(&p->merged), name) != NULL;
}

/* Only where the document was before: a folder of this name that we never wrote is somebody else's. */
static bool add_removed(struct publishing *p, struct publishing_files *out, struct err *err)
{
	struct words there = { 0 };
	bool ok = !is_ours(p) || !p->tip.commit[0] ||
		  p->git->list_files(p->repo, p->tip.commit, p->assets.folder, &there, err);
	for (size_t i = 0; ok && i < there.count; i++)
		if (!is_kept(p, there.items[i]))
			add(out, p->assets.folder, there.items[i], NULL);
	words_fini(&there);
	return ok;
}

bool publishing_read_assets(struct publishing *p, struct publishing_files *out, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < p->assets.count; i++)
		if (p->assets.items[i].name && !p->assets.items[i].again)
			ok = add_asset(p, &p->assets.items[i], out, err);
	ok = ok && add_removed(p, out, err);
	for (size_t i = 0; i < out->count; i++) {
		out->items[i].path = out->paths[i];
		out->items[i].bytes = (struct repo_bytes){ buf_text(&out->bytes[i]), out->bytes[i].len };
	}
	return ok;
}

void publishing_files_fini(struct publishing_files *files)
{
	for (size_t i = 0; i < files->owned; i++) {
		buf_fini(&files->bytes[i]);
		free(files->paths[i]);
	}
	free(files->bytes);
	free(files->paths);
	free(files->items);
	*files = (struct publishing_files){ 0 };
}
