/* publish: what all its steps share, whichever way they go */
#include "app/publishing.h"

#include "app/explain.h"
#include "app/module.h"
#include "base/text.h"

void publishing_init(struct publishing *p, struct app *app)
{
	*p = (struct publishing){ .app = app, .edition = "" };
	record_init(&p->last, ENTITY_PUBLICATION);
}

void publishing_fini(struct publishing *p)
{
	if (p->git && p->repo)
		p->git->close(p->repo);
	record_fini(&p->incident);
	assets_fini(&p->assets);
	material_fini(&p->material);
	record_fini(&p->last);
	buf_fini(&p->path);
	buf_fini(&p->render);
	buf_fini(&p->merged);
	buf_fini(&p->index);
	buf_fini(&p->message);
	mustache_map_fini(&p->map);
}

bool publishing_request(struct publishing *p, const struct call *call, struct err *err)
{
	p->request = call_document(call);
	const char *name = p->request.template;
	if (name && (text_empty(name) || name[strcspn(name, "/: \t\n")]))
		return err_set(err, ERR_USAGE, "--template takes a template's name to publish by, not a file: `inquest template "
			"list` shows them");
	if (name && !text_equal(name, record_text(&p->incident, INCIDENT_TEMPLATE)))
		p->edition = name;
	return true;
}

bool publishing_open(struct publishing *p, const struct call *call, struct err *err)
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

bool publishing_continues(const struct publishing *p, const struct record *publication)
{
	enum audience before = audience_of(record_text(publication, PUBLICATION_AUDIENCE));
	if (!text_equal(record_text(publication, PUBLICATION_TEMPLATE), p->edition))
		return false;
	if (p->pulling)
		return !p->request.audience || audience_of(p->request.audience) == before;
	/* a repository that says who reads it may have a document for each audience */
	if (*options_get(&p->app->options, OPTION_PUBLISH_AUDIENCE))
		return before == p->material.audience;
	return audience_shows(p->material.audience, before);
}
