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

/* ---- wordings ------------------------------------------------------------------------------------ */

struct check_ready {
	VEC(struct table *) tables;
};

/* What the rows of a table need. Who the people are stays the same for all texts of an incident, but some texts are looked
 * at without them. */
struct table {
	const struct wordings *wordings;
	bool people;
	struct phrase_needs *needs;
	uint64_t begins[PHRASE_HASHES]; /* which of them may begin with a word: bit i % 64 for the ith */
};

struct check_ready *check_ready_new(void)
{
	return mem_new(1, sizeof(struct check_ready));
}

void check_ready_free(struct check_ready *ready)
{
	for (size_t i = 0; ready && i < ready->tables.count; i++) {
		free(ready->tables.items[i]->needs);
		free(ready->tables.items[i]);
	}
	if (ready)
		free(ready->tables.items);
	free(ready);
}

static uint64_t row_bit(size_t row)
{
	return UINT64_C(1) << row % 64;
}

static const struct table *table_of(struct check_ready *ready, const struct wordings *wordings,
	const struct phrase_people *people)
{
	bool named = people && people->count;
	for (size_t i = 0; i < ready->tables.count; i++)
		if (ready->tables.items[i]->wordings == wordings && ready->tables.items[i]->people == named)
			return ready->tables.items[i];
	struct table *table = mem_new(1, sizeof *table);
	table->wordings = wordings;
	table->people = named;
	table->needs = mem_new(wordings->count, sizeof *table->needs);
	for (size_t i = 0; i < wordings->count; i++) {
		table->needs[i] = phrase_needs(wordings->items[i].pattern, people);
		phrase_begins(wordings->items[i].pattern, people, row_bit(i), table->begins);
	}
	*vec_push(&ready->tables) = table;
	return table;
}

/* A text being looked through: `taken` are the words that were told of. */
struct search {
	struct phrase_words words;
	uint64_t bits; /* of its words */
	const struct table *table;
	bool *taken;
	const struct phrase_people *people;
	struct check_ready *ready;
};

static bool is_taken(const struct search *search, size_t at, size_t used)
{
	for (size_t i = at; i < at + used; i++)
		if (search->taken[i])
			return true;
	return false;
}

/* The next place of a wording from `*at` on; false if there is none. */
static bool find_wording(const struct search *search, size_t row, size_t *at, size_t *used)
{
	const struct wording *wording = &search->table->wordings->items[row];
	for (; *at < search->words.count; ++*at) {
		if (!(search->table->begins[search->words.items[*at].hash] & row_bit(row)))
			continue;
		*used = phrase_match(&search->words, *at, wording->pattern, search->people);
		if (*used && !is_taken(search, *at, *used) &&
			!(wording->unless && phrase_match(&search->words, *at, wording->unless, search->people)))
			return true;
	}
	return false;
}

static void take(struct search *search, size_t row)
{
	size_t at = 0, used;
	while (find_wording(search, row, &at, &used)) {
		memset(search->taken + at, true, used);
		at += used;
	}
}

static void tell_wording(struct check_run *run, const struct check_text *text, struct search *search, size_t row)
{
	struct buf what = { 0 };
	size_t at = 0, used;
	if (!find_wording(search, row, &at, &used))
		return;
	check_quote(&search->words, at, used, &what);
	check_text_place(text, text->prose, (size_t)(search->words.items[at].at - text->prose), &what);
	buf_printf(&what, ": %s", search->table->wordings->items[row].instead);
	check_text_found(run, text, buf_text(&what));
	buf_fini(&what);
	take(search, row);
}

/* Look for each of a table that can be there. */
static void look_for(struct check_run *run, const struct check_text *text, struct search *search,
	const struct wordings *wordings, bool tell)
{
	const struct table *table = search->table = table_of(search->ready, wordings, search->people);
	uint64_t begun = 0;
	for (size_t i = 0; i < search->words.count; i++)
		begun |= table->begins[search->words.items[i].hash];
	for (size_t i = 0; begun && i < wordings->count; i++) {
		if (!(begun & row_bit(i)) || !phrase_may_be_in(&table->needs[i], search->bits))
			continue;
		if (tell)
			tell_wording(run, text, search, i);
		else
			take(search, i);
	}
}

void check_wordings(struct check_run *run, const struct check_text *text, const struct phrase_people *people,
	const struct wordings *wordings, const struct wordings *others)
{
	struct check_ready *own = run->ready ? NULL : check_ready_new();
	struct search search = { .people = people, .ready = own ? own : run->ready };
	phrase_split(&search.words, text->prose);
	search.bits = phrase_bits(&search.words);
	search.taken = mem_new(search.words.count + 1, sizeof *search.taken);
	if (others)
		look_for(run, text, &search, others, false);
	look_for(run, text, &search, wordings, true);
	free(search.taken);
	phrase_words_fini(&search.words);
	check_ready_free(own);
}
