/* search */
#include "app/edit.h"
#include "app/handlers.h"
#include "app/search.h"

#include "base/text.h"
#include "base/when.h"
#include "store/search.h"

#define MATCH_ON "\033[1m"
#define MATCH_OFF "\033[0m"

/* What is looked for stands out, where the output has colours. */
static void put_marked(const struct search_query *query, const char *text, struct output *out)
{
	struct buf line = { 0 };
	size_t from = 0, at, len;
	while (out->color && (len = search_mark(query, text, from, &at))) {
		text_show(&line, text + from, at - from, false);
		buf_puts(&line, MATCH_ON);
		text_show(&line, text + at, len, false);
		buf_puts(&line, MATCH_OFF);
		from = at + len;
	}
	text_show(&line, text + from, strlen(text + from), false);
	buf_putc(&line, '\n');
	out->write(out->context, buf_text(&line), line.len);
	buf_fini(&line);
}

enum { CELLS = 4 }; /* before the text: incident, number, when, kind */

static void put_cell(struct app *app, const struct search_hits *hits, const struct search_hit *hit, int cell,
	struct buf *out)
{
	const struct record *incident = &hits->incidents.items[hit->incident];
	int64_t at = search_hit_at(hit);
	buf_truncate(out, 0);
	if (cell == 0)
		app_incident_name(incident, out);
	else if (cell == 1 && hit->kind != ENTITY_INCIDENT)
		buf_printf(out, "%lld", (long long)hit->record.number);
	else if (cell == 2 && at)
		when_format(out, at, app_zone_of(app, incident), WHEN_MINUTE);
	else if (cell == 3)
		buf_puts(out, hit->kind == ENTITY_EVENT ? record_text(&hit->record, EVENT_KIND)
						       : entity_get(hit->kind)->name);
	if (!out->len)
		buf_putc(out, '-');
}

static void print_columns(
	struct app *app, const struct search_query *query, const struct search_hits *hits, struct output *out)
{
	size_t widths[CELLS] = { 0 }, before = 0;
	struct buf text = { 0 }, line = { 0 };
	for (size_t i = 0; i < hits->hits.count; i++)
		for (int cell = 0; cell < CELLS; cell++) {
			put_cell(app, hits, &hits->hits.items[i], cell, &text);
			size_t width = text_width(buf_text(&text), text.len);
			widths[cell] = width > widths[cell] ? width : widths[cell];
		}
	for (int cell = 0; cell < CELLS; cell++)
		before += widths[cell] + 2;
	size_t room = !out->terminal || !out->width ? 0 : out->width > before + 20 ? out->width - before : 20;
	for (size_t i = 0; i < hits->hits.count; i++) {
		buf_truncate(&line, 0);
		for (int cell = 0; cell < CELLS; cell++) {
			put_cell(app, hits, &hits->hits.items[i], cell, &text);
			text_show_column(&line, buf_text(&text), widths[cell]);
			buf_puts(&line, "  ");
		}
		out->write(out->context, buf_text(&line), line.len);
		buf_truncate(&text, 0);
		search_snippet(query, &hits->hits.items[i], room, &text);
		put_marked(query, buf_text(&text), out);
	}
	buf_fini(&text);
	buf_fini(&line);
}

static void print_json(
	const struct search_query *query, const struct search_hits *hits, struct output *out)
{
	struct buf text = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '[');
	for (size_t i = 0; i < hits->hits.count; i++) {
		const struct search_hit *hit = &hits->hits.items[i];
		const struct record *incident = &hits->incidents.items[hit->incident];
		struct buf line = { 0 };
		search_snippet(query, hit, 0, &line);
		json_open(&json, NULL, '{');
		json_int(&json, "incident", incident->number);
		json_text(&json, "title", record_text(incident, INCIDENT_TITLE));
		json_text(&json, "entity", entity_get(hit->kind)->name);
		json_int(&json, "number", hit->record.number);
		json_text(&json, "kind",
			hit->kind == ENTITY_EVENT ? record_text(&hit->record, EVENT_KIND) : NULL);
		if (search_hit_at(hit))
			json_time(&json, "at", search_hit_at(hit));
		else
			json_null(&json, "at");
		json_text(&json, "text", buf_text(&line));
		json_close(&json, '}');
		buf_fini(&line);
	}
	json_close(&json, ']');
	output_json(out, &text);
}

/* That nothing is there can only be said of what was searched. Always false. */
static bool not_found(const char *text, const struct err *behind, struct err *err)
{
	if (behind->code == ERR_NONE)
		return err_set(err, ERR_NOT_FOUND, "nothing found for: %s", text);
	return err_set(err, behind->code, "nothing found for: %s; but the latest changes could not be searched: %s", text,
		behind->text);
}

bool cmd_search(struct call *call, struct err *err)
{
	struct buf text = { 0 };
	struct search_query query;
	struct search_hits hits = { 0 };
	struct err behind = { 0 };
	int64_t limit = SEARCH_FIRST, left;
	if (call_flag(call, "limit") && !call_limit(call, &limit, err))
		return false;
	call_join(call, 0, &text);
	if (text_empty(buf_text(&text))) {
		buf_fini(&text);
		return err_set(err, ERR_USAGE, "search for what? For example: inquest search rollback");
	}
	bool ok = search_query_parse(call->app, buf_text(&text), &query, err);
	if (ok && !search_update(call->app->store, INT64_MAX, &left, &behind))
		output_note(call->out, "the latest %lld changes are not searched: %s", (long long)left, behind.text);
	if (ok) {
		ok = search_read(call->app, &query, (size_t)limit, &hits, err);
		if (ok && !hits.hits.count && !call->json)
			ok = not_found(buf_text(&text), &behind, err);
		else if (ok && call->json)
			print_json(&query, &hits, call->out);
		else if (ok)
			print_columns(call->app, &query, &hits, call->out);
		if (ok && hits.more)
			output_note(call->out, "there is more: --limit %lld", (long long)limit * 2);
		if (ok && !hits.hits.count)
			call->app->exit_status = 1;
		search_query_fini(&query);
	}
	search_hits_fini(&hits);
	buf_fini(&text);
	return ok;
}
