#include "model/record.h"

#include <errno.h>
#include <stdlib.h>

#include "base/json.h"
#include "base/text.h"
#include "base/zone.h"

void record_init(struct record *record, enum entity_kind kind)
{
	*record = (struct record){ .kind = kind };
}

void record_fini(struct record *record)
{
	for (size_t i = 0; i < FIELD_MAX; i++)
		free(record->values[i].text);
	*record = (struct record){ 0 };
}

void record_copy(struct record *to, const struct record *from)
{
	*to = *from;
	for (size_t i = 0; i < FIELD_MAX; i++)
		to->values[i].text = mem_copy(from->values[i].text);
}

void records_fini(struct records *records)
{
	for (size_t i = 0; i < records->count; i++)
		record_fini(&records->items[i]);
	free(records->items);
	*records = (struct records){ 0 };
}

const char *record_text(const struct record *record, int field)
{
	const struct value *value = &record->values[field];
	if (value->type == VALUE_INT)
		BUG("field %d of %s is a number", field, entity_get(record->kind)->name);
	return value->text ? value->text : "";
}

int64_t record_int(const struct record *record, int field)
{
	return record->values[field].number;
}

bool record_has(const struct record *record, int field)
{
	return record->values[field].type != VALUE_NULL;
}

static struct value *renew(struct record *record, int field)
{
	struct value *value = &record->values[field];
	free(value->text);
	*value = (struct value){ .type = VALUE_NULL };
	record->set |= 1u << field;
	return value;
}

void record_set_text(struct record *record, int field, const char *text)
{
	char *copy = text && *text ? mem_copy(text) : NULL;
	struct value *value = renew(record, field);
	if (copy)
		*value = (struct value){ .type = VALUE_TEXT, .text = copy };
}

void record_set_int(struct record *record, int field, int64_t number)
{
	*renew(record, field) = (struct value){ .type = VALUE_INT, .number = number };
}

void record_set_null(struct record *record, int field)
{
	renew(record, field);
}

void record_set_value(struct record *record, int field, const struct value *value)
{
	char *copy = mem_copy(value->text);
	struct value *to = renew(record, field);
	*to = *value;
	to->text = copy;
}

bool value_equal(const struct value *a, const struct value *b)
{
	return a->type == b->type && a->number == b->number && text_equal(a->text, b->text);
}

static int parse_bool(const char *text)
{
	static const char *const words[2][5] = {
		{ "no", "false", "off", "0", "n" },
		{ "yes", "true", "on", "1", "y" },
	};
	for (int truth = 0; truth < 2; truth++)
		for (size_t i = 0; i < LENGTH(words[truth]); i++)
			if (text_same(text, words[truth][i]))
				return truth;
	return -1;
}

void record_set_initial(struct record *record)
{
	const struct entity *entity = entity_get(record->kind);
	for (size_t i = 0; i < entity->count; i++) {
		const struct field *field = &entity->fields[i];
		if ((record->set & 1u << i) || !field->initial)
			continue;
		if (field->type == FIELD_INT)
			record_set_int(record, (int)i, strtoll(field->initial, NULL, 10));
		else if (field->type == FIELD_BOOL)
			record_set_int(record, (int)i, parse_bool(field->initial));
		else
			record_set_text(record, (int)i, field->initial);
	}
}

static bool bad_choice(const struct field *field, const char *text, struct err *err)
{
	struct buf list = { 0 };
	const char *names[32];
	size_t count = 0;
	for (const struct choice *c = field->choices; c->name; c++) {
		buf_printf(&list, "%s%s", count ? ", " : "", c->name);
		names[count++] = c->name;
	}
	const char *near = text_nearest(text, names, count);
	if (near)
		err_set(err, ERR_USAGE, "unknown %s '%s': did you mean %s? (one of %s)", field->name,
			text, near, buf_text(&list));
	else
		err_set(err, ERR_USAGE, "unknown %s '%s': use one of %s", field->name, text,
			buf_text(&list));
	buf_fini(&list);
	return false;
}

static bool parse_line(struct record *record, int index, const char *text, struct err *err)
{
	const struct field *field = &entity_get(record->kind)->fields[index];
	if (strchr(text, '\n'))
		return err_set(err, ERR_USAGE, "%s is one line, but the text given has several",
			field->name);
	record_set_text(record, index, text);
	return true;
}

static bool has_tag(const char *tags, const char *tag, size_t len)
{
	for (; *tags; tags += strcspn(tags, ","), tags += *tags == ',')
		if (strcspn(tags, ",") == len && strncasecmp(tags, tag, len) == 0)
			return true;
	return false;
}

static bool parse_tags(struct record *record, int index, const char *text)
{
	struct buf tags = { 0 };
	while (*(text += strspn(text, " ,#\t\n"))) {
		size_t len = strcspn(text, " ,#\t\n");
		if (!has_tag(buf_text(&tags), text, len)) {
			if (tags.len)
				buf_putc(&tags, ',');
			buf_put(&tags, text, len);
		}
		text += len;
	}
	record_set_text(record, index, buf_text(&tags));
	buf_fini(&tags);
	return true;
}

static bool parse_int(struct record *record, int index, const char *text, struct err *err)
{
	char *end;
	errno = 0;
	long long number = strtoll(text, &end, 10);
	if (errno || end == text || *end)
		return err_set(err, ERR_USAGE, "%s is a whole number, not '%s'",
			entity_get(record->kind)->fields[index].name, text);
	record_set_int(record, index, number);
	return true;
}

void record_set_when(struct record *record, int field, const struct when *when)
{
	const struct entity *entity = entity_get(record->kind);
	int precision = entity_field(entity, "precision"), offset = entity_field(entity, "offset");
	record_set_int(record, field, when->at);
	if (precision >= 0)
		record_set_text(record, precision,
			entity->fields[precision].choices[when->precision].name);
	if (offset >= 0)
		record_set_int(record, offset, when->offset);
}

static bool parse_time(struct record *record, int index, const char *text,
	const struct when_context *ctx, struct err *err)
{
	struct when when;
	if (!when_parse(text, ctx, &when, err))
		return false;
	record_set_when(record, index, &when);
	return true;
}

/* Times are read with a bias to the past, which is wrong for days to come: "friday" was last week. */
static bool has_year(const char *text)
{
	size_t digits = 0;
	for (; *text && digits < 4; text++)
		digits = *text >= '0' && *text <= '9' ? digits + 1 : 0;
	return digits == 4;
}

static bool parse_date(struct record *record, int index, const char *text,
	const struct when_context *ctx, struct err *err)
{
	struct when when;
	struct buf date = { 0 };
	if (!has_year(text) && !text_same(text, "today"))
		return err_set(err, ERR_USAGE, "%s is a date with its year, such as 2026-03-31, not '%s'",
			entity_get(record->kind)->fields[index].name, text);
	if (!when_parse(text, ctx, &when, err))
		return err_wrap(err, "%s", entity_get(record->kind)->fields[index].name);
	when_format(&date, when.at, ctx->zone, WHEN_DATE);
	record_set_text(record, index, buf_text(&date));
	buf_fini(&date);
	return true;
}

/* Whether the text is UTF-8 and no longer than the field may be. */
static bool can_hold(const struct field *field, const char *text, struct err *err)
{
	size_t limit = field->type == FIELD_TEXT ? TEXT_LIMIT : LINE_LIMIT, len = strlen(text);
	if (len > limit && limit == TEXT_LIMIT)
		return err_set(err, ERR_USAGE,
			"%s has %zu bytes and the limit is 1 MiB (%d): put it into a file and use "
			"`inquest attach FILE`",
			field->name, len, TEXT_LIMIT);
	if (len > limit)
		return err_set(err, ERR_USAGE, "%s has %zu bytes and the limit is %zu", field->name,
			len, limit);
	if (!utf8_valid(text, len))
		return err_set(err, ERR_USAGE, "%s is not valid UTF-8: '%s'", field->name, text);
	return true;
}

bool record_parse(struct record *record, int index, const char *text,
	const struct when_context *ctx, struct err *err)
{
	const struct field *field = &entity_get(record->kind)->fields[index];
	if (text_empty(text)) {
		if (field->flags & FIELD_REQUIRED)
			return err_set(err, ERR_USAGE, "%s must not be empty", field->name);
		record_set_null(record, index);
		return true;
	}
	if (!can_hold(field, text, err))
		return false;
	switch (field->type) {
	case FIELD_TEXT:
		record_set_text(record, index, text);
		return true;
	case FIELD_LINE:
	case FIELD_LINK:
	case FIELD_PARENT:
		return parse_line(record, index, text, err);
	case FIELD_TIME:
		return parse_time(record, index, text, ctx, err);
	case FIELD_DATE:
		return parse_date(record, index, text, ctx, err);
	case FIELD_INT:
		return parse_int(record, index, text, err);
	case FIELD_BOOL:
		if (parse_bool(text) < 0)
			return err_set(err, ERR_USAGE, "%s is yes or no, not '%s'", field->name, text);
		record_set_int(record, index, parse_bool(text));
		return true;
	case FIELD_CHOICE: {
		const struct choice *choice = choice_find(field->choices, text);
		if (!choice)
			return bad_choice(field, text, err);
		record_set_text(record, index, choice->name);
		return true;
	}
	case FIELD_ZONE:
		if (!zone_check(text, err))
			return false;
		record_set_text(record, index, text);
		return true;
	case FIELD_TAGS:
		return parse_tags(record, index, text);
	}
	BUG("field type %d", field->type);
}

bool record_check(const struct record *record, struct err *err)
{
	const struct entity *entity = entity_get(record->kind);
	for (size_t i = 0; i < entity->count; i++)
		if ((entity->fields[i].flags & FIELD_REQUIRED) && !record_has(record, (int)i))
			return err_set(err, ERR_USAGE, "%s of the %s is missing: %s",
				entity->fields[i].name, entity->name, entity->fields[i].help);
	return true;
}

void record_show(const struct record *record, int index, const char *zone, struct buf *out)
{
	const struct field *field = &entity_get(record->kind)->fields[index];
	const struct value *value = &record->values[index];
	if (value->type == VALUE_NULL)
		return;
	if (value->type == VALUE_TEXT)
		buf_puts(out, value->text);
	else if (field->type == FIELD_TIME)
		when_format(out, value->number, zone, WHEN_FULL);
	else if (field->type == FIELD_BOOL)
		buf_puts(out, value->number ? "yes" : "no");
	else
		buf_printf(out, "%lld", (long long)value->number);
}

void record_json(const struct record *record, struct json *json)
{
	const struct entity *entity = entity_get(record->kind);
	json_int(json, "number", record->number);
	json_text(json, "id", record->id);
	for (size_t i = 0; i < entity->count; i++) {
		const struct field *field = &entity->fields[i];
		const struct value *value = &record->values[i];
		if (value->type == VALUE_NULL) {
			json_null(json, field->name);
		} else if (value->type == VALUE_TEXT) {
			json_text(json, field->name, value->text);
		} else if (field->type == FIELD_TIME) {
			json_time(json, field->name, value->number);
		} else if (field->type == FIELD_BOOL) {
			json_bool(json, field->name, value->number != 0);
		} else {
			json_int(json, field->name, value->number);
		}
	}
}

void records_json(const struct records *records, const char *name, struct json *json)
{
	json_open(json, name, '[');
	for (size_t i = 0; i < records->count; i++) {
		json_open(json, NULL, '{');
		record_json(&records->items[i], json);
		json_close(json, '}');
	}
	json_close(json, ']');
}
