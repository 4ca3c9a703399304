/* publish: what keeps a postmortem from being published */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/check.h"
#include "app/read.h"
#include "app/review.h"
#include "base/text.h"
#include "store/care.h"

enum { HISTORY_MAX = 1000 };

/* ---- checks and approvals ----------------------------------------------------------------------- */

static bool find_errors(struct publishing *p, struct buf *out, size_t *errors, struct err *err)
{
	const struct check_request request = { .document = p->request };
	return check_gate(p->app, &p->incident, &request, errors, out, err);
}

static bool find_approvals(struct publishing *p, struct buf *out, size_t *errors, struct err *err)
{
	struct review review = { 0 };
	size_t current = 0;
	bool ok = review_read(p->app, &p->incident, &review, err);
	if (ok && review.needed && review.state != REVIEW_STATE_PUBLISHED) {
		ok = review_current_approvals(p->app, &review, &current, err);
		if (ok && (current < review.needed || review.tally.objections)) {
			(*errors)++;
			buf_printf(out, "error review: %zu of %zu approve it as it is now, and %zu object (review approve)\n",
				current, review.needed, review.tally.objections);
		}
	}
	review_fini(&review);
	return ok;
}

bool publishing_gate(struct publishing *p, const struct call *call, struct err *err)
{
	const char *reason = call_flag(call, "force");
	struct buf lines = { 0 };
	size_t errors = 0;
	if (reason && text_empty(reason))
		return err_set(err, ERR_USAGE, "--force needs a reason, which is recorded");
	bool ok = find_errors(p, &lines, &errors, err) && find_approvals(p, &lines, &errors, err);
	buf_trim_end(&lines);
	if (ok && errors && !reason) {
		output_note_lines(call->out, buf_text(&lines));
		ok = err_set(err, ERR_FAILED, "%zu error%s keep%s this postmortem from being published: mend %s, or "
			"`inquest publish --force REASON`, which is recorded", errors, errors == 1 ? "" : "s",
			errors == 1 ? "s" : "", errors == 1 ? "it" : "them");
	}
	p->reason = errors ? reason : NULL;
	p->errors = errors;
	buf_fini(&lines);
	return ok;
}

/* ---- audiences ---------------------------------------------------------------------------------- */

enum audience publishing_readers(const struct publishing *p)
{
	const char *option = options_get(&p->app->options, OPTION_PUBLISH_AUDIENCE);
	return *option ? audience_of(option) : p->material.audience;
}

static bool is_in_history(struct publishing *p, const char *path, const char *commit, bool *out, struct err *err)
{
	struct repo_log log = { 0 };
	*out = false;
	if (!p->tip.commit[0] || !*path || strstr(path, REDACTION_MARK))
		return true;
	bool ok = p->git->read_log(p->repo, p->tip.commit, path, HISTORY_MAX, &log, err);
	for (size_t i = 0; ok && i < log.entries.count; i++)
		*out = *out || !commit || text_equal(log.entries.items[i].commit, commit);
	p->git->log_fini(&log);
	return ok;
}

static bool refuse(const struct publishing *p, const char *path, enum audience before, struct err *err)
{
	return err_set(err, ERR_DENIED, "%s was published here for %s readers, and the history of the repository keeps "
		"that: publish what is for %s readers to a repository of its own, or say who reads this one (option "
		"publish.audience)", path, audience_name(before),
		audience_name(publishing_readers(p)));
}

/* Where a commit may have been made that the database was not told of. */
static bool check_attempt(struct publishing *p, enum audience readers, struct err *err)
{
	struct buf path = { 0 };
	enum audience audience = AUDIENCE_PUBLIC;
	bool there = false;
	bool ok = publishing_read_attempt(p, &audience, &path, err);
	if (ok && path.len && !audience_shows(readers, audience))
		ok = is_in_history(p, buf_text(&path), NULL, &there, err) &&
		     (!there || refuse(p, buf_text(&path), audience, err));
	buf_fini(&path);
	return ok;
}

bool publishing_check_audience(struct publishing *p, struct err *err)
{
	enum audience readers = publishing_readers(p);
	struct records list = { 0 };
	if (!audience_shows(readers, p->material.audience))
		return err_set(err, ERR_DENIED, "this is for %s readers, and %s is read by %s readers (option "
			"publish.audience): use --audience %s", audience_name(p->material.audience),
			p->git->path(p->repo), audience_name(readers), audience_name(readers));
	bool ok = check_attempt(p, readers, err) &&
		  read_list(p->app, ENTITY_PUBLICATION, p->incident.id, &list, err);
	for (size_t i = 0; ok && i < list.count; i++) {
		const struct record *publication = &list.items[i];
		enum audience before = audience_of(record_text(publication, PUBLICATION_AUDIENCE));
		const char *path = record_text(publication, PUBLICATION_PATH);
		bool here = text_equal(record_text(publication, PUBLICATION_REPOSITORY), p->git->path(p->repo));
		if (audience_shows(readers, before))
			continue;
		ok = here || is_in_history(p, path, record_text(publication, PUBLICATION_COMMIT_ID), &here, err);
		ok = ok && (!here || refuse(p, path, before, err));
	}
	records_fini(&list);
	return ok;
}
