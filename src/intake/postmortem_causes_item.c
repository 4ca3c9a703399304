/* One cause: the label before it that tells its kind, and whether its words say anything. */
#include "intake/causes.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/actions.h"
#include "intake/heading.h"
#include "intake/terms.h"

const char *cause_kind_of(const char *key, const char *text, size_t len)
{
	static const struct {
		const char *key, *kind;
	} kinds[] = { { "root-causes", "root" }, { "trigger", "trigger" }, { "contributing-factors", "contributing" }, { "five-whys", "why" } };
	static const struct term others[] = { { 0, "=contributing|=how to contribute|=contributing guide" } };
	for (size_t i = 0; key && i < LENGTH(kinds); i++)
		if (text_equal(kinds[i].key, key))
			return terms_read(others, LENGTH(others), text, len) == TERM_NONE ? kinds[i].kind : NULL;
	return NULL;
}

const char *cause_kind(const char *text, size_t len)
{
	return cause_kind_of(heading_key(text, len, 0), text, len);
}

size_t cause_label(const char *text, size_t len, const char **kind)
{
	enum { LABEL_MAX = 48 };
	const char *colon = memchr(text, ':', len < LABEL_MAX ? len : LABEL_MAX), *wide = memmem(text, len < LABEL_MAX ? len : LABEL_MAX, "：", 3);
	const char *end = colon ? colon : wide;
	size_t at = 0;
	if (!end)
		return 0;
	while (at < (size_t)(end - text) && strchr("*_ -", text[at]))
		at++;
	size_t label = (size_t)(end - text);
	while (label > at && strchr("*_ ", text[label - 1]))
		label--;
	*kind = label > at ? cause_kind(text + at, label - at) : NULL;
	if (!*kind)
		return 0;
	size_t value = (size_t)(end - text) + (end == colon ? 1 : 3);
	while (value < len && strchr("*_ \n", text[value]))
		value++;
	return value;
}

/* "Still unknown": nothing is said, in a few words. */
static bool is_unknown(const char *text, size_t len)
{
	static const struct term words[] = { { 0, "unknown|not known|not yet known|under investigation|to be determined|unbekannt|inconnue|"
						 "desconocida|desconocido|不明|調査中|调查中" } };
	enum { FEW_BYTES = 100 };
	return len <= FEW_BYTES && terms_read(words, LENGTH(words), text, len) != TERM_NONE;
}

size_t cause_add(struct cause_reader *r, const char *kind, size_t parent, const char *text, size_t len, size_t from, size_t to,
	const char *how)
{
	while (len && isspace((unsigned char)text[len - 1]))
		len--;
	if (!len || len > CAUSE_TEXT_MAX || action_is_placeholder(text, len) || is_unknown(text, len) ||
		found_full(&r->p->found))
		return 0;
	struct found_item *item = found_add(&r->p->found, &r->p->blocks, ENTITY_CAUSE, from, to, how);
	char *copy = mem_copy_n(text, len);
	record_set_text(&item->record, CAUSE_KIND, kind);
	record_set_text(&item->record, CAUSE_TEXT, copy);
	item->parent = parent;
	free(copy);
	return r->p->found.items.count;
}
