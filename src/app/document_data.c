#include "app/document_data.h"

#include <stdlib.h>

#include "app/edit.h"
#include "base/text.h"
#include "base/zone.h"
#include "doc/escape.h"
#include "doc/markdown.h"

enum { SLUG_MAX = 60, SECTION_LEVEL_MIN = 2, ITEM_INDENT = 2 };

static int64_t incident_start(const struct record *incident, const struct records *events)
{
	int64_t first = record_int(incident, INCIDENT_STARTED);
	for (size_t i = 0; i < events->count; i++)
		if (text_equal(record_text(&events->items[i], EVENT_KIND), "impact"))
			return record_int(&events->items[i], EVENT_AT);
	return first;
}

bool document_date(struct app *app, const struct record *incident, struct buf *out, struct err *err)
{
	struct rows rows;
	int64_t first = 0;
	bool impact = false;
	rows_open(&rows, app->store, QUERY_EVENT_MILESTONES, PARAMS(PARAM_TEXT("incident", incident->id)));
	while (rows_next(&rows)) {
		if (!text_equal(rows_text(&rows, "kind"), "impact"))
			continue;
		if (!impact || rows_int(&rows, "at") < first)
			first = rows_int(&rows, "at");
		impact = true;
	}
	if (!rows_close(&rows, err))
		return false;
	when_format(out, impact ? first : record_int(incident, INCIDENT_STARTED), app_zone_of(app, incident),
		WHEN_DATE);
	return true;
}

enum { SUMMARY_COLUMNS = 160 };

bool document_summary(struct app *app, const struct record *incident, struct buf *out, struct err *err)
{
	struct records written = { 0 };
	struct buf plain = { 0 };
	bool ok = store_list(app->store, ENTITY_SECTION, incident->id, &written, err);
	for (size_t i = 0; ok && i < written.count; i++) {
		const char *text = record_text(&written.items[i], SECTION_TEXT);
		if (text_equal(record_text(&written.items[i], SECTION_KEY), "summary"))
			ok = markdown_plain(&plain, text, strlen(text), err);
	}
	buf_truncate(&plain, strcspn(buf_text(&plain), "\n"));
	size_t fits = text_fit(buf_text(&plain), plain.len, SUMMARY_COLUMNS);
	bool cut = fits < plain.len;
	/* at a word's end, if there is one */
	while (cut && fits && plain.data[fits] != ' ')
		fits--;
	buf_put(out, buf_text(&plain), fits ? fits : text_fit(buf_text(&plain), plain.len, SUMMARY_COLUMNS));
	if (cut)
		buf_puts(out, " …");
	buf_fini(&plain);
	records_fini(&written);
	return ok;
}

static void add_show(
	struct node *data, const struct record *record, int field, const char *name, const char *zone)
{
	struct buf text = { 0 };
	record_show(record, field, zone, &text);
	node_add_text(data, name, buf_text(&text));
	buf_fini(&text);
}

bool document_facts(struct app *app, const struct record *incident, struct node *data, struct err *err)
{
	static const struct {
		const char *name;
		int field;
	} plain[] = { { "title", INCIDENT_TITLE }, { "ref", INCIDENT_REF }, { "severity", INCIDENT_SEVERITY },
		{ "status", INCIDENT_STATUS }, { "tags", INCIDENT_TAGS }, { "services", INCIDENT_SERVICES },
		{ "zone", INCIDENT_TIMEZONE } };
	struct buf name = { 0 }, date = { 0 }, slug = { 0 }, number = { 0 };
	const char *zone = app_zone_of(app, incident);
	bool ok = document_date(app, incident, &date, err);
	for (size_t i = 0; i < LENGTH(plain); i++)
		add_show(data, incident, plain[i].field, plain[i].name, zone);
	app_incident_name(incident, &name);
	text_slug(&slug, record_text(incident, INCIDENT_TITLE), SLUG_MAX);
	buf_printf(&number, "%lld", (long long)incident->number);
	node_add_text(data, "name", buf_text(&name));
	node_add_text(data, "number", buf_text(&number));
	node_add_text(data, "slug", buf_text(&slug));
	node_add_text(data, "date", buf_text(&date));
	if (ok) {
		char *month = mem_copy_n(date.data + 5, 2);
		char *year = mem_copy_n(date.data, 4);
		node_add_text(data, "year", year);
		node_add_text(data, "month", month);
		free(year);
		free(month);
	}
	buf_fini(&name);
	buf_fini(&date);
	buf_fini(&slug);
	buf_fini(&number);
	return ok;
}

/* "Ana Ruiz <ana@example.com>" without the address. */
static void person_name(const char *person, struct buf *out)
{
	const char *angle = strstr(person, " <");
	buf_put(out, person, angle ? (size_t)(angle - person) : strlen(person));
}

static void add_people(const struct records *roles, struct node *data)
{
	struct buf authors = { 0 };
	struct node *list = node_add_list(data, "roles");
	size_t count = 0, seen = 0;
	for (size_t i = 0; i < roles->count; i++)
		count += text_same(record_text(&roles->items[i], ROLE_NAME), "author");
	for (size_t i = 0; i < roles->count; i++) {
		const struct record *role = &roles->items[i];
		struct buf person = { 0 };
		person_name(record_text(role, ROLE_PERSON), &person);
		if (text_same(record_text(role, ROLE_NAME), "author")) {
			seen++;
			buf_puts(&authors, seen == 1 ? "" : seen == count ? " and " : ", ");
			buf_puts(&authors, buf_text(&person));
		}
		struct node *item = node_add_object(list, NULL);
		node_add_text(item, "name", record_text(role, ROLE_NAME));
		node_add_text(item, "person", buf_text(&person));
		buf_fini(&person);
	}
	node_add_text(data, "authors", buf_text(&authors));
	buf_fini(&authors);
}

static bool add_metrics(struct app *app, const struct record *incident, struct node *data, struct err *err)
{
	struct metrics metrics;
	struct budget budget;
	if (!app_metrics(app, incident, &metrics, &budget, err))
		return false;
	struct node *list = node_add_list(data, "metrics");
	for (int kind = 0; kind < METRIC_COUNT; kind++) {
		struct buf value = { 0 };
		struct node *item = node_add_object(list, NULL);
		metric_show(&metrics.values[kind], &value);
		if (kind == METRIC_DOWNTIME && metrics.windows > 1)
			buf_printf(&value, " in %zu windows", metrics.windows);
		node_add_text(item, "name", metric_name((enum metric_kind)kind));
		node_add_text(item, "value", buf_text(&value));
		node_add_text(item, "formula", metric_formula((enum metric_kind)kind));
		buf_fini(&value);
	}
	int64_t used = budget_used(&budget, &metrics.values[METRIC_DOWNTIME]);
	if (used >= 0) {
		struct buf value = { 0 };
		struct node *item = node_add_object(list, NULL);
		buf_printf(&value, "%lld %% of %s", (long long)used, budget.label);
		node_add_text(item, "name", "error budget used");
		node_add_text(item, "value", buf_text(&value));
		buf_fini(&value);
	}
	return true;
}

static bool add_sections(const struct section_states *sections, struct node *data, struct err *err)
{
	struct node *texts = node_add_object(data, "sections");
	struct node *show = node_add_object(data, "show");
	struct node *extra = node_add_list(data, "extra");
	for (size_t i = 0; i < sections->count; i++) {
		const struct section_state *state = &sections->items[i];
		const char *written = record_text(&state->record, SECTION_TEXT);
		int level = (int)record_int(&state->record, SECTION_LEVEL);
		struct buf text = { 0 };
		if (level < SECTION_LEVEL_MIN)
			level = SECTION_LEVEL_MIN;
		if (!text_empty(written)) {
			if (!markdown_contained(&text, written, level, err)) {
				buf_fini(&text);
				return err_wrap(err, "section %s", state->key);
			}
			buf_trim_end(&text);
		} else if (state->prompt) {
			buf_puts(&text, "*Not written yet: ");
			escape_markdown(&text, state->prompt);
			buf_puts(&text, "*");
		}
		node_add_text(texts, state->key, buf_text(&text));
		node_add_bool(show, state->key, !text_empty(written));
		if (!state->prompt && !text_empty(written)) {
			struct node *item = node_add_object(extra, NULL);
			node_add_text(item, "hashes", &"######"[6 - (level > 6 ? 6 : level)]);
			node_add_text(item, "heading", state->heading);
			node_add_text(item, "text", buf_text(&text));
		}
		buf_fini(&text);
	}
	return true;
}

static bool is_why_under(const struct record *cause, const char *parent)
{
	return text_equal(record_text(cause, CAUSE_KIND), "why") &&
	       text_equal(record_text(cause, CAUSE_PARENT), parent);
}

/* What people write into events and causes is no part of the document's outline. */
static void item_block(const char *text, size_t indent, struct buf *out)
{
	struct buf flat = { 0 };
	escape_headings(&flat, text);
	escape_item_block(out, buf_text(&flat), indent);
	buf_fini(&flat);
}

/* A cause with the whys below it, as nested list items. */
static void cause_tree(const struct records *causes, const struct record *cause, size_t depth, struct buf *out)
{
	struct buf text = { 0 };
	size_t indent = ITEM_INDENT * (depth + 1);
	item_block(record_text(cause, CAUSE_TEXT), indent, &text);
	buf_puts(out, buf_text(&text));
	buf_fini(&text);
	for (size_t i = 0; i < causes->count && depth < causes->count; i++) {
		if (!is_why_under(&causes->items[i], cause->id))
			continue;
		buf_trim_end(out);
		buf_putc(out, '\n');
		buf_fill(out, ' ', indent);
		buf_puts(out, "- Why? ");
		cause_tree(causes, &causes->items[i], depth + 1, out);
	}
}

static bool parent_is_listed(const struct records *causes, const struct record *cause)
{
	for (size_t i = 0; i < causes->count; i++)
		if (text_equal(causes->items[i].id, record_text(cause, CAUSE_PARENT)))
			return true;
	return false;
}

static void add_causes(const struct records *causes, struct node *data)
{
	static const struct {
		const char *kind, *list, *any;
	} lists[] = { { "root", "root", "any-root" }, { "trigger", "trigger", "any-trigger" },
		{ "contributing", "contributing", "any-contributing" }, { "why", "whys", "any-whys" } };
	struct node *groups = node_add_object(data, "causes");
	for (size_t g = 0; g < LENGTH(lists); g++) {
		struct node *list = node_add_list(groups, lists[g].list);
		for (size_t i = 0; i < causes->count; i++) {
			const struct record *cause = &causes->items[i];
			struct buf text = { 0 };
			if (!text_equal(record_text(cause, CAUSE_KIND), lists[g].kind) ||
				(text_equal(lists[g].kind, "why") && parent_is_listed(causes, cause)))
				continue;
			cause_tree(causes, cause, 0, &text);
			buf_trim_end(&text);
			node_add_text(node_add_object(list, NULL), "text", buf_text(&text));
			buf_fini(&text);
		}
		node_add_bool(groups, lists[g].any, node_count(list) > 0);
	}
}

static void anchor_base(const struct record *reference, struct buf *out)
{
	buf_puts(out, "ref-");
	if (record_has(reference, REFERENCE_LABEL))
		escape_anchor(out, record_text(reference, REFERENCE_LABEL));
	else
		buf_printf(out, "%lld", (long long)reference->number);
}

/* Labels may come out alike ("a b", "a-b"): all but the first take their number along. */
static void anchor_of(const struct records *references, size_t index, struct buf *out)
{
	const struct record *reference = &references->items[index];
	struct buf own = { 0 };
	bool taken = false;
	anchor_base(reference, &own);
	for (size_t i = 0; i < index && !taken; i++) {
		struct buf other = { 0 };
		anchor_base(&references->items[i], &other);
		taken = text_equal(buf_text(&other), buf_text(&own));
		buf_fini(&other);
	}
	if (taken)
		buf_printf(&own, "-%lld", (long long)reference->number);
	buf_puts(out, buf_text(&own));
	buf_fini(&own);
}

static bool is_url(const char *text)
{
	return text_starts(text, "https://") || text_starts(text, "http://") || text_starts(text, "mailto:");
}

/* A link shown without its scheme, and short. */
static void put_link(const char *url, const char *label, struct buf *out)
{
	if (!is_url(url)) {
		escape_markdown(out, url);
		return;
	}
	buf_putc(out, '[');
	if (text_empty(label)) {
		const char *bare = strstr(url, "://");
		escape_markdown(out, bare ? bare + 3 : url);
	} else {
		escape_markdown(out, label);
	}
	buf_puts(out, "](");
	escape_url(out, url);
	buf_putc(out, ')');
}

/* An action item's link: to the supporting information if it is listed there. */
static void action_link(const char *link, const struct records *references, struct buf *out)
{
	for (size_t i = 0; i < references->count; i++) {
		const struct record *reference = &references->items[i];
		const char *label = record_text(reference, REFERENCE_LABEL);
		if (!*link || (!text_same(label, link) && !text_equal(record_text(reference, REFERENCE_URL), link)))
			continue;
		buf_putc(out, '[');
		escape_markdown(out, *label ? label : link);
		buf_puts(out, "](#");
		anchor_of(references, i, out);
		buf_putc(out, ')');
		return;
	}
	put_link(link, NULL, out);
}

static void add_actions(const struct records *actions, const struct records *references, struct node *data)
{
	static const struct {
		const char *name;
		int field;
	} plain[] = { { "title", ACTION_TITLE }, { "type", ACTION_TYPE }, { "priority", ACTION_PRIORITY },
		{ "owner", ACTION_OWNER }, { "due", ACTION_DUE }, { "state", ACTION_STATE },
		{ "reason", ACTION_REASON } };
	struct node *teams = node_add_list(data, "teams"), *list = NULL;
	const char *team = NULL;
	for (size_t i = 0; i < actions->count; i++) {
		const struct record *action = &actions->items[i];
		struct buf link = { 0 };
		/* the query sorts by team */
		if (!team || !text_equal(team, record_text(action, ACTION_TEAM))) {
			team = record_text(action, ACTION_TEAM);
			struct node *group = node_add_object(teams, NULL);
			node_add_text(group, "team", *team ? team : "Everyone");
			list = node_add_list(group, "actions");
		}
		struct node *item = node_add_object(list, NULL);
		for (size_t f = 0; f < LENGTH(plain); f++)
			node_add_text(item, plain[f].name, record_text(action, plain[f].field));
		action_link(record_text(action, ACTION_LINK), references, &link);
		node_add_text(item, "link", buf_text(&link));
		buf_fini(&link);
	}
}

static void add_event(struct node *list, const struct record *event, const char *zone)
{
	struct buf time = { 0 }, text = { 0 };
	struct node *item = node_add_object(list, NULL);
	const char *kind = record_text(event, EVENT_KIND);
	edit_show_time(event, zone, false, &time);
	item_block(record_text(event, EVENT_TEXT), ITEM_INDENT, &text);
	buf_trim_end(&text);
	if (record_has(event, EVENT_LINK)) {
		bool block = strchr(buf_text(&text), '\n') != NULL;
		buf_puts(&text, block ? "\n\n  (" : " (");
		put_link(record_text(event, EVENT_LINK), NULL, &text);
		buf_putc(&text, ')');
	}
	node_add_text(item, "time", buf_text(&time));
	node_add_text(item, "kind", kind);
	node_add_text(item, "label", text_equal(kind, "note") ? "" : kind);
	node_add_text(item, "author", record_text(event, EVENT_AUTHOR));
	node_add_bool(item, "pinned", record_int(event, EVENT_PINNED) != 0);
	node_add_text(item, "text", buf_text(&text));
	buf_fini(&time);
	buf_fini(&text);
}

static void add_timeline(const struct records *events, const char *zone, struct node *data)
{
	struct node *days = node_add_list(data, "days"), *list = NULL;
	struct buf last = { 0 };
	for (size_t i = 0; i < events->count; i++) {
		const struct record *event = &events->items[i];
		struct buf day = { 0 }, date = { 0 };
		when_format(&day, record_int(event, EVENT_AT), zone, WHEN_DAY);
		if (!list || !text_equal(buf_text(&day), buf_text(&last))) {
			struct node *group = node_add_object(days, NULL);
			when_format(&date, record_int(event, EVENT_AT), zone, WHEN_DATE);
			node_add_text(group, "day", buf_text(&day));
			node_add_text(group, "date", buf_text(&date));
			list = node_add_list(group, "events");
			buf_fini(&last);
			last = day;
			day = (struct buf){ 0 };
		}
		add_event(list, event, zone);
		buf_fini(&day);
		buf_fini(&date);
	}
	buf_fini(&last);
}

static void add_references(const struct records *references, struct node *data)
{
	struct node *list = node_add_list(data, "references");
	for (size_t i = 0; i < references->count; i++) {
		const struct record *reference = &references->items[i];
		struct buf anchor = { 0 }, url = { 0 };
		struct node *item = node_add_object(list, NULL);
		anchor_of(references, i, &anchor);
		put_link(record_text(reference, REFERENCE_URL), NULL, &url);
		node_add_text(item, "anchor", buf_text(&anchor));
		node_add_text(item, "label", record_text(reference, REFERENCE_LABEL));
		node_add_text(item, "title", record_text(reference, REFERENCE_TITLE));
		node_add_text(item, "url", buf_text(&url));
		buf_fini(&anchor);
		buf_fini(&url);
	}
}

static void add_head(const struct app *app, const struct record *incident, const struct records *events,
	struct node *data)
{
	const char *zone = app_zone_of(app, incident);
	struct buf range = { 0 }, end = { 0 }, status = { 0 }, zone_line = { 0 };
	int64_t start = incident_start(incident, events), last = start;
	bool several_offsets = false;
	when_format(&range, start, zone, WHEN_DATE);
	for (size_t i = 0; i < events->count; i++) {
		last = record_int(&events->items[i], EVENT_AT);
		several_offsets = several_offsets || zone_offset(zone, last) != zone_offset(zone, start);
	}
	when_format(&end, last, zone, WHEN_DATE);
	if (last > start && !text_equal(buf_text(&end), buf_text(&range)))
		buf_printf(&range, " to %s", buf_text(&end));
	node_add_text(data, "date_range", buf_text(&range));
	buf_printf(&status, "%s, %s", record_text(incident, INCIDENT_STATUS),
		record_text(incident, INCIDENT_SEVERITY));
	node_add_text(data, "status_line", buf_text(&status));
	buf_printf(&zone_line, "All times are in %s", zone);
	if (several_offsets) {
		buf_puts(&zone_line, ", with the clock change.");
	} else {
		int offset = zone_offset(zone, start);
		buf_printf(&zone_line, " (UTC%c%02d:%02d).", offset < 0 ? '-' : '+', abs(offset) / 60,
			abs(offset) % 60);
	}
	node_add_text(data, "zone_line", buf_text(&zone_line));
	buf_fini(&range);
	buf_fini(&end);
	buf_fini(&status);
	buf_fini(&zone_line);
}

bool document_data(struct app *app, const struct record *incident, const struct section_states *sections,
	struct node **out, struct err *err)
{
	struct records lists[ENTITY_COUNT] = { 0 };
	struct node *data = node_new();
	bool ok = document_facts(app, incident, data, err);
	for (int kind = ENTITY_EVENT; ok && kind < ENTITY_COUNT; kind++)
		ok = store_list(app->store, (enum entity_kind)kind, incident->id, &lists[kind], err);
	ok = ok && add_metrics(app, incident, data, err) && add_sections(sections, data, err);
	if (ok) {
		add_head(app, incident, &lists[ENTITY_EVENT], data);
		add_people(&lists[ENTITY_ROLE], data);
		add_causes(&lists[ENTITY_CAUSE], data);
		add_actions(&lists[ENTITY_ACTION], &lists[ENTITY_REFERENCE], data);
		add_timeline(&lists[ENTITY_EVENT], app_zone_of(app, incident), data);
		add_references(&lists[ENTITY_REFERENCE], data);
	}
	for (int kind = 0; kind < ENTITY_COUNT; kind++)
		records_fini(&lists[kind]);
	if (ok)
		*out = data;
	else
		node_free(data);
	return ok;
}
