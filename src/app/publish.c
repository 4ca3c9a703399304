/* publish */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/edit.h"
#include "app/explain.h"
#include "app/handlers.h"
#include "app/pull.h"
#include "app/review.h"
#include "base/text.h"
#include "store/care.h"

/* What is to be published, for the audience of --audience or of the template. */
static bool read_material(struct publishing *p, const struct call *call, struct err *err)
{
	enum audience audience;
	return publishing_request(p, call, err) && document_audience(p->app, &p->incident, &p->request, &audience, err) &&
	       material_read(p->app, &p->incident, audience, &p->material, err);
}

static bool put_map(struct publishing *p, struct record *publication, struct err *err)
{
	struct buf map = { 0 };
	char digest[SHA256_SIZE];
	mustache_map_write(&p->map, &map);
	bool ok = blob_put(p->app->store, buf_text(&map), map.len, digest, err);
	if (ok)
		record_set_text(publication, PUBLICATION_MAP, digest);
	buf_fini(&map);
	return ok;
}

static bool record_publication(struct publishing *p, const struct repo_result *result, struct err *err)
{
	struct record publication;
	char digest[SHA256_SIZE];
	record_init(&publication, ENTITY_PUBLICATION);
	memcpy(publication.incident, p->incident.id, ID_SIZE);
	bool ok = blob_put(p->app->store, p->render.data, p->render.len, digest, err);
	record_set_text(&publication, PUBLICATION_REPOSITORY, p->git->path(p->repo));
	record_set_text(&publication, PUBLICATION_BRANCH, p->tip.branch);
	record_set_text(&publication, PUBLICATION_PATH, buf_text(&p->path));
	record_set_text(&publication, PUBLICATION_COMMIT_ID, result->commit);
	record_set_text(&publication, PUBLICATION_BASE, digest);
	ok = ok && put_map(p, &publication, err);
	record_set_text(&publication, PUBLICATION_REASON, p->reason);
	record_set_text(&publication, PUBLICATION_AUDIENCE, audience_name(p->material.audience));
	record_set_text(&publication, PUBLICATION_TEMPLATE, *p->edition ? p->edition : NULL);
	bool known = result->unchanged && p->last.id[0] && !p->unrecorded && publishing_is_here(p, &p->last) &&
		     text_equal(record_text(&p->last, PUBLICATION_BASE), digest) &&
		     record_has(&p->last, PUBLICATION_MAP) &&
		     text_equal(record_text(&p->last, PUBLICATION_PATH), buf_text(&p->path)) &&
		     (!p->reason || text_equal(record_text(&p->last, PUBLICATION_REASON), p->reason));
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
		json_text(&json, "audience", audience_name(p->material.audience));
		json_text(&json, "template", *p->edition ? p->edition : record_text(&p->incident, INCIDENT_TEMPLATE));
		json_int(&json, "errors", (int64_t)p->errors);
		json_text(&json, "reason", p->reason);
		json_close(&json, '}');
		output_json(call->out, &text);
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
	if (!call->json && p->reason)
		output_note(call->out, "published in spite of %zu error%s: %s", p->errors, p->errors == 1 ? "" : "s", p->reason);
	buf_fini(&text);
}

static bool write_all(struct publishing *p, const struct call *call, struct err *err)
{
	struct repo_result result = { 0 };
	size_t edits = p->merged_edits ? pull_count(p) : 0;
	/* our write lock first: a database that cannot be written must not leave a commit it knows nothing of */
	if (!(publishing_is_continued(p) || publishing_note_attempt(p, err)) || !app_begin(p->app, err))
		return false;
	bool ok = edit_end(p->app,
		publishing_commit(p, &result, err) && record_publication(p, &result, err) &&
			/* news to customers are not the postmortem */
			(*p->edition || review_set_state(p->app, &p->incident, REVIEW_STATE_PUBLISHED, err)) &&
			publishing_drop_attempt(p, err),
		err);
	if (ok)
		report(p, call, &result);
	if (*result.left)
		output_note(call->out, "%s cannot be removed, and git waits for it: remove it", result.left);
	if (ok && edits && !call->json)
		output_note(call->out, "%zu edit%s made there can be brought back: `%spublish --pull`", edits,
			edits == 1 ? "" : "s", output_prefix(call->out));
	return ok;
}

bool cmd_publish(struct call *call, struct err *err)
{
	struct publishing p;
	if (call_flag(call, "pull"))
		return publish_pull(call, err);
	publishing_init(&p, call->app);
	bool ok = app_incident(call->app, &p.incident, err);
	/* a line that was left out may have said where to publish */
	if (ok && call->app->problems.len)
		ok = err_lines(err, ERR_USAGE, "mend inquestrc before publishing: ", buf_text(&call->app->problems));
	if (ok && record_int(&p.incident, INCIDENT_PRIVATE))
		ok = err_set(err, ERR_FAILED, "this incident is private and stays here: `inquest set private no` "
			"allows publishing");
	if (ok && call_flag(call, "explain")) {
		ok = publishing_request(&p, call, err) && explain_withheld(call, &p.incident, &p.request, err);
		publishing_fini(&p);
		return ok;
	}
	ok = ok && read_material(&p, call, err) && publishing_open(&p, call, err) &&
	     publishing_check_audience(&p, err) && publishing_gate(&p, call, err) && publishing_find_last(&p, err) &&
	     pull_check_settled(p.app, &p.incident, err) &&
	     publishing_choose_path(&p, call, err) && publishing_plan_assets(&p, call->out, err) &&
	     publishing_compose(&p, call->out, err) &&
	     publishing_compose_index(&p, err) && publishing_compose_message(&p, call, err);
	if (ok && call_flag(call, "dry-run"))
		report(&p, call, NULL);
	else
		ok = ok && write_all(&p, call, err);
	publishing_fini(&p);
	return ok;
}
