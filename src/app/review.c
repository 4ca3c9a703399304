/* review: ask, comment, approve, object, reopen */
#include "app/review.h"

#include <stdlib.h>

#include "app/document.h"
#include "app/edit.h"
#include "app/handlers.h"
#include "app/read.h"
#include "base/text.h"
#include "model/person.h"

/* ---- what is shown ------------------------------------------------------------------------------ */

static const char *status_of(const struct records *steps, size_t index)
{
	const struct record *step = &steps->items[index];
	switch (review_step_of(step)) {
	case REVIEW_REMARK:
		return record_int(step, REVIEW_DONE) ? "settled" : "open";
	case REVIEW_OBJECT:
		return record_int(step, REVIEW_DONE) ? "settled" : review_stands(steps, index) ? "open" : "over";
	case REVIEW_APPROVE:
		return review_stands(steps, index) ? "" : "over";
	default:
		return "";
	}
}

/* "change 57", "change 57, since then 2 sections, 1 action changed" */
static bool put_version(struct app *app, const struct record *step, struct buf *out, struct err *err)
{
	struct buf changed = { 0 };
	int64_t number;
	bool ok = review_changed_since(app, step, &number, &changed, err);
	buf_printf(out, "change %lld", (long long)number);
	if (changed.len)
		buf_printf(out, "; changed since: %s", buf_text(&changed));
	buf_fini(&changed);
	return ok;
}

static bool print_step(struct app *app, const struct record *incident, const struct records *steps, size_t index,
	struct table *table, struct err *err)
{
	const struct record *step = &steps->items[index];
	struct buf time = { 0 }, text = { 0 };
	bool ok = true;
	when_format(&time, record_int(step, REVIEW_AT), app_zone_of(app, incident), WHEN_MINUTE);
	if (review_step_of(step) == REVIEW_APPROVE) {
		buf_puts(&text, "(");
		ok = put_version(app, step, &text, err);
		buf_puts(&text, record_has(step, REVIEW_TEXT) ? ") " : ")");
	}
	edit_first_line(record_text(step, REVIEW_TEXT), &text);
	table_cell_format(table, "#%lld", (long long)step->number);
	table_cell(table, record_text(step, REVIEW_KIND));
	table_cell(table, record_text(step, REVIEW_PERSON));
	table_cell(table, buf_text(&time));
	table_cell(table, record_text(step, REVIEW_SECTION));
	table_cell(table, status_of(steps, index));
	table_cell(table, buf_text(&text));
	buf_fini(&time);
	buf_fini(&text);
	return ok;
}

static void print_publications(const struct records *publications, struct output *out)
{
	for (size_t i = 0; i < publications->count; i++) {
		const struct record *publication = &publications->items[i];
		const char *reason = record_text(publication, PUBLICATION_REASON);
		output_format(out, "published %s on %s, commit %.10s%s%s\n", record_text(publication, PUBLICATION_PATH),
			record_text(publication, PUBLICATION_BRANCH), record_text(publication, PUBLICATION_COMMIT_ID),
			*reason ? ", in spite of errors: " : "", reason);
	}
}

static bool print_plain(struct call *call, const struct record *incident, const struct review *review, struct err *err)
{
	struct records publications = { 0 };
	struct buf line = { 0 };
	struct table table;
	bool ok = read_list(call->app, ENTITY_PUBLICATION, incident->id, &publications, err);
	table_init(&table, 7);
	table.wrap = call->out->terminal;
	for (size_t i = 0; ok && i < review->steps.count; i++)
		ok = print_step(call->app, incident, &review->steps, i, &table, err);
	review_describe(review, &line);
	if (ok)
		output_format(call->out, "%s\n", buf_text(&line));
	table_print(&table, call->out);
	print_publications(&publications, call->out);
	buf_fini(&line);
	records_fini(&publications);
	return ok;
}

static bool print_json(struct call *call, const struct review *review, struct err *err)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	bool ok = true;
	json_open(&json, NULL, '{');
	json_text(&json, "state", review_state_name(review->state));
	json_int(&json, "needed", (int64_t)review->needed);
	json_int(&json, "approvals", (int64_t)review->tally.approvals);
	json_int(&json, "objections", (int64_t)review->tally.objections);
	json_int(&json, "open_comments", (int64_t)review->tally.comments);
	json_int(&json, "asked", (int64_t)review->tally.asked);
	json_open(&json, "steps", '[');
	for (size_t i = 0; ok && i < review->steps.count; i++) {
		struct buf changed = { 0 };
		int64_t number;
		json_open(&json, NULL, '{');
		record_json(&review->steps.items[i], &json);
		ok = review_changed_since(call->app, &review->steps.items[i], &number, &changed, err);
		json_bool(&json, "stands", review_stands(&review->steps, i));
		json_int(&json, "change", number);
		json_text(&json, "changed_since", changed.len ? buf_text(&changed) : NULL);
		json_close(&json, '}');
		buf_fini(&changed);
	}
	json_close(&json, ']');
	json_close(&json, '}');
	if (ok)
		output_json(call->out, &text);
	buf_fini(&text);
	return ok;
}

bool cmd_review(struct call *call, struct err *err)
{
	struct record incident;
	struct review review = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = review_read(call->app, &incident, &review, err) &&
		  (call->json ? print_json(call, &review, err) : print_plain(call, &incident, &review, err));
	review_fini(&review);
	record_fini(&incident);
	return ok;
}

/* ---- steps -------------------------------------------------------------------------------------- */

/* Whoever has a part as author or owner; where nobody is named as author, whoever wrote in a section. */
static bool is_author(struct app *app, const struct record *incident, bool *out, struct err *err)
{
	struct records roles = { 0 };
	struct rows rows;
	bool named = false;
	*out = false;
	bool ok = read_list(app, ENTITY_ROLE, incident->id, &roles, err);
	for (size_t i = 0; i < roles.count; i++) {
		bool author = text_same(record_text(&roles.items[i], ROLE_NAME), "author");
		named = named || author;
		if (author || text_same(record_text(&roles.items[i], ROLE_NAME), "owner"))
			*out = *out || person_same(record_text(&roles.items[i], ROLE_PERSON), app->author);
	}
	records_fini(&roles);
	if (!ok || named)
		return ok;
	rows_open(&rows, app->store, QUERY_SECTION_WRITERS, PARAMS(PARAM_TEXT("incident", incident->id)));
	while (rows_next(&rows))
		*out = *out || person_same(rows_text(&rows, "author"), app->author);
	return rows_close(&rows, err);
}

static bool may_approve(struct app *app, const struct record *incident, struct err *err)
{
	bool author = false;
	if (options_on(&app->options, OPTION_REVIEW_OWN))
		return true;
	return is_author(app, incident, &author, err) &&
	       (!author || err_set(err, ERR_DENIED, "%s wrote this postmortem: somebody else approves it (option "
			"review.own)", app->author));
}

static bool has_section(struct app *app, const struct record *incident, const char *key, struct err *err)
{
	struct section_states sections = { 0 };
	bool ok = document_sections(app, incident, NULL, &sections, err), found = false;
	for (size_t i = 0; ok && i < sections.count; i++)
		found = found || text_equal(sections.items[i].key, key);
	section_states_fini(&sections);
	return ok && (found || err_set(err, ERR_NOT_FOUND, "there is no section '%s': `inquest section` lists them", key));
}

/* Record one step, within an open batch, and add it to the review. */
static bool put_step(struct app *app, const struct record *incident, struct review *review, enum review_step step,
	const char *person, const char *text, const char *section, struct err *err)
{
	struct record record;
	record_init(&record, ENTITY_REVIEW);
	memcpy(record.incident, incident->id, ID_SIZE);
	record_set_int(&record, REVIEW_AT, app_now(app));
	record_set_text(&record, REVIEW_KIND, review_step_name(step));
	record_set_text(&record, REVIEW_SECTION, section);
	record_set_int(&record, REVIEW_DONE, 0);
	bool ok = edit_field(app, incident, &record, REVIEW_PERSON, person, err) &&
		  edit_field(app, incident, &record, REVIEW_TEXT, text, err) &&
		  store_put(app->store, &record, err);
	if (ok)
		*vec_push(&review->steps) = record;
	else
		record_fini(&record);
	return ok;
}

/* The state that follows from the step taken, within the same batch. */
static bool move(struct app *app, const struct record *incident, struct review *review, enum review_step step,
	struct err *err)
{
	enum review_state next;
	review->tally = review_count(&review->steps);
	if (!review_next(review->state, step, &review->tally, review->needed, &next, err) ||
		!review_set_state(app, incident, next, err))
		return false;
	review->state = next;
	return true;
}

static void report(const struct review *review, struct output *out)
{
	struct buf line = { 0 };
	review_describe(review, &line);
	output_format(out, "%s\n", buf_text(&line));
	buf_fini(&line);
}

bool cmd_review_request(struct call *call, struct err *err)
{
	struct record incident;
	struct review review = { 0 };
	if (!call->count)
		return err_set(err, ERR_USAGE, "review request needs the people to ask: `inquest review request 'Bo Lind'`");
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = review_read(call->app, &incident, &review, err) && app_begin(call->app, err);
	if (ok) {
		for (size_t i = 0; ok && i < call->count; i++)
			ok = text_empty(call->words[i])
				? err_set(err, ERR_USAGE, "a reviewer has a name")
				: put_step(call->app, &incident, &review, REVIEW_REQUEST, call->words[i], "", NULL, err);
		ok = edit_end(call->app, ok && move(call->app, &incident, &review, REVIEW_REQUEST, err), err);
	}
	if (ok)
		report(&review, call->out);
	review_fini(&review);
	record_fini(&incident);
	return ok;
}

/* What the four commands that say something differ in. */
static const struct saying {
	const char *verb;
	enum review_step step;
	const char *lacking; /* said when there is no text; NULL: it needs none */
} sayings[] = {
	{ "comment", REVIEW_REMARK, "review comment needs a text: `inquest review comment 'Is that number right?'`" },
	{ "approve", REVIEW_APPROVE, NULL },
	{ "object", REVIEW_OBJECT, "review object needs to say what is wrong" },
	{ "reopen", REVIEW_REOPEN, "review reopen needs a reason" },
};

static const struct saying *saying_of(const struct call *call)
{
	size_t i = 0;
	while (!text_equal(sayings[i].verb, call_verb(call)))
		i++;
	return &sayings[i];
}

static bool say(struct call *call, const struct record *incident, const struct saying *saying, struct review *review,
	struct err *err)
{
	struct app *app = call->app;
	struct buf text = { 0 };
	const char *section = saying->step == REVIEW_REMARK ? call_flag(call, "section") : NULL;
	call_join(call, 0, &text);
	bool ok = (!saying->lacking || !text_empty(buf_text(&text)) || err_set(err, ERR_USAGE, "%s", saying->lacking)) &&
		  (!section || has_section(app, incident, section, err)) &&
		  (saying->step != REVIEW_APPROVE || may_approve(app, incident, err)) &&
		  review_read(app, incident, review, err) && app_begin(app, err);
	if (ok)
		ok = edit_end(app, put_step(app, incident, review, saying->step, app->author, buf_text(&text), section, err) &&
			move(app, incident, review, saying->step, err), err);
	buf_fini(&text);
	return ok;
}

bool cmd_review_say(struct call *call, struct err *err)
{
	const struct saying *saying = saying_of(call);
	struct record incident;
	struct review review = { 0 };
	if (!app_incident(call->app, &incident, err))
		return false;
	bool ok = say(call, &incident, saying, &review, err);
	if (ok)
		report(&review, call->out);
	review_fini(&review);
	record_fini(&incident);
	return ok;
}

/* ---- settling ----------------------------------------------------------------------------------- */

static bool settle_one(struct app *app, const struct record *record, struct err *err)
{
	enum review_step step = review_step_of(record);
	struct record change;
	if (step != REVIEW_REMARK && step != REVIEW_OBJECT)
		return err_set(err, ERR_USAGE, "%lld is no comment or objection: only these are settled",
			(long long)record->number);
	record_init(&change, ENTITY_REVIEW);
	memcpy(change.id, record->id, ID_SIZE);
	memcpy(change.incident, record->incident, ID_SIZE);
	record_set_int(&change, REVIEW_DONE, 1);
	bool ok = record_int(record, REVIEW_DONE) || store_put(app->store, &change, err);
	record_fini(&change);
	return ok;
}

/* All in one batch, with the state that follows: an objection may have been all that was in the way. */
static bool settle(struct app *app, const struct record *incident, const struct records *settled, struct review *review,
	struct err *err)
{
	bool ok = true;
	for (size_t i = 0; ok && i < settled->count; i++)
		ok = settle_one(app, &settled->items[i], err);
	ok = ok && review_read(app, incident, review, err);
	if (!ok)
		return false;
	review->state = review_settled(review->state, &review->tally, review->needed);
	return review_set_state(app, incident, review->state, err);
}

bool cmd_review_settle(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	struct records settled = { 0 };
	struct review review = { 0 };
	struct numbers numbers;
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = call_numbers(call, call->count, &numbers, err) && app_incident(app, &incident, err) &&
		  numbers_find(app, &numbers, ENTITY_REVIEW, incident.id, &settled, err) && app_begin(app, err);
	if (ok)
		ok = edit_end(app, settle(app, &incident, &settled, &review, err), err);
	if (ok)
		report(&review, call->out);
	numbers_fini(&numbers);
	records_fini(&settled);
	review_fini(&review);
	record_fini(&incident);
	return ok;
}
