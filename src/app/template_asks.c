#include "app/template_asks.h"

#include <stdlib.h>

#include "app/template.h"
#include "base/text.h"

static const char *prompt_in(const struct template_set *set, const char *key)
{
	for (size_t i = 0; i < set->count; i++) {
		size_t count;
		const struct mustache_comment *comments = mustache_comments(set->items[i], &count);
		for (size_t c = 0; c < count; c++)
			if (text_equal(comments[c].word, "ask") && text_equal(comments[c].key, key))
				return comments[c].text;
	}
	return NULL;
}

static void look_in(struct app *app, const char *name, const char *key, struct template_asks *out)
{
	struct mustache *template;
	struct template_set set;
	if (!template_parse(app, name, false, &template, NULL))
		return;
	template_set_open(app, template, &set);
	const char *prompt = prompt_in(&set, key), *readers = template_head(set.items[0], "audience");
	if (prompt && !text_same(readers ? readers : "", audience_name(AUDIENCE_PUBLIC)))
		out->readers = AUDIENCE_INTERNAL;
	if (prompt && !out->prompt) {
		out->prompt = mem_copy(prompt);
		out->optional = strstr(prompt, "(optional)") != NULL;
	}
	template_set_fini(&set);
}

void template_asks_find(struct app *app, const char *key, struct template_asks *out)
{
	struct template_entries entries;
	*out = (struct template_asks){ .readers = AUDIENCE_PUBLIC };
	if (template_list(app, &entries, NULL))
		for (size_t i = 0; i < entries.count; i++)
			look_in(app, entries.items[i].name, key, out);
	template_entries_fini(&entries);
	if (!out->prompt)
		out->readers = AUDIENCE_INTERNAL;
}

void template_asks_fini(struct template_asks *asks)
{
	free(asks->prompt);
	*asks = (struct template_asks){ 0 };
}
