/*
 * Reading a postmortem: the first byte chooses zone and file name, the rest is the document. Its sections are the document
 * byte for byte, each with a key of its own; what was found lies within it, can be kept as it is, and is found again.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "intake/postmortem.h"
#include "require.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const int64_t now = INT64_C(1772373600000); /* 2026-03-01T14:00Z */

/* Documents are text: what is none becomes a question mark. */
static void read_text(const uint8_t *data, size_t size, struct buf *out)
{
	const char *text = (const char *)data;
	uint32_t cp;
	for (size_t i = 0; i < size;) {
		size_t len = text[i] ? utf8_decode(text + i, size - i, &cp) : 0;
		if (len)
			buf_put(out, text + i, len);
		else
			buf_putc(out, '?');
		i += len ? len : 1;
	}
}

static void check_sections(const struct postmortem *document)
{
	size_t at = 0;
	for (size_t i = 0; i < document->sections.count; i++) {
		const struct postmortem_section *section = &document->sections.items[i];
		struct record record;
		require(section->markup == at && section->text >= at && section->to >= section->text);
		require(section->first <= section->end && section->end <= document->blocks.count);
		at = section->to;
		for (size_t j = 0; j < i && j < 50; j++)
			require(strcmp(section->key, document->sections.items[j].key) != 0);
		postmortem_section_record(document, i, &record);
		require(record_has(&record, SECTION_KEY) && utf8_valid(section->heading, strlen(section->heading)));
		record_fini(&record);
	}
	require(at == document->len);
}

static void check_item(const struct postmortem *document, const struct found_item *item)
{
	const struct entity *entity = entity_get(item->record.kind);
	require(item->from <= item->to && item->to <= document->len && item->line > 0 && item->how);
	require(item->parent <= document->found.items.count);
	require(record_has(&item->record, entity->headline));
	for (size_t i = 0; i < entity->count; i++) {
		const struct value *value = &item->record.values[i];
		if (value->type == VALUE_TEXT && value->text) {
			size_t len = strlen(value->text);
			require(utf8_valid(value->text, len));
			require(entity->fields[i].type == FIELD_TEXT || (len <= LINE_LIMIT && !memchr(value->text, '\n', len)));
			require(!entity->fields[i].choices || choice_find(entity->fields[i].choices, value->text));
		}
		if (entity->fields[i].type == FIELD_TIME && value->type == VALUE_INT)
			require(value->number >= 0 && value->number <= WHEN_MAX_MS);
	}
	require(!item->note || (*item->note && utf8_valid(item->note, strlen(item->note))));
}

static void check_found(const struct postmortem *document)
{
	for (size_t i = 0; i < document->found.items.count; i++)
		check_item(document, &document->found.items.items[i]);
	for (size_t i = 0; i < document->found.notes.count; i++)
		require(*document->found.notes.items[i].text);
}

/* The same document gives the same: what was imported before is read again to compare. */
static void check_again(const struct postmortem *document)
{
	struct postmortem again;
	require(postmortem_read(&again, document->source, document->len, document->context, NULL));
	require(again.found.items.count == document->found.items.count);
	for (size_t i = 0; i < again.found.items.count; i++) {
		const struct found_item *a = &again.found.items.items[i], *b = &document->found.items.items[i];
		require(a->from == b->from && a->to == b->to && a->record.set == b->record.set);
		for (int field = 0; field < FIELD_MAX; field++)
			require(value_equal(&a->record.values[field], &b->record.values[field]));
	}
	postmortem_fini(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const zones[] = { "UTC", "Europe/Berlin", "America/New_York", "Asia/Tokyo" };
	static const char *const names[] = { "", "2023-01-17-outage.md", "incident-12.md", "20240229_x.md" };
	struct postmortem document;
	struct buf text = { 0 };
	struct err err = { 0 };
	if (!size)
		return 0;
	const struct intake_context context = { .now = now,
		.zone = zones[data[0] % LENGTH(zones)],
		.name = names[data[0] / LENGTH(zones) % LENGTH(names)] };
	read_text(data + 1, size - 1, &text);
	if (postmortem_read(&document, buf_text(&text), text.len, &context, &err)) {
		check_sections(&document);
		check_found(&document);
		check_again(&document);
	} else {
		require(err.code == ERR_USAGE && err.text[0]);
	}
	postmortem_fini(&document);
	buf_fini(&text);
	return 0;
}
