#include "app/explain.h"

#include <ctype.h>
#include <stdlib.h>
#include <strings.h>

#include "base/json.h"
#include "base/text.h"

/* A text that stays and names, by its number, what does not. */
struct mention {
	const struct record *where;
	const struct withheld *what;
};

struct mentions {
	struct mention *items;
	size_t count, cap;
};

static bool has_flag(const struct call *call, const char *name)
{
	for (const struct flag *flag = call->command->own; flag && flag->name; flag++)
		if (text_equal(flag->name, name))
			return true;
	return false;
}

struct document_request call_document(const struct call *call)
{
	return (struct document_request){
		.template = has_flag(call, "template") ? call_flag(call, "template") : NULL,
		.audience = has_flag(call, "audience") ? call_flag(call, "audience") : NULL,
		.charts = options_on(&call->app->options, OPTION_PUBLISH_CHARTS) ||
					  (has_flag(call, "charts") && call_flag(call, "charts"))
			? CHARTS_MERMAID : CHARTS_NONE,
	};
}

static const struct withheld *find_withheld(const struct withheld_list *list, enum entity_kind kind, int64_t number)
{
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].kind == kind && list->items[i].number == number && list->items[i].field < 0)
			return &list->items[i];
	return NULL;
}

/* "event 12", "action #3" */
static void find_mentions(const struct material *material, const struct record *where, const char *text,
	struct mentions *out)
{
	for (const char *at = text; *at; at++) {
		if (at > text && isalnum((unsigned char)at[-1]))
			continue;
		for (int kind = ENTITY_EVENT; kind <= ENTITY_ATTACHMENT; kind++) {
			const char *name = entity_get((enum entity_kind)kind)->name;
			size_t len = strlen(name);
			if (strncasecmp(at, name, len) != 0 || at[len] != ' ')
				continue;
			const char *digits = at + len + 1 + (at[len + 1] == '#');
			size_t count = strspn(digits, "0123456789");
			const struct withheld *what = count && count < 10
				? find_withheld(&material->withheld, (enum entity_kind)kind, strtoll(digits, NULL, 10)) : NULL;
			if (what)
				*vec_push(out) = (struct mention){ where, what };
		}
	}
}

static void find_all_mentions(const struct material *material, struct mentions *out)
{
	static const struct {
		enum entity_kind kind;
		int field;
	} texts[] = { { ENTITY_EVENT, EVENT_TEXT }, { ENTITY_ACTION, ACTION_TITLE }, { ENTITY_CAUSE, CAUSE_TEXT },
		{ ENTITY_SECTION, SECTION_TEXT } };
	for (size_t t = 0; t < LENGTH(texts); t++) {
		const struct records *list = &material->lists[texts[t].kind];
		for (size_t i = 0; i < list->count; i++)
			find_mentions(material, &list->items[i], record_text(&list->items[i], texts[t].field), out);
	}
}

static void put_mention(const struct mention *mention, struct buf *out)
{
	if (mention->where->kind == ENTITY_SECTION)
		buf_printf(out, "section %s", record_text(mention->where, SECTION_KEY));
	else
		buf_printf(out, "%s %lld", entity_get(mention->where->kind)->name, (long long)mention->where->number);
	buf_printf(out, " speaks of %s %lld, which is left out", entity_get(mention->what->kind)->name,
		(long long)mention->what->number);
}

static void print_json(const struct material *material, const struct mentions *mentions, struct output *out)
{
	struct buf text = { 0 }, line = { 0 };
	struct json json = { .out = &text };
	json_open(&json, NULL, '{');
	json_text(&json, "audience", audience_name(material->audience));
	json_open(&json, "withheld", '[');
	for (size_t i = 0; i < material->withheld.count; i++) {
		const struct withheld *item = &material->withheld.items[i];
		const struct entity *entity = entity_get(item->kind);
		json_open(&json, NULL, '{');
		json_text(&json, "kind", entity->name);
		json_int(&json, "number", item->number);
		json_text(&json, "section", *item->key ? item->key : NULL);
		json_text(&json, "field", item->field < 0 ? NULL : entity->fields[item->field].name);
		json_text(&json, "text", item->text);
		json_close(&json, '}');
	}
	json_close(&json, ']');
	json_open(&json, "mentions", '[');
	for (size_t i = 0; i < mentions->count; i++) {
		buf_truncate(&line, 0);
		put_mention(&mentions->items[i], &line);
		json_text(&json, NULL, buf_text(&line));
	}
	json_close(&json, ']');
	json_close(&json, '}');
	output_json(out, &text);
	buf_fini(&line);
}

static void print_lines(const struct material *material, const struct mentions *mentions, struct output *out)
{
	struct buf line = { 0 };
	for (size_t i = 0; i < material->withheld.count; i++)
		output_format(out, "%s\n", material->withheld.items[i].text);
	for (size_t i = 0; i < mentions->count; i++) {
		buf_truncate(&line, 0);
		put_mention(&mentions->items[i], &line);
		output_format(out, "%s\n", buf_text(&line));
	}
	if (!material->withheld.count)
		output_note(out, "nothing is withheld from %s readers", audience_name(material->audience));
	buf_fini(&line);
}

bool explain_withheld(struct call *call, const struct record *incident, const struct document_request *request,
	struct err *err)
{
	struct material material = { 0 };
	struct mentions mentions = { 0 };
	enum audience audience;
	bool ok = document_audience(call->app, incident, request, &audience, err) &&
		  material_read(call->app, incident, audience, &material, err);
	if (ok) {
		find_all_mentions(&material, &mentions);
		(call->json ? print_json : print_lines)(&material, &mentions, call->out);
	}
	free(mentions.items);
	material_fini(&material);
	return ok;
}
