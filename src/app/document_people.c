/* authors: those called so, else the owners; roles [{name, label, person}], responders: those who are no authors; participants: others who are in the log, and monitors and bots, as one text. */
#include "app/document_parts.h"

#include <search.h>
#include <stdlib.h>

#include "base/text.h"

void document_person(const char *person, struct buf *out)
{
	const char *angle = strstr(person, " <");
	buf_put(out, person, angle ? (size_t)(angle - person) : strlen(person));
}

/* Who owns a postmortem that names no author writes it. */
static bool is_author(const struct records *roles, const struct record *role)
{
	const char *called = "owner";
	for (size_t i = 0; i < roles->count; i++)
		if (text_same(record_text(&roles->items[i], ROLE_NAME), "author"))
			called = "author";
	return text_same(record_text(role, ROLE_NAME), called);
}

/* "Ana, Bo and Cy" */
static void add_authors(const struct records *roles, struct node *data)
{
	struct buf authors = { 0 };
	size_t count = 0, seen = 0;
	for (size_t i = 0; i < roles->count; i++)
		count += is_author(roles, &roles->items[i]);
	for (size_t i = 0; i < roles->count; i++) {
		if (!is_author(roles, &roles->items[i]))
			continue;
		seen++;
		buf_puts(&authors, seen == 1 ? "" : seen == count ? " and " : ", ");
		document_person(record_text(&roles->items[i], ROLE_PERSON), &authors);
	}
	node_add_text(data, "authors", buf_text(&authors));
	buf_fini(&authors);
}

/* For readers who were not in the call; other names are what people made up and stay. */
static const char *label_of(const char *name)
{
	static const struct {
		const char *name, *label;
	} parts[] = { { "commander", "incident commander" }, { "comms", "communications" } };
	for (size_t i = 0; i < LENGTH(parts); i++)
		if (text_equal(parts[i].name, name))
			return parts[i].label;
	return name;
}

static void add_roles(const struct records *roles, struct node *data)
{
	struct node *list = node_add_list(data, "roles"), *responders = node_add_list(data, "responders");
	for (size_t i = 0; i < roles->count; i++) {
		struct buf person = { 0 };
		struct node *item = node_add_object(list, NULL);
		document_person(record_text(&roles->items[i], ROLE_PERSON), &person);
		node_add_text(item, "name", record_text(&roles->items[i], ROLE_NAME));
		node_add_text(item, "label", label_of(record_text(&roles->items[i], ROLE_NAME)));
		node_add_text(item, "person", buf_text(&person));
		buf_fini(&person);
		if (!is_author(roles, &roles->items[i]))
			node_add_again(responders, NULL, item);
	}
	document_end_list(data, list);
	document_end_list(data, responders);
}

/* The log often has `ana` where the role has `Ana Ruiz <ana@example.com>`. */
static bool is_called(const char *person, const char *author)
{
	size_t len = strlen(author);
	for (const char *word = person; *word; word += strcspn(word, " <@>"), word += strspn(word, " <@>"))
		if (strcspn(word, " <@>") == len && strncasecmp(word, author, len) == 0)
			return true;
	return text_same(person, author);
}

static bool has_role(const struct records *roles, const char *author)
{
	for (size_t i = 0; i < roles->count; i++)
		if (is_called(record_text(&roles->items[i], ROLE_PERSON), author))
			return true;
	return false;
}

static int compare(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void keep(void *name)
{
	(void)name; /* borrowed from the records */
}

static void add_participants(const struct document_source *source, struct node *data)
{
	const struct records *events = &source->lists[ENTITY_EVENT];
	struct buf names = { 0 }, person = { 0 };
	void *seen = NULL;
	for (size_t i = 0; i < events->count; i++) {
		const char *author = record_text(&events->items[i], EVENT_AUTHOR);
		if (!*author || tfind(author, &seen, compare))
			continue;
		if (!tsearch(author, &seen, compare))
			out_of_memory();
		if (has_role(&source->lists[ENTITY_ROLE], author))
			continue;
		buf_truncate(&person, 0);
		document_person(author, &person);
		buf_printf(&names, "%s%s", names.len ? ", " : "", buf_text(&person));
	}
	tdestroy(seen, keep);
	node_add_text(data, "participants", buf_text(&names));
	buf_fini(&names);
	buf_fini(&person);
}

void document_add_people(const struct document_source *source, struct node *data)
{
	add_authors(&source->lists[ENTITY_ROLE], data);
	add_roles(&source->lists[ENTITY_ROLE], data);
	add_participants(source, data);
}
