/* preview */
#include "app/preview.h"

#include "app/explain.h"
#include "app/handlers.h"
#include "app/read.h"
#include "doc/markdown.h"

enum { PLAIN_COLUMNS = 100 }; /* of a file or pipe */

bool document_markdown(struct app *app, const struct record *incident, const struct document_request *request,
	int64_t events_max, struct markdown **out, struct err *err)
{
	struct buf text = { 0 };
	int64_t events = 0;
	bool ok = !events_max || read_event_count(app, incident->id, NULL, &events, err);
	if (ok && events_max && events > events_max)
		ok = err_set(err, ERR_USAGE, "%lld events are too many to show at every change: `render -o FILE` "
			"writes the document", (long long)events);
	struct document_request drawn = *request;
	drawn.charts = request->charts ? CHARTS_TEXT : CHARTS_NONE;
	ok = ok && document_render(app, incident, &drawn, &text, err) &&
	     markdown_parse_notes(out, buf_text(&text), text.len, err);
	buf_fini(&text);
	return ok;
}

void document_markdown_free(struct markdown *markdown)
{
	markdown_free(markdown);
}

/* ---- the command -------------------------------------------------------------------------------- */

/* What a role looks like where there are colours; "" for plain text. */
static const char *const codes[] = {
	[PREVIEW_TEXT] = "",
	[PREVIEW_HEADING] = "\033[1m",
	[PREVIEW_STRONG] = "\033[1m",
	[PREVIEW_EMPHASIS] = "\033[3m",
	[PREVIEW_STRIKE] = "\033[2;9m",
	[PREVIEW_CODE] = "\033[35m",
	[PREVIEW_LINK] = "\033[4m",
	[PREVIEW_MARK] = "\033[1m",
	[PREVIEW_RULE] = "\033[2m",
};

static void print_span(
	const struct preview *preview, size_t from, const struct preview_span *span, struct output *out)
{
	struct buf text = { 0 };
	const char *code = out->color ? codes[span->role] : "";
	buf_put(&text, preview->text.data + from + span->at, span->len);
	if (*code)
		out->write(out->context, code, strlen(code));
	output_text(out, buf_text(&text));
	if (*code)
		out->write(out->context, "\033[m", 3);
	buf_fini(&text);
}

static void print(const struct preview *preview, struct output *out)
{
	for (size_t i = 0; i < preview->lines.count; i++) {
		const struct preview_line *line = &preview->lines.items[i];
		for (size_t j = 0; j < line->span_count; j++)
			print_span(preview, line->at, &preview->spans.items[line->span + j], out);
		output_text(out, "\n");
	}
}

bool cmd_preview(struct call *call, struct err *err)
{
	struct record incident;
	struct markdown *markdown = NULL;
	struct preview preview = { 0 };
	size_t width = call->out->width ? call->out->width : PLAIN_COLUMNS;
	if (!app_incident(call->app, &incident, err))
		return false;
	const struct document_request request = call_document(call);
	if (call_flag(call, "explain")) {
		bool told = explain_withheld(call, &incident, &request, err);
		record_fini(&incident);
		return told;
	}
	bool ok = document_markdown(call->app, &incident, &request, 0, &markdown, err);
	if (ok) {
		preview_lay_out(markdown, (int)width, &preview);
		print(&preview, call->out);
	}
	preview_fini(&preview);
	markdown_free(markdown);
	record_fini(&incident);
	return ok;
}
