#include "app/check_waivers.h"

#include <ctype.h>
#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"

/* Ids are upper-case, keys of sections are lower-case. */
static bool is_id(const char *subject)
{
	return strlen(subject) == ID_SIZE - 1 && !islower((unsigned char)*subject);
}

/* The entity that a waiver's subject is the id of; false if it is gone or was never here. */
static bool find_entity(struct app *app, struct check_waiver *waiver, const char *id)
{
	static const enum entity_kind kinds[] = { ENTITY_EVENT, ENTITY_ACTION, ENTITY_CAUSE, ENTITY_REFERENCE, ENTITY_ROLE,
		ENTITY_ATTACHMENT };
	for (size_t i = 0; i < LENGTH(kinds); i++) {
		struct record record;
		if (!read_entity(app, kinds[i], id, &record, NULL))
			continue;
		bool there = !record.gone;
		waiver->kind = kinds[i];
		waiver->number = record.number;
		record_fini(&record);
		return there;
	}
	return false;
}

bool check_waivers_read(struct app *app, const char *incident, struct check_waivers *out, struct err *err)
{
	*out = (struct check_waivers){ 0 };
	if (!read_list(app, ENTITY_WAIVER, incident, &out->records, err))
		return false;
	out->items = mem_new(out->records.count + 1, sizeof *out->items);
	for (size_t i = 0; i < out->records.count; i++) {
		const struct record *record = &out->records.items[i];
		const char *subject = record_text(record, WAIVER_SUBJECT);
		struct check_waiver waiver = { .check = record_text(record, WAIVER_RULE), .kind = ENTITY_COUNT, .key = "",
			.record = record };
		if (*subject && !is_id(subject)) {
			waiver.kind = ENTITY_SECTION;
			waiver.key = subject;
		}
		if (!is_id(subject) || find_entity(app, &waiver, subject))
			out->items[out->count++] = waiver;
	}
	return true;
}

void check_waivers_fini(struct check_waivers *waivers)
{
	free(waivers->items);
	records_fini(&waivers->records);
	*waivers = (struct check_waivers){ 0 };
}

void check_waiver_subject(const struct check_waiver *waiver, struct buf *out)
{
	if (waiver->kind == ENTITY_COUNT)
		buf_puts(out, "everything");
	else if (waiver->kind == ENTITY_SECTION)
		buf_printf(out, "section %s", waiver->key);
	else
		buf_printf(out, "%s %lld", entity_get(waiver->kind)->name, (long long)waiver->number);
}
