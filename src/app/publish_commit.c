/* publish: message, author and commit */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/document.h"
#include "base/text.h"
#include "base/zone.h"

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
static void find_author(const struct publishing *p, struct buf *name, struct buf *email)
{
	static const char *const parts[] = { "author", "owner", "commander" };
	const struct records *roles = &p->material.lists[ENTITY_ROLE];
	for (size_t part = 0; part < LENGTH(parts) && !email->len; part++)
		for (size_t i = 0; i < roles->count && !email->len; i++)
			if (text_same(record_text(&roles->items[i], ROLE_NAME), parts[part]))
				split_person(record_text(&roles->items[i], ROLE_PERSON), name, email);
}

/*
 * Who the commit is by: the option says so; else the document's author, and git's own identity where none is known and
 * for the committer. To the public that would name people who are marked for nobody: `*one` is set when author and
 * committer are the same.
 */
static bool choose_author(
	const struct publishing *p, struct buf *name, struct buf *email, bool *one, struct err *err)
{
	const char *option = options_get(&p->app->options, OPTION_PUBLISH_AUTHOR);
	if (text_equal(option, "git"))
		return true;
	*one = *option || publishing_readers(p) == AUDIENCE_PUBLIC;
	if (*option)
		split_person(option, name, email);
	else
		find_author(p, name, email);
	return !*one || email->len ||
	       err_set(err, ERR_USAGE, "a commit that the public reads names who made it: `inquest config publish.author "
		       "'Our Team <team@example.com>'`, or `git` for who git says you are");
}

bool publishing_compose_message(struct publishing *p, const struct call *call, struct err *err)
{
	const char *given = call_flag(call, "message");
	if (given) {
		buf_puts(&p->message, given);
		return true;
	}
	return document_pattern(p->app, &p->material, options_get(&p->app->options, OPTION_PUBLISH_MESSAGE),
		       &p->message, err) || err_wrap(err, "publish.message");
}

bool publishing_commit(struct publishing *p, struct repo_result *result, struct err *err)
{
	struct buf name = { 0 }, email = { 0 };
	int64_t now = app_now(p->app);
	bool one = false;
	bool ok = choose_author(p, &name, &email, &one, err);
	struct publishing_files files = { 0 };
	ok = ok && publishing_read_assets(p, &files, err);
	*vec_push(&files) = (struct repo_file){ .path = buf_text(&p->path), .bytes = { p->merged.data, p->merged.len } };
	if (!text_empty(p->index_path))
		*vec_push(&files) =
			(struct repo_file){ .path = p->index_path, .bytes = { buf_text(&p->index), p->index.len } };
	const struct repo_person committer = { .time = now / 1000, .offset = zone_offset(p->app->zone, now) };
	char mark[SHA256_SIZE];
	publishing_mark(p, buf_text(&p->path), &p->merged, mark);
	struct repo_request request = { .files = files.items, .count = files.count,
		.message = buf_text(&p->message), .mark = publishing_is_continued(p) ? mark : NULL, .author = committer, .committer = committer };
	/* git's own commands look at these before its configuration, libgit2 does not */
	request.committer.name = one ? buf_text(&name) : getenv("GIT_COMMITTER_NAME");
	request.committer.email = one ? buf_text(&email) : getenv("GIT_COMMITTER_EMAIL");
	request.author.name = name.len ? buf_text(&name) : getenv("GIT_AUTHOR_NAME");
	request.author.email = email.len ? buf_text(&email) : getenv("GIT_AUTHOR_EMAIL");
	ok = ok && p->git->commit_files(p->repo, &p->tip, &request, result, err);
	publishing_files_fini(&files);
	buf_fini(&name);
	buf_fini(&email);
	return ok;
}
