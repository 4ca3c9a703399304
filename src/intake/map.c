#include "intake/map.h"

#include <string.h>

#include "base/mem.h"
#include "base/text.h"

const struct map_role_row map_roles[MAP_ROLES] = {
	[MAP_AT] = { "at", "when it happened; a date and a time in two columns: at=Date+Time" },
	[MAP_TEXT] = { "text", "what happened; of text=Summary+Details, the second stands below the first" },
	[MAP_AUTHOR] = { "author", "who did or saw it" },
	[MAP_KIND] = { "kind", "what sort of event it is" },
	[MAP_LINK] = { "link", "the page that shows it" },
	[MAP_ID] = { "id", "what identifies it, so that it is never added twice" },
	[MAP_SOURCE] = { "source", "where it comes from: host, service, channel" },
	[MAP_ZONE] = { "zone", "the time zone of its time" },
};

static enum map_role find_role(const char *name, size_t len)
{
	enum map_role role = 0;
	while (role < MAP_ROLES &&
		(strlen(map_roles[role].name) != len || strncasecmp(map_roles[role].name, name, len) != 0))
		role++;
	return role;
}

/* "name=": its length with the `=` if a role is named, 0 if not. */
static size_t role_len(const char *text, enum map_role *role)
{
	size_t blanks = strspn(text, ", "), len = strcspn(text + blanks, "=, \"+");
	*role = text[blanks + len] == '=' ? find_role(text + blanks, len) : MAP_ROLES;
	return *role < MAP_ROLES ? blanks + len + 1 : 0;
}

static bool unknown_role(const char *text, struct err *err)
{
	struct buf names = { 0 };
	for (size_t i = 0; i < MAP_ROLES; i++)
		buf_printf(&names, "%s%s", i ? ", " : "", map_roles[i].name);
	text += strspn(text, ", ");
	err_set(err, ERR_USAGE, "--map %.60s: write NAME=COLUMN, where NAME is one of %s", text, buf_text(&names));
	buf_fini(&names);
	return false;
}

/* One name of a value: up to + or what ends the value. Gives the bytes read; 0 for a quote that is not closed. */
static size_t read_name(struct buf *name, const char *text)
{
	enum map_role role;
	size_t at = 0;
	if (*text == '"') {
		size_t len = strcspn(text + 1, "\"");
		buf_put(name, text + 1, len);
		return text[1 + len] ? len + 2 : 0;
	}
	while (text[at] && text[at] != '+' && text[at] != ',' && !role_len(text + at, &role))
		at++;
	buf_put(name, text, at);
	buf_trim_end(name);
	return at;
}

static bool read_value(struct words *names, const char **text, const char *role, struct err *err)
{
	struct buf name = { 0 };
	bool ok = true, more = true;
	while (ok && more) {
		size_t blanks = strspn(*text, " "), len;
		*text += blanks;
		buf_truncate(&name, 0);
		bool quoted = **text == '"';
		len = read_name(&name, *text);
		if (quoted && !len)
			ok = err_set(err, ERR_USAGE, "--map %s: a quote is not closed", role);
		else if (!name.len)
			ok = err_set(err, ERR_USAGE, "--map %s: name a column behind %s=", role, role);
		else
			words_add(names, buf_text(&name));
		*text += len;
		more = (*text)[strspn(*text, " ")] == '+';
		*text += more ? strspn(*text, " ") + 1 : 0;
	}
	buf_fini(&name);
	return ok;
}

bool map_read(struct map *out, const char *text, struct err *err)
{
	enum map_role role;
	*out = (struct map){ 0 };
	if (!text)
		return true;
	while (*(text += strspn(text, ", "))) {
		size_t len = role_len(text, &role);
		if (!len)
			return unknown_role(text, err);
		if (out->names[role].count)
			return err_set(err, ERR_USAGE, "--map names %s twice: join columns with +, as in %s=A+B",
				map_roles[role].name, map_roles[role].name);
		text += len;
		if (!read_value(&out->names[role], &text, map_roles[role].name, err))
			return false;
	}
	return true;
}

void map_fini(struct map *map)
{
	for (size_t i = 0; i < MAP_ROLES; i++)
		words_fini(&map->names[i]);
}
