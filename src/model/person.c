#include "model/person.h"

#include <string.h>
#include <strings.h>

#include "base/text.h"

/* Part of a text, which it borrows. */
struct part {
	const char *text;
	size_t len;
};

static bool same_part(struct part a, struct part b)
{
	return a.len && a.len == b.len && strncasecmp(a.text, b.text, a.len) == 0;
}

/* The ways to write `person`: whole, name, address, what stands before the @; empty where it has none. */
static void ways_of(const char *person, struct part ways[4])
{
	const char *open = strrchr(person, '<'), *close = open ? strchr(open, '>') : NULL;
	const char *address = close ? open + 1 : person;
	size_t len = close ? (size_t)(close - address) : strlen(person);
	const char *at = memchr(address, '@', len);
	ways[0] = (struct part){ person, strlen(person) };
	ways[1] = (struct part){ person, close ? (size_t)(open - person) : 0 };
	while (ways[1].len && person[ways[1].len - 1] == ' ')
		ways[1].len--;
	ways[2] = (struct part){ address, at ? len : 0 };
	ways[3] = (struct part){ address, at ? (size_t)(at - address) : 0 };
}

static bool is_way_of(const char *text, const char *person)
{
	struct part ways[4];
	const struct part own = { text, strlen(text) };
	ways_of(person, ways);
	for (size_t i = 0; i < 4; i++)
		if (same_part(own, ways[i]))
			return true;
	return false;
}

bool person_same(const char *a, const char *b)
{
	struct part of_a[4], of_b[4];
	if (is_way_of(a, b) || is_way_of(b, a))
		return true;
	ways_of(a, of_a);
	ways_of(b, of_b);
	return same_part(of_a[2], of_b[2]);
}
