/* check, check list, check explain */
#include "app/check.h"

#include <stdlib.h>

#include "app/edit.h"
#include "app/explain.h"
#include "app/handlers.h"
#include "base/text.h"

const struct check *check_named(const struct call *call, struct err *err)
{
	enum { NAMES = 256 };
	const char *names[NAMES];
	size_t count = 0;
	const struct check *check;
	if (!call->count) {
		err_set(err, ERR_USAGE, "%s needs the id of a check: `inquest check list` has them", call->command->name);
		return NULL;
	}
	for (; count < NAMES && (check = check_at(count)); count++)
		names[count] = check->id;
	check = check_find(call->words[0]);
	const char *near = check ? NULL : text_nearest(call->words[0], names, count);
	if (!check)
		err_set(err, ERR_NOT_FOUND, "there is no check '%s'%s%s%s: `inquest check list` has them", call->words[0],
			near ? ": did you mean " : "", near ? near : "", near ? "?" : "");
	return check;
}

/* ---- the findings -------------------------------------------------------------------------------- */

static void waiver_json(const struct finding *finding, struct json *json)
{
	if (!finding->waived) {
		json_null(json, "waived");
		return;
	}
	json_open(json, "waived", '{');
	json_text(json, "reason", finding->waived);
	json_text(json, "person", finding->waived_by);
	json_time(json, "at", finding->waived_at);
	json_close(json, '}');
}

static void print_json(const struct findings *findings, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '[');
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		json_open(&json, NULL, '{');
		json_text(&json, "level", check_level_name(finding->check->level));
		json_text(&json, "check", finding->check->id);
		json_text(&json, "kind", entity_get(finding->kind)->name);
		if (finding->number)
			json_int(&json, "number", finding->number);
		else
			json_null(&json, "number");
		json_text(&json, "section", *finding->key ? finding->key : NULL);
		json_text(&json, "text", finding->text);
		json_bool(&json, "later", finding->later);
		waiver_json(finding, &json);
		json_text(&json, "source", finding->check->source);
		json_text(&json, "fix", finding->fix);
		json_text(&json, "needs", finding->check->needs);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	output_json(out, &text);
}

static const char *level_of(const struct finding *finding)
{
	return finding->waived ? "waived" : check_level_name(finding->check->level);
}

/* What is wrong, or why that does not count. */
static void put_text(const struct finding *finding, const char *zone, struct buf *out)
{
	buf_puts(out, finding->text);
	if (!finding->waived)
		return;
	buf_printf(out, "; waived by %s, ", finding->waived_by);
	when_format(out, finding->waived_at, zone, WHEN_DATE);
	buf_printf(out, ": %s", finding->waived);
}

/* In a file all are columns; on a screen what is wrong and what mends it share the last, which wraps. */
static void print_table(const struct findings *findings, const char *zone, struct output *out)
{
	struct table table;
	table_init(&table, out->terminal ? 4 : 5);
	table.wrap = out->terminal;
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		const char *needs = finding->check->needs;
		struct buf subject = { 0 }, text = { 0 }, fix = { 0 };
		finding_subject(finding, &subject);
		put_text(finding, zone, &text);
		if (!finding->waived)
			buf_printf(&fix, "%s%s%s%s", output_prefix(out), finding->fix, *needs ? " " : "", needs);
		table_cell(&table, level_of(finding));
		table_cell(&table, finding->check->id);
		table_cell(&table, buf_text(&subject));
		if (out->terminal && fix.len)
			table_cell_format(&table, "%s: %s", buf_text(&text), buf_text(&fix));
		else
			table_cell(&table, buf_text(&text));
		if (!out->terminal)
			table_cell(&table, buf_text(&fix));
		buf_fini(&subject);
		buf_fini(&text);
		buf_fini(&fix);
	}
	table_print(&table, out);
}

bool cmd_check(struct call *call, struct err *err)
{
	struct record incident;
	struct findings findings = { 0 };
	const struct check_request request = { .document = call_document(call) };
	enum audience audience;
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = document_audience(call->app, &incident, &request.document, &audience, err) && check_incident(call->app, &incident, &request, &findings, err);
	if (ok && call->json)
		print_json(&findings, call->out);
	else if (ok && findings.count)
		print_table(&findings, app_zone_of(call->app, &incident), call->out);
	else if (ok)
		output_note(call->out, "nothing to mend: %zu checks found nothing", check_count());
	if (ok && findings_count(&findings, CHECK_ERROR))
		call->app->exit_status = 1;
	findings_fini(&findings);
	record_fini(&incident);
	return ok;
}

/* ---- the rows ----------------------------------------------------------------------------------- */

void check_row_text(const char *text, struct buf *out)
{
	for (const char *c = text; *c; c++) {
		if (*c != '{') {
			buf_putc(out, *c);
			continue;
		}
		buf_puts(out, "…");
		c += strcspn(c, "}");
	}
}

static void row_json(const struct check *check, struct json *json)
{
	struct buf says = { 0 }, fix = { 0 };
	check_row_text(check->says, &says);
	check_row_text(check->fix, &fix);
	json_open(json, NULL, '{');
	json_text(json, "check", check->id);
	json_text(json, "level", check_level_name(check->level));
	json_text(json, "text", buf_text(&says));
	json_text(json, "why", check->why);
	json_text(json, "source", check->source);
	json_text(json, "fix", buf_text(&fix));
	json_text(json, "needs", check->needs);
	json_text(json, "applies", check->when);
	json_bool(json, "now", check->now);
	json_bool(json, "secret", check->secret);
	json_close(json, '}');
	buf_fini(&says);
	buf_fini(&fix);
}

/* All rows, or one. */
static void rows_json(const struct check *only, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	const struct check *check;
	if (only)
		row_json(only, &json);
	else
		json_open(&json, NULL, '[');
	for (size_t i = 0; !only && (check = check_at(i)); i++)
		row_json(check, &json);
	if (!only)
		json_close(&json, ']');
	output_json(out, &text);
}

bool cmd_check_list(struct call *call, struct err *err)
{
	struct table table;
	const struct check *check;
	(void)err;
	if (call->json) {
		rows_json(NULL, call->out);
		return true;
	}
	table_init(&table, 4);
	for (size_t i = 0; (check = check_at(i)); i++) {
		struct buf says = { 0 };
		check_row_text(check->says, &says);
		table_cell(&table, check_level_name(check->level));
		table_cell(&table, check->id);
		table_cell(&table, check->source);
		table_cell(&table, buf_text(&says));
		buf_fini(&says);
	}
	table_print(&table, call->out);
	return true;
}

static void explain(const struct check *check, struct output *out)
{
	struct buf says = { 0 }, fix = { 0 };
	check_row_text(check->says, &says);
	check_row_text(check->fix, &fix);
	output_format(out, "%s (%s): %s\n", check->id, check_level_name(check->level), buf_text(&says));
	if (check->why)
		output_format(out, "\n%s\n", check->why);
	output_format(out, "\nadvice   %s\n", check->source);
	output_format(out, "mend     %s%s%s%s\n", output_prefix(out), buf_text(&fix), *check->needs ? " " : "", check->needs);
	if (check->when)
		output_format(out, "applies  where the template uses one of: %s\n", check->when);
	output_format(out, "open     %s\n", check->now ? "it counts while the incident is open, too"
						    : "it can wait while the incident is open");
	output_format(out, "waive    %scheck waive %s%s --reason TEXT\n", output_prefix(out), check->id,
		check->secret ? " PLACE --harmless" : "");
	buf_fini(&says);
	buf_fini(&fix);
}

bool cmd_check_explain(struct call *call, struct err *err)
{
	const struct check *check = check_named(call, err);
	if (check && call->json)
		rows_json(check, call->out);
	else if (check)
		explain(check, call->out);
	return check != NULL;
}
