/* publish: what the file in the repository goes back to */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"
#include "store/care.h"

enum { HISTORY_MAX = 1000 }; /* commits of one document that are looked at */

/* Among publications to `path`, the one whose commit is the latest in this branch's history of it. */
static bool find_in_history(
	struct publishing *p, const struct records *list, const char *path, struct err *err)
{
	struct repo_log log = { 0 };
	bool ok = p->git->read_log(p->repo, p->tip.commit, path, HISTORY_MAX, &log, err);
	for (size_t e = 0; ok && e < log.entries.count && !p->last.id[0]; e++)
		for (size_t i = 0; i < list->count && !p->last.id[0]; i++)
			if (text_equal(record_text(&list->items[i], PUBLICATION_COMMIT_ID),
				    log.entries.items[e].commit) &&
				text_equal(record_text(&list->items[i], PUBLICATION_PATH), path))
				record_copy(&p->last, &list->items[i]);
	p->git->log_fini(&log);
	return ok;
}

/* Among publications to `path`, the one whose text is there unchanged. */
static bool find_unedited(
	struct publishing *p, const struct records *list, const char *path, struct err *err)
{
	struct buf document = { 0 };
	char digest[SHA256_SIZE];
	bool there;
	bool ok = p->git->read_file(p->repo, p->tip.commit, path, &document, &there, err);
	if (ok && there)
		blob_digest(buf_text(&document), document.len, digest);
	for (size_t i = list->count; ok && there && i-- > 0 && !p->last.id[0];)
		if (text_equal(record_text(&list->items[i], PUBLICATION_BASE), digest) &&
			text_equal(record_text(&list->items[i], PUBLICATION_PATH), path))
			record_copy(&p->last, &list->items[i]);
	buf_fini(&document);
	return ok;
}

static bool find_by(struct publishing *p, const struct records *list,
	bool (*find)(struct publishing *p, const struct records *list, const char *path, struct err *err),
	struct err *err)
{
	bool ok = true;
	for (size_t i = list->count; ok && i-- > 0 && !p->last.id[0];) {
		const char *path = record_text(&list->items[i], PUBLICATION_PATH);
		if (i + 1 == list->count || !text_equal(path, record_text(&list->items[i + 1], PUBLICATION_PATH)))
			ok = find(p, list, path, err);
	}
	return ok;
}

/* Leave out editions for other readers. */
static void keep_editions(const struct publishing *p, struct records *list)
{
	size_t kept = 0;
	for (size_t i = 0; i < list->count; i++) {
		if (publishing_continues(p, &list->items[i]))
			list->items[kept++] = list->items[i];
		else
			record_fini(&list->items[i]);
	}
	list->count = kept;
}

bool publishing_find_last(struct publishing *p, struct err *err)
{
	struct records list = { 0 };
	bool ok = publishing_find_attempt(p, err) &&
		  read_list(p->app, ENTITY_PUBLICATION, p->incident.id, &list, err);
	keep_editions(p, &list);
	ok = ok && find_by(p, &list, find_unedited, err) && (p->last.id[0] || publishing_find_marked(p, &list, err));
	for (size_t i = list.count; ok && i-- > 0 && !p->last.id[0];)
		if (publishing_is_here(p, &list.items[i]))
			record_copy(&p->last, &list.items[i]);
	if (ok && p->tip.commit[0])
		ok = find_by(p, &list, find_in_history, err);
	records_fini(&list);
	return ok;
}
