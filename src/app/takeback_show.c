/* takeback: what became of edits, in words and as JSON */
#include "app/takeback.h"

#include <string.h>

#include "app/edit.h"
#include "base/diff.h"
#include "base/text.h"

enum { CONTEXT = 6, SHOWN_MAX = 400 }; /* words beside a change; bytes of a value in one line */

static const struct field *field_of(const struct takeback_result *result)
{
	return &entity_get(result->entity)->fields[result->field];
}

static void put_value(const char *text, struct buf *out)
{
	size_t len = strcspn(text, "\n");
	size_t fits = text_fit(text, len, SHOWN_MAX);
	buf_puts(out, *text ? "" : "nothing");
	buf_put(out, text, fits);
	if (text[fits])
		buf_puts(out, " …");
}

static void put_what(const struct takeback_result *result, struct buf *out)
{
	const char *name = entity_get(result->entity)->name;
	if (result->fresh && result->outcome != TAKEBACK_TAKEN && result->outcome != TAKEBACK_SAME)
		buf_printf(out, "a new %s", name);
	else if (result->entity == ENTITY_INCIDENT)
		buf_puts(out, "incident");
	else
		buf_printf(out, "%s %s", name, result->which);
}

static void put_change(const struct takeback_result *result, struct buf *out)
{
	if (result->fresh) {
		buf_puts(out, "added");
		if (result->entity == ENTITY_ACTION) {
			buf_puts(out, ", ");
			put_value(result->theirs, out);
		}
		return;
	}
	if (result->entity == ENTITY_SECTION && result->field == SECTION_MARKUP) {
		buf_puts(out, "heading ");
	} else if (field_of(result)->type == FIELD_TEXT) {
		buf_puts(out, text_empty(result->ours) ? "written" : "changed");
		return;
	} else {
		buf_printf(out, "%s ", field_of(result)->name);
	}
	put_value(result->ours ? result->ours : result->before, out);
	buf_puts(out, " → ");
	put_value(result->theirs, out);
}

void takeback_describe(const struct takeback_result *result, struct buf *out)
{
	put_what(result, out);
	buf_puts(out, ": ");
	switch (result->outcome) {
	case TAKEBACK_TAKEN:
		put_change(result, out);
		break;
	case TAKEBACK_SAME:
		buf_puts(out, "says so already");
		break;
	case TAKEBACK_CONFLICT:
		buf_printf(out, "%s was changed here and there", field_of(result)->name);
		break;
	case TAKEBACK_REFUSED:
		buf_printf(out, "%s is not taken: %s", field_of(result)->name, result->reason);
		break;
	}
}

static void put_side(const char *label, const char *who, const char *before, const char *text, struct buf *out)
{
	struct buf changed = { 0 };
	text_print(out, "  %s%s%s:\n", label, who ? ", " : "", who ? who : "");
	diff_words(before, text, CONTEXT, &changed);
	for (const char *line = buf_text(&changed); *line;) {
		size_t len = strcspn(line, "\n");
		buf_puts(out, "    ");
		buf_put(out, line, len);
		buf_putc(out, '\n');
		line += len + (line[len] == '\n');
	}
	buf_fini(&changed);
}

void takeback_show_conflict(const struct takeback_result *result, struct buf *out)
{
	put_what(result, out);
	buf_printf(out, ", %s:\n", field_of(result)->name);
	put_side("here", NULL, result->before, result->ours, out);
	put_side("there", result->author, result->before, result->theirs, out);
}

void takeback_json(const struct takeback *takeback, const char *name, struct json *json)
{
	static const char *const outcomes[] = { [TAKEBACK_TAKEN] = "taken", [TAKEBACK_SAME] = "same",
		[TAKEBACK_CONFLICT] = "conflict", [TAKEBACK_REFUSED] = "refused" };
	json_open(json, name, '[');
	for (size_t i = 0; i < takeback->results.count; i++) {
		const struct takeback_result *result = &takeback->results.items[i];
		json_open(json, NULL, '{');
		json_text(json, "outcome", outcomes[result->outcome]);
		json_text(json, "entity", entity_get(result->entity)->name);
		json_text(json, "which", result->which);
		json_bool(json, "new", result->fresh);
		json_text(json, "field", result->fresh && result->outcome == TAKEBACK_TAKEN ? NULL : field_of(result)->name);
		json_text(json, "before", result->before);
		json_text(json, "theirs", result->theirs);
		json_text(json, "ours", result->ours);
		json_text(json, "reason", result->reason);
		json_text(json, "author", result->author);
		json_text(json, "commit", result->commit);
		json_int(json, "line", (int64_t)result->line);
		json_close(json, '}');
	}
	json_close(json, ']');
}
