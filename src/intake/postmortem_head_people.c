#include "intake/postmortem_head.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/digit.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/person.h"

enum {
	PEOPLE_MAX = 200, /* of one document */
	NAME_WORDS = 6,	  /* more than that is a sentence */
	NAME_MAX = 120,
};

/* Commas, semicolons, "and" between people; not those in brackets. */
static size_t separator_at(const char *text)
{
	static const char *const words[] = { " and ", " und ", " et ", " y ", " e ", " & ", " / ", " + " };
	if (*text == ',' || *text == ';' || *text == '\n')
		return 1;
	if (text_starts(text, "、") || text_starts(text, "，"))
		return strlen("、");
	for (size_t i = 0; i < LENGTH(words); i++)
		if (strncasecmp(text, words[i], strlen(words[i])) == 0)
			return strlen(words[i]);
	return 0;
}

static size_t person_len(const char *text, size_t *separator)
{
	size_t len = 0;
	int depth = 0;
	for (; text[len]; len++) {
		depth += strchr("(<[", text[len]) != NULL;
		depth -= strchr(")>]", text[len]) != NULL && depth > 0;
		/* what is never closed closes at the line's end */
		*separator = depth && text[len] != '\n' ? 0 : separator_at(text + len);
		if (*separator)
			return len;
	}
	*separator = 0;
	return len;
}

static bool is_name(const char *text)
{
	bool letter = false, at = strchr(text, '@') != NULL;
	if (head_is_blank(text) || strlen(text) > NAME_MAX || text_words(text) > NAME_WORDS || strstr(text, "://"))
		return false;
	for (const char *c = text; *c; c++)
		letter |= isalpha((unsigned char)*c) || (unsigned char)*c >= 0x80;
	/* a count or a time is no person, a sentence ends in a full stop after a small letter */
	size_t len = strlen(text);
	bool sentence = len > 3 && text[len - 1] == '.' && islower((unsigned char)text[len - 2]) && text_words(text) > 3;
	return letter && (!digit_is(*text) || at) && !sentence;
}

/* "(IC)" behind a name, "IC: " or " - IC" beside it: its role; cut from the name. */
static const char *role_beside(char *name)
{
	char *open = strrchr(name, '('), *close = open ? strchr(open, ')') : NULL, *colon, *dash;
	const struct head_label *label;
	if (close && !close[1] && (label = head_label_find(open + 1, (size_t)(close - open - 1))) != NULL && label->role) {
		*open = '\0';
		return label->role;
	}
	if ((colon = strchr(name, ':')) != NULL && (label = head_label_find(name, (size_t)(colon - name))) != NULL && label->role) {
		memmove(name, colon + 1, strlen(colon + 1) + 1);
		return label->role;
	}
	static const char *const dashes[] = { " - ", " – ", " — " };
	for (size_t i = 0; i < LENGTH(dashes); i++) {
		if ((dash = strstr(name, dashes[i])) == NULL)
			continue;
		const char *behind = dash + strlen(dashes[i]);
		if ((label = head_label_find(behind, strlen(behind))) != NULL && label->role) {
			*dash = '\0';
			return label->role;
		}
		if ((label = head_label_find(name, (size_t)(dash - name))) != NULL && label->role) {
			memmove(name, behind, strlen(behind) + 1);
			return label->role;
		}
	}
	return NULL;
}

static void trim(char *name)
{
	size_t blanks = strspn(name, " \t-*•");
	memmove(name, name + blanks, strlen(name + blanks) + 1);
	size_t len = strlen(name);
	while (len && strchr(" \t,;", name[len - 1]))
		name[--len] = '\0';
}

static bool known(const struct found *found, const char *role, const char *person)
{
	for (size_t i = 0; i < found->items.count; i++) {
		const struct record *record = &found->items.items[i].record;
		if (record->kind == ENTITY_ROLE && text_equal(record_text(record, ROLE_NAME), role) &&
			person_same(record_text(record, ROLE_PERSON), person))
			return true;
	}
	return false;
}

/* "Jorge (who was told by a user at noon)": the name alone, if the rest is no name's part. */
static bool drop_remark(char *name)
{
	char *open = strchr(name, '(');
	if (!open || text_words(name) <= NAME_WORDS)
		return false;
	*open = '\0';
	return true;
}

static bool add_person(struct postmortem *p, const struct head_pair *pair, const char *role, const char *person)
{
	if (!is_name(person) || found_count(&p->found, ENTITY_ROLE) >= PEOPLE_MAX)
		return !*person;
	if (known(&p->found, role, person))
		return true;
	struct found_item *item = found_add(&p->found, &p->blocks, ENTITY_ROLE, pair->from, pair->to, pair->how);
	record_set_text(&item->record, ROLE_NAME, role);
	record_set_text(&item->record, ROLE_PERSON, person);
	return true;
}

/* A role in words that is none of the known ones, as a table of roles has them: as it is written. */
static char *written_role(const char *value, size_t len)
{
	char *role = head_plain(value, len);
	for (char *c = role; *c; c++)
		*c = (char)tolower((unsigned char)*c);
	return role;
}

static void read_people(struct postmortem *p, struct head_pair *pair)
{
	const char *value = pair->value;
	char *role = NULL;
	size_t separator;
	/* "Incident commander: ana, bo" of a table of roles: the role is of all of them */
	const char *colon = strchr(value, ':');
	if (text_equal(pair->label->name, "role") && colon) {
		const struct head_label *label = head_label_find(value, (size_t)(colon - value));
		role = label && label->role ? mem_copy(label->role) : written_role(value, (size_t)(colon - value));
		value = colon + 1;
	}
	const char *general = role && *role ? role : pair->label->role ? pair->label->role : pair->label->name;
	pair->kept = true;
	for (const char *at = value; *at;) {
		size_t len = person_len(at, &separator);
		char *name = head_plain(at, len);
		const char *own = role_beside(name);
		bool remark = drop_remark(name);
		trim(name);
		pair->kept &= !remark;
		pair->kept &= add_person(p, pair, own ? own : general, name);
		free(name);
		at += len + separator;
	}
	free(role);
}

void head_read_people(struct postmortem *p, struct head_pairs *pairs)
{
	for (size_t i = 0; i < pairs->count; i++) {
		enum head_field field = pairs->items[i].label->field;
		if (field == HEAD_ROLE || field == HEAD_PEOPLE)
			read_people(p, &pairs->items[i]);
	}
}
