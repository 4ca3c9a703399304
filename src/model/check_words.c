/* What the checks of single texts have in common. */
#include "model/check_words.h"

#include <stdlib.h>

#include "base/text.h"

void check_text_found(struct check_run *run, const struct check_text *text, const char *what)
{
	check_found(run, text->kind, text->number, text->key, what);
}

static void put_field(const struct check_text *text, struct buf *out)
{
	const struct entity *entity = entity_get(text->kind);
	if (!check_text_is_main(text) && text->field != entity->headline)
		buf_printf(out, " (%s)", entity->fields[text->field].name);
}

void check_text_place(const struct check_text *text, const char *where, size_t offset, struct buf *out)
{
	size_t line = 1;
	put_field(text, out);
	if (!strchr(text->raw, '\n'))
		return;
	for (size_t i = 0; i < offset; i++)
		line += where[i] == '\n';
	buf_printf(out, " (line %zu)", line);
}

void check_quote(const struct phrase_words *words, size_t i, size_t count, struct buf *out)
{
	buf_putc(out, '\'');
	for (size_t j = i; j < i + count; j++) {
		if (j > i)
			buf_putc(out, ' ');
		buf_put(out, words->items[j].at, words->items[j].len);
	}
	buf_putc(out, '\'');
}

void check_people(const struct check_input *input, struct phrase_people *out)
{
	for (size_t i = 0; input->roles && i < input->roles->count; i++)
		phrase_people_add(out, record_text(&input->roles->items[i], ROLE_PERSON), true);
	for (size_t i = 0; input->milestones && i < input->milestones->count; i++)
		phrase_people_add(out, record_text(&input->milestones->items[i], EVENT_AUTHOR), false);
}

bool check_text_is_account(const struct check_text *text)
{
	return check_text_is_main(text) && (text->kind == ENTITY_SECTION || text->kind == ENTITY_CAUSE);
}

/* A text being looked through: `taken` are the words that were told of. */
struct search {
	struct phrase_words words;
	unsigned letters; /* that its words begin with */
	bool *taken;
	const struct phrase_people *people;
};

static bool is_taken(const struct search *search, size_t at, size_t used)
{
	for (size_t i = at; i < at + used; i++)
		if (search->taken[i])
			return true;
	return false;
}

/* The next place of a wording from `*at` on; false if there is none. */
static bool find_wording(const struct search *search, const struct wording *wording, size_t *at, size_t *used)
{
	if (!phrase_may_be_in(wording->pattern, search->letters, search->people))
		return false;
	unsigned letters = phrase_letters(wording->pattern, search->people);
	for (; *at < search->words.count; ++*at) {
		if (!(letters & phrase_letter(*search->words.items[*at].at)))
			continue;
		*used = phrase_match(&search->words, *at, wording->pattern, search->people);
		if (*used && !is_taken(search, *at, *used) &&
			!(wording->unless && phrase_match(&search->words, *at, wording->unless, search->people)))
			return true;
	}
	return false;
}

static void take(struct search *search, const struct wording *wording)
{
	size_t at = 0, used;
	while (find_wording(search, wording, &at, &used)) {
		memset(search->taken + at, true, used);
		at += used;
	}
}

static void tell_wording(struct check_run *run, const struct check_text *text, struct search *search,
	const struct wording *wording)
{
	struct buf what = { 0 };
	size_t at = 0, used;
	if (!find_wording(search, wording, &at, &used))
		return;
	check_quote(&search->words, at, used, &what);
	check_text_place(text, text->prose, (size_t)(search->words.items[at].at - text->prose), &what);
	buf_printf(&what, ": %s", wording->instead);
	check_text_found(run, text, buf_text(&what));
	buf_fini(&what);
	take(search, wording);
}

void check_wordings(struct check_run *run, const struct check_text *text, const struct phrase_people *people,
	const struct wordings *wordings, const struct wordings *others)
{
	struct search search = { .people = people };
	phrase_split(&search.words, text->prose);
	for (size_t i = 0; i < search.words.count; i++)
		search.letters |= phrase_letter(*search.words.items[i].at);
	search.taken = mem_new(search.words.count + 1, sizeof *search.taken);
	for (size_t i = 0; others && i < others->count; i++)
		take(&search, &others->items[i]);
	for (size_t i = 0; i < wordings->count; i++)
		tell_wording(run, text, &search, &wordings->items[i]);
	free(search.taken);
	phrase_words_fini(&search.words);
}
