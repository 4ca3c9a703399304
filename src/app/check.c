/* check */
#include "app/check.h"

#include <stdlib.h>

#include "app/check_texts.h"
#include "app/edit.h"
#include "app/handlers.h"
#include "app/read.h"

struct check_section *check_sections(const struct section_states *sections)
{
	struct check_section *out = mem_new(sections->count + 1, sizeof *out);
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *state = &sections->items[i];
		out[i] = (struct check_section){ .key = state->key,
			.heading = state->heading,
			.text = record_text(&state->record, SECTION_TEXT),
			.required = state->prompt && !state->optional,
			.prompt = state->prompt };
	}
	return out;
}

/* All that checks look at, of one incident. */
struct facts {
	struct records roles, actions, causes, references, publications, milestones;
	struct section_states sections;
	struct metrics metrics;
	struct budget budget;
};

static bool read_facts(struct app *app, const struct record *incident, struct facts *facts, struct err *err)
{
	const char *id = incident->id;
	const struct {
		enum entity_kind kind;
		struct records *out;
	} lists[] = { { ENTITY_ROLE, &facts->roles }, { ENTITY_ACTION, &facts->actions },
		{ ENTITY_CAUSE, &facts->causes }, { ENTITY_REFERENCE, &facts->references },
		{ ENTITY_PUBLICATION, &facts->publications } };
	for (size_t i = 0; i < LENGTH(lists); i++)
		if (!read_list(app, lists[i].kind, id, lists[i].out, err))
			return false;
	return read_milestones(app, id, &facts->milestones, err) &&
	       app_metrics(app, incident, &facts->metrics, &facts->budget, err) &&
	       document_sections(app, incident, NULL, &facts->sections, err);
}

static void facts_fini(struct facts *facts)
{
	records_fini(&facts->roles);
	records_fini(&facts->actions);
	records_fini(&facts->causes);
	records_fini(&facts->references);
	records_fini(&facts->publications);
	records_fini(&facts->milestones);
	section_states_fini(&facts->sections);
}

bool check_incident(struct app *app, const struct record *incident, struct findings *out, struct err *err)
{
	struct facts facts = { 0 };
	struct check_texts texts = { 0 };
	bool ok = read_facts(app, incident, &facts, err);
	if (ok) {
		struct check_section *sections = check_sections(&facts.sections);
		struct check_input input = { .incident = incident,
			.roles = &facts.roles,
			.actions = &facts.actions,
			.causes = &facts.causes,
			.references = &facts.references,
			.publications = &facts.publications,
			.milestones = &facts.milestones,
			.sections = sections,
			.section_count = facts.sections.count,
			.metrics = &facts.metrics };
		ok = check_texts_read(app, &facts.sections, &input, &texts, err);
		if (ok)
			check_run(&input, out);
		check_texts_fini(&texts);
		free(sections);
	}
	facts_fini(&facts);
	return ok;
}

/* ---- the command -------------------------------------------------------------------------------- */

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
		json_text(&json, "source", finding->check->source);
		json_text(&json, "fix", finding->fix);
		json_text(&json, "needs", finding->check->needs);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	buf_putc(&text, '\n');
	output_raw(out, text.data, text.len);
	buf_fini(&text);
}

/* In a file all are columns; on a screen what is wrong and what mends it share the last, which wraps. */
static void print_table(const struct findings *findings, struct output *out)
{
	struct table table;
	table_init(&table, out->terminal ? 4 : 5);
	table.wrap = out->terminal;
	for (size_t i = 0; i < findings->count; i++) {
		const struct finding *finding = &findings->items[i];
		const char *needs = finding->check->needs;
		struct buf subject = { 0 }, last = { 0 };
		finding_subject(finding, &subject);
		table_cell(&table, check_level_name(finding->check->level));
		table_cell(&table, finding->check->id);
		table_cell(&table, buf_text(&subject));
		if (out->terminal)
			buf_printf(&last, "%s: ", finding->text);
		else
			table_cell(&table, finding->text);
		buf_printf(&last, "%s%s%s%s", output_prefix(out), finding->fix, *needs ? " " : "", needs);
		table_cell(&table, buf_text(&last));
		buf_fini(&subject);
		buf_fini(&last);
	}
	table_print(&table, out);
}

bool cmd_check(struct call *call, struct err *err)
{
	struct record incident;
	struct findings findings = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = check_incident(call->app, &incident, &findings, err);
	if (ok && call->json)
		print_json(&findings, call->out);
	else if (ok && findings.count)
		print_table(&findings, call->out);
	else if (ok)
		output_note(call->out, "nothing to mend: %zu checks found nothing", check_count());
	if (ok && findings_count(&findings, CHECK_ERROR))
		call->app->exit_status = 1;
	findings_fini(&findings);
	record_fini(&incident);
	return ok;
}
