/*
 * Logs of JSON. The first byte picks the format and the size of the pieces; whatever these are, the same elements are
 * found, and each gives events that can be kept, or is said to be bad.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/json_items.h"
#include "intake/json_log.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct seen {
	struct buf text;
	size_t line;
};

static bool see_item(void *data, const struct json_item *item, struct err *err)
{
	struct seen *seen = data;
	(void)err;
	require(strlen(item->text) == item->len && item->len >= 2 && item->len <= JSON_ITEM_MAX);
	require(item->line >= seen->line);
	seen->line = item->line;
	buf_printf(&seen->text, "%zu %s %s\n", item->line, item->list, item->text);
	return true;
}

static void see_bad(void *data, size_t line, const char *why)
{
	struct seen *seen = data;
	require(line && *why);
	buf_printf(&seen->text, "%zu %s\n", line, why);
}

static void frame(const struct log_format *format, const char *text, size_t len, size_t piece, struct seen *seen)
{
	const struct json_items_sink sink = { seen, see_item, see_bad };
	struct json_items *items = json_items_new(format->arrays, &sink);
	for (size_t at = 0; at < len; at += piece)
		require(json_items_push(items, text + at, piece < len - at ? piece : len - at, NULL));
	require(json_items_end(items) && json_items_lines(items) <= len + 1);
	json_items_free(items);
}

static bool see_event(void *data, const struct log_event *event, struct err *err)
{
	(void)data, (void)err;
	require(event->when.at >= 0 && event->when.at <= WHEN_MAX_MS);
	require(event->text_len && event->line && event->text[event->text_len] == '\0');
	require(!event->kind || choice_find(entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices, event->kind));
	return true;
}

static void ignore_bad(void *data, size_t line, const char *why)
{
	(void)data;
	require(line && *why);
}

/* Made once; its file has no name any more by the time anything is read. */
static struct store *memory(void)
{
	static struct store *store;
	char folder[] = "/tmp/inquest-fuzz-XXXXXX";
	struct buf path = { 0 };
	if (store)
		return store;
	require(mkdtemp(folder) != NULL);
	buf_printf(&path, "%s/x.db", folder);
	require(store_open(&store, buf_text(&path), STORE_CREATE, 1, NULL));
	require(unlink(buf_text(&path)) == 0);
	rmdir(folder);
	buf_fini(&path);
	return store;
}

static void read_log(const struct log_format *format, const char *text, size_t len)
{
	const struct log_context context = { .now = INT64_C(1772376330250), .zone = "Europe/Berlin", .name = "ops" };
	const struct log_sink sink = { NULL, see_event, ignore_bad, NULL };
	struct err err = { 0 };
	struct json_log *log = json_log_open(memory(), format, &context, &sink, &err);
	require(log != NULL);
	if (!json_log_push(log, text, len, &err))
		BUG("%s: %s", format->name, err.text);
	require(json_log_end(log));
	json_log_close(log);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	const struct log_format *formats[32];
	size_t count = 0;
	if (!size)
		return 0;
	for (size_t i = 0; log_formats[i] && count < LENGTH(formats); i++)
		if (log_formats[i]->signs)
			formats[count++] = log_formats[i];
	const struct log_format *format = formats[data[0] % count];
	const char *text = (const char *)data + 1;
	struct seen whole = { 0 }, parts = { 0 };
	frame(format, text, size - 1, size, &whole);
	frame(format, text, size - 1, 1 + data[0] / count, &parts);
	require(text_equal(buf_text(&whole.text), buf_text(&parts.text)));
	int sure = json_signs(text, size - 1, format->signs);
	require(sure >= 0 && sure <= 100);
	read_log(format, text, size - 1);
	buf_fini(&whole.text);
	buf_fini(&parts.text);
	return 0;
}
