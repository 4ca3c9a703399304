/* Telling formats by the names of their members. */
#include "intake/json_log.h"

#include <string.h>

#include "base/mem.h"

enum { LEVELS = 8, PATH_MAX_BYTES = 160, WORDS_MAX = 64 };

struct scan {
	const char *at, *end;
	char path[PATH_MAX_BYTES];
	size_t base[LEVELS]; /* bytes of the path that each open bracket stands for */
	size_t depth;
	size_t len; /* of the path */
	bool object; /* a member was seen: it is JSON */
	/* which words of which sign were seen */
	const struct json_sign *signs;
	uint64_t seen; /* words in order, over all signs */
};

/* Go to the next word; its length, 0 at the end. */
static size_t next_word(const char **names)
{
	*names += strspn(*names, " ");
	return strcspn(*names, " ");
}

static void see(struct scan *scan)
{
	size_t word = 0;
	for (const struct json_sign *sign = scan->signs; sign->names; sign++) {
		const char *names = sign->names;
		for (size_t len; (len = next_word(&names)); names += len, word++)
			if (len == scan->len && memcmp(names, scan->path, len) == 0)
				scan->seen |= UINT64_C(1) << word;
	}
	if (word > WORDS_MAX)
		BUG("too many names in the signs of a format");
}

static void skip_blanks(struct scan *scan)
{
	while (scan->at < scan->end && *scan->at && strchr(" \t\r\n\x1E", *scan->at))
		scan->at++;
}

static void put_path(struct scan *scan, const char *bytes, size_t len)
{
	if (scan->len + len > sizeof scan->path)
		len = sizeof scan->path - scan->len;
	memcpy(scan->path + scan->len, bytes, len);
	scan->len += len;
}

/* A string, the opening quote before `at`; followed by a colon it is a member's name, and the path goes on with it.
 * False if it does not end on its line. */
static bool scan_string(struct scan *scan)
{
	const char *name = scan->at;
	while (scan->at < scan->end && *scan->at != '"' && *scan->at != '\n')
		scan->at += *scan->at == '\\' ? 2 : 1;
	if (scan->at >= scan->end) {
		scan->at = scan->end;
		return true;
	}
	const size_t len = (size_t)(scan->at - name);
	if (*scan->at != '"')
		return false;
	scan->at++;
	skip_blanks(scan);
	if (scan->at == scan->end || *scan->at != ':' || !scan->depth || scan->depth > LEVELS)
		return scan->depth > 0;
	scan->object = true;
	scan->len = scan->base[scan->depth - 1];
	if (scan->len)
		put_path(scan, ".", 1);
	put_path(scan, name, len);
	see(scan);
	return true;
}

static void scan_open(struct scan *scan, char bracket)
{
	if (bracket == '[' && scan->len)
		put_path(scan, "[]", 2);
	if (scan->depth < LEVELS)
		scan->base[scan->depth] = scan->len;
	scan->depth++;
}

static void scan_close(struct scan *scan)
{
	scan->depth--;
	if (scan->depth <= LEVELS)
		scan->len = scan->depth ? scan->base[scan->depth - 1] : 0;
}

/* False for what is in no JSON. */
static bool scan_byte(struct scan *scan)
{
	const char c = *scan->at++;
	if (c == '"')
		return scan_string(scan);
	if (c == '{' || c == '[') {
		scan_open(scan, c);
		return true;
	}
	if (c == '}' || c == ']') {
		if (scan->depth)
			scan_close(scan);
		return true;
	}
	if (c && strchr(" \t\r\n,\x1E", c))
		return true;
	return scan->depth && c && (strchr(":+-.", c) || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'));
}

static int surest(const struct scan *scan)
{
	int sure = 0;
	size_t word = 0;
	for (const struct json_sign *sign = scan->signs; sign->names; sign++) {
		const char *names = sign->names;
		bool all = true;
		for (size_t len; (len = next_word(&names)); names += len, word++)
			all = all && ((scan->seen & UINT64_C(1) << word) || (*names == '*' && scan->object));
		if (all && sign->sure > sure)
			sure = sign->sure;
	}
	return sure;
}

int json_signs(const char *head, size_t len, const struct json_sign *signs)
{
	struct scan scan = { .at = head, .end = head + len, .signs = signs };
	if (len >= 3 && memcmp(head, "\xEF\xBB\xBF", 3) == 0)
		scan.at += 3;
	skip_blanks(&scan);
	if (scan.at == scan.end || (*scan.at != '{' && *scan.at != '['))
		return 0;
	while (scan.at < scan.end) {
		if (scan_byte(&scan))
			continue;
		if (!scan.object)
			return 0;
		/* a line of text between lines of JSON, or one that is broken */
		const char *line = memchr(scan.at - 1, '\n', (size_t)(scan.end - scan.at) + 1);
		scan.at = line ? line + 1 : scan.end;
		scan.depth = scan.len = 0;
	}
	return surest(&scan);
}
