/* render, publish */
#include "app/document.h"
#include "app/edit.h"
#include "app/handlers.h"
#include "app/module.h"
#include "app/read.h"

#include <stdlib.h>
#include <sys/stat.h>

#include "base/path.h"
#include "base/text.h"
#include "base/zone.h"
#include "doc/index.h"
#include "store/care.h"

enum { HISTORY_MAX = 1000 }; /* commits of one document that are looked at */

bool cmd_render(struct call *call, struct err *err)
{
	struct record incident;
	struct buf text = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = document_render(call->app, &incident, call_flag(call, "template"), &text, err);
	const char *file = call_flag(call, "output");
	/* what is there may be private, and stays so */
	struct stat status;
	mode_t mode = file && stat(file, &status) == 0 ? status.st_mode & 0777 : 0666;
	if (ok && file)
		ok = path_write(file, text.data, text.len, mode, err);
	else if (ok)
		output_raw(call->out, text.data, text.len);
	buf_fini(&text);
	record_fini(&incident);
	return ok;
}

/* Everything one publication is made of. */
struct publishing {
	struct app *app;
	const struct repo_ops *git;
	struct repo *repo;
	struct repo_tip tip;
	struct record incident;
	struct record last; /* the last publication to this repository; empty id: none */
	struct buf path, render, merged, index, message;
	const char *index_path;
	bool merged_edits;
	bool unrecorded; /* `last` is an attempt that the database was not told the end of */
};

static void publishing_fini(struct publishing *p)
{
	if (p->git && p->repo)
		p->git->close(p->repo);
	record_fini(&p->incident);
	record_fini(&p->last);
	buf_fini(&p->path);
	buf_fini(&p->render);
	buf_fini(&p->merged);
	buf_fini(&p->index);
	buf_fini(&p->message);
}

static bool open_repository(struct publishing *p, const struct call *call, struct err *err)
{
	const char *branch = call_flag(call, "branch");
	struct buf folder = { 0 };
	app_repository(p->app, call_flag(call, "repository"), &folder);
	if (!branch)
		branch = options_get(&p->app->options, OPTION_PUBLISH_BRANCH);
	bool ok = !text_empty(buf_text(&folder)) ||
		  err_set(err, ERR_USAGE, "no repository to publish to: name one with --repository DIR or "
			"`inquest config publish.repository DIR`");
	p->git = ok ? module_repo(err) : NULL;
	ok = p->git && p->git->open(&p->repo, buf_text(&folder), err) &&
	     p->git->read_tip(p->repo, branch, &p->tip, err);
	buf_fini(&folder);
	return ok;
}

/* A path that was redacted leads nowhere: the document gets a new one. */
static bool is_here(const struct publishing *p, const struct record *publication)
{
	return !strstr(record_text(publication, PUBLICATION_PATH), REDACTION_MARK) &&
	       text_equal(record_text(publication, PUBLICATION_REPOSITORY), p->git->path(p->repo)) &&
	       text_equal(record_text(publication, PUBLICATION_BRANCH), p->tip.branch);
}

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

/* Where an attempt to publish is noted until git and the database both have it. */
static void attempt_name(const struct publishing *p, char name[64])
{
	snprintf(name, 64, "publishing:%s", p->incident.id);
}

/*
 * Note what is about to be committed: path, and the digests of the file and of the render that is the next
 * merge's base. Should we be killed between git's commit and ours, the next publish knows its own file.
 */
static bool note_attempt(struct publishing *p, struct err *err)
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

/* An attempt whose file is in the repository but whose publication was never recorded. */
static bool find_attempt(struct publishing *p, struct err *err)
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

/*
 * The publication that what is in the repository goes back to: one that nobody edited since; else the latest
 * to this repository and branch; else one that came here all the same, because the repository was moved or
 * cloned, the branch merged or branched off.
 */
static bool find_last(struct publishing *p, struct err *err)
{
	struct records list = { 0 };
	bool ok = find_attempt(p, err) &&
		  read_list(p->app, ENTITY_PUBLICATION, p->incident.id, &list, err) &&
		  find_by(p, &list, find_unedited, err);
	for (size_t i = list.count; ok && i-- > 0 && !p->last.id[0];)
		if (is_here(p, &list.items[i]))
			record_copy(&p->last, &list.items[i]);
	if (ok && p->tip.commit[0])
		ok = find_by(p, &list, find_in_history, err);
	records_fini(&list);
	return ok;
}

/* Once published, a document stays where it is, whatever the title or the pattern become. */
static bool choose_path(struct publishing *p, const struct call *call, struct err *err)
{
	const char *given = call_flag(call, "path");
	const char *pattern = given ? given : options_get(&p->app->options, OPTION_PUBLISH_PATH);
	if (!given && p->last.id[0])
		buf_puts(&p->path, record_text(&p->last, PUBLICATION_PATH));
	else if (!document_pattern(p->app, &p->incident, pattern, &p->path, err))
		return err_wrap(err, "publish.path");
	return p->git->check_path(buf_text(&p->path), err);
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
	output_note(out, "%s", buf_text(&shown));
	buf_fini(&shown);
}

static bool merge(struct publishing *p, const struct buf *theirs, struct output *out, struct err *err)
{
	struct buf base = { 0 };
	bool known, conflict = false;
	char digest[SHA256_SIZE];
	const char *base_digest = record_text(&p->last, PUBLICATION_BASE);
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
			"was written. Bring the lines above into agreement: change the incident, or the file in "
			"the repository, then publish again", buf_text(&p->path));
	}
	buf_fini(&base);
	return ok;
}

/* What the file shall be: the render, with the edits made in the repository since. */
static bool compose_document(struct publishing *p, struct output *out, struct err *err)
{
	struct buf theirs = { 0 };
	bool there;
	bool ok = document_render(p->app, &p->incident, NULL, &p->render, err) &&
		  p->git->read_file(p->repo, p->tip.commit, buf_text(&p->path), &theirs, &there, err);
	bool ours = p->last.id[0] && text_equal(record_text(&p->last, PUBLICATION_PATH), buf_text(&p->path));
	bool same = ok && there && theirs.len == p->render.len &&
		    memcmp(buf_text(&theirs), p->render.data, theirs.len) == 0;
	if (ok && (!there || same))
		buf_put(&p->merged, p->render.data, p->render.len);
	else if (ok && !ours)
		ok = err_set(err, ERR_CONFLICT, "%s is already in the repository and was not published from here: "
			"choose another file with --path", buf_text(&p->path));
	else if (ok)
		ok = merge(p, &theirs, out, err);
	buf_fini(&theirs);
	return ok;
}

/* A link from the index to the document, both being paths from the top. */
static void relative_link(const char *from, const char *to, struct buf *out)
{
	size_t shared = 0;
	for (size_t i = 0; from[i] && from[i] == to[i]; i++)
		if (from[i] == '/')
			shared = i + 1;
	for (const char *slash = strchr(from + shared, '/'); slash; slash = strchr(slash + 1, '/'))
		buf_puts(out, "../");
	buf_puts(out, to + shared);
}

static bool compose_index(struct publishing *p, struct err *err)
{
	struct buf old = { 0 }, date = { 0 }, link = { 0 }, duration = { 0 },
		   summary = { 0 };
	struct metrics metrics;
	struct budget budget;
	bool there;
	p->index_path = options_get(&p->app->options, OPTION_PUBLISH_INDEX);
	if (text_empty(p->index_path))
		return true;
	if (text_equal(p->index_path, buf_text(&p->path)))
		return err_set(err, ERR_USAGE, "publish.path and publish.index are both %s", p->index_path);
	bool ok = p->git->check_path(p->index_path, err) &&
		  p->git->read_file(p->repo, p->tip.commit, p->index_path, &old, &there, err) &&
		  document_date(p->app, &p->incident, &date, err) &&
		  document_summary(p->app, &p->incident, &summary, err) &&
		  app_metrics(p->app, &p->incident, &metrics, &budget, err);
	if (ok) {
		relative_link(p->index_path, buf_text(&p->path), &link);
		metric_show(&metrics.values[METRIC_DOWNTIME], &duration);
		const struct index_row row = {
			.date = buf_text(&date),
			.title = record_text(&p->incident, INCIDENT_TITLE),
			.path = buf_text(&link),
			.severity = record_text(&p->incident, INCIDENT_SEVERITY),
			.status = record_text(&p->incident, INCIDENT_STATUS),
			.duration = buf_text(&duration),
			.summary = buf_text(&summary),
		};
		ok = index_splice(&p->index, there ? buf_text(&old) : NULL, &row, 1, err) ||
		     err_wrap(err, "%s", p->index_path);
	}
	buf_fini(&old);
	buf_fini(&date);
	buf_fini(&link);
	buf_fini(&duration);
	buf_fini(&summary);
	return ok;
}

/* "Ana Ruiz <ana@example.com>" in two; false if it is not of this form. */
static bool split_person(const char *person, struct buf *name, struct buf *email)
{
	const char *open = strrchr(person, '<'), *close = open ? strchr(open, '>') : NULL;
	if (!open || !close || close == open + 1 || open == person || close[1])
		return false;
	buf_put(name, person, (size_t)(open - person));
	buf_trim_end(name);
	buf_put(email, open + 1, (size_t)(close - open - 1));
	return name->len > 0;
}

/* Author of the commit: the first who wrote it, owns it or led it and has an e-mail address. */
static bool find_author(struct publishing *p, struct buf *name, struct buf *email, struct err *err)
{
	static const char *const parts[] = { "author", "owner", "commander" };
	struct records roles = { 0 };
	bool ok = read_list(p->app, ENTITY_ROLE, p->incident.id, &roles, err);
	for (size_t part = 0; ok && part < LENGTH(parts) && !email->len; part++)
		for (size_t i = 0; i < roles.count && !email->len; i++)
			if (text_same(record_text(&roles.items[i], ROLE_NAME), parts[part]))
				split_person(record_text(&roles.items[i], ROLE_PERSON), name, email);
	records_fini(&roles);
	return ok;
}

static bool compose_message(struct publishing *p, const struct call *call, struct err *err)
{
	const char *given = call_flag(call, "message");
	if (given) {
		buf_puts(&p->message, given);
		return true;
	}
	return document_pattern(p->app, &p->incident, options_get(&p->app->options, OPTION_PUBLISH_MESSAGE),
		       &p->message, err) || err_wrap(err, "publish.message");
}

static bool commit(struct publishing *p, struct repo_result *result, struct err *err)
{
	struct buf name = { 0 }, email = { 0 };
	int64_t now = app_now(p->app);
	bool ok = find_author(p, &name, &email, err);
	const struct repo_file files[] = {
		{ .path = buf_text(&p->path), .bytes = { p->merged.data, p->merged.len } },
		{ .path = p->index_path, .bytes = { buf_text(&p->index), p->index.len } },
	};
	const struct repo_person committer = { .time = now / 1000, .offset = zone_offset(p->app->zone, now) };
	struct repo_request request = { .files = files, .count = text_empty(p->index_path) ? 1 : 2,
		.message = buf_text(&p->message), .author = committer, .committer = committer };
	/* git's own commands look at these before its configuration, libgit2 does not */
	request.committer.name = getenv("GIT_COMMITTER_NAME");
	request.committer.email = getenv("GIT_COMMITTER_EMAIL");
	request.author.name = name.len ? buf_text(&name) : getenv("GIT_AUTHOR_NAME");
	request.author.email = email.len ? buf_text(&email) : getenv("GIT_AUTHOR_EMAIL");
	ok = ok && p->git->commit_files(p->repo, &p->tip, &request, result, err);
	buf_fini(&name);
	buf_fini(&email);
	return ok;
}

static bool record_publication(struct publishing *p, const char *commit_id, struct err *err)
{
	struct record publication;
	char digest[SHA256_SIZE];
	record_init(&publication, ENTITY_PUBLICATION);
	memcpy(publication.incident, p->incident.id, ID_SIZE);
	bool ok = blob_put(p->app->store, p->render.data, p->render.len, digest, err);
	record_set_text(&publication, PUBLICATION_REPOSITORY, p->git->path(p->repo));
	record_set_text(&publication, PUBLICATION_BRANCH, p->tip.branch);
	record_set_text(&publication, PUBLICATION_PATH, buf_text(&p->path));
	record_set_text(&publication, PUBLICATION_COMMIT_ID, commit_id);
	record_set_text(&publication, PUBLICATION_BASE, digest);
	bool known = p->last.id[0] && !p->unrecorded && is_here(p, &p->last) && text_equal(record_text(&p->last, PUBLICATION_BASE), digest) &&
		     text_equal(record_text(&p->last, PUBLICATION_PATH), buf_text(&p->path));
	ok = ok && (known || store_put(p->app->store, &publication, err));
	record_fini(&publication);
	return ok;
}

/* `result` is NULL when nothing shall be done but said. */
static void report(const struct publishing *p, const struct call *call, const struct repo_result *result)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	if (call->json) {
		json_open(&json, NULL, '{');
		json_text(&json, "repository", p->git->path(p->repo));
		json_text(&json, "branch", p->tip.branch);
		json_text(&json, "path", buf_text(&p->path));
		json_text(&json, "commit", result ? result->commit : NULL);
		if (result)
			json_bool(&json, "unchanged", result->unchanged);
		json_bool(&json, "merged", p->merged_edits);
		json_close(&json, '}');
		buf_putc(&text, '\n');
		output_raw(call->out, text.data, text.len);
	} else if (!result) {
		output_format(call->out, "would commit %s%s%s to %s in %s\n", buf_text(&p->path),
			text_empty(p->index_path) ? "" : " and ", p->index_path, p->tip.branch,
			p->git->path(p->repo));
	} else if (result->unchanged) {
		output_format(call->out, "%s on %s is already up to date\n", buf_text(&p->path), p->tip.branch);
	} else {
		output_format(call->out, "%s on %s%s, commit %.10s%s\n", buf_text(&p->path), p->tip.branch,
			result->created ? " (new branch)" : "", result->commit,
			p->merged_edits ? "; edits made in the repository were kept" : "");
	}
	buf_fini(&text);
}

static bool write_all(struct publishing *p, const struct call *call, struct err *err)
{
	struct repo_result result = { 0 };
	char name[64];
	attempt_name(p, name);
	/* our write lock first: a database that cannot be written must not leave a commit it knows nothing of */
	if (!note_attempt(p, err) || !app_begin(p->app, err))
		return false;
	bool ok = edit_end(p->app,
		commit(p, &result, err) && record_publication(p, result.commit, err) &&
			store_run(p->app->store, QUERY_LOCAL_DELETE, PARAMS(PARAM_TEXT("name", name)), err),
		err);
	if (ok)
		report(p, call, &result);
	return ok;
}

bool cmd_publish(struct call *call, struct err *err)
{
	struct publishing p = { .app = call->app };
	record_init(&p.last, ENTITY_PUBLICATION);
	bool ok = app_incident(call->app, &p.incident, err);
	/* a line that was left out may have said where to publish */
	if (ok && call->app->problems.len)
		ok = err_set(err, ERR_USAGE, "mend inquestrc before publishing: %s", buf_text(&call->app->problems));
	if (ok && record_int(&p.incident, INCIDENT_PRIVATE))
		ok = err_set(err, ERR_FAILED, "this incident is private and stays here: `inquest set private no` "
			"allows publishing");
	ok = ok && open_repository(&p, call, err) && find_last(&p, err) && choose_path(&p, call, err) &&
	     compose_document(&p, call->out, err) && compose_index(&p, err) && compose_message(&p, call, err);
	if (ok && call_flag(call, "dry-run"))
		report(&p, call, NULL);
	else
		ok = ok && write_all(&p, call, err);
	publishing_fini(&p);
	return ok;
}
