/* The composer on the screen. */
#include "tui/ui.h"

#include "base/text.h"
#include "tui/typing.h"

enum { NARROW = 60 };

/* The zone that times are read in, and so the one the composer shows them in. */
static const char *zone_of(const struct ui *ui)
{
	return app_zone_of(ui->app, &ui->incident.record);
}

/* "14:45:31 UTC note ▸ " */
static void put_label(const struct ui *ui, const struct compose *compose, struct buf *out)
{
	const struct composer *composer = &ui->composer;
	bool begun = composer->at || composer->timed;
	buf_putc(out, ' ');
	if (!compose_is_event(compose->kind))
		buf_puts(out, "");
	else if (begun)
		show_moment(&compose->when, zone_of(ui), app_now(ui->app), out);
	else
		buf_puts(out, "now");
	buf_printf(out, "%s%s", out->len > 1 ? " " : "", compose_label(compose->kind));
	const char *from = strstr(compose->kind, " from ");
	if (from)
		buf_printf(out, " from #%s", from + strlen(" from "));
	buf_puts(out, " ▸ ");
}

static bool beside(int columns)
{
	return columns >= NARROW;
}

int composer_height(struct ui *ui, int columns, int max)
{
	struct compose compose;
	struct buf label = { 0 };
	composer_read(ui, &compose, NULL);
	put_label(ui, &compose, &label);
	if (beside(columns))
		columns -= (int)text_width(buf_text(&label), label.len);
	compose_fini(&compose);
	buf_fini(&label);
	return line_height(&ui->composer.line, columns - 1 > 0 ? columns - 1 : 1, max);
}

/* ---- words that mean something -----------------------------------------------------------------
 */

struct word {
	const char *text;
	size_t at, len;
	bool first_line;
};

static bool style_kind(const struct ui *ui, const struct word *word, enum style *out)
{
	char name[COMPOSE_KIND_SIZE];
	struct compose_kind kind;
	(void)ui;
	if (word->at != 0 || word->len < 2 || word->len > sizeof name || word->text[1] == '!')
		return false;
	text_copy(name, word->len, word->text + 1);
	*out = STYLE_WARNING;
	if (compose_kind_find(name, &kind, NULL)) {
		*out = style_find(kind.name);
		*out = *out == STYLE_TEXT || *out == STYLE_NOTE ? STYLE_KEY : *out;
	}
	return true;
}

static bool style_mention(const struct ui *ui, const struct word *word, enum style *out)
{
	char text[WHEN_TEXT_MAX + 2];
	if (word->len < 2)
		return false;
	text_copy(text, word->len < sizeof text ? word->len + 1 : sizeof text, word->text);
	*out = STYLE_TITLE;
	if (word->first_line && compose_time_meant(text + 1)) {
		struct when_context ctx;
		struct compose compose;
		composer_when(ui, &ctx);
		const struct compose_input input = { .text = text,
			.kind = "note",
			.at = ctx.now,
			.zone = ctx.zone,
			.day = ctx.day };
		*out = compose_read(&compose, &input, NULL) ? STYLE_TIME : STYLE_WARNING;
		compose_fini(&compose);
	}
	return true;
}

static bool style_tag(const struct ui *ui, const struct word *word, enum style *out)
{
	(void)ui;
	*out = STYLE_CODE;
	return word->first_line && word->len > 1 && !strchr("0123456789#", word->text[1]);
}

static const struct {
	char sign;
	bool (*style)(const struct ui *ui, const struct word *word, enum style *out);
} signs[] = { { '!', style_kind }, { '@', style_mention }, { '#', style_tag } };

static bool style_word(const struct ui *ui, const struct word *word, enum style *out)
{
	for (size_t i = 0; i < LENGTH(signs); i++)
		if (signs[i].sign == word->text[0])
			return signs[i].style(ui, word, out);
	return false;
}

/* After line_draw: the words of the rows that are seen. */
static void highlight(struct ui *ui, struct area area)
{
	struct line *line = &ui->composer.line;
	const char *text = line_text(line);
	size_t first_line = strcspn(text, "\n");
	struct line_layout layout;
	line_layout(line, area.columns, area.rows, &layout);
	for (int row = 0; row < layout.rows; row++) {
		size_t len, start = line_row(line, row, &len);
		for (size_t at = start; at < start + len;) {
			size_t end = at + strcspn(text + at, " \t\n");
			end = end < start + len ? end : start + len;
			const struct word word = { text + at, at, end - at, at < first_line };
			enum style style;
			bool begins = at == 0 || strchr(" \t\n", text[at - 1]);
			if (begins && end > at && style_word(ui, &word, &style)) {
				struct area cells = { area.row + row, area.column, 1, 0 };
				cells.column += (int)text_width(text + start, at - start);
				cells.columns = (int)text_width(text + at, end - at);
				grid_restyle(&ui->grid, cells, style);
			}
			at = end + (end < start + len);
		}
	}
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static void draw_invitation(struct ui *ui, struct area area)
{
	struct buf key = { 0 };
	if (ui->composing) {
		grid_puts(&ui->grid, area, 0, 0, STYLE_DIM, "what is happening?");
	} else if (keys_name(ui, ui->view->name, "compose", &key)) {
		int used = grid_puts(&ui->grid, area, 0, 0, STYLE_DIM, buf_text(&key));
		grid_puts(&ui->grid, area, 0, used, STYLE_DIM, " to write");
	}
	buf_fini(&key);
}

/* What is on disk needs no word; it only has to be said once, quietly, and loudly if it is not. */
static void draw_saved(struct ui *ui, struct area rule)
{
	const struct composer *composer = &ui->composer;
	const char *saved = composer->complained ? " not saved "
		: composer->stored		 ? " saved "
						 : "";
	if (composer_empty(composer) || rule.columns < NARROW)
		return;
	grid_puts(&ui->grid, rule, 0, rule.columns / 8,
		composer->complained ? STYLE_ERROR : STYLE_DIM, saved);
}

void composer_draw(struct ui *ui, struct area area, const struct area *rule)
{
	struct composer *composer = &ui->composer;
	struct compose compose;
	struct buf label = { 0 };
	/* while a word is being written it may well not be a time yet: say so by style, not by
	 * words */
	bool readable = composer_read(ui, &compose, NULL);
	bool keys = ui->composing && !ui->prompt.kind && !ui->pager.open;
	enum style style = !readable ? STYLE_WARNING : ui->composing ? STYLE_KEY : STYLE_DIM;
	put_label(ui, &compose, &label);
	compose_fini(&compose);
	struct area text = area;
	int width = (int)text_width(buf_text(&label), label.len);
	if (beside(area.columns)) {
		grid_puts(&ui->grid, area, 0, 0, style, buf_text(&label));
		text.column += width;
		text.columns -= width + 1;
	} else if (rule) {
		grid_puts(&ui->grid, *rule, 0, 0, style, buf_text(&label));
	}
	if (rule)
		draw_saved(ui, *rule);
	line_draw(&composer->line, &ui->grid, text,
		!ui->composing		    ? STYLE_DIM
			: composer->offered ? STYLE_SELECTED
					    : STYLE_TEXT);
	if (ui->composing && !composer->offered)
		highlight(ui, text);
	if (!composer->line.text.len)
		draw_invitation(ui, text);
	if (!keys)
		grid_cursor(&ui->grid, area, -1, -1);
	buf_fini(&label);
}
