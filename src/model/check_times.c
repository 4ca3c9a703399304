/* Checks of times that cannot be right. */
#include "model/check_rows.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/civil.h"
#include "base/text.h"
#include "base/zone.h"
#include "model/dates.h"

static const int64_t day = INT64_C(86400000);

enum {
	FAR_BEFORE = 60,  /* days before it began */
	FAR_CHANGE = 400, /* the same for a change: what was put in long ago may go off today */
	FAR_AFTER = 180,  /* days after it began */
	WRITTEN_LATER = 60, /* days after its last event in which its title may be dated */
	LED_UP = 31,	  /* days before it that belong to it */
	TITLE_YEARS = 5,  /* a bare number in a title that is no nearer is no year */
};

static const char *zone_of(const struct check_input *input)
{
	const char *zone = record_text(input->incident, INCIDENT_TIMEZONE);
	return *zone ? zone : "UTC";
}

/* When it began, as the log has it: its first impact, else when it was said to have started. */
static int64_t began(const struct check_input *input)
{
	int64_t impact = check_milestone_at(input, MILESTONE_IMPACT);
	return impact ? impact : record_int(input->incident, INCIDENT_STARTED);
}

static void put_date(const struct check_input *input, int64_t at, struct buf *out)
{
	when_format(out, at, zone_of(input), WHEN_DATE);
}

/* ---- events ------------------------------------------------------------------------------------- */

static void find_far(struct check_run *run, const struct check_input *input, const struct record *event)
{
	int64_t at = record_int(event, EVENT_AT), from = began(input);
	bool change = text_equal(record_text(event, EVENT_KIND), "change");
	int64_t before = (change ? FAR_CHANGE : FAR_BEFORE) * day, after = FAR_AFTER * day;
	struct buf text = { 0 };
	if (!from || (at >= from - before && at <= from + after))
		return;
	put_date(input, at, &text);
	buf_printf(&text, " is %lld days %s it began", (long long)((at < from ? from - at : at - from) / day),
		at < from ? "before" : "after");
	check_found(run, ENTITY_EVENT, event->number, "", buf_text(&text));
	buf_fini(&text);
}

/* It was opened again after it was published: what comes then is news. */
static bool was_reopened(const struct check_input *input)
{
	for (size_t i = 0; input->reviews && i < input->reviews->count; i++) {
		const struct record *review = &input->reviews->items[i];
		if (text_equal(record_text(review, REVIEW_KIND), "reopen") &&
			record_int(review, REVIEW_AT) >= input->published_last)
			return true;
	}
	return false;
}

static void find_after_publication(struct check_run *run, const struct check_input *input, const struct record *event)
{
	const char *kind = record_text(event, EVENT_KIND);
	bool told = text_equal(kind, "comms") || text_equal(kind, "status");
	struct buf date = { 0 };
	if (!input->published_last || told || record_int(event, EVENT_AT) <= input->published_last ||
		was_reopened(input))
		return;
	put_date(input, input->published_last, &date);
	check_found(run, ENTITY_EVENT, event->number, "", buf_text(&date));
	buf_fini(&date);
}

/* ---- dates -------------------------------------------------------------------------------------- */

static void find_started(struct check_run *run, const struct check_input *input)
{
	int64_t started = record_int(input->incident, INCIDENT_STARTED);
	int64_t first = check_milestone_at(input, MILESTONE_IMPACT);
	struct buf text = { 0 };
	if (!first && input->timeline)
		first = input->timeline->first;
	if (!first || !started || llabs(started - first) <= FAR_BEFORE * day)
		return;
	put_date(input, started, &text);
	buf_puts(&text, ", but its timeline begins on ");
	put_date(input, first, &text);
	check_found(run, ENTITY_INCIDENT, 0, "", buf_text(&text));
	buf_fini(&text);
}

static int64_t local_day(const struct check_input *input, int64_t at)
{
	struct civil civil;
	zone_civil(zone_of(input), at, &civil);
	return civil_days(civil.year, civil.month, civil.day);
}

/* The days that the timeline spans, counted from 1970. False without one. */
static bool read_span(const struct check_input *input, int64_t *first, int64_t *last)
{
	const struct records *milestones = input->milestones;
	/* one event of a wrong year must not make that year right */
	if (milestones->count) {
		*first = record_int(&milestones->items[0], EVENT_AT);
		*last = record_int(&milestones->items[milestones->count - 1], EVENT_AT);
	} else if (input->timeline && input->timeline->events) {
		*first = input->timeline->first;
		*last = input->timeline->last;
	} else {
		return false;
	}
	*first = local_day(input, *first);
	*last = local_day(input, *last);
	return true;
}

static int year_of(int64_t days)
{
	int year, month, of_month;
	civil_date(days, &year, &month, &of_month);
	return year;
}

/* It would be a date of the timeline's, give or take a month, were it of another year. */
static bool fits_in_another_year(const struct written_date *date, int64_t first, int64_t last)
{
	enum { AROUND = 31 };
	for (int year = year_of(first); year <= year_of(last); year++) {
		int64_t moved = civil_days(year, date->month, date->day);
		if (moved >= first - AROUND && moved <= last + AROUND)
			return true;
	}
	return false;
}

/* Its year is the timeline's, or it is so near that the year ended in between. */
static bool agrees(const struct written_date *date, int64_t first, int64_t last)
{
	first -= LED_UP;
	last += WRITTEN_LATER;
	if (!date->month)
		return date->year >= year_of(first) && date->year <= year_of(last);
	int64_t days = civil_days(date->year, date->month, date->day);
	return (days >= first && days <= last) ||
	       (date->year >= year_of(first + LED_UP) && date->year <= year_of(last - WRITTEN_LATER));
}

static bool disagrees(const struct check_text *text, const struct written_date *date, int64_t first, int64_t last)
{
	bool title = text->kind == ENTITY_INCIDENT;
	if (agrees(date, first, last))
		return false;
	if (!date->month)
		return title && abs(date->year - year_of(first)) <= TITLE_YEARS;
	return title || fits_in_another_year(date, first, last);
}

static void find_other_year(struct check_run *run, const struct check_input *input, const struct check_text *text)
{
	bool ref = text->kind == ENTITY_INCIDENT && text->field == INCIDENT_REF;
	struct written_date date;
	int64_t first, last;
	const char *at = text->prose;
	bool more = (check_text_is_main(text) || ref) && dates_next(&at, &date) && read_span(input, &first, &last);
	for (; more; more = more && dates_next(&at, &date)) {
		struct buf says = { 0 };
		/* OPS-2024 is a number; 2024-017 has the year first */
		if (!disagrees(text, &date, first, last) || (ref && !date.month && date.at != text->prose))
			continue;
		buf_printf(&says, "'%.*s' is written, but the timeline is of %d", (int)date.len, date.at, year_of(first));
		if (year_of(last) != year_of(first))
			buf_printf(&says, " and %d", year_of(last));
		more = check_found(run, text->kind, text->number, text->key, buf_text(&says));
		buf_fini(&says);
	}
}

static const struct check rows[] = {
	{ "far", CHECK_ERROR, "the event is far from the incident's date: {what}", "SRE Book, app. D: Timeline",
		"event edit {number} --at", "TIME", .find_event = find_far, .now = true,
		.why = "A wrong year or month hides among right times. It applies to events more than 60 days before it "
		       "began (changes: 400) or more than 180 days after." },
	{ "after-publication", CHECK_ERROR, "the event is dated after the postmortem was published on {what}",
		"SRE Book, app. D: Timeline", "event edit {number} --at", "TIME", .find_event = find_after_publication,
		.why = "What was published cannot tell what came later: a time is wrong, or it is not over. Reopen the "
		       "review to go on with it; what people were told afterwards (comms) may be later." },
	{ "started", CHECK_ERROR, "it is said to have started on {what}", "SRE Book, app. D: Date", "set started", "TIME",
		find_started, .now = true,
		.why = "The document is filed and listed by its date. More than 60 days between both is a mistake in one." },
	{ "date", CHECK_ERROR, "a date is of another year: {what}", "SRE Book, app. D: Date, Timeline", "{edit}", "", .find_text = find_other_year,
		.why = "In January the old year is soon written. It applies to any year in the title or the team's own "
		       "number, and to dates in other texts that would fit if they were of the timeline's year." },
};

const struct check_set check_set_times = { rows, LENGTH(rows) };
