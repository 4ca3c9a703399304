/* preview */
#include "app/preview.h"

#include <stdlib.h>

#include "app/explain.h"
#include "app/handlers.h"
#include "app/pager.h"
#include "app/read.h"
#include "base/text.h"
#include "doc/markdown.h"
#include "doc/mustache.h"

enum { PLAIN_COLUMNS = 100 /* of a file or pipe */, WIDTH_MIN = 8, WIDTH_MAX = 10000 };

static int count_lines(const char *text, size_t from, size_t to)
{
	int lines = 0;
	for (const char *at = text + from; (at = memchr(at, '\n', (size_t)(text + to - at))); at++)
		lines++;
	return lines;
}

/* "section text KEY", "action whole ID": the rest is not gone to. */
static bool read_origin(const char *origin, struct preview_place *out)
{
	char kind[16];
	size_t len = strcspn(origin, " "), what = len + strspn(origin + len, " ");
	size_t which = what + strcspn(origin + what, " ");
	text_copy(kind, len + 1 < sizeof kind ? len + 1 : sizeof kind, origin);
	out->kind = entity_find(kind);
	out->which = NULL;
	if (!origin[which] || (out->kind != ENTITY_SECTION && out->kind != ENTITY_ACTION))
		return false;
	out->which = mem_copy(origin + which + 1);
	return true;
}

static void add_places(const struct mustache_map *map, const struct buf *text, struct preview_document *out)
{
	int line = 1;
	size_t at = 0;
	for (size_t i = 0; i < map->count; i++) {
		const struct mustache_piece *piece = &map->items[i];
		struct preview_place place;
		if (!read_origin(piece->origin, &place))
			continue;
		line += count_lines(buf_text(text), at, piece->at);
		at = piece->at;
		place.first = line;
		place.last = line + count_lines(buf_text(text), at, at + piece->len);
		*vec_push(&out->places) = place;
	}
}

bool preview_document_read(struct app *app, const struct record *incident, const struct document_request *request,
	struct preview_document *out, struct err *err)
{
	struct buf text = { 0 };
	struct mustache_map map = { 0 };
	struct document_request drawn = *request;
	struct material material = { 0 };
	*out = (struct preview_document){ 0 };
	drawn.charts = request->charts ? CHARTS_TEXT : CHARTS_NONE;
	drawn.map = &map;
	bool ok = document_audience(app, incident, request, &out->audience, err) &&
		  material_read(app, incident, out->audience, &material, err) &&
		  document_render_material(app, &material, &drawn, &text, err);
	document_hide_front(&text);
	ok = ok && markdown_parse_notes(&out->markdown, buf_text(&text), text.len, err);
	if (ok)
		add_places(&map, &text, out);
	out->withheld = material.withheld.count;
	material_fini(&material);
	mustache_map_fini(&map);
	buf_fini(&text);
	return ok;
}

void preview_document_fini(struct preview_document *document)
{
	markdown_free(document->markdown);
	for (size_t i = 0; i < document->places.count; i++)
		free(document->places.items[i].which);
	free(document->places.items);
	*document = (struct preview_document){ 0 };
}

const struct preview_place *preview_document_place(const struct preview_document *document, int line)
{
	const struct preview_place *found = NULL;
	for (size_t i = 0; i < document->places.count; i++) {
		const struct preview_place *place = &document->places.items[i];
		if (place->first <= line && line <= place->last)
			found = place;
	}
	return found;
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

static void append(void *context, const char *bytes, size_t len)
{
	buf_put(context, bytes, len);
}

/* In the pager, if it is longer than the screen and that can be had. */
static bool page(const struct preview *preview, const struct output *out)
{
	struct pager_choice pager;
	struct buf text = { 0 };
	bool shown = false;
	pager_choose(&pager);
	if (pager.command.len) {
		struct output paged = { .write = append, .context = &text, .color = out->color && pager.color };
		print(preview, &paged);
		shown = pager_run(&pager, buf_text(&text), text.len);
	}
	buf_fini(&pager.command);
	buf_fini(&text);
	return shown;
}

static bool read_width(const struct call *call, size_t *out, struct err *err)
{
	const char *text = call_flag(call, "width");
	*out = call->out->width ? call->out->width : PLAIN_COLUMNS;
	if (!text)
		return true;
	char *end;
	unsigned long width = strtoul(text, &end, 10);
	if (*end || *text < '0' || *text > '9' || width < WIDTH_MIN || width > WIDTH_MAX)
		return err_set(err, ERR_USAGE, "--width is a number from %d to %d, not '%s'", WIDTH_MIN, WIDTH_MAX, text);
	*out = width;
	return true;
}

bool cmd_preview(struct call *call, struct err *err)
{
	struct record incident;
	struct preview_document document = { 0 };
	struct preview preview = { 0 };
	size_t width;
	if (!read_width(call, &width, err) || !app_incident(call->app, &incident, err))
		return false;
	const struct document_request request = call_document(call);
	if (call_flag(call, "explain")) {
		bool told = explain_withheld(call, &incident, &request, err);
		record_fini(&incident);
		return told;
	}
	bool ok = preview_document_read(call->app, &incident, &request, &document, err);
	if (ok) {
		preview_lay_out(document.markdown, (int)width, &preview);
		bool paged = !call_flag(call, "no-pager") && pager_wanted(call->out, preview.lines.count) &&
			     page(&preview, call->out);
		if (!paged)
			print(&preview, call->out);
	}
	preview_fini(&preview);
	preview_document_fini(&document);
	record_fini(&incident);
	return ok;
}
