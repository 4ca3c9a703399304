/* Reading what a query finds, and showing it. */
#include "app/search.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"
#include "store/search.h"

enum {
	SHOWN_BYTES = 1 << 16, /* of a long text no more is looked at for what to show */
	LOOKED_AT = 20000, /* hits looked at for one answer, when times leave most of them out */
};

bool search_catch_up(struct app *app, int64_t limit, int patience, int64_t *left, struct err *err)
{
	store_patience(app->store, patience);
	bool ok = search_update(app->store, limit, left, err);
	store_patience(app->store, STORE_PATIENCE_MS);
	return ok;
}

/* ---- reading hits ---------------------------------------------------------------------------------- */

static bool has_tag(const struct record *incident, int field, const char *tag)
{
	size_t len = strlen(tag);
	for (const char *at = record_text(incident, field); *at;) {
		size_t word = strcspn(at, ",");
		if (word >= len && strncasecmp(at, tag, len) == 0)
			return true;
		at += word + (at[word] == ',');
		at += strspn(at, " ");
	}
	return false;
}

static bool incident_passes(const struct search_query *query, const struct record *incident)
{
	const char *status = record_text(incident, INCIDENT_STATUS);
	return !incident->gone && (!query->open || status_is_open(status)) &&
	       (!query->status || text_equal(status, query->status)) &&
	       (!query->severity || text_equal(record_text(incident, INCIDENT_SEVERITY), query->severity)) &&
	       (!query->tag || has_tag(incident, INCIDENT_TAGS, query->tag) ||
		       has_tag(incident, INCIDENT_SERVICES, query->tag));
}

int64_t search_hit_at(const struct search_hit *hit)
{
	return hit->kind == ENTITY_EVENT      ? record_int(&hit->record, EVENT_AT)
	       : hit->kind == ENTITY_INCIDENT ? record_int(&hit->record, INCIDENT_STARTED)
					      : 0;
}

static bool time_passes(const struct search_query *query, const struct search_hit *hit, const struct record *incident)
{
	int64_t at = search_hit_at(hit);
	at = at ? at : record_int(incident, INCIDENT_STARTED);
	return (!query->after || at >= query->after) && (!query->before || at <= query->before);
}

/* The incident of a document, kept for the hits that follow. `*passes` is false if none of it is wanted. */
static bool find_incident(struct app *app, const struct search_query *query, int64_t number,
	struct search_hits *out, bool *passes, struct err *err)
{
	struct record incident;
	size_t count = out->incidents.count;
	*passes = count && out->incidents.items[count - 1].number == number;
	if (*passes)
		return true;
	if (!store_find(app->store, ENTITY_INCIDENT, "", number, &incident, err))
		return false;
	*passes = incident_passes(query, &incident);
	if (*passes)
		*vec_push(&out->incidents) = incident;
	else
		record_fini(&incident);
	return true;
}

static bool add_hit(struct app *app, const struct search_query *query, int64_t rowid,
	const struct search_document *document, struct search_hits *out, struct err *err)
{
	struct search_hit hit = { .rowid = rowid, .kind = document->kind, .incident = out->incidents.count - 1 };
	const struct record *incident = &out->incidents.items[hit.incident];
	if (hit.kind == ENTITY_INCIDENT)
		record_copy(&hit.record, incident);
	else if (!store_find(app->store, hit.kind, incident->id, document->number, &hit.record, err))
		return false;
	if (hit.record.gone || !time_passes(query, &hit, incident))
		record_fini(&hit.record);
	else
		*vec_push(&out->hits) = hit;
	return true;
}

struct reading {
	struct app *app;
	const struct search_query *query;
	struct search_hits *out;
	size_t most, looked;
};

static bool read_hits(struct reading *reading, struct search_scan *scan, struct err *err)
{
	struct search_hits *out = reading->out;
	bool ok = true, passes = true;
	for (int64_t rowid, low, high; ok && search_scan_next(scan, &rowid);) {
		struct search_document document = search_document(rowid);
		if (out->hits.count >= reading->most || reading->looked++ >= LOOKED_AT) {
			out->more = true;
			break;
		}
		ok = find_incident(reading->app, reading->query, document.incident, out, &passes, err);
		search_range(document.incident, &low, &high);
		if (!passes)
			search_scan_skip(scan, low - 1);
		if (ok && passes && document.kind != ENTITY_COUNT)
			ok = add_hit(reading->app, reading->query, rowid, &document, out, err);
	}
	return ok;
}

bool search_read(struct app *app, const struct search_query *query, size_t limit, struct search_hits *out,
	struct err *err)
{
	struct reading reading = { .app = app, .query = query, .out = out, .most = out->hits.count + limit };
	int64_t low = 0, high = INT64_MAX;
	if (query->incident)
		search_range(query->incident, &low, &high);
	if (out->hits.count)
		high = out->hits.items[out->hits.count - 1].rowid - 1;
	out->more = false;
	if (query->empty)
		return true;
	if (!store_snapshot_begin(app->store, err))
		return false;
	struct search_scan *scan = search_scan_open(app->store, query->parts.items, query->parts.count, low, high);
	bool ok = read_hits(&reading, scan, err);
	ok = search_scan_close(scan, ok ? err : NULL) && ok;
	store_snapshot_end(app->store);
	return ok;
}

void search_hits_fini(struct search_hits *hits)
{
	for (size_t i = 0; i < hits->hits.count; i++)
		record_fini(&hits->hits.items[i].record);
	free(hits->hits.items);
	records_fini(&hits->incidents);
	*hits = (struct search_hits){ 0 };
}

/* ---- showing them ---------------------------------------------------------------------------------- */

static bool in_word(unsigned char c)
{
	return (c & 0x80) || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

static char lower(char c)
{
	return (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

/* Bytes of `text` that are the term, as the index compares them: signs between words do not count. */
static size_t term_at(const struct search_part *term, const char *text)
{
	const char *wanted = term->text, *at = text;
	wanted += strcspn(wanted, " ") == 0 ? strspn(wanted, " ") : 0;
	while (*wanted && !in_word((unsigned char)*wanted))
		wanted++;
	while (*wanted) {
		if (!in_word((unsigned char)*wanted)) {
			while (*wanted && !in_word((unsigned char)*wanted))
				wanted++;
			if (!*wanted)
				break;
			if (in_word((unsigned char)*at))
				return 0;
			while (*at && !in_word((unsigned char)*at))
				at++;
		}
		if (lower(*at) != lower(*wanted))
			return 0;
		at++;
		wanted++;
	}
	if (!term->prefix && in_word((unsigned char)*at) && !(*at & 0x80))
		return 0;
	return (size_t)(at - text);
}

size_t search_mark(const struct search_query *query, const char *text, size_t from, size_t *at)
{
	for (size_t i = from; text[i]; i++) {
		size_t longest = 0;
		unsigned char c = (unsigned char)text[i];
		/* words of scripts without blanks begin anywhere, but not within a letter */
		if (!in_word(c) || (c & 0xC0) == 0x80 || (!(c & 0x80) && i && in_word((unsigned char)text[i - 1])))
			continue;
		for (size_t part = 0; part < query->parts.count; part++) {
			const struct search_part *wanted = &query->parts.items[part];
			bool shown = !wanted->without && wanted->column != SEARCH_KIND;
			size_t len = shown ? term_at(wanted, text + i) : 0;
			longest = len > longest ? len : longest;
		}
		if (longest)
			return *at = i, longest;
	}
	return 0;
}

/* All that is searched of a hit, as one line. */
static void put_all(const struct search_hit *hit, struct buf *out)
{
	static const int8_t fields[ENTITY_COUNT][6] = {
		[ENTITY_INCIDENT] = { INCIDENT_TITLE, INCIDENT_REF, INCIDENT_TAGS, INCIDENT_SERVICES, -1 },
		[ENTITY_EVENT] = { EVENT_TEXT, EVENT_AUTHOR, EVENT_LINK, -1 },
		[ENTITY_ACTION] = { ACTION_TITLE, ACTION_OWNER, ACTION_TEAM, ACTION_LINK, -1 },
		[ENTITY_CAUSE] = { CAUSE_TEXT, -1 },
		[ENTITY_SECTION] = { SECTION_HEADING, SECTION_TEXT, -1 },
		[ENTITY_ROLE] = { ROLE_NAME, ROLE_PERSON, -1 },
		[ENTITY_REFERENCE] = { REFERENCE_LABEL, REFERENCE_TITLE, REFERENCE_URL, -1 },
		[ENTITY_ATTACHMENT] = { -1 },
		[ENTITY_PUBLICATION] = { -1 },
		[ENTITY_REVIEW] = { -1 },
		[ENTITY_WAIVER] = { -1 },
		[ENTITY_IMPORT] = { -1 },
	};
	size_t start = out->len;
	for (const int8_t *field = fields[hit->kind]; *field >= 0; field++) {
		bool blank = true;
		const char *text = record_text(&hit->record, *field);
		if (text_empty(text))
			continue;
		if (out->len > start)
			buf_puts(out, " · ");
		for (; *text && out->len - start < SHOWN_BYTES; text++) {
			bool space = strchr(" \t\r\n", *text) != NULL;
			if (!space)
				buf_putc(out, *text);
			else if (!blank)
				buf_putc(out, ' ');
			blank = space;
		}
		buf_trim_end(out);
	}
}

void search_snippet(
	const struct search_query *query, const struct search_hit *hit, size_t columns, struct buf *out)
{
	struct buf all = { 0 };
	size_t at = 0, start = 0;
	put_all(hit, &all);
	const char *text = buf_text(&all);
	size_t mark = search_mark(query, text, 0, &at);
	if (columns && mark && text_width(text, at + mark) > columns) {
		/* the match a third of the way, from the beginning of a word */
		start = at;
		while (start && text_width(text + start, at - start) < columns / 3)
			start--;
		while (start < at && (text[start] & 0xC0) == 0x80)
			start++;
		size_t word = start;
		while (word < at && text[word] != ' ')
			word++;
		start = word < at ? word + 1 : start;
		buf_puts(out, "…");
		columns -= columns > 1;
	}
	if (!columns) {
		buf_puts(out, text);
	} else if (text_width(text + start, all.len - start) <= columns) {
		buf_puts(out, text + start);
	} else {
		buf_put(out, text + start, text_fit(text + start, all.len - start, columns - 1));
		buf_puts(out, "…");
	}
	buf_fini(&all);
}
