/* Queries as people write them, and reading what they find. */
#include "app/search.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/duration.h"
#include "base/text.h"
#include "base/when.h"
#include "base/words.h"
#include "store/search.h"

enum {
	SHOWN_BYTES = 1 << 16, /* of a long text no more is looked at for what to show */
	LOOKED_AT = 20000, /* hits looked at for one answer, when times leave most of them out */
};

/* ---- reading a query ------------------------------------------------------------------------------- */

struct parse {
	struct app *app;
	struct search_query *out;
	struct buf without; /* what must not be there */
	bool looks;	    /* something must be there */
};

/* One word or phrase for FTS5: in quotes nothing is syntax. */
static void put_string(const char *text, bool prefix, struct buf *out)
{
	struct buf spaced = { 0 };
	search_spaced(text, strlen(text), &spaced);
	buf_putc(out, '"');
	for (const char *c = buf_text(&spaced); *c; c++) {
		if (*c == '"')
			buf_putc(out, '"');
		buf_putc(out, *c);
	}
	buf_puts(out, prefix ? "\"*" : "\"");
	buf_fini(&spaced);
}

/* Whether the index would find any word in a text: letters and figures, and whatever is not ASCII. */
static bool has_word(const char *text)
{
	for (; *text; text++)
		if ((*text & 0x80) || (*text >= '0' && *text <= '9') || (*text >= 'A' && *text <= 'Z') ||
			(*text >= 'a' && *text <= 'z'))
			return true;
	return false;
}

void search_match_words(const char *text, struct buf *out)
{
	if (has_word(text))
		put_string(text, true, out);
}

static bool add_kind(struct parse *parse, const char *value, struct err *err)
{
	struct buf word = { 0 };
	const struct choice *kind = choice_find(entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices, value);
	(void)err;
	buf_puts(&word, SEARCH_MARK);
	for (const char *c = kind ? kind->name : value; *c; c++)
		buf_putc(&word, (char)(*c >= 'A' && *c <= 'Z' ? *c - 'A' + 'a' : *c));
	/* "actions" are "action" */
	if (!kind && word.len > strlen(SEARCH_MARK) + 3 && word.data[word.len - 1] == 's')
		buf_truncate(&word, word.len - 1);
	buf_puts(&parse->out->match, parse->looks ? " kind : " : "kind : ");
	put_string(buf_text(&word), true, &parse->out->match);
	parse->looks = true;
	buf_fini(&word);
	return true;
}

static bool add_author(struct parse *parse, const char *value, struct err *err)
{
	(void)err;
	if (!has_word(value))
		return true;
	buf_puts(&parse->out->match, parse->looks ? " who : " : "who : ");
	put_string(value, true, &parse->out->match);
	parse->looks = true;
	*vec_push(&parse->out->terms) = (struct search_term){ mem_copy(value), true };
	return true;
}

static bool add_incident(struct parse *parse, const char *value, struct err *err)
{
	struct record incident;
	if (!app_find_incident(parse->app, value, &incident, err))
		return false;
	parse->out->incident = incident.number;
	record_fini(&incident);
	return true;
}

static bool add_choice(int field, const char *name, const char *value, const char **out, struct err *err)
{
	const struct choice *choices = entity_get(ENTITY_INCIDENT)->fields[field].choices;
	const struct choice *choice = choice_find(choices, value);
	if (choice)
		return *out = choice->name, true;
	struct buf known = { 0 };
	for (size_t i = 0; choices[i].name; i++)
		buf_printf(&known, "%s%s", i ? ", " : "", choices[i].name);
	err_set(err, ERR_USAGE, "%s:%s is not known: try %s%s", name, value, buf_text(&known),
		field == INCIDENT_STATUS ? ", open" : "");
	buf_fini(&known);
	return false;
}

static bool add_status(struct parse *parse, const char *value, struct err *err)
{
	if (text_same(value, "open"))
		return parse->out->open = true;
	return add_choice(INCIDENT_STATUS, "status", value, &parse->out->status, err);
}

static bool add_severity(struct parse *parse, const char *value, struct err *err)
{
	return add_choice(INCIDENT_SEVERITY, "sev", value, &parse->out->severity, err);
}

static bool add_tag(struct parse *parse, const char *value, struct err *err)
{
	(void)err;
	free(parse->out->tag);
	parse->out->tag = mem_copy(value[0] == '#' ? value + 1 : value);
	return true;
}

static bool read_time(struct parse *parse, const char *value, struct when *out, struct err *err)
{
	const struct when_context context = { .now = app_now(parse->app), .zone = parse->app->zone };
	return when_parse(value, &context, out, err);
}

static bool add_after(struct parse *parse, const char *value, struct err *err)
{
	struct when when;
	if (!read_time(parse, value, &when, err))
		return false;
	parse->out->after = when.at ? when.at : 1;
	return true;
}

/* before:DATE leaves the day out, after:DATE takes it in. */
static bool add_before(struct parse *parse, const char *value, struct err *err)
{
	struct when when;
	if (!read_time(parse, value, &when, err))
		return false;
	parse->out->before = when.at > 1 ? when.at - 1 : 1;
	return true;
}

static const struct {
	const char *name;
	bool (*add)(struct parse *parse, const char *value, struct err *err);
} conditions[] = { { "kind:", add_kind }, { "author:", add_author }, { "who:", add_author }, { "by:", add_author },
	{ "in:", add_incident }, { "status:", add_status }, { "sev:", add_severity }, { "severity:", add_severity },
	{ "tag:", add_tag }, { "after:", add_after }, { "since:", add_after }, { "before:", add_before },
	{ "until:", add_before } };

static void add_term(struct parse *parse, const char *text, bool without, bool prefix)
{
	struct buf *out = without ? &parse->without : &parse->out->match;
	if (!has_word(text))
		return;
	if (without) {
		buf_puts(out, out->len ? " OR " : "");
		put_string(text, prefix, out);
		return;
	}
	/* a blank, not AND: what turns out to hold no word (an arrow, say) is then passed over */
	buf_puts(out, parse->looks ? " " : "");
	put_string(text, prefix, out);
	parse->looks = true;
	*vec_push(&parse->out->terms) = (struct search_term){ mem_copy(text), prefix };
}

/* One piece of the query: where it ends is in `*end`. The text in it is without quotes. */
struct piece {
	struct buf text;
	bool quoted; /* begins with a quote */
	bool last;   /* nothing follows, and it is not closed by a quote or a blank */
};

static const char *next_piece(const char *at, struct piece *out)
{
	bool inside = false;
	*out = (struct piece){ .quoted = at[*at == '-'] == '"' };
	for (; *at && (inside || !strchr(" \t\r\n", *at)); at++) {
		if (*at == '"')
			inside = !inside;
		else
			buf_putc(&out->text, *at);
		out->last = at[1] == '\0' && *at != '"';
	}
	return at;
}

static bool add_piece(struct parse *parse, struct piece *piece, struct err *err)
{
	const char *text = buf_text(&piece->text);
	size_t sign = text[0] == '-' && text[1] ? 1 : !piece->quoted && text_starts(text, "not:") ? 4 : 0;
	bool without = sign != 0;
	text += sign;
	for (size_t i = 0; !piece->quoted && !without && i < LENGTH(conditions); i++) {
		size_t name = strlen(conditions[i].name);
		if (strncasecmp(text, conditions[i].name, name) == 0)
			/* without a value yet, it says nothing */
			return !text[name] || conditions[i].add(parse, text + name, err);
	}
	size_t len = strlen(text);
	bool star = !piece->quoted && len > 1 && text[len - 1] == '*';
	if (star)
		buf_truncate(&piece->text, piece->text.len - 1);
	text = buf_text(&piece->text) + sign;
	add_term(parse, text, without, star || (piece->last && !piece->quoted && !without));
	return true;
}

bool search_query_parse(struct app *app, const char *text, struct search_query *out, struct err *err)
{
	struct parse parse = { .app = app, .out = out };
	bool ok = true;
	*out = (struct search_query){ 0 };
	for (const char *at = text; ok && *at;) {
		struct piece piece;
		at += strspn(at, " \t\r\n");
		at = next_piece(at, &piece);
		ok = add_piece(&parse, &piece, err);
		buf_fini(&piece.text);
	}
	out->empty = !parse.looks && !parse.without.len && !out->incident && !out->open && !out->status &&
		     !out->severity && !out->tag && !out->after && !out->before;
	/* every document has a word that begins so */
	if (!parse.looks)
		buf_puts(&out->match, "kind : \"" SEARCH_MARK "\"*");
	if (parse.without.len) {
		struct buf both = { 0 };
		buf_printf(&both, "(%s) NOT (%s)", buf_text(&out->match), buf_text(&parse.without));
		buf_fini(&out->match);
		out->match = both;
	}
	buf_fini(&parse.without);
	if (!ok)
		search_query_fini(out);
	return ok;
}

void search_query_fini(struct search_query *query)
{
	for (size_t i = 0; i < query->terms.count; i++)
		free(query->terms.items[i].text);
	free(query->terms.items);
	free(query->tag);
	buf_fini(&query->match);
	*query = (struct search_query){ 0 };
}

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
	int64_t low, high;
	bool end;
};

/* Reads on until there is enough, or until an incident is to be passed over. */
static bool read_stretch(struct reading *reading, struct err *err)
{
	struct rows rows;
	struct search_hits *out = reading->out;
	bool ok = true, passes = true;
	reading->end = true;
	rows_open(&rows, reading->app->store, QUERY_SEARCH_HITS,
		PARAMS(PARAM_TEXT("match", buf_text(&reading->query->match)), PARAM_INT("low", reading->low),
			PARAM_INT("high", reading->high), PARAM_INT("limit", INT64_MAX)));
	while (ok && passes && rows_next(&rows)) {
		int64_t rowid = rows_int(&rows, "rowid"), low, high;
		struct search_document document = search_document(rowid);
		if (out->hits.count >= reading->most || reading->looked++ >= LOOKED_AT) {
			out->more = true;
			break;
		}
		ok = find_incident(reading->app, reading->query, document.incident, out, &passes, err);
		search_range(document.incident, &low, &high);
		if (!passes) {
			reading->high = low - 1;
			reading->end = false;
		}
		if (ok && passes && document.kind != ENTITY_COUNT)
			ok = add_hit(reading->app, reading->query, rowid, &document, out, err);
	}
	return rows_close(&rows, ok ? err : NULL) && ok;
}

bool search_read(struct app *app, const struct search_query *query, size_t limit, struct search_hits *out,
	struct err *err)
{
	struct reading reading = { .app = app, .query = query, .out = out, .most = out->hits.count + limit };
	reading.high = INT64_MAX;
	if (query->incident)
		search_range(query->incident, &reading.low, &reading.high);
	if (out->hits.count)
		reading.high = out->hits.items[out->hits.count - 1].rowid - 1;
	out->more = false;
	if (query->empty)
		return true;
	if (!store_snapshot_begin(app->store, err))
		return false;
	bool ok = true;
	while (ok && !reading.end)
		ok = read_stretch(&reading, err);
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
static size_t term_at(const struct search_term *term, const char *text)
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
		for (size_t t = 0; t < query->terms.count; t++) {
			size_t len = term_at(&query->terms.items[t], text + i);
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
