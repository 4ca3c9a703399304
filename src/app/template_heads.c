/* The comments of templates that mean something: about, audience, ask. */
#include "app/template_check.h"

#include <stdlib.h>

#include "base/text.h"
#include "model/audience.h"

/* The words, and how they are written. */
static const struct {
	const char *word, *form;
	bool keyed;
} heads[] = {
	{ "about", "{{! about: what it is for }}", false },
	{ "audience", "{{! audience: public }}", false },
	{ "ask", "{{! ask KEY: question }}", true },
};

struct looker {
	struct app *app;
	const struct template_set *set;
	const char *name;
	struct template_findings *out;
	struct words *told; /* keys that another template asks for, each said once */
};

static void show_comment(const struct mustache_comment *comment, struct buf *out)
{
	buf_printf(out, "{{! %s", comment->word);
	if (*comment->key)
		buf_printf(out, " %s", comment->key);
	buf_printf(out, "%s }}", *comment->word ? ": …" : comment->text);
}

static void __attribute__((format(printf, 4, 5))) found(const struct looker *l, const struct mustache *template,
	const struct mustache_comment *comment, const char *format, ...)
{
	struct buf tag = { 0 }, text = { 0 };
	va_list args;
	va_start(args, format);
	buf_vprintf(&text, format, args);
	va_end(args);
	show_comment(comment, &tag);
	template_found(l->out, mustache_title(template), comment->line, buf_text(&tag), "%s", buf_text(&text));
	buf_fini(&tag);
	buf_fini(&text);
}

/* A comment that begins like one of the words but is not read as one. */
static void look_at_plain(
	const struct looker *l, const struct mustache *template, const struct mustache_comment *comment)
{
	size_t len = strcspn(comment->text, " :");
	for (size_t i = 0; i < LENGTH(heads); i++)
		if (strlen(heads[i].word) == len && strncmp(heads[i].word, comment->text, len) == 0)
			found(l, template, comment, "it is not read: write %s", heads[i].form);
}

bool template_is_key(const char *key)
{
	return *key && key[strspn(key, "abcdefghijklmnopqrstuvwxyz0123456789-")] == '\0';
}

/* The first comment of the set that asks for the key. */
static const struct mustache_comment *first_ask(
	const struct template_set *set, const char *key, const struct mustache **where)
{
	for (size_t i = 0; i < set->count; i++) {
		size_t count;
		const struct mustache_comment *comments = mustache_comments(set->items[i], &count);
		*where = set->items[i];
		for (size_t c = 0; c < count; c++)
			if (text_equal(comments[c].word, "ask") && text_equal(comments[c].key, key))
				return &comments[c];
	}
	return NULL;
}

static void look_at_ask(
	const struct looker *l, const struct mustache *template, const struct mustache_comment *comment)
{
	const struct mustache *where;
	const struct mustache_comment *first = first_ask(l->set, comment->key, &where);
	if (!template_is_key(comment->key))
		found(l, template, comment, "a section's key is lower-case letters, digits and hyphens");
	else if (first != comment)
		found(l, template, comment, "it is asked already, in %s:%zu", mustache_title(where), first->line);
	if (text_empty(comment->text))
		found(l, template, comment, "it asks nothing: write the question after the colon");
}

static void look_at_head(const struct looker *l, const struct mustache *template,
	const struct mustache_comment *comment, const char *first)
{
	struct err err = { 0 };
	enum audience audience;
	if (first != comment->text)
		found(l, template, comment, "%s is said twice: the first one counts", comment->word);
	else if (text_equal(comment->word, "audience") && !audience_parse(comment->text, &audience, &err))
		found(l, template, comment, "%s", err.text);
	else if (text_empty(comment->text))
		found(l, template, comment, "it says nothing");
}

static void look_at(
	const struct looker *l, const struct mustache *template, const struct mustache_comment *comment)
{
	const char *words[LENGTH(heads)];
	size_t known = LENGTH(heads);
	if (!*comment->word) {
		look_at_plain(l, template, comment);
		return;
	}
	for (size_t i = 0; i < LENGTH(heads); i++) {
		words[i] = heads[i].word;
		known = text_equal(heads[i].word, comment->word) ? i : known;
	}
	if (known == LENGTH(heads)) {
		const char *near = text_nearest(comment->word, words, LENGTH(words));
		if (near)
			found(l, template, comment, "it is not read: did you mean %s?", near);
	} else if (heads[known].keyed != (*comment->key != '\0')) {
		found(l, template, comment, "it is not read: write %s", heads[known].form);
	} else if (heads[known].keyed) {
		look_at_ask(l, template, comment);
	} else if (template == l->set->items[0]) {
		look_at_head(l, template, comment, template_head(template, comment->word));
	}
}

static enum audience audience_of_set(const struct template_set *set)
{
	enum audience audience = AUDIENCE_INTERNAL;
	const char *said = template_head(set->items[0], "audience");
	if (said)
		audience_parse(said, &audience, NULL);
	return audience;
}

static bool is_told(const struct looker *l, const char *key)
{
	for (size_t i = 0; i < l->told->count; i++)
		if (text_equal(l->told->items[i], key))
			return true;
	words_add(l->told, key);
	return false;
}

/* A text that another template has written for colleagues would go to everybody, or be left out there. */
static void look_for_inside(const struct looker *l, const char *other)
{
	struct mustache *template = NULL;
	struct template_set theirs;
	if (text_equal(other, l->name) || !template_parse(l->app, other, false, &template, NULL))
		return;
	template_set_open(l->app, template, &theirs);
	for (size_t i = 0; i < l->set->count && audience_of_set(&theirs) != AUDIENCE_PUBLIC; i++) {
		size_t count;
		const struct mustache *mine = l->set->items[i], *where;
		const struct mustache_comment *comments = mustache_comments(mine, &count);
		for (size_t c = 0; c < count; c++)
			if (text_equal(comments[c].word, "ask") && first_ask(&theirs, comments[c].key, &where) &&
				!is_told(l, comments[c].key))
				found(l, mine, &comments[c], "%s asks for it too, for colleagues, so that it is left "
					"out here: give it a key of its own, such as public-%s", other, comments[c].key);
	}
	template_set_fini(&theirs);
}

void template_check_heads(struct app *app, const struct template_set *set, const char *name,
	struct template_findings *out)
{
	struct words told = { 0 };
	const struct looker l = { app, set, name, out, &told };
	struct template_entries entries = { 0 };
	if (!template_head(set->items[0], "about"))
		template_found(out, mustache_title(set->items[0]), 1, "", "it does not say what it is for: begin it "
			"with %s", heads[0].form);
	for (size_t i = 0; i < set->count; i++) {
		size_t count;
		const struct mustache_comment *comments = mustache_comments(set->items[i], &count);
		for (size_t c = 0; c < count; c++)
			look_at(&l, set->items[i], &comments[c]);
	}
	if (audience_of_set(set) == AUDIENCE_PUBLIC && template_list(app, &entries, NULL))
		for (size_t i = 0; i < entries.count; i++)
			look_for_inside(&l, entries.items[i].name);
	template_entries_fini(&entries);
	words_fini(&told);
}
