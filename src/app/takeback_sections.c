/* takeback: texts and headings of sections */
#include "app/takeback_parts.h"

#include <stdlib.h>
#include <string.h>

#include "app/edit.h"
#include "app/guard.h"
#include "app/section_markup.h"
#include "base/text.h"
#include "doc/markdown.h"
#include "intake/postmortem.h"

enum { LEVEL_MIN = 2 };

/* ---- merging -------------------------------------------------------------------------------------- */

/* The part of a text without blank lines at its start and white space at its end. */
struct core {
	const char *at;
	size_t len;
};

static struct core core_of(const char *text)
{
	struct core core = { text, strlen(text) };
	for (size_t n; n = strspn(core.at, " \t\r"), core.at[n] == '\n';)
		core.at += n + 1;
	core.len = strlen(core.at);
	while (core.len && strchr(" \t\r\n", core.at[core.len - 1]))
		core.len--;
	return core;
}

/* With a line break at the end, so that an added line does not touch the last one. */
static char *core_lines(const char *text)
{
	struct core core = core_of(text);
	struct buf out = { 0 };
	buf_put(&out, core.at, core.len);
	if (core.len)
		buf_putc(&out, '\n');
	return buf_steal(&out);
}

static bool same_core(const char *a, const char *b)
{
	struct core x = core_of(a), y = core_of(b);
	return x.len == y.len && memcmp(x.at, y.at, x.len) == 0;
}

/* Whether a section's text is rendered as `before`: then nobody changed it since, whatever rendering had to do to it. */
static bool is_rendered_as(const char *key, const char *ours, const char *before, int level)
{
	struct buf contained = { 0 }, own = { 0 }, inlined = { 0 };
	level = level < LEVEL_MIN ? LEVEL_MIN : level;
	bool same = markdown_contained(&contained, ours, level, NULL) && same_core(buf_text(&contained), before);
	if (!same && markdown_inlined(&own, ours, key, NULL))
		same = markdown_contained(&inlined, buf_text(&own), level, NULL) && same_core(buf_text(&inlined), before);
	buf_fini(&contained);
	buf_fini(&own);
	buf_fini(&inlined);
	return same;
}

enum merged { MERGED_SAME, MERGED_NEW, MERGED_CONFLICT, MERGED_FAILED };

/* What stands around a section's text stays. */
static void put_around(const struct record *now, struct core own, struct core text, struct buf *out)
{
	const char *ours = record_text(now, SECTION_TEXT);
	if (section_is_imported(now)) {
		char *copy = mem_copy_n(text.at, text.len);
		section_text(now, copy, out);
		free(copy);
		return;
	}
	buf_put(out, ours, own.len ? (size_t)(own.at - ours) : 0);
	buf_put(out, text.at, text.len);
	buf_puts(out, own.len ? own.at + own.len : "\n");
}

/* What the section's text becomes. */
static enum merged merge_text(const struct readback_edit *edit, const struct record *now, struct buf *out, struct err *err)
{
	const char *before = edit->before, *theirs = edit->text, *ours = record_text(now, SECTION_TEXT);
	int level = (int)record_int(now, SECTION_LEVEL);
	struct err problem = { 0 };
	struct core own = core_of(ours);
	struct buf both = { 0 };
	char *a = core_lines(before), *b = core_lines(ours), *c = core_lines(theirs);
	enum merged merged = MERGED_NEW;
	bool ok = guard_merge(a, b, c, &both, &problem);
	if (!ok && problem.code == ERR_CONFLICT && is_rendered_as(edit->which, ours, before, level)) {
		buf_truncate(&both, 0);
		buf_puts(&both, c);
	} else if (!ok) {
		merged = problem.code == ERR_CONFLICT ? MERGED_CONFLICT : MERGED_FAILED;
		err_pass(err, &problem);
	}
	struct core result = core_of(buf_text(&both));
	if (merged == MERGED_NEW && result.len == own.len && memcmp(result.at, own.at, own.len) == 0)
		merged = MERGED_SAME;
	if (merged == MERGED_NEW) {
		put_around(now, own, result, out);
	}
	free(a);
	free(b);
	free(c);
	buf_fini(&both);
	return merged;
}

/* ---- sections ------------------------------------------------------------------------------------- */

bool takeback_find_section(
	struct takeback *takeback, const char *key, struct record *out, bool *found, struct err *err)
{
	struct records all = { 0 };
	*found = false;
	if (!store_list(takeback->app->store, ENTITY_SECTION, takeback->incident->id, &all, err))
		return false;
	for (size_t i = 0; i < all.count && !*found; i++) {
		*found = text_equal(record_text(&all.items[i], SECTION_KEY), key);
		if (*found)
			record_copy(out, &all.items[i]);
	}
	records_fini(&all);
	if (!*found)
		record_init(out, ENTITY_SECTION);
	return true;
}

/* Write fields of a section that is there, or of a new one. */
/* A new section of an imported document stands behind the one it was written behind, before the next one. */
static bool set_position(struct takeback *takeback, const char *behind, struct record *change, struct err *err)
{
	struct records all = { 0 };
	int64_t at = 0, next = INT64_MAX;
	if (!store_list(takeback->app->store, ENTITY_SECTION, takeback->incident->id, &all, err))
		return false;
	for (size_t i = 0; i < all.count; i++)
		if (text_equal(record_text(&all.items[i], SECTION_KEY), behind))
			at = record_int(&all.items[i], SECTION_POSITION);
	for (size_t i = 0; i < all.count; i++) {
		int64_t position = record_int(&all.items[i], SECTION_POSITION);
		if (position > at && position < next)
			next = position;
	}
	if (at)
		record_set_int(change, SECTION_POSITION, next == INT64_MAX ? at + SECTION_STEP : at + (next - at) / 2);
	records_fini(&all);
	return true;
}

static bool put_section(struct takeback *takeback, struct readback_edit *edit, const struct record *now, const char *text,
	struct err *err)
{
	struct record change;
	struct err problem = { 0 };
	bool placed = true;
	record_init(&change, ENTITY_SECTION);
	memcpy(change.id, now->id, ID_SIZE);
	memcpy(change.incident, takeback->incident->id, ID_SIZE);
	bool fits = edit_field(takeback->app, takeback->incident, &change, edit->field, text, &problem);
	if (fits && !change.id[0]) {
		record_set_text(&change, SECTION_KEY, edit->which);
		if (edit->heading)
			record_set_text(&change, SECTION_HEADING, edit->heading);
		if (edit->heading)
			record_set_int(&change, SECTION_LEVEL, edit->level < LEVEL_MIN ? LEVEL_MIN : edit->level);
		if (takeback->audience)
			record_set_text(&change, SECTION_AUDIENCE, takeback->audience);
		placed = !edit->behind || set_position(takeback, edit->behind, &change, err);
		record_set_initial(&change);
	}
	bool ok = !fits || (placed && store_put(takeback->app->store, &change, err));
	record_fini(&change);
	if (!ok || !fits)
		return ok && takeback_refuse(takeback, edit, NULL, problem.text);
	struct takeback_result *result = takeback_add(takeback, edit, TAKEBACK_TAKEN);
	result->ours = mem_copy(record_text(now, edit->field));
	result->fresh = edit->kind == READBACK_NEW_SECTION;
	edit->taken = true;
	return true;
}

bool takeback_write_section(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	struct record now;
	struct buf text = { 0 };
	bool found, ok = true;
	if (!takeback_find_section(takeback, edit->which, &now, &found, err))
		return false;
	const char *ours = record_text(&now, SECTION_TEXT);
	switch (merge_text(edit, &now, &text, err)) {
	case MERGED_NEW:
		ok = put_section(takeback, edit, &now, buf_text(&text), err);
		break;
	case MERGED_SAME:
		takeback_add(takeback, edit, TAKEBACK_SAME);
		edit->taken = true;
		break;
	case MERGED_CONFLICT:
		takeback_add_conflict(takeback, edit, &now, ours);
		break;
	case MERGED_FAILED:
		ok = false;
		break;
	}
	buf_fini(&text);
	record_fini(&now);
	return ok;
}

/* A section of this key is there, but it is another one: a number makes the key its own. */
bool takeback_choose_key(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	for (int number = 1; number < 100; number++) {
		struct record now;
		struct buf key = { 0 };
		bool found;
		buf_puts(&key, edit->which);
		if (number > 1)
			buf_printf(&key, "-%d", number);
		if (!takeback_find_section(takeback, buf_text(&key), &now, &found, err)) {
			buf_fini(&key);
			return false;
		}
		/* the same one, brought in before or by another branch, or asked for and not written */
		const char *heading = record_text(&now, SECTION_HEADING);
		bool own = !found || !record_has(&now, SECTION_TEXT) || text_same(heading, edit->heading) || !*heading;
		record_fini(&now);
		if (own) {
			free(edit->which);
			edit->which = buf_steal(&key);
			return true;
		}
		buf_fini(&key);
	}
	return true;
}

/* ---- headings of imported sections --------------------------------------------------------------------- */

/* The title of an imported document is the incident's, as long as nobody calls that otherwise. */
static bool put_title(struct takeback *takeback, const struct record *now, const struct record *change, struct err *err)
{
	const struct record *incident = takeback->incident;
	struct record title;
	if (!text_equal(record_text(now, SECTION_KEY), "preamble") ||
		!text_equal(record_text(now, SECTION_HEADING), record_text(incident, INCIDENT_TITLE)))
		return true;
	record_init(&title, ENTITY_INCIDENT);
	memcpy(title.id, incident->id, ID_SIZE);
	memcpy(title.incident, incident->id, ID_SIZE);
	record_set_text(&title, INCIDENT_TITLE, record_text(change, SECTION_HEADING));
	bool ok = store_put(takeback->app->store, &title, err);
	record_fini(&title);
	return ok;
}

static bool put_markup(struct takeback *takeback, struct readback_edit *edit, const struct record *now, const char *ours,
	struct err *err)
{
	struct record change;
	record_init(&change, ENTITY_SECTION);
	memcpy(change.id, now->id, ID_SIZE);
	memcpy(change.incident, now->incident, ID_SIZE);
	bool fits = section_set_markup_line(now, edit->text, &change);
	bool ok = !fits || (store_put(takeback->app->store, &change, err) && put_title(takeback, now, &change, err));
	record_fini(&change);
	if (!ok || !fits)
		return ok && takeback_refuse(takeback, edit, NULL, "it has no words that could be a heading");
	struct takeback_result *result = takeback_add(takeback, edit, TAKEBACK_TAKEN);
	result->ours = mem_copy(ours);
	edit->taken = true;
	return true;
}

/* The first line of its source. */
bool takeback_write_markup(struct takeback *takeback, struct readback_edit *edit, struct err *err)
{
	struct record now;
	bool found, ok = true;
	if (!takeback_find_section(takeback, edit->which, &now, &found, err))
		return false;
	const char *markup = record_text(&now, SECTION_MARKUP);
	markup += section_markup_begin(markup);
	char *ours = mem_copy_n(markup, strcspn(markup, "\r\n"));
	if (!found) {
		ok = takeback_refuse(takeback, edit, NULL, "it is not in the incident any more");
	} else if (text_equal(ours, edit->text)) {
		takeback_add(takeback, edit, TAKEBACK_SAME);
		edit->taken = true;
	} else if (!text_equal(ours, edit->before)) {
		ok = takeback_refuse(takeback, edit, NULL, "its heading was changed here as well");
	} else {
		ok = put_markup(takeback, edit, &now, ours, err);
	}
	free(ours);
	record_fini(&now);
	return ok;
}
