/* publish: the line in the index */
#include "app/publishing.h"

#include <stdlib.h>

#include "app/document.h"
#include "app/read.h"
#include "base/text.h"
#include "doc/index.h"

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

/* Where an earlier publication went that is not there any more: the document was renamed. */
static bool find_old_path(struct publishing *p, struct buf *out, struct err *err)
{
	struct records list = { 0 };
	bool ok = read_list(p->app, ENTITY_PUBLICATION, p->incident.id, &list, err);
	for (size_t i = list.count; ok && !out->len && i-- > 0;) {
		const char *path = record_text(&list.items[i], PUBLICATION_PATH);
		struct buf text = { 0 };
		bool there = true;
		if (!text_equal(path, buf_text(&p->path)) && publishing_is_here(p, &list.items[i]) &&
			publishing_continues(p, &list.items[i]))
			ok = p->git->read_file(p->repo, p->tip.commit, path, &text, &there, err);
		if (!there)
			relative_link(p->index_path, path, out);
		buf_fini(&text);
	}
	records_fini(&list);
	return ok;
}

bool publishing_compose_index(struct publishing *p, struct err *err)
{
	struct buf old = { 0 }, date = { 0 }, link = { 0 }, old_link = { 0 }, title = { 0 }, duration = { 0 }, summary = { 0 };
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
		  find_old_path(p, &old_link, err) && document_summary(&p->material, &summary, err) &&
		  material_metrics(p->app, &p->material, &metrics, &budget, err);
	if (ok) {
		document_date(p->app, &p->material, &date);
		relative_link(p->index_path, buf_text(&p->path), &link);
		metric_show(&metrics.values[METRIC_DOWNTIME], &duration);
		buf_puts(&title, record_text(&p->material.incident, INCIDENT_TITLE));
		if (*p->edition)
			buf_printf(&title, " (%s)", p->edition);
		const struct index_row row = {
			.date = buf_text(&date),
			.title = buf_text(&title),
			.path = buf_text(&link),
			.old_path = buf_text(&old_link),
			.severity = record_text(&p->material.incident, INCIDENT_SEVERITY),
			.status = record_text(&p->material.incident, INCIDENT_STATUS),
			.duration = buf_text(&duration),
			.summary = buf_text(&summary),
		};
		ok = index_splice(&p->index, there ? buf_text(&old) : NULL, &row, 1, err) ||
		     err_wrap(err, "%s", p->index_path);
	}
	buf_fini(&old);
	buf_fini(&date);
	buf_fini(&link);
	buf_fini(&old_link);
	buf_fini(&title);
	buf_fini(&duration);
	buf_fini(&summary);
	return ok;
}
