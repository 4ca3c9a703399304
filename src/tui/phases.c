#include "tui/phases.h"

#include <stdlib.h>

#include "base/text.h"
#include "model/phases.h"
#include "tui/ui.h"

/* Each has a glyph of its own: colour alone means nothing. */
static const struct {
	const char *glyph;
	enum style style;
} looks[PHASE_COUNT] = { [PHASE_UNDETECTED] = { "█", STYLE_IMPACT },
	[PHASE_MITIGATING] = { "▓", STYLE_CHANGE },
	[PHASE_RECOVERING] = { "░", STYLE_MITIGATED } };

static struct phases phases_of(const struct ui *ui)
{
	const struct incident *incident = &ui->incident;
	const struct records *list = &incident->milestones;
	struct milestone *milestones = mem_new(list->count + 1, sizeof *milestones);
	struct phases phases;
	for (size_t i = 0; i < list->count; i++)
		milestones[i] = (struct milestone){
			.kind = milestone_find(record_text(&list->items[i], EVENT_KIND)),
			.at = record_int(&list->items[i], EVENT_AT),
			.number = list->items[i].number,
		};
	phases_compute(&phases, milestones, list->count, app_now(ui->app),
		status_is_open(record_text(&incident->record, INCIDENT_STATUS)));
	free(milestones);
	return phases;
}

bool phases_known(const struct ui *ui)
{
	return phases_of(ui).count > 0;
}

int phases_rows(const struct ui *ui, int rows)
{
	return rows >= PHASES_ROWS && ui->grid.columns < PANEL_COLUMNS && phases_known(ui);
}

/* Every phase is seen, however short; the last takes what rounding leaves. */
static void draw_bar(struct ui *ui, struct area area, const struct phases *phases)
{
	int64_t from = phases->items[0].from, whole = phases->items[phases->count - 1].to - from;
	int at = 0;
	for (size_t i = 0; i < phases->count; i++) {
		const struct phase *phase = &phases->items[i];
		int after = (int)(phases->count - 1 - i);
		int end = whole > 0
			? (int)((double)(phase->to - from) / (double)whole * area.columns + 0.5)
			: at + 1;
		end = end <= at ? at + 1 : end;
		end = end > area.columns - after ? area.columns - after : end;
		if (!after)
			end = area.columns;
		for (; at < end; at++)
			grid_puts(&ui->grid, area, 0, at, looks[phase->kind].style,
				looks[phase->kind].glyph);
	}
}

/* "4m", "38m so far", or "?"; false for a phase there is nothing to say about. */
static bool put_length(const struct phases *phases, enum phase_kind kind, struct buf *out)
{
	int64_t ms;
	bool ongoing;
	if (phases_length(phases, kind, &ms, &ongoing)) {
		show_length(ms, out);
		buf_puts(out, ongoing ? " so far" : "");
		return true;
	}
	buf_puts(out, phases->unknown[kind] ? "?" : "");
	return phases->unknown[kind];
}

/* Columns used; nothing is drawn with a negative column. */
static int draw_legend(struct ui *ui, struct area area, int column, const struct phases *phases)
{
	int at = 0;
	for (enum phase_kind kind = 0; kind < PHASE_COUNT; kind++) {
		struct buf text = { 0 };
		buf_printf(&text, " %s ", phase_name(kind));
		if (put_length(phases, kind, &text)) {
			at += at ? 2 : 0;
			if (column >= 0) {
				grid_puts(&ui->grid, area, 0, column + at, looks[kind].style,
					looks[kind].glyph);
				grid_puts(&ui->grid, area, 0, column + at + 1, STYLE_TEXT,
					buf_text(&text));
			}
			at += 1 + (int)text_width(buf_text(&text), text.len);
		}
		buf_fini(&text);
	}
	return at;
}

void phases_draw(struct ui *ui, struct area area)
{
	enum { BAR_MIN = 12, GAP = 2 };
	const struct phases phases = phases_of(ui);
	int legend = draw_legend(ui, area, -1, &phases);
	struct area bar = { area.row, area.column + 1, 1, area.columns - 2 - GAP - legend };
	if (bar.columns < BAR_MIN) {
		draw_legend(ui, area, 1, &phases);
		return;
	}
	draw_bar(ui, bar, &phases);
	draw_legend(ui, area, 1 + bar.columns + GAP, &phases);
}

int phases_draw_panel(struct ui *ui, struct area panel, int row)
{
	enum { NAME = 13 };
	const struct phases phases = phases_of(ui);
	const struct area bar = { panel.row + row, panel.column, 1, panel.columns };
	int used = 1;
	draw_bar(ui, bar, &phases);
	for (enum phase_kind kind = 0; kind < PHASE_COUNT; kind++) {
		struct buf text = { 0 };
		if (put_length(&phases, kind, &text)) {
			grid_puts(&ui->grid, panel, row + used, 0, looks[kind].style,
				looks[kind].glyph);
			grid_put_field(
				&ui->grid, panel, row + used, 2, NAME, STYLE_DIM, phase_name(kind));
			grid_puts(&ui->grid, panel, row + used, 2 + NAME, STYLE_TEXT,
				buf_text(&text));
			used++;
		}
		buf_fini(&text);
	}
	return used;
}
