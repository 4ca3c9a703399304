#include "app/check_texts.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"
#include "doc/prose.h"

/* What people write: choices, times and what the program sets are none. */
static bool is_text(const struct field *field)
{
	return !(field->flags & FIELD_HIDDEN) && (field->type == FIELD_LINE || field->type == FIELD_TEXT ||
							 field->type == FIELD_LINK || field->type == FIELD_TAGS);
}

static const char *marked_for(const struct record *record)
{
	int field = entity_field(entity_get(record->kind), "audience");
	return field >= 0 && record_has(record, field) ? record_text(record, field) : "internal";
}

static const char *prose_of(struct check_texts *texts, const char *raw)
{
	struct buf prose = { 0 };
	if (!markdown_prose(&prose, raw, strlen(raw), NULL)) {
		buf_fini(&prose);
		return raw;
	}
	char *owned = buf_steal(&prose);
	*vec_push(&texts->proses) = owned;
	return owned;
}

static void add_record(struct check_texts *texts, const struct record *record)
{
	const struct entity *entity = entity_get(record->kind);
	bool section = record->kind == ENTITY_SECTION;
	for (size_t i = 0; i < entity->count; i++) {
		if (!is_text(&entity->fields[i]) || !record_has(record, (int)i))
			continue;
		struct check_text *text = vec_push(texts);
		*text = (struct check_text){ .kind = record->kind,
			.number = section || record->kind == ENTITY_INCIDENT ? 0 : record->number,
			.key = section ? record_text(record, SECTION_KEY) : "",
			.field = (int)i,
			.raw = record_text(record, (int)i),
			.audience = marked_for(record) };
		text->prose = check_text_is_main(text) ? prose_of(texts, text->raw) : text->raw;
	}
}

static void add_records(struct check_texts *texts, const struct records *records)
{
	for (size_t i = 0; i < records->count; i++)
		add_record(texts, &records->items[i]);
}

/* What is said of the incident itself stands in every rendering, so it is public as soon as anything is. */
static void add_incident(struct check_texts *texts, const struct record *incident)
{
	const char *audience = "internal";
	for (size_t i = 0; i < texts->count; i++)
		if (text_equal(texts->items[i].audience, "public"))
			audience = "public";
	size_t from = texts->count;
	add_record(texts, incident);
	for (size_t i = from; i < texts->count; i++)
		texts->items[i].audience = audience;
}

bool check_texts_read(struct app *app, const struct section_states *sections, struct check_input *input,
	struct check_texts *out, struct err *err)
{
	*out = (struct check_texts){ 0 };
	if (!read_list(app, ENTITY_ATTACHMENT, input->incident->id, &out->attachments, err))
		return false;
	for (size_t i = 0; i < sections->count; i++)
		if (*sections->items[i].record.id)
			add_record(out, &sections->items[i].record);
	add_records(out, input->causes);
	add_records(out, input->actions);
	add_records(out, input->references);
	add_records(out, input->roles);
	add_records(out, &out->attachments);
	add_incident(out, input->incident);
	input->texts = out->items;
	input->text_count = out->count;
	return true;
}

void check_texts_fini(struct check_texts *texts)
{
	for (size_t i = 0; i < texts->proses.count; i++)
		free(texts->proses.items[i]);
	free(texts->proses.items);
	free(texts->items);
	records_fini(&texts->attachments);
	*texts = (struct check_texts){ 0 };
}

void check_texts_event(const struct check_input *input, const struct record *event, struct findings *out)
{
	struct check_texts texts = { 0 };
	add_record(&texts, event);
	for (size_t i = 0; i < texts.count; i++)
		check_run_text(input, &texts.items[i], out);
	check_texts_fini(&texts);
}
