/* new, list, show, use, set */
#include "app/edit.h"
#include "app/handlers.h"
#include "app/metrics.h"
#include "app/read.h"

#include <stdlib.h>

#include "base/duration.h"
#include "base/text.h"

static bool put_role(struct app *app, const struct record *incident, const char *name, const char *person,
	struct err *err)
{
	struct record role;
	record_init(&role, ENTITY_ROLE);
	memcpy(role.incident, incident->id, ID_SIZE);
	record_set_text(&role, ROLE_NAME, name);
	bool ok = edit_field(app, incident, &role, ROLE_PERSON, person, err) &&
		  store_put(app->store, &role, err);
	record_fini(&role);
	return ok;
}

static void fill_new_incident(struct app *app, struct record *incident)
{
	if (!(incident->set & 1u << INCIDENT_STARTED))
		record_set_int(incident, INCIDENT_STARTED, app_now(app));
	if (!(incident->set & 1u << INCIDENT_TIMEZONE))
		record_set_text(incident, INCIDENT_TIMEZONE, app->zone);
	if (!(incident->set & 1u << INCIDENT_TEMPLATE))
		record_set_text(incident, INCIDENT_TEMPLATE, options_get(&app->options, OPTION_TEMPLATE));
	record_set_initial(incident);
}

bool cmd_new(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	struct buf title = { 0 };
	record_init(&incident, ENTITY_INCIDENT);
	call_join(call, 0, &title);
	const char *commander = call_flag(call, "commander");
	/* the zone first, so that --started is read in it */
	bool ok = true;
	if (call->fields[INCIDENT_TIMEZONE])
		ok = edit_field(app, NULL, &incident, INCIDENT_TIMEZONE, call->fields[INCIDENT_TIMEZONE], err);
	ok = ok && edit_from_flags(call, &incident, &incident, err);
	if (ok && (title.len || !call->fields[INCIDENT_TITLE]))
		ok = edit_field(app, NULL, &incident, INCIDENT_TITLE, buf_text(&title), err);
	buf_fini(&title);
	if (ok)
		fill_new_incident(app, &incident);
	ok = ok && app_begin(app, err);
	if (ok)
		ok = edit_end(app,
			store_put(app->store, &incident, err) && app_use(app, incident.id, err) &&
				(!commander || put_role(app, &incident, "commander", commander, err)),
			err);
	if (ok && call->json)
		edit_print_json(call->out, &incident);
	else if (ok) {
		struct buf line = { 0 };
		app_incident_name(&incident, &line);
		buf_printf(&line, "  %s  %s  since ", record_text(&incident, INCIDENT_SEVERITY),
			record_text(&incident, INCIDENT_TITLE));
		when_format(&line, record_int(&incident, INCIDENT_STARTED), app_zone_of(app, &incident), WHEN_MINUTE);
		output_format(call->out, "%s\n", buf_text(&line));
		buf_fini(&line);
	}
	record_fini(&incident);
	return ok;
}

static void list_json(const struct board *board, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '[');
	for (size_t i = 0; i < board->count; i++) {
		json_open(&json, NULL, '{');
		record_json(&board->items[i].incident, &json);
		json_int(&json, "open_actions", board->items[i].open_actions);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	output_json(out, &text);
}

static void list_table(struct app *app, const struct board *board, struct output *out)
{
	struct table table;
	table_init(&table, 6);
	for (size_t i = 0; i < board->count; i++) {
		const struct board_row *row = &board->items[i];
		struct buf name = { 0 }, began = { 0 };
		app_incident_name(&row->incident, &name);
		when_format(&began, row->began, app->zone, WHEN_MINUTE);
		table_cell(&table, buf_text(&name));
		table_cell(&table, record_text(&row->incident, INCIDENT_SEVERITY));
		table_cell(&table, record_text(&row->incident, INCIDENT_STATUS));
		table_cell(&table, buf_text(&began));
		table_cell_format(&table, "%lld open", (long long)row->open_actions);
		table_cell(&table, record_text(&row->incident, INCIDENT_TITLE));
		buf_fini(&name);
		buf_fini(&began);
	}
	table_print(&table, out);
}

bool cmd_list(struct call *call, struct err *err)
{
	struct board board = { 0 };
	int64_t limit;
	bool all = call_flag(call, "all") != NULL;
	bool ok = call_limit(call, &limit, err) && read_board(call->app, all, limit, &board, err);
	if (ok && call->json)
		list_json(&board, call->out);
	else if (ok && board.count)
		list_table(call->app, &board, call->out);
	else if (ok)
		output_note(call->out, all ? "no incidents yet: `inquest new TITLE` begins one"
					   : "no incident is open: `inquest list --all` shows the others");
	board_fini(&board);
	return ok;
}

bool cmd_use(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	if (call_flag(call, "none"))
		return app_use(app, NULL, err);
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = call->count ? app_find_incident(app, call->words[0], &incident, err) &&
					app_use(app, incident.id, err)
			      : app_incident(app, &incident, err);
	if (ok && call->json) {
		edit_print_json(call->out, &incident);
	} else if (ok) {
		struct buf name = { 0 };
		app_incident_name(&incident, &name);
		output_format(call->out, "%s  %s\n", buf_text(&name), record_text(&incident, INCIDENT_TITLE));
		buf_fini(&name);
	}
	record_fini(&incident);
	return ok;
}

static bool set_from_words(
	struct call *call, const struct record *incident, struct record *change, struct err *err)
{
	const struct entity *entity = entity_get(ENTITY_INCIDENT);
	const char *name = call->words[0];
	int field = entity_field(entity, name);
	if (field < 0 || entity->fields[field].flags & FIELD_HIDDEN) {
		const char *near = entity_nearest_field(entity, name);
		struct buf names = { 0 };
		for (size_t i = 0; i < entity->count; i++)
			if (!(entity->fields[i].flags & FIELD_HIDDEN))
				buf_printf(&names, "%s%s", i ? ", " : "", entity->fields[i].name);
		err_set(err, ERR_USAGE, "an incident has no field '%s'%s%s%s (it has %s)", name,
			near ? ": did you mean " : "", near ? near : "", near ? "?" : "", buf_text(&names));
		buf_fini(&names);
		return false;
	}
	if (call->count < 2)
		return err_set(err, ERR_USAGE, "set %s needs a value (\"\" empties it): %s", name,
			entity->fields[field].help);
	struct buf value = { 0 };
	call_join(call, 1, &value);
	bool ok = edit_field(call->app, incident, change, field, buf_text(&value), err);
	buf_fini(&value);
	return ok;
}

bool cmd_set(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident, change;
	if (!app_incident(app, &incident, err))
		return false;
	record_init(&change, ENTITY_INCIDENT);
	struct when at;
	bool ok = edit_from_flags(call, &incident, &change, err) && edit_flag_time(call, &incident, "at", &at, err);
	if (ok && call->count)
		ok = set_from_words(call, &incident, &change, err);
	if (ok && !change.set)
		ok = err_set(err, ERR_USAGE, "set needs a field and a value: `inquest set status mitigated`");
	ok = ok && app_begin(app, err);
	if (ok)
		ok = edit_end(app, edit_incident(app, &incident, &change, &at, err), err);
	for (int i = 0; ok && i < FIELD_MAX; i++) {
		struct buf value = { 0 };
		if (!(change.set & 1u << i))
			continue;
		record_show(&change, i, app_zone_of(app, &incident), &value);
		output_format(call->out, "%s: %s\n", entity_get(ENTITY_INCIDENT)->fields[i].label,
			value.len ? buf_text(&value) : "(none)");
		buf_fini(&value);
	}
	record_fini(&change);
	record_fini(&incident);
	return ok;
}

/* ---- show ---- */

struct whole {
	struct record incident;
	struct records lists[ENTITY_COUNT];
	struct metrics metrics;
	struct budget budget;
};

static bool whole_load(struct app *app, struct whole *whole, struct err *err)
{
	bool ok = app_metrics(app, &whole->incident, &whole->metrics, &whole->budget, err);
	for (int kind = ENTITY_EVENT; ok && kind < ENTITY_COUNT; kind++)
		ok = read_list(app, (enum entity_kind)kind, whole->incident.id, &whole->lists[kind], err);
	return ok;
}

static void show_json(const struct whole *whole, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '{');
	record_json(&whole->incident, &json);
	metrics_json(&whole->metrics, &whole->budget, &json);
	for (int kind = ENTITY_EVENT; kind < ENTITY_COUNT; kind++)
		records_json(&whole->lists[kind], entity_get((enum entity_kind)kind)->plural, &json);
	json_close(&json, '}');
	output_json(out, &text);
}

/* As the board has it: the first impact, else when the record was begun. */
static int64_t began(const struct whole *whole)
{
	const struct records *events = &whole->lists[ENTITY_EVENT];
	for (size_t i = 0; i < events->count; i++)
		if (milestone_find(record_text(&events->items[i], EVENT_KIND)) == MILESTONE_IMPACT)
			return record_int(&events->items[i], EVENT_AT);
	return record_int(&whole->incident, INCIDENT_STARTED);
}

static void show_head(struct app *app, const struct whole *whole, struct output *out)
{
	struct buf line = { 0 };
	const struct record *incident = &whole->incident;
	app_incident_name(incident, &line);
	text_print(&line, "  %s  %s  %s\nsince ", record_text(incident, INCIDENT_SEVERITY),
		record_text(incident, INCIDENT_STATUS), record_text(incident, INCIDENT_TITLE));
	when_format(&line, began(whole), app_zone_of(app, incident), WHEN_MINUTE);
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		buf_printf(&line, "\n%s: ", metric_name((enum metric_kind)kind));
		metric_show(&whole->metrics.values[kind], &line);
	}
	int64_t used = budget_used(&whole->budget, &whole->metrics.values[METRIC_DOWNTIME]);
	if (used >= 0)
		text_print(&line, "\nerror budget used: %lld %% of %s", (long long)used,
			whole->budget.label);
	if (whole->metrics.problem[0])
		text_print(&line, "\nnote: %s", whole->metrics.problem);
	buf_putc(&line, '\n');
	output_text(out, buf_text(&line));
	buf_fini(&line);
}

static void show_list(struct app *app, const struct whole *whole, enum entity_kind kind, struct output *out)
{
	const struct records *list = &whole->lists[kind];
	const struct entity *entity = entity_get(kind);
	if (!list->count)
		return;
	output_format(out, "\n%c%s\n", entity->plural[0] - 'a' + 'A', entity->plural + 1);
	entity_table(list, app_zone_of(app, &whole->incident), out);
}

bool cmd_show(struct call *call, struct err *err)
{
	static const enum entity_kind shown[] = { ENTITY_ROLE, ENTITY_EVENT, ENTITY_ACTION, ENTITY_CAUSE,
		ENTITY_REFERENCE, ENTITY_ATTACHMENT, ENTITY_PUBLICATION,
		ENTITY_REVIEW, ENTITY_WAIVER, ENTITY_IMPORT };
	struct app *app = call->app;
	struct whole whole = { 0 };
	bool ok = call->count ? app_find_incident(app, call->words[0], &whole.incident, err)
			      : app_incident(app, &whole.incident, err);
	if (ok && (ok = store_snapshot_begin(app->store, err))) {
		ok = whole_load(app, &whole, err);
		store_snapshot_end(app->store);
	}
	if (ok && call->json)
		show_json(&whole, call->out);
	else if (ok) {
		show_head(app, &whole, call->out);
		for (size_t i = 0; i < LENGTH(shown); i++)
			show_list(app, &whole, shown[i], call->out);
	}
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		records_fini(&whole.lists[kind]);
	record_fini(&whole.incident);
	return ok;
}
