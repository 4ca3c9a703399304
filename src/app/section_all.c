/* section edit --all: the whole document in the editor, read back into sections and action items */
#include "app/handlers.h"

#include <stdlib.h>

#include "app/document.h"
#include "app/edit.h"
#include "app/editor.h"
#include "app/readback.h"
#include "app/takeback.h"
#include "base/text.h"

/* The document as it was put into the editor. */
struct buffer {
	struct buf text;
	struct mustache_map map;
};

/* The person who edits may see everything. */
static bool render(struct app *app, const struct record *incident, struct buffer *out, struct err *err)
{
	const struct document_request request = { .audience = "team", .map = &out->map };
	return document_render(app, incident, &request, &out->text, err);
}

static bool write_edits(struct takeback *takeback, struct readback *readback, struct err *err)
{
	if (!app_begin(takeback->app, err))
		return false;
	bool ok = true;
	for (size_t i = 0; ok && i < readback->edits.count; i++)
		ok = takeback_write(takeback, &readback->edits.items[i], err);
	return edit_end(takeback->app, ok, err);
}

/* What was written, then what was not and why. */
static void report(const struct takeback *takeback, const struct readback *readback, struct output *out)
{
	struct buf conflicts = { 0 };
	for (size_t i = 0; i < takeback->results.count; i++) {
		const struct takeback_result *result = &takeback->results.items[i];
		struct buf line = { 0 };
		takeback_describe(result, &line);
		if (result->outcome == TAKEBACK_TAKEN)
			output_format(out, "%s\n", buf_text(&line));
		else if (result->outcome != TAKEBACK_SAME)
			output_note(out, "line %zu: %s", result->line, buf_text(&line));
		if (result->outcome == TAKEBACK_CONFLICT)
			takeback_show_conflict(result, &conflicts);
		buf_fini(&line);
	}
	for (size_t i = 0; i < readback->notes.count; i++)
		output_note(out, "line %zu: %s", readback->notes.items[i].line, readback->notes.items[i].text);
	if (conflicts.len)
		output_note_lines(out, buf_text(&conflicts));
	buf_fini(&conflicts);
}

/* Whether all that was edited is in the incident now. */
static bool all_taken(const struct takeback *takeback, const struct readback *readback, struct err *err)
{
	size_t conflicts = takeback_count(takeback, TAKEBACK_CONFLICT);
	size_t refused = takeback_count(takeback, TAKEBACK_REFUSED) + readback->notes.count;
	const char *rest = takeback_count(takeback, TAKEBACK_TAKEN) ? "the rest was written" : "nothing was written";
	if (conflicts)
		return err_set(err, ERR_CONFLICT, "somebody else changed %s you did while the editor was open; %s",
			conflicts == 1 ? "the same" : "some of the same", rest);
	if (refused)
		return err_set(err, ERR_FAILED, "%zu of your changes %s not read back; %s", refused,
			refused == 1 ? "was" : "were", rest);
	return true;
}

static bool take(struct call *call, const struct record *incident, const struct buffer *buffer, const struct buf *edited,
	struct err *err)
{
	const struct readback_base base = { buf_text(&buffer->text), buffer->text.len, &buffer->map };
	struct takeback takeback = { .app = call->app, .incident = incident };
	struct readback readback = { 0 };
	bool ok = !text_empty(buf_text(edited)) ||
		  err_set(err, ERR_USAGE, "the document came back empty, so nothing was changed");
	ok = ok && readback_read(&base, buf_text(edited), edited->len, &readback, err);
	if (ok && readback_count(&readback))
		ok = write_edits(&takeback, &readback, err);
	if (ok)
		report(&takeback, &readback, call->out);
	if (ok && !takeback.results.count && !readback.notes.count)
		output_note(call->out, "unchanged");
	ok = ok && all_taken(&takeback, &readback, err);
	takeback_fini(&takeback);
	readback_fini(&readback);
	return ok;
}

bool section_edit_all(struct call *call, struct err *err)
{
	struct record incident;
	struct buffer buffer = { 0 };
	struct edited edited;
	if (call->count)
		return err_set(err, ERR_USAGE, "with --all no key is given: the editor has all sections");
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = render(call->app, &incident, &buffer, err) &&
		  editor_open_long(call->app, "postmortem", buf_text(&buffer.text), READBACK_BYTES_MAX, &edited, err);
	if (ok)
		ok = editor_close(&edited, take(call, &incident, &buffer, &edited.text, err), err);
	mustache_map_fini(&buffer.map);
	buf_fini(&buffer.text);
	record_fini(&incident);
	return ok;
}
