/*
 * Action items {number, title, type, priority, owner, team, due, state, reason, link, tracker, finished} in lists: teams [{team, actions}];
 * types [{type, label, help, actions}]; actions: all by priority, with top_actions, planned_actions, finished_actions and
 * declined_actions, each with an any-… flag beside it.
 */
#include "app/document_parts.h"

#include <ctype.h>
#include <stdlib.h>

#include "base/text.h"

enum { TOP_MAX = 5 };

struct node *document_add_action(const struct document_source *source, struct node *list, const struct record *action)
{
	static const struct {
		const char *name;
		int field;
	} plain[] = { { "title", ACTION_TITLE }, { "type", ACTION_TYPE }, { "priority", ACTION_PRIORITY },
		{ "owner", ACTION_OWNER }, { "team", ACTION_TEAM }, { "due", ACTION_DUE },
		{ "state", ACTION_STATE }, { "reason", ACTION_REASON } };
	struct node *item = node_add_object(list, NULL);
	struct buf link = { 0 }, number = { 0 };
	buf_printf(&number, "%lld", (long long)action->number);
	document_set_origin(list, "action", "whole", action->id);
	node_add_text(item, "number", buf_text(&number));
	for (size_t f = 0; f < LENGTH(plain); f++) {
		node_add_text(item, plain[f].name, record_text(action, plain[f].field));
		document_set_origin(item, "action", plain[f].name, action->id);
	}
	document_put_reference(&source->lists[ENTITY_REFERENCE], record_text(action, ACTION_LINK), &link);
	node_add_text(item, "link", buf_text(&link));
	document_set_origin(item, "action", "link", action->id);
	buf_truncate(&link, 0);
	document_put_tracker(&source->lists[ENTITY_REFERENCE], record_text(action, ACTION_LINK), &link);
	node_add_text(item, "tracker", buf_text(&link));
	node_add_bool(item, "finished", text_equal(record_text(action, ACTION_STATE), "done"));
	buf_fini(&link);
	buf_fini(&number);
	return item;
}

/* An action item and what templates have of it. */
struct shown {
	const struct record *action;
	const struct node *item;
};

/* The query sorts by team; items of no team come first, and need no heading if there are no others. */
static void add_teams(const struct document_source *source, struct node *data, struct shown *shown)
{
	const struct records *actions = &source->lists[ENTITY_ACTION];
	struct node *teams = node_add_list(data, "teams"), *list = NULL;
	bool any = actions->count && record_has(&actions->items[actions->count - 1], ACTION_TEAM);
	const char *team = NULL, *none = any ? "No team" : "";
	for (size_t i = 0; i < actions->count; i++) {
		const struct record *action = &actions->items[i];
		if (!team || !text_equal(team, record_text(action, ACTION_TEAM))) {
			team = record_text(action, ACTION_TEAM);
			struct node *group = node_add_object(teams, NULL);
			document_set_origin(teams, "team", "whole", team);
			node_add_text(group, "team", *team ? team : none);
			list = node_add_list(group, "actions");
		}
		shown[i] = (struct shown){ action, document_add_action(source, list, action) };
	}
	document_end_list(data, teams);
}

static int by_priority(const void *a, const void *b)
{
	static const char *const none = "P9";
	const struct record *left = ((const struct shown *)a)->action, *right = ((const struct shown *)b)->action;
	int order = strcmp(record_has(left, ACTION_PRIORITY) ? record_text(left, ACTION_PRIORITY) : none,
		record_has(right, ACTION_PRIORITY) ? record_text(right, ACTION_PRIORITY) : none);
	if (order)
		return order;
	return left->number < right->number ? -1 : left->number > right->number;
}

static bool is_planned(const char *state)
{
	return text_equal(state, "open") || text_equal(state, "doing");
}

static bool is_finished(const char *state)
{
	return text_equal(state, "done");
}

static bool is_declined(const char *state)
{
	return text_equal(state, "declined");
}

static bool is_any(const char *state)
{
	(void)state;
	return true;
}

static void add_lists(const struct shown *shown, size_t count, struct node *data)
{
	static const struct {
		const char *name;
		bool (*has)(const char *state);
		size_t max; /* 0: all */
	} lists[] = { { "actions", is_any, 0 }, { "top_actions", is_planned, TOP_MAX },
		{ "planned_actions", is_planned, 0 }, { "finished_actions", is_finished, 0 },
		{ "declined_actions", is_declined, 0 } };
	for (size_t l = 0; l < LENGTH(lists); l++) {
		struct node *list = node_add_list(data, lists[l].name);
		for (size_t i = 0; i < count && (!lists[l].max || node_count(list) < lists[l].max); i++)
			if (lists[l].has(record_text(shown[i].action, ACTION_STATE)))
				node_add_again(list, NULL, shown[i].item);
		document_end_list(data, list);
	}
}

static void add_types(const struct shown *shown, size_t count, struct node *data)
{
	const struct choice *type = entity_get(ENTITY_ACTION)->fields[ACTION_TYPE].choices;
	struct node *types = node_add_list(data, "types");
	for (; type->name; type++) {
		struct node *list = NULL;
		for (size_t i = 0; i < count; i++) {
			if (!text_equal(record_text(shown[i].action, ACTION_TYPE), type->name))
				continue;
			if (!list) {
				struct node *group = node_add_object(types, NULL);
				node_add_text(group, "type", type->name);
				char *label = mem_copy(type->name);
				*label = (char)toupper((unsigned char)*label);
				node_add_text(group, "label", label);
				free(label);
				node_add_text(group, "help", type->help);
				list = node_add_list(group, "actions");
			}
			node_add_again(list, NULL, shown[i].item);
		}
	}
	document_end_list(data, types);
}

void document_add_actions(const struct document_source *source, struct node *data)
{
	size_t count = source->lists[ENTITY_ACTION].count;
	struct shown *shown = mem_new(count + 1, sizeof *shown);
	add_teams(source, data, shown);
	qsort(shown, count, sizeof *shown, by_priority);
	add_lists(shown, count, data);
	add_types(shown, count, data);
	free(shown);
}
