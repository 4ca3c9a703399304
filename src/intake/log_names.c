#include "intake/log_names.h"

#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/json_items.h"

struct entry {
	char *id, *name;
	size_t order; /* in which they came */
};

/* By id, in order of its bytes. */
struct log_names {
	VEC(struct entry) entries;
};

struct log_names *log_names_new(void)
{
	return mem_new(1, sizeof(struct log_names));
}

void log_names_free(struct log_names *names)
{
	if (!names)
		return;
	for (size_t i = 0; i < names->entries.count; i++) {
		free(names->entries.items[i].id);
		free(names->entries.items[i].name);
	}
	free(names->entries.items);
	free(names);
}

static int compare(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int by_id = strcmp(a->id, b->id);
	return by_id ? by_id : (a->order > b->order) - (a->order < b->order);
}

const char *log_names_get(const struct log_names *names, const char *id, size_t len)
{
	size_t low = 0, high = names ? names->entries.count : 0;
	const size_t count = high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		const char *other = names->entries.items[middle].id;
		int order = strncmp(other, id, len);
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == count || strncmp(names->entries.items[low].id, id, len) != 0 || names->entries.items[low].id[len])
		return NULL;
	return names->entries.items[low].name;
}

struct reading {
	struct log_names *names;
	struct store *store;
	struct err *err;
};

static bool read_item(void *data, const struct json_item *item, struct err *err)
{
	struct reading *reading = data;
	struct rows rows;
	struct err ignored = { 0 };
	rows_open(&rows, reading->store, QUERY_LOG_NAMES, PARAMS(PARAM_TEXT("json", item->text)));
	while (rows_next(&rows)) {
		const char *id = rows_text(&rows, "id");
		char *own = mem_copy(id);
		const char *name = rows_text(&rows, "name");
		if (own[0] && name[0])
			*vec_push(&reading->names->entries) =
				(struct entry){ own, mem_copy(name), reading->names->entries.count };
		else
			free(own);
	}
	/* an entry that is no JSON has no name; the ids stay then */
	return rows_close(&rows, &ignored) || ignored.code != ERR_BUSY || err_pass(err, &ignored);
}

static void pass_over(void *data, size_t line, const char *why)
{
	(void)data, (void)line, (void)why;
}

bool log_names_read(struct log_names *names, struct store *store, const char *bytes, size_t len, struct err *err)
{
	struct reading reading = { names, store, err };
	const struct json_items_sink sink = { &reading, read_item, pass_over };
	struct json_items *items = json_items_new(NULL, &sink);
	bool ok = json_items_push(items, bytes, len, err);
	json_items_free(items);
	if (names->entries.count)
		qsort(names->entries.items, names->entries.count, sizeof *names->entries.items, compare);
	return ok;
}

bool log_names_file(const char *name)
{
	static const char *const files[] = { "users.json", "org_users.json", "channels.json", "groups.json", "mpims.json",
		"dms.json" };
	for (size_t i = 0; i < LENGTH(files); i++)
		if (text_equal(name, files[i]))
			return true;
	return false;
}
