/* Markdown, HTML and plain text, and the table of all formats. */
#include "app/format.h"

#include <stdlib.h>

#include "app/assets.h"
#include "app/chart.h"
#include "base/mem.h"
#include "base/text.h"
#include "doc/html.h"
#include "doc/markdown.h"
#include "doc/preview.h"
#include "store/care.h"

enum { TEXT_COLUMNS = 72 }; /* so that a mail can be quoted twice without breaking lines */

static const struct {
	const char *name, *text;
} styles[] = {
#include "style.inc"
};

static bool parse(struct app *app, const struct material *material, const struct document_request *request,
	struct markdown **out, struct err *err)
{
	struct buf text = { 0 };
	bool ok = document_render_material(app, material, request, &text, err);
	document_hide_front(&text);
	ok = ok && markdown_parse_notes(out, buf_text(&text), text.len, err);
	buf_fini(&text);
	return ok;
}

/* ---- HTML ---------------------------------------------------------------------------------------- */

enum {
	IMAGE_MAX = 2 << 20,  /* bytes of one that is put into the page */
	IMAGES_MAX = 8 << 20, /* and of all of them: a page of more is slow to open and refused by mail */
};

struct images {
	struct app *app;
	const struct assets *assets;
	size_t bytes; /* in the page so far */
};

static bool put_image(struct images *images, const struct asset *asset, struct buf *out)
{
	struct buf bytes = { 0 };
	bool there = false;
	bool ok = record_int(asset->attachment, ATTACHMENT_SIZE) <= IMAGE_MAX &&
		  blob_get(images->app->store, record_text(asset->attachment, ATTACHMENT_SHA256), &bytes, &there, NULL) &&
		  there && bytes.len <= IMAGE_MAX && images->bytes + bytes.len <= IMAGES_MAX &&
		  html_data_uri(out, buf_text(&bytes), bytes.len);
	images->bytes += ok ? bytes.len : 0;
	buf_fini(&bytes);
	return ok;
}

/* The picture that the document shows under this address. */
static bool find_image(void *data, const char *url, struct buf *out)
{
	struct images *images = data;
	bool ok = false;
	for (size_t i = 0; !ok && i < images->assets->count; i++) {
		const struct asset *asset = &images->assets->items[i];
		struct buf link = { 0 };
		if (!asset->name)
			continue;
		asset_link(images->assets, asset, &link);
		if (text_equal(buf_text(&link), url))
			ok = put_image(images, asset, out);
		buf_fini(&link);
	}
	return ok;
}

/* Only pictures come with the page; of other files it would lead to where nothing is. */
static bool plan_images(struct app *app, const struct material *material, struct assets *out, struct err *err)
{
	if (!assets_plan(app, material, "document.html", out, err))
		return false;
	for (size_t i = 0; i < out->count; i++) {
		const struct record *attachment = out->items[i].attachment;
		if (text_starts(record_text(attachment, ATTACHMENT_MEDIA), "image/") &&
			record_int(attachment, ATTACHMENT_SIZE) <= IMAGE_MAX)
			continue;
		free(out->items[i].name);
		out->items[i].name = NULL;
	}
	return true;
}

static bool write_page(struct app *app, const struct material *material, const struct document_request *request,
	struct buf *out, struct err *err)
{
	struct markdown *markdown = NULL;
	struct chart_figure chart;
	struct images images = { .app = app, .assets = request->assets };
	if (!parse(app, material, request, &markdown, err))
		return false;
	chart_figure_draw(app, material, &chart);
	html_page(out, markdown,
		&(struct html_page){ .title = "Postmortem", .language = "en", .style = styles[0].text,
			.figure = &chart.figure, .image = find_image, .image_data = &images });
	chart_figure_fini(&chart);
	markdown_free(markdown);
	return true;
}

/* In HTML the phases are always drawn: where Markdown has the Mermaid block, the page has the drawing. */
static bool write_html(struct app *app, const struct material *material, const struct document_request *request,
	struct buf *out, struct err *err)
{
	struct document_request drawn = *request;
	struct assets assets = { 0 };
	drawn.charts = CHARTS_MERMAID;
	drawn.html = document_is_html(&material->incident, request);
	if (drawn.html)
		return document_render_material(app, material, &drawn, out, err);
	bool ok = drawn.assets || plan_images(app, material, &assets, err);
	if (!drawn.assets)
		drawn.assets = &assets;
	ok = ok && write_page(app, material, &drawn, out, err);
	assets_fini(&assets);
	return ok;
}

/* ---- text ---------------------------------------------------------------------------------------- */

/* Cells are filled up with spaces, which a mail has no use for at the end of a line. */
static void put_lines(const struct preview *preview, struct buf *out)
{
	for (size_t i = 0; i < preview->lines.count; i++) {
		const struct preview_line *line = &preview->lines.items[i];
		size_t len = line->len;
		while (len && preview->text.data[line->at + len - 1] == ' ')
			len--;
		text_show(out, preview->text.data + line->at, len, true);
		buf_putc(out, '\n');
	}
}

static bool write_text(struct app *app, const struct material *material, const struct document_request *request,
	struct buf *out, struct err *err)
{
	struct document_request drawn = *request;
	struct markdown *markdown = NULL;
	struct preview preview = { .whole_links = true };
	drawn.charts = request->charts ? CHARTS_TEXT : CHARTS_NONE;
	if (!parse(app, material, &drawn, &markdown, err))
		return false;
	markdown_spell_links(markdown);
	preview_lay_out(markdown, TEXT_COLUMNS, &preview);
	put_lines(&preview, out);
	preview_fini(&preview);
	markdown_free(markdown);
	return true;
}

/* ---- all ----------------------------------------------------------------------------------------- */

const struct format formats[] = {
	{ "md", "Markdown, as it is published", "text/markdown", { "md", "markdown" },
		document_render_material },
	{ "html", "one file for a browser, with nothing to fetch", "text/html", { "html", "htm" }, write_html },
	{ "text", "plain text of 72 columns, for a mail", "text/plain", { "txt", "text" }, write_text },
	{ "json", "all that is recorded, for programs", "application/json", { "json" }, format_json },
};

const size_t format_count = LENGTH(formats);

static const char *ending_of(const char *file)
{
	const char *slash = strrchr(file, '/'), *dot = strrchr(slash ? slash : file, '.');
	return dot ? dot + 1 : NULL;
}

static bool has_ending(const struct format *format, const char *file)
{
	const char *ending = ending_of(file);
	for (size_t i = 0; ending && i < FORMAT_ENDINGS; i++)
		if (format->endings[i] && text_same(ending, format->endings[i]))
			return true;
	return false;
}

/* Who names such a file expects something else than Markdown in it. */
static bool is_foreign(const char *file)
{
	static const char *const endings[] = { "pdf", "doc", "docx", "odt", "rtf", "epub", "tex", "xml", "yaml", "yml",
		"csv", "svg", "png" };
	const char *ending = ending_of(file);
	for (size_t i = 0; ending && i < LENGTH(endings); i++)
		if (text_same(ending, endings[i]))
			return true;
	return false;
}

static const struct format *unknown(const char *name, struct err *err)
{
	struct buf all = { 0 };
	for (size_t i = 0; i < LENGTH(formats); i++)
		buf_printf(&all, "%s%s", i ? ", " : "", formats[i].name);
	err_set(err, ERR_USAGE, "there is no format '%s': use one of %s", name, buf_text(&all));
	buf_fini(&all);
	return NULL;
}

const struct format *format_find(const char *name, const char *file, struct err *err)
{
	for (size_t i = 0; i < LENGTH(formats); i++)
		if (name ? text_same(name, formats[i].name) : file && has_ending(&formats[i], file))
			return &formats[i];
	if (!name && file && is_foreign(file)) {
		err_set(err, ERR_USAGE, "%s: no %s is written here: render .html, which a browser prints, or say what "
			"to write with --format", file, ending_of(file));
		return NULL;
	}
	return name ? unknown(name, err) : &formats[0];
}

bool format_render(struct app *app, const struct format *format, const struct record *incident,
	const struct document_request *request, struct buf *out, struct err *err)
{
	struct material material = { 0 };
	enum audience audience;
	bool ok = document_audience(app, incident, request, &audience, err) &&
		  material_read(app, incident, audience, &material, err) &&
		  format->write(app, &material, request, out, err);
	material_fini(&material);
	return ok;
}
