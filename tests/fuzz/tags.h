/* What the targets that look at HTML and SVG have in common: tags are closed in their order, attributes are in quotes,
 * and nothing is fetched or run. */
#ifndef TESTS_FUZZ_TAGS_H
#define TESTS_FUZZ_TAGS_H

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "require.h"

static bool is_one_of(const char *name, size_t len, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(names[i]) == len && memcmp(names[i], name, len) == 0)
			return true;
	return false;
}

static bool leads_somewhere_safe(const char *value)
{
	static const char *const starts[] = { "#", "http://", "https://", "mailto:" };
	for (size_t i = 0; i < LENGTH(starts); i++)
		if (strncasecmp(value, starts[i], strlen(starts[i])) == 0)
			return true;
	return false;
}

/* ` name="value"`, `checked`; gives where they end. */
static const char *check_attributes(const char *at)
{
	static const char *const known[] = { "aria-label", "aria-labelledby", "charset", "checked", "class", "content", "d",
		"disabled", "fill", "height", "href", "http-equiv", "id", "lang", "name", "role", "scope", "src", "alt", "start",
		"style", "stroke", "stroke-width", "tabindex", "text-anchor", "type", "viewBox", "width", "x", "xmlns", "y", "x1", "x2", "y1",
		"y2", "cx", "cy", "r", "font-size", "font-family", "opacity", "fill-opacity", "rx", "aria-hidden", "title" };
	while (*at == ' ' || *at == '\n') {
		at += strspn(at, " \n");
		size_t len = strcspn(at, "= >/");
		const char *value = at + len + 2;
		require(is_one_of(at, len, known, LENGTH(known)));
		if (at[len] != '=') {
			at += len;
			continue;
		}
		require(at[len + 1] == '"');
		if (len == 4 && memcmp(at, "href", len) == 0)
			require(leads_somewhere_safe(value));
		if (len == 3 && memcmp(at, "src", len) == 0)
			require(text_starts(value, "data:image/"));
		at = strchr(value, '"');
		require(at != NULL);
		at++;
	}
	return at;
}

static void check_tags(const char *html)
{
	static const char *const empty[] = { "br", "hr", "img", "input", "meta" };
	static const char *const never[] = { "script", "iframe", "object", "embed", "form", "link", "base" };
	VEC(struct {
		const char *name;
		size_t len;
	}) open = { 0 };
	for (const char *at = html; *at; at++) {
		/* all that is not the start of a tag has been escaped */
		require(*at != '>' && ((unsigned char)*at >= ' ' || *at == '\n' || *at == '\t') && *at != 0x7f);
		if (*at != '<')
			continue;
		bool closes = *++at == '/';
		const char *name = at += closes;
		size_t len = strcspn(name, " >/\n");
		if (*name == '!') {
			require(text_starts(name, "!DOCTYPE html>"));
			at += len + 5;
			continue;
		}
		at += len;
		require(len > 0 && !is_one_of(name, len, never, LENGTH(never)));
		if (closes) {
			require(open.count > 0 && open.items[open.count - 1].len == len &&
				memcmp(open.items[open.count - 1].name, name, len) == 0);
			open.count--;
		} else {
			at = check_attributes(at);
			if (*at == '/')
				at++;
			else if (!is_one_of(name, len, empty, LENGTH(empty))) {
				size_t last = open.count;
				vec_push(&open);
				open.items[last].name = name;
				open.items[last].len = len;
			}
		}
		require(*at == '>');
	}
	require(open.count == 0);
	free(open.items);
}

#endif
