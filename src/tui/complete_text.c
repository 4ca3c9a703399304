/* What may be meant by a word that is being written into the composer. */
#include "tui/complete.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"
#include "tui/ui.h"

enum { WORD_MAX = 128 };

/* Candidates carry the sign, as it is in the text. */
static void add(struct candidates *found, const char *sign, const char *name, const char *help,
	const char *typed)
{
	struct buf text = { 0 };
	buf_printf(&text, "%s%s", sign, name);
	struct candidate *candidate =
		candidates_add(found, buf_text(&text), help, typed[1] ? typed : "");
	if (candidate)
		candidate->whole = true;
	buf_fini(&text);
}

static void add_kinds(struct candidates *found, const char *typed)
{
	for (size_t i = 0; i < compose_kind_count(); i++) {
		struct compose_kind kind = compose_kind_at(i);
		add(found, "!", kind.name, kind.help, typed);
	}
}

static void add_known(struct ui *ui, enum known what, const char *sign, const char *typed,
	struct candidates *found)
{
	const struct words *words = complete_known(ui, what);
	for (size_t i = 0; i < words->count; i++)
		add(found, sign, words->items[i], "", typed);
}

static bool begins_time(const char *text)
{
	text += *text == '~' || *text == '-';
	return isdigit((unsigned char)*text) != 0;
}

/* If some begin with what was typed, those are meant. Best first, they come before the others. */
static void keep_beginning(struct candidates *found, const char *typed)
{
	size_t kept = 0, len = strlen(typed);
	while (kept < found->count && strncasecmp(found->items[kept].text, typed, len) == 0)
		kept++;
	for (; kept && found->count > kept; found->count--) {
		free(found->items[found->count - 1].text);
		free(found->items[found->count - 1].help);
	}
}

void complete_text(struct ui *ui, const char *text, size_t cursor, struct candidates *found)
{
	size_t at = cursor;
	candidates_fini(found);
	while (at > 0 && cursor - at <= WORD_MAX && !strchr(" \t\n", text[at - 1]))
		at--;
	if (at == cursor || cursor - at > WORD_MAX)
		return;
	char *typed = mem_copy_n(text + at, cursor - at);
	bool first_line = !memchr(text, '\n', at);
	found->from = at;
	found->to = cursor;
	if (*typed == '!' && at == 0 && typed[1] != '!')
		add_kinds(found, typed);
	else if (*typed == '@' && !begins_time(typed + 1))
		add_known(ui, KNOWN_PERSON, "@", typed, found);
	else if (*typed == '#' && !isdigit((unsigned char)typed[1]) && first_line)
		add_known(ui, KNOWN_TAG, "#", typed, found);
	candidates_sort(found);
	keep_beginning(found, typed);
	free(typed);
}
