/*
 * What people type in one go: an incident in a line, a text for the composer, a filter, a text of many
 * lines to be taken apart. It is read, or refused with a reason; no piece of it is left out. The first
 * byte picks the zone.
 */
#include <stdint.h>
#include <stdlib.h>

#include "app/begin.h"
#include "app/compose.h"
#include "app/split.h"
#include "base/mem.h"
#include "base/text.h"
#include "tui/timeline.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool ok)
{
	if (!ok)
		abort();
}

static void check_begin(const char *text, const struct when_context *ctx)
{
	struct beginning beginning;
	struct words words = { 0 };
	struct buf echo = { 0 };
	struct err err = { 0 };
	bool ok = beginning_read(text, ctx, &beginning, &err);
	require(ok || (err.code == ERR_USAGE && err.text[0]));
	beginning_echo(&beginning, ctx->zone, &echo);
	require(utf8_valid(buf_text(&echo), echo.len));
	if (beginning_words(&beginning, &words, &err))
		require(words.count >= 2 && beginning.title.len);
	words_fini(&words);
	buf_fini(&echo);
	beginning_fini(&beginning);
}

static void check_compose(const char *text, const struct when_context *ctx)
{
	const struct compose_input input = {
		.text = text, .kind = "note", .at = ctx->now, .zone = ctx->zone
	};
	struct compose compose;
	struct words words = { 0 };
	struct err err = { 0 };
	bool ok = compose_read(&compose, &input, &err);
	require(ok || (err.code == ERR_USAGE && err.text[0]));
	require(compose.kind[0] && utf8_valid(buf_text(&compose.text), compose.text.len));
	if (compose_words(&compose, ctx->zone, &words, &err))
		require(words.count >= 2);
	words_fini(&words);
	compose_fini(&compose);
}

static void check_filter(const char *text, const struct when_context *ctx)
{
	struct timeline_filter filter = { 0 };
	struct buf once = { 0 }, twice = { 0 };
	struct err err = { 0 };
	if (timeline_filter_parse(text, ctx, &filter, &err))
		timeline_filter_clear(&filter);
	else
		require(err.code == ERR_USAGE && err.text[0]);
	timeline_filter_toggle(text, "kind:note", &once);
	timeline_filter_toggle(buf_text(&once), "kind:note", &twice);
	require(utf8_valid(buf_text(&once), once.len));
	buf_fini(&once);
	buf_fini(&twice);
}

static void check_split(const char *text, const struct when_context *ctx)
{
	const size_t len = strlen(text);
	struct split split = { 0 };
	size_t timed = 0;
	split_find(&split, text, len, ctx);
	for (size_t i = 0; i < split.count; i++) {
		const struct split_piece *piece = &split.items[i];
		size_t end = i + 1 < split.count ? split.items[i + 1].at : len;
		require(i || piece->at == 0);
		require(piece->at < end && piece->text >= piece->at);
		require(piece->text_len && piece->text + piece->text_len <= end);
		require(!piece->author_len ||
			(piece->author >= piece->at && piece->author + piece->author_len <= end));
		char *own = mem_copy_n(text + piece->text, piece->text_len);
		require(!text_empty(own));
		free(own);
		timed += piece->timed;
	}
	require(timed == split.timed && (timed || !split.count));
	split_fini(&split);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York", "Asia/Kathmandu" };
	struct buf text = { 0 };
	if (!size)
		return 0;
	const struct when_context ctx = { INT64_C(1772376330250), zones[data[0] % LENGTH(zones)] };
	/* as the composer and the command line have it */
	utf8_clean(&text, (const char *)data + 1, size - 1);
	check_begin(buf_text(&text), &ctx);
	check_compose(buf_text(&text), &ctx);
	check_filter(buf_text(&text), &ctx);
	check_split(buf_text(&text), &ctx);
	buf_fini(&text);
	return 0;
}
