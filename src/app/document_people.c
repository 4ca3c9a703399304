/* Who had which part, and who wrote it. */
#include "app/document_parts.h"

#include "base/text.h"

/* "Ana Ruiz <ana@example.com>" without the address. */
static void person_name(const char *person, struct buf *out)
{
	const char *angle = strstr(person, " <");
	buf_put(out, person, angle ? (size_t)(angle - person) : strlen(person));
}

void document_add_people(const struct document_source *source, struct node *data)
{
	const struct records *roles = &source->lists[ENTITY_ROLE];
	struct buf authors = { 0 };
	struct node *list = node_add_list(data, "roles");
	size_t count = 0, seen = 0;
	for (size_t i = 0; i < roles->count; i++)
		count += text_same(record_text(&roles->items[i], ROLE_NAME), "author");
	for (size_t i = 0; i < roles->count; i++) {
		const struct record *role = &roles->items[i];
		struct buf person = { 0 };
		person_name(record_text(role, ROLE_PERSON), &person);
		if (text_same(record_text(role, ROLE_NAME), "author")) {
			seen++;
			buf_puts(&authors, seen == 1 ? "" : seen == count ? " and " : ", ");
			buf_puts(&authors, buf_text(&person));
		}
		struct node *item = node_add_object(list, NULL);
		node_add_text(item, "name", record_text(role, ROLE_NAME));
		node_add_text(item, "person", buf_text(&person));
		buf_fini(&person);
	}
	node_add_text(data, "authors", buf_text(&authors));
	buf_fini(&authors);
}
