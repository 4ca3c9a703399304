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

/* A field as a text, all of it prose; false if it is none or empty. */
static bool text_of(const struct record *record, int field, struct check_text *out)
{
	bool section = record->kind == ENTITY_SECTION;
	if (!is_text(&entity_get(record->kind)->fields[field]) || !record_has(record, field))
		return false;
	const char *raw = record_text(record, field);
	*out = (struct check_text){ .kind = record->kind,
		.number = section || record->kind == ENTITY_INCIDENT ? 0 : record->number,
		.key = section ? record_text(record, SECTION_KEY) : "",
		.field = field,
		.raw = raw,
		.prose = raw,
		.audience = marked_for(record) };
	return true;
}

static void add_record(struct check_texts *texts, const struct record *record)
{
	struct check_text text;
	for (size_t i = 0; i < entity_get(record->kind)->count; i++) {
		if (!text_of(record, (int)i, &text))
			continue;
		if (check_text_is_main(&text))
			text.prose = prose_of(texts, text.raw);
		*vec_push(texts) = text;
	}
}

/* Take over what was found, but for what there is enough of. */
static void keep(struct findings *found, struct findings *out)
{
	for (size_t i = 0; i < found->count; i++) {
		struct finding *finding = &found->items[i];
		size_t same = 0;
		for (size_t j = 0; j < out->count; j++)
			same += out->items[j].check == finding->check;
		if (same >= CHECK_EVENTS_MOST)
			continue;
		*vec_push(out) = *finding;
		*finding = (struct finding){ 0 };
	}
	findings_fini(found);
}

void check_texts_event(const struct check_input *input, const struct record *event, struct findings *out)
{
	struct check_text text;
	for (size_t i = 0; i < entity_get(ENTITY_EVENT)->count; i++) {
		struct findings found = { 0 };
		if (!text_of(event, (int)i, &text))
			continue;
		/* what says nothing when all of it is taken for prose need not be parsed */
		check_run_text(input, &text, &found);
		if (found.count && check_text_is_main(&text)) {
			struct check_texts proses = { 0 };
			findings_fini(&found);
			text.prose = prose_of(&proses, text.raw);
			check_run_text(input, &text, &found);
			check_texts_fini(&proses);
		}
		keep(&found, out);
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
