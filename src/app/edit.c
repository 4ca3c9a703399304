#include "app/edit.h"
#include "app/read.h"

#include <stdlib.h>

#include "app/template.h"
#include "base/path.h"
#include "base/text.h"
#include "base/zone.h"

/* True if `above` is the record itself or, by its own parents, below it. */
static bool is_below(struct app *app, const struct record *record, int field, const char *above)
{
	char at[ID_SIZE];
	bool below = text_equal(above, record->id);
	text_copy(at, sizeof at, above);
	/* merged logs may hold a loop already: a chain of whys this long is one */
	for (int steps = 0; at[0] && !below && steps < 1000; steps++) {
		struct record parent;
		if (!store_get(app->store, record->kind, at, &parent, NULL))
			break;
		text_copy(at, sizeof at, record_text(&parent, field));
		below = text_equal(at, record->id);
		record_fini(&parent);
	}
	return below;
}

static bool parent_id(struct app *app, const struct record *incident, struct record *record, int field,
	const char *text, struct err *err)
{
	const struct field *row = &entity_get(record->kind)->fields[field];
	struct record parent;
	char *end;
	long long number = strtoll(text + (*text == '#'), &end, 10);
	if (*end || !*text)
		return err_set(err, ERR_USAGE, "%s is the number of %s %s, not '%s'", row->name,
			row->target == ENTITY_EVENT ? "an" : "a", entity_get(row->target)->name, text);
	if (!read_number(app, row->target, incident->id, number, &parent, err))
		return err_wrap(err, "%s", row->name);
	bool ok = row->target != record->kind || !record->id[0] || !is_below(app, record, field, parent.id) ||
		  err_set(err, ERR_USAGE, "that would put the %s under itself, by way of %s %lld",
			  entity_get(record->kind)->name, entity_get(record->kind)->name, number);
	if (ok)
		record_set_text(record, field, parent.id);
	record_fini(&parent);
	return ok;
}

bool edit_when(struct app *app, const struct record *incident, struct when_context *out, struct err *err)
{
	struct records last = { 0 };
	*out = (struct when_context){ .now = app_now(app),
		.zone = incident ? app_zone_of(app, incident) : app->zone };
	if (!incident)
		return true;
	/* one that is not written yet has no events */
	bool ok = !incident->id[0] || store_records(app->store, QUERY_EVENT_LAST,
		PARAMS(PARAM_TEXT("incident", incident->id), PARAM_INT("limit", 1)), ENTITY_EVENT, &last, err);
	int64_t at = last.count ? record_int(&last.items[0], EVENT_AT) : record_int(incident, INCIDENT_STARTED);
	int64_t quiet = status_is_open(record_text(incident, INCIDENT_STATUS)) ? EDIT_QUIET_MS : EDIT_OVER_MS;
	if (ok && out->now - at >= quiet)
		out->day = at;
	records_fini(&last);
	return ok;
}

bool edit_field(struct app *app, const struct record *incident, struct record *record, int field,
	const char *text, struct err *err)
{
	struct when_context ctx = { .now = app_now(app),
		.zone = incident ? app_zone_of(app, incident) : app->zone };
	enum field_type type = entity_get(record->kind)->fields[field].type;
	if (type == FIELD_PARENT && !text_empty(text))
		return parent_id(app, incident, record, field, text, err);
	if (record->kind == ENTITY_INCIDENT && field == INCIDENT_TEMPLATE && !text_empty(text) &&
		!template_named(app, text, err))
		return false;
	if (type == FIELD_TIME && !edit_when(app, incident, &ctx, err))
		return false;
	if (type != FIELD_ZONE)
		return record_parse(record, field, text, &ctx, err);
	char *zone = app_zone_name(text);
	bool ok = record_parse(record, field, zone, &ctx, err);
	free(zone);
	return ok;
}

/* A day that was not named is said, so that nobody has to guess why it is not today. */
static void say_day(struct call *call, const struct record *incident, const char *text)
{
	struct when_context ctx;
	struct when when;
	struct buf day = { 0 };
	if (edit_when(call->app, incident, &ctx, NULL) && when_parse(text, &ctx, &when, NULL) && when.borrowed) {
		when_format_offset(&day, when.at, when.offset, WHEN_DAY);
		output_note(call->out, "%s is read on %s, the incident's latest day: write the date for another",
			text, buf_text(&day));
	}
	buf_fini(&day);
}

bool edit_from_flags(struct call *call, const struct record *incident, struct record *record,
	struct err *err)
{
	for (int i = 0; i < FIELD_MAX; i++) {
		if (!call->fields[i])
			continue;
		if (!edit_field(call->app, incident, record, i, call->fields[i], err))
			return false;
		if (entity_get(record->kind)->fields[i].type == FIELD_TIME)
			say_day(call, incident, call->fields[i]);
	}
	return true;
}

bool edit_flag_time(struct call *call, const struct record *incident, const char *flag, struct when *out,
	struct err *err)
{
	const char *text = call_flag(call, flag);
	struct when_context ctx;
	int64_t now = app_now(call->app);
	*out = (struct when){ .at = now,
		.precision = PRECISION_EXACT,
		.offset = zone_offset(app_zone_of(call->app, incident), now) };
	bool ok = !text || (edit_when(call->app, incident, &ctx, err) && when_parse(text, &ctx, out, err));
	if (ok && text)
		say_day(call, incident, text);
	return ok;
}

/* An event that the program writes by itself. */
static bool put_status_event(struct app *app, const struct record *incident, const char *kind,
	const char *text, const struct when *at, struct err *err)
{
	struct record event;
	record_init(&event, ENTITY_EVENT);
	memcpy(event.incident, incident->id, ID_SIZE);
	record_set_when(&event, EVENT_AT, at);
	record_set_text(&event, EVENT_KIND, kind);
	record_set_text(&event, EVENT_TEXT, text);
	record_set_text(&event, EVENT_AUTHOR, app->author);
	record_set_initial(&event);
	bool ok = store_put(app->store, &event, err);
	record_fini(&event);
	return ok;
}

static bool milestone_missing(
	struct app *app, const struct record *incident, const char *kind, bool *out, struct err *err)
{
	struct rows rows;
	*out = milestone_find(kind) != MILESTONE_COUNT;
	rows_open(&rows, app->store, QUERY_EVENT_MILESTONES,
		PARAMS(PARAM_TEXT("incident", incident->id)));
	while (rows_next(&rows))
		*out = *out && !text_equal(rows_text(&rows, "kind"), kind);
	return rows_close(&rows, err);
}

bool edit_incident(struct app *app, const struct record *incident, struct record *change,
	const struct when *at, struct err *err)
{
	static const struct {
		int field;
		const char *label;
	} logged[] = { { INCIDENT_STATUS, "Status" }, { INCIDENT_SEVERITY, "Severity" } };
	memcpy(change->id, incident->id, ID_SIZE);
	memcpy(change->incident, incident->id, ID_SIZE);
	bool ok = store_put(app->store, change, err);
	for (size_t i = 0; ok && i < LENGTH(logged); i++) {
		int field = logged[i].field;
		const char *before = record_text(incident, field), *after = record_text(change, field);
		bool missing = false;
		/* closing is about the postmortem, not about the outage: history alone has it */
		if (!(change->set & 1u << field) || text_equal(before, after) || text_equal(after, "closed"))
			continue;
		struct buf text = { 0 };
		buf_printf(&text, "%s: %s → %s", logged[i].label, before, after);
		ok = field != INCIDENT_STATUS ||
		     milestone_missing(app, incident, after, &missing, err);
		ok = ok && put_status_event(app, incident, missing ? after : "status",
				   buf_text(&text), at, err);
		buf_fini(&text);
	}
	return ok;
}

bool edit_log(struct app *app, const struct record *incident, struct record *event, struct err *err)
{
	static const char *const moves[] = { "mitigated", "resolved" };
	const struct choice *statuses = entity_get(ENTITY_INCIDENT)->fields[INCIDENT_STATUS].choices;
	const char *kind = record_text(event, EVENT_KIND);
	bool ok = record_check(event, err) && store_put(app->store, event, err);
	for (size_t i = 0; ok && i < LENGTH(moves); i++) {
		const char *now = record_text(incident, INCIDENT_STATUS);
		if (!text_equal(kind, moves[i]) ||
			choice_rank(statuses, now) >= choice_rank(statuses, kind))
			continue;
		struct record change;
		record_init(&change, ENTITY_INCIDENT);
		memcpy(change.id, incident->id, ID_SIZE);
		memcpy(change.incident, incident->id, ID_SIZE);
		record_set_text(&change, INCIDENT_STATUS, kind);
		ok = store_put(app->store, &change, err);
		record_fini(&change);
	}
	return ok;
}

bool edit_end(struct app *app, bool ok, struct err *err)
{
	if (ok)
		return store_commit(app->store, err);
	store_rollback(app->store);
	return false;
}

void edit_show_time(const struct record *event, const char *zone, bool date, struct buf *out)
{
	int64_t at = record_int(event, EVENT_AT);
	const char *precision = record_text(event, EVENT_PRECISION);
	if (text_equal(precision, "about"))
		buf_putc(out, '~');
	if (text_equal(precision, "day")) {
		if (date)
			when_format_offset(out, at, (int)record_int(event, EVENT_OFFSET), WHEN_DATE);
		else
			buf_puts(out, "all day");
		return;
	}
	if (text_equal(precision, "exact"))
		when_format(out, at, zone, date ? WHEN_FULL : WHEN_CLOCK_SECONDS);
	else
		when_format(out, at, zone, date ? WHEN_MINUTE : WHEN_CLOCK);
}

void edit_first_line(const char *text, struct buf *out)
{
	/* the text of a section that was imported begins with the blank line below its heading */
	text = text_skip_blank_lines(text);
	size_t len = strcspn(text, "\r\n");
	/* a fence alone says nothing: what it holds does */
	const char *inside = text_skip_blank_lines(text + len);
	if ((text_starts(text, "```") || text_starts(text, "~~~")) && !memchr(text + 3, *text, len > 3 ? len - 3 : 0) && *inside) {
		text = inside;
		len = strcspn(text, "\r\n");
	}
	buf_put(out, text, len);
	if (!text_empty(text + len))
		buf_puts(out, " …");
}

void edit_print_json(struct output *out, const struct record *record)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '{');
	record_json(record, &json);
	json_close(&json, '}');
	output_json(out, &text);
}

void edit_print_list_json(struct output *out, const struct records *records)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	records_json(records, NULL, &json);
	output_json(out, &text);
}

bool edit_read_input(
	struct call *call, struct buf *text, struct buf *raw, size_t *replaced, struct err *err)
{
	if (call->input < 0)
		return err_set(err, ERR_USAGE, "there is no standard input here: type the text");
	if (!path_read_fd(raw, call->input, INPUT_LIMIT, "the text on standard input", err))
		return false;
	*replaced = utf8_clean(text, buf_text(raw), raw->len);
	if (raw->len > TEXT_LIMIT)
		return err_set(err, ERR_USAGE, "the text on standard input has %zu bytes, and the limit is 1 MiB: "
			"`inquest attach` keeps longer ones", raw->len);
	return text->len <= TEXT_LIMIT ||
	       err_set(err, ERR_USAGE, "the text on standard input is not text: `inquest attach` keeps bytes");
}

void edit_keep_input(const struct buf *raw, struct err *err)
{
	struct buf path = { 0 };
	if (raw->len && path_write_temporary(&path, "input", "", raw->data, raw->len, NULL))
		err_add(err, "; the input is kept in %s", buf_text(&path));
	buf_fini(&path);
}

bool call_numbers(const struct call *call, size_t words, struct numbers *out, struct err *err)
{
	*out = (struct numbers){ 0 };
	if (!call->count)
		return err_set(err, ERR_USAGE, "%s needs a number: `inquest %.*s list` shows them",
			call->command->name, (int)strcspn(call->command->name, " "), call->command->name);
	return numbers_read(out, call->words, words < call->count ? words : call->count, err);
}
