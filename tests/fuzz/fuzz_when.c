/* Time entry: whatever is typed, when_parse either refuses it with a message that names it, or
 * gives an instant that is written and read back as itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/when.h"
#include "base/zone.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int64_t LAST = INT64_C(253402300799999);

static void check(bool holds, const char *what, const char *text)
{
	if (holds)
		return;
	fprintf(stderr, "%s: \"%s\"\n", what, text);
	abort();
}

static void check_read_back(
	const struct when *when, const struct when_context *ctx, const char *text)
{
	struct buf full = { 0 }, iso = { 0 }, echo = { 0 };
	struct when again;
	when_format(&full, when->at, ctx->zone, WHEN_FULL);
	when_format_offset(&iso, when->at, when->offset, WHEN_ISO);
	when_echo(&echo, when, ctx->zone);
	check(echo.len > 0, "no echo", text);
	/* within a day of the ends the local year may be one that is refused */
	if (when->at > DAY_MS && when->at < LAST - DAY_MS) {
		check(when_parse(buf_text(&full), ctx, &again, NULL) &&
				again.at == when->at - when->at % SECOND_MS,
			"full is not read back", buf_text(&full));
		check(when_parse(buf_text(&iso), ctx, &again, NULL) && again.at == when->at,
			"ISO is not read back", buf_text(&iso));
	}
	buf_fini(&full);
	buf_fini(&iso);
	buf_fini(&echo);
}

static void check_duration(const char *text)
{
	int64_t ms, again;
	struct err err = { 0 };
	if (!duration_parse(text, &ms, &err)) {
		check(err.code == ERR_USAGE && err.text[0], "no reason", text);
		return;
	}
	struct buf clock = { 0 };
	duration_clock(&clock, ms);
	check(duration_parse(buf_text(&clock), &again, NULL) && again == ms - ms % SECOND_MS,
		"length is not read back", text);
	buf_fini(&clock);
}

/* The first byte picks the zone, the next four the second of 1970 to 2106 that is now. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York",
		"Australia/Lord_Howe", "America/Sao_Paulo", "Pacific/Apia", "+05:30",
		"Africa/Monrovia" };
	uint32_t seconds;
	if (size < 1 + sizeof seconds)
		return 0;
	memcpy(&seconds, data + 1, sizeof seconds);
	struct when_context ctx = { seconds * SECOND_MS, zones[data[0] % LENGTH(zones)] };
	char *text = mem_copy_n(data + 1 + sizeof seconds, size - 1 - sizeof seconds);
	struct when when = { 0 };
	struct err err = { 0 };
	if (when_parse(text, &ctx, &when, &err)) {
		check(when.at >= 0 && when.at <= LAST, "out of range", text);
		check(abs(when.offset) <= 15 * 60, "no such offset", text);
		check_read_back(&when, &ctx, text);
	} else {
		check(err.code == ERR_USAGE && text_starts(err.text, "time \""), "no reason", text);
	}
	check_duration(text);
	free(text);
	return 0;
}
