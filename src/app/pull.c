#include "app/pull.h"

#include <stdlib.h>
#include <string.h>

#include "app/read.h"
#include "base/text.h"
#include "store/care.h"

static void point_fini(struct pull_point *point)
{
	buf_fini(&point->base);
	mustache_map_fini(&point->map);
}

void pull_fini(struct pull *pull)
{
	for (size_t i = 0; i < pull->points.count; i++)
		point_fini(&pull->points.items[i]);
	for (size_t i = 0; i < pull->notes.count; i++) {
		free(pull->notes.items[i].text);
		free(pull->notes.items[i].author);
		free(pull->notes.items[i].commit);
	}
	free(pull->points.items);
	free(pull->notes.items);
	takeback_fini(&pull->takeback);
	buf_fini(&pull->renamed);
}

/* What a publication was rendered from; `*found` is false if that is not known (any more). */
static bool read_point(struct publishing *p, const struct record *publication, struct pull_point *out, bool *found,
	struct err *err)
{
	struct buf map = { 0 };
	const char *digest = record_text(publication, PUBLICATION_MAP);
	*out = (struct pull_point){ 0 };
	text_copy(out->commit, sizeof out->commit, record_text(publication, PUBLICATION_COMMIT_ID));
	*found = *digest && out->commit[0];
	bool ok = !*found || blob_get(p->app->store, record_text(publication, PUBLICATION_BASE), &out->base, found, err);
	if (ok && *found)
		ok = blob_get(p->app->store, digest, &map, found, err);
	if (ok && *found)
		ok = mustache_map_read(&out->map, buf_text(&map), out->base.len, err);
	buf_fini(&map);
	if (!ok || !*found)
		point_fini(out);
	return ok;
}

static struct readback_base base_of(const struct pull_point *point)
{
	return (struct readback_base){ buf_text(&point->base), point->base.len, &point->map };
}

/* The document in a commit, under one of its names. */
static bool read_document(struct publishing *p, const char *commit, const char *renamed, struct buf *out, bool *found,
	struct err *err)
{
	const char *path = record_text(&p->last, PUBLICATION_PATH);
	return p->git->read_file(p->repo, commit, path, out, found, err) &&
	       (*found || !*renamed || p->git->read_file(p->repo, commit, renamed, out, found, err));
}

/* The edits of a commit's document; `*known` is false if it has none that can be read. */
bool pull_read_version(struct pull *pull, const struct pull_point *point, const char *commit, struct readback *out,
	bool *known, struct err *err)
{
	const struct readback_base base = base_of(point);
	struct buf text = { 0 };
	struct err problem = { 0 };
	*out = (struct readback){ 0 };
	bool ok = read_document(pull->p, commit, buf_text(&pull->renamed), &text, known, &problem);
	if (ok && *known)
		ok = readback_read(&base, buf_text(&text), text.len, out, &problem);
	buf_fini(&text);
	if (ok)
		return true;
	*known = false;
	err_pass(err, &problem);
	/* what is no document is nothing to take; what only cannot be read now would be taken for that */
	return problem.code != ERR_IO && problem.code != ERR_DENIED && problem.code != ERR_BUSY;
}

/* ---- where to read from ---------------------------------------------------------------------------- */

static bool unknown_base(const struct publishing *p, struct err *err)
{
	return err_set(err, ERR_USAGE, "what %s was published from is not known any more, or an older inquest published "
		"it: `inquest publish` once, and what is edited after that can be brought back",
		record_text(&p->last, PUBLICATION_PATH));
}

static bool add_point(struct pull *pull, const struct record *publication, bool *added, struct err *err)
{
	struct pull_point point;
	if (!read_point(pull->p, publication, &point, added, err))
		return false;
	if (*added)
		*(struct pull_point *)vec_push(&pull->points) = point;
	return true;
}

/* The map of a publication that was settled has this: what its commit has beyond it was read, and could not be taken. */
static const char settled[] = "pulled all here";

static bool is_settled(const struct pull_point *point)
{
	for (size_t i = point->map.count; i-- > 0;)
		if (text_equal(point->map.items[i].origin, settled))
			return true;
	return false;
}

/* Whether the publication's own commit has edits that were merged then and not brought back. */
static bool has_edits(struct pull *pull, const struct pull_point *point, bool *out, struct err *err)
{
	struct readback edits;
	bool known;
	*out = false;
	if (is_settled(point))
		return true;
	if (!pull_read_version(pull, point, point->commit, &edits, &known, err))
		return false;
	*out = known && readback_count(&edits) > 0;
	readback_fini(&edits);
	return true;
}

static bool find_points(struct pull *pull, struct err *err)
{
	const struct publishing *p = pull->p;
	struct records list = { 0 };
	bool added, edits = false;
	if (!add_point(pull, &p->last, &added, err))
		return false;
	if (!added)
		return unknown_base(p, err);
	bool ok = has_edits(pull, &pull->points.items[0], &edits, err) &&
		  read_list(p->app, ENTITY_PUBLICATION, p->incident.id, &list, err);
	for (size_t i = list.count; ok && edits && i-- > 0;) {
		const struct record *older = &list.items[i];
		if (older->number >= p->last.number || !publishing_is_here(p, older) ||
			!text_equal(record_text(older, PUBLICATION_PATH), record_text(&p->last, PUBLICATION_PATH)))
			continue;
		ok = add_point(pull, older, &added, err);
		if (!added)
			break;
		ok = ok && has_edits(pull, &pull->points.items[pull->points.count - 1], &edits, err);
	}
	records_fini(&list);
	for (size_t i = 0; i < pull->points.count / 2; i++) {
		struct pull_point *a = &pull->points.items[i], *b = &pull->points.items[pull->points.count - 1 - i];
		struct pull_point kept = *a;
		*a = *b;
		*b = kept;
	}
	return ok;
}

/* The document may have been renamed there; nothing else is found under its old name then. */
static bool find_renamed(struct pull *pull, struct err *err)
{
	struct publishing *p = pull->p;
	const char *path = record_text(&p->last, PUBLICATION_PATH);
	struct buf text = { 0 };
	bool found;
	bool ok = p->git->read_file(p->repo, p->tip.commit, path, &text, &found, err);
	buf_fini(&text);
	if (!ok || found)
		return ok;
	if (!p->git->find_renamed(p->repo, record_text(&p->last, PUBLICATION_COMMIT_ID), p->tip.commit, path,
		    &pull->renamed, &found, err))
		return false;
	return found || err_set(err, ERR_NOT_FOUND, "%s is not on %s any more, so there is nothing to bring back; "
				"`inquest publish` writes it again", path, p->tip.branch);
}

bool pull_open(struct pull *pull, struct publishing *p, struct err *err)
{
	*pull = (struct pull){ .p = p, .takeback = { .app = p->app, .incident = &p->incident } };
	if (!p->last.id[0] || !p->tip.commit[0])
		return err_set(err, ERR_NOT_FOUND, "this incident was not published to %s on %s yet",
			p->git->path(p->repo), p->tip.branch);
	if (p->unrecorded)
		return err_set(err, ERR_USAGE, "the last publication was interrupted: `inquest publish` finishes it");
	/* in a public document what is new was written for the public */
	if (text_equal(record_text(&p->last, PUBLICATION_AUDIENCE), "public"))
		pull->takeback.audience = "public";
	return find_renamed(pull, err) && find_points(pull, err);
}

/* ---- what both sides have --------------------------------------------------------------------------- */

/* The last word on a field: it could not be what they made of it. */
static bool was_refused(const struct takeback *takeback, const struct readback_edit *edit)
{
	bool refused = false;
	for (size_t i = 0; i < takeback->results.count; i++) {
		const struct takeback_result *result = &takeback->results.items[i];
		if (result->entity == edit->entity && result->field == edit->field && text_equal(result->id, edit->which))
			refused = result->outcome == TAKEBACK_REFUSED;
	}
	return refused;
}

/* A new one is known by its id now. */
static bool mark(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	struct record action;
	if (edit->kind == READBACK_FIELD)
		edit->taken = !was_refused(takeback, edit);
	if (edit->kind == READBACK_NEW_SECTION)
		edit->taken = true;
	if (edit->kind != READBACK_NEW_ACTION)
		return true;
	if (!takeback_find_action(takeback, readback_cell_text(edit, ACTION_TITLE), readback_cell_text(edit, ACTION_TEAM), &action,
		    &edit->taken, err))
		return false;
	if (edit->taken) {
		free(edit->which);
		edit->which = mem_copy(action.id);
		record_fini(&action);
	}
	return true;
}

static bool put_publication(struct pull *pull, const struct buf *base, const struct buf *map, struct err *err)
{
	struct publishing *p = pull->p;
	struct record publication;
	char digest[SHA256_SIZE], map_digest[SHA256_SIZE];
	/* the name before is kept, as are the clone's that it was published to */
	bool here = publishing_is_here(p, &p->last) && !pull->renamed.len;
	record_init(&publication, ENTITY_PUBLICATION);
	memcpy(publication.incident, p->incident.id, ID_SIZE);
	if (here) {
		memcpy(publication.id, p->last.id, ID_SIZE);
	} else {
		record_set_text(&publication, PUBLICATION_REPOSITORY, p->git->path(p->repo));
		record_set_text(&publication, PUBLICATION_BRANCH, p->tip.branch);
		record_set_text(&publication, PUBLICATION_AUDIENCE, record_text(&p->last, PUBLICATION_AUDIENCE));
		record_set_text(&publication, PUBLICATION_TEMPLATE, record_text(&p->last, PUBLICATION_TEMPLATE));
	}
	bool ok = blob_put(p->app->store, base->data, base->len, digest, err) &&
		  blob_put(p->app->store, buf_text(map), map->len, map_digest, err);
	record_set_text(&publication, PUBLICATION_BASE, digest);
	record_set_text(&publication, PUBLICATION_MAP, map_digest);
	record_set_text(&publication, PUBLICATION_COMMIT_ID, p->tip.commit);
	if (!here)
		record_set_text(&publication, PUBLICATION_PATH,
			pull->renamed.len ? buf_text(&pull->renamed) : record_text(&p->last, PUBLICATION_PATH));
	store_next(p->app->store, p->app->author);
	ok = ok && store_put(p->app->store, &publication, err);
	record_fini(&publication);
	return ok;
}

bool pull_settle(struct pull *pull, struct err *err)
{
	const struct pull_point *point = &pull->points.items[pull->points.count - 1];
	const struct readback_base base = base_of(point);
	struct readback tip;
	struct buf text = { 0 }, written = { 0 };
	struct mustache_map map = { 0 };
	bool known;
	if (!pull->commits && !pull->renamed.len)
		return true;
	bool ok = pull_read_version(pull, point, pull->p->tip.commit, &tip, &known, err);
	for (size_t i = 0; ok && i < tip.edits.count; i++)
		ok = mark(&pull->takeback, &tip.edits.items[i], err);
	if (ok && known) {
		readback_settle(&base, &tip, &text, &map);
		if (!is_settled(point))
			mustache_map_add(&map, text.len, 0, settled);
		mustache_map_write(&map, &written);
		ok = put_publication(pull, &text, &written, err);
	}
	readback_fini(&tip);
	buf_fini(&text);
	buf_fini(&written);
	mustache_map_fini(&map);
	return ok;
}

size_t pull_count(struct publishing *p)
{
	struct pull pull = { .p = p };
	struct pull_point point;
	struct readback tip = { 0 };
	bool known, found;
	size_t count = 0;
	if (p->last.id[0] && !p->unrecorded && read_point(p, &p->last, &point, &found, NULL) && found) {
		if (pull_read_version(&pull, &point, p->tip.commit, &tip, &known, NULL))
			count = readback_count(&tip);
		readback_fini(&tip);
		point_fini(&point);
	}
	return count;
}
