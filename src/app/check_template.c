/* What a template makes use of. */
#include "app/check.h"

#include <stdlib.h>

#include "app/template.h"
#include "base/text.h"

static void add_once(struct words *words, const char *name, size_t len)
{
	char *word = mem_copy_n(name, len);
	bool known = false;
	for (size_t i = 0; i < words->count && !known; i++)
		known = text_equal(words->items[i], word);
	if (!known && len)
		words_add(words, word);
	free(word);
}

static void add_uses(const struct mustache *template, struct words *out)
{
	struct mustache_tag tag;
	struct buf name = { 0 };
	size_t count, at = 0;
	const struct mustache_comment *comments = mustache_comments(template, &count);
	for (size_t i = 0; i < count; i++)
		if (text_equal(comments[i].word, "ask"))
			add_once(out, comments[i].key, strlen(comments[i].key));
	while (buf_truncate(&name, 0), mustache_next_tag(template, &at, &tag, &name))
		add_once(out, buf_text(&name), strcspn(buf_text(&name), "."));
	buf_fini(&name);
}

bool check_template_uses(struct app *app, const struct record *incident, const char *given, struct words *out)
{
	const char *own = record_has(incident, INCIDENT_TEMPLATE) ? record_text(incident, INCIDENT_TEMPLATE) : "sre";
	struct mustache *template = NULL;
	struct template_set set;
	if (!template_parse(app, given ? given : own, given != NULL, &template, NULL))
		return false;
	*out = (struct words){ .items = mem_new(1, sizeof *out->items) };
	template_set_open(app, template, &set);
	for (size_t i = 0; i < set.count; i++)
		add_uses(set.items[i], out);
	template_set_fini(&set);
	return true;
}
