#include "intake/json_log.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "base/zone.h"
#include "intake/instant.h"
#include "intake/json_items.h"
#include "intake/log_names.h"
#include "intake/map.h"
#include "intake/verbatim.h"

/* What every query of a format gives; those of --map first, in the order of enum map_role. */
enum column { COLUMN_ABOUT = MAP_ROLES, COLUMN_FORM, COLUMN_COUNT };
static const char *const columns[COLUMN_COUNT] = { "at", "text", "author", "kind", "link", "id", "source", "zone",
	"about", "form" };

/* Whole lines of a program. */
static void put_machine(struct buf *out, const char *text, size_t len, const struct log_names *names)
{
	(void)names;
	verbatim_put(out, text, len);
}

/* Members that the user named: who wrote them nobody knows. */
static void put_mapped(struct buf *out, const char *text, size_t len, const struct log_names *names)
{
	(void)names;
	verbatim_prose(out, text, len);
}

static void put_bytes(struct buf *out, const char *text, size_t len, const struct log_names *names)
{
	struct buf bytes = { 0 };
	json_text_bytes(&bytes, text, len, names);
	verbatim_put(out, buf_text(&bytes), bytes.len);
	buf_fini(&bytes);
}

/* How a text is written. */
static const struct {
	const char *name;
	void (*put)(struct buf *out, const char *text, size_t len, const struct log_names *names);
} forms[] = { { "slack", json_text_slack }, { "plain", json_text_plain }, { "machine", put_machine },
	{ "mapped", put_mapped }, { "bytes", put_bytes } };

/* Where the values of a row are in json_log.values; NUL-terminated, "" for none. */
struct row {
	size_t at[COLUMN_COUNT], len[COLUMN_COUNT];
};

struct json_log {
	struct store *store;
	const struct log_format *format;
	const struct log_context *context;
	const struct log_sink *sink;
	struct json_items *items;
	struct map map;
	bool mapped;
	char *paths[MAP_ROLES]; /* a JSON array each; NULL: not said */
	VEC(struct row) rows;	/* of one element */
	struct buf values;
	struct buf text; /* of one event, as Markdown */
};

/* ---- rows ---- */

static void keep_value(struct json_log *log, struct row *row, size_t column, const char *text, size_t len)
{
	row->at[column] = log->values.len;
	row->len[column] = len;
	buf_put(&log->values, text, len);
	buf_putc(&log->values, '\0');
}

static const char *value(const struct json_log *log, const struct row *row, size_t column)
{
	return row->len[column] ? log->values.data + row->at[column] : "";
}

/* The rows of a query, kept: what takes the events may write to the database. */
static bool keep_rows(struct json_log *log, enum query query, const struct param *params, struct err *err)
{
	struct rows rows;
	rows_open(&rows, log->store, query, params);
	while (rows_next(&rows)) {
		struct row *row = vec_push(&log->rows);
		for (size_t i = 0; i < COLUMN_COUNT; i++) {
			const char *text = rows_text(&rows, columns[i]);
			keep_value(log, row, i, text, strlen(text));
		}
	}
	return rows_close(&rows, err);
}

/* Whether --map says what a column is; with the text comes how it is written. */
static bool is_mapped(const struct json_log *log, size_t column)
{
	return column < MAP_ROLES ? log->paths[column] != NULL : column == COLUMN_FORM && log->paths[MAP_TEXT];
}

/* What --map says goes before what the format knows. */
static bool overlay(struct json_log *log, const char *json, struct err *err)
{
	struct param params[MAP_ROLES + 2] = { PARAM_TEXT("json", json) };
	const size_t known = log->rows.count;
	for (size_t i = 0; i < MAP_ROLES; i++)
		params[i + 1] = (struct param)PARAM_TEXT(map_roles[i].name, log->paths[i]);
	if (!keep_rows(log, QUERY_LOG_MAPPED, params, err))
		return false;
	if (!known)
		return true;
	const struct row mapped = log->rows.items[--log->rows.count];
	for (size_t i = 0; i < known; i++)
		for (size_t column = 0; column < COLUMN_COUNT; column++)
			if (is_mapped(log, column)) {
				log->rows.items[i].at[column] = mapped.at[column];
				log->rows.items[i].len[column] = mapped.len[column];
			}
	return true;
}

/* An error of a query: of the element (it is told, and true), or of the database. */
static bool bad_element(struct json_log *log, const struct json_item *item, const struct err *why, struct err *err)
{
	int64_t valid = 0;
	if (why->code != ERR_FAILED)
		return err_pass(err, why);
	if (!store_int(log->store, QUERY_LOG_VALID, PARAMS(PARAM_TEXT("json", item->text)), &valid, err))
		return false;
	log->sink->bad(log->sink->data, item->line, valid ? "its members are not what the format has" : "not valid JSON");
	return true;
}

/* ---- events ---- */

static const char *or_null(const char *text)
{
	return *text ? text : NULL;
}

static void put_text(struct json_log *log, const struct row *row)
{
	const char *text = value(log, row, MAP_TEXT);
	const size_t len = row->len[MAP_TEXT];
	buf_truncate(&log->text, 0);
	for (size_t i = 0; i < LENGTH(forms); i++)
		if (text_equal(forms[i].name, value(log, row, COLUMN_FORM))) {
			forms[i].put(&log->text, text, len, log->context->names);
			return;
		}
	buf_put(&log->text, text, len);
}

/* What an author is called: "ID|NAME" is the name known for the id, else NAME, else ID. */
static const char *author_of(const struct json_log *log, const struct row *row)
{
	const char *author = value(log, row, MAP_AUTHOR);
	const char *bar = text_equal(value(log, row, COLUMN_FORM), "slack") ? strchr(author, '|') : NULL;
	if (!bar)
		return author;
	const char *name = log_names_get(log->context->names, author, (size_t)(bar - author));
	if (name || bar[1])
		return name ? name : bar + 1;
	log->values.data[bar - log->values.data] = '\0';
	return author;
}

/* The stored name of a kind that somebody else's words mean; NULL: none of ours. */
static const char *known_kind(const char *word)
{
	const struct choice *choice =
		*word ? choice_find(entity_get(ENTITY_EVENT)->fields[EVENT_KIND].choices, word) : NULL;
	return choice ? choice->name : NULL;
}

static bool give_row(struct json_log *log, const struct row *row, size_t line, struct err *err)
{
	const char *at = value(log, row, MAP_AT), *zone = value(log, row, MAP_ZONE);
	char why[96] = "";
	struct log_event event = { .line = line };
	bool zoned = true;
	if (!*zone || !zone_check(zone, NULL))
		zone = log->context->zone;
	put_text(log, row);
	buf_trim_end(&log->text);
	if (!*at)
		text_copy(why, sizeof why, "it does not say when: --map at=NAME names the member that does");
	else if (!instant_read(at, row->len[MAP_AT], zone, &event.when, &zoned))
		snprintf(why, sizeof why, "its time cannot be read: %.60s", at);
	else if (!log->text.len)
		text_copy(why, sizeof why, "it has no text");
	if (*why) {
		log->sink->bad(log->sink->data, line, why);
		return true;
	}
	event.zone_guessed = !zoned && zone == log->context->zone;
	if (*value(log, row, COLUMN_ABOUT) == '1')
		event.when.precision = PRECISION_ABOUT;
	event.kind = known_kind(value(log, row, MAP_KIND));
	event.text = buf_text(&log->text);
	event.text_len = log->text.len;
	event.author = or_null(author_of(log, row));
	event.link = or_null(value(log, row, MAP_LINK));
	event.id = or_null(value(log, row, MAP_ID));
	event.source = or_null(value(log, row, MAP_SOURCE));
	return log->sink->event(log->sink->data, &event, err);
}

static bool read_item(void *data, const struct json_item *item, struct err *err)
{
	struct json_log *log = data;
	struct err why = { 0 };
	log->rows.count = 0;
	buf_truncate(&log->values, 0);
	const struct param params[] = { PARAM_TEXT("json", item->text), PARAM_TEXT("name", log->context->name),
		{ .name = NULL } };
	/* {} and [] say nothing */
	if (item->len > 2 && (!keep_rows(log, log->format->query, params, &why) ||
				     (log->mapped && !overlay(log, item->text, &why))))
		return bad_element(log, item, &why, err);
	if (!log->rows.count && log->sink->skip)
		log->sink->skip(log->sink->data, item->line);
	for (size_t i = 0; i < log->rows.count; i++)
		if (!give_row(log, &log->rows.items[i], item->line, err))
			return false;
	return true;
}

static void tell_bad(void *data, size_t line, const char *why)
{
	const struct json_log *log = data;
	log->sink->bad(log->sink->data, line, why);
}

/* ---- the reader ---- */

/* The length of .name, ."name" or [number], as SQLite takes them; 0 for anything else. */
static size_t path_step(const char *path)
{
	const char *quote = path[0] == '.' && path[1] == '"' ? strchr(path + 2, '"') : NULL;
	const size_t digits = path[0] == '[' ? strspn(path + 1, "0123456789") : 0;
	const size_t letters = path[0] == '.' ? strcspn(path + 1, ".[\"") : 0;
	if (quote)
		return (size_t)(quote - path) + 1;
	if (letters)
		return letters + 1;
	return digits && path[digits + 1] == ']' ? digits + 2 : 0;
}

/* What may stand behind a `$`. */
static bool valid_path(const char *path)
{
	size_t len;
	while (*path && (len = path_step(path)))
		path += len;
	return !*path;
}

/* The paths that a name may mean: a member with just that name, or members within each other. */
static bool put_paths(struct json *json, const char *name, struct err *err)
{
	struct buf quoted = { 0 }, dotted = { 0 };
	const bool path = *name == '$';
	buf_printf(&quoted, "$.\"%s\"", name);
	buf_printf(&dotted, path ? "%s" : "$.%s", name);
	const bool plain = !path && valid_path(buf_text(&quoted) + 1), valid = valid_path(buf_text(&dotted) + 1);
	json_open(json, NULL, '[');
	if (plain)
		json_text(json, NULL, buf_text(&quoted));
	if (valid)
		json_text(json, NULL, buf_text(&dotted));
	json_close(json, ']');
	buf_fini(&quoted);
	buf_fini(&dotted);
	return plain || valid ||
	       err_set(err, ERR_USAGE,
		       "--map: %.60s is no member of an object: write its name (msg), names within each other "
		       "(http.method), or a path such as $.items[0].name",
		       name);
}

static bool read_map(struct json_log *log, struct err *err)
{
	if (!map_read(&log->map, log->context->map, err))
		return false;
	for (size_t role = 0; role < MAP_ROLES; role++) {
		const struct words *names = &log->map.names[role];
		struct buf out = { 0 };
		struct json json = { &out };
		json_open(&json, NULL, '[');
		for (size_t i = 0; i < names->count; i++) {
			if (!put_paths(&json, names->items[i], err)) {
				buf_fini(&out);
				return false;
			}
		}
		json_close(&json, ']');
		log->mapped = log->mapped || names->count;
		log->paths[role] = names->count ? buf_steal(&out) : NULL;
		buf_fini(&out);
	}
	return true;
}

struct json_log *json_log_open(struct store *store, const struct log_format *format, const struct log_context *context,
	const struct log_sink *sink, struct err *err)
{
	struct json_log *log = mem_new(1, sizeof *log);
	log->store = store;
	log->format = format;
	log->context = context;
	log->sink = sink;
	log->items = json_items_new(format->arrays, &(struct json_items_sink){ log, read_item, tell_bad });
	if (read_map(log, err))
		return log;
	json_log_close(log);
	return NULL;
}

bool json_log_push(struct json_log *log, const char *bytes, size_t len, struct err *err)
{
	return json_items_push(log->items, bytes, len, err);
}

bool json_log_end(struct json_log *log)
{
	return json_items_end(log->items);
}

size_t json_log_lines(const struct json_log *log)
{
	return json_items_lines(log->items);
}

void json_log_close(struct json_log *log)
{
	if (!log)
		return;
	json_items_free(log->items);
	map_fini(&log->map);
	for (size_t i = 0; i < MAP_ROLES; i++)
		free(log->paths[i]);
	free(log->rows.items);
	buf_fini(&log->values);
	buf_fini(&log->text);
	free(log);
}
