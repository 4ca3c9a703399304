#include "doc/mustache.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"

void mustache_map_add(struct mustache_map *map, size_t at, size_t len, const char *origin)
{
	struct mustache_piece *piece = vec_push(map);
	*piece = (struct mustache_piece){ .at = at, .len = len, .origin = mem_copy(origin) };
}

void mustache_map_write(const struct mustache_map *map, struct buf *out)
{
	for (size_t i = 0; i < map->count; i++)
		buf_printf(out, "%zu %zu %s\n", map->items[i].at, map->items[i].len,
			map->items[i].origin);
}

static bool read_size(const char **text, size_t *out)
{
	char *end;
	if (**text < '0' || **text > '9')
		return false;
	*out = strtoull(*text, &end, 10);
	*text = end + 1;
	return *end == ' ';
}

bool mustache_map_read(struct mustache_map *map, const char *text, size_t size, struct err *err)
{
	size_t at, len, last = 0;
	while (*text) {
		size_t end = strcspn(text, "\n");
		const char *next = text + end + (text[end] == '\n');
		/* numbers that are too large for the type come out as the largest */
		if (!read_size(&text, &at) || !read_size(&text, &len) || text >= next ||
			at < last || at > size || len > size - at)
			return err_set(err, ERR_IO, "the map of the published document is damaged");
		char *origin = mem_copy_n(text, strcspn(text, "\n"));
		mustache_map_add(map, at, len, origin);
		free(origin);
		last = at;
		text = next;
	}
	return true;
}

void mustache_map_fini(struct mustache_map *map)
{
	for (size_t i = 0; i < map->count; i++)
		free(map->items[i].origin);
	free(map->items);
	*map = (struct mustache_map){ 0 };
}
