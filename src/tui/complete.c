/* Candidates, and the values that fields may have. */
#include "tui/complete.h"

#include <stdlib.h>

#include "app/document.h"
#include "app/edit.h"
#include "app/template.h"
#include "base/text.h"
#include "tui/ui.h"

enum {
	BY_HELP = -10000,     /* score of one that fits by its help only */
	HELP_QUERY_MIN = 2,   /* letters that are looked for in help */
	CANDIDATES_MAX = 200, /* of one kind */
};

void candidates_fini(struct candidates *found)
{
	for (size_t i = 0; i < found->count; i++) {
		free(found->items[i].text);
		free(found->items[i].help);
	}
	free(found->items);
	buf_fini(&found->about);
	*found = (struct candidates){ 0 };
}

/* Some word of the text begins with these letters. */
static bool has_word(const char *text, const char *word, size_t len)
{
	for (const char *at = text; *at; at++)
		if ((at == text || at[-1] == ' ' || at[-1] == '(') &&
			strncasecmp(at, word, len) == 0)
			return true;
	return false;
}

static bool fits_help(const char *help, const char *typed)
{
	if (strlen(typed) < HELP_QUERY_MIN)
		return false;
	while (*typed) {
		size_t len = strcspn(typed, " ");
		if (len && !has_word(help, typed, len))
			return false;
		typed += len + strspn(typed + len, " ");
	}
	return true;
}

struct candidate *candidates_add(
	struct candidates *found, const char *text, const char *help, const char *typed)
{
	struct fuzzy match;
	if (found->count >= CANDIDATES_MAX)
		return NULL;
	if (!fuzzy_match(text, typed, &match)) {
		if (!fits_help(help, typed))
			return NULL;
		match = (struct fuzzy){ .score = BY_HELP };
	}
	struct candidate *candidate = vec_push(found);
	*candidate = (struct candidate){
		.text = mem_copy(text), .help = mem_copy(help), .usage = "", .match = match
	};
	return candidate;
}

void candidates_sort(struct candidates *found)
{
	for (size_t i = 1; i < found->count; i++) {
		struct candidate moved = found->items[i];
		size_t to = i;
		while (to > 0 && found->items[to - 1].match.score < moved.match.score)
			to--;
		memmove(found->items + to + 1, found->items + to, (i - to) * sizeof moved);
		found->items[to] = moved;
	}
}

/* The bytes that a candidate puts in. */
static void put_text(const struct candidates *found, size_t index, struct buf *out)
{
	const struct candidate *candidate = &found->items[index];
	bool name = candidate->command || candidate->own;
	if (found->words && !name)
		words_quote(out, candidate->text);
	else
		buf_puts(out, candidate->text);
	if (candidate->whole)
		buf_putc(out, ' ');
}

bool candidates_typed(const struct candidates *found, size_t index, const char *text)
{
	struct buf put = { 0 };
	put_text(found, index, &put);
	buf_trim_end(&put);
	bool same = found->to - found->from == put.len &&
		memcmp(text + found->from, buf_text(&put), put.len) == 0;
	buf_fini(&put);
	return same;
}

void complete_take(const struct candidates *found, size_t index, struct line *line)
{
	struct buf put = { 0 };
	size_t to = found->to;
	put_text(found, index, &put);
	/* a blank that is there already is not doubled */
	if (put.len && put.data[put.len - 1] == ' ' && line_text(line)[to] == ' ')
		to++;
	line_replace(line, found->from, to - found->from, buf_text(&put), put.len, LINE_ACT_OTHER);
	buf_fini(&put);
}

/* ---- what is known here ------------------------------------------------------------------------
 */

const struct words *complete_known(struct ui *ui, enum known what)
{
	struct known_values *known = &ui->known;
	const char *incident = ui->incident.open ? ui->incident.record.id : NULL;
	if (!known->read[what]) {
		words_fini(&known->words[what]);
		known_read(ui->app, incident, what, &known->words[what], NULL);
		known->read[what] = true;
	}
	return &known->words[what];
}

void complete_forget(struct ui *ui)
{
	memset(ui->known.read, 0, sizeof ui->known.read);
}

void known_values_fini(struct known_values *known)
{
	for (size_t i = 0; i < LENGTH(known->words); i++)
		words_fini(&known->words[i]);
}

static void add_words(struct candidates *found, const struct words *words, const char *typed)
{
	for (size_t i = 0; i < words->count; i++)
		candidates_add(found, words->items[i], "", typed);
}

/* ---- entities ----------------------------------------------------------------------------------
 */

static void add_records(
	const struct records *records, int headline, const char *typed, struct candidates *found)
{
	for (size_t i = 0; i < records->count; i++) {
		struct buf number = { 0 }, text = { 0 };
		buf_printf(&number, "%lld", (long long)records->items[i].number);
		edit_first_line(record_text(&records->items[i], headline), &text);
		candidates_add(found, buf_text(&number), buf_text(&text), typed);
		buf_fini(&number);
		buf_fini(&text);
	}
}

/* The selected one first: it is most often meant. */
static void prefer_selected(const struct ui *ui, enum entity_kind kind, struct candidates *found)
{
	int64_t selected = ui->view->entity == kind && ui->view->number ? ui->view->number(ui) : 0;
	for (size_t i = 0; i < found->count; i++)
		if (selected && strtoll(found->items[i].text, NULL, 10) == selected)
			found->items[i].match.score++;
}

void complete_numbers(
	struct ui *ui, enum entity_kind kind, const char *typed, struct candidates *found)
{
	const struct incident *incident = &ui->incident;
	int headline = entity_get(kind)->headline;
	struct records read = { 0 };
	typed += *typed == '#';
	if (!incident->open)
		return;
	switch (kind) {
	case ENTITY_EVENT:
		add_records(&ui->timeline.events, headline, typed, found);
		break;
	case ENTITY_ACTION:
		add_records(&incident->actions, headline, typed, found);
		break;
	case ENTITY_CAUSE:
		add_records(&incident->causes, headline, typed, found);
		break;
	case ENTITY_ROLE:
		add_records(&incident->roles, headline, typed, found);
		break;
	default:
		if (read_list(ui->app, kind, incident->record.id, &read, NULL))
			add_records(&read, headline, typed, found);
		records_fini(&read);
	}
	prefer_selected(ui, kind, found);
}

/* ---- values of fields --------------------------------------------------------------------------
 */

static void add_choices(const struct choice *choices, const char *typed, struct candidates *found)
{
	for (const struct choice *choice = choices; choice->name; choice++) {
		size_t before = found->count;
		candidates_add(found, choice->name, choice->help, typed);
		/* the alias is not shown, but what is called so is meant */
		if (before == found->count && choice->alias && *typed &&
			strncasecmp(choice->alias, typed, strlen(typed)) == 0)
			candidates_add(found, choice->name, choice->help, "");
	}
}

static void add_templates(struct ui *ui, const char *typed, struct candidates *found)
{
	struct words names = { 0 };
	document_template_names(ui->app, &names, NULL);
	for (size_t i = 0; i < names.count; i++) {
		struct buf about = { 0 };
		template_about(ui->app, names.items[i], &about);
		candidates_add(found, names.items[i], buf_text(&about), typed);
		buf_fini(&about);
	}
	words_fini(&names);
}

void complete_values(struct ui *ui, enum entity_kind kind, int field, const char *typed,
	struct candidates *found)
{
	const struct field *row = &entity_get(kind)->fields[field];
	enum known known = known_of_field(kind, field);
	if (row->type == FIELD_CHOICE) {
		add_choices(row->choices, typed, found);
	} else if (row->type == FIELD_BOOL) {
		candidates_add(found, "yes", "", typed);
		candidates_add(found, "no", "", typed);
	} else if (row->type == FIELD_PARENT) {
		complete_numbers(ui, row->target, typed, found);
	} else if (kind == ENTITY_INCIDENT && field == INCIDENT_TEMPLATE) {
		add_templates(ui, typed, found);
	} else if (known != KNOWN_NONE) {
		add_words(found, complete_known(ui, known), typed);
	}
}

void complete_field(struct ui *ui, enum entity_kind kind, int field, const char *typed,
	struct candidates *found)
{
	const struct field *row = &entity_get(kind)->fields[field];
	const char *comma = row->type == FIELD_TAGS ? strrchr(typed, ',') : NULL;
	size_t from = comma ? (size_t)(comma - typed) + 1 : 0;
	candidates_fini(found);
	from += strspn(typed + from, " ");
	found->from = from;
	found->to = strlen(typed);
	complete_values(ui, kind, field, typed + from, found);
	candidates_sort(found);
}
