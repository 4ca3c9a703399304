#include "app/follow.h"

#include "base/text.h"
#include "intake/verbatim.h"

enum { MINUTE = 60 * 1000 };

bool follow_add(struct follow *follow, const char *line, size_t len, int64_t clock)
{
	bool first = follow->lines++ == 0;
	if (first)
		follow->began = clock;
	buf_put(&follow->raw, line, len);
	buf_putc(&follow->raw, '\n');
	return first;
}

int64_t follow_due(const struct follow *follow, int64_t clock)
{
	if (!follow->lines)
		return -1;
	if (follow->raw.len >= FOLLOW_FULL)
		return 0;
	int64_t due = follow->began + FOLLOW_WINDOW_MS;
	/* the one that is as many before as there may be in a minute */
	int64_t turn = follow->events < FOLLOW_PER_MINUTE ? due : follow->logged[follow->events % FOLLOW_PER_MINUTE] + MINUTE;
	due = turn > due ? turn : due;
	return due > clock ? due - clock : 0;
}

/* Where the first lines of a long text end, and where the last ones begin; whole lines, half of what there may be each. */
static void find_middle(const struct buf *text, size_t *head, size_t *tail)
{
	size_t lines = 0;
	for (*head = 0; lines < FOLLOW_LINES / 2; lines++) {
		const char *end = memchr(text->data + *head, '\n', text->len - *head);
		if (!end || (size_t)(end - text->data) >= FOLLOW_TEXT / 2)
			break;
		*head = (size_t)(end - text->data) + 1;
	}
	*tail = text->len;
	for (lines = 0; lines < FOLLOW_LINES / 2; lines++) {
		const char *start = *tail > 1 ? memrchr(text->data, '\n', *tail - 1) : NULL;
		size_t from = start ? (size_t)(start - text->data) + 1 : 0;
		if (from < *head || text->len - from > FOLLOW_TEXT / 2)
			break;
		*tail = from;
	}
}

static uint64_t count_lines(const char *text, size_t len)
{
	uint64_t count = 0;
	for (const char *at = text, *end = text + len; (at = memchr(at, '\n', (size_t)(end - at))); at++)
		count++;
	return count;
}

/* A line by itself, as far as there is room for it. True if that is not all of it. */
static bool put_first(struct buf *out, const char *line, size_t len)
{
	size_t room = FOLLOW_TEXT / 2, fit = len > room ? text_fit(line, room, room) : len;
	verbatim_put(out, line, fit);
	buf_puts(out, fit < len ? " …" : "");
	return fit < len;
}

bool follow_text(const struct follow *follow, const char *first, struct buf *out)
{
	struct buf clean = { 0 };
	utf8_clean(&clean, buf_text(&follow->raw), follow->raw.len);
	size_t line = strcspn(buf_text(&clean), "\n"), head, tail;
	bool cut = false;
	if (first)
		buf_puts(out, first);
	else
		cut = put_first(out, buf_text(&clean), line);
	buf_splice(&clean, 0, line + 1, "", 0);
	if (follow->lines > FOLLOW_LINES || clean.len > FOLLOW_TEXT) {
		struct buf mark = { 0 };
		cut = true;
		find_middle(&clean, &head, &tail);
		buf_printf(&mark, "… %llu lines, %zu bytes, left out here; the whole is attached …\n",
			(unsigned long long)count_lines(clean.data + head, tail - head), tail - head);
		buf_splice(&clean, head, tail - head, mark.data, mark.len);
		buf_fini(&mark);
	}
	if (clean.len) {
		buf_puts(out, "\n\n");
		verbatim_code(out, clean.data, clean.len);
	}
	buf_fini(&clean);
	return cut;
}

void follow_logged(struct follow *follow, int64_t clock)
{
	follow->logged[follow->events++ % FOLLOW_PER_MINUTE] = clock;
	follow->lines = 0;
	buf_truncate(&follow->raw, 0);
}

void follow_fini(struct follow *follow)
{
	buf_fini(&follow->raw);
}
