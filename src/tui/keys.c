/* The live key map: which command a key runs, which key a command has, and the help made from both.
 */
#include "tui/ui.h"

#include "app/command.h"
#include "base/text.h"

enum {
	GAP = 3, /* between two hints */
};

static struct ui_binding *find(const struct ui_bindings *bindings, const struct keymap_view *view, const struct key *key)
{
	for (size_t at = bindings->chains[key->code % BINDING_CHAINS]; at; at = bindings->items[at - 1].next) {
		struct ui_binding *binding = &bindings->items[at - 1];
		if (binding->view == view && key_equal(&binding->key, key))
			return binding;
	}
	return NULL;
}

bool keys_resolve(struct ui *ui, struct err *err)
{
	const struct keymap *map = app_keymap(ui->app);
	struct ui_bindings *bindings = &ui->bindings;
	const struct keymap_view *view = &keymap_views[0];
	bool ok = true;
	bindings->count = 0;
	memset(bindings->chains, 0, sizeof bindings->chains);
	for (size_t i = 0; i < map->count; i++) {
		const struct binding *from = &map->items[i];
		struct err bad = { 0 };
		struct key key;
		if (!key_parse(&key, from->key, &bad)) {
			if (ok)
				err_set(err, ERR_USAGE, "%s: bind %s: %s", from->where, from->view,
					bad.text);
			ok = false;
			continue;
		}
		if (from->before && ok)
			ok = err_set(err, ERR_USAGE,
				"%s: %s is bound twice in %s: this line holds, not the one before",
				from->where, from->key, from->view);
		/* those of a view mostly come one after the other */
		if (!text_equal(view->name, from->view))
			view = keymap_view(from->view);
		/* one key may have been written in two ways: what was said last holds */
		struct ui_binding *to = find(bindings, view, &key);
		if (!to) {
			size_t *chain = &bindings->chains[key.code % BINDING_CHAINS];
			to = vec_push(bindings);
			*to = (struct ui_binding){ .key = key, .view = view, .next = *chain };
			*chain = bindings->count;
		}
		to->command = from->command;
	}
	return ok;
}

const struct view *const views[] = { &view_board, &view_timeline, &view_actions, &view_causes,
	&view_postmortem, &view_preview, &view_checks, &view_history, &view_search, &view_import, &view_pager,
	NULL };

const struct view *keys_view(const char *name)
{
	size_t i = 0;
	while (views[i] && !text_equal(views[i]->name, name))
		i++;
	return views[i];
}

const char *keys_parent(const char *name)
{
	const struct keymap_view *view = keymap_view(name);
	return view ? view->parent : NULL;
}

const char *keys_find(const struct ui *ui, const char *view, const struct key *key, bool all)
{
	for (const char *in = view; in && (all || !text_equal(in, "all")); in = keys_parent(in)) {
		const struct ui_binding *binding = find(&ui->bindings, keymap_view(in), key);
		if (binding)
			return *binding->command ? binding->command : NULL;
	}
	return NULL;
}

/* While one writes, characters are text, unless they are bound there. */
static bool keys_types(const char *name)
{
	const struct keymap_view *view = keymap_view(name);
	return view && view->typed;
}

/* The key of the first binding that suits and is in force in a view. */
static bool name_first(const struct ui *ui, const char *view, const char *wanted,
	bool (*suits)(const char *line, const char *wanted), struct buf *out)
{
	for (const char *name = view; name; name = keys_parent(name)) {
		const struct keymap_view *in = keymap_view(name);
		for (size_t i = 0; i < ui->bindings.count; i++) {
			const struct ui_binding *binding = &ui->bindings.items[i];
			if (binding->view != in || !suits(binding->command, wanted))
				continue;
			/* a nearer view may have given the key to something else */
			if (keys_find(ui, view, &binding->key, true) != binding->command ||
				(keys_types(view) && !in->typed && key_is_text(&binding->key)))
				continue;
			key_format(&binding->key, out);
			return true;
		}
	}
	return false;
}

bool keys_name(const struct ui *ui, const char *view, const char *line, struct buf *out)
{
	return name_first(ui, view, line, text_equal, out);
}

/* The name of the command that a line runs or, with `ask` and `fill`, will run. Borrowed. */
static const char *command_of(const struct words *words)
{
	size_t used, from = 0;
	const struct ui_command *own = words->count ? ui_command_find(words->items[0]) : NULL;
	if (own && words->count > 1 &&
		(text_equal(own->name, "ask") || text_equal(own->name, "fill")))
		from = 1;
	else if (own)
		return own->name;
	const struct command *command = words->count
		? command_find(words->items + from, words->count - from, &used, NULL)
		: NULL;
	return command ? command->name : "";
}

bool keys_runs(const char *line, const char *name)
{
	struct words words;
	if (!words_split(&words, line, NULL))
		return false;
	bool is = text_equal(command_of(&words), name);
	words_fini(&words);
	return is;
}

static bool runs_as_it_is(const char *line, const char *name)
{
	return !text_starts(line, "ask ") && keys_runs(line, name);
}

bool keys_of_command(const struct ui *ui, const char *view, const char *name, struct buf *out)
{
	/* a key that asks for one of its flags is only a part of it */
	return name_first(ui, view, name, runs_as_it_is, out) ||
		name_first(ui, view, name, keys_runs, out);
}

/* ---- hints -------------------------------------------------------------------------------------
 */

static const struct hint composer_hints[] = { { "submit", "log" }, { "kind next", "kind" },
	{ "time", "time" }, { "browse", "browse" }, { "line newline", "new line" }, { 0 } };

/* While nothing is written yet. */
static const struct hint empty_hints[] = { { "kind next", "kind" }, { "time", "time" },
	{ "if-empty : palette", "command" }, { "recall previous", "earlier" },
	{ "browse", "browse" }, { 0 } };

static const struct hint popup_hints[] = { { "submit", "log" }, { "popup take", "take" },
	{ "popup next", "choose" }, { "popup close", "close the list" }, { 0 } };

struct hints {
	struct ui *ui;
	struct area area;
	const char *view;
	int at, start;
};

/* Columns of one hint, 0 if no key does it; drawn only if it ends before `right`. */
static int put_hint(struct hints *hints, const struct hint *hint, int right)
{
	struct grid *grid = &hints->ui->grid;
	struct buf key = { 0 };
	int width = 0;
	if (keys_name(hints->ui, hints->view, hint->command, &key))
		width = (int)text_width(buf_text(&key), key.len) + 1 + (int)strlen(hint->label) +
			(hints->at > hints->start ? GAP : 0);
	if (width && hints->at + width <= right) {
		struct area hit = hints->area;
		hit.column += hints->at;
		hit.columns = width;
		ui_hit(hints->ui, MOUSE_LEFT, hit, "%s", hint->command);
		if (hints->at > hints->start)
			hints->at += grid_puts(grid, hints->area, 0, hints->at, STYLE_BAR, " · ");
		hints->at +=
			grid_puts(grid, hints->area, 0, hints->at, STYLE_KEY, buf_text(&key)) + 1;
		hints->at += grid_puts(grid, hints->area, 0, hints->at, STYLE_BAR, hint->label);
	}
	buf_fini(&key);
	return width;
}

void keys_hint(struct ui *ui, struct area area)
{
	static const struct hint help = { "keys", "help" };
	static const struct {
		const char *mode;
		const struct hint *hints;
	} rows[] = { { "composer", composer_hints }, { "popup", popup_hints },
		{ "form", form_hints } };
	const struct hint *hint = ui_view(ui)->hints;
	struct hints hints = { .ui = ui, .area = area, .view = ui_mode(ui) };
	for (size_t i = 0; i < LENGTH(rows); i++)
		if (text_equal(rows[i].mode, hints.view))
			hint = rows[i].hints;
	if (hint == composer_hints && !ui->composer.line.text.len)
		hint = empty_hints;
	hints.at = hints.start = area.columns > 20 ? 1 : 0;
	/* whatever there is room for, the way to help is there */
	int reserved = put_hint(&hints, &help, -1) + GAP, right = area.columns - reserved;
	for (; hint->command; hint++)
		if (hints.at + put_hint(&hints, hint, right) > right)
			break;
	put_hint(&hints, &help, area.columns);
}
