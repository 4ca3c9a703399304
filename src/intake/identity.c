#include "intake/identity.h"

#include <stdlib.h>

#include "base/duration.h"
#include "base/mem.h"
#include "base/text.h"

/* Places of the table: as many sets of WAYS as make equal lines IDENTITY_WINDOW apart all but sure to be known. */
enum { SETS = 8 * 1024, WAYS = 4, ID_MAX = 200 };

struct equal {
	uint64_t digest;
	uint32_t count, used; /* how often; when last */
};

struct identities {
	struct equal sets[SETS][WAYS];
	uint32_t now;
};

struct identities *identities_new(void)
{
	return mem_new(1, sizeof(struct identities));
}

void identities_free(struct identities *identities)
{
	free(identities);
}

void identities_clear(struct identities *identities)
{
	memset(identities, 0, sizeof *identities);
}

/* FNV-1a. */
static uint64_t digest(uint64_t sum, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;
	for (size_t i = 0; i < len; i++)
		sum = (sum ^ at[i]) * UINT64_C(0x100000001B3);
	return sum;
}

/* With the end of the text, so that what belongs to which is told. */
static uint64_t digest_text(uint64_t sum, const char *text)
{
	return digest(sum, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* How many equal ones there were before. */
static uint32_t count_equal(struct identities *identities, uint64_t sum)
{
	struct equal *set = identities->sets[(sum ^ sum >> 32) % SETS], *oldest = set;
	identities->now++;
	for (size_t i = 0; i < WAYS; i++) {
		if (set[i].used && set[i].digest == sum) {
			set[i].used = identities->now;
			return set[i].count++;
		}
		/* the difference, so that it may go round */
		if (!set[i].used || (oldest->used && identities->now - set[i].used > identities->now - oldest->used))
			oldest = &set[i];
	}
	*oldest = (struct equal){ .digest = sum, .count = 1, .used = identities->now };
	return 0;
}

void identity_put(struct identities *identities, const char *format, const struct log_event *event, struct buf *out)
{
	static const uint64_t basis = UINT64_C(0xCBF29CE484222325);
	buf_puts(out, format);
	buf_putc(out, ':');
	if (event->id && *event->id) {
		size_t len = strlen(event->id);
		if (len <= ID_MAX && utf8_valid(event->id, len) && !strpbrk(event->id, "\n\r"))
			buf_puts(out, event->id);
		else
			buf_printf(out, "#%016llx", (unsigned long long)digest(basis, event->id, len));
		return;
	}
	int64_t wall = event->when.at + event->when.offset * MINUTE_MS;
	uint64_t sum = digest_text(digest_text(basis, event->source), event->author);
	sum = digest(sum, event->text, event->text_len);
	/* in the order of time, so that what is looked up next lies beside what was looked up last */
	char text[64];
	int len = snprintf(text, sizeof text, "%012llx-%016llx", (unsigned long long)wall & UINT64_C(0xFFFFFFFFFFFF),
		(unsigned long long)sum);
	buf_put(out, text, (size_t)len);
	uint32_t before = count_equal(identities, digest(sum, &wall, sizeof wall));
	if (before)
		buf_printf(out, ".%u", before + 1);
}
