/* pull: conflicts, kept as drafts of forms until somebody settles them */
#include "app/pull.h"

#include <stdlib.h>
#include <string.h>

#include "app/fields.h"
#include "app/read.h"
#include "base/text.h"

/* What is kept of it already, from an earlier pull or of another field. */
static bool find_draft(struct pull *pull, const struct takeback_result *result, struct fields *out, struct err *err)
{
	struct drafts drafts = { 0 };
	struct buf place = { 0 };
	*out = (struct fields){ .kind = result->entity, .which = mem_copy(result->which) };
	fields_place(out, &place);
	bool ok = draft_list(pull->p->app, pull->p->incident.id, &drafts, err);
	for (size_t i = 0; ok && i < drafts.count; i++) {
		struct fields older;
		if (!text_equal(drafts.items[i].place, buf_text(&place)) ||
			!text_equal(drafts.items[i].session, DRAFT_PULLED) ||
			!fields_read(pull->p->app, drafts.items[i].place, drafts.items[i].text, &older, NULL))
			continue;
		fields_fini(out);
		*out = older;
	}
	buf_fini(&place);
	drafts_fini(&drafts);
	return ok;
}

static bool keep(struct pull *pull, const struct takeback_result *result, struct err *err)
{
	struct fields fields;
	struct buf place = { 0 }, text = { 0 };
	bool ok = find_draft(pull, result, &fields, err);
	if (ok) {
		struct draft draft = { .at = app_now(pull->p->app) };
		char *was = mem_copy(fields_was(&fields, result->field));
		fields_set(&fields, result->field, result->theirs);
		fields_set_was(&fields, result->field, was ? was : result->before);
		free(was);
		if (!fields.from || !result->author || !strstr(fields.from, result->author)) {
			struct buf from = { 0 };
			buf_printf(&from, "%s%s%s", fields.from ? fields.from : "", fields.from ? ", " : "",
				result->author ? result->author : "");
			free(fields.from);
			fields.from = buf_steal(&from);
		}
		fields_place(&fields, &place);
		fields_json(&fields, &text);
		draft.text = text.data;
		text_copy(draft.incident, sizeof draft.incident, pull->p->incident.id);
		text_copy(draft.place, sizeof draft.place, buf_text(&place));
		text_copy(draft.kind, sizeof draft.kind, entity_get(fields.kind)->name);
		text_copy(draft.session, sizeof draft.session, DRAFT_PULLED);
		ok = draft_save(pull->p->app, &draft, err);
	}
	fields_fini(&fields);
	buf_fini(&place);
	buf_fini(&text);
	return ok;
}

bool pull_keep_conflicts(struct pull *pull, struct err *err)
{
	for (size_t i = 0; i < pull->takeback.results.count; i++)
		if (pull->takeback.results.items[i].outcome == TAKEBACK_CONFLICT &&
			!keep(pull, &pull->takeback.results.items[i], err))
			return false;
	return true;
}

/* ---- what is not settled yet ------------------------------------------------------------------------ */

/* The entity that a draft is about; false if it is not there. */
static bool find_entity(struct app *app, const struct record *incident, const struct fields *fields, struct record *out)
{
	struct records all = { 0 };
	bool found = false;
	if (fields->kind == ENTITY_INCIDENT)
		return read_incident(app, incident->id, out, NULL);
	if (fields->kind != ENTITY_SECTION)
		return read_number(app, fields->kind, incident->id, strtoll(fields->which, NULL, 10), out, NULL);
	if (!read_list(app, ENTITY_SECTION, incident->id, &all, NULL))
		return false;
	for (size_t i = 0; i < all.count && !found; i++) {
		found = text_equal(record_text(&all.items[i], SECTION_KEY), fields->which);
		if (found)
			record_copy(out, &all.items[i]);
	}
	records_fini(&all);
	return found;
}

/* Whether the incident says by now what they wrote. */
static bool agrees(struct app *app, const struct record *incident, const struct fields *fields)
{
	struct record record;
	bool same = find_entity(app, incident, fields, &record);
	if (!same)
		return false;
	for (size_t i = 0; i < fields->count; i++) {
		struct buf now = { 0 }, theirs = { 0 };
		fields_show(app, &record, fields->items[i].field, app_zone_of(app, incident), &now);
		buf_puts(&theirs, fields->items[i].text);
		buf_trim_end(&now);
		buf_trim_end(&theirs);
		same = same && text_equal(buf_text(&now), buf_text(&theirs));
		buf_fini(&now);
		buf_fini(&theirs);
	}
	record_fini(&record);
	return same;
}

bool pull_check_settled(struct app *app, const struct record *incident, struct err *err)
{
	struct drafts drafts = { 0 };
	struct buf open = { 0 };
	bool ok = draft_list(app, incident->id, &drafts, err);
	for (size_t i = 0; ok && i < drafts.count; i++) {
		struct fields fields;
		if (!fields_is_place(drafts.items[i].place) ||
			!fields_read(app, drafts.items[i].place, drafts.items[i].text, &fields, NULL))
			continue;
		if (fields.from && agrees(app, incident, &fields))
			ok = draft_drop(app, drafts.items[i].number, err);
		else if (fields.from)
			buf_printf(&open, "%s%s%s%s (draft %lld, by %s)", open.len ? ", " : "",
				entity_get(fields.kind)->name, fields.kind == ENTITY_INCIDENT ? "" : " ",
				fields.kind == ENTITY_INCIDENT ? "" : fields.which, (long long)drafts.items[i].number,
				fields.from);
		fields_fini(&fields);
	}
	drafts_fini(&drafts);
	if (ok && open.len)
		ok = err_set(err, ERR_CONFLICT, "edits of the published document wait to be settled: %s. In the terminal UI "
			"the form shows both; or change it here, then `inquest drafts drop NUMBER`, or take theirs with "
			"`inquest drafts log NUMBER`", buf_text(&open));
	buf_fini(&open);
	return ok;
}
