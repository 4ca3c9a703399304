/* The Causes tab: a tree by parent, its texts wrapped. */
#include "tui/causes.h"

#include <stdlib.h>

#include "base/text.h"
#include "tui/ui.h"

enum {
	TALL_ROWS = 8,	    /* with less room only the selected cause has more than one row */
	OTHER_ROWS_MAX = 4, /* of those that are not selected */
	TEXT_MIN = 14,	    /* columns a text gets, however deep it is */
	WIDE = 60,
	KIND_COLUMNS = 9, /* of the longest name of a kind, and blanks */
	NARROW = 36,
	DRAWN_MAX = 16384, /* bytes of a text that can be seen at once, and more */
};

static const struct cause_line *line_at(const struct ui *ui, size_t line)
{
	return line < ui->causes.lines.count ? &ui->causes.lines.items[line] : NULL;
}

static const struct cause_line *selected(const struct ui *ui)
{
	return line_at(ui, ui->causes.list.selected);
}

static const struct record *cause_of(const struct ui *ui, const struct cause_line *line)
{
	return &ui->incident.causes.items[ui->incident.tree[line->row].index];
}

static int depth_of(const struct ui *ui, const struct cause_line *line)
{
	return ui->incident.tree[line->row].depth;
}

static int64_t number(const struct ui *ui)
{
	return selected(ui) ? selected(ui)->number : 0;
}

static void label(const struct ui *ui, size_t line, struct buf *out)
{
	const struct record *cause = cause_of(ui, &ui->causes.lines.items[line]);
	buf_printf(out, "%s %s", record_text(cause, CAUSE_KIND), record_text(cause, CAUSE_TEXT));
}

/* ---- the lines ---------------------------------------------------------------------------------
 */

void causes_rails(const int *depths, size_t count, struct cause_line *out)
{
	uint64_t open = 0; /* depths at which a sibling follows below */
	for (size_t i = count; i-- > 0;) {
		int depth = depths[i] < CAUSE_RAILS ? depths[i] : CAUSE_RAILS - 1;
		uint64_t bit = (uint64_t)1 << depth;
		out[i].last = !(open & bit);
		out[i].rails = open & (bit - 1);
		/* what is deeper belongs to one before */
		open = (open & (bit - 1)) | bit;
		out[i].below = 0;
		for (size_t j = i + 1; j < count && depths[j] > depths[i]; j += 1 + out[j].below)
			out[i].below += 1 + out[j].below;
	}
}

void causes_arrange(struct ui *ui)
{
	const struct incident *incident = &ui->incident;
	struct causes_view *causes = &ui->causes;
	size_t count = incident->causes.count;
	int64_t before = number(ui);
	int *depths = mem_new(count + 1, sizeof *depths);
	struct cause_line *all = mem_new(count + 1, sizeof *all);
	for (size_t i = 0; i < count; i++)
		depths[i] = incident->tree[i].depth;
	causes_rails(depths, count, all);
	causes->lines.count = 0;
	for (size_t i = 0; i < count; i++) {
		all[i].row = i;
		all[i].number = cause_of(ui, &all[i])->number;
		all[i].folded = all[i].below && marks_has(&causes->folded, all[i].number);
		if (all[i].number == before)
			causes->list.selected = causes->lines.count;
		struct cause_line *line = vec_push(&causes->lines);
		*line = all[i];
		i += line->folded ? line->below : 0;
	}
	if (causes->list.selected >= causes->lines.count)
		causes->list.selected = causes->lines.count ? causes->lines.count - 1 : 0;
	free(depths);
	free(all);
}

bool causes_select(struct ui *ui, int64_t wanted)
{
	for (int tries = 0; tries < 2; tries++) {
		for (size_t i = 0; i < ui->causes.lines.count; i++)
			if (ui->causes.lines.items[i].number == wanted) {
				ui->causes.list.selected = i;
				return true;
			}
		marks_clear(&ui->causes.folded);
		causes_arrange(ui);
	}
	return false;
}

void causes_clear(struct causes_view *causes)
{
	free(causes->lines.items);
	marks_clear(&causes->folded);
	*causes = (struct causes_view){ 0 };
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

/* Where the parts of a line are. */
struct shape {
	int number, tree, step; /* columns of the number; where the tree begins; of one depth */
	int depth, skipped;	/* as deep as it is drawn; rails left out at the left */
	int text, columns;	/* where the text begins, and what it has */
};

/* "#12", "root +3" and what is to be wrapped; `len` gets the length of the cause's own text. */
static void put_parts(const struct ui *ui, const struct cause_line *line, struct buf *kind,
	struct buf *text, size_t *len)
{
	const struct record *cause = cause_of(ui, line);
	const struct choice *kinds = entity_get(ENTITY_CAUSE)->fields[CAUSE_KIND].choices;
	buf_puts(kind, show_label(kinds, record_text(cause, CAUSE_KIND)));
	if (line->folded)
		buf_printf(kind, " +%zu", line->below);
	const char *whole = record_text(cause, CAUSE_TEXT);
	size_t drawn = strlen(whole);
	if (drawn > DRAWN_MAX)
		for (drawn = DRAWN_MAX; (whole[drawn] & 0xc0) == 0x80;)
			drawn--;
	buf_put(text, whole, drawn);
	buf_trim_end(text);
	*len = text->len;
	if (*show_readers(cause, CAUSE_AUDIENCE))
		buf_printf(text, "  for %s", show_readers(cause, CAUSE_AUDIENCE));
	origin_put(&ui->incident.origins, record_text(cause, CAUSE_EVENT), ui_zone(ui), text);
}

static struct shape shape_of(const struct ui *ui, const struct cause_line *line, int columns)
{
	struct shape shape = { .step = columns >= WIDE ? 3
			: columns >= NARROW	       ? 2
						       : 1,
		.number = 2 };
	struct buf kind = { 0 }, text = { 0 };
	size_t len;
	for (size_t i = 0; i < ui->causes.lines.count; i++) {
		int width = 2;
		for (int64_t n = ui->causes.lines.items[i].number; n >= 10; n /= 10)
			width++;
		shape.number = width > shape.number ? width : shape.number;
	}
	put_parts(ui, line, &kind, &text, &len);
	shape.tree = 1 + shape.number + 2;
	int label = (int)text_width(buf_text(&kind), kind.len) + 2;
	/* where there is room for it the texts of siblings begin below each other */
	if (columns >= WIDE && label < KIND_COLUMNS)
		label = KIND_COLUMNS;
	int most = (columns - shape.tree - label - TEXT_MIN - 1) / shape.step;
	shape.depth = depth_of(ui, line);
	if (most < 0)
		most = 0;
	if (shape.depth > most) {
		shape.skipped = shape.depth - most;
		shape.depth = most;
	}
	shape.text = shape.tree + shape.depth * shape.step + label;
	shape.columns = columns - shape.text - 1 > 1 ? columns - shape.text - 1 : 1;
	buf_fini(&kind);
	buf_fini(&text);
	return shape;
}

/* How many rows of the area a line gets. */
static int height_of(const struct ui *ui, size_t index, struct area area)
{
	const struct cause_line *line = &ui->causes.lines.items[index];
	const struct shape shape = shape_of(ui, line, area.columns);
	bool tall = area.rows >= TALL_ROWS;
	int most = tall ? OTHER_ROWS_MAX : 1;
	if (line == selected(ui))
		most = tall ? area.rows : (area.rows + 1) / 2;
	struct buf kind = { 0 }, text = { 0 };
	size_t len, next;
	int rows = 0;
	put_parts(ui, line, &kind, &text, &len);
	for (size_t at = 0; at < text.len && rows < most; at += next, rows++)
		wrap_next(text.data + at, text.len - at, shape.columns, &next);
	buf_fini(&kind);
	buf_fini(&text);
	return rows ? rows : 1;
}

static bool has_rail(const struct cause_line *line, unsigned depth)
{
	return depth < CAUSE_RAILS && line->rails >> depth & 1;
}

static void draw_rails(struct ui *ui, struct area area, int y, bool first,
	const struct cause_line *line, const struct shape *shape)
{
	int depth = depth_of(ui, line);
	/* deeper than there is room for: not as near the top as it looks */
	if (first && shape->skipped)
		grid_puts(&ui->grid, area, y, shape->tree - 1, STYLE_RULE, "…");
	for (int d = 1; d <= shape->depth; d++) {
		int x = shape->tree + (d - 1) * shape->step;
		bool own = d + shape->skipped == depth;
		bool on = own ? !line->last : has_rail(line, (unsigned)(d + shape->skipped));
		const char *sign = own && first ? (line->last ? "└─" : "├─") : on ? "│" : "";
		const struct area cell = { area.row, area.column + x, area.rows,
			shape->step > 1 ? shape->step - 1 : 1 };
		grid_puts(&ui->grid, cell, y, 0, STYLE_RULE, sign);
	}
	if (!first && line->below && !line->folded)
		grid_puts(&ui->grid, area, y, shape->tree + shape->depth * shape->step, STYLE_RULE,
			"│");
}

/* The rest of a text that has one row left. */
static void draw_cut(struct ui *ui, struct area area, int y, const struct shape *shape,
	const char *text, size_t len)
{
	struct buf rest = { 0 };
	size_t most = (size_t)shape->columns * CELL_BYTES;
	for (size_t i = 0; i < len && i < most; i++)
		buf_putc(&rest, text[i] == '\n' ? ' ' : text[i]);
	grid_put_field(
		&ui->grid, area, y, shape->text, shape->columns, STYLE_TEXT, buf_text(&rest));
	buf_fini(&rest);
}

static void draw_text(struct ui *ui, struct area area, int y, int rows, const struct shape *shape,
	const struct buf *text, size_t own)
{
	size_t at = 0, next;
	for (int row = 0; row < rows && at < text->len; row++, at += next) {
		const char *from = text->data + at;
		size_t left = text->len - at, len = wrap_next(from, left, shape->columns, &next);
		if (row + 1 == rows && next < left) {
			draw_cut(ui, area, y + row, shape, from, left);
			len = left;
		} else {
			grid_put(&ui->grid, area, y + row, shape->text, STYLE_TEXT, from, len);
		}
		list_highlight(ui, area, y + row, shape->text, from, len);
		if (at + len > own) {
			int x = at < own ? (int)text_width(from, own - at) : 0;
			const struct area origin = { area.row + y + row,
				area.column + shape->text + x, 1, shape->columns - x };
			grid_restyle(&ui->grid, origin, STYLE_DIM);
		}
	}
}

static void draw_line(struct ui *ui, struct area area, int y, int rows, size_t index)
{
	const struct cause_line *line = line_at(ui, index);
	const struct shape shape = shape_of(ui, line, area.columns);
	const char *stored = record_text(cause_of(ui, line), CAUSE_KIND);
	struct buf kind = { 0 }, text = { 0 }, name = { 0 };
	size_t own;
	bool marked = ui_marked(ui, line->number);
	put_parts(ui, line, &kind, &text, &own);
	buf_printf(&name, "#%lld", (long long)line->number);
	grid_puts(&ui->grid, area, y, 1 + shape.number - (int)name.len,
		marked ? STYLE_MARK : STYLE_DIM, buf_text(&name));
	if (marked)
		grid_puts(&ui->grid, area, y, 1 + shape.number, STYLE_MARK, MARK_SIGN);
	for (int row = 0; row < rows; row++)
		draw_rails(ui, area, y + row, row == 0, line, &shape);
	grid_puts(&ui->grid, area, y, shape.tree + shape.depth * shape.step,
		line->folded || text_equal(stored, "root") ? STYLE_MARK : STYLE_DIM,
		buf_text(&kind));
	draw_text(ui, area, y, rows, &shape, &text, own);
	ui_hit_row(ui, area, y, rows, line->number);
	buf_fini(&kind);
	buf_fini(&text);
	buf_fini(&name);
}

/* Scroll as list_fit does, for lines of several rows. */
static void fit(struct ui *ui, struct area area)
{
	struct list *list = &ui->causes.list;
	int rows = 0;
	if (list->top > list->selected)
		list->top = list->selected;
	size_t first = list->selected;
	for (;; first--) {
		rows += height_of(ui, first, area);
		if (first == 0 || first == list->top || rows >= area.rows)
			break;
	}
	/* the selected one whole, as far as it can be */
	if (rows > area.rows && first < list->selected)
		first++;
	list->top = first;
	for (size_t i = list->selected + 1; i < ui->causes.lines.count && rows < area.rows; i++)
		rows += height_of(ui, i, area);
	while (list->top > 0 && rows + height_of(ui, list->top - 1, area) <= area.rows)
		rows += height_of(ui, --list->top, area);
}

static void draw(struct ui *ui, struct area area)
{
	struct list *list = &ui->causes.list;
	size_t shown = 0;
	if (!ui->causes.lines.count) {
		list_draw_empty(ui, area, "No causes yet.", "sibling", "Add one with ",
			", or type !root, !trigger or !cause and the text.");
		return;
	}
	fit(ui, area);
	for (int y = 0; y < area.rows && list->top + shown < ui->causes.lines.count; shown++) {
		size_t index = list->top + shown;
		int rows = height_of(ui, index, area);
		rows = rows < area.rows - y ? rows : area.rows - y;
		draw_line(ui, area, y, rows, index);
		if (index == list->selected)
			list_mark(ui, area, y, rows);
		y += rows;
	}
	ui->rows = (int)shown;
}

/* ---- commands ----------------------------------------------------------------------------------
 */

static bool needs_selected(const struct ui *ui, struct err *err)
{
	return (ui->view == &view_causes && selected(ui)) ||
		err_set(err, ERR_USAGE, "select a cause in the Causes tab first");
}

/* The number of the line at the same depth before or after, under the same cause; 0: none. */
static int64_t sibling(const struct ui *ui, bool before)
{
	size_t at = ui->causes.list.selected;
	int depth = depth_of(ui, selected(ui));
	for (;;) {
		if (before ? at == 0 : at + 1 >= ui->causes.lines.count)
			return 0;
		at += before ? (size_t)-1 : 1;
		int other = depth_of(ui, line_at(ui, at));
		if (other <= depth)
			return other == depth ? line_at(ui, at)->number : 0;
	}
}

/* The number of what the selected cause explains; 0: it stands at the top. */
static int64_t parent(const struct ui *ui)
{
	int depth = depth_of(ui, selected(ui));
	for (size_t at = ui->causes.list.selected; depth && at-- > 0;)
		if (depth_of(ui, line_at(ui, at)) < depth)
			return line_at(ui, at)->number;
	return 0;
}

bool run_move(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	static const struct {
		const char *where, *flag, *none;
	} moves[] = {
		{ "down", "--after", "it is the last of its siblings" },
		{ "up", "--before", "it is the first of its siblings" },
		{ "in", "--under", "there is no cause above it that it could explain" },
		{ "out", "--after", "it stands at the top already" },
	};
	const char *where = count ? words[0] : "";
	size_t move = 0;
	if (!needs_selected(ui, err))
		return false;
	while (move < LENGTH(moves) && !text_equal(moves[move].where, where))
		move++;
	if (move == LENGTH(moves))
		return err_set(err, ERR_USAGE, "move where? down, up, in or out");
	int64_t to =
		text_equal(where, "out") ? parent(ui) : sibling(ui, !text_equal(where, "down"));
	if (!to)
		return err_set(err, ERR_USAGE, "%s", moves[move].none);
	char verb[] = "cause", moving[] = "move", what[24], flag[16], place[24];
	char *const line[] = { verb, moving, what, flag, place, NULL };
	struct buf out = { 0 };
	snprintf(what, sizeof what, "%lld", (long long)number(ui));
	snprintf(place, sizeof place, "%lld", (long long)to);
	text_copy(flag, sizeof flag, moves[move].flag);
	/* nothing goes where it could not be seen any more */
	if (text_equal(where, "in"))
		marks_drop(&ui->causes.folded, to);
	/* what it says is what the tree shows */
	bool ok = ui_command(ui, line, LENGTH(line) - 1, &out, err);
	buf_fini(&out);
	return ok;
}

bool run_sibling(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct buf line = { 0 };
	(void)words, (void)count;
	/* the first of all has nothing to stand beside */
	int64_t above = ui->causes.lines.count ? parent(ui) : 0;
	buf_puts(&line, "compose ");
	if (above)
		buf_printf(&line, "why %lld", (long long)above);
	else
		buf_puts(&line, "cause");
	bool ok = ui_run_line(ui, buf_text(&line), err);
	buf_fini(&line);
	return ok;
}

static bool fold_all(struct ui *ui, struct err *err)
{
	for (size_t i = 0; i < ui->causes.lines.count; i++) {
		const struct cause_line *line = line_at(ui, i);
		if (line->below && !marks_add(&ui->causes.folded, line->number, err))
			return false;
	}
	return true;
}

bool run_fold(struct ui *ui, char *const *words, size_t count, struct err *err)
{
	struct marks *folded = &ui->causes.folded;
	const char *what = count ? words[0] : "";
	bool ok = true;
	if (!needs_selected(ui, err))
		return false;
	if (text_equal(what, "none"))
		marks_clear(folded);
	else if (text_equal(what, "all"))
		ok = fold_all(ui, err);
	else if (*what)
		return err_set(err, ERR_USAGE, "fold what? all, none, or nothing for this one");
	else if (!selected(ui)->below)
		return err_set(err, ERR_USAGE, "nothing stands under this cause yet");
	else if (selected(ui)->folded)
		marks_drop(folded, number(ui));
	else
		ok = marks_add(folded, number(ui), err);
	causes_arrange(ui);
	return ok;
}

/* ---- the rest ----------------------------------------------------------------------------------
 */

/* Enter unfolds what is folded; else it shows all there is to know about the cause. */
static bool open(struct ui *ui, struct err *err)
{
	if (selected(ui) && selected(ui)->folded)
		return run_fold(ui, NULL, 0, err);
	return list_open(ui, err);
}

static struct list *list_of(struct ui *ui)
{
	return &ui->causes.list;
}

static size_t count(const struct ui *ui)
{
	return ui->causes.lines.count;
}

static const struct hint hints[] = { { "sibling", "add" }, { "compose why {selected}", "why" },
	{ "fold", "fold" }, { "form cause {number}", "edit" }, { "move down", "move" },
	{ "cause delete {number}", "delete" }, { "undo", "undo" }, { "palette", "command" },
	{ 0 } };

const struct view view_causes = {
	.name = "causes",
	.title = "Causes",
	.place = "In the causes",
	.hints = hints,
	.entity = ENTITY_CAUSE,
	.draw = draw,
	.list = list_of,
	.count = count,
	.label = label,
	.number = number,
	.open = open,
	.between = marks_between,
};
