#include "model/audience.h"

#include "base/mem.h"
#include "base/text.h"

static const char *const names[] = {
	[AUDIENCE_TEAM] = "team",
	[AUDIENCE_INTERNAL] = "internal",
	[AUDIENCE_PUBLIC] = "public",
};

static bool find(const char *text, enum audience *out)
{
	for (size_t i = 0; i < LENGTH(names); i++)
		if (text_same(names[i], text))
			return *out = (enum audience)i, true;
	return false;
}

enum audience audience_of(const char *stored)
{
	enum audience audience = AUDIENCE_INTERNAL;
	find(stored, &audience);
	return audience;
}

const char *audience_name(enum audience audience)
{
	return names[audience];
}

bool audience_parse(const char *text, enum audience *out, struct err *err)
{
	return find(text, out) ||
	       err_set(err, ERR_USAGE, "the audience is team, internal or public, not '%s'", text);
}

bool audience_shows(enum audience reader, enum audience item)
{
	return item >= reader;
}
