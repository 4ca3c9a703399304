/* cause move, cause delete: what concerns causes as a tree */
#include "app/edit.h"
#include "app/handlers.h"
#include "app/read.h"

#include <stdlib.h>

#include "base/text.h"
#include "model/tree.h"

static const struct {
	const char *flag;
	enum tree_how how;
	bool target; /* its value is the number of another cause */
} ways[] = {
	{ "under", TREE_UNDER, true },
	{ "top", TREE_TOP, false },
	{ "before", TREE_BEFORE, true },
	{ "after", TREE_AFTER, true },
	{ "up", TREE_UP, false },
	{ "down", TREE_DOWN, false },
	{ "in", TREE_IN, false },
	{ "out", TREE_OUT, false },
};

static size_t index_of(const struct records *causes, const char *id)
{
	size_t at = 0;
	while (at < causes->count && !text_equal(causes->items[at].id, id))
		at++;
	return at;
}

static bool read_way(struct call *call, size_t *out, struct err *err)
{
	size_t given = 0;
	for (size_t i = 0; i < LENGTH(ways); i++)
		if (call_flag(call, ways[i].flag)) {
			*out = i;
			given++;
		}
	return given == 1 || err_set(err, ERR_USAGE, "cause move needs one of --under N, --top, --before N, --after N, "
						     "--up, --down, --in and --out");
}

static bool find_target(struct call *call, const char *number, const char *incident,
	const struct records *causes, size_t *out, struct err *err)
{
	struct numbers one;
	struct records found = { 0 };
	char *word = mem_copy(number);
	bool ok = numbers_read(&one, &word, 1, err);
	if (ok && !numbers_single(&one))
		ok = err_set(err, ERR_USAGE, "'%s' is not the number of one cause", number);
	ok = ok && numbers_find(call->app, &one, ENTITY_CAUSE, incident, &found, err);
	if (ok)
		*out = index_of(causes, found.items[0].id);
	records_fini(&found);
	numbers_fini(&one);
	free(word);
	return ok;
}

/* The order in which moves leave several as they stand to each other. */
static bool backwards(enum tree_how how)
{
	return how == TREE_DOWN || how == TREE_AFTER || how == TREE_OUT;
}

static bool move_all(struct call *call, const struct records *named, size_t way, struct records *causes,
	const char *incident, struct err *err)
{
	size_t target = TREE_NONE;
	bool ok = !ways[way].target ||
		  find_target(call, call_flag(call, ways[way].flag), incident, causes, &target, err);
	for (size_t i = 0; ok && i < named->count; i++) {
		size_t next = backwards(ways[way].how) ? named->count - 1 - i : i;
		ok = tree_move(causes, index_of(causes, named->items[next].id), ways[way].how, target, err);
	}
	for (size_t i = 0; ok && i < causes->count; i++)
		if (causes->items[i].set)
			ok = store_put(call->app->store, &causes->items[i], err);
	return ok;
}

bool cmd_cause_move(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	struct numbers numbers;
	struct records named = { 0 }, causes = { 0 };
	size_t way = 0;
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = call_numbers(call, call->count, &numbers, err) && read_way(call, &way, err) &&
		  app_incident(app, &incident, err) && app_begin(app, err);
	if (ok)
		ok = edit_end(app,
			numbers_find(app, &numbers, ENTITY_CAUSE, incident.id, &named, err) &&
				read_list(app, ENTITY_CAUSE, incident.id, &causes, err) &&
				move_all(call, &named, way, &causes, incident.id, err),
			err);
	records_fini(&causes);
	/* all of them: where something went shows only among the others */
	ok = ok && read_list(app, ENTITY_CAUSE, incident.id, &causes, err);
	if (ok)
		entity_table(&causes, app_zone_of(app, &incident), call->out);
	records_fini(&causes);
	records_fini(&named);
	numbers_fini(&numbers);
	record_fini(&incident);
	return ok;
}

/* Those named, and all that is below them. */
static bool delete_with_below(
	struct app *app, const struct records *named, struct records *causes, size_t *deleted, struct err *err)
{
	struct tree tree;
	bool ok = true;
	tree_init(&tree, causes);
	for (size_t i = 0; ok && i < causes->count; i++) {
		bool within = false;
		for (size_t at = i; at != TREE_NONE && !within; at = tree.parent[at])
			within = index_of(named, causes->items[at].id) < named->count;
		if (!within)
			continue;
		causes->items[i].gone = causes->items[i].set_gone = true;
		ok = store_put(app->store, &causes->items[i], err);
		++*deleted;
	}
	tree_fini(&tree);
	return ok;
}

bool cmd_cause_delete(struct call *call, struct err *err)
{
	struct app *app = call->app;
	struct record incident;
	struct numbers numbers;
	struct records named = { 0 }, causes = { 0 };
	size_t deleted = 0;
	record_init(&incident, ENTITY_INCIDENT);
	bool ok = call_numbers(call, call->count, &numbers, err) && app_incident(app, &incident, err) &&
		  app_begin(app, err);
	if (ok)
		ok = edit_end(app,
			numbers_find(app, &numbers, ENTITY_CAUSE, incident.id, &named, err) &&
				read_list(app, ENTITY_CAUSE, incident.id, &causes, err) &&
				delete_with_below(app, &named, &causes, &deleted, err),
			err);
	if (ok && deleted > named.count)
		output_format(call->out, "%zu deleted, and %zu below; `%sundo` brings them back\n",
			named.count, deleted - named.count, output_prefix(call->out));
	else if (ok)
		output_format(call->out, "%zu deleted; `%sundo` brings %s back\n", deleted,
			output_prefix(call->out), deleted == 1 ? "it" : "them");
	records_fini(&causes);
	records_fini(&named);
	numbers_fini(&numbers);
	record_fini(&incident);
	return ok;
}
