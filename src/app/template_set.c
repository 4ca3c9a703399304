/* Templates with the partials they name. */
#include "app/template.h"

#include <stdlib.h>

#include "base/text.h"

/* Each section is looked for among the others: what nobody would fill in must not take minutes. */
static bool check_asks(const struct mustache *template, const char *place, struct err *err)
{
	size_t count, asks = 0;
	const struct mustache_comment *comments = mustache_comments(template, &count);
	for (size_t i = 0; i < count; i++)
		if (text_equal(comments[i].word, "ask") && ++asks > TEMPLATE_ASKS_MAX)
			return err_set(err, ERR_USAGE, "%s:%zu: {{! ask %s }}: a template asks for at most %d sections",
				place, comments[i].line, comments[i].key, TEMPLATE_ASKS_MAX);
	return true;
}

bool template_compile(const struct template_source *source, struct mustache **out, struct err *err)
{
	if (!mustache_parse(out, source->place, buf_text(&source->text), source->text.len, err))
		return false;
	if (check_asks(*out, source->place, err))
		return true;
	mustache_free(*out);
	*out = NULL;
	return false;
}

bool template_parse(struct app *app, const char *name, bool files, struct mustache **out, struct err *err)
{
	struct template_source source;
	bool ok = template_read(app, name, files, &source, err) && template_compile(&source, out, err);
	template_source_fini(&source);
	return ok;
}

const char *template_head(const struct mustache *template, const char *word)
{
	size_t count;
	const struct mustache_comment *comments = mustache_comments(template, &count);
	for (size_t i = 0; i < count; i++)
		if (text_equal(comments[i].word, word) && !*comments[i].key)
			return comments[i].text;
	return NULL;
}

bool template_load_partial(void *data, const char *name, struct buf *title, struct buf *text, struct err *err)
{
	struct template_source source;
	/* a partial is named by the template's author, so it must not reach files elsewhere */
	if (strchr(name, '/') || name[0] == '.')
		return err_set(err, ERR_USAGE, "a partial's name has no folder: '%s'", name);
	bool ok = template_read(data, name, false, &source, err);
	if (ok) {
		buf_puts(title, source.place);
		buf_put(text, source.text.data, source.text.len);
	}
	template_source_fini(&source);
	return ok;
}

/* A partial is asked for by its own name, so that is what tells whether it was seen. */
static bool seen(struct words *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++)
		if (text_equal(names->items[i], name))
			return true;
	words_add(names, name);
	return false;
}

static void add_partials(
	struct app *app, const struct mustache *template, struct words *names, struct template_set *out)
{
	struct mustache_tag tag;
	struct buf name = { 0 };
	for (size_t at = 0; mustache_next_tag(template, &at, &tag, &name); buf_truncate(&name, 0)) {
		struct template_source source;
		struct mustache *partial = NULL;
		if ((tag.sigil != '>' && tag.sigil != '<') || tag.dynamic || seen(names, buf_text(&name)))
			continue;
		if (template_read(app, buf_text(&name), false, &source, NULL) && template_compile(&source, &partial, NULL))
			*vec_push(out) = partial;
		template_source_fini(&source);
	}
	buf_fini(&name);
}

void template_set_open(struct app *app, struct mustache *template, struct template_set *out)
{
	struct words names = { 0 };
	*out = (struct template_set){ 0 };
	*vec_push(out) = template;
	/* what is added is looked at in its turn */
	for (size_t i = 0; i < out->count; i++)
		add_partials(app, out->items[i], &names, out);
	words_fini(&names);
}

void template_set_fini(struct template_set *set)
{
	for (size_t i = 0; i < set->count; i++)
		mustache_free(set->items[i]);
	free(set->items);
	*set = (struct template_set){ 0 };
}

static void add_once(struct words *words, const char *name, size_t len)
{
	char *word = mem_copy_n(name, len);
	if (len && !words_have(words, word))
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

void template_set_uses(const struct template_set *set, struct words *out)
{
	for (size_t i = 0; i < set->count; i++)
		add_uses(set->items[i], out);
}
