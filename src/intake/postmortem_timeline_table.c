/* Tables of which the rows are events. */
#include "intake/timeline_parts.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

enum {
	COLUMNS_MAX = 32, /* more are no timeline */
	DAY_MAX = 24,	  /* bytes of a day on average, in a column that is called so */
	WHO_MAX = 80,	  /* bytes of a name, or of several */
	LINK_SLACK = 4,	  /* bytes of a cell beside its only link */
	PROBES_MAX = 200, /* rows that are looked at to know the columns by what is in them */
};

static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

struct table {
	struct timeline *t;
	size_t block, columns;
	enum timeline_column means[COLUMNS_MAX];
	size_t heads[COLUMNS_MAX]; /* blocks of the first row's cells */
	size_t time, end, text;	   /* columns, COLUMNS_MAX: none */
	int year;		   /* in the head of a column of days: "Date (2021)" */
	bool headless;		   /* the first row is an event as well */
};

static const struct block *block_at(const struct table *table, size_t index)
{
	return &table->t->p->blocks.items[index];
}

static void look_at_heads(struct table *table, size_t row)
{
	for (size_t i = row + 1; i < block_at(table, row)->next; i = block_at(table, i)->next) {
		size_t column = block_at(table, i)->number;
		if (column >= COLUMNS_MAX)
			return;
		table->heads[column] = i;
		table->means[column] = timeline_column(block_at(table, i)->text);
	}
}

struct probe {
	size_t full, clocks, days, bytes;
};

static bool read_cell(const struct block *cell, struct stamp *stamp)
{
	return stamp_read(stamp, cell->text, cell->len, STAMP_LEAD) && !stamp->lead;
}

static bool has_clock(const struct stamp *stamp)
{
	return stamp->clock.kind != STAMP_NO_CLOCK || stamp->epoch || stamp->relative;
}

static void probe_rows(const struct table *table, struct probe probes[])
{
	size_t seen = 0;
	for (size_t row = table->block + 1; row < block_at(table, table->block)->next && seen < PROBES_MAX;
		row = block_at(table, row)->next) {
		if (block_at(table, row)->header)
			continue;
		seen++;
		for (size_t i = row + 1; i < block_at(table, row)->next; i = block_at(table, i)->next) {
			const struct block *cell = block_at(table, i);
			struct stamp stamp;
			if (cell->number >= COLUMNS_MAX || text_empty(cell->text))
				continue;
			struct probe *probe = &probes[cell->number];
			probe->full++;
			probe->bytes += cell->len;
			if (!read_cell(cell, &stamp))
				continue;
			bool named = table->means[cell->number] == TIMELINE_TIME || table->means[cell->number] == TIMELINE_DAY;
			bool sure = named || (!stamp.weak && !stamp.relative);
			probe->clocks += sure && has_clock(&stamp);
			probe->days += sure && stamp.day.kind != STAMP_NO_DAY;
		}
	}
}

static bool is_mostly(size_t some, size_t all)
{
	return some && some * 2 >= all;
}

/* The column of times: the first that is called so and has them; failing that, the first that has nothing else. In a
 * timeline one that is called so may say "days before" as well. */
static size_t time_column(struct table *table, const struct probe probes[], bool strict)
{
	for (size_t c = 0; c < table->columns; c++)
		if (table->means[c] == TIMELINE_TIME &&
			(strict ? probes[c].clocks && is_mostly(probes[c].clocks + probes[c].days, probes[c].full)
				: probes[c].clocks + probes[c].days > 0))
			return c;
	for (size_t c = 0; c < table->columns; c++) {
		bool free = table->means[c] != TIMELINE_TEXT && table->means[c] != TIMELINE_END;
		if (free && probes[c].clocks && probes[c].clocks * 10 >= probes[c].full * 6)
			return c;
	}
	for (size_t c = 0; c < table->columns; c++)
		if (!strict && table->means[c] == TIMELINE_DAY && is_mostly(probes[c].days, probes[c].full))
			return c;
	for (size_t c = 0; c < table->columns; c++)
		if (!strict && table->means[c] == TIMELINE_OTHER && probes[c].days * 10 >= probes[c].full * 8 && probes[c].days > 1)
			return c;
	return COLUMNS_MAX;
}

/* What happened: the column that is called so, else the one with the most in it, else the phases. */
static size_t text_column(const struct table *table, const struct probe probes[])
{
	size_t best = COLUMNS_MAX, most = 0;
	for (size_t c = 0; c < table->columns; c++)
		if (table->means[c] == TIMELINE_TEXT && c != table->time && probes[c].full)
			return c;
	for (size_t c = 0; c < table->columns; c++)
		if (table->means[c] == TIMELINE_OTHER && c != table->time && probes[c].bytes > most &&
			!is_mostly(probes[c].clocks, probes[c].full)) {
			best = c;
			most = probes[c].bytes;
		}
	for (size_t c = 0; c < table->columns && best == COLUMNS_MAX; c++)
		if (table->means[c] == TIMELINE_KIND)
			best = c;
	return best;
}

static int year_of(const char *text)
{
	for (const char *at = text; *at; at++) {
		size_t len = strspn(at, "0123456789");
		if (len == 4 && (text_starts(at, "19") || text_starts(at, "20")))
			return (int)strtol(at, NULL, 10);
		at += len ? len - 1 : 0;
	}
	return 0;
}

static bool understand(struct table *table, bool strict)
{
	struct probe probes[COLUMNS_MAX] = { 0 };
	probe_rows(table, probes);
	table->time = time_column(table, probes, strict);
	if (table->time == COLUMNS_MAX)
		return false;
	table->end = COLUMNS_MAX;
	for (size_t c = 0; c < table->columns; c++) {
		if (c == table->time)
			continue;
		if (table->means[c] == TIMELINE_END && table->end == COLUMNS_MAX)
			table->end = c;
		else if (table->means[c] == TIMELINE_TIME && is_mostly(probes[c].days, probes[c].full) && !probes[c].clocks)
			table->means[c] = TIMELINE_DAY;
		if (table->means[c] == TIMELINE_DAY && probes[c].bytes > DAY_MAX * probes[c].full)
			table->means[c] = TIMELINE_OTHER;
		if (table->means[c] == TIMELINE_DAY && !table->year)
			table->year = year_of(block_at(table, table->heads[c])->text);
	}
	table->text = text_column(table, probes);
	struct stamp stamp;
	table->headless = read_cell(block_at(table, table->heads[table->time]), &stamp) && has_clock(&stamp) &&
			  table->means[table->time] == TIMELINE_OTHER;
	return table->text != COLUMNS_MAX;
}

/* ---- rows ------------------------------------------------------------------------------------------- */

struct row {
	const struct block *cells[COLUMNS_MAX];
	size_t blocks[COLUMNS_MAX];
};

static void take_row(const struct table *table, size_t block, struct row *row)
{
	*row = (struct row){ 0 };
	for (size_t i = block + 1; i < block_at(table, block)->next; i = block_at(table, i)->next) {
		size_t column = block_at(table, i)->number;
		if (column < COLUMNS_MAX) {
			row->cells[column] = block_at(table, i);
			row->blocks[column] = i;
		}
	}
}

static const char *cell_text(const struct row *row, size_t column)
{
	return column < COLUMNS_MAX && row->cells[column] ? row->cells[column]->text : "";
}

/* The date of a row, from all its columns of days: "Sun", "Oct 31". False if they are empty or no date. */
static bool read_day(const struct table *table, const struct row *row, struct stamp *out)
{
	struct buf text = { 0 };
	for (size_t c = 0; c < table->columns; c++) {
		const char *cell = cell_text(row, c);
		if (table->means[c] != TIMELINE_DAY || c == table->time || text_empty(cell))
			continue;
		buf_printf(&text, "%s%s", text.len ? " " : "", cell);
		if (table->year && !year_of(cell) && strpbrk(cell, "0123456789"))
			buf_printf(&text, " %d", table->year);
	}
	bool is = text.len && stamp_read(out, buf_text(&text), text.len, 0) && out->day.kind != STAMP_NO_DAY;
	for (const char *at = strchr(buf_text(&text), ' '); !is && at; at = strchr(at + 1, ' ')) /* "Sun Oct 31" */
		is = stamp_read(out, at, strlen(at), 0) && out->day.kind != STAMP_NO_DAY;
	buf_fini(&text);
	return is;
}

static void put_source(const struct table *table, const struct row *row, size_t column, struct buf *out)
{
	struct buf source = { 0 };
	blocks_source(&table->t->p->blocks, row->blocks[column], &source);
	buf_put(out, source.data ? source.data : "", source.len);
	buf_fini(&source);
}

static bool is_only_link(const struct table *table, const struct block *cell)
{
	const struct blocks *blocks = &table->t->p->blocks;
	bool link = cell->links == 1 && !blocks->links.items[cell->link].image;
	return link && blocks->links.items[cell->link].len + LINK_SLACK >= cell->len;
}

/* Whether a cell goes into the text: also what its column's field cannot hold. */
static bool is_in_text(const struct table *table, const struct row *row, size_t column)
{
	const char *cell = cell_text(row, column), *kind;
	size_t first = 0;
	switch (table->means[column]) {
	case TIMELINE_TEXT:
	case TIMELINE_OTHER:
		return true;
	case TIMELINE_SPAN: /* of a milestone it is reckoned from the times themselves */
		return table->means[table->text] != TIMELINE_KIND;
	case TIMELINE_WHO:
		while (first < column && (table->means[first] != TIMELINE_WHO || text_empty(cell_text(row, first))))
			first++;
		return first < column || strlen(cell) > WHO_MAX;
	case TIMELINE_KIND:
		kind = timeline_label_kind(cell);
		return column != table->text && (!kind || text_equal(kind, "note"));
	case TIMELINE_LINK:
		return row->cells[column] && !is_only_link(table, row->cells[column]);
	default:
		return false;
	}
}

/* The text, and whatever else the row says under the head of its column. */
static void put_texts(const struct table *table, const struct row *row, struct timeline_step *step)
{
	if (!text_empty(cell_text(row, table->text)))
		put_source(table, row, table->text, &step->text);
	for (size_t c = 0; c < table->columns; c++) {
		if (c == table->text || c == table->time || !is_in_text(table, row, c) || text_empty(cell_text(row, c)))
			continue;
		if (step->text.len)
			buf_puts(&step->text, "\n\n");
		const char *head = table->headless ? "" : block_at(table, table->heads[c])->text;
		if (*head)
			buf_printf(&step->text, "%s: ", head);
		put_source(table, row, c, &step->text);
	}
}

static void put_rest(const struct table *table, const struct row *row, struct timeline_step *step)
{
	for (size_t c = 0; c < table->columns; c++) {
		const char *cell = cell_text(row, c);
		if (text_empty(cell) || c == table->text)
			continue;
		if (is_in_text(table, row, c))
			continue;
		if (table->means[c] == TIMELINE_WHO && !step->author)
			step->author = mem_copy(cell);
		else if (table->means[c] == TIMELINE_KIND && !step->label)
			step->label = mem_copy(cell);
		else if (table->means[c] == TIMELINE_LINK && !step->link)
			step->link = mem_copy(table->t->p->blocks.links.items[row->cells[c]->link].url);
	}
	if (table->means[table->text] == TIMELINE_KIND) {
		free(step->label);
		step->label = mem_copy(cell_text(row, table->text));
		step->labelled = true;
	}
}

static bool row_is_empty(const struct table *table, const struct row *row)
{
	for (size_t c = 0; c < table->columns; c++)
		if (c != table->time && table->means[c] != TIMELINE_DAY && !text_empty(cell_text(row, c)))
			return false;
	return true;
}

/* The end of a range in a column of its own. */
static void read_end(const struct table *table, const struct row *row, struct stamp *stamp)
{
	struct stamp end;
	const char *text = cell_text(row, table->end);
	if (text_empty(text) || !stamp_read(&end, text, strlen(text), 0) || !has_clock(&end))
		return;
	stamp->has_end = true;
	stamp->end_day = end.day;
	stamp->end_clock = end.clock;
}

static bool read_row(struct table *table, size_t block)
{
	struct timeline *t = table->t;
	struct stamp day, stamp;
	struct row row;
	take_row(table, block, &row);
	const char *time = cell_text(&row, table->time);
	bool has_day = read_day(table, &row, &day), timed = stamp_read(&stamp, time, strlen(time), STAMP_LEAD);
	if (has_day && (!timed || stamp.day.kind == STAMP_NO_DAY))
		timeline_step(t, TIMELINE_STEP_DAY)->stamp = day;
	if (row_is_empty(table, &row)) {
		if (timed && !has_clock(&stamp) && stamp.day.kind != STAMP_NO_DAY)
			timeline_step(t, TIMELINE_STEP_DAY)->stamp = stamp;
		return true;
	}
	if (!timed && has_day && text_empty(time)) {
		stamp = day;
		timed = true;
	}
	if (timed)
		read_end(table, &row, &stamp);
	const struct block *whole = block_at(table, block);
	struct timeline_step *step = timeline_entry(t, timed ? &stamp : NULL, whole->from, whole->to, "table row");
	if (!step)
		return false;
	if (!timed && strpbrk(time, letters)) /* "the days before" */
		buf_printf(&step->text, "%s: ", time);
	put_texts(table, &row, step);
	if (timed && !text_empty(time + stamp.rest)) /* what else stands in the cell of the time */
		buf_printf(&step->text, "%s%s", step->text.len ? "\n\n" : "", time + stamp.rest);
	put_rest(table, &row, step);
	step->first = block;
	step->end = whole->next;
	return true;
}

/* A timeline of which no time can be read is said to be one. */
static void note_unread(const struct table *table)
{
	for (size_t row = table->block + 1; row < block_at(table, table->block)->next; row = block_at(table, row)->next) {
		for (size_t i = row + 1; i < block_at(table, row)->next; i = block_at(table, i)->next) {
			const struct block *cell = block_at(table, i);
			bool time = cell->number < COLUMNS_MAX && table->means[cell->number] == TIMELINE_TIME;
			if (!time || block_at(table, row)->header || strcspn(cell->text, "0123456789") == cell->len || cell->len > 40)
				continue;
			found_note(&table->t->p->found, cell->line, "'%s' cannot be read as a time: the table stays text", cell->text);
			return;
		}
	}
}

bool timeline_table(struct timeline *t, size_t index, bool strict)
{
	struct table table = { .t = t, .block = index };
	size_t end = block_at(&table, index)->next;
	table.columns = block_at(&table, index)->number;
	if (index + 1 >= end || table.columns < 2 || table.columns > COLUMNS_MAX)
		return false;
	look_at_heads(&table, index + 1);
	if (!understand(&table, strict)) {
		if (!strict)
			note_unread(&table);
		return false;
	}
	bool unsure = false, all = true;
	const char *zone = table.headless ? NULL : timeline_zone(block_at(&table, table.heads[table.time])->text, &unsure);
	t->group++;
	timeline_step(t, TIMELINE_STEP_ANEW);
	if (zone) {
		struct timeline_step *step = timeline_step(t, TIMELINE_STEP_ZONE);
		text_copy(step->stamp.zone, sizeof step->stamp.zone, zone);
		step->stamp.zone_unsure = unsure;
	}
	for (size_t row = index + 1; row < end && all; row = block_at(&table, row)->next)
		if (!block_at(&table, row)->header || table.headless)
			all = read_row(&table, row);
	if (zone)
		timeline_step(t, TIMELINE_STEP_UNZONE);
	if (all)
		found_claim(&t->p->found, &t->p->blocks, index);
	t->open = 0;
	return true;
}
