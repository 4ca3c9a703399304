/* takeback: conflicts, kept as drafts of forms until somebody settles them */
#include "app/takeback.h"

#include <stdlib.h>
#include <string.h>

#include "app/fields.h"
#include "app/read.h"
#include "base/text.h"

/* What is kept of it already, from an earlier pull or of another field. */
static bool find_draft(const struct takeback *takeback, const struct takeback_result *result, struct fields *out, struct err *err)
{
	struct drafts drafts = { 0 };
	struct buf place = { 0 };
	*out = (struct fields){ .kind = result->entity, .which = mem_copy(result->which) };
	fields_place(out, &place);
	bool ok = draft_list(takeback->app, takeback->incident->id, &drafts, err);
	for (size_t i = 0; ok && i < drafts.count; i++) {
		struct fields older;
		if (!text_equal(drafts.items[i].place, buf_text(&place)) ||
			!text_equal(drafts.items[i].session, DRAFT_PULLED) ||
			!fields_read(takeback->app, drafts.items[i].place, drafts.items[i].text, &older, NULL))
			continue;
		fields_fini(out);
		*out = older;
	}
	buf_fini(&place);
	drafts_fini(&drafts);
	return ok;
}

static bool keep(const struct takeback *takeback, const struct takeback_result *result, struct err *err)
{
	struct fields fields;
	struct buf place = { 0 }, text = { 0 };
	bool ok = find_draft(takeback, result, &fields, err);
	if (ok) {
		struct draft draft = { .at = app_now(takeback->app) };
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
		text_copy(draft.incident, sizeof draft.incident, takeback->incident->id);
		text_copy(draft.place, sizeof draft.place, buf_text(&place));
		text_copy(draft.kind, sizeof draft.kind, entity_get(fields.kind)->name);
		text_copy(draft.session, sizeof draft.session, DRAFT_PULLED);
		ok = draft_save(takeback->app, &draft, err);
	}
	fields_fini(&fields);
	buf_fini(&place);
	buf_fini(&text);
	return ok;
}

bool takeback_keep_conflicts(const struct takeback *takeback, struct err *err)
{
	for (size_t i = 0; i < takeback->results.count; i++)
		if (takeback->results.items[i].outcome == TAKEBACK_CONFLICT &&
			!keep(takeback, &takeback->results.items[i], err))
			return false;
	return true;
}
