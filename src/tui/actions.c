/* The Actions tab. */
#include "tui/ui.h"

#include "base/text.h"
#include "base/zone.h"

static const char *const sorts[] = { "number", "priority", "state", "due", "owner", NULL };
static const char *const groups[] = { "none", "team", "owner", "priority", "state", NULL };
static const int sort_fields[] = { -1, ACTION_PRIORITY, ACTION_STATE, ACTION_DUE, ACTION_OWNER };
static const int group_fields[] = { -1, ACTION_TEAM, ACTION_OWNER, ACTION_PRIORITY, ACTION_STATE };

static const struct record *at(const struct ui *ui, size_t index)
{
	return &ui->incident.actions.items[index];
}

static int64_t number(const struct ui *ui)
{
	return sheet_key(&ui->actions_sheet);
}

static bool is_over(const struct record *action)
{
	const char *state = record_text(action, ACTION_STATE);
	return text_equal(state, "done") || text_equal(state, "declined");
}

/* The whole day it is due still counts. */
static bool is_late(const struct ui *ui, const struct record *action)
{
	struct buf today = { 0 };
	const char *due = record_text(action, ACTION_DUE);
	when_format(&today, app_now(ui->app), ui_zone(ui), WHEN_DATE);
	bool late = *due && !is_over(action) && strcmp(due, buf_text(&today)) < 0;
	buf_fini(&today);
	return late;
}

/* ---- order -------------------------------------------------------------------------------------
 */

/* By a field: choices in their own order, text by its letters, nothing comes last. */
static int compare_field(const struct record *a, const struct record *b, int field)
{
	const struct choice *choices = entity_get(ENTITY_ACTION)->fields[field].choices;
	const char *left = record_text(a, field), *right = record_text(b, field);
	if (choices) {
		size_t first = choice_rank(choices, left), second = choice_rank(choices, right);
		return first < second ? -1 : first > second;
	}
	if (!*left || !*right)
		return !*left - !*right;
	return strcasecmp(left, right);
}

static int compare_groups(const void *context, size_t a, size_t b)
{
	const struct ui *ui = context;
	return compare_field(at(ui, a), at(ui, b), group_fields[ui->actions_sheet.group]);
}

/* What is over comes last, whatever the order: it is not what one looks for. */
static int compare(const void *context, size_t a, size_t b)
{
	const struct ui *ui = context;
	int field = sort_fields[ui->actions_sheet.sort];
	int over = is_over(at(ui, a)) - is_over(at(ui, b));
	return over ? over : field < 0 ? 0 : compare_field(at(ui, a), at(ui, b), field);
}

static int64_t key_of(const void *context, size_t index)
{
	return at(context, index)->number;
}

static void text_of(const void *context, size_t index, struct buf *out)
{
	static const int fields[] = { ACTION_STATE, ACTION_PRIORITY, ACTION_TYPE, ACTION_OWNER,
		ACTION_TEAM, ACTION_DUE, ACTION_LINK, ACTION_TITLE, ACTION_REASON, ACTION_AUDIENCE };
	const struct record *action = at(context, index);
	buf_printf(out, "#%lld ", (long long)action->number);
	for (size_t i = 0; i < LENGTH(fields); i++)
		buf_printf(out, "%s ", record_text(action, fields[i]));
	buf_puts(out, is_late(context, action) ? "late" : "");
}

/* ---- columns -----------------------------------------------------------------------------------
 */

enum { NUMBER, STATE, PRIORITY, TITLE, OWNER, DUE, TEAM, TYPE, LINK, READERS, ORIGIN };

static const struct column columns[] = {
	[NUMBER] = { "", 3, 6, .right = true },
	[STATE] = { "state", 4, 8 },
	[PRIORITY] = { "pri", 3, 3, .leaves = 1 },
	[TITLE] = { "action", 20, 30, .weight = 1 },
	[OWNER] = { "owner", 8, 14, .leaves = 2 },
	[DUE] = { "due", 15, 15, .leaves = 3 },
	[TEAM] = { "team", 9, 14, .leaves = 4 },
	[TYPE] = { "type", 8, 11, .leaves = 6 },
	[LINK] = { "link", 10, 22, .leaves = 5 },
	[READERS] = { "for", 6, 8, .leaves = 3 },
	[ORIGIN] = { "from", 10, 13, .leaves = 7 },
};

static enum style cell(const void *context, size_t index, size_t column, struct buf *out)
{
	const struct ui *ui = context;
	const struct record *action = at(ui, index);
	const char *state = record_text(action, ACTION_STATE);
	const char *priority = record_text(action, ACTION_PRIORITY);
	enum style style = is_over(action) ? STYLE_DIM : STYLE_TEXT;
	bool late = is_late(ui, action);
	switch (column) {
	case NUMBER:
		buf_printf(out, "%s#%lld", ui_marked(ui, action->number) ? MARK_SIGN : "",
			(long long)action->number);
		return ui_marked(ui, action->number) ? STYLE_MARK : STYLE_DIM;
	case STATE:
		buf_puts(out, state);
		return style_find(state);
	case PRIORITY:
		buf_puts(out, priority);
		return is_over(action) ? style : style_find(priority);
	case TITLE:
		buf_puts(out, record_text(action, ACTION_TITLE));
		return style;
	case OWNER:
		show_person(record_text(action, ACTION_OWNER), out);
		return style;
	case DUE:
		buf_printf(out, "%s%s", record_text(action, ACTION_DUE), late ? " late" : "");
		return late ? STYLE_WARNING : style;
	case TEAM:
		buf_puts(out, record_text(action, ACTION_TEAM));
		return style;
	case TYPE:
		buf_puts(out, record_text(action, ACTION_TYPE));
		return style;
	case LINK:
		if (!record_has(action, ACTION_LINK))
			return style;
		buf_puts(out, "↗ ");
		show_link(record_text(action, ACTION_LINK), 20, out);
		return STYLE_LINK;
	case READERS:
		buf_puts(out, show_readers(action, ACTION_AUDIENCE));
		return STYLE_MARK;
	default:
		origin_put(
			&ui->incident.origins, record_text(action, ACTION_EVENT), ui_zone(ui), out);
		return STYLE_DIM;
	}
}

static const struct column_set table = { columns, LENGTH(columns), cell };

void actions_arrange(struct ui *ui)
{
	const struct sheet_source source = { .context = ui,
		.count = ui->incident.actions.count,
		.key = key_of,
		.text = text_of,
		.compare = compare,
		.compare_groups = ui->actions_sheet.group ? compare_groups : NULL,
		.columns = &table };
	sheet_arrange(&ui->actions_sheet, &source);
}

/* ---- drawing -----------------------------------------------------------------------------------
 */

static void draw_heading(struct ui *ui, struct area area, int y, const struct sheet_row *row)
{
	int field = group_fields[ui->actions_sheet.group];
	const char *value = record_text(at(ui, row->index), field);
	struct buf text = { 0 };
	if (*value)
		buf_puts(&text, value);
	else
		buf_printf(&text, "no %s", entity_get(ENTITY_ACTION)->fields[field].name);
	int used = 1 + grid_puts(&ui->grid, area, y, 1, STYLE_TITLE, buf_text(&text));
	buf_truncate(&text, 0);
	buf_printf(&text, "  %zu", row->count);
	grid_puts(&ui->grid, area, y, used, STYLE_DIM, buf_text(&text));
	buf_fini(&text);
}

static const struct sheet_look look = { .columns = &table, .heading = draw_heading };

static void draw(struct ui *ui, struct area area)
{
	if (!ui->incident.actions.count) {
		list_draw_empty(ui, area, "No action items yet.", "compose action", "Add one with ",
			", or type !action and the text.");
		return;
	}
	if (area.rows >= 5 && sheet_draw_state(ui, area, &view_actions))
		area = area_below(area, 1);
	sheet_draw(ui, area, &view_actions, &look);
}

/* ---- the rest ----------------------------------------------------------------------------------
 */

static struct sheet *sheet_of(struct ui *ui)
{
	return &ui->actions_sheet;
}

static void label(const struct ui *ui, size_t row, struct buf *out)
{
	if (!ui->actions_sheet.rows.items[row].heading)
		text_of(ui, ui->actions_sheet.rows.items[row].index, out);
}

static const struct hint hints[] = { { "compose action", "add" },
	{ "action done {number}", "done" }, { "action start {number}", "start" },
	{ "form action {number}", "edit" }, { "filter", "filter" }, { "sort next", "sort" },
	{ "group next", "group" }, { "action delete {number}", "delete" }, { "undo", "undo" },
	{ "palette", "command" }, { 0 } };

const struct view view_actions = {
	.name = "actions",
	.title = "Actions",
	.place = "In the action items",
	.hints = hints,
	.entity = ENTITY_ACTION,
	.draw = draw,
	.label = label,
	.between = marks_between,
	.filter = sheet_filter,
	.sheet = sheet_of,
	.sorts = sorts,
	.groups = groups,
	.arrange = actions_arrange,
	.number = number,
	.open = list_open,
};
