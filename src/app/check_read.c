/* Reading what the checks look at. */
#include "app/check.h"

#include <ctype.h>
#include <stdlib.h>

#include "app/check_imported.h"
#include "app/check_texts.h"
#include "app/check_waivers.h"
#include "app/read.h"
#include "base/text.h"
#include "doc/markdown.h"
#include "model/check_words.h"
#include "model/ulid.h"

enum { PAGE_EVENTS = 500 };

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
	struct app *app;
	const struct record *incident;
	struct records roles, actions, causes, references, publications, milestones, reviews;
	struct check_waivers waivers;
	struct check_texts texts;
	struct check_timeline timeline;
	struct metrics metrics;
	struct budget budget;
	struct check_section *sections;
	struct check_differences differences;
	struct words anchors;
	struct findings events;
	struct check_ready *ready;
	bool partial; /* there are events before those looked at */
};

static void facts_fini(struct facts *facts)
{
	records_fini(&facts->roles);
	records_fini(&facts->actions);
	records_fini(&facts->causes);
	records_fini(&facts->references);
	records_fini(&facts->publications);
	records_fini(&facts->milestones);
	records_fini(&facts->reviews);
	check_waivers_fini(&facts->waivers);
	check_texts_fini(&facts->texts);
	free(facts->sections);
	check_differences_fini(&facts->differences);
	words_fini(&facts->anchors);
	findings_fini(&facts->events);
	check_ready_free(facts->ready);
}

static bool read_lists(struct facts *facts, struct err *err)
{
	const char *id = facts->incident->id;
	const struct {
		enum entity_kind kind;
		struct records *out;
	} lists[] = { { ENTITY_ROLE, &facts->roles }, { ENTITY_ACTION, &facts->actions },
		{ ENTITY_CAUSE, &facts->causes }, { ENTITY_REFERENCE, &facts->references },
		{ ENTITY_PUBLICATION, &facts->publications }, { ENTITY_REVIEW, &facts->reviews } };
	for (size_t i = 0; i < LENGTH(lists); i++)
		if (!read_list(facts->app, lists[i].kind, id, lists[i].out, err))
			return false;
	return read_milestones(facts->app, id, &facts->milestones, err) &&
	       app_metrics(facts->app, facts->incident, &facts->metrics, &facts->budget, err) &&
	       check_waivers_read(facts->app, id, &facts->waivers, err);
}

static bool read_timeline(struct facts *facts, struct err *err)
{
	const char *id = facts->incident->id;
	bool ok = read_span(facts->app, id, &facts->timeline.first, &facts->timeline.last, err);
	facts->timeline.events = facts->timeline.first || facts->timeline.last;
	return ok;
}

/* ---- the document -------------------------------------------------------------- */

/* The name that a heading gets: lower case, hyphens for blanks, other marks dropped. */
static void put_heading_anchor(const char *heading, struct buf *out)
{
	for (const char *c = heading; *c; c++)
		if (isalnum((unsigned char)*c) || strchr("-_", *c) || (unsigned char)*c >= 0x80)
			buf_putc(out, (char)tolower((unsigned char)*c));
		else if (*c == ' ')
			buf_putc(out, '-');
}

static bool add_anchor(void *data, const struct markdown_block *block)
{
	struct words *anchors = data;
	struct buf anchor = { 0 };
	if (block->kind == MARKDOWN_ANCHOR)
		buf_puts(&anchor, block->text);
	else if (block->kind == MARKDOWN_HEADING)
		put_heading_anchor(block->text, &anchor);
	size_t len = anchor.len;
	/* the second heading of the same name gets a number */
	for (int n = 1; len && block->kind == MARKDOWN_HEADING && words_have(anchors, buf_text(&anchor)); n++) {
		buf_truncate(&anchor, len);
		buf_printf(&anchor, "-%d", n);
	}
	if (len)
		words_add(anchors, buf_text(&anchor));
	buf_fini(&anchor);
	return true;
}

static bool points_inside(const struct facts *facts)
{
	for (size_t i = 0; i < facts->texts.count; i++)
		if (strstr(facts->texts.items[i].raw, "](#"))
			return true;
	for (size_t i = 0; i < facts->actions.count; i++)
		if (*record_text(&facts->actions.items[i], ACTION_LINK) == '#')
			return true;
	return false;
}

/* Rendering takes its time: only where something points into the document. What cannot be rendered is not looked
 * at for that. */
static void read_anchors(struct facts *facts, const struct check_request *request, struct check_input *input)
{
	struct buf text = { 0 };
	struct markdown *document = NULL;
	if (points_inside(facts) &&
		document_render(facts->app, facts->incident, &request->document, &text, NULL) &&
		markdown_parse(&document, buf_text(&text), text.len, NULL)) {
		facts->anchors = (struct words){ .items = mem_new(1, sizeof *facts->anchors.items) };
		markdown_outline(document, add_anchor, &facts->anchors);
		input->anchors = &facts->anchors;
	}
	markdown_free(document);
	buf_fini(&text);
}

/* ---- events ------------------------------------------------------------------------------------- */

static bool is_there(const void *context, enum entity_kind kind, int64_t number)
{
	const struct facts *facts = context;
	struct record record;
	bool found = read_number(facts->app, kind, facts->incident->id, number, &record, NULL);
	if (found)
		record_fini(&record);
	return found;
}

/* It says where it comes from. */
static bool shows_evidence(const struct record *event)
{
	return record_has(event, EVENT_LINK) || strstr(record_text(event, EVENT_TEXT), "://");
}

/* Their times alone do not tell: those of a paste may all be the same. */
static bool is_there_more_before(struct facts *facts, const struct record *event, struct err *err)
{
	struct records page = { 0 };
	int64_t at = record_int(event, EVENT_AT);
	bool ok = true;
	facts->partial = at > facts->timeline.first;
	if (!facts->partial) {
		ok = read_events(facts->app, facts->incident->id, NULL, PAGE_BEFORE, at, event->number, 1, &page, err);
		facts->partial = page.count > 0;
	}
	records_fini(&page);
	return ok;
}

static bool read_page(struct facts *facts, const struct check_input *input, enum page from, int64_t limit, int64_t *at,
	int64_t *number, bool *more, struct err *err)
{
	struct records page = { 0 };
	bool ok = read_events(facts->app, facts->incident->id, NULL, from, *at, *number, limit, &page, err);
	for (size_t i = 0; i < page.count; i++) {
		facts->timeline.evidence = facts->timeline.evidence || shows_evidence(&page.items[i]);
		check_run_event(input, &page.items[i], &facts->events);
		check_texts_event(input, &page.items[i], &facts->events);
	}
	*more = page.count > 0;
	if (ok && from == PAGE_LAST && page.count == (size_t)limit)
		ok = is_there_more_before(facts, &page.items[0], err);
	if (*more) {
		const struct record *last = &page.items[page.count - 1];
		*at = record_int(last, EVENT_AT);
		*number = last->number;
	}
	records_fini(&page);
	return ok;
}

static bool check_events(struct facts *facts, struct check_input *input, int64_t limit, struct err *err)
{
	int64_t at = INT64_MIN, number = INT64_MIN;
	bool more = true, ok = true;
	input->event_findings = &facts->events;
	facts->timeline.evidence = facts->texts.attachments.count > 0;
	if (limit)
		return read_page(facts, input, PAGE_LAST, limit, &at, &number, &more, err);
	while (ok && more)
		ok = read_page(facts, input, PAGE_AFTER, PAGE_EVENTS, &at, &number, &more, err);
	return ok;
}

/* ---- all together ------------------------------------------------------------------------------- */

static int64_t days_of(const struct app *app)
{
	const char *days = options_get(&app->options, OPTION_PUBLISH_DAYS);
	return *days ? strtoll(days, NULL, 10) : 0;
}

static void set_input(struct facts *facts, const struct section_states *sections, struct check_input *input)
{
	const struct records *publications = &facts->publications;
	size_t count = publications->count;
	facts->sections = check_sections(sections);
	*input = (struct check_input){ .incident = facts->incident,
		.roles = &facts->roles,
		.actions = &facts->actions,
		.causes = &facts->causes,
		.references = &facts->references,
		.publications = publications,
		.milestones = &facts->milestones,
		.reviews = &facts->reviews,
		.sections = facts->sections,
		.section_count = sections->count,
		.metrics = &facts->metrics,
		.timeline = &facts->timeline,
		.now = app_now(facts->app),
		.published_first = count ? ulid_time(publications->items[0].id) : 0,
		.published_last = count ? ulid_time(publications->items[count - 1].id) : 0,
		.publish_days = days_of(facts->app),
		.customers = options_get(&facts->app->options, OPTION_CUSTOMERS),
		.there = is_there,
		.context = facts,
		.waivers = facts->waivers.items,
		.waiver_count = facts->waivers.count,
		.ready = facts->ready };
}

bool check_with_sections(struct app *app, const struct record *incident, const struct section_states *sections,
	const struct check_request *request, struct findings *out, struct err *err)
{
	static const struct check_request whole;
	struct facts facts = { .app = app, .incident = incident };
	struct check_input input;
	request = request ? request : &whole;
	bool ok = read_lists(&facts, err) && read_timeline(&facts, err);
	if (ok) {
		facts.ready = check_ready_new();
		set_input(&facts, sections, &input);
		ok = check_texts_read(app, sections, &input, &facts.texts, err) &&
		     check_differences_read(app, incident, sections, &facts.differences, err);
	}
	if (ok) {
		input.differences = facts.differences.items;
		input.difference_count = facts.differences.count;
		if (sections->uses.items)
			input.shows = &sections->uses;
		read_anchors(&facts, request, &input);
		ok = check_events(&facts, &input, request->events, err);
	}
	if (ok)
		check_run(&input, out);
	out->partial = facts.partial;
	facts_fini(&facts);
	return ok;
}

bool check_incident(struct app *app, const struct record *incident, const struct check_request *request,
	struct findings *out, struct err *err)
{
	struct section_states sections = { 0 };
	bool ok = document_sections(app, incident, request ? request->document.template : NULL, &sections, err) &&
		  check_with_sections(app, incident, &sections, request, out, err);
	section_states_fini(&sections);
	return ok;
}

bool check_gate(struct app *app, const struct record *incident, const struct check_request *request, size_t *errors,
	struct buf *out, struct err *err)
{
	struct findings findings = { 0 };
	bool ok = check_incident(app, incident, request, &findings, err);
	*errors = findings_count(&findings, CHECK_ERROR);
	for (size_t i = 0; ok && i < findings.count; i++) {
		const struct finding *finding = &findings.items[i];
		if (finding->waived || finding->check->level != CHECK_ERROR)
			continue;
		buf_printf(out, "error %s, ", finding->check->id);
		finding_subject(finding, out);
		text_print(out, ": %s (%s%s%s)\n", finding->text, finding->fix, *finding->check->needs ? " " : "",
			finding->check->needs);
	}
	findings_fini(&findings);
	return ok;
}
