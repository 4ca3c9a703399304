/* import: postmortems, one after the other */
#include "app/import.h"

#include <stdlib.h>

#include "base/text.h"
#include "intake/logs.h"

/* A document, and when what it tells began. */
struct turn {
	size_t input;
	int64_t date;
};

struct run {
	struct call *call;
	struct import_options options;
	bool dry;
	size_t failed, conflicts, skipped;
	struct buf failures; /* a line each */
};

static int compare_turns(const void *a, const void *b)
{
	const struct turn *x = a, *y = b;
	int order = (x->date > y->date) - (x->date < y->date);
	return order ? order : (x->input > y->input) - (x->input < y->input);
}

/* Incidents are numbered in the order in which they happened. What cannot be read comes first, and fails in its turn. */
static struct turn *put_in_order(struct run *run, const struct import_inputs *inputs)
{
	struct turn *turns = mem_new(inputs->count + 1, sizeof *turns);
	for (size_t i = 0; i < inputs->count; i++) {
		struct import_plan plan;
		turns[i].input = i;
		if (inputs->count == 1 || inputs->items[i].once)
			continue;
		if (import_plan_make(&plan, run->call->app, &inputs->items[i], &run->options, -1, NULL))
			turns[i].date = import_plan_date(&plan);
		import_plan_fini(&plan);
	}
	qsort(turns, inputs->count, sizeof *turns, compare_turns);
	return turns;
}

static void show(const struct run *run, const struct import_plan *plan)
{
	if (run->call->json)
		import_show_json(plan, run->call->out);
	else if (run->dry)
		import_show_plan(plan, run->call->out);
	else
		import_show_summary(plan, false, run->call->out);
}

/* A pipe is read once, as a document: `import <(journalctl)` means something else. */
static bool is_document(const struct run *run, const struct import_plan *plan, struct err *err)
{
	const struct import_input *input = plan->input;
	if (!input->once || !input->path || call_flag(run->call, "format"))
		return true;
	size_t len = plan->text.len < LOG_HEAD_MAX ? plan->text.len : LOG_HEAD_MAX;
	const struct log_format *looks = log_format_detect(buf_text(&plan->text), len, "", NULL);
	return !looks || err_set(err, ERR_USAGE, "%s is a pipe with what looks like %s (%s): say --format %s", input->name, looks->name,
				 looks->help, looks->name);
}

static bool import_one(struct run *run, const struct import_input *input, struct err *err)
{
	struct import_plan plan;
	bool ok = import_plan_make(&plan, run->call->app, input, &run->options, run->call->input, err) &&
		  is_document(run, &plan, err) && (run->dry || import_plan_apply(&plan, err));
	if (ok) {
		show(run, &plan);
		run->skipped += plan.verdict == IMPORT_OTHER;
		run->conflicts += takeback_count(&plan.conflicts, TAKEBACK_CONFLICT);
		if (!run->dry && !run->call->json && plan.conflicts.results.count) {
			struct buf text = { 0 };
			for (size_t i = 0; i < plan.conflicts.results.count; i++)
				takeback_show_conflict(&plan.conflicts.results.items[i], &text);
			output_note_lines(run->call->out, buf_text(&text));
			buf_fini(&text);
		}
	}
	import_plan_fini(&plan);
	return ok;
}

static void add_failure(struct run *run, const struct err *err)
{
	buf_printf(&run->failures, "%s%s", run->failures.len ? "\n" : "", err->text);
	run->failed++;
}

/* One that fails is told at the end, where it is seen. A disk that is full, or somebody else who holds the database, ends it:
 * the others would fail alike. */
static bool import_all(struct run *run, const struct import_inputs *inputs, struct err *err)
{
	struct turn *turns = put_in_order(run, inputs);
	bool ok = true;
	for (size_t i = 0; ok && i < inputs->count; i++) {
		struct err problem = { 0 };
		if (import_one(run, &inputs->items[turns[i].input], &problem))
			continue;
		ok = problem.code != ERR_BUSY && problem.code != ERR_IO && inputs->count > 1;
		if (ok)
			add_failure(run, &problem);
		else
			err_pass(err, &problem);
	}
	free(turns);
	return ok;
}

static bool finish(const struct run *run, size_t count, struct err *err)
{
	if (run->skipped)
		output_note(run->call->out, "%zu skipped: --all takes %s as well", run->skipped, run->skipped == 1 ? "it" : "them");
	if (run->failed) {
		output_note_lines(run->call->out, buf_text(&run->failures));
		return err_set(err, ERR_FAILED, "%zu of %zu %s not imported", run->failed, count,
			run->failed == 1 ? "was" : "were");
	}
	if (!run->conflicts)
		return true;
	return err_set(err, ERR_CONFLICT, "%zu %s changed in the document and here%s", run->conflicts,
		run->conflicts == 1 ? "text or field was" : "texts or fields were",
		run->dry ? "" : "; what is here stands: the forms of the terminal UI show both, and `inquest drafts` lists "
				"theirs to be taken (drafts log) or dropped (drafts drop)");
}

/* In the terminal UI an incident is on the screen whatever one types: that does not say whose version a file is. */
static const char *named_incident(const struct call *call)
{
	return call->input < 0 ? call->incident : call->app->incident_ref;
}

bool import_documents(struct call *call, char *const *words, size_t count, struct err *err)
{
	struct import_inputs inputs = { 0 };
	struct run run = { .call = call, .dry = call_flag(call, "dry-run") != NULL };
	run.options = (struct import_options){ .zone = call_flag(call, "zone"), .incident = named_incident(call),
		.everything = call_flag(call, "all") != NULL, .look = run.dry };
	size_t unfound = 0;
	bool ok = true;
	for (size_t i = 0; ok && i < count; i++) {
		struct err problem = { 0 };
		if (import_find(&inputs, words[i], &problem))
			continue;
		ok = count > 1;
		if (ok)
			add_failure(&run, &problem);
		else
			err_pass(err, &problem);
		unfound++;
	}
	if (ok && run.options.incident && inputs.count > 1)
		ok = err_set(err, ERR_USAGE, "-i names one incident: its new version is one file, not %zu", inputs.count);
	ok = ok && import_all(&run, &inputs, err) && finish(&run, inputs.count + unfound, err);
	buf_fini(&run.failures);
	import_inputs_fini(&inputs);
	return ok;
}
