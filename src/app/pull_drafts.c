/* pull: conflicts that wait, as drafts of forms, until somebody settles them */
#include "app/pull.h"

#include <stdlib.h>
#include <string.h>

#include "app/fields.h"
#include "app/read.h"
#include "base/text.h"

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
