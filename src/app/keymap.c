#include "app/keymap.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "base/text.h"

const struct keymap_view keymap_views[] = {
	{ "all", NULL },
	{ "board", "all" },
	{ "incident", "all" },
	{ "timeline", "incident" },
	{ "actions", "incident" },
	{ "causes", "incident" },
	{ "postmortem", "incident" },
	{ "preview", "incident" },
	{ "checks", "incident" },
	{ "history", "incident" },
	{ "search", "all" },
	{ "import", "all" },
	{ "composer", "line", .typed = true },
	{ "form", "line", .typed = true },
	{ "prompt", "line", .typed = true },
	{ "popup", "composer", .typed = true },
	{ "line", "all", .typed = true },
	{ "pager", "all" },
};
const size_t keymap_view_count = LENGTH(keymap_views);

const struct keymap_view *keymap_view(const char *name)
{
	for (size_t i = 0; i < keymap_view_count; i++)
		if (text_equal(keymap_views[i].name, name))
			return &keymap_views[i];
	return NULL;
}

static bool unknown_view(const char *view, struct err *err)
{
	const char *names[LENGTH(keymap_views)];
	for (size_t i = 0; i < keymap_view_count; i++)
		names[i] = keymap_views[i].name;
	const char *near = text_nearest(view, names, keymap_view_count);
	return err_set(err, ERR_USAGE, "there is no view '%s' to bind keys in%s%s%s", view,
		near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
}

static const struct binding shipped[] = {
#include "keys.inc"
};

static struct binding *find(const struct keymap *map, const char *view, const char *key)
{
	for (size_t i = 0; i < map->count; i++)
		/* most keys differ in their first byte */
		if (map->items[i].key[0] == key[0] && text_equal(map->items[i].key, key) &&
			text_equal(map->items[i].view, view))
			return &map->items[i];
	return NULL;
}

/* All four in one piece of memory. */
static struct binding make(const char *view, const char *key, const char *command, const char *file, size_t line)
{
	struct binding out = { 0 };
	const char *text[] = { view, key, command, file };
	const char **into[] = { &out.view, &out.key, &out.command, &out.where };
	enum { LINE_DIGITS = 24 };
	size_t room = LINE_DIGITS;
	for (size_t i = 0; i < LENGTH(text); i++)
		room += text[i] ? strlen(text[i]) + 1 : 1;
	char *at = out.own = mem_new(room, 1);
	for (size_t i = 0; i < LENGTH(text); i++) {
		size_t len = text[i] ? strlen(text[i]) : 0;
		*into[i] = at;
		memcpy(at, text[i] ? text[i] : "", len);
		at += len + 1;
	}
	if (file)
		snprintf(at - 1, LINE_DIGITS, ":%zu", line);
	return out;
}

/* Unbound first, or the same again, is as it should be. */
static bool was_bound_there(const struct keymap *map, const struct binding *binding, const char *command)
{
	size_t file = map->file ? strlen(map->file) : 0;
	return *binding->command && *command && file && !text_equal(binding->command, command) &&
	       strncmp(binding->where, map->file, file) == 0 && binding->where[file] == ':';
}

bool keymap_bind(struct keymap *map, const char *view, const char *key, const char *command,
	struct err *err)
{
	if (!keymap_view(view))
		return unknown_view(view, err);
	struct binding *binding = find(map, view, key);
	struct binding made = make(view, key, command, map->file, map->line);
	made.before = binding && was_bound_there(map, binding, command);
	if (binding)
		free(binding->own);
	else
		binding = vec_push(map);
	*binding = made;
	return true;
}

void keymap_ship(struct keymap *map)
{
	struct keymap own = *map;
	*map = (struct keymap){ 0 };
	map->cap = LENGTH(shipped) + own.count;
	map->items = mem_new(map->cap, sizeof *map->items);
	memcpy(map->items, shipped, sizeof shipped);
	map->count = LENGTH(shipped);
	for (size_t i = 0; i < own.count; i++) {
		struct binding *binding = find(map, own.items[i].view, own.items[i].key);
		*(binding ? binding : &map->items[map->count++]) = own.items[i];
	}
	free(own.items);
}

void keymap_fini(struct keymap *map)
{
	for (size_t i = 0; i < map->count; i++)
		free(map->items[i].own);
	free(map->items);
	*map = (struct keymap){ 0 };
}
