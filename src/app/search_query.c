/* Queries as people write them. */
#include "app/search.h"

#include <stdlib.h>

#include "app/read.h"
#include "base/text.h"
#include "base/when.h"
#include "store/search.h"

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
