/*
 * days [{day, date, events}], and lists of the events of a kind, each with an any-… flag beside it: decisions,
 * messages, external_messages, internal_messages, hypotheses, escalations, changes, evidence, responses, efforts,
 * leadup, key_moments; latest_message: the last of the external ones. Events are {time, when, kind, label, author, pinned, text}.
 */
#include "app/document_parts.h"

#include "app/edit.h"
#include "base/civil.h"
#include "base/text.h"
#include "base/zone.h"
#include "doc/escape.h"

enum { LONG_TIMELINE = 25 }; /* events that fill a screen */

void document_show_time(const struct document_source *source, const struct record *event, bool date, struct buf *out)
{
	bool exact = text_equal(record_text(event, EVENT_PRECISION), "exact");
	if (exact && source->material->audience == AUDIENCE_PUBLIC)
		when_format(out, record_int(event, EVENT_AT), source->zone, date ? WHEN_MINUTE : WHEN_CLOCK);
	else
		edit_show_time(event, source->zone, date, out);
}

/* ---- one event ---------------------------------------------------------------------------------- */

static void put_text(const struct record *event, struct buf *out)
{
	document_item_block(record_text(event, EVENT_TEXT), DOCUMENT_ITEM_INDENT, out);
	buf_trim_end(out);
	if (record_has(event, EVENT_LINK)) {
		bool block = strchr(buf_text(out), '\n') != NULL;
		buf_puts(out, block ? "\n\n  (" : " (");
		document_put_link(record_text(event, EVENT_LINK), NULL, out);
		buf_putc(out, ')');
	}
}

/* Clock times alone would say nothing in a list that goes over several days. */
static void put_when(const struct document_source *source, const struct record *event, const char *date,
	const char *time, struct buf *out)
{
	bool day = text_equal(record_text(event, EVENT_PRECISION), "day");
	if (day)
		document_show_time(source, event, true, out);
	else if (source->several_days)
		buf_puts(out, date);
	if (source->several_days && !day)
		buf_putc(out, ' ');
	if (!day)
		buf_puts(out, time);
}

void document_add_event(const struct document_source *source, struct node *item, const struct record *event,
	const char *date)
{
	struct buf time = { 0 }, when = { 0 }, text = { 0 }, author = { 0 };
	const char *kind = record_text(event, EVENT_KIND);
	document_show_time(source, event, false, &time);
	put_when(source, event, date, buf_text(&time), &when);
	put_text(event, &text);
	document_put_files(source, event, &text);
	node_add_text(item, "time", buf_text(&time));
	node_add_text(item, "when", buf_text(&when));
	node_add_text(item, "kind", kind);
	node_add_text(item, "label", text_equal(kind, "note") ? "" : kind);
	document_person(record_text(event, EVENT_AUTHOR), &author);
	node_add_text(item, "author", buf_text(&author));
	node_add_bool(item, "pinned", record_int(event, EVENT_PINNED) != 0);
	node_add_text(item, "text", buf_text(&text));
	document_set_text_origin(item, event, EVENT_TEXT, buf_text(&text));
	buf_fini(&time);
	buf_fini(&when);
	buf_fini(&author);
	buf_fini(&text);
}

/* ---- lists -------------------------------------------------------------------------------------- */

enum told { TOLD_ANYONE, TOLD_OUTSIDE, TOLD_INSIDE };

/* The lists of events of a kind, or of the kinds in rows one after the other. */
static const struct {
	const char *list, *kind;
	enum told told; /* and only those that the world may read, or only others */
	bool since;	/* and none from before the impact */
} groups[] = {
	{ "decisions", "decision", TOLD_ANYONE, false },
	{ "messages", "comms", TOLD_ANYONE, false },
	{ "external_messages", "comms", TOLD_OUTSIDE, false },
	{ "internal_messages", "comms", TOLD_INSIDE, false },
	{ "hypotheses", "hypothesis", TOLD_ANYONE, false },
	{ "escalations", "escalation", TOLD_ANYONE, false },
	{ "changes", "change", TOLD_ANYONE, false },
	{ "evidence", "evidence", TOLD_ANYONE, false },
	{ "responses", "acknowledged", TOLD_ANYONE, true },
	{ "responses", "declared", TOLD_ANYONE, true },
	{ "responses", "escalation", TOLD_ANYONE, true },
	{ "efforts", "decision", TOLD_ANYONE, true },
	{ "efforts", "change", TOLD_ANYONE, true },
	{ "efforts", "mitigated", TOLD_ANYONE, true },
	{ "efforts", "resolved", TOLD_ANYONE, true },
};

struct lists {
	struct node *groups[LENGTH(groups)], *key_moments, *leadup;
	bool before; /* there is an impact, and it has not begun yet */
};

static void lists_begin(struct lists *lists, const struct records *events, struct node *data)
{
	for (size_t i = 0; i < LENGTH(groups); i++) {
		bool goes_on = i && text_equal(groups[i - 1].list, groups[i].list);
		lists->groups[i] = goes_on ? lists->groups[i - 1] : node_add_list(data, groups[i].list);
	}
	lists->key_moments = node_add_list(data, "key_moments");
	lists->leadup = node_add_list(data, "leadup");
	for (size_t i = 0; i < events->count && !lists->before; i++)
		lists->before = text_equal(record_text(&events->items[i], EVENT_KIND), "impact");
}

static bool fits(size_t group, const char *kind, const struct record *event, bool before)
{
	if (!text_equal(groups[group].kind, kind) || (before && groups[group].since))
		return false;
	bool outside = text_equal(record_text(event, EVENT_AUDIENCE), "public");
	return groups[group].told == TOLD_ANYONE || outside == (groups[group].told == TOLD_OUTSIDE);
}

static void lists_take(struct lists *lists, const struct record *event, const struct node *item)
{
	const char *kind = record_text(event, EVENT_KIND);
	enum milestone_kind milestone = milestone_find(kind);
	lists->before = lists->before && milestone != MILESTONE_IMPACT;
	for (size_t i = 0; i < LENGTH(groups); i++)
		if (fits(i, kind, event, lists->before))
			node_add_again(lists->groups[i], NULL, item);
	if (milestone != MILESTONE_COUNT || record_int(event, EVENT_PINNED))
		node_add_again(lists->key_moments, NULL, item);
	if (lists->before)
		node_add_again(lists->leadup, NULL, item);
}

/* The last item of a list under a name of its own. */
static void add_latest(struct node *data, const char *name, const struct node *list)
{
	const struct node *latest = NULL;
	for (const struct node *item = node_first(list); item; item = node_next(item))
		latest = item;
	if (latest)
		node_add_again(data, name, latest);
	else
		node_add_null(data, name);
}

static void lists_end(const struct lists *lists, struct node *data)
{
	for (size_t i = 0; i < LENGTH(groups); i++)
		document_end_list(data, lists->groups[i]);
	add_latest(data, "latest_message", node_find(data, "external_messages"));
	document_end_list(data, lists->key_moments);
	document_end_list(data, lists->leadup);
}

/* ---- days --------------------------------------------------------------------------------------- */

static bool same_day(const struct civil *a, const struct civil *b)
{
	return a->day == b->day && a->month == b->month && a->year == b->year;
}

/* The day an event is of, and its list. */
struct day {
	struct civil civil;
	struct buf date;
	struct node *events;
};

static void day_begin(struct day *day, struct node *days, int64_t at, const char *zone)
{
	struct node *group = node_add_object(days, NULL);
	struct buf name = { 0 };
	buf_truncate(&day->date, 0);
	when_format(&name, at, zone, WHEN_DAY);
	when_format(&day->date, at, zone, WHEN_DATE);
	node_add_text(group, "day", buf_text(&name));
	node_add_text(group, "date", buf_text(&day->date));
	day->events = node_add_list(group, "events");
	buf_fini(&name);
}

void document_add_timeline(const struct document_source *source, struct node *data)
{
	const struct records *events = &source->lists[ENTITY_EVENT];
	struct node *days = node_add_list(data, "days");
	struct day day = { 0 };
	struct lists lists = { 0 };
	lists_begin(&lists, events, data);
	for (size_t i = 0; i < events->count; i++) {
		const struct record *event = &events->items[i];
		struct civil civil;
		zone_civil(source->zone, record_int(event, EVENT_AT), &civil);
		if (!day.events || !same_day(&civil, &day.civil))
			day_begin(&day, days, record_int(event, EVENT_AT), source->zone);
		day.civil = civil;
		struct node *item = node_add_object(day.events, NULL);
		document_add_event(source, item, event, buf_text(&day.date));
		lists_take(&lists, event, item);
	}
	lists_end(&lists, data);
	document_end_list(data, days);
	node_add_bool(data, "long_timeline", events->count > LONG_TIMELINE);
	buf_fini(&day.date);
}
