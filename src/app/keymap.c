#include "app/keymap.h"

#include <stdlib.h>

#include "base/buf.h"
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

static struct binding *find(const struct keymap *map, const char *view, const char *key)
{
	for (size_t i = 0; i < map->count; i++)
		/* most keys differ in their first byte */
		if (map->items[i].key[0] == key[0] && text_equal(map->items[i].key, key) &&
			text_equal(map->items[i].view, view))
			return &map->items[i];
	return NULL;
}

bool keymap_bind(struct keymap *map, const char *view, const char *key, const char *command,
	struct err *err)
{
	if (!keymap_view(view))
		return unknown_view(view, err);
	struct binding *binding = find(map, view, key);
	if (!binding) {
		binding = vec_push(map);
		binding->view = mem_copy(view);
		binding->key = mem_copy(key);
	}
	struct buf where = { 0 };
	size_t file = map->file ? strlen(map->file) : 0;
	if (map->file)
		buf_printf(&where, "%s:%zu", map->file, map->line);
	/* unbound first, or the same again, is as it should be */
	binding->before = binding->command && *binding->command && *command && file &&
		!text_equal(binding->command, command) &&
		strncmp(binding->where, map->file, file) == 0 && binding->where[file] == ':';
	free(binding->where);
	binding->where = buf_steal(&where);
	free(binding->command);
	binding->command = mem_copy(command);
	return true;
}

static void binding_fini(struct binding *binding)
{
	free(binding->view);
	free(binding->key);
	free(binding->command);
	free(binding->where);
}

void keymap_take(struct keymap *map, struct keymap *from)
{
	for (size_t i = 0; i < from->count; i++) {
		struct binding *taken = &from->items[i], *binding = find(map, taken->view, taken->key);
		if (binding)
			binding_fini(binding);
		else
			binding = vec_push(map);
		*binding = *taken;
	}
	free(from->items);
	*from = (struct keymap){ 0 };
}

void keymap_fini(struct keymap *map)
{
	for (size_t i = 0; i < map->count; i++)
		binding_fini(&map->items[i]);
	free(map->items);
	*map = (struct keymap){ 0 };
}
