/* Action items by team. */
#include "app/document_parts.h"

#include "base/text.h"

void document_add_actions(const struct document_source *source, struct node *data)
{
	const struct records *actions = &source->lists[ENTITY_ACTION];
	static const struct {
		const char *name;
		int field;
	} plain[] = { { "title", ACTION_TITLE }, { "type", ACTION_TYPE }, { "priority", ACTION_PRIORITY },
		{ "owner", ACTION_OWNER }, { "due", ACTION_DUE }, { "state", ACTION_STATE },
		{ "reason", ACTION_REASON } };
	struct node *teams = node_add_list(data, "teams"), *list = NULL;
	const char *team = NULL;
	for (size_t i = 0; i < actions->count; i++) {
		const struct record *action = &actions->items[i];
		struct buf link = { 0 };
		/* the query sorts by team */
		if (!team || !text_equal(team, record_text(action, ACTION_TEAM))) {
			team = record_text(action, ACTION_TEAM);
			struct node *group = node_add_object(teams, NULL);
			document_set_origin(teams, "team", "whole", team);
			node_add_text(group, "team", *team ? team : "Everyone");
			list = node_add_list(group, "actions");
		}
		struct node *item = node_add_object(list, NULL);
		document_set_origin(list, "action", "whole", action->id);
		for (size_t f = 0; f < LENGTH(plain); f++) {
			node_add_text(item, plain[f].name, record_text(action, plain[f].field));
			document_set_origin(item, "action", plain[f].name, action->id);
		}
		document_put_reference(
			&source->lists[ENTITY_REFERENCE], record_text(action, ACTION_LINK), &link);
		node_add_text(item, "link", buf_text(&link));
		document_set_origin(item, "action", "link", action->id);
		buf_fini(&link);
	}
}
