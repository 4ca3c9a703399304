/* drafts, config, backup, version */
#include "app/compose.h"
#include "app/edit.h"
#include "app/fields.h"
#include "app/handlers.h"
#include "app/read.h"

#include <stdlib.h>

#include "base/text.h"
#include "store/care.h"

static void drafts_json(const struct drafts *drafts, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '[');
	for (size_t i = 0; i < drafts->count; i++) {
		const struct draft *draft = &drafts->items[i];
		json_open(&json, NULL, '{');
		json_int(&json, "number", draft->number);
		json_int(&json, "incident", draft->incident_number);
		json_text(&json, "place", draft->place);
		json_text(&json, "kind", draft->kind);
		json_time(&json, "at", draft->at);
		json_text(&json, "text", draft->text);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	output_json(out, &text);
}

/* What was typed, in one line: of a form field by field. */
static void put_draft(struct app *app, const struct draft *draft, struct buf *out)
{
	struct fields fields;
	if (!fields_is_place(draft->place) || !fields_read(app, draft->place, draft->text, &fields, NULL)) {
		edit_first_line(draft->text, out);
		return;
	}
	fields_describe(&fields, out);
	fields_fini(&fields);
}

bool cmd_drafts(struct call *call, struct err *err)
{
	struct drafts drafts = { 0 };
	bool ok = draft_list(call->app, "", &drafts, err);
	if (ok && call->json) {
		drafts_json(&drafts, call->out);
	} else if (ok && drafts.count) {
		struct table table;
		table_init(&table, 5);
		for (size_t i = 0; i < drafts.count; i++) {
			struct buf at = { 0 }, line = { 0 };
			when_format(&at, drafts.items[i].at, call->app->zone, WHEN_FULL);
			put_draft(call->app, &drafts.items[i], &line);
			table_cell_format(&table, "#%lld", (long long)drafts.items[i].number);
			table_cell_format(&table, "INC-%lld", (long long)drafts.items[i].incident_number);
			table_cell(&table, drafts.items[i].kind);
			table_cell(&table, buf_text(&at));
			table_cell(&table, buf_text(&line));
			buf_fini(&at);
			buf_fini(&line);
		}
		table_print(&table, call->out);
	} else if (ok) {
		output_note(call->out, "no drafts");
	}
	drafts_fini(&drafts);
	return ok;
}

static bool find_draft(struct app *app, int64_t number, struct drafts *drafts, struct draft **out,
	struct err *err)
{
	*out = NULL;
	if (!draft_list(app, "", drafts, err))
		return false;
	for (size_t i = 0; i < drafts->count; i++)
		if (drafts->items[i].number == number)
			*out = &drafts->items[i];
	return *out || err_set(err, ERR_NOT_FOUND, "there is no draft %lld: `inquest drafts` lists them",
			       (long long)number);
}

/* A draft is logged by the command its composer would have run. */
static bool composed_words(struct app *app, const struct draft *draft, struct words *out, struct err *err)
{
	struct record incident;
	struct compose compose = { 0 };
	if (!read_incident(app, draft->incident, &incident, err))
		return false;
	struct when_context ctx;
	bool ok = edit_when(app, &incident, &ctx, err);
	const struct compose_input input = { .text = draft->text, .kind = draft->kind, .at = draft->at,
		.zone = ctx.zone, .day = ctx.day };
	ok = ok && compose_read(&compose, &input, err) && compose_words(&compose, ctx.zone, out, err);
	compose_fini(&compose);
	record_fini(&incident);
	return ok;
}

static bool form_words(struct app *app, const struct draft *draft, struct words *out, struct err *err)
{
	struct fields fields;
	if (!fields_read(app, draft->place, draft->text, &fields, err))
		return false;
	bool ok = fields_words(&fields, out, err);
	fields_fini(&fields);
	return ok;
}

static bool log_draft(struct call *call, const struct draft *draft, struct err *err)
{
	struct app *app = call->app;
	struct words words = { 0 };
	struct buf ref = { 0 };
	bool ok = fields_is_place(draft->place) ? form_words(app, draft, &words, err)
						: composed_words(app, draft, &words, err);
	char *saved = app->incident_ref;
	buf_printf(&ref, "%lld", (long long)draft->incident_number);
	if (draft->incident_number)
		app->incident_ref = ref.data;
	const struct draft_key key = { .number = draft->number };
	app->settles = &key;
	ok = ok && command_run(app, words.items, words.count, call->out, -1, err);
	app->settles = NULL;
	app->incident_ref = saved;
	words_fini(&words);
	buf_fini(&ref);
	return ok;
}

bool cmd_drafts_log(struct call *call, struct err *err)
{
	struct drafts drafts = { 0 };
	struct draft *draft = NULL;
	int64_t number;
	if (!call_number(call, 0, &number, err))
		return false;
	bool ok = find_draft(call->app, number, &drafts, &draft, err);
	if (ok && *draft->incident && !draft->incident_number)
		ok = err_set(err, ERR_NOT_FOUND, "the incident of draft %lld is gone; `inquest drafts --json` "
			"shows the text", (long long)number);
	ok = ok && log_draft(call, draft, err);
	drafts_fini(&drafts);
	return ok;
}

static bool in_range(const struct number_range *range, const struct draft *draft)
{
	return draft->number >= range->first && draft->number <= range->last;
}

/* All that were named are there, or none is dropped. */
static bool drop_named(
	struct app *app, const struct numbers *numbers, const struct drafts *drafts, struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < numbers->count; i++) {
		const struct number_range *range = &numbers->items[i];
		bool any = false;
		for (size_t d = 0; ok && d < drafts->count; d++) {
			if (!in_range(range, &drafts->items[d]))
				continue;
			any = true;
			ok = draft_drop(app, drafts->items[d].number, err);
		}
		if (ok && !any)
			ok = err_set(err, ERR_NOT_FOUND, "there is no draft %lld: `inquest drafts` lists them",
				(long long)range->first);
	}
	return ok;
}

bool cmd_drafts_drop(struct call *call, struct err *err)
{
	struct drafts drafts = { 0 };
	struct numbers numbers;
	bool ok = call_numbers(call, call->count, &numbers, err) && app_begin(call->app, err);
	if (ok)
		ok = edit_end(call->app,
			draft_list(call->app, "", &drafts, err) &&
				drop_named(call->app, &numbers, &drafts, err),
			err);
	drafts_fini(&drafts);
	numbers_fini(&numbers);
	return ok;
}

/* The options from `first` to the one before `end`. */
static void config_json(const struct options *options, int first, int end, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '{');
	for (int id = first; id < end; id++)
		json_text(&json, option_row((enum option_id)id)->name, options_get(options, (enum option_id)id));
	json_close(&json, '}');
	output_json(out, &text);
}

static void config_table(const struct options *options, struct output *out)
{
	struct table table;
	table_init(&table, 3);
	for (int id = 0; id < OPTION_COUNT; id++) {
		const char *value = options_get(options, (enum option_id)id);
		table_cell_format(&table, "%s%s", option_row((enum option_id)id)->name,
			options->changed[id] ? "*" : "");
		table_cell(&table, *value ? value : "(empty)");
		table_cell(&table, option_row((enum option_id)id)->help);
	}
	table_print(&table, out);
}

bool cmd_config(struct call *call, struct err *err)
{
	struct app *app = call->app;
	if (!call->count && call->json)
		config_json(&app->options, 0, OPTION_COUNT, call->out);
	else if (!call->count)
		config_table(&app->options, call->out);
	if (!call->count)
		return true;
	enum option_id id = option_find(call->words[0], err);
	if (id == OPTION_COUNT)
		return false;
	if (call->count == 1 && call->json)
		config_json(&app->options, (int)id, (int)id + 1, call->out);
	else if (call->count == 1)
		output_format(call->out, "%s\n", options_get(&app->options, id));
	if (call->count == 1)
		return true;
	struct buf value = { 0 };
	call_join(call, 1, &value);
	bool ok = app_config_save(app, id, buf_text(&value), err);
	buf_fini(&value);
	return ok;
}

bool cmd_backup(struct call *call, struct err *err)
{
	if (!call->count || text_empty(call->words[0]))
		return err_set(err, ERR_USAGE, "backup takes the name of a new file");
	if (!care_backup(call->app->store, call->words[0], err))
		return false;
	output_format(call->out, "%s: copied and read back\n", call->words[0]);
	return true;
}

bool cmd_version(struct call *call, struct err *err)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	(void)err;
	if (call->json) {
		json_open(&json, NULL, '{');
		json_text(&json, "inquest", INQUEST_VERSION);
		json_close(&json, '}');
	} else {
		buf_printf(&text, "inquest %s", INQUEST_VERSION);
	}
	output_format(call->out, "%s\n", buf_text(&text));
	buf_fini(&text);
	return true;
}
