/* Reading a timeline: pages, finding, counting, with a filter or without. */
#include "app/read.h"

#include "app/search.h"

#include "base/json.h"
#include "base/text.h"
#include "store/search.h"

enum {
	FOUND_NEAR = 20000, /* events looked through before the index is asked */
	FOUND_MOST = 5000,  /* of what the index then finds, so much is looked at */
	READ_FIRST = 5000,  /* changes put into the index before that; if there are more it is of no use yet */
	COUNTED_WHOLE = 20000, /* in an incident of so many events every one is counted */
	COUNTED_EACH = 256,    /* in a larger one so many of each part of the time */
	COUNTED_FIRST = 256,   /* so many in one go, before all are counted part by part */
	COUNTED_FEW = 1000,    /* so many in one go, where that is put off: a fifth of a millisecond */
};

bool event_filter_empty(const struct event_filter *filter)
{
	return !filter || (!filter->kinds && text_empty(filter->author) && text_empty(filter->text) &&
				  !filter->since && !filter->until && !filter->pinned);
}

/* A filter as the queries take it. */
struct bound {
	const char *incident;
	struct buf kinds; /* JSON */
	const char *author, *text;
	int64_t since, until;
	bool pinned;
};

static void bound_init(struct bound *bound, const char *incident, const struct event_filter *filter)
{
	static const struct event_filter none = { 0 };
	const struct choice *kinds = entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices;
	filter = filter ? filter : &none;
	*bound = (struct bound){ .incident = incident,
		.author = text_empty(filter->author) ? NULL : filter->author,
		.text = text_empty(filter->text) ? NULL : filter->text,
		.since = filter->since ? filter->since : INT64_MIN,
		.until = filter->until ? filter->until : INT64_MAX,
		.pinned = filter->pinned };
	if (!filter->kinds)
		return;
	struct json json = { .out = &bound->kinds };
	json_open(&json, NULL, '[');
	for (unsigned i = 0; kinds[i].name; i++)
		if (filter->kinds & 1u << i)
			json_text(&json, NULL, kinds[i].name);
	json_close(&json, ']');
}

static void bound_fini(struct bound *bound)
{
	buf_fini(&bound->kinds);
}

#define BOUND_PARAMS(bound, ...)                                                                   \
	PARAMS(PARAM_TEXT("incident", (bound)->incident),                                          \
		PARAM_TEXT("kinds", (bound)->kinds.len ? buf_text(&(bound)->kinds) : NULL),        \
		PARAM_TEXT("author", (bound)->author), PARAM_TEXT("text", (bound)->text),          \
		PARAM_INT("pinned", (bound)->pinned), PARAM_INT("since", (bound)->since),          \
		PARAM_INT("until", (bound)->until), __VA_ARGS__)

static void reverse(struct records *records, size_t from)
{
	for (size_t i = from, j = records->count; i + 1 < j; i++) {
		struct record swap = records->items[i];
		records->items[i] = records->items[--j];
		records->items[j] = swap;
	}
}

/* Where a page begins, not before or after what the filter's times allow. */
static void page_place(enum page page, const struct bound *bound, int64_t *at, int64_t *number)
{
	bool later = page == PAGE_FIRST || (page == PAGE_AFTER && *at < bound->since);
	bool earlier = page == PAGE_LAST || (page == PAGE_BEFORE && *at > bound->until);
	if (!later && !earlier)
		return;
	*at = later ? bound->since : bound->until;
	*number = later ? INT64_MIN : INT64_MAX;
}

static bool read_filtered(struct app *app, const struct bound *bound, enum page page, int64_t at,
	int64_t number, int64_t limit, struct records *out, struct err *err)
{
	bool forwards = page == PAGE_FIRST || page == PAGE_AFTER;
	enum query all = forwards ? QUERY_EVENT_AFTER_FILTERED : QUERY_EVENT_BEFORE_FILTERED;
	enum query pinned = forwards ? QUERY_EVENT_AFTER_PINNED : QUERY_EVENT_BEFORE_PINNED;
	page_place(page, bound, &at, &number);
	return store_records(app->store, bound->pinned ? pinned : all,
		BOUND_PARAMS(bound, PARAM_INT("at", at), PARAM_INT("number", number),
			PARAM_INT("limit", limit)),
		ENTITY_EVENT, out, err);
}

bool read_events(struct app *app, const char *incident, const struct event_filter *filter, enum page page,
	int64_t at, int64_t number, int64_t limit, struct records *out, struct err *err)
{
	static const enum query queries[] = {
		[PAGE_FIRST] = QUERY_EVENT_FIRST,
		[PAGE_LAST] = QUERY_EVENT_LAST,
		[PAGE_AFTER] = QUERY_EVENT_AFTER,
		[PAGE_BEFORE] = QUERY_EVENT_BEFORE,
	};
	size_t from = out->count;
	bool ok;
	if (event_filter_empty(filter)) {
		ok = store_records(app->store, queries[page],
			PARAMS(PARAM_TEXT("incident", incident), PARAM_INT("at", at),
				PARAM_INT("number", number), PARAM_INT("limit", limit)),
			ENTITY_EVENT, out, err);
	} else {
		struct bound bound;
		bound_init(&bound, incident, filter);
		ok = read_filtered(app, &bound, page, at, number, limit, out, err);
		bound_fini(&bound);
	}
	if (page == PAGE_LAST || page == PAGE_BEFORE)
		reverse(out, from);
	return ok;
}

/* The last of the `scan` events that were looked at. */
static bool read_last(struct app *app, const struct bound *bound, bool backwards, int64_t scan,
	struct read_place *place, bool *end, struct err *err)
{
	struct rows rows;
	rows_open(&rows, app->store, backwards ? QUERY_EVENT_BEFORE_LAST : QUERY_EVENT_AFTER_LAST,
		BOUND_PARAMS(bound, PARAM_INT("at", place->at), PARAM_INT("number", place->number),
			PARAM_INT("scan", scan)));
	*end = !rows_next(&rows);
	if (!*end)
		*place = (struct read_place){ rows_int(&rows, "at"), rows_int(&rows, "number") };
	return rows_close(&rows, err);
}

bool read_events_part(struct app *app, const char *incident, const struct event_filter *filter, bool backwards,
	int64_t limit, int64_t scan, struct read_place *place, struct records *out, bool *end, struct err *err)
{
	struct bound bound;
	size_t from = out->count;
	bound_init(&bound, incident, filter);
	page_place(backwards ? PAGE_BEFORE : PAGE_AFTER, &bound, &place->at, &place->number);
	bool ok = store_records(app->store, backwards ? QUERY_EVENT_BEFORE_PART : QUERY_EVENT_AFTER_PART,
		BOUND_PARAMS(&bound, PARAM_INT("at", place->at), PARAM_INT("number", place->number),
			PARAM_INT("scan", scan), PARAM_INT("limit", limit)),
		ENTITY_EVENT, out, err);
	*end = false;
	if (ok && out->count - from == (size_t)limit) {
		const struct record *last = &out->items[out->count - 1];
		*place = (struct read_place){ record_int(last, EVENT_AT), last->number };
	} else if (ok) {
		ok = read_last(app, &bound, backwards, scan, place, end, err);
	}
	bound_fini(&bound);
	return ok;
}

bool read_event_count(struct app *app, const char *incident, const struct event_filter *filter, int64_t *out,
	struct err *err)
{
	struct bound bound;
	if (event_filter_empty(filter))
		return store_int(app->store, QUERY_EVENT_COUNT,
			PARAMS(PARAM_TEXT("incident", incident)), out, err);
	bound_init(&bound, incident, filter);
	bool ok = store_int(app->store, QUERY_EVENT_COUNT_FILTERED,
		BOUND_PARAMS(&bound, PARAM_INT("limit", INT64_MAX)), out, err);
	bound_fini(&bound);
	return ok;
}

bool read_milestones(struct app *app, const char *incident, struct records *out, struct err *err)
{
	return store_records(app->store, QUERY_EVENT_MILESTONE_LIST,
		PARAMS(PARAM_TEXT("incident", incident)), ENTITY_EVENT, out, err);
}

struct looking {
	struct app *app;
	struct bound bound;
	bool backwards;
	int64_t at, number;
	const char *needle;
};

static bool look_through(const struct looking *looking, int64_t scan, struct records *out, struct err *err)
{
	return store_records(looking->app->store,
		looking->backwards ? QUERY_EVENT_SEARCH_BEFORE : QUERY_EVENT_SEARCH_AFTER,
		BOUND_PARAMS(&looking->bound, PARAM_INT("at", looking->at), PARAM_INT("number", looking->number),
			PARAM_TEXT("needle", looking->needle), PARAM_INT("scan", scan)),
		ENTITY_EVENT, out, err);
}

/* Ask the index; an index that is behind, or cannot be brought up to date, knows nothing. */
static bool look_up(const struct looking *looking, struct records *out, struct err *err)
{
	struct store *store = looking->app->store;
	struct buf match = { 0 };
	struct record incident;
	int64_t left = 0, low, high;
	search_match_words(looking->needle, &match);
	store_patience(store, DRAFT_PATIENCE_MS);
	bool ready = match.len && search_update(store, READ_FIRST, &left, NULL) && !left;
	store_patience(store, STORE_PATIENCE_MS);
	bool ok = !ready || read_incident(looking->app, looking->bound.incident, &incident, err);
	if (ready && ok) {
		search_range_of(incident.number, ENTITY_EVENT, &low, &high);
		record_fini(&incident);
		ok = store_records(store, looking->backwards ? QUERY_EVENT_FOUND_BEFORE : QUERY_EVENT_FOUND_AFTER,
			BOUND_PARAMS(&looking->bound, PARAM_INT("at", looking->at),
				PARAM_INT("number", looking->number), PARAM_TEXT("match", buf_text(&match)),
				PARAM_INT("low", low), PARAM_INT("high", high), PARAM_INT("most", FOUND_MOST)),
			ENTITY_EVENT, out, err);
	}
	buf_fini(&match);
	return ok;
}

bool read_search(struct app *app, const char *incident, const struct event_filter *filter, bool backwards,
	int64_t at, int64_t number, const char *needle, int64_t scan, struct record *out, bool *found,
	struct err *err)
{
	struct records hits = { 0 };
	struct looking looking = { .app = app, .backwards = backwards, .at = at, .number = number, .needle = needle };
	int64_t near = scan < FOUND_NEAR ? scan : FOUND_NEAR, events = 0;
	bound_init(&looking.bound, incident, filter);
	page_place(backwards ? PAGE_BEFORE : PAGE_AFTER, &looking.bound, &looking.at, &looking.number);
	bool ok = look_through(&looking, near, &hits, err);
	if (ok && !hits.count)
		ok = store_int(app->store, QUERY_EVENT_HIGHEST, PARAMS(PARAM_TEXT("incident", incident)), &events, err);
	if (ok && !hits.count && events > near)
		ok = look_up(&looking, &hits, err);
	if (ok && !hits.count && events > near && scan > near)
		ok = look_through(&looking, scan, &hits, err);
	bound_fini(&looking.bound);
	*found = ok && hits.count;
	if (*found)
		record_copy(out, &hits.items[0]);
	records_fini(&hits);
	return ok;
}

bool read_span(struct app *app, const char *incident, int64_t *first, int64_t *last, struct err *err)
{
	struct rows rows;
	*first = *last = 0;
	rows_open(&rows, app->store, QUERY_EVENT_SPAN, PARAMS(PARAM_TEXT("incident", incident)));
	if (rows_next(&rows)) {
		*first = rows_int(&rows, "first");
		*last = rows_int(&rows, "last");
	}
	return rows_close(&rows, err);
}

/* The number of the first event at or after a time; where there is none, one more than the highest. */
static bool number_at(
	struct app *app, const char *incident, int64_t at, int64_t highest, int64_t *out, struct err *err)
{
	struct rows rows;
	*out = highest + 1;
	rows_open(&rows, app->store, QUERY_EVENT_NUMBER_FROM,
		PARAMS(PARAM_TEXT("incident", incident), PARAM_INT("at", at)));
	if (rows_next(&rows))
		*out = rows_int(&rows, "number");
	return rows_close(&rows, err);
}

struct part {
	int64_t from, to; /* ms, both inclusive */
	int64_t most;	  /* look at so many at most */
	int64_t highest;  /* number in the incident */
};

static bool count_part(struct app *app, const struct bound *bound, bool all, const struct part *part,
	unsigned *out, struct err *err)
{
	struct rows rows;
	int64_t seen = 0, passed = 0, begin, end;
	if (all && part->most == INT64_MAX) {
		bool ok = store_int(app->store, QUERY_EVENT_COUNT_BETWEEN,
			PARAMS(PARAM_TEXT("incident", bound->incident), PARAM_INT("from", part->from),
				PARAM_INT("to", part->to)),
			&passed, err);
		*out = (unsigned)passed;
		return ok;
	}
	rows_open(&rows, app->store, all ? QUERY_EVENT_COUNT_PART : QUERY_EVENT_COUNT_PART_FILTERED,
		BOUND_PARAMS(bound, PARAM_INT("from", part->from), PARAM_INT("to", part->to),
			PARAM_INT("limit", part->most)));
	if (rows_next(&rows)) {
		seen = rows_int(&rows, "seen");
		passed = rows_int(&rows, "passed");
	}
	if (!rows_close(&rows, err))
		return false;
	*out = (unsigned)passed;
	if (seen < part->most)
		return true;
	if (!number_at(app, bound->incident, part->from, part->highest, &begin, err) ||
		!number_at(app, bound->incident, part->to + 1, part->highest, &end, err))
		return false;
	if (end - begin > seen)
		*out = (unsigned)((double)(end - begin) * (double)passed / (double)seen);
	return true;
}

/* The last moment of one of the equal parts of [from, to]. */
static int64_t part_end(int64_t from, int64_t to, int buckets, int i)
{
	uint64_t length = (uint64_t)to - (uint64_t)from, parts = (uint64_t)buckets, nth = (uint64_t)i + 1;
	return i + 1 == buckets
		? to
		: (int64_t)((uint64_t)from + length / parts * nth + length % parts * nth / parts);
}

/* Some parts, one after the other. */
static bool count_parts(struct app *app, const struct bound *bound, bool all, int64_t from, int64_t to,
	int buckets, int first, int end, unsigned *out, struct err *err)
{
	struct part part = { 0 };
	bool ok = store_int(app->store, QUERY_EVENT_HIGHEST,
		PARAMS(PARAM_TEXT("incident", bound->incident)), &part.highest, err);
	part.most = part.highest <= COUNTED_WHOLE ? INT64_MAX : COUNTED_EACH;
	for (int i = first; ok && i < end; i++) {
		part.from = i ? part_end(from, to, buckets, i - 1) + 1 : from;
		part.to = part_end(from, to, buckets, i);
		ok = count_part(app, bound, all, &part, &out[i], err);
	}
	return ok;
}

bool read_density_part(struct app *app, const char *incident, const struct event_filter *filter, int64_t from,
	int64_t to, int buckets, int first, int count, unsigned *out, struct err *err)
{
	struct bound bound;
	/* locking the file for each of the many small reads would take longer than they do */
	if (!store_snapshot_begin(app->store, err))
		return false;
	bound_init(&bound, incident, filter);
	bool ok = count_parts(app, &bound, event_filter_empty(filter), from, to, buckets, first,
		count < buckets - first ? first + count : buckets, out, err);
	bound_fini(&bound);
	store_snapshot_end(app->store);
	return ok;
}

static bool count_few(struct app *app, const char *incident, int64_t from, int64_t to, int buckets, int64_t most,
	unsigned *out, bool *few, struct err *err)
{
	struct rows rows;
	int64_t count = 0, end = part_end(from, to, buckets, 0);
	int part = 0;
	memset(out, 0, (size_t)buckets * sizeof *out);
	rows_open(&rows, app->store, QUERY_EVENT_TIMES,
		PARAMS(PARAM_TEXT("incident", incident), PARAM_INT("from", from), PARAM_INT("to", to),
			PARAM_INT("limit", most + 1)));
	for (; rows_next(&rows); count++) {
		int64_t at = rows_int(&rows, "at");
		while (at > end)
			end = part_end(from, to, buckets, ++part);
		out[part]++;
	}
	*few = count <= most;
	return rows_close(&rows, err);
}

bool read_density_few(struct app *app, const char *incident, int64_t from, int64_t to, int buckets, unsigned *out,
	bool *few, struct err *err)
{
	return count_few(app, incident, from, to, buckets, COUNTED_FEW, out, few, err);
}

bool read_density(struct app *app, const char *incident, const struct event_filter *filter, int64_t from,
	int64_t to, int buckets, unsigned *out, struct err *err)
{
	bool few = false;
	if (event_filter_empty(filter) && !count_few(app, incident, from, to, buckets, COUNTED_FIRST, out, &few, err))
		return false;
	return few || read_density_part(app, incident, filter, from, to, buckets, 0, buckets, out, err);
}
