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
	bool looks; /* something must be there */
};

static void add_part(struct parse *parse, const char *text, struct search_part part)
{
	part.text = mem_copy(text);
	*vec_push(&parse->out->parts) = part;
	parse->looks = parse->looks || !part.without;
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
	const struct search_part part = { .text = mem_copy(text), .column = SEARCH_ANY, .prefix = true };
	if (has_word(text))
		search_expression(&part, 1, out);
	free(part.text);
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
	add_part(parse, buf_text(&word), (struct search_part){ .column = SEARCH_KIND, .prefix = true });
	buf_fini(&word);
	return true;
}

static bool add_author(struct parse *parse, const char *value, struct err *err)
{
	(void)err;
	if (has_word(value))
		add_part(parse, value, (struct search_part){ .column = SEARCH_WHO, .prefix = true });
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
	bool prefix = star || (piece->last && !piece->quoted && !without);
	if (has_word(text))
		add_part(parse, text, (struct search_part){ .column = SEARCH_ANY, .prefix = prefix, .without = without });
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
	out->empty = !out->parts.count && !out->incident && !out->open && !out->status && !out->severity && !out->tag &&
		     !out->after && !out->before;
	/* every document has a word that begins so */
	if (!parse.looks)
		add_part(&parse, SEARCH_MARK, (struct search_part){ .column = SEARCH_KIND, .prefix = true });
	if (!ok)
		search_query_fini(out);
	return ok;
}

void search_query_fini(struct search_query *query)
{
	for (size_t i = 0; i < query->parts.count; i++)
		free(query->parts.items[i].text);
	free(query->parts.items);
	free(query->tag);
	*query = (struct search_query){ 0 };
}
